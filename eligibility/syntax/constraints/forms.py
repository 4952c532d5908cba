"""The forms of a constraint, over the kinds of lexemes.

What comes in are the lexemes of a criterion; what goes out are the places
where a limit, an age or a length of time stands, with its bounds and its unit.
Ordered choice: the longest form stands first.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Literal

import msgspec

from eligibility.core.span import Span
from eligibility.knowledge.lexicon import Lexicon
from eligibility.syntax.lexemes import Lexeme

Operator = Literal["<", "<=", "=", ">=", ">"]
Bound = tuple[Operator, float]

_NUMBER = r"9(?:xq?L|q?L|[uy])?"
FORMS: tuple[tuple[str, str], ...] = (
    ("sandwich", rf"{_NUMBER}c[wQ]{{1,6}}c{_NUMBER}"),
    ("range", rf"b?c?{_NUMBER}g?tc?{_NUMBER}g?"),
    ("range", rf"bc?{_NUMBER}&c?{_NUMBER}g?"),
    ("pair", rf"c{_NUMBER}&c{_NUMBER}g?"),
    ("levels", r"[QS]?S[:)f]{0,2}c?9(?:[t,|/&]{1,2}9)*p?(?![uyxqL])"),
    ("one", r"cS{1,2}9(?![uyxqL])"),
    ("levels", r"Qf?9(?:[,|]{1,2}9)+(?![uyxqL])"),
    ("one", r"cQf?9y?g?"),
    ("within", r"i(?:c?9tc?9|c?9)y"),
    ("one", r"c9yg?|9yg?[pO]|9pyg?|9yg"),
    ("one", rf"c{_NUMBER}|{_NUMBER}[pO]|cq?L"),
    ("one", r"9xq?L|9q?L"),
    ("length", r"f?9y(?=R)|f9y|9y(?=[wsQ])"),
    ("level", r"Qf?9(?![uytxqL,|/&9(pO])"),
    ("amount", r"9u"),
)
"""The letters are the kinds of lexemes; S is a word of a scale (grade, stage), N a bare noun (period)."""

_COMPILED = tuple((name, re.compile(form)) for name, form in FORMS)
_STARTS = frozenset("9cbiSfQ")
ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8}


class Found(msgspec.Struct, frozen=True):
    """A constraint in a run of lexemes: where, its form, its bounds, its unit and its limit of normal."""

    start: int
    end: int
    form: str
    bounds: tuple[Bound, ...]
    units: tuple[Lexeme, ...] = ()
    limit: Lexeme | None = None


def readied(lexemes: tuple[Lexeme, ...], lexicon: Lexicon) -> tuple[tuple[Lexeme, ...], str]:
    """The lexemes without fillers, words of a scale and their Roman numerals told, and the kind-string."""
    kept = [part for lexeme in lexemes if lexeme.kind != "filler" for part in _parted(lexeme)]
    signs = [_sign(lexeme, lexicon) for lexeme in kept]
    for place, lexeme in enumerate(kept):
        before, after = "".join(signs[max(0, place - 2) : place]), "".join(signs[place + 1 : place + 4])
        kind, value = _told(lexeme, before, after, lexicon)
        if kind:
            kept[place] = Lexeme(kind, lexeme.text, value, lexeme.span)
            signs[place] = kept[place].sign
    return tuple(kept), "".join(signs)


def _parted(lexeme: Lexeme) -> list[Lexeme]:
    """A word such as ``II-IV`` as three lexemes."""
    first, dash, last = lexeme.text.partition("-")
    if lexeme.kind != "word" or not dash or not (_roman(first) and _roman(last)):
        return [lexeme]
    start, middle = lexeme.span.start, lexeme.span.start + len(first)
    spans = Span(start, middle), Span(middle, middle + 1), Span(middle + 1, lexeme.span.end)
    texts = ((first, "word"), ("-", "to"), (last, "word"))
    return [Lexeme(kind, text, text, span) for (text, kind), span in zip(texts, spans, strict=True)]


def _roman(text: str) -> int | None:
    return ROMAN.get(unicodedata.normalize("NFKC", text).lower().rstrip("abc"))


def _sign(lexeme: Lexeme, lexicon: Lexicon) -> str:
    if lexeme.kind in {"word", "quantity"} and lexicon.value("scale_word", lexeme.text) is not None:
        return "S"
    if lexeme.kind == "word" and lexicon.value("bare_noun", lexeme.text) is not None:
        return "N"
    return lexeme.sign


def _told(lexeme: Lexeme, before: str, after: str, lexicon: Lexicon) -> tuple[str, str]:
    """What a lexeme is among its neighbours, where it is not what it looks like alone."""
    value = _roman(lexeme.text) if lexeme.kind in {"word", "unknown"} else None
    if value and (before.endswith(("S", "Sf", "Sc")) or re.search(r"9[t,|/&f]$", before)):
        return "number", str(value)
    if lexeme.text == "to" and before.endswith("9"):
        return "to", "to"
    if before.endswith("9") and lexicon.value("unit_word", lexeme.text) is not None:
        return "unit", lexeme.text
    operator = lexicon.value("comparator", lexeme.text)
    if operator and lexeme.kind in {"preposition", "word"} and re.match("Qf?9|SS?[9w]", after):
        return "comparator", operator
    return "", ""


_RATE = re.compile(r"[wx]{0,2}[/m]?~")


def find(lexemes: tuple[Lexeme, ...], kinds: str, lexicon: Lexicon) -> Iterator[Found]:
    """The constraints of a run of lexemes, in order."""
    place = 0
    while place < len(kinds):
        found = _at(lexemes, kinds, place) if kinds[place] in _STARTS else None
        if found is None:
            place += 1
            continue
        yield _rated(lexemes, kinds, found, lexicon)
        place = found.end


def _rated(lexemes: tuple[Lexeme, ...], kinds: str, found: Found, lexicon: Lexicon) -> Found:
    """A constraint with the rest of its unit, where that is a rate: hours per week, 3 times a day."""
    match = _RATE.match(kinds, found.end)
    if match is None or found.limit is not None or found.form == "levels":
        return found
    rest = lexemes[found.end : match.end()]
    said = found.units or any(lexeme.kind in {"slash", "manner", "times"} for lexeme in rest)
    if not said or lexicon.value("time_unit", rest[-1].text) is None:
        return found
    return msgspec.structs.replace(found, end=match.end(), units=(*found.units[-1:], *rest))


def _at(lexemes: tuple[Lexeme, ...], kinds: str, place: int) -> Found | None:
    for name, form in _COMPILED:
        match = form.match(kinds, place)
        if match is None:
            continue
        taken = lexemes[place : match.end()]
        read = _READ[name](taken)
        if read:
            skipped = next(n for n, lexeme in enumerate(taken) if kinds[place + n] not in "Qf")
            units = tuple(lexeme for lexeme in taken if lexeme.kind in {"unit", "time_unit"})
            limit = next((lexeme for lexeme in taken if lexeme.kind == "limit"), None)
            return Found(place + skipped, match.end(), name, tuple(read), units, limit)
    return None


def _numbers(lexemes: tuple[Lexeme, ...]) -> list[tuple[str, float]]:
    """The numbers, each with the comparator before it or the postfix behind it."""
    found: list[tuple[str, float]] = []
    operator = ""
    for lexeme in lexemes:
        match lexeme.kind:
            case "comparator":
                operator = lexeme.value
            case "number":
                found.append((operator, float(lexeme.value)))
                operator = ""
            case "postfix" | "age_postfix" if found:
                found[-1] = (lexeme.value, found[-1][1])
    return found


def _range(lexemes: tuple[Lexeme, ...]) -> list[Bound]:
    numbers = _numbers(lexemes)
    (first, low), (second, high) = numbers[0], numbers[-1]
    first, second = first.replace("=", "") if first == "=" else first, "" if second == "=" else second
    if low > high or first.startswith("<") or second.startswith(">"):
        return []
    return [(first or ">=", low), (second or "<=", high)]  # type: ignore[list-item]


def _pair(lexemes: tuple[Lexeme, ...]) -> list[Bound]:
    (first, low), (second, high) = _numbers(lexemes)
    return _between((first, low), (second, high))


def _between(first: tuple[str, float], second: tuple[str, float]) -> list[Bound]:
    """A lower and an upper bound, in whichever order; nothing where they leave nothing between them."""
    lower, upper = (second, first) if first[0].startswith("<") else (first, second)
    if not lower[0].startswith(">") or not upper[0].startswith("<") or lower[1] > upper[1]:
        return []
    return [lower, upper]  # type: ignore[list-item]


_TURNED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "="}


def _sandwich(lexemes: tuple[Lexeme, ...]) -> list[Bound]:
    """``7.5 % <= HbA1c <= 11 %``: the first comparator is seen from the number."""
    operators = [lexeme.value for lexeme in lexemes if lexeme.kind == "comparator"]
    numbers = [float(lexeme.value) for lexeme in lexemes if lexeme.kind == "number"]
    first = (_TURNED[operators[0]], numbers[0])
    second = (operators[1], numbers[1])
    return _between(first, second)


def _one(lexemes: tuple[Lexeme, ...]) -> list[Bound]:
    numbers = _numbers(lexemes)
    if not numbers:
        operator = next(lexeme.value for lexeme in lexemes if lexeme.kind == "comparator")
        return [(operator, 1.0)]  # type: ignore[list-item]
    operator, number = numbers[0]
    return [(operator or "=", number)]  # type: ignore[list-item]


def _within(lexemes: tuple[Lexeme, ...]) -> list[Bound]:
    numbers = _numbers(lexemes)
    if len(numbers) == 2:
        return [(">=", numbers[0][1]), ("<=", numbers[1][1])]
    return [(numbers[0][0] or "<=", numbers[0][1])]  # type: ignore[list-item]


def _levels(lexemes: tuple[Lexeme, ...]) -> list[Bound]:
    """Levels of a scale: a range, a list, or one with "or more"."""
    numbers = _numbers(lexemes)
    if any(lexeme.kind == "to" or lexeme.text == "to" for lexeme in lexemes) and len(numbers) == 2:
        return [(">=", numbers[0][1]), ("<=", numbers[1][1])] if numbers[0][1] <= numbers[1][1] else []
    return [(operator or "=", number) for operator, number in numbers]  # type: ignore[misc]


_READ = {
    "sandwich": _sandwich, "range": _range, "pair": _pair, "levels": _levels, "within": _within,
    "one": _one, "length": _one, "level": _levels, "amount": _one,
}  # fmt: skip
