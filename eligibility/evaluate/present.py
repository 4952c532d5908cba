"""Whether the candidate has, had, was given or is to be given something.

Absence of a record is unknown.  A fact of the concept or of a member shows it;
a statement, a refuted fact or a complete list denies it; where one fact says
so and another denies it, they conflict and a person must look.
"""

from __future__ import annotations

import datetime as dt

import msgspec

from eligibility.bind.nodes import Present
from eligibility.core.reasons import Reason
from eligibility.core.truth import FALSE, TRUE, UNKNOWN, Truth, truth_of
from eligibility.evaluate.asking import asks
from eligibility.evaluate.context import Scope
from eligibility.evaluate.denial import covering, refuted
from eligibility.evaluate.events import moment
from eligibility.evaluate.index import Listed, kin
from eligibility.evaluate.last import last_before
from eligibility.evaluate.logic import Run
from eligibility.evaluate.trace import Evidence, Trace
from eligibility.evaluate.weighing import Claim, Weighing, weigh
from eligibility.evaluate.windows import frame
from eligibility.evaluate.words import later
from eligibility.patient.record import Had, Treated

SEXES = ("female", "male")

NAMED = 6
"""Entries not understood that are named in one sentence; records of years have hundreds."""


class Outcome(msgspec.Struct, frozen=True):
    """What the recorded facts decide; ``closed``: denied beyond the facts that may be of the concept."""

    truth: Truth
    evidence: tuple[Evidence, ...] = ()
    reasons: tuple[Reason, ...] = ()
    closed: bool = False
    flags: tuple[str, ...] = ()


def present(node: Present, scope: Scope, run: Run) -> Trace:
    """Whether the record shows it, denies it or leaves it open."""
    if node.kind == "person" and node.concept in SEXES:
        return _sex(node, scope)
    found = weigh(node, scope)
    other_sex = _of_other_sex(node, scope)
    if other_sex is not None:
        found.denials.append(Claim(other_sex))
    outcome = decide(node, found, scope)
    children: tuple[Trace, ...] = ()
    changes = found.changes
    if node.definition is not None:
        row = scope.knowledge.inference.course.get(node.concept or "")
        state = row is not None and row.role == "state"
        defined = run(node.definition, scope.turned("describes", history=scope.history or not state))
        children = (defined,)
        changes = changes.union(defined.changes)
        # Inside a definition the question is about one event, so a definition there settles it.
        outcome = _defined(node, outcome, found, defined, state or scope.history)
    flags = (*dict.fromkeys(found.flags), *outcome.flags) if found.flags else outcome.flags
    return Trace(
        node, outcome.truth, children, (*outcome.evidence, *found.answered), outcome.reasons, (), flags,
        later(changes, scope.context.as_of), tuple(found.anchored.items()),
        bool(children) and children[0].curable,
    )  # fmt: skip


def _sex(node: Present, scope: Scope) -> Trace:
    sex = scope.record.sex
    if sex is None:
        reason = Reason("missing", "the sex is not recorded", "the sex of the candidate", "sex")
        return Trace(node, UNKNOWN, reasons=(reason,))
    cited = Evidence("sex", sex, None, None, "sex")
    if sex in SEXES:
        return Trace(node, truth_of(sex == node.concept), evidence=(cited,))
    reason = Reason(
        "ambiguous_text", f"recorded sex '{sex}'", f"whether the trial counts it as {node.phrase}", "sex"
    )
    return Trace(node, UNKNOWN, evidence=(cited,), reasons=(reason,))


def _of_other_sex(node: Present, scope: Scope) -> Evidence | None:
    concept = scope.knowledge.concepts.by_id.get(node.concept or "")
    sex = scope.record.sex
    if concept is None or not concept.sex or sex not in SEXES or sex == concept.sex:
        return None
    return Evidence("sex", sex, None, None, "sex")


def decide(node: Present, found: Weighing, scope: Scope) -> Outcome:
    """The outcome of all that was found."""
    if found.proofs:
        standing = [proof for proof in found.proofs if not any(_denies(d, proof) for d in found.denials)]
        if standing:
            return Outcome(TRUE, tuple(claim.evidence for claim in standing))
        return _conflict(found.proofs, found.denials, node)
    if found.denials:
        return _denied(node, found, scope)
    return _undenied(node, found, scope)


def _undenied(node: Present, found: Weighing, scope: Scope) -> Outcome:
    """The outcome where nothing shows it and nothing firm denies it."""
    left = (*found.doubts, *found.mays)
    closings = [claim for claim in found.closings if not claim.reasons]
    stale = [claim for claim in (*found.denials, *found.closings) if claim.reasons]
    if not closings and not left:
        listed = _complete(node, scope)
        if isinstance(listed, Reason):
            return Outcome(UNKNOWN, (), (listed,))
        closings = listed
    if left:
        return Outcome(UNKNOWN, _cited(left), _why(left), closed=bool(closings))
    if closings:
        return Outcome(FALSE, _cited(closings), closed=True, flags=_flags(closings, node, scope))
    before = last_before(node, scope)
    if before is not None:
        asks_later = f"whether there was {node.phrase} later than on record"
        detail = f"the latest {node.phrase} on record is before the time, and the list is not complete"
        return Outcome(UNKNOWN, (before,), (Reason("missing", detail, asks_later, node.concept or ""),))
    if stale:
        return Outcome(UNKNOWN, _cited(stale), _why(stale))
    question = asks(node)
    detail = f"the record does not say {question}"
    unknown = _in_few_words(_not_understood(node, scope, course=True))
    if unknown:
        detail += f"; {unknown} was not understood"
    return Outcome(UNKNOWN, (), (Reason("missing", detail, question, node.concept or ""),))


def _denied(node: Present, found: Weighing, scope: Scope) -> Outcome:
    """A denial against facts that may be what it denies."""
    against: list[Claim] = []
    open_still: list[Claim] = []
    for claim in (*found.doubts, *found.mays):
        over = [d for d in found.denials if _denies(d, claim) and not (d.exposure and claim.day is None)]
        if not over or claim.doubt == "akin":
            open_still.append(claim)
        elif claim in found.mays:
            if any(_is_of(claim, d, scope) for d in over):
                against.append(claim)
        elif claim.doubt in ("control", "level", "time"):
            against.append(claim)
    if against:
        return _conflict(against, found.denials, node)
    if open_still:
        return Outcome(UNKNOWN, _cited(open_still), _why(open_still))
    firm = [denial for denial in found.denials if not denial.reasons]
    if not firm:
        return _undenied(node, found, scope) if not found.mays and not found.doubts else _stale(found)
    return Outcome(FALSE, _cited(firm), closed=True, flags=_flags(firm, node, scope))


def _stale(found: Weighing) -> Outcome:
    """Facts that a denial speaks of which no longer decides itself."""
    claims = [*found.denials, *found.doubts, *found.mays]
    return Outcome(UNKNOWN, _cited(claims), _why(claims))


def _flags(claims: list[Claim], node: Present, scope: Scope) -> tuple[str, ...]:
    """What to tell of denials: how old the latest is, and the entries that may say otherwise."""
    old = [claim.flag for claim in claims if claim.flag]
    said = old if len(old) == len(claims) else []
    words = _in_few_words(_not_understood(node, scope))
    if words and claims:
        said = [*said, f"on record and not understood: {words}; what denies {node.phrase} decides"]
    return tuple(dict.fromkeys(said))


def _in_few_words(entries: list[Listed]) -> str:
    """The words of entries, each once; of many the first, and how many others there are."""
    words = list(dict.fromkeys(f"'{fact.text}'" for fact in entries))
    more = len(words) - NAMED
    return ", ".join(words[:NAMED]) + (f" and {more} more" if more > 0 else "")


def _not_understood(node: Present, scope: Scope, course: bool = False) -> list[Listed]:
    """The entries whose words are not known: treatments given, conditions not over, allergies."""
    disease = scope.record.course
    found: list[Listed] = []
    for listing in scope.index.listings(node.kind):
        for fact in listing.ungrounded:
            if refuted(fact) or (isinstance(fact, Treated) and fact.status not in ("given", "ongoing")):
                continue
            if isinstance(fact, Had) and (fact.status in ("resolved", "inactive") or fact.resolved):
                continue
            if course or disease is None or fact.path != disease.path:
                found.append(fact)
    return found


def _denies(denial: Claim, claim: Claim) -> bool:
    """Whether a denial speaks of a fact: one made before the fact does not.

    A suspicion stands unless a denial is known to be later, or follows from the sex.
    """
    if claim.doubt == "suspected" and denial.concept is not None:
        return denial.day is not None and claim.day is not None and denial.day.first >= claim.day.last
    return denial.day is None or claim.day is None or denial.day.last >= claim.day.first


def _is_of(claim: Claim, denial: Claim, scope: Scope) -> bool:
    """Whether the denied concept covers that of a fact: "no HSCT" against a recorded HSCT."""
    if claim.concept is None or denial.concept is None:
        return False
    return claim.concept in kin(scope.knowledge.concepts, denial.concept).proves


def _conflict(claims: list[Claim], denials: list[Claim], node: Present) -> Outcome:
    cited = _cited((*claims, *denials))
    said = "; ".join(f"{item.fact} ({item.value}, {item.source})" for item in cited)
    reason = Reason("conflicting", f"the record contradicts itself: {said}", asks(node), node.concept or "")
    return Outcome(UNKNOWN, cited, (reason,))


def _cited(claims: list[Claim] | tuple[Claim, ...]) -> tuple[Evidence, ...]:
    return tuple(dict.fromkeys(claim.evidence for claim in claims))


def _why(claims: list[Claim] | tuple[Claim, ...]) -> tuple[Reason, ...]:
    return tuple(dict.fromkeys(reason for claim in claims for reason in claim.reasons))


def _complete(node: Present, scope: Scope) -> list[Claim] | Reason:
    """The complete lists that would name it and do not; a reason where an entry stands in the way."""
    asked = node.beside[0] if node.beside else node.concept
    if asked is None or node.status in ("planned", "received") or _unlisted(asked, scope):
        return []
    first, last = _asked_days(node, scope)
    claims: list[Claim] = []
    for listing in scope.index.listings(node.kind):
        span = covering(listing, first, last)
        if span is None:
            return []
        unread = [fact for fact in listing.ungrounded if not refuted(fact)]
        if unread:
            entries = ", ".join(f"'{fact.text}'" for fact in unread)
            detail = f"the complete list of {span.list} holds entries that are not known: {entries}"
            return Reason("missing", detail, f"whether {entries} is or includes {node.phrase}", asked)
        name, day = f"complete list of {span.list}", f"{span.start} to {span.end}"
        claims.append(Claim(Evidence(name, f"without {node.phrase}", None, day, span.path)))
    return claims


def _unlisted(concept: str, scope: Scope) -> bool:
    """Whether it is nothing that a list has to hold, such as a pregnancy."""
    found = scope.knowledge.concepts.by_id.get(concept)
    return found is not None and found.listed == "no"


def _asked_days(node: Present, scope: Scope) -> tuple[dt.date | None, dt.date]:
    """The days that a list must cover to deny the node."""
    today = scope.context.as_of
    if node.status == "current":
        return today, today
    first = scope.index.history_from
    if node.window is None or node.window.relation == "during" or node.window.half_lives is not None:
        return first, today
    found = moment(node.window.event, scope)
    if found.day is None:
        return first, today
    span = frame(node.window, found.day)
    begin = first if span.first is None else span.first.first
    return begin, today if span.last is None else min(today, span.last.last)


def _defined(node: Present, recorded: Outcome, found: Weighing, defined: Trace, state: bool) -> Outcome:
    """The recorded facts and the definition together.

    What is recorded by its own name counts, whatever the definition says of other values.  A definition
    that holds shows it; one that fails denies only the facts that it was asked about, unless it
    describes a state of the present disease, which it then settles.  A definition that the text itself
    gives ("uncontrolled diabetes, defined as ...") leaves what is recorded open until it holds.
    """
    if recorded.truth is TRUE and node.defined_here and defined.truth is not TRUE:
        detail = f"{node.phrase} is recorded, but what the text defines it by is not shown"
        reason = Reason("conflicting", detail, asks(node), node.concept or "")
        return Outcome(UNKNOWN, recorded.evidence, (reason, *defined.reasons))
    if recorded.truth is TRUE:
        return recorded
    if defined.truth is TRUE:
        if found.denials:
            said = "; ".join(f"{claim.evidence.fact} ({claim.evidence.value})" for claim in found.denials)
            detail = f"the definition of {node.phrase} is met, but the record says: {said}"
            return Outcome(
                UNKNOWN,
                _cited(found.denials),
                (Reason("conflicting", detail, asks(node), node.concept or ""),),
            )
        return Outcome(TRUE)
    if found.denials:
        return recorded
    if defined.truth is FALSE:
        if found.doubts:
            return Outcome(UNKNOWN, _cited(found.doubts), _why(found.doubts))
        if state or recorded.closed or any(not claim.reasons for claim in found.closings):
            return Outcome(FALSE, recorded.evidence, closed=True, flags=recorded.flags)
        detail = f"what is recorded is no {node.phrase}, but whether there was any other is not recorded"
        return Outcome(
            UNKNOWN, recorded.evidence, (Reason("missing", detail, asks(node), node.concept or ""),)
        )
    alone = state or recorded.closed or bool(found.mays)
    reasons = defined.reasons if alone else (*recorded.reasons, *defined.reasons)
    return Outcome(UNKNOWN, recorded.evidence, tuple(dict.fromkeys(reasons)))
