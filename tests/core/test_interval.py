"""Values within bounds: boundaries, imprecise values, and what rounding may not change."""

from __future__ import annotations

import math

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from eligibility.core.interval import Interval, equal, inside, point
from eligibility.core.truth import Truth

NUMBERS = st.floats(-1e6, 1e6, allow_nan=False).filter(lambda x: x == 0 or abs(x) > 1e-6)


@pytest.mark.parametrize(
    ("value", "bounds", "truth"),
    [
        (point(4.999), Interval(low=5), "false"),
        (point(5), Interval(low=5), "true"),
        (point(5), Interval(low=5, low_open=True), "false"),
        (point(5.001), Interval(low=5, low_open=True), "true"),
        (point(18), Interval(1, 18, high_open=True), "false"),
        (point(17), Interval(1, 18, high_open=True), "true"),
        (Interval(high=5, high_open=True), Interval(high=5), "true"),
        (Interval(high=5, high_open=True), Interval(low=5), "false"),
        (Interval(high=5, high_open=True), Interval(high=3), "unknown"),
        (Interval(low=90, low_open=True), Interval(low=60), "true"),
        (Interval(low=90, low_open=True), Interval(low=100), "unknown"),
        (Interval(low=90, low_open=True), Interval(high=90), "false"),
        (Interval(4, 6), Interval(low=5), "unknown"),
        (Interval(5, 6), Interval(low=5), "true"),
        (Interval(0, 5, high_open=True), Interval(low=5), "false"),
    ],
)
def test_boundaries(value: Interval, bounds: Interval, truth: str) -> None:
    assert inside(value, bounds).word == truth


def test_rounding_decides_nothing() -> None:
    assert inside(point(1.8), Interval(high=1.5 * 1.2)) is Truth.TRUE
    assert inside(point(0.1 + 0.2), Interval(high=0.3)) is Truth.TRUE
    assert inside(point(0.1 + 0.2), Interval(high=0.3, high_open=True)) is Truth.FALSE


@given(NUMBERS, NUMBERS, st.booleans(), st.floats(1e-3, 1e3))
def test_a_unit_change_changes_no_outcome(value: float, limit: float, open_: bool, factor: float) -> None:
    bounds = Interval(low=limit, low_open=open_)
    assert inside(point(value).scaled(factor), bounds.scaled(factor)) is inside(point(value), bounds)


@given(NUMBERS, NUMBERS, NUMBERS)
def test_an_interval_is_decided_only_as_all_its_numbers_are(
    first: float, second: float, limit: float
) -> None:
    low, high = sorted((first, second))
    assume(not equal(low, limit) and not equal(high, limit))
    whole = inside(Interval(low, high), Interval(low=limit))
    ends = {inside(point(low), Interval(low=limit)), inside(point(high), Interval(low=limit))}
    assert whole is (ends.pop() if len(ends) == 1 else Truth.UNKNOWN)


@pytest.mark.parametrize("bad", [math.nan, math.inf, -math.inf])
def test_a_bound_is_a_finite_number(bad: float) -> None:
    with pytest.raises(ValueError, match="finite"):
        Interval(low=bad)


def test_an_interval_runs_upward_and_a_factor_is_positive() -> None:
    with pytest.raises(ValueError, match="upward"):
        Interval(2, 1)
    with pytest.raises(ValueError, match="positive"):
        point(1).scaled(-1)


def test_intervals_that_share_a_number_meet() -> None:
    assert Interval(1, 2).meets(Interval(2, 3))
    assert not Interval(1, 2, high_open=True).meets(Interval(2, 3))
