"""When an event was: an anchor of the trial, a turn of the disease, the start or end of a therapy.

An anchor that lies ahead is taken as today.  An event of which nothing is
recorded is unknown; one that the record denies is absent.
"""

from __future__ import annotations

import datetime as dt
from typing import Literal

import msgspec

from eligibility.bind.nodes import Event
from eligibility.core.dates import PartialDate
from eligibility.core.reasons import Reason
from eligibility.evaluate.context import Scope
from eligibility.evaluate.denial import covering, denials, obstacles, of_kind
from eligibility.evaluate.index import Listed, kin
from eligibility.evaluate.trace import Evidence
from eligibility.evaluate.words import evidence
from eligibility.patient.record import Course, Had, Treated


class Moment(msgspec.Struct, frozen=True):
    """When an event was.

    ``state`` dated: on ``day``; ahead: taken as today, planned for ``planned`` if known; undated: it was,
    the day is not recorded; absent: the record says there was none; unknown: ``reasons`` say what is missing.
    ``ongoing``: the therapy whose end is asked for had not ended.
    """

    state: Literal["dated", "ahead", "undated", "absent", "unknown"]
    name: str
    day: PartialDate | None = None
    planned: dt.date | None = None
    reasons: tuple[Reason, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    flags: tuple[str, ...] = ()
    ongoing: bool = False

    @property
    def anchored(self) -> tuple[tuple[str, dt.date | None], ...]:
        """The anchor that was taken as today."""
        return ((self.name, self.planned),) if self.state == "ahead" else ()


def moment(event: Event, scope: Scope) -> Moment:
    """When an event was, as far as the record tells."""
    if event.edge == "anchor":
        return _anchor(event, scope)
    if event.concept is None:
        reason = Reason(
            "unparsed_text", f"'{event.phrase}' is not an event we know", f"when '{event.phrase}' was"
        )
        return Moment("unknown", event.phrase, reasons=(reason,))
    from_course = _of_course(event, event.concept, scope)
    return from_course or _of_facts(event, event.concept, scope)


def _anchor(event: Event, scope: Scope) -> Moment:
    if event.concept is None:
        return _unnamed(event, scope)
    name, today = event.concept or event.phrase, PartialDate.of(scope.context.at)
    course = scope.record.course
    planned = scope.record.anchors.get(name)
    if planned is None and name == "diagnosis" and course is not None and course.diagnosed is not None:
        planned = course.diagnosed
    if planned is None:
        return Moment("ahead", name, today)
    if planned.last <= scope.context.at:
        return Moment(
            "dated", name, planned, evidence=(Evidence(name, str(planned), None, str(planned), "anchors"),)
        )
    return Moment("ahead", name, today, planned=planned.last)


COUNTED_FROM = "from which day the trial counts where its text names none"
"""What settles a time that counts from a day that the text does not name."""


def _unnamed(event: Event, scope: Scope) -> Moment:
    """A day that the text does not name: today or any milestone of the trial on record, whichever is meant.

    Between the first and the last of them nothing is decided.
    """
    by_id, today = scope.knowledge.concepts.by_id, scope.context.at
    on_record = {
        name: day
        for name, day in scope.record.anchors.items()
        if name in by_id and by_id[name].kind == "anchor" and day.last <= today
    }
    first = min((day.first for day in on_record.values()), default=today)
    cited = tuple(Evidence(name, str(day), None, str(day), "anchors") for name, day in on_record.items())
    flag = "the text names no day to count from: today and every milestone on record must agree"
    return Moment("ahead", event.phrase, PartialDate(first, today), None, (), cited, (flag,))


def _of_course(event: Event, concept: str, scope: Scope) -> Moment | None:
    course = scope.record.course
    row = scope.knowledge.inference.course.get(concept)
    if course is None or course.concept is None:
        return None
    if row is not None:
        if row.disease not in scope.knowledge.concepts.classes(course.concept):
            return None
        if row.role == "relapse" and scope.index.relapse is not None and event.edge != "end":
            return _on(event, scope.index.relapse.date, scope.index.relapse.path)
        if row.role == "therapy" and event.edge == "end":
            return _therapy_end(event, course)
        return None
    kinship = kin(scope.knowledge.concepts, concept)
    if event.edge == "onset" and course.concept in kinship.proves | kinship.may:
        return _on(event, course.diagnosed, f"{course.path}.diagnosed")
    return None


def _on(event: Event, day: PartialDate | None, path: str) -> Moment:
    if day is None:
        return Moment("undated", event.phrase, reasons=(_when(event),))
    return Moment(
        "dated", event.phrase, day, evidence=(Evidence(event.phrase, str(day), None, str(day), path),)
    )


def _therapy_end(event: Event, course: Course) -> Moment:
    if course.primary_therapy_ongoing:
        detail = f"{event.phrase} had not ended; the text does not say what holds before its end"
        reason = Reason(
            "ambiguous_text", detail, f"how the trial counts from the end of {event.phrase} meanwhile"
        )
        return Moment("unknown", event.phrase, reasons=(reason,), ongoing=True)
    path = f"{course.path}.primary_therapy_end"
    if course.primary_therapy_end is None:
        return Moment("undated", event.phrase, reasons=(_when(event),))
    if course.ended_as not in (None, "completed"):
        end = course.primary_therapy_end
        detail = f"{event.phrase} ended on {end}: {course.ended_as}, which is not completion"
        reason = Reason("ambiguous_text", detail, "whether the trial counts this end as completion")
        return Moment("unknown", event.phrase, reasons=(reason,))
    found = _on(event, course.primary_therapy_end, path)
    if course.ended_as is None:
        note = "the record does not say how the therapy ended; the recorded end counts as completion"
        return msgspec.structs.replace(found, flags=(note,))
    return found


def _when(event: Event) -> Reason:
    edge = {"onset": "date of", "start": "start date of", "end": "end date of", "anchor": "date of"}[
        event.edge
    ]
    return Reason(
        "missing",
        f"the {edge} {event.phrase} is not recorded",
        f"the {edge} {event.phrase}",
        event.concept or "",
    )


def _of_facts(event: Event, concept: str, scope: Scope) -> Moment:
    kinship = kin(scope.knowledge.concepts, concept)
    index = scope.index
    facts = [fact for listing in (index.treatments, index.conditions) for fact in listing.of(kinship.proves)]
    real = [fact for fact in facts if _happened(fact)]
    if real:
        return _latest(event, real)
    planned = [fact for fact in facts if isinstance(fact, Treated) and fact.status == "planned"]
    if planned:
        days = [fact.start.last for fact in planned if fact.start is not None]
        cited = tuple(evidence(fact) for fact in planned)
        return Moment(
            "ahead", event.phrase, PartialDate.of(scope.context.at), max(days, default=None), (), cited
        )
    return _absent(event, concept, scope)


def _happened(fact: Listed) -> bool:
    match fact:
        case Treated():
            return fact.status in ("given", "ongoing")
        case Had():
            return fact.verification in (None, "confirmed")
        case _:
            return False


def _latest(event: Event, facts: list[Listed]) -> Moment:
    """The latest of several occurrences; one without a date never beats a dated one."""
    ends = event.edge == "end"
    days: list[tuple[PartialDate, Listed]] = []
    for fact in facts:
        match fact:
            case Treated():
                if ends and fact.status == "ongoing":
                    reason = Reason(
                        "missing", f"{event.phrase} has not ended", f"the end date of {event.phrase}"
                    )
                    return Moment("undated", event.phrase, None, None, (reason,), (evidence(fact),))
                day = fact.end if ends else fact.start
            case Had():
                day = fact.resolved if ends else fact.onset
            case _:
                day = None
        if day is not None:
            days.append((day, fact))
    if not days:
        cited = tuple(evidence(fact) for fact in facts)
        return Moment("undated", event.phrase, None, None, (_when(event),), cited)
    day, fact = max(days, key=lambda pair: (pair[0].last, pair[0].first))
    flags = (f"the latest of {len(facts)} recorded is taken: {day}",) if len(facts) > 1 else ()
    return Moment("dated", event.phrase, day, None, (), (evidence(fact),), flags)


def _absent(event: Event, concept: str, scope: Scope) -> Moment:
    found = scope.knowledge.concepts.by_id.get(concept)
    listing = of_kind(scope.index, found.kind if found else "")
    kinship = kin(scope.knowledge.concepts, concept)
    denied = denials(kinship, (listing,), scope.index)
    facts = (*denied.plain, *denied.others)
    if facts and not listing.of(kinship.may):
        return Moment("absent", event.phrase, evidence=tuple(evidence(fact) for fact in facts))
    span = covering(listing, scope.index.history_from, scope.context.as_of)
    if span is not None and not obstacles(listing, kinship):
        cited = Evidence(
            f"complete list of {span.list}", f"without {event.phrase}", None, str(span.end), span.path
        )
        return Moment("absent", event.phrase, evidence=(cited,))
    reason = Reason(
        "missing", f"whether there was {event.phrase}, and when, is not recorded",
        f"whether there was {event.phrase}, and its date", concept,
    )  # fmt: skip
    return Moment("unknown", event.phrase, reasons=(reason,))
