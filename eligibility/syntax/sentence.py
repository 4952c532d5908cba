"""Reads one sentence: bracket groups first, from the inside; then islands; then the clause.

What comes in are the lexemes of a sentence without fillers; what goes out is a
clause that accounts for all of them.  Where the clause grammar fails, the parts
that do read are kept and the rest is ``Unparsed``, or read in its parts.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from eligibility.knowledge.lexicon import Lexicon
from eligibility.syntax.grammar.build import Builder, InParts
from eligibility.syntax.grammar.clause import Cst, read_aside, read_clause, read_expression
from eligibility.syntax.grammar.coordinate import coordinate, in_part
from eligibility.syntax.grammar.islands import fold
from eligibility.syntax.grammar.related import related
from eligibility.syntax.grammar.symbols import (
    EXCEPTION,
    GROUP,
    PREPOSITION,
    WINDOW,
    Excepted,
    Symbol,
    joined,
    plain,
    signs,
    words,
)
from eligibility.syntax.lexemes import KINDS, Lexeme, kinds, span_of
from eligibility.syntax.linking import linked
from eligibility.syntax.nodes import Aside, Citation, Clause, Unparsed
from eligibility.syntax.walk import parts_of

MAX_DEPTH = 8
MAX_LEXEMES = 400
"""A clause nested deeper or longer than this is not read."""

_OF_AN_AGE = re.compile("fh(?:[,|&]*h)*Y")
"""A bracket that says of whom by their age: for participants aged > 16 years."""

_MARKERS = {"that_is": "that_is", "example": "example", "defined": "defined"}


def sentence(lexemes: tuple[Lexeme, ...], lexicon: Lexicon, *, in_parts: bool = False) -> Clause:
    """One sentence; ``in_parts``: what no rule reads is read in its parts, with the words between them."""
    if len(lexemes) > MAX_LEXEMES:
        return unread(lexemes, f"longer than {MAX_LEXEMES} words")
    reader = _Reader((lambda symbols: related(symbols, lexicon)) if in_parts else None)
    return reader.clause(reader.symbols(linked(lexemes, lexicon), 0), whole=True)


def unread(lexemes: tuple[Lexeme, ...], why: str) -> Unparsed:
    """Words that are not read, and why."""
    return Unparsed(words=plain(joined(lexemes)), why=why, span=span_of(lexemes))


class _Reader(msgspec.Struct, frozen=True):
    """Reads the symbols of one sentence."""

    in_parts: InParts | None

    def symbols(self, lexemes: tuple[Lexeme, ...], depth: int) -> tuple[Symbol, ...]:
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
                if _names_limit(symbols, inside):
                    symbols[-1] = Symbol(symbols[-1].sign, (*symbols[-1].lexemes, *lexemes[place : end + 1]))
                    place = end + 1
                    continue
                told = self._group(inside, lexemes[place : end + 1], depth)
                sign = EXCEPTION if isinstance(told, Excepted) else GROUP
                symbols.append(Symbol(sign, lexemes[place : end + 1], told))
                place = end + 1
                continue
            symbols.append(Symbol(_SIGNS[lexeme.kind], (lexeme,)))
            place += 1
        return fold(tuple(symbols))

    def _group(
        self, inside: tuple[Lexeme, ...], whole: tuple[Lexeme, ...], depth: int
    ) -> Aside | Citation | Excepted:
        """What a bracket group says, by its first word."""
        span = span_of(whole)
        if _cites(inside):
            return Citation(words=joined(inside), span=span)
        kind = _MARKERS.get(inside[0].kind) if inside else None
        content = inside[1:] if kind else inside
        if not content or depth >= MAX_DEPTH:
            why = "an empty bracket" if not content else f"brackets nested deeper than {MAX_DEPTH}"
            return Aside(kind="bare", body=unread(whole, why), span=span)
        symbols = self.symbols(content, depth + 1)
        if symbols[0].sign == "E" and len(symbols) > 1:
            said = symbols[0].lexeme.value
            return Excepted(said, self.clause(symbols[1:], whole=False))  # type: ignore[arg-type]
        if _OF_AN_AGE.fullmatch(signs(symbols)):
            symbols = symbols[1:]
        body = self.clause(symbols, whole=False)
        return Aside(kind=kind or "bare", body=body, span=span)  # type: ignore[arg-type]

    def clause(self, symbols: tuple[Symbol, ...], *, whole: bool) -> Clause:
        """A sentence, or the inside of a bracket, as one clause."""
        read = read_clause if whole else read_aside
        tree = read(signs(symbols))
        return self._recover(symbols) if tree is None else self._built(symbols, tree)

    def _recover(self, symbols: tuple[Symbol, ...]) -> Clause:
        """What reads of a clause that does not read as a whole, split at its connectives.

        Nothing is kept where an unread part, or a word of structure, may reach into the others.
        """
        chunks: list[list[Symbol]] = [[]]
        joins: list[str] = [""]
        for symbol in symbols:
            if symbol.sign in _SPLIT and chunks[-1]:
                chunks.append([])
                joins.append(symbol.sign)
            elif symbol.sign in _SPLIT:
                joins[-1] += symbol.sign
            else:
                chunks[-1].append(symbol)
        if len(chunks) < 2 or not chunks[-1] or joins[0] or _GOVERNING.intersection(signs(symbols)):
            return self._unread(symbols)
        trees = (_chunk(tuple(chunk)) for chunk in chunks)
        operands = tuple(
            _nothing(chunk) if tree is None else Builder(tuple(chunk)).build(tree)
            for chunk, tree in zip(chunks, trees, strict=True)
        )
        if not in_part(operands, tuple(joins[1:])):
            return self._unread(symbols)
        if self.in_parts is not None:
            operands = tuple(
                self._in_parts(tuple(chunk), operand) for chunk, operand in zip(chunks, operands, strict=True)
            )
        return coordinate(operands, tuple(joins[1:]), strict=False, words=plain(words(symbols)))

    def _in_parts(self, symbols: tuple[Symbol, ...], operand: Clause) -> Clause:
        """An operand, one that is not read as a whole in its parts."""
        if not any(isinstance(one, Unparsed) and one.why for one in parts_of(operand)):
            return operand
        tree = _chunk(symbols)
        return self._unread(symbols) if tree is None else self._built(symbols, tree)

    def _built(self, symbols: tuple[Symbol, ...], tree: Cst) -> Clause:
        return Builder(symbols, self.in_parts).build(tree)

    def _unread(self, symbols: tuple[Symbol, ...]) -> Clause:
        told = self.in_parts(symbols) if self.in_parts else None
        return told or _nothing(symbols)


def _chunk(symbols: tuple[Symbol, ...]) -> Cst | None:
    """The concrete tree of a part of a list.

    A window or a preposition at the beginning of a part may be of the part before it.
    """
    return None if symbols[0].sign in {WINDOW, PREPOSITION} else read_expression(signs(symbols))


def _nothing(symbols: Sequence[Symbol]) -> Unparsed:
    return unread(tuple(lexeme for symbol in symbols for lexeme in symbol.lexemes), "no rule reads this")


_SIGNS = KINDS | {"open": "?", "close": "?"}
"""The sign of each kind of lexeme where it stands alone."""


def _names_limit(symbols: list[Symbol], inside: tuple[Lexeme, ...]) -> bool:
    """Whether a bracket only abbreviates the limit of normal before it."""
    if not symbols or len(inside) != 1:
        return False
    before = symbols[-1].lexeme
    return before.kind == inside[0].kind == "limit" and before.value == inside[0].value


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


_CITED = re.compile(r"(?:w{1,3}Z[,.]?w{0,4}[9,;:.]*)+")


def _cites(inside: tuple[Lexeme, ...]) -> bool:
    """Whether a bracket is a literature reference, and holds nothing else."""
    return _CITED.fullmatch(kinds(inside)) is not None


_SPLIT = ",&|n"
_GOVERNING = frozenset("!EPADB:")
"""Signs whose reach is not known once the clause has come apart."""
