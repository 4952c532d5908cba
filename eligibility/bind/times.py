"""Binds times: from "within 6 months of completion of primary therapy" to a window on an event."""

from __future__ import annotations

from typing import get_args

from eligibility.bind.grounding import THERAPY, ground
from eligibility.bind.nodes import UNNAMED, Edge, Event, HalfLives, TimeRelation, TimeUnit, Window
from eligibility.bind.scope import Scope
from eligibility.knowledge.concepts import Concept
from eligibility.syntax.terms import Moment, Time

UNITS: dict[str, TimeUnit] = {unit: unit for unit in get_args(TimeUnit)}


def event(moment: Moment | None, scope: Scope) -> Event:
    """The event that a moment names; its edge is said, or follows from what the event is."""
    if moment is None:
        return UNNAMED
    concept = ground(moment.phrase.words, scope.knowledge)
    anchor = _milestone(moment, scope) or concept
    if anchor is not None and anchor.kind == "anchor":
        return Event("anchor", anchor.id, moment.phrase.words)
    edge: Edge = moment.edge or ("start" if concept and concept.kind in THERAPY else "onset")
    return Event(edge, None if concept is None else concept.id, moment.phrase.words)


def _milestone(moment: Moment, scope: Scope) -> Concept | None:
    """The milestone of the trial that an edge with its words names: the start of study treatment."""
    if moment.edge is None or moment.edge == "onset":
        return None
    edge = scope.knowledge.lexicon.spell("edge", moment.edge)
    return ground(f"{edge} {moment.phrase.words}", scope.knowledge)


def window(time: Time, scope: Scope, *, planned: bool = False, alternative: bool = False) -> Window:
    """The window of a time.

    "Within 3 months of randomisation": before it, for what is on record now; after it, for what is planned.
    Of an event that nothing is known of, on either side.  "Within 3 months" alone: as of a milestone.

    Units: lengths stay in the unit of the text, counted by the calendar.
    """
    at = event(time.moment, scope)
    relation: TimeRelation
    if time.relation == "of":
        if at.edge == "anchor":
            relation = "after" if planned else "before"
        else:
            relation = "at" if at.concept is None else "after"
    else:
        relation = time.relation
    counted = time.half_lives
    half_lives = None if counted is None else HalfLives(counted.count, counted.which)
    if time.bounds is None or time.unit is None:
        return Window(relation, at, alternative=alternative, half_lives=half_lives)
    bounds = time.bounds
    return Window(
        relation, at, bounds.low, bounds.high, UNITS[time.unit],
        bounds.low_open, bounds.high_open, alternative, half_lives,
    )  # fmt: skip


def from_history(time: Time, at: Event) -> bool:
    """Whether a time with a length counts from an event of the candidate's history, not of the trial."""
    counted = time.relation == "after" or (time.relation == "of" and at.concept is not None)
    return time.bounds is not None and time.half_lives is None and at.edge != "anchor" and counted
