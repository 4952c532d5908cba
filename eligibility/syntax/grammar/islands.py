"""Islands: bounds, windows, ages and levels, found anywhere in a run of lexemes and folded into one symbol.

What comes in are lexemes without fillers, bracket groups already folded; what
goes out are symbols.  Ordered choice: the longest form stands first ("18 to 50"
before "18").
"""

from __future__ import annotations

from typing import Literal

import pyparsing as pp

from eligibility.core.interval import Interval
from eligibility.core.span import Span
from eligibility.syntax.grammar.symbols import AGE, COMPARISON, LEVEL, WINDOW, Payload, Symbol, signs
from eligibility.syntax.lexemes import Lexeme
from eligibility.syntax.nodes import AgeIs, Comparison, LevelIs, Moment, Phrase, Time

TO_COME = Moment(phrase=Phrase(words="?"))
"""Stands for the moment of a window until the clause grammar has read it."""

AGE_FORMS = r"b?c?9y?tc?9yg?(?<=g)|b?c9y?&c?9yg|bc?9y?&c?9yg|c9yg|9yg[pO]|9yO"
WINDOW_FORMS = r"i(?:c?9tc?9|c?9)y[Rf]|(?:9t9|c9|9)yR"
COMPARISON_FORMS = (
    r"b?c?9[uy]?tc?9[uy]?|bc?9[uy]?&c?9[uy]?|c9[uy]?&c9[uy]?|c(?:9x?)?q?L|9xq?Lp?|9q?L[pO]|c9[uy]?|9[uy]?p"
)
LEVEL_FORMS = r"clj?"


def _grammar() -> pp.ParserElement:
    forms = ((AGE, AGE_FORMS), (WINDOW, WINDOW_FORMS), (COMPARISON, COMPARISON_FORMS), (LEVEL, LEVEL_FORMS))
    return pp.MatchFirst([pp.Regex(form)(name) for name, form in forms]).leave_whitespace()


ISLAND = _grammar()
_STARTS = frozenset("bc9i")


def fold(symbols: tuple[Symbol, ...]) -> tuple[Symbol, ...]:
    """The symbols with every island folded into one."""
    kinds = signs(symbols)
    if not _STARTS.intersection(kinds):
        return symbols
    folded: list[Symbol] = []
    done = 0
    for tokens, start, end in ISLAND.scan_string(kinds):
        (name,) = tokens.as_dict()
        payload = _READ[name](tuple(symbol.lexeme for symbol in symbols[start:end]))
        if payload is None:
            continue
        folded += symbols[done:start]
        folded.append(Symbol(name, tuple(symbol.lexeme for symbol in symbols[start:end]), payload))
        done = end
    return (*folded, *symbols[done:])


def bounds(lexemes: tuple[Lexeme, ...]) -> Interval | None:
    """The bounds that comparators and numbers set; ``None`` if they run backward or contradict.

    In a range the first number is the lower bound, the second the upper; a comparator
    before a number makes its bound strict or not.
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
    if len(numbers) == 1:
        return _one_sided(*numbers[0])
    (first, low), (second, high) = numbers
    if first.startswith("<") or second.startswith(">") or low > high:
        return None
    return Interval(low, high, low_open=first == ">", high_open=second == "<")


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
    if found is None:
        return None
    reference = REFERENCES[limit]
    return Comparison(bounds=found, unit=unit, reference=reference, span=_span(lexemes))


def _age(lexemes: tuple[Lexeme, ...]) -> Payload:
    found, unit = bounds(lexemes), _value(lexemes, "time_unit")
    units = {lexeme.value for lexeme in lexemes if lexeme.kind == "time_unit"}
    if found is None or len(units) != 1 or unit not in {"day", "week", "month", "year"}:
        return None
    return AgeIs(bounds=found, unit=unit, span=_span(lexemes))  # type: ignore[arg-type]


def _window(lexemes: tuple[Lexeme, ...]) -> Payload:
    numbers = [lexeme for lexeme in lexemes if lexeme.kind == "number"]
    unit, relation = _value(lexemes, "time_unit"), _value(lexemes, "relation") or "of"
    within = lexemes[0].kind == "within"
    if len(numbers) == 2 or any(lexeme.kind == "comparator" for lexeme in lexemes):
        found = bounds(lexemes)
    else:
        number = float(numbers[0].value)
        found = Interval(0.0 if within else number, number)
    if found and found.low is None:
        found = Interval(0.0, found.high, high_open=found.high_open)
    if found is None or relation not in {"before", "after", "of"}:
        return None
    return Time(relation=relation, moment=TO_COME, bounds=found, unit=unit, span=_span(lexemes))  # type: ignore[arg-type]


def _level(lexemes: tuple[Lexeme, ...]) -> Payload:
    return LevelIs(comparator=lexemes[0].value, level=lexemes[1].text, span=_span(lexemes))  # type: ignore[arg-type]


def _span(lexemes: tuple[Lexeme, ...]) -> Span:
    return lexemes[0].span.join(lexemes[-1].span)


_READ = {AGE: _age, WINDOW: _window, COMPARISON: _comparison, LEVEL: _level}
