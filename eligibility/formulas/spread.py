"""An expression over inputs that are not known exactly: the least and the greatest value it may have.

An input that is a number is an interval, one that is a word the words that it may
be.  What comes out holds every value that the expression can have there; it may be
wider where an input stands in it twice.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping

from eligibility.core.interval import equal
from eligibility.core.truth import FALSE, TRUE, UNKNOWN, Truth
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

Spread = tuple[float, float]
"""The least and the greatest value; both are the same where it is known."""

Known = Mapping[str, Spread | frozenset[str]]
"""What is known of each input, by its name."""

ANY: Spread = (-math.inf, math.inf)
"""A value of which nothing is known."""


def spread(node: Node, known: Known) -> Spread:
    """The values that an expression may have; ``ANY`` where it has none for some of the inputs."""
    match node:
        case Number():
            return node.value, node.value
        case Input():
            found = known[node.name]
            return found if isinstance(found, tuple) else ANY
        case Negative():
            low, high = spread(node.operand, known)
            return -high, -low
        case Binary():
            return _joined(node.operator, spread(node.left, known), spread(node.right, known))
        case Call():
            return _called(node.function, [spread(one, known) for one in node.arguments])
        case Cases():
            return _of_cases(node, known)
        case _:
            raise TypeError(f"no value: {node!r}")


def holds(node: Node, known: Known) -> Truth:
    """Whether a condition holds for all that the inputs may be, for none, or for some of it."""
    match node:
        case Is():
            words = known[node.name]
            assert isinstance(words, frozenset)
            return FALSE if node.word not in words else TRUE if len(words) == 1 else UNKNOWN
        case Compared():
            (low, high), (least, most) = spread(node.left, known), spread(node.right, known)
            if node.comparator in (">", ">="):
                low, high, least, most = least, most, low, high
            strict = len(node.comparator) == 1
            sure, may = (_less(high, least, strict), _less(low, most, strict))
            return TRUE if sure else UNKNOWN if may else FALSE
        case Both():
            return min(holds(one, known) for one in node.conditions)
        case Either():
            return max(holds(one, known) for one in node.conditions)
        case _:
            raise TypeError(f"no condition: {node!r}")


def _less(left: float, right: float, strict: bool) -> bool:
    """Whether a number is less than another, or at most that; two within rounding are equal."""
    return not strict if equal(left, right) else left < right


def _of_cases(node: Cases, known: Known) -> Spread:
    """The values of all cases that may be the one."""
    found: list[Spread] = []
    for value, condition in node.branches:
        truth = holds(condition, known)
        if truth is not FALSE:
            found.append(spread(value, known))
        if truth is TRUE:
            return _hull(found)
    return _hull([*found, spread(node.otherwise, known)])


def _hull(spreads: list[Spread]) -> Spread:
    return min(low for low, _ in spreads), max(high for _, high in spreads)


def _joined(operator: str, left: Spread, right: Spread) -> Spread:
    if operator == "+":
        return left[0] + right[0], left[1] + right[1]
    if operator == "-":
        return left[0] - right[1], left[1] - right[0]
    if operator == "/" and right[0] <= 0 <= right[1]:
        # What is below a limit of detection may be as little as nothing: the quotient has no upper end.
        least = left[0] / right[1] if right[0] == 0 < right[1] and left[0] >= 0 else -math.inf
        return (least, math.inf) if math.isfinite(least) else ANY
    if operator == "^" and left[0] <= 0 and not (right[0] == right[1] == round(right[0]) >= 0):
        return ANY
    corners = [_corner(operator, one, other) for one, other in itertools.product(left, right)]
    if operator == "^" and left[0] < 0 < left[1]:
        corners.append(0.0)
    return ANY if any(map(math.isnan, corners)) else (min(corners), max(corners))


def _corner(operator: str, left: float, right: float) -> float:
    try:
        match operator:
            case "*":
                return left * right
            case "/":
                return left / right
            case _:
                return math.pow(left, right)
    except (OverflowError, ValueError, ZeroDivisionError):
        return math.nan


def _called(function: str, arguments: list[Spread]) -> Spread:
    """A function, each of which grows with its arguments."""
    if function in {"ln", "log10"} and arguments[0][0] <= 0:
        return ANY
    if function == "sqrt" and arguments[0][0] < 0:
        return ANY
    try:
        low, high = (_at(function, [one[end] for one in arguments]) for end in (0, 1))
    except OverflowError:
        return ANY
    return low, high


def _at(function: str, values: list[float]) -> float:
    match function:
        case "min":
            return min(values)
        case "max":
            return max(values)
        case "sqrt":
            return math.sqrt(values[0])
        case "ln":
            return math.log(values[0])
        case "log10":
            return math.log10(values[0])
        case "exp":
            return math.exp(values[0])
        case _:
            return values[0] if math.isinf(values[0]) else math.floor(values[0] + 0.5)
