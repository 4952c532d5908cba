"""Values that follow from others: which formulas, of what, and when they decide."""

from __future__ import annotations

import msgspec
import pytest

from eligibility.core.interval import Interval
from tests.evaluate.builders import at_least, at_most, day, kinds, lab, run, setting, truth

INDEXED = "mL/min/{1.73_m2}"
EGFR = at_least("egfr", 30, INDEXED)
CHILD = {"sex": "female", "birth": day("2018-06-10")}
ADULT = {"sex": "male", "birth": day("1960-06-10")}


def test_a_value_that_every_usual_formula_puts_on_one_side_decides() -> None:
    outcome = run(EGFR, lab("creatinine", 0.5), lab("height", 120), **CHILD)
    assert outcome.truth.word == "true"
    assert any("bedside Schwartz: 0.413 x 120 cm / 0.5 mg/dL = 99.12" in note for note in outcome.notes)
    assert any("CKiD U25" in note for note in outcome.notes)
    assert any("derived by bedside Schwartz and CKiD U25" in flag for flag in outcome.flags)
    assert {found.fact for found in outcome.evidence} == {"creatinine", "height"}


def test_formulas_on_two_sides_of_the_limit_do_not_decide() -> None:
    # 0.413 x 120 / 1.6 = 31.0; CKiD U25 of a girl of 7: 36.1 x 1.008^-4.3 x 1.2 / 1.6 = 26.2
    outcome = run(EGFR, lab("creatinine", 1.6), lab("height", 120), **CHILD)
    assert (outcome.truth.word, kinds(outcome)) == ("unknown", {"formula"})
    assert "30.975" in outcome.reasons[0].detail and "by CKiD U25" in outcome.reasons[0].detail


def test_a_formula_that_the_protocol_names_decides_alone() -> None:
    named = msgspec.structs.replace(EGFR, formula="bedside Schwartz formula")
    assert truth(named, lab("creatinine", 1.6), lab("height", 120), **CHILD) == "true"
    other = msgspec.structs.replace(EGFR, formula="CKiD U25")
    assert truth(other, lab("creatinine", 1.6), lab("height", 120), **CHILD) == "false"


def test_a_named_formula_is_not_used_outside_its_ages() -> None:
    named = msgspec.structs.replace(EGFR, formula="CKD-EPI 2021")
    outcome = run(named, lab("creatinine", 0.5), lab("height", 120), **CHILD)
    assert kinds(outcome) == {"formula"}
    assert "not for the candidate's age" in outcome.reasons[0].detail


def test_a_name_of_several_formulas_is_all_of_them() -> None:
    named = msgspec.structs.replace(EGFR, formula="MDRD equation")
    outcome = run(named, lab("creatinine", 1.2), **ADULT)
    assert outcome.truth.word == "true"
    assert [note.partition(":")[0] for note in outcome.notes if "eGFR by" in note] == [
        "eGFR by MDRD (175)",
        "eGFR by MDRD (186)",
    ]


def test_a_race_term_is_open_where_it_would_decide() -> None:
    named = msgspec.structs.replace(at_least("egfr", 60, INDEXED), formula="CKD-EPI 2009")
    outcome = run(named, lab("creatinine", 1.3), **ADULT)
    assert kinds(outcome) == {"missing"}
    assert "whether the race term" in outcome.reasons[0].settles
    assert truth(named, lab("creatinine", 0.9), **ADULT) == "true"


def test_a_formula_of_which_no_source_was_read_is_shown_and_decides_nothing() -> None:
    named = msgspec.structs.replace(EGFR, formula="original Schwartz")
    outcome = run(named, lab("creatinine", 0.5), lab("height", 120), **CHILD)
    assert kinds(outcome) == {"formula"}
    assert "decides nothing" in outcome.notes[0]


def test_inputs_of_two_times_do_not_make_a_value() -> None:
    height = lab("height", 120, "2026-01-20")
    outcome = run(EGFR, lab("creatinine", 0.5), height, **CHILD)
    assert kinds(outcome) == {"stale"}
    assert "more than 14 days apart" in outcome.reasons[0].detail
    assert (
        truth(EGFR, lab("creatinine", 0.5), height, under=setting(derived_inputs_days="60"), **CHILD)
        == "unknown"
    )


def test_the_height_of_an_adult_may_be_of_any_day() -> None:
    rule = at_most("bmi", 30, "kg/m2")
    facts = (lab("weight", 80), lab("height", 175, "2015-03-01"))
    assert truth(rule, *facts, **ADULT) == "true"
    assert truth(rule, *facts, birth=day("2004-06-10")) == "unknown"


def test_an_old_derived_value_is_as_stale_as_a_measured_one() -> None:
    old = (lab("creatinine", 0.5, "2025-11-01"), lab("height", 120, "2025-11-01"))
    assert kinds(run(EGFR, *old, **CHILD)) == {"stale"}


def test_a_birth_known_to_the_year_gives_a_range() -> None:
    outcome = run(
        at_least("fib_4", 1.5), lab("ast", 40), lab("alt", 40), lab("platelets", 200), birth=day("1976")
    )
    assert any("(49 to 50) x 40" in note for note in outcome.notes)


def test_an_interval_goes_through() -> None:
    low = lab("creatinine", Interval(high=0.3, high_open=True))
    assert truth(EGFR, low, lab("height", 120), **CHILD) == "true"
    assert kinds(run(at_least("egfr", 300, INDEXED), low, lab("height", 120), **CHILD)) == {"imprecise"}


def test_an_absolute_limit_takes_the_surface_from_height_and_weight() -> None:
    rule = at_least("egfr", 30, "mL/min")
    facts = (lab("creatinine", 0.5), lab("height", 120))
    assert kinds(run(rule, *facts, **CHILD)) == {"formula"}
    outcome = run(rule, *facts, lab("weight", 25), **CHILD)
    assert outcome.truth.word == "true"
    assert any("of body surface" in note for note in outcome.notes)


def test_a_recorded_value_decides_and_one_computed_otherwise_is_flagged() -> None:
    facts = (lab("egfr", 28), lab("creatinine", 0.5), lab("height", 120))
    outcome = run(EGFR, *facts, **CHILD)
    assert outcome.truth.word == "false"
    assert sum("other side of the limit" in flag for flag in outcome.flags) == 2
    assert run(EGFR, lab("egfr", 98), *facts[1:], **CHILD).flags == ()


def test_a_recorded_value_that_the_named_formula_contradicts_does_not_decide() -> None:
    named = msgspec.structs.replace(EGFR, formula="bedside Schwartz")
    facts = (lab("creatinine", 0.5), lab("height", 120))
    assert kinds(run(named, lab("egfr", 28), *facts, **CHILD)) == {"conflicting"}
    # One that was recorded later than what it is computed from is not contradicted by it.
    assert truth(named, lab("egfr", 28, "2026-02-28"), *facts, **CHILD) == "false"


@pytest.mark.parametrize(
    ("method", "expected"), [("bedside_schwartz", "false"), ("mdrd", "unknown"), (None, "false")]
)
def test_a_recorded_value_by_another_formula_is_not_the_one_named(method: str, expected: str) -> None:
    named = msgspec.structs.replace(EGFR, formula="bedside Schwartz")
    outcome = run(named, lab("egfr", 28, method=method), **CHILD)
    assert outcome.truth.word == expected
    assert bool(outcome.flags) is (method is None)


def test_a_value_that_is_too_old_gives_way_to_what_follows_from_fresh_ones() -> None:
    old = lab("egfr", 20, "2025-10-01")
    assert truth(EGFR, old, lab("creatinine", 0.5), lab("height", 120), **CHILD) == "true"


def test_what_a_formula_lacks_is_asked_for() -> None:
    outcome = run(EGFR, lab("height", 120), **CHILD)
    assert kinds(outcome) == {"missing"}
    assert outcome.reasons[0].settles.endswith(", or creatinine")
    assert "or" not in run(EGFR, **CHILD).reasons[0].settles.split()


def test_a_formula_that_counts_and_lacks_an_input_leaves_the_others_undecided() -> None:
    rule, creatinine = at_least("egfr", 60, INDEXED), lab("creatinine", 1.0)
    outcome = run(rule, creatinine, **ADULT)
    assert kinds(outcome) == {"missing"}
    assert outcome.reasons[0].settles == "eGFR, or weight"
    assert truth(rule, creatinine, lab("weight", 80), lab("height", 175), **ADULT) == "true"


def test_the_inputs_of_one_test_are_of_one_day() -> None:
    rule = at_most("qtcf", 470, "ms")
    pair = (lab("qt_interval", 400, "2026-02-20"), lab("heart_rate", 90, "2026-02-20"))
    assert truth(rule, *pair, lab("heart_rate", 110)) == "true"
    apart = run(rule, lab("qt_interval", 400, "2026-02-20"), lab("heart_rate", 110))
    assert kinds(apart) == {"stale"}
    assert "on different days" in apart.reasons[0].detail


def test_an_older_laboratory_value_does_not_stand_in_for_a_newer_one() -> None:
    old = (lab("creatinine", 0.5, "2026-02-05"), lab("height", 120, "2026-02-05"))
    assert truth(EGFR, *old, **CHILD) == "true"
    assert kinds(run(EGFR, *old, lab("creatinine", 2.5), **CHILD)) == {"stale"}
    assert truth(EGFR, *old, lab("height", 121), **CHILD) == "true"


@pytest.mark.parametrize(
    "words",
    ["iohexol clearance", "FAS equation", "CKD-EPI cystatin C equation", "bedside Schwartz ideal height"],
)
def test_a_formula_that_is_not_known_is_not_replaced(words: str) -> None:
    named = msgspec.structs.replace(EGFR, formula=words)
    outcome = run(named, lab("creatinine", 2.5), lab("height", 120), **CHILD)
    assert kinds(outcome) == {"formula"}
    assert words in outcome.reasons[0].detail


def test_words_that_name_no_known_formula_leave_a_recorded_value_open() -> None:
    named = msgspec.structs.replace(EGFR, formula="contraception")
    assert kinds(run(named, lab("egfr", 60), **CHILD)) == {"formula"}


def test_without_a_birth_date_no_formula_of_an_age_is_used() -> None:
    facts = (lab("creatinine", 2.5), lab("height", 120))
    outcome = run(msgspec.structs.replace(EGFR, formula="bedside Schwartz"), *facts, birth=None)
    assert outcome.reasons[0].settles == "the exact date of birth"
    assert kinds(run(EGFR, *facts, birth=day("2025"))) == {"missing"}


def test_a_value_that_cannot_be_is_not_used() -> None:
    outcome = run(at_least("shortening_fraction", 28, "%"), lab("lvedd", 30), lab("lvesd", 45))
    assert kinds(outcome) == {"unread_record"}
    assert "cannot be" in outcome.reasons[0].detail


def test_a_neutrophil_count_is_no_more_than_the_white_cells() -> None:
    shares = (lab("neutrophil_percent", 99), lab("band_percent", 6))
    assert truth(at_least("anc", 1.5, "10*9/L"), lab("white_blood_cells", 1.45), *shares) == "false"


def test_a_word_is_taken_from_a_measurement_of_its_name() -> None:
    labs = (lab("total_bilirubin", 1.0), lab("albumin", 4.0), lab("inr", 1.0))
    words = [
        msgspec.structs.replace(lab("inr", 0), quantity=name, value=None, level=level)
        for name, level in (("ascites", "absent"), ("encephalopathy", "none"))
    ]
    assert truth(at_most("child_pugh_score", 6), *labs, *words) == "true"


@pytest.mark.parametrize(("rate", "expected"), [(75, "unknown"), (60, "true"), (130, "false")])
def test_a_qtc_of_no_named_correction_needs_both(rate: float, expected: str) -> None:
    # At 75 beats: Bazett 447 and Fridericia 430 ms.
    assert truth(at_most("qtc", 440, "ms"), lab("qt_interval", 400), lab("heart_rate", rate)) == expected


def test_words_that_nobody_recorded_leave_a_range_of_points() -> None:
    labs = (lab("total_bilirubin", 1.0), lab("albumin", 4.0), lab("inr", 1.0))
    assert truth(at_most("child_pugh_score", 9), *labs) == "true"
    outcome = run(at_most("child_pugh_score", 6), *labs)
    assert kinds(outcome) == {"missing"}
    assert "ascites" in outcome.reasons[0].settles and "encephalopathy" in outcome.reasons[1].settles


def test_a_derived_value_is_by_the_method_of_what_it_follows_from() -> None:
    rule = at_least("shortening_fraction", 30, "%", method="echocardiography")
    facts = [lab(name, value, method="echocardiography") for name, value in (("lvedd", 40), ("lvesd", 27))]
    assert truth(rule, *facts) == "true"
    assert truth(rule, lab("lvedd", 40), lab("lvesd", 27)) == "unknown"
