"""Units: spellings, the kinds they measure, our factors against pint's."""

from __future__ import annotations

import itertools
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ucumvert import parse_ucum

from eligibility.knowledge.load import knowledge
from eligibility.knowledge.ucum import read_code
from eligibility.knowledge.units import Unit

UNITS = knowledge().units
ALL = [unit for units in UNITS.by_code.values() for unit in units]
BY_MOLECULE = {"mass_per_creatinine", "gas_transfer"}
"""Kinds whose units differ by the mass of a molecule or the volume of a gas, which pint does not know."""
BY_CALENDAR = {"calendar_year", "calendar_month"}
BY_ZERO = {"temperature"}
BY_DEFINITION = {"vascular_resistance", "pressure", "score"}
"""Kinds joined by a definition of UCUM's, or of clinical use, that is not pint's; their rows say which."""
PAIRS = [
    (one, other)
    for one, other in itertools.combinations(ALL, 2)
    if one.kind == other.kind and one.kind not in BY_MOLECULE | BY_CALENDAR | BY_ZERO | BY_DEFINITION
]


@pytest.mark.parametrize(("one", "other"), PAIRS, ids=[f"{a.code} {b.code}" for a, b in PAIRS])
def test_every_factor_is_the_one_of_pint(one: Unit, other: Unit) -> None:
    first, second = _size(one.code), _size(other.code)
    assert one.factor / other.factor == pytest.approx(first / second, rel=1e-9)


def _size(code: str) -> float:
    """Pint's size of a unit; an annotation is no part of it."""
    found = read_code(re.sub(r"\{[^}]*\}", "", code.replace("/{1.73_m2}", "")) or "1")
    assert found is not None, code
    return found.size


@pytest.mark.parametrize("code", list(UNITS.by_code))
def test_every_code_is_valid_ucum(code: str) -> None:
    assert parse_ucum(code) is not None


@pytest.mark.parametrize(
    ("unit", "pascal"), [("mm[Hg]", 133.322), ("cm[H2O]", 98.0665), ("kPa", 1000), ("mbar", 100), ("Pa", 1)]
)
def test_pressures_are_those_of_ucum(unit: str, pascal: float) -> None:
    found, base = UNITS.of_kind(unit, ("pressure",)), UNITS.of_kind("Pa", ("pressure",))
    assert found is not None
    assert base is not None
    assert found.factor / base.factor == pytest.approx(pascal, rel=1e-9)


def test_units_of_one_kind_have_one_dimension_and_units_of_two_are_told_apart() -> None:
    for one, other in PAIRS:
        first, second = (read_code(unit.code) for unit in (one, other))
        if first is not None and second is not None:
            assert first.dimension == second.dimension, (one.code, other.code)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("K/uL", "10*3/uL"),
        ("cells/mm³", "/uL"),
        ("x10^9/L", "10*9/L"),
        ("x 10^9 / L", "10*9/L"),
        ("109/L", "10*9/L"),
        ("10 9/L", "10*9/L"),
        ("10⁹/L", "10*9/L"),
        ("10E9/l", "10*9/L"),
        ("X 10(9)/L", "10*9/L"),
        ("G/L", "10*9/L"),
        ("Gpt/L", "10*9/L"),
        ("g/l", "g/L"),
        ("G/DL", "g/dL"),
        ("thousand cells/mm3", "10*3/uL"),
        ("per cubic millimetre", "/uL"),
        ("cells/mcl", "/uL"),
        ("10^4/µL", "10*4/uL"),
        ("10*3{cells}/uL", "10*3/uL"),
        ("10^6 CD34+ cells/kg", "10*6/kg"),
        ("µmol/L", "umol/L"),
        ("μmol/l", "umol/L"),
        ("mcmol/L", "umol/L"),
        ("mM", "mmol/L"),
        ("mEq/L", "meq/L"),
        ("mg per deciliter", "mg/dL"),
        ("mg/100 mL", "mg/dL"),
        ("mg%", "mg/dL"),
        ("mL/min/1.73 m²", "mL/min/{1.73_m2}"),
        ("ml per minute per 1.73 square meters", "mL/min/{1.73_m2}"),
        ("mL/min/1.73m^2", "mL/min/{1.73_m2}"),
        ("ml / min", "mL/min"),
        ("IU/L", "[iU]/L"),
        ("µkat/L", "ukat/L"),
        ("mm Hg", "mm[Hg]"),
        ("ng/mL FEU", "ng/mL{FEU}"),
        ("copies per mL", "{copies}/mL"),
        ("beats per minute", "/min"),
        ("°C", "Cel"),
        ("kg / m2", "kg/m2"),
        ("pack-years", "{pack_years}"),
    ],
)
def test_spellings(one: str, other: str) -> None:
    assert UNITS.code(one) == other


@pytest.mark.parametrize(
    ("text", "kind", "code"),
    [
        ("IU/L", "enzyme_activity", "U/L"),
        ("mU/mL", "enzyme_activity", "mU/mL"),
        ("mU/L", "arbitrary_concentration", "m[iU]/L"),
        ("U/mL", "tumour_marker_units", "[arb'U]/mL"),
        ("kU/L", "tumour_marker_units", "[arb'U]/mL"),
        ("mg/g", "mass_per_creatinine", "mg/g{creat}"),
        ("kPa", "stiffness", "kPa"),
        ("points", "score", "1"),
    ],
)
def test_a_unit_is_read_as_its_kind_has_it(text: str, kind: str, code: str) -> None:
    found = UNITS.of_kind(text, (kind,))
    assert found is not None
    assert (found.code, found.kind) == (code, kind)


@pytest.mark.parametrize(
    "text",
    ["furlongs", "", "per", "ULN", "M", "G", "MM", "10*9", "thou/mm", "per cubic milliliter", "x/L", "/",
     "//", "mg//dL", "mg/", "mg/dL/dL", "mg dL", "K/mTOR", "1e9/L", "10^/L", "L/mg", "0" * 5000],
)  # fmt: skip
def test_a_spelling_that_is_none_of_ours_is_not_known(text: str) -> None:
    assert UNITS.code(text) is None


@given(st.text(max_size=40))
def test_any_text_is_read_or_not(text: str) -> None:
    code = UNITS.code(text)
    assert code is None or code in UNITS.by_code


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("x 10^9 / L or more", "x 10^9 / L"),
        ("cells/mm3)", "cells/mm3"),
        ("mg/dL and", "mg/dL"),
        ("mL/min/1.73 m2, or", "mL/min/1.73 m2"),
        ("g per deciliter", "g per deciliter"),
        ("/mm^3", "/mm^3"),
        ("mm Hg", "mm Hg"),
        ("x 109/L", "x 109/L"),
        ("mmol/l.", "mmol/l"),
        ("ml per minute per 1.73 m2", "ml per minute per 1.73 m2"),
        ("x 10^9 cells/L", "x 10^9 cells/L"),
        ("in the last", None),
        ("x ULN", None),
        ("per mm3", "per mm3"),
        ("per cubic millimeter of blood", "per cubic millimeter"),
        ("gravida", None),
        ("M", None),
    ],
)
def test_a_unit_in_a_text_ends_where_it_ends(text: str, written: str | None) -> None:
    end = UNITS.ends(text, 0)
    assert (None if end is None else text[:end]) == written


@pytest.mark.parametrize("text", ["/" * 4000, "per " * 1000, "10" * 2000, "mg/" * 1000, "x 10 " * 800])
def test_hostile_texts_are_read_as_quickly_as_others(text: str) -> None:
    assert all(UNITS.ends(text, place) is None or place < len(text) for place in range(400))
