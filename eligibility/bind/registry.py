"""Binds the registry's structured fields: ages, sex, healthy volunteers.

What comes in are the fields as written; what goes out are the rows R.age, R.sex
and R.healthy.  A field that a criterion states too is compared with it, flagged
where they differ, and takes no part in the verdict.
"""

from __future__ import annotations

from collections.abc import Iterable

from eligibility.bind.nodes import All, Any, Bound, Compare, Note, Present, Unparsed, children
from eligibility.bind.rules import Row
from eligibility.bind.scope import Scope
from eligibility.bind.thresholds import AGE_UNITS
from eligibility.core.diagnostic import Diagnostic
from eligibility.core.interval import Interval
from eligibility.core.span import Span, hull
from eligibility.knowledge.load import Knowledge

MONTHS = {"a": 12, "mo": 1}


def age_row(fields: dict[str, tuple[str, Span]], criteria: Iterable[Row], knowledge: Knowledge) -> Row | None:
    """R.age: the minimum and maximum age, both in completed units and inclusive."""
    stated = [fields[name] for name in ("minimum_age", "maximum_age") if name in fields]
    if not stated:
        return None
    bounds = [
        _age(name, *fields[name], knowledge) for name in ("minimum_age", "maximum_age") if name in fields
    ]
    rules = [rule for rule in bounds if rule is not None]
    span = hull(where for _, where in stated)
    rule = _both(rules, span)
    text = " to ".join(written for written, _ in stated)
    said = [leaf for row in criteria if row.rule for leaf in _required_ages(row.rule)]
    remarks = () if not said or _agree(rule, said) else (_differs("age", text, span),)
    if said and (left := _unsaid(rules, said)):
        # The criteria name no such limit: one within it passes, and one beyond it is asked about.
        asked = Unparsed(text=text, why=ONE_SIDED, reason="ambiguous_text", span=span)
        rule = Any(operands=(_both(left, span), asked), span=span)
        return _row("R.age", text, span, rule, compared=False, diagnostics=remarks)
    return _row("R.age", text, span, rule, compared=bool(said), diagnostics=remarks)


ONE_SIDED = "the registry names a limit of age that the criteria leave out"


def _unsaid(rules: list[Bound], said: list[Compare]) -> list[Bound]:
    """The registry's limits on a side on which no criterion has one."""
    low = any(age.bounds.low is not None for age in said)
    high = any(age.bounds.high is not None for age in said)
    limits = [rule for rule in rules if isinstance(rule, Compare)]
    return [rule for rule in limits if not (low if rule.bounds.low is not None else high)]


def _age(name: str, text: str, span: Span, knowledge: Knowledge) -> Bound | None:
    """One bound; ``None`` where the field says that there is none."""
    if knowledge.vocabulary.read("registry_age", text) == "none":
        return None
    number, _, word = text.partition(" ")
    unit = AGE_UNITS.get(knowledge.lexicon.value("time_unit", word) or "")
    if unit is None or not number.isdecimal():
        return Unparsed(text=text, why="an age that is not read", span=span)
    count = float(number)
    # A maximum of 17 years lasts until the 18th birthday.
    bounds = Interval(low=count) if name == "minimum_age" else Interval(high=count + 1, high_open=True)
    return Compare(quantity="age", phrase="age", bounds=bounds, unit=unit, span=span)


def _both(rules: list[Bound], span: Span) -> Bound:
    match rules:
        case []:
            return Note(text="", why="no limit of age", span=span)
        case [Compare() as low, Compare() as high] if low.unit == high.unit:
            bounds = Interval(low.bounds.low, high.bounds.high, high_open=high.bounds.high_open)
            return Compare(quantity="age", phrase="age", bounds=bounds, unit=low.unit, span=span)
        case [only]:
            return only
        case _:
            return All(operands=tuple(rules), span=span)


def _required_ages(rule: Bound) -> list[Compare]:
    """The ages that a criterion requires of everyone: not those that only select an alternative."""
    match rule:
        case Compare() if rule.quantity == "age":
            return [rule]
        case All():
            return [leaf for operand in rule.operands for leaf in _required_ages(operand)]
        case _:
            return []


def _agree(rule: Bound, said: list[Compare]) -> bool:
    """Whether the criteria together ask for the same ages, counted in completed months."""
    field = _in_months(_required_ages(rule))
    return field is not None and field == _in_months(said)


def _in_months(ages: list[Compare]) -> tuple[float, float] | None:
    """The first month of age that fits all and the first after it that no longer does.

    Up to 17 years lasts until the 18th birthday, as does less than 18 years.
    ``None`` where one is not counted in months or years, or is told by "more than".
    """
    low, high = 0.0, float("inf")
    for age in ages:
        months, bounds = MONTHS.get(age.unit or ""), age.bounds
        if months is None or bounds.low_open:
            return None
        if bounds.low is not None:
            low = max(low, bounds.low * months)
        if bounds.high is not None:
            high = min(high, (bounds.high + (not bounds.high_open)) * months)
    return low, high


def sex_row(field: tuple[str, Span], criteria: Iterable[Row], knowledge: Knowledge) -> Row:
    """R.sex: which sex may enter."""
    text, span = field
    value = knowledge.vocabulary.read("registry_sex", text)
    rule: Bound
    match value:
        case "any":
            rule = Note(text=text, why="any sex", span=span)
        case "female" | "male":
            rule = Present(kind="person", concept=value, phrase=text, span=span)
        case _:
            rule = Unparsed(text=text, why="a sex that is not read", span=span)
    said = {one for row in criteria if row.rule for one in _sexes(row.rule)}
    remarks = () if not said or said == {value} else (_differs("sex", text, span),)
    return _row("R.sex", text, span, rule, compared=bool(said), diagnostics=remarks)


def _sexes(rule: Bound) -> set[str]:
    """The sexes that a criterion requires of everyone."""
    match rule:
        case Note() if rule.why == "any sex":
            return {"any"}
        case Present() if rule.kind == "person" and rule.concept:
            return {rule.concept}
        case All():
            return {sex for operand in children(rule) for sex in _sexes(operand)}
        case _:
            return set()


def healthy_row(field: tuple[str, Span], conditions: tuple[str, ...], scope: Scope) -> Row:
    """R.healthy: where healthy volunteers are not accepted, the record must state the trial's disease."""
    text, span = field
    value = scope.knowledge.vocabulary.read("registry_healthy", text)
    rule: Bound
    if value == "yes":
        rule = Note(text=text, why="healthy volunteers are accepted", span=span)
    elif value == "no" and conditions:
        named = tuple(_disease(words, scope, span) for words in conditions)
        rule = named[0] if len(named) == 1 else Any(operands=named, span=span)
    else:
        rule = Unparsed(text=text, why="not read", span=span)
    return _row("R.healthy", text, span, rule, compared=False)


def _disease(words: str, scope: Scope, span: Span) -> Present:
    concept = scope.knowledge.concepts.named(words)
    return Present(
        kind="condition",
        concept=None if concept is None else concept.id,
        phrase=words,
        status="ever",
        span=span,
    )


def _differs(what: str, text: str, span: Span) -> Diagnostic:
    message = f"the registry field '{text}' and the criteria differ on {what}; the criteria are used"
    return Diagnostic("registry_differs", message, span)


def _row(
    identifier: str,
    text: str,
    span: Span,
    rule: Bound,
    *,
    compared: bool,
    diagnostics: tuple[Diagnostic, ...] = (),
) -> Row:
    return Row(
        id=identifier,
        parent=None,
        role="item",
        kind="registry",
        text=text,
        span=span,
        rule=rule,
        source=text,
        applicable="no" if compared else "yes",
        diagnostics=diagnostics,
    )
