"""Whether one recorded fact is so in the asked way: current, given, planned, uncontrolled, in the window."""

from __future__ import annotations

import datetime as dt
from typing import Literal, assert_never

import msgspec

from eligibility.bind.nodes import UNNAMED, Event, Present, Window
from eligibility.core.dates import PartialDate
from eligibility.core.reasons import Reason, ReasonKind
from eligibility.core.truth import FALSE, TRUE, UNKNOWN, Truth
from eligibility.evaluate.answers import answered
from eligibility.evaluate.context import Scope
from eligibility.evaluate.denial import covering
from eligibility.evaluate.events import COUNTED_FROM, Moment, moment
from eligibility.evaluate.index import Listed, evened, kin
from eligibility.evaluate.level import at_level
from eligibility.evaluate.trace import Evidence
from eligibility.evaluate.washout import within_half_lives
from eligibility.evaluate.windows import Frame, frame, turning_days
from eligibility.evaluate.words import period
from eligibility.knowledge.concepts import Relation
from eligibility.patient.record import FactTiming, Had, Hypersensitive, Treated

Doubt = Literal["", "suspected", "status", "control", "level", "akin", "time"]


class Standing(msgspec.Struct, frozen=True):
    """Whether a fact counts; ``doubt`` is what leaves it open.

    ``changes``: the days on which the fact enters or leaves a window that moves with today.
    ``evidence``: answers that it rests on, beside the fact itself.
    """

    truth: Truth
    doubt: Doubt = ""
    reasons: tuple[Reason, ...] = ()
    changes: frozenset[dt.date] = frozenset()
    anchored: tuple[tuple[str, dt.date | None], ...] = ()
    flags: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()


COUNTS, DOES_NOT_COUNT = Standing(TRUE), Standing(FALSE)


def standing(node: Present, fact: Listed, scope: Scope) -> Standing:
    """Whether a fact that is of the asked concept is so in the asked way."""
    now = _status(node, fact, scope)
    if now.truth is FALSE:
        return _over_but_in_time(node, fact, scope) or _planned_in_time(node, fact, scope) or now
    if node.control is not None and isinstance(fact, Had):
        judged = _control(node, fact, scope)
        if judged.truth is not TRUE:
            return judged
        if now.doubt == "status":
            now = COUNTS
        now = msgspec.structs.replace(now, evidence=judged.evidence)
    if node.ranked is not None and isinstance(fact, Had):
        level = at_level(node.ranked, fact, node.concept or "", scope)
        if level.truth is FALSE:
            return Standing(FALSE, "level" if _settles(node, fact, scope) else "")
        if level.truth is UNKNOWN:
            return Standing(UNKNOWN, "level", () if level.reason is None else (level.reason,))
        passing = scope.knowledge.scales.by_id[node.ranked.scale].passing
        untold = fact.status in (None, "unknown") and fact.resolved is None
        if passing and untold and node.status == "unsaid" and node.window is None:
            detail = f"whether '{fact.text}' is still active is not recorded"
            return _open(node, "status", "missing", detail, f"whether {fact.text} is still active")
        now = msgspec.structs.replace(now, evidence=(*now.evidence, *level.evidence))
    if node.window is None:
        return now
    within = _in_window(node, node.window, fact, scope)
    if within.truth is FALSE or now.truth is TRUE:
        return within
    return now


def _settles(node: Present, fact: Had, scope: Scope) -> bool:
    """Whether a condition on record is all there is of what is asked, so that its level settles the matter.

    The trial's disease is.  A condition that lasts is, unless others would count as well: what has stages is
    one disease, what has grades may be of several kinds.
    """
    lasts = fact.status not in ("resolved", "inactive") and fact.resolved is None
    if node.window is not None or node.status not in ("unsaid", "current") or not lasts:
        return False
    if fact.verification not in (None, "confirmed"):
        return False
    if fact.path == DISEASE:
        return True
    if node.concept is None:
        return node.ranked is not None and node.ranked.field == "stage"
    if fact.concept != node.concept or node.ranked is None:
        return False
    alone = len(kin(scope.knowledge.concepts, node.concept).proves) == 1
    return node.ranked.field == "stage" or alone


DISEASE = "disease"
"""Where the trial's disease stands in a profile."""


def _over_but_in_time(node: Present, fact: Listed, scope: Scope) -> Standing | None:
    """What is over, but was within the time that is asked of a current one: which counts is not said."""
    timed = node.window is not None and node.window.high is not None
    if node.status != "current" or not timed or (isinstance(fact, Treated) and fact.status != "given"):
        return None
    assert node.window is not None
    if _in_window(node, node.window, fact, scope).truth is FALSE:
        return None
    detail = f"'{fact.text}' is over, but was within the time asked of a current one"
    return _open(node, "time", "ambiguous_text", detail, f"whether {fact.text} counts, which is over")


def _planned_in_time(node: Present, fact: Listed, scope: Scope) -> Standing | None:
    """A plan whose day lies in the time that is asked about: it may have been carried out by then."""
    planned = isinstance(fact, Treated) and fact.status == "planned"
    first, last = period(fact)
    if not planned or node.window is None or node.status == "current" or first is None:
        return None
    found = moment(node.window.event, scope)
    day = found.day if found.planned is None else PartialDate.of(found.planned)
    if day is None or frame(node.window, day).holds(first, last, scope.context.as_of) is FALSE:
        return None
    detail = f"'{fact.text}' is planned within the time that is asked about"
    return _open(node, "time", "missing", detail, f"whether {fact.text} was given as planned")


def _open(node: Present, doubt: Doubt, kind: ReasonKind, detail: str, settles: str) -> Standing:
    return Standing(UNKNOWN, doubt, (Reason(kind, detail, settles, node.concept or ""),))


def _status(node: Present, fact: Listed, scope: Scope) -> Standing:
    match fact:
        case Had():
            if fact.verification == "suspected":
                detail = f"'{fact.text}' is suspected, not confirmed"
                return _open(node, "suspected", "missing", detail, f"whether {fact.text} is confirmed")
            if node.status == "current":
                return _current(node, fact, scope)
            return _past(node, fact, scope) if node.status == "unsaid" else COUNTS
        case Hypersensitive():
            if fact.status == "suspected":
                detail = f"the allergy to '{fact.text}' is suspected, not confirmed"
                return _open(
                    node, "suspected", "missing", detail, f"whether the allergy to {fact.text} is confirmed"
                )
            return COUNTS
        case Treated():
            return _treatment(node, fact, scope)
    assert_never(fact)


def _past(node: Present, fact: Had, scope: Scope) -> Standing:
    """Where the text does not say whether a past one counts, one that is over leaves it open."""
    if fact.status not in ("resolved", "inactive") and fact.resolved is None:
        return COUNTS
    concept = scope.knowledge.concepts.by_id.get(node.concept or "")
    if (
        concept is not None and concept.kind == "disease_state"
    ) or node.concept in scope.knowledge.inference.course:
        return COUNTS
    detail = f"'{fact.text}' is over; the text does not say whether a past one counts"
    return _open(node, "time", "ambiguous_text", detail, f"whether a past {node.phrase} counts")


def _current(node: Present, fact: Had, scope: Scope) -> Standing:
    over = fact.resolved is not None and fact.resolved.last <= scope.context.at
    if fact.status in ("resolved", "inactive") or over:
        return DOES_NOT_COUNT
    if fact.status == "active" or fact.control == "uncontrolled":
        return COUNTS
    return _open(node, "status", "missing", f"whether '{fact.text}' is still active is not recorded",
                 f"whether {fact.text} is still active")  # fmt: skip


DRUGS = frozenset({"drug", "drug_class"})
"""Kinds that are given for a time; a procedure stays done."""


def _treatment(node: Present, fact: Treated, scope: Scope) -> Standing:
    given = fact.status in ("given", "ongoing")
    concept = scope.knowledge.concepts.by_id.get(node.concept or "")
    match node.status:
        case "unsaid" if fact.status == "given" and node.window is None and concept and concept.kind in DRUGS:
            detail = f"'{fact.text}' was given; the text does not say whether a past one counts"
            return _open(node, "time", "ambiguous_text", detail, f"whether past {node.phrase} counts")
        case "unsaid" | "ever" | "given":
            return COUNTS if given else DOES_NOT_COUNT
        case "planned":
            return COUNTS if fact.status == "planned" else DOES_NOT_COUNT
        case "received":
            return COUNTS if given or fact.status == "planned" else DOES_NOT_COUNT
        case "current":
            if fact.status == "ongoing":
                return COUNTS
            if fact.status != "given" or fact.end is not None:
                return DOES_NOT_COUNT
            detail = f"whether '{fact.text}' is still given is not recorded"
            return _open(node, "status", "missing", detail, f"whether {fact.text} is still given")
    assert_never(node.status)


def _control(node: Present, fact: Had, scope: Scope) -> Standing:
    if fact.control is not None:
        return COUNTS if fact.control == node.control else DOES_NOT_COUNT
    asks = f"whether {fact.text} is {node.control}"
    said, cited = answered(scope, asks)
    if said is not None and said is not UNKNOWN:
        return Standing(said, evidence=cited)
    return _open(
        node, "control", "judgement", f"nobody has said whether '{fact.text}' is {node.control}", asks
    )


def _in_window(node: Present, window: Window, fact: Listed, scope: Scope) -> Standing:
    said = _by_timing(fact, window.event, window.relation, scope)
    if said is not None:
        return COUNTS if said else DOES_NOT_COUNT
    if isinstance(fact, Treated) and fact.status == "planned":
        detail = f"'{fact.text}' is planned; whether {window.relation} {window.event.phrase} is not recorded"
        return _open(node, "time", "missing", detail, f"when {fact.text} is planned")
    if window.relation == "during":
        return _during(node, window.event, fact, scope)
    found = moment(window.event, scope)
    if found.state == "absent":
        return DOES_NOT_COUNT
    if found.day is None:
        return Standing(UNKNOWN, "time", found.reasons)
    dated = _dated(node, fact, frame(window, found.day), found, scope)
    return dated if window.half_lives is None else _washed_out(node, window, fact, dated, found, scope)


def _washed_out(
    node: Present, window: Window, fact: Listed, dated: Standing, found: Moment, scope: Scope
) -> Standing:
    """Whether a treatment lies within the longer or the shorter of a length and so many half-lives."""
    assert window.half_lives is not None and found.day is not None
    asks = f"whether {fact.text} ended more than {window.half_lives.count:g} half-lives before {found.name}"
    by_half_lives = within_half_lives(window, fact, found.day, asks, scope)
    if found.state == "ahead":
        dated = msgspec.structs.replace(dated, changes=frozenset(dated.changes | by_half_lives.changes))
    if window.half_lives.which == "alone":
        whole = by_half_lives.truth
    else:
        both = (dated.truth, by_half_lives.truth)
        longer, shorter = max(both), min(both)
        whole = {"longer": longer, "shorter": shorter}.get(
            window.half_lives.which, longer if longer is shorter else UNKNOWN
        )
    if whole is not UNKNOWN:
        return msgspec.structs.replace(
            dated, truth=whole, doubt="", reasons=(), evidence=(*dated.evidence, *by_half_lives.evidence),
            flags=(*dated.flags, *by_half_lives.flags),
        )  # fmt: skip
    why = by_half_lives.reason
    open_still = dated.reasons if dated.truth is UNKNOWN else ()
    if why is None and not open_still:
        detail = f"'{fact.text}' lies within one of two lengths; which of them holds is not said"
        why = Reason("ambiguous_text", detail, "which of the two lengths holds", node.concept or "")
    reasons = (*open_still, *(() if why is None else (why,)))
    return msgspec.structs.replace(dated, truth=UNKNOWN, doubt="time", reasons=reasons)


def _dated(node: Present, fact: Listed, span: Frame, found: Moment, scope: Scope) -> Standing:
    first, last = period(fact)
    if isinstance(fact, Treated) and fact.status == "ongoing":
        last = PartialDate.of(scope.context.as_of)
    truth = span.holds(first, last, scope.context.as_of)
    window = node.window
    assert window is not None
    changes = frozenset(turning_days(window, found, last or first))
    if truth is FALSE and (lasting := _may_last(node, fact, span, scope)) is not None:
        return lasting
    if truth is not UNKNOWN:
        return Standing(truth, "", (), changes, found.anchored, found.flags)
    detail = f"when '{fact.text}' was is not known well enough to tell {window.relation} {found.name}"
    kind: ReasonKind = "missing" if first is None else "imprecise"
    reason = Reason(kind, detail, f"the date of {fact.text}", node.concept or "")
    if window.event == UNNAMED and first is not None and first.exact:
        detail = f"'{fact.text}' counts from one milestone of the trial and not from another"
        reason = Reason("ambiguous_text", detail, COUNTED_FROM, node.concept or "")
    return Standing(UNKNOWN, "time", (reason,), changes, found.anchored, found.flags)


def _may_last(node: Present, fact: Listed, span: Frame, scope: Scope) -> Standing | None:
    """What began before a time and may have lasted into it; ``None`` where it began later or is over."""
    first, _ = period(fact)
    if first is None or span.first is None or first.first >= span.first.first:
        return None
    match fact:
        case Had(status="active", resolved=None):
            detail = f"'{fact.text}' began before the time that is asked about, and is still active"
            return _open(node, "time", "ambiguous_text", detail, f"whether {fact.text} counts, which lasts")
        case Treated(status="given", end=None) if _may_go_on(fact, scope):
            detail = f"'{fact.text}' began before the time that is asked about; its last day is not recorded"
            return _open(node, "time", "missing", detail, f"the last day of {fact.text}")
    return None


def _may_go_on(fact: Treated, scope: Scope) -> bool:
    """Whether a treatment is none that is done in a day: a drug, or a name for drugs such as chemotherapy."""
    known = scope.knowledge.concepts.by_id
    concept = known.get(fact.concept or "")
    if concept is None or concept.kind in DRUGS:
        return True
    return any(known[one].kind in DRUGS for one in concept.may_be if one in known)


def _by_timing(fact: Listed, event: Event, relation: str, scope: Scope) -> bool | None:
    """What the record itself says of when a fact arose; ``None`` if nothing, or nothing that settles it."""
    for timing in _timings(fact):
        if evened(timing.phrase) == evened(event.phrase):
            same = inside = True
        elif timing.concept is None or event.concept is None:
            continue
        else:
            concepts = scope.knowledge.concepts
            same = concepts.relation(event.concept, timing.concept) is Relation.IS
            inside = concepts.relation(timing.concept, event.concept) is Relation.IS
        if timing.relation == relation and inside:
            return True
        if relation == "at" and inside and timing.relation != "before":
            return True
        if (
            {timing.relation, relation} <= {"before", "during", "after"}
            and same
            and timing.relation != relation
        ):
            return False
    if isinstance(fact, Treated) and fact.timing_text is not None and relation == "at":
        return _at_edge(evened(fact.timing_text), event, scope)
    return None


def _at_edge(text: str, event: Event, scope: Scope) -> bool | None:
    """Whether words such as "end of induction" name the event; ``None`` if they name none we can tell."""
    if text == evened(event.phrase):
        return True
    concept = scope.knowledge.concepts.by_id.get(event.concept or "")
    if concept is None or scope.knowledge.vocabulary.read("edge", text) != event.edge:
        return None
    return True if any(text.endswith(f" {evened(name)}") for name in concept.names) else None


def _timings(fact: Listed) -> tuple[FactTiming, ...]:
    match fact:
        case Had():
            return fact.timing
        case Treated():
            return () if fact.timing is None else (fact.timing,)
        case Hypersensitive():
            return ()
    assert_never(fact)


def _during(node: Present, event: Event, fact: Listed, scope: Scope) -> Standing:
    """Whether a fact arose while a therapy was given, by the dates of its courses."""
    asked = f"whether {fact.text} arose during {event.phrase}"
    detail = f"whether '{fact.text}' arose during {event.phrase} is not recorded"
    open_question = _open(node, "time", "missing", detail, asked)
    if event.concept is None:
        return open_question
    known = scope.index.treatments.of(kin(scope.knowledge.concepts, event.concept).proves)
    courses = [
        course for course in known if isinstance(course, Treated) and course.status in ("given", "ongoing")
    ]
    if not courses:
        return DOES_NOT_COUNT if moment(event, scope).state == "absent" else open_question
    first, last = period(fact)
    if first is None:
        return open_question
    today = PartialDate.of(scope.context.as_of)
    seen = [
        UNKNOWN
        if course.start is None or (course.end is None and course.status != "ongoing")
        else Frame(course.start, course.end or today).holds(
            first, last if isinstance(fact, Treated) else first, today.last
        )
        for course in courses
    ]
    if TRUE in seen:
        return COUNTS
    complete = (
        covering(scope.index.treatments, first.first, first.last) and not scope.index.treatments.ungrounded
    )
    return DOES_NOT_COUNT if complete and UNKNOWN not in seen else open_question
