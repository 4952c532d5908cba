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
from eligibility.evaluate.index import Listed, evened, kin
from eligibility.evaluate.select import latest
from eligibility.evaluate.words import dated
from eligibility.formulas.grades import LOWER, UPPER, VALUE, grades
from eligibility.knowledge.conversion import Refused
from eligibility.knowledge.definitions import Measure
from eligibility.knowledge.quantities import Quantity
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
        if _over(fact):
            continue
        if asked & _words((fact.text,), scope):
            detail = f"'{fact.text}' is on record, and may be {node.phrase}"
            settles = f"whether {fact.text} is {node.phrase}"
            if node.ranked is not None:
                settles += f" of {node.ranked.phrase}"
            yield fact, Reason("missing", detail, settles, node.concept or "")


def _over(fact: Had) -> bool:
    return fact.status in ("resolved", "inactive") or fact.resolved is not None


def _words(texts: tuple[str, ...], scope: Scope) -> frozenset[str]:
    words = {word for text in texts for word in evened(text).replace("-", " ").split()}
    read = scope.knowledge.vocabulary.read
    return frozenset(word for word in words if len(word) >= SHORTEST and read(BROAD, word) is None)


def moved_on(node: Present, scope: Scope) -> str:
    """What a stage on record may no longer hold for: a relapse, a spread; empty where there is none."""
    ranked = node.ranked
    if ranked is None or ranked.field != "stage":
        return ""
    if scope.knowledge.scales.levels(ranked.scale)[-1].level in ranked.levels:
        return ""
    unsaid = (f"'{fact.text}' is on record" for fact, _ in akin(node, scope) if _unstaged(fact))
    return since(ranked.scale, scope) or next(unsaid, "")


def since(scale: str, scope: Scope) -> str:
    """A relapse, or a spread that tells the highest level of a scale; empty where there is none."""
    course = scope.record.course
    if course is not None and course.relapses:
        return "there was a relapse"
    spread = scope.knowledge.scales.by_id[scale].highest_by
    told = kin(scope.knowledge.concepts, spread).proves if spread else frozenset[str]()
    found = (fact for fact in scope.index.conditions.of(told) if _unstaged(fact))
    return next((f"'{fact.text}' is on record" for fact in found), "")


def _unstaged(fact: Listed) -> bool:
    """Whether a condition that is not over has no stage of its own."""
    return isinstance(fact, Had) and fact.stage is None and not _over(fact) and not refuted(fact)


def beyond_normal(node: Present, denied: bool, scope: Scope) -> Iterator[tuple[Measured, Reason]]:
    """The latest values of what measures a condition, and those without a date, that may be beyond normal.

    ``denied``: a statement says that there is none.  That speaks for a condition with grades, which its
    value tells as well: the two are compared.
    """
    concept = node.concept or ""
    for quantity, how in scope.knowledge.definitions.measures(concept).items():
        if denied and how.graded and node.ranked is not None:
            continue
        facts = scope.index.measured.get(quantity, ())
        with_date = [fact for fact in facts if fact.date is not None]
        for fact in (*latest(with_date), *(fact for fact in facts if fact.date is None)):
            if _beyond(fact, quantity, how, scope):
                named = scope.knowledge.quantities.by_id[quantity].name
                what = f"{named} {amount_of(fact)} {dated(fact.date)}"
                detail = f"{what} may be beyond normal, and {node.phrase}"
                yield fact, Reason("missing", detail, f"whether {what} is {node.phrase}", concept)


def amount_of(fact: Measured) -> str:
    """A value as it was recorded, with its unit."""
    return f"{fact.written} {fact.written_unit}" if fact.written_unit else fact.written


def _beyond(fact: Measured, quantity: str, how: Measure, scope: Scope) -> bool:
    """Whether a value may lie beyond the limit of normal on a side, or has a grade whatever that limit is.

    One that cannot be read may.
    """
    value, low = fact.value, how.side == "low"
    if value is None or fact.problem is not None:
        return True
    limit = fact.low if low else fact.high
    if limit is not None:
        return _past(value, limit, low)
    known = scope.knowledge.quantities.by_id.get(quantity)
    if known is None:
        return False
    if how.beyond is not None:
        made = scope.knowledge.conversions.between(known, fact.unit or known.unit, known.unit)
        if isinstance(made, Refused):
            return True
        return _past(value.scaled(made.factor, made.offset), how.beyond, low)
    return how.graded and _surely_graded(value, fact, known, scope)


def _past(value: Interval, limit: float, low: bool) -> bool:
    """Whether a value, or a part of what it may be ("< 60"), lies beyond a limit."""
    end = value.low if low else value.high
    return end is None or (end < limit if low else end > limit)


def _surely_graded(value: Interval, fact: Measured, known: Quantity, scope: Scope) -> bool:
    """Whether a value has a grade, whatever the limits of normal are."""
    version = scope.context.conventions["ctcae_version"]
    formula = grades(scope.knowledge.folder).versions(known.id).get(version)
    if formula is None:
        return False
    made = scope.knowledge.conversions.between(known, fact.unit or known.unit, formula.inputs[VALUE].unit)
    if isinstance(made, Refused):
        return False
    given: dict[str, Interval | str | None] = {VALUE: value.scaled(made.factor, made.offset)}
    grade = formula.spread(given | {name: None for name in (LOWER, UPPER) if name in formula.inputs})
    return grade is not None and grade.low is not None and grade.low >= 1
