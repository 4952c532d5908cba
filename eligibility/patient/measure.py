"""Reads the unit of a recorded value: what to multiply by to have the value in a unit of ours.

What comes in is a quantity and a unit as recorded; what goes out is the unit
that the value is kept in and the factor to it, or why the value cannot be used.
"""

from __future__ import annotations

import functools

import msgspec

from eligibility.core.errors import RuleFileError
from eligibility.core.interval import Interval, inside
from eligibility.core.reasons import Reason
from eligibility.core.truth import TRUE
from eligibility.knowledge.quantities import Quantity
from eligibility.knowledge.units import Units

SUSPECT = 1000.0
"""How many times beyond the plausible range a value must lie for its unit to be suspected."""

NO_UNIT = "1"
"""The unit of a pure number."""

FRACTION, PER_CENT = "fraction", "%"
"""The dimension of shares of a whole, and the unit in which the whole is 100."""


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


def impossible(value: Interval, unit: str | None, quantity: Quantity, what: str = "") -> Reason | None:
    """Why no measurement gives such a value: all of it lies below nothing, or above the whole."""
    above_nothing = quantity.plausible_low is not None and quantity.plausible_low >= 0
    below = value.high is not None and (value.high < 0 or (value.high == 0 and value.high_open))
    whole = quantity.dimension == FRACTION and unit == PER_CENT
    above = value.low is not None and (value.low > 100 or (value.low == 100 and value.low_open))
    if not (above_nothing and below) and not (whole and above):
        return None
    end = value.high if below else value.low
    detail = f"{what}{quantity.name} of {end:.6g} {unit} cannot be"
    return Reason(
        "unread_record", detail, f"the {quantity.name}, its value checked", quantity.id, quantity.unit
    )


def implausible(value: Interval, unit: str | None, quantity: Quantity, what: str = "") -> Reason | None:
    """Why a value is so far from plausible that its unit is in doubt; never a correction.

    A quantity is also kept in a unit to which no factor leads; such units are of
    one order of magnitude, so a thousandfold says the same in each.
    """
    high, low = quantity.plausible_high, quantity.plausible_low
    shown = None
    if high is not None and value.low is not None and value.low >= high * SUSPECT:
        shown = value.low
    if low and value.high is not None and value.high <= low / SUSPECT:
        shown = value.high
    if shown is None:
        return None
    return _suspected(quantity, f"{what}{quantity.name} of {shown:.6g} {unit} is far from plausible")


def mistaken(
    units: Units, quantity: Quantity, recorded: Interval, text: str | None, what: str = ""
) -> Reason | None:
    """Why a value that is plausible only in another unit of its quantity is not used.

    A creatinine of 88 mg/dL is no creatinine, but 88 umol/L is; a shortening
    fraction of 0.33 % is none, but 0.33 is.  Neither is taken for the other.
    """
    read = read_unit(units, quantity, text)
    plausible = Interval(quantity.plausible_low, quantity.plausible_high)
    if recorded.low is None or recorded.high is None or read.unit != quantity.unit:
        return None
    if recorded.scaled(read.factor).meets(plausible):
        return None
    others = [(code, read_unit(units, quantity, code)) for code in quantity.units]
    fitting = [
        code
        for code, other in others
        if other.unit == read.unit and inside(recorded.scaled(other.factor), plausible) is TRUE
    ]
    if not fitting:
        return None
    value = f"{recorded.low:.6g}" if recorded.exact else f"{recorded.low:.6g} to {recorded.high:.6g}"
    detail = (
        f"{what}{quantity.name} of {value} {text} is not plausible (in {' or '.join(fitting)} it would be)"
    )
    return _suspected(quantity, detail)


def _suspected(quantity: Quantity, detail: str) -> Reason:
    settles = f"the {quantity.name}, its unit checked"
    return Reason("unit", f"{detail}; its unit is suspected", settles, quantity.id, quantity.unit)
