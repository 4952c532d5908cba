"""An expression with its cases settled, as an explanation shows it."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from eligibility.core.truth import FALSE, TRUE, Truth
from eligibility.formulas.expression import Binary, Call, Cases, Negative, Node

Holds = Callable[[Node], Truth]
"""Whether a condition holds for what is known."""


def settled(node: Node, holds: Holds) -> Node:
    """The expression without the cases that cannot be the one; one case alone is its value."""

    def told(part: Node) -> Node:
        return settled(part, holds)

    match node:
        case Binary():
            return msgspec.structs.replace(node, left=told(node.left), right=told(node.right))
        case Negative():
            return Negative(told(node.operand))
        case Call():
            return Call(node.function, tuple(map(told, node.arguments)))
        case Cases():
            return _of_cases(node, holds)
        case _:
            return node


def _of_cases(node: Cases, holds: Holds) -> Node:
    left: list[tuple[Node, Node]] = []
    for value, condition in node.branches:
        truth = holds(condition)
        if truth is TRUE:
            return Cases(tuple(left), settled(value, holds)) if left else settled(value, holds)
        if truth is not FALSE:
            left.append((settled(value, holds), condition))
    otherwise = settled(node.otherwise, holds)
    return Cases(tuple(left), otherwise) if left else otherwise
