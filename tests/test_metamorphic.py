"""Laws of texts: another order, another name, a permission or a denial turns verdicts only as it must.

Criteria and candidates are drawn from ``tests/english.py``.  Each criterion stands under both headings.
"""

from __future__ import annotations

import msgspec
from hypothesis import assume, given
from hypothesis import strategies as st

from eligibility.knowledge.concepts import Relation
from eligibility.knowledge.load import knowledge
from tests.english import (
    AS_OF,
    CONDITIONS,
    DECLARED,
    DRUGS,
    UNRELATED,
    Json,
    Listing,
    both,
    candidates,
    listings,
    page,
    screened,
    verdicts,
    written,
)

Drawn = tuple[Listing, list[Json]]
OPPOSITE = {"pass", "fail"}


@st.composite
def screenings(draw: st.DrawFn, more: tuple[str, ...] = (), **wanted: object) -> Drawn:
    """A criterion, and candidates of whom something may be known of what it names, and of ``more``."""
    listing = draw(listings(**wanted))
    return listing, draw(st.lists(candidates(listing.named() + more), min_size=6, max_size=6))


def opposite(before: str, after: str) -> bool:
    """Whether a pass became a fail, or a fail a pass."""
    return {before, after} == OPPOSITE


# --- order


@given(screenings(least=2, tails=False), st.randoms(use_true_random=False))
def test_the_order_of_a_list_of_like_names_changes_no_verdict(drawn: Drawn, order: object) -> None:
    listing, told = drawn
    items = list(listing.items)
    order.shuffle(items)
    turned = msgspec.structs.replace(listing, items=tuple(items))
    before, after = both(listing.text()), both(turned.text())
    for one in told:
        assert verdicts(before, one) == verdicts(after, one), (listing.text(), turned.text(), one)


@given(screenings(least=2), st.randoms(use_true_random=False))
def test_the_order_before_a_time_or_an_exception_turns_no_verdict_into_its_opposite(
    drawn: Drawn, order: object
) -> None:
    """What stands behind the list may be of its last name alone, so that order may leave it open."""
    listing, told = drawn
    items = list(listing.items)
    order.shuffle(items)
    turned = msgspec.structs.replace(listing, items=tuple(items))
    before, after = both(listing.text()), both(turned.text())
    for one in told:
        old, new = verdicts(before, one), verdicts(after, one)
        assert not any(opposite(old[row], new[row]) for row in old), (listing.text(), turned.text(), one)


@given(screenings(least=2))
def test_a_comma_before_the_last_name_changes_no_verdict(drawn: Drawn) -> None:
    listing, told = drawn
    turned = msgspec.structs.replace(listing, serial=not listing.serial)
    before, after = both(listing.text()), both(turned.text())
    for one in told:
        assert verdicts(before, one) == verdicts(after, one), (listing.text(), turned.text(), one)


# --- names


def spelled(name: str) -> st.SearchStrategy[str]:
    """A name of a concept's row; one with a full stop in it ("E. coli asparaginase") is not read as one."""
    return st.sampled_from([one for one in knowledge().concepts.by_id[name].names if ". " not in one])


SPELLINGS = st.fixed_dictionaries({name: spelled(name) for name in (*CONDITIONS, *DRUGS)})


@given(screenings(), SPELLINGS)
def test_a_synonym_in_the_text_changes_no_verdict(drawn: Drawn, names: dict[str, str]) -> None:
    listing, told = drawn
    before, after = both(listing.text()), both(listing.text(names))
    for one in told:
        assert verdicts(before, one) == verdicts(after, one), (listing.text(), listing.text(names), one)


@given(screenings(), SPELLINGS)
def test_a_synonym_in_the_record_changes_no_verdict(drawn: Drawn, names: dict[str, str]) -> None:
    listing, told = drawn
    rules = both(listing.text())
    first = {written(name): other for name, other in names.items()}
    for one in told:
        turned = {
            section: [
                {key: first.get(value, value) if key in ("text", "concept") else value
                 for key, value in fact.items()}
                for fact in facts
            ] if isinstance(facts, list) else facts
            for section, facts in one.items()
        }  # fmt: skip
        assert verdicts(rules, one) == verdicts(rules, turned), (listing.text(), one, turned)


KNOWN = sorted(
    concept.id
    for concept in knowledge().concepts.by_id.values()
    if concept.kind in ("condition", "drug", "drug_class", "procedure")
    and len([name for name in concept.names if ". " not in name]) > 1
)


@given(st.lists(st.sampled_from(KNOWN), min_size=5, max_size=5, unique=True), st.data())
def test_a_synonym_of_any_row_turns_no_verdict_into_its_opposite(
    rows: list[str], data: st.DataObject
) -> None:
    """A name that is not read as one leaves the criterion open; it means nothing else."""
    first = "\n".join(f"Prior {written(name)}" for name in rows)
    other = "\n".join(f"Prior {data.draw(spelled(name))}" for name in rows)
    told: Json = {"id": "C", "as_of": AS_OF, "complete": DECLARED}
    for name in rows:
        condition = knowledge().concepts.by_id[name].kind == "condition"
        status = {"status": "active"} if condition else {"status": "given", "start": "2020", "end": "2020"}
        fact = {"text": data.draw(spelled(name)), **status}
        told.setdefault("conditions" if condition else "treatments", []).append(fact)
    old, new = verdicts(page(first, first), told), verdicts(page(other, other), told)
    assert not any(opposite(old[row], new[row]) for row in old), (first, other, told)


# --- permissions


def of_something_else(listing: Listing, name: str) -> bool:
    """Whether a concept has nothing to do with what a criterion names."""
    concepts = knowledge().concepts
    return all(
        Relation.NOT is concepts.relation(name, other) is concepts.relation(other, name)
        for other in listing.named()
    )


ALLOWED = st.sampled_from(("{} is allowed.", "{} is permitted.", "Patients with {} are eligible."))
PERMITTED = st.sampled_from((*CONDITIONS, *UNRELATED))


@given(PERMITTED, ALLOWED, st.data())
def test_a_permission_of_something_else_decides_nothing(name: str, said: str, data: st.DataObject) -> None:
    listing, told = data.draw(screenings(more=(name,)))
    assume(of_something_else(listing, name))
    sentence = said.format(written(name))
    sentence = sentence[0].upper() + sentence[1:]
    before, after = both(listing.text()), both(f"{listing.text()}. {sentence}")
    for one in told:
        old, new = verdicts(before, one), verdicts(after, one)
        turned = {row: (old[row], new[row]) for row in old if new[row] not in (old[row], "unknown")}
        assert not turned, (listing.text(), sentence, one, turned)


@given(PERMITTED, ALLOWED, st.data())
def test_a_permission_of_its_own_line_changes_nothing_else(name: str, said: str, data: st.DataObject) -> None:
    listing, told = data.draw(screenings(more=(name,)))
    permitted = f"{listing.text()}\n{said.format(written(name)).capitalize()}"
    before, after = both(listing.text()), both(permitted)
    for one in told:
        old, new = screened(before, one), screened(after, one)
        assert {judged.id: judged.verdict for judged in new.criteria} == {
            **{judged.id: judged.verdict for judged in old.criteria}, "I2": "pass", "E2": "pass",
        }, (permitted, one)  # fmt: skip
        assert old.verdict == new.verdict


# --- denials


@given(screenings(denied=True))
def test_a_bare_denial_under_an_exclusion_heading_is_unknown(drawn: Drawn) -> None:
    listing, told = drawn
    rules = both(listing.text())
    for one in told:
        (judged,) = (judged for judged in screened(rules, one).criteria if judged.id == "E1")
        assert judged.verdict == "unknown", (listing.text(), one)
        kinds = {reason.kind for reason in judged.reasons}
        assert "ambiguous_text" in kinds or (listing.excepted and "unparsed_text" in kinds), listing.text()


AFFIRMED = {"No ": "", "No history of ": "History of ", "No prior ": "Prior ", "No active ": "Active ",
            "No prior treatment with ": "Prior treatment with ", "No allergy to ": "Allergy to "}  # fmt: skip


@given(screenings(denied=True, joins=("or",)))
def test_a_denial_that_is_required_says_what_an_exclusion_without_it_says(drawn: Drawn) -> None:
    listing, told = drawn
    assume(listing.before in AFFIRMED and not listing.excepted)
    affirmed = msgspec.structs.replace(listing, before=AFFIRMED[listing.before])
    rules = page(listing.text(), affirmed.text())
    for one in told:
        found = verdicts(rules, one)
        assert found["I1"] == found["E1"], (listing.text(), affirmed.text(), one)
