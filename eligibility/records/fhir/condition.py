"""Reads a Condition: a disease or event, or that it was looked for and is not there."""

from __future__ import annotations

from eligibility.core.errors import InputError
from eligibility.patient.profile import Code, Condition
from eligibility.patient.terms import Terms
from eligibility.records.fhir.coded import day, of_code, spellings
from eligibility.records.fhir.context import Context
from eligibility.records.fhir.shapes import Coding, Concept, Period
from eligibility.records.fhir.shapes import Condition as Resource
from eligibility.records.fhir.staging import stage_of
from eligibility.records.naming import refuse_two
from eligibility.records.situations import of_situation, refuse_no_disease
from eligibility.records.systems import RXNORM
from eligibility.records.yielding import Note, Unneeded, Yield

STATES = {
    "active": "active", "recurrence": "active", "relapse": "active",
    "inactive": "inactive", "remission": "inactive", "resolved": "resolved",
}  # fmt: skip
"""HL7 condition-clinical."""

HISTOLOGY = "/mcode-histology-morphology-behavior"
"""The extension of mCODE for what the cells of a cancer are."""

SECONDARY = "/mcode-secondary-cancer-condition"
"""The profile of mCODE for metastases."""

SURE = {
    "confirmed": "confirmed", "unconfirmed": "suspected", "provisional": "suspected",
    "differential": "suspected", "refuted": "refuted",
}  # fmt: skip
"""HL7 condition-ver-status."""


def read_condition(one: Resource, source: str, context: Context) -> Yield:
    """The fact of a Condition.

    Raises: Unneeded when it was entered in error; InputError when it cannot be used.
    """
    sure = of_code(one.verification_status)
    if sure == "entered-in-error":
        raise Unneeded("its status is entered-in-error")
    if sure and sure not in SURE:
        raise InputError("the verification status is none of FHIR's", "verificationStatus")
    text, code = named(one.code, context, quietly=True)
    refuse_no_disease(text, context.told)
    if sure in ("", "confirmed") and (found := of_situation(text, source, context.told)) is not None:
        return found
    text, code = named(one.code, context)
    _refuse_other_site(one, text, context)
    notes: list[Note] = []
    onset = _dated(one.onset_date_time, _start(one.onset_period), "onset", notes)
    ended = _dated(one.abatement_date_time, _end(one.abatement_period), "abatement", notes)
    for at, given in (("onset", one.onset_age), ("abatement", one.abatement_age)):
        if given is not None:
            notes.append(("an age in place of a date is not read", at))
    if one.body_site:
        notes.append(("the body site is not read", "bodySite"))
    if any(part.url.endswith(HISTOLOGY) for part in one.extension):
        notes.append(("the histology beside the disease is not read", "extension"))
    stage, doubt = stage_of(one, context)
    if doubt:
        notes.append((doubt, "stage"))
    state = STATES.get(of_code(one.clinical_status))
    over = ended is not None or one.abatement_boolean is True or one.abatement_string is not None
    if over and state in (None, "active"):
        if state == "active":
            notes.append(("it is called active and has ended; its state is left open", "clinicalStatus"))
        state = "unknown" if state == "active" else "resolved"
    fact = Condition(
        text=text, code=code, status=state, verification=SURE.get(sure),  # type: ignore[arg-type]
        onset=onset, resolved=ended, stage=stage, source=source,
    )  # fmt: skip
    return Yield((fact,), tuple(notes))


def named(concept: Concept | None, context: Context, *, quietly: bool = False) -> tuple[str, Code | None]:
    """The words of a concept and the code to keep beside them.

    ``quietly``: an unknown code is not counted yet; its words may still be taken apart.

    Of several spellings the first that names something known counts; of several codes the first that
    a table has.

    Raises: InputError when there are neither words nor a code, or the words name two things.
    """
    told, tables = context.told, context.told.knowledge.concepts
    if concept is None:
        raise InputError("there is no code, so what it is about is not known", "code")
    codes = [one for one in concept.coding if one.code]
    local = (context.local.name(one.system, one.code) for one in codes)
    name = next((found for found in local if found is not None), None)
    spelled = spellings(concept, told)
    refuse_two(tuple(spelled), told)
    known = next((one for one in codes if tables.coded(one.system, one.code) is not None), None)
    first = known or next(iter(codes), None)
    if known is not None and not _agrees(known, spelled, told):
        # A code of one drug beside the name of another: neither may speak for the other.
        context.unknown(known.system, known.code, next(iter(spelled), ""))
        return next(iter(spelled), known.code), None
    words = name or next((text for text in spelled if told.therapy(text) or told.named(text)), None)
    words = words or _by_display(concept, spelled, context)
    if words is None and known is None and first is not None and not quietly:
        context.unknown(first.system, first.code, first.display or next(iter(spelled), ""))
    text = words or next(iter(spelled), None) or (first.code if first is not None else "")
    if not text:
        raise InputError("the code is empty, so what it is about is not known", "code")
    if first is None or not first.system:
        return text, None
    return text, Code(first.system, first.code, first.display or None)


def _by_display(concept: Concept, spelled: list[str], context: Context) -> str | None:
    """What a code of SNOMED CT is called here, if the words beside it are those of the code, or none."""
    row = context.use_of(concept, "name")
    if row is None:
        return None
    display, _, name = row.value.partition("=")
    return name if all(text.lower() == display.lower() for text in spelled) else None


def _agrees(coding: Coding, spelled: list[str], told: Terms) -> bool:
    """Whether a code of RxNorm stands beside a name of its drug: a mistyped number is another drug."""
    if coding.system not in RXNORM or not spelled:
        return True
    concepts = told.knowledge.concepts
    found = concepts.coded(coding.system, coding.code)
    names = () if found is None else concepts.by_id[found.concept].names
    said = " ".join(spelled).lower()
    return any(name.lower() in said for name in names)


def _start(period: Period | None) -> str | None:
    return None if period is None else period.start


def _end(period: Period | None) -> str | None:
    return None if period is None else period.end


def _dated(one: str | None, other: str | None, at: str, notes: list[Note]) -> str | None:
    """The day, or nothing and a note: an entry of a list stays one without its date."""
    try:
        return day(one or other)
    except InputError as error:
        notes.append((f"{error.message}; the entry is kept without it", at))
        return None


def _refuse_other_site(one: Resource, text: str, context: Context) -> None:
    """Raises: InputError when a metastasis by its profile is coded as a disease of its own."""
    if one.meta is None or not any(SECONDARY in profile for profile in one.meta.profile):
        return
    told, concepts = context.told, context.told.knowledge.concepts
    codes = () if one.code is None else (concepts.coded(c.system, c.code) for c in one.code.coding)
    named_as = told.named(text)
    found = {coded.concept for coded in codes if coded is not None}
    found |= set() if named_as is None else {named_as.id}
    spread = {scale.highest_by for scale in told.knowledge.scales.by_id.values()}
    if any(not concepts.classes(concept) & spread for concept in found):
        raise InputError("its profile says that it is a metastasis, and its code another disease", "code")
