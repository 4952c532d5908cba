"""Three-valued truth, ordered FALSE < UNKNOWN < TRUE, with Kleene's strong connectives.

What comes in are truth values; what goes out is a truth value.  Nothing else
in the package decides how truth values combine.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum


class Truth(IntEnum):
    """What is known of a statement about a candidate."""

    FALSE = 0
    UNKNOWN = 1
    TRUE = 2

    @property
    def decided(self) -> bool:
        """Whether the statement is known to be true or known to be false."""
        return self is not Truth.UNKNOWN

    @property
    def word(self) -> str:
        """The truth value as reports and JSON print it: ``true``, ``false``, ``unknown``."""
        return self.name.lower()


FALSE, UNKNOWN, TRUE = Truth.FALSE, Truth.UNKNOWN, Truth.TRUE


def truth_of(known: bool | None) -> Truth:
    """The truth value of a Python answer; ``None`` is "not known".

    >>> truth_of(None).word
    'unknown'
    """
    if known is None:
        return UNKNOWN
    return TRUE if known else FALSE


def conjunction(values: Iterable[Truth]) -> Truth:
    """Whether all hold: the least of them; nothing at all holds."""
    return min(values, default=TRUE)


def disjunction(values: Iterable[Truth]) -> Truth:
    """Whether any holds: the greatest of them; of nothing, none holds."""
    return max(values, default=FALSE)


def negation(value: Truth) -> Truth:
    """Whether it does not hold; the denial of an unknown is unknown."""
    return Truth(2 - value)


def at_least(count: int, values: Iterable[Truth]) -> Truth:
    """Whether ``count`` or more hold.

    TRUE once enough are known to hold, FALSE once too few can, else UNKNOWN.

    >>> at_least(2, [Truth.TRUE, Truth.UNKNOWN, Truth.FALSE]).word
    'unknown'
    """
    seen = tuple(values)
    if sum(value is TRUE for value in seen) >= count:
        return TRUE
    if sum(value is not FALSE for value in seen) < count:
        return FALSE
    return UNKNOWN
