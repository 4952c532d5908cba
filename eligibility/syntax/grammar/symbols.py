"""Symbols: what the clause grammar reads.  One lexeme, or a run of lexemes folded into one.

A folded island or bracket group carries what was read inside it.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from eligibility.core.span import Span
from eligibility.syntax.lexemes import Lexeme, span_of
from eligibility.syntax.nodes import AgeIs, Aside, Citation, Clause
from eligibility.syntax.terms import MARKS, Comparison, LevelIs, Time

COMPARISON, AGE, WINDOW, RECENT, LEVEL, OTHER, GROUP = "T", "Y", "W", "V", "S", "M", "0"
EXCEPTION = "K"
COLON, PREPOSITION = ":", "f"

class Excepted(msgspec.Struct, frozen=True, gc=False):
    """A bracket that takes something out of what stands before it: (except gout)."""

    said: Literal["unless", "except", "excluding"]
    body: Clause


Payload = Excepted | Comparison | AgeIs | Time | LevelIs | Aside | Citation | None


class Symbol(msgspec.Struct, frozen=True, gc=False):
    """One sign of the folded kind-string with its lexemes and, where folded, what they say."""

    sign: str
    lexemes: tuple[Lexeme, ...]
    payload: Payload = None

    @property
    def span(self) -> Span:
        """Where its words stand."""
        return self.lexemes[0].span if len(self.lexemes) == 1 else span_of(self.lexemes)

    @property
    def lexeme(self) -> Lexeme:
        """The lexeme of a symbol that is not folded."""
        return self.lexemes[0]


def signs(symbols: tuple[Symbol, ...]) -> str:
    """The folded kind-string."""
    return "".join([symbol.sign for symbol in symbols])


def with_colons(symbols: tuple[Symbol, ...]) -> tuple[Symbol, ...]:
    """The symbols with a dash between a measure and its limit read as a colon: AST - <= 5 x ULN."""
    dashes = [place for place, symbol in enumerate(symbols) if symbol.sign == "?" and _parts(symbols, place)]
    if not dashes:
        return symbols
    read = list(symbols)
    for place in dashes:
        read[place] = msgspec.structs.replace(read[place], sign=COLON)
    return tuple(read)


def _parts(symbols: tuple[Symbol, ...], place: int) -> bool:
    """Whether a sign is a dash, set apart, with a measure before it and what begins a limit behind it."""
    if symbols[place].lexeme.text != "-" or not 0 < place < len(symbols) - 1:
        return False
    before, after = symbols[place - 1], symbols[place + 1]
    apart = symbols[place].span.start > before.span.end and symbols[place].span.end < after.span.start
    return apart and before.sign in MEASURES and after.sign in LIMITS


MEASURES = frozenset({"Q", GROUP})
LIMITS = frozenset("bc9")


def words(symbols: tuple[Symbol, ...]) -> str:
    """The words of a run of symbols, in clean spelling, as one string.

    No space stands before a comma, inside brackets, or where the source has none.
    """
    return joined(tuple(lexeme for symbol in symbols for lexeme in symbol.lexemes))


def joined(lexemes: tuple[Lexeme, ...]) -> str:
    """Lexemes as text: a space where the source has a gap between them."""
    if len(lexemes) == 1:
        return lexemes[0].text
    parts: list[str] = []
    end = lexemes[0].span.start if lexemes else 0
    for lexeme in lexemes:
        span = lexeme.span
        if span.start > end:
            parts.append(" ")
        parts.append(lexeme.text)
        end = span.end
    return "".join(parts)


def plain(text: str) -> str:
    """The text without the marks that canonical text sets around unread words; a dash if nothing is left."""
    marked = not text.isascii() and any(mark in text for mark in MARKS)
    return " ".join((text.translate(_UNMARKED) if marked else text).split()) or "-"


_UNMARKED = str.maketrans(dict.fromkeys(MARKS, " "))


class RefusedError(Exception):
    """Words that a rule of the grammar takes in and nobody can say what they mean; the message says why."""
