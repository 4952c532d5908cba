"""Reads what no rule reads as a whole, if each of its parts reads: names and limits, and words between them.

What comes in are the symbols of a clause, or of a part of one; what goes out is a
``Related``, or nothing where some sign in it is not understood.  How far the
words between the parts reach is not told here, and a person answers for all of it.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

from eligibility.core.span import Span
from eligibility.knowledge.lexicon import Lexicon
from eligibility.syntax.grammar.build import Builder
from eligibility.syntax.grammar.clause import PHRASE, QUALITY, read_expression
from eligibility.syntax.grammar.leaves import LONGEST_NAME, MAX_PHRASE
from eligibility.syntax.grammar.symbols import GROUP, Excepted, Symbol, joined, plain, signs
from eligibility.syntax.lexemes import Lexeme, span_of
from eligibility.syntax.lexemes import kinds as kinds_of
from eligibility.syntax.lexer import lex
from eligibility.syntax.nodes import (
    AgeIs,
    Aside,
    Clause,
    Occurrence,
    People,
    Reference,
    Related,
    Restated,
    Threshold,
    Unless,
    Unparsed,
)
from eligibility.syntax.rereading import LONGEST_KEPT, kinds_alone
from eligibility.syntax.terms import Comparison, LevelIs, Phrase

LINK, NAME = "^", "@"
"""The signs of words that canonical text marks: those between parts, and names."""

_TIME = rf"(?:[WR](?>o?{QUALITY})(?![WR])|V)"
_PARTS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{QUALITY}(?:f{QUALITY})?[f:]?T(?![wQ])",
        rf"T{QUALITY}(?![fT])",
        rf"w{{0,2}}S{QUALITY}0*",
        rf"C?{QUALITY}0*f?S(?!f)",
        rf"C?{PHRASE}0*{_TIME}",
        rf"C?{PHRASE}0*",
        rf"C?{QUALITY}0*",
        rf"{QUALITY}0*",
        "[wQ]0*",
        "X[wX]*",
        "[YShT]",
    )
)
"""What a part may be, the longest first; each begins where the last part or word between ends."""

_BEGINS = frozenset("wQCTXYSh")
"""The signs that these begin with."""

_PART = Occurrence | Threshold | Unless | AgeIs | LevelIs | People | Reference | Restated
"""What a part is, once it is built."""

_LINK = re.compile(
    r"[fskdeaCzoWVMR&|n/+,v!EPADIGBmrN~Hi:;.h]"
    r"|c(?=[wQ~])|(?<=[wQ9])[pO]|b(?=[wQfh])|(?<![t9])9[uy]g?(?!t)"
)
"""Words that may stand between parts: those of structure, times, amounts, and a comparison of names."""

_UNFINISHED = re.compile(r"[&|n+/!EP][.]?$|!!")
"""What ends as if more were to come, or denies twice."""

BRACKETS = frozenset("()")
MOST_UNPAIRED = 2
"""Of so many brackets without their partner it is still seen where they stand."""

_SIGN, _NUMBER = "?", "9"
_MORE = re.compile("(?:,?[&|n/t]|,)?9")
"""A further number behind a word that numbers: grade 1, 2 or 3."""


def related(symbols: tuple[Symbol, ...], lexicon: Lexicon) -> Related | None:
    """The parts with the words between them; ``None`` where a sign is neither, or nothing is named."""
    kinds = signs(symbols)
    if LINK in kinds or NAME in kinds:
        return _canonical(symbols, kinds, lexicon)
    unpaired = [one for one in symbols if one.sign == _SIGN and one.lexeme.text in BRACKETS]
    if _UNFINISHED.search(kinds) or len(unpaired) > MOST_UNPAIRED:
        return None
    parts: list[Clause] = []
    links: list[list[Lexeme]] = [[]]
    place = 0
    while place < len(symbols):
        found = _part(symbols, kinds, place, lexicon)
        if found is not None:
            marker, part, place = found
            links[-1] += marker
            parts.append(part)
            links.append([])
            continue
        end = _between(symbols, kinds, place, lexicon)
        if end == place:
            return None
        links[-1] += (lexeme for symbol in symbols[place:end] for lexeme in symbol.lexemes)
        place = end
    return _joined(parts, [joined(tuple(link)) for link in links], symbols, lexicon)


def _between(symbols: tuple[Symbol, ...], kinds: str, place: int, lexicon: Lexicon) -> int:
    """Where words that may stand between parts end; the place itself if there are none."""
    if kinds[place] == _SIGN:
        said = lexicon.value("sign", symbols[place].lexeme.text)
        return place + (said == "inside" or (said == "end" and place == len(symbols) - 1))
    if kinds[place] == _NUMBER and place and _numbers(symbols[place - 1], lexicon):
        end = place + 1
        while more := _MORE.match(kinds, end):
            end = more.end()
        return end
    if kinds[place] == "w" and _names_nothing(symbols[place : place + 1], lexicon):
        return place + 1
    found = _LINK.match(kinds, place)
    return place if found is None else found.end()


def _numbers(symbol: Symbol, lexicon: Lexicon) -> bool:
    """Whether a symbol ends in a word behind which a number is its name: grade 2, day 14, RECIST 1.1."""
    return lexicon.value("numbering", symbol.lexemes[-1].text.rpartition(" ")[2]) is not None


Found = tuple[tuple[Lexeme, ...], Clause, int]
"""A part, behind what marks its bracket, and before the place where it ends."""


def _part(symbols: tuple[Symbol, ...], kinds: str, place: int, lexicon: Lexicon) -> Found | None:
    """The part that begins at a place, with the word before it in its bracket, and where it ends."""
    match symbols[place].payload:
        case Aside(body=body) | Excepted(body=body):
            return _marker(symbols[place]), body, place + 1
    for pattern in _PARTS if kinds[place] in _BEGINS else ():
        found = pattern.match(kinds, place)
        if found is not None:
            part = _read(symbols[place : found.end()], kinds[place : found.end()], lexicon)
            if part is not None:
                return (), part, found.end()
    return None


def _marker(symbol: Symbol) -> tuple[Lexeme, ...]:
    """The first word of a bracket where it says what the bracket is: eg, ie, except."""
    bare = isinstance(symbol.payload, Aside) and symbol.payload.kind == "bare"
    return () if bare else symbol.lexemes[1:2]


def _read(symbols: tuple[Symbol, ...], kinds: str, lexicon: Lexicon) -> Clause | None:
    """A run of symbols as one part; ``None`` where it is none."""
    payload = symbols[0].payload
    if kinds == "T":
        assert isinstance(payload, Comparison)
        return Restated(comparison=payload, span=symbols[0].span)
    if kinds == "h" and not symbols[0].lexeme.value:
        return None
    if _NAME.fullmatch(kinds):
        return None if _names_nothing(symbols, lexicon) else _name(symbols)
    if not _alone(symbols, lexicon):
        return None
    tree = read_expression(kinds)
    part = None if tree is None else Builder(symbols).build(tree)
    return part if isinstance(part, _PART) else None


def _names_nothing(symbols: tuple[Symbol, ...], lexicon: Lexicon) -> bool:
    """Whether they are a single word that is no name, or is by itself a word of structure: enrolled."""
    text = symbols[0].lexeme.text
    if len(symbols) > 1 or text.isupper():
        return False
    return lexicon.names_nothing(text) or kinds_alone(text, lexicon) not in NAMES


def _name(symbols: tuple[Symbol, ...]) -> Occurrence | None:
    """A name without more; ``None`` where it is too long to be one."""
    text = plain(joined(_outside(symbols)))
    known = len(symbols) == 1 and symbols[0].sign == "Q"
    if not known and (len(text) > LONGEST_NAME or len(text.split()) > MAX_PHRASE):
        return None
    return _named(symbols, text)


def _named(symbols: tuple[Symbol, ...], text: str) -> Occurrence:
    span = symbols[0].span.join(symbols[-1].span)
    return Occurrence(phrase=Phrase(words=text, span=span), span=span)


_NAME = re.compile(PHRASE)


def _alone(symbols: tuple[Symbol, ...], lexicon: Lexicon) -> bool:
    """Whether the first words are the same at a beginning, where "evidence of" is more than a name."""
    first = _outside(symbols)[:FIRST]
    return kinds_alone(joined(first), lexicon) == kinds_of(first)


FIRST = 8
"""So many words are another thing at a beginning than behind other words, at most."""


def _outside(symbols: tuple[Symbol, ...]) -> tuple[Lexeme, ...]:
    """The lexemes outside brackets, which are read by themselves."""
    return tuple(lexeme for symbol in symbols if symbol.sign != GROUP for lexeme in symbol.lexemes)


def _canonical(symbols: tuple[Symbol, ...], kinds: str, lexicon: Lexicon) -> Related | None:
    """Names that canonical text marks, and parts in brackets, between words that it marks."""
    if _MARKED.fullmatch(kinds) is None:
        return None
    parts: list[Clause] = []
    links = [""]
    for symbol in symbols:
        if symbol.sign == LINK:
            links[-1] = symbol.lexeme.text
        elif symbol.sign == NAME:
            parts.append(_named((symbol,), plain(symbol.lexeme.text)))
            links.append("")
        elif isinstance(symbol.payload, Aside) and symbol.payload.kind == "bare":
            parts.append(symbol.payload.body)
            links.append("")
        else:
            return None
    return _joined(parts, links, symbols, lexicon)


_MARKED = re.compile(rf"(?:\{LINK}?[0{NAME}])+\{LINK}?")


def _joined(
    parts: list[Clause], links: list[str], symbols: tuple[Symbol, ...], lexicon: Lexicon
) -> Related | None:
    said = tuple("" if not link else plain(link) for link in links)
    if not parts or any(isinstance(part, Unparsed) for part in parts) or not (any(said) or parts[1:]):
        return None
    lexemes = tuple(lexeme for symbol in symbols for lexeme in symbol.lexemes)
    shown = plain(joined(lexemes))
    told = says(said, lexicon) if _TELLING.intersection(signs(symbols)) else "states"
    return Related(parts=tuple(parts), links=said, says=told, shown=shown, span=span_of(lexemes))


NAMES = frozenset("wQ")
"""The signs of a word that may be a name."""

_TELLING = frozenset(f"!A~{LINK}")
"""Signs of what may deny, permit or refuse."""


def says(links: tuple[str, ...], lexicon: Lexicon) -> Literal["states", "denies", "permits", "refuses"]:
    """What the words between the parts do to all of it."""
    if _DENIED.match(_link(links[0], lexicon)[0]):
        return "denies"
    permitted = frozenset[str]().union(*(_link(link, lexicon)[1] for link in links))
    if not permitted:
        return "states"
    return "refuses" if "no" in permitted else "permits"


def _link(link: str, lexicon: Lexicon) -> tuple[str, frozenset[str]]:
    """The kinds of the lexemes between two parts, and what they permit; the same few come again and again."""
    return _kept(link, lexicon) if len(link) <= LONGEST_KEPT else _linked(link, lexicon)


def _linked(link: str, lexicon: Lexicon) -> tuple[str, frozenset[str]]:
    lexemes = lex(link, Span(0, len(link)), lexicon)
    return kinds_of(lexemes), frozenset(one.value for one in lexemes if one.kind == "permitted")


_kept = lru_cache(maxsize=4096)(_linked)

_DENIED = re.compile("[h_va]*!")
