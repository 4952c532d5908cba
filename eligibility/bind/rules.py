"""The compiled rule set of a trial: its rows in a tree, each with its bound rule.

Saved as JSON and loaded from it.  A set carries the hash of the text it was
compiled from and of the rules it was compiled with; one whose rules differ
from those at hand is refused, since its words may by now mean something else.
"""

from __future__ import annotations

import hashlib
from typing import Literal

import msgspec

from eligibility.bind.nodes import Bound
from eligibility.core.diagnostic import Diagnostic
from eligibility.core.errors import InputError
from eligibility.core.flags import Flag
from eligibility.core.span import Span
from eligibility.syntax.nodes import Joins

Kind = Literal["inclusion", "exclusion", "registry"]
Role = Literal["item", "part", "group"]

FORMAT = "eligibility-rules/1"


class Row(msgspec.Struct, frozen=True):
    """One row of the outline: an item, a part of an item's text, a group or a registry field.

    ``rule`` is ``None`` for a row whose verdict is that of its children.  ``applicable`` no: a registry
    field that only repeats a criterion.  ``text`` is as the page shows it, ``source`` the page's own
    characters at ``span``; ``canonical`` is the item in English that compiles to the same rule.
    ``heading`` is the sub-heading that it stands under, empty if there is none.
    ``joins``: whether a group asks for all or any of the rows below it.  ``without_meaning``: words
    that carry none ("the", "must have").  ``flags``: why a person may read the words otherwise.
    """

    id: str
    parent: str | None
    role: Role
    kind: Kind
    text: str
    span: Span
    rule: Bound | None
    source: str = ""
    heading: str = ""
    joins: Joins = "plain"
    applicable: Literal["yes", "no"] = "yes"
    canonical: str = ""
    without_meaning: tuple[str, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    flags: tuple[Flag, ...] = ()

    def words(self, span: Span) -> str:
        """The row's own characters at a span of the page; all of them where the span lies elsewhere."""
        start, end = span.start - self.span.start, span.end - self.span.start
        return self.source[start:end] if 0 <= start < end <= len(self.source) else self.source

    def shown(self, span: Span) -> str:
        """The same as a reader sees them: without Markdown escapes and line breaks."""
        return " ".join(self.words(span).replace("\\", "").split())


class RuleSet(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All rows of one trial, in the order of the page."""

    trial: str
    title: str
    page_last_updated: str | None
    text_hash: str
    rules_hash: str
    engine: str
    rows: tuple[Row, ...]
    diagnostics: tuple[Diagnostic, ...] = ()
    format: str = FORMAT
    checksum: str = ""

    def leaves(self) -> tuple[Row, ...]:
        """The rows that carry a rule of their own and take part in the overall verdict."""
        return tuple(row for row in self.rows if row.rule is not None and row.applicable == "yes")


def save(rules: RuleSet) -> bytes:
    """The rule set as JSON, one line per set, with the checksum that ``load`` compares."""
    return msgspec.json.encode(msgspec.structs.replace(rules, checksum=_checksum(rules))) + b"\n"


def _checksum(rules: RuleSet) -> str:
    """The SHA-256 of the set without its checksum."""
    plain = msgspec.json.encode(msgspec.structs.replace(rules, checksum=""))
    return hashlib.sha256(plain).hexdigest()


def load(content: bytes, rules_hash: str, place: str) -> RuleSet:
    """The rule set in ``content``.

    Raises: InputError when it is not one, or was compiled with other rules.
    """
    try:
        rules = msgspec.json.decode(content, type=RuleSet)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise InputError(
            f"neither a study's record nor a compiled rule set ({error}); give a registry page, a record, "
            "criteria as plain text, or compile the page again with "
            "'eligibility compile TRIAL --format json -o FILE'",
            place,
        ) from error
    if rules.format != FORMAT:
        raise InputError(
            f"rule set of format '{rules.format}', here '{FORMAT}'; compile the page again", place
        )
    if rules.rules_hash != rules_hash:
        raise InputError(
            f"compiled with other rules ({rules.rules_hash[:12]}, here {rules_hash[:12]}); "
            "compile the page again with 'eligibility compile TRIAL --format json -o FILE'",
            place,
        )
    if rules.checksum != _checksum(rules):
        raise InputError("changed after it was compiled; compile the page again", place)
    _check_tree(rules, place)
    return msgspec.structs.replace(rules, checksum="")


def _check_tree(rules: RuleSet, place: str) -> None:
    """Every row has an id of its own and stands after its parent.

    Raises: InputError with the row that does not.
    """
    seen: set[str] = set()
    for row in rules.rows:
        if row.id in seen:
            raise InputError(f"row '{row.id}' stands twice in the rule set; compile the page again", place)
        if row.parent is not None and row.parent not in seen:
            message = f"row '{row.id}' stands before its parent '{row.parent}'; compile the page again"
            raise InputError(message, place)
        seen.add(row.id)
