"""The short words that notes and reasons share: numbers, units, limits, dates, facts as evidence."""

from __future__ import annotations

import datetime as dt

from eligibility.core.dates import PartialDate
from eligibility.core.interval import Interval
from eligibility.evaluate.trace import Evidence
from eligibility.patient.record import (
    Had,
    Hypersensitive,
    Measured,
    RecordFact,
    Stated,
    Tested,
    Treated,
)


def number(value: float) -> str:
    """A number as people write it: up to six digits, no trailing zeros.

    >>> number(204.0), number(1.8)
    ('204', '1.8')
    """
    return f"{value:.6g}"


def amount(value: float, unit: str) -> str:
    """A number with its unit; a plain ratio has none."""
    return number(value) if unit in ("", "1") else f"{number(value)} {unit}"


def limits(bounds: Interval, unit: str) -> str:
    """Bounds in words.

    >>> limits(Interval(low=5), "%")
    'at least 5 %'
    """
    parts = []
    if bounds.low is not None:
        parts.append(f"{'more than' if bounds.low_open else 'at least'} {amount(bounds.low, unit)}")
    if bounds.high is not None:
        parts.append(f"{'less than' if bounds.high_open else 'at most'} {amount(bounds.high, unit)}")
    return " and ".join(parts)


def day_of(date: PartialDate | None) -> str | None:
    """A date as recorded."""
    return None if date is None else str(date)


def dated(date: PartialDate | None) -> str:
    """A date as the end of a sentence: ``of 2026-02-27``."""
    return "without a date" if date is None else f"of {date}"


def source_of(fact: RecordFact) -> str:
    """Where a fact stands: its spot in the profile and, if given, in the source record."""
    return fact.path if fact.source is None else f"{fact.path} ({fact.source})"


def period(fact: RecordFact) -> tuple[PartialDate | None, PartialDate | None]:
    """The first and last day of a fact, as far as recorded."""
    match fact:
        case Had():
            return fact.onset, fact.resolved
        case Treated():
            return fact.start, fact.end
        case Hypersensitive() | Stated() | Tested() | Measured():
            return fact.date, fact.date
    return None, None


def evidence(fact: RecordFact, name: str = "") -> Evidence:
    """A fact as a leaf cites it."""
    start = day_of(period(fact)[0])
    where = source_of(fact)
    match fact:
        case Measured():
            said = name or fact.quantity
            return Evidence(said, fact.written, fact.written_unit, start, where, fact.provisional)
        case Had():
            parts = [
                fact.verification if fact.verification != "confirmed" else None,
                fact.status,
                fact.course,
                None if fact.grade is None else f"grade {fact.grade}",
                None if fact.stage is None else f"stage {fact.stage}",
            ]
            return Evidence(
                fact.text, ", ".join(part for part in parts if part) or "on record", None, start, where
            )
        case Treated():
            return Evidence(
                fact.text, ", ".join(filter(None, (fact.status, fact.outcome))), None, start, where
            )
        case Hypersensitive():
            return Evidence(fact.text, f"allergy, {fact.status}", None, start, where)
        case Tested():
            said = fact.assay if fact.target is None else f"{fact.target} by {fact.assay}"
            return Evidence(said, fact.written, None, start, where, fact.provisional)
        case Stated():
            word = ("none other" if fact.other else "none") if not fact.present else "present"
            return Evidence(fact.text, f"{word}, stated by {fact.by}", None, start, where)
    return Evidence(name, "on record", None, None, where)


def later(days: set[dt.date], than: dt.date) -> tuple[dt.date, ...]:
    """The days after one, in order."""
    return tuple(sorted(day for day in days if day > than)) if days else ()
