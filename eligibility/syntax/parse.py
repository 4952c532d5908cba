"""Reads the text of a criterion into its syntax tree.

What comes in is a stretch of the source; what goes out is a tree that accounts
for all of it.  Bracket groups are read first, from the inside; then islands;
then each sentence as a clause.  Where the clause grammar fails, the parts that
do read are kept and the rest is ``Unparsed``.
"""

from __future__ import annotations

import msgspec

from eligibility.core.span import Span, hull
from eligibility.knowledge.lexicon import Lexicon
from eligibility.syntax.grammar.build import Builder
from eligibility.syntax.grammar.clause import read_clause, read_expression
from eligibility.syntax.grammar.coordinate import coordinate
from eligibility.syntax.grammar.islands import fold
from eligibility.syntax.grammar.symbols import GROUP, Symbol, joined, signs, words
from eligibility.syntax.lexemes import Lexeme
from eligibility.syntax.lexer import lex
from eligibility.syntax.nodes import Aside, Citation, Clause, Clauses, Unparsed

MAX_DEPTH = 8
MAX_LEXEMES = 400
"""A clause nested deeper or longer than this is not read."""

_SENTENCE_ENDS = frozenset({"semicolon", "stop"})
_MARKERS = {"that_is": "that_is", "example": "example", "defined": "defined"}


class Reading(msgspec.Struct, frozen=True):
    """A criterion as read: its lexemes and its tree (``None`` where the text holds no words)."""

    lexemes: tuple[Lexeme, ...]
    tree: Clause | None


def parse(source: str, span: Span, lexicon: Lexicon) -> Reading:
    """The reading of the characters ``span`` of ``source``."""
    lexemes = lex(source, span, lexicon)
    clauses = tuple(_sentence(part) for part in _sentences(lexemes))
    if not clauses:
        return Reading(lexemes, None)
    whole = hull(lexeme.span for lexeme in lexemes)
    tree = clauses[0] if len(clauses) == 1 else Clauses(clauses=clauses, span=whole)
    return Reading(lexemes, tree)


def parse_text(text: str, lexicon: Lexicon) -> Clause | None:
    """The tree of a text that is all of its source."""
    return parse(text, Span(0, len(text)), lexicon).tree


def _sentences(lexemes: tuple[Lexeme, ...]) -> list[tuple[Lexeme, ...]]:
    """The lexemes between semicolons and stops that stand outside brackets; fillers are left out."""
    parts: list[list[Lexeme]] = [[]]
    depth = 0
    for lexeme in lexemes:
        if lexeme.kind == "open":
            depth += 1
        elif lexeme.kind == "close":
            depth = max(0, depth - 1)
        if depth == 0 and lexeme.kind in _SENTENCE_ENDS:
            parts.append([])
        elif lexeme.kind != "filler":
            parts[-1].append(lexeme)
    return [tuple(part) for part in parts if part]


def _sentence(lexemes: tuple[Lexeme, ...]) -> Clause:
    if len(lexemes) > MAX_LEXEMES:
        return _unread(lexemes, f"longer than {MAX_LEXEMES} words")
    return _clause(_symbols(lexemes, 0), whole=True)


def _symbols(lexemes: tuple[Lexeme, ...], depth: int) -> tuple[Symbol, ...]:
    """The symbols of a run of lexemes, bracket groups read and folded, islands folded.

    A bracket without its partner becomes a sign that no rule reads.
    """
    symbols: list[Symbol] = []
    place = 0
    while place < len(lexemes):
        lexeme = lexemes[place]
        end = _closing(lexemes, place) if lexeme.kind == "open" else None
        if end is not None:
            inside = lexemes[place + 1 : end]
            symbols.append(
                Symbol(GROUP, lexemes[place : end + 1], _group(inside, lexemes[place : end + 1], depth))
            )
            place = end + 1
            continue
        lonely = lexeme.kind in {"open", "close"}
        symbols.append(Symbol("?" if lonely else lexeme.sign, (lexeme,)))
        place += 1
    return fold(tuple(symbols))


def _closing(lexemes: tuple[Lexeme, ...], start: int) -> int | None:
    """Where the bracket that opens at ``start`` closes."""
    depth = 0
    for place in range(start, len(lexemes)):
        if lexemes[place].kind == "open":
            depth += 1
        elif lexemes[place].kind == "close":
            depth -= 1
            if depth == 0:
                return place
    return None


def _group(inside: tuple[Lexeme, ...], whole: tuple[Lexeme, ...], depth: int) -> Aside | Citation:
    """What a bracket group says, by its first word."""
    span = hull(lexeme.span for lexeme in whole)
    if _cites(inside):
        return Citation(words=joined(inside), span=span)
    kind = _MARKERS.get(inside[0].kind) if inside else None
    content = inside[1:] if kind else inside
    if not content or depth >= MAX_DEPTH:
        why = "an empty bracket" if not content else f"brackets nested deeper than {MAX_DEPTH}"
        return Aside(kind="bare", body=_unread(whole, why), span=span)
    body = _clause(_symbols(content, depth + 1), whole=False)
    return Aside(kind=kind or "bare", body=body, span=span)  # type: ignore[arg-type]


def _cites(inside: tuple[Lexeme, ...]) -> bool:
    """Whether a bracket is a literature reference: its own words, not those of a bracket in it, say so."""
    depth = 0
    for lexeme in inside:
        depth += (lexeme.kind == "open") - (lexeme.kind == "close")
        if depth == 0 and lexeme.kind == "citation":
            return True
    return False


def _clause(symbols: tuple[Symbol, ...], *, whole: bool) -> Clause:
    """A sentence, or the inside of a bracket, as one clause."""
    read = read_clause if whole else read_expression
    tree = read(signs(symbols))
    return _recover(symbols) if tree is None else Builder(symbols).build(tree)


def _recover(symbols: tuple[Symbol, ...]) -> Clause:
    """What reads of a clause that does not read as a whole, split at its connectives."""
    chunks: list[list[Symbol]] = [[]]
    joins: list[str] = []
    for symbol in symbols:
        if symbol.sign in ",&|n" and chunks[-1]:
            chunks.append([])
            joins.append(symbol.sign)
        elif symbol.sign in ",&|n" and joins:
            joins[-1] += symbol.sign
        else:
            chunks[-1].append(symbol)
    if not chunks[-1]:
        chunks.pop()
        joins = joins[: max(len(chunks) - 1, 0)]
    if len(chunks) < 2:
        return _unread_symbols(symbols)
    operands = tuple(_chunk(tuple(chunk)) for chunk in chunks)
    return coordinate(operands, tuple(joins), strict=False, words=words(symbols))


def _chunk(symbols: tuple[Symbol, ...]) -> Clause:
    tree = read_expression(signs(symbols))
    return _unread_symbols(symbols) if tree is None else Builder(symbols).build(tree)


def _unread_symbols(symbols: tuple[Symbol, ...]) -> Unparsed:
    return _unread(tuple(lexeme for symbol in symbols for lexeme in symbol.lexemes), "no rule reads this")


def _unread(lexemes: tuple[Lexeme, ...], why: str) -> Unparsed:
    return Unparsed(words=joined(lexemes), why=why, span=hull(lexeme.span for lexeme in lexemes))
