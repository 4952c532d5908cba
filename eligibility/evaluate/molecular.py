"""Whether the disease carries an alteration or expresses an antigen.

A proven alteration stands, whatever else was negative and whenever it was
found.  Only an adequate negative test denies one: of the present phase of the
disease, covering the alteration, and with no result on record, of whatever day,
that might show it and is not understood.  Not tested is never negative.  An
antigen can be lost: only tests of the present phase speak of it.
"""

from __future__ import annotations

import datetime as dt

import msgspec

from eligibility.bind.nodes import Molecular
from eligibility.core.reasons import Reason, ReasonKind
from eligibility.core.truth import FALSE, TRUE, UNKNOWN
from eligibility.evaluate.answers import answered
from eligibility.evaluate.bearing import Tests, assay_of, is_present, tests_of
from eligibility.evaluate.context import Scope
from eligibility.evaluate.index import Kin, kin
from eligibility.evaluate.mentions import mentions
from eligibility.evaluate.trace import Evidence, Trace
from eligibility.evaluate.words import evidence
from eligibility.patient.record import Had, Tested

FOUNDING = frozenset({"fusion"})
"""Kinds of alteration that stay with a disease once they are there."""


def molecular(node: Molecular, scope: Scope) -> Trace:
    """Whether the record shows the alteration, rules it out or leaves it open."""
    if node.alteration is None:
        reason = Reason(
            "unparsed_text", f"'{node.phrase}' is not an alteration we know", f"what '{node.phrase}' is"
        )
        return Trace(node, UNKNOWN, reasons=(reason,))
    kinship = kin(scope.knowledge.concepts, node.alteration)
    found = tests_of(node.alteration, kinship, scope)
    concept = scope.knowledge.concepts.by_id.get(node.alteration)
    told = _told(node, kinship, scope)
    if concept is not None and concept.kind == "antigen":
        return _antigen(node, found, told, scope)
    return _alteration(node, node.alteration, found, told, scope)


class Told(msgspec.Struct):
    """What conditions, statements and answers say of it, apart from tests."""

    shown: list[Evidence] = []
    general: list[Evidence] = []
    denied: list[Evidence] = []
    mentioned: list[Evidence] = []


def _told(node: Molecular, kinship: Kin, scope: Scope) -> Told:
    told = Told()
    for fact in scope.index.conditions.of(kinship.proves | kinship.refutes):
        if isinstance(fact, Had) and fact.verification in (None, "confirmed"):
            (told.shown if fact.concept in kinship.proves else told.denied).append(evidence(fact))
    told.general += [
        evidence(fact)
        for fact in scope.index.conditions.of(kinship.may)
        if isinstance(fact, Had) and fact.verification != "refuted"
    ]
    told.general += [evidence(said) for said in scope.index.statements(kinship.may) if said.present]
    told.shown += [evidence(said) for said in scope.index.statements(kinship.proves) if said.present]
    told.denied += [evidence(said) for said in scope.index.statements(kinship.classes) if not said.present]
    told.mentioned = mentions(kinship, scope)
    said, cited = answered(scope, node.alteration or "", node.phrase, _asks(node))
    if said is not None and said is not UNKNOWN:
        (told.shown if said is TRUE else told.denied).extend(cited)
    return told


def _alteration(node: Molecular, alteration: str, found: Tests, told: Told, scope: Scope) -> Trace:
    negative = [fact for fact in found.negative if is_present(fact, scope)]
    lacking = _lacking(alteration, negative, scope)
    ruled_out = bool(negative) and not lacking
    denied = [*told.denied, *map(evidence, found.other)]
    positive = _standing(alteration, found, scope)
    if positive:
        if denied or (ruled_out and (_refuted(positive, scope) or _gone(positive, negative))):
            return _conflict(node, [*map(evidence, positive)], denied or [*map(evidence, negative)])
        return _positive(node, positive, negative, scope)
    against = [*denied, *map(evidence, negative)]
    if told.shown:
        return (
            _conflict(node, told.shown, against) if against else Trace(node, TRUE, evidence=tuple(told.shown))
        )
    if told.mentioned:
        return _mentioned(node, told.mentioned)
    if found.unread:
        return _unread(node, [*negative, *found.unread], found.unread)
    general = [*told.general, *map(evidence, found.general)]
    flags = [f"{item.fact} ({item.value}) may be {node.phrase}; what denies it counts" for item in general]
    if denied:
        return Trace(node, FALSE, evidence=tuple(denied), flags=tuple(flags))
    if told.general or (general and not any(fact.alterations for fact in negative)):
        return _general(node, told.general, found, negative, scope)
    if ruled_out:
        if (
            any(fact.phase is None and fact.date is None for fact in negative)
            and scope.index.relapse is not None
        ):
            flags.append("a negative result without phase or date counts as of the relapse")
        return Trace(node, FALSE, evidence=tuple(map(evidence, negative)), flags=tuple(flags))
    return _untested(node, found, negative, lacking, scope)


def _gone(positive: list[Tested], negative: list[Tested]) -> bool:
    """Whether the assay that was positive is negative since."""
    for one in positive:
        later = [
            fact for fact in negative
            if fact.assay == one.assay and fact.date is not None and one.date is not None
            and fact.date.first > one.date.last
        ]  # fmt: skip
        if not later:
            return False
    return True


def _standing(alteration: str, found: Tests, scope: Scope) -> list[Tested]:
    """The positive results that speak of the present phase.

    A fusion founds a leukaemia and stays; a number of chromosomes or a lost or mutated gene may come and go.
    """
    concept = scope.knowledge.concepts.by_id.get(alteration)
    relapsed = scope.index.relapse is not None or any(
        fact.phase == "relapse" for fact in (*found.positive, *found.negative)
    )
    if concept is None or concept.kind in FOUNDING or not relapsed:
        return found.positive
    return [fact for fact in found.positive if is_present(fact, scope)]


def _refuted(positive: list[Tested], scope: Scope) -> bool:
    """Whether a negative test of the present phase outweighs what is positive.

    So it does where that is of an earlier phase, or was seen by the bands of chromosomes alone.
    """
    return all(fact.banded or not is_present(fact, scope) for fact in positive)


def _positive(node: Molecular, positive: list[Tested], negative: list[Tested], scope: Scope) -> Trace:
    flags = []
    if negative:
        flags.append("one assay is positive, another negative: the positive one counts")
    if not any(is_present(fact, scope) for fact in positive):
        flags.append("found at an earlier phase of the disease; a proven alteration stands")
    cited = tuple(map(evidence, (*positive, *negative)))
    concept = scope.knowledge.concepts.by_id.get(node.alteration or "")
    if concept is not None and concept.kind == "gene" and all(fact.copy_loss for fact in positive):
        reading = scope.context.conventions["tp53_copy_loss"]
        if reading != "alteration":
            detail = f"a copy is lost; whether that is {node.phrase} is a matter of reading"
            reason = Reason(
                "ambiguous_text", detail, "whether the trial counts copy loss", node.alteration or ""
            )
            return Trace(node, UNKNOWN, evidence=cited, reasons=(reason,), flags=tuple(flags))
        flags.append("loss of a copy counts as an alteration (tp53_copy_loss = alteration)")
    return Trace(node, TRUE, evidence=cited, flags=tuple(flags))


def _lacking(alteration: str, negative: list[Tested], scope: Scope) -> tuple[str, ...]:
    """The kinds of assay that are still needed before a negative result rules the alteration out."""
    coverage = scope.knowledge.inference.alterations.get(alteration)
    if coverage is None or not coverage.needs:
        return ()
    done = {assay_of(fact, scope) for fact in negative}
    return tuple(kind for kind in coverage.needs if kind not in done)


def _unread(node: Molecular, cited: list[Tested], unread: list[Tested]) -> Trace:
    said = ", ".join(f"{evidence(fact).fact} '{fact.written}'" for fact in unread)
    detail = f"a result that is not understood may show {node.phrase}: {said}"
    return Trace(
        node, UNKNOWN, evidence=tuple(map(evidence, cited)),
        reasons=(_reason("unread_record", detail, f"what {said} says of {node.phrase}", node),),
    )  # fmt: skip


def _mentioned(node: Molecular, mentioned: list[Evidence]) -> Trace:
    said = "; ".join(f"'{item.fact}'" for item in mentioned)
    detail = f"{said} is not understood as a whole and may say that there is {node.phrase}"
    settles = f"whether {said} means {node.phrase}"
    return Trace(
        node, UNKNOWN, evidence=tuple(mentioned), reasons=(_reason("unread_record", detail, settles, node),)
    )


def _general(
    node: Molecular, told: list[Evidence], found: Tests, negative: list[Tested], scope: Scope
) -> Trace:
    words = [f"{item.fact} ({item.value})" for item in told]
    words += [f"{evidence(fact).fact} ({fact.seen or fact.written})" for fact in found.general]
    detail = f"{', '.join(dict.fromkeys(words))} may be {node.phrase}; the record does not say"
    cited = (*told, *map(evidence, (*found.general, *negative)))
    return Trace(
        node, UNKNOWN, evidence=cited, reasons=(_reason("missing", detail, _settles(node, scope), node),)
    )


def _untested(
    node: Molecular, found: Tests, negative: list[Tested], lacking: tuple[str, ...], scope: Scope
) -> Trace:
    earlier = [fact for fact in found.negative if fact not in negative]
    was = [fact for fact in found.positive if not is_present(fact, scope)]
    cited = tuple(map(evidence, (*negative, *earlier, *was, *found.idle, *found.silent)))
    literal = node.identified and scope.context.conventions["identified"] == "literal"
    if literal and not (earlier or negative or was):
        tested = "no test shows it" if found.silent else "never tested"
        flag = f"{tested}, so not identified (identified = literal)"
        return Trace(node, FALSE, evidence=cited, flags=(flag,))
    if lacking and negative:
        names = " and ".join(kind.replace("_", " ") for kind in lacking)
        detail = f"one kind of assay is negative for {node.phrase}; none of {names} is on record"
        asks = f"a {names} result for {node.phrase}"
    else:
        detail, asks = _open(node, found, earlier, was), _settles(node, scope)
    return Trace(node, UNKNOWN, evidence=cited, reasons=(_reason("missing", detail, asks, node),))


def _open(node: Molecular, found: Tests, earlier: list[Tested], was: list[Tested]) -> str:
    """Why what is on record does not decide."""
    if was:
        return f"{node.phrase} was found at an earlier phase only, which says nothing of the present one"
    if earlier:
        return f"{node.phrase} was negative at an earlier phase only, which says nothing of the present one"
    if found.idle:
        return f"{node.phrase} has no result: {', '.join(f'{f.assay} {f.written}' for f in found.idle)}"
    if found.silent:
        said = ", ".join(f"{fact.assay} {fact.written}" for fact in found.silent)
        return f"{node.phrase} is neither shown nor ruled out by {said}"
    return f"no test for {node.phrase} is on record"


def _antigen(node: Molecular, found: Tests, told: Told, scope: Scope) -> Trace:
    """An antigen: the latest test of the present phase decides, either way."""
    results = [*found.positive, *found.negative]
    current = [fact for fact in results if is_present(fact, scope)]
    flags: list[str] = []
    if not current and results and scope.context.conventions["earlier_phase_antigen"] == "accept":
        current = results
        flags.append("tested at an earlier phase of the disease (earlier_phase_antigen = accept)")
    latest = _latest(current)
    outcomes = {fact.outcome for fact in latest}
    for_it = [evidence(fact) for fact in latest if fact.outcome == "positive"] + told.shown
    against = [evidence(fact) for fact in latest if fact.outcome == "negative"] + told.denied
    if for_it and against:
        return _conflict(node, for_it, against)
    unread = [fact for fact in found.unread if is_present(fact, scope)]
    newer = [fact for fact in unread if fact in _latest([*current, *unread])]
    if told.mentioned and not for_it:
        return _mentioned(node, told.mentioned)
    if against and newer:
        return _unread(node, [*latest, *newer], newer)
    if outcomes or for_it or against:
        if (
            any(fact.phase is None and fact.date is None for fact in latest)
            and scope.index.relapse is not None
        ):
            flags.append("a result without phase or date counts as of the relapse")
        return Trace(node, TRUE if for_it else FALSE, evidence=tuple(for_it or against), flags=tuple(flags))
    if unread:
        return _unread(node, unread, unread)
    if results:
        detail = f"{node.phrase} was tested at an earlier phase only; an antigen can be lost or gained"
        reason = _reason("missing", detail, f"{_asks(node)}, tested at the relapse", node)
        return Trace(node, UNKNOWN, evidence=tuple(map(evidence, results)), reasons=(reason,))
    return _untested(node, found, [], (), scope)


def _latest(facts: list[Tested]) -> list[Tested]:
    """The results that may be the latest; those without a date never beat dated ones."""
    dated = [fact for fact in facts if fact.date is not None]
    pool = dated or facts
    starts = [fact.date.first for fact in dated if fact.date is not None]
    newest = max(starts, default=dt.date.min)
    return [fact for fact in pool if fact.date is None or fact.date.last >= newest]


def _conflict(node: Molecular, for_it: list[Evidence], against: list[Evidence]) -> Trace:
    cited = (*for_it, *against)
    said = "; ".join(f"{item.fact} ({item.value})" for item in cited)
    detail = f"the record contradicts itself on {node.phrase}: {said}"
    return Trace(node, UNKNOWN, evidence=cited, reasons=(_reason("conflicting", detail, _asks(node), node),))


def _asks(node: Molecular) -> str:
    return f"a test result for {node.phrase}"


def _settles(node: Molecular, scope: Scope) -> str:
    """The question that would settle it, with the assays that can, cheapest first."""
    concept = scope.knowledge.concepts.by_id.get(node.alteration or "")
    assays = [] if concept is None else scope.knowledge.alterations.assays.get(concept.kind, [])
    if not assays:
        return _asks(node)
    *others, last = assays
    by = f"{', '.join(others)} or {last}" if others else last
    return f"{_asks(node)}, by {by}"


def _reason(kind: ReasonKind, detail: str, settles: str, node: Molecular) -> Reason:
    return Reason(kind, detail, settles, node.alteration or "")
