"""Conversions: exact, reversible, composable, monotone; and those that there are none of."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eligibility.knowledge.conversion import Conversion, Refused
from eligibility.knowledge.load import knowledge
from eligibility.knowledge.quantities import Quantity

CONVERSIONS = knowledge().conversions
QUANTITIES = sorted(knowledge().quantities.by_id.values(), key=lambda quantity: quantity.id)
SEVERAL = [quantity for quantity in QUANTITIES if len(quantity.units) > 1]


def between(quantity: Quantity, source: str, target: str) -> Conversion | Refused:
    return CONVERSIONS.between(quantity, source, target)


def refusal(name: str, source: str, target: str | None = None) -> str:
    quantity = knowledge().quantities.named(name)
    assert quantity is not None
    found = between(quantity, source, target or quantity.unit)
    assert isinstance(found, Refused), found
    return str(found)


@given(st.sampled_from(SEVERAL), st.floats(1e-3, 1e6), st.data())
def test_conversions_come_back_and_compose(quantity: Quantity, value: float, data: st.DataObject) -> None:
    one, two, three = (data.draw(st.sampled_from(quantity.units)) for _ in range(3))
    there, back = between(quantity, one, two), between(quantity, two, one)
    on, straight = between(quantity, two, three), between(quantity, one, three)
    assert isinstance(there, Refused) == isinstance(back, Refused)
    if isinstance(there, Refused) or isinstance(back, Refused):
        return
    scale = max(abs(value), abs(there.offset / there.factor))
    assert math.isclose(back(there(value)), value, rel_tol=1e-9, abs_tol=1e-9 * scale)
    if isinstance(on, Conversion) and isinstance(straight, Conversion):
        near = max(abs(straight(value)), abs(straight.offset))
        assert math.isclose(on(there(value)), straight(value), rel_tol=1e-9, abs_tol=1e-9 * near)


@given(st.sampled_from(SEVERAL), st.floats(0, 1e6), st.floats(0, 1e6), st.data())
def test_conversions_keep_the_order(
    quantity: Quantity, low: float, high: float, data: st.DataObject
) -> None:
    one, two = (data.draw(st.sampled_from(quantity.units)) for _ in range(2))
    found = between(quantity, one, two)
    if isinstance(found, Conversion) and low < high:
        assert found(low) <= found(high)


@given(st.sampled_from(SEVERAL), st.lists(st.floats(0, 1e9), max_size=20), st.data())
def test_a_column_is_converted_as_its_values_are(
    quantity: Quantity, values: list[float], data: st.DataObject
) -> None:
    one, two = (data.draw(st.sampled_from(quantity.units)) for _ in range(2))
    found = between(quantity, one, two)
    if isinstance(found, Conversion):
        assert found.column(values) == [found(value) for value in values]


@pytest.mark.parametrize("quantity", QUANTITIES, ids=lambda quantity: quantity.id)
def test_a_quantity_can_be_read_in_each_of_its_units(quantity: Quantity) -> None:
    assert quantity.unit in quantity.units
    for code in quantity.units:
        found = CONVERSIONS.unit(quantity, code)
        assert not isinstance(found, Refused), found
        assert found.code == code


@pytest.mark.parametrize("quantity", QUANTITIES, ids=lambda quantity: quantity.id)
def test_a_row_is_of_one_piece(quantity: Quantity) -> None:
    units = knowledge().units
    assert any(unit.kind == quantity.kind for unit in units.by_code[quantity.unit])
    others = {CONVERSIONS.unit(quantity, code).kind for code in quantity.units} - {quantity.kind}  # type: ignore[union-attr]
    if others & {"substance_concentration", "mass_concentration"}:
        assert quantity.molar_mass, "mass and amount of substance are joined by the molar mass"
    if "equivalent_concentration" in others:
        assert quantity.valence, "substance and charge are joined by the valence"
    assert (quantity.kind == "score") or not quantity.worse
    limits, plausible = quantity.thresholds, quantity.plausible
    if limits is not None and limits.low is not None and limits.high is not None:
        assert plausible.low is None or plausible.low <= limits.low
        assert plausible.high is None or limits.high <= plausible.high


@pytest.mark.parametrize(
    ("name", "unit", "said"),
    [
        ("haemoglobin", "K/uL", "the unit of a count in a volume, but haemoglobin is a mass in a volume"),
        ("creatinine", "mmHg", "the unit of a pressure"),
        ("alt", "10^9/L", "the unit of a count in a volume, but ALT is an enzyme activity"),
        ("platelets", "%", "the unit of a share of a whole, but platelets is a count in a volume"),
        ("inr", "%", "give a plain number"),
        ("platelets", "", "platelets stands without a unit; give it in 10*9/L"),
        ("creatinine", "furlong", "'furlong' is no unit that creatinine is measured in"),
        ("creatinine", "mg/dl3", "'mg/dl3' is no unit"),
        ("platelets", "Bq/L", "'Bq/L' is no unit"),
        ("platelets", "mol/L", "an amount of substance in a volume"),
    ],
)
def test_a_unit_of_another_kind_is_refused_and_told_what_to_do(name: str, unit: str, said: str) -> None:
    assert said in refusal(name, unit)
    assert "; give " in refusal(name, unit)


def test_an_indexed_rate_is_no_rate() -> None:
    assert "give the body surface area" in refusal("egfr", "mL/min")


@pytest.mark.parametrize(
    ("name", "code", "target", "factor"),
    [
        ("creatinine", "mg.dL-1", "mg/dL", 1),
        ("creatinine", "ug/dL", "mg/dL", 1e-3),
        ("creatinine", "umol.L-1", "umol/L", 1),
        ("platelets", "uL-1", "10*9/L", 1e-3),
        ("alt", "umol/min/L", "U/L", 1),
        ("alt", "nmol/s/L", "U/L", 0.06),
        ("weight", "[stone_av]", None, None),
        ("egfr", "mL/min/{m2}", None, None),
        ("creatinine_clearance", "mL/min{foo}", None, None),
        ("platelets", "10*3{dogs}/uL", None, None),
        ("ejection_fraction", "[ppm]", None, None),
        ("creatinine", "mg/dL{x", None, None),
    ],
)
def test_a_code_outside_the_table_is_read_if_it_is_of_the_kind(
    name: str, code: str, target: str | None, factor: float | None
) -> None:
    quantity = knowledge().quantities.named(name)
    assert quantity is not None
    found = CONVERSIONS.between(quantity, code, target or quantity.unit)
    if factor is None:
        assert isinstance(found, Refused)
    else:
        assert isinstance(found, Conversion)
        assert found.factor == pytest.approx(factor, rel=1e-9)


@given(st.sampled_from(QUANTITIES), st.text(alphabet="mgdLUul/{}[]10*^.-'%Hz", max_size=8))
def test_no_text_is_read_as_a_unit_of_another_kind(quantity: Quantity, text: str) -> None:
    found = CONVERSIONS.unit(quantity, text)
    if isinstance(found, Refused):
        assert found.why and found.instead
    else:
        assert found.kind in {CONVERSIONS.unit(quantity, code).kind for code in quantity.units}  # type: ignore[union-attr]
