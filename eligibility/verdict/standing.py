"""Whether a fail lasts, or a new measurement or the final result of a test could change it.

What comes in is a trace; what goes out is the truth that would be left if every
curable value (laboratory, score, imaging) were measured anew and not yet known.
"""

from __future__ import annotations

from eligibility.bind.nodes import (
    All,
    Any,
    AtLeast,
    Except,
    Narrowed,
    Not,
    Note,
    Permit,
    Present,
    Readings,
    When,
)
from eligibility.core.truth import (
    FALSE,
    TRUE,
    UNKNOWN,
    Truth,
    at_least,
    conjunction,
    disjunction,
    negation,
)
from eligibility.evaluate.trace import Trace


def without_curable(trace: Trace, *, excluding: bool) -> Truth:
    """The truth of a trace with its curable leaves unknown.

    ``excluding``: what holds here keeps the candidate out, so that an exception lifts it.
    """
    if not trace.truth.decided:
        return UNKNOWN
    below = tuple(
        (child, without_curable(child, excluding=excluding != isinstance(trace.node, Not)))
        for child in trace.children
        if not isinstance(child.node, Note | Permit)
    )
    values = tuple(value for _, value in below)
    match trace.node:
        case All():
            return _kept(trace, conjunction(values))
        case Any():
            return _kept(trace, disjunction(values))
        case Readings():
            return _kept(trace, values[0] if len(set(values)) == 1 else UNKNOWN)
        case Narrowed():
            return FALSE if values[0] is UNKNOWN and values[1] is FALSE else values[0]
        case Not():
            return negation(values[0])
        case AtLeast():
            return at_least(trace.node.count, values)
        case When():
            return _when(trace, below)
        case Except():
            first, others = values[0], disjunction(values[1:])
            return min(first, negation(others)) if excluding else max(first, others)
        case Present() if trace.node.definition is not None and trace.children:
            return UNKNOWN if UNKNOWN in values and _may_change(trace) else trace.truth
        case _:
            return UNKNOWN if _may_change(trace) else trace.truth


def _may_change(trace: Trace) -> bool:
    """Whether a new measurement, or the final result in place of a preliminary one, could change a leaf."""
    return trace.curable or any(fact.provisional for fact in trace.evidence)


def _kept(trace: Trace, value: Truth) -> Truth:
    """The value, unless the node was decided otherwise than by its operands alone."""
    return value if value.decided and value == trace.truth else UNKNOWN if not value.decided else trace.truth


def _when(trace: Trace, below: tuple[tuple[Trace, Truth], ...]) -> Truth:
    guard = below[0][1]
    if not guard.decided:
        return UNKNOWN
    if guard is TRUE:
        return below[1][1]
    return below[2][1] if len(below) > 2 else trace.truth
