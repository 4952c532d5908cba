"""What the record holds for and against a statement, gathered before anything is decided."""

from __future__ import annotations

import datetime as dt

import msgspec

from eligibility.bind.nodes import Present
from eligibility.core.dates import PartialDate
from eligibility.core.reasons import Reason
from eligibility.core.truth import FALSE, TRUE, UNKNOWN
from eligibility.evaluate.akin import akin, beyond_normal, moved_on
from eligibility.evaluate.answers import answers, cite
from eligibility.evaluate.asking import asks
from eligibility.evaluate.context import Scope
from eligibility.evaluate.course import of_course, shown_by
from eligibility.evaluate.denial import denials, refuted
from eligibility.evaluate.events import moment
from eligibility.evaluate.examples import exemplified, naming
from eligibility.evaluate.index import Kin, Listed, Listing, evened, kin, kin_beside
from eligibility.evaluate.status import Doubt, Standing, standing
from eligibility.evaluate.trace import Evidence
from eligibility.evaluate.windows import frame
from eligibility.evaluate.words import evidence, period
from eligibility.knowledge.concepts import Relation
from eligibility.patient.record import Had, Hypersensitive, RecordFact, Stated, Treated


class Claim(msgspec.Struct, frozen=True):
    """One fact with what it says.

    ``reasons``: why it leaves the matter open; a denial with reasons does not decide.  ``flag``: what to
    tell where the verdict rests on it.  ``exposure``: a dose that was tolerated, which says nothing of
    a reaction later on.
    """

    evidence: Evidence
    concept: str | None = None
    day: PartialDate | None = None
    doubt: Doubt = ""
    reasons: tuple[Reason, ...] = ()
    flag: str = ""
    exposure: bool = False


class Weighing(msgspec.Struct):
    """All that bears on a statement.

    ``proofs`` show it; ``doubts`` are facts of the concept that may not count, ``mays`` facts that may
    be of the concept; ``denials`` say that it is not so; ``closings`` that it is not so beyond the facts
    recorded, or that what would show it does not.  ``answered``: answers that settled how a fact counts.
    """

    proofs: list[Claim] = []
    doubts: list[Claim] = []
    mays: list[Claim] = []
    denials: list[Claim] = []
    closings: list[Claim] = []
    flags: list[str] = []
    answered: list[Evidence] = []
    changes: set[dt.date] = set()
    anchored: dict[str, dt.date | None] = {}

    def add(self, fact: Listed, how: Standing, relation: Relation) -> None:
        """Sort in one fact whose concept is, or may be, the one asked for."""
        self.changes |= how.changes
        self.anchored.update(how.anchored)
        self.answered.extend(how.evidence)
        claim = Claim(evidence(fact), fact.concept, period(fact)[0], how.doubt, how.reasons)
        if how.truth is FALSE:
            if how.doubt == "level":
                self.closings.append(claim)
            return
        self.flags.extend(how.flags)
        if relation is Relation.MAY:
            self.mays.append(claim)
        elif how.truth is TRUE:
            self.proofs.append(claim)
        else:
            self.doubts.append(claim)


def weigh(node: Present, scope: Scope) -> Weighing:
    """Everything on record that bears on the statement."""
    found = Weighing()
    listings = scope.index.listings(node.kind)
    if node.concept is None:
        _by_text(node, scope, listings, found)
    kinship = _kinship(node, scope)
    if kinship is not None and not kinship.every.isdisjoint(scope.index.mentioned):
        _by_concept(node, scope, listings, kinship, found)
        _by_statement(node, scope, listings, kinship, found)
    if node.concept is not None:
        _by_course(node, node.concept, scope, found)
    if node.members:
        _by_examples(node, scope, kinship, found)
    if node.kind == "allergy":
        _by_conditions(node, scope, found)
    if scope.record.answered:
        _by_answers(node, scope, found)
    if node.ranked is not None:
        _beside_levels(node, scope, found)
    if node.concept is not None and node.kind in {"condition", "any"} and node.window is None:
        for fact, reason in beyond_normal(node, bool(found.denials), scope):
            found.mays.append(Claim(evidence(fact), None, fact.date, "akin", (reason,)))
    return found


def _beside_levels(node: Present, scope: Scope, found: Weighing) -> None:
    """What leaves a level on record open: entries that may be of the kind, others of it, a relapse since."""
    for fact, reason in akin(node, scope):
        found.mays.append(Claim(evidence(fact), None, period(fact)[0], "akin", (reason,)))
    told = [claim for claim in found.closings if claim.doubt == "level"]
    since = moved_on(node, scope)
    course = scope.record.course
    relapsed = course is not None and bool(course.relapses)
    if (told and relapsed) or (found.proofs and since):
        why = since or "there was a relapse"
        detail = f"{why}; the level of {node.phrase} then is not on record"
        reason = Reason("missing", detail, asks(node), node.concept or "")
        _doubt(found, reason)
        if told:
            found.mays.append(Claim(told[0].evidence, None, scope.index.relapse_day, "akin", (reason,)))
    elif told and found.proofs:
        said = "; ".join(f"{one.evidence.fact} ({one.evidence.value})" for one in (*found.proofs, *told))
        detail = f"two levels are on record: {said}"
        _doubt(found, Reason("conflicting", detail, asks(node), node.concept or ""))


def _doubt(found: Weighing, reason: Reason) -> None:
    """Makes of what shows a level what may show it."""
    doubted = (msgspec.structs.replace(one, doubt="level", reasons=(reason,)) for one in found.proofs)
    found.doubts.extend(doubted)
    found.proofs = []


def _kinship(node: Present, scope: Scope) -> Kin | None:
    """The concepts that speak of what is asked for; ``None`` for words that name nothing known."""
    if node.beside:
        return kin_beside(scope.knowledge.concepts, node.beside)
    return None if node.concept is None else kin(scope.knowledge.concepts, node.concept)


def _by_text(node: Present, scope: Scope, listings: tuple[Listing, ...], found: Weighing) -> None:
    """An open phrase: only facts in the same words speak of it."""
    words = evened(node.phrase)
    for listing in listings:
        for fact in listing.by_text.get(words, ()):
            if refuted(fact):
                _deny(node, fact, scope, found)
            else:
                found.add(fact, _shown(node, standing(node, fact, scope), scope), Relation.IS)
    for said in scope.index.stated_text.get(words, ()):
        _state(node, said, Relation.IS, scope, found)


def _by_concept(
    node: Present, scope: Scope, listings: tuple[Listing, ...], kinship: Kin, found: Weighing
) -> None:
    for listing in listings:
        for fact in listing.of(kinship.proves):
            if not refuted(fact):
                found.add(fact, _shown(node, standing(node, fact, scope), scope), Relation.IS)
        for fact in listing.of(kinship.may):
            if not refuted(fact):
                found.add(fact, _general(node, fact.text, standing(node, fact, scope)), Relation.MAY)
        # A course of treatment rules out no other; a disease of one lineage rules out the other.
        for fact in listing.of(kinship.refutes):
            if isinstance(fact, Had) and fact.verification in (None, "confirmed"):
                found.denials.append(_plain(fact))
    if node.kind == "allergy":
        for fact in scope.index.treatments.of(kinship.classes):
            if isinstance(fact, Treated) and fact.tolerated:
                found.denials.append(msgspec.structs.replace(_plain(fact), exposure=True))


def _by_statement(
    node: Present, scope: Scope, listings: tuple[Listing, ...], kinship: Kin, found: Weighing
) -> None:
    denied = denials(kinship, listings, scope.index)
    for fact in (*denied.plain, *denied.others):
        if not isinstance(fact, Stated) or _about(node, fact, scope):
            _deny(node, fact, scope, found)
    for group, relation in ((kinship.proves, Relation.IS), (kinship.may, Relation.MAY)):
        for said in scope.index.statements(group):
            if said.present and _about(node, said, scope):
                _state(node, said, relation, scope, found)


def _about(node: Present, said: Stated, scope: Scope) -> bool:
    """Whether a statement is about what is asked.

    That nothing is active now denies only what must be active now.  A bare name of a drug is about
    therapy, not allergy.
    """
    if said.active and not said.present and node.status != "current":
        return False
    found = scope.knowledge.concepts.by_id.get(said.concept or "")
    if found is None or found.kind not in ("drug", "drug_class"):
        return True
    bare = scope.knowledge.concepts.named(said.text) is not None
    return bare != (node.kind == "allergy")


def _deny(node: Present, fact: RecordFact, scope: Scope, found: Weighing) -> None:
    claim = _as_of(node, fact, scope) if isinstance(fact, Stated) else _plain(fact)
    claim = _too_early(node, claim, scope)
    match fact:
        case Stated() if node.status == "planned":
            # That something was not done says nothing of a plan.
            return
        case Stated(other=True) | Treated():
            # A refusal rules out neither an earlier course on record nor what is known of it.
            found.closings.append(claim)
        case _:
            found.denials.append(claim)


def _too_early(node: Present, claim: Claim, scope: Scope) -> Claim:
    """A denial; one made before the time that is asked about says nothing of it."""
    found = None if node.window is None else moment(node.window.event, scope)
    if node.window is None or claim.day is None or found is None or found.day is None:
        return claim
    begin = frame(node.window, found.day).first
    if begin is None or claim.day.last >= begin.first:
        return claim
    detail = f"{claim.evidence.fact} ({claim.evidence.value}): said before the time that is asked about"
    reason = Reason("stale", detail, asks(node), node.concept or "")
    return msgspec.structs.replace(claim, reasons=(*claim.reasons, reason))


def _as_of(node: Present, said: Stated, scope: Scope) -> Claim:
    """A statement that it is not so: it speaks of no day after its own.

    What must be so now it denies only while it is fresh; of the past it denies what was known then.
    """
    claim = _plain(said)
    if _fresh(said, scope):
        return claim
    if node.status in ("current", "received"):
        return msgspec.structs.replace(claim, reasons=(_stale(node, said, scope),))
    tail = "" if said.date is None else "; nothing later is on record"
    return msgspec.structs.replace(claim, flag=f"'{said.text}', none: {_dated(said)}{tail}")


def _fresh(said: Stated, scope: Scope) -> bool:
    """Whether a statement speaks for today: it is as young as a laboratory value must be."""
    days = scope.context.conventions.days("laboratory_fresh_days")
    limit = scope.context.as_of - dt.timedelta(days=days or 0)
    return said.date is not None and (days is None or said.date.first >= limit)


def _stale(node: Present, said: Stated, scope: Scope) -> Reason:
    """Why a statement that is not fresh leaves open what is so now."""
    days = scope.context.conventions.days("laboratory_fresh_days")
    old = said.date is None or said.date.last < scope.context.as_of - dt.timedelta(days=days or 0)
    tail = "" if days is None else f"; on {scope.context.as_of} it speaks for {days} days"
    detail = f"'{said.text}', {'present' if said.present else 'none'}: {_dated(said)}{tail}"
    return Reason("stale" if old else "imprecise", detail, asks(node), node.concept or "")


def _dated(said: Stated) -> str:
    return "the statement has no date" if said.date is None else f"stated on {said.date}"


def _state(node: Present, said: Stated, relation: Relation, scope: Scope, found: Weighing) -> None:
    if not said.present:
        _deny(node, said, scope, found)
        return
    how = Standing(TRUE)
    if not _bare(node):
        detail = f"'{said.text}' is stated, but not whether {node.phrase} is so in the way asked for"
        reason = Reason("missing", detail, f"when and how {said.text} was", node.concept or "")
        how = Standing(UNKNOWN, "time", (reason,))
    elif node.status in ("current", "received") and not _fresh(said, scope):
        # What was so then may be over; a condition that lasts is recorded as one.
        how = Standing(UNKNOWN, "status", (_stale(node, said, scope),))
    if relation is Relation.MAY:
        how = _general(node, said.text, how)
    claim = Claim(evidence(said), said.concept, said.date, how.doubt, how.reasons)
    if relation is Relation.MAY:
        found.mays.append(claim)
    else:
        (found.proofs if how.truth is TRUE else found.doubts).append(claim)


def _plain(fact: RecordFact) -> Claim:
    concept = fact.concept if isinstance(fact, Had | Treated | Stated | Hypersensitive) else None
    first, last = period(fact)
    return Claim(evidence(fact), concept, last or first)


def _general(node: Present, text: str, how: Standing) -> Standing:
    """A fact that may be of the concept: what would settle it is its kind."""
    if how.truth is FALSE:
        return how
    detail = f"'{text}' may be {node.phrase}; the record does not say"
    reason = Reason("missing", detail, f"whether {text} is {node.phrase}", node.concept or "")
    return msgspec.structs.replace(how, reasons=(reason, *how.reasons))


def _shown(node: Present, how: Standing, scope: Scope) -> Standing:
    """A fact whose number or manner of proof the criterion asks for, and the fact does not give."""
    if how.truth is not TRUE:
        return how
    method, name = shown_by(node, scope)
    if node.ordinal is not None:
        detail, asks = f"which {node.phrase} this is is not recorded", f"the number of {node.phrase}"
    elif method:
        detail = f"whether {node.phrase} was shown by {name} is not recorded"
        asks = f"whether {node.phrase} was confirmed by {name}"
    else:
        return how
    return msgspec.structs.replace(
        how, truth=UNKNOWN, doubt="status", reasons=(Reason("missing", detail, asks, node.concept or ""),)
    )


def _by_course(node: Present, concept: str, scope: Scope, found: Weighing) -> None:
    row = scope.knowledge.inference.course.get(concept)
    said = None if row is None else of_course(node, row, scope)
    if said is None:
        return
    day = scope.index.relapse_day
    claims = [Claim(cited, concept, day, "status", said.reasons) for cited in said.evidence]
    found.flags.extend(said.flags)
    if said.truth is UNKNOWN:
        found.doubts.extend(claims)
    elif said.truth is FALSE and node.ordinal is None:
        found.closings.extend(claims)
    elif said.truth is FALSE:
        found.denials.extend(claims)
    else:
        # A relapse on record shows that an earlier refractory state was left.
        found.proofs.extend(claims)
        found.denials = [claim for claim in found.denials if claim.concept not in _refuting(concept, scope)]


def _refuting(concept: str, scope: Scope) -> frozenset[str]:
    return kin(scope.knowledge.concepts, concept).refutes


def _by_conditions(node: Present, scope: Scope, found: Weighing) -> None:
    """Conditions in whose words an allergen stands: who keeps the lists may have entered an allergy there."""
    for fact in naming(node, scope.index):
        detail = f"'{fact.text}' is among the conditions, and may be an allergy to {node.phrase}"
        reason = Reason("missing", detail, asks(node), node.concept or "")
        found.mays.append(Claim(evidence(fact), fact.concept, period(fact)[0], "", (reason,)))


def _by_examples(node: Present, scope: Scope, kinship: Kin | None, found: Weighing) -> None:
    """Entries that the text names as examples, other than those that are of the concept anyway."""
    for fact, name in exemplified(node, scope.index):
        if kinship is None or fact.concept not in kinship.proves | kinship.may:
            detail = f"'{fact.text}' is on record, and the text names '{name}' as an example of {node.phrase}"
            reason = Reason("ambiguous_text", detail, asks(node), node.concept or "")
            if isinstance(fact, Stated):
                found.mays.append(Claim(evidence(fact), fact.concept, fact.date, "", (reason,)))
                continue
            how = standing(node, fact, scope)
            found.add(fact, msgspec.structs.replace(how, reasons=(reason, *how.reasons)), Relation.MAY)


def _by_answers(node: Present, scope: Scope, found: Weighing) -> None:
    """A signed answer counts as a statement; one on the concept alone says nothing of time or degree."""
    given = answers(scope, asks(node))
    if _bare(node):
        given += [a for a in answers(scope, node.concept or "", node.phrase) if a not in given]
    for answer in given:
        claim = Claim(cite(answer), node.concept, answer.date)
        (found.proofs if answer.answer == "yes" else found.denials).append(claim)


def _bare(node: Present) -> bool:
    """Whether that there is one at all answers the node."""
    plain = node.window is None and node.control is None and node.ordinal is None and node.ranked is None
    return plain and node.status != "planned"
