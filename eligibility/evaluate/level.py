"""The grade or stage that a record gives a condition, against the levels that a criterion names."""

from __future__ import annotations

import msgspec

from eligibility.bind.nodes import Ranked
from eligibility.core.reasons import Reason
from eligibility.core.truth import FALSE, TRUE, UNKNOWN, Truth
from eligibility.evaluate.answers import answered
from eligibility.evaluate.context import Scope
from eligibility.evaluate.trace import Evidence
from eligibility.knowledge.scales import Level, Scales
from eligibility.patient.record import Had


class AtLevel(msgspec.Struct, frozen=True):
    """Whether a condition is at one of the levels, and why that is open."""

    truth: Truth
    reason: Reason | None = None
    evidence: tuple[Evidence, ...] = ()


def at_level(ranked: Ranked, fact: Had, concept: str, scope: Scope) -> AtLevel:
    """Whether a condition on record is at one of the levels that are asked for."""
    written = fact.grade if ranked.field == "grade" else fact.stage
    asks = f"whether {fact.text} is of {ranked.phrase}"
    if written is None:
        said, cited = answered(scope, asks)
        if said is not None and said is not UNKNOWN:
            return AtLevel(said, evidence=cited)
        detail = f"the {ranked.field} of '{fact.text}' is not recorded"
        return AtLevel(UNKNOWN, Reason("missing", detail, asks, concept))
    scales = scope.knowledge.scales
    named, level = scales.read(written)
    if named is None:
        named = scales.usual(ranked.field, scope.knowledge.concepts.depths(fact.concept or concept))
    if named is not None and named != ranked.scale:
        detail = f"the {ranked.field} of '{fact.text}' is {written}, which may be by another scale"
        return AtLevel(UNKNOWN, Reason("imprecise", detail, asks, concept))
    known = scales.level(ranked.scale, level)
    if known is None:
        detail = f"the {ranked.field} of '{fact.text}' is '{written}', which is no level that is known"
        return AtLevel(UNKNOWN, Reason("unread_record", detail, asks, concept))
    truth = among(known, ranked.levels, scales)
    if truth is not UNKNOWN:
        return AtLevel(truth)
    detail = f"the {ranked.field} of '{fact.text}' is {written}, of which a part counts"
    return AtLevel(UNKNOWN, Reason("imprecise", detail, asks, concept))


def among(known: Level, wanted: tuple[str, ...], scales: Scales) -> Truth:
    """Whether a level is one of those wanted; unknown where some of its parts are: III, for IIIB."""
    if known.level in wanted:
        return TRUE
    return UNKNOWN if any(part.level in wanted for part in scales.parts(known)) else FALSE
