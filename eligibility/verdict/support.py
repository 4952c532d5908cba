"""The leaves on which a decided trace rests."""

from __future__ import annotations

from collections.abc import Iterator

from eligibility.bind.nodes import All, Any, Note, Permit, When
from eligibility.core.truth import FALSE, TRUE, UNKNOWN
from eligibility.evaluate.trace import Trace


def support(trace: Trace) -> Iterator[Trace]:
    """The leaves that make a trace what it is: the false of a false "all", the true of a true "any".

    A node that was decided by what is said of itself stands for its leaves.
    """
    below = [child for child in trace.children if not isinstance(child.node, Note | Permit)]
    match trace.node:
        case All() if trace.truth is FALSE:
            below = [child for child in below if child.truth is FALSE] or below
        case Any() if trace.truth is TRUE:
            below = [child for child in below if child.truth is TRUE] or below
        case When() if below and below[0].truth is not UNKNOWN:
            below = (below[1:2] if below[0].truth is TRUE else below[2:3]) or below[:1]
        case _:
            pass
    if not below:
        yield trace
        return
    if trace.notes or trace.evidence:
        yield trace
    for child in below:
        if child.truth is not UNKNOWN:
            yield from support(child)
