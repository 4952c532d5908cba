"""Grounds conditions, treatments, allergies and statements.

What comes in is a fact of the profile and its path; what goes out is the fact
of the record.  A condition is named by its whole text; a treatment or allergy
may carry a dose, a grade or a year.  A code counts beside the words.  Words
without a row stay as they are.
"""

from __future__ import annotations

from typing import Literal, cast

from eligibility.knowledge.concepts import STATES, THERAPIES
from eligibility.patient.ground_coded import meant
from eligibility.patient.profile import Allergy, Condition, Statement, Timing, Treatment
from eligibility.patient.record import FactTiming, Had, Hypersensitive, Stated, Treated
from eligibility.patient.terms import Terms, as_text, date_of


def ground_condition(path: str, fact: Condition, told: Terms) -> Had:
    """A condition as a fact of the record."""
    found = meant(told.named(fact.text), fact.code, STATES, told)
    control = None if fact.course is None else told.control(fact.course)
    return Had(
        path=path, source=fact.source, text=fact.text, concept=found.concept, beyond=found.beyond,
        clash=found.clash, status=fact.status, verification=fact.verification, onset=date_of(fact.onset),
        resolved=date_of(fact.resolved), course=fact.course,
        control=cast(Literal["controlled", "uncontrolled"] | None, control),
        grade=as_text(fact.grade), stage=as_text(fact.stage),
        timing=tuple(_timing(timing, told) for timing in fact.timing),
    )  # fmt: skip


def _timing(timing: Timing, told: Terms) -> FactTiming:
    found = told.therapy(timing.event) or told.named(timing.event)
    return FactTiming(timing.relation, None if found is None else found.id, timing.event)


def ground_treatment(path: str, fact: Treatment, told: Terms) -> Treated:
    """A treatment as a fact of the record."""
    found = meant(told.therapy(fact.text), fact.code, THERAPIES, told)
    return Treated(
        path=path, source=fact.source, text=fact.text, concept=found.concept, beyond=found.beyond,
        clash=found.clash, status=fact.status, start=date_of(fact.start), end=date_of(fact.end),
        outcome=fact.outcome,
        tolerated=fact.outcome is not None and told.tolerated(fact.outcome), timing_text=fact.timing,
    )  # fmt: skip


def ground_allergy(path: str, fact: Allergy, told: Terms) -> Hypersensitive:
    """An allergy, or its refutation, as a fact of the record."""
    found = meant(told.therapy(fact.text), fact.code, THERAPIES, told)
    return Hypersensitive(
        path=path, source=fact.source, text=fact.text, concept=found.concept, beyond=found.beyond,
        clash=found.clash, status=fact.status or "confirmed", date=date_of(fact.date),
    )  # fmt: skip


def ground_statement(path: str, fact: Statement, told: Terms) -> Stated:
    """A statement as a fact of the record."""
    found = told.stated(fact.concept)
    # "No active infection" says nothing of earlier ones.
    active = None if found is not None else told.active(fact.concept)
    if active is not None:
        found = told.stated(active)
    return Stated(
        path=path, source=fact.source, text=fact.concept, concept=None if found is None else found.id,
        present=fact.present, other=fact.other, active=active is not None, by=fact.by,
        date=date_of(fact.date),
    )  # fmt: skip
