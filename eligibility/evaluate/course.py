"""What the recorded course of the disease says: that there was a relapse, which one, where, how it was shown.

What comes in is a question on a relapse or a site of it; what goes out is a
finding that the other facts are weighed with.
"""

from __future__ import annotations

import msgspec

from eligibility.bind.nodes import Present
from eligibility.core.reasons import Reason
from eligibility.core.truth import FALSE, TRUE, UNKNOWN, Truth
from eligibility.evaluate.context import Scope
from eligibility.evaluate.select import of_other_specimen
from eligibility.evaluate.trace import Evidence
from eligibility.evaluate.words import day_of
from eligibility.knowledge.concepts import Relation
from eligibility.knowledge.inference import CourseRow
from eligibility.patient.record import Course, Relapsed

DOCUMENTED = "documented"
"""The evidence that any recorded fact is."""


class CourseFinding(msgspec.Struct, frozen=True):
    """What the course says; ``evidence`` is the part of it that does."""

    truth: Truth
    evidence: tuple[Evidence, ...] = ()
    reasons: tuple[Reason, ...] = ()
    flags: tuple[str, ...] = ()


def of_course(node: Present, row: CourseRow, scope: Scope) -> CourseFinding | None:
    """What the course says of a relapse or a site; ``None`` if it is silent."""
    course, relapse = scope.record.course, scope.index.relapse
    if course is None or relapse is None or course.concept is None:
        return None
    if row.disease not in scope.knowledge.concepts.classes(course.concept):
        return None
    match row.role:
        case "relapse":
            return _relapse(node, course, relapse, scope)
        case "site":
            return _site(node, row, course, relapse, scope)
        case "therapy" | "state":
            return None


def _cite(relapse: Relapsed) -> Evidence:
    number = "" if relapse.number is None else f" {relapse.number}"
    sites = ", ".join(words for _, words in relapse.sites)
    by = f"confirmed by {relapse.confirmed_by}" if relapse.confirmed_by else ""
    said = "; ".join(part for part in (sites, by) if part) or "on record"
    return Evidence(f"relapse{number}", said, None, day_of(relapse.date), relapse.path)


def _relapse(node: Present, course: Course, latest: Relapsed, scope: Scope) -> CourseFinding:
    cited = tuple(_cite(relapse) for relapse in course.relapses)
    flags: tuple[str, ...] = ()
    if node.ordinal is not None:
        which = _ordinal(node, course)
        if which is FALSE:
            return CourseFinding(FALSE, cited)
        if which is UNKNOWN:
            detail = f"which relapse this is ({node.phrase}) is not recorded"
            reason = Reason("missing", detail, "the number of the relapse", node.concept or "")
            return CourseFinding(UNKNOWN, cited, (reason,))
        if latest.number is None:
            flags = ("the only relapse on record has no number; it counts as the first",)
    shown = _shown(node, latest, cited, scope)
    return msgspec.structs.replace(shown, flags=(*flags, *shown.flags))


def _ordinal(node: Present, course: Course) -> Truth:
    """Whether the latest relapse is the one asked for.

    Two listed on different days are two; the only one on record counts as the first.
    """
    wanted = node.ordinal or 1
    numbers = {relapse.number for relapse in course.relapses if relapse.number is not None}
    numbered_days = {relapse.date for relapse in course.relapses if relapse.number is not None}
    unnumbered = [relapse.date for relapse in course.relapses if relapse.number is None]
    further = {day for day in unnumbered if day is not None and day.exact} - numbered_days
    highest = max(numbers, default=0)
    if max(highest, len(numbers) + len(further)) > wanted:
        return FALSE
    if highest == wanted and not unnumbered:
        return TRUE
    return TRUE if wanted == 1 and len(course.relapses) == 1 else UNKNOWN


def _shown(node: Present, relapse: Relapsed, cited: tuple[Evidence, ...], scope: Scope) -> CourseFinding:
    """Whether the relapse was shown by the method that the criterion names."""
    method, name = shown_by(node, scope)
    if not method:
        return CourseFinding(TRUE, cited)
    asked = f"whether the relapse was confirmed by {name}"
    if relapse.confirmed_by is None:
        return CourseFinding(
            UNKNOWN, cited, (_missing(node, "how the relapse was shown is not recorded", asked),)
        )
    found = relapse.confirmed_method
    if found is not None and scope.knowledge.concepts.relation(found, method) is Relation.IS:
        return CourseFinding(TRUE, cited)
    detail = f"the relapse was shown by '{relapse.confirmed_by}', not by {name}"
    return CourseFinding(UNKNOWN, cited, (_missing(node, detail, asked),), (detail,))


def shown_by(node: Present, scope: Scope) -> tuple[str, str]:
    """The method by which the criterion wants it shown, and its name; empty if any record will do."""
    if node.evidence in (None, DOCUMENTED):
        return "", ""
    concepts = scope.knowledge.concepts
    found = concepts.by_id.get(node.evidence or "") or concepts.named(node.evidence or "")
    return (found.id, found.name) if found else (node.evidence or "", node.evidence or "")


def _missing(node: Present, detail: str, settles: str) -> Reason:
    return Reason("missing", detail, settles, node.concept or "")


def _site(node: Present, row: CourseRow, course: Course, latest: Relapsed, scope: Scope) -> CourseFinding:
    cited = (_cite(latest),)
    now = _among(row.site, latest, scope)
    if now is TRUE:
        return CourseFinding(TRUE, cited)
    asked = f"whether the relapse involved {_name(row.site, scope)}"
    if now is UNKNOWN:
        return CourseFinding(
            UNKNOWN, cited, (_missing(node, "a recorded site of the relapse is not known", asked),)
        )
    if any(_among(row.site, relapse, scope) is not FALSE for relapse in course.relapses):
        detail = f"{_name(row.site, scope)} is a site of an earlier relapse, not of the latest"
        reason = Reason("ambiguous_text", detail, "which relapse the criterion is about", node.concept or "")
        return CourseFinding(UNKNOWN, tuple(map(_cite, course.relapses)), (reason,))
    staged, contradicted = _staging(row, latest, scope)
    sites = ", ".join(words for _, words in latest.sites)
    if contradicted:
        detail = f"recorded sites of the relapse: {sites}; a measurement says that it involves {node.phrase}"
        reason = Reason("conflicting", detail, asked, node.concept or "")
        return CourseFinding(UNKNOWN, (*cited, contradicted), (reason,))
    if not latest.sites or not staged:
        detail = f"whether {_name(row.site, scope)} was assessed at the relapse is not recorded"
        return CourseFinding(UNKNOWN, cited, (_missing(node, detail, asked),))
    return CourseFinding(
        FALSE, cited, (), (f"sites of the relapse on record: {sites}; others count as not involved",)
    )


def _among(site: str, relapse: Relapsed, scope: Scope) -> Truth:
    """Whether a site is one of those recorded; UNKNOWN if a recorded one may be it."""
    truth = FALSE
    for concept, _ in relapse.sites:
        relation = Relation.MAY if concept is None else scope.knowledge.concepts.relation(concept, site)
        if relation is Relation.IS:
            return TRUE
        if relation is Relation.MAY:
            truth = UNKNOWN
    return truth


def _staging(row: CourseRow, relapse: Relapsed, scope: Scope) -> tuple[bool, Evidence | None]:
    """Whether the staging is on record, and a measurement that contradicts the listed sites, if one does."""
    for known in scope.knowledge.inference.staging(row.disease):
        if _among(known.site, relapse, scope) is TRUE:
            return True, None
        facts = [
            fact for fact in scope.index.measured.get(known.measured_by, ())
            if fact.value is not None
            and not of_other_specimen(fact, scope)
            and (fact.date is None or relapse.date is None or fact.date.last >= relapse.date.first)
        ]  # fmt: skip
        for fact in facts:
            low = None if fact.value is None else fact.value.low
            if (
                row.concept == known.concept
                and known.involved_from is not None
                and (low or 0) >= known.involved_from
            ):
                return True, Evidence(
                    known.measured_by, fact.written, fact.written_unit, day_of(fact.date), fact.path
                )
        if facts:
            return True, None
    return False, None


def _name(site: str, scope: Scope) -> str:
    found = scope.knowledge.concepts.by_id.get(site)
    return found.name if found else site
