"""Binds times: from "within 6 months of completion of primary therapy" to a window on an event."""

from __future__ import annotations

from typing import get_args

from eligibility.bind.grounding import THERAPY, ground
from eligibility.bind.nodes import Edge, Event, TimeRelation, TimeUnit, Window
from eligibility.bind.scope import Scope
from eligibility.syntax.nodes import Moment, Time

UNITS: dict[str, TimeUnit] = {unit: unit for unit in get_args(TimeUnit)}


def event(moment: Moment, scope: Scope) -> Event:
    """The event that a moment names; its edge is said, or follows from what the event is."""
    concept = ground(moment.phrase.words, scope.knowledge)
    if concept is not None and concept.kind == "anchor":
        return Event("anchor", concept.id, moment.phrase.words)
    edge: Edge = moment.edge or ("start" if concept and concept.kind in THERAPY else "onset")
    return Event(edge, None if concept is None else concept.id, moment.phrase.words)


def window(time: Time, scope: Scope, *, planned: bool = False) -> Window:
    """The window of a time.

    "Within 3 months of randomisation": before it, for what is on record now; after it, for what is planned.

    Units: lengths stay in the unit of the text, counted by the calendar.
    """
    at = event(time.moment, scope)
    relation: TimeRelation
    if time.relation == "of":
        relation = "before" if at.edge == "anchor" and not planned else "after"
    else:
        relation = time.relation
    if time.bounds is None or time.unit is None:
        return Window(relation, at)
    bounds = time.bounds
    return Window(
        relation, at, bounds.low, bounds.high, UNITS[time.unit],
        bounds.low_open, bounds.high_open,
    )  # fmt: skip


def from_history(time: Time, at: Event) -> bool:
    """Whether a time with a length counts from an event of the candidate's history, not of the trial."""
    return time.bounds is not None and at.edge != "anchor" and time.relation in {"of", "after"}
