"""The unit of a value: its factor, and the sizes that put it in doubt."""

from __future__ import annotations

from typing import Any

import pytest

from eligibility.knowledge.conversion import Refused
from eligibility.knowledge.load import knowledge
from eligibility.knowledge.quantities import Quantity
from tests.patient.profiles import measured

QUANTITIES = knowledge().quantities.by_id.values()
PAIRS = [(quantity, unit) for quantity in QUANTITIES for unit in quantity.units if quantity.id != "age"]


@pytest.mark.parametrize(("quantity", "unit"), PAIRS, ids=[f"{q.id}-{u}" for q, u in PAIRS])
def test_every_unit_of_a_quantity_is_read(quantity: Quantity, unit: str) -> None:
    low, high = quantity.plausible.low, quantity.plausible.high
    middle = ((low or 0) + (low or 0 if high is None else high)) / 2
    back = knowledge().conversions.between(quantity, quantity.unit, unit)
    if quantity.step:
        middle -= middle % quantity.step
    value = middle if isinstance(back, Refused) else back(middle)
    assert measured(code=quantity.id, value=value, unit=unit).problem is None


@pytest.mark.parametrize(
    ("code", "value", "unit", "meant"),
    [
        ("creatinine", 88, "mg/dL", "umol/L"),
        ("total_bilirubin", 300, "mg/dL", "mg/L"),
        ("shortening_fraction", 0.33, "%", "1"),
        ("shortening_fraction", 33, "1", "%"),
        ("height", 1.24, "cm", "m"),
        ("platelets", 150_000, "10*9/L", "/uL"),
        ("haemoglobin", 120, "g/dL", "g/L"),
        ("ast", 0.6, "U/L", "ukat/L"),
        ("lvedd", 4.2, "mm", "cm"),
    ],
)
def test_value_plausible_only_in_another_unit_is_not_used(
    code: str, value: float, unit: str, meant: str
) -> None:
    fact = measured(code=code, value=value, unit=unit)
    assert fact.value is None
    assert fact.problem is not None
    assert fact.problem.kind == "unit"
    said, _, fitting = fact.problem.detail.partition("(")
    assert f"{value:.6g} {unit} is not plausible" in said
    assert meant in fitting.replace(" it", "").split()


@pytest.mark.parametrize(
    ("code", "value", "unit"), [("platelets", 0.5, "10*9/L"), ("inr", 30, "1"), ("creatinine", 29, "mg/dL")]
)
def test_extreme_value_that_no_other_unit_explains_is_used(code: str, value: float, unit: str) -> None:
    assert measured(code=code, value=value, unit=unit).problem is None


@pytest.mark.parametrize("how", ["<", ">"])
def test_bound_of_a_laboratory_is_not_taken_for_a_wrong_unit(how: str) -> None:
    assert measured(code="creatinine", value=0.04, unit="mg/dL", comparator=how).problem is None


@pytest.mark.parametrize(
    ("code", "value", "unit", "how"),
    [
        ("ast", -5, "U/L", {}),
        ("ast", -0.001, "U/L", {"comparator": "<="}),
        ("bone_marrow_blasts", 0, "%", {"comparator": "<"}),
        ("bone_marrow_blasts", 150, "%", {}),
        ("bone_marrow_blasts", 100, "%", {"comparator": ">"}),
    ],
)
def test_value_below_nothing_or_above_the_whole_is_not_used(
    code: str, value: float, unit: str, how: dict[str, Any]
) -> None:
    fact = measured(code=code, value=value, unit=unit, **how)
    assert fact.value is None
    assert fact.problem is not None
    assert (fact.problem.kind, fact.problem.concept) == ("unread_record", code)
    assert "cannot be" in fact.problem.detail


@pytest.mark.parametrize(
    ("code", "value", "said"),
    [
        ("ecog_performance_status", 70, "the scale runs from 0 to 5"),
        ("ecog_performance_status", -1, "the scale runs from 0 to 5"),
        ("karnofsky_performance_status", 1000, "the scale runs from 0 to 100"),
        ("karnofsky_performance_status", 0.8, "its levels are 5 apart"),
        ("ecog_performance_status", 1.5, "its levels are 1 apart"),
    ],
)
def test_value_off_the_ends_of_a_scale_is_not_used(code: str, value: float, said: str) -> None:
    fact = measured(code=code, value=value)
    assert fact.value is None
    assert fact.problem is not None
    assert said in fact.problem.detail


@pytest.mark.parametrize("value", [0, 100])
def test_none_and_all_of_the_marrow_are_values(value: float) -> None:
    assert measured(code="bone_marrow_blasts", value=value, unit="%").problem is None


def test_zero_that_stands_for_nothing_measured_is_not_used() -> None:
    fact = measured(code="ejection_fraction", value=0, unit="%")
    assert fact.value is None
    assert fact.problem is not None
    assert "far from plausible" in fact.problem.detail


@pytest.mark.parametrize(
    "limits", [{"high": 0}, {"low": 0, "high": -4}, {"high": 88}, {"low": -1, "high": 1.2}]
)
def test_limits_of_normal_that_cannot_be_are_not_used(limits: dict[str, float]) -> None:
    if "low" in limits and limits["low"] > limits["high"]:
        limits = {"high": limits["high"]}
    fact = measured(code="creatinine", value=0.4, unit="mg/dL", reference_range=limits)
    assert fact.problem is None
    assert (fact.low, fact.high) == (None, None)
    assert fact.range_problem is not None
    assert "a limit of normal of creatinine" in fact.range_problem.detail


def test_lower_limit_of_nothing_is_usual() -> None:
    fact = measured(code="creatinine", value=0.4, unit="mg/dL", reference_range={"low": 0, "high": 1.2})
    assert (fact.low, fact.high, fact.range_problem) == (0, 1.2, None)


def test_far_size_is_told_in_a_unit_without_a_factor_too() -> None:
    fact = measured(code="egfr", value=450_000, unit="mL/min")
    assert fact.problem is not None
    assert "450000 mL/min is far from plausible" in fact.problem.detail
