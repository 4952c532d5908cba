"""Reads the unit of a recorded value: what to multiply by to have the value in a unit of ours.

What comes in is a quantity and a unit as recorded; what goes out is the unit
that the value is kept in and the factor to it, or why the value cannot be used.
"""

from __future__ import annotations

import functools

import msgspec

from eligibility.core.errors import RuleFileError
from eligibility.core.interval import Interval
from eligibility.core.reasons import Reason
from eligibility.knowledge.quantities import Quantity
from eligibility.knowledge.units import Units

SUSPECT = 1000.0
"""How many times beyond the plausible range a value must lie for its unit to be suspected."""

NO_UNIT = "1"
"""The unit of a pure number."""


class UnitReading(msgspec.Struct, frozen=True):
    """The unit a value is kept in, the factor to it, and whether the value changes; or why there is none."""

    unit: str | None = None
    factor: float = 1.0
    converts: bool = False
    problem: Reason | None = None


@functools.lru_cache(maxsize=1 << 12)
def read_unit(units: Units, quantity: Quantity, text: str | None) -> UnitReading:
    """How to bring a value with this unit into the canonical one of its quantity.

    A value stays in its own unit where no factor leads to the canonical one but the quantity is also
    measured in it: a filtration rate in mL/min beside one in mL/min/1.73 m2.
    """
    canonical = units.known(quantity.unit)
    if canonical is None:
        raise RuleFileError(f"rules/quantities: '{quantity.unit}' of {quantity.id} is no unit of rules/units")
    if text is None or not text.strip():
        if set(quantity.units) == {NO_UNIT}:
            return UnitReading(canonical.code)
        return UnitReading(problem=_problem(quantity, f"the {quantity.name} is recorded without a unit"))
    unit = units.known(text)
    if unit is None:
        return UnitReading(problem=_problem(quantity, f"'{text}', the unit of {quantity.name}, is not known"))
    # A pure number in per cent is another quantity: a prothrombin time of 60 % is no INR of 0.6.
    pure = set(quantity.units) == {NO_UNIT} and unit.code != NO_UNIT
    factor = None if pure else units.factor(unit, canonical, quantity.molar_mass)
    if factor is not None:
        return UnitReading(canonical.code, factor, unit.code != canonical.code)
    accepted = {known.dimension for code in quantity.units if (known := units.known(code))}
    if not pure and unit.dimension in accepted:
        return UnitReading(unit.code)
    detail = f"{quantity.name} cannot be measured in '{text}', a unit of another kind"
    return UnitReading(problem=_problem(quantity, detail))


def _problem(quantity: Quantity, detail: str) -> Reason:
    known = ", ".join(quantity.units)
    return Reason("unit", detail, f"the {quantity.name} with its unit ({known})", quantity.id, quantity.unit)


def implausible(value: Interval, read: UnitReading, quantity: Quantity, what: str = "") -> Reason | None:
    """Why a value is so far from plausible that its unit is in doubt; never a correction."""
    high, low = quantity.plausible_high, quantity.plausible_low
    if read.unit != quantity.unit:
        return None
    shown = None
    if high is not None and value.low is not None and value.low >= high * SUSPECT:
        shown = value.low
    if low is not None and value.high is not None and 0 < value.high <= low / SUSPECT:
        shown = value.high
    if shown is None:
        return None
    detail = f"{what}{quantity.name} of {shown:.6g} {read.unit} is far from plausible; its unit is suspected"
    return Reason("unit", detail, f"the {quantity.name}, its unit checked", quantity.id, quantity.unit)
