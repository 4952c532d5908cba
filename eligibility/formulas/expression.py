"""The expression of a formula as a tree, and how it reads in plain signs.

What a tree holds is all that a formula can say: numbers, inputs, arithmetic, a
few functions, and cases told by comparisons or by what an input is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Literal

import msgspec

Operator = Literal["+", "-", "*", "/", "^"]
Comparator = Literal["<", "<=", ">", ">="]
Function = Literal["min", "max", "sqrt", "ln", "log10", "exp", "round"]

ARGUMENTS: dict[str, int] = {"min": 2, "max": 2, "sqrt": 1, "ln": 1, "log10": 1, "exp": 1, "round": 1}
"""How many arguments each function takes; ``round`` is to the nearest whole number, halves upward."""


class Node(msgspec.Struct, frozen=True):
    """A part of an expression."""


class Number(Node, frozen=True):
    """A number of the formula.  ``unit``: a UCUM code, empty for a pure number; it scales nothing."""

    value: float
    unit: str = ""


class Input(Node, frozen=True):
    """An input, by its name."""

    name: str


class Binary(Node, frozen=True):
    """Two operands and the sign between them."""

    operator: Operator
    left: Node
    right: Node


class Negative(Node, frozen=True):
    """A value with its sign turned."""

    operand: Node


class Call(Node, frozen=True):
    """A function of one or two arguments."""

    function: Function
    arguments: tuple[Node, ...]


class Compared(Node, frozen=True):
    """Whether one value is less or more than another."""

    comparator: Comparator
    left: Node
    right: Node


class Is(Node, frozen=True):
    """Whether an input that is a word is this one: sex is female."""

    name: str
    word: str


class Both(Node, frozen=True):
    """Whether all conditions hold."""

    conditions: tuple[Node, ...]


class Either(Node, frozen=True):
    """Whether one of the conditions holds."""

    conditions: tuple[Node, ...]


class Cases(Node, frozen=True):
    """The value beside the first condition that holds, else the last one."""

    branches: tuple[tuple[Node, Node], ...]
    otherwise: Node


def parts(node: Node) -> Iterator[Node]:
    """A node and every node below it."""
    yield node
    match node:
        case Binary() | Compared():
            below: tuple[Node, ...] = (node.left, node.right)
        case Negative():
            below = (node.operand,)
        case Call():
            below = node.arguments
        case Both() | Either():
            below = node.conditions
        case Cases():
            below = (*(part for branch in node.branches for part in branch), node.otherwise)
        case _:
            below = ()
    for part in below:
        yield from parts(part)


def with_steps(node: Node, steps: Mapping[str, Node]) -> Node:
    """The expression with the names of its steps replaced by what they stand for."""

    def told(part: Node) -> Node:
        return with_steps(part, steps)

    match node:
        case Input() if node.name in steps:
            return steps[node.name]
        case Binary() | Compared():
            return msgspec.structs.replace(node, left=told(node.left), right=told(node.right))
        case Negative():
            return Negative(told(node.operand))
        case Call():
            return Call(node.function, tuple(map(told, node.arguments)))
        case Both() | Either():
            return type(node)(tuple(map(told, node.conditions)))
        case Cases():
            branches = tuple((told(value), told(condition)) for value, condition in node.branches)
            return Cases(branches, told(node.otherwise))
        case _:
            return node


_BINDING: dict[str, int] = {"+": 1, "-": 1, "*": 2, "/": 2, "^": 4}
_NEGATIVE = 3
_WHOLE = 5
_SIGNS = {"*": "x"}
"""How a sign is printed where it is not itself."""


def printed(node: Node, name: Callable[[Input], str] = lambda one: one.name) -> str:
    """The expression in plain signs; ``name`` says how an input is written: by its name, or its value."""
    return _printed(node, name)[0]


def _printed(node: Node, name: Callable[[Input], str]) -> tuple[str, int]:
    """The text of a part, and how tightly its outermost sign binds."""

    def said(part: Node) -> str:
        return _printed(part, name)[0]

    match node:
        case Number():
            return f"{node.value:.12g}", _WHOLE if node.value >= 0 else _NEGATIVE
        case Input():
            return name(node), _WHOLE
        case Negative():
            return f"-{_within(node.operand, _NEGATIVE, name)}", _NEGATIVE
        case Binary(operator="/", right=Number(value=1.0)):
            # An input without its unit: ln(bilirubin / 1[mg/dL]).
            return _printed(node.left, name)
        case Binary():
            return _signed(node, name)
        case Call():
            return f"{node.function}({', '.join(map(said, node.arguments))})", _WHOLE
        case Compared():
            return f"{said(node.left)} {node.comparator} {said(node.right)}", _WHOLE
        case Is():
            return f"{node.name} is {node.word}", _WHOLE
        case Both():
            return " and ".join(map(said, node.conditions)), _WHOLE
        case Either():
            return " or ".join(map(said, node.conditions)), _WHOLE
        case Cases():
            cases = [f"{said(value)} if {said(condition)}" for value, condition in node.branches]
            return f"{{{', '.join(cases)}, {said(node.otherwise)} otherwise}}", _WHOLE
        case _:
            raise TypeError(f"no part of an expression: {node!r}")


def _signed(node: Binary, name: Callable[[Input], str]) -> tuple[str, int]:
    """Two operands and the sign between them."""
    binding, power = _BINDING[node.operator], node.operator == "^"
    left = _within(node.left, binding + power, name)
    if power and " " in left and left[0] not in "({":
        # The power is that of the value with its unit: (1.75 m)^2.
        left = f"({left})"
    right = _within(node.right, _NEGATIVE if power else binding + (node.operator in "-/"), name)
    sign = _SIGNS.get(node.operator, node.operator)
    return f"{left}{sign}{right}" if power else f"{left} {sign} {right}", binding


def _within(node: Node, binding: int, name: Callable[[Input], str]) -> str:
    """A part inside a sign that binds so tightly, in brackets where it binds less."""
    text, own = _printed(node, name)
    return text if own >= binding else f"({text})"
