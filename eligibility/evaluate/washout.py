"""Whether a treatment lies within so many of its half-lives before an event."""

from __future__ import annotations

import datetime as dt
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
    """Whether a treatment lies within the half-lives, with what that rests on.

    ``changes``: the days on which that may turn, with the day of the event.
    """

    truth: Truth
    reason: Reason | None = None
    evidence: tuple[Evidence, ...] = ()
    flags: tuple[str, ...] = ()
    changes: frozenset[dt.date] = frozenset()


def within_half_lives(window: Window, fact: Listed, day: PartialDate, asks: str, scope: Scope) -> Washout:
    """Whether a treatment ended less than so many of its half-lives before a day.

    An answer settles what the record leaves open; one that contradicts the record does not.
    """
    assert window.half_lives is not None
    if not isinstance(fact, Treated) or window.relation != "before":
        detail = f"'{fact.text}' is counted in half-lives, and is no treatment before an event"
        return Washout(UNKNOWN, Reason("missing", detail, asks, fact.concept or ""))
    found = _by_record(window.half_lives.count, fact, day, asks, scope)
    said, cited = answered(scope, asks)
    if said is None or said is UNKNOWN:
        return found
    truth = FALSE if said is TRUE else TRUE
    if found.truth not in (UNKNOWN, truth):
        detail = f"the record and the answer disagree on when '{fact.text}' ended"
        return Washout(UNKNOWN, Reason("conflicting", detail, asks, fact.concept or ""), cited)
    return Washout(truth, evidence=cited, changes=found.changes)


def _by_record(count: float, fact: Treated, day: PartialDate, asks: str, scope: Scope) -> Washout:
    """What the last day on record and the half-life in the table say."""
    start, end = period(fact)
    ongoing = fact.status == "ongoing"
    last = PartialDate.of(scope.context.as_of) if ongoing else end
    known = scope.knowledge.half_lives.of(fact.concept)
    if known is None:
        if ongoing and last is not None and day.last <= last.first:
            return Washout(TRUE, changes=_turning(last, (0,)))
        detail = f"the half-life of '{fact.text}' is not known here"
        return Washout(UNKNOWN, Reason("missing", detail, asks, fact.concept or ""))
    surely = math.floor(count * known.low * (1 - MARGIN))
    at_most = math.ceil(count * known.high * (1 + MARGIN))
    until = last or start
    changes = _turning(until, (surely, at_most))
    told = f"; last day {'today' if ongoing else until}" if until is not None else ""
    flag = (
        f"half-life of {fact.text}: {known.written} ({known.source}); {count:g} of them, "
        f"a quarter more or less, are {surely} to {at_most} days{told}"
    )
    inside, maybe = (_held(day, days, start, until, scope) for days in (surely, at_most))
    if inside is TRUE:
        return Washout(TRUE, flags=(flag,), changes=changes)
    if last is None:
        detail = f"the last day of '{fact.text}' is not recorded"
        return Washout(UNKNOWN, Reason("missing", detail, asks, fact.concept or ""), changes=changes)
    if maybe is FALSE:
        return Washout(FALSE, flags=(flag,), changes=changes)
    detail = (
        f"whether '{fact.text}' ended {count:g} half-lives before is not sure: one is {known.written}, "
        f"so {surely} to {at_most} days{told}"
    )
    return Washout(UNKNOWN, Reason("imprecise", detail, asks, fact.concept or ""), changes=changes)


def _turning(last: PartialDate | None, lengths: tuple[int, ...]) -> frozenset[dt.date]:
    """The days on which so many days have gone by since the last one."""
    if last is None:
        return frozenset()
    ends = (last.first, last.last)
    return frozenset(end + (days + more) * DAY for end in ends for days in lengths for more in range(2))


def _held(
    day: PartialDate, days: int, start: PartialDate | None, last: PartialDate | None, scope: Scope
) -> Truth:
    """Whether a treatment touches the days before an event."""
    begin = PartialDate(day.first - days * DAY, day.last - days * DAY)
    return Frame(begin, day).holds(start, last, scope.context.as_of)
