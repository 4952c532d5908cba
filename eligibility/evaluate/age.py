"""Age against bounds, in completed years, months, weeks or days.

Every bound is a day: the one on which it is reached.  A birth known to the
month or the year gives two such days, and between them the age is imprecise.
"""

from __future__ import annotations

import datetime as dt
import functools

from eligibility.bind.nodes import Compare
from eligibility.core.dates import PartialDate, anniversary, completed_months
from eligibility.core.interval import Interval
from eligibility.core.reasons import Reason
from eligibility.core.truth import FALSE, TRUE, UNKNOWN, Truth, negation
from eligibility.evaluate.context import Scope
from eligibility.evaluate.events import moment
from eligibility.evaluate.trace import Evidence, Trace
from eligibility.evaluate.words import later

MONTHS = {"a": 12, "mo": 1}
DAYS = {"wk": 7, "d": 1}
NAMES = {"a": "years", "mo": "months", "wk": "weeks", "d": "days"}


def compare_age(node: Compare, scope: Scope) -> Trace:
    """Whether the candidate's age lies within the bounds on the day that the criterion asks about."""
    birth = scope.record.birth
    unit = node.unit or ""
    if birth is None:
        reason = Reason("missing", "neither a birth date nor an age is recorded", "the date of birth", "age")
        return Trace(node, UNKNOWN, reasons=(reason,))
    bounds = node.bounds
    if unit == "a" and any(bound is not None and bound % 1 for bound in (bounds.low, bounds.high)):
        unit, bounds = "mo", bounds.scaled(MONTHS["a"])
    if (unit not in MONTHS and unit not in DAYS) or any(
        b is not None and b % 1 for b in (bounds.low, bounds.high)
    ):
        reason = Reason(
            "unit", f"an age in '{unit}' cannot be told from a birth date", "the limit in whole months"
        )
        return Trace(node, UNKNOWN, reasons=(reason,))
    if node.window is None:
        return _on(node, bounds, unit, scope, birth, PartialDate.of(scope.context.at))
    found = moment(node.window.event, scope)
    if found.day is None:
        return Trace(node, UNKNOWN, reasons=found.reasons, evidence=found.evidence)
    trace = _on(node, bounds, unit, scope, birth, found.day)
    if found.state == "ahead":
        return Trace(
            node, trace.truth, (), trace.evidence, trace.reasons, trace.notes, trace.flags, trace.changes,
            found.anchored,
        )  # fmt: skip
    return Trace(
        node, trace.truth, (), (*trace.evidence, *found.evidence), trace.reasons, trace.notes, trace.flags
    )


@functools.lru_cache(maxsize=1 << 14)
def reached(birth: dt.date, count: float, unit: str) -> dt.date:
    """The day on which someone born on ``birth`` completes ``count`` units.

    >>> reached(dt.date(2008, 2, 29), 18, "a").isoformat()
    '2026-03-01'
    """
    if unit in MONTHS:
        return anniversary(birth, round(count * MONTHS[unit]))
    return birth + dt.timedelta(days=round(count * DAYS[unit]))


def _on(
    node: Compare, bounds: Interval, unit: str, scope: Scope, birth: PartialDate, day: PartialDate
) -> Trace:
    births = (birth.first, birth.last)
    truths: list[Truth] = []
    counts: list[float] = []
    doubt = ""
    if bounds.low is not None:
        low, counts = _above(births, day, bounds, unit)
        truths.append(low)
        if low is UNKNOWN and bounds.low_open and birth.exact:
            asks = f"{bounds.low + 1:g} completed {_name(unit, bounds.low + 1)}"
            doubt = f"whether more than {bounds.low:g} asks for {asks} is open"
    if bounds.high is not None:
        limit = bounds.high if bounds.high_open else bounds.high + 1
        truths.append(negation(_at_least(births, day, limit, unit)))
        counts.append(limit)
    truth = min(truths, default=TRUE)
    ages = sorted({_age(births[1], day.first, unit), _age(births[0], day.last, unit)})
    said = f"{' to '.join(map(str, ages))} completed {_name(unit, ages[-1])} on {day}"
    inferred = f"the criterion gives no unit; only {_name(unit, 2)} make it a usual limit"
    reasons: tuple[Reason, ...] = ()
    if truth is UNKNOWN and doubt:
        reasons = (Reason("ambiguous_text", doubt, f"how the trial counts '{node.phrase}'", "age"),)
    elif truth is UNKNOWN and scope.record.birth_problem is not None:
        reasons = (scope.record.birth_problem,)
    elif truth is UNKNOWN:
        reasons = (Reason("imprecise", f"the age is {said}", "the exact date of birth", "age"),)
    return Trace(
        node, truth, reasons=reasons, notes=(said, inferred) if node.unit_is == "inferred" else (said,),
        evidence=(Evidence("age", scope.record.birth_written or str(birth), None, str(birth), "birth date"),),
        changes=later({reached(b, count, unit) for b in births for count in counts}, scope.context.as_of),
    )  # fmt: skip


def _name(unit: str, count: float) -> str:
    return NAMES[unit].removesuffix("s") if count == 1 else NAMES[unit]


def _above(
    births: tuple[dt.date, dt.date], day: PartialDate, bounds: Interval, unit: str
) -> tuple[Truth, list[float]]:
    """Whether the lower bound is passed, and the ages at which that changes.

    Some say "older than 17 years" of 17 years and a day, others from 18: between the two it is unknown.
    """
    low = bounds.low or 0.0
    old = _at_least(births, day, low, unit)
    if not bounds.low_open:
        return old, [low]
    older = _at_least(births, day, low + 1, unit)
    at_bound = unit == "d" or all(reached(birth, low, unit) == day.first for birth in births)
    if older is FALSE and old is not FALSE and not at_bound:
        return UNKNOWN, [low, low + 1]
    return older, [low, low + 1]


def _at_least(births: tuple[dt.date, dt.date], day: PartialDate, count: float, unit: str) -> Truth:
    if reached(births[1], count, unit) <= day.first:
        return TRUE
    if reached(births[0], count, unit) > day.last:
        return FALSE
    return UNKNOWN


def _age(birth: dt.date, day: dt.date, unit: str) -> int:
    if unit in MONTHS:
        return completed_months(birth, day) // MONTHS[unit]
    return (day - birth).days // DAYS[unit]
