"""Reads the dates in the cells of tables: those that can mean one day only.

What comes in is a cell; what goes out is a date in the form of the profile, or
why there is none.  03/04/2020 is one of two days unless the mapping says the
order; the number that a spreadsheet keeps for a date is none.
"""

from __future__ import annotations

import re

from eligibility.core.dates import parse_date
from eligibility.core.errors import InputError
from eligibility.patient.check import LATEST
from eligibility.patient.terms import Terms
from eligibility.records.table.mapping import Order
from eligibility.records.table.quoting import quoted
from eligibility.records.years import FIRST_YEAR

_TIME = r"(?:[T ]\s*\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?\s*(?:[AaPp][Mm])?\s*(?:Z|[+-]\d{2}:?\d{2})?)?"
_ISO = re.compile(rf"\d{{4}}(?:-\d{{2}})?|(\d{{4}}-\d{{2}}-\d{{2}}){_TIME}", re.ASCII)
_BASIC = re.compile(r"(\d{4})(\d{2})(\d{2})", re.ASCII)
_PARTS = re.compile(rf"(\d{{1,2}})([/.-])(\d{{1,2}})\2(\d{{4}}){_TIME}", re.ASCII)
_NAMED = re.compile(rf"(\d{{1,2}})[- ]?([A-Za-z]{{3,9}})[- ]?(\d{{4}}){_TIME}", re.ASCII)
_SHORT = re.compile(rf"\d{{1,2}}[/.-](?:\d{{1,2}}|[A-Za-z]{{3}})[/.-]\d{{2}}{_TIME}", re.ASCII)
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?", re.ASCII)


def day_of(text: str, order: Order | None, told: Terms) -> str:
    """The date of a cell: ``YYYY-MM-DD``, ``YYYY-MM`` or ``YYYY``.

    Raises: InputError when it is none, could be two, or lies outside the years of the living.
    """
    if _SHORT.fullmatch(text):
        raise InputError(f"the year of {quoted(text)} has two digits; write it with four")
    if _SERIAL.fullmatch(text):
        message = "is the number that a spreadsheet keeps for a date; format the column as YYYY-MM-DD"
        raise InputError(f"{quoted(text)} {message}, and export it again")
    found = _year_first(text) or _in_parts(text, order) or _with_month(text, told)
    if found is None:
        raise InputError(f"{quoted(text)} is no date; write YYYY-MM-DD, YYYY-MM or YYYY")
    days = parse_date(found) if exists(found) else None
    if days is None:
        raise InputError(f"{quoted(text)} is no day of the calendar; check it")
    if not FIRST_YEAR <= days.first.year <= LATEST:
        raise InputError(f"{quoted(text)} lies outside the years {FIRST_YEAR} to {LATEST}; check the year")
    return found


def exists(text: str) -> bool:
    """Whether a date in the form of the profile is a day of the calendar."""
    try:
        parse_date(text)
    except ValueError:
        return False
    return True


def readings(text: str) -> dict[Order, str]:
    """The days that a date in parts can mean, by the order in which it is written; empty for other texts.

    >>> readings("25/12/2020")
    {'day-month-year': '2020-12-25'}
    """
    found = _PARTS.fullmatch(text)
    if found is None:
        return {}
    one, other, year = int(found[1]), int(found[3]), found[4]
    both: dict[Order, str] = {
        "day-month-year": f"{year}-{other:02d}-{one:02d}",
        "month-day-year": f"{year}-{one:02d}-{other:02d}",
    }
    return {order: written for order, written in both.items() if exists(written)}


def _year_first(text: str) -> str | None:
    """A date that begins with its year: 2020-03-12, 20200312.  Read backward the latter is no day."""
    basic = _BASIC.fullmatch(text)
    if basic is not None:
        return f"{basic[1]}-{basic[2]}-{basic[3]}"
    found = _ISO.fullmatch(text)
    return None if found is None else found[1] or text


def _in_parts(text: str, order: Order | None) -> str | None:
    if _PARTS.fullmatch(text) is None:
        return None
    found = readings(text)
    if order is not None:
        if order not in found:
            raise InputError(f"{quoted(text)} is no day in the order {order}; check it, or the mapping")
        return found[order]
    if len(set(found.values())) > 1:
        message = "can be two days; say 'date_order' in the mapping, or write YYYY-MM-DD"
        raise InputError(f"{quoted(text)} {message}")
    return next(iter(found.values()), text)


def _with_month(text: str, told: Terms) -> str | None:
    """A date with the name of its month: 12-Mar-2020, 12MAR2020."""
    found = _NAMED.fullmatch(text)
    month = None if found is None else told.listed("column_month", found[2])
    return None if found is None or month is None else f"{found[3]}-{month}-{int(found[1]):02d}"
