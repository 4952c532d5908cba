"""Every formula gives what its source, its examples and the published vectors say, in any unit."""

from __future__ import annotations

import csv
from pathlib import Path

import msgspec
import pytest

from eligibility.core.errors import InputError, RuleFileError
from eligibility.formulas.dimensions import DimensionError, check
from eligibility.formulas.given import read_given
from eligibility.formulas.grammar import FormulaError, parse
from eligibility.formulas.table import Formula, formulas
from eligibility.knowledge.load import knowledge, rules_folder

FORMULAS = formulas(rules_folder()).by_id
VECTORS = Path(__file__).resolve().parents[2] / "cases" / "formulas" / "vectors.csv"


def vectors() -> list[dict[str, str]]:
    with VECTORS.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("row", vectors(), ids=lambda row: f"{row['formula']}: {row['given']}")
def test_a_published_vector(row: dict[str, str]) -> None:
    formula = FORMULAS[row["formula"]]
    given = read_given(formula, row["given"].split("; "), knowledge())
    value = formula.value(given.values)
    assert value == pytest.approx(float(row["result"]), abs=float(row["within"]))
    assert formula.band(value) == row["band"]


@pytest.mark.parametrize("formula", FORMULAS.values(), ids=lambda formula: formula.id)
def test_the_examples_of_a_formula(formula: Formula) -> None:
    assert formula.examples
    for example in formula.examples:
        value = formula.value(example.given)
        digits = len(repr(example.result).partition(".")[2]) if example.result % 1 else 0
        assert abs(value - example.result) <= 0.5 * 10**-digits + 1e-9
        assert not example.band or formula.band(value) == example.band


@pytest.mark.parametrize("formula", FORMULAS.values(), ids=lambda formula: formula.id)
def test_the_units_of_a_formula_go_together(formula: Formula) -> None:
    for example in formula.examples:
        check(formula, example.given)


@pytest.mark.parametrize("formula", FORMULAS.values(), ids=lambda formula: formula.id)
def test_a_formula_names_quantities_in_their_units(formula: Formula) -> None:
    known = knowledge()
    quantity = known.quantities.by_id[formula.of]
    assert formula.unit in quantity.units
    for needed in formula.inputs.values():
        if needed.quantity:
            measured = known.quantities.by_id[needed.quantity]
            assert known.conversions.between(measured, measured.unit, needed.unit).changes is not None
        else:
            assert needed.words or needed.unit == "a" or needed.meaning


SWAPPED = [("schwartz_bedside", "height", "creatinine"), ("cockcroft_gault", "weight", "creatinine"),
           ("bsa_mosteller", "height", "creatinine"), ("ckd_epi_2021", "creatinine", "height")]  # fmt: skip


@pytest.mark.parametrize(("name", "one", "other"), SWAPPED)
def test_a_swapped_input_does_not_go_through(name: str, one: str, other: str) -> None:
    formula = FORMULAS[name]
    unit = {"height": "cm", "creatinine": "mg/dL"}[other]
    inputs = formula.inputs | {one: msgspec.structs.replace(formula.inputs[one], unit=unit)}
    wrong = Formula(name, _file(formula, inputs))
    with pytest.raises(DimensionError):
        check(wrong, formula.examples[0].given)


def test_a_constant_in_another_unit_does_not_go_through() -> None:
    formula = FORMULAS["schwartz_bedside"]
    inputs = formula.inputs | {"height": msgspec.structs.replace(formula.inputs["height"], unit="m")}
    with pytest.raises(DimensionError, match="base units"):
        check(Formula("wrong", _file(formula, inputs)), formula.examples[0].given)


def _file(formula: Formula, inputs: object) -> object:
    return msgspec.structs.replace(formula.file, inputs=inputs)


GRAMMAR = [
    ("2 +", "column"), ("2 ** 3", "column"), ("height * ", "column"), ("foo * 2", "'foo' is no input"),
    ("min(1)", "2 arguments"), ("{1 if height, 2 otherwise}", "column"),
    ("(" * 40 + "1" + ")" * 40, "deeper"), ("1" * 2000, "longer"), ("__import__", "column"),
    ("height.real", "column"), ("{1 if sex is male}", "column"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "says"), GRAMMAR)
def test_a_text_that_is_no_formula_is_refused_with_its_place(text: str, says: str) -> None:
    with pytest.raises(FormulaError, match=says):
        parse(text, {"height", "sex"})


GIVEN = [
    (["height=120"], "lacks creatinine"), (["height=120", "creatinine=1 kg"], "creatinine=1 kg"),
    (["height=120", "creatinine=1", "weight=3"], "'weight=3' gives no input"),
    (["height=120", "height=120", "creatinine=1"], "twice"), (["height"], "gives no input"),
    (["height=tall", "creatinine=1"], "is no amount"),
    (["height=120", "creatinine=1", "sex=x"], "female or male"),
]  # fmt: skip


@pytest.mark.parametrize(("texts", "says"), GIVEN)
def test_an_input_that_does_not_fit_is_refused(texts: list[str], says: str) -> None:
    with pytest.raises(InputError, match=says):
        read_given(FORMULAS["schwartz_bedside"], texts, knowledge())


def test_a_value_that_there_is_not_is_an_error() -> None:
    with pytest.raises(FormulaError, match="no value"):
        FORMULAS["schwartz_bedside"].value({"height": 120.0, "creatinine": 0.0})


def test_a_formula_file_that_does_not_parse_is_named() -> None:
    wrong = Formula("wrong", msgspec.structs.replace(FORMULAS["bmi"].file, expression="weight /"))
    with pytest.raises(RuleFileError, match=r"formulas/wrong\.toml"):
        _ = wrong.expression
