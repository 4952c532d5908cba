"""Conditions and statements that name nothing known but hold the name of an alteration: "EGFR-mutated NSCLC".

Such words may say that it is there.  They prove nothing; a negative test beside
them is a question, and not an answer.
"""

from __future__ import annotations

import functools

from eligibility.evaluate.context import Scope
from eligibility.evaluate.index import Kin
from eligibility.evaluate.trace import Evidence
from eligibility.evaluate.words import evidence
from eligibility.knowledge.concepts import Concepts
from eligibility.knowledge.wording import loose
from eligibility.patient.record import Had, Stated


def mentions(kinship: Kin, scope: Scope) -> list[Evidence]:
    """What may say that an alteration is there, in words that are not understood as a whole."""
    said = [
        fact
        for fact in scope.index.conditions.ungrounded
        if isinstance(fact, Had) and fact.concept is None and fact.verification != "refuted"
    ]
    stated = [fact for fact in scope.record.stated if fact.concept is None and fact.present]
    if not said and not stated:
        return []
    names = _names(scope.knowledge.concepts, kinship.proves)
    held: list[Had | Stated] = [*said, *stated]
    return [evidence(fact) for fact in held if _holds(fact.text, names, scope)]


@functools.lru_cache(maxsize=1 << 10)
def _names(concepts: Concepts, ids: frozenset[str]) -> tuple[str, ...]:
    """The names of concepts in loose spelling, each between spaces."""
    rows = (concepts.by_id[one] for one in sorted(ids) if one in concepts.by_id)
    return tuple(sorted({f" {loose(name)} " for row in rows for name in row.names}))


def _holds(text: str, names: tuple[str, ...], scope: Scope) -> bool:
    words = loose(text)
    denied = any(scope.knowledge.vocabulary.read("result", word) == "negative" for word in words.split())
    return not denied and any(name in f" {words} " for name in names)
