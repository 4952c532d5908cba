"""Reads a row of CONDITION_OCCURRENCE: a disease, sign or symptom.

An end date says that a condition is over only where nothing else explains it.
OMOP lets a source with one date write it as start and end, and claims write the
last day of the visit; "a Stop Reason does not necessarily imply that the
condition is no longer occurring".  So an end on the day of the start, on the last
day of the visit, or in a visit of which no last day is on record, leaves the
status unknown.
Source: OHDSI Common Data Model 5.4, CONDITION_OCCURRENCE, fields condition_start_date,
condition_end_date, stop_reason.
"""

from __future__ import annotations

from typing import Literal

from eligibility.core.errors import InputError
from eligibility.patient.profile import Condition
from eligibility.records.omop.cells import dated, forward
from eligibility.records.omop.context import Context
from eligibility.records.omop.tables import Row
from eligibility.records.situations import of_situation, refuse_no_disease
from eligibility.records.yielding import Note, Unneeded, Yield

Sure = Literal["confirmed", "suspected"]

SURE: dict[str, Sure] = {"32893": "confirmed", "32899": "suspected"}
"""Concepts of the domain Condition Status: confirmed, preliminary diagnosis.

Source: HL7 Vulcan FHIR to OMOP, concept map of condition-ver-status.  The others say when in a visit a
diagnosis was made, which is no measure of how sure it is.
"""

SURE_WORDS: dict[str, Sure] = {
    "confirmed": "confirmed", "confirmed diagnosis": "confirmed",
    "provisional": "suspected", "differential": "suspected", "unconfirmed": "suspected",
    "preliminary": "suspected", "preliminary diagnosis": "suspected",
}  # fmt: skip
"""HL7 condition-ver-status and the names of OMOP's concepts, as a source may write them."""

REFUTED, VOID = "refuted", "entered-in-error"
"""HL7 condition-ver-status."""


def read_condition(row: Row, source: str, context: Context) -> Yield:
    """The fact of a row.

    Raises: Unneeded when it was entered in error; InputError when it does not say what it is about.
    """
    written = row.text("condition_status_source_value").lower()
    if written == VOID:
        raise Unneeded(f"its status is {VOID}")
    about = context.about(row, "condition")
    named = context.named(about)
    if named is None:
        raise InputError(
            "neither a concept that is in CONCEPT nor a source value says what it is", "condition_concept_id"
        )
    refuse_no_disease(named.text, context.told)
    if _sure(row, written) in (None, "confirmed") and (
        found := of_situation(named.text, source, context.told)
    ) is not None:
        return found
    if not named.known:
        context.unknown(about)
    notes: list[Note] = []
    onset = dated(row, "condition_start_date", notes)
    end = dated(row, "condition_end_date", notes)
    onset, end = forward(onset, end, notes)
    doubt = "" if end is None else _doubt(row, onset, end, context)
    if doubt:
        notes.append((doubt, "condition_end_date"))
    fact = Condition(
        text=named.text, code=named.code, verification=_sure(row, written), onset=onset, source=source,
        status=None if end is None else "unknown" if doubt else "resolved", resolved=None if doubt else end,
    )  # fmt: skip
    return Yield((fact,), tuple(notes))


def _doubt(row: Row, onset: str | None, end: str, context: Context) -> str:
    """Why an end date does not say that the condition is over; empty where it does."""
    visit = row.key("visit_occurrence_id")
    if end == onset:
        return "it begins and ends on one day, as a record of one day does; whether it is over is not known"
    if visit and visit not in context.visits:
        return (
            "its visit is not on record, so its end may be that of the visit; whether it is over is not known"
        )
    if visit and context.visits[visit] == end:
        return "it ends with the visit; whether it is over is not known"
    return ""


def _sure(row: Row, written: str) -> Literal["confirmed", "suspected", "refuted"] | None:
    """How sure it is, where the row says so."""
    if written == REFUTED:
        return "refuted"
    return SURE.get(row.concept("condition_status_concept_id")) or SURE_WORDS.get(written)
