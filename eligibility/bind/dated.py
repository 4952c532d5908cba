"""Whose a time is that stands behind several names, or behind an exception.

What comes in are clauses as written; what goes out is whether their time may
be meant of more than the words before it.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from eligibility.syntax.nodes import (
    And,
    Clause,
    Moment,
    Not,
    Occurrence,
    Or,
    Series,
    Threshold,
    Time,
    Unless,
)


def dated(clause: Clause) -> bool:
    """Whether a clause ends in a time."""
    match clause:
        case Occurrence() | Threshold():
            return bool(clause.times)
        case Not():
            return dated(clause.operand)
        case And() | Or() | Series():
            return dated(clause.operands[-1])
        case _:
            return False


def shares_time(operands: tuple[Clause, ...]) -> bool:
    """Whether the time of one operand of a list may be that of a name before it too.

    A verb begins a statement of its own: "asthma or received steroids within 4 weeks".
    """
    for operand, later in pairwise(operands):
        undated = isinstance(operand, Occurrence) and not operand.times
        if undated and _ends_dated(later, operands):
            return True
    return False


def open_times(operands: tuple[Clause, ...]) -> Iterator[Moment]:
    """The moments that stand in a list behind a time which names none: it may count from them."""
    unnamed = False
    for operand in operands:
        for time in _times(operand):
            if time.moment is None:
                unnamed = True
            elif unnamed:
                yield time.moment


def _times(clause: Clause) -> tuple[Time, ...]:
    """The times that a clause ends in."""
    match clause:
        case Occurrence() | Threshold():
            return clause.times
        case Not():
            return _times(clause.operand)
        case And() | Or() | Series():
            return tuple(time for operand in clause.operands for time in _times(operand))
        case _:
            return ()


def _ends_dated(later: Clause, operands: tuple[Clause, ...]) -> bool:
    """Whether a time stands behind an operand or, over further names, behind one after it."""
    for operand in operands[operands.index(later) :]:
        if isinstance(operand, Occurrence) and operand.verb:
            return False
        if dated(operand):
            return True
        if not isinstance(operand, Occurrence | Threshold):
            return False
    return False


def time_of_exception(clause: Unless) -> bool:
    """Whether only the exception has a time, which may be that of the whole."""
    return dated(clause.exception) and not dated(clause.base)
