"""Grades of laboratory values by CTCAE: the published rows, their units, and where two versions part."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from eligibility.core.interval import Interval
from eligibility.formulas.dimensions import check
from eligibility.formulas.grades import BASED, BASELINE, LOWER, NO, UPPER, VALUE, YES, grades
from eligibility.formulas.table import Formula, Given
from eligibility.knowledge.conversion import Conversion
from eligibility.knowledge.load import knowledge, rules_folder

GRADES = grades(rules_folder())
VECTORS = Path(__file__).resolve().parents[2] / "cases" / "formulas" / "grades.csv"


def vectors() -> list[dict[str, str]]:
    with VECTORS.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def graded(row: dict[str, str]) -> str:
    formula = GRADES.versions(row["quantity"])[row["version"]]
    known = knowledge()
    made = known.conversions.between(
        known.quantities.by_id[row["quantity"]], row["unit"], formula.inputs[VALUE].unit
    )
    assert isinstance(made, Conversion)
    given: dict[str, Interval | str | None] = {}
    for name in formula.inputs:
        if name == BASED:
            given[name] = YES if row[BASELINE] else NO
        elif row[name]:
            value = made(float(row[name]))
            given[name] = Interval(value, value)
    found = formula.spread(given)
    assert found is not None and found.low is not None and found.high is not None
    return f"{found.low:g}" if found.exact else f"{found.low:g}-{found.high:g}"


@pytest.mark.parametrize("row", vectors(), ids=lambda row: " ".join(filter(None, row.values())))
def test_a_published_grade(row: dict[str, str]) -> None:
    assert graded(row) == row["grade"]


@pytest.mark.parametrize("formula", GRADES.all, ids=lambda formula: formula.id)
def test_the_units_of_a_grade_go_together(formula: Formula) -> None:
    numbers: dict[str, float | str] = {VALUE: 4.0, UPPER: 3.0, LOWER: 1.0, BASELINE: 2.0, BASED: YES}
    check(formula, {name: numbers[name] for name in formula.inputs})


@pytest.mark.parametrize("formula", GRADES.all, ids=lambda formula: formula.id)
def test_a_grade_names_a_quantity_in_its_unit(formula: Formula) -> None:
    assert formula.inputs[VALUE].unit in knowledge().quantities.by_id[formula.of].units
    assert formula.verified and formula.source


def test_the_versions_part_where_the_baseline_was_abnormal() -> None:
    row = {"quantity": "alt", "unit": "U/L", "value": "130", "uln": "40", "lln": "", "baseline": "100"}
    assert (graded(row | {"version": "4"}), graded(row | {"version": "5"})) == ("2", "0")


def test_nothing_but_a_value_gives_the_grades_that_it_may_have() -> None:
    given: Given = {VALUE: Interval(0.4, 0.4)}
    assert GRADES.versions("anc")["5"].spread(given) == Interval(4.0, 4.0)
