"""Reads the unit of a recorded value: what to multiply by to have the value in a unit of ours.

What comes in is a quantity and a unit as recorded; what goes out is the unit
that the value is kept in and the factor to it, or why the value cannot be used.
"""

from __future__ import annotations

import msgspec

from eligibility.core.interval import Interval, inside
from eligibility.core.reasons import Reason
from eligibility.core.truth import TRUE
from eligibility.knowledge.conversion import Conversion, Conversions, Refused
from eligibility.knowledge.quantities import Quantity

SUSPECT = 2.0
"""How many times beyond the plausible range, which is generous, a value must lie not to be used."""

FRACTION, PER_CENT = "fraction", "%"
"""The kind of shares of a whole, and the unit in which the whole is 100."""

SCORE = "score"
"""The kind of scales, whose ends are set by definition."""


class UnitReading(msgspec.Struct, frozen=True):
    """The unit a value is kept in, and how it comes into it; or why there is none."""

    unit: str | None = None
    conversion: Conversion | None = None
    problem: Reason | None = None

    def bring(self, recorded: Interval) -> Interval:
        """Recorded numbers in the unit that they are kept in."""
        if self.conversion is None:
            return recorded
        return recorded.scaled(self.conversion.factor, self.conversion.offset)


def read_unit(conversions: Conversions, quantity: Quantity, text: str | None) -> UnitReading:
    """How to bring a value with this unit into the canonical one of its quantity.

    A value stays in its own unit where no factor leads to the canonical one but the quantity is also
    measured in it: a filtration rate in mL/min beside one in mL/min/1.73 m2.
    """
    unit = conversions.unit(quantity, text)
    if isinstance(unit, Refused):
        known = ", ".join(quantity.units)
        settles = f"the {quantity.name} with its unit ({known})"
        return UnitReading(problem=Reason("unit", unit.why, settles, quantity.id, quantity.unit))
    found = conversions.between(quantity, text, quantity.unit)
    return UnitReading(unit.code) if isinstance(found, Refused) else UnitReading(quantity.unit, found)


def suspect(
    conversions: Conversions, recorded: Interval, read: UnitReading, quantity: Quantity, text: str | None,
    what: str = "",
) -> Reason | None:  # fmt: skip
    """Why a value, or a limit of normal, cannot be used though its unit is known."""
    brought = read.bring(recorded)
    return (
        mistaken(conversions, quantity, recorded, text, what)
        or impossible(brought, read.unit, quantity, what)
        or implausible(brought, read.unit, quantity, what)
    )


def impossible(value: Interval, unit: str | None, quantity: Quantity, what: str = "") -> Reason | None:
    """Why no measurement gives such a value: below nothing, above the whole, or off the ends of a scale."""
    if quantity.kind == SCORE and not value.meets(quantity.plausible):
        return _off_scale(value, quantity, what)
    if quantity.step and value.exact and value.low is not None and value.low % quantity.step:
        detail = f"{what}{quantity.name} of {value.low:.6g} cannot be: its levels are {quantity.step:g} apart"
        settles = f"the {quantity.name}, its value and scale checked"
        return Reason("unread_record", detail, settles, quantity.id, quantity.unit)
    least = quantity.plausible.low
    above_nothing = least is not None and least >= 0
    below = value.high is not None and (value.high < 0 or (value.high == 0 and value.high_open))
    whole = quantity.kind == FRACTION and unit == PER_CENT and quantity.plausible.high == 100
    above = value.low is not None and (value.low > 100 or (value.low == 100 and value.low_open))
    if not (above_nothing and below) and not (whole and above):
        return None
    end = value.high if below else value.low
    detail = f"{what}{quantity.name} of {end:.6g} {unit} cannot be"
    return Reason(
        "unread_record", detail, f"the {quantity.name}, its value checked", quantity.id, quantity.unit
    )


def _off_scale(value: Interval, quantity: Quantity, what: str) -> Reason:
    ends = [f"{end:.6g}" for end in (quantity.plausible.low, quantity.plausible.high) if end is not None]
    given = value.low if value.low is not None else value.high
    detail = f"{what}{quantity.name} of {given:.6g} cannot be: the scale runs from {' to '.join(ends)}"
    settles = f"the {quantity.name}, its value and scale checked"
    return Reason("unread_record", detail, settles, quantity.id, quantity.unit)


def implausible(value: Interval, unit: str | None, quantity: Quantity, what: str = "") -> Reason | None:
    """Why a value is so far from plausible that it or its unit is in doubt; never a correction.

    A quantity is also kept in a unit to which no factor leads; such units are of one order of magnitude.
    """
    high, low = quantity.plausible.high, quantity.plausible.low
    shown = None
    if high is not None and value.low is not None and value.low >= high * SUSPECT:
        shown = value.low
    if low is not None and low > 0 and value.high is not None and value.high <= low / SUSPECT:
        shown = value.high
    if shown is None:
        return None
    return _suspected(quantity, f"{what}{quantity.name} of {shown:.6g} {unit} is far from plausible")


def mistaken(
    conversions: Conversions, quantity: Quantity, recorded: Interval, text: str | None, what: str = ""
) -> Reason | None:
    """Why a value that is plausible only in another unit of its quantity is not used.

    A creatinine of 88 mg/dL is no creatinine, but 88 umol/L is; a shortening
    fraction of 0.33 % is none, but 0.33 is.  Neither is taken for the other.
    """
    read = read_unit(conversions, quantity, text)
    if recorded.low is None or recorded.high is None or read.unit != quantity.unit:
        return None
    if read.bring(recorded).meets(quantity.plausible):
        return None
    others = [(code, read_unit(conversions, quantity, code)) for code in quantity.units]
    fitting = [
        code
        for code, other in others
        if other.unit == read.unit and inside(other.bring(recorded), quantity.plausible) is TRUE
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
