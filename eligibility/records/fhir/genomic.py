"""Reads genomic, cytogenetic and immunophenotypic Observations.

What comes in is the resource; what goes out are results in the form of the
profile, or nothing where the Observation is a measurement.  A negative result
whose assay is not named is refused: what it denies depends on what the assay sees.
Source: HL7 FHIR genomics reporting guide (variant profile and its components), mCODE.
"""

from __future__ import annotations

from eligibility.core.errors import InputError
from eligibility.knowledge.record_codes import ResultCode
from eligibility.patient.ground_genomics import ALTERATIONS
from eligibility.patient.profile import Genomic
from eligibility.records.fhir.around import Around
from eligibility.records.fhir.coded import of_code, spellings
from eligibility.records.fhir.context import Context
from eligibility.records.fhir.shapes import Concept, Observation, Valued
from eligibility.records.systems import LOINC, SNOMED
from eligibility.records.yielding import Unneeded, Yield

INTERPRETED = {
    "POS": "positive",
    "NEG": "negative",
    "DET": "detected",
    "ND": "not detected",
    "IND": "indeterminate",
}
"""Interpretations that are results.  Source: HL7 version 3 ObservationInterpretation."""

DENYING = frozenset({"negative", "not tested"})


def read_genomic(one: Observation, around: Around, context: Context) -> Yield | None:
    """The results of a genomic Observation; ``None`` where it is none.

    Raises: Unneeded when it holds no result of its own; InputError when it cannot be used.
    """
    row = _row(one.code, context)
    use = "" if row is None else row.use
    match use:
        case "panel":
            raise Unneeded("it gathers results that are read themselves")
        case "variant":
            return _result(*_variant(one, context), "", around, context)
        case "notation":
            return _result(None, _said(one, context), "" if row is None else row.assay, around, context)
        case "marker" if row is not None:
            return _result(row.target, _said(one, context), row.assay, around, context)
    if use or one.code is None:
        return None
    target = _alteration(one.code, context)
    if target is None or one.value_quantity is not None or one.component:
        return None
    return _result(target, _said(one, context), "", around, context)


def result_words(concept: Concept, context: Context) -> str | None:
    """The words of a coded result: of its code where a table has it, else its own."""
    for coding in concept.coding:
        answer = context.codes.answers.get(coding.code) if coding.system in LOINC else None
        if answer is not None and not answer.quantity:
            return answer.value
        use, value = (
            context.codes.findings.get(coding.code, ("", "")) if coding.system in SNOMED else ("", "")
        )
        if use == "result":
            return value
    return next(iter(spellings(concept, context.told)), None)


def _row(concept: Concept | None, context: Context) -> ResultCode | None:
    if concept is None:
        return None
    found = (context.codes.results.get(one.code) for one in concept.coding if one.system in LOINC)
    return next((row for row in found if row is not None), None)


def _alteration(concept: Concept, context: Context) -> str | None:
    """The alteration or antigen that an Observation without a LOINC code of ours is named after."""
    told = context.told
    for name in spellings(concept, told):
        found = told.named(name)
        if (found is not None and found.kind in ALTERATIONS) or told.listed("marker", name) is not None:
            return name
    return None


def _said(part: Valued, context: Context) -> str:
    """What a result says, in words."""
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
        raise Unneeded(f"there is no value: {of_code(part.data_absent_reason) or 'no reason is given'}")
    raise InputError("the result has neither words nor a code that is known", "value")


def _variant(one: Observation, context: Context) -> tuple[str | None, str]:
    """Of what a variant Observation speaks, and what it says: its change where one was found."""
    parts: dict[str, str] = {}
    for part in one.component:
        row = _row(part.code, context)
        if row is not None and row.use not in parts:
            parts[row.use] = _bare(_said(part, context))
    said = _said(one, context)
    gene, name = parts.get("gene"), parts.get("name")
    if context.told.result(said) != "positive":
        return name or gene, said
    if "notation" in parts:
        return None, parts["notation"]
    change = parts.get("protein") or parts.get("coding")
    if gene is not None and change is not None:
        return gene, change
    return name or gene, said


def _bare(text: str) -> str:
    """A change without the reference sequence before it and the brackets of a prediction."""
    change = text.rpartition(":")[2].strip() if ":p." in text or ":c." in text else text
    return change.replace("(", "").replace(")", "") if change.startswith("p.") else change


def _result(target: str | None, said: str, assay: str, around: Around, context: Context) -> Yield:
    named = around.method or assay
    if not named and context.told.result(said) in DENYING:
        raise InputError("a negative result without its method: what it denies is not known", "method")
    fact = Genomic(
        assay=named or "assay not named", result=said, target=target, date=around.date,
        specimen=around.specimen, provisional=around.provisional, source=around.source,
    )  # fmt: skip
    return Yield((fact,))
