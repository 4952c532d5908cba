"""Items that a word at their edge joins to the items beside them: "or" behind one, "unless" before the next.

What comes in are the rows of a document and the edges of its items; what goes
out are the same rows, those made unknown that do not stand for themselves.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from eligibility.bind.lists import doubted
from eligibility.bind.rules import Row

CHANGING = frozenset({"unless", "provided"})
JOINING = {
    "inclusion": frozenset({"or", "and_or"}) | CHANGING,
    "exclusion": frozenset({"and"}) | CHANGING,
    "registry": frozenset[str](),
}
"""Words at the edge of an item that leave it, and its neighbour, no criterion of its own.

What includes is met together, and what excludes one by one: there "and", and here "or", says nothing new.
"""

WHY = "is joined to it, or changed by it, across two items, and that is not read"


class Edges(msgspec.Struct, frozen=True):
    """The kinds of the first and the last lexeme of an item, and whether it ends as a part of a list does."""

    first: str
    last: str
    listed: bool


def joined(rows: list[Row], edges: Mapping[str, Edges]) -> list[Row]:
    """The rows with those unknown that a word at the edge of an item joins to another one.

    "A; / B; or / C" joins all three: a semicolon or comma hands the word on to the items before.
    """
    beside: dict[tuple[str | None, str], list[Row]] = {}
    for row in rows:
        if row.id in edges:
            beside.setdefault((row.parent, row.kind), []).append(row)
    because: dict[str, Row] = {}
    for siblings in beside.values():
        for row, other in _among(siblings, edges):
            because.setdefault(row.id, other)
    kept: list[Row] = []
    for row in rows:
        above = because.get(row.id) or because.get(row.parent or "")
        if above is not None:
            because[row.id] = above
            row = doubted(row, above, WHY)
        kept.append(row)
    return kept


def _among(siblings: list[Row], edges: Mapping[str, Edges]) -> list[tuple[Row, Row]]:
    """The rows that do not stand for themselves, each with the one whose edge says so."""
    found: list[tuple[Row, Row]] = []
    for place, row in enumerate(siblings):
        words = JOINING[row.kind]
        opens, closes = edges[row.id].first in words, edges[row.id].last in words
        if not opens and not closes:
            continue
        start = place - 1 if opens else place
        while start > 0 and edges[siblings[start - 1].id].listed:
            start -= 1
        end = place + 2 if closes else place + 1
        found += [(one, row) for one in siblings[max(0, start) : end]]
    return found
