"""Finds half-lives in a time: within 30 days or 5 half-lives, whichever is longer.

What comes in are the lexemes of a criterion; what goes out are the same, with the half-lives
behind a time, or in its place, as one lexeme that also says which of the two holds.  All
else is left as it is.
"""

from __future__ import annotations

import re

import msgspec

from eligibility.knowledge.lexicon import Lexicon
from eligibility.syntax.lexemes import Lexeme, span_of

HALF_LIFE, SORT, OF_WHAT, WHICH = "half_life", "half_life_sort", "half_life_of", "whichever"
"""The words for it; what may stand before them, and behind "of"; which of two lengths holds."""

ALONE, EITHER = "alone", "either"
"""Half-lives without another length; with one, and nothing says which holds."""

LONGEST = 6
"""So many lexemes say at most which of two lengths holds, with the verb between them."""

_NUMBER = re.compile(r"\d{1,2}(?:\.\d)?")
_JOINING = frozenset({"or", "slash"})
_SIGNS = frozenset({"comma", "open", "close"})


class Found(msgspec.Struct, frozen=True):
    """Half-lives from ``start`` to ``end``; ``number`` is where their number stands."""

    start: int
    number: int
    end: int
    count: str


def with_half_lives(lexemes: tuple[Lexeme, ...], lexicon: Lexicon) -> tuple[Lexeme, ...]:
    """The lexemes with the half-lives of a time told."""
    if lexicon.first_words(HALF_LIFE).isdisjoint([lexeme.text.lower() for lexeme in lexemes]):
        return lexemes
    place = 0
    while place < len(lexemes):
        found = _found(lexemes, place, lexicon)
        if found is not None:
            lexemes, place = _folded(lexemes, found, lexicon)
        place += 1
    return lexemes


def _found(lexemes: tuple[Lexeme, ...], place: int, lexicon: Lexicon) -> Found | None:
    """The half-lives whose word stands at a place, with their number and what joins them to a time."""
    length = next((n for n in (2, 1) if lexicon.value(HALF_LIFE, _words(lexemes, place, place + n))), 0)
    if not length:
        return None
    number = place - 1
    while number >= 0 and _before_word(lexemes[number], lexicon):
        number -= 1
    if number < 0:
        return None
    said = lexemes[number].text if lexemes[number].kind == "number" else _spelled(lexemes[number], lexicon)
    if _NUMBER.fullmatch(said) is None:
        return None
    start = _joined_from(lexemes, number)
    if start is None:
        return None
    return Found(start, number, _of_what(lexemes, place + length, lexicon), said)


def _before_word(lexeme: Lexeme, lexicon: Lexicon) -> bool:
    """Whether a lexeme may stand between the number and the word: 5 times the elimination half-life."""
    return lexeme.kind in {"times", "filler"} or lexicon.value(SORT, lexeme.text) is not None


def _spelled(lexeme: Lexeme, lexicon: Lexicon) -> str:
    return lexicon.value("number", lexeme.text) or ""


def _words(lexemes: tuple[Lexeme, ...], start: int, end: int) -> str:
    return " ".join(lexeme.text for lexeme in lexemes[start:end])


def _is(lexeme: Lexeme, kind: str, lexicon: Lexicon) -> bool:
    return lexicon.value(kind, lexeme.text) is not None


def _joined_from(lexemes: tuple[Lexeme, ...], number: int) -> int | None:
    """Where the words begin that join half-lives to the time before them; ``None`` where none do."""
    before = number - 1
    within = before >= 0 and lexemes[before].kind == "within"
    joiner = before - within
    if joiner >= 1 and lexemes[joiner].kind in _JOINING:
        time = joiner - (lexemes[joiner - 1].kind == "comma") - 1
        if time >= 2 and lexemes[time].kind == "time_unit" and lexemes[time - 1].kind == "number":
            return time + 1
    return number if within else None


def _of_what(lexemes: tuple[Lexeme, ...], at: int, lexicon: Lexicon) -> int:
    """Where the words end that say of what the half-lives are, and that they hold if they are known."""
    if at < len(lexemes) and lexemes[at].value == "of":
        end = at + 1
        while end < len(lexemes) and (lexemes[end].kind == "filler" or _is(lexemes[end], OF_WHAT, lexicon)):
            end += 1
        at = end if any(_is(one, OF_WHAT, lexicon) for one in lexemes[at + 1 : end]) else at
    known = [lexeme.kind for lexeme in lexemes[at : at + 4]]
    return at + 4 if known == ["open", "deferred", "certainty", "close"] else at


def _folded(lexemes: tuple[Lexeme, ...], found: Found, lexicon: Lexicon) -> tuple[tuple[Lexeme, ...], int]:
    """The lexemes with half-lives as one of them, and its place; which length holds is told there."""
    timed = found.start < found.number
    which, said = _whichever(lexemes, found.end, lexicon) if timed else (ALONE, range(0))
    whole = lexemes[found.start : found.end]
    value = f"{found.count};{which}"
    told = " ".join(lexemes[at].text for at in said if lexemes[at].kind not in _SIGNS)
    made = Lexeme("half_lives", f"{_words(whole, 0, len(whole))} {told}".rstrip(), value, span_of(whole))
    behind = list(lexemes[found.end :])
    for at in (place - found.end for place in said):
        behind[at] = msgspec.structs.replace(behind[at], kind="filler", value="")
    return (*lexemes[: found.start], made, *behind), found.start


def _whichever(lexemes: tuple[Lexeme, ...], at: int, lexicon: Lexicon) -> tuple[str, range]:
    """Which of two lengths holds, and where that is said with the signs around it."""
    for start in range(at, len(lexemes)):
        if lexemes[start].kind in {"half_lives", "stop", "semicolon"}:
            break
        for length in range(min(LONGEST, len(lexemes) - start), 1, -1):
            value = lexicon.value(WHICH, _words(lexemes, start, start + length))
            if value is not None:
                first, last = start, start + length
                before = lexemes[first - 1].kind if first > at else ""
                behind = lexemes[last].kind if last < len(lexemes) else ""
                if (before, behind) == ("open", "close"):
                    return value, range(first - 1, last + 1)
                return value, range(first - (before == "comma"), last + (behind == "comma"))
    return EITHER, range(0)
