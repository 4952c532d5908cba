"""Windows in days: ends inclusive, months clamped, partial dates and hours open near the ends."""

from __future__ import annotations

import datetime as dt

import pytest

from eligibility.bind.nodes import Window
from eligibility.core.dates import parse_date
from eligibility.core.truth import FALSE, TRUE, UNKNOWN
from eligibility.evaluate.events import Moment
from eligibility.evaluate.windows import Frame, frame, shift, turning_days
from tests.evaluate.builders import AS_OF, anchor, around

TODAY = parse_date("2026-03-01")


def holds(window: Window, date: str, end: str | None = None) -> str:
    span = frame(window, TODAY)
    return span.holds(parse_date(date), parse_date(end or date), AS_OF).word


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        ("2026-02-15", "true"),
        ("2026-02-14", "false"),
        ("2026-03-01", "true"),
        ("2026-02", "unknown"),
        ("2025", "false"),
    ],
)
def test_within_fourteen_days_before(date: str, expected: str) -> None:
    assert holds(around("before", anchor(), 0, 14, "day"), date) == expected
    assert holds(around("before", anchor(), None, 2, "week"), date) == expected


def test_an_open_bound_leaves_its_day_out() -> None:
    window = Window("before", anchor(), None, 14, "day", high_open=True)
    assert holds(window, "2026-02-15") == "false"
    assert holds(window, "2026-02-16") == "true"


def test_months_and_years_go_by_the_calendar() -> None:
    assert holds(around("before", anchor(), None, 3, "month"), "2025-12-01") == "true"
    assert holds(around("before", anchor(), None, 3, "month"), "2025-11-30") == "false"
    assert str(shift(parse_date("2024-08-31"), 18, "month")) == "2026-02-28"
    assert str(shift(parse_date("2024-02-29"), 2, "year")) == "2026-02-28"


def test_at_least_and_after() -> None:
    assert holds(around("before", anchor(), 14, None, "day"), "2026-02-15") == "true"
    assert holds(around("before", anchor(), 14, None, "day"), "2026-02-16") == "false"
    assert holds(around("after", anchor(), 0, 7, "day"), "2026-03-08") == "true"
    assert holds(around("at", anchor()), "2026-03-01") == "true"
    assert holds(around("at", anchor(), None, 3, "day"), "2026-03-04") == "true"


def test_something_that_lasted_counts_if_it_touches_the_window() -> None:
    window = around("before", anchor(), None, 14, "day")
    assert holds(window, "2026-01-01", "2026-02-20") == "true"
    assert holds(window, "2026-01-01", "2026-02-01") == "false"


def test_hours_leave_the_day_of_the_bound_open() -> None:
    window = around("before", anchor(), None, 72, "hour")
    assert [holds(window, day) for day in ("2026-02-25", "2026-02-26", "2026-02-27")] == [
        "false",
        "unknown",
        "true",
    ]


def test_parts_of_a_month_are_not_guessed() -> None:
    span = frame(around("before", anchor(), None, 1.5, "month"), TODAY)
    assert span.imprecise
    assert span.holds(TODAY, TODAY, AS_OF) is UNKNOWN


def test_without_a_date_it_lies_before_the_day_of_the_record() -> None:
    assert Frame(None, TODAY).holds(None, None, AS_OF) is TRUE
    assert Frame(TODAY, TODAY).holds(None, None, AS_OF) is UNKNOWN
    assert Frame(None, parse_date("2026-02-01")).holds(None, None, AS_OF) is UNKNOWN


def test_an_end_without_a_start_can_only_show_what_is_sure() -> None:
    assert Frame(None, TODAY).holds(None, parse_date("2026-01-01"), AS_OF) is TRUE
    assert Frame(TODAY, None).holds(None, parse_date("2026-01-01"), AS_OF) is FALSE


def test_a_window_that_moves_with_today_turns_where_a_fact_leaves_it() -> None:
    window = around("before", anchor(), None, 14, "day")
    ahead = Moment("ahead", "randomisation", TODAY)
    assert dt.date(2026, 3, 7) in turning_days(window, ahead, parse_date("2026-02-20"))
    assert turning_days(window, Moment("dated", "randomisation", TODAY), parse_date("2026-02-20")) == set()
