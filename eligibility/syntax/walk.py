"""Every node of a syntax tree, from the outside in."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from eligibility.syntax.terms import Node


def parts_of(node: Node) -> Iterator[Node]:
    """A node and every node below it, those of phrases and bounds included."""
    pending = [node]
    while pending:
        part = pending.pop()
        yield part
        below: list[Node] = []
        for value in msgspec.structs.astuple(part):
            if isinstance(value, Node):
                below.append(value)
            elif isinstance(value, tuple):
                below += [item for item in value if isinstance(item, Node)]
        pending += reversed(below)
