"""Grounds the course of the trial's disease: diagnosis, lineage, relapses, end of primary therapy."""

from __future__ import annotations

import datetime as dt

from eligibility.core.dates import PartialDate
from eligibility.knowledge.concepts import Concept, Relation
from eligibility.patient.profile import Disease, Relapse
from eligibility.patient.record import Course, Relapsed
from eligibility.patient.terms import Terms, as_text, date_of

Aside = list[tuple[str, str]]
"""Facts set aside: the path of each, and why."""


def ground_disease(path: str, fact: Disease, day: dt.date, aside: Aside, told: Terms) -> Course:
    """The course as a fact of the record; what is dated after the day is listed in ``aside``."""
    relapses = []
    for number, relapse in enumerate(fact.relapses):
        grounded = _relapse(f"{path}.relapses[{number}]", relapse, told)
        if not is_later(grounded.date, day, grounded.path, aside):
            relapses.append(grounded)
    return Course(
        path=path, source=fact.source, text=_text(fact), concept=_concept(fact, told),
        diagnosed=not_later(fact.diagnosed, day, f"{path}.diagnosed", aside), relapses=tuple(relapses),
        primary_therapy_end=not_later(fact.primary_therapy_end, day, f"{path}.primary_therapy_end", aside),
        primary_therapy_ongoing=fact.primary_therapy_ongoing, ended_as=fact.ended_as,
        grade=as_text(fact.grade), stage=as_text(fact.stage),
    )  # fmt: skip


def is_later(date: PartialDate | None, day: dt.date, path: str, aside: Aside) -> bool:
    """Whether something lies after the day for certain; it is then listed in ``aside``."""
    if date is None or date.first <= day:
        return False
    aside.append((path, f"dated {date}, after {day}"))
    return True


def not_later(text: str | None, day: dt.date, path: str, aside: Aside) -> PartialDate | None:
    """A date of the profile, unless it lies after the day; it is then listed in ``aside``."""
    date = date_of(text)
    return None if is_later(date, day, path, aside) else date


def _text(fact: Disease) -> str:
    return fact.diagnosis if fact.lineage is None else f"{fact.lineage} {fact.diagnosis}"


def _concept(fact: Disease, told: Terms) -> str | None:
    """The most specific concept that diagnosis and lineage give together.

    Where they contradict each other ("T-ALL" of lineage "B-precursor") it is
    the class that both share, which leaves the lineage open.
    """
    plain = told.named(fact.diagnosis)
    lineage = None if fact.lineage is None else _of_lineage(fact.lineage, fact.diagnosis, plain, told)
    if lineage is None or plain is None:
        found = lineage or plain
        return None if found is None else found.id
    concepts = told.knowledge.concepts
    if concepts.relation(plain.id, lineage.id) is Relation.IS:
        return plain.id
    if concepts.relation(lineage.id, plain.id) is Relation.IS:
        return lineage.id
    shared = concepts.classes(plain.id) & concepts.classes(lineage.id)
    return max(shared, key=lambda key: (len(concepts.classes(key)), key), default=None)


def _of_lineage(lineage: str, diagnosis: str, plain: Concept | None, told: Terms) -> Concept | None:
    """The disease of a lineage: "B-precursor" and "ALL" are B-precursor ALL."""
    above = () if plain is None else told.knowledge.concepts.classes(plain.id)
    by_id = told.knowledge.concepts.by_id
    diagnoses = [diagnosis, *(name for key in sorted(above) for name in by_id[key].names)]
    spelled = told.listed("lineage", lineage) or lineage
    for name in diagnoses:
        found = told.named(f"{spelled} {name}")
        if found is not None:
            return found
    itself = told.named(lineage)
    return itself if itself is not None and itself.kind == "condition" else None


def _relapse(path: str, fact: Relapse, told: Terms) -> Relapsed:
    sites = []
    for words in fact.sites:
        site = told.named(words)
        sites.append((None if site is None else site.id, words))
    method = None if fact.confirmed_by is None else told.named(fact.confirmed_by)
    return Relapsed(
        path=path, source=fact.source, number=fact.number, date=date_of(fact.date), sites=tuple(sites),
        confirmed_by=fact.confirmed_by, confirmed_method=None if method is None else method.id,
    )  # fmt: skip
