"""The cells of one row by the names of their columns, and what is needed to read them.

What comes in is a row and a mapping; what goes out are texts, dates and words
that the mapping says.  A cell that the mapping calls missing is empty.
"""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from eligibility.core.errors import InputError
from eligibility.patient.spots import shown
from eligibility.patient.terms import Terms
from eligibility.records.ledger import UnknownCode
from eligibility.records.local_codes import LocalCodes
from eligibility.records.table.days import day_of, readings
from eligibility.records.table.mapping import Mapping
from eligibility.records.table.numbers import Signs
from eligibility.records.table.read_mapping import LEFT_OUT, NOT_KNOWN
from eligibility.records.yielding import Note, Unneeded

NO_SYSTEM = "no system given"
"""Stands as the system of a code of which the table names none."""


class Cell(NamedTuple):
    """A cell with the name of its column; an empty one has no text."""

    column: str = ""
    text: str = ""


EMPTY = Cell()
"""The cell of a column that is not there."""


class Cells:
    """The cells of a row; ``where``: the number of each column, ``missing``: texts that say nothing."""

    def __init__(self, cells: list[str], where: dict[str, int], missing: frozenset[str], line: int) -> None:
        self._cells, self._where, self._missing, self.line = cells, where, missing, line

    @property
    def place(self) -> str:
        """Where the row stands."""
        return f"line {self.line}"

    def source(self, column: str) -> str:
        """Where a fact of a column stands."""
        return f"line {self.line}, column {column}"

    def cell(self, column: str | None, missing: tuple[str, ...] = ()) -> Cell:
        """The cell of a column, which may be none; ``missing``: further texts that say nothing in it."""
        if column is None:
            return EMPTY
        text = self._cells[self._where[column]].strip()
        nothing = text in self._missing or any(text == one.strip() for one in missing)
        return Cell(column, "" if nothing else text)


class Context:
    """What is needed to read cells: the closed lists, the site's codes, how dates and numbers are written."""

    def __init__(self, mapping: Mapping, told: Terms, local: LocalCodes, separator: str = ",") -> None:
        self.mapping, self.told, self.local = mapping, told, local
        # Where semicolons part the cells, the comma may stand before decimals and the point part thousands.
        doubted = mapping.decimal is None and mapping.thousands is None and separator == ";"
        self.signs = Signs(mapping.decimal or ".", mapping.thousands, doubted)
        named = Counter(column for _, column in mapping.named())
        self._once = frozenset(column for column, times in named.items() if times == 1)
        self._unknown: list[UnknownCode] = []

    def alone(self, column: str | None) -> bool:
        """Whether a column is named once in the mapping, so that its cells speak of one thing only."""
        return column in self._once

    def unknown(self, code: UnknownCode) -> None:
        """A code that no table has, met in the row that is read."""
        self._unknown.append(code)

    def met(self) -> tuple[UnknownCode, ...]:
        """The codes that no table has, met since this was last asked."""
        found, self._unknown = tuple(self._unknown), []
        return found

    def day(self, cell: Cell) -> str | None:
        """The date of a cell; ``None`` for an empty one.

        Raises: InputError when it is none.
        """
        if not cell.text:
            return None
        try:
            return day_of(cell.text, self.mapping.date_order, self.told)
        except InputError as error:
            raise InputError(error.message, cell.column) from None

    def year(self, cell: Cell) -> str | None:
        """The date of a cell as far as it is known: of one that can be two days, the year."""
        try:
            return self.day(cell)
        except InputError:
            years = {day[:4] for day in readings(cell.text).values()}
            return years.pop() if len(years) == 1 else None

    def dated(self, cell: Cell, notes: list[Note]) -> str | None:
        """The date of a cell, or nothing and a note: an entry of a list stays one without its date."""
        try:
            return self.day(cell)
        except InputError as error:
            notes.append((f"{error.message}; the entry is kept without it", error.place))
            return None


def meant(cell: Cell, values: dict[str, str]) -> str:
    """What a cell stands for by the mapping; itself where the mapping has no values for it.

    Raises: InputError when the mapping has others.
    """
    if not values:
        return cell.text
    if cell.text not in values:
        message = f"{shown(cell.text)} is not among the 'values' of the mapping; add it there or to 'missing'"
        raise InputError(message, cell.column)
    return values[cell.text]


class NotKnown(Unneeded):
    """An entry of a list of which it is not known whether there is one: the list is then not complete."""

    def __init__(self) -> None:
        super().__init__("whether it is so is not known; its list is then not complete")


def stands(text: str) -> str:
    """How it stands with an entry of a list, unless the mapping leaves it out.

    Raises: Unneeded when it does; NotKnown when nobody knows.
    """
    if text == NOT_KNOWN:
        raise NotKnown
    return taken(text)


def taken(text: str) -> str:
    """What a value stands for, unless the mapping leaves it out.

    Raises: Unneeded when it does.
    """
    if text == LEFT_OUT:
        raise Unneeded("its value is left out by the mapping")
    return text
