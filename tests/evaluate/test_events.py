"""Events: anchors, the course of the disease, therapies; ahead, undated, absent, unknown are not the same."""

from __future__ import annotations

import datetime as dt

from eligibility.bind.nodes import Event
from eligibility.core.dates import parse_date
from eligibility.evaluate.context import Scope
from eligibility.evaluate.events import Moment, moment
from tests.evaluate.builders import complete, course, had, record, relapse, said, setting, treated

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
