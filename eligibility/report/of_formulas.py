"""Formulas and what they give, as text for a terminal and as JSON."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec
from rich.console import Console
from rich.table import Table
from rich.text import Text

from eligibility.formulas.given import GivenInputs
from eligibility.formulas.table import Formula
from eligibility.knowledge.quantities import Quantities

UNVERIFIED = "a part of it rests on no source that was read: it is shown, and decides no verdict"


def derived_json(formula: Formula, given: GivenInputs, value: float, quantities: Quantities) -> bytes:
    """A derived value with its formula, the inputs as they went in, whom it is for, and its source."""
    told = {
        "formula": formula.id,
        "name": formula.name,
        "quantity": formula.of,
        "of": _quantity(formula, quantities),
        "value": float(f"{value:.12g}"),
        "unit": formula.unit,
        "band": formula.band(value),
        "expression": formula.text,
        "computed": formula.shown(given.points, given.written),
        "inputs": given.values,
        "conversions": list(given.notes),
        "for": ages(formula),
        "remarks": formula.remarks,
        "verified": formula.verified,
        "source": formula.source,
    }
    return msgspec.json.encode(told)


def derived_text(formula: Formula, given: GivenInputs, value: float, quantities: Quantities) -> str:
    """A derived value: the formula with the numbers in it, then what to know of it."""
    unit = "" if formula.unit == "1" else f" {formula.unit}"
    band = formula.band(value)
    said = f"{formula.shown(given.points, given.written)} = {value:.6g}{unit}{f', {band}' if band else ''}"
    lines = [f"{_quantity(formula, quantities)} by {formula.name}: {said}"]
    lines += [f"  {name:<9} {told}" for name, told in _told(formula, given.notes)]
    return "\n".join(lines)


def _told(formula: Formula, notes: Iterable[str]) -> list[tuple[str, str]]:
    """What is to be known of a formula, a line each."""
    rows = [("formula", formula.text), *(("units", note) for note in notes), ("for", ages(formula))]
    rows += [("note", formula.remarks)] if formula.remarks else []
    rows += [] if formula.verified else [("unsure", UNVERIFIED)]
    return [*rows, ("source", formula.source)]


def ages(formula: Formula) -> str:
    """Whom a formula is for, by age in years."""
    low, high = formula.age_from, formula.age_below
    if low is None and high is None:
        return "all ages"
    if high is None:
        return f"ages {low:g} years and above"
    return f"ages {low or 0:g} to below {high:g} years"


def _quantity(formula: Formula, quantities: Quantities) -> str:
    found = quantities.by_id.get(formula.of)
    return formula.of if found is None else found.name


def formulas_json(found: Iterable[Formula], quantities: Quantities) -> bytes:
    """Formulas with their inputs, in the names of the files."""
    rows = [
        {
            "id": one.id, "name": one.name, "quantity": one.of, "of": _quantity(one, quantities),
            "unit": one.unit, "expression": one.text, "inputs": one.inputs, "for": ages(one),
            "remarks": one.remarks, "verified": one.verified, "source": one.source,
        }
        for one in found
    ]  # fmt: skip
    return msgspec.json.encode(rows)


def print_formulas(found: list[Formula], quantities: Quantities, console: Console) -> None:
    """A line for each formula; a single one is shown with all that is known of it."""
    if len(found) == 1:
        one = found[0]
        console.print(
            Text(f"{one.id}  {_quantity(one, quantities)} by {one.name}, in {one.unit}"), soft_wrap=True
        )
        inputs = ", ".join(
            f"{name} ({' or '.join(needed.words) or needed.unit})" for name, needed in one.inputs.items()
        )
        for name, told in [("inputs", inputs), *_told(one, ())]:
            console.print(Text(f"  {name:<9} {told}"), soft_wrap=True)
        return
    table = Table(box=None, padding=(0, 2, 0, 0))
    for title in ("id", "quantity", "by", "unit", "inputs"):
        table.add_column(title, overflow="fold")
    for one in found:
        table.add_row(
            *map(Text, (one.id, _quantity(one, quantities), one.name, one.unit, ", ".join(one.inputs)))
        )
    console.print(table)
