"""Tables of figures, as text for a terminal or as Markdown.

What comes in are titles, cells and sentences; what goes out are lines.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

import msgspec

WIDTH = 110


class Table(msgspec.Struct, frozen=True):
    """A titled table; ``says`` are sentences on what its rows mean, ``below`` lines that go with it.

    One without columns is left out; ``says`` tells why.
    """

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    says: tuple[str, ...] = ()
    below: tuple[str, ...] = ()


def percent(share: float) -> str:
    """A share as per cent.

    >>> percent(0.8876)
    '88.8'
    """
    return f"{100 * share:.1f}"


def as_text(table: Table) -> Iterator[str]:
    """The table in columns, names to the left, figures to the right."""
    if not table.columns:
        yield from (table.title, *table.says, "")
        return
    every = (table.columns, *table.rows)
    widths = [max(len(row[place]) for row in every) for place in range(len(table.columns))]
    yield table.title
    for row in every:
        first, *others = zip(row, widths, strict=True)
        yield "  ".join([first[0].ljust(first[1]), *(cell.rjust(width) for cell, width in others)]).rstrip()
    yield from table.below
    yield ""


def as_markdown(table: Table) -> Iterator[str]:
    """The table under a heading, with what it says before it."""
    yield f"## {table.title}"
    yield ""
    if table.says:
        yield from textwrap.wrap(" ".join(table.says), WIDTH)
        yield ""
    if not table.columns:
        return
    yield _line(table.columns)
    yield _line(("---", *("---:" for _ in table.columns[1:])))
    yield from map(_line, table.rows)
    yield ""
    if table.below:
        yield from (f"    {line}" for line in table.below)
        yield ""


def _line(cells: tuple[str, ...]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
