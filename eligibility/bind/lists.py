"""Rows that stand below others: whether the words above them leave them their own meaning.

What comes in are the rows of a page; what goes out are the same rows, those below
an introduction that changes or joins them in a way that is not read made unknown,
and so those above a bullet that is not read.
"""

from __future__ import annotations

import msgspec

from eligibility.bind.doubt import as_meant, in_doubt
from eligibility.bind.nodes import Bound, Related, Unparsed, children
from eligibility.bind.rules import Row

NEUTRAL = {
    "inclusion": {"plain", "all", "admits"},
    "exclusion": {"plain", "any", "excludes", "examples"},
    "registry": {"plain"},
}
"""How an introduction may join the rows below it and leave each of them a criterion of its own."""


def governed(rows: list[Row]) -> list[Row]:
    """The rows with those below an unread or joining introduction unknown.

    "At least one of the following:" makes its bullets alternatives, "No prior:" turns them round; an
    introduction that was not read may do either.
    """
    over: dict[str, Row] = {}
    missed = [row for row in rows if row.rule is not None and not _read(row.rule)]
    odd = {row.parent: row for row in reversed(missed) if row.role == "item"}
    unread = {row.parent for row in missed if row.role == "part"}
    kept: list[Row] = []
    governing: dict[str, Row] = {}
    beside: dict[tuple[str | None, str], Row] = {}
    for row in rows:
        above = over.get(row.parent or "") or beside.get((row.parent, row.kind))
        if row.rule is not None and row.joins not in NEUTRAL[row.kind]:
            # An introduction without bullets of its own may be of the items after it.
            beside[row.parent, row.kind] = row
        if above is None and row.parent is not None and row.role != "part":
            above = governing.get(row.parent)
        if above is not None:
            over[row.id] = above
        if above is not None:
            row = doubted(row, above, "stands below words that join or change it in a way that is not read")
        elif row.role == "part" and row.parent in odd:
            row = doubted(row, odd[row.parent], "stands above a bullet that was not read and may change it")
        if _governs(row, unread):
            governing.setdefault(row.id, row)
        kept.append(row)
    return kept


def _governs(row: Row, unread: set[str | None]) -> bool:
    return row.joins not in NEUTRAL[row.kind] or row.id in unread


def _read(rule: Bound) -> bool:
    """Whether all of a rule was read; what may be a heading counts as read."""
    if isinstance(rule, Unparsed | Related) and rule.reason != "ambiguous_text":
        return False
    return all(_read(child) for child in children(rule))


def exempted(rows: list[Row], exempting: set[str]) -> list[Row]:
    """The rows with those unknown that an item behind them may except candidates from.

    It speaks of the item before it, or, below an introduction, of all before it there.
    """
    spoken_of: dict[str, Row] = {}
    beside: dict[tuple[str | None, str], list[str]] = {}
    for row in rows:
        if row.role == "part":
            continue
        siblings = beside.setdefault((row.parent, row.kind), [])
        if row.id in exempting:
            spoken_of |= dict.fromkeys(siblings if row.parent else siblings[-1:], row)
            siblings.clear()
        siblings.append(row.id)
    why = "an item behind it may except some from it"
    return [
        row if (other := spoken_of.get(row.id) or spoken_of.get(row.parent or "")) is None
        else doubted(row, other, why)
        for row in rows
    ]  # fmt: skip


def doubted(row: Row, other: Row, why: str) -> Row:
    """A row that another one may change; one of which nothing was read stays as it is."""
    if row.rule is None:
        return row
    why = f"{why}: '{other.text}'" if other.text else why
    return msgspec.structs.replace(row, rule=in_doubt(row.rule, as_meant(row.kind, row.text), why, row.span))
