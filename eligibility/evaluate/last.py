"""The last of something on record, where a text counts how long ago it was.

What comes in is a question whether there was one within a time; what goes out is the
latest one on record before that time, where nothing on record may be a later one.
"""

from __future__ import annotations

from eligibility.bind.nodes import Present
from eligibility.core.dates import PartialDate
from eligibility.evaluate.context import Scope
from eligibility.evaluate.denial import refuted
from eligibility.evaluate.events import moment
from eligibility.evaluate.index import Listed, kin
from eligibility.evaluate.trace import Evidence
from eligibility.evaluate.windows import Frame, frame
from eligibility.evaluate.words import evidence, period
from eligibility.patient.record import Treated


def last_before(node: Present, scope: Scope) -> Evidence | None:
    """The latest one given, or what may be one, before the time that is asked about, on record.

    ``None``: there is none, or an entry whose words are not known may be a later one.  That nothing on
    record that is or may be one lies within the time is for the caller to see.
    """
    if not node.last or node.concept is None or node.window is None:
        return None
    found = moment(node.window.event, scope)
    if found.day is None:
        return None
    span, kinship = frame(node.window, found.day), kin(scope.knowledge.concepts, node.concept)
    given = [
        (last, fact)
        for listing in scope.index.listings(node.kind)
        for fact in listing.of(kinship.proves | kinship.may)
        if (last := _before(fact, span)) is not None
    ]
    unknown = (fact for listing in scope.index.listings(node.kind) for fact in listing.ungrounded)
    if not given or any(not refuted(fact) and not _surely_before(fact, span) for fact in unknown):
        return None
    return evidence(max(given, key=lambda pair: (pair[0].last, pair[0].first))[1])


def _before(fact: Listed, span: Frame) -> PartialDate | None:
    """The last day of a treatment that was over before a time."""
    if not isinstance(fact, Treated) or fact.status != "given":
        return None
    _, over = period(fact)
    early = over is not None and span.first is not None and over.last < span.first.first
    return over if early else None


def _surely_before(fact: Listed, span: Frame) -> bool:
    """Whether an entry that is not understood ended before a time."""
    _, last = period(fact)
    return last is not None and span.first is not None and last.last < span.first.first
