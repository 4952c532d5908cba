"""The profile: the dated facts of one candidate, as JSON.

These structs are the format.  Dates are ``YYYY-MM-DD``, ``YYYY-MM`` or
``YYYY``.  Unknown fields are refused.  Nothing is required but ``id``: what is
not said is unknown.
"""

from __future__ import annotations

from typing import Literal

import msgspec

Sex = Literal["female", "male", "other"]
Phase = Literal["diagnosis", "remission", "relapse"]
Ending = Literal["completed", "stopped for toxicity", "stopped for relapse", "refused", "other"]
Comparator = Literal["<", "<=", ">", ">="]


class Fact(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What every fact may carry: ``source``, where in the record it stands."""

    source: str | None = None


class Age(Fact, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """An age as recorded on a date, in place of a birth date."""

    value: float
    unit: Literal["years", "months", "weeks", "days"]
    date: str


class Code(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A code of a terminology: LOINC for a measurement, ICD-10-CM for a condition, RxNorm for a drug.

    ``display``: what the record calls it; nothing is read from it.
    """

    system: str
    code: str
    display: str | None = None


class ReferenceRange(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Limits that the laboratory gave with a value; ``unit`` defaults to the value's.

    ``kind`` normal, unless it says otherwise: critical and therapeutic ranges are no limits of normal.
    """

    low: float | None = None
    high: float | None = None
    unit: str | None = None
    kind: Literal["normal", "critical", "therapeutic", "other"] | None = None


class Measurement(Fact, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A measured value: a number with its unit, or a coded result (``M2``, ``positive``).

    ``predicted``: what is predicted for the candidate, in ``unit``.  ``baseline``: the value that later
    ones are compared with.  ``provisional``: not the laboratory's last word; it makes no lasting fail.
    """

    code: str | Code
    value: float | str
    unit: str | None = None
    date: str | None = None
    comparator: Comparator | None = None
    precision: float | None = None
    method: str | None = None
    specimen: str | None = None
    specimen_date: str | None = None
    disease_phase: Phase | None = None
    reference_range: ReferenceRange | tuple[ReferenceRange, ...] | None = None
    predicted: float | None = None
    baseline: bool = False
    provisional: bool = False


class Timing(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """When a fact arose, seen from another event of the record: during asparaginase."""

    relation: Literal["before", "during", "after"]
    event: str


class Condition(Fact, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A disease or event.  ``course`` is how the record puts its state: "progressing on treatment".

    ``grade``, ``stage``: how severe, differentiated or advanced it is, with the scale if not the usual.
    """

    text: str
    code: Code | None = None
    status: Literal["active", "resolved", "inactive", "unknown"] | None = None
    verification: Literal["confirmed", "suspected", "refuted"] | None = None
    onset: str | None = None
    resolved: str | None = None
    course: str | None = None
    grade: str | int | None = None
    stage: str | int | None = None
    timing: tuple[Timing, ...] = ()


class Treatment(Fact, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A drug, procedure or other therapy.

    ``status`` not given: not so far; declined: neither given nor to be given.
    ``outcome`` is how the record puts what happened: "tolerated", "no reaction".
    ``timing`` says when, seen from another event ("end of induction therapy").
    """

    text: str
    code: Code | None = None
    kind: Literal["drug", "procedure", "radiotherapy", "cell therapy", "other"] | None = None
    status: Literal["planned", "given", "ongoing", "not given", "declined"]
    start: str | None = None
    end: str | None = None
    outcome: str | None = None
    timing: str | None = None


class Genomic(Fact, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A cytogenetic, molecular or immunophenotypic result.

    ``target``: the alteration or antigen it speaks of ("BCR::ABL1", "CD22").  ``genes``: what a panel
    covers.  ``result``: a word (positive, detected, negative, not detected, pending, failed, not
    tested ...) or the laboratory's notation or text.  ``provisional``: as of a measurement.
    """

    assay: str
    result: str
    target: str | None = None
    genes: tuple[str, ...] = ()
    date: str | None = None
    disease_phase: Phase | None = None
    specimen: str | None = None
    provisional: bool = False


class Allergy(Fact, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A hypersensitivity to a substance, or its refutation."""

    text: str
    code: Code | None = None
    status: Literal["confirmed", "suspected", "refuted"] | None = None
    date: str | None = None
    reaction: str | None = None


class Statement(Fact, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What someone states of the candidate as a whole: no prior allogeneic HSCT.

    ``other``: the statement is about anything of that kind beyond the facts recorded here.
    """

    concept: str
    present: bool
    by: str
    date: str | None = None
    other: bool = False


class CompleteList(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"from_": "from"}):
    """A declaration of the owner of the data that a list is complete between two dates."""

    list: Literal["conditions", "treatments", "allergies"]
    from_: str
    to: str
    declared_by: str


class Answer(Fact, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A person's answer to an open question, signed."""

    question: str
    answer: Literal["yes", "no"]
    by: str
    date: str


class Relapse(Fact, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One relapse of the disease."""

    number: int | None = None
    date: str | None = None
    sites: tuple[str, ...] = ()
    confirmed_by: str | None = None


class Disease(Fact, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The disease that the trial is about, and its course.

    ``relapses`` lists those on record; ``primary_therapy_ongoing``: had not ended at the last relapse.
    ``ended_as``: how the primary therapy ended.  ``grade``, ``stage``: as of a condition.
    """

    diagnosis: str
    lineage: str | None = None
    diagnosed: str | None = None
    relapses: tuple[Relapse, ...] = ()
    primary_therapy_end: str | None = None
    primary_therapy_ongoing: bool | None = None
    ended_as: Ending | None = None
    grade: str | int | None = None
    stage: str | int | None = None


class Profile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All that is known of one candidate.  No names, no addresses."""

    id: str
    as_of: str | None = None
    sex: Sex | None = None
    birth_date: str | None = None
    age: Age | None = None
    died: str | None = None
    disease: Disease | None = None
    measurements: tuple[Measurement, ...] = ()
    conditions: tuple[Condition, ...] = ()
    treatments: tuple[Treatment, ...] = ()
    genomics: tuple[Genomic, ...] = ()
    allergies: tuple[Allergy, ...] = ()
    statements: tuple[Statement, ...] = ()
    complete: tuple[CompleteList, ...] = ()
    answers: tuple[Answer, ...] = ()
    anchors: dict[str, str] = {}
