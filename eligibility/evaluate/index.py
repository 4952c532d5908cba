"""The record's facts by concept, quantity and wording: built once, before any node is asked.

What comes in is a record; what goes out are the few facts that a leaf has to
look at.  Nothing here decides.
"""

from __future__ import annotations

import datetime as dt
import functools
from collections import defaultdict
from collections.abc import Iterable

import msgspec

from eligibility.core.dates import PartialDate
from eligibility.knowledge.concepts import Concepts, Relation
from eligibility.knowledge.load import Knowledge
from eligibility.knowledge.wording import even
from eligibility.patient.record import (
    Complete,
    Course,
    Had,
    Hypersensitive,
    Measured,
    Record,
    Relapsed,
    Stated,
    Tested,
    Treated,
)

Listed = Had | Treated | Hypersensitive

evened = functools.lru_cache(maxsize=1 << 14)(even)
"""``even`` with memory: the same few phrases are asked of every candidate."""


class Kin(msgspec.Struct, frozen=True):
    """The concepts that say something of one concept, by how they stand to it."""

    proves: frozenset[str]
    may: frozenset[str]
    refutes: frozenset[str]
    classes: frozenset[str]
    every: frozenset[str]


@functools.lru_cache(maxsize=1 << 12)
def kin(concepts: Concepts, asked: str) -> Kin:
    """Every recorded concept that would speak of ``asked``, and the classes above it."""
    found: dict[Relation, set[str]] = {relation: set() for relation in Relation}
    found[Relation.IS].add(asked)
    for recorded in concepts.speaking_of(asked):
        found[concepts.relation(recorded, asked)].add(recorded)
    proves, may, refutes = (frozenset(found[r]) for r in (Relation.IS, Relation.MAY, Relation.REFUTES))
    classes = concepts.classes(asked)
    return Kin(proves, may, refutes, classes, proves | may | refutes | classes)


@functools.lru_cache(maxsize=1 << 12)
def kin_beside(concepts: Concepts, named: tuple[str, ...]) -> Kin:
    """Every recorded concept that would speak of the first one beside the others, which are excepted.

    "Malignancy other than basal cell carcinoma": melanoma is one, skin cancer may be one.
    """
    asked, *excepted = named
    whole, out = kin(concepts, asked), [kin(concepts, one) for one in excepted]
    taken_out = frozenset[str]().union(*(one.proves for one in out))
    doubtful = frozenset[str]().union(*(one.may for one in out))
    proves = whole.proves - taken_out - doubtful
    may = (whole.proves | whole.may) - taken_out - proves
    return Kin(proves, may, whole.refutes, whole.classes, proves | may | whole.refutes | whole.classes)


class Listing:
    """One list of the record: its facts by concept, those not wholly known, and where it is complete.

    ``ungrounded``: without a concept, or with a code that says more than its concept; each may be anything.
    """

    def __init__(self, facts: Iterable[Listed], complete: Iterable[Complete]) -> None:
        self.by_concept: dict[str, list[Listed]] = defaultdict(list)
        self.by_text: dict[str, list[Listed]] = defaultdict(list)
        self.ungrounded: list[Listed] = []
        self.all = tuple(facts)
        for fact in self.all:
            self.by_text[evened(fact.text)].append(fact)
            if fact.concept is None or fact.beyond:
                self.ungrounded.append(fact)
            if fact.concept is not None:
                self.by_concept[fact.concept].append(fact)
        self.complete = _merged(complete)

    def of(self, concepts: frozenset[str]) -> list[Listed]:
        """The facts whose concept is one of these, in the order of the record."""
        if concepts.isdisjoint(self.by_concept):
            return []
        keys = self.by_concept.keys() & concepts
        if len(keys) == 1:
            return self.by_concept[next(iter(keys))]
        return sorted((fact for key in keys for fact in self.by_concept[key]), key=_place)


class Index:
    """A record ready to be asked."""

    def __init__(self, record: Record, knowledge: Knowledge, as_of: dt.date) -> None:
        self.record = record
        self.conditions = Listing(_conditions(record), (c for c in record.complete if c.list == "conditions"))
        self.treatments = Listing(record.treated, (c for c in record.complete if c.list == "treatments"))
        self.allergies = Listing(record.hypersensitive, (c for c in record.complete if c.list == "allergies"))
        self.stated: dict[str, list[Stated]] = defaultdict(list)
        self.stated_text: dict[str, list[Stated]] = defaultdict(list)
        for fact in record.stated:
            self.stated_text[evened(fact.text)].append(fact)
            if fact.concept is not None:
                self.stated[fact.concept].append(fact)
        lists = (self.conditions, self.treatments, self.allergies)
        self.mentioned = frozenset(self.stated).union(*(listing.by_concept for listing in lists))
        self.measured = record.by_quantity or _grouped(record.measured)
        self.tested: dict[str, list[Tested]] = defaultdict(list)
        self.untargeted: list[Tested] = []
        for result in record.tested:
            for alteration in result.alterations:
                self.tested[alteration].append(result)
            if not result.alterations:
                self.untargeted.append(result)
        self.relapse = _latest_relapse(record.course)
        self.history_from = None if record.birth is None else record.birth.last

    def statements(self, concepts: frozenset[str]) -> list[Stated]:
        """The statements on one of these concepts, in the order of the record."""
        if concepts.isdisjoint(self.stated):
            return []
        keys = self.stated.keys() & concepts
        return sorted((fact for key in keys for fact in self.stated[key]), key=_place)

    def results(self, alterations: frozenset[str]) -> list[Tested]:
        """The test results that name one of these alterations as their target."""
        if alterations.isdisjoint(self.tested):
            return []
        # One result of the record may say something of several alterations, each on its own.
        keys = sorted(self.tested.keys() & alterations)
        found = {(*_place(r), r.alterations, r.outcome): r for key in keys for r in self.tested[key]}
        return [found[place] for place in sorted(found)]

    def listings(self, kind: str) -> tuple[Listing, ...]:
        """The lists in which a fact of this kind stands."""
        match kind:
            case "condition" | "person":
                return (self.conditions,)
            case "treatment":
                return (self.treatments,)
            case "allergy":
                return (self.allergies,)
            case _:
                return (self.conditions, self.treatments, self.allergies)

    @property
    def relapse_day(self) -> PartialDate | None:
        """The date of the latest relapse on record."""
        return None if self.relapse is None else self.relapse.date


def _conditions(record: Record) -> tuple[Had, ...]:
    """The conditions on record, the disease of the trial among them."""
    course = record.course
    if course is None:
        return record.had
    disease = Had(
        path=course.path,
        source=course.source,
        text=course.text,
        concept=course.concept,
        onset=course.diagnosed,
        grade=course.grade,
        stage=course.stage,
    )
    return (disease, *record.had)


def _place(fact: Listed | Stated | Tested) -> tuple[int, str]:
    return len(fact.path), fact.path


def _grouped(measured: tuple[Measured, ...]) -> dict[str, tuple[Measured, ...]]:
    grouped: dict[str, list[Measured]] = defaultdict(list)
    for fact in measured:
        grouped[fact.quantity].append(fact)
    return {quantity: tuple(facts) for quantity, facts in grouped.items()}


def _latest_relapse(course: Course | None) -> Relapsed | None:
    """The relapse with the highest number, else the latest date; an unnumbered, undated one comes first."""
    if course is None or not course.relapses:
        return None
    return max(course.relapses, key=lambda r: (r.number or 0, r.date.last if r.date else dt.date.min))


def _merged(complete: Iterable[Complete]) -> tuple[Complete, ...]:
    """The declared spans of one list, those that touch joined."""
    joined: list[Complete] = []
    for span in sorted(complete, key=lambda c: (c.start, c.end)):
        if joined and span.start <= joined[-1].end + dt.timedelta(days=1):
            joined[-1] = msgspec.structs.replace(joined[-1], end=max(joined[-1].end, span.end))
        else:
            joined.append(span)
    return tuple(joined)
