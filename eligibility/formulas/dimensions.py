"""Checks a formula by its units: what is added must be of one dimension, and the result of its unit.

Every number and input is taken in base units, worked through, and the result
compared with that of the bare numbers: a swapped input, a constant without its
unit or one in another unit than its input does not come through.  For tests, and
for when a formula is written; nothing of it is needed to compute one.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

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
from eligibility.formulas.table import Formula
from eligibility.knowledge.ucum import registry


class DimensionError(ValueError):
    """What in a formula does not go together."""


def check(formula: Formula, given: Mapping[str, float | str]) -> None:
    """Work a formula through in base units, for these inputs in its own.

    Raises: DimensionError that says which operands are of different dimensions.
    """
    known: dict[str, Any] = {}
    for name, needed in formula.inputs.items():
        value = given[name]
        known[name] = value if isinstance(value, str) else _quantity(value, needed.unit)
    found = _worked(formula.expression, known)
    wanted = _quantity(formula.value(given), formula.unit)
    if found.dimensionality != wanted.dimensionality:
        raise DimensionError(
            f"{formula.id}: the result is {found.dimensionality}, not {wanted.dimensionality}"
        )
    result, expected = found.to_base_units().magnitude, wanted.to_base_units().magnitude
    if not equal(result, expected):
        raise DimensionError(f"{formula.id}: {result:.6g} in base units, {expected:.6g} by the bare numbers")


def _quantity(value: float, unit: str) -> Any:  # noqa: ANN401
    code = registry().from_ucum(unit or "1")
    found = value * code
    return registry().Quantity(found) if isinstance(found, float | int) else found.to_base_units()


def _worked(node: Node, known: Mapping[str, Any]) -> Any:  # noqa: ANN401
    match node:
        case Number():
            return _quantity(node.value, node.unit)
        case Input():
            return known[node.name]
        case Negative():
            return -_worked(node.operand, known)
        case Binary():
            return _joined(node, _worked(node.left, known), _worked(node.right, known))
        case Call():
            return _called(node, [_worked(one, known) for one in node.arguments])
        case Cases():
            return _of_cases(node, known)
        case _:
            raise TypeError(f"no value: {node!r}")


def _joined(node: Binary, left: Any, right: Any) -> Any:  # noqa: ANN401
    match node.operator:
        case "*":
            return left * right
        case "/":
            return left / right
        case "^":
            return left ** _pure(right, node)
    _same(left, right, node)
    return left + right if node.operator == "+" else left - right


def _called(node: Call, arguments: list[Any]) -> Any:  # noqa: ANN401
    if node.function in {"min", "max"}:
        _same(arguments[0], arguments[1], node)
        return (min if node.function == "min" else max)(arguments)
    if node.function == "sqrt":
        return arguments[0] ** 0.5
    value = _pure(arguments[0], node)
    functions = {"ln": math.log, "log10": math.log10, "exp": math.exp}
    made = functions[node.function](value) if node.function in functions else math.floor(value + 0.5 + 1e-12)
    return _quantity(float(made), "1")


def _of_cases(node: Cases, known: Mapping[str, Any]) -> Any:  # noqa: ANN401
    values = [_worked(value, known) for value, _ in node.branches] + [_worked(node.otherwise, known)]
    for value in values[1:]:
        _same(values[0], value, node)
    holding = (
        value
        for value, (_, condition) in zip(values, node.branches, strict=False)
        if _holds(condition, known)
    )
    return next(holding, values[-1])


def _holds(node: Node, known: Mapping[str, Any]) -> bool:
    match node:
        case Is():
            return bool(known[node.name] == node.word)
        case Compared():
            left, right = _worked(node.left, known), _worked(node.right, known)
            _same(left, right, node)
            least, most = left.to_base_units().magnitude, right.to_base_units().magnitude
            if equal(least, most):
                return "=" in node.comparator
            return bool(least < most) == (node.comparator[0] == "<")
        case Both():
            return all(_holds(one, known) for one in node.conditions)
        case Either():
            return any(_holds(one, known) for one in node.conditions)
        case _:
            raise TypeError(f"no condition: {node!r}")


def _same(left: Any, right: Any, node: Node) -> None:  # noqa: ANN401
    if left.dimensionality != right.dimensionality:
        raise DimensionError(
            f"{left.dimensionality} and {right.dimensionality} do not go together in {node!r}"
        )


def _pure(value: Any, node: Node) -> float:  # noqa: ANN401
    if not value.dimensionless:
        raise DimensionError(f"{value.dimensionality} is no pure number in {node!r}")
    return float(value.to_base_units().magnitude)
