"""Kleene's tables in full, and the laws that follow from them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eligibility.core.truth import Truth, at_least, conjunction, disjunction, negation, truth_of

F, U, T = Truth.FALSE, Truth.UNKNOWN, Truth.TRUE
TRUTHS = st.sampled_from(Truth)


@pytest.mark.parametrize(
    ("left", "right", "both", "either"),
    [
        (F, F, F, F), (F, U, F, U), (F, T, F, T),
        (U, F, F, U), (U, U, U, U), (U, T, U, T),
        (T, F, F, T), (T, U, U, T), (T, T, T, T),
    ],
)  # fmt: skip
def test_tables_of_and_and_or(left: Truth, right: Truth, both: Truth, either: Truth) -> None:
    assert conjunction((left, right)) is both
    assert disjunction((left, right)) is either


@pytest.mark.parametrize(("value", "denied"), [(F, T), (U, U), (T, F)])
def test_table_of_not(value: Truth, denied: Truth) -> None:
    assert negation(value) is denied


def test_of_nothing_all_hold_and_none_does() -> None:
    assert conjunction(()) is T
    assert disjunction(()) is F


@pytest.mark.parametrize(("known", "truth"), [(True, T), (False, F), (None, U)])
def test_not_known_is_unknown(known: bool | None, truth: Truth) -> None:
    assert truth_of(known) is truth


@given(st.lists(TRUTHS))
def test_de_morgan(values: list[Truth]) -> None:
    assert negation(conjunction(values)) is disjunction([negation(value) for value in values])
    assert negation(disjunction(values)) is conjunction([negation(value) for value in values])


@given(st.lists(TRUTHS, min_size=1), st.data())
def test_order_and_repetition_do_not_matter(values: list[Truth], data: st.DataObject) -> None:
    shuffled = data.draw(st.permutations(values))
    assert conjunction(shuffled + values) is conjunction(values)
    assert disjunction(shuffled + values) is disjunction(values)


@given(st.lists(TRUTHS, min_size=1, max_size=6), st.data())
def test_at_least_is_what_every_way_to_settle_the_unknowns_agrees_on(
    values: list[Truth], data: st.DataObject
) -> None:
    count = data.draw(st.integers(1, len(values)))
    settled: list[list[Truth]] = [[]]
    for value in values:
        settled = [[*way, one] for way in settled for one in ([value] if value.decided else [F, T])]
    outcomes = {sum(one is T for one in way) >= count for way in settled}
    assert at_least(count, values) is truth_of(outcomes.pop() if len(outcomes) == 1 else None)


@given(st.lists(TRUTHS, min_size=1))
def test_at_least_one_is_or_and_at_least_all_is_and(values: list[Truth]) -> None:
    assert at_least(1, values) is disjunction(values)
    assert at_least(len(values), values) is conjunction(values)
