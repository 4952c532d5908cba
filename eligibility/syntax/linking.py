"""Words that belong together, though several lexemes: requiring, associated with, post-menopausal, lesion(s).

What comes in are the lexemes of a sentence without fillers; what goes out are the same, with
words that narrow a name by another one ("disease due to A") as one preposition, what
"pre-" and "post-" begin as one word where no time is told, and a plural in brackets as its word.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import msgspec

from eligibility.core.span import Span
from eligibility.knowledge.lexicon import Lexicon
from eligibility.syntax.lexemes import Lexeme, span_of

NARROWING = "narrowing"
"""The kind of words that narrow a name, and their value as a preposition."""

SHOWING = "showing"
"""The kind of words before what shows something: confirmed by."""

NUMBERED = "numbered"
"""The kind of words behind which a number is part of a name."""

NORMAL_RANGE = "normal_range"
"""The kind of words for a value between both limits of normal."""

EXEMPLIFYING = "exemplifying"
"""The kind of words that begin examples where they stand behind a name: including."""

ENTERING = "entering"
"""The kind of words that tell who may enter: excluded, allowed."""

LACKING = "lacking"
"""The kind of words for a denial that stand behind what has not what they deny: without."""

SPANNING = "spanning"
"""The kind of words before a length with its side: in the 30 days before."""

LONGEST = 7
"""So many lexemes are one word at most."""


@lru_cache(maxsize=8)
def _first_words(lexicon: Lexicon, kinds: tuple[str, ...]) -> frozenset[str]:
    """The words that the wordings of some kinds begin with."""
    return frozenset().union(*map(lexicon.first_words, kinds))


def linked(lexemes: tuple[Lexeme, ...], lexicon: Lexicon) -> tuple[Lexeme, ...]:
    """The lexemes, those that belong together as one."""
    longest, linking = _wordings(lexicon).longest, linking_words(lexicon)
    told: list[Lexeme] = []
    place = 0
    while place < len(lexemes):
        lexeme, length = lexemes[place], 1
        plain = lexeme.kind == "word" and lexeme.text.partition(" ")[0].lower() not in linking
        if plain or (lexeme.kind == "comma" and _goes_on_by(lexemes, place, told, lexicon)):
            told += [lexeme] * plain
            place += 1
            continue
        if lexeme.kind in _TELLING and _tells(lexemes, place, lexicon):
            lexeme = msgspec.structs.replace(lexeme, kind="deferred")
        elif lexeme.kind in _PARTS:
            most = longest.get(lexeme.text.partition(" ")[0].lower(), 0)
            found = _worded(lexemes[place : place + most], lexicon) if most else None
            if found is not None and found[0].kind == "manner" and not _named(told):
                found = None
            match lexeme.kind:
                case _ if found is not None:
                    pass
                case "relation" | "preposition" if _spans(lexemes, place, lexicon):
                    found = msgspec.structs.replace(lexeme, kind="within", value="within"), 1
                case "relation":
                    found = _compound(lexemes, place, told)
                case "within":
                    found = _without_length(lexemes, place)
                case "word":
                    found = _numbered(lexemes, place, lexicon)
                case "open":
                    found = _plural(lexemes, place, told) or _parting(lexemes, place, lexicon)
                case "not" if told and told[-1].kind in _LACKED and lexicon.value(LACKING, lexeme.text):
                    # AV block without a pacemaker: with none.
                    told.append(Lexeme("with", "", "with", Span(lexeme.span.start, lexeme.span.start)))
            if found is not None:
                lexeme, length = found
        told.append(lexeme)
        place += length
    return tuple(told)


@lru_cache(maxsize=8)
def linking_words(lexicon: Lexicon) -> frozenset[str]:
    """Words that may belong together with those behind them, or be more than words by what they tell."""
    return _first_words(lexicon, (ENTERING, NUMBERED, *_WORDED))


def narrows(words: str, lexicon: Lexicon) -> bool:
    """Whether one of the words narrows a name."""
    said = words.split(" ")
    return any(
        lexicon.value(NARROWING, " ".join(said[start:end])) is not None
        for start in range(len(said))
        for end in range(start + 1, min(len(said), start + 3) + 1)
    )


_PARTS = frozenset(
    {"word", "deferred", "preposition", "verb", "relation", "open", "within", "not", "comparator"}
    | {"certainty"}
)
_TELLING = frozenset({"word"})
_ENDING = frozenset({"", "comma", "deferred", "unless", "provided", "relation"})
_NAMING = frozenset({"word", "name", "quantity", "level", "unit", "number", "limit"})

_SPAN = ("number", "time_unit", "relation")
"""What stands behind a word that is "within": a length and its side."""

_LACKED = _NAMING | {"time_unit", "close", "result"}
"""Kinds behind which "without" tells what a thing has not."""

Found = tuple[Lexeme, int]
"""One lexeme that stands for several, and for how many."""


def _named(told: list[Lexeme]) -> bool:
    """Whether a name stands before a place."""
    return bool(told) and told[-1].kind in _NAMING | {"result", "close"}


def _tells(lexemes: tuple[Lexeme, ...], place: int, lexicon: Lexicon) -> bool:
    """Whether a word tells who may enter, so that it is of no name: may be included, excluded.

    ``ending``: only at the end of what is said: enrolled, but not "enrolled in another study".
    """
    value = lexicon.value(ENTERING, lexemes[place].text)
    after = lexemes[place + 1].kind if place + 1 < len(lexemes) else ""
    return value is not None and (after in _ENDING if value == "ending" else after not in _NAMING)


_WORDED = {NARROWING: "preposition", NORMAL_RANGE: "normal", SHOWING: "manner", EXEMPLIFYING: "example"}
"""The kinds of wordings that are one lexeme whatever their words are alone, and its kind."""


class _Wordings(NamedTuple):
    """Kind and value of the lexeme that each wording is; how many words may follow each first one."""

    told: dict[str, tuple[str, str]]
    longest: dict[str, int]


@lru_cache(maxsize=8)
def _wordings(lexicon: Lexicon) -> _Wordings:
    told: dict[str, tuple[str, str]] = {}
    longest: dict[str, int] = {}
    for kind, as_kind in _WORDED.items():
        for text in lexicon.wordings(kind):
            value = kind if kind == NARROWING else lexicon.value(kind, text) or ""
            told.setdefault(text, (as_kind, "normal" if kind == NORMAL_RANGE else value))
            first, *others = text.split()
            longest[first] = max(longest.get(first, 0), 1 + len(others))
    return _Wordings(told, longest)


def _worded(said: tuple[Lexeme, ...], lexicon: Lexicon) -> Found | None:
    """The longest wording that some lexemes begin with that narrows a name, or begins examples of it."""
    told = _wordings(lexicon).told
    words = [lexeme.text for lexeme in said]
    for length in range(len(said), 0, -1):
        text = " ".join(words[:length])
        if (found := told.get(text.lower())) is not None:
            return Lexeme(found[0], text, found[1], span_of(said[:length])), length
    return None


def _numbered(lexemes: tuple[Lexeme, ...], place: int, lexicon: Lexicon) -> Found | None:
    """A word with the number that is part of its name: type 2, genotype 1b."""
    said = lexemes[place : place + 2]
    if len(said) < 2 or said[1].kind != "number" or lexicon.value(NUMBERED, said[0].text) is None:
        return None
    after = lexemes[place + 2].kind if place + 2 < len(lexemes) else ""
    if not said[1].text.isdigit() or after in _MEASURING:
        return None
    text = f"{said[0].text} {said[1].text}"
    return Lexeme("name", text, text, span_of(said)), 2


_MEASURING = frozenset({"number", "unit", "time_unit", "to", "comparator", "postfix", "age_postfix", "times"})
"""Kinds behind a number that is an amount, or the first of several."""


def _compound(lexemes: tuple[Lexeme, ...], place: int, before: list[Lexeme]) -> Found | None:
    """A word with "pre-" or "post-" in front, behind what it can be no time of."""
    said = lexemes[place : place + 2]
    if not said[0].text.endswith("-") or len(said) < 2 or said[1].kind not in {"word", "maternal"}:
        return None
    dates = before and before[-1].kind in _DATED
    if dates or said[0].span.end != said[1].span.start:
        return None
    return Lexeme("word", said[0].text + said[1].text, "", span_of(said)), 2


_DATED = _NAMING | {"time_unit", "and", "or", "and_or", "comma", "slash", "close"}
"""Kinds behind which "pre-" and "post-" may begin a time: blasts pre-cytoreduction."""


def _spans(lexemes: tuple[Lexeme, ...], place: int, lexicon: Lexicon) -> bool:
    """Whether a word is "within" by what stands behind it: in the 30 days before enrolment."""
    behind = tuple(one.kind for one in lexemes[place + 1 : place + 4])
    return behind == _SPAN and lexicon.value(SPANNING, lexemes[place].text) is not None


def _without_length(lexemes: tuple[Lexeme, ...], place: int) -> Found | None:
    """Words such as "in previous" with no length of time behind them: in previous studies."""
    first, behind = lexemes[place], lexemes[place + 1 : place + 1 + LONGEST]
    if first.text.lower().startswith("within") or not behind or behind[0].kind not in _NAMING:
        return None
    if any(one.kind in {"number", "time_unit", "deferred", "comparator"} for one in behind):
        return None
    return Lexeme("preposition", first.text, "in", first.span), 1


def _goes_on_by(
    lexemes: tuple[Lexeme, ...], place: int, told: list[Lexeme], lexicon: Lexicon
) -> bool:
    """Whether a comma between a limit and how it is computed adds nothing: 50 mL/min, using a formula.

    Words of a formula must follow: "..., using contraception" asks for more.
    """
    behind = lexemes[place + 1 : place + LONGEST_OF_A_FORMULA]
    if not told or told[-1].kind not in _LIMITING or not behind:
        return False
    computed = behind[0].kind == "manner" and behind[0].value == USING
    return computed and any(lexicon.value(BESIDE_FORMULA, one.text) == "noun" for one in behind)


_LIMITING = frozenset({"unit", "limit", "time_unit"})
BESIDE_FORMULA = "beside_formula"
"""The kind of the words beside the name of a formula; its nouns, such as "equation", tell that it is one."""
LONGEST_OF_A_FORMULA = 12
"""So many words on, the noun of a formula is looked for."""
USING = "using"
"""The value of the words of manner that tell by what something is computed."""


def _parting(lexemes: tuple[Lexeme, ...], place: int, lexicon: Lexicon) -> Found | None:
    """A bracket inside words that without it would be another lexeme: history (recent) of; left unread."""
    end = next((at for at in range(place, len(lexemes)) if lexemes[at].kind == "close"), place)
    before, behind = lexemes[max(0, place - LONGEST) : place], lexemes[end + 1 : end + LONGEST]
    begins = _first_words(lexicon, _PARTED)
    texts = [one.text for one in before]
    starts = [
        " ".join(texts[start:]) for start, text in enumerate(texts)
        if text.partition(" ")[0].lower() in begins
    ]  # fmt: skip
    ends = [" ".join(one.text for one in behind[: stop + 1]) for stop in range(len(behind) if starts else 0)]
    parted = any(
        lexicon.value(kind, f"{start} {stop}") is not None
        for start in starts
        for kind in _PARTED
        if start.partition(" ")[0].lower() in lexicon.first_words(kind)
        for stop in ends
    )
    return (msgspec.structs.replace(lexemes[place], kind="unknown"), 1) if parted else None


_PARTED = ("quantity", "status", "carrier", "not", "edge", "relation")
"""Kinds of words that a bracket may part."""


def _plural(lexemes: tuple[Lexeme, ...], place: int, told: list[Lexeme]) -> Found | None:
    """The word before a place with the "(s)" that stands right behind it; that word is taken back."""
    said = lexemes[place : place + 3]
    if not told or told[-1].kind not in {"word", "name"} or told[-1].span.end != said[0].span.start:
        return None
    if [one.text.lower() for one in said] != ["(", "s", ")"] or said[2].kind != "close":
        return None
    word = told.pop()
    whole = word.text + "".join(one.text for one in said)
    return msgspec.structs.replace(word, text=whole, span=word.span.join(said[2].span)), 3
