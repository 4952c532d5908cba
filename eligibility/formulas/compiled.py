"""An expression as a function of its inputs: the same for one value and for a column.

What comes in is a tree; what goes out is a function that takes numbers, and
words for the inputs that are words.  It is built from the tree alone, so that it
can do no more than the tree says.
"""

from __future__ import annotations

import ast
import math
from collections.abc import Callable, Sequence

from eligibility.core.interval import equal
from eligibility.formulas.expression import (
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
)

Computed = Callable[..., float]


def compiled(node: Node, names: Sequence[str]) -> Computed:
    """The expression as a function of the inputs ``names``, in this order.

    It raises ValueError, ZeroDivisionError or OverflowError where the expression has no value.
    """
    arguments = ast.arguments(
        posonlyargs=[], args=[ast.arg(name) for name in names], kwonlyargs=[], kw_defaults=[], defaults=[]
    )
    tree = ast.fix_missing_locations(ast.Expression(ast.Lambda(arguments, _code(node))))
    made: Computed = eval(compile(tree, "<formula>", "eval"), {"__builtins__": {}, **_FUNCTIONS})
    return made


def _round(value: float) -> float:
    """The nearest whole number, halves upward."""
    return float(math.floor(value + 0.5))


def _less(left: float, right: float) -> bool:
    """Whether a number is less than another by more than rounding: 1.8 is no less than 1.5 x 1.2."""
    return left < right and not equal(left, right)


def _at_most(left: float, right: float) -> bool:
    return left <= right or equal(left, right)


def _more(left: float, right: float) -> bool:
    return left > right and not equal(left, right)


def _at_least(left: float, right: float) -> bool:
    return left >= right or equal(left, right)


_FUNCTIONS: dict[str, Callable[..., float]] = {
    "min": min, "max": max, "sqrt": math.sqrt, "ln": math.log, "log10": math.log10, "exp": math.exp,
    "round": _round, "power": math.pow,
    "less": _less, "at_most": _at_most, "more": _more, "at_least": _at_least,
}  # fmt: skip

_OPERATORS: dict[str, ast.operator] = {"+": ast.Add(), "-": ast.Sub(), "*": ast.Mult(), "/": ast.Div()}
_COMPARATORS = {"<": "less", "<=": "at_most", ">": "more", ">=": "at_least"}


def _code(node: Node) -> ast.expr:
    match node:
        case Number():
            return ast.Constant(node.value)
        case Input():
            return _name(node.name)
        case Negative():
            return ast.UnaryOp(ast.USub(), _code(node.operand))
        case Binary(operator="^"):
            return ast.Call(_name("power"), [_code(node.left), _code(node.right)], [])
        case Binary():
            return ast.BinOp(_code(node.left), _OPERATORS[node.operator], _code(node.right))
        case Call():
            return ast.Call(_name(node.function), list(map(_code, node.arguments)), [])
        case Compared():
            return ast.Call(_name(_COMPARATORS[node.comparator]), [_code(node.left), _code(node.right)], [])
        case Is():
            return ast.Compare(_name(node.name), [ast.Eq()], [ast.Constant(node.word)])
        case Both():
            return ast.BoolOp(ast.And(), list(map(_code, node.conditions)))
        case Either():
            return ast.BoolOp(ast.Or(), list(map(_code, node.conditions)))
        case Cases():
            code = _code(node.otherwise)
            for value, condition in reversed(node.branches):
                code = ast.IfExp(_code(condition), _code(value), code)
            return code
        case _:
            raise TypeError(f"no part of an expression: {node!r}")


def _name(name: str) -> ast.Name:
    return ast.Name(name, ast.Load())
