"""Conversions and quantities as text for a terminal, and as JSON."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec
from rich.console import Console
from rich.table import Table
from rich.text import Text

from eligibility.core.interval import Interval
from eligibility.knowledge.amount import Amount
from eligibility.knowledge.conversion import Conversion
from eligibility.knowledge.quantities import Quantity

FEW = 3
"""So many quantities, or fewer, are shown with all that is known of them."""


def conversion_json(amount: Amount, made: Conversion, quantity: Quantity | None) -> bytes:
    """``value``, ``unit``, ``factor``, ``offset`` and ``source`` of a conversion."""
    told = {
        "value": _rounded(made(amount.value)),
        "unit": made.target,
        "factor": made.factor,
        "offset": made.offset,
        "source": _source(made, quantity),
        "from": {"value": amount.value, "unit": made.source},
        "quantity": None if quantity is None else quantity.id,
    }
    return msgspec.json.encode(told)


def conversion_text(amount: Amount, made: Conversion, quantity: Quantity | None) -> str:
    """A conversion on one line: what was given, what it is, by which factor, and from where that is."""
    of = "" if quantity is None else f" of {quantity.name}"
    offset = f" {'+' if made.offset > 0 else '-'} {abs(made.offset):.6g}" if made.offset else ""
    given = f"{amount.value:.10g} {made.source}{of}"
    result = f"{made(amount.value):.6g} {made.target}"
    return f"{given} is {result}  (x {made.factor:.10g}{offset}; {made.grounds})"


def _source(made: Conversion, quantity: Quantity | None) -> str:
    return made.grounds if quantity is None else f"{made.grounds}; {quantity.id}: {quantity.source}"


def _rounded(value: float) -> float:
    """Without the last digits, which are those of the arithmetic."""
    return float(f"{value:.12g}")


def quantities_json(quantities: Iterable[Quantity]) -> bytes:
    """The rows of the quantities, in the names of the table."""
    return msgspec.json.encode(list(quantities))


def print_quantities(quantities: list[Quantity], console: Console) -> None:
    """A line for each quantity; a few are shown with all that is known of them."""
    if len(quantities) <= FEW:
        for quantity in quantities:
            _print_whole(quantity, console)
        return
    table = Table(box=None, padding=(0, 2, 0, 0))
    for heading in ("id", "name", "kind", "units", "LOINC"):
        table.add_column(heading, overflow="fold")
    for one in quantities:
        kind = one.kind.replace("_", " ")
        table.add_row(
            Text(one.id), Text(one.name), Text(kind), Text(", ".join(one.units)), Text(", ".join(one.loinc))
        )
    console.print(table)
    console.print(f"{len(quantities)} quantities", highlight=False, markup=False)


def _print_whole(quantity: Quantity, console: Console) -> None:
    lines = {
        "names": ", ".join(quantity.names),
        "kind": quantity.kind.replace("_", " "),
        "unit": quantity.unit,
        "also in": ", ".join(code for code in quantity.units if code != quantity.unit),
        "LOINC": ", ".join(quantity.loinc),
        "molar mass": _mass(quantity),
        "valence": "" if quantity.valence is None else f"{quantity.valence:g}",
        "plausible": _span(quantity.plausible, quantity.unit),
        "usual limits": "" if quantity.thresholds is None else _span(quantity.thresholds, quantity.unit),
        "worse": quantity.worse and f"the {quantity.worse}er",
        "source": quantity.source,
    }
    console.print(Text(quantity.id, style="bold"))
    table = Table(box=None, padding=(0, 2, 0, 0), show_header=False)
    for name, value in lines.items():
        if value:
            table.add_row(Text(f"  {name}"), Text(value))
    console.print(table)


def _mass(quantity: Quantity) -> str:
    if quantity.molar_mass is None:
        return ""
    of = f" of {quantity.molecule}" if quantity.molecule else ""
    return f"{quantity.molar_mass:.10g} g/mol{of}"


def _span(values: Interval, unit: str) -> str:
    ends = ["" if end is None else f"{end:g}" for end in (values.low, values.high)]
    return f"{ends[0]} to {ends[1]} {'' if unit == '1' else unit}".strip() if any(ends) else ""
