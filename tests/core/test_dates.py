"""Calendar arithmetic and partial dates."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eligibility.core.dates import (
    PartialDate,
    add_months,
    anniversary,
    completed_months,
    completed_years,
    parse_date,
)

DAYS = st.dates(dt.date(1901, 1, 1), dt.date(2099, 12, 31))
TWENTY_EIGHT_YEARS = dt.timedelta(days=10_227)


def _day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("birth", "at", "years"),
    [
        ("2008-03-01", "2026-03-01", 18), ("2008-03-02", "2026-03-01", 17), ("2008-02-29", "2026-02-28", 17),
        ("2008-02-29", "2026-03-01", 18), ("2008-02-29", "2024-02-29", 16), ("2025-03-01", "2026-03-01", 1),
        ("2000-12-31", "2026-01-01", 25),
    ],
)  # fmt: skip
def test_completed_years(birth: str, at: str, years: int) -> None:
    assert completed_years(_day(birth), _day(at)) == years


@pytest.mark.parametrize(
    ("birth", "at", "months"),
    [
        ("2024-08-31", "2026-02-28", 17), ("2024-08-28", "2026-02-28", 18), ("2024-09-01", "2026-03-01", 18),
        ("2025-01-31", "2025-02-28", 0), ("2025-01-31", "2025-03-01", 1),
    ],
)  # fmt: skip
def test_completed_months(birth: str, at: str, months: int) -> None:
    assert completed_months(_day(birth), _day(at)) == months


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        ("2023-01-15", 18, "2024-07-15"), ("2023-01-15", 30, "2025-07-15"), ("2024-08-31", 18, "2026-02-28"),
        ("2024-02-29", 12, "2025-02-28"), ("2024-02-29", 48, "2028-02-29"), ("2023-08-31", 6, "2024-02-29"),
        ("2025-04-20", 6, "2025-10-20"), ("2024-03-31", -1, "2024-02-29"),
    ],
)  # fmt: skip
def test_adding_months_clamps_to_the_end_of_the_month(day: str, months: int, expected: str) -> None:
    assert add_months(_day(day), months) == _day(expected)


@given(DAYS, st.integers(0, 1200))
def test_an_age_is_reached_on_its_anniversary_and_not_a_day_before(birth: dt.date, months: int) -> None:
    reached = anniversary(birth, months)
    assert completed_months(birth, reached) == months
    assert completed_months(birth, reached - dt.timedelta(days=1)) < months


@given(st.dates(dt.date(1901, 1, 1), dt.date(2060, 1, 1)), st.integers(0, 120))
def test_twenty_eight_years_move_everything_alike(day: dt.date, months: int) -> None:
    moved = day + TWENTY_EIGHT_YEARS
    assert add_months(moved, months) == add_months(day, months) + TWENTY_EIGHT_YEARS
    assert anniversary(moved, months) == anniversary(day, months) + TWENTY_EIGHT_YEARS


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2023", "2023-01-01", "2023-12-31"), ("2024-02", "2024-02-01", "2024-02-29"),
        ("2024-02-29", "2024-02-29", "2024-02-29"),
    ],
)  # fmt: skip
def test_a_partial_date_is_its_days_and_prints_as_written(text: str, first: str, last: str) -> None:
    found = parse_date(text)
    assert found == PartialDate(_day(first), _day(last))
    assert str(found) == text


@pytest.mark.parametrize("text", ["2026-02-31", "2023-13", "01/02/2026", "2026-2-1", "", "20260301", "0000"])
def test_what_is_no_date_is_refused_with_its_text(text: str) -> None:
    with pytest.raises(ValueError, match=f"'{text}'"):
        parse_date(text)
