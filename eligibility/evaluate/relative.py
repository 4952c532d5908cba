"""What a relative limit is relative to: a limit of normal, the candidate's baseline, a predicted value.

What comes in is the value that is asked about; what goes out is the number that
the criterion's multiples are of, in the unit of that value, or why there is none.
"""

from __future__ import annotations

import msgspec

from eligibility.bind.nodes import Compare, Reference
from eligibility.core.interval import Interval
from eligibility.core.reasons import Reason, ReasonKind
from eligibility.evaluate.context import Scope
from eligibility.evaluate.words import amount, dated
from eligibility.knowledge.conversion import Refused
from eligibility.knowledge.quantities import Quantity
from eligibility.patient.record import Measured

SIDES = {"uln": "upper", "lln": "lower"}
BASELINE = "baseline"


class Standard(msgspec.Struct, frozen=True):
    """The numbers that limits may be multiples of, and what to tell of each.

    There is more than one where the record leaves open which holds; ``doubt`` then says so.

    Units: those of the value that is compared.
    """

    options: tuple[tuple[float, str], ...]
    doubt: Reason | None = None


def as_recorded(node: Compare, quantity: Quantity, scope: Scope) -> tuple[Compare, Quantity]:
    """The comparison as the record can answer it.

    FEV1 below 80 % of predicted is one of the FEV1 with its predicted value, or of the share in per cent.
    """
    conversions, measured = scope.knowledge.conversions, scope.index.measured
    share, whole = conversions.share(quantity), conversions.whole(quantity)
    if node.reference == "predicted" and share is not None and measured.get(share.id):
        if not _has_predicted(quantity, scope):
            bounds = node.bounds.scaled(100)
            return _asked_of(node, share, bounds, "absolute", share.unit), share
    elif (
        node.reference == "absolute"
        and node.unit in (None, "%")
        and whole is not None
        and not measured.get(quantity.id)
        and _has_predicted(whole, scope)
    ):
        return _asked_of(node, whole, node.bounds.scaled(0.01), "predicted", None), whole
    return node, quantity


def _has_predicted(quantity: Quantity, scope: Scope) -> bool:
    return any(fact.predicted for fact in scope.index.measured.get(quantity.id, ()))


def _asked_of(
    node: Compare, quantity: Quantity, bounds: Interval, reference: Reference, unit: str | None
) -> Compare:
    return msgspec.structs.replace(
        node, quantity=quantity.id, bounds=bounds, reference=reference, unit=unit, offset=None
    )


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
    ends = {"upper": "high", "lower": "low"}
    options = tuple(
        (
            limit,
            f"{side} limit of normal {amount(limit, unit)}" + (f" ({one.written})" if one.written else ""),
        )
        for one in fact.limits
        if (limit := getattr(one, ends[side])) is not None and limit > 0
    )
    if options and len(options) == len(fact.limits):
        return Standard(options, fact.range_problem)
    if fact.range_problem is not None:
        return fact.range_problem
    detail = f"the {side} limit of normal of the {quantity.name} {dated(fact.date)} is not on record"
    wanted = f"the {side} limit of normal of {quantity.name}"
    return Reason("missing", detail, wanted, quantity.id, quantity.unit)


def _predicted(fact: Measured, quantity: Quantity, unit: str) -> Standard | Reason:
    if fact.predicted is None or fact.predicted <= 0:
        detail = f"the predicted {quantity.name} {dated(fact.date)} is not on record"
        return Reason("missing", detail, f"the predicted {quantity.name}", quantity.id, quantity.unit)
    return Standard(((fact.predicted, f"predicted {quantity.name} {amount(fact.predicted, unit)}"),))


def _baseline(fact: Measured, quantity: Quantity, unit: str, scope: Scope) -> Standard | Reason:
    """The value that the record marks as the baseline, else the latest before the day of the baseline."""
    listed = scope.index.measured.get(quantity.id, ())
    marked = [other for other in listed if other.baseline] or _until_baseline(listed, scope)
    held = [other for other in marked if other.value is not None and other.unit == fact.unit]
    if not held:
        detail = f"not on record: the baseline {quantity.name}"
        return Reason("missing", detail, f"the baseline {quantity.name}", quantity.id, quantity.unit)
    early = _not_after(fact, marked, quantity, scope)
    if early is not None:
        return early
    said = ", ".join(f"{other.written} {dated(other.date)}" for other in held)
    what = f"baseline {quantity.name} {said}"
    if len({other.value for other in held}) > 1:
        detail = f"more than one {quantity.name} is the baseline: {said}"
        doubt = Reason("conflicting", detail, f"which {quantity.name} is the baseline", quantity.id)
    else:
        doubt = Reason("imprecise", f"{what} is not exact", f"an exact baseline {quantity.name}", quantity.id)
    ends = [end for other in held for end in _ends(other, quantity)]
    if None in ends:
        return doubt
    return Standard(
        tuple((end, f"{what} ({amount(end, unit)})") for end in dict.fromkeys(ends) if end is not None), doubt
    )


def _ends(fact: Measured, quantity: Quantity) -> tuple[float | None, float | None]:
    """The least and the greatest that a value may be; nothing measured here is below nothing."""
    assert fact.value is not None
    least = 0.0 if fact.value.low is None and (quantity.plausible.low or 0.0) >= 0 else fact.value.low
    return least, fact.value.high


def _not_after(fact: Measured, marked: list[Measured], quantity: Quantity, scope: Scope) -> Reason | None:
    """Why a value does not come after the baseline, or may not."""
    settles = f"a {quantity.name} after the baseline"
    day = scope.record.anchors.get(BASELINE)
    dates = [other.date for other in marked if other.date is not None]
    if fact in marked:
        return Reason("missing", f"the only {quantity.name} is the one of the baseline", settles, quantity.id)
    latest = max((date.last for date in dates), default=None)
    if not any(other.baseline for other in marked) and day is not None:
        latest = day.last
    if fact.date is None or latest is None or fact.date.first > latest:
        return None
    exact = fact.date.exact and all(date.exact for date in dates) and (day is None or day.exact)
    if exact and any(other.baseline for other in marked) and fact.date.first == latest:
        return None
    kind: ReasonKind = "missing" if exact or fact.date.last < latest else "imprecise"
    verb = "does" if kind == "missing" else "may"
    detail = f"{quantity.name} {fact.written} {dated(fact.date)} {verb} not come after the baseline"
    return Reason(kind, detail, settles, quantity.id, quantity.unit)


def _until_baseline(listed: tuple[Measured, ...], scope: Scope) -> list[Measured]:
    """The latest values that certainly lie on or before the day of the baseline."""
    day = scope.record.anchors.get(BASELINE)
    if day is None:
        return []
    before = [fact for fact in listed if fact.date is not None and fact.date.last <= day.first]
    newest = max((fact.date.last for fact in before if fact.date is not None), default=None)
    return [fact for fact in before if fact.date is not None and fact.date.last == newest]
