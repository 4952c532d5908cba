"""Laws of whole screenings: order, calendar, units and new facts do not turn verdicts.

The profiles are those of the trial's candidates and cases, with some of their facts dropped.
The intended exceptions (the latest value, a complete list, a positive over a negative assay, an
earlier relapse) are cases of ``cases/``.
"""

from __future__ import annotations

import copy
import datetime as dt
import json
import random
import re
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from eligibility.bind.rules import RuleSet
from eligibility.core.errors import InputError
from eligibility.knowledge.conversion import Refused
from eligibility.knowledge.load import knowledge
from eligibility.patient.ground import ground
from eligibility.patient.read import read_profile
from eligibility.screen import screen_profile
from eligibility.verdict.screening import Screening
from tests.cases_table import GROUPS, TRIAL, compile_trial, load_cases

Json = dict[str, Any]
SECTIONS = (
    "measurements",
    "conditions",
    "treatments",
    "genomics",
    "allergies",
    "statements",
    "complete",
    "answers",
)
ADDED = SECTIONS[:6]
DAYS = 10_227
RULES = compile_trial()
CANDIDATES = [json.loads(path.read_text("utf-8")) for path in sorted((TRIAL / "candidates").glob("*.json"))]
CASES = [
    {"id": case.id, "as_of": case.as_of, **case.profile} for group in GROUPS for case in load_cases(group)
]
POOL = sorted(
    {
        json.dumps([section, fact])
        for profile in (*CANDIDATES, *CASES)
        for section in ADDED
        for fact in profile.get(section, ())
    }
)


@st.composite
def profiles(draw: st.DrawFn, *, complete: bool = True) -> Json:
    """A candidate or the profile of a case, without some of its facts."""
    whole = draw(st.sampled_from(CANDIDATES) | st.sampled_from(CASES))
    told = {key: copy.deepcopy(value) for key, value in whole.items() if complete or key != "complete"}
    dropped = draw(st.sets(st.integers(0, 40), max_size=12))
    place = 0
    for section in SECTIONS:
        kept = []
        for fact in told.get(section, ()):
            if place not in dropped:
                kept.append(fact)
            place += 1
        if section in told:
            told[section] = kept
    for key in draw(st.sets(st.sampled_from(("sex", "disease", "anchors", "birth_date")), max_size=1)):
        told.pop(key, None)
    return told


def screened(told: Json, rules: RuleSet = RULES) -> Screening:
    """The screening of a profile given as JSON."""
    return screen_profile(rules, read_profile(json.dumps(told).encode(), "p.json"))


def outcome(screening: Screening, by: dt.timedelta = dt.timedelta()) -> Json:
    """What a screening says of each row and of the whole; its dates moved by ``by``."""
    rows = {
        row.id: (
            row.truth, row.verdict, row.applicable, row.standing, row.provisional,
            row.holds_until and row.holds_until + by, row.could_hold_from and row.could_hold_from + by,
            sorted({reason.kind for reason in row.reasons}),
        )
        for row in screening.criteria
    }  # fmt: skip
    asked = sorted((question.concept, sorted(question.settles)) for question in screening.open_questions)
    return {**rows, "whole": (screening.verdict, screening.standing), "asked": asked}


# --- order


@given(profiles(), st.integers(0, 2**32))
def test_the_order_of_facts_does_not_matter(told: Json, seed: int) -> None:
    turned = copy.deepcopy(told)
    order = random.Random(seed)
    for section in SECTIONS:
        if section in turned:
            order.shuffle(turned[section])
    if "relapses" in turned.get("disease", {}) and all(
        "date" in one for one in turned["disease"]["relapses"]
    ):
        order.shuffle(turned["disease"]["relapses"])
    assert outcome(screened(turned)) == outcome(screened(told))


@given(profiles(), st.integers(0, 2**32))
def test_the_order_of_criteria_does_not_matter(told: Json, seed: int) -> None:
    roots = [row for row in RULES.rows if row.parent is None]
    order = random.Random(seed)
    order.shuffle(roots)
    rows = []
    for root in roots:
        below = [row for row in RULES.rows if row.parent == root.id]
        order.shuffle(below)
        rows += [root, *below]
    turned = msgspec.structs.replace(RULES, rows=tuple(rows))
    assert outcome(screened(told, turned)) == outcome(screened(told))


# --- the calendar


def moved(value: Any, years: int = 28) -> Any:  # noqa: ANN401
    """The same with every date 28 years later, which is 10,227 days within 1901 to 2099."""
    match value:
        case dict():
            return {key: moved(item, years) for key, item in value.items()}
        case list():
            return [moved(item, years) for item in value]
        case str() if re.fullmatch(r"\d{4}(-\d\d){0,2}", value):
            return f"{int(value[:4]) + years}{value[4:]}"
        case _:
            return value


@given(profiles())
def test_moving_all_dates_by_28_years_changes_nothing(told: Json) -> None:
    by = dt.timedelta(days=DAYS)
    assert outcome(screened(moved(told))) == outcome(screened(told), by)


@given(st.dates(dt.date(1901, 1, 1), dt.date(2071, 12, 31)))
@example(dt.date(1904, 2, 29))
@example(dt.date(2000, 2, 29))
def test_28_years_are_10_227_days(day: dt.date) -> None:
    assert moved(day.isoformat()) == (day + dt.timedelta(days=DAYS)).isoformat()


# --- units


def in_unit(fact: Json, choice: int) -> Json:
    """A measurement in another unit that its quantity is accepted in; itself if there is none."""
    known = knowledge()
    quantity = known.quantities.named(fact["code"]) if isinstance(fact["code"], str) else None
    if quantity is None or "unit" not in fact or isinstance(fact["value"], str) or "precision" in fact:
        return fact
    target = quantity.units[choice % len(quantity.units)]
    convert = known.conversions.between(quantity, fact["unit"], target)
    limits = dict(fact.get("reference_range", {}))
    if isinstance(convert, Refused) or limits.get("unit", fact["unit"]) != fact["unit"]:
        return fact
    told = {**fact, "value": convert(fact["value"]), "unit": target}
    if limits:
        scaled = {name: convert(limits[name]) for name in ("low", "high") if limits.get(name) is not None}
        told["reference_range"] = {**scaled, "unit": target}
    return told


@given(profiles(), st.lists(st.integers(0, 20), min_size=20, max_size=20))
def test_the_unit_of_a_value_does_not_matter(told: Json, choices: list[int]) -> None:
    facts = told.get("measurements", [])
    turned = {**told, "measurements": [in_unit(fact, n) for fact, n in zip(facts, choices * 3, strict=False)]}
    assert outcome(screened(turned)) == outcome(screened(told))


@pytest.mark.parametrize("choice", range(8))
@pytest.mark.parametrize("told", CANDIDATES, ids=lambda told: told["id"])
def test_every_accepted_unit_gives_the_same_verdicts(told: Json, choice: int) -> None:
    turned = {**told, "measurements": [in_unit(fact, choice) for fact in told["measurements"]]}
    assert outcome(screened(turned)) == outcome(screened(told))


def test_some_values_are_told_in_other_units() -> None:
    facts = [fact for told in CANDIDATES for fact in told["measurements"]]
    assert {in_unit(fact, 1)["unit"] for fact in facts if "unit" in fact} != {
        fact["unit"] for fact in facts if "unit" in fact
    }


# --- silence


def _edges() -> Iterator[tuple[str, str]]:
    """Concepts and quantities that may speak of each other."""
    known = knowledge()
    for concept in known.concepts.by_id.values():
        for other in (*concept.is_a, *concept.may_be, *concept.excludes):
            yield concept.id, other
    for name, row in known.inference.course.items():
        yield name, row.disease
        if row.measured_by:
            yield name, row.measured_by
    for name in known.quantities.by_id:
        for rival in known.inference.rivals.get(name, ()):
            yield name, rival.rival
        for inputs in known.inference.derivable.get(name, ()):
            yield from ((name, part) for part in inputs)


def _topics() -> dict[str, str]:
    """For each concept and quantity, one name for all that may speak of each other."""
    above: dict[str, str] = {}

    def top(name: str) -> str:
        while above.get(name, name) != name:
            name = above[name]
        return name

    for one, other in _edges():
        above[top(one)] = top(other)
    return {name: top(name) for edge in _edges() for name in edge}


TOPICS = _topics()


def topics(told: Json) -> set[str]:
    """What a profile speaks of."""
    record = ground(read_profile(json.dumps(told).encode(), "p.json"), None, knowledge())
    said: set[str] = {fact.quantity for fact in record.measured}
    for fact in (*record.had, *record.treated, *record.hypersensitive, *record.stated):
        said.add(fact.concept or f"'{fact.text}'")
    for had in record.had:
        said |= {timing.concept for timing in had.timing if timing.concept}
    for test in record.tested:
        said |= {*test.alterations, test.target or test.assay}
        said |= {
            name for name, row in knowledge().inference.alterations.items() if {*row.genes} & {*test.genes}
        }
    if record.course is not None:
        said |= {"leukaemia"}
    return {TOPICS.get(name, name) for name in said}


@given(profiles(complete=False), st.sampled_from(POOL))
def test_a_fact_on_what_was_silent_turns_no_verdict_into_its_opposite(told: Json, more: str) -> None:
    section, fact = json.loads(more)
    alone = {"id": "C", "as_of": told["as_of"], section: [fact]}
    fuller = {**told, section: [*told.get(section, []), fact]}
    try:
        assume(topics(told).isdisjoint(topics(alone)))
        after = screened(fuller)
    except InputError:  # A fact of another candidate from before this one's birth.
        assume(False)
    before = screened(told)
    for old, new in zip(before.criteria, after.criteria, strict=True):
        assert {old.verdict, new.verdict} != {"pass", "fail"}, (old.id, fact)


@given(profiles(complete=False), st.sampled_from(("female", "male")))
def test_the_sex_turns_no_verdict_into_its_opposite(told: Json, sex: str) -> None:
    told = {key: value for key, value in told.items() if key != "sex"}
    for old, new in zip(screened(told).criteria, screened({**told, "sex": sex}).criteria, strict=True):
        assert {old.verdict, new.verdict} != {"pass", "fail"}, old.id


@given(
    profiles(complete=False),
    st.sampled_from([told["disease"] for told in (*CANDIDATES, *CASES) if "disease" in told]),
)
def test_a_disease_that_was_not_told_turns_no_verdict_into_its_opposite(told: Json, disease: Json) -> None:
    told = {key: value for key, value in told.items() if key != "disease"}
    assume("leukaemia" not in topics(told) and TOPICS["leukaemia"] not in topics(told))
    try:
        after = screened({**told, "disease": disease})
    except InputError:
        assume(False)
    for old, new in zip(screened(told).criteria, after.criteria, strict=True):
        assert {old.verdict, new.verdict} != {"pass", "fail"}, old.id
