"""Events: anchors, the course of the disease, therapies; ahead, undated, absent, unknown are not the same."""

from __future__ import annotations

import datetime as dt

import pytest

from eligibility.bind.nodes import UNNAMED, Event, Window
from eligibility.core.dates import parse_date
from eligibility.evaluate.context import Scope
from eligibility.evaluate.events import COUNTED_FROM, Moment, moment
from tests.evaluate.builders import (
    at_least,
    complete,
    course,
    had,
    has,
    lab,
    record,
    relapse,
    run,
    said,
    setting,
    treated,
    truth,
)

CYTOREDUCTION = Event("start", "cytoreduction", "cytoreduction")
END = Event("end", "primary_therapy", "primary therapy")


def when(event: Event, *facts: object, **more: object) -> Moment:
    held, under = record(*facts, **more), setting()
    return moment(event, Scope(held, under.index(held), under, "requires"))


def test_an_anchor_ahead_is_today_and_a_past_one_its_day() -> None:
    event = Event("anchor", "randomisation", "randomization")
    assert (when(event).state, str(when(event).day)) == ("ahead", "2026-03-01")
    ahead = when(event, anchors={"randomisation": parse_date("2026-03-06")})
    assert (ahead.state, ahead.planned) == ("ahead", dt.date(2026, 3, 6))
    past = when(event, anchors={"randomisation": parse_date("2026-02-20")})
    assert (past.state, str(past.day)) == ("dated", "2026-02-20")


def test_the_course_dates_diagnosis_relapse_and_end_of_therapy() -> None:
    facts = course(
        relapse("2026-02-02"), diagnosed="2024-01-20", primary_therapy_end="2025-12-19", ended_as="completed"
    )
    assert str(when(Event("onset", "acute_lymphoblastic_leukaemia", "ALL"), facts).day) == "2024-01-20"
    assert str(when(Event("anchor", "diagnosis", "diagnosis"), facts).day) == "2024-01-20"
    assert str(when(Event("onset", "leukaemia_relapse", "relapse"), facts).day) == "2026-02-02"
    end = when(END, facts)
    assert (str(end.day), end.flags) == ("2025-12-19", ())


def test_the_end_of_a_therapy_that_was_not_completed_is_open() -> None:
    assert when(END, course(primary_therapy_end="2025-12-19")).flags
    stopped = when(END, course(primary_therapy_end="2025-12-19", ended_as="stopped for toxicity"))
    assert [reason.kind for reason in stopped.reasons] == ["ambiguous_text"]
    going_on = when(END, course(primary_therapy_ongoing=True))
    assert [reason.kind for reason in going_on.reasons] == ["ambiguous_text"]
    assert when(END, course()).state == "undated"


def test_of_several_the_latest_counts_and_is_flagged() -> None:
    found = when(
        CYTOREDUCTION,
        treated("cytoreduction", start="2024-02-01"),
        treated("cytoreduction", start="2026-02-05"),
    )
    assert (str(found.day), len(found.flags)) == ("2026-02-05", 1)


def test_given_planned_denied_and_silent() -> None:
    assert when(CYTOREDUCTION, treated("cytoreduction")).state == "undated"
    assert when(CYTOREDUCTION, treated("cytoreduction", "planned")).state == "ahead"
    assert when(CYTOREDUCTION, said("cytoreduction")).state == "absent"
    assert when(CYTOREDUCTION, complete("treatments")).state == "absent"
    assert (
        when(CYTOREDUCTION, complete("treatments"), treated(None, text="study arm unknown")).state
        == "unknown"
    )
    assert when(CYTOREDUCTION, complete("treatments", start="2024-01-01")).state == "unknown"
    assert when(CYTOREDUCTION).state == "unknown"


def test_an_ongoing_therapy_has_no_end_and_a_condition_an_onset() -> None:
    end = Event("end", "corticosteroid", "steroids")
    assert when(end, treated("prednisone", "ongoing", start="2026-02-01")).state == "undated"
    assert str(when(end, treated("prednisone", start="2026-02-01", end="2026-02-20")).day) == "2026-02-20"
    onset = Event("onset", "thrombosis", "thrombosis")
    assert str(when(onset, had("deep_vein_thrombosis", onset="2025-05")).day) == "2025-05"
    assert when(Event("onset", None, "the visit")).reasons[0].kind == "unparsed_text"


def recent(relation: str = "before", count: float = 6) -> Window:
    return Window(relation, UNNAMED, 0.0, count, "month")


@pytest.mark.parametrize(
    ("onset", "anchors", "expected"),
    [
        ("2026-02-01", {}, "true"),
        ("2025-09-01", {}, "true"),
        ("2025-08-31", {}, "false"),
        ("2026-02-01", {"screening": "2026-02-20"}, "true"),
        ("2025-08-25", {"screening": "2026-02-20"}, "unknown"),  # within 6 months of screening alone
        ("2025-08-19", {"screening": "2026-02-20"}, "false"),
        ("2026-02-25", {"screening": "2026-02-20"}, "unknown"),  # after screening
        ("2025-08-31", {"screening": "2026-03-06"}, "false"),  # ahead: taken as today
        ("2025-08-25", {"diagnosis": "2026-02-20"}, "false"),  # no milestone of the trial
    ],
)
def test_a_time_that_names_no_moment_is_decided_where_every_milestone_agrees(
    onset: str, anchors: dict[str, str], expected: str
) -> None:
    dates = {name: parse_date(date) for name, date in anchors.items()}
    node = has("stroke", status="ever", window=recent())
    found = run(node, had("stroke", onset=onset), complete("conditions"), anchors=dates)
    assert found.truth.word == expected
    if expected == "unknown":
        assert [(r.kind, r.settles) for r in found.reasons] == [("ambiguous_text", COUNTED_FROM)]
    if expected == "true":
        assert any("names no day to count from" in flag for flag in found.flags)


def test_a_value_that_counts_from_one_milestone_alone_is_open() -> None:
    node = at_least("anc", 500, "/uL", window=Window("before", UNNAMED, 0.0, 7, "day"))
    early = lab("anc", 900, "2026-02-20")
    assert truth(node, lab("anc", 900, "2026-02-28")) == "true"
    assert truth(node, early) == "unknown"
    found = run(node, early, anchors={"screening": parse_date("2026-02-22")})
    assert {reason.kind for reason in found.reasons} == {"ambiguous_text"}
