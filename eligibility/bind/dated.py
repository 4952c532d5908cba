"""Whose a time is that stands behind several names, or behind an exception.

What comes in are clauses as written; what goes out is whether their time may
be meant of more than the words before it.
"""

from __future__ import annotations

from collections.abc import Iterator

from eligibility.syntax.nodes import And, Clause, Mixed, Not, Occurrence, Or, Series, Threshold, Unless
from eligibility.syntax.terms import Moment, Time


def dated(clause: Clause) -> bool:
    """Whether a clause ends in a time."""
    match clause:
        case Occurrence() | Threshold():
            return bool(clause.times)
        case Not():
            return dated(clause.operand)
        case Unless():
            return dated(clause.base)
        case And() | Or() | Series() | Mixed():
            return dated(clause.operands[-1])
        case _:
            return False


def times_behind(operands: tuple[Clause, ...]) -> list[tuple[Time, ...]]:
    """For each operand of a list the times behind a later one that may be its own too.

    A verb begins a statement of its own: "asthma or received steroids within 4 weeks".
    """
    found: list[tuple[Time, ...]] = []
    behind: tuple[Time, ...] = ()
    for operand in reversed(operands):
        found.append(behind if isinstance(operand, Occurrence) and not operand.times else ())
        if isinstance(operand, Occurrence) and operand.verb:
            behind = ()
        elif dated(operand):
            behind = last_times(operand)
        elif not isinstance(operand, Occurrence | Threshold):
            behind = ()
    return found[::-1]


def last_times(clause: Clause) -> tuple[Time, ...]:
    """The times that the last words of a clause are."""
    match clause:
        case Not():
            return last_times(clause.operand)
        case And() | Or() | Series() | Mixed():
            return last_times(clause.operands[-1])
        case Unless():
            return last_times(clause.base)
        case _:
            return _times(clause)


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
        case And() | Or() | Series() | Mixed():
            return tuple(time for operand in clause.operands for time in _times(operand))
        case _:
            return ()


def time_of_exception(clause: Unless) -> bool:
    """Whether only the exception has a time, which may be that of the whole."""
    return dated(clause.exception) and not dated(clause.base)
