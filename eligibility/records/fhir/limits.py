"""Reads reference ranges: which are limits of normal, and which hold for this patient.

What comes in are the ranges of an Observation and the patient's sex and age;
what goes out are ranges in the form of the profile.  A range for others is left
out; one of which it is not clear for whom it holds is kept as no limit of normal.
"""

from __future__ import annotations

import datetime as dt

from eligibility.core.dates import anniversary
from eligibility.patient.profile import ReferenceRange
from eligibility.patient.terms import Terms, parsed
from eligibility.records.fhir.coded import unit_of
from eligibility.records.fhir.shapes import Concept, Limits, Quantity, Usual
from eligibility.records.yielding import Note

NORMAL = frozenset({"", "normal"})
TREATED = frozenset({"treatment", "therapeutic", "recommended"})
"""Ranges that are aimed at or acted on; HL7 referencerange-meaning."""

MONTHS = {"a": 12, "mo": 1}
DAYS = {"d": 1, "wk": 7}
"""The units of age in UCUM."""


class Of:
    """Whom ranges hold for: the patient on the day of the value."""

    def __init__(self, sex: str | None, birth: str | None, day: str | None) -> None:
        self.sex, self.birth, self.day = sex, birth, day


def limits_of(
    ranges: tuple[Usual, ...], of: Of, at: str, told: Terms
) -> tuple[tuple[ReferenceRange, ...], tuple[Note, ...]]:
    """The ranges that may hold of the patient, and what to say of the others."""
    kept: list[ReferenceRange] = []
    notes: list[Note] = []
    for number, usual in enumerate(ranges):
        spot = f"{at}referenceRange[{number}]"
        low, high = _amount(usual.low), _amount(usual.high)
        if low is None and high is None:
            notes.append(("the limits of normal are given in words, which are not read", spot))
            continue
        holds = _for_sex(usual.applies_to, of, told), _for_age(usual.age, of)
        if False in holds:
            continue
        units = {unit_of(end).text for end in (usual.low, usual.high) if end is not None}
        if len(units) > 1:
            notes.append(("the two limits have different units; the range is not used", spot))
            continue
        if units == {None}:
            notes.append(("the range has no unit; it is read in the unit of the value", spot))
        kind = _kind(usual.type)
        if None in holds and kind == "normal":
            notes.append(("for whom the range holds is not understood; it is not used as normal", spot))
            kind = "other"
        kept.append(ReferenceRange(low, high, units.pop(), kind))  # type: ignore[arg-type]
    return tuple(kept), tuple(notes)


def _amount(end: Quantity | None) -> float | None:
    return None if end is None else end.value


def _kind(meaning: Concept | None) -> str:
    codes = {""} if meaning is None else {coding.code for coding in meaning.coding} or {meaning.text}
    if codes <= NORMAL:
        return "normal"
    return "therapeutic" if codes & TREATED else "other"


def _for_sex(groups: tuple[Concept, ...], of: Of, told: Terms) -> bool | None:
    """Whether a range is for the patient's sex; ``None`` for a group that is no sex, or no sex known."""
    if not groups:
        return True
    sexes = set()
    for group in groups:
        words = [group.text, *(text for coding in group.coding for text in (coding.code, coding.display))]
        found = {told.listed("applies_to", text) for text in words if text} - {None}
        if len(found) != 1:
            return None
        sexes |= found
    return None if of.sex not in ("female", "male") else of.sex in sexes


def _for_age(ages: Limits | None, of: Of) -> bool | None:
    """Whether a range is for the patient's age on the day of the value; ``None`` if that is not known.

    Both ends of an age are inclusive, and an age is in completed units.
    """
    if ages is None:
        return True
    if of.birth is None or of.day is None:
        return None
    born, day = parsed(of.birth), parsed(of.day)
    found: set[bool | None] = set()
    for first, last in ((born.first, day.last), (born.last, day.first)):
        old = _old(first, last, ages.low, 0) if ages.low is not None else True
        over = _old(first, last, ages.high, 1) if ages.high is not None else False
        found.add(None if old is None or over is None else old and not over)
    return found.pop() if len(found) == 1 else None


def _old(born: dt.date, day: dt.date, age: Quantity, more: int) -> bool | None:
    """Whether an age, and ``more`` units of it, is completed."""
    unit = unit_of(age).text
    if age.value is None or age.value % 1 or unit not in (*MONTHS, *DAYS):
        return None
    count = int(age.value) + more
    if unit in DAYS:
        return (day - born).days >= count * DAYS[unit]
    return anniversary(born, count * MONTHS[unit]) <= day
