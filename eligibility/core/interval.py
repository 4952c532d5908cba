"""Numbers known exactly or only within bounds, and how they compare with a limit.

What comes in is a value (a plain number is exact; ``<5`` or a range is an
interval) and the bounds a criterion sets.  What goes out is a truth value:
UNKNOWN when the value's interval lies on both sides of a limit.
"""

from __future__ import annotations

import math

import msgspec

from eligibility.core.truth import FALSE, TRUE, UNKNOWN, Truth

RELATIVE_TOLERANCE = 1e-9
"""Two numbers this close, relative to the larger, are equal: 1.8 <= 1.5 x 1.2 holds."""


def equal(left: float, right: float) -> bool:
    """Whether two numbers differ by no more than rounding."""
    return left == right or math.isclose(left, right, rel_tol=RELATIVE_TOLERANCE, abs_tol=0.0)


class Interval(msgspec.Struct, frozen=True, gc=False):
    """All numbers between two bounds; ``None`` leaves that side open-ended.

    ``low_open`` and ``high_open`` exclude the bound itself.
    """

    low: float | None = None
    high: float | None = None
    low_open: bool = False
    high_open: bool = False

    def __post_init__(self) -> None:
        if any(bound is not None and not math.isfinite(bound) for bound in (self.low, self.high)):
            raise ValueError("a bound is a finite number or absent")
        if self.low is None or self.high is None:
            return
        if self.low > self.high and not equal(self.low, self.high):
            raise ValueError(f"an interval runs upward: {self.low} to {self.high}")

    @property
    def exact(self) -> bool:
        """Whether it holds a single number."""
        return self.low is not None and self.low == self.high

    def scaled(self, factor: float, offset: float = 0.0) -> Interval:
        """The interval in another unit: every number times ``factor`` (positive) plus ``offset``."""
        if factor <= 0:
            raise ValueError(f"a unit factor is positive: {factor}")
        low = None if self.low is None else self.low * factor + offset
        high = None if self.high is None else self.high * factor + offset
        return Interval(low, high, self.low_open, self.high_open)

    def meets(self, other: Interval) -> bool:
        """Whether the two share a number."""
        return not (_below(self, other) or _below(other, self))


def point(value: float) -> Interval:
    """The interval that holds one number."""
    return Interval(value, value)


def _below(left: Interval, right: Interval) -> bool:
    """Whether every number of ``left`` is less than every number of ``right``."""
    if left.high is None or right.low is None:
        return False
    if equal(left.high, right.low):
        return left.high_open or right.low_open
    return left.high < right.low


def _above_low(value: Interval, bounds: Interval) -> Truth:
    if bounds.low is None:
        return TRUE
    if _below(value, Interval(low=bounds.low, low_open=bounds.low_open)):
        return FALSE
    if value.low is None:
        return UNKNOWN
    if equal(value.low, bounds.low):
        return TRUE if not bounds.low_open or value.low_open else UNKNOWN
    return TRUE if value.low > bounds.low else UNKNOWN


def _below_high(value: Interval, bounds: Interval) -> Truth:
    if bounds.high is None:
        return TRUE
    if _below(Interval(high=bounds.high, high_open=bounds.high_open), value):
        return FALSE
    if value.high is None:
        return UNKNOWN
    if equal(value.high, bounds.high):
        return TRUE if not bounds.high_open or value.high_open else UNKNOWN
    return TRUE if value.high < bounds.high else UNKNOWN


def inside(value: Interval, bounds: Interval) -> Truth:
    """Whether a value lies within bounds; UNKNOWN if part of it may not.

    >>> inside(point(1.8), Interval(high=1.5 * 1.2)).word
    'true'
    >>> inside(Interval(high=5, high_open=True), Interval(high=3)).word
    'unknown'
    """
    return min(_above_low(value, bounds), _below_high(value, bounds))


MOST_LEVELS = 11
"""So many whole numbers at most are told apart one by one: 0 to 10."""


def refuse_empty(bounds: Interval) -> None:
    """Refuse bounds that bound nothing, or leave nothing between them.

    Raises: ValueError when neither side has a bound, or one that is not there is excluded.
    """
    if bounds.low is None and bounds.high is None:
        raise ValueError("bounds have a lower side, an upper side or both")
    opened = (bounds.low_open and bounds.low is None) or (bounds.high_open and bounds.high is None)
    if opened or (bounds.exact and (bounds.low_open or bounds.high_open)):
        raise ValueError(f"bounds that exclude what is not there: {bounds}")


def levels_of(bounds: Interval) -> tuple[int, ...]:
    """The whole numbers from one bound to the other, both among them; none where there are not a few.

    >>> levels_of(Interval(0, 2))
    (0, 1, 2)
    """
    low, high = bounds.low, bounds.high
    if low is None or high is None or low % 1 or high % 1 or bounds.low_open or bounds.high_open:
        return ()
    return tuple(range(int(low), int(high) + 1)) if low < high < low + MOST_LEVELS else ()
