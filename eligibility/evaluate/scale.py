"""A score, stage or status against the levels that a criterion names."""

from __future__ import annotations

from eligibility.bind.nodes import Scale
from eligibility.core.interval import Interval, inside
from eligibility.core.reasons import Reason
from eligibility.core.truth import FALSE, TRUE, UNKNOWN, Truth
from eligibility.evaluate.akin import since
from eligibility.evaluate.context import Scope
from eligibility.evaluate.level import among
from eligibility.evaluate.select import latest, of_other_phase, of_other_specimen
from eligibility.evaluate.speaking import fresh_days
from eligibility.evaluate.status import DISEASE
from eligibility.evaluate.trace import Trace
from eligibility.evaluate.windows import DAY
from eligibility.evaluate.words import dated, evidence
from eligibility.knowledge.scales import Level
from eligibility.patient.record import Had, Measured


def scale(node: Scale, scope: Scope) -> Trace:
    """Whether the latest recorded level is one of those named.

    A number counts too, where the levels stand for ranges of a quantity: 30 % blasts for M3.
    """
    levels = scope.knowledge.scales.levels(node.scale)
    facts = _facts(node, levels, scope)
    with_date = [fact for fact in facts if fact.date is not None]
    asked = f"the present {node.phrase} ({node.scale.replace('_', ' ')})"
    if not facts:
        staged = _of_disease(node, scope)
        missing = _reason("missing", f"not on record: {asked}", asked, node)
        return staged or Trace(node, UNKNOWN, reasons=(missing,))
    chosen = latest(with_date) if with_date else facts
    cited = tuple(evidence(fact) for fact in chosen)
    old = _too_old(chosen, scope)
    if old is not None:
        stale = _reason("stale", old, f"repeat {asked}", node)
        return Trace(node, UNKNOWN, evidence=cited, reasons=(stale,), curable=True)
    return _judged(node, facts, chosen, asked, scope)


def _of_disease(node: Scale, scope: Scope) -> Trace | None:
    """What the grade or stage of the trial's disease says, where it is by this scale."""
    disease = next((one for one in scope.index.conditions.all if one.path == DISEASE), None)
    if not isinstance(disease, Had):
        return None
    for written in (disease.stage, disease.grade):
        named, text = scope.knowledge.scales.read(written or "")
        level = scope.knowledge.scales.level(node.scale, text) if written else None
        if level is not None and named in {None, node.scale}:
            truth = among(level, node.levels, scope.knowledge.scales)
            if why := _overtaken(node, truth, scope):
                return Trace(node, UNKNOWN, evidence=(evidence(disease),), reasons=(why,))
            asks = f"the exact {node.scale.replace('_', ' ')}"
            detail = f"recorded: {written}, of which a part counts"
            reasons = (_reason("imprecise", detail, asks, node),) if truth is UNKNOWN else ()
            return Trace(node, truth, evidence=(evidence(disease),), reasons=reasons, notes=(f"{written}",))
    return None


def _overtaken(node: Scale, truth: Truth, scope: Scope) -> Reason | None:
    """Why a level of the trial's disease may no longer hold; the highest one remains."""
    highest = scope.knowledge.scales.levels(node.scale)[-1].level in node.levels
    told = "" if truth is TRUE and highest else since(node.scale, scope)
    asked = f"the present {node.phrase} ({node.scale.replace('_', ' ')})"
    return _reason("missing", f"{told}; {asked} is not on record", asked, node) if told else None


def _judged(node: Scale, facts: list[Measured], chosen: list[Measured], asked: str, scope: Scope) -> Trace:
    """What the latest levels say, beside those without a date."""
    levels = scope.knowledge.scales.levels(node.scale)
    wanted = tuple(level for level in levels if level.level in node.levels)
    cited = tuple(evidence(fact) for fact in chosen)
    truths = {_one(fact, levels, wanted, scope) for fact in chosen}
    newer = [
        fact
        for fact in facts
        if fact.date is None and fact not in chosen
        and _one(fact, levels, wanted, scope) not in {UNKNOWN, *truths}
    ]
    if newer:
        said = ", ".join(f"{fact.written} {dated(fact.date)}" for fact in (*chosen, *newer))
        detail = f"recorded: {said}; a value without a date may be newer"
        reason = _reason("imprecise", detail, asked, node)
        return Trace(node, UNKNOWN, evidence=cited, reasons=(reason,), curable=True)
    if len(truths) == 1 and UNKNOWN not in truths:
        notes = tuple(f"{fact.written} {dated(fact.date)}" for fact in chosen)
        return Trace(node, truths.pop(), evidence=cited, notes=notes, curable=True)
    problems = tuple(fact.problem for fact in chosen if fact.problem is not None)
    kind = "conflicting" if {TRUE, FALSE} <= truths else "imprecise"
    said = ", ".join(f"{fact.written} {dated(fact.date)}" for fact in chosen)
    return Trace(
        node, UNKNOWN, evidence=cited, curable=True,
        reasons=problems or (_reason(kind, f"recorded: {said}", asked, node),),
    )  # fmt: skip


def _facts(node: Scale, levels: tuple[Level, ...], scope: Scope) -> list[Measured]:
    """The recorded levels, and the numbers that levels stand for, of this specimen and phase."""
    names = dict.fromkeys((node.scale, *(level.quantity for level in levels if level.quantity)))
    return [
        fact
        for name in names
        for fact in scope.index.measured.get(name, ())
        if not of_other_specimen(fact, scope) and not of_other_phase(fact, scope)
    ]


def _one(fact: Measured, levels: tuple[Level, ...], wanted: tuple[Level, ...], scope: Scope) -> Truth:
    named = {level.level: level for level in levels}
    if fact.level in named:
        return among(named[fact.level], tuple(level.level for level in wanted), scope.knowledge.scales)
    if fact.value is None or fact.problem is not None:
        return UNKNOWN
    scales = scope.knowledge.scales
    counted = scales.level(levels[0].scale, f"{fact.value.low:g}") if fact.value.exact and levels else None
    if counted is not None and fact.quantity == counted.scale:
        return among(counted, tuple(level.level for level in wanted), scales)
    return inside(fact.value, _hull(wanted)) if _touch(wanted) else UNKNOWN


def _hull(wanted: tuple[Level, ...]) -> Interval:
    """The range that adjoining levels cover together."""
    first, last = wanted[0].values, wanted[-1].values
    assert first is not None and last is not None
    return Interval(first.low, last.high, first.low_open, last.high_open)


def _touch(wanted: tuple[Level, ...]) -> bool:
    ranks = [level.rank for level in wanted]
    known = bool(wanted) and all(level.values is not None for level in wanted)
    return known and ranks == list(range(ranks[0], ranks[0] + len(ranks)))


def _too_old(chosen: list[Measured], scope: Scope) -> str | None:
    for fact in chosen:
        quantity = scope.knowledge.quantities.by_id.get(fact.quantity)
        days = (
            scope.context.conventions.days("laboratory_fresh_days")
            if quantity is None
            else fresh_days(quantity, scope)
        )
        if days is not None and fact.date is not None and fact.date.last < scope.context.as_of - days * DAY:
            return f"{fact.written} {dated(fact.date)} is older than {days} days on {scope.context.as_of}"
    return None


def _reason(kind: str, detail: str, settles: str, node: Scale) -> Reason:
    match kind:
        case "stale" | "conflicting" | "imprecise":
            return Reason(kind, detail, settles, node.scale)
        case _:
            return Reason("missing", detail, settles, node.scale)
