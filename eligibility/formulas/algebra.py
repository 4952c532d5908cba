"""Formulas in sympy: solved for an input, compared, and shown to grow or fall with one.

For tests and for questions about formulas; no candidate is screened with it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

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


def symbolic(node: Node, words: Mapping[str, str]) -> Any:  # noqa: ANN401
    """The expression in sympy; its inputs are positive, and those that are words are as given."""
    import sympy

    def told(part: Node) -> Any:  # noqa: ANN401
        return symbolic(part, words)

    match node:
        case Number():
            return sympy.nsimplify(repr(node.value), rational=True)
        case Input():
            return sympy.Symbol(node.name, positive=True)
        case Negative():
            return -told(node.operand)
        case Binary(operator="+"):
            return told(node.left) + told(node.right)
        case Binary(operator="-"):
            return told(node.left) - told(node.right)
        case Binary(operator="*"):
            return told(node.left) * told(node.right)
        case Binary(operator="/"):
            return told(node.left) / told(node.right)
        case Binary():
            return told(node.left) ** told(node.right)
        case Call():
            return _function(node.function)(*map(told, node.arguments))
        case Is():
            return sympy.true if words[node.name] == node.word else sympy.false
        case Compared():
            relations = {"<": sympy.Lt, "<=": sympy.Le, ">": sympy.Gt, ">=": sympy.Ge}
            return relations[node.comparator](told(node.left), told(node.right))
        case Both():
            return sympy.And(*map(told, node.conditions))
        case Either():
            return sympy.Or(*map(told, node.conditions))
        case Cases():
            branches = [(told(value), told(condition)) for value, condition in node.branches]
            return sympy.Piecewise(*branches, (told(node.otherwise), True))
        case _:
            raise TypeError(f"no part of an expression: {node!r}")


def _function(name: str) -> Any:  # noqa: ANN401
    import sympy

    if name == "round":
        return lambda value: sympy.floor(value + sympy.Rational(1, 2))
    if name == "log10":
        return lambda value: sympy.log(value, 10)
    return {"min": sympy.Min, "max": sympy.Max, "sqrt": sympy.sqrt, "ln": sympy.log, "exp": sympy.exp}[name]


def solved(node: Node, words: Mapping[str, str], name: str, value: float) -> list[Any]:
    """The values of an input, as expressions in the others, for which the formula has this value."""
    import sympy

    tree, symbol = symbolic(node, words), sympy.Symbol(name, positive=True)
    found: list[Any] = sympy.solve(sympy.Eq(tree, sympy.nsimplify(repr(value), rational=True)), symbol)
    return found


def same(left: Node, right: Node, words: Mapping[str, str]) -> bool:
    """Whether two expressions are one, whatever their inputs."""
    import sympy

    return bool(sympy.simplify(symbolic(left, words) - symbolic(right, words)) == 0)


def grows(
    node: Node, words: Mapping[str, str], name: str, within: Mapping[str, tuple[float, float]]
) -> bool | None:
    """Whether a formula only grows (true) or only falls (false) with an input, others within these bounds.

    ``None`` where the sign of the derivative is not told: it may do both, or sympy does not say.
    """
    import sympy

    slope = sympy.diff(symbolic(node, words), sympy.Symbol(name, positive=True))
    above = {
        sympy.Symbol(one, positive=True): sympy.nsimplify(low) + sympy.Symbol(f"{one}_more", nonnegative=True)
        for one, (low, _) in within.items()
    }
    below = {
        sympy.Symbol(one, positive=True): sympy.nsimplify(high) - sympy.Symbol(f"{one}_less", positive=True)
        for one, (_, high) in within.items()
    }
    for form in (slope, slope.subs(above), slope.subs(below)):
        told = sympy.simplify(form)
        if told.is_positive or told.is_nonnegative:
            return True
        if told.is_negative or told.is_nonpositive:
            return False
    return None
