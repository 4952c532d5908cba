"""Several values of a quantity: any, all, so many, so far apart, one after the other."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eligibility.bind.nodes import Values
from eligibility.core.dates import PartialDate, parse_date
from eligibility.core.truth import FALSE, TRUE, UNKNOWN, Truth
from eligibility.evaluate.repeated import Said, together
from eligibility.knowledge.load import knowledge

AST = knowledge().quantities.by_id["ast"]
TWICE = Values("times", 2)
IN_THREE_MONTHS = Values("times", 2, 3, "month")
REPEATED = Values("times", 2, consecutive=True)
MARK = {"+": TRUE, "-": FALSE, "?": UNKNOWN}

days = st.dates(dt.date(2024, 1, 1), dt.date(2026, 1, 1)).map(PartialDate.of)
said = st.lists(st.tuples(days, st.sampled_from([TRUE, FALSE, UNKNOWN])), min_size=1, max_size=6)
settings = st.builds(
    Values,
    which=st.just("times"),
    count=st.integers(1, 3),
    apart=st.sampled_from([None, 1, 3]),
    unit=st.just("month"),
    consecutive=st.booleans(),
)


def truth(values: Values, said: list[Said]) -> Truth:
    return together(values, said, (), AST)[0]


def on(*told: str) -> list[Said]:
    """Values written as ``2026-01-05 +``."""
    return [(parse_date(text.split()[0]), MARK[text.split()[1]]) for text in told]


@pytest.mark.parametrize(
    ("values", "told", "expected"),
    [
        (TWICE, ["2026-01-05 +", "2026-01-06 +"], TRUE),
        (TWICE, ["2026-01-05 +", "2026-01-05 +"], UNKNOWN),  # two results of one day are one occasion
        (TWICE, ["2026-01-05 +", "2026-01-06 -"], FALSE),
        (TWICE, ["2026-01-05 +"], UNKNOWN),
        (TWICE, ["2026-01-05 +", "2026-01-06 ?"], UNKNOWN),
        (IN_THREE_MONTHS, ["2025-10-05 +", "2026-01-05 +"], TRUE),
        (IN_THREE_MONTHS, ["2025-10-06 +", "2026-01-05 +"], UNKNOWN),
        (IN_THREE_MONTHS, ["2025-10-05 +", "2025-12-05 +", "2026-01-05 +"], TRUE),
        (IN_THREE_MONTHS, ["2025-10-05 +", "2026-01-05 -"], FALSE),
        (IN_THREE_MONTHS, ["2025-10 +", "2026-01-15 +"], UNKNOWN),
        (REPEATED, ["2026-01-05 +", "2026-01-08 -", "2026-01-09 +"], FALSE),
        (REPEATED, ["2026-01-05 -", "2026-01-08 +", "2026-01-09 +"], TRUE),
        (REPEATED, ["2026-01-05 +", "2026-01-08 ?", "2026-01-09 +"], UNKNOWN),
    ],
)
def test_so_many_values(values: Values, told: list[str], expected: Truth) -> None:
    assert truth(values, on(*told)) is expected


@given(said)
def test_any_is_the_most_and_all_the_least_that_one_says(told: list[Said]) -> None:
    assert truth(Values("any"), told) is max(found for _, found in told)
    assert truth(Values("all"), told) is min(found for _, found in told)


@given(settings, said)
def test_the_order_of_the_values_does_not_matter(values: Values, told: list[Said]) -> None:
    if len({day for day, _ in told}) == len(told):
        assert truth(values, told) is truth(values, list(reversed(told)))


@given(settings, said, st.integers(0, 5))
def test_a_value_that_says_less_never_helps(values: Values, told: list[Said], place: int) -> None:
    day, found = told[place % len(told)]
    lower = [(d, min(f, FALSE) if d is day else f) for d, f in told]
    assert found is FALSE or truth(values, lower) <= truth(values, told)


@given(settings, said)
def test_what_is_unknown_has_a_reason(values: Values, told: list[Said]) -> None:
    outcome, reasons = together(values, told, (), AST)
    assert outcome is not UNKNOWN or reasons


@given(settings, said)
def test_more_values_asked_for_are_never_easier_to_have(values: Values, told: list[Said]) -> None:
    more = Values("times", values.count + 1, values.apart, values.unit, values.consecutive)
    if truth(more, told) is TRUE:
        assert truth(values, told) is TRUE


@pytest.mark.parametrize("wrong", [{"count": 0}, {"apart": 1.5, "unit": "month"}, {"apart": 2}])
def test_values_that_no_calendar_counts_are_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="whole units"):
        Values("times", **wrong)  # type: ignore[arg-type]
