"""Reads an amount as people write it, a number and its unit, and converts it.

What comes in is ``88.4 umol/L``; what goes out is the number in another unit and
the conversion it came by.
"""

from __future__ import annotations

import re

import msgspec

from eligibility.core.errors import InputError
from eligibility.knowledge.conversion import Conversion, Refused, same_kind
from eligibility.knowledge.load import Knowledge
from eligibility.knowledge.quantities import Quantity

_AMOUNT = re.compile(r"([+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?)(?![\d.,])\s*(.*)", re.DOTALL)
_GROUPED = re.compile(r"[+-]?\d{1,3}(?:[ ,\u00a0\u202f]\d{3})+(?!\d)")
LARGEST = 1e30


class Amount(msgspec.Struct, frozen=True):
    """A number and its unit as written; the unit may be empty."""

    value: float
    unit: str


def read_amount(text: str) -> Amount:
    """The amount that a text writes.

    Raises: InputError when it does not begin with a number, or the number has a comma.
    """
    found = _AMOUNT.fullmatch(text.strip())
    if _GROUPED.match(text.strip()):
        raise InputError(f"'{text}' has a space or a comma within its number; write the number without it")
    if found is None or abs(float(found[1])) > LARGEST:
        raise InputError(f"'{text}' is no amount; write a number and its unit, such as '1.2 mg/dL'")
    return Amount(float(found[1]), found[2].strip())


def convert(amount: Amount, unit: str, quantity: Quantity | None, known: Knowledge) -> Conversion:
    """The conversion of an amount of a quantity into a unit; without a quantity, within a kind of unit.

    Raises: InputError that says why there is none and what to do.
    """
    if quantity is not None:
        found = known.conversions.between(quantity, amount.unit, unit)
    else:
        found = same_kind(known.units, amount.unit, unit)
    if isinstance(found, Refused):
        raise InputError(str(found))
    return found
