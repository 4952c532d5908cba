"""The bounds that a form of a constraint sets.

What comes in are the lexemes that a form took; what goes out are operators and
values.  Bounds that contradict each other are refused: the next form may read
them.
"""

from __future__ import annotations

from typing import Literal

from eligibility.knowledge.lexicon import Lexicon
from eligibility.syntax.lexemes import Lexeme

Operator = Literal["<", "<=", "=", ">=", ">"]
Bound = tuple[Operator, float]

OF = "of"
"""What a preposition stands for that links a part to its whole."""

FOR = "for"
"""What a preposition stands for that names whom a limit is for."""

ON = "on"
"""What a preposition stands for that names the scale of a score."""

AFTER = "after"
"""What a relation stands for whose moment is past: since surgery."""

AGE = "age"
"""The quantity that a birth date answers."""

YEARS = (1900.0, 2100.0)
"""A whole number from here to there behind "since" is a year."""

_OR_EQUAL: dict[str, Operator] = {">": ">=", "<": "<=", ">=": ">=", "<=": "<="}
_TURNED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "="}


def bounds(form: str, lexemes: tuple[Lexeme, ...], lexicon: Lexicon) -> tuple[Bound, ...] | None:
    """The bounds of a form; empty where it sets none, ``None`` where its lexemes make no sense as it."""
    match form:
        case "restated":
            return ()
        case "equality":
            return () if lexemes[2].value == "=" else None
        case "sandwich":
            return _sandwich(lexemes)
        case "range":
            return _range(lexemes)
        case "pair":
            return _between(*_numbers(lexemes))
        case "levels" | "level" | "values":
            return _levels(lexemes)
        case "within":
            return _within(lexemes)
        case "age":
            return _one(lexemes) if lexemes[0].value == AGE else None
        case "gestation":
            return _weeks(lexemes)
        case "recent" | "spanning":
            return (("<=", _numbers(lexemes)[0][1]),)
        case "length" if (deadline := lexicon.value("deadline", lexemes[0].text)) is not None:
            return ((deadline, _numbers(lexemes)[0][1]),)  # type: ignore[return-value]
        case "length" if lexemes[0].kind == "manner":
            return None
        case "year":
            return _year(lexemes, lexicon.value("year_bound", lexemes[0].text))
        case "deviation":
            return _deviation(lexemes)
        case "times over":
            return _times_over(lexemes)
        case "things":
            return _one(lexemes) if lexicon.value("cardinal", lexemes[0].text) else None
        case "count":
            operator, _, number = (lexicon.value("count_of", lexemes[0].text) or "").partition(" ")
            return ((operator, float(number)),)  # type: ignore[return-value]
    return _one(lexemes)


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
            case "postfix" | "age_postfix" if found and not (found[-1][0] and _is_sign(lexeme)):
                found[-1] = (lexeme.value, found[-1][1])
    return found


def _is_sign(lexeme: Lexeme) -> bool:
    """Whether it is a plus, which behind a comparator and a number is part of a level: no more than 1+."""
    return not lexeme.text[-1].isalpha()


def _range(lexemes: tuple[Lexeme, ...]) -> tuple[Bound, ...] | None:
    (first, low), *_, (second, high) = _numbers(lexemes)
    if lexemes[0].kind == "between" and not first and not second:
        low, high = min(low, high), max(low, high)
    first, second = "" if first == "=" else first, "" if second == "=" else second
    if low > high or first.startswith("<") or second.startswith(">"):
        return None
    return ((first or ">=", low), (second or "<=", high))  # type: ignore[return-value]


def _between(first: tuple[str, float], second: tuple[str, float]) -> tuple[Bound, ...] | None:
    """A lower and an upper bound, in whichever order; ``None`` where they leave nothing between them."""
    if first[0] == second[0] == "=" and first[1] < second[1]:
        # The signs of a range whose strokes were lost: FEV1 = 60% and = 90%.
        return ((">=", first[1]), ("<=", second[1]))
    first, second = _unstruck(first, second), _unstruck(second, first)
    lower, upper = (second, first) if first[0].startswith("<") else (first, second)
    if not lower[0].startswith(">") or not upper[0].startswith("<") or lower[1] > upper[1]:
        return None
    return (lower, upper)  # type: ignore[return-value]


def _unstruck(bound: tuple[str, float], other: tuple[str, float]) -> tuple[str, float]:
    """An equality beside a limit that leaves room for it had a stroke, which was lost: = 30% and < 80%."""
    if bound[0] != "=":
        return bound
    if other[0].startswith("<") and bound[1] < other[1]:
        return (">=", bound[1])
    return ("<=", bound[1]) if other[0].startswith(">") and bound[1] > other[1] else bound


def _sandwich(lexemes: tuple[Lexeme, ...]) -> tuple[Bound, ...] | None:
    """``7.5 % <= HbA1c <= 11 %``: the first comparator is seen from the number."""
    operators = [lexeme.value for lexeme in lexemes if lexeme.kind == "comparator"]
    numbers = [float(lexeme.value) for lexeme in lexemes if lexeme.kind == "number"]
    return _between((_TURNED[operators[0]], numbers[0]), (operators[1], numbers[1]))


def _weeks(lexemes: tuple[Lexeme, ...]) -> tuple[Bound, ...] | None:
    """Completed weeks of gestation, the days behind a plus left out: 24+0 to 34+6 weeks."""
    signs = [place for place, lexeme in enumerate(lexemes) if lexeme.text == "+"]
    if len(signs) != sum(lexeme.kind == "number" for lexeme in lexemes) // 2:
        return None
    days = {place + 1 for place in signs}
    kept = tuple(lexeme for place, lexeme in enumerate(lexemes) if place not in days and lexeme.text != "+")
    return _range(kept) if len(signs) > 1 else _one(kept)


_EITHER_WAY = frozenset({"\u00b1", "+/-"})
"""Signs of a deviation upwards or downwards."""


def _deviation(lexemes: tuple[Lexeme, ...]) -> tuple[Bound, ...] | None:
    """``+/- 10 %``, ``28 +/- 7 days``: from so much less than a number, or than nothing, to so much more."""
    signs = "".join(lexeme.text for lexeme in lexemes if lexeme.kind not in {"number", "unit", "time_unit"})
    numbers = [float(lexeme.value) for lexeme in lexemes if lexeme.kind == "number"]
    units = {lexeme.value for lexeme in lexemes if lexeme.kind in {"unit", "time_unit"}}
    if signs not in _EITHER_WAY or len(units) > 1:
        return None
    middle, far = sum(numbers[:-1]), numbers[-1]
    return ((">=", middle - far), ("<=", middle + far))


def _times_over(lexemes: tuple[Lexeme, ...]) -> tuple[Bound, ...] | None:
    """``twice higher than``, ``two times or greater than``: a multiple before its comparator."""
    over = next(lexeme.value for lexeme in lexemes if lexeme.kind == "comparator")
    operator = _OR_EQUAL.get(over) if lexemes[2].kind == "or" else over
    return None if operator is None else ((operator, float(lexemes[0].value)),)  # type: ignore[return-value]


def _one(lexemes: tuple[Lexeme, ...]) -> tuple[Bound, ...]:
    numbers = _numbers(lexemes)
    if not numbers:
        operator = next(lexeme.value for lexeme in lexemes if lexeme.kind == "comparator")
        return ((operator, 1.0),)  # type: ignore[return-value]
    operator, number = numbers[0]
    return ((operator or "=", number),)  # type: ignore[return-value]


def _within(lexemes: tuple[Lexeme, ...]) -> tuple[Bound, ...]:
    numbers = _numbers(lexemes)
    if len(numbers) == 2:
        return ((">=", numbers[0][1]), ("<=", numbers[1][1]))
    return ((numbers[0][0] or "<=", numbers[0][1]),)  # type: ignore[return-value]


def _levels(lexemes: tuple[Lexeme, ...]) -> tuple[Bound, ...] | None:
    """Levels of a scale: a range, a list, or one with "or more"."""
    numbers = _numbers(lexemes)
    if any(lexeme.kind == "to" for lexeme in lexemes) and len(numbers) == 2:
        return _range(lexemes)
    return tuple((operator or "=", number) for operator, number in numbers)  # type: ignore[misc]


def _year(lexemes: tuple[Lexeme, ...], operator: str | None) -> tuple[Bound, ...] | None:
    """``since 2010``: a year of the calendar."""
    number = float(lexemes[1].value)
    if operator is None or not YEARS[0] <= number <= YEARS[1] or number != int(number):
        return None
    return ((operator, number),)  # type: ignore[return-value]
