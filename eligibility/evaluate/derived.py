"""Values that follow from others by a formula, where the record holds what goes into it.

Which formulas: those that the criterion names, else those that the conventions
list for the candidate's age.  What goes in must be of one time; what of it is
known only in part goes through, so that a derived value may be a range.
"""

from __future__ import annotations

import datetime as dt

import msgspec

from eligibility.bind.nodes import Compare
from eligibility.core.dates import PartialDate, anniversary, completed_years
from eligibility.core.interval import Interval
from eligibility.core.reasons import Reason
from eligibility.core.truth import TRUE
from eligibility.evaluate.context import Scope
from eligibility.evaluate.select import choose, latest
from eligibility.evaluate.windows import Frame
from eligibility.evaluate.words import amount, dated, number
from eligibility.formulas.table import AGE, SEX, Formula, Formulas, Needed, formulas
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
    named = _named(node, quantity, known)
    if named is None:
        return _none_by(f"the protocol's formula is not known here: '{node.formula}'", quantity)
    youngest, oldest = ages(scope, scope.context.as_of)
    if named and not all(one.is_for(youngest) and one.is_for(oldest) for one in named):
        return _not_of_age([one.name for one in named], quantity, scope)
    used = named or known.usual(quantity.id, youngest, oldest)
    if not used:
        return _not_of_age([], quantity, scope)
    found = [by_formula_of(one, node, quantity, scope, span) for one in used]
    values = tuple(one for one in found if isinstance(one, Derived))
    others = [one for one in found if isinstance(one, Derivation)]
    lacking = tuple(dict.fromkeys(name for one in others for name in one.lacking))
    reasons = tuple(dict.fromkeys(reason for one in others for reason in one.reasons))
    return Derivation(values, lacking, reasons, bool(named))


def _named(node: Compare, quantity: Quantity, known: Formulas) -> list[Formula] | None:
    """The formulas that the criterion names; ``None`` where its words name one that is not known."""
    if node.formula is None:
        return []
    left, found = node.formula, known.named(node.formula, quantity.id)
    while name := known.name_in(left, quantity.id):
        left = " ".join(known.without(left, name))
    return found if known.leaves_open(left) else None


def _none_by(detail: str, quantity: Quantity) -> Derivation:
    asks = f"{quantity.name} by the formula that the protocol means"
    return Derivation(reasons=(Reason("formula", detail, asks, quantity.id, quantity.unit),))


def _not_of_age(names: list[str], quantity: Quantity, scope: Scope) -> Derivation:
    """That no formula is for the candidate's age, or for every age that it may be."""
    birth = scope.record.birth
    if birth is None or not birth.exact:
        detail = f"{quantity.name} follows by a formula for some ages, and the age is not known exactly"
        return Derivation(reasons=(Reason("missing", detail, "the exact date of birth", "age"),))
    if names:
        detail = f"the protocol names {' and '.join(names)}, which is not for the candidate's age"
    else:
        detail = f"no formula here gives {quantity.name} at the candidate's age"
    return _none_by(detail, quantity)


def by_formula_of(
    formula: Formula, node: Compare, quantity: Quantity, scope: Scope, span: Frame | None
) -> Derived | Derivation:
    """The value by one formula; else what it lacks."""
    listed: dict[str, tuple[Measured, ...]] = {}
    lacking: list[str] = []
    reasons: list[Reason] = []
    for name, needed in formula.inputs.items():
        if not needed.quantity:
            continue
        found = _facts(needed.quantity, node, scope, span)
        usable = tuple(fact for fact in found if fact.problem is None and fact.value is not None)
        if usable:
            listed[name] = usable
        elif problems := [fact.problem for fact in found if fact.problem is not None]:
            reasons.append(problems[0])
        else:
            lacking.append(needed.quantity)
    if lacking or reasons:
        return Derivation(lacking=tuple(lacking) if listed or reasons else (), reasons=tuple(reasons))
    days = 0 if formula.one_test else scope.context.conventions.days("derived_inputs_days")
    together = _of_one_time(listed, days, scope)
    if together is None:
        return Derivation(reasons=(_apart(listed, days, quantity, scope),))
    return _computed(formula, quantity, scope, together)


def _facts(name: str, node: Compare, scope: Scope, span: Frame | None) -> tuple[Measured, ...]:
    """Every value of an input that may count: those of the window, else all."""
    asked = msgspec.structs.replace(node, quantity=name, method=None, specimen=None, reference="absolute")
    return tuple(fact for fact, held in choose(asked, scope, span, every=True).facts if held is TRUE)


def _of_one_time(
    listed: dict[str, tuple[Measured, ...]], days: int, scope: Scope
) -> dict[str, tuple[Measured, ...]] | None:
    """The latest values of all inputs that were taken so many days apart at most; ``None`` for none.

    Values without a date stand in only where an input has no other.
    """
    lasting = {name: facts for name, facts in listed.items() if any(_ages_not(one, scope) for one in facts)}
    undated = {n: facts for n, facts in listed.items() if all(one.date is None for one in facts)}
    fixed = {name: _newest(facts) for name, facts in lasting.items()} | undated
    moving = {name: facts for name, facts in listed.items() if name not in fixed}
    moments = {one.date for facts in moving.values() for one in facts if one.date is not None}
    for moment in sorted(moments, reverse=True):
        near = {name: _nearest(facts, moment, days) for name, facts in moving.items()}
        if all(near.values()) and (days == 0 or _are_newest(near, moving)):
            return fixed | near
    return fixed if not moving else None


def _are_newest(near: dict[str, tuple[Measured, ...]], listed: dict[str, tuple[Measured, ...]]) -> bool:
    """Whether no laboratory value is passed over for an older one; a newer weight may be."""
    return all(
        facts[0].quantity in _OF_THE_BODY or _newest(facts)[0] in near[name] for name, facts in listed.items()
    )


_OF_THE_BODY = frozenset({"height", "weight", "body_surface_area"})


def _newest(facts: tuple[Measured, ...]) -> tuple[Measured, ...]:
    dated = [fact for fact in facts if fact.date is not None]
    return tuple(latest(dated)) if dated else facts


def _nearest(facts: tuple[Measured, ...], moment: PartialDate, days: int) -> tuple[Measured, ...]:
    """The values not later than a moment and within so many days of it: those nearest to it."""
    within = [
        fact
        for fact in facts
        if fact.date is not None and fact.date <= moment and (moment.last - fact.date.first).days <= days
    ]
    newest = max((fact.date for fact in within if fact.date is not None), default=None)
    return tuple(fact for fact in within if fact.date == newest)


def _ages_not(fact: Measured, scope: Scope) -> bool:
    """Whether a value holds for good: the height of somebody who was grown up when it was taken."""
    birth = scope.record.birth
    if fact.quantity != HEIGHT or birth is None or fact.date is None:
        return False
    return anniversary(birth.last, ADULT * MONTHS) <= fact.date.first


def _apart(listed: dict[str, tuple[Measured, ...]], days: int, quantity: Quantity, scope: Scope) -> Reason:
    """That the inputs were not taken at one time, or that their dates do not tell."""
    names = " and ".join(dict.fromkeys(_name(facts[0].quantity, scope) for facts in listed.values()))
    dates = [one.date for facts in listed.values() for one in facts if one.date is not None]
    if not all(date.exact for date in dates):
        detail = f"{names}: the dates do not tell whether they were taken at one time"
        return Reason("imprecise", detail, f"the exact dates of {names}", quantity.id)
    apart = "on different days" if days == 0 else f"more than {days} days apart"
    return Reason("stale", f"{names} were taken {apart}", f"{names} of one time", quantity.id)


def _computed(
    formula: Formula, quantity: Quantity, scope: Scope, facts: dict[str, tuple[Measured, ...]]
) -> Derived | Derivation:
    inputs = tuple(fact for found in facts.values() for fact in found)
    dates = [fact.date for fact in inputs if fact.date is not None]
    aging = [fact.date for fact in inputs if fact.date is not None and not _ages_not(fact, scope)] or dates
    day = max((date.last for date in dates), default=scope.context.as_of)
    if not all(formula.is_for(age) for age in ages(scope, day)):
        return _not_of_age([formula.name], quantity, scope)
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
    doubt = _cannot_be(found, formula, quantity, inputs, scope)
    if doubt is not None:
        return Derivation(reasons=(doubt,))
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
    unit = "" if formula.unit == "1" else f" {formula.unit}"
    shown = f"{formula.shown(given, written)} = {_range(found)}{unit}"
    return Derived(formula, fact, shown, inputs, () if found.exact else _open(formula, given))


def _open(formula: Formula, given: dict[str, Interval | str | None]) -> tuple[str, ...]:
    """What would make a derived range narrower, beside its measured inputs."""
    asked = {AGE: "the exact date of birth", SEX: "the sex"}
    found = []
    for name, needed in formula.inputs.items():
        value = given[name]
        if value is None or (name == AGE and isinstance(value, Interval) and not value.exact):
            words = f"{needed.meaning or name} (a measurement '{name}': {' or '.join(needed.words)})"
            found.append(asked.get(name, words))
    return tuple(found)


def _cannot_be(
    found: Interval, formula: Formula, quantity: Quantity, inputs: tuple[Measured, ...], scope: Scope
) -> Reason | None:
    """Why a derived value is none that a candidate can have: its inputs are to be looked at."""
    made = scope.knowledge.conversions.between(quantity, formula.unit, quantity.unit)
    if isinstance(made, Refused):
        return None
    value, bounds = found.scaled(made.factor, made.offset), quantity.plausible
    too_low = value.high is not None and bounds.low is not None and value.high < bounds.low
    too_high = value.low is not None and bounds.high is not None and value.low > bounds.high
    if not too_low and not too_high:
        return None
    said = ", ".join(f"{_name(one.quantity, scope)} {one.written} {dated(one.date)}" for one in inputs)
    detail = f"{quantity.name} of {_range(found)} cannot be; look at {said}"
    return Reason("unread_record", detail, f"the right {_names(inputs, scope)}", quantity.id)


def _input(
    name: str, needed: Needed, facts: tuple[Measured, ...], scope: Scope, day: dt.date
) -> Interval | str | Refused | None:
    """What is known of an input: a value in the unit of the formula, a word, or nothing."""
    if name == AGE:
        youngest, oldest = ages(scope, day)
        if needed.whole:
            youngest, oldest = float(int(youngest)), oldest if oldest == float("inf") else float(int(oldest))
        return Interval(youngest, None if oldest == float("inf") else oldest)
    if name == SEX:
        return scope.record.sex if scope.record.sex in needed.words else None
    if not needed.quantity:
        return _word(name, needed, scope)
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


def _word(name: str, needed: Needed, scope: Scope) -> str | None:
    """A word that the record gives as a measurement of the input's name: ascites, slight."""
    told = {fact.level for fact in scope.index.measured.get(name, ()) if fact.level in needed.words}
    return told.pop() if len(told) == 1 else None


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


def _names(facts: tuple[Measured, ...], scope: Scope) -> str:
    return " and ".join(dict.fromkeys(_name(fact.quantity, scope) for fact in facts))


def names(quantities: tuple[str, ...], scope: Scope) -> str:
    """Quantities as a sentence lists them."""
    return " and ".join(_name(one, scope) for one in quantities)
