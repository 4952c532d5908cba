"""Several values of one quantity: any of them, all of them, or so many at so great a distance.

What comes in is what each value says of the bounds; what goes out is what they
say together.  The values on record are those that were measured: where there
are enough of them and too few lie within the bounds, the answer is no; where
there are too few, more are needed.
"""

from __future__ import annotations

from collections.abc import Sequence

from eligibility.bind.nodes import Values
from eligibility.core.dates import PartialDate
from eligibility.core.reasons import Reason
from eligibility.core.truth import FALSE, TRUE, UNKNOWN, Truth
from eligibility.evaluate.windows import shift
from eligibility.knowledge.quantities import Quantity

Said = tuple[PartialDate | None, Truth]
"""The day of a value, and what it says."""


def together(
    values: Values, said: Sequence[Said], reasons: tuple[Reason, ...], quantity: Quantity
) -> tuple[Truth, tuple[Reason, ...]]:
    """What the values say together; ``reasons`` are those of the ones that say nothing."""
    if values.which == "all":
        truth = min((truth for _, truth in said), default=UNKNOWN)
        return truth, reasons if truth is UNKNOWN else ()
    if _picks(values, said, least=TRUE, sure=True):
        return TRUE, ()
    if _picks(values, said, least=UNKNOWN, sure=False):
        return UNKNOWN, reasons or (_imprecise(values, quantity),)
    if _picks(values, said, least=FALSE, sure=True):
        return FALSE, ()
    return UNKNOWN, (*reasons, _too_few(values, len({day for day, _ in said}), quantity))


def _picks(values: Values, said: Sequence[Said], *, least: Truth, sure: bool) -> bool:
    """Whether ``count`` values that say at least so much lie far enough apart.

    ``sure``: for all days that partial dates may mean; else for some.
    """
    if values.count == 1:
        return any(truth >= least for _, truth in said)
    dated = sorted(((day, truth) for day, truth in said if day is not None), key=_by_day)
    if not sure and len(dated) < len(said):
        return sum(truth >= least for _, truth in said) >= values.count
    kept: list[PartialDate] = []
    for day, truth in dated:
        if truth < least:
            kept = [] if values.consecutive else kept
        elif not kept or _apart(values, kept[-1], day, sure=sure):
            kept.append(day)
        if len(kept) >= values.count:
            return True
    return False


def _by_day(pair: tuple[PartialDate, Truth]) -> tuple[int, int]:
    return pair[0].last.toordinal(), pair[0].first.toordinal()


def _apart(values: Values, earlier: PartialDate, later: PartialDate, *, sure: bool) -> bool:
    if values.apart is None or values.unit is None:
        return later.first > earlier.last if sure else later.last >= earlier.first
    moved = shift(earlier, values.apart, values.unit)
    return later.first >= moved.last if sure else later.last >= moved.first


def _distance(values: Values) -> str:
    if values.apart is None or values.unit is None:
        return ""
    return f" at least {values.apart:g} {values.unit}{'' if values.apart == 1 else 's'} apart"


def _imprecise(values: Values, quantity: Quantity) -> Reason:
    detail = f"whether {values.count} values of {quantity.name} lie{_distance(values)} is not certain"
    return Reason("imprecise", detail, f"the exact dates of {quantity.name}", quantity.id)


def _too_few(values: Values, found: int, quantity: Quantity) -> Reason:
    days = "one day" if found == 1 else f"{found} days"
    detail = f"{quantity.name} of {days} on record; asked for: {values.count}{_distance(values)}"
    return Reason("missing", detail, f"another {quantity.name}", quantity.id, quantity.unit)
