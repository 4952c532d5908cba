"""Laws of what is known: more of it turns no verdict into its opposite; a class tells nothing of its kinds.

Criteria and candidates are drawn from ``tests/english.py``.
"""

from __future__ import annotations

import copy

from hypothesis import assume, given
from hypothesis import strategies as st

from eligibility.knowledge.concepts import STATES, THERAPIES, Relation
from eligibility.knowledge.load import knowledge
from tests.english import (
    AS_OF,
    BIRTH,
    CONDITIONS,
    DAYS,
    DECLARED,
    DRUGS,
    UNRELATED,
    Json,
    Listing,
    both,
    candidates,
    facts,
    listings,
    page,
    screened,
    verdicts,
    written,
)

OPPOSITE = {"pass", "fail"}


def with_fact(told: Json, section: str, fact: Json) -> Json:
    """The candidate of whom one fact more is known."""
    return {**copy.deepcopy(told), section: [*told.get(section, ()), fact]}


# --- facts of something else


def unrelated(listing: Listing, name: str) -> bool:
    """Whether a concept has nothing to do with what a criterion names."""
    relation = knowledge().concepts.relation
    return all(Relation.NOT is relation(name, other) is relation(other, name) for other in listing.named())


@given(listings(), st.sampled_from(UNRELATED) | st.sampled_from((*CONDITIONS, *DRUGS)), st.data())
def test_a_fact_of_something_else_changes_no_verdict(
    listing: Listing, name: str, data: st.DataObject
) -> None:
    assume(unrelated(listing, name))
    rules = both(listing.text())
    section, fact = data.draw(facts(name))
    for told in data.draw(st.lists(candidates(listing.named()), min_size=6, max_size=6)):
        more = with_fact(told, section, fact)
        assert verdicts(rules, told) == verdicts(rules, more), (listing.text(), told, section, fact)


@given(listings(limits=False), st.data())
def test_a_value_of_something_else_changes_no_verdict(listing: Listing, data: st.DataObject) -> None:
    code, unit = data.draw(st.sampled_from((("ast", "U/L"), ("bmi", "kg/m2"), ("haemoglobin", "g/L"))))
    value = {"code": code, "value": 30, "unit": unit, "date": AS_OF}
    rules = both(listing.text())
    for told in data.draw(st.lists(candidates(listing.named()), min_size=6, max_size=6)):
        more = with_fact(
            told, "measurements", {**value, "unit": "kg/m2" if value["code"] == "bmi" else "U/L"}
        )
        assert verdicts(rules, told) == verdicts(rules, more), (listing.text(), told, value)


# --- facts of the same


def stated(name: str, present: bool) -> Json:
    """A statement: of old where there is one, of today where there is none.

    One who had none in spring may have one in autumn, which contradicts nothing.
    """
    return {
        "concept": written(name),
        "present": present,
        "by": "site",
        "date": DAYS[-1] if present else AS_OF,
    }


@given(listings(), listings(), st.data())
def test_a_statement_turns_no_verdict_into_its_opposite(
    one: Listing, other: Listing, data: st.DataObject
) -> None:
    """What contradicts the record leaves the criterion open, for a person to look."""
    rules = page(f"{one.text()}\n{other.text()}", f"{one.text()}\n{other.text()}")
    named = one.named() + other.named()
    assume(named)
    said = stated(data.draw(st.sampled_from(named)), data.draw(st.booleans()))
    for told in data.draw(st.lists(candidates(named, complete=False), min_size=6, max_size=6)):
        old, new = verdicts(rules, told), verdicts(rules, with_fact(told, "statements", said))
        turned = {row: (old[row], new[row]) for row in old if {old[row], new[row]} == OPPOSITE}
        assert not turned, (one.text(), other.text(), told, said, turned)


@given(listings(), listings(), st.data())
def test_a_statement_on_an_open_question_decides_or_leaves(
    one: Listing, other: Listing, data: st.DataObject
) -> None:
    rules = page(f"{one.text()}\n{other.text()}", f"{one.text()}\n{other.text()}")
    told = data.draw(candidates(one.named() + other.named()))
    before = screened(rules, told)
    named = knowledge().concepts.by_id
    asked = [question for question in before.open_questions if question.concept in named]
    assume(asked)
    said = stated(data.draw(st.sampled_from(asked)).concept, data.draw(st.booleans()))
    new = verdicts(rules, with_fact(told, "statements", said))
    old = {judged.id: judged.verdict for judged in before.criteria}
    turned = {row: (old[row], new[row]) for row in old if {old[row], new[row]} == OPPOSITE}
    assert not turned, (one.text(), other.text(), told, said, turned)


@given(listings(), listings(), st.data())
def test_an_answer_decides_what_was_open_and_turns_nothing(
    one: Listing, other: Listing, data: st.DataObject
) -> None:
    rules = page(f"{one.text()}\n{other.text()}", f"{one.text()}\n{other.text()}")
    told = data.draw(candidates(one.named() + other.named()))
    before = screened(rules, told)
    asked = [one for one in before.open_questions if one.asks.startswith("whether ")]
    assume(asked)
    question, yes = data.draw(st.sampled_from(asked)), data.draw(st.sampled_from(("yes", "no")))
    answer = {"question": question.id, "answer": yes, "by": "investigator", "date": AS_OF}
    old = {judged.id: judged.verdict for judged in before.criteria}
    new = verdicts(rules, with_fact(told, "answers", answer))
    turned = {row: (old[row], new[row]) for row in old if old[row] not in (new[row], "unknown")}
    assert not turned, (one.text(), other.text(), told, answer, turned)


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
    state = knowledge().concepts.by_id[name].kind in STATES
    return f"{'History of' if state else 'Prior'} {written(name)}"


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
