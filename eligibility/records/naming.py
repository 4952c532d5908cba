"""Reads names as terminologies write them: without tags, apart from methods, of one thing only."""

from __future__ import annotations

import functools
import itertools
import re

from eligibility.core.errors import InputError
from eligibility.knowledge.concepts import Relation
from eligibility.patient.terms import MEMORY, Terms

_TAGGED = re.compile(r"(.+?) \(([a-z/ ]+)\)")


def untagged(text: str, told: Terms) -> str:
    """A name without the kind of thing that SNOMED CT puts in brackets behind it: "(disorder)"."""
    tagged = _TAGGED.fullmatch(text)
    return tagged[1] if tagged is not None and told.listed("semantic_tag", tagged[2]) else text


def by_method(name: str) -> tuple[str, str]:
    """A name and the method behind it: "CD22 by Flow cytometry"; LOINC puts it there as well.

    >>> by_method("KMT2A::AFF1 by RNA fusion panel")
    ('KMT2A::AFF1', 'RNA fusion panel')
    >>> by_method("Creatinine")
    ('Creatinine', '')
    """
    head, _, tail = name.rpartition(" by ")
    return (head, tail) if head else (name, "")


def with_method(name: str, told: Terms) -> tuple[str, str]:
    """A name and the method behind it, where that is one that criteria ask for; else the name as it is."""
    head, tail = by_method(name)
    found = told.named(tail) if tail else None
    return (head, tail) if found is not None and found.kind == "method" else (name, "")


@functools.lru_cache(MEMORY)
def refuse_two(names: tuple[str, ...], told: Terms) -> None:
    """Raises: InputError when the names of one entry are those of two things, neither a kind of the other."""
    known = {found.id: found for name in names if (found := told.named(name)) is not None}
    relation = told.knowledge.concepts.relation
    for one, other in itertools.combinations(known, 2):
        if Relation.IS not in (relation(one, other), relation(other, one)):
            words = " and ".join(sorted(known[name].names[0] for name in (one, other)))
            raise InputError(f"its words name two things, {words}", "code")
