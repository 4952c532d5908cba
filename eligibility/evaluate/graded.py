"""A laboratory value against a grade of toxicity: ALT of grade 1 at most.

The grade follows from the value, its limits of normal and the baseline, by the
version of the criteria that the text names, else by that of the convention.  A
limit that is not on record leaves a range of grades.
"""

from __future__ import annotations

import re

import msgspec

from eligibility.bind.nodes import Compare
from eligibility.core.interval import Interval, inside
from eligibility.core.reasons import Reason
from eligibility.core.truth import TRUE, UNKNOWN, Truth
from eligibility.evaluate.context import Scope
from eligibility.evaluate.relative import Standard, standard
from eligibility.evaluate.words import amount, dated, number
from eligibility.formulas.grades import BASED, BASELINE, LOWER, MEANINGS, NO, UPPER, VALUE, YES, grades
from eligibility.formulas.table import Formula
from eligibility.knowledge.conversion import Conversion, Refused
from eligibility.knowledge.quantities import Quantity
from eligibility.knowledge.wording import even
from eligibility.patient.record import Measured

GRADE = "grade"
"""The reference of a comparison whose bounds are grades."""

_VERSION = re.compile(r"(?<![\d.])(\d)(?:\.\d+)?(?![\d.])")
"""The first digit of a version that stands in words: 4 in v4.03."""


class Graded(msgspec.Struct, frozen=True):
    """What a value says of the grade that is asked for."""

    truth: Truth
    reasons: tuple[Reason, ...] = ()
    notes: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()


def graded(node: Compare, fact: Measured, quantity: Quantity, scope: Scope) -> Graded:
    """Whether the grade of a value lies within the bounds."""
    versions = grades(scope.knowledge.folder).versions(quantity.id)
    named = _VERSION.search(node.criteria or "")
    version = named[1] if named is not None else scope.context.conventions["ctcae_version"]
    formula = versions.get(version)
    if formula is None:
        detail = f"{quantity.name} is not graded here by version {version} of the criteria"
        asks = f"the grade of {quantity.name} as the site tells it"
        return Graded(UNKNOWN, (Reason("formula", detail, asks, quantity.id, quantity.unit),))
    found = _by(formula, node, fact, quantity, scope)
    if named is not None or found.truth is UNKNOWN:
        return found
    others = {
        other: _by(one, node, fact, quantity, scope) for other, one in versions.items() if other != version
    }
    flags = tuple(
        f"the protocol names no version of the criteria; by version {other}: {said.notes[0]}"
        for other, said in others.items()
        if said.truth not in (found.truth, UNKNOWN)
    )
    return msgspec.structs.replace(found, flags=flags)


def _by(formula: Formula, node: Compare, fact: Measured, quantity: Quantity, scope: Scope) -> Graded:
    """The grade of a value by one version."""
    unit = fact.unit or quantity.unit
    made = scope.knowledge.conversions.between(quantity, unit, formula.inputs[VALUE].unit)
    if isinstance(made, Refused) or fact.value is None:
        detail = f"{quantity.name} {fact.written} {dated(fact.date)} cannot be graded"
        return Graded(UNKNOWN, (Reason("unit", detail, f"{quantity.name} in {quantity.unit}", quantity.id),))
    baseline = _baseline(node, fact, quantity, unit, scope)
    known: dict[str, Interval | None] = {
        VALUE: fact.value, UPPER: _limit(fact, "high"), LOWER: _limit(fact, "low"), BASELINE: baseline,
    }  # fmt: skip
    given = {name: _scaled(known[name], made) for name in formula.inputs if name != BASED}
    based = {BASED: YES if baseline is not None else NO} if BASED in formula.inputs else {}
    grade = formula.spread({**given, **based})
    if grade is None:
        return Graded(UNKNOWN)
    said = number(grade.low or 0) if grade.exact else f"{number(grade.low or 0)} to {number(grade.high or 0)}"
    with_limits = ", ".join(
        f"{MEANINGS[name]} {amount(value.low or 0, formula.inputs[VALUE].unit)}"
        for name, value in given.items()
        if name != VALUE and isinstance(value, Interval) and value.exact
    )
    note = f"{quantity.name} {fact.written} is grade {said} by {formula.name}"
    notes = (f"{note} ({with_limits})" if with_limits else note,)
    other = grades(scope.knowledge.folder).opposite(formula)
    if other and _names_the_value(node, quantity) and _may_be_beyond(grade, fact):
        return _of_two_terms(other, fact, quantity, notes)
    truth = inside(grade, node.bounds)
    if truth is not UNKNOWN:
        return Graded(truth, (), notes)
    lacking = [MEANINGS[name] for name, value in given.items() if value is None and name != BASELINE]
    asks = f"{' and '.join(lacking)} of {quantity.name}" if lacking else f"an exact {quantity.name}"
    kind = "missing" if lacking else "imprecise"
    return Graded(UNKNOWN, (Reason(kind, note, asks, quantity.id, quantity.unit),), notes)  # type: ignore[arg-type]


def _names_the_value(node: Compare, quantity: Quantity) -> bool:
    """Whether the text names the value, and not what is on one side of normal: haemoglobin, not anaemia."""
    said = even(node.phrase)
    return any(said.startswith(even(name)) for name in (quantity.name, *quantity.names))


def _may_be_beyond(grade: Interval, fact: Measured) -> bool:
    """Whether a value without a grade for certain may lie on the other side of normal."""
    if grade.low:
        return False
    upper = _limit(fact, "high")
    return upper is None or fact.value is None or inside(fact.value, Interval(None, upper.low)) is not TRUE


def _of_two_terms(other: str, fact: Measured, quantity: Quantity, notes: tuple[str, ...]) -> Graded:
    """A value that may be above normal, which has grades of its own."""
    if _limit(fact, "high") is None:
        asks = f"{MEANINGS[UPPER]} of {quantity.name}"
        detail = f"{notes[0]}; above normal it may have a grade by '{other}'"
        return Graded(UNKNOWN, (Reason("missing", detail, asks, quantity.id, quantity.unit),), notes)
    said = f"{quantity.name} {fact.written} is above normal"
    detail = f"{said}; whether its grade by '{other}' counts is not said"
    asks = f"whether {other.lower()} counts here, and its grade"
    return Graded(UNKNOWN, (Reason("ambiguous_text", detail, asks, quantity.id, quantity.unit),), notes)


def _limit(fact: Measured, end: str) -> Interval | None:
    """A limit of normal, or the range of those that the record leaves open."""
    found = [getattr(one, end) for one in fact.limits]
    known = [value for value in found if value is not None and value > 0]
    return Interval(min(known), max(known)) if known and len(known) == len(found) else None


def _baseline(node: Compare, fact: Measured, quantity: Quantity, unit: str, scope: Scope) -> Interval | None:
    """The baseline, where the record holds one that the value comes after."""
    found = standard(msgspec.structs.replace(node, reference="baseline"), fact, quantity, unit, scope)
    if not isinstance(found, Standard):
        return None
    values = [value for value, _ in found.options]
    return Interval(min(values), max(values))


def _scaled(value: Interval | None, made: Conversion) -> Interval | None:
    return None if value is None else value.scaled(made.factor, made.offset)
