"""The constraints of a trial as a table: a row each, in the words of the text."""

from __future__ import annotations

import csv
import io

import msgspec

from eligibility.core.span import Span
from eligibility.extract import Stated, as_record
from eligibility.syntax.clean import Clean

COLUMNS = (
    "item", "section", "kind", "subject", "bounds", "unit", "limit", "condition", "anchor", "method",
    "flags", "text", "start", "end",
)  # fmt: skip


def constraints_csv(stated: list[Stated], source: str) -> str:
    """A table with a heading row; ``bounds`` are operators and values, ``limit`` is uln or lln.

    ``start`` and ``end`` count the characters of the trial's document.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(_row(one, source) for one in stated)
    return out.getvalue()


def _row(one: Stated, source: str) -> list[str]:
    found = one.constraint

    def words(start: int, end: int) -> str:
        return Clean(source, Span(start, end)).text

    around = (found.unit, None, found.condition, found.anchor, found.method)
    unit, _, condition, anchor, method = (
        "" if span is None else words(span.start, span.end) for span in around
    )
    return [
        one.item, one.section, found.kind,
        "; ".join(words(span.start, span.end) for span in found.subjects),
        " ".join(f"{operator} {value:.15g}" for operator, value in found.bounds),
        unit, found.limit or "", condition, anchor, method,
        " ".join(one.flags), words(found.span.start, found.span.end),
        str(found.span.start), str(found.span.end),
    ]  # fmt: skip


def constraints_json(stated: list[Stated], source: str) -> str:
    """The same as JSON Lines, in the form that a corpus is written in, with the item and its section."""
    records = (
        {"item": one.item, "section": one.section, **as_record(one, source)} for one in stated
    )
    return "".join(msgspec.json.encode(record).decode() + "\n" for record in records)
