"""Limits of normal of a value: those printed with it, else those of the site.

What goes out are limits in the unit that the value is kept in, with what was
given, or why there are none.  Critical and therapeutic ranges are no limits of
normal; two normal ranges that differ leave open which one holds.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

import msgspec

from eligibility.core.dates import PartialDate, anniversary
from eligibility.core.interval import Interval, point
from eligibility.core.reasons import Reason
from eligibility.core.truth import FALSE, TRUE, UNKNOWN, Truth
from eligibility.knowledge.concepts import Relation
from eligibility.knowledge.conversion import Conversion
from eligibility.knowledge.load import Knowledge
from eligibility.knowledge.quantities import Quantity
from eligibility.patient.measure import UnitReading, read_unit, suspect
from eligibility.patient.profile import Measurement, ReferenceRange
from eligibility.patient.ranges import Age, Ranges, SiteRange
from eligibility.patient.record import Measured, NormalRange
from eligibility.patient.terms import Terms

SEX = "the sex of the candidate"
FEW = 5
"""So many lines of a file are named in a message."""

NORMAL = (None, "normal")
"""What the kind of a range may say where it holds limits of normal."""


class Limits(msgspec.Struct, frozen=True):
    """The limits of normal in the unit of the value, as written, or why they cannot be used."""

    low: float | None = None
    high: float | None = None
    written: str = ""
    problem: Reason | None = None
    others: tuple[NormalRange, ...] = ()


def printed_limits(fact: Measurement, quantity: Quantity | None, told: Terms) -> Limits:
    """The limits of normal that stand beside a value, brought into the unit that it is kept in."""
    given = fact.reference_range
    listed = () if given is None else given if isinstance(given, tuple) else (given,)
    normal = [one for one in listed if one.kind in NORMAL and not (one.low is None and one.high is None)]
    found = list(dict.fromkeys(_printed(one, fact, quantity, told) for one in normal))
    if not found:
        return Limits()
    if len(found) == 1 or quantity is None:
        return found[0]
    said = " and ".join(limits.written.removeprefix("range given: ") for limits in found)
    detail = f"two ranges of normal stand with the {quantity.name}: {said}"
    settles = f"which limits of normal of {quantity.name} hold"
    problem = next((limits.problem for limits in found if limits.problem is not None), None)
    others = tuple(NormalRange(limits.low, limits.high, limits.written) for limits in found)
    reason = problem or Reason("conflicting", detail, settles, quantity.id, quantity.unit)
    return Limits(problem=reason, others=() if problem is not None else others)


def _printed(given: ReferenceRange, fact: Measurement, quantity: Quantity | None, told: Terms) -> Limits:
    text = given.unit or fact.unit
    written = f"range given: {_written(given.low, given.high, text)}"
    if quantity is None:
        return Limits(written=written)
    read = read_unit(told.knowledge.conversions, quantity, text)
    problem = read.problem or _other_unit(fact, read, quantity, told)
    if problem is not None:
        return Limits(written=written, problem=problem)
    # A lower limit of nothing is what laboratories print where there is none.
    for end in (given.low or None, given.high):
        at = None if end is None else point(end)
        what = "a limit of normal of "
        doubt = None if at is None else suspect(told.knowledge.conversions, at, read, quantity, text, what)
        if doubt is not None:
            return Limits(written=written, problem=doubt)
    brought = read.bring(Interval(given.low, given.high))
    return Limits(brought.low, brought.high, written)


def _other_unit(fact: Measurement, read: UnitReading, quantity: Quantity, told: Terms) -> Reason | None:
    """Whether value and limits are kept in units between which no factor leads."""
    if isinstance(fact.value, str):
        return None
    own = read_unit(told.knowledge.conversions, quantity, fact.unit)
    if own.problem is not None or own.unit == read.unit:
        return None
    detail = f"the limits of normal of {quantity.name} are in {read.unit}, the value in {own.unit}"
    settles = f"the limits of normal of {quantity.name} in {own.unit}"
    return Reason("unit", detail, settles, quantity.id, own.unit or "")


def _written(low: float | None, high: float | None, unit: str | None) -> str:
    if high is None and low is not None:
        return f"from {low:.10g} {unit or ''}".strip()
    ends = " to ".join("" if end is None else f"{end:.10g}" for end in (low, high)).strip()
    return f"{ends} {unit or ''}".strip()


class Person(msgspec.Struct, frozen=True):
    """What a site's range may depend on."""

    sex: str | None
    birth: PartialDate | None


def with_site_limits(
    measured: Iterable[Measured], ranges: Ranges, person: Person, knowledge: Knowledge
) -> tuple[Measured, ...]:
    """The values, those without printed limits with the site's."""
    return tuple(_with_site(fact, ranges, person, knowledge) for fact in measured)


def _with_site(fact: Measured, ranges: Ranges, person: Person, knowledge: Knowledge) -> Measured:
    listed = ranges.by_quantity.get(fact.quantity, ())
    if not listed or fact.range_written or fact.range_problem is not None or fact.problem is not None:
        return fact
    quantity = knowledge.quantities.by_id[fact.quantity]
    fitting = [(one, _doubts(one, fact, person, knowledge)) for one in listed]
    possible = [(one, doubts) for one, doubts in fitting if doubts is not None]
    if any(one.method is not None and not doubts for one, doubts in possible):
        possible = [(one, doubts) for one, doubts in possible if one.method is not None]
    limits = {one.line: _site(one, fact, quantity, ranges, knowledge) for one, _ in possible}
    if len({(found.low, found.high) for found in limits.values()}) == 1 and _certain(possible):
        found = next(iter(limits.values()))
        return msgspec.structs.replace(
            fact, low=found.low, high=found.high, range_written=found.written, range_problem=found.problem
        )
    if not possible:
        return fact
    doubts = dict.fromkeys(doubt for _, listed_doubts in possible for doubt in listed_doubts or ())
    numbers = [str(line) for line in limits]
    lines = " and ".join(numbers if len(numbers) <= FEW else [*numbers[:FEW], f"{len(numbers) - FEW} more"])
    where = f"line {lines}" if len(numbers) == 1 else f"lines {lines}"
    each = "may hold" if len(numbers) == 1 else "may each hold"
    detail = f"the site's ranges of {quantity.name} on {where} of {ranges.name} {each}"
    settles = " and ".join(doubts) or f"which of the site's ranges of {quantity.name} holds"
    kind = Reason("missing" if doubts else "conflicting", detail, settles, quantity.id, quantity.unit)
    covered = len(possible) > 1
    sound = covered and all(found.problem is None for found in limits.values())
    others = tuple(NormalRange(found.low, found.high, found.written) for found in limits.values())
    return msgspec.structs.replace(fact, range_problem=kind, others=others if sound else ())


def _certain(possible: list[tuple[SiteRange, tuple[str, ...]]]) -> bool:
    """Whether one of the ranges holds for sure, or those of both sexes do between them."""
    if any(not doubts for _, doubts in possible):
        return True
    by_sex = {one.sex for one, doubts in possible if doubts == (SEX,)}
    return by_sex == {"female", "male"}


def _site(
    one: SiteRange, fact: Measured, quantity: Quantity, ranges: Ranges, knowledge: Knowledge
) -> Limits:
    """A site's limits in the unit of the value."""
    said = f": {one.says}" if one.says else ""
    given = _written(one.low, one.high, one.unit)
    written = f"site range {given}, {ranges.name} line {one.line}{said}"
    convert = knowledge.conversions.between(quantity, one.unit, fact.unit or quantity.unit)
    if not isinstance(convert, Conversion):
        reason = Reason("unit", convert.why, f"the limits of {quantity.name} in {fact.unit}", quantity.id)
        return Limits(written=written, problem=reason)
    low = None if one.low is None else convert(one.low)
    high = None if one.high is None else convert(one.high)
    return Limits(low, high, written)


def _doubts(
    one: SiteRange, fact: Measured, person: Person, knowledge: Knowledge
) -> tuple[str, ...] | None:
    """What must be known for a range to hold of a value; ``None`` if it does not hold."""
    asked = {
        SEX: _sex(one, person),
        "the date of birth": _age(one, fact, person),
        f"the date of the {fact.quantity.replace('_', ' ')}": _time(one, fact),
        f"the method of the {fact.quantity.replace('_', ' ')}": _method(one, fact, knowledge),
    }
    if FALSE in asked.values():
        return None
    return tuple(asks for asks, truth in asked.items() if truth is UNKNOWN)


def _sex(one: SiteRange, person: Person) -> Truth:
    if one.sex is None:
        return TRUE
    if person.sex not in ("female", "male"):
        return UNKNOWN
    return TRUE if one.sex == person.sex else FALSE


def _age(one: SiteRange, fact: Measured, person: Person) -> Truth:
    if one.older is None and one.younger is None:
        return TRUE
    if person.birth is None or fact.date is None:
        return UNKNOWN
    old = TRUE if one.older is None else _reached(person.birth, one.older, 0, fact.date)
    over = FALSE if one.younger is None else _reached(person.birth, one.younger, one.younger.step, fact.date)
    return min(old, TRUE if over is FALSE else FALSE if over is TRUE else UNKNOWN)


def _reached(birth: PartialDate, age: Age, more: int, on: PartialDate) -> Truth:
    """Whether an age, and ``more``, is completed on a day."""
    first, last = (_when(day, age.count + more, age.calendar) for day in (birth.first, birth.last))
    if last <= on.first:
        return TRUE
    return FALSE if first > on.last else UNKNOWN


def _when(birth: dt.date, count: int, calendar: bool) -> dt.date:
    return anniversary(birth, count) if calendar else birth + dt.timedelta(days=count)


def _time(one: SiteRange, fact: Measured) -> Truth:
    if one.valid_from is None and one.valid_to is None:
        return TRUE
    if fact.date is None:
        return UNKNOWN
    if one.valid_from is not None and fact.date.last < one.valid_from.first:
        return FALSE
    if one.valid_to is not None and fact.date.first > one.valid_to.last:
        return FALSE
    begun = one.valid_from is None or fact.date.first >= one.valid_from.last
    lasts = one.valid_to is None or fact.date.last <= one.valid_to.first
    return TRUE if begun and lasts else UNKNOWN


def _method(one: SiteRange, fact: Measured, knowledge: Knowledge) -> Truth:
    if one.method is None or one.method == fact.method:
        return TRUE
    if fact.method is None:
        return UNKNOWN
    return TRUE if knowledge.concepts.relation(fact.method, one.method) is Relation.IS else FALSE
