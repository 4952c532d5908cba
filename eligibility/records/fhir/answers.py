"""Reads what a result says in words: coded answers, texts, yes and no, interpretations.

What comes in is an Observation or one of its components; what goes out are the
words of a profile.  Words that are not there are never made up.
"""

from __future__ import annotations

from eligibility.core.errors import InputError
from eligibility.knowledge.record_codes import CodedAnswer, ResultCode
from eligibility.records.fhir.coded import of_code, spellings
from eligibility.records.fhir.context import Context
from eligibility.records.fhir.shapes import Coding, Concept, Valued
from eligibility.records.systems import LOINC, SNOMED
from eligibility.records.yielding import Unneeded

INTERPRETED = {
    "POS": "positive",
    "NEG": "negative",
    "DET": "detected",
    "ND": "not detected",
    "IND": "indeterminate",
}
"""Interpretations that are results.  Source: HL7 version 3 ObservationInterpretation."""


def row_of(concept: Concept | None, context: Context) -> ResultCode | None:
    """What the LOINC code of a genomic result or of a part of one is there for."""
    if concept is None:
        return None
    found = (context.codes.results.get(one.code) for one in concept.coding if one.system in LOINC)
    return next((row for row in found if row is not None), None)


def answer_of(coding: Coding, context: Context) -> CodedAnswer | None:
    """The word or number that a coded answer stands for."""
    if coding.system in LOINC:
        return context.codes.answers.get(coding.code)
    row = context.observed(coding)
    if row is None or row.use != "answer":
        return None
    quantity, _, value = row.value.partition(" ")
    return CodedAnswer(quantity, value)


def result_words(concept: Concept, context: Context) -> str | None:
    """The words of a coded result: of its code where a table has it, else its own."""
    for coding in concept.coding:
        answer = answer_of(coding, context)
        if answer is not None and not answer.quantity:
            return answer.value
        use, value = (
            context.codes.findings.get(coding.code, ("", "")) if coding.system in SNOMED else ("", "")
        )
        if use == "result":
            return value
    return next(iter(spellings(concept, context.told)), None)


def said(part: Valued, context: Context) -> str:
    """What a result says, in words.

    Raises: Unneeded when it says that there is none; InputError when no word is known.
    """
    if part.value_codeable_concept is not None:
        words = result_words(part.value_codeable_concept, context)
        if words is not None:
            return words
    if part.value_string is not None and part.value_string.strip():
        return part.value_string.strip()
    if part.value_boolean is not None:
        return "positive" if part.value_boolean else "negative"
    codes = [of_code(concept) for concept in part.interpretation]
    found = {INTERPRETED[code] for code in codes if code in INTERPRETED}
    if len(found) == 1:
        return found.pop()
    if part.data_absent_reason is not None:
        raise Unneeded(absent(part))
    raise InputError("the result has neither words nor a code that is known", "value")


def valued(part: Valued) -> bool:
    """Whether there is a result."""
    values = (
        part.value_quantity, part.value_integer, part.value_string, part.value_codeable_concept,
        part.value_boolean, part.value_ratio, part.value_range, part.value_date_time,
    )  # fmt: skip
    return any(value is not None for value in values)


def absent(part: Valued) -> str:
    """Why there is no result."""
    if part.data_absent_reason is not None:
        return f"there is no value: {of_code(part.data_absent_reason) or 'no reason is given'}"
    return "there is no value of its own; its members and components are read"
