"""Reads Observations that are no measurements: stages, TNM categories, histories, comorbidities, courses.

What comes in is the resource; what goes out are conditions, or why there is
nothing to keep.  What is called absent is never kept as a denial: an absent
comorbidity is meant beside the index disease, and "no history" is true up to
its day.
Source: mCODE implementation guide, the profiles named at each function.
"""

from __future__ import annotations

import re
from typing import Literal

from eligibility.core.errors import InputError
from eligibility.patient.profile import Condition
from eligibility.records.fhir.answers import absent, said, valued
from eligibility.records.fhir.condition import named
from eligibility.records.fhir.context import Context
from eligibility.records.fhir.shapes import Concept, Observation, Reference
from eligibility.records.fhir.staging import DONE, id_of, level_words, staged
from eligibility.records.gathering import UNREAD
from eligibility.records.situations import UNDATED, of_situation, situation
from eligibility.records.systems import SNOMED
from eligibility.records.yielding import AnyFact, Note, Unneeded, Yield

USES = (
    "stage", "tnm_t", "tnm_n", "tnm_m", "disease_status", "comorbidities", "history", "not_needed",
)  # fmt: skip

PRESENT = "/mcode-related-condition"
ABSENT = "/mcode-related-condition-absent"
"""The extensions of mCODE Comorbidities."""

METASTASES = re.compile(r"[a-z]*M1[a-d]?(\(\d\))?")
"""A category of TNM that says that there are distant metastases: cM1, pM1b, M1c(0)."""

JOINED = "it is read with the condition that it stages"
CATEGORY = "a category of TNM; the stage group is read, where the record gives one"
TREND = "the trend of the disease, which says neither remission nor relapse"
BESIDE = "what it calls absent denies nothing"


def read_oncology(one: Observation, source: str, context: Context) -> Yield | None:
    """The facts of an Observation that is no measurement; ``None`` where it is one.

    Raises: Unneeded when there is nothing to keep; InputError when it cannot be used.
    """
    row = context.use_of(one.code, *USES)
    if row is None:
        return _history(one, source, context) if _is_history(one, context) else None
    match row.use:
        case "not_needed":
            raise Unneeded(row.value)
        case "stage":
            return _stage(one, context)
        case "tnm_t" | "tnm_n":
            raise Unneeded(CATEGORY)
        case "tnm_m":
            return _metastases(one, source, context)
        case "disease_status":
            return _trend(one, context)
        case "comorbidities":
            return _comorbidities(one, source, context)
    return _history(one, source, context)


def _stage(one: Observation, context: Context) -> Yield:
    """CancerStage and its kinds: read with the Condition, and here only told."""
    if not valued(one):
        raise Unneeded(absent(one))
    if one.status not in DONE:
        raise InputError("a stage that is not final is not used", "status")
    if staged(one, context):
        raise Unneeded(JOINED)
    if one.focus:
        raise InputError("it stages no condition of this record", "focus")
    raise InputError("it does not say which condition it stages", "focus")


def _metastases(one: Observation, source: str, context: Context) -> Yield:
    """TNMDistantMetastasesCategory: that there are some is a fact, in the words of the highest stage."""
    value = one.value_codeable_concept
    words = "" if value is None else level_words(value, context)
    if METASTASES.fullmatch(words.rpartition(" ")[2]) is None:
        raise Unneeded(CATEGORY)
    knowledge = context.told.knowledge
    spread = next(one.highest_by for one in knowledge.scales.by_id.values() if one.highest_by)
    text = knowledge.concepts.by_id[spread].names[0]
    fact = Condition(text=text, status="unknown", verification=_sure(one), source=source)
    return Yield((fact,), (("it says that there are distant metastases, on its day", "value"),))


def _trend(one: Observation, context: Context) -> Yield:
    """CancerDiseaseStatus."""
    value = one.value_codeable_concept
    if not valued(one):
        raise Unneeded(absent(one))
    codes = () if value is None else (coding.code for coding in value.coding if coding.system in SNOMED)
    if any(context.codes.findings.get(code, ("", ""))[0] == "disease_status" for code in codes):
        raise Unneeded(TREND)
    raise InputError("what it says of the course of the disease is not known here", "value")


def _is_history(one: Observation, context: Context) -> bool:
    """Whether an Observation is the finding that it names: a past situation without a value."""
    bare = not valued(one) and one.data_absent_reason is None and not one.component and not one.has_member
    if not bare or one.code is None or not any(coding.system in SNOMED for coding in one.code.coding):
        return False
    text, _ = named(one.code, context, quietly=True)
    found = situation(text, context.told)
    return found is not None and found.said == "past"


def _history(one: Observation, source: str, context: Context) -> Yield:
    """HistoryOfMetastaticCancer: true where no value is given."""
    if one.value_boolean is False:
        raise Unneeded("it says that there was none up to its day; that there is none a person states")
    if one.data_absent_reason is not None:
        raise Unneeded(absent(one))
    if valued(one) and one.value_boolean is None:
        raise InputError("the value says neither yes nor no", "value")
    text, code = named(one.code, context, quietly=True)
    found = of_situation(text, source, context.told)
    if found is not None:
        return found
    text, code = named(one.code, context)
    fact = Condition(text=text, code=code, status="unknown", verification=_sure(one), source=source)
    return Yield((fact,), ((UNDATED, ""),))


def _comorbidities(one: Observation, source: str, context: Context) -> Yield:
    """Comorbidities and ComorbiditiesElixhauser: those present; what cannot be read leaves its mark."""
    facts: list[AnyFact] = []
    notes: list[Note] = []
    for number, part in enumerate(one.extension):
        at = f"extension[{number}]"
        if part.url.endswith(ABSENT):
            notes.append((BESIDE, at))
        elif part.url.endswith(PRESENT):
            if part.value_codeable_concept is not None:
                facts.append(_present(part.value_codeable_concept, source, context))
            elif not _on_record(part.value_reference, context):
                facts.append(Condition(text=UNREAD, status="unknown", source=source))
                notes.append(("the reference to a condition leads nowhere", at))
    for number, piece in enumerate(one.component):
        answer = "" if not valued(piece) else context.told.result(said(piece, context)) or ""
        if answer == "positive" and piece.code is not None:
            facts.append(_present(piece.code, source, context))
        elif answer == "negative":
            notes.append((BESIDE, f"component[{number}]"))
        elif valued(piece):
            facts.append(Condition(text=UNREAD, status="unknown", source=source))
            notes.append(("it says neither present nor absent", f"component[{number}]"))
    if not facts:
        raise Unneeded(f"its conditions are read themselves; {BESIDE}")
    return Yield(tuple(facts), tuple(notes))


def _on_record(reference: Reference | None, context: Context) -> bool:
    return reference is not None and id_of(reference.reference, "Condition") in context.stages


def _present(concept: Concept, source: str, context: Context) -> Condition:
    text, code = named(concept, context)
    return Condition(text=text, code=code, source=source)


def _sure(one: Observation) -> Literal["suspected"] | None:
    """A preliminary finding is a suspicion."""
    return None if one.status in DONE else "suspected"
