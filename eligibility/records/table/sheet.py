"""Opens a table: its text, its columns, its rows, each with the line where it begins.

What comes in is a file in CSV or TSV; what goes out are rows, or why one cannot
be read.  A broken row does not keep the next from being read, and is never put
right: of a row with a cell too many it is not known which cell is which.
"""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from eligibility.core.errors import InputError

ENCODING = "utf-8-sig"
SEPARATORS = (",", ";", "\t")
CHUNK = 1 << 20
"""Bytes read at once while the encoding is checked."""

OTHERS = {
    b"\xff\xfe": "text in UTF-16", b"\xfe\xff": "text in UTF-16", b"\x1f\x8b": "a gzip file",
    b"PK\x03\x04": "a spreadsheet or a zip file", b"\xd0\xcf\x11\xe0": "a spreadsheet",
    b"PAR1": "a Parquet file",
}  # fmt: skip
"""The first bytes of files that are no text in UTF-8."""


class Row(NamedTuple):
    """One row; ``line``: where it begins.  ``problem``: why its cells are not to be used."""

    line: int
    cells: list[str]
    problem: str = ""


class Sheet:
    """A table of a file.

    Raises: InputError when it is no text in UTF-8, has no header, or it is not clear what parts its cells.
    """

    def __init__(self, path: Path, separator: str | None = None) -> None:
        self.path, self.place = path, path.name
        _check_text(path)
        self.separator = separator or self._separator()
        header = next(self._rows(), Row(1, []))
        if header.problem:
            raise InputError(header.problem, f"{self.place}: line {header.line}")
        self.header = tuple(name.strip() for name in header.cells)
        if not any(self.header):
            raise InputError("the table is empty; its first line has the names of the columns", self.place)

    def rows(self) -> Iterator[Row]:
        """The rows below the header; lines without anything on them are none."""
        rows = self._rows()
        next(rows)
        width = len(self.header)
        for row in rows:
            if not row.problem and len(row.cells) != width:
                why = f"{len(row.cells)} cells for {width} columns; put a cell with a separator in quotes"
                yield Row(row.line, [], why)
            else:
                yield row

    def _rows(self) -> Iterator[Row]:
        with self.path.open(encoding=ENCODING, newline="") as file:
            reader = csv.reader(file, delimiter=self.separator, strict=True)
            begun = 1
            while True:
                try:
                    cells = next(reader)
                except StopIteration:
                    return
                except csv.Error as error:
                    end = max(begun, reader.line_num)
                    lines = f"; the lines {begun} to {end} are lost with it" if end > begun else ""
                    yield Row(begun, [], f"{error}; check the quotes of this row{lines}")
                else:
                    if cells:
                        yield Row(begun, cells)
                begun = reader.line_num + 1

    def _separator(self) -> str:
        """The sign that parts the cells: the only one of the usual ones in the header, outside quotes."""
        with self.path.open(encoding=ENCODING, newline="") as file:
            first = next((text for text in file if text.strip("\r\n")), "")
            header = "".join(first.split('"')[::2])
        found = [sign for sign in SEPARATORS if sign in header]
        if len(found) > 1:
            signs = " and ".join(repr(sign) for sign in found)
            way = 'say in the mapping which parts the cells: separator = ","'
            raise InputError(f"{signs} stand in the header; {way}", self.place)
        return found[0] if found else ","


def _check_text(path: Path) -> None:
    """Refuses a file that is no text in UTF-8, with the byte where it is none."""
    decoder, read = codecs.getincrementaldecoder("utf-8")(), 0
    try:
        with path.open("rb") as file:
            while chunk := file.read(CHUNK):
                if read == 0:
                    for mark, name in OTHERS.items():
                        if chunk.startswith(mark):
                            raise InputError(f"the file is {name}; save it as CSV in UTF-8", path.name)
                if b"\0" in chunk:
                    message = f"byte {read + chunk.index(0)} is zero, which no UTF-8 text holds"
                    raise InputError(f"{message}; save the table as CSV in UTF-8", path.name)
                pending = len(decoder.getstate()[0])
                _decode(decoder, chunk, read - pending, path)
                read += len(chunk)
        _decode(decoder, b"", read - len(decoder.getstate()[0]), path, final=True)
    except OSError as error:
        raise InputError(f"cannot be read ({error.strerror})", path.name) from None


def _decode(
    decoder: codecs.IncrementalDecoder, chunk: bytes, before: int, path: Path, final: bool = False
) -> None:
    try:
        decoder.decode(chunk, final)
    except UnicodeDecodeError as error:
        message = f"byte {before + error.start} is not UTF-8; save the table as CSV in UTF-8"
        raise InputError(message, path.name) from None
