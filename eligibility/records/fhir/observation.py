"""Reads an Observation: a measurement for itself and for each component, or a genomic result.

What comes in is the resource; what goes out are facts.  A preliminary result is
marked as provisional; one that was cancelled or entered in error is none.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

import msgspec

from eligibility.core.errors import InputError
from eligibility.knowledge.quantities import Quantity
from eligibility.patient.profile import Code, Comparator, Measurement
from eligibility.records.fhir.answers import absent, answer_of, result_words, valued
from eligibility.records.fhir.around import Around
from eligibility.records.fhir.coded import UCUM, day, spellings, unit_of, within
from eligibility.records.fhir.context import Context
from eligibility.records.fhir.genomic import read_genomic
from eligibility.records.fhir.limits import Of, limits_of
from eligibility.records.fhir.oncology import read_oncology
from eligibility.records.fhir.shapes import Concept, Observation, Shape, Valued
from eligibility.records.fhir.shapes import Quantity as Amount
from eligibility.records.fhir.staging import DONE
from eligibility.records.lost import UNREAD_RESULT, LostResult
from eligibility.records.measuring import What, measurement_of, quantities_of
from eligibility.records.results import agreed, result_of
from eligibility.records.systems import LOINC
from eligibility.records.yielding import AnyFact, Note, Unneeded, Yield

OPEN = frozenset({"preliminary", "unknown"})
VOID = frozenset({"cancelled", "entered-in-error", "registered"})
"""HL7 observation-status; "registered" is an order of which there is no result yet."""

ISSUED = "there is no day of the result; the year of its issue is taken"
COMPARATORS = ("<", "<=", ">", ">=")


def read_observation(one: Observation, source: str, context: Context) -> Yield:
    """The facts of an Observation.

    Raises: Unneeded when it holds none; InputError when it cannot be used, a LostResult where it is known
    what was measured.
    """
    if one.status in VOID:
        raise Unneeded(f"its status is {one.status}")
    specimen = context.specimen(None if one.specimen is None else one.specimen.reference)
    told = Around(source, None, one.status in OPEN, _words(one.method), specimen)
    try:
        told = told._replace(date=_date(one) or _issued(one))
        if one.status not in DONE and one.status not in OPEN:
            raise InputError("the status does not say whether the result holds", "status")
    except InputError as error:
        parts = (one, *one.component)
        marks = (mark for part in parts for mark in _mark(part, told, context))
        raise LostResult(error, *marks) from None
    found = read_oncology(one, source, context)
    if found is None:
        _refuse_another_focus(one, told, context)
        found = read_genomic(one, told, context)
    found = _measurements(one, told, context) if found is None else found
    if told.date is not None and _date(one) is None:
        return Yield(found.facts, (*found.notes, (ISSUED, "issued")))
    return found


def _measurements(one: Observation, told: Around, context: Context) -> Yield:
    """The measurements of an Observation and of its components."""
    facts: list[AnyFact] = []
    marks: list[Measurement] = []
    notes: list[Note] = []
    whys: list[str] = []
    for at, part in (("", one), *((f"component[{n}].", part) for n, part in enumerate(one.component))):
        try:
            fact, more = _measurement(part, at, told, context)
        except Unneeded as error:
            whys.append(error.why)
            continue
        except InputError as error:
            if not one.component:
                raise
            notes.append((error.message, f"{at}{error.place}"))
            marks.extend(error.marks if isinstance(error, LostResult) else ())
            continue
        facts.append(fact)
        notes.extend(more)
    if facts:
        return Yield((*facts, *marks), tuple(notes))
    if notes:
        raise LostResult(InputError(*notes[0]), *marks)
    raise Unneeded(whys[0])


def _refuse_another_focus(one: Observation, told: Around, context: Context) -> None:
    """Raises: Unneeded when it is about a child, a device; LostResult when that may be so."""
    for reference in one.focus:
        target = reference.reference or ""
        if "Condition/" in target:
            continue
        if "/" in target:
            raise Unneeded("it is about something else than the patient")
        error = InputError("what it is about is not the patient, and not known", "focus")
        raise LostResult(error, *_mark(one, told, context))


def _date(one: Observation) -> str | None:
    """The day of the result: when it was true of the patient, not when it was issued."""
    try:
        return day(one.effective_date_time) or day(one.effective_instant) or within(one.effective_period)
    except InputError as error:
        raise InputError(error.message, "effective") from None


def _issued(one: Observation) -> str | None:
    """The year of the issue: no result is younger, and the day of one is not that of the specimen."""
    issued = day(one.issued)
    return None if issued is None else issued[:4]


def _words(concept: Concept | None) -> str | None:
    if concept is None:
        return None
    return concept.text or next((coding.display for coding in concept.coding if coding.display), None)


def _measurement(
    part: Valued, at: str, told: Around, context: Context
) -> tuple[Measurement, tuple[Note, ...]]:
    if part.code is None:
        raise InputError("there is no code, so what was measured is not known", "code")
    if not valued(part):
        raise Unneeded(absent(part))
    try:
        code, quantity = _quantity(part.code, told.specimen, context)
        value, comparator, unit, precision, notes = _value(part, quantity, context)
        _refuse_another(part, value, quantity, context)
    except InputError as error:
        final = InputError(error.message, error.place or "value")
        raise LostResult(final, *_mark(part, told, context)) from None
    of = Of(context.sex, context.birth, told.date)
    ranges, more = limits_of(part.reference_range, of, at, context.told)
    kept = None if not ranges or isinstance(value, str) else ranges[0] if len(ranges) == 1 else ranges
    return Measurement(
        code=code, value=value, unit=unit, date=told.date, comparator=comparator, precision=precision,
        method=told.method, specimen=told.specimen, reference_range=kept, provisional=told.provisional,
        source=told.source,
    ), (*((note, f"{at}value") for note in notes), *more)  # fmt: skip


def _mark(part: Valued, told: Around, context: Context) -> tuple[Measurement, ...]:
    """What is kept in place of a result that cannot be used, where it is known what was measured."""
    if part.code is None or not valued(part):
        return ()
    try:
        code, quantity = _quantity(part.code, told.specimen, context)
        codes = [code] if quantity is not None or isinstance(code, str) else []
    except InputError:
        coded = (Code(one.system, one.code) for one in part.code.coding if one.system in LOINC)
        codes = [*quantities_of(coded, context.told)]
    return tuple(
        Measurement(
            code=code, value=UNREAD_RESULT, date=told.date, method=told.method, specimen=told.specimen,
            source=told.source,
        )
        for code in codes
    )  # fmt: skip


class _Glimpse(Shape, frozen=True, rename="camel", gc=False):
    """What of an Observation tells what was measured and when; the day may be of any type."""

    code: Concept | None = None
    status: Any = ""
    effective_date_time: Any = None


_GLIMPSE = msgspec.json.Decoder(_Glimpse, strict=False)


def marks_of(content: bytes, source: str, context: Context) -> tuple[Measurement, ...]:
    """What is kept in place of an Observation that cannot be read as one, where its code can."""
    try:
        one = _GLIMPSE.decode(content)
        date = day(one.effective_date_time) if isinstance(one.effective_date_time, str) else None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError, InputError):
        return ()
    if one.status in VOID:
        return ()
    shown = Valued(code=one.code, value_boolean=True)
    return _mark(shown, Around(source, date, False, None, None), context)


def _refuse_another(part: Valued, value: float | str, quantity: Quantity | None, context: Context) -> None:
    """Raises: InputError when the interpretation of a score is that of another score."""
    answers = (answer_of(coding, context) for meant in part.interpretation for coding in meant.coding)
    for answer in answers:
        if answer is None or quantity is None or answer.quantity != quantity.id or isinstance(value, str):
            continue
        if float(answer.value) != value:
            raise InputError(f"the score is {value:g} and its interpretation that of {answer.value}")


def _quantity(concept: Concept, specimen: str | None, context: Context) -> What | tuple[Code, None]:
    """What was measured: by LOINC, by the site's own codes, else by a name that no LOINC code contradicts.

    Raises: InputError when two codes, or a code and its words, name two quantities.
    """
    told = context.told
    coded = [coding for coding in concept.coding if coding.system in LOINC and coding.code]
    own = next((name for one in concept.coding if (name := context.local.name(one.system, one.code))), None)
    if own is None and not coded and (row := context.use_of(concept, "quantity")) is not None:
        own = row.value
    codes = tuple(Code(one.system, one.code, one.display or None) for one in coded)
    found = measurement_of(codes, own, tuple(spellings(concept, told)), specimen, told)
    if found is not None:
        return found
    display = next(iter(spellings(concept, told)), "")
    first = next(iter(coded or [one for one in concept.coding if one.code]), None)
    if first is not None:
        return context.kept(first.system, first.code, first.display or display), None
    if not display:
        raise InputError("the code is empty, so what was measured is not known", "code")
    return context.kept("", display, display), None


class _Value(NamedTuple):
    value: float | str
    comparator: Comparator | None = None
    unit: str | None = None
    precision: float | None = None
    notes: tuple[str, ...] = ()


def _value(part: Valued, quantity: Quantity | None, context: Context) -> _Value:
    told = context.told
    if part.value_quantity is not None:
        return _amount(part.value_quantity, quantity, context)
    if part.value_integer is not None:
        return _Value(float(part.value_integer), unit=_only_unit(quantity))
    if part.value_string is not None:
        read = result_of(part.value_string, quantity, told)
        number = not isinstance(read.value, str)
        notes = ("the value is given as a text",) if number else ()
        return _Value(read.value, read.comparator, read.unit, None, notes)
    if part.value_codeable_concept is not None:
        return _answer(part.value_codeable_concept, quantity, context)
    if part.value_boolean is not None:
        return _Value("yes" if part.value_boolean else "no")
    if part.value_ratio is not None:
        below, above = part.value_ratio.denominator, part.value_ratio.numerator
        if above is None or below is None or above.value is None or below.value is None:
            raise InputError("the ratio has no two numbers", "valueRatio")
        return _Value(f"{above.value:g}:{below.value:g}")
    if part.value_range is not None:
        return _between(part.value_range.low, part.value_range.high, quantity, context)
    raise Unneeded("the result is a moment, which no measurement is")


def _only_unit(quantity: Quantity | None) -> str | None:
    """The unit of a whole number, which FHIR gives without one: that of a score, which has only one."""
    return quantity.unit if quantity is not None and quantity.kind in ("score", "count") else None


def _amount(amount: Amount, quantity: Quantity | None, context: Context) -> _Value:
    if amount.value is None:
        raise InputError("there is no number", "valueQuantity.value")
    if amount.comparator is not None and amount.comparator not in COMPARATORS:
        raise InputError("the comparator is none of <, <=, >, >=", "valueQuantity.comparator")
    unit = unit_of(amount)
    if amount.system == UCUM:
        agreed(amount.code, amount.unit, quantity, context.told)
    notes = (unit.note,) if unit.note else ()
    # In UCUM what stands in braces only remarks on the unit 1: {pack_years} and 1 are one unit.
    remark = quantity is not None and re.fullmatch(r"\{[^{}]*\}", quantity.unit) is not None
    text = quantity.unit if quantity is not None and remark and unit.text == "1" else unit.text
    return _Value(amount.value, amount.comparator, text, None, notes)  # type: ignore[arg-type]


def _between(low: Amount | None, high: Amount | None, quantity: Quantity | None, context: Context) -> _Value:
    """A value between two: its middle, give or take half the way."""
    if low is None or high is None or low.value is None or high.value is None:
        raise InputError("the range lacks an end", "valueRange")
    one, other = _amount(low, quantity, context), _amount(high, quantity, context)
    if one.unit != other.unit or low.value > high.value:
        raise InputError("the two ends of the range have different units, or run backward", "valueRange")
    middle = (low.value + high.value) / 2
    return _Value(middle, None, one.unit, high.value - middle)


def _answer(concept: Concept, quantity: Quantity | None, context: Context) -> _Value:
    """A coded answer: by its LOINC or SNOMED CT code where a table has it, else in its words."""
    for coding in concept.coding:
        answer = answer_of(coding, context)
        if answer is not None and answer.quantity in ("", quantity.id if quantity is not None else ""):
            number = quantity is not None and answer.quantity == quantity.id
            if number:
                return _Value(float(answer.value), unit=_only_unit(quantity))
            return _Value(answer.value)
    words = result_words(concept, context)
    if words is None:
        raise InputError("the coded value has neither words nor a code", "valueCodeableConcept")
    return _Value(words)
