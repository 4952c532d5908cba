"""Judges a candidate: a verdict for every row, then the overall verdict.

What comes in are a rule set and a record; what goes out is a screening.  A fail
that the calendar alone would end is unknown (``not_yet``) with the day; the
verdict of a group is that of its children; each leaf counts once.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator

import msgspec

from eligibility.bind.rules import Row, RuleSet
from eligibility.core.reasons import Reason
from eligibility.core.truth import TRUE, UNKNOWN, Truth, conjunction, negation
from eligibility.evaluate.context import Context
from eligibility.evaluate.evaluate import evaluate
from eligibility.evaluate.trace import Evidence, Trace
from eligibility.patient.record import Record
from eligibility.verdict.answering import in_words, unused
from eligibility.verdict.questions import open_questions
from eligibility.verdict.screening import (
    DeclaredList,
    Judged,
    Overall,
    Provenance,
    Screening,
    Standing,
    Verdict,
)
from eligibility.verdict.standing import without_curable
from eligibility.verdict.support import ends_by_calendar

VERDICTS: dict[Truth, Verdict] = {Truth.TRUE: "pass", Truth.FALSE: "fail", Truth.UNKNOWN: "unknown"}
MAX_DAYS = 40
"""How many future days are looked at for one criterion, nearest first."""


def judge(rules: RuleSet, record: Record, context: Context) -> Screening:
    """The screening of one candidate."""
    criteria, aside = _criteria(rules, record, context), record.set_aside
    if record.answered:
        criteria, left = _answered(rules, record, context)
        aside = (*aside, *left)
    verdict, standing = _overall(criteria)
    if record.dead and verdict == "eligible":
        verdict = "undetermined"
    return Screening(
        candidate=record.id,
        trial=rules.trial,
        title=rules.title,
        as_of=record.as_of,
        verdict=verdict,
        standing=standing,
        criteria=criteria,
        open_questions=open_questions(criteria),
        set_aside=aside,
        remarks=_remarks(rules),
        declared=tuple(
            DeclaredList(one.list, one.start, one.end, one.declared_by) for one in record.complete
        ),
        provenance=Provenance(
            rules.text_hash,
            rules.rules_hash,
            rules.engine,
            context.conventions.as_dict(),
            rules.page_last_updated,
            record.ranges_hash,
        ),
    )


def _remarks(rules: RuleSet) -> tuple[str, ...]:
    """What the page itself gives cause to say, of all its rows."""
    of_rows = (f"{row.id}: {remark.message}" for row in rules.rows for remark in row.diagnostics)
    return (*(remark.message for remark in rules.diagnostics), *of_rows)


def _answered(
    rules: RuleSet, record: Record, context: Context
) -> tuple[tuple[Judged, ...], tuple[tuple[str, str], ...]]:
    """The rows with the answers taken, and the answers that none of them rests on.

    The questions are those of the record without its answers, so that their ids stay the same.
    """
    asked = open_questions(_criteria(rules, msgspec.structs.replace(record, answered=()), context))
    told = msgspec.structs.replace(record, answered=in_words(record.answered, asked))
    criteria = _criteria(rules, told, context)
    return criteria, unused(record.answered, criteria)


def _criteria(rules: RuleSet, record: Record, context: Context) -> tuple[Judged, ...]:
    """The verdict on every row, those that others stand below after those."""
    judged: dict[str, Judged] = {}
    below: dict[str, list[Judged]] = defaultdict(list)
    for row in reversed(rules.rows):
        children = tuple(reversed(below[row.id]))
        judged[row.id] = _group(row, children) if row.rule is None else judge_row(row, record, context)
        if row.parent is not None:
            below[row.parent].append(judged[row.id])
    return tuple(judged[row.id] for row in rules.rows)


def judge_row(row: Row, record: Record, context: Context) -> Judged:
    """The verdict on one row that has a rule of its own."""
    assert row.rule is not None
    trace = evaluate(row.rule, row.kind, record, context, row=row.id)
    lets_in = _lets_in(row, trace)
    walked = tuple(walk(trace))
    applicable = {Truth.TRUE: "yes", Truth.FALSE: "no", Truth.UNKNOWN: "unknown"}[trace.applies]
    judged = Judged(
        row=row,
        truth=trace.truth.word,  # type: ignore[arg-type]
        verdict=VERDICTS[lets_in],
        applicable="no" if row.applicable == "no" else applicable,  # type: ignore[arg-type]
        reasons=trace.reasons,
        flags=tuple(dict.fromkeys(flag for node in walked for flag in node.flags)),
        evidence=_evidence(walked),
        provisional=lets_in is TRUE and any(node.anchored for node in walked),
        trace=trace,
    )
    days = sorted({day for node in walked for day in node.changes if day > context.as_of})[:MAX_DAYS]
    if lets_in is TRUE:
        return _while_it_holds(judged, days, record, context)
    if lets_in is UNKNOWN:
        return judged
    return _failed(judged, days, record, context)


def _lets_in(row: Row, trace: Trace) -> Truth:
    return negation(trace.truth) if row.kind == "exclusion" else trace.truth


def _on(day: dt.date, judged: Judged, record: Record, context: Context) -> Trace:
    """The row's trace on another day, with the facts of today."""
    assert judged.row.rule is not None
    return evaluate(judged.row.rule, judged.row.kind, record, context.on(day), row=judged.id)


def _while_it_holds(judged: Judged, days: list[dt.date], record: Record, context: Context) -> Judged:
    for day in days:
        if _lets_in(judged.row, _on(day, judged, record, context)) is not TRUE:
            return msgspec.structs.replace(judged, holds_until=day - dt.timedelta(days=1))
    return judged


def _failed(judged: Judged, days: list[dt.date], record: Record, context: Context) -> Judged:
    """A fail: not yet if a later day alone ends it, else curable or lasting.

    A day from which the criterion no longer applies (an age band left) ends nothing.  A day from
    which it is unknown ends a fail that rested on the calendar alone.
    """
    assert judged.trace is not None
    by_calendar = ends_by_calendar(judged.trace)
    for day in days:
        trace = _on(day, judged, record, context)
        lets_in = _lets_in(judged.row, trace)
        if trace.applies is Truth.FALSE or not (lets_in is TRUE or (lets_in is UNKNOWN and by_calendar)):
            continue
        reason = Reason("not_yet", f"fails today; may pass from {day}", f"screen again on {day} or later")
        return msgspec.structs.replace(
            judged, truth="unknown", verdict="unknown", reasons=(reason,), could_hold_from=day
        )
    left = without_curable(judged.trace, excluding=judged.row.kind == "exclusion")
    return msgspec.structs.replace(judged, standing="lasting" if left.decided else "curable")


def _group(row: Row, children: tuple[Judged, ...]) -> Judged:
    """A row whose verdict is that of the rows below it."""
    parts = [child for child in children if child.row.applicable == "yes"]
    lets_in = conjunction(_as_truth(child.verdict) for child in parts)
    truth = negation(lets_in) if row.kind == "exclusion" else lets_in
    failed = [child.standing for child in parts if child.verdict == "fail"]
    applies = not parts or any(child.applicable != "no" for child in parts)
    return Judged(
        row=row,
        truth=truth.word,  # type: ignore[arg-type]
        verdict=VERDICTS[lets_in],
        applicable="yes" if applies else "no",
        standing=_worst(failed),
        provisional=lets_in is TRUE and any(child.provisional for child in parts),
        holds_until=min((c.holds_until for c in parts if c.holds_until), default=None)
        if lets_in is TRUE
        else None,
        reasons=tuple(dict.fromkeys(r for c in parts if c.verdict == "unknown" for r in c.reasons))
        if lets_in is UNKNOWN
        else (),
    )


def _as_truth(verdict: Verdict) -> Truth:
    return {"pass": Truth.TRUE, "fail": Truth.FALSE, "unknown": Truth.UNKNOWN}[verdict]


def _worst(standings: list[Standing | None]) -> Standing | None:
    if not standings:
        return None
    return "lasting" if "lasting" in standings else "curable"


def _overall(criteria: tuple[Judged, ...]) -> tuple[Overall, Standing | None]:
    """Ineligible if any leaf fails, eligible if all pass, else undetermined."""
    counted = [judged for judged in criteria if judged.counts]
    failed = [judged.standing for judged in counted if judged.verdict == "fail"]
    if failed:
        return "ineligible", _worst(failed)
    if all(judged.verdict == "pass" for judged in counted):
        return "eligible", None
    return "undetermined", None


def walk(trace: Trace) -> Iterator[Trace]:
    """A trace and every one below it."""
    yield trace
    for child in trace.children:
        yield from walk(child)


def _evidence(walked: tuple[Trace, ...]) -> tuple[Evidence, ...]:
    return tuple(dict.fromkeys(fact for node in walked for fact in node.evidence))
