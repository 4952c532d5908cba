"""Says whose each row of a table is, by what the table as a whole shows.

What comes in is a table, gone through once before it is read; what goes out is,
for the code in a row, nothing or why the row is nobody's.  A code that stands in
two spellings may be of one candidate or of two, and one that stands twice in a
table of one row a candidate has two rows of which one is wrong: neither is read.
"""

from __future__ import annotations

import unicodedata
from typing import NamedTuple

from eligibility.records.table.sheet import Row, Sheet


class Seen(NamedTuple):
    """How a code is spelled where it first stands, that line, and what else stands there."""

    spelling: str
    line: int
    content: int


class Whose:
    """The codes in the column ``at`` of a table.

    ``once``: a candidate has one row; ``missing``: cells that say nothing.
    """

    def __init__(self, sheet: Sheet, at: int, missing: frozenset[str], once: bool) -> None:
        self._seen: dict[str, Seen] = {}
        self._doubts: dict[str, str] = {}
        for row in sheet.rows():
            text = "" if row.problem else row.cells[at].strip()
            if text and text not in missing:
                self._see(text, row, once)

    def _see(self, text: str, row: Row, once: bool) -> None:
        key, content = folded(text), hash(tuple(row.cells))
        first = self._seen.setdefault(key, Seen(text, row.line, content))
        if key in self._doubts:
            return
        lines = f"at the lines {first.line} and {row.line}"
        if first.spelling != text:
            self._doubts[key] = f"the code of the candidate is written in two ways, {lines}; write it in one"
        elif once and first.content != content:
            message = f"the candidate stands twice with different content, {lines}"
            self._doubts[key] = f'{message}; say rows = "many" if the rows belong together'

    def doubt(self, text: str) -> str:
        """Why it is not known whose the rows with this code are; empty where it is."""
        return self._doubts.get(folded(text), "")

    def again(self, text: str, line: int) -> bool:
        """Whether the row of this code, in a table of one row a candidate, stood before."""
        return self._seen[folded(text)].line != line


def folded(text: str) -> str:
    """A code without what differs between spellings of one: case, blanks, leading zeros of a number.

    >>> folded("P-001 "), folded("p-001"), folded("007"), folded("7")
    ('p-001', 'p-001', '7', '7')
    """
    plain = " ".join(unicodedata.normalize("NFKC", text).casefold().split())
    return plain.lstrip("0") or "0" if plain.isdecimal() else plain
