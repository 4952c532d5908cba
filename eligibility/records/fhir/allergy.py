"""Reads an AllergyIntolerance: a hypersensitivity, or its refutation.

"No known allergy" is no fact about a substance and no complete list: that a list
is complete its owner declares.
"""

from __future__ import annotations

from eligibility.core.errors import InputError
from eligibility.patient.profile import Allergy
from eligibility.records.fhir.coded import day, of_code, spellings
from eligibility.records.fhir.condition import named
from eligibility.records.fhir.context import Context
from eligibility.records.fhir.shapes import Allergy as Resource
from eligibility.records.fhir.shapes import Concept
from eligibility.records.systems import SNOMED
from eligibility.records.yielding import Note, Unneeded, Yield

SURE = {"confirmed": "confirmed", "unconfirmed": "suspected", "presumed": "suspected", "refuted": "refuted"}
"""HL7 allergyintolerance-verification."""

OVER = frozenset({"resolved", "inactive"})
"""HL7 allergyintolerance-clinical: whether it would come again is open."""


def read_allergy(one: Resource, source: str, context: Context) -> Yield:
    """The fact of an AllergyIntolerance.

    Raises: Unneeded when it names no substance; InputError when it cannot be used.
    """
    sure = of_code(one.verification_status)
    if sure == "entered-in-error":
        raise Unneeded("its status is entered-in-error")
    if sure and sure not in SURE:
        raise InputError("the verification status is none of FHIR's", "verificationStatus")
    if one.code is not None and _none_known(one.code, context):
        raise Unneeded("it says that no allergy is known; that the list is complete its owner declares")
    text, code = named(one.code, context)
    notes: list[Note] = []
    status = SURE.get(sure)
    if status != "refuted" and of_code(one.clinical_status) in OVER:
        status = "suspected"
        notes.append(("it is called over; it counts as suspected", "clinicalStatus"))
    try:
        noticed = day(one.onset_date_time)
    except InputError as error:
        noticed = None
        notes.append((f"{error.message}; the entry is kept without it", "onset"))
    words = [
        next(iter(spellings(sign, context.told)), "") for part in one.reaction for sign in part.manifestation
    ]
    reaction = ", ".join(filter(None, words)) or None
    return Yield(
        (Allergy(text=text, code=code, status=status, date=noticed, reaction=reaction, source=source),),  # type: ignore[arg-type]
        tuple(notes),
    )


def _none_known(concept: Concept, context: Context) -> bool:
    findings = context.codes.findings
    coded = (findings.get(one.code, ("", ""))[0] for one in concept.coding if one.system in SNOMED)
    if "no_allergy" in coded:
        return True
    return any(context.told.listed("no_allergy", text) for text in spellings(concept, context.told))
