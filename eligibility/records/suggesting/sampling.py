"""The first rows of a table, column by column: what a suggestion may be made of.

What comes in is a table; what goes out are its columns with the filled cells of
a bounded number of rows.  Cells are of persons: only the codes of a column with
few of them are ever shown.
"""

from __future__ import annotations

import functools
import itertools
import re
from collections import Counter

from eligibility.patient.spots import identifies
from eligibility.records.table.sheet import Sheet

MOST = 1_000
"""Rows that are read."""

CODES, LONGEST = 12, 20
"""A column with at most so many different cells of so many characters holds codes, which may be shown."""

_NUMBER = re.compile(r"[<>=≤≥~]*\s*[-+]?\d+(?:[.,]\d+)?", re.ASCII)


class Column:
    """A column; ``cells``: those that are filled, by the line of their row."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.cells: dict[int, str] = {}

    @functools.cached_property
    def counts(self) -> Counter[str]:
        """How often each text stands in it."""
        return Counter(self.cells.values())

    @property
    def filled(self) -> int:
        """How many cells are filled."""
        return len(self.cells)

    @functools.cached_property
    def numbers(self) -> int:
        """How many cells are numbers."""
        return sum(times for text, times in self.counts.items() if _NUMBER.fullmatch(text))

    @functools.cached_property
    def codes(self) -> tuple[str, ...]:
        """The texts that stand in it, where they are few and short; none of a column with a person's name."""
        few = len(self.counts) <= CODES and all(len(text) <= LONGEST for text in self.counts)
        return tuple(sorted(self.counts)) if few and not identifies(self.name) else ()


class Sample:
    """The first rows of a table.

    ``usable``: columns that a mapping can name, by their names; ``persons``: those that identify a person;
    ``twice``: names that more than one column has; ``broken``: rows whose cells cannot be told apart.
    """

    def __init__(self, sheet: Sheet) -> None:
        self.header, self.separator = sheet.header, sheet.separator
        columns = [Column(name) for name in sheet.header]
        self.rows, self.broken = 0, 0
        rows = sheet.rows()
        for row in itertools.islice(rows, MOST):
            if row.problem:
                self.broken += 1
                continue
            self.rows += any(cell.strip() for cell in row.cells)
            for column, cell in zip(columns, row.cells, strict=True):
                if cell.strip():
                    column.cells[row.line] = cell.strip()
        self.more = next(rows, None) is not None
        times = Counter(sheet.header)
        self.twice = tuple(name for name, many in times.items() if name and many > 1)
        once = [column for column in columns if column.name and times[column.name] == 1]
        self.persons = tuple(column for column in once if identifies(column.name))
        self.usable = {column.name: column for column in once if not identifies(column.name)}
