"""Makes facts of cells: what wide and long tables share.

What comes in are the cells that belong to one fact; what goes out is the fact
with notes, or why there is none.  A unit beside a value and another one in it
are two, and neither is taken.
"""

from __future__ import annotations

from typing import NamedTuple

from eligibility.core.errors import InputError
from eligibility.knowledge.conversion import Refused
from eligibility.knowledge.quantities import Quantity
from eligibility.patient.profile import (
    Allergy,
    Code,
    Condition,
    Genomic,
    Measurement,
    ReferenceRange,
    Treatment,
)
from eligibility.records.lost import UNREAD_RESULT, LostResult
from eligibility.records.results import DENYING, Result, agreed, result_of
from eligibility.records.situations import of_situation, refuse_no_disease
from eligibility.records.table.cells import EMPTY, Cell, Context
from eligibility.records.table.mapping import Therapy
from eligibility.records.table.numbers import number_of, pointed
from eligibility.records.table.quoting import quoted
from eligibility.records.table.read_mapping import STATES, SURE
from eligibility.records.yielding import Note, Yield

NEVER = frozenset({"not given", "declined"})
PROVISIONAL = "provisional"


class Laboratory(NamedTuple):
    """The cells of one measurement; ``quantity``: what was measured, where that is known."""

    code: str | Code
    quantity: Quantity | None
    value: Cell
    unit: Cell = EMPTY
    date: Cell = EMPTY
    low: Cell = EMPTY
    high: Cell = EMPTY
    method: str | None = None
    specimen: str | None = None
    provisional: bool = False


def measured(one: Laboratory, source: str, context: Context) -> Yield:
    """A measurement.

    Raises: InputError with the column, when its value, date or unit cannot be used; a LostResult where it
    is known what was measured.
    """
    notes: list[Note] = []
    try:
        date = context.day(one.date)
        result = _result(one, context)
        unit = None if isinstance(result.value, str) else _unit(one, result.unit, context)
    except InputError as error:
        final = InputError(error.message, error.place or one.value.column)
        raise _lost(one, final, source, context) from None
    if one.date.column and date is None:
        notes.append(("there is no date", one.date.column))
    if result.flag is not None:
        notes.append(("the mark behind the number is not read", one.value.column))
    limits = None if isinstance(result.value, str) else _limits(one, context, notes)
    fact = Measurement(
        code=one.code, value=result.value, unit=unit, date=date, comparator=result.comparator,
        method=one.method, specimen=one.specimen, reference_range=limits, provisional=one.provisional,
        source=source,
    )  # fmt: skip
    return Yield((fact,), tuple(notes))


def _lost(one: Laboratory, error: InputError, source: str, context: Context) -> InputError:
    """The error, with the mark of the result where it is known what was measured."""
    if one.quantity is None and isinstance(one.code, Code):
        return error
    mark = Measurement(
        code=one.code, value=UNREAD_RESULT, date=context.year(one.date), method=one.method,
        specimen=one.specimen, source=source,
    )  # fmt: skip
    return LostResult(error, mark)


def _result(one: Laboratory, context: Context) -> Result:
    """The result; a negative number of what is never negative is how databases say that there is none."""
    result = result_of(pointed(one.value.text, context.signs), one.quantity, context.told)
    if not isinstance(result.value, str) and _impossible(result.value, one.quantity):
        way = "if it says that there is no value, add it to 'missing' in the mapping"
        raise InputError(f"{quoted(one.value.text)} is less than it can be; {way}")
    return result


def _impossible(number: float, quantity: Quantity | None) -> bool:
    """Whether a number is negative and the quantity never is."""
    low = None if quantity is None else quantity.plausible.low
    return number < 0 and low is not None and low >= 0


def _unit(one: Laboratory, spelled: str | None, context: Context) -> str | None:
    """The unit: that of its column or of the mapping, or the one behind the number."""
    given = one.unit.text or None
    if spelled is None or given is None or one.quantity is None:
        return given or spelled
    if isinstance(context.told.knowledge.conversions.unit(one.quantity, given), Refused):
        raise InputError(f"the unit behind the number is '{spelled}', and another in {_unit_place(one)}")
    agreed(given, spelled, one.quantity, context.told)
    return given


def _unit_place(one: Laboratory) -> str:
    return f"the column {one.unit.column}" if one.unit.column != one.value.column else "the mapping"


def _limits(one: Laboratory, context: Context, notes: list[Note]) -> ReferenceRange | None:
    """The limits of normal beside a value; both, or none where one of them cannot be.

    0 to 0 is how databases write that there are none.
    """
    found: list[float | None] = []
    for cell in (one.low, one.high):
        try:
            found.append(number_of(cell.text, context.signs) if cell.text else None)
        except InputError as error:
            notes.append((f"{error.message}; the limits of normal are not used", cell.column))
            return None
    low, high = found
    if low is None and high is None:
        return None
    impossible = any(limit is not None and _impossible(limit, one.quantity) for limit in found)
    if impossible or high == 0 or (low is not None and high is not None and low > high):
        why = "the limits of normal run backward, end at 0 or are negative; they are not used"
        notes.append((why, one.high.column or one.low.column))
        return None
    return ReferenceRange(low, high)


class Entry(NamedTuple):
    """An entry of a list: what it names, and how it stands with it; ``None``: the record does not say.

    ``sure``: how sure a condition is, where that is told apart from its status.
    """

    text: str
    said: str | None
    code: Code | None = None
    sure: str | None = None


class Course(NamedTuple):
    """The cells with the course of a condition."""

    onset: Cell = EMPTY
    resolved: Cell = EMPTY
    stage: Cell = EMPTY
    grade: Cell = EMPTY


def condition(one: Entry, course: Course, source: str, context: Context) -> Yield:
    """A condition; a date that cannot be used is left out.  One that is active and over is neither.

    Raises: Unneeded when its name is that of no disease.
    """
    sure = one.sure or (one.said if one.said in SURE else None)
    if sure in (None, "confirmed"):
        refuse_no_disease(one.text, context.told)
        found = of_situation(one.text, source, context.told)
        if found is not None:
            return found
    notes: list[Note] = []
    onset, resolved = context.dated(course.onset, notes), context.dated(course.resolved, notes)
    status = one.said if one.said in STATES else None
    if course.resolved.text and (resolved is None or status == "active") and status in (None, "active"):
        if resolved is not None:
            why = "it is active and has an end; whether it is over is not known"
            notes.append((why, course.resolved.column))
        status, resolved = "unknown", None
    fact = Condition(
        text=one.text, code=one.code, onset=onset, resolved=resolved,
        status=status,  # type: ignore[arg-type]
        verification=sure,  # type: ignore[arg-type]
        stage=course.stage.text or None, grade=course.grade.text or None, source=source,
    )  # fmt: skip
    return Yield((fact,), tuple(notes))


class Given(NamedTuple):
    """When a treatment was given; ``taken``: its start is the date of the row, not one of its own."""

    start: Cell = EMPTY
    end: Cell = EMPTY
    timing: Cell = EMPTY
    taken: bool = False


def treatment(one: Entry, kind: Therapy | None, given: Given, source: str, context: Context) -> Yield:
    """A treatment; one that runs and has an end is given until then.

    Raises: InputError when it is not said whether it was given, or it was not and has dates.
    """
    if one.said is None:
        raise InputError("whether it was given is not told; say it in the mapping")
    dates = [cell for cell in (EMPTY if given.taken else given.start, given.end) if cell.text]
    if one.said in NEVER and dates:
        raise InputError(f"it is called '{one.said}' and has dates of being given", dates[0].column)
    notes: list[Note] = []
    start, end = context.dated(given.start, notes), context.dated(given.end, notes)
    fact = Treatment(
        text=one.text, code=one.code, kind=kind,
        status="given" if one.said == "ongoing" and given.end.text else one.said,  # type: ignore[arg-type]
        start=start, end=end, timing=given.timing.text or None, source=source,
    )  # fmt: skip
    return Yield((fact,), tuple(dict.fromkeys(notes)))


def allergy(one: Entry, date: Cell, source: str, context: Context) -> Yield:
    """A hypersensitivity, or its refutation."""
    notes: list[Note] = []
    fact = Allergy(
        text=one.text, code=one.code, status=one.said,  # type: ignore[arg-type]
        date=context.dated(date, notes), source=source,
    )  # fmt: skip
    return Yield((fact,), tuple(notes))


class Finding(NamedTuple):
    """A genomic result with its assay and what it speaks of."""

    said: str
    assay: str
    target: str | None = None
    specimen: str | None = None
    provisional: bool = False


def genomic(one: Finding, date: Cell, source: str, context: Context) -> Yield:
    """A genomic result.

    Raises: InputError when it denies something and its assay is not named, or its date cannot be used.
    """
    if not one.assay and context.told.result(one.said) in DENYING:
        raise InputError("a negative result without its assay: what it denies is not known; name the assay")
    fact = Genomic(
        assay=one.assay or "assay not named", result=one.said, target=one.target, date=context.day(date),
        specimen=one.specimen, provisional=one.provisional, source=source,
    )  # fmt: skip
    return Yield((fact,))
