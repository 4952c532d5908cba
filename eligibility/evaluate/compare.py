"""A measured quantity against bounds: which value counts, whether it is fresh, whether others contradict.

What goes out is a trace that names the value as recorded, the threshold in
absolute terms and the margin, or why no value decides.
"""

from __future__ import annotations

import datetime as dt

import msgspec

from eligibility.bind.nodes import Compare, Window
from eligibility.core.dates import PartialDate
from eligibility.core.reasons import Reason
from eligibility.core.truth import FALSE, TRUE, UNKNOWN, Truth
from eligibility.evaluate.age import compare_age
from eligibility.evaluate.beside_formulas import Follows, beside_formulas
from eligibility.evaluate.by_formula import by_formula
from eligibility.evaluate.context import Scope
from eligibility.evaluate.derived import Derivation, derivation, names
from eligibility.evaluate.events import Moment, moment
from eligibility.evaluate.limits import Finding, judge
from eligibility.evaluate.relative import as_recorded
from eligibility.evaluate.repeated import together
from eligibility.evaluate.select import Choice, choose, of_other_specimen
from eligibility.evaluate.speaking import finding, fresh_days, reason_of
from eligibility.evaluate.trace import Evidence, Trace
from eligibility.evaluate.windows import Frame, frame, turning_days
from eligibility.evaluate.words import dated, evidence, later
from eligibility.knowledge.quantities import Quantity
from eligibility.patient.record import Measured

AGE = "age"


def compare(node: Compare, scope: Scope) -> Trace:
    """Whether a quantity lies within the bounds of the criterion."""
    if node.quantity == AGE:
        return compare_age(node, scope)
    quantity = scope.knowledge.quantities.by_id.get(node.quantity or "")
    if quantity is None:
        reason = Reason(
            "unparsed_text", f"'{node.phrase}' is not a quantity we know", f"what '{node.phrase}' is"
        )
        return Trace(node, UNKNOWN, reasons=(reason,))
    node, quantity = as_recorded(node, quantity, scope)
    window = node.window
    if window is None:
        every = scope.history or node.values.which != "latest"
        fresh = None if every else scope.context.as_of
        return _of(node, quantity, scope, Asked(choose(node, scope, None, every), fresh))
    found = moment(window.event, scope)
    if found.state == "absent" and _may_lie_ahead(window):
        asks = f"whether {found.name} is planned, and when"
        reason = Reason("missing", f"no {found.name} is on record, which may lie ahead", asks)
        return Trace(node, UNKNOWN, reasons=(reason,), evidence=found.evidence)
    if found.state == "absent":
        note = f"there was no {found.name}, so no value before or at it"
        return Trace(node, FALSE, evidence=found.evidence, notes=(note,), curable=quantity.curable)
    if found.day is None:
        return Trace(node, UNKNOWN, reasons=found.reasons, evidence=found.evidence)
    return _in_window(node, quantity, scope, found, found.day)


def _may_lie_ahead(window: Window) -> bool:
    """Whether a value before a treatment is asked for, which may be yet to come where none is on record.

    One of several times, "at screening or before anaesthesia", is left where it never came.
    """
    bounded = window.low is not None or window.high is not None
    treated = window.event.edge in {"start", "end"}
    return treated and window.relation != "after" and (bounded or not window.alternative)


def _in_window(node: Compare, quantity: Quantity, scope: Scope, found: Moment, day: PartialDate) -> Trace:
    """The value nearest before an event; without bounds of its own the window asks for a fresh one."""
    window = node.window
    assert window is not None
    bounded = window.low is not None or window.high is not None
    if not bounded and window.relation in ("at", "before", "during"):
        span = Frame(None, day)
        fresh = scope.context.as_of if found.state == "ahead" else day.first
    else:
        span, fresh = frame(window, day), None
    choice = choose(node, scope, span, node.values.which != "latest")
    trace = _of(node, quantity, scope, Asked(choice, fresh, found, span))
    turns = {turn for fact, _ in choice.facts for turn in turning_days(window, found, fact.date)}
    return msgspec.structs.replace(
        trace,
        anchored=found.anchored,
        changes=later(turns, scope.context.as_of),
        flags=(*found.flags, *trace.flags),
        evidence=(*trace.evidence, *found.evidence),
    )


class Asked(msgspec.Struct, frozen=True):
    """The values that count, and of when.

    ``fresh`` is the day on which they must not be too old, ``event`` and ``span`` those of the window.
    """

    choice: Choice
    fresh: dt.date | None
    event: Moment | None = None
    span: Frame | None = None


def _of(node: Compare, quantity: Quantity, scope: Scope, asked: Asked) -> Trace:
    """The outcome of the chosen values, or of what follows from others where there is none."""
    choice, fresh = asked.choice, asked.fresh
    follows = Derivation() if node.values.which != "latest" else derivation(node, quantity, scope, asked.span)
    if not choice.facts:
        trace = by_formula(node, quantity, scope, follows, fresh)
        return _none(node, quantity, scope, asked, follows) if trace is None else trace
    findings = [finding(node, fact, held, quantity, scope, fresh) for fact, held in choice.facts]
    if node.values.which == "latest":
        truth, reasons = _agreed(choice, findings, quantity, scope)
    else:
        each = [(fact.date, f.truth) for (fact, _), f in zip(choice.facts, findings, strict=True)]
        doubts = tuple(dict.fromkeys(reason for one in findings for reason in one.reasons))
        truth, reasons = together(node.values, each, doubts, quantity)
    flags = [flag for one in findings for flag in one.flags]
    if any(fact.date is None for fact, _ in choice.facts):
        flags.append(f"{quantity.name}: the value has no date; it counts as present")
    flags.extend(_unfit(fact, quantity) for fact in choice.passed_over if of_other_specimen(fact, scope))
    cited = [evidence(fact, quantity.name) for fact, _ in choice.facts]
    rival = _rival(node, choice, truth, quantity, scope) or _newer(node, choice, truth, quantity, scope)
    if rival is not None:
        truth, cited = UNKNOWN, [*cited, rival[0]]
        reasons = (rival[1],)
    if truth is not UNKNOWN and (node.formula is not None or follows.values):
        mine = [fact for fact, _ in choice.facts]
        beside = beside_formulas(node, truth, mine, quantity, scope, Follows(follows, fresh))
        flags += beside.flags
        if beside.reasons:
            truth, reasons = UNKNOWN, beside.reasons
    if truth is UNKNOWN and reasons and all(why.kind == "stale" for why in reasons):
        # A value that is too old gives way to what follows from fresh ones.
        instead = by_formula(node, quantity, scope, follows, fresh)
        if instead is not None and instead.truth is not UNKNOWN:
            return instead
    notes = tuple(note for one in findings for note in one.notes)
    return Trace(node, truth, (), tuple(cited), reasons, notes, tuple(flags), curable=quantity.curable)


def _agreed(
    choice: Choice, findings: list[Finding], quantity: Quantity, scope: Scope
) -> tuple[Truth, tuple[Reason, ...]]:
    """The common outcome of several values that may each be the one asked for."""
    truths = {one.truth for one in findings}
    if len(truths) == 1:
        truth = truths.pop()
        return truth, tuple(dict.fromkeys(r for one in findings for r in one.reasons))
    if {TRUE, FALSE} <= truths:
        said = ", ".join(f"{fact.written} {dated(fact.date)} ({fact.path})" for fact, _ in choice.facts)
        if scope.history:
            detail = (
                f"{quantity.name} on both sides of the limit: {said}; which belongs to the event is not clear"
            )
            return UNKNOWN, (
                reason_of("imprecise", detail, f"{quantity.name} at the time of the event", quantity),
            )
        detail = f"{quantity.name} on both sides of the limit: {said}"
        return UNKNOWN, (reason_of("conflicting", detail, f"which {quantity.name} holds", quantity),)
    return UNKNOWN, tuple(dict.fromkeys(r for one in findings for r in one.reasons))


def _rival(
    node: Compare, choice: Choice, truth: Truth, quantity: Quantity, scope: Scope
) -> tuple[Evidence, Reason] | None:
    """A higher value of a rival quantity, not earlier than the one chosen, that would decide otherwise."""
    rows = scope.knowledge.inference.rivals.get(quantity.id)
    if rows is None or truth is UNKNOWN:
        return None
    for row in rows:
        other = scope.knowledge.quantities.by_id.get(row.rival)
        for fact in scope.index.measured.get(row.rival, ()) if other is not None else ():
            if fact.method not in (None, row.rival_method) or other is None or of_other_specimen(fact, scope):
                continue
            if not all(_contradicts(fact, mine) for mine, _ in choice.facts):
                continue
            said = judge(msgspec.structs.replace(node, quantity=row.rival), fact, other, scope)
            if said.truth is not truth and said.truth is not UNKNOWN:
                mine = choice.facts[0][0]
                detail = (
                    f"{other.name} {fact.written} {dated(fact.date)} against {quantity.name} {mine.written}"
                )
                return evidence(fact, other.name), reason_of(
                    "conflicting", detail, f"which {quantity.name} holds", quantity
                )
    return None


def _newer(
    node: Compare, choice: Choice, truth: Truth, quantity: Quantity, scope: Scope
) -> tuple[Evidence, Reason] | None:
    """A value without a date, beside dated ones, that would decide otherwise, or that cannot be used."""
    if truth is UNKNOWN or any(fact.date is None for fact, _ in choice.facts):
        return None
    for fact in choice.undated:
        said = judge(node, fact, quantity, scope).truth
        if said is not truth and (said is not UNKNOWN or fact.problem is not None):
            detail = f"{quantity.name} {fact.written} ({fact.path}): a value without a date may be newer"
            reason = reason_of("imprecise", detail, f"the date of {quantity.name} {fact.written}", quantity)
            return evidence(fact, quantity.name), reason
    return None


def _contradicts(rival: Measured, mine: Measured) -> bool:
    if rival.value is None or mine.value is None or rival.value.low is None or mine.value.high is None:
        return False
    if rival.value.low <= mine.value.high:
        return False
    if mine.date is None:
        return True
    return rival.date is not None and rival.date.last >= mine.date.first


def _none(
    node: Compare, quantity: Quantity, scope: Scope, looked: Asked, follows: Derivation
) -> Trace:
    """No value to ask: what is missing, and what is on record instead."""
    choice, event = looked.choice, looked.event
    flags = tuple(_unfit(fact, quantity) for fact in choice.passed_over)
    cited = tuple(evidence(fact, quantity.name) for fact in (*choice.passed_over, *choice.undated))
    asked = _asked(node, quantity, scope, event)
    if choice.undated:
        detail = f"{quantity.name}: what is on record has no date"
        reasons: tuple[Reason, ...] = (
            reason_of("imprecise", detail, f"the date of the {quantity.name}", quantity),
        )
    else:
        reasons = follows.reasons or _derivable(quantity, scope)
    if not reasons and follows.lacking:
        more = names(follows.lacking, scope)
        detail = f"not on record: {asked}, and {more}, from which it would follow"
        reasons = (reason_of("missing", detail, f"{asked}, or {more}", quantity),)
    reasons = reasons or (reason_of("missing", f"not on record: {asked}", asked, quantity),)
    return Trace(node, UNKNOWN, (), cited, reasons, (), flags, curable=quantity.curable)


def _unfit(fact: Measured, quantity: Quantity) -> str:
    """That a value on record is not of the method, specimen or phase asked for."""
    specimen = f" from {fact.specimen.replace('_', ' ')}" if fact.specimen else ""
    phase = f" at {fact.phase}" if fact.phase else ""
    by = f"by {fact.method or 'a method not recorded'}{specimen}{phase}"
    return f"{quantity.name} {fact.written} {dated(fact.date)}: {by}, which is not what is asked for"


def _asked(node: Compare, quantity: Quantity, scope: Scope, event: Moment | None) -> str:
    parts = [quantity.name]
    if node.method is not None:
        known = scope.knowledge.concepts.by_id.get(node.method)
        parts.append(f"by {known.name if known else node.method}")
    if node.reference in ("uln", "lln"):
        parts.append("with its limit of normal")
    elif quantity.unit != "1":
        parts.append(f"in {node.unit or quantity.unit}")
    if event is not None and event.state == "dated":
        parts.append(f"on or before {event.day} ({event.name})")
    days = fresh_days(quantity, scope)
    if days is not None and (event is None or event.state == "ahead"):
        parts.append(f"dated within {days} days of {scope.context.as_of}")
    return " ".join(parts)


def _derivable(quantity: Quantity, scope: Scope) -> tuple[Reason, ...]:
    """Why a quantity that follows from recorded ones is still unknown; nothing if they are not all there."""
    for inputs in scope.knowledge.inference.derivable.get(quantity.id, ()):
        found = [scope.index.measured.get(name, ()) for name in inputs]
        if not all(found):
            continue
        problems = tuple(facts[0].problem for facts in found if all(fact.problem for fact in facts))
        usable = tuple(problem for problem in problems if problem is not None)
        if usable:
            return usable
        known = scope.knowledge.quantities.by_id
        names = " and ".join(known[name].name if name in known else name for name in inputs)
        verb = "bear" if len(inputs) > 1 else "bears"
        detail = f"{quantity.name} is not on record; {names} {verb} on it by a formula not applied here"
        return (reason_of("formula", detail, f"{quantity.name} as calculated by the site", quantity),)
    return ()
