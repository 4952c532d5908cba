"""Makes lexemes ready for the forms of a constraint.

What comes in are the lexemes of a criterion; what goes out are those without
fillers, with the words of a scale and their Roman numerals told, signs that
say one thing joined, and the places where a filler stood.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

import msgspec

from eligibility.core.span import Span
from eligibility.knowledge.lexicon import Lexicon
from eligibility.syntax.lexemes import Lexeme

ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8}

_NUMERAL = r"[IVXivx]{1,4}[abc]?|[\u2160-\u2167]"
_GLUED = re.compile(
    rf"(?P<word>[A-Za-z]{{4,}}?)(?P<first>[IVX]{{1,4}}|[\u2160-\u2167])(?:(?P<dash>-)(?P<last>{_NUMERAL}))?"
)
_RANGE = re.compile(rf"(?P<word>)(?P<first>{_NUMERAL})(?P<dash>-)(?P<last>{_NUMERAL})")
_SCALED = re.compile(r"[SQ]w{0,3}[:)fc(]{0,2}$")
_BEFORE_TO = re.compile(r"9(?:yg?)?$")
_THINGS = re.compile("s?w")
_LISTED = re.compile(r"9[t,|/&f]{1,2}$")


SCALE, BARE, COUNT = "S", "N", "Y"
"""Signs of words: of a scale (grade), of no subject (period), of a count (one of the following)."""


class Ready(msgspec.Struct, frozen=True):
    """Lexemes, their kinds as a string, and the places before which a filler was left out."""

    lexemes: tuple[Lexeme, ...]
    kinds: str
    gaps: frozenset[int]


def ready(lexemes: Iterable[Lexeme], lexicon: Lexicon) -> Ready:
    """The lexemes of a criterion as the forms of a constraint read them."""
    kept: list[Lexeme] = []
    gaps: set[int] = set()
    for lexeme in lexemes:
        if lexeme.kind == "filler" or lexicon.value("approximate", lexeme.text) is not None:
            gaps.add(len(kept))
        elif kept and (one := _with_last(kept[-1], lexeme, lexicon)) is not None:
            kept[-1] = one
        else:
            kept.extend(_parted(lexeme, kept[-1].kind if kept else "", lexicon))
    signs = [_sign(lexeme, lexicon) for lexeme in kept]
    for place, lexeme in enumerate(kept):
        before, after = "".join(signs[max(0, place - 7) : place]), "".join(signs[place + 1 : place + 5])
        kind, value = _told(lexeme, before, after, lexicon)
        if not kind and _sets_apart(kept, place):
            kind, value = "colon", ":"
        if not kind and place not in gaps and lexeme.kind == "word" and _THINGS.match(after):
            kind, value = "number", lexicon.value("cardinal", lexeme.text) or ""
        if value:
            kept[place] = Lexeme(kind, lexeme.text, value, lexeme.span)
            signs[place] = kept[place].sign
    return _joined(kept, signs, gaps)


_DASHES = frozenset({"-", "\u2013", "\u2014"})


def _sets_apart(lexemes: list[Lexeme], place: int) -> bool:
    """Whether a dash stands on its own behind words, as a colon does: performance status - 0 to 2."""
    if lexemes[place].text not in _DASHES or not 0 < place < len(lexemes) - 1:
        return False
    apart = lexemes[place - 1].span.end < lexemes[place].span.start
    apart = apart and lexemes[place].span.end < lexemes[place + 1].span.start
    return apart and lexemes[place - 1].kind in {"word", "quantity", "close"}


_TWO_WORDS = ("scale_word", "unit_word", "time_word", "bare_limit")


def _with_last(last: Lexeme, lexeme: Lexeme, lexicon: Lexicon) -> Lexeme | None:
    """Two lexemes that are one: ``10`` and ``th``, ``half`` and ``lives``."""
    span = last.span.join(lexeme.span)
    touching = last.span.end == lexeme.span.start
    if last.kind == "number" and touching and lexicon.value("ordinal_ending", lexeme.text):
        return Lexeme("number", last.text + lexeme.text, last.value, span)
    both = f"{last.text} {lexeme.text}"
    if last.kind == lexeme.kind == "word" and any(lexicon.value(kind, both) for kind in _TWO_WORDS):
        return Lexeme("word", both, both, span)
    return None


def _joined(kept: list[Lexeme], signs: list[str], gaps: set[int]) -> Ready:
    """The lexemes with signs that say one thing made one."""
    lexemes: list[Lexeme] = []
    kinds = ""
    moved: set[int] = set()
    place = 0
    while place < len(kept):
        length, one = _one_of("".join(signs[place : place + 4]), kept[place : place + 4])
        if gaps.intersection(range(place, place + 1)):
            moved.add(len(lexemes))
        lexemes.append(one or kept[place])
        kinds += one.sign if one else signs[place]
        place += length
    return Ready(tuple(lexemes), kinds, frozenset(moved))


_TIMES = re.compile(r"[xX\u00d7](\d{1,2}(?:\.\d)?)")
"""A multiple in one word: > x2 ULN."""

_POWER_OF_TEN = re.compile(r"10\W*\d{1,2}")
"""A power in a unit that no laboratory reports, the raised sign perhaps lost: 3.5 x 109/mL."""

_BOTH = {frozenset("<="): "<=", frozenset(">="): ">="}


def _one_of(signs: str, lexemes: list[Lexeme]) -> tuple[int, Lexeme | None]:
    """How many lexemes are one, and that one: ``= <``, ``greater than (>)``, ``-1`` behind a comparator."""
    if signs.startswith("c(c)"):
        return 4, _as(lexemes[0], "comparator", lexemes[0].value, lexemes[0].span.join(lexemes[3].span))
    if signs.startswith("cc"):
        value = _BOTH.get(frozenset(lexemes[0].value + lexemes[1].value))
        if value and len(lexemes[0].value) == len(lexemes[1].value) == 1:
            return 2, _as(lexemes[0], "comparator", value, lexemes[0].span.join(lexemes[1].span))
    if signs.startswith("x9u") and _POWER_OF_TEN.fullmatch(lexemes[1].text):
        return 3, _as(lexemes[0], "unit", lexemes[0].text, lexemes[0].span.join(lexemes[2].span))
    return 1, None


def _as(lexeme: Lexeme, kind: str, value: str, span: Span) -> Lexeme:
    return Lexeme(kind, lexeme.text, value, span)


def _parted(lexeme: Lexeme, before: str, lexicon: Lexicon) -> list[Lexeme]:
    """A word such as ``II-IV`` or ``GradeII``, or ``weeks of gestation``, in its parts."""
    if lexeme.span.end - lexeme.span.start != len(lexeme.text):
        return [lexeme]
    if lexeme.kind == "quantity" and before == "number":
        word = lexeme.text.partition(" ")[0]
        if word == lexeme.text or lexicon.value("time_unit", word) is None:
            return [lexeme]
        first = _part(lexeme, 0, len(word), "time_unit")
        return [first, _part(lexeme, len(word) + 1, len(lexeme.text), "word")]
    if lexeme.kind != "word":
        return [lexeme]
    if before == "comparator" and (folded := _TIMES.fullmatch(lexeme.text)):
        return [_part(lexeme, 0, 1, "times"), _part(lexeme, *folded.span(1), "number")]
    match = _RANGE.fullmatch(lexeme.text) or _GLUED.fullmatch(lexeme.text)
    if match is None or (match["word"] and lexicon.value("scale_word", match["word"]) is None):
        return [lexeme]
    kinds = {"word": "word", "first": "word", "dash": "to", "last": "word"}
    return [_part(lexeme, *match.span(name), kind) for name, kind in kinds.items() if match[name]]


def _part(lexeme: Lexeme, start: int, end: int, kind: str) -> Lexeme:
    """Some characters of a lexeme that has as many in the source as in its text."""
    text, origin = lexeme.text[start:end], lexeme.span.start
    return Lexeme(kind, text, text, Span(origin + start, origin + end))


def roman(text: str) -> int | None:
    """The number that a Roman numeral stands for, a letter behind it left out; ``None`` if it is none."""
    return ROMAN.get(unicodedata.normalize("NFKC", text).lower().rstrip("abc"))


def _sign(lexeme: Lexeme, lexicon: Lexicon) -> str:
    if lexeme.kind in {"word", "quantity"} and lexicon.value("scale_word", lexeme.text) is not None:
        return SCALE
    if lexeme.kind == "word" and lexicon.value("bare_noun", lexeme.text) is not None:
        return BARE
    if lexeme.kind == "quantifier" and lexicon.value("count_of", lexeme.text) is not None:
        return COUNT
    return lexeme.sign


def _told(lexeme: Lexeme, before: str, after: str, lexicon: Lexicon) -> tuple[str, str]:
    """What a lexeme is among its neighbours, where it is not what it looks like alone."""
    value = roman(lexeme.text) if lexeme.kind in {"word", "unknown"} else None
    if value and (_SCALED.search(before) or _LISTED.search(before)):
        return "number", str(value)
    if lexeme.text in {"to", "-"} and _BEFORE_TO.search(before) and re.match("[w9?]", after):
        return "to", "to"
    if before.endswith(("9", "9p")) and lexeme.kind in {"word", "deferred"}:
        unit = lexicon.value("time_unit", lexeme.text)
        if unit is not None and len(lexeme.text) > 1:
            return "time_unit", unit
    if before.endswith("9") and lexicon.value("time_word", lexeme.text) is not None:
        return "time_unit", lexicon.value("time_word", lexeme.text) or ""
    if lexeme.kind == "unit" and (unit := lexicon.value("time_unit", lexeme.text)):
        return "time_unit", unit
    measured = before.endswith("9") and lexeme.kind != "time_unit"
    if measured and lexicon.value("unit_word", lexeme.text) is not None:
        return "unit", lexeme.text
    if before.endswith(("9u", "9u)", "9x")) and lexicon.value("rate_word", lexeme.text) is not None:
        return "deferred", lexeme.text
    if before.endswith("9x") and lexicon.value("bare_limit", lexeme.text) is not None:
        return "limit", lexicon.value("bare_limit", lexeme.text) or ""
    if operator := lexicon.value("limiter", lexeme.text) if after[:1] == "9" else None:
        return "comparator", operator
    if lexicon.value("between", lexeme.text) is not None and re.match(r"Qf?9[yt&]", after):
        return "between", "between"
    operator = lexicon.value("comparator", lexeme.text)
    if operator and lexeme.kind in {"preposition", "word"} and re.match(r"Qf?9|SS?[9w]|\(c\)9", after):
        return "comparator", operator
    return "", ""
