"""Moves all dates of a candidate together, so that no day of the record is a real one.

What comes in is a profile and how far; what goes out is the same profile on
other days.  Distances between days stay the same for a move by days; for a move
by years the day and month do.  28 years keep both, and the weekday.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Any, NamedTuple, TypeVar

import msgspec

from eligibility.core.dates import add_months
from eligibility.core.errors import InputError
from eligibility.patient.check import BIRTH, UNKNOWN_DAY, check
from eligibility.patient.profile import Profile
from eligibility.patient.schema import DATE_FIELDS
from eligibility.patient.terms import parsed

_FAR = re.compile(r"([+-]?\d{1,6})([dy]?)")
MOST = 200
"""Years.  A move further leaves the calendar that profiles may use."""


class Shift(NamedTuple):
    """How far dates are moved: whole years, and days."""

    years: int
    days: int

    def __str__(self) -> str:
        return f"{self.years} years" if self.years else f"{self.days} days"


def read_shift(text: str) -> Shift:
    """How far: "28y" is 28 years, "-400" or "-400d" 400 days back.

    Raises: InputError when it is neither, or too far.
    """
    found = _FAR.fullmatch(text.strip())
    number = int(found[1]) if found is not None else 0
    years = found is not None and found[2] == "y"
    if found is None or not number or abs(number) > (MOST if years else MOST * 365):
        message = f"'{text}' is no distance; write days (-400) or years (28y), up to {MOST} years"
        raise InputError(message, "--shift-dates")
    return Shift(number, 0) if years else Shift(0, number)


def shifted(profile: Profile, by: Shift) -> Profile:
    """The profile with every date moved.

    A date known to the month or year becomes that of its middle moved; dates within texts stay.

    Raises: InputError when a date would leave the calendar.
    """
    moved = _moved(profile, by)
    moved = msgspec.structs.replace(
        moved, anchors={name: _date(day, by) for name, day in profile.anchors.items()}
    )
    check(moved, profile.id)
    return moved


def moved_day(day: dt.date, by: Shift) -> dt.date:
    """A day, moved.

    Raises: InputError when it would leave the calendar.
    """
    try:
        return add_months(day, by.years * 12) + dt.timedelta(days=by.days)
    except (ValueError, OverflowError):
        message = f"{day} moved by {by} leaves the calendar; move less far"
        raise InputError(message, "--shift-dates") from None


Part = TypeVar("Part", bound=msgspec.Struct)


def _moved(part: Part, by: Shift) -> Part:
    """A part of a profile with its dates moved."""
    changed: dict[str, Any] = {}
    for field in msgspec.structs.fields(part):
        value = getattr(part, field.name)
        dated = field.encode_name in (*DATE_FIELDS, "as_of", "from")
        if isinstance(value, str) and dated and value not in (BIRTH, UNKNOWN_DAY):
            changed[field.name] = _date(value, by)
        elif isinstance(value, msgspec.Struct):
            changed[field.name] = _moved(value, by)
        elif isinstance(value, tuple) and value and isinstance(value[0], msgspec.Struct):
            changed[field.name] = tuple(_moved(one, by) for one in value)
    return msgspec.structs.replace(part, **changed)


def _date(text: str, by: Shift) -> str:
    days = parsed(text)
    middle = days.first + (days.last - days.first) / 2
    return moved_day(middle, by).isoformat()[: len(text)]
