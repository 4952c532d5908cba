"""Which values of a quantity speak: those of the right method, in the window, and the latest of them.

A value that may be later than another is not beaten by it, so partial dates
can leave several; the caller asks each.  A value without a date is used only
if none has one, and never where the text has a window; beside dated ones the
caller asks whether it would decide otherwise.
"""

from __future__ import annotations

import datetime as dt

import msgspec

from eligibility.bind.nodes import Compare
from eligibility.core.truth import FALSE, TRUE, Truth
from eligibility.evaluate.context import Scope
from eligibility.evaluate.index import evened
from eligibility.evaluate.windows import Frame
from eligibility.knowledge.concepts import Concepts, Relation
from eligibility.patient.record import Measured

SPECIMENS = frozenset({"site", "specimen"})
"""The kinds of concept that a specimen can be."""


class Choice(msgspec.Struct, frozen=True):
    """The values to ask, each with whether it lies in the window.

    ``passed_over``: values of another method, specimen or phase of the disease.  ``undated``: values that
    only lack a date.
    """

    facts: tuple[tuple[Measured, Truth], ...] = ()
    passed_over: tuple[Measured, ...] = ()
    undated: tuple[Measured, ...] = ()


def choose(node: Compare, scope: Scope, frame: Frame | None, every: bool = False) -> Choice:
    """The values that decide; ``every`` keeps the earlier ones too (a history, or "on any occasion")."""
    listed = scope.index.measured.get(node.quantity or "", ())
    if not listed:
        return Choice()
    concepts = scope.knowledge.concepts
    fitting = tuple(
        fact for fact in listed if fits(fact, node, concepts) and not of_other_specimen(fact, scope)
    )
    if frame is None and not every:
        fitting = tuple(fact for fact in fitting if not of_other_phase(fact, scope))
    other = tuple(fact for fact in listed if fact not in fitting) if len(fitting) < len(listed) else ()
    dated = [fact for fact in fitting if fact.date is not None]
    undated = tuple(fact for fact in fitting if fact.date is None)
    if frame is None:
        if every:
            return Choice(tuple((fact, TRUE) for fact in fitting), other)
        if not dated:
            return Choice(tuple((fact, TRUE) for fact in undated), other, undated)
        return Choice(tuple((fact, TRUE) for fact in latest(dated)), other, undated)
    day = scope.context.as_of
    held = [(fact, frame.holds(fact.date, fact.date, day)) for fact in dated]
    inside = [(fact, truth) for fact, truth in held if truth is not FALSE]
    sure = [] if every else [fact for fact, truth in inside if truth is TRUE]
    chosen = tuple(pair for pair in inside if not _beaten(pair[0], sure))
    return Choice(chosen, other, undated)


def of_other_specimen(fact: Measured, scope: Scope) -> bool:
    """Whether a value was taken from a specimen of which its quantity does not speak."""
    own = scope.knowledge.inference.specimens.get(fact.quantity)
    if own is None or fact.specimen in (None, own):
        return False
    concepts = scope.knowledge.concepts
    if fact.specimen in concepts.by_id:
        return concepts.relation(fact.specimen or "", own) is not Relation.IS
    return _sites(fact.specimen or "", concepts) != {own}


def _sites(words: str, concepts: Concepts) -> set[str]:
    """The sites and fluids that the words of a specimen name: a marrow aspirate names the marrow."""
    held = f" {evened(words)} "
    sites = (concept for concept in concepts.by_id.values() if concept.kind in SPECIMENS)
    return {site.id for site in sites if any(f" {evened(name)} " in held for name in site.names)}


def of_other_phase(fact: Measured, scope: Scope) -> bool:
    """Whether a value of the diseased specimen is of a phase that the relapse has ended."""
    relapse = scope.index.relapse
    if relapse is None or fact.phase not in ("diagnosis", "remission"):
        return False
    if fact.quantity not in scope.knowledge.inference.specimens:
        return False
    return fact.date is None or relapse.date is None or fact.date.first <= relapse.date.last


def fits(fact: Measured, node: Compare, concepts: Concepts) -> bool:
    """Whether a value was taken by the method, and not from another specimen, that the criterion names."""
    if node.reference == "baseline" and fact.baseline:
        return False
    if node.method is not None:
        if fact.method is None:
            return False
        if fact.method != node.method and concepts.relation(fact.method, node.method) is not Relation.IS:
            return False
    if node.specimen is None or fact.specimen in (None, node.specimen):
        return True
    return concepts.relation(fact.specimen or "", node.specimen) is Relation.IS


def latest(dated: list[Measured]) -> list[Measured]:
    """The values that may be the latest."""
    if len(dated) == 1:
        return dated
    return [fact for fact in dated if not _beaten(fact, dated)]


def _beaten(fact: Measured, others: list[Measured]) -> bool:
    last = fact.date.last if fact.date else dt.date.min
    return any(other.date is not None and other.date.first > last for other in others)
