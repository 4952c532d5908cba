"""A value is used only in a unit that is known, of the right kind and of a plausible size."""

from __future__ import annotations

from typing import Any

import pytest

from eligibility.core.interval import Interval, point
from tests.patient.profiles import grounded, measured, with_


@pytest.mark.parametrize(
    "code",
    [
        "ast",
        "AST",
        "SGOT",
        "aspartate aminotransferase",
        "1920-8",
        {"system": "http://loinc.org", "code": "1920-8"},
    ],
)
def test_code_is_an_id_a_name_or_loinc(code: object) -> None:
    assert measured(code=code, value=180, unit="U/L").quantity == "ast"


@pytest.mark.parametrize(
    "code", ["frobnicase", "asst", {"system": "http://snomed.info/sct", "code": "1920-8"}]
)
def test_unknown_code_is_kept_with_its_reason(code: object) -> None:
    fact = measured(code=code, value=180, unit="U/L", reference_range={"high": 40})
    assert fact.value is None
    assert fact.problem is not None
    assert fact.problem.kind == "unread_record"
    assert (fact.written, fact.written_unit, fact.range_written) == ("180", "U/L", "range given: to 40 U/L")


def test_value_is_brought_into_the_canonical_unit() -> None:
    fact = measured(code="alt", value=3.4, unit="ukat/L")
    assert fact.value is not None
    assert fact.value.low == pytest.approx(204)
    assert (fact.unit, fact.written, fact.written_unit) == ("U/L", "3.4", "ukat/L")
    assert fact.converted == "3.4 ukat/L is 204 U/L"


def test_mass_and_substance_meet_through_the_molar_mass() -> None:
    fact = measured(
        code="total_bilirubin",
        value=25.65,
        unit="umol/L",
        reference_range={"low": 0, "high": 1.2, "unit": "mg/dL"},
    )
    assert fact.value is not None
    assert fact.value.low == pytest.approx(25.65 * 584.66 / 10_000)
    assert (fact.low, fact.high) == (0, 1.2)


def test_canonical_unit_is_not_called_a_conversion() -> None:
    assert measured(code="alt", value=40, unit="IU/L").converted == ""


@pytest.mark.parametrize(
    "code", ["ast", "creatinine", "shortening_fraction", "bone_marrow_blasts", "platelets"]
)
def test_missing_unit_is_never_taken_for_granted(code: str) -> None:
    fact = measured(code=code, value=40, reference_range={"high": 50})
    assert fact.value is None
    assert fact.problem is not None
    assert fact.problem.kind == "unit"
    assert fact.range_problem is not None
    assert "unit (" in fact.problem.settles


def test_pure_number_needs_no_unit() -> None:
    assert measured(code="inr", value=1.9).value == point(1.9)
    assert measured(code="inr", value=1.9, unit="1").value == point(1.9)


def test_fraction_is_per_cent_only_by_its_unit() -> None:
    assert measured(code="shortening_fraction", value=0.33, unit="1").value == point(33)
    assert measured(code="shortening_fraction", value=33, unit="%").value == point(33)


@pytest.mark.parametrize(
    ("code", "unit"),
    [
        ("creatinine", "mmHg"),
        ("ast", "10*9/L"),
        ("creatinine", "U/L"),
        ("inr", "%"),
        ("height", "kg"),
        ("ast", "%"),
    ],
)
def test_unit_of_another_kind_is_refused(code: str, unit: str) -> None:
    fact = measured(code=code, value=10, unit=unit)
    assert fact.value is None
    assert fact.problem is not None
    assert (fact.problem.kind, fact.problem.concept) == ("unit", code)
    assert f"'{unit}'" in fact.problem.detail


def test_rate_per_body_surface_stays_what_it_is() -> None:
    indexed = measured(code="egfr", value=45, unit="mL/min/1.73m2")
    absolute = measured(code="egfr", value=45, unit="mL/min")
    assert (indexed.unit, absolute.unit) == ("mL/min/{1.73_m2}", "mL/min")
    assert indexed.value == absolute.value == point(45)


def test_limits_of_another_kind_than_the_value_are_not_used() -> None:
    fact = measured(
        code="egfr", value=45, unit="mL/min", reference_range={"low": 60, "unit": "mL/min/1.73m2"}
    )
    assert fact.value == point(45)
    assert fact.low is None
    assert fact.range_problem is not None
    assert fact.range_problem.kind == "unit"


@pytest.mark.parametrize(("value", "unit"), [(90_000, "mg/dL"), (0.00004, "mg/dL"), (40_000_000, "umol/L")])
def test_size_that_cannot_be_puts_the_unit_in_doubt(value: float, unit: str) -> None:
    fact = measured(code="creatinine", value=value, unit=unit)
    assert fact.value is None
    assert fact.problem is not None
    assert fact.problem.kind == "unit"
    assert "suspected" in fact.problem.detail


def test_implausible_limits_are_not_used() -> None:
    fact = measured(code="creatinine", value=0.4, unit="mg/dL", reference_range={"high": 88_000})
    assert fact.value == point(0.4)
    assert fact.high is None
    assert fact.range_problem is not None


INTERVALS: list[tuple[dict[str, Any], Interval]] = [
    ({}, point(5)),
    ({"comparator": "<"}, Interval(high=5, high_open=True)),
    ({"comparator": "<="}, Interval(high=5)),
    ({"comparator": ">"}, Interval(low=5, low_open=True)),
    ({"comparator": ">="}, Interval(low=5)),
    ({"precision": 0.5}, Interval(4.5, 5.5)),
    ({"precision": 0}, point(5)),
]


@pytest.mark.parametrize(("how", "expected"), INTERVALS)
def test_plain_number_is_exact_and_a_bound_is_not(how: dict[str, Any], expected: Interval) -> None:
    assert measured(code="ast", value=5, unit="U/L", **how).value == expected


def test_written_is_as_recorded() -> None:
    assert measured(code="ast", value=5, unit="U/L", comparator="<").written == "<5"
    assert measured(code="ast", value=5.25, unit="U/L", precision=0.5).written == "5.25 +/- 0.5"
    assert measured(code="inr", value=1.0).written == "1"


@pytest.mark.parametrize(("level", "low", "high"), [("M1", 0, 5), ("M2", 5, 25), ("m3", 25, 100)])
def test_level_stands_for_a_range(level: str, low: float, high: float) -> None:
    fact = measured(code="bone_marrow_status", value=level)
    assert fact.quantity == "bone_marrow_blasts"
    assert fact.level == level.upper()
    assert fact.value is not None
    assert (fact.value.low, fact.value.high) == (low, high)


def test_level_of_something_else_is_not_read() -> None:
    stage = measured(code="distant metastasis", value="M1")
    assert stage.quantity == "distant metastasis"
    assert stage.value is None
    assert measured(code="ast", value="M1").value is None


@pytest.mark.parametrize(
    ("text", "way"), [("180", "without quotation marks"), ("<5", "comparator"), ("high", "number")]
)
def test_text_in_place_of_a_number_is_unread_and_says_the_way_out(text: str, way: str) -> None:
    fact = measured(code="ast", value=text, unit="U/L")
    assert fact.value is None
    assert fact.level == text
    assert fact.problem is not None
    assert fact.problem.kind == "unread_record"
    assert way in fact.problem.settles


def test_day_of_the_specimen_is_that_of_the_value() -> None:
    fact = measured(code="ast", value=5, unit="U/L", specimen_date="2026-02-01", date="2026-02-03")
    assert str(fact.date) == "2026-02-01"


def test_method_and_specimen_are_concepts_where_known() -> None:
    fact = measured(code="ejection_fraction", value=62, unit="%", method="Echo", specimen="marrow")
    assert (fact.method, fact.specimen) == ("echocardiography", "bone_marrow")
    fact = measured(code="ast", value=5, unit="U/L", method="Dry Chemistry", specimen="Drops")
    assert (fact.method, fact.specimen) == ("dry chemistry", "drops")


def test_problem_of_one_value_leaves_the_others() -> None:
    record = grounded(
        with_(
            measurements=[
                {"code": "ast", "value": 5},
                {"code": "ast", "value": 6, "unit": "U/L", "date": "2026"},
            ]
        )
    )
    assert [fact.value for fact in record.by_quantity["ast"]] == [point(6), None]
