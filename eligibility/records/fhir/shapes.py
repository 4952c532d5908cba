"""The parts of FHIR R4 resources that facts are made of, as they stand in the JSON.

What comes in is the JSON of one resource; what goes out is its struct.  Fields
that hold a person's name, address or number are not among them, so they are
never decoded.  A field of the wrong type is refused with its JSON path.
Source: HL7 FHIR R4 (4.0.1), the resource definitions.
"""

from __future__ import annotations

import msgspec


class Shape(msgspec.Struct, frozen=True, rename="camel", gc=False):
    """A part of a resource; fields that are not named are left out."""


class Coding(Shape, frozen=True, rename="camel", gc=False):
    """A code of a terminology."""

    system: str = ""
    code: str = ""
    display: str = ""


class Concept(Shape, frozen=True, rename="camel", gc=False):
    """CodeableConcept: codes for one thing, and its words."""

    coding: tuple[Coding, ...] = ()
    text: str = ""


class Quantity(Shape, frozen=True, rename="camel", gc=False):
    """An amount with its unit, in words and as a code."""

    value: float | None = None
    comparator: str | None = None
    unit: str | None = None
    system: str | None = None
    code: str | None = None


class Limits(Shape, frozen=True, rename="camel", gc=False):
    """Range: two amounts."""

    low: Quantity | None = None
    high: Quantity | None = None


class Ratio(Shape, frozen=True, rename="camel", gc=False):
    """Two amounts, one over the other."""

    numerator: Quantity | None = None
    denominator: Quantity | None = None


class Period(Shape, frozen=True, rename="camel", gc=False):
    """From one moment to another."""

    start: str | None = None
    end: str | None = None


class Reference(Shape, frozen=True, rename="camel", gc=False):
    """Another resource; its display, which may be a name, is not read."""

    reference: str | None = None


class Usual(Shape, frozen=True, rename="camel", gc=False):
    """Observation.referenceRange."""

    low: Quantity | None = None
    high: Quantity | None = None
    type: Concept | None = None
    applies_to: tuple[Concept, ...] = ()
    age: Limits | None = None
    text: str = ""


class Valued(Shape, frozen=True, rename="camel", gc=False):
    """What an Observation and its components share: a code and a result."""

    code: Concept | None = None
    value_quantity: Quantity | None = None
    value_codeable_concept: Concept | None = None
    value_string: str | None = None
    value_boolean: bool | None = None
    value_integer: int | None = None
    value_range: Limits | None = None
    value_ratio: Ratio | None = None
    value_date_time: str | None = None
    data_absent_reason: Concept | None = None
    interpretation: tuple[Concept, ...] = ()
    reference_range: tuple[Usual, ...] = ()


class Observation(Valued, frozen=True, rename="camel", gc=False):
    """A measurement or finding."""

    id: str = ""
    status: str = ""
    focus: tuple[Reference, ...] = ()
    has_member: tuple[Reference, ...] = ()
    extension: tuple[Extension, ...] = ()
    effective_date_time: str | None = None
    effective_period: Period | None = None
    effective_instant: str | None = None
    issued: str | None = None
    method: Concept | None = None
    specimen: Reference | None = None
    body_site: Concept | None = None
    component: tuple[Valued, ...] = ()


class Evidence(Shape, frozen=True, rename="camel", gc=False):
    """Condition.evidence: what showed it."""

    code: tuple[Concept, ...] = ()


class Stage(Shape, frozen=True, rename="camel", gc=False):
    """Condition.stage."""

    summary: Concept | None = None
    assessment: tuple[Reference, ...] = ()


class Condition(Shape, frozen=True, rename="camel", gc=False):
    """A disease or event."""

    id: str = ""
    meta: Meta | None = None
    extension: tuple[Extension, ...] = ()
    clinical_status: Concept | None = None
    verification_status: Concept | None = None
    code: Concept | None = None
    severity: Concept | None = None
    onset_date_time: str | None = None
    onset_period: Period | None = None
    onset_age: Quantity | None = None
    onset_string: str | None = None
    abatement_date_time: str | None = None
    abatement_period: Period | None = None
    abatement_age: Quantity | None = None
    abatement_string: str | None = None
    abatement_boolean: bool | None = None
    body_site: tuple[Concept, ...] = ()
    stage: tuple[Stage, ...] = ()
    evidence: tuple[Evidence, ...] = ()


class Procedure(Shape, frozen=True, rename="camel", gc=False):
    """Something done to the patient."""

    status: str = ""
    code: Concept | None = None
    performed_date_time: str | None = None
    performed_period: Period | None = None
    body_site: tuple[Concept, ...] = ()
    status_reason: Concept | None = None
    outcome: Concept | None = None
    extension: tuple[Extension, ...] = ()


class Medicated(Shape, frozen=True, rename="camel", gc=False):
    """MedicationRequest, MedicationStatement, MedicationAdministration and MedicationDispense."""

    status: str = ""
    status_reason: Concept | tuple[Concept, ...] | None = None
    extension: tuple[Extension, ...] = ()
    intent: str = ""
    do_not_perform: bool = False
    medication_codeable_concept: Concept | None = None
    medication_reference: Reference | None = None
    contained: tuple[msgspec.Raw, ...] = ()
    authored_on: str | None = None
    effective_date_time: str | None = None
    effective_period: Period | None = None
    when_handed_over: str | None = None


class Medication(Shape, frozen=True, rename="camel", gc=False):
    """A drug that others refer to."""

    id: str = ""
    code: Concept | None = None


class Immunization(Shape, frozen=True, rename="camel", gc=False):
    """A vaccination."""

    status: str = ""
    vaccine_code: Concept | None = None
    occurrence_date_time: str | None = None


class Reaction(Shape, frozen=True, rename="camel", gc=False):
    """AllergyIntolerance.reaction."""

    manifestation: tuple[Concept, ...] = ()


class Allergy(Shape, frozen=True, rename="camel", gc=False):
    """AllergyIntolerance."""

    clinical_status: Concept | None = None
    verification_status: Concept | None = None
    code: Concept | None = None
    onset_date_time: str | None = None
    recorded_date: str | None = None
    reaction: tuple[Reaction, ...] = ()


class Specimen(Shape, frozen=True, rename="camel", gc=False):
    """What was taken of the patient."""

    type: Concept | None = None


class Report(Shape, frozen=True, rename="camel", gc=False):
    """DiagnosticReport: its results are Observations of their own."""

    status: str = ""
    result: tuple[Reference, ...] = ()
    conclusion: str = ""


class Extension(Shape, frozen=True, rename="camel", gc=False):
    """What a profile adds to a resource."""

    url: str = ""
    value_code: str | None = None
    value_codeable_concept: Concept | None = None
    value_reference: Reference | None = None


class Patient(Shape, frozen=True, rename="camel", gc=False):
    """Of a person only what criteria ask for."""

    gender: str | None = None
    birth_date: str | None = None
    deceased_boolean: bool | None = None
    deceased_date_time: str | None = None
    extension: tuple[Extension, ...] = ()


class Meta(Shape, frozen=True, rename="camel", gc=False):
    """Which version of a resource this is, and the profiles that it follows."""

    last_updated: str = ""
    profile: tuple[str, ...] = ()


class Header(Shape, frozen=True, rename="camel", gc=False):
    """What says whose a resource is."""

    resource_type: str = ""
    id: str = ""
    subject: Reference | None = None
    patient: Reference | None = None


class Identity(Shape, frozen=True, rename="camel", gc=False):
    """What tells versions of one resource apart."""

    id: str = ""
    meta: Meta | None = None


class Request(Shape, frozen=True, rename="camel", gc=False):
    """Bundle.entry.request."""

    method: str = ""


class Entry(Shape, frozen=True, rename="camel", gc=False):
    """Bundle.entry; the resource is left as its text."""

    full_url: str = ""
    resource: msgspec.Raw = msgspec.Raw()
    request: Request | None = None


class Bundle(Shape, frozen=True, rename="camel", gc=False):
    """A container of resources."""

    resource_type: str = ""
    entry: tuple[Entry, ...] = ()
