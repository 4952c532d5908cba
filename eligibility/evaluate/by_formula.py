"""Derived values against the bounds of a criterion: a verdict only where every formula says the same.

What comes in are the values that formulas give; what goes out is a trace that
shows each formula with its numbers, or why they do not decide.
"""

from __future__ import annotations

import datetime as dt

from eligibility.bind.nodes import Compare
from eligibility.core.reasons import Reason
from eligibility.core.truth import FALSE, TRUE, UNKNOWN, Truth
from eligibility.evaluate.context import Scope
from eligibility.evaluate.derived import Derivation, Derived, names
from eligibility.evaluate.limits import Finding
from eligibility.evaluate.select import fits
from eligibility.evaluate.speaking import finding, reason_of
from eligibility.evaluate.trace import Trace
from eligibility.evaluate.words import evidence
from eligibility.knowledge.quantities import Quantity

UNVERIFIED = "no source of it was read, so that it decides nothing"


def by_formula(
    node: Compare, quantity: Quantity, scope: Scope, found: Derivation, fresh: dt.date | None
) -> Trace | None:
    """What derived values say; ``None`` where no formula gives one that the criterion takes."""
    fitting = [one for one in found.values if fits(one.fact, node, scope.knowledge.concepts)]
    if not fitting:
        return None
    if found.lacking or found.reasons:
        return _unsettled(node, quantity, scope, found, fitting)
    said = [finding(node, one.fact, TRUE, quantity, scope, fresh) for one in fitting]
    told = list(zip(fitting, said, strict=True))
    truth, reasons = _agreed(told, quantity)
    known = scope.knowledge.quantities.by_id
    facts = {fact.path: fact for one in fitting for fact in one.inputs}
    cited = [evidence(fact, known[fact.quantity].name) for fact in facts.values()]
    notes = tuple(note for one, what in told for note in _notes(one, what, quantity))
    flags = _flags(node, quantity, scope, found, fitting) if truth is not UNKNOWN else ()
    return Trace(node, truth, (), tuple(cited), reasons, notes, flags, curable=quantity.curable)


def _unsettled(
    node: Compare, quantity: Quantity, scope: Scope, found: Derivation, fitting: list[Derived]
) -> Trace:
    """The trace where one formula that counts gives no value: it might say otherwise than the others."""
    told = tuple(f"{quantity.name} by {one.formula.name}: {one.shown}" for one in fitting)
    reasons = list(found.reasons)
    for lack in found.lacking:
        name = names((lack,), scope)
        detail = f"another formula for {quantity.name} counts too, and {name} for it is not on record"
        reasons.append(Reason("missing", detail, f"{quantity.name}, or {name}", quantity.id, quantity.unit))
    return Trace(node, UNKNOWN, reasons=tuple(reasons), notes=told, curable=quantity.curable)


def _agreed(told: list[tuple[Derived, Finding]], quantity: Quantity) -> tuple[Truth, tuple[Reason, ...]]:
    """What all formulas say together, or why they decide nothing."""
    asks = f"{quantity.name} by the formula that the protocol means"
    verified = [(one, what) for one, what in told if one.formula.verified]
    truths = {what.truth for _, what in verified}
    # One of which no source was read decides nothing, but that it says otherwise may matter.
    doubted = {what.truth for _, what in told} if UNKNOWN not in truths else truths
    if not verified:
        detail = f"{quantity.name} could be derived by formulas only of which no source was read"
        return UNKNOWN, (reason_of("formula", detail, f"{quantity.name} as the site measures it", quantity),)
    if {TRUE, FALSE} <= doubted:
        values = ", ".join(
            f"{one.fact.written} {one.fact.written_unit} by {one.formula.name}" for one, _ in told
        )
        detail = f"formulas disagree about {quantity.name}: {values}"
        return UNKNOWN, (reason_of("formula", detail, asks, quantity),)
    if UNKNOWN not in truths:
        return truths.pop(), ()
    reasons: list[Reason] = []
    for one, what in verified:
        if what.truth is UNKNOWN and one.open and all(why.kind == "imprecise" for why in what.reasons):
            detail = (
                f"{quantity.name} by {one.formula.name} is {one.fact.written} as long as these are not known"
            )
            reasons += [Reason("missing", f"{detail}: {lack}", lack, quantity.id) for lack in one.open]
        elif what.truth is UNKNOWN:
            reasons += what.reasons
    return UNKNOWN, tuple(dict.fromkeys(reasons))


def _notes(one: Derived, what: Finding, quantity: Quantity) -> list[str]:
    """How a value was derived, and how it compares; its first note only repeats it."""
    said = f"{quantity.name} by {one.formula.name}: {one.shown}"
    if not one.formula.verified:
        return [f"{said}; {UNVERIFIED}"]
    return [said, *what.notes[1:]]


def _flags(
    node: Compare, quantity: Quantity, scope: Scope, found: Derivation, fitting: list[Derived]
) -> tuple[str, ...]:
    """That a verdict rests on a derived value, and on whose choice of formula."""
    by = " and ".join(dict.fromkeys(one.formula.name for one in fitting if one.formula.verified))
    flags = [f"{quantity.name} is not on record; it was derived by {by}"]
    if not found.named and node.formula is not None:
        flags.append(f"the protocol's formula is not known: '{node.formula}'; all that are usual agree")
    if any(fact.date is None for one in fitting for fact in one.inputs):
        flags.append(f"{quantity.name}: a value that it was derived from has no date; it counts as present")
    return tuple(flags)
