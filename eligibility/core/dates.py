"""Dates known to the day, the month or the year, and calendar arithmetic on them.

A partial date is the interval of its days.  Ages count completed calendar
years or months; an anniversary day that a month lacks counts on the first of
the next month (29 February on 1 March).  Adding months clamps to the end of
the month: 31 August and six months is 28 or 29 February.
"""

from __future__ import annotations

import datetime as dt
import re
from calendar import monthrange

import msgspec

_FORM = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


class PartialDate(msgspec.Struct, frozen=True, order=True, array_like=True):
    """The days on which something may have happened, ``first`` to ``last`` inclusive."""

    first: dt.date
    last: dt.date

    @property
    def exact(self) -> bool:
        """Whether the day is known."""
        return self.first == self.last

    def __str__(self) -> str:
        if self.exact:
            return self.first.isoformat()
        for form in (f"{self.first.year:04d}", f"{self.first.year:04d}-{self.first.month:02d}"):
            if parse_date(form) == self:
                return form
        return f"{self.first} to {self.last}"

    @classmethod
    def of(cls, day: dt.date) -> PartialDate:
        """A date known to the day."""
        return cls(day, day)


def parse_date(text: str) -> PartialDate:
    """The days meant by ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``.

    Raises: ValueError when the form is another or the day does not exist.

    >>> str(parse_date("2023-02").last)
    '2023-02-28'
    """
    match = _FORM.fullmatch(text)
    if match is None:
        raise ValueError(f"'{text}' is not a date; write YYYY-MM-DD, YYYY-MM or YYYY")
    year, month, day = (int(part) if part else None for part in match.groups())
    assert year is not None
    try:
        if month is None:
            return PartialDate(dt.date(year, 1, 1), dt.date(year, 12, 31))
        if day is None:
            return PartialDate(dt.date(year, month, 1), dt.date(year, month, monthrange(year, month)[1]))
        return PartialDate.of(dt.date(year, month, day))
    except ValueError:
        raise ValueError(f"'{text}' is not a day of the calendar") from None


def add_months(day: dt.date, months: int) -> dt.date:
    """The same day of the month ``months`` later (earlier if negative), clamped to its end.

    >>> add_months(dt.date(2024, 8, 31), 18).isoformat()
    '2026-02-28'
    """
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return dt.date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def anniversary(birth: dt.date, months: int) -> dt.date:
    """The day on which ``months`` completed months are reached; a lacking day counts on the next first.

    >>> anniversary(dt.date(2008, 2, 29), 18 * 12).isoformat()
    '2026-03-01'
    """
    reached = add_months(birth, months)
    if reached.day < birth.day:
        return reached + dt.timedelta(days=1)
    return reached


def completed_months(birth: dt.date, at: dt.date) -> int:
    """Completed calendar months of age; negative before birth.

    >>> completed_months(dt.date(2025, 1, 31), dt.date(2025, 3, 1))
    1
    """
    months = (at.year - birth.year) * 12 + at.month - birth.month
    return months if anniversary(birth, months) <= at else months - 1


def completed_years(birth: dt.date, at: dt.date) -> int:
    """Completed calendar years of age.

    >>> completed_years(dt.date(2008, 2, 29), dt.date(2026, 2, 28))
    17
    """
    return completed_months(birth, at) // 12
