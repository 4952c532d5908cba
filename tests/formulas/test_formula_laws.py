"""Laws of formulas: one definition for a value, a column, an interval and algebra."""

from __future__ import annotations

import math
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eligibility.core.interval import Interval
from eligibility.formulas.algebra import grows, same, solved
from eligibility.formulas.compiled import compiled
from eligibility.formulas.expression import printed
from eligibility.formulas.grammar import parse
from eligibility.formulas.table import Formula, Given, formulas, point
from eligibility.knowledge.load import knowledge, rules_folder

FORMULAS = formulas(rules_folder()).by_id
EVERY = pytest.mark.parametrize("formula", FORMULAS.values(), ids=lambda formula: formula.id)

Inputs = dict[str, float | str]


def inputs_of(formula: Formula, draw: random.Random) -> Inputs:
    """Inputs such as candidates have: those of an example, each number up to half as much again or less."""
    example = draw.choice(formula.examples)
    made: Inputs = {}
    for name, value in example.given.items():
        words = formula.inputs[name].words
        made[name] = draw.choice(words) if words else float(value) * draw.uniform(0.7, 1.5)
    return made


seeds = st.integers(0, 2**32 - 1).map(random.Random)


@EVERY
@given(draw=seeds)
def test_a_column_is_its_values(formula: Formula, draw: random.Random) -> None:
    rows = [inputs_of(formula, draw) for _ in range(4)]
    column = formula.column({name: [row[name] for row in rows] for name in formula.inputs})  # type: ignore[misc]
    assert column == pytest.approx([formula.value(row) for row in rows], rel=1e-12)


@EVERY
@given(draw=seeds)
def test_an_exact_input_gives_the_value_itself(formula: Formula, draw: random.Random) -> None:
    row = inputs_of(formula, draw)
    found = formula.spread({name: point(value) for name, value in row.items()})
    assert found is not None and found.low is not None and found.high is not None
    assert math.isclose(found.low, formula.value(row), rel_tol=1e-12, abs_tol=1e-12)
    assert math.isclose(found.high, formula.value(row), rel_tol=1e-12, abs_tol=1e-12)


@EVERY
@given(draw=seeds)
def test_intervals_hold_the_value_of_everything_in_them(formula: Formula, draw: random.Random) -> None:
    low, high = inputs_of(formula, draw), inputs_of(formula, draw)
    wide: dict[str, Interval | str | None] = {}
    inner: Inputs = {}
    for name, needed in formula.inputs.items():
        if needed.words:
            wide[name], inner[name] = draw.choice((None, low[name])), low[name]  # type: ignore[assignment]
            continue
        ends = sorted((float(low[name]), float(high[name])))
        wide[name], inner[name] = Interval(*ends), draw.uniform(*ends)
    found, value = formula.spread(wide), formula.value(inner)
    if found is not None:
        slack = 1e-9 * max(1.0, abs(value))
        assert found.low is None or found.low <= value + slack
        assert found.high is None or value <= found.high + slack


@EVERY
def test_nothing_known_gives_nothing_or_a_range(formula: Formula) -> None:
    nothing: Given = dict.fromkeys(formula.inputs)
    found = formula.spread(nothing)
    assert found is None or not found.exact


@EVERY
@given(draw=seeds)
def test_the_unit_of_an_input_changes_nothing(formula: Formula, draw: random.Random) -> None:
    known, row = knowledge(), inputs_of(formula, draw)
    there_and_back = dict(row)
    for name, needed in formula.inputs.items():
        quantity = known.quantities.by_id.get(needed.quantity)
        if quantity is None:
            continue
        for unit in quantity.units:
            there = known.conversions.between(quantity, needed.unit, unit)
            back = known.conversions.between(quantity, unit, needed.unit)
            if callable(there) and callable(back):
                there_and_back[name] = back(there(float(row[name])))
    assert formula.value(there_and_back) == pytest.approx(formula.value(row), rel=1e-9, abs=1e-9)


@EVERY
@given(draw=seeds)
def test_what_is_printed_reads_back(formula: Formula, draw: random.Random) -> None:
    said = printed(formula.expression).replace(" x ", " * ")
    read = parse(said, formula.inputs)
    assert printed(read).replace(" x ", " * ") == said
    row = inputs_of(formula, draw)
    again = compiled(read, tuple(formula.inputs))(*(row[name] for name in formula.inputs))
    assert again == pytest.approx(formula.value(row), rel=1e-9, abs=1e-12)


MONOTONE = [
    ("schwartz_bedside", "height", {}, True), ("schwartz_bedside", "creatinine", {}, False),
    ("bsa_mosteller", "weight", {}, True), ("bsa_dubois", "height", {}, True), ("bmi", "height", {}, False),
    ("mdrd_4", "creatinine", {"sex": "male", "black": "no"}, False),
    ("mdrd_4", "age", {"sex": "female", "black": "no"}, False),
    ("qtcf", "rate", {}, True), ("qtcb", "qt", {}, True), ("homa_ir", "insulin", {}, True),
    ("albi", "albumin", {}, False), ("albi", "bilirubin", {}, True), ("fib_4", "platelets", {}, False),
    ("cockcroft_gault", "weight", {"sex": "female"}, True), ("corrected_calcium", "albumin", {}, False),
    ("shortening_fraction", "systolic", {}, False), ("anc", "wbc", {}, True),
]  # fmt: skip
"""A formula, an input, words for the others, and whether it grows with the input."""

ADULT = {"age": (18.0, 120.0)}


@pytest.mark.parametrize(("name", "by", "words", "up"), MONOTONE)
def test_sympy_says_which_way_a_formula_goes(name: str, by: str, words: dict[str, str], up: bool) -> None:
    within = {one: bounds for one, bounds in ADULT.items() if one in FORMULAS[name].inputs and one != by}
    assert grows(FORMULAS[name].expression, words, by, within) is up


@pytest.mark.parametrize(("name", "by", "words", "up"), MONOTONE)
@given(draw=seeds)
def test_a_formula_goes_that_way(
    name: str, by: str, words: dict[str, str], up: bool, draw: random.Random
) -> None:
    row = inputs_of(FORMULAS[name], draw) | words
    more = row | {by: float(row[by]) * 1.01}
    assert (FORMULAS[name].value(more) > FORMULAS[name].value(row)) is up


def test_a_formula_is_solved_for_an_input() -> None:
    (creatinine,) = solved(FORMULAS["schwartz_bedside"].expression, {}, "creatinine", 30.0)
    assert creatinine.subs(dict.fromkeys(creatinine.free_symbols, 82)) == pytest.approx(1.12886667)


def test_formulas_are_compared() -> None:
    bedside, other = FORMULAS["schwartz_bedside"].expression, FORMULAS["counahan_barratt"].expression
    assert same(bedside, parse("height * 0.413 / creatinine", {"height", "creatinine"}), {})
    assert not same(bedside, other, {})
