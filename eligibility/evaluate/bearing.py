"""The results of the record that bear on an alteration, by what they say of it.

What comes in is an alteration with the concepts that speak of it; what goes out
are its tests: for it, against it, not understood, silent.  Whether a result is
of the present phase of the disease is told here too.
"""

from __future__ import annotations

import msgspec

from eligibility.evaluate.context import Scope
from eligibility.evaluate.index import Kin
from eligibility.knowledge.inference import Coverage
from eligibility.patient.record import Tested

IMMUNOPHENOTYPE = "immunophenotype"


class Tests(msgspec.Struct):
    """The results that bear on an alteration, by what they say.

    ``general``: positive for something that may be it, a rearrangement without its partner.
    ``unread``: may show it, but its result or its target is not understood.
    ``idle``: ordered, failed or pending.  ``silent``: neither shows nor denies it.
    ``other``: positive for what rules it out.
    """

    positive: list[Tested] = []
    general: list[Tested] = []
    silent: list[Tested] = []
    other: list[Tested] = []
    negative: list[Tested] = []
    unread: list[Tested] = []
    idle: list[Tested] = []


def tests_of(alteration: str, kinship: Kin, scope: Scope) -> Tests:
    """The results of the record that bear on an alteration."""
    found = Tests()
    for fact in scope.index.results(kinship.proves | kinship.classes):
        named = not kinship.proves.isdisjoint(fact.alterations)
        match fact.outcome:
            case "positive" if named:
                found.positive.append(fact)
            case "negative" if not kinship.classes.isdisjoint(fact.alterations):
                found.negative.append(fact)
            case "unread":
                found.unread.append(fact)
            case "not tested":
                found.idle.append(fact)
            case "possible" if named:
                found.general.append(fact)
            case _:
                pass
    found.other += [fact for fact in scope.index.results(kinship.refutes) if fact.outcome == "positive"]
    for fact in scope.index.results(kinship.may):
        if fact.outcome in ("positive", "possible"):
            found.general.append(fact)
        elif fact.outcome == "unread" and fact not in found.unread:
            found.unread.append(fact)
    if scope.index.untargeted:
        _untargeted(alteration, found, scope)
    return found


def _untargeted(alteration: str, found: Tests, scope: Scope) -> None:
    """Panels, results that are not read and targets that are not known: by the genes they cover."""
    coverage = coverage_of(alteration, scope)
    for fact in scope.index.untargeted:
        if fact.outcome == "silent":
            if _may_show(fact, alteration, scope):
                found.silent.append(fact)
            continue
        covered = not coverage.genes.isdisjoint(fact.genes)
        if fact.target is not None:
            # A negative result for something that is not known denies nothing.
            if fact.outcome in ("positive", "unread") and (
                covered or (not (fact.genes and coverage.genes) and _may_show(fact, alteration, scope))
            ):
                found.unread.append(fact)
            continue
        match fact.outcome:
            case "negative" if covered and assay_of(fact, scope) in coverage.panels:
                found.negative.append(fact)
            case "not tested" if covered:
                found.idle.append(fact)
            case "positive" | "unread" if covered or (not fact.genes and _may_show(fact, alteration, scope)):
                found.unread.append(fact)
            case _:
                pass


def coverage_of(alteration: str, scope: Scope) -> Coverage:
    """What a negative result must have covered; a fusion that is transcribed, one of its genes by a panel."""
    row = scope.knowledge.inference.alterations.get(alteration)
    if row is not None:
        return row
    tables = scope.knowledge.alterations
    if alteration in tables.mutated:
        return Coverage(alteration, frozenset({tables.mutated[alteration]}), frozenset({"sequencing"}))
    genes = tables.transcribed.get(alteration)
    return Coverage(alteration) if genes is None else Coverage(alteration, genes, frozenset({"fusion"}))


def assay_of(fact: Tested, scope: Scope) -> str | None:
    """The kind of assay of a result."""
    return scope.knowledge.vocabulary.read("assay", fact.assay)


def _may_show(fact: Tested, alteration: str, scope: Scope) -> bool:
    """Whether a result that is not read could show the alteration: an immunophenotype shows antigens only."""
    concept = scope.knowledge.concepts.by_id.get(alteration)
    phenotype = assay_of(fact, scope) == IMMUNOPHENOTYPE
    return phenotype == (concept is not None and concept.kind == "antigen")


def is_present(fact: Tested, scope: Scope) -> bool:
    """Whether a result is of the present phase of the disease; one without phase and date counts.

    With no relapse on record it is not known whether the phase of the diagnosis is over.  What is older than
    the disease speaks of no phase.
    """
    relapse = scope.index.relapse
    if relapse is None:
        return fact.phase in (None, "relapse") and not _before_disease(fact, scope)
    if fact.phase is not None:
        return fact.phase == "relapse" and not _earlier(fact, scope, numbered=True)
    return not _earlier(fact, scope, numbered=False)


DAYS_BEFORE = 90
"""A test so many days before the diagnosis may have made it.  Source: project decision."""


def _before_disease(fact: Tested, scope: Scope) -> bool:
    course = scope.record.course
    if course is None or course.diagnosed is None or fact.date is None or fact.phase is not None:
        return False
    return (course.diagnosed.first - fact.date.last).days > DAYS_BEFORE


def _earlier(fact: Tested, scope: Scope, *, numbered: bool) -> bool:
    """Whether a result is older than the latest relapse; one of "relapse" only if there were several."""
    day = scope.index.relapse_day
    course = scope.record.course
    if day is None or fact.date is None or (numbered and (course is None or len(course.relapses) < 2)):
        return False
    return fact.date.last < day.first
