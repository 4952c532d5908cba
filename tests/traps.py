"""Units as met in criteria and reports that read easily as something else: ours, pint's, ucumvert's answer.

``python -m tests.traps`` prints the table of ``docs/UNITS.md``; every answer is computed when it runs.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator

import msgspec
import pint
from lark.exceptions import LarkError
from ucumvert import PintUcumRegistry

from eligibility.core.errors import InputError
from eligibility.knowledge.amount import Amount, convert, read_amount
from eligibility.knowledge.conversion import Conversion, Refused
from eligibility.knowledge.load import knowledge
from eligibility.knowledge.quantities import Quantity

NOT_READ = "not read"


class Trap(msgspec.Struct, frozen=True):
    """A unit, or an amount, as written; the quantity beside which it stands; what the writer meant."""

    text: str
    quantity: str
    meant: str


TRAPS = (
    Trap("K/uL", "platelets", "thousands a microlitre"),
    Trap("G/L", "platelets", "10^9 a litre"),
    Trap("10*3/uL", "platelets", "thousands a microlitre"),
    Trap("109/L", "anc", "10^9 a litre, a superscript lost"),
    Trap("10^4/uL", "platelets", "tens of thousands a microlitre"),
    Trap("{cells}/uL", "cd4_count", "cells a microlitre"),
    Trap("cells/mcl", "anc", "cells a microlitre"),
    Trap("per cubic millimetre", "anc", "cells a microlitre"),
    Trap("IU/L", "alt", "U/L: laboratories call both so"),
    Trap("mU/L", "tsh", "thousandths of an international unit"),
    Trap("mL/min/{1.73_m2}", "creatinine_clearance", "per 1.73 m2, no mL/min"),
    Trap("mm Hg", "systolic_blood_pressure", "millimetres of mercury"),
    Trap("mEq/L", "calcium", "charges: two a calcium ion"),
    Trap("mg%", "creatinine", "mg in 100 mL"),
    Trap("g%", "haemoglobin", "g in 100 mL"),
    Trap("M", "creatinine", "molar, metre or million"),
    Trap("ug/mL{FEU}", "d_dimer_ddu", "the other unit of D-dimer"),
    Trap("[pH]", "arterial_ph", "an acidity"),
    Trap("dB/m", "liver_stiffness", "the attenuation printed beside it"),
    Trap("degF", "body_temperature", "Fahrenheit, with its own zero"),
    Trap("copies/mL", "hiv_rna", "copies, no international units"),
    Trap("mmol/mol", "hba1c", "IFCC, by an equation"),
    Trap("5 K", "platelets", "5000 a microlitre"),
    Trap("1,5 mg/dL", "creatinine", "1.5 with a decimal comma"),
)


class Answers(msgspec.Struct, frozen=True):
    """What each of the three makes of a trap."""

    trap: Trap
    ours: str
    pint: str
    ucumvert: str


def answers() -> list[Answers]:
    """The answers to every trap."""
    return [Answers(trap, _ours(trap), _by_pint(trap.text), _by_ucumvert(trap.text)) for trap in TRAPS]


def _ours(trap: Trap) -> str:
    """Our unit and what one of it is in the unit of the quantity; or that it is refused, and why."""
    quantity = knowledge().quantities.by_id[trap.quantity]
    if trap.text[0].isdigit() and " " in trap.text:
        return _our_amount(trap.text, quantity)
    found = knowledge().conversions.between(quantity, trap.text, quantity.unit)
    return f"refused: {found.why}" if isinstance(found, Refused) else _sized(found, Amount(1, trap.text))


def _our_amount(text: str, quantity: Quantity) -> str:
    try:
        amount = read_amount(text)
        return _sized(convert(amount, quantity.unit, quantity, knowledge()), amount)
    except InputError as error:
        return f"refused: {str(error).partition(';')[0]}"


def _sized(found: Conversion, amount: Amount) -> str:
    """An amount in our spelling and in the canonical unit, for a plain number of it."""
    if not found.changes:
        return found.source
    return f"{found.source}; {amount.value:g} = {found(amount.value):.6g} {found.target}"


def _by_pint(text: str) -> str:
    try:
        return f"{_registry()(text):.6g}"
    except (pint.errors.PintError, AttributeError, TypeError, ValueError):
        return NOT_READ


def _by_ucumvert(text: str) -> str:
    try:
        return f"{_ucum_registry().from_ucum(text):.6g}"
    except (LarkError, pint.errors.PintError, AttributeError, TypeError, ValueError):
        return NOT_READ


@functools.cache
def _registry() -> pint.UnitRegistry:
    return pint.UnitRegistry()


@functools.cache
def _ucum_registry() -> PintUcumRegistry:
    return PintUcumRegistry()


def table() -> Iterator[str]:
    """The answers as the lines of a Markdown table."""
    yield "| as written | of | meant | ours | pint | ucumvert |"
    yield "|---|---|---|---|---|---|"
    for found in answers():
        trap = found.trap
        name = knowledge().quantities.by_id[trap.quantity].name
        cells = (f"`{trap.text}`", name, trap.meant, found.ours, found.pint, found.ucumvert)
        yield "| " + " | ".join(cell.replace("|", r"\|").replace("**", "^") for cell in cells) + " |"


def main() -> None:
    """Print the table."""
    print("\n".join(table()))


if __name__ == "__main__":
    main()
