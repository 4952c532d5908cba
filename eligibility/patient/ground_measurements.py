"""Grounds a measurement: quantity, value in the canonical unit, limits of normal, method.

A value is used only if its unit is known, of the right kind and of a plausible
size; else the fact keeps the reason.  Nothing is corrected, and no unit is
taken for granted but where a quantity has none (INR).
"""

from __future__ import annotations

import msgspec

from eligibility.core.interval import Interval, point
from eligibility.core.reasons import Reason
from eligibility.knowledge.quantities import Quantity
from eligibility.patient.ground_limits import printed_limits
from eligibility.patient.measure import read_unit, suspect
from eligibility.patient.profile import Code, Measurement
from eligibility.patient.record import Measured
from eligibility.patient.terms import Terms, date_of

METHODS = frozenset({"method"})
SITES = frozenset({"site", "specimen"})


class Read(msgspec.Struct, frozen=True):
    """A value in a unit of ours, or why it is none."""

    value: Interval | None = None
    unit: str | None = None
    converted: str = ""
    level: str | None = None
    problem: Reason | None = None


def ground_measurement(path: str, fact: Measurement, told: Terms) -> Measured:
    """The measurement as a fact of the record; the day of the specimen is that of the value."""
    quantity, name = _quantity(fact.code, told)
    if quantity is not None:
        quantity = told.knowledge.conversions.meant(quantity, fact.unit)
    if isinstance(fact.value, str):
        read = _coded(fact.value, quantity, name, told)
    else:
        read = _number(fact.value, fact, quantity, name, told)
    limits = printed_limits(fact, quantity, told)
    return Measured(
        path=path, source=fact.source, quantity=name if quantity is None else quantity.id,
        written=_written(fact), written_unit=fact.unit, value=read.value, unit=read.unit,
        converted=read.converted, level=read.level,
        low=limits.low, high=limits.high, range_written=limits.written, range_problem=limits.problem,
        others=limits.others,
        predicted=_predicted(fact, quantity, told), baseline=fact.baseline,
        date=date_of(fact.specimen_date or fact.date), method=told.of_kind(fact.method, METHODS),
        specimen=told.of_kind(fact.specimen, SITES), phase=fact.disease_phase, problem=read.problem,
        provisional=fact.provisional,
    )  # fmt: skip


def _quantity(code: str | Code, told: Terms) -> tuple[Quantity | None, str]:
    """The quantity of an id, a name or a LOINC code, and what to call it where there is none."""
    if isinstance(code, str):
        quantity = told.quantity(code)
        scale = told.scale(code) if quantity is None else None
        return quantity, scale or told.even(code)
    loinc = told.listed("code_system", code.system) == "loinc"
    found = told.knowledge.quantities.coded(code.code.strip()) if loinc else None
    return found, f"{code.system}|{code.code}"


def _written(fact: Measurement) -> str:
    """The value as recorded, its unit aside."""
    if isinstance(fact.value, str):
        return fact.value
    precision = "" if fact.precision is None else f" +/- {fact.precision:.10g}"
    return f"{fact.comparator or ''}{fact.value:.10g}{precision}"


def _unnamed(name: str) -> Reason:
    detail = f"'{name}' is not a measurement that is known here"
    return Reason("unread_record", detail, f"the LOINC code or a listed name of '{name}'")


def _coded(text: str, quantity: Quantity | None, name: str, told: Terms) -> Read:
    """A coded result.  A level counts only for the quantity that it is a level of: M1 is also a stage."""
    if quantity is None:
        return _at_level(text, name, told)
    level = told.level(quantity.id, text)
    if level is not None and level.values is not None:
        meaning = f"{level.level} stands for a range of {quantity.name}"
        return Read(level.values, quantity.unit, meaning, level.level)
    if any(character.isdecimal() for character in text):
        wanted = f"{quantity.name} as a number without quotation marks, with its unit"
        if text.lstrip()[:1] in "<>≤≥":
            wanted += ", and '<' or '>' as its comparator"
    else:
        wanted = f"{quantity.name} as a number with its unit"
    detail = f"the {quantity.name} is recorded as the text '{text}', which is no number and no known level"
    problem = Reason("unread_record", detail, wanted, quantity.id, quantity.unit)
    return Read(level=told.even(text), problem=problem)


def _at_level(text: str, name: str, told: Terms) -> Read:
    """A level of a scale, where the name is that of one."""
    scales = told.knowledge.scales
    if name not in scales.by_id:
        return Read(level=told.even(text), problem=_unnamed(name))
    level = scales.level(name, scales.read(text)[1])
    if level is not None:
        return Read(level=level.level)
    known = ", ".join(one.level for one in scales.levels(name))
    detail = f"'{text}' is no level of {name.replace('_', ' ')}"
    return Read(level=told.even(text), problem=Reason("unread_record", detail, f"one of {known}", name))


def _number(value: float, fact: Measurement, quantity: Quantity | None, name: str, told: Terms) -> Read:
    if quantity is None:
        return _at_level(f"{value:g}", name, told) if fact.unit is None else Read(problem=_unnamed(name))
    read = read_unit(told.knowledge.conversions, quantity, fact.unit)
    if read.problem is not None:
        return Read(problem=read.problem)
    recorded = _interval(value, fact)
    doubt = suspect(told.knowledge.conversions, recorded, read, quantity, fact.unit)
    if doubt is not None:
        return Read(unit=read.unit, problem=doubt)
    converted = ""
    if read.conversion is not None and read.conversion.changes:
        brought = f"{fact.comparator or ''}{read.conversion(value):.6g} {read.unit}"
        converted = f"{_written(fact)} {fact.unit} is {brought}"
    return Read(read.bring(recorded), read.unit, converted)


def _interval(value: float, fact: Measurement) -> Interval:
    """The numbers that a recorded value may mean; a plain number is exact."""
    match fact.comparator:
        case "<" | "<=":
            return Interval(high=value, high_open=fact.comparator == "<")
        case ">" | ">=":
            return Interval(low=value, low_open=fact.comparator == ">")
    spread = fact.precision or 0.0
    return Interval(value - spread, value + spread)


def _predicted(fact: Measurement, quantity: Quantity | None, told: Terms) -> float | None:
    """The predicted value in the unit of the value; it is recorded in the unit of the value."""
    if fact.predicted is None or quantity is None:
        return None
    read = read_unit(told.knowledge.conversions, quantity, fact.unit)
    return None if read.problem is not None else read.bring(point(fact.predicted)).low
