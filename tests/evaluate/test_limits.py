"""Values against bounds: limits of normal, conversions, thresholds and margins in the words of the notes."""

from __future__ import annotations

import pytest

from eligibility.core.interval import Interval
from eligibility.core.reasons import Reason
from tests.evaluate.builders import at_least, at_most, kinds, lab, run, truth

ALT = at_most("alt", 5, reference="uln")


@pytest.mark.parametrize(("value", "expected"), [(199, "true"), (200, "true"), (201, "false")])
def test_five_times_the_upper_limit(value: float, expected: str) -> None:
    assert truth(ALT, lab("alt", value, high=40.0)) == expected


def test_the_notes_name_value_limit_threshold_and_margin() -> None:
    outcome = run(
        ALT,
        lab("alt", 204, written="3.4", written_unit="ukat/L", high=40.0, converted="3.4 ukat/L is 204 U/L"),
    )
    said = "; ".join(outcome.notes)
    for part in (
        "3.4 ukat/L of 2026-02-26",
        "3.4 ukat/L is 204 U/L",
        "40 U/L",
        "5 x 40 U/L = 200 U/L",
        "4 U/L above",
    ):
        assert part in said
    assert outcome.curable


def test_rounding_does_not_decide() -> None:
    assert (
        truth(at_most("total_bilirubin", 1.5, reference="uln"), lab("total_bilirubin", 1.8, high=1.2))
        == "true"
    )


def test_without_a_limit_of_normal_it_is_unknown() -> None:
    outcome = run(ALT, lab("alt", 20))
    assert (outcome.truth.word, kinds(outcome)) == ("unknown", {"missing"})
    assert "upper limit of normal" in outcome.reasons[0].settles
    problem = Reason("unit", "limits in another unit", "limits in U/L")
    assert kinds(run(ALT, lab("alt", 20, range_problem=problem))) == {"unit"}


def test_the_lower_limit_of_normal() -> None:
    rule = at_least("platelets", 0.5, reference="lln")
    assert truth(rule, lab("platelets", 80, low=150.0, high=400.0)) == "true"
    assert truth(rule, lab("platelets", 70, low=150.0, high=400.0)) == "false"


def test_limits_are_brought_into_the_unit_of_the_value() -> None:
    rule = at_most("creatinine", 88.4, "umol/L")
    assert truth(rule, lab("creatinine", 0.99)) == "true"
    assert truth(rule, lab("creatinine", 1.01)) == "false"
    assert truth(at_least("shortening_fraction", 0.3, "1"), lab("shortening_fraction", 30)) == "true"


def test_a_unit_of_another_kind_or_none_is_unknown() -> None:
    assert kinds(run(at_most("creatinine", 1.5, "U/L"), lab("creatinine", 0.5))) == {"unit"}
    assert kinds(run(at_most("creatinine", 1.5), lab("creatinine", 0.5))) == {"unit"}
    assert truth(at_least("inr", 1.5), lab("inr", 1.5)) == "true"


@pytest.mark.parametrize(
    ("value", "surface", "expected"),
    [(45, 0.76, "unknown"), (90, 0.76, "true"), (20, 0.76, "false"), (90, None, "unknown")],
)
def test_a_rate_per_surface_decides_an_absolute_limit_only_if_both_agree(
    value: float, surface: float | None, expected: str
) -> None:
    facts = [lab("egfr", value)] + ([lab("body_surface_area", surface)] if surface else [])
    outcome = run(at_least("egfr", 30, "mL/min"), *facts)
    assert outcome.truth.word == expected
    assert kinds(outcome) == ({"formula"} if expected == "unknown" else set())


def test_an_absolute_rate_is_compared_as_written() -> None:
    assert truth(at_least("egfr", 30, "mL/min"), lab("egfr", 30, unit="mL/min")) == "true"
    assert truth(at_least("egfr", 30, "mL/min"), lab("egfr", 29.9, unit="mL/min")) == "false"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (Interval(high=5, high_open=True), "false"),
        (Interval(high=6), "unknown"),
        (Interval(low=5), "true"),
        (Interval(low=25, high=100), "true"),
        (Interval(low=4, high=6), "unknown"),
    ],
)
def test_a_value_known_within_bounds_decides_only_if_all_of_it_does(value: Interval, expected: str) -> None:
    outcome = run(at_least("bone_marrow_blasts", 5, "%"), lab("bone_marrow_blasts", value))
    assert outcome.truth.word == expected
    assert kinds(outcome) == ({"imprecise"} if expected == "unknown" else set())


def test_baseline_and_predicted_values_are_asked_for() -> None:
    rule = at_most("creatinine", 1.5, reference="baseline")
    assert kinds(run(rule, lab("creatinine", 0.5))) == {"missing"}
