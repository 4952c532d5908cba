"""Reads the rows of the CSV files in ``rules/``.

What comes in is a folder of ``rules/``; what goes out are rows as plain
dictionaries, each knowing its file and line.  A file whose header is not the
expected one is refused.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from eligibility.core.errors import RuleFileError


class Row(dict[str, str]):
    """One row of a table; ``place`` is its file and line, for messages."""

    place: str = ""

    def many(self, column: str) -> tuple[str, ...]:
        """The values of a cell that lists several, separated by ``|``."""
        cell = self[column]
        return tuple(filter(None, map(str.strip, cell.split("|")))) if cell else ()

    def number(self, column: str) -> float | None:
        """The number in a cell, which may be a fraction (5/9); ``None`` where it is empty."""
        if not self[column]:
            return None
        over, sign, below = self[column].partition("/")
        try:
            return float(over) / float(below) if sign else float(over)
        except (ValueError, ZeroDivisionError):
            raise RuleFileError(f"{self.place}: '{self[column]}' in {column} is not a number") from None

    def yes(self, column: str) -> bool:
        """Whether a yes/no cell says yes."""
        if self[column] not in {"yes", "no"}:
            raise RuleFileError(f"{self.place}: {column} is yes or no, not '{self[column]}'")
        return self[column] == "yes"


def read_rows(folder: Path, columns: tuple[str, ...]) -> Iterator[Row]:
    """The rows of every CSV file of a folder, in the order of file names.

    Raises: RuleFileError when a file lacks a column, has one too many, or a row is ragged.
    """
    for path in sorted(folder.glob("*.csv")):
        yield from read_table(path, columns)


def read_table(path: Path, columns: tuple[str, ...]) -> Iterator[Row]:
    """The rows of one CSV file."""
    place = f"{path.parent.name}/{path.name}"
    with path.open(encoding="utf-8", newline="") as file:
        lines = csv.reader(file)
        header = tuple(next(lines, ()))
        if header != columns:
            raise RuleFileError(f"{place}: the columns are {', '.join(columns)}; found {', '.join(header)}")
        for cells in lines:
            if not cells:
                continue
            if len(cells) != len(columns):
                raise RuleFileError(
                    f"{place}:{lines.line_num}: {len(cells)} cells for {len(columns)} columns"
                )
            row = Row(zip(columns, map(str.strip, cells), strict=True))
            row.place = f"{place}:{lines.line_num}"
            yield row
