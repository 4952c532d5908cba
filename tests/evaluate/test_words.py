"""The short words of notes and evidence."""

from __future__ import annotations

import datetime as dt

import pytest

from eligibility.core.interval import Interval
from eligibility.evaluate.words import amount, dated, evidence, later, limits, number, source_of
from tests.evaluate.builders import allergy, day, had, lab, result, said, treated


def test_numbers_and_limits() -> None:
    assert [number(value) for value in (204.0, 1.8, 0.0000321)] == ["204", "1.8", "3.21e-05"]
    assert (amount(1.5, "1"), amount(40, "U/L")) == ("1.5", "40 U/L")
    assert limits(Interval(low=1, high=18, high_open=True), "a") == "at least 1 a and less than 18 a"
    assert limits(Interval(low=50, low_open=True), "%") == "more than 50 %"


def test_dates() -> None:
    assert (dated(None), dated(day("2026-02"))) == ("without a date", "of 2026-02")
    days = {dt.date(2026, 3, 2), dt.date(2026, 2, 1), dt.date(2026, 3, 1)}
    assert later(days, dt.date(2026, 2, 1)) == (dt.date(2026, 3, 1), dt.date(2026, 3, 2))


@pytest.mark.parametrize(
    ("fact", "value"),
    [
        (lab("alt", 40), "40"),
        (had("thrombosis"), "on record"),
        (had("thrombosis", verification="suspected", status="active"), "suspected, active"),
        (treated("vincristine", "planned"), "planned"),
        (allergy("peg_asparaginase"), "allergy, confirmed"),
        (result("cd22", "positive"), "positive"),
        (said("hsct"), "none, stated by site"),
        (said("hsct", other=True), "none other, stated by site"),
        (said("hsct", True), "present, stated by site"),
    ],
)
def test_every_kind_of_fact_can_be_cited(fact: object, value: str) -> None:
    cited = evidence(fact)
    assert (cited.value, cited.source) == (value, source_of(fact))
