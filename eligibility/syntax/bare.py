"""The tree without spans, reasons and what is only shown: what is left is what equality compares."""

from __future__ import annotations

from typing import Any, TypeVar

from eligibility.syntax.terms import Node

N = TypeVar("N", bound=Node)


def bare(node: N) -> N:
    """The tree without spans, reasons and what is only shown: what is left is what equality compares."""
    kept: dict[str, Any] = {
        name: _bare_value(getattr(node, name))
        for name in node.__struct_fields__
        if name not in {"span", "why", "shown"}
    }
    return type(node)(**kept)


def _bare_value(value: object) -> object:
    if isinstance(value, Node):
        return bare(value)
    if isinstance(value, tuple):
        return tuple(_bare_value(item) for item in value)
    return value
