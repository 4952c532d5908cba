"""Several values of one quantity: any of them, all of them, or so many at so great a distance.

What comes in is what each value says of the bounds; what goes out is what they
say together.  The values on record are those that were measured: where there
are enough of them and too few lie within the bounds, the answer is no; where
there are too few, more are needed.  Two values of one day that disagree, and
dates that leave the order open, decide nothing that hangs on them.
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
Dated = tuple[PartialDate, Truth]

MOST = 40
"""So many values are looked at, the latest; nobody is asked to have so many on occasions apart."""


def together(
    values: Values, said: Sequence[Said], reasons: tuple[Reason, ...], quantity: Quantity
) -> tuple[Truth, tuple[Reason, ...]]:
    """What the values say together; ``reasons`` are those of the ones that say nothing."""
    truths = [truth for _, truth in said]
    if values.which == "all" or values.count == 1:
        pick = min if values.which == "all" else max
        truth = pick(truths, default=UNKNOWN)
        return truth, (reasons or (_imprecise(values, quantity),)) if truth is UNKNOWN else ()
    dated = sorted(((day, truth) for day, truth in said if day is not None), key=_by_day)[-MOST:]
    if _chain(values, dated, least=TRUE, sure=True):
        return TRUE, ()
    undated = len(dated) < len(said) and sum(truth is not FALSE for truth in truths) >= values.count
    if undated or _chain(values, dated, least=UNKNOWN, sure=False):
        return UNKNOWN, reasons or (_imprecise(values, quantity),)
    unconfirmed = values.consecutive and bool(dated) and _latest_says_no(dated)
    if unconfirmed or _chain(_loose(values), dated, least=FALSE, sure=True):
        return FALSE, ()
    return UNKNOWN, (*reasons, _too_few(values, len({day for day, _ in said}), quantity))


def _loose(values: Values) -> Values:
    return Values("times", values.count, values.apart, values.unit)


def _latest_says_no(dated: Sequence[Dated]) -> bool:
    """Whether what may be the latest values do not lie within the bounds: there is nothing to confirm."""
    newest = max(day.first for day, _ in dated)
    return all(truth is FALSE for day, truth in dated if day.last >= newest)


def _chain(values: Values, dated: Sequence[Dated], *, least: Truth, sure: bool) -> bool:
    """Whether ``count`` values that say at least so much lie far enough apart, one after the other.

    ``sure``: for all days that partial dates may mean; else for some.
    """
    places = [place for place, (_, truth) in enumerate(dated) if truth >= least]
    if sure and least is not FALSE:
        places = [place for place in places if not _contradicted(place, dated, least)]
    if len(places) < values.count:
        return False
    longest = dict.fromkeys(places, 1)
    # Sorted by day, so that a chain is built from its end; where the order is open, both are tried.
    for _ in range(values.count):
        for one in reversed(places):
            after = [
                longest[other]
                for other in places
                if other != one and _follows(values, one, other, dated, least=least, sure=sure)
            ]
            longest[one] = max(1, min(values.count, 1 + max(after, default=0)))
    return max(longest.values(), default=0) >= values.count


def _contradicted(place: int, dated: Sequence[Dated], least: Truth) -> bool:
    """Whether another value of the same day says less."""
    return any(day == dated[place][0] and truth < least for day, truth in dated)


def _follows(
    values: Values, one: int, other: int, dated: Sequence[Dated], *, least: Truth, sure: bool
) -> bool:
    """Whether a value lies far enough after another, with none between them that says less."""
    earlier, later = dated[one][0], dated[other][0]
    if not _apart(values, earlier, later, sure=sure):
        return False
    if not values.consecutive:
        return True
    return not any(
        truth < least and place not in (one, other) and _between(day, earlier, later, sure=sure)
        for place, (day, truth) in enumerate(dated)
    )


def _between(day: PartialDate, earlier: PartialDate, later: PartialDate, *, sure: bool) -> bool:
    """Whether a day lies between two: ``sure`` asks whether it may."""
    if sure:
        return day.last >= earlier.first and day.first <= later.last
    return day.first > earlier.last and day.last < later.first


def _by_day(pair: Dated) -> tuple[int, int]:
    return pair[0].last.toordinal(), pair[0].first.toordinal()


def _apart(values: Values, earlier: PartialDate, later: PartialDate, *, sure: bool) -> bool:
    if values.apart is None or values.unit is None:
        return later.first > earlier.last if sure else later.last > earlier.first
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
