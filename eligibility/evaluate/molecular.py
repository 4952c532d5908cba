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
from eligibility.evaluate.context import Scope
from eligibility.evaluate.index import Kin, kin
from eligibility.evaluate.trace import Evidence, Trace
from eligibility.evaluate.words import evidence
from eligibility.knowledge.inference import Coverage
from eligibility.patient.record import Had, Tested

IMMUNOPHENOTYPE = "immunophenotype"


class Tests(msgspec.Struct):
    """The results that bear on an alteration, by what they say.

    ``general``: positive for something that may be it, a rearrangement without its partner.
    ``unread``: may show it, but its result or its target is not understood.
    ``idle``: ordered, failed or pending.
    """

    positive: list[Tested] = []
    general: list[Tested] = []
    negative: list[Tested] = []
    unread: list[Tested] = []
    idle: list[Tested] = []


def molecular(node: Molecular, scope: Scope) -> Trace:
    """Whether the record shows the alteration, rules it out or leaves it open."""
    if node.alteration is None:
        reason = Reason(
            "unparsed_text", f"'{node.phrase}' is not an alteration we know", f"what '{node.phrase}' is"
        )
        return Trace(node, UNKNOWN, reasons=(reason,))
    kinship = kin(scope.knowledge.concepts, node.alteration)
    found = _tests(node.alteration, kinship, scope)
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
    said, cited = answered(scope, node.alteration or "", node.phrase, _asks(node))
    if said is not None and said is not UNKNOWN:
        (told.shown if said is TRUE else told.denied).extend(cited)
    return told


def _tests(alteration: str, kinship: Kin, scope: Scope) -> Tests:
    found = Tests()
    for fact in scope.index.results(kinship.proves | kinship.classes):
        named = not kinship.proves.isdisjoint(fact.alterations)
        match fact.outcome:
            case "positive" if named:
                found.positive.append(fact)
            case "negative" if not kinship.classes.isdisjoint(fact.alterations):
                found.negative.append(fact)
            case "unread":
                found.unread.append(fact)
            case "not tested":
                found.idle.append(fact)
            case _:
                pass
    for fact in scope.index.results(kinship.may):
        if fact.outcome == "positive":
            found.general.append(fact)
        elif fact.outcome == "unread" and fact not in found.unread:
            found.unread.append(fact)
    if scope.index.untargeted:
        _untargeted(alteration, found, scope)
    return found


def _untargeted(alteration: str, found: Tests, scope: Scope) -> None:
    """Panels, results that are not read and targets that are not known: by the genes they cover."""
    coverage = scope.knowledge.inference.alterations.get(alteration) or Coverage(alteration)
    for fact in scope.index.untargeted:
        covered = not coverage.genes.isdisjoint(fact.genes)
        if fact.target is not None:
            # A negative result for something that is not known denies nothing.
            if fact.outcome in ("positive", "unread") and (
                covered or (not (fact.genes and coverage.genes) and _may_show(fact, alteration, scope))
            ):
                found.unread.append(fact)
            continue
        match fact.outcome:
            case "negative" if covered and _assay(fact, scope) in coverage.panels:
                found.negative.append(fact)
            case "not tested" if covered:
                found.idle.append(fact)
            case "positive" | "unread" if covered or (not fact.genes and _may_show(fact, alteration, scope)):
                found.unread.append(fact)
            case _:
                pass


def _assay(fact: Tested, scope: Scope) -> str | None:
    return scope.knowledge.vocabulary.read("assay", fact.assay)


def _may_show(fact: Tested, alteration: str, scope: Scope) -> bool:
    """Whether a result that is not read could show the alteration: an immunophenotype shows antigens only."""
    concept = scope.knowledge.concepts.by_id.get(alteration)
    phenotype = _assay(fact, scope) == IMMUNOPHENOTYPE
    return phenotype == (concept is not None and concept.kind == "antigen")


def _present(fact: Tested, scope: Scope) -> bool:
    """Whether a result is of the present phase of the disease; one without phase and date counts.

    With no relapse on record it is not known whether the phase of the diagnosis is over.
    """
    relapse = scope.index.relapse
    if relapse is None:
        return fact.phase in (None, "relapse")
    if fact.phase is not None:
        return fact.phase == "relapse" and not _earlier(fact, scope, numbered=True)
    return not _earlier(fact, scope, numbered=False)


def _earlier(fact: Tested, scope: Scope, *, numbered: bool) -> bool:
    """Whether a result is older than the latest relapse; one of "relapse" only if there were several."""
    day = scope.index.relapse_day
    course = scope.record.course
    if day is None or fact.date is None or (numbered and (course is None or len(course.relapses) < 2)):
        return False
    return fact.date.last < day.first


def _alteration(node: Molecular, alteration: str, found: Tests, told: Told, scope: Scope) -> Trace:
    negative = [fact for fact in found.negative if _present(fact, scope)]
    if found.positive:
        if told.denied:
            return _conflict(node, [*map(evidence, found.positive)], told.denied)
        return _positive(node, found, negative, scope)
    against = [*told.denied, *map(evidence, negative)]
    if told.shown:
        return (
            _conflict(node, told.shown, against) if against else Trace(node, TRUE, evidence=tuple(told.shown))
        )
    lacking = _lacking(alteration, negative, scope)
    ruled_out = bool(negative) and not lacking
    if found.unread:
        return _unread(node, [*negative, *found.unread], found.unread)
    general = [*told.general, *map(evidence, found.general)]
    flags = [f"{item.fact} ({item.value}) may be {node.phrase}; what denies it counts" for item in general]
    if told.denied:
        return Trace(node, FALSE, evidence=tuple(told.denied), flags=tuple(flags))
    if general and not any(fact.alterations for fact in negative):
        return _general(node, general, negative)
    if ruled_out:
        if (
            any(fact.phase is None and fact.date is None for fact in negative)
            and scope.index.relapse is not None
        ):
            flags.append("a negative result without phase or date counts as of the relapse")
        return Trace(node, FALSE, evidence=tuple(map(evidence, negative)), flags=tuple(flags))
    return _untested(node, found, negative, lacking, scope)


def _positive(node: Molecular, found: Tests, negative: list[Tested], scope: Scope) -> Trace:
    flags = []
    if negative:
        flags.append("one assay is positive, another negative: the positive one counts")
    if not any(_present(fact, scope) for fact in found.positive):
        flags.append("found at an earlier phase of the disease; a proven alteration stands")
    cited = tuple(map(evidence, (*found.positive, *negative)))
    if all(fact.copy_loss for fact in found.positive):
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
    done = {_assay(fact, scope) for fact in negative}
    return tuple(kind for kind in coverage.needs if kind not in done)


def _unread(node: Molecular, cited: list[Tested], unread: list[Tested]) -> Trace:
    said = ", ".join(f"{evidence(fact).fact} '{fact.written}'" for fact in unread)
    detail = f"a result that is not understood may show {node.phrase}: {said}"
    return Trace(
        node, UNKNOWN, evidence=tuple(map(evidence, cited)),
        reasons=(_reason("unread_record", detail, f"what {said} says of {node.phrase}", node),),
    )  # fmt: skip


def _general(node: Molecular, general: list[Evidence], negative: list[Tested]) -> Trace:
    said = ", ".join(f"{item.fact} ({item.value})" for item in general)
    reason = _reason("missing", f"{said} may be {node.phrase}; the record does not say", _asks(node), node)
    return Trace(node, UNKNOWN, evidence=(*general, *map(evidence, negative)), reasons=(reason,))


def _untested(
    node: Molecular, found: Tests, negative: list[Tested], lacking: tuple[str, ...], scope: Scope
) -> Trace:
    earlier = [fact for fact in found.negative if fact not in negative]
    cited = tuple(map(evidence, (*negative, *earlier, *found.idle)))
    if (
        node.identified
        and scope.context.conventions["identified"] == "literal"
        and not earlier
        and not negative
    ):
        return Trace(
            node, FALSE, evidence=cited, flags=("never tested, so not identified (identified = literal)",)
        )
    if lacking and negative:
        names = " and ".join(kind.replace("_", " ") for kind in lacking)
        detail = f"one kind of assay is negative for {node.phrase}; none of {names} is on record"
        asks = f"a {names} result for {node.phrase}"
    elif earlier:
        detail = f"{node.phrase} was negative at an earlier phase only, which says nothing of the present one"
        asks = _asks(node)
    elif found.idle:
        detail = f"{node.phrase} has no result: {', '.join(f'{f.assay} {f.written}' for f in found.idle)}"
        asks = _asks(node)
    else:
        detail, asks = f"no test for {node.phrase} is on record", _asks(node)
    return Trace(node, UNKNOWN, evidence=cited, reasons=(_reason("missing", detail, asks, node),))


def _antigen(node: Molecular, found: Tests, told: Told, scope: Scope) -> Trace:
    """An antigen: the latest test of the present phase decides, either way."""
    results = [*found.positive, *found.negative]
    current = [fact for fact in results if _present(fact, scope)]
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
    unread = [fact for fact in found.unread if _present(fact, scope)]
    newer = [fact for fact in unread if fact in _latest([*current, *unread])]
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


def _reason(kind: ReasonKind, detail: str, settles: str, node: Molecular) -> Reason:
    return Reason(kind, detail, settles, node.alteration or "")
