"""Whether a treatment lies within so many of its half-lives before an event."""

from __future__ import annotations

import math

import msgspec

from eligibility.bind.nodes import Window
from eligibility.core.dates import PartialDate
from eligibility.core.reasons import Reason
from eligibility.core.truth import FALSE, TRUE, UNKNOWN, Truth
from eligibility.evaluate.answers import answered
from eligibility.evaluate.context import Scope
from eligibility.evaluate.index import Listed
from eligibility.evaluate.trace import Evidence
from eligibility.evaluate.windows import DAY, Frame
from eligibility.evaluate.words import period
from eligibility.patient.record import Treated

MARGIN = 0.25
"""The share by which a candidate's half-life may differ from a published one (project decision)."""


class Washout(msgspec.Struct, frozen=True):
    """Whether a treatment lies within the half-lives, with what that rests on."""

    truth: Truth
    reason: Reason | None = None
    evidence: tuple[Evidence, ...] = ()
    flags: tuple[str, ...] = ()


def within_half_lives(window: Window, fact: Listed, day: PartialDate, asks: str, scope: Scope) -> Washout:
    """Whether a treatment ended less than so many of its half-lives before a day."""
    assert window.half_lives is not None
    if not isinstance(fact, Treated) or window.relation != "before":
        detail = f"'{fact.text}' is counted in half-lives, and is no treatment before an event"
        return Washout(UNKNOWN, Reason("missing", detail, asks, fact.concept or ""))
    said, cited = answered(scope, asks)
    if said is not None and said is not UNKNOWN:
        return Washout(FALSE if said is TRUE else TRUE, evidence=cited)
    known = scope.knowledge.half_lives.of(fact.concept)
    if known is None:
        detail = f"the half-life of '{fact.text}' is not known here"
        return Washout(UNKNOWN, Reason("missing", detail, asks, fact.concept or ""))
    count = window.half_lives.count
    surely = math.floor(count * known.low * (1 - MARGIN))
    at_most = math.ceil(count * known.high * (1 + MARGIN))
    start, end = period(fact)
    last = PartialDate.of(scope.context.as_of) if fact.status == "ongoing" else end or start
    flag = f"half-life of {fact.text}: {known.written} ({known.source})"
    inside, maybe = (_held(day, days, start, last, scope) for days in (surely, at_most))
    if inside is TRUE:
        return Washout(TRUE, flags=(flag,))
    if maybe is FALSE:
        return Washout(FALSE, flags=(flag,))
    detail = f"whether '{fact.text}' ended {count:g} half-lives before is not sure: one is {known.written}"
    return Washout(UNKNOWN, Reason("imprecise", detail, asks, fact.concept or ""))


def _held(
    day: PartialDate, days: int, start: PartialDate | None, last: PartialDate | None, scope: Scope
) -> Truth:
    """Whether a treatment touches the days before an event."""
    begin = PartialDate(day.first - days * DAY, day.last - days * DAY)
    return Frame(begin, day).holds(start, last, scope.context.as_of)
