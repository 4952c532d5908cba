"""The unit of a value: its factor, and the sizes that put it in doubt."""

from __future__ import annotations

import math
from typing import Any

import pint
import pytest

from eligibility.knowledge.load import knowledge
from eligibility.knowledge.quantities import Quantity
from eligibility.patient.measure import read_unit
from tests.patient.profiles import measured

REGISTRY: pint.UnitRegistry[float] = pint.UnitRegistry()

PINT: dict[str, tuple[float, str]] = {
    "%": (0.01, ""),
    "1": (1, ""),
    "U/L": (1, "micromole/minute/liter"),
    "kU/L": (1000, "micromole/minute/liter"),
    "ukat/L": (1, "micromole/second/liter"),
    "nkat/L": (1, "nanomole/second/liter"),
    "mg/dL": (1, "milligram/deciliter"),
    "mg/L": (1, "milligram/liter"),
    "g/dL": (1, "gram/deciliter"),
    "g/L": (1, "gram/liter"),
    "umol/L": (1, "micromole/liter"),
    "mmol/L": (1, "millimole/liter"),
    "mL/min": (1, "milliliter/minute"),
    "mL/s": (1, "milliliter/second"),
    "L/min": (1, "liter/minute"),
    "mL/min/{1.73_m2}": (1 / 1.73, "milliliter/minute/meter**2"),
    "mL/s/{1.73_m2}": (1 / 1.73, "milliliter/second/meter**2"),
    "10*9/L": (1e9, "1/liter"),
    "10*3/uL": (1e3, "1/microliter"),
    "10*6/L": (1e6, "1/liter"),
    "/uL": (1, "1/microliter"),
    "cm": (1, "centimeter"),
    "m": (1, "meter"),
    "mm": (1, "millimeter"),
    "[in_i]": (1, "inch"),
    "kg": (1, "kilogram"),
    "g": (1, "gram"),
    "[lb_av]": (1, "pound"),
    "m2": (1, "meter**2"),
    "cm2": (1, "centimeter**2"),
    "d": (1, "day"),
    "wk": (1, "week"),
}
"""What each unit is in pint, whose own spelling of units is never used on a record."""

CALENDAR = {"a", "mo"}
"""Units of the calendar, which have no length."""

QUANTITIES = knowledge().quantities.by_id.values()
PAIRS = [(quantity, unit) for quantity in QUANTITIES for unit in quantity.units if unit not in CALENDAR]


@pytest.mark.parametrize(("quantity", "unit"), PAIRS, ids=[f"{q.id}-{u}" for q, u in PAIRS])
def test_factor_is_that_of_pint(quantity: Quantity, unit: str) -> None:
    read = read_unit(knowledge().units, quantity, unit)
    assert read.problem is None
    assert read.unit is not None
    (size, of), (canonical_size, canonical) = PINT[unit], PINT[read.unit]
    value = REGISTRY.Quantity(size, of)
    target = REGISTRY.Quantity(canonical_size, canonical)
    if value.dimensionality != target.dimensionality:
        value = value * REGISTRY.Quantity(quantity.molar_mass, "gram/mole")
    assert math.isclose((value / target).to("").magnitude, read.factor, rel_tol=1e-9)


@pytest.mark.parametrize(("quantity", "unit"), PAIRS, ids=[f"{q.id}-{u}" for q, u in PAIRS])
def test_every_unit_of_a_quantity_is_read(quantity: Quantity, unit: str) -> None:
    assert quantity.plausible_low is not None
    assert quantity.plausible_high is not None
    middle = (quantity.plausible_low + quantity.plausible_high) / 2
    factor = read_unit(knowledge().units, quantity, unit).factor
    if quantity.id != "age":
        assert measured(code=quantity.id, value=middle / factor, unit=unit).problem is None


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
