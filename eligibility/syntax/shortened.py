"""What a text writes short: an abbreviation inside a name, a time of one unit.

What comes in are the lexemes of a criterion; what goes out are the same, with
the bracket of an abbreviation behind a name, or in the middle of one, without
meaning ("central nervous system (CNS) infection"), and "within the past month"
as within 1 month.  All else is left as it is.
"""

from __future__ import annotations

import msgspec

from eligibility.core.span import Span
from eligibility.knowledge.lexicon import Lexicon
from eligibility.syntax.lexemes import Lexeme, kinds

LONGEST = 8
"""So many words, or letters, are abbreviated at most."""

LONGEST_OF_ONE = 4
"""A single word is abbreviated by so many letters at most: gastrointestinal (GI)."""

_NAMING = frozenset({"word", "name"})
_PARTING = frozenset({"semicolon", "stop", "comma"})
"""Signs that an abbreviated name does not go on behind."""


def shortened(lexemes: tuple[Lexeme, ...], lexicon: Lexicon) -> tuple[Lexeme, ...]:
    """The lexemes with what is written short told."""
    said = {lexeme.kind for lexeme in lexemes}
    if "open" not in said and "deferred" not in said:
        return lexemes
    told: list[Lexeme] = []
    silent = _abbreviations(lexemes, lexicon) if "open" in said else frozenset()
    for place, lexeme in enumerate(lexemes):
        if place in silent:
            told.append(msgspec.structs.replace(lexeme, kind="filler", value=""))
        elif lexeme.kind == "deferred" and place and _counts_one(lexemes[place - 1], lexicon):
            told += _one(lexeme, lexicon)
        else:
            told.append(lexeme)
    return tuple(told)


def _counts_one(before: Lexeme, lexicon: Lexicon) -> bool:
    """Whether words before a unit of time mean one of it; the last month may be that of the calendar."""
    return before.kind == "within" and lexicon.value("unnumbered", before.text) is not None


def _one(lexeme: Lexeme, lexicon: Lexicon) -> list[Lexeme]:
    """A unit of time without a number behind "within": one of it."""
    unit = lexicon.value("time_unit", lexeme.text)
    if unit is None:
        return [lexeme]
    start = Span(lexeme.span.start, lexeme.span.start)
    return [Lexeme("number", "1", "1", start), Lexeme("time_unit", lexeme.text, unit, lexeme.span)]


def _abbreviations(lexemes: tuple[Lexeme, ...], lexicon: Lexicon) -> frozenset[int]:
    """The places of brackets that only abbreviate, or spell out, the words of a name before them."""
    found: set[int] = set()
    for place, lexeme in enumerate(lexemes):
        if lexeme.kind != "open" or place == 0:
            continue
        end = _closing(lexemes, place)
        inside = lexemes[place + 1 : end]
        doubled = lexemes[place - 1].kind == "open" and kinds(lexemes[end + 1 : end + 2]) == ")"
        first, last = place - doubled, end + doubled
        before = tuple(one for one in lexemes[max(0, first - LONGEST) : first] if one.kind != "filler")
        behind = lexemes[last + 1 : last + LONGEST]
        goes_on = bool(behind) and behind[0].kind in _NAMING
        ends = _NAMING | ({"quantity"} if goes_on else set())
        if not inside or not before or lexemes[first - 1].kind not in ends:
            continue
        if _names_the_same(before, inside) and not _one_name(before, behind, lexicon):
            found.update(range(first, last + 1))
    return frozenset(found)


def _one_name(before: tuple[Lexeme, ...], after: tuple[Lexeme, ...], lexicon: Lexicon) -> bool:
    """Whether words on both sides of a bracket are one measure: without it they would read as that."""
    starts = [" ".join(lexeme.text for lexeme in before[start:]) for start in range(len(before))]
    ends = [" ".join(lexeme.text for lexeme in after[: end + 1]) for end in range(len(after))]
    return any(lexicon.value("quantity", f"{start} {end}") is not None for start in starts for end in ends)


def _closing(lexemes: tuple[Lexeme, ...], place: int) -> int:
    """Where the bracket closes that opens at a place; 0 where it holds many words, or another bracket."""
    for at in range(place + 1, min(place + LONGEST, len(lexemes))):
        if lexemes[at].kind in {"open", "close"}:
            return at if lexemes[at].kind == "close" else 0
    return 0


def _names_the_same(before: tuple[Lexeme, ...], inside: tuple[Lexeme, ...]) -> bool:
    """Whether a bracket abbreviates the words before it, or spells out the abbreviation before it."""
    if any(lexeme.kind not in _NAMING for lexeme in inside):
        return False
    parted = [place for place, lexeme in enumerate(before) if lexeme.kind in _PARTING]
    telling = [one for one in before[max(parted, default=-1) + 1 :] if one.kind != "preposition"]
    words = [word for lexeme in telling for word in lexeme.text.replace("-", " ").split()]
    said = [word for lexeme in inside for word in lexeme.text.replace("-", " ").split()]
    if len(inside) == 1:
        # CKD-EPI stands for Chronic Kidney Disease Epidemiology Collaboration; it does not stand for itself.
        itself = "-" in inside[0].text and any(one.text == inside[0].text for one in telling)
        short = inside[0].text if itself else inside[0].text.replace("-", "")
        return any(_abbreviates(short, words[start:]) for start in range(len(words)))
    return _abbreviates(words[-1], said)


def _abbreviates(short: str, words: list[str]) -> bool:
    """Whether capitals stand for words: its first letter begins the first, the others follow in them."""
    letters = short.lower()
    if not 1 < len(short) <= LONGEST or not short.isupper() or not short.isalpha():
        return False
    if not words or not words[0].lower().startswith(letters[0]):
        return False
    rest = iter("".join(words).lower()[1:])
    if not all(letter in rest for letter in letters[1:]):
        return False
    if len(words) == 1:
        return len(words[0]) >= LONGEST and len(short) <= LONGEST_OF_ONE
    return sum(word[:1].lower() in letters for word in words) >= len(words) - 1
