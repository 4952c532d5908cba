"""Facts, records and rules by hand, as short as a test can read them.  The day is 2026-03-01."""

from __future__ import annotations

import datetime as dt
import itertools
from collections import defaultdict

from eligibility.bind import nodes
from eligibility.bind.nodes import Bound, Compare, Event, Molecular, Present, Window
from eligibility.core.dates import PartialDate, parse_date
from eligibility.core.interval import Interval, point
from eligibility.core.truth import Truth
from eligibility.evaluate.context import Context, CriterionKind, context
from eligibility.evaluate.evaluate import evaluate
from eligibility.evaluate.trace import Trace
from eligibility.knowledge.load import knowledge
from eligibility.patient.record import (
    Complete,
    Course,
    Had,
    Hypersensitive,
    Measured,
    Record,
    RecordFact,
    Relapsed,
    Stated,
    Tested,
    Treated,
)

AS_OF = dt.date(2026, 3, 1)
FIELDS = {
    Measured: "measured", Had: "had", Treated: "treated", Tested: "tested",
    Hypersensitive: "hypersensitive", Stated: "stated", Complete: "complete",
}  # fmt: skip
_number = itertools.count()


def day(text: str | None) -> PartialDate | None:
    return None if text is None else parse_date(text)


def _path(name: str) -> str:
    return f"{name}[{next(_number)}]"


def lab(quantity: str, value: float | Interval, date: str | None = "2026-02-26", **more: object) -> Measured:
    held = value if isinstance(value, Interval) else point(value)
    written = f"{held.low:g}" if held.low is not None and held.exact else "a range"
    given = {
        "unit": knowledge().quantities.by_id[quantity].unit,
        "written": written,
        "path": _path("measurements"),
    }
    given["written_unit"] = more.get("unit", given["unit"])
    return Measured(quantity=quantity, value=held, date=day(date), **(given | more))


def had(concept: str | None, text: str = "", **more: object) -> Had:
    dates = {key: day(more.pop(key)) for key in ("onset", "resolved") if key in more}
    return Had(path=_path("conditions"), concept=concept, text=text or concept or "?", **dates, **more)


def treated(concept: str | None, status: str = "given", text: str = "", **more: object) -> Treated:
    dates = {key: day(more.pop(key)) for key in ("start", "end") if key in more}
    named = text or concept or "?"
    return Treated(path=_path("treatments"), concept=concept, text=named, status=status, **dates, **more)


def allergy(concept: str, status: str = "confirmed", date: str | None = None) -> Hypersensitive:
    return Hypersensitive(
        path=_path("allergies"), concept=concept, text=concept, status=status, date=day(date)
    )


def said(
    concept: str, present: bool = False, *, other: bool = False, text: str = "", date: str | None = None
) -> Stated:
    return Stated(
        path=_path("statements"), concept=concept, text=text or concept, present=present, other=other,
        by="site", date=day(date),
    )  # fmt: skip


def result(alteration: str | None, outcome: str, assay: str = "fusion panel", **more: object) -> Tested:
    date = day(more.pop("date", None))
    return Tested(
        path=_path("genomics"), assay=assay, target=alteration, outcome=outcome,
        alterations=() if alteration is None else (alteration,), genes=more.pop("genes", ()),
        written=outcome, date=date, **more,
    )  # fmt: skip


def complete(name: str, start: str = "2015-06-10", end: str = "2026-03-01") -> Complete:
    return Complete(
        path=_path("complete"), list=name, declared_by="site",
        start=dt.date.fromisoformat(start), end=dt.date.fromisoformat(end),
    )  # fmt: skip


def relapse(
    date: str | None = "2026-02-02",
    number: int | None = 1,
    sites: tuple[str, ...] = (),
    by: str | None = None,
) -> Relapsed:
    return Relapsed(
        path=_path("disease.relapses"), number=number, date=day(date),
        sites=tuple((site, site) for site in sites),
        confirmed_by=by, confirmed_method=by,
    )  # fmt: skip


def course(*relapses: Relapsed, concept: str = "b_precursor_all", **more: object) -> Course:
    given = {
        "diagnosed": None,
        "primary_therapy_end": None,
        "primary_therapy_ongoing": None,
        "ended_as": None,
    }
    for key in ("diagnosed", "primary_therapy_end"):
        given[key] = day(more.pop(key, None))
    return Course(path="disease", text=concept, concept=concept, relapses=relapses, **(given | more))


def record(*facts: RecordFact, **more: object) -> Record:
    listed: dict[str, list[RecordFact]] = defaultdict(list)
    grouped: dict[str, list[Measured]] = defaultdict(list)
    for fact in facts:
        if isinstance(fact, Course):
            more["course"] = fact
            continue
        listed[FIELDS[type(fact)]].append(fact)
        if isinstance(fact, Measured):
            grouped[fact.quantity].append(fact)
    given = {"id": "C-1", "as_of": AS_OF, "birth": day("2015-06-10"), "birth_written": "born 2015-06-10"}
    given |= {key: tuple(values) for key, values in listed.items()}
    given["by_quantity"] = {key: tuple(values) for key, values in grouped.items()}
    if isinstance(more.get("birth"), str):
        more["birth"] = day(more["birth"])
    return Record(**(given | more))


def setting(at: dt.date = AS_OF, **conventions: str) -> Context:
    known = knowledge()
    return context(known, AS_OF, known.conventions.choose(conventions), at)


def run(
    rule: Bound,
    *facts: RecordFact,
    kind: CriterionKind = "inclusion",
    under: Context | None = None,
    **more: object,
) -> Trace:
    return evaluate(rule, kind, record(*facts, **more), under or setting(), row="X")


def truth(rule: Bound, *facts: RecordFact, **more: object) -> str:
    return run(rule, *facts, **more).truth.word


def kinds(trace: Trace) -> set[str]:
    return {reason.kind for reason in trace.reasons}


def at_least(quantity: str, low: float, unit: str | None = None, **more: object) -> Compare:
    return Compare(quantity=quantity, phrase=quantity, bounds=Interval(low=low), unit=unit, **more)


def at_most(quantity: str, high: float, unit: str | None = None, **more: object) -> Compare:
    return Compare(quantity=quantity, phrase=quantity, bounds=Interval(high=high), unit=unit, **more)


def has(concept: str | None, kind: str = "condition", **more: object) -> Present:
    return Present(kind=kind, concept=concept, phrase=more.pop("phrase", concept or "?"), **more)


def carries(alteration: str, **more: object) -> Molecular:
    return Molecular(alteration=alteration, phrase=alteration, **more)


def anchor(name: str = "randomisation") -> Event:
    return Event("anchor", name, name)


def around(
    relation: str, event: Event, low: float | None = None, high: float | None = None, unit: str | None = None
) -> Window:
    return Window(relation, event, low, high, unit)


SETTLED: dict[Truth, Bound] = {
    Truth.TRUE: nodes.Present(kind="person", concept="female", phrase="female"),
    Truth.FALSE: nodes.Present(kind="person", concept="male", phrase="male"),
    Truth.UNKNOWN: nodes.Judgement(text="fit in the view of the investigator"),
}
"""One leaf of each truth, for a record whose sex is female."""
