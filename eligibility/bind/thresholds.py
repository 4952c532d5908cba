"""Binds thresholds: subject, bounds, unit, limit of normal, method, and for whom.

What comes in is a threshold as written; what goes out are ``Compare`` nodes: one
for each subject and each time.  A subject that is no quantity stays open.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from eligibility.bind.brackets import in_other_unit, on_other_scale, read_bracket, with_age, with_scale
from eligibility.bind.doubt import beside
from eligibility.bind.formulas import USING, measured_by, with_formula
from eligibility.bind.graded import names_criteria
from eligibility.bind.grounding import ground
from eligibility.bind.nodes import All, Any, Bound, Compare, Note, Readings, Unparsed, When, Window
from eligibility.bind.related import in_words
from eligibility.bind.scope import BindClause, Scope
from eligibility.bind.times import window
from eligibility.core.interval import Interval
from eligibility.knowledge.conversion import NO_UNIT
from eligibility.knowledge.quantities import Quantity
from eligibility.knowledge.units import Unit
from eligibility.syntax.nodes import AgeIs, Subject, Threshold
from eligibility.syntax.terms import Comparison, Manner

AGE_UNITS = {"year": "a", "month": "mo", "week": "wk", "day": "d", "hour": "h"}


def bind_threshold(node: Threshold, scope: Scope, bind: BindClause) -> Bound:
    """The comparisons that a threshold stands for.

    Several subjects share the bounds; with a guard each, they are alternatives by age or
    condition; several times are alternatives of the whole.
    """
    if node.comparison.reference == "normal":
        return _normal(node, scope, bind)
    node = with_formula(with_age(with_scale(node, scope)), scope)
    scales = on_other_scale(node, scope)
    if scales is not None:
        either = tuple(bind_threshold(one, scope, bind) for one in scales)
        return Any(operands=either, same=True, span=node.span)
    units = in_other_unit(node, scope)
    if units is not None:
        read = tuple(bind_threshold(one, scope, bind) for one in units)
        return Readings(operands=read, why="one limit in two units, one of them rounded", span=node.span)
    why = _doubtful(node, scope)
    if any(time.half_lives is not None for time in node.times):
        why = "half-lives beside a limit: of which drug is not said"
    if why is not None:
        return Unparsed(text="", why=why, reason="ambiguous_text", span=node.span)
    several = len(node.times) > 1
    times: tuple[Window | None, ...] = tuple(window(time, scope, alternative=several) for time in node.times)
    at_times = tuple(_subjects(node, at, scope, bind) for at in times or (None,))
    whole = at_times[0] if len(at_times) == 1 else Any(operands=at_times, span=node.span)
    remarks = tuple(
        remark
        for remark in (
            *(read_bracket(node, aside, scope) for aside in node.asides),
            *_standards(node.manners, scope),
        )
    )
    return beside(whole, remarks, in_words(node, scope.knowledge.lexicon), whole.span) if remarks else whole


def _normal(node: Threshold, scope: Scope, bind: BindClause) -> Bound:
    """Values within normal limits; what is no quantity is asked about in these words."""
    named = [scope.knowledge.quantities.named(subject.phrase.words) for subject in node.subjects]
    if None in named:
        said = f"{node.subjects[-1].phrase.words} {scope.knowledge.lexicon.spell('normal_range', 'normal')}"
        why = "values within normal limits, of what is not known"
        return Unparsed(text=said, why=why, span=node.span)
    limits = tuple(bind_threshold(one, scope, bind) for one in _between_limits(node))
    return All(operands=limits, span=node.span)


def _between_limits(node: Threshold) -> tuple[Threshold, Threshold]:
    """A value within normal limits: not below the lower, not above the upper."""
    low = Comparison(bounds=Interval(1.0, None), reference="lln", span=node.comparison.span)
    high = Comparison(bounds=Interval(None, 1.0), reference="uln", span=node.comparison.span)
    first, second = (msgspec.structs.replace(node, comparison=one) for one in (low, high))
    return first, second


def _doubtful(node: Threshold, scope: Scope) -> str | None:
    """Why a limit may mean something else than it says: an age = 20 years, an ECOG of at least 2."""
    bounds = node.comparison.bounds
    named = [scope.knowledge.quantities.named(subject.phrase.words) for subject in node.subjects]
    known = [quantity for quantity in named if quantity is not None]
    if bounds.exact and any(quantity.step is None for quantity in known):
        return "exactly one value of what is measured: the stroke of a sign may be lost"
    if node.comparison.listed and any(quantity.step != 1 for quantity in known):
        return "single values of what is measured in no whole steps"
    if scope.excluding and any(_least_by_name(subject, scope) for subject in node.subjects):
        return "a minimum or a maximum that is asked for, in an exclusion"
    if any(_asks_for_worse(quantity, bounds, scope) for quantity in known):
        return "the limit asks for the worse end of a scale: the better end may be meant ('2 or better')"
    return None


def _least_by_name(subject: Subject, scope: Scope) -> bool:
    """Whether a measure is named as the least or the most that is asked for: minimum life expectancy."""
    first, _, measure = subject.phrase.words.partition(" ")
    quantities = scope.knowledge.quantities
    named = quantities.named(subject.phrase.words)
    limited = named is not None and named is quantities.named(measure)
    return limited and scope.knowledge.lexicon.value("limiter", first) is not None


def _asks_for_worse(quantity: Quantity, bounds: Interval, scope: Scope) -> bool:
    """Whether a limit on how able a candidate is lets in the less able alone: an ECOG of 2 or more.

    "At least 2" may count from the better end.  Under an exclusion it is the able whom it would keep out.
    """
    if quantity.id not in scope.knowledge.inference.fitness or None not in (bounds.low, bounds.high):
        return False
    if scope.knowledge.conversions.doubtful(quantity, NO_UNIT, bounds):
        # A limit that the scale does not have is asked about as such.
        return False
    worse = quantity.worse == ("low" if bounds.low is None else "high")
    return worse != scope.excluding


def _subjects(node: Threshold, at: Window | None, scope: Scope, bind: BindClause) -> Bound:
    compared = tuple(_compare(subject, node, at, scope) for subject in node.subjects)
    if any(subject.guard for subject in node.subjects):
        return _alternatives(node, compared, scope, bind)
    if len(compared) == 1:
        return compared[0]
    if node.joint == "or" or (node.joint == "list" and scope.excluding):
        return Any(operands=compared, wording_and=not scope.excluding, span=node.span)
    return All(operands=compared, wording_or=_may_mean_or(node, scope), span=node.span)


def _may_mean_or(node: Threshold, scope: Scope) -> bool:
    return scope.excluding and node.joint == "and" and not scope.aside


def _alternatives(node: Threshold, compared: tuple[Compare, ...], scope: Scope, bind: BindClause) -> Bound:
    """Subjects that are each for some of the candidates: the first whose guard holds is asked."""
    rule: Bound | None = None
    for subject, compare in reversed(list(zip(node.subjects, compared, strict=True))):
        if subject.guard is None:
            rule = compare
        else:
            rule = When(guard=bind(subject.guard, scope), then=compare, otherwise=rule, span=node.span)
    assert rule is not None
    return rule


def _compare(subject: Subject, node: Threshold, at: Window | None, scope: Scope) -> Compare:
    quantity = scope.knowledge.quantities.named(subject.phrase.words)
    if quantity is not None:
        quantity = scope.knowledge.conversions.meant(quantity, node.comparison.unit)
    method, formula = _method(node.manners, scope)
    if quantity is not None:
        quantity = measured_by(quantity, formula, scope)
    unit, unit_is = _unit(node.comparison, quantity, scope)
    reference = node.comparison.reference
    assert reference != "normal", "a value within normal limits is compared with each"
    return Compare(
        quantity=None if quantity is None else quantity.id,
        phrase=subject.phrase.words,
        bounds=node.comparison.bounds,
        unit=unit,
        reference=reference,
        window=at,
        method=method,
        formula=formula,
        unit_is=unit_is,
        span=node.span,
    )


def _unit(
    comparison: Comparison, quantity: Quantity | None, scope: Scope
) -> tuple[str | None, Literal["written", "inferred", "doubtful"]]:
    """The unit in our spelling, or as written where no table knows it; and how sure it is."""
    conversions = scope.knowledge.conversions
    if comparison.unit is None:
        if quantity is None or comparison.reference != "absolute":
            return None, "written"
        if quantity.unit == NO_UNIT:
            doubt = conversions.doubtful(quantity, NO_UNIT, comparison.bounds)
            return None, "doubtful" if doubt else "written"
        usual = conversions.usual_unit(quantity, comparison.bounds)
        return usual, "written" if usual is None else "inferred"
    if comparison.unit in AGE_UNITS:
        return AGE_UNITS[comparison.unit], "written"
    if quantity is None:
        return scope.knowledge.units.code(comparison.unit) or comparison.unit, "written"
    known = conversions.unit(quantity, comparison.unit)
    if not isinstance(known, Unit):
        return comparison.unit, "written"
    doubt = comparison.reference == "absolute" and conversions.doubtful(
        quantity, known.code, comparison.bounds
    )
    return known.code, "doubtful" if doubt else "written"


def _method(manners: tuple[Manner, ...], scope: Scope) -> tuple[str | None, str | None]:
    """The method and the formula that the words name."""
    method = formula = None
    for manner in manners:
        concept = ground(manner.words, scope.knowledge)
        if concept is not None and concept.kind == "method":
            method = concept.id
        elif manner.kind == USING:
            formula = manner.words
    return method, formula


def _standards(manners: tuple[Manner, ...], scope: Scope) -> tuple[Bound, ...]:
    """What the other words of manner amount to: a standard is a note, an unknown method is not read."""
    remarks: list[Bound] = []
    for manner in manners:
        concept = ground(manner.words, scope.knowledge)
        if manner.kind == USING or (concept is not None and concept.kind == "method"):
            continue
        text = f"{manner.kind} {manner.words}"
        if manner.kind == "by" and not names_criteria(manner.words, scope):
            remarks.append(
                Unparsed(text=text, why="a method without a row in rules/concepts", span=manner.span)
            )
        else:
            remarks.append(Note(text=text, why="the standard applied; no limit of its own", span=manner.span))
    return tuple(remarks)


def bind_age(node: AgeIs) -> Compare:
    """An age between bounds, in completed units."""
    return Compare(
        quantity="age", phrase="age", bounds=node.bounds, unit=AGE_UNITS[node.unit], span=node.span
    )  # fmt: skip
