"""Whether every character of a text is accounted for, and every criterion reads back from its canonical text.

What comes in is a document with its outline, or the reading of one criterion; what
goes out are the words that are lost.  Nothing lost is the first promise.
"""

from __future__ import annotations

from collections.abc import Iterable

from eligibility.core.span import NOWHERE, Span
from eligibility.knowledge.lexicon import Lexicon
from eligibility.knowledge.load import knowledge
from eligibility.syntax.bare import bare
from eligibility.syntax.grammar.build import HAD
from eligibility.syntax.lexemes import Lexeme
from eligibility.syntax.nodes import (
    And,
    Clause,
    Clauses,
    Defines,
    Guarded,
    Mixed,
    Not,
    Or,
    Permission,
    Series,
    Unless,
)
from eligibility.syntax.parse import Reading, parse_text
from eligibility.syntax.unparse import unparse
from eligibility.syntax.walk import parts_of

COMPOUND = (And, Or, Series, Mixed, Not, Unless, Guarded, Permission, Defines, Clauses)
JOINING = {"and", "or", "and_or", "slash", "comma", "semicolon", "stop", "open", "close",
           "not", "unless", "provided", "permitted", "defined", "both", "with"}  # fmt: skip
"""Kinds that a compound node stands for, or that only set words apart."""


def between(source: str, whole: Span, spans: Iterable[Span]) -> list[str]:
    """The stretches of ``whole`` with more than white space that no span holds."""
    missing: list[str] = []
    place = whole.start
    for span in [*sorted(spans), Span(whole.end, whole.end)]:
        words = source[place : span.start].strip()
        if words:
            missing.append(words)
        place = max(place, span.end)
    return missing


def leaves(clause: Clause) -> list[Span]:
    """Where the nodes stand that carry words of their own."""
    return [node.span for node in parts_of(clause) if not isinstance(node, COMPOUND) and node.span != NOWHERE]


def lost(lexemes: tuple[Lexeme, ...], clause: Clause) -> list[str]:
    """The words that no leaf holds and that neither join leaves nor are known to mean nothing."""
    held = _joined(leaves(clause))
    guarded = any(isinstance(node, Guarded) for node in parts_of(clause))
    missing, before, index = [], "", 0
    for lexeme in lexemes:
        while index < len(held) and held[index].end < lexeme.span.end:
            index += 1
        inside = index < len(held) and held[index].start <= lexeme.span.start
        if not inside and not _silent(lexeme, before, guarded) and lexeme.kind not in JOINING | {"filler"}:
            missing.append(lexeme.text)
        if lexeme.kind != "filler":
            before = lexeme.kind
    return missing


def _silent(lexeme: Lexeme, before: str, guarded: bool) -> bool:
    """Whether a word adds nothing where it stands: "participants", "in" before their age, "have", "if"."""
    match lexeme.kind:
        case "people":
            return not lexeme.value
        case "preposition":
            return before == "people" or (guarded and before in {"", "stop", "semicolon"})
        case "verb":
            return lexeme.value == HAD
        case "deferred":
            return guarded and knowledge().lexicon.value("conditional", lexeme.text) is not None
        case "colon":
            return guarded
    return False


def _joined(spans: list[Span]) -> list[Span]:
    """The spans that no other one holds, in order."""
    outer: list[Span] = []
    for span in sorted(spans, key=lambda span: (span.start, -span.end)):
        if not outer or span.end > outer[-1].end:
            outer.append(span)
    return outer


def unaccounted(source: str, span: Span, reading: Reading) -> list[str]:
    """What a criterion's reading leaves out: characters in no lexeme, lexemes in no node."""
    missing = between(source, span, (lexeme.span for lexeme in reading.lexemes))
    if reading.tree is None:
        silent = {"filler", "stop", "semicolon"}
        return missing + [lexeme.text for lexeme in reading.lexemes if lexeme.kind not in silent]
    return missing + lost(reading.lexemes, reading.tree)


def changed(tree: Clause, lexicon: Lexicon) -> str | None:
    """The canonical text of a tree, where it does not read back as that tree; ``None`` where it does."""
    canonical = unparse(tree, lexicon)
    again = parse_text(canonical, lexicon)
    return None if again is not None and bare(again) == bare(tree) else canonical
