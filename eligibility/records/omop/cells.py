"""Reads dates and numbers of OMOP tables.

What comes in is the text of a cell; what goes out is a day or a number, or why
there is none.  A message never repeats a cell: where columns are shifted it may
hold a name.
"""

from __future__ import annotations

import functools
import re

from eligibility.core.errors import InputError
from eligibility.patient.terms import MEMORY, parsed
from eligibility.records.omop.tables import Row
from eligibility.records.years import FIRST_YEAR
from eligibility.records.yielding import Note

_DAY = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})(?:[T ].*)?", re.ASCII)
_EITHER_ORDER = re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}(?: .*)?", re.ASCII)
_SERIAL = re.compile(r"\d{4,6}(?:\.\d+)?", re.ASCII)
_NUMBER = re.compile(r"[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?", re.ASCII)


@functools.lru_cache(MEMORY)
def day(text: str) -> str | None:
    """The day of a date or moment; ``None`` where there is none.

    Raises: InputError when it is written in another way, or is a placeholder.

    >>> day("2014-04-22 00:00:00"), day("20140422"), day("")
    ('2014-04-22', '2014-04-22', None)
    """
    if not text:
        return None
    found = _DAY.fullmatch(text)
    if found is None:
        if _EITHER_ORDER.fullmatch(text):
            raise InputError("the date is ambiguous, day first or month first; write YYYY-MM-DD")
        if _SERIAL.fullmatch(text):
            raise InputError("the date is a number, as spreadsheets keep them; write YYYY-MM-DD")
        raise InputError("the date is not written YYYY-MM-DD; a day is not guessed")
    written = f"{found[1]}-{found[2]}-{found[3]}"
    try:
        days = parsed(written)
    except ValueError:
        raise InputError(f"'{written}' is no day of the calendar") from None
    if days.first.year < FIRST_YEAR:
        raise InputError(f"'{written}' lies before {FIRST_YEAR}; a placeholder is no date")
    return written


def day_of(row: Row, column: str) -> str | None:
    """The day in ``column``, else in the moment that stands beside it (``_date``, ``_datetime``).

    Raises: InputError as for ``day``; ``place`` is the column.
    """
    name = column if row.text(column) else f"{column}time"
    try:
        return day(row.text(name))
    except InputError as error:
        raise InputError(error.message, name) from None


def dated(row: Row, column: str, notes: list[Note]) -> str | None:
    """The day, or nothing and a note: an entry of a list stays one without its date."""
    try:
        return day_of(row, column)
    except InputError as error:
        notes.append((f"{error.message}; the entry is kept without it", error.place))
        return None


def forward(start: str | None, end: str | None, notes: list[Note]) -> tuple[str | None, str | None]:
    """Both days, unless the end lies before the start: which of the two is wrong is not known."""
    if start is not None and end is not None and end < start:
        notes.append(("the end lies before the start; the entry is kept without dates", "end"))
        return None, None
    return start, end


def number_in(row: Row, column: str) -> float | None:
    """The number in a column; ``None`` where there is none.

    Raises: InputError when something else stands there.
    """
    text = row.text(column)
    if not text:
        return None
    if _NUMBER.fullmatch(text) is None:
        raise InputError("no number stands there; a comma is not read as a point", column)
    return float(text)
