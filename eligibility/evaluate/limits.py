"""A value against the bounds of a criterion: units, limits of normal, threshold, margin.

The bounds are brought into the unit of the recorded value, never the other way
round, so that the explanation can show both.
"""

from __future__ import annotations

import datetime as dt

import msgspec

from eligibility.bind.nodes import Compare
from eligibility.core.interval import Interval, inside, point
from eligibility.core.reasons import Reason, ReasonKind
from eligibility.core.truth import FALSE, TRUE, UNKNOWN, Truth
from eligibility.evaluate.context import Scope
from eligibility.evaluate.derived import derivation
from eligibility.evaluate.graded import GRADE, graded
from eligibility.evaluate.relative import Standard, offset, standard
from eligibility.evaluate.words import amount, dated, limits, number
from eligibility.knowledge.conversion import Refused
from eligibility.knowledge.quantities import Quantity
from eligibility.patient.record import Measured

INDEXED, ABSOLUTE = "mL/min/{1.73_m2}", "mL/min"
STANDARD_SURFACE = 1.73
"""Units: m2.  Source: the definition of the unit mL/min/{1.73_m2}."""
SURFACE = "body_surface_area"


class Finding(msgspec.Struct, frozen=True):
    """What one value says of the criterion, and what to tell of it."""

    truth: Truth
    reasons: tuple[Reason, ...] = ()
    notes: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()


def judge(node: Compare, fact: Measured, quantity: Quantity, scope: Scope) -> Finding:
    """Whether a recorded value lies within the bounds, with the absolute threshold and the margin."""
    if fact.problem is not None or fact.value is None:
        detail = f"{quantity.name} {dated(fact.date)} cannot be used: '{fact.written}'"
        return Finding(UNKNOWN, (fact.problem or _reason("missing", detail, quantity.name, quantity),))
    unit = fact.unit or quantity.unit
    shown = fact.written_unit if fact.written_unit not in (None, "1") else None
    recorded = f"{quantity.name} {fact.written}" + (f" {shown}" if shown else "")
    notes = [f"{recorded} {dated(fact.date)}"]
    if fact.converted:
        plain = fact.written_unit == "1"
        notes.append(fact.converted.replace(" 1 is ", " is ", 1) if plain else fact.converted)
    if node.reference == GRADE:
        told = graded(node, fact, quantity, scope)
        return Finding(told.truth, told.reasons, (*notes, *told.notes), told.flags)
    if node.reference == "absolute":
        return _against_number(node, fact, fact.value, quantity, unit, notes, scope)
    return _against_standard(node, fact, fact.value, quantity, unit, notes, scope)


def _reason(kind: ReasonKind, detail: str, settles: str, quantity: Quantity) -> Reason:
    return Reason(kind, detail, settles, quantity.id, quantity.unit)


def _against_standard(
    node: Compare, fact: Measured, value: Interval, quantity: Quantity, unit: str, notes: list[str],
    scope: Scope,
) -> Finding:  # fmt: skip
    """A value against multiples of a limit of normal, of the baseline or of what is predicted.

    Where the record leaves open which number holds, the answer is the one that all of them give.
    """
    found = standard(node, fact, quantity, unit, scope)
    more = offset(node, quantity, unit, scope)
    for reason in (found, more):
        if isinstance(reason, Reason):
            return Finding(UNKNOWN, (reason,), tuple(notes))
    assert isinstance(found, Standard) and isinstance(more, float)
    added = f" {'+' if more > 0 else '-'} {amount(abs(more), unit)}" if more else ""
    findings: list[Finding] = []
    for of, note in found.options:
        bounds = node.bounds.scaled(of, more) if of > 0 else _of_nothing(node.bounds, more)
        told = [*notes, note]
        for times, threshold in ((node.bounds.low, bounds.low), (node.bounds.high, bounds.high)):
            if times is not None and threshold is not None:
                told.append(f"{number(times)} x {amount(of, unit)}{added} = {amount(threshold, unit)}")
        findings.append(_settled(value, bounds, quantity, unit, told))
    truths = {finding.truth for finding in findings}
    if len(findings) == 1:
        return findings[0]
    every = tuple(dict.fromkeys(note for finding in findings for note in finding.notes))
    if len(truths) == 1 and UNKNOWN not in truths:
        return Finding(truths.pop(), (), (*every, "the same by each of them"))
    return Finding(UNKNOWN, (found.doubt,) if found.doubt else findings[0].reasons, every)


def _of_nothing(bounds: Interval, more: float) -> Interval:
    """Multiples of zero."""
    low, high = (None if end is None else more for end in (bounds.low, bounds.high))
    return Interval(low, high, bounds.low_open, bounds.high_open)


def _against_number(
    node: Compare, fact: Measured, value: Interval, quantity: Quantity, unit: str, notes: list[str],
    scope: Scope,
) -> Finding:  # fmt: skip
    wanted = node.unit or ("1" if quantity.unit == "1" else None)
    if wanted is None:
        detail = f"the criterion gives no unit for {quantity.name} {limits(node.bounds, '')}"
        return Finding(
            UNKNOWN, (_reason("unit", detail, "the unit that the protocol means", quantity),), tuple(notes)
        )
    if node.unit_is == "inferred":
        notes.append(f"the criterion gives no unit; only {wanted} makes it a usual limit")
    if node.unit_is == "doubtful":
        detail = f"a limit on {quantity.name} of {limits(node.bounds, wanted)} is none that is usual"
        asks = f"the limit on {quantity.name} that the protocol means, and its unit"
        reason = _reason("unit", f"{detail}; its unit is suspected", asks, quantity)
        return Finding(UNKNOWN, (reason,), tuple(notes))
    printed = _as_printed(node.bounds, wanted, fact, quantity, unit, scope)
    if printed is not None:
        notes.append(f"{limits(node.bounds, wanted)} is reported as {printed[1]}")
        return _settled(value, printed[0], quantity, unit, notes)
    if wanted == unit:
        return _in_unit(node, value, quantity, unit, notes, scope)
    conversion = scope.knowledge.conversions.between(quantity, wanted, unit)
    if not isinstance(conversion, Refused):
        bounds = node.bounds.scaled(conversion.factor, conversion.offset)
        notes.append(f"{limits(node.bounds, wanted)} is {limits(bounds, unit)}")
        return _settled(value, bounds, quantity, unit, notes)
    if {wanted, unit} == {INDEXED, ABSOLUTE}:
        return _either_index(node, value, quantity, unit, notes, scope)
    detail = f"a {quantity.name} in '{unit}' cannot be compared with a limit in '{wanted}'"
    return Finding(
        UNKNOWN, (_reason("unit", detail, f"{quantity.name} in {wanted}", quantity),), tuple(notes)
    )


def _in_unit(
    node: Compare, value: Interval, quantity: Quantity, unit: str, notes: list[str], scope: Scope
) -> Finding:
    """A value in the unit of the limit; where that was inferred of a filtration rate, by both indexings."""
    both = {INDEXED, ABSOLUTE} <= set(quantity.units) and unit in (INDEXED, ABSOLUTE)
    if both and node.unit_is == "inferred" and _surface(node, scope) is not None:
        return _either_index(node, value, quantity, unit, notes, scope)
    return _settled(value, node.bounds, quantity, unit, notes)


def _as_printed(
    bounds: Interval, wanted: str, fact: Measured, quantity: Quantity, unit: str, scope: Scope
) -> tuple[Interval, str] | None:
    """Limits in the unit of a report that an equation joins to theirs, as the report prints them.

    6.5 % of HbA1c and 48 mmol/mol are one limit, though the equation gives 47.5.
    """
    written = fact.written_unit or unit
    there = scope.knowledge.conversions.between(quantity, wanted, written)
    back = scope.knowledge.conversions.between(quantity, written, unit)
    if isinstance(there, Refused) or isinstance(back, Refused) or there.step is None:
        return None
    low, high = (None if end is None else there.printed(end) for end in (bounds.low, bounds.high))
    told = Interval(low, high, bounds.low_open, bounds.high_open)
    return told.scaled(back.factor, back.offset), limits(told, there.target)


def _either_index(
    node: Compare, value: Interval, quantity: Quantity, unit: str, notes: list[str], scope: Scope
) -> Finding:
    """A filtration rate per 1.73 m2 against an absolute limit, or the reverse: only if both agree."""
    surface = _surface(node, scope)
    wanted = ABSOLUTE if unit == INDEXED else INDEXED
    asked = f"{quantity.name} in {wanted}, or the body surface area"
    if surface is None:
        detail = (
            f"the value is in {unit}, the limit in {wanted}; "
            "a fresh body surface area, or height and weight, would join them"
        )
        return Finding(UNKNOWN, (_reason("formula", detail, asked, quantity),), tuple(notes))
    other = _in_other_index(value, surface, unit)
    notes.append(f"with {_span(surface, 'm2')} of body surface this is {_span(other, wanted)}")
    readings = {inside(value, node.bounds), inside(other, node.bounds)}
    if len(readings) > 1 or UNKNOWN in readings:
        detail = (
            f"indexed and absolute {quantity.name} lie on different sides of {limits(node.bounds, wanted)}"
        )
        return Finding(UNKNOWN, (_reason("formula", detail, asked, quantity),), tuple(notes))
    return _settled(value, node.bounds, quantity, unit, notes)


def _surface(node: Compare, scope: Scope) -> Interval | None:
    """The body surface area, in m2: the latest on record, else as height and weight give it.

    None if it is too old, or two of one day differ; formulas that differ give a range.
    """
    days = scope.context.conventions.days("laboratory_fresh_days")
    oldest = scope.context.as_of - dt.timedelta(days=days)
    usable = [
        fact
        for fact in scope.index.measured.get(SURFACE, ())
        if fact.value is not None
        and fact.value.exact
        and (fact.date is None or fact.date.first >= oldest)
    ]
    if not usable:
        return _derived_surface(node, scope, oldest)
    newest = max(fact.date.last.toordinal() if fact.date else 0 for fact in usable)
    found = {
        fact.value.low
        for fact in usable
        if fact.value is not None and (fact.date.last.toordinal() if fact.date else 0) == newest
    }
    return point(found.pop() or 0.0) if len(found) == 1 else None


def _derived_surface(node: Compare, scope: Scope, oldest: dt.date) -> Interval | None:
    """The body surface areas that formulas give of height and weight not older than a day."""
    quantity = scope.knowledge.quantities.by_id[SURFACE]
    asked = msgspec.structs.replace(node, quantity=SURFACE, formula=None)
    found = [
        one.fact.value
        for one in derivation(asked, quantity, scope, None).values
        if one.formula.verified and (one.fact.date is None or one.fact.date.first >= oldest)
    ]
    lows = [value.low for value in found if value is not None and value.low is not None]
    highs = [value.high for value in found if value is not None and value.high is not None]
    return Interval(min(lows), max(highs)) if len(lows) == len(highs) == len(found) > 0 else None


def _in_other_index(value: Interval, surface: Interval, unit: str) -> Interval:
    """A filtration rate per 1.73 m2 as an absolute one, or the reverse, for every surface that may be."""
    least, most = ((end or 0.0) / STANDARD_SURFACE for end in (surface.low, surface.high))
    if unit != INDEXED:
        least, most = 1 / most, 1 / least
    low = None if value.low is None else value.low * least
    high = None if value.high is None else value.high * most
    return Interval(low, high, value.low_open, value.high_open)


def _settled(value: Interval, bounds: Interval, quantity: Quantity, unit: str, notes: list[str]) -> Finding:
    truth = inside(value, bounds)
    if truth is UNKNOWN:
        detail = f"{quantity.name} {_span(value, unit)} lies on both sides of {limits(bounds, unit)}"
        return Finding(
            UNKNOWN, (_reason("imprecise", detail, f"an exact {quantity.name}", quantity),), tuple(notes)
        )
    notes.append(_margin(value, bounds, unit, truth))
    return Finding(truth, (), tuple(notes))


def _span(value: Interval, unit: str) -> str:
    if value.exact and value.low is not None:
        return amount(value.low, unit)
    closed = value.low is not None and value.high is not None and not value.low_open and not value.high_open
    return f"{number(value.low or 0)} to {amount(value.high or 0, unit)}" if closed else limits(value, unit)


def _margin(value: Interval, bounds: Interval, unit: str, truth: Truth) -> str:
    """How far the value is from the bound that decides, or from the nearer one if it lies within."""
    gaps: list[tuple[float, str]] = []
    if bounds.low is not None:
        near = value.low if truth is TRUE or value.high is None else value.high
        if near is not None:
            gaps.append((near - bounds.low, amount(bounds.low, unit)))
    if bounds.high is not None:
        near = value.high if truth is TRUE or value.low is None else value.low
        if near is not None:
            gaps.append((near - bounds.high, amount(bounds.high, unit)))
    if not gaps:
        return "no limit"
    if truth is FALSE:
        # The bound that is broken is the one the value lies beyond.
        gaps = gaps[:1] if _too_low(value, bounds) else gaps[-1:]
    gap, bound = min(gaps, key=lambda pair: abs(pair[0]))
    if not value.exact and abs(gap) <= 1e-9:
        return f"{'beyond' if truth is FALSE else 'up to'} {bound}"
    if abs(gap) <= 1e-9 * max(1.0, abs(gap)):
        return f"exactly at {bound}"
    # "6 % above 30 %" would read as a share of 30 %.
    points = "percentage point" if number(abs(gap)) == "1" else "percentage points"
    far = f"{number(abs(gap))} {points}" if unit == "%" else amount(abs(gap), unit)
    return f"{far} {'above' if gap > 0 else 'below'} {bound}"


def _too_low(value: Interval, bounds: Interval) -> bool:
    return (
        bounds.low is not None and inside(value, Interval(low=bounds.low, low_open=bounds.low_open)) is FALSE
    )
