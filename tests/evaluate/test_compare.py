"""Measured quantities: which value counts, freshness, conflicts, what is said where none decides."""

from __future__ import annotations

import datetime as dt

import msgspec
import pytest

from eligibility.bind.nodes import Compare, Event, Window
from eligibility.core.dates import parse_date
from eligibility.core.interval import Interval
from eligibility.core.reasons import Reason
from tests.evaluate.builders import (
    anchor,
    around,
    at_least,
    at_most,
    complete,
    has,
    kinds,
    lab,
    run,
    said,
    setting,
    treated,
    truth,
)

BLASTS = at_least("bone_marrow_blasts", 5, "%")
EGFR = at_least("egfr", 30, "mL/min/{1.73_m2}")


def liver(relation: str = "at", event: Event | None = None) -> Compare:
    return at_most("alt", 5, reference="uln", window=around(relation, event or anchor()))


def test_nothing_on_record_is_missing_not_false() -> None:
    outcome = run(BLASTS)
    assert (outcome.truth.word, kinds(outcome)) == ("unknown", {"missing"})
    assert "2026-03-01" in outcome.reasons[0].settles


@pytest.mark.parametrize(("value", "expected"), [(4.9, "false"), (5, "true"), (5.1, "true")])
def test_the_limit_itself_counts(value: float, expected: str) -> None:
    assert truth(BLASTS, lab("bone_marrow_blasts", value)) == expected


def test_the_latest_value_counts() -> None:
    old, new = lab("bone_marrow_blasts", 60, "2026-02-05"), lab("bone_marrow_blasts", 3, "2026-02-20")
    assert truth(BLASTS, old, new) == truth(BLASTS, new, old) == "false"


def test_two_values_of_one_day_on_both_sides_conflict() -> None:
    outcome = run(BLASTS, lab("bone_marrow_blasts", 6), lab("bone_marrow_blasts", 3))
    assert kinds(outcome) == {"conflicting"}
    assert truth(BLASTS, lab("bone_marrow_blasts", 6), lab("bone_marrow_blasts", 8)) == "true"


def test_a_value_known_to_the_month_may_be_the_latest() -> None:
    month, exact = lab("bone_marrow_blasts", 60, "2026-02"), lab("bone_marrow_blasts", 3, "2026-02-20")
    assert truth(BLASTS, month, exact) == "unknown"
    assert truth(BLASTS, lab("bone_marrow_blasts", 60, "2026-01"), exact) == "false"


def test_an_old_value_is_stale_and_the_convention_says_from_when() -> None:
    at_limit, older = lab("bone_marrow_blasts", 60, "2026-02-01"), lab("bone_marrow_blasts", 60, "2026-01-31")
    assert truth(BLASTS, at_limit) == "true"
    assert kinds(run(BLASTS, older)) == {"stale"}
    assert truth(BLASTS, older, under=setting(laboratory_fresh_days="60")) == "true"
    heart = at_least("shortening_fraction", 30, "%")
    assert truth(heart, lab("shortening_fraction", 33, "2025-12-01")) == "true"
    assert kinds(run(heart, lab("shortening_fraction", 33, "2025-11-30"))) == {"stale"}


def test_a_value_without_a_date_counts_flagged_and_may_be_newer_than_a_dated_one() -> None:
    undated = lab("bone_marrow_blasts", 60, None)
    outcome = run(BLASTS, undated)
    assert outcome.truth.word == "true"
    assert any("no date" in flag for flag in outcome.flags)
    both = run(BLASTS, undated, lab("bone_marrow_blasts", 3))
    assert kinds(both) == {"imprecise"}
    assert "a value without a date may be newer" in both.reasons[0].detail
    assert truth(BLASTS, undated, lab("bone_marrow_blasts", 30)) == "true"
    assert kinds(run(liver(), lab("alt", 20, None, high=40.0))) == {"imprecise"}


def test_a_value_that_cannot_be_used_keeps_its_reason_and_no_older_one_steps_in() -> None:
    problem = Reason("unit", "recorded without a unit", "its unit")
    broken = msgspec.structs.replace(lab("bone_marrow_blasts", 60), value=None, problem=problem)
    assert kinds(run(BLASTS, broken, lab("bone_marrow_blasts", 60, "2026-02-10"))) == {"unit"}


def test_only_the_method_that_the_text_names_counts() -> None:
    rule = at_least("ejection_fraction", 50, "%", method="muga")
    assert truth(rule, lab("ejection_fraction", 62, method="muga")) == "true"
    other = run(rule, lab("ejection_fraction", 62, method="echocardiography"))
    assert (other.truth.word, kinds(other)) == ("unknown", {"missing"})
    assert "echocardiography" in other.flags[0]
    assert truth(rule, lab("ejection_fraction", 62)) == "unknown"


def test_another_specimen_does_not_count() -> None:
    rule = at_least("bone_marrow_blasts", 5, "%", specimen="bone_marrow")
    assert truth(rule, lab("bone_marrow_blasts", 60, specimen="blood")) == "unknown"
    assert truth(rule, lab("bone_marrow_blasts", 60)) == "true"


def test_flow_above_the_limit_beside_morphology_below_it_conflicts() -> None:
    blasts = lab("bone_marrow_blasts", 3, method="morphology")
    assert kinds(run(BLASTS, blasts, lab("bone_marrow_mrd", 12, method="flow_cytometry"))) == {"conflicting"}
    assert truth(BLASTS, blasts, lab("bone_marrow_mrd", 0.5, method="flow_cytometry")) == "false"
    assert truth(BLASTS, blasts, lab("bone_marrow_mrd", 12, "2026-02-01", method="flow_cytometry")) == "false"
    assert truth(BLASTS, lab("bone_marrow_blasts", 60), lab("bone_marrow_mrd", 2)) == "true"


def test_an_anchor_ahead_is_taken_as_today_and_shown_with_its_day() -> None:
    outcome = run(liver(), lab("alt", 200, high=40.0), anchors={"randomisation": parse_date("2026-03-06")})
    assert outcome.truth.word == "true"
    assert outcome.anchored == (("randomisation", dt.date(2026, 3, 6)),)


def test_before_a_therapy_the_value_nearest_before_it_counts() -> None:
    rule = liver("before", Event("start", "cytoreduction", "cytoreduction"))
    before, after = lab("alt", 100, "2026-02-10", high=40.0), lab("alt", 400, "2026-02-20", high=40.0)
    given = treated("cytoreduction", start="2026-02-12")
    assert truth(rule, before, after, given) == "true"
    assert truth(rule, after, given) == "unknown"
    assert kinds(run(rule, lab("alt", 100, "2025-12-01", high=40.0), given)) == {"stale"}


def test_one_of_several_time_points_that_never_was_is_false_and_one_not_recorded_unknown() -> None:
    window = Window("before", Event("start", "cytoreduction", "cytoreduction"), alternative=True)
    rule = msgspec.structs.replace(liver(), window=window)
    value = lab("alt", 100, high=40.0)
    assert truth(rule, value, said("cytoreduction")) == "false"
    assert truth(rule, value, complete("treatments")) == "false"
    assert kinds(run(rule, value)) == {"missing"}


def test_a_treatment_that_is_the_only_time_point_may_lie_ahead() -> None:
    rule = liver("before", Event("start", "cytoreduction", "cytoreduction"))
    value = lab("alt", 100, high=40.0)
    assert kinds(run(rule, value, said("cytoreduction"))) == {"missing"}
    assert kinds(run(rule, value, complete("treatments"))) == {"missing"}


def test_a_window_with_a_length_asks_for_a_value_inside_it() -> None:
    rule = at_least("platelets", 50, "10*9/L", window=around("before", anchor(), 0, 7, "day"))
    outcome = run(rule, lab("platelets", 60, "2026-02-22"))
    assert outcome.truth.word == "true"
    assert dt.date(2026, 3, 2) in outcome.changes
    assert truth(rule, lab("platelets", 60, "2026-02-21")) == "unknown"
    assert truth(rule, lab("platelets", 60, "2026-02-22"), under=setting(dt.date(2026, 3, 2))) == "unknown"


def test_a_recorded_value_behind_an_unknown_formula_is_a_convention() -> None:
    rule = at_least("egfr", 30, "mL/min/{1.73_m2}", formula="recommended formula in Section 10.10.2")
    outcome = run(rule, lab("egfr", 45))
    assert outcome.truth.word == "true"
    assert any("recorded_derived_value" in flag for flag in outcome.flags)
    assert kinds(run(rule, lab("egfr", 45), under=setting(recorded_derived_value="unknown"))) == {"formula"}


def test_in_a_definition_of_history_values_do_not_age_and_those_that_differ_are_open() -> None:
    rule = has("liver_failure", status="ever", definition=at_least("inr", 1.5))
    assert truth(rule, lab("inr", 1.9, "2019-05-01")) == "true"
    assert kinds(run(rule, lab("inr", 1.9, "2019-05-01"), lab("inr", 1.0))) >= {"imprecise"}


def test_a_phrase_that_is_no_quantity_is_unknown() -> None:
    assert kinds(run(Compare(quantity=None, phrase="vigour", bounds=Interval(low=1), unit=None))) == {
        "unparsed_text"
    }
