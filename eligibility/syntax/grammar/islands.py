"""Islands: bounds, windows, ages and levels, found anywhere in a run of lexemes and folded into one symbol.

What comes in are lexemes without fillers, bracket groups already folded; what
goes out are symbols.  Ordered choice: the longest form stands first ("18 to 50"
before "18").
"""

from __future__ import annotations

import math
import re
from typing import Literal

import msgspec

from eligibility.core.interval import Interval, levels_of
from eligibility.syntax.grammar.symbols import (
    AGE,
    COMPARISON,
    LEVEL,
    OTHER,
    RECENT,
    WINDOW,
    Payload,
    Symbol,
    signs,
    with_colons,
)
from eligibility.syntax.lexemes import Lexeme, span_of
from eligibility.syntax.nodes import AgeIs
from eligibility.syntax.terms import NORMAL, Comparison, HalfLives, LevelIs, Moment, Phrase, Time

TO_COME = Moment(phrase=Phrase(words="?"))
"""Stands for the moment of a window until the clause grammar has read it."""

AGED = "aged"
NORMAL_RANGE = "normal"
"""Bounds behind the word "age" itself: they are its limits."""

ALONE = "alone"
"""A number with its unit and nothing else: what a bracket behind a limit may hold."""

OF_PEOPLE = "of people"
"""Years right behind candidates and before nothing that they may count from: their age."""

_ENDS = "(?=$|[,+&|EPAR])"

LISTED = "listed"
"""Whole numbers behind a measure, one by one: its levels."""

FORMS: dict[str, tuple[str, ...]] = {
    LISTED: (r"9(?:[,|/]9|,\|9)+(?![,|/]9|,\|9|[uyxqLgOpt])",),
    AGED: ("b?c?9y?tc?9yg", "b?c9y?&c?9yg|bc?9y?&c?9yg", "c9yg|9yg[pO]", "9y?[pO]"),
    AGE: (
        "b?c?9y?tc?9yg", "b?c9y?&c?9yg|bc?9y?&c?9yg", "c9yg|9yg[pO]|9yO",
    ),
    OF_PEOPLE: (
        rf"b?c?9y?tc?9y{_ENDS}", rf"b?c9y?&c?9y{_ENDS}|bc?9y?&c?9y{_ENDS}", rf"c9y{_ENDS}",
    ),
    # After the name of a quantity, "age > 18 years at ..." is a limit and no window.  A bare length
    # ("4 weeks before") is none either: it may mean at that time, since then, or until then.
    WINDOW: ("i(?:c?9tc?9|c?9)y8?[Rf]", "i8[Rf]", "(?<!Q)(?:c?9tc?9|c9)yR"),
    # What follows must not be what it may count from.
    RECENT: (r"i(?:c?9tc?9|c?9)y8?(?=$|,$|[|&nEPAm0]|,[^R])", r"i8(?=$|,$|[|&nEPAm0]|,[^R])"),
    COMPARISON: (
        "b?c?9x?q?L?tc?9xq?L(?!g)", "b?c9(?:xq?L)?&c9xq?L|bc?9x?q?L?&c?9xq?L", "b?c?9[uy]?tc?9[uy]?(?!g)",
        "bc?9[uy]?&c?9[uy]?(?!g)", "c9[uy]?&c9[uy]?(?!g)",
        "c(?:9x?)?q?L", "9xq?Lp?", "9q?L[pO]", "c9[uy]?", "9[uy]?p",
    ),
    LEVEL: ("clF", "clj?", "c?Fc?ltl|c?Fc?l(?:(?:,[|&n]?|[|/&n])l)*p?"),
    NORMAL_RANGE: ("J",),
    OTHER: ("9y",),
    ALONE: ("9u",),
}  # fmt: skip
"""The islands over kinds; a form whose lexemes do not make sense gives way to the next."""


def fold(symbols: tuple[Symbol, ...]) -> tuple[Symbol, ...]:
    """The symbols with every island folded into one."""
    if not _START.search(signs(symbols)):
        return symbols
    symbols = with_colons(symbols)
    kinds = signs(symbols)
    folded: list[Symbol] = []
    done = 0
    for start in _START.finditer(kinds):
        place = start.start()
        island, length = _island(symbols, kinds, place) if place >= done else (None, 0)
        if island is not None:
            folded += symbols[done:place]
            folded.append(island)
            done = place + length
    return (*folded, *symbols[done:])


_STARTS = frozenset("bc9iJF")
_START = re.compile("[bc9iJF]")
_ALTERNATIVE = re.compile(r"\|(?![^(]*\))(?![^\[]*\])")
_BEGINNING = re.compile(r"(?:\(\?<!Q\))?(?:\(\?:)?((?:[a-z]\?)*)(.)")


def _begins(form: str, sign: str) -> bool:
    """Whether a form may begin with a sign: the first that must stand there, or one that may before it."""
    beginnings = (_BEGINNING.match(part) for part in _ALTERNATIVE.split(form))
    return any(found is not None and sign in found[1] + found[2] for found in beginnings)


_BY_SIGN = {
    sign: tuple(
        (name, re.compile(form)) for name, forms in FORMS.items() for form in forms if _begins(form, sign)
    )
    for sign in _STARTS
}
"""The forms that may begin with a sign, in their order."""


def _island(symbols: tuple[Symbol, ...], kinds: str, place: int) -> tuple[Symbol | None, int]:
    """The island that begins at a place, and how many symbols it takes."""
    for name, form in _BY_SIGN[kinds[place]]:
        found = form.match(kinds, place)
        if found is None:
            continue
        taken = symbols[place : found.end()]
        if name in _WHERE and not _WHERE[name](symbols, place, found.end()):
            continue
        payload = _READ[name](tuple(symbol.lexeme for symbol in taken))
        if payload is not None:
            lexemes = tuple(lexeme for symbol in taken for lexeme in symbol.lexemes)
            return Symbol(_FOLDED.get(name, name), lexemes, payload), len(taken)
    return None, 1


def _of_age(symbols: tuple[Symbol, ...], place: int, end: int) -> bool:
    """Whether the word before a place, a preposition or a colon left out, is "age"."""
    named = place - 1 - (place > 1 and symbols[place - 1].sign in "f:")
    return named >= 0 and symbols[named].sign == "Q" and symbols[named].lexeme.value == AGE_NAMED


def _measured(symbols: tuple[Symbol, ...], place: int, end: int) -> bool:
    """Whether a measure stands before a place, a preposition left out, or a colon."""
    before = signs(symbols[max(0, place - 2) : place]).removesuffix("f")
    return before.endswith(("Q", "0", ":"))


def _of_people(symbols: tuple[Symbol, ...], place: int, end: int) -> bool:
    """Whether candidates stand right before years, and nothing behind them but a day on which they count."""
    unit = _value(tuple(symbol.lexeme for symbol in symbols[place:end]), "time_unit")
    after = symbols[end] if end < len(symbols) else None
    counted = after is not None and after.sign == "R" and after.lexeme.value != AT
    return place > 0 and symbols[place - 1].sign == "h" and unit == "year" and not counted


def _other(symbols: tuple[Symbol, ...], place: int, end: int) -> bool:
    """Whether a length stands first, and "for" behind it: (6 weeks for ...)."""
    return place == 0 and end < len(symbols) and symbols[end].sign == "f" and symbols[end].lexeme.value == FOR


def _alone(symbols: tuple[Symbol, ...], place: int, end: int) -> bool:
    """Whether nothing but "or" stands beside a number and its unit."""
    return end == len(symbols) and signs(symbols[:place]) in {"", "|"}


_WHERE = {AGED: _of_age, LISTED: _measured, OF_PEOPLE: _of_people, OTHER: _other, ALONE: _alone}
"""Whether what stands around an island bears it out."""

_FOLDED = {AGED: COMPARISON, LISTED: COMPARISON, OF_PEOPLE: AGE, ALONE: COMPARISON, NORMAL_RANGE: COMPARISON}
"""The sign of an island that is not named by it."""

AT = "at"
"""The relation of what holds on a day."""

FOR = "for"
"""The preposition before what a length is of."""


AGE_NAMED = "age"
"""The quantity that a date of birth answers."""


def bounds(lexemes: tuple[Lexeme, ...], alone: str = "") -> Interval | None:
    """The bounds that comparators and numbers set; ``None`` if they run backward or contradict.

    In a range the first number is the lower bound, the second the upper; a comparator
    before a number makes its bound strict or not; ``alone`` is that of a single number without one.
    """
    numbers: list[tuple[str, float]] = []
    operator = ""
    for lexeme in lexemes:
        if lexeme.kind == "comparator":
            operator = lexeme.value
        elif lexeme.kind == "number":
            numbers.append((operator, float(lexeme.value)))
            operator = ""
        elif lexeme.kind in {"postfix", "age_postfix"} and numbers:
            numbers[-1] = (lexeme.value, numbers[-1][1])
    if not all(math.isfinite(number) for _, number in numbers):
        return None
    if len(numbers) == 1:
        operator, number = numbers[0]
        return _one_sided(operator or alone, number)
    (first, low), (second, high) = numbers
    if first not in {"", ">", ">="} or second not in {"", "<", "<="} or low > high:
        return None
    opened = first == ">" or second == "<"
    return None if low == high and opened else Interval(low, high, first == ">", second == "<")


def _one_sided(operator: str, number: float) -> Interval | None:
    match operator:
        case "<" | "<=":
            return Interval(high=number, high_open=operator == "<")
        case ">" | ">=":
            return Interval(low=number, low_open=operator == ">")
        case "=":
            return Interval(number, number)
    return None


def _value(lexemes: tuple[Lexeme, ...], kind: str) -> str | None:
    """The value of the last lexeme of a kind; a range may name its unit once."""
    return next((lexeme.value for lexeme in reversed(lexemes) if lexeme.kind == kind), None)


REFERENCES: dict[str | None, Literal["absolute", "uln", "lln"]] = {
    None: "absolute",
    "uln": "uln",
    "lln": "lln",
}


def _comparison(lexemes: tuple[Lexeme, ...]) -> Payload:
    limit = _value(lexemes, "limit")
    unit = _value(lexemes, "unit") or _value(lexemes, "time_unit")
    if limit and not any(lexeme.kind == "number" for lexeme in lexemes):
        # A bare limit is one times it.
        found = _one_sided(_value(lexemes, "comparator") or "", 1.0)
    else:
        found = bounds(lexemes)
    units = {lexeme.value for lexeme in lexemes if lexeme.kind in {"unit", "time_unit"}}
    limits = {lexeme.value for lexeme in lexemes if lexeme.kind == "limit"}
    if found is None or len(units) > 1 or len(limits) > 1:
        return None
    reference = REFERENCES[limit]
    return Comparison(bounds=found, unit=unit, reference=reference, span=span_of(lexemes))


def _normal(lexemes: tuple[Lexeme, ...]) -> Payload:
    return Comparison(bounds=NORMAL, reference="normal", span=lexemes[0].span)


def _listed(lexemes: tuple[Lexeme, ...]) -> Payload:
    numbers = [float(lexeme.value) for lexeme in lexemes if lexeme.kind == "number"]
    limits = Interval(min(numbers), max(numbers))
    if levels_of(limits) != tuple(numbers):
        return None
    return Comparison(bounds=limits, listed=True, span=span_of(lexemes))


def _age(lexemes: tuple[Lexeme, ...]) -> Payload:
    found, unit = bounds(lexemes), _value(lexemes, "time_unit")
    units = {lexeme.value for lexeme in lexemes if lexeme.kind == "time_unit"}
    if found is None or len(units) != 1 or unit not in {"day", "week", "month", "year"}:
        return None
    return AgeIs(bounds=found, unit=unit, span=span_of(lexemes))  # type: ignore[arg-type]


def _window(lexemes: tuple[Lexeme, ...]) -> Payload:
    unit, relation = _value(lexemes, "time_unit"), _value(lexemes, "relation")
    relation = relation or _value(lexemes, "preposition")
    counted = _half_lives(lexemes)
    if counted is not None and counted.which == ALONE_OF_TWO and relation in {"before", "after", "of"}:
        return Time(relation=relation, moment=TO_COME, half_lives=counted, span=span_of(lexemes))  # type: ignore[arg-type]
    found = bounds(lexemes, alone="<=" if lexemes[0].kind == "within" else "")
    if found is not None and found.low is None and found.high:
        found = Interval(0.0, found.high, high_open=found.high_open)
    elif found is not None and found.low is None:
        found = None if found.high_open else Interval(0.0, 0.0)
    if found is None or relation not in {"before", "after", "of"} or lexemes[0].value == LASTING:
        return None
    return Time(
        relation=relation, moment=TO_COME, bounds=found, unit=unit, half_lives=counted, span=span_of(lexemes)  # type: ignore[arg-type]
    )  # fmt: skip


def _half_lives(lexemes: tuple[Lexeme, ...]) -> HalfLives | None:
    """The half-lives among the lexemes of a time."""
    said = _value(lexemes, "half_lives")
    if said is None:
        return None
    count, _, which = said.partition(";")
    return HalfLives(float(count), which)  # type: ignore[arg-type]


ALONE_OF_TWO = "alone"
"""What half-lives are that stand without another length."""


def _recent(lexemes: tuple[Lexeme, ...]) -> Payload:
    """A length that counts from no named moment: within the last 6 months, in the next 6 months."""
    relation, counted = DIRECTIONS.get(lexemes[0].value), _half_lives(lexemes)
    if relation is not None and counted is not None and counted.which == ALONE_OF_TWO:
        return Time(relation=relation, moment=None, half_lives=counted, span=span_of(lexemes))
    found = bounds(lexemes, alone="<=")
    if relation is None or found is None or found.low is not None or not found.high:
        return None
    limits = Interval(0.0, found.high, high_open=found.high_open)
    unit = _value(lexemes, "time_unit")
    return Time(
        relation=relation, moment=None, bounds=limits, unit=unit, half_lives=counted, span=span_of(lexemes)  # type: ignore[arg-type]
    )  # fmt: skip


LASTING = "lasting"
"""What a time says that asks for all of it: for the last 6 months."""

DIRECTIONS: dict[str, Literal["before", "after", "of"]] = {"past": "before", "next": "after", "within": "of"}
"""The side of the day it counts from on which a time lies, by what its first word stands for."""


def _length(lexemes: tuple[Lexeme, ...]) -> Payload:
    found = bounds(lexemes, alone="=")
    return None if found is None else Comparison(
        bounds=found, unit=lexemes[-1].value, span=span_of(lexemes)
    )


def _level(lexemes: tuple[Lexeme, ...]) -> Payload:
    signs = [lexeme.value for lexeme in lexemes if lexeme.kind in {"comparator", "postfix"}]
    levels = tuple(lexeme.text for lexeme in lexemes if lexeme.kind == "level")
    scale = next((lexeme.text for lexeme in lexemes if lexeme.kind == "scale"), "")
    if any(lexeme.kind == "to" for lexeme in lexemes):
        signs.append("to")
    if len(signs) > 1 or (signs and signs[0] not in {"=", "to"} and len(levels) > 1):
        return None
    said = signs[0] if signs else "="
    return LevelIs(comparator=said, levels=levels, scale=scale, span=span_of(lexemes))  # type: ignore[arg-type]


_READ = {
    LISTED: _listed, AGED: _comparison, AGE: _age, OF_PEOPLE: _age, WINDOW: _window,
    RECENT: _recent, COMPARISON: _comparison, LEVEL: _level, OTHER: _length, ALONE: _length,
    NORMAL_RANGE: _normal,
}  # fmt: skip


def either_side(first: Comparison, second: Comparison) -> tuple[Comparison, Comparison] | None:
    """Two limits of which either holds, each with its unit: < 3 or > 11 U/L; > 7 mmol/L or > 126 mg/dL.

    ``None`` where they are neither what lies outside a range nor the same side in two units.
    """
    limits = first.bounds, second.bounds
    if first.reference != second.reference or any(None not in (one.low, one.high) for one in limits):
        return None
    unit, other = first.unit or second.unit, second.unit or first.unit
    same_side = (first.bounds.low is None) == (second.bounds.low is None)
    if same_side != (unit != other):
        return None
    if not same_side:
        below, above = sorted(limits, key=lambda one: one.high is None)
        assert below.high is not None and above.low is not None
        if below.high >= above.low:
            return None
    first, second = (msgspec.structs.replace(one, unit=u) for one, u in ((first, unit), (second, other)))
    return first, second
