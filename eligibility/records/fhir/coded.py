"""Reads what FHIR codes: concepts, dates, amounts.

What comes in are parts of a resource; what goes out are words, codes, dates and
amounts in the form of the profile.  Where words and codes say two things, or a
unit is coded one way and spelled another, nothing is chosen between them.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from eligibility.core.errors import InputError
from eligibility.patient.profile import Code
from eligibility.patient.terms import Terms, parsed
from eligibility.records.fhir.shapes import Concept, Period, Quantity
from eligibility.records.naming import untagged
from eligibility.records.years import FIRST_YEAR

UCUM = "http://unitsofmeasure.org"
_MOMENT = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")


class Named(NamedTuple):
    """What a concept is called, and the code to keep beside the words."""

    text: str
    code: Code | None


def of_code(concept: Concept | None) -> str:
    """The first code of a concept: FHIR's own lists have one."""
    if concept is None:
        return ""
    return next((coding.code for coding in concept.coding if coding.code), concept.text)


def spellings(concept: Concept, told: Terms) -> list[str]:
    """The words of a concept, its text first, each once; without the tag that SNOMED CT writes behind."""
    found: list[str] = []
    for text in (concept.text, *(coding.display for coding in concept.coding)):
        words = untagged(text.strip(), told)
        if words and words not in found:
            found.append(words)
    return found


def day(text: str | None) -> str | None:
    """The day of a date or moment, as the record writes it: no time zone is taken for another.

    Raises: InputError when it is none, or lies before the first year that a record of the living holds.
    """
    if text is None:
        return None
    found = _MOMENT.match(text)
    rest = "" if found is None else text[found.end() :]
    if found is None or (rest and not rest.startswith("T")):
        raise InputError("no date as FHIR writes them (YYYY, YYYY-MM, YYYY-MM-DD); a day is not guessed")
    try:
        days = parsed(found[0])
    except ValueError:
        raise InputError(f"'{found[0]}' is no day of the calendar") from None
    if days.first.year < FIRST_YEAR:
        raise InputError(f"'{found[0]}' lies before {FIRST_YEAR}; a placeholder is no date")
    return found[0]


def within(period: Period | None) -> str | None:
    """The day of a period, or the month or year that holds all of it; a period without an end began then.

    Raises: InputError as for ``day``.
    """
    if period is None:
        return None
    start, end = day(period.start), day(period.end)
    if start is None or end is None or start == end:
        return start or end
    for length in (7, 4):
        if start[:length] == end[:length]:
            return start[:length]
    raise InputError(f"it lasted from {start} to {end}, so its day is not known")


class Unit(NamedTuple):
    """The unit of an amount, and what to say of how it is coded."""

    text: str | None
    note: str = ""


def unit_of(amount: Quantity) -> Unit:
    """The unit as a UCUM code, else in words; a code of another terminology is no unit that is known here."""
    code = (amount.code or "").strip() or None
    words = (amount.unit or "").strip() or None
    if amount.system == UCUM and code is not None:
        return Unit(code)
    if code is not None and amount.system not in (None, UCUM):
        if words is None:
            return Unit(None, "the unit is a code of a terminology that has no units known here")
        return Unit(words, "the unit is taken from its words; its code is not of UCUM")
    return Unit(words or code)
