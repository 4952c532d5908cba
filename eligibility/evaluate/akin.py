"""Entries and values that may be what a criterion asks for, though no rule says that they are.

A condition in words that are not known, of which one is a word of what is asked, may be a
kind of it; a laboratory value beyond normal may be the condition that it measures.  A
denial, or a milder entry beside it, does not speak for these.
"""

from __future__ import annotations

from collections.abc import Iterator

from eligibility.bind.nodes import Present
from eligibility.core.interval import Interval
from eligibility.core.reasons import Reason
from eligibility.evaluate.context import Scope
from eligibility.evaluate.denial import refuted
from eligibility.evaluate.index import Listed, evened
from eligibility.evaluate.words import dated
from eligibility.formulas.grades import LOWER, UPPER, VALUE, grades
from eligibility.knowledge.conversion import Refused
from eligibility.patient.record import Had, Measured

SHORTEST = 4
"""A word of fewer letters tells no kinship."""

BROAD = "broad"
"""The words of the vocabulary that stand in the names of many conditions: acute, disease."""


def akin(node: Present, scope: Scope) -> Iterator[tuple[Listed, Reason]]:
    """The conditions whose words are not known and share one with what is asked."""
    concept = scope.knowledge.concepts.by_id.get(node.concept or "")
    asked = _words((node.phrase, *(concept.names if concept is not None else ())), scope)
    for fact in scope.index.conditions.ungrounded:
        if refuted(fact) or not isinstance(fact, Had) or evened(fact.text) == evened(node.phrase):
            continue
        if fact.status in ("resolved", "inactive") or fact.resolved is not None:
            continue
        if asked & _words((fact.text,), scope):
            detail = f"'{fact.text}' is on record, and may be {node.phrase}"
            settles = f"whether {fact.text} is {node.phrase}"
            if node.ranked is not None:
                settles += f" of {node.ranked.phrase}"
            yield fact, Reason("missing", detail, settles, node.concept or "")


def _words(texts: tuple[str, ...], scope: Scope) -> frozenset[str]:
    words = {word for text in texts for word in evened(text).replace("-", " ").split()}
    read = scope.knowledge.vocabulary.read
    return frozenset(word for word in words if len(word) >= SHORTEST and read(BROAD, word) is None)


def beyond_normal(node: Present, scope: Scope) -> Iterator[tuple[Measured, Reason]]:
    """The latest values on record of what measures a condition, where they lie on its side of normal."""
    for (concept, quantity), side in scope.knowledge.definitions.measured().items():
        values = scope.index.measured.get(quantity, ()) if concept == node.concept else ()
        for fact in values[:1]:
            if _beyond(fact, quantity, side, scope):
                named = scope.knowledge.quantities.by_id[quantity].name
                what = f"{named} {amount_of(fact)} {dated(fact.date)}"
                detail = f"{what} is beyond normal, and may be {node.phrase}"
                yield fact, Reason("missing", detail, f"whether {what} is {node.phrase}", concept)


def amount_of(fact: Measured) -> str:
    """A value as it was recorded, with its unit."""
    return f"{fact.written} {fact.written_unit}" if fact.written_unit else fact.written


def _beyond(fact: Measured, quantity: str, side: str, scope: Scope) -> bool:
    """Whether a value lies beyond the limit of normal on a side, or has a grade whatever that limit is."""
    value = fact.value
    if value is None or fact.problem is not None:
        return False
    limit = fact.low if side == "low" else fact.high
    if limit is not None:
        end = value.high if side == "low" else value.low
        return end is not None and (end < limit if side == "low" else end > limit)
    version = scope.context.conventions["ctcae_version"]
    formula = grades(scope.knowledge.folder).versions(quantity).get(version)
    known = scope.knowledge.quantities.by_id.get(quantity)
    if formula is None or known is None:
        return False
    made = scope.knowledge.conversions.between(known, fact.unit or known.unit, formula.inputs[VALUE].unit)
    if isinstance(made, Refused):
        return False
    given: dict[str, Interval | str | None] = {VALUE: value.scaled(made.factor, made.offset)}
    grade = formula.spread(given | {name: None for name in (LOWER, UPPER) if name in formula.inputs})
    return grade is not None and grade.low is not None and grade.low >= 1
