"""Reads treatments: procedures, vaccinations, and medication as ordered, stated, given or dispensed.

What comes in is a resource; what goes out is a treatment with its status.  That
something was not done is a fact as well.  Of an order that was put aside it is
open whether it was ever followed: it counts as planned.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from eligibility.core.errors import InputError
from eligibility.patient.profile import Code, Treatment
from eligibility.records.drug_names import ingredients, known_drug
from eligibility.records.fhir.coded import day, spellings
from eligibility.records.fhir.condition import named
from eligibility.records.fhir.context import Context
from eligibility.records.fhir.shapes import (
    Concept,
    Extension,
    Immunization,
    Medicated,
    Medication,
    Period,
    Procedure,
)
from eligibility.records.systems import RXNORM
from eligibility.records.yielding import Note, Unneeded, Yield

VOID = "entered-in-error"

Status = Literal["planned", "given", "ongoing", "not given", "declined"]
Kind = Literal["drug", "procedure"]

PERFORMED: dict[str, Status] = {
    "completed": "given", "in-progress": "ongoing", "preparation": "planned", "not-done": "not given",
}  # fmt: skip
"""HL7 event-status of a Procedure and of an Immunization."""

UNFINISHED = frozenset({"stopped", "on-hold"})

ORDERED: dict[str, Status] = {
    "active": "ongoing", "completed": "given", "stopped": "given", "on-hold": "planned", "draft": "planned",
}  # fmt: skip
"""HL7 medicationrequest-status.  "Stopped" means that it was no longer followed, "completed" that it was."""

STATED: dict[str, Status] = {
    "active": "ongoing", "completed": "given", "stopped": "given", "on-hold": "given",
    "intended": "planned", "not-taken": "not given",
}  # fmt: skip
"""HL7 medication-statement-status."""

ADMINISTERED: dict[str, Status] = {
    "in-progress": "ongoing", "completed": "given", "stopped": "given", "on-hold": "given",
    "not-done": "not given",
}  # fmt: skip
"""HL7 medication-admin-status."""

DISPENSED: dict[str, Status] = {
    "completed": "given", "in-progress": "planned", "preparation": "planned", "on-hold": "planned",
    "stopped": "planned",
}  # fmt: skip
"""HL7 medicationdispense-status; what was handed over counts as given."""

BY_KIND = {
    "MedicationRequest": ORDERED, "MedicationStatement": STATED,
    "MedicationAdministration": ADMINISTERED, "MedicationDispense": DISPENSED,
}  # fmt: skip
NOT_TAKEN_PLACE = {
    "MedicationRequest": ("cancelled",),
    "MedicationDispense": ("cancelled", "declined"),
}
"""States that say no more than that this order or supply came to nothing."""

INTENDED = frozenset({"proposal", "plan", "option"})
"""HL7 medicationrequest-intent: what is only proposed is planned.  What does not say is, too."""

RADIATION = "/mcode-radiotherapy-"
TERMINATION = "termination-reason"
"""Extensions of mCODE; the second has had another beginning."""

_MEDICATION = msgspec.json.Decoder(Medication)


def read_procedure(one: Procedure, source: str, context: Context) -> Yield:
    """The fact of a Procedure.

    Raises: Unneeded when it was entered in error; InputError when it cannot be used.
    """
    if one.status in UNFINISHED:
        raise InputError("it was begun and not finished; whether it counts only a person can say", "status")
    status = _status(one.status, PERFORMED)
    text, code = named(one.code, context)
    period = one.performed_period or Period()
    notes: list[Note] = []
    start = _dated(one.performed_date_time or period.start, "performed", notes)
    end = _dated(one.performed_date_time or period.end, "performed", notes)
    ending = one.outcome or one.status_reason or _termination(one.extension)
    outcome = None if ending is None else next(iter(spellings(ending, context.told)), None)
    if one.body_site:
        notes.append(("the body site is not read", "bodySite"))
    if any(RADIATION in part.url for part in one.extension):
        notes.append(("the dose, the volume and the technique are not read", "extension"))
    fact = _treatment(text, code, "procedure", status, start, end, source, outcome)
    return Yield((fact,), tuple(notes))


def read_immunization(one: Immunization, source: str, context: Context) -> Yield:
    """The fact of a vaccination.

    Raises: Unneeded when it was entered in error; InputError when it cannot be used.
    """
    status = _status(one.status, PERFORMED)
    text, code = named(one.vaccine_code, context)
    notes: list[Note] = []
    given = _dated(one.occurrence_date_time, "occurrence", notes)
    return Yield((_treatment(text, code, "drug", status, given, given, source, None),), tuple(notes))


def read_medication(one: Medicated, kind: str, source: str, context: Context) -> Yield:
    """The facts of a medication resource: one for each drug of a product.

    Raises: Unneeded when it says that nothing was given; InputError when it cannot be used.
    """
    if one.status in NOT_TAKEN_PLACE.get(kind, ()):
        raise Unneeded(f"its status is {one.status}")
    if one.do_not_perform:
        raise Unneeded("it says that something is not to be given")
    status: Status = _status(one.status, BY_KIND[kind])
    if one.intent in INTENDED or (kind == "MedicationRequest" and not one.intent):
        status = "planned"
    drug = _drug(one, context)
    text, code = named(drug, context, quietly=True)
    names = _ingredients(text, drug, context)
    if names == [text] and context.told.therapy(text) is None:
        named(drug, context)
    notes: list[Note] = []
    period = one.effective_period or Period()
    begun = one.effective_date_time or period.start or one.authored_on or one.when_handed_over
    start = _dated(begun, "start", notes)
    end = _dated(period.end or one.effective_date_time, "end", notes)
    reasons = one.status_reason if isinstance(one.status_reason, tuple) else (one.status_reason,)
    ending = next(filter(None, reasons), None) or _termination(one.extension)
    outcome = None if ending is None else next(iter(spellings(ending, context.told)), None)
    facts = [
        _treatment(name, code if len(names) == 1 else None, "drug", status, start, end, source, outcome)
        for name in names
    ]
    return Yield(tuple(facts), tuple(notes))


def _termination(extensions: tuple[Extension, ...]) -> Concept | None:
    """Why a treatment ended, by mCODE."""
    found = (one.value_codeable_concept for one in extensions if one.url.endswith(TERMINATION))
    return next(found, None)


def _status(written: str, meant: dict[str, Status]) -> Status:
    if written == VOID:
        raise Unneeded(f"its status is {VOID}")
    if written not in meant:
        raise InputError("the status does not say whether it was given", "status")
    return meant[written]


def _drug(one: Medicated, context: Context) -> Concept | None:
    """The drug, from the resource itself or from the Medication that it refers to."""
    if one.medication_codeable_concept is not None:
        return one.medication_codeable_concept
    if one.medication_reference is None:
        return None
    reference = one.medication_reference.reference or ""
    if reference.startswith("#"):
        inside = (_medication(bytes(raw)) for raw in one.contained)
        found = next((drug for drug in inside if drug is not None and drug.id == reference[1:]), None)
    else:
        content = context.fetch(reference)
        found = None if content is None else _medication(content)
    if found is None:
        raise InputError("the reference to the drug leads nowhere", "medicationReference")
    return found.code


def _medication(content: bytes) -> Medication | None:
    try:
        return _MEDICATION.decode(content)
    except msgspec.DecodeError:
        return None


def _ingredients(text: str, drug: Concept | None, context: Context) -> list[str]:
    """The drugs of a product that RxNorm names by ingredient and strength; else its name as it stands."""
    told = context.told
    plain = known_drug(text, told)
    if plain is not None or drug is None:
        return [plain or text]
    for coding in drug.coding:
        if coding.system in RXNORM and coding.display:
            found = ingredients(coding.display) or [coding.display]
            known = [known_drug(name, told) for name in found]
            if any(known):
                return [name or written for name, written in zip(known, found, strict=True)]
    return [text]


def _dated(text: str | None, at: str, notes: list[Note]) -> str | None:
    """The day, or nothing and a note: an entry of a list stays one without its date."""
    try:
        return day(text)
    except InputError as error:
        note = (f"{error.message}; the entry is kept without it", at)
        if note not in notes:
            notes.append(note)
        return None


def _treatment(
    text: str, code: Code | None, kind: Kind, status: Status, start: str | None, end: str | None,
    source: str, outcome: str | None,
) -> Treatment:  # fmt: skip
    """A treatment; one that runs and has an end is given until then."""
    state: Status = "given" if status == "ongoing" and end is not None else status
    return Treatment(
        text=text, code=code, kind=kind, status=state, start=start, end=end, outcome=outcome, source=source
    )
