"""Age in completed units: birthdays, 29 February, partial births, the days on which it changes."""

from __future__ import annotations

import datetime as dt

import pytest

from eligibility.bind.nodes import Compare
from eligibility.core.dates import parse_date
from eligibility.core.interval import Interval
from eligibility.evaluate.age import reached
from eligibility.evaluate.context import context
from eligibility.evaluate.evaluate import evaluate
from eligibility.knowledge.load import knowledge
from eligibility.patient.ground import ground
from eligibility.patient.profile import Age, Profile
from tests.evaluate.builders import anchor, around, kinds, run, setting

CHILD = Interval(low=1, high=18, high_open=True)


def age(bounds: Interval = CHILD, unit: str = "a", **more: object) -> Compare:
    return Compare(quantity="age", phrase="age", bounds=bounds, unit=unit, **more)


@pytest.mark.parametrize(
    ("birth", "expected"),
    [
        ("2025-03-02", "false"), ("2025-03-01", "true"), ("2018-06-10", "true"),
        ("2008-03-02", "true"), ("2008-03-01", "false"), ("2008-02-29", "false"),
        ("2008", "unknown"), ("2007", "false"), ("2009", "true"), ("2025", "unknown"),
    ],
)  # fmt: skip
def test_from_one_to_under_eighteen(birth: str, expected: str) -> None:
    assert run(age(), birth=birth).truth.word == expected


def test_years_that_the_criterion_does_not_name_decide_and_are_shown_as_inferred() -> None:
    found = run(age(Interval(low=18), unit_is="inferred"), birth="2018-06-10")
    assert found.truth.word == "false"
    assert "the criterion gives no unit; only years make it a usual limit" in found.notes
    assert not any("unit" in note for note in run(age(), birth="2018-06-10").notes)


def test_a_birthday_on_29_february_comes_on_1_march() -> None:
    day_before = setting(dt.date(2026, 2, 28))
    assert run(age(), birth="2008-02-29", under=day_before).truth.word == "true"


def test_seventeen_years_at_most_lasts_until_the_eighteenth_birthday() -> None:
    assert run(age(Interval(high=17)), birth="2008-03-02").truth.word == "true"
    assert run(age(Interval(high=17)), birth="2008-03-01").truth.word == "false"


@pytest.mark.parametrize(
    ("birth", "expected"),
    [("2009-03-01", "false"), ("2008-06-01", "unknown"), ("2008-03-01", "true"), ("2010-01-01", "false")],
)
def test_older_than_seventeen_is_open_between_the_birthdays(birth: str, expected: str) -> None:
    outcome = run(age(Interval(low=17, low_open=True)), birth=birth)
    assert outcome.truth.word == expected
    assert kinds(outcome) == ({"ambiguous_text"} if expected == "unknown" else set())


def test_the_days_on_which_it_changes_are_the_birthdays_at_the_bounds() -> None:
    assert run(age(), birth="2025-03-02").changes == (dt.date(2026, 3, 2), dt.date(2043, 3, 2))
    assert run(age(), birth="2018-06-10").changes == (dt.date(2036, 6, 10),)
    assert run(age(), birth="2025-03-02", under=setting(dt.date(2026, 3, 2))).truth.word == "true"


def test_months_weeks_and_days() -> None:
    assert run(age(Interval(low=9), "mo"), birth="2025-05-31").truth.word == "true"
    assert run(age(Interval(low=9), "mo"), birth="2025-06-02").truth.word == "false"
    assert run(age(Interval(low=2), "wk"), birth="2026-02-15").truth.word == "true"
    assert run(age(Interval(low=15), "d"), birth="2026-02-15").truth.word == "false"
    assert run(age(Interval(low=1.5), "a"), birth="2024-09-01").truth.word == "true"
    assert kinds(run(age(Interval(low=1.21), "a"), birth="2024-09-01")) == {"unit"}
    assert reached(dt.date(2024, 8, 31), 18, "mo") == dt.date(2026, 3, 1)


def test_without_a_birth_it_is_missing() -> None:
    assert kinds(run(age(), birth=None)) == {"missing"}
    assert kinds(run(age(), birth="2008")) == {"imprecise"}


def test_at_an_anchor_ahead_it_is_judged_today_and_at_a_past_one_then() -> None:
    rule = age(window=around("at", anchor("consent")))
    ahead = run(rule, birth="2025-03-02", anchors={"consent": parse_date("2026-03-06")})
    assert (ahead.truth.word, ahead.anchored) == ("false", (("consent", dt.date(2026, 3, 6)),))
    past = run(rule, birth="2008-03-01", anchors={"consent": parse_date("2026-02-20")})
    assert (past.truth.word, past.anchored, past.changes) == ("true", (), ())


def test_a_birth_date_against_a_recorded_age_is_conflicting() -> None:
    profile = Profile(
        id="x",
        as_of="2026-03-01",
        birth_date="2007-06-10",
        age=Age(value=16, unit="years", date="2026-02-01"),
    )
    record = ground(profile, None, knowledge())
    trace = evaluate(age(), "inclusion", record, context(knowledge(), record.as_of))
    assert trace.truth.word == "unknown"
    assert [reason.kind for reason in trace.reasons] == ["conflicting"]
