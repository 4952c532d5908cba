"""What a relative limit is relative to: a limit of normal, the candidate's baseline, a predicted value.

What comes in is the value that is asked about; what goes out is the number that
the criterion's multiples are of, in the unit of that value, or why there is none.
"""

from __future__ import annotations

import msgspec

from eligibility.bind.nodes import Compare
from eligibility.core.reasons import Reason
from eligibility.evaluate.context import Scope
from eligibility.evaluate.words import amount, dated
from eligibility.knowledge.conversion import Refused
from eligibility.knowledge.quantities import Quantity
from eligibility.patient.record import Measured

SIDES = {"uln": "upper", "lln": "lower"}
BASELINE = "baseline"


class Standard(msgspec.Struct, frozen=True):
    """A number that limits are multiples of, and what to tell of it.

    Units: those of the value that is compared.
    """

    value: float
    note: str


def standard(node: Compare, fact: Measured, quantity: Quantity, unit: str, scope: Scope) -> Standard | Reason:
    """What the multiples of a relative limit are of."""
    match node.reference:
        case "uln" | "lln":
            return _limit_of_normal(SIDES[node.reference], fact, quantity, unit)
        case "predicted":
            return _predicted(fact, quantity, unit)
        case _:
            return _baseline(fact, quantity, unit, scope)


def offset(node: Compare, quantity: Quantity, unit: str, scope: Scope) -> float | Reason:
    """What is added to the multiple, in the unit of the value."""
    if node.offset is None or node.unit is None:
        return node.offset or 0.0
    found = scope.knowledge.conversions.between(quantity, node.unit, unit)
    if isinstance(found, Refused):
        return Reason("unit", found.why, f"{quantity.name} in {node.unit}", quantity.id, unit)
    # A difference has no zero of its own: 2 degrees F more are 1.1 degrees C more.
    return node.offset * found.factor


def _limit_of_normal(side: str, fact: Measured, quantity: Quantity, unit: str) -> Standard | Reason:
    limit = fact.high if side == "upper" else fact.low
    if limit is None or limit <= 0:
        if fact.range_problem is not None:
            return fact.range_problem
        detail = f"the {side} limit of normal of the {quantity.name} {dated(fact.date)} is not on record"
        wanted = f"the {side} limit of normal of {quantity.name}"
        return Reason("missing", detail, wanted, quantity.id, quantity.unit)
    given = f" ({fact.range_written})" if fact.range_written else ""
    return Standard(limit, f"{side} limit of normal {amount(limit, unit)}{given}")


def _predicted(fact: Measured, quantity: Quantity, unit: str) -> Standard | Reason:
    if fact.predicted is None or fact.predicted <= 0:
        detail = f"the predicted {quantity.name} {dated(fact.date)} is not on record"
        return Reason("missing", detail, f"the predicted {quantity.name}", quantity.id, quantity.unit)
    return Standard(fact.predicted, f"predicted {quantity.name} {amount(fact.predicted, unit)}")


def _baseline(fact: Measured, quantity: Quantity, unit: str, scope: Scope) -> Standard | Reason:
    """The value that the record marks as the baseline, else the latest before the day of the baseline."""
    listed = scope.index.measured.get(quantity.id, ())
    marked = [other for other in listed if other.baseline] or _until_baseline(listed, scope)
    if fact in marked:
        detail = f"the only {quantity.name} is the one of the baseline"
        return Reason(
            "missing", detail, f"a {quantity.name} after the baseline", quantity.id, quantity.unit
        )
    usable = {o.value.low for o in marked if o.value is not None and o.value.exact and o.unit == fact.unit}
    if len(usable) > 1:
        said = ", ".join(f"{other.written} {dated(other.date)}" for other in marked)
        detail = f"more than one {quantity.name} is marked as the baseline: {said}"
        return Reason("conflicting", detail, f"which {quantity.name} is the baseline", quantity.id)
    found = usable.pop() if usable else None
    if found is None or found <= 0:
        detail = f"not on record: the baseline {quantity.name}"
        return Reason("missing", detail, f"the baseline {quantity.name}", quantity.id, quantity.unit)
    return Standard(found, f"baseline {quantity.name} {amount(found, unit)} {dated(marked[0].date)}")


def _until_baseline(listed: tuple[Measured, ...], scope: Scope) -> list[Measured]:
    """The latest values that certainly lie on or before the day of the baseline."""
    day = scope.record.anchors.get(BASELINE)
    if day is None:
        return []
    before = [fact for fact in listed if fact.date is not None and fact.date.last <= day.first]
    newest = max((fact.date.last for fact in before if fact.date is not None), default=None)
    return [fact for fact in before if fact.date is not None and fact.date.last == newest]
