"""The time between two events: calendar months, inclusive ends, partial dates, before the end of therapy."""

from __future__ import annotations

import datetime as dt

import pytest

from eligibility.bind.nodes import Elapsed, Event
from eligibility.core.dates import parse_date
from tests.evaluate.builders import course, kinds, relapse, run, said, setting, treated, truth

RELAPSE = Event("onset", "leukaemia_relapse", "relapse")
LATE = Elapsed(
    start=Event("onset", "acute_lymphoblastic_leukaemia", "ALL"), end=RELAPSE, low=18, high=30, unit="month"
)
EARLY = Elapsed(
    start=Event("end", "primary_therapy", "primary therapy"), end=RELAPSE, low=0, high=6, unit="month"
)


@pytest.mark.parametrize(
    ("diagnosed", "relapsed", "expected"),
    [
        ("2023-01-15", "2024-07-14", "false"), ("2023-01-15", "2024-07-15", "true"),
        ("2023-01-15", "2025-07-15", "true"), ("2023-01-15", "2025-07-16", "false"),
        ("2023-01", "2024-07-20", "unknown"), ("2023-01", "2024-09-05", "true"),
        ("2023-01", "2024-06-30", "false"),
        ("2024-08-31", "2026-02-28", "true"), ("2024-08-31", "2026-02-27", "false"),
    ],
)  # fmt: skip
def test_eighteen_to_thirty_months_after_diagnosis(diagnosed: str, relapsed: str, expected: str) -> None:
    outcome = run(LATE, course(relapse(relapsed), diagnosed=diagnosed))
    assert outcome.truth.word == expected
    assert kinds(outcome) == ({"imprecise"} if expected == "unknown" else set())


def test_a_verdict_that_hangs_on_the_end_of_a_month_is_flagged() -> None:
    flags = run(LATE, course(relapse("2026-02-28"), diagnosed="2024-08-31")).flags
    assert any("end of the month" in flag for flag in flags)
    assert run(LATE, course(relapse("2025-07-15"), diagnosed="2023-01-15")).flags == ()


def test_a_missing_date_is_asked_for() -> None:
    outcome = run(EARLY, course(relapse("2025-10-10")))
    assert kinds(outcome) == {"missing"}
    assert "primary therapy" in outcome.reasons[0].settles


def test_the_second_branch_and_how_the_therapy_ended() -> None:
    inside = {"primary_therapy_end": "2025-06-30"}
    assert truth(EARLY, course(relapse("2025-12-30"), ended_as="completed", **inside)) == "true"
    assert truth(EARLY, course(relapse("2025-12-31"), ended_as="completed", **inside)) == "false"
    assert kinds(run(EARLY, course(relapse("2025-09-10"), ended_as="refused", **inside))) == {
        "ambiguous_text"
    }
    unsaid = run(EARLY, course(relapse("2025-09-10"), **inside))
    assert (unsaid.truth.word, len(unsaid.flags)) == ("true", 1)


@pytest.mark.parametrize(
    ("relapsed", "reading", "expected"),
    [
        ("2025-05-30", "undecided", "unknown"), ("2025-05-30", "after_only", "false"),
        ("2025-05-30", "either_side", "true"),
        ("2024-11-30", "either_side", "false"), ("2025-06-30", "undecided", "true"),
    ],
)  # fmt: skip
def test_a_relapse_before_the_end_of_therapy_is_a_convention(
    relapsed: str, reading: str, expected: str
) -> None:
    facts = course(relapse(relapsed), primary_therapy_end="2025-06-30", ended_as="completed")
    assert truth(EARLY, facts, under=setting(within_of_end=reading)) == expected


def test_a_therapy_still_going_on_leaves_it_open() -> None:
    facts = course(relapse("2025-09-15"), primary_therapy_ongoing=True)
    assert kinds(run(EARLY, facts)) == {"ambiguous_text"}
    assert truth(EARLY, facts, under=setting(within_of_end="after_only")) == "false"


def test_a_relapse_before_the_diagnosis_contradicts() -> None:
    assert kinds(run(LATE, course(relapse("2022-01-01"), diagnosed="2023-01-15"))) == {"conflicting"}


def test_a_washout_ends_on_a_day_without_any_new_fact() -> None:
    washout = Elapsed(
        start=Event("end", "vincristine", "vincristine"), end=Event("anchor", "first_dose", "first dose"),
        low=14, high=None, unit="day",
    )  # fmt: skip
    outcome = run(washout, treated("vincristine", start="2026-02-22", end="2026-02-22"))
    assert (outcome.truth.word, outcome.anchored) == ("false", (("first_dose", None),))
    assert dt.date(2026, 3, 8) in outcome.changes
    later = setting(dt.date(2026, 3, 8))
    assert truth(washout, treated("vincristine", start="2026-02-22", end="2026-02-22"), under=later) == "true"
    assert truth(washout, said("vincristine")) == "true"
    past = {"first_dose": parse_date("2026-02-25")}
    assert truth(washout, treated("vincristine", end="2026-02-22"), anchors=past) == "false"
