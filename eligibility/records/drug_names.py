"""Takes the drugs out of a clinical drug's name as RxNorm builds it.

What comes in is a name such as "24 HR metformin hydrochloride 500 MG Extended
Release Oral Tablet" or "Hydrochlorothiazide 12.5 MG / Lisinopril 10 MG Oral
Tablet"; what goes out are the ingredients.  A name of another form gives none.
Source: National Library of Medicine, RxNorm overview: a semantic clinical drug
is ingredient, strength and dose form; a quantity or duration may stand before.
"""

from __future__ import annotations

import re

from eligibility.patient.terms import Terms

_AMOUNT = r"\d[\d.,]*\s*(?:%|[A-Za-z\[\]']+(?:/[A-Za-z]+)*)"
_BEFORE = re.compile(rf"^{_AMOUNT}\s+")
_PART = re.compile(rf"^(?P<name>.+?)\s+{_AMOUNT}(?:\s.*)?$")


def ingredients(name: str) -> list[str]:
    """The ingredients of a clinical drug's name; empty where it is not built that way.

    >>> ingredients("24 HR metformin hydrochloride 500 MG Extended Release Oral Tablet")
    ['metformin hydrochloride']
    >>> ingredients("Hydrochlorothiazide 12.5 MG / Lisinopril 10 MG Oral Tablet")
    ['Hydrochlorothiazide', 'Lisinopril']
    >>> ingredients("aspirin")
    []
    """
    found = []
    for part in _BEFORE.sub("", name.strip()).split(" / "):
        parted = _PART.match(part.strip())
        if parted is None:
            return []
        found.append(parted["name"])
    return found


def known_drug(name: str, told: Terms) -> str | None:
    """The name under which a drug is known here: its own, or that of its ingredient without the salt."""
    if told.therapy(name) is not None:
        return name
    before, _, last = name.rpartition(" ")
    if before and told.listed("salt", last) is not None and told.therapy(before) is not None:
        return before
    return None
