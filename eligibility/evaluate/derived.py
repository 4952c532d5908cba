"""Values that follow from others by a formula, where the record holds what goes into it.

Which formulas: those that the criterion names, else those that the conventions
list for the candidate's age.  What goes in must be of one time; what of it is
known only in part goes through, so that a derived value may be a range.
"""

from __future__ import annotations

import datetime as dt

import msgspec

from eligibility.bind.nodes import Compare
from eligibility.core.dates import anniversary, completed_years
from eligibility.core.interval import Interval
from eligibility.core.reasons import Reason
from eligibility.core.truth import TRUE
from eligibility.evaluate.context import Scope
from eligibility.evaluate.select import choose
from eligibility.evaluate.windows import Frame
from eligibility.evaluate.words import amount, number
from eligibility.formulas.table import AGE, SEX, Formula, Needed, formulas
from eligibility.knowledge.conversion import Refused
from eligibility.knowledge.quantities import Quantity
from eligibility.patient.record import Measured

MONTHS = 12
ADULT = 18
"""Units: years.  An adult's height does not change."""
HEIGHT = "height"


class Derived(msgspec.Struct, frozen=True):
    """A derived value: by which formula, how, from which facts; ``open``: what would make it narrower."""

    formula: Formula
    fact: Measured
    shown: str
    inputs: tuple[Measured, ...]
    open: tuple[str, ...] = ()


class Derivation(msgspec.Struct, frozen=True):
    """What formulas give for a quantity.

    ``lacking``: quantities that some formula lacks, where it has others; ``reasons``: why an input on record
    cannot be used, or no formula.  ``named``: the criterion names the formula.
    """

    values: tuple[Derived, ...] = ()
    lacking: tuple[str, ...] = ()
    reasons: tuple[Reason, ...] = ()
    named: bool = False


def derivation(node: Compare, quantity: Quantity, scope: Scope, span: Frame | None) -> Derivation:
    """The values of a quantity that follow from the record, one for each formula that has what it needs."""
    known = formulas(scope.knowledge.folder)
    if not known.derives(quantity.id):
        return Derivation()
    youngest, oldest = ages(scope, scope.context.as_of)
    named = known.named(node.formula, quantity.id) if node.formula else []
    fitting = [one for one in named if not _too_young_or_old(one, youngest, oldest)]
    if named and not fitting:
        names = " and ".join(one.name for one in named)
        detail = f"the protocol names {names}, which is not for the candidate's age"
        asks = f"{quantity.name} by the formula that the protocol means"
        return Derivation(reasons=(Reason("formula", detail, asks, quantity.id, quantity.unit),))
    usual = fitting or known.usual(quantity.id, youngest, oldest)
    found = [_by(one, node, quantity, scope, span) for one in usual]
    values = tuple(one for one in found if isinstance(one, Derived))
    others = [one for one in found if isinstance(one, Derivation)]
    lacking = tuple(dict.fromkeys(name for one in others for name in one.lacking))
    reasons = tuple(dict.fromkeys(reason for one in others for reason in one.reasons))
    return Derivation(values, lacking, reasons, bool(named))


def _too_young_or_old(formula: Formula, youngest: float, oldest: float) -> bool:
    young = formula.age_from is not None and oldest < formula.age_from
    return young or (formula.age_below is not None and youngest >= formula.age_below)


def _by(
    formula: Formula, node: Compare, quantity: Quantity, scope: Scope, span: Frame | None
) -> Derived | Derivation:
    """The value by one formula; else what it lacks."""
    facts: dict[str, tuple[Measured, ...]] = {}
    lacking: list[str] = []
    reasons: list[Reason] = []
    for name, needed in formula.inputs.items():
        if not needed.quantity:
            continue
        found = _facts(needed.quantity, node, scope, span)
        usable = tuple(fact for fact in found if fact.problem is None and fact.value is not None)
        if usable:
            facts[name] = usable
        elif problems := [fact.problem for fact in found if fact.problem is not None]:
            reasons.append(problems[0])
        else:
            lacking.append(needed.quantity)
    if lacking or reasons:
        return Derivation(lacking=tuple(lacking) if facts or reasons else (), reasons=tuple(reasons))
    inputs = tuple(fact for found in facts.values() for fact in found)
    apart = _apart(inputs, quantity, scope)
    if apart is not None:
        return Derivation(reasons=(apart,))
    return _computed(formula, node, quantity, scope, facts)


def _facts(name: str, node: Compare, scope: Scope, span: Frame | None) -> tuple[Measured, ...]:
    """The values of an input that count: the latest, or those of the window."""
    asked = msgspec.structs.replace(node, quantity=name, method=None, specimen=None, reference="absolute")
    return tuple(fact for fact, held in choose(asked, scope, span).facts if held is TRUE)


def _ages_not(fact: Measured, scope: Scope) -> bool:
    """Whether a value holds for good: the height of somebody who was grown up when it was taken."""
    birth = scope.record.birth
    if fact.quantity != HEIGHT or birth is None or fact.date is None:
        return False
    return anniversary(birth.last, ADULT * MONTHS) <= fact.date.first


def _apart(inputs: tuple[Measured, ...], quantity: Quantity, scope: Scope) -> Reason | None:
    """That the inputs were not taken at one time; values without a date may have been."""
    dates = [fact.date for fact in inputs if fact.date is not None and not _ages_not(fact, scope)]
    days = scope.context.conventions.days("derived_inputs_days")
    if not dates:
        return None
    first, last = min(date.first for date in dates), max(date.last for date in dates)
    if (last - first).days <= days:
        return None
    names = " and ".join(dict.fromkeys(_name(fact.quantity, scope) for fact in inputs))
    detail = f"{names} were taken more than {days} days apart ({first} to {last})"
    return Reason("stale", detail, f"{names} of one time", quantity.id, quantity.unit)


def _computed(
    formula: Formula, node: Compare, quantity: Quantity, scope: Scope, facts: dict[str, tuple[Measured, ...]]
) -> Derived | Derivation:
    inputs = tuple(fact for found in facts.values() for fact in found)
    dates = [fact.date for fact in inputs if fact.date is not None]
    aging = [fact.date for fact in inputs if fact.date is not None and not _ages_not(fact, scope)] or dates
    day = max((date.last for date in dates), default=scope.context.as_of)
    given: dict[str, Interval | str | None] = {}
    written: dict[str, str] = {}
    for name, needed in formula.inputs.items():
        value = _input(name, needed, facts.get(name, ()), scope, day)
        if isinstance(value, Refused):
            return Derivation()
        given[name], written[name] = value, _written(name, value, needed)
    found = formula.spread(given)
    if found is None:
        return Derivation()
    methods = {fact.method for fact in inputs if fact.method is not None}
    fact = Measured(
        path=", ".join(dict.fromkeys(fact.path for fact in inputs)),
        quantity=quantity.id,
        written=_range(found),
        written_unit=formula.unit,
        value=found,
        unit=formula.unit,
        date=min(aging) if aging else None,
        method=methods.pop() if len(methods) == 1 else None,
    )
    open_words = tuple(
        needed.meaning or name for name, needed in formula.inputs.items() if given[name] is None
    )
    unit = "" if formula.unit == "1" else f" {formula.unit}"
    shown = f"{formula.shown(given, written)} = {_range(found)}{unit}"
    return Derived(formula, fact, shown, inputs, () if found.exact else open_words)


def _input(
    name: str, needed: Needed, facts: tuple[Measured, ...], scope: Scope, day: dt.date
) -> Interval | str | Refused | None:
    """What is known of an input: a value in the unit of the formula, a word, or nothing."""
    if name == AGE:
        youngest, oldest = ages(scope, day)
        return Interval(youngest, None if oldest == float("inf") else oldest)
    if name == SEX:
        return scope.record.sex if scope.record.sex in needed.words else None
    if not needed.quantity:
        return None
    quantity = scope.knowledge.quantities.by_id[needed.quantity]
    values: list[Interval] = []
    for fact in facts:
        made = scope.knowledge.conversions.between(quantity, fact.unit or quantity.unit, needed.unit)
        if isinstance(made, Refused) or fact.value is None:
            return made if isinstance(made, Refused) else None
        values.append(fact.value.scaled(made.factor, made.offset))
    found = _hull(values)
    least = quantity.plausible.low
    # A concentration below a limit of detection is none below nothing.
    return Interval(0.0, found.high) if found.low is None and least is not None and least >= 0 else found


def _hull(values: list[Interval]) -> Interval:
    """The smallest interval that holds values of one day which are all on record."""
    lows, highs = [one.low for one in values], [one.high for one in values]
    low = None if None in lows else min(low for low in lows if low is not None)
    high = None if None in highs else max(high for high in highs if high is not None)
    return Interval(low, high)


def ages(scope: Scope, day: dt.date) -> tuple[float, float]:
    """The least and the greatest age in years that a candidate may have on a day; any, where no birth is."""
    birth = scope.record.birth
    if birth is None:
        return 0.0, float("inf")
    return max(0.0, _age(birth.last, day)), max(0.0, _age(birth.first, day))


def _age(birth: dt.date, day: dt.date) -> float:
    """An age in years with its fraction, which is that of the year of life."""
    if birth >= day:
        return 0.0
    years = completed_years(birth, day)
    last, following = (anniversary(birth, count * MONTHS) for count in (years, years + 1))
    return years + (day - last).days / (following - last).days


def _written(name: str, value: Interval | str | None, needed: Needed) -> str:
    if value is None:
        return name
    if isinstance(value, str):
        return value
    if name == AGE:
        return f"{number(value.low or 0)}" if value.exact else f"({_range(value)})"
    return amount(value.low or 0, needed.unit) if value.exact else f"({_range(value)} {needed.unit})"


def _range(value: Interval) -> str:
    """A value, or the range that it lies in."""
    if value.exact and value.low is not None:
        return number(value.low)
    if value.low is None:
        return f"at most {number(value.high or 0)}"
    return (
        f"at least {number(value.low)}"
        if value.high is None
        else f"{number(value.low)} to {number(value.high)}"
    )


def _name(quantity: str, scope: Scope) -> str:
    found = scope.knowledge.quantities.by_id.get(quantity)
    return quantity if found is None else found.name


def names(quantities: tuple[str, ...], scope: Scope) -> str:
    """Quantities as a sentence lists them."""
    return " and ".join(_name(one, scope) for one in quantities)
