"""Laws of what is known: more of it turns no verdict into its opposite; a class tells nothing of its kinds.

Criteria and candidates are drawn from ``tests/english.py``.
"""

from __future__ import annotations

from hypothesis import assume, given
from hypothesis import strategies as st

from eligibility.bind.rules import RuleSet
from eligibility.knowledge.concepts import STATES, THERAPIES, Relation
from eligibility.knowledge.load import knowledge
from tests.english import (
    AS_OF,
    BIRTH,
    CONDITIONS,
    DECLARED,
    DRUGS,
    UNRELATED,
    Json,
    Listing,
    both,
    facts,
    screened,
    screenings,
    verdicts,
    written,
)

Drawn = tuple[list[Listing], list[Json]]


def rules_of(listings: list[Listing]) -> RuleSet:
    """The rules of criteria under both headings."""
    return both("\n".join(one.text() for one in listings))


def before_of(name: str) -> str:
    """The words before a name by which it is asked for, at any time."""
    return "History of " if knowledge().concepts.by_id[name].kind in STATES else "Prior "


def with_fact(told: Json, section: str, fact: Json) -> Json:
    """The candidate of whom one fact more is known."""
    return {**told, section: [*told.get(section, ()), fact]}


def opposites(old: dict[str, str], new: dict[str, str]) -> dict[str, tuple[str, str]]:
    """The rows whose pass became a fail, or whose fail a pass."""
    return {row: (old[row], new[row]) for row in old if {old[row], new[row]} == {"pass", "fail"}}


# --- facts of something else


def unrelated(listing: Listing, name: str) -> bool:
    """Whether a concept has nothing to do with what a criterion names."""
    relation = knowledge().concepts.relation
    return all(Relation.NOT is relation(name, one) is relation(one, name) for one in listing.named())


OTHERS = st.sampled_from(UNRELATED) | st.sampled_from((*CONDITIONS, *DRUGS))


@given(screenings(), OTHERS, st.data())
def test_a_fact_of_something_else_changes_no_verdict(drawn: Drawn, name: str, data: st.DataObject) -> None:
    listings, told = drawn
    listings = [one for one in listings if unrelated(one, name)]
    assume(listings)
    rules = rules_of(listings)
    section, fact = data.draw(facts(name))
    for one in told:
        old, new = verdicts(rules, one), verdicts(rules, with_fact(one, section, fact))
        assert old == new, ([listing.text() for listing in listings], one, section, fact)


VALUES = st.sampled_from((("ast", "U/L"), ("bmi", "kg/m2"), ("haemoglobin", "g/L"), ("sodium", "mmol/L")))


@given(screenings(), VALUES)
def test_a_value_of_something_else_changes_no_verdict(drawn: Drawn, measured: tuple[str, str]) -> None:
    listings, told = drawn
    code, unit = measured
    asked = {"ast": "AST", "haemoglobin": "emoglobin"}.get(code, code)
    listings = [one for one in listings if asked not in one.text()]
    assume(listings)
    rules = rules_of(listings)
    limits = {"low": 20, "high": 40}
    value = {"code": code, "value": 30, "unit": unit, "reference_range": limits, "date": AS_OF}
    for one in told:
        old, new = verdicts(rules, one), verdicts(rules, with_fact(one, "measurements", value))
        assert old == new, ([listing.text() for listing in listings], one, value)


# --- facts of the same


def stated(name: str, present: bool) -> Json:
    """A statement: of old where there is one, of today where there is none.

    One who had none in spring may have one in autumn, which contradicts nothing.
    """
    day = "2001-01-01" if present else AS_OF
    return {"concept": written(name), "present": present, "by": "site", "date": day}


@given(screenings(complete=False), st.booleans(), st.data())
def test_a_statement_turns_no_verdict_into_its_opposite(
    drawn: Drawn, present: bool, data: st.DataObject
) -> None:
    """What contradicts the record leaves the criterion open, for a person to look.

    Left out are complete lists: they deny what is not on record, and another fact is on record.
    """
    listings, told = drawn
    rules = rules_of(listings)
    named = tuple(dict.fromkeys(name for one in listings for name in one.named()))
    assume(named)
    said = stated(data.draw(st.sampled_from(named)), present)
    for one in told:
        turned = opposites(verdicts(rules, one), verdicts(rules, with_fact(one, "statements", said)))
        assert not turned, ([listing.text() for listing in listings], one, said, turned)


@given(screenings(complete=False), st.booleans(), st.data())
def test_a_statement_on_an_open_question_decides_or_leaves(
    drawn: Drawn, present: bool, data: st.DataObject
) -> None:
    """Each name is asked for on its own too, so that what is open of it in one row is known in another."""
    listings, told = drawn
    names = dict.fromkeys(name for one in listings for name in one.named())
    rules = rules_of([*listings, *(Listing(before_of(name), (name,)) for name in names)])
    for one in told:
        before = screened(rules, one)
        asked = [question for question in before.open_questions if question.concept in names]
        if asked:
            said = stated(data.draw(st.sampled_from(asked)).concept, present)
            old = {judged.id: judged.verdict for judged in before.criteria}
            turned = opposites(old, verdicts(rules, with_fact(one, "statements", said)))
            assert not turned, ([listing.text() for listing in listings], one, said, turned)


@given(screenings(), st.sampled_from(("yes", "no")), st.data())
def test_an_answer_decides_what_was_open_and_turns_nothing(
    drawn: Drawn, yes: str, data: st.DataObject
) -> None:
    listings, told = drawn
    rules = rules_of(listings)
    for one in told:
        before = screened(rules, one)
        asked = [question for question in before.open_questions if question.asks.startswith("whether ")]
        if asked:
            question = data.draw(st.sampled_from(asked)).id
            answer = {"question": question, "answer": yes, "by": "investigator", "date": AS_OF}
            new = verdicts(rules, with_fact(one, "answers", answer))
            old = {judged.id: judged.verdict for judged in before.criteria if judged.verdict != "unknown"}
            assert old.items() <= new.items(), ([listing.text() for listing in listings], one, answer)


# --- classes and their kinds

UNREAD = {"combined_oral_contraceptive", "e_coli_infection", "native_e_coli_asparaginase"}
"""Their first names are not read as names: "combined" and a full stop are more than that in a text."""

PAIRS = sorted(
    (concept.id, wider)
    for concept in knowledge().concepts.by_id.values()
    if concept.kind in STATES | THERAPIES
    for wider in concept.is_a
    if not wider.startswith("active_") and knowledge().concepts.by_id[wider].kind in STATES | THERAPIES
    and not concept.id.startswith("active_") and UNREAD.isdisjoint((concept.id, wider))
)  # fmt: skip
"""Kinds and classes of them; what is active is a kind by its status, not by its name."""


def recorded(name: str, complete: list[Json]) -> Json:
    """A candidate who has, or was given, one thing."""
    concept = knowledge().concepts.by_id[name]
    told: Json = {"id": "C", "as_of": AS_OF, "birth_date": BIRTH}
    if concept.sex:
        told["sex"] = concept.sex
    if concept.kind in STATES:
        told["conditions"] = [{"text": concept.names[0], "status": "active", "onset": "2020-02-03"}]
    else:
        given_once = {"status": "given", "start": "2020-02-03", "end": "2020-02-03"}
        told["treatments"] = [{"text": concept.names[0], **given_once}]
    told["complete"] = complete
    return told


def asked_of(name: str) -> str:
    """A criterion that asks for one thing."""
    return Listing(before_of(name), (name,)).text()


COMPLETE = st.sampled_from(([], DECLARED))


@given(st.lists(st.sampled_from(PAIRS), min_size=4, max_size=4), COMPLETE)
def test_a_kind_on_record_meets_its_class(pairs: list[tuple[str, str]], complete: list[Json]) -> None:
    for kind, wider in pairs:
        found = verdicts(both(asked_of(wider)), recorded(kind, complete))
        assert (found["I1"], found["E1"]) == ("pass", "fail"), (kind, wider)


@given(st.lists(st.sampled_from(PAIRS), min_size=4, max_size=4), COMPLETE)
def test_a_class_on_record_leaves_its_kinds_open(pairs: list[tuple[str, str]], complete: list[Json]) -> None:
    """Even where the list is complete: the entry may be of that kind."""
    for kind, wider in pairs:
        found = verdicts(both(asked_of(kind)), recorded(wider, complete))
        assert (found["I1"], found["E1"]) == ("unknown", "unknown"), (kind, wider)


@given(st.lists(st.sampled_from(PAIRS), min_size=4, max_size=4))
def test_no_class_is_no_kind_and_no_kind_is_not_no_class(pairs: list[tuple[str, str]]) -> None:
    for kind, wider in pairs:
        for denied, asked, wanted in ((wider, kind, ("fail", "pass")), (kind, wider, ("unknown", "unknown"))):
            said = {"concept": written(denied), "present": False, "by": "site", "date": AS_OF}
            found = verdicts(both(asked_of(asked)), {"id": "C", "as_of": AS_OF, "statements": [said]})
            assert (found["I1"], found["E1"]) == wanted, (denied, asked)
