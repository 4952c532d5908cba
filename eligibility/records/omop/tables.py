"""Opens the tables of an OMOP CDM folder: CSV with comma or tab, or Parquet.

What comes in is a folder; what goes out are its tables, and their rows one after
another, each with where it stands.  A row that is broken comes out with what is
wrong with it and without its cells: of a row cut short no cell can be trusted.
Polars is imported to read Parquet, and only then.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from eligibility.core.errors import InputError
from eligibility.records.omop.model import REQUIRED, TABLES, VOCABULARY

BATCH = 100_000
"""Rows of Parquet held at a time."""

TEXT, PARQUET = (".csv", ".tsv", ".txt"), ".parquet"

BLANK = frozenset({"", "NULL", "\\N"})
"""How SQL Server and PostgreSQL write that there is nothing."""

BOM = b"\xef\xbb\xbf"


class _Commas(csv.excel):
    strict = True


class _Tabs(csv.excel_tab):
    strict = True


class _Athena(csv.excel_tab):
    """Athena writes vocabularies with tabs and without quoting, so that a quote there is a sign."""

    quoting = csv.QUOTE_NONE


class Row:
    """One row; ``problem`` says why its cells cannot be read, and is empty where they can.

    ``number``: its first line in the file, or its number in Parquet.
    """

    __slots__ = ("_columns", "cells", "number", "problem")

    def __init__(self, number: int, cells: list[str], columns: dict[str, int], problem: str = "") -> None:
        self.number, self.cells, self._columns, self.problem = number, cells, columns, problem

    def text(self, column: str) -> str:
        """What stands in a column; empty where there is nothing, or no such column."""
        at = self._columns.get(column)
        if at is None:
            return ""
        cell = self.cells[at].strip()
        return "" if cell in BLANK else cell

    def key(self, column: str) -> str:
        """The id in a column.  Tools that know no missing whole number write 8507 as 8507.0."""
        return self.text(column).removesuffix(".0")

    def concept(self, column: str) -> str:
        """The concept id in a column; empty for 0, which says that no concept matches."""
        found = self.key(column)
        return "" if found == "0" else found


class Table:
    """One table of the folder; of one that no fact is read from the header may be broken.

    Raises: InputError when it has no header, or lacks a column that is needed to read it.
    """

    def __init__(self, path: Path, name: str) -> None:
        self.path, self.name = path, name
        self._tab = False
        try:
            written = self._parquet_header() if path.suffix.lower() == PARQUET else self._header()
        except InputError:
            if name in REQUIRED:
                raise
            written = []
        names = [one.strip().lower() for one in written]
        self.columns = {one: at for at, one in enumerate(names)}
        if name not in REQUIRED:
            return
        if len(self.columns) != len(names):
            raise InputError("two columns have one name", path.name)
        missing = [one for one in REQUIRED[name] if one not in self.columns]
        if missing:
            raise InputError(
                f"the column '{missing[0]}' is missing; export the table as CDM 5.4 has it", path.name
            )

    def place(self, row: Row) -> str:
        """Where a row stands, for people."""
        kind = "row" if self.path.suffix.lower() == PARQUET else "line"
        return f"{self.path.name} {kind} {row.number}"

    def rows(self) -> Iterator[Row]:
        """The rows in order; lines without anything are none."""
        if self.path.suffix.lower() == PARQUET:
            yield from self._parquet_rows()
            return
        with self.path.open("rb") as file:
            yield from self._rows(file)

    def _rows(self, file: BinaryIO) -> Iterator[Row]:
        broken: set[int] = set()
        reader = csv.reader(_lines(file, broken), self._dialect)
        width, first = len(self.columns), 1
        while True:
            cells: list[str] = []
            try:
                cells, problem = next(reader), ""
            except StopIteration:
                return
            except csv.Error as error:
                problem = f"no row of CSV ({error})"
            number, first = first, reader.line_num + 1
            if number == 1 or not (cells or problem):
                continue
            if not problem and broken and not broken.isdisjoint(range(number, first)):
                problem = "it is not UTF-8; save the file as UTF-8"
            if not problem and len(cells) != width:
                fewer = "fewer" if len(cells) < width else "more"
                problem = f"it has {fewer} cells than the header, {len(cells)} for {width}"
            yield Row(number, cells, self.columns, problem)

    @property
    def _dialect(self) -> type[csv.Dialect]:
        return (_Athena if self.name in VOCABULARY else _Tabs) if self._tab else _Commas

    def _header(self) -> list[str]:
        with self.path.open("rb") as file:
            first = next(_lines(file, set()), "")
            self._tab = "\t" in first
            if not first.strip():
                raise InputError("it is empty, without even a header", self.path.name)
            if ";" in first and "," not in first and not self._tab:
                raise InputError(
                    "its cells are parted by semicolons; part them by commas or tabs", self.path.name
                )
            try:
                return next(csv.reader(iter((first,)), self._dialect), [])
            except csv.Error as error:
                raise InputError(f"its header is no row of CSV ({error})", self.path.name) from None

    def _parquet_header(self) -> list[str]:
        import polars  # type: ignore[import-not-found,unused-ignore]

        try:
            return list(polars.scan_parquet(self.path).collect_schema().names())
        except (polars.exceptions.PolarsError, OSError):
            raise InputError("it is no Parquet file that can be read", self.path.name) from None

    def _parquet_rows(self) -> Iterator[Row]:
        import polars

        number = 0
        while True:
            try:
                batch = polars.scan_parquet(self.path).slice(number, BATCH).collect()
            except (polars.exceptions.PolarsError, OSError):
                yield Row(number + 1, [], self.columns, "from here on the table cannot be read")
                return
            for values in batch.iter_rows():
                number += 1
                yield Row(number, ["" if one is None else str(one) for one in values], self.columns)
            if batch.height < BATCH:
                return


def _lines(file: BinaryIO, broken: set[int]) -> Iterator[str]:
    """The lines as text; ``broken`` gets the numbers of those that are not UTF-8."""
    for number, raw in enumerate(file, 1):
        line = raw.removeprefix(BOM) if number == 1 else raw
        try:
            yield line.decode()
        except UnicodeDecodeError:
            broken.add(number)
            yield line.decode(errors="replace")


class Folder:
    """The tables of a folder by name, and how many files in it are none.

    Raises: InputError when there is no PERSON, a table stands twice, or cannot be read as it is.
    """

    def __init__(self, folder: Path) -> None:
        found: dict[str, Path] = {}
        self.others = 0
        try:
            paths = sorted(folder.iterdir())
        except OSError as error:
            raise InputError(f"cannot be read ({error.strerror})", str(folder)) from None
        for path in paths:
            name = path.name.split(".")[0].upper()
            if name not in TABLES:
                self.others += 1
                continue
            if path.suffix.lower() not in (*TEXT, PARQUET) or path.name.count(".") > 1 or not path.is_file():
                raise InputError("give the table as one file, .csv, .tsv or .parquet, not packed", path.name)
            if name in found:
                raise InputError(f"the table {name} stands in the folder twice; keep one", path.name)
            found[name] = path
        if "PERSON" not in found:
            raise InputError(
                "the table PERSON is missing; without it nobody's facts can be read", folder.name
            )
        self.tables = {name: Table(path, name) for name, path in found.items()}
