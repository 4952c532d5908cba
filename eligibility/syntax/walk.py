"""Every node of a syntax tree, from the outside in."""

from __future__ import annotations

import functools
import typing
from collections.abc import Iterator

from eligibility.syntax.terms import Node


def parts_of(node: Node) -> Iterator[Node]:
    """A node and every node below it, those of phrases and bounds included."""
    pending = [node]
    while pending:
        part = pending.pop()
        yield part
        below: list[Node] = []
        for name in _holding(type(part)):
            value = getattr(part, name)
            if isinstance(value, Node):
                below.append(value)
            elif value and isinstance(value, tuple):
                below += [item for item in value if isinstance(item, Node)]
        if below:
            pending += reversed(below)


@functools.cache
def _holding(kind: type[Node]) -> tuple[str, ...]:
    """The fields of a kind of node that may hold other nodes."""
    hints = typing.get_type_hints(kind)
    return tuple(name for name in kind.__struct_fields__ if _may_hold(hints[name]))


def _may_hold(hint: object) -> bool:
    """Whether a value of this type may be a node, or have one in it."""
    return (isinstance(hint, type) and issubclass(hint, Node)) or any(map(_may_hold, typing.get_args(hint)))
