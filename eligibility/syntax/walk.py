"""Every node of a syntax tree, from the outside in."""

from __future__ import annotations

from collections.abc import Iterator

from eligibility.syntax.nodes import Node


def parts_of(node: Node) -> Iterator[Node]:
    """A node and every node below it, those of phrases and bounds included."""
    yield node
    for name in node.__struct_fields__:
        value = getattr(node, name)
        for item in value if isinstance(value, tuple) else (value,):
            if isinstance(item, Node):
                yield from parts_of(item)
