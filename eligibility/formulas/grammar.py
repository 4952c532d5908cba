"""The grammar of formulas: text to an expression tree, and nothing else.

No name is looked up and nothing is run; a word that is no input, step or
function is refused with its place.
"""

from __future__ import annotations

import functools
from collections.abc import Collection
from typing import Any

import pyparsing as pp

from eligibility.formulas.expression import (
    ARGUMENTS,
    Binary,
    Both,
    Call,
    Cases,
    Compared,
    Either,
    Input,
    Is,
    Negative,
    Node,
    Number,
    parts,
)

LONGEST = 1000
"""A text of more characters is no formula."""

DEEPEST = 12
"""Brackets and cases stand in one another at most so deep."""


class FormulaError(ValueError):
    """What is wrong with the text of a formula, and where."""


def parse(text: str, names: Collection[str]) -> Node:
    """The expression that a text spells; ``names`` are the inputs and steps that it may name.

    Raises: FormulaError with the place of what is not understood.
    """
    if len(text) > LONGEST:
        raise FormulaError(f"longer than {LONGEST} characters")
    if _depth(text) > DEEPEST:
        raise FormulaError(f"brackets nested deeper than {DEEPEST}")
    try:
        tree: Node = _grammar().parse_string(text, parse_all=True)[0]
    except pp.ParseBaseException as error:
        raise FormulaError(f"'{text}': {error.msg} at column {error.column}") from None
    for part in parts(tree):
        if isinstance(part, Input | Is) and part.name not in names:
            raise FormulaError(f"'{text}': '{part.name}' is no input; there are {', '.join(sorted(names))}")
        if isinstance(part, Call) and len(part.arguments) != ARGUMENTS[part.function]:
            count = ARGUMENTS[part.function]
            raise FormulaError(f"'{text}': {part.function} has {count} argument{'s' * (count > 1)}")
    return tree


def _depth(text: str) -> int:
    deepest = depth = 0
    for sign in text:
        depth += (sign in "({") - (sign in ")}")
        deepest = max(deepest, depth)
    return deepest


@functools.cache
def _grammar() -> pp.ParserElement:
    """The grammar, built once."""
    word = pp.Regex(r"[a-z][a-z0-9_]*")
    names = ~pp.one_of("if otherwise and or is", as_keyword=True) + word
    number = (
        pp.Regex(r"\d+(?:\.\d+)?") + pp.Optional(pp.Regex(r"\[([^\[\]]|\[[^\[\]]*\])+\]"))
    ).add_parse_action(_number)
    expression, condition = pp.Forward(), pp.Forward()
    call = (
        pp.one_of(list(ARGUMENTS), as_keyword=True) + "(" + pp.DelimitedList(expression) + ")"
    ).add_parse_action(_call)
    branch = pp.Group(expression + pp.Suppress(pp.Keyword("if")) + condition)
    cases = (
        pp.Suppress("{") + pp.OneOrMore(branch + pp.Suppress(",")) + expression
        + pp.Suppress(pp.Keyword("otherwise")) + pp.Suppress("}")
    ).add_parse_action(_cases)  # fmt: skip
    bracket = pp.Suppress("(") + expression + pp.Suppress(")")
    atom = number | call | cases | bracket | names.copy().add_parse_action(lambda found: Input(found[0]))
    factor = pp.Forward()
    power = (atom + pp.Optional("^" + factor)).add_parse_action(_left)
    factor <<= (pp.Suppress("-") + factor).add_parse_action(lambda found: Negative(found[0])) | power
    term = (factor + pp.ZeroOrMore(pp.one_of("* /") + factor)).add_parse_action(_left)
    expression <<= (term + pp.ZeroOrMore(pp.one_of("+ -") + term)).add_parse_action(_left)
    compared = (expression + pp.one_of("<= >= < >") + expression).add_parse_action(
        lambda found: Compared(found[1], found[0], found[2])
    )
    told = (names + pp.Suppress(pp.Keyword("is")) + pp.Regex(r"[a-z0-9][a-z0-9_-]*")).add_parse_action(
        lambda found: Is(found[0], found[1])
    )
    both = pp.DelimitedList(told | compared, pp.Keyword("and")).add_parse_action(_all(Both))
    condition <<= pp.DelimitedList(both, pp.Keyword("or")).add_parse_action(_all(Either))
    return expression


def _number(found: Any) -> Number:  # noqa: ANN401
    return Number(float(found[0]), found[1][1:-1] if len(found) > 1 else "")


def _call(found: Any) -> Call:  # noqa: ANN401
    return Call(found[0], tuple(found[2:-1]))


def _cases(found: Any) -> Cases:  # noqa: ANN401
    return Cases(tuple((value, condition) for value, condition in found[:-1]), found[-1])


def _left(found: Any) -> Node:  # noqa: ANN401
    """Operands joined from the left."""
    tree: Node = found[0]
    for sign, operand in zip(found[1::2], found[2::2], strict=True):
        tree = Binary(sign, tree, operand)
    return tree


def _all(kind: type[Both] | type[Either]) -> Any:  # noqa: ANN401
    return lambda found: found[0] if len(found) == 1 else kind(tuple(found))
