"""The time between two events against bounds, counted by the calendar.

Months are added to the start with the end of the month as clamp; a verdict
that hangs on such a day is flagged.  A partial date makes both ends of the
count partial.
"""

from __future__ import annotations

import datetime as dt

from eligibility.bind.nodes import Elapsed
from eligibility.core.dates import PartialDate, add_months
from eligibility.core.reasons import Reason
from eligibility.core.truth import FALSE, TRUE, UNKNOWN, Truth, truth_of
from eligibility.evaluate.context import Scope
from eligibility.evaluate.events import Moment, moment
from eligibility.evaluate.trace import Trace
from eligibility.evaluate.windows import DAY, shift
from eligibility.evaluate.words import later


def elapsed(node: Elapsed, scope: Scope) -> Trace:
    """Whether the end event lies within the bounds after the start event."""
    start, end = moment(node.start, scope), moment(node.end, scope)
    cited = tuple(dict.fromkeys((*start.evidence, *end.evidence)))
    if "absent" in (start.state, end.state):
        missing = start if start.state == "absent" else end
        # A minimum interval since something that never was has nothing to wait for.
        waits = start.state == "absent" and node.high is None
        note = f"there was no {missing.name}"
        return Trace(node, truth_of(waits), evidence=cited, notes=(note,))
    if start.ongoing and scope.context.conventions["within_of_end"] == "after_only":
        note = f"{start.name} had not ended when {end.name} came"
        return Trace(node, FALSE, evidence=cited, notes=(note,), flags=("within_of_end = after_only",))
    if start.day is None or end.day is None:
        reasons = tuple(dict.fromkeys((*start.reasons, *end.reasons)))
        return Trace(node, UNKNOWN, evidence=cited, reasons=reasons)
    before = end.day.last < start.day.first
    if before and (node.low is None or node.low >= 0):
        return _before(node, scope, start, end)
    try:
        truth, limits = _within(node, start.day, end.day)
    except ValueError as error:
        return Trace(node, UNKNOWN, evidence=cited, reasons=(Reason("imprecise", str(error), "whole units"),))
    reasons = ()
    if truth is UNKNOWN:
        detail = (
            f"{start.name} {start.day} and {end.name} {end.day} do not tell the time between them well enough"
        )
        reasons = (Reason("imprecise", detail, f"the exact dates of {start.name} and {end.name}"),)
    ahead = tuple(dict.fromkeys((*start.anchored, *end.anchored)))
    turns = {day + n * DAY for day in limits for n in (0, 1)} if ahead else set()
    return Trace(
        node, truth, (), cited, reasons, _notes(node, start, end, limits),
        (*start.flags, *end.flags, *_clamped(node, start.day, end.day)),
        later(turns, scope.context.as_of), ahead,
    )  # fmt: skip


def _within(node: Elapsed, start: PartialDate, end: PartialDate) -> tuple[Truth, list[dt.date]]:
    truth, limits = TRUE, []
    if node.low is not None:
        reached = shift(start, node.low, node.unit)
        limits.append(reached.last)
        step = DAY if node.low_open else 0 * DAY
        truth = min(truth, _not_before(end, reached.first + step, reached.last + step))
    if node.high is not None:
        passed = shift(start, node.high, node.unit)
        limits.append(passed.first)
        step = DAY if node.high_open else 0 * DAY
        truth = min(truth, _not_after(end, passed.first - step, passed.last - step))
    return truth, limits


def _not_before(end: PartialDate, first: dt.date, last: dt.date) -> Truth:
    if end.first >= last:
        return TRUE
    return FALSE if end.last < first else UNKNOWN


def _not_after(end: PartialDate, first: dt.date, last: dt.date) -> Truth:
    if end.last <= first:
        return TRUE
    return FALSE if end.first > last else UNKNOWN


def _before(node: Elapsed, scope: Scope, start: Moment, end: Moment) -> Trace:
    """The end event came first: a convention where a therapy ended, elsewhere a contradiction."""
    assert start.day is not None and end.day is not None
    cited = tuple(dict.fromkeys((*start.evidence, *end.evidence)))
    said = f"{end.name} ({end.day}) came before {start.name} ({start.day})"
    ahead = tuple(dict.fromkeys((*start.anchored, *end.anchored)))
    if node.start.edge != "end":
        reason = Reason("conflicting", said, f"the dates of {start.name} and {end.name}")
        return Trace(node, UNKNOWN, evidence=cited, reasons=(reason,))
    reading = scope.context.conventions["within_of_end"]
    if reading == "after_only":
        return Trace(
            node, FALSE, evidence=cited, notes=(said,), flags=("within_of_end = after_only",), anchored=ahead
        )
    if reading == "either_side" and node.high is not None and not node.low:
        truth, limits = _within(
            Elapsed(start=node.end, end=node.start, low=0, high=node.high, unit=node.unit), end.day, start.day
        )
        reasons = () if truth.decided else (Reason("imprecise", said, f"the exact dates of {start.name}"),)
        return Trace(
            node,
            truth,
            (),
            cited,
            reasons,
            (said, *_notes(node, start, end, limits)),
            ("within_of_end = either_side",),
        )
    detail = f"{said}; the text does not say whether that counts"
    settles = f"whether the trial counts {end.name} before {start.name}"
    return Trace(node, UNKNOWN, evidence=cited, reasons=(Reason("ambiguous_text", detail, settles),))


def _notes(node: Elapsed, start: Moment, end: Moment, limits: list[dt.date]) -> tuple[str, ...]:
    counts = " to ".join(f"{count:g}" for count in (node.low, node.high) if count is not None)
    span = " to ".join(day.isoformat() for day in limits)
    return (
        f"{start.name} {start.day}, {end.name} {end.day}",
        f"{counts} {node.unit}s after {start.name}: {span}",
    )


def _clamped(node: Elapsed, start: PartialDate, end: PartialDate) -> tuple[str, ...]:
    """A flag where the verdict hangs on a day that the month lacks."""
    if node.unit not in ("month", "year") or not start.exact:
        return ()
    for count in (node.low, node.high):
        if count is None:
            continue
        reached = add_months(start.first, int(count) * (12 if node.unit == "year" else 1))
        if reached.day < start.first.day and end.first <= reached + DAY and end.last >= reached:
            return (f"{count:g} {node.unit}s after {start} are counted to the end of the month, {reached}",)
    return ()
