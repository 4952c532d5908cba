"""The days on which the candidate may have been born, from a birth date, a recorded age, or both."""

from __future__ import annotations

import datetime as dt

import msgspec

from eligibility.core.dates import PartialDate, anniversary
from eligibility.core.errors import InputError
from eligibility.core.reasons import Reason
from eligibility.patient.ground_disease import Aside, is_later
from eligibility.patient.profile import Age, Profile
from eligibility.patient.terms import date_of, parsed

MONTHS = {"years": 12, "months": 1}
DAYS = {"weeks": 7, "days": 1}
ONE_DAY = dt.timedelta(days=1)


class Birth(msgspec.Struct, frozen=True):
    """The days of a birth, what the record says of it, and whether it contradicts itself."""

    days: PartialDate | None = None
    written: str = ""
    problem: Reason | None = None


def ground_birth(profile: Profile, day: dt.date, aside: Aside) -> Birth:
    """The birth as of a day.

    A birth date and an age that agree narrow each other; two that contradict
    each other leave every day between them open.

    Raises: InputError when the birth lies after the day.
    """
    told = _told(profile, day, aside)
    if told.days is None:
        return told
    if told.days.first > day:
        message = f"the birth ({told.written}) lies after the day of the screening, {day}; check both"
        raise InputError(message, "birth_date" if profile.birth_date else "age")
    return msgspec.structs.replace(told, days=PartialDate(told.days.first, min(told.days.last, day)))


def _told(profile: Profile, day: dt.date, aside: Aside) -> Birth:
    birth = date_of(profile.birth_date)
    age = profile.age
    if age is not None and is_later(parsed(age.date), day, "age", aside):
        age = None
    by_date = f"born {profile.birth_date}"
    if age is None:
        return Birth() if birth is None else Birth(birth, by_date)
    by_age, aged = born(age), f"age {age.value:g} {age.unit} on {age.date}"
    if birth is None:
        return Birth(by_age, aged)
    first, last = max(birth.first, by_age.first), min(birth.last, by_age.last)
    if first <= last:
        return Birth(PartialDate(first, last), by_date if birth.exact else f"{by_date}, {aged}")
    detail = f"the record contradicts itself: {by_date}, but {aged}"
    both = PartialDate(min(birth.first, by_age.first), max(birth.last, by_age.last))
    problem = Reason("conflicting", detail, "the exact date of birth", "age")
    return Birth(both, f"{by_date}, but {aged}", problem)


def born(age: Age) -> PartialDate:
    """The births that give an age, in completed units, on its date.

    >>> days = born(Age(value=17, unit="years", date="2025-06-01"))
    >>> days.first.isoformat(), days.last.isoformat()
    ('2007-06-02', '2008-06-01')
    """
    on, count = parsed(age.date), round(age.value)
    if age.unit in MONTHS:
        unit = MONTHS[age.unit]
        return PartialDate(_latest(on.first, (count + 1) * unit) + ONE_DAY, _latest(on.last, count * unit))
    days = dt.timedelta(days=DAYS[age.unit])
    return PartialDate(on.first - (count + 1) * days + ONE_DAY, on.last - count * days)


def _latest(day: dt.date, months: int) -> dt.date:
    """The latest birth that has completed so many months on a day."""
    birth = anniversary(day, -months)
    while anniversary(birth + ONE_DAY, months) <= day:
        birth += ONE_DAY
    while anniversary(birth, months) > day:
        birth -= ONE_DAY
    return birth
