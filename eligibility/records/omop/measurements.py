"""Reads a row of MEASUREMENT: a value with its unit and limits of normal, or a genomic result."""

from __future__ import annotations

from eligibility.core.errors import InputError
from eligibility.patient.profile import Code, Measurement
from eligibility.patient.terms import MEMORY
from eligibility.records.lost import UNREAD_RESULT, LostResult
from eligibility.records.measuring import measurement_of, quantities_of
from eligibility.records.naming import with_method
from eligibility.records.omop.cells import day_of
from eligibility.records.omop.concepts import LOINC
from eligibility.records.omop.context import About, Context, What
from eligibility.records.omop.genomic import read_genomic
from eligibility.records.omop.tables import Row
from eligibility.records.omop.values import limits_of, value_of
from eligibility.records.yielding import Note, Yield


def read_measurement(row: Row, source: str, context: Context) -> Yield:
    """The fact of a row of MEASUREMENT.

    Raises: Unneeded when it holds no result; InputError when it cannot be used.
    """
    about = context.about(row, "measurement")
    found = read_genomic(row, about, "measurement_date", source, context)
    return measured(row, about, "measurement_date", source, context) if found is None else found


def measured(row: Row, about: About, date: str, source: str, context: Context) -> Yield:
    """The value of a row; ``date``: the column of its day.

    Raises: Unneeded when there is none; InputError when it cannot be used.
    """
    what = what_of(about, context)
    code, quantity = what.code, what.quantity
    try:
        day = day_of(row, date)
        result = value_of(row, quantity, context)
    except InputError as error:
        raise _lost(error, what, row, date, source) from None
    if code is None:
        code = _kept(about, context)
    notes: list[Note] = list(result.notes)
    if day is None:
        notes.append(("there is no date", date))
    number = not isinstance(result.value, str)
    fact = Measurement(
        code=code, value=result.value, unit=result.unit, date=day, comparator=result.comparator,
        source=source, method=what.method,
        reference_range=limits_of(row, notes) if number else None,
    )  # fmt: skip
    return Yield((fact,), tuple(notes))


def _lost(error: InputError, what: What, row: Row, date: str, source: str) -> InputError:
    """The error, with the mark of the result where it is known what was measured."""
    if what.code is None or (what.quantity is None and isinstance(what.code, Code)):
        return error
    try:
        day = day_of(row, date)
    except InputError:
        day = None
    mark = Measurement(code=what.code, value=UNREAD_RESULT, date=day, method=what.method, source=source)
    return LostResult(error, mark)


def what_of(about: About, context: Context) -> What:
    """What was measured: by LOINC, by the site's own codes, else by a name that no LOINC code contradicts.

    Raises: InputError when two codes name two quantities.
    """
    found = context.measured.get(about)
    if found is None:
        if len(context.measured) >= MEMORY:
            context.measured.clear()
        found = context.measured.setdefault(about, _look_up(about, context))
    return found


def _look_up(about: About, context: Context) -> What:
    told = context.told
    coded = [Code(LOINC, one.code, one.name or None) for one in about.concepts if one.system == LOINC]
    codes = [*coded, *quantities_of([Code(LOINC, about.written)], told)]
    parted = [with_method(name, told) for name in about.spellings]
    names = [part for name, one in zip(about.spellings, parted, strict=True) for part in (name, one[0])]
    method = next((method for _, method in parted if method), None)
    try:
        found = measurement_of(tuple(codes), context.local_name(about), tuple(names), None, told)
    except InputError as error:
        raise InputError(error.message, "measurement_concept_id") from None
    return What(None, None, method) if found is None else What(*found, method)


def _kept(about: About, context: Context) -> Code:
    """A code that no table has, with its name, and counted."""
    if not about.spellings and not about.ids:
        raise InputError(
            "neither a concept nor a source value says what was measured", "measurement_concept_id"
        )
    context.unknown(about)
    for concept in about.concepts:
        return Code(concept.system, concept.code, concept.name or None)
    return Code("no system given", context.hiding.clean(about.written or about.ids[0]))
