"""Which days a window spans, and whether a fact lies in it.

Whatever is known only to the month or the year makes the ends of a window
partial, and a fact near them unknown.
"""

from __future__ import annotations

import datetime as dt
import math

import msgspec

from eligibility.bind.nodes import TimeUnit, Window
from eligibility.core.dates import PartialDate, add_months
from eligibility.core.truth import FALSE, TRUE, UNKNOWN, Truth
from eligibility.evaluate.events import Moment

DAY = dt.timedelta(days=1)


class Frame(msgspec.Struct, frozen=True):
    """The days that a window spans, inclusive; ``None`` leaves a side open.

    ``imprecise``: the window cannot be told in days; nothing near it is decided.
    """

    first: PartialDate | None
    last: PartialDate | None
    imprecise: str = ""

    def holds(self, start: PartialDate | None, end: PartialDate | None, all_before: dt.date) -> Truth:
        """Whether something that lasted from ``start`` to ``end`` touches the window.

        Something without a date lies before ``all_before``, the day of the record.
        """
        if start is None and end is None:
            past = self.first is None and (self.last is None or all_before <= self.last.first)
            return TRUE if past else UNKNOWN
        begun, over = start or end, end or start
        assert begun is not None and over is not None
        if self.imprecise:
            return UNKNOWN
        if (self.last is not None and start is not None and begun.first > self.last.last) or (
            self.first is not None and over.last < self.first.first
        ):
            return FALSE
        early = self.first is None or over.first >= self.first.last
        soon = self.last is None or begun.last <= self.last.first
        return TRUE if early and soon else UNKNOWN


def frame(window: Window, start: PartialDate, end: PartialDate | None = None) -> Frame:
    """The days of a window around an event that lasted from ``start`` to ``end``."""
    low, high = window.low, window.high
    unit: TimeUnit = window.unit or "day"
    first: PartialDate | None
    last: PartialDate | None
    try:
        match window.relation:
            case "before":
                first = None if high is None else _edge(start, -high, unit, window.high_open, True)
                last = start if low is None else _edge(start, -low, unit, window.low_open, False)
            case "after":
                after = end or start
                first = after if low is None else _edge(after, low, unit, window.low_open, True)
                last = None if high is None else _edge(after, high, unit, window.high_open, False)
            case "at":
                first = start if high is None else _edge(start, -high, unit, window.high_open, True)
                last = start if high is None else _edge(start, high, unit, window.high_open, False)
            case "during":
                first, last = start, end
    except ValueError as error:
        return Frame(None, None, str(error))
    return Frame(first, last)


def _edge(day: PartialDate, count: float, unit: TimeUnit, strict: bool, first: bool) -> PartialDate:
    """One end of a window: ``day`` moved, and one day inward if the bound itself is excluded."""
    moved = shift(day, count, unit)
    if unit == "hour":
        # The hour of day is not recorded, so the day on which the bound falls is on neither side.
        return (
            PartialDate(moved.first, moved.last + DAY)
            if first
            else PartialDate(moved.first - DAY, moved.last)
        )
    if not strict:
        return moved
    inward = DAY if first else -DAY
    return PartialDate(moved.first + inward, moved.last + inward)


def shift(day: PartialDate, count: float, unit: TimeUnit) -> PartialDate:
    """A date moved by the calendar; months clamp to the end of the month.

    Raises: ValueError for a part of a month or year, which no calendar defines.
    """
    match unit:
        case "hour":
            return PartialDate(
                day.first + dt.timedelta(days=math.floor(count / 24)),
                day.last + dt.timedelta(days=math.ceil(count / 24)),
            )
        case "day" | "week":
            days = count * (7 if unit == "week" else 1)
            if days != int(days):
                raise ValueError(f"{count:g} {unit}s are no whole days")
            return PartialDate(day.first + int(days) * DAY, day.last + int(days) * DAY)
        case "month" | "year":
            months = count * (12 if unit == "year" else 1)
            if months != int(months):
                raise ValueError(f"{count:g} {unit}s are no whole months")
            return PartialDate(add_months(day.first, int(months)), add_months(day.last, int(months)))


def turning_days(window: Window, found: Moment, day: PartialDate | None) -> set[dt.date]:
    """The days on which a fact of ``day`` enters or leaves a window that moves with today."""
    if found.state != "ahead" or window.relation == "during" or day is None:
        return set()
    days: set[dt.date] = set()
    for count in (window.low, window.high):
        if count is None:
            continue
        try:
            moved = shift(day, count, window.unit or "day")
        except ValueError:
            continue
        # A clamped month may turn a few days later than it turns the other way round.
        for edge in (moved.first, moved.last):
            days.update(edge + n * DAY for n in range(5 if window.unit in ("month", "year") else 2))
    return days
