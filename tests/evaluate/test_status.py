"""Current, given, planned, uncontrolled, in time: what makes a recorded fact count."""

from __future__ import annotations

import datetime as dt

import pytest

from eligibility.bind.nodes import Event
from eligibility.patient.record import FactTiming
from tests.evaluate.builders import (
    anchor,
    around,
    complete,
    had,
    has,
    kinds,
    run,
    said,
    setting,
    treated,
    truth,
)

INFECTION = has("fungal_infection", status="current", control="uncontrolled")
STEROID = Event("start", "corticosteroid", "corticosteroid use")
CLOT = has("thrombosis", status="ever", window=around("during", STEROID))
INDUCTION = Event("end", "induction_therapy", "induction therapy")


def orchiectomy(status: str) -> object:
    window = around("at", INDUCTION) if status == "planned" else around("before", anchor())
    return has("orchiectomy", "treatment", status=status, window=window)


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        ({"status": "active"}, "true"), ({"status": "resolved"}, "unknown"),
        ({"status": "inactive"}, "unknown"), ({"resolved": "2026-01-01"}, "unknown"),
        ({"onset": "2026-01-01"}, "unknown"), ({}, "unknown"),
    ],
)  # fmt: skip
def test_a_current_condition(state: dict[str, str], expected: str) -> None:
    rule = has("fungal_infection", status="current")
    assert truth(rule, had("invasive_aspergillosis", **state)) == expected
    closed = said("infection", other=True, date="2026-02-28")
    over = ("status" in state and state["status"] != "active") or "resolved" in state
    assert (truth(rule, had("invasive_aspergillosis", **state), closed) == "false") == over


def test_uncontrolled_is_a_judgement_that_the_record_may_state() -> None:
    active = {"status": "active"}
    assert truth(INFECTION, had("invasive_aspergillosis", control="uncontrolled")) == "true"
    assert kinds(run(INFECTION, had("invasive_aspergillosis", **active))) == {"judgement"}
    controlled = had("invasive_aspergillosis", control="controlled", **active)
    assert kinds(run(INFECTION, controlled)) == {"missing"}
    closed = said("infection", other=True, date="2026-02-28")
    assert truth(INFECTION, controlled, closed) == "false"
    assert truth(INFECTION, had("pneumonia", status="resolved"), closed) == "false"


def test_where_the_text_says_neither_past_nor_present_a_past_one_leaves_it_open() -> None:
    rule = has("thrombosis", status="unsaid")
    assert truth(rule, had("thrombosis", status="active")) == truth(rule, had("thrombosis")) == "true"
    assert kinds(run(rule, had("thrombosis", status="resolved"))) == {"ambiguous_text"}
    assert truth(has("thrombosis", status="ever"), had("thrombosis", status="resolved")) == "true"
    assert (
        truth(has("leukaemia_relapse", status="unsaid"), had("leukaemia_relapse", status="resolved"))
        == "true"
    )


@pytest.mark.parametrize(
    ("status", "given", "ongoing", "planned"),
    [
        ("ever", "true", "true", "unknown"), ("given", "true", "true", "unknown"),
        ("planned", "unknown", "unknown", "true"), ("received", "true", "true", "true"),
        ("current", "unknown", "true", "unknown"),
    ],
)  # fmt: skip
def test_treatments_by_status(status: str, given: str, ongoing: str, planned: str) -> None:
    rule = has("anticoagulant_prophylaxis", "treatment", status=status)
    for state, expected in (("given", given), ("ongoing", ongoing), ("planned", planned)):
        assert truth(rule, treated("anticoagulant_prophylaxis", state)) == expected


def test_a_drug_named_alone_leaves_a_past_one_open_and_a_procedure_done_counts() -> None:
    bare = has("anticoagulant", "treatment", status="unsaid")
    past = run(bare, treated("warfarin", end="2019-03-01"))
    assert (past.truth.word, kinds(past)) == ("unknown", {"ambiguous_text"})
    assert truth(bare, treated("warfarin", "ongoing")) == "true"
    assert truth(has("orchiectomy", "treatment", status="unsaid"), treated("orchiectomy")) == "true"


def test_what_is_over_but_was_in_the_time_asked_of_a_current_one_is_open() -> None:
    weeks = around("before", anchor(), 0, 28, "day")
    asked = has("vincristine", "treatment", status="current", window=weeks)
    closed = said("vincristine", other=True, date="2026-02-28")
    assert truth(asked, treated("vincristine", start="2026-02-20", end="2026-02-20"), closed) == "unknown"
    assert truth(asked, treated("vincristine", start="2025-02-20", end="2025-02-20"), closed) == "false"


def test_not_given_says_nothing_of_other_courses_and_declined_refuses_all() -> None:
    rule = has("car_t_cell_therapy", "treatment", status="ever")
    never = treated("tisagenlecleucel", "not given")
    assert truth(rule, never) == "unknown"
    assert truth(rule, never, said("car_t_cell_therapy", other=True)) == "false"
    refused = treated("orchiectomy", "declined")
    assert (
        truth(orchiectomy("given"), refused, sex="male") == truth(orchiectomy("planned"), refused) == "false"
    )
    assert truth(orchiectomy("given"), refused, treated("orchiectomy", start="2026-02-10")) == "true"


def test_that_something_was_not_done_says_nothing_of_a_plan() -> None:
    assert truth(orchiectomy("given"), said("orchiectomy")) == "false"
    assert truth(orchiectomy("planned"), said("orchiectomy")) == "unknown"


def test_given_before_an_anchor_and_planned_at_the_end_of_a_phase() -> None:
    assert truth(orchiectomy("given"), treated("orchiectomy", start="2026-02-10")) == "true"
    assert truth(orchiectomy("given"), treated("orchiectomy")) == "true"
    assert truth(orchiectomy("given"), treated("orchiectomy", "planned")) == "unknown"
    assert (
        truth(orchiectomy("planned"), treated("orchiectomy", "planned", timing_text="end of induction"))
        == "true"
    )
    assert (
        truth(orchiectomy("planned"), treated("orchiectomy", "planned", timing_text="after HSCT"))
        == "unknown"
    )
    assert truth(orchiectomy("planned"), treated("orchiectomy", "planned")) == "unknown"


def test_during_a_therapy_by_the_words_of_the_record() -> None:
    def clot(relation: str, concept: str) -> object:
        return had("deep_vein_thrombosis", timing=(FactTiming(relation, concept, concept),))

    assert truth(CLOT, clot("during", "dexamethasone")) == "true"
    assert truth(CLOT, clot("before", "corticosteroid"), said("thrombosis", other=True)) == "false"
    assert truth(CLOT, clot("before", "dexamethasone"), said("thrombosis", other=True)) == "unknown"
    assert truth(CLOT, clot("before", "corticosteroid")) == "unknown"


def test_during_a_therapy_by_its_dates() -> None:
    steroid = treated("dexamethasone", start="2024-02-01", end="2024-02-28")
    inside, outside = had("thrombosis", onset="2024-02-10"), had("thrombosis", onset="2024-06-10")
    assert truth(CLOT, inside, steroid) == "true"
    assert truth(CLOT, outside, steroid) == "unknown"
    assert truth(CLOT, outside, steroid, complete("treatments"), said("thrombosis", other=True)) == "false"
    assert truth(CLOT, had("thrombosis"), steroid) == "unknown"
    assert truth(CLOT, inside) == "unknown"
    assert truth(CLOT, inside, said("corticosteroid"), said("thrombosis", other=True)) == "false"
    assert truth(CLOT, inside, treated("prednisone", "ongoing", start="2024-01-01")) == "true"


def test_a_washout_turns_on_the_day_after_its_window() -> None:
    recent = has("vincristine", "treatment", status="ever", window=around("before", anchor(), 0, 14, "day"))
    given = treated("vincristine", start="2026-02-20", end="2026-02-20")
    outcome = run(recent, given)
    assert (outcome.truth.word, outcome.anchored) == ("true", (("randomisation", None),))
    assert dt.date(2026, 3, 7) in outcome.changes
    closed = (given, said("vincristine", other=True))
    assert truth(recent, *closed, under=setting(dt.date(2026, 3, 6))) == "true"
    assert truth(recent, *closed, under=setting(dt.date(2026, 3, 7))) == "false"
    assert truth(recent, treated("vincristine")) == "unknown"
    assert truth(recent, complete("treatments", start="2026-02-15")) == "false"


def test_an_active_condition_that_began_before_a_time_may_count_in_it() -> None:
    rule = has("fungal_infection", status="unsaid", window=around("before", anchor(), 0, 14, "day"))
    whole = complete("conditions")
    assert truth(rule, had("candidiasis", status="active", onset="2025-06-15"), whole) == "unknown"
    assert truth(rule, had("candidiasis", onset="2025-06-15"), whole) == "false"
    over = had("candidiasis", status="resolved", onset="2025-06-15", resolved="2025-07-01")
    assert truth(rule, over, whole) == "false"


def test_a_drug_without_a_last_day_may_have_been_given_on() -> None:
    rule = has("vincristine", "treatment", status="ever", window=around("before", anchor(), 0, 7, "day"))
    whole = complete("treatments")
    assert truth(rule, treated("vincristine", start="2026-02-05"), whole) == "unknown"
    assert truth(rule, treated("vincristine", start="2026-02-05", end="2026-02-05"), whole) == "false"


def test_a_plan_within_the_time_leaves_it_open_and_a_denial_before_it_says_nothing() -> None:
    rule = has("vincristine", "treatment", status="ever", window=around("before", anchor(), 0, 7, "day"))
    whole = complete("treatments")
    assert truth(rule, treated("vincristine", "planned", start="2026-02-27"), whole) == "unknown"
    assert truth(rule, treated("vincristine", "planned", start="2026-04-27"), whole) == "false"
    assert kinds(run(rule, said("vincristine", date="2026-02-10"))) == {"stale"}
    assert truth(rule, said("vincristine", date="2026-02-28")) == "false"
