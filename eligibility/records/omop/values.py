"""Reads the result of a row of MEASUREMENT or OBSERVATION: number, sign, unit, limits of normal.

OMOP keeps a result twice: as it was written, and as a number with a concept for
its unit and its sign.  Where the two say different things nothing is chosen
between them.
Source: OHDSI Common Data Model 5.4, MEASUREMENT.
"""

from __future__ import annotations

import math
from typing import NamedTuple, cast

from eligibility.core.errors import InputError
from eligibility.knowledge.conversion import Refused
from eligibility.knowledge.quantities import Quantity
from eligibility.patient.profile import Comparator, ReferenceRange
from eligibility.patient.terms import Terms
from eligibility.records.naming import untagged
from eligibility.records.omop.cells import number_in
from eligibility.records.omop.concepts import LOINC, UCUM, Concept
from eligibility.records.omop.context import Context
from eligibility.records.omop.tables import Row
from eligibility.records.results import Result, agreed, result_of
from eligibility.records.systems import SNOMED
from eligibility.records.yielding import Note, Unneeded

OPERATORS = {"4172703": "=", "4171756": "<", "4171754": "<=", "4172704": ">", "4171755": ">="}
"""Standard concepts of the domain Meas Value Operator."""

ROUNDING = 1e-4
"""Relative: what storing a number in four bytes may change of it."""


class Value(NamedTuple):
    """A result, with notes on how it was read."""

    value: float | str
    comparator: Comparator | None
    unit: str | None
    notes: tuple[Note, ...]


def value_of(row: Row, quantity: Quantity | None, context: Context) -> Value:
    """The result of a row.

    Raises: Unneeded when there is none; InputError when it contradicts itself or cannot be read.
    """
    number, text = number_in(row, "value_as_number"), written(row, context)
    if number is None and not text:
        return Value(_answer(row, quantity, context), None, None, ())
    spelled = result_of(text, quantity, context.told) if text else Result("")
    notes: list[Note] = []
    if number is None and isinstance(spelled.value, str):
        return Value(_word(row, spelled.value, quantity, context), None, None, ())
    if number is None:
        notes.append(("the value is given as a text", "value_source_value"))
        number = float(spelled.value)
    elif quantity is not None and text:
        _same(number, spelled, context.told)
    comparator = _comparator(row, spelled)
    return Value(number, comparator, _unit(row, spelled, quantity, context, notes), tuple(notes))


def written(row: Row, context: Context) -> str:
    """The result as the source wrote it, unless that is the code of the answer that stands beside it."""
    text = row.text("value_as_string") or row.text("value_source_value")
    answer = context.concept(row, "value_as_concept_id")
    return "" if answer is not None and text == answer.code else untagged(text, context.told)


def words_of(row: Row, context: Context) -> str:
    """A result in words, the coded answer first; empty where there is none."""
    answer = context.concept(row, "value_as_concept_id")
    text = written(row, context)
    if answer is not None and text and _contradict(text, answer, context):
        raise InputError("the value is written as one result and coded as another", "value_as_concept_id")
    return coded_words(answer, context) if answer is not None else text


def coded_words(answer: Concept, context: Context) -> str:
    """The words of a coded answer: of its code where a table has it, else its name."""
    if answer.system == LOINC:
        row = context.codes.answers.get(answer.code)
        if row is not None and not row.quantity:
            return row.value
    if answer.system in SNOMED:
        use, value = context.codes.findings.get(answer.code, ("", ""))
        if use == "result":
            return value
    return answer.name


def _contradict(text: str, answer: Concept, context: Context) -> bool:
    one, other = context.told.result(text), context.told.result(coded_words(answer, context))
    return one is not None and other is not None and one != other


def _answer(row: Row, quantity: Quantity | None, context: Context) -> float | str:
    """A coded answer: the number that it stands for where a table has it, else its words."""
    answer = context.concept(row, "value_as_concept_id")
    if answer is None:
        if row.concept("value_as_concept_id"):
            raise InputError("the concept of the value is not in CONCEPT", "value_as_concept_id")
        raise Unneeded("there is no value")
    coded = context.codes.answers.get(answer.code) if answer.system == LOINC else None
    if coded is not None and quantity is not None and coded.quantity == quantity.id:
        return float(coded.value)
    return coded_words(answer, context)


def _word(row: Row, text: str, quantity: Quantity | None, context: Context) -> float | str:
    """A result in words: as written where that is understood, else the coded answer where there is one."""
    answer, told = context.concept(row, "value_as_concept_id"), context.told
    if answer is None:
        return text
    if _contradict(text, answer, context):
        raise InputError("the value is written as one result and coded as another", "value_as_concept_id")
    known = told.result(text) or (quantity is not None and told.level(quantity.id, text))
    return text if known else _answer(row, quantity, context)


def _same(number: float, spelled: Result, told: Terms) -> None:
    """Refuses a number beside which another stands as text, or a text that is not read."""
    if isinstance(spelled.value, str):
        if told.listed("abnormal", spelled.value) is None:
            raise InputError("the text beside the number is not read, and may say more", "value_source_value")
    elif not math.isclose(number, spelled.value, rel_tol=ROUNDING):
        raise InputError("the value is one number, and another as the source wrote it", "value_source_value")


def _comparator(row: Row, spelled: Result) -> Comparator | None:
    """The sign before the number, as coded and as written."""
    given = row.concept("operator_concept_id")
    if given and given not in OPERATORS:
        raise InputError("the operator is none of =, <, <=, >, >=", "operator_concept_id")
    coded = OPERATORS.get(given)
    if coded is None or coded == spelled.comparator:
        return spelled.comparator
    if spelled.comparator is not None:
        raise InputError(
            f"the operator is coded '{coded}' and written '{spelled.comparator}'", "operator_concept_id"
        )
    return None if coded == "=" else cast(Comparator, coded)


def _unit(
    row: Row, spelled: Result, quantity: Quantity | None, context: Context, notes: list[Note]
) -> str | None:
    """The unit: as the source wrote it, else as coded; of two that name one unit the one that is known."""
    concept, source = context.concept(row, "unit_concept_id"), row.text("unit_source_value") or None
    coded = None if concept is None else concept.code if concept.vocabulary == UCUM else concept.name
    found = [one for one in dict.fromkeys((source, spelled.unit, coded)) if one]
    for at, one in enumerate(found):
        for other in found[at + 1 :]:
            agreed(other, one, quantity, context.told)
    if not found and row.concept("unit_concept_id"):
        notes.append(("the concept of the unit is not in CONCEPT; the unit is not known", "unit_concept_id"))
    if quantity is None or not found:
        return next(iter(found), None)
    conversions = context.told.knowledge.conversions
    known = next((one for one in found if not isinstance(conversions.unit(quantity, one), Refused)), None)
    if known is not None and known != found[0]:
        notes.append(("the unit is taken from its code; as written it is not known", "unit_source_value"))
    return known or found[0]


def limits_of(row: Row, notes: list[Note]) -> ReferenceRange | None:
    """The limits of normal, in the unit of the value; 0 to 0 is how databases write that there are none."""
    try:
        low, high = number_in(row, "range_low"), number_in(row, "range_high")
    except InputError as error:
        notes.append(("a limit of normal is no number; the range is not used", error.place))
        return None
    if not high and not low:
        return None
    if high == 0 or (low is not None and high is not None and low > high):
        notes.append(("the limits of normal run backward or end at 0; the range is not used", "range_high"))
        return None
    return ReferenceRange(low, high)
