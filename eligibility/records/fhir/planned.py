"""Reads a ServiceRequest: what is planned, and when, seen from another event of the treatment.

An order of an examination is no treatment, and of what was done the Procedure
tells: only a plan that names a treatment is a fact.
"""

from __future__ import annotations

import msgspec

from eligibility.core.errors import InputError
from eligibility.patient.profile import Treatment
from eligibility.records.fhir.coded import day, spellings
from eligibility.records.fhir.condition import named
from eligibility.records.fhir.context import Context
from eligibility.records.fhir.shapes import Concept, Period
from eligibility.records.yielding import Note, Unneeded, Yield

STANDING = frozenset({"active", "draft", "on-hold"})
"""HL7 request-status of what may still come; what is completed, the Procedure tells."""


class Timing(msgspec.Struct, frozen=True, rename="camel", gc=False):
    """When something is to be done, in words."""

    code: Concept | None = None


class ServiceRequest(msgspec.Struct, frozen=True, rename="camel", gc=False):
    """A request that something be done."""

    status: str = ""
    do_not_perform: bool = False
    code: Concept | None = None
    occurrence_date_time: str | None = None
    occurrence_period: Period | None = None
    occurrence_timing: Timing | None = None


def read_service_request(one: ServiceRequest, source: str, context: Context) -> Yield:
    """The treatment that is planned.

    Raises: Unneeded when it is no plan of a treatment.
    """
    if one.status not in STANDING:
        raise Unneeded(f"its status is {one.status or 'missing'}; what was done is read itself")
    told = context.told
    if one.do_not_perform or one.code is None:
        raise Unneeded("it plans nothing that criteria ask for")
    if not any(told.therapy(text) is not None for text in spellings(one.code, told)):
        raise Unneeded("an order of what is no treatment known here")
    text, code = named(one.code, context)
    notes: list[Note] = []
    start = None
    try:
        period = one.occurrence_period or Period()
        start = day(one.occurrence_date_time or period.start)
    except InputError as error:
        notes.append((f"{error.message}; the entry is kept without it", "occurrence"))
    timing = one.occurrence_timing
    words = None if timing is None or timing.code is None else next(iter(spellings(timing.code, told)), None)
    fact = Treatment(
        text=text, code=code, kind="procedure", status="planned", start=start, timing=words, source=source
    )
    return Yield((fact,), tuple(notes))
