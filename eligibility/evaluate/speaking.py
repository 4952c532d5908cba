"""What one value says of a criterion, where it is fresh enough and lies in the time asked for."""

from __future__ import annotations

import datetime as dt

from eligibility.bind.nodes import UNNAMED, Compare
from eligibility.core.reasons import Reason, ReasonKind
from eligibility.core.truth import TRUE, UNKNOWN, Truth
from eligibility.evaluate.context import Scope
from eligibility.evaluate.events import COUNTED_FROM
from eligibility.evaluate.limits import Finding, judge
from eligibility.evaluate.windows import DAY
from eligibility.evaluate.words import dated
from eligibility.knowledge.quantities import Quantity
from eligibility.patient.record import Measured


def finding(
    node: Compare, fact: Measured, held: Truth, quantity: Quantity, scope: Scope, fresh: dt.date | None
) -> Finding:
    """What a value says; ``held``: whether it lies in the window, ``fresh``: the day on which it speaks."""
    if fresh is not None and fact.date is not None:
        days = fresh_days(quantity, scope)
        if days is not None and fact.date.first < fresh - days * DAY:
            kind: ReasonKind = "stale" if fact.date.last < fresh - days * DAY else "imprecise"
            verb = "is" if kind == "stale" else "may be"
            unit = "" if fact.written_unit in (None, "1") else fact.written_unit
            value = f"{quantity.name} {fact.written} {unit}".rstrip()
            detail = f"{value} {dated(fact.date)} {verb} older than {days} days on {fresh}"
            return Finding(UNKNOWN, (reason_of(kind, detail, f"repeat {quantity.name}", quantity),))
    said = judge(node, fact, quantity, scope)
    if held is TRUE or said.truth is UNKNOWN:
        return said
    detail = f"{quantity.name} {dated(fact.date)} may lie outside the time that the criterion asks for"
    why = reason_of("imprecise", detail, f"the exact date of {quantity.name}", quantity)
    if node.window is not None and node.window.event == UNNAMED:
        why = reason_of("ambiguous_text", detail, COUNTED_FROM, quantity)
    return Finding(UNKNOWN, (why,), said.notes, said.flags)


def fresh_days(quantity: Quantity, scope: Scope) -> int | None:
    """How many days a value of a quantity speaks; ``None``: it does not age."""
    match quantity.fresh_days:
        case 28:
            return scope.context.conventions.days("laboratory_fresh_days")
        case 90:
            return scope.context.conventions.days("cardiac_fresh_days")
        case days:
            return days


def reason_of(kind: ReasonKind, detail: str, settles: str, quantity: Quantity) -> Reason:
    """A reason that a value of the quantity would settle."""
    return Reason(kind, detail, settles, quantity.id, quantity.unit)
