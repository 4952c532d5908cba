"""Reads the brackets behind a limit: the same limit again, another name of what is measured, or neither.

What comes in is a threshold with one of its brackets; what goes out is a note where the bracket
says again what stands before it.  One that may change the limit makes it unknown.
"""

from __future__ import annotations

import math
from decimal import Decimal
from typing import Literal, cast

import msgspec

from eligibility.bind.nodes import Bound, Note, Unparsed
from eligibility.bind.scope import Scope
from eligibility.core.interval import RELATIVE_TOLERANCE, Interval
from eligibility.knowledge.conversion import Conversion, Refused
from eligibility.knowledge.quantities import Quantity
from eligibility.knowledge.ranks import words_of
from eligibility.knowledge.scales import Level
from eligibility.syntax.nodes import AgeIs, Aside, Citation, Clause, Occurrence, Restated, Threshold
from eligibility.syntax.nodes import Unparsed as Unread
from eligibility.syntax.terms import Comparison, LevelIs
from eligibility.syntax.walk import parts_of


def read_bracket(node: Threshold, aside: Aside | Citation, scope: Scope) -> Bound:
    """What a bracket after a threshold adds: a note where it says the same again, else something not read."""
    if isinstance(aside, Citation):
        return Note(text=aside.words, why="literature", span=aside.span)
    if isinstance(aside.body, LevelIs) and _same_limit(node, aside.body, scope):
        text = f"{aside.body.comparator} {' '.join(aside.body.levels)}"
        return Note(text=text, why="the same limit on a scale", span=aside.span)
    if aside.kind in {"bare", "that_is"} and (same := _same_measure(node, aside.body, scope)) is not None:
        return Note(text=same, why="another name of what is measured", span=aside.span)
    if aside.kind in {"bare", "that_is"} and isinstance(aside.body, Restated):
        return _restated(node, aside.body, scope)
    unread = any(isinstance(one, Unread) for one in parts_of(aside))
    reason: Literal["unparsed_text", "ambiguous_text"] = "unparsed_text" if unread else "ambiguous_text"
    return Unparsed(text="", why="a bracket that changes the limit", reason=reason, span=aside.span)


def with_scale(node: Threshold, scope: Scope) -> Threshold:
    """A threshold with the scale that a bracket behind its limit names: performance status <= 2 (ECOG)."""
    if len(node.subjects) != 1 or scope.knowledge.quantities.named(node.subjects[0].phrase.words) is not None:
        return node
    subject = node.subjects[0]
    for aside in node.asides:
        if isinstance(aside, Citation) or aside.kind != "bare" or not isinstance(aside.body, Occurrence):
            continue
        words = f"{subject.phrase.words} ({aside.body.phrase.words})"
        plain = aside.body.plain
        if plain and scope.knowledge.quantities.named(words) is not None:
            phrase = msgspec.structs.replace(subject.phrase, words=words)
            left = tuple(one for one in node.asides if one is not aside)
            return msgspec.structs.replace(
                node, subjects=(msgspec.structs.replace(subject, phrase=phrase),), asides=left
            )
    return node


def with_age(node: Threshold) -> Threshold:
    """A threshold of candidates whose age stands in its bracket: Lansky >= 50 (<= 16 years of age)."""
    ages = [aside for aside in node.asides if isinstance(aside, Aside) and isinstance(aside.body, AgeIs)]
    if len(ages) != 1 or ages[0].kind != "bare" or any(one.guard is not None for one in node.subjects):
        return node
    whom = cast(AgeIs, ages[0].body)
    subjects = tuple(msgspec.structs.replace(subject, guard=whom) for subject in node.subjects)
    left = tuple(one for one in node.asides if one is not ages[0])
    return msgspec.structs.replace(node, subjects=subjects, asides=left)


def on_other_scale(node: Threshold, scope: Scope) -> tuple[Threshold, Threshold] | None:
    """A limit on how able a candidate is, and the one in its bracket: ECOG <= 2 (Karnofsky >= 60).

    ``None`` where the bracket holds no such limit on another scale, or one on its other side.
    """
    for aside in node.asides:
        if isinstance(aside, Citation) or not isinstance(aside.body, Threshold) or aside.kind == "example":
            continue
        other, first, second = aside.body, _fitness(node, scope), _fitness(aside.body, scope)
        if first is None or second is None or first is second or other.asides or other.times or other.manners:
            continue
        side = _of_the_able(first, node.comparison.bounds)
        if side is not None and side == _of_the_able(second, other.comparison.bounds):
            left = tuple(one for one in node.asides if one is not aside)
            same_time = msgspec.structs.replace(other, times=node.times)
            return msgspec.structs.replace(node, asides=left), same_time
    return None


def in_other_unit(node: Threshold, scope: Scope) -> tuple[Threshold, Threshold] | None:
    """A limit, and the one that its bracket gives again in another unit where rounding moved that a little.

    Calcium <= 14 mg/dL (3.5 mmol/L): 14 mg/dL are 3.493 mmol/L.
    """
    for aside in node.asides:
        if isinstance(aside, Citation) or not isinstance(aside.body, Restated):
            continue
        other = aside.body.comparison
        pairs = _paired(node.comparison.bounds, other.bounds)
        named = [scope.knowledge.quantities.named(subject.phrase.words) for subject in node.subjects]
        measured = [quantity for quantity in named if quantity is not None]
        same = len(measured) == len(named) and all(
            _same_in(quantity, node.comparison, other, scope) for quantity in measured
        )
        if same and not all(_exactly(one, node.comparison, other, pairs, scope) for one in measured):
            here = msgspec.structs.replace(
                node, asides=tuple(one for one in node.asides if one is not aside)
            )
            bounds = _again(node.comparison.bounds, pairs)
            there = msgspec.structs.replace(node.comparison, bounds=bounds, unit=other.unit)
            return here, msgspec.structs.replace(here, comparison=there)
    return None


def _exactly(
    quantity: Quantity, limit: Comparison, other: Comparison, pairs: list[tuple[float, float]], scope: Scope
) -> bool:
    """Whether each bound is the one that says it again, but for the last digits of a float."""
    conversion = scope.knowledge.conversions.between(quantity, limit.unit, other.unit)
    return not isinstance(conversion, Refused) and all(
        math.isclose(conversion(value), said, rel_tol=1e-9) for value, said in pairs
    )


def _again(limits: Interval, pairs: list[tuple[float, float]]) -> Interval:
    """The bounds with each value as it is said again."""
    said = dict(pairs)
    low, high = (None if value is None else said[value] for value in (limits.low, limits.high))
    return Interval(low, high, limits.low_open, limits.high_open)


def _fitness(node: Threshold, scope: Scope) -> Quantity | None:
    """The scale of how able a candidate is on which a threshold alone limits; ``None`` for any other."""
    if len(node.subjects) != 1 or node.subjects[0].guard is not None:
        return None
    quantity = scope.knowledge.quantities.named(node.subjects[0].phrase.words)
    return quantity if quantity is not None and quantity.id in scope.knowledge.inference.fitness else None


def _of_the_able(quantity: Quantity, bounds: Interval) -> bool | None:
    """Whether a limit leaves the able, the others (false), or some from the middle (``None``)."""
    ends = quantity.plausible.low, quantity.plausible.high
    low = None if bounds.low == ends[0] else bounds.low
    high = None if bounds.high == ends[1] else bounds.high
    if (low is None) == (high is None):
        return None
    return (low is None) == (quantity.worse == "high")


def _restated(node: Threshold, body: Restated, scope: Scope) -> Bound:
    """The same limit in another unit; one that differs by more than its rounding is not read."""
    other = body.comparison
    measured = [scope.knowledge.quantities.named(subject.phrase.words) for subject in node.subjects]
    same = (one is not None and _same_in(one, node.comparison, other, scope) for one in measured)
    if all(same):
        return Note(text="", why="the same limit in another unit", span=body.span)
    return Unparsed(text="", why="a limit in a bracket that differs from the one before it", span=body.span)


def _same_in(quantity: Quantity, limit: Comparison, other: Comparison, scope: Scope) -> bool:
    """Whether two limits of a quantity, each in its unit, are one but for the rounding of either."""
    absolute = limit.reference == other.reference == "absolute"
    if not absolute or None in (limit.unit, other.unit) or limit.listed or other.listed:
        return False
    conversion = scope.knowledge.conversions.between(quantity, limit.unit, other.unit)
    if isinstance(conversion, Refused):
        return False
    pairs = _paired(limit.bounds, other.bounds)
    return bool(pairs) and all(_rounded(conversion, value, said) for value, said in pairs)


def _paired(limits: Interval, others: Interval) -> list[tuple[float, float]]:
    """Each bound with the one that says it again; none where they do not go together."""
    low, high = limits.low, limits.high
    if others.exact and None in (low, high):
        given = low if high is None else high
        return [] if given is None or others.low is None else [(given, others.low)]
    sides = ((low, others.low, limits.low_open, others.low_open),
             (high, others.high, limits.high_open, others.high_open))  # fmt: skip
    if any((one is None) != (two is None) or (first != second) for one, two, first, second in sides):
        return []
    return [(one, two) for one, two, _, _ in sides if one is not None and two is not None]


NEAREST = 0.01
"""Two limits of which one rounds to the other are one where they are no farther apart than this share."""


def _rounded(conversion: Conversion, value: float, said: float) -> bool:
    """Whether one of two numbers is the other, converted and rounded to its last digit."""
    made = conversion(value)
    if abs(made - said) > NEAREST * max(abs(made), abs(said)):
        return False
    back = (said - conversion.offset) / conversion.factor
    return abs(made - said) <= _half_a_digit(said) or abs(back - value) <= _half_a_digit(value)


def _half_a_digit(value: float) -> float:
    """Half of the last digit of a number as it is written in full."""
    exponent = Decimal(repr(value)).normalize().as_tuple().exponent
    assert isinstance(exponent, int)
    return 0.5 * 10.0 ** min(exponent, 0) * (1 + RELATIVE_TOLERANCE)


def _same_measure(node: Threshold, body: Clause, scope: Scope) -> str | None:
    """The words of a bracket that names what the threshold measures, "(AST)"; ``None`` where it does not."""
    if not isinstance(body, Occurrence) or not body.plain:
        return None
    quantities = scope.knowledge.quantities
    named = quantities.named(body.phrase.words)
    measured = {quantities.named(subject.phrase.words) for subject in node.subjects}
    return body.phrase.words if named is not None and named in measured else None


def _same_limit(node: Threshold, level: LevelIs, scope: Scope) -> bool:
    """Whether a level says what the bounds say: ``>= M2`` beside ``>= 5 %``."""
    known = None if len(level.levels) > 1 else _named_level(level, scope)
    quantity = scope.knowledge.quantities.named(node.subjects[0].phrase.words)
    if known is None or quantity is None or known.values is None or known.quantity != quantity.id:
        return False
    bounds = node.comparison.bounds
    match level.comparator:
        case ">=":
            return bounds == Interval(low=known.values.low)
        case "<=":
            return bounds == Interval(high=known.values.high, high_open=known.values.high_open)
        case "=":
            return bounds == known.values
        case _:
            return False


def _named_level(level: LevelIs, scope: Scope) -> Level | None:
    """The level, of the scale that is named, or of one that it tells itself."""
    if not level.scale:
        return scope.knowledge.scales.alone(level.levels[0])
    named = scope.knowledge.scales.named(words_of(level.scale, scope.knowledge.lexicon)[0])
    return None if named is None else scope.knowledge.scales.level(named.id, level.levels[0])
