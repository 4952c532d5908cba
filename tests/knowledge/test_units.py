"""Units: our factors against pint's, spellings, and conversions that there are none of."""

from __future__ import annotations

import pint
import pytest
from hypothesis import given
from hypothesis import strategies as st

from eligibility.knowledge.load import knowledge
from eligibility.knowledge.quantities import Quantity
from eligibility.knowledge.units import Unit

PINT = {
    "g/L": "g/L",
    "mg/L": "mg/L",
    "ug/L": "ug/L",
    "g/dL": "g/dL",
    "mg/dL": "mg/dL",
    "ug/dL": "ug/dL",
    "mg/mL": "mg/mL",
    "ug/mL": "ug/mL",
    "ng/mL": "ng/mL",
    "mol/L": "mol/L",
    "mmol/L": "mmol/L",
    "umol/L": "umol/L",
    "nmol/L": "nmol/L",
    "U/L": "umol/min/L",
    "kU/L": "mmol/min/L",
    "ukat/L": "umol/s/L",
    "nkat/L": "nmol/s/L",
    "10*9/L": "1e9/L",
    "10*6/L": "1e6/L",
    "10*3/uL": "1e3/uL",
    "/uL": "1/uL",
    "10*12/L": "1e12/L",
    "10*6/uL": "1e6/uL",
    "mL/min": "mL/min",
    "mL/s": "mL/s",
    "L/min": "L/min",
    "%": "percent",
    "1": "dimensionless",
    "cm": "cm",
    "m": "m",
    "mm": "mm",
    "[in_i]": "inch",
    "kg": "kg",
    "g": "g",
    "[lb_av]": "pound",
    "m2": "m**2",
    "cm2": "cm**2",
    "wk": "week",
    "d": "day",
    "h": "hour",
}


def _unit(code: str) -> Unit:
    found = knowledge().units.known(code)
    assert found is not None, code
    return found


def test_every_factor_is_the_one_of_pint() -> None:
    registry = pint.UnitRegistry()
    checked = 0
    for first, theirs in PINT.items():
        for second, other in PINT.items():
            ours = knowledge().units.factor(_unit(first), _unit(second))
            if _unit(first).dimension != _unit(second).dimension:
                assert ours is None, (first, second)
                continue
            theirs_in_other = (registry(theirs) / registry(other)).to_base_units()
            assert ours == pytest.approx(float(theirs_in_other.magnitude), rel=1e-9)
            checked += 1
    assert checked > 150


@pytest.mark.parametrize(
    ("quantity", "value", "unit", "other", "expected"),
    [
        ("creatinine", 1.0, "mg/dL", "umol/L", 88.4),
        ("creatinine", 150, "umol/L", "mg/dL", 1.6968),
        ("total_bilirubin", 1.2, "mg/dL", "umol/L", 20.52),
        ("total_bilirubin", 34.2, "umol/L", "mg/dL", 2.0),
        ("ast", 60, "U/L", "ukat/L", 1.0),
        ("ast", 2.5, "ukat/L", "U/L", 150),
        ("platelets", 1500, "/mm3", "10*9/L", 1.5),
        ("platelets", 0.75, "K/uL", "10*9/L", 0.75),
        ("platelets", 100, "Giga/L", "10*9/L", 100),
        ("haemoglobin", 8.0, "g/dL", "g/L", 80),
    ],
)
def test_published_conversions_within_a_thousandth(
    quantity: str, value: float, unit: str, other: str, expected: float
) -> None:
    """Published factors are rounded; ours come from the molar mass."""
    molar_mass = knowledge().quantities.by_id[quantity].molar_mass
    factor = knowledge().units.factor(_unit(unit), _unit(other), molar_mass)
    assert factor is not None
    assert value * factor == pytest.approx(expected, rel=1e-3)


QUANTITIES = sorted(knowledge().quantities.by_id.values(), key=lambda quantity: quantity.id)


@given(st.sampled_from(QUANTITIES), st.data())
def test_conversions_come_back_and_compose(quantity: Quantity, data: st.DataObject) -> None:
    units = [_unit(name) for name in quantity.units]
    first, second, third = (data.draw(st.sampled_from(units)) for _ in range(3))
    there, back, on, straight = (
        knowledge().units.factor(a, b, quantity.molar_mass)
        for a, b in ((first, second), (second, first), (second, third), (first, third))
    )
    if there is None or on is None:
        return
    assert back is not None and straight is not None
    assert there * back == pytest.approx(1, rel=1e-12)
    assert there * on == pytest.approx(straight, rel=1e-12)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("K/uL", "10*3/uL"),
        ("cells/mm³", "/uL"),
        ("x10^9/L", "10*9/L"),
        ("109/L", "10*9/L"),
        ("µmol/L", "umol/L"),
        ("μmol/l", "umol/L"),
        ("mL/min/1.73 m²", "mL/min/{1.73_m2}"),
        ("ml / min", "mL/min"),
        ("IU/L", "U/L"),
    ],
)
def test_spellings(one: str, other: str) -> None:
    assert _unit(one).code == other


@pytest.mark.parametrize("text", ["mmHg", "furlongs", "", "per", "mg", "ULN"])
def test_a_unit_outside_the_table_is_not_known(text: str) -> None:
    assert knowledge().units.known(text) is None


def test_an_indexed_rate_is_no_rate_and_an_activity_no_count() -> None:
    assert knowledge().units.factor(_unit("mL/min"), _unit("mL/min/{1.73_m2}")) is None
    assert knowledge().units.factor(_unit("U/L"), _unit("10*9/L")) is None
