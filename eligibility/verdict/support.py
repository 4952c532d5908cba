"""The leaves on which a decided trace rests."""

from __future__ import annotations

from collections.abc import Iterator

from eligibility.bind.nodes import All, Any, Note, Permit, Readings, When
from eligibility.core.truth import FALSE, TRUE, UNKNOWN
from eligibility.evaluate.trace import Trace


def ends_by_calendar(trace: Trace) -> bool:
    """Whether a decided trace may end with the days alone; where readings agree, one that ends is enough."""
    if isinstance(trace.node, Readings):
        return any(ends_by_calendar(child) for child in trace.children)
    below = _deciding(trace)
    return all(ends_by_calendar(child) for child in below) if below else bool(trace.changes)


def support(trace: Trace) -> Iterator[Trace]:
    """The leaves that make a trace what it is: the false of a false "all", the true of a true "any".

    A node that was decided by what is said of itself stands for its leaves.
    """
    below = _deciding(trace)
    if not below:
        yield trace
        return
    if trace.notes or trace.evidence:
        yield trace
    for child in below:
        yield from support(child)


def _deciding(trace: Trace) -> list[Trace]:
    """The traces below a decided one that make it what it is."""
    below = [child for child in trace.children if not isinstance(child.node, Note | Permit)]
    if not below:
        return []
    match trace.node:
        case All() if trace.truth is FALSE:
            below = [child for child in below if child.truth is FALSE] or below
        case Any() if trace.truth is TRUE:
            below = [child for child in below if child.truth is TRUE] or below
        case When() if below and below[0].truth is not UNKNOWN:
            below = (below[1:2] if below[0].truth is TRUE else below[2:3]) or below[:1]
        case _:
            pass
    return [child for child in below if child.truth is not UNKNOWN]
