"""Laws of texts: another order, another name, a permission or a denial turns verdicts only as it must.

Criteria and candidates are drawn from ``tests/english.py``.  Each criterion stands under both headings.
"""

from __future__ import annotations

import copy
import random
from collections.abc import Iterable, Iterator
from typing import NamedTuple

import msgspec
from hypothesis import assume, given
from hypothesis import strategies as st

from eligibility.knowledge.concepts import Relation
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
    page,
    screened,
    screenings,
    verdicts,
    written,
)

Drawn = tuple[list[Listing], list[Json]]


class Turn(NamedTuple):
    """A criterion and what it is turned into, with the verdicts of one candidate under one heading."""

    before: str
    after: str
    row: str
    old: str
    new: str
    told: Json

    @property
    def opposite(self) -> bool:
        """Whether a pass became a fail, or a fail a pass."""
        return {self.old, self.new} == {"pass", "fail"}


def turns(before: list[str], after: list[str], told: list[Json]) -> Iterator[Turn]:
    """Every criterion under both headings, for every candidate."""
    rules, others = both("\n".join(before)), both("\n".join(after))
    for one in told:
        old, new = verdicts(rules, one), verdicts(others, one)
        for number, (text, other) in enumerate(zip(before, after, strict=True), 1):
            for row in (f"I{number}", f"E{number}"):
                yield Turn(text, other, row, old[row], new[row], one)


def texts(listings: Iterable[Listing], names: dict[str, str] | None = None) -> list[str]:
    """The criteria as sentences."""
    return [one.text(names) for one in listings]


# --- order


def shuffled(listing: Listing, order: random.Random) -> Listing:
    """A list in another order."""
    items = list(listing.items)
    order.shuffle(items)
    return msgspec.structs.replace(listing, items=tuple(items))


GRADED = "severe_asthma"
"""The name that begins with a word of degree."""

ORDERS = st.randoms(use_true_random=False)


@given(screenings(least=2, tails=False), ORDERS)
def test_the_order_of_a_list_of_like_names_changes_no_verdict(drawn: Drawn, order: random.Random) -> None:
    listings, told = drawn
    # "Severe asthma or stroke" may ask for a severe stroke, and "stroke or severe asthma" does not.
    assume(all(GRADED not in one.items for one in listings))
    for turn in turns(texts(listings), texts(shuffled(one, order) for one in listings), told):
        assert turn.old == turn.new, turn


@given(screenings(least=2, limits=False, timed=True, over=True), ORDERS)
def test_the_order_before_a_time_turns_no_verdict_into_its_opposite(
    drawn: Drawn, order: random.Random
) -> None:
    """The time behind the list may be of its last name alone, so that order may leave it open."""
    listings, told = drawn
    for turn in turns(texts(listings), texts(shuffled(one, order) for one in listings), told):
        assert not turn.opposite, turn


@given(screenings(least=2))
def test_a_comma_before_the_last_name_changes_no_verdict(drawn: Drawn) -> None:
    listings, told = drawn
    others = (msgspec.structs.replace(one, serial=not one.serial) for one in listings)
    for turn in turns(texts(listings), texts(others), told):
        assert turn.old == turn.new, turn


# --- names


def spelled(name: str) -> st.SearchStrategy[str]:
    """A name of a concept's row; one with a full stop in it ("E. coli asparaginase") is not read as one."""
    return st.sampled_from([one for one in knowledge().concepts.by_id[name].names if ". " not in one])


SPELLINGS = st.fixed_dictionaries({name: spelled(name) for name in (*CONDITIONS, *DRUGS)})


@given(screenings(), SPELLINGS)
def test_a_synonym_in_the_text_changes_no_verdict(drawn: Drawn, names: dict[str, str]) -> None:
    listings, told = drawn
    for turn in turns(texts(listings), texts(listings, names), told):
        assert turn.old == turn.new, turn


@given(screenings(), SPELLINGS)
def test_a_synonym_in_the_record_changes_no_verdict(drawn: Drawn, names: dict[str, str]) -> None:
    listings, told = drawn
    rules = both("\n".join(texts(listings)))
    first = {written(name): other for name, other in names.items()}
    for one in told:
        turned = copy.deepcopy(one)
        for fact in (fact for facts in turned.values() if isinstance(facts, list) for fact in facts):
            for key in ("text", "concept"):
                if key in fact:
                    fact[key] = first[fact[key]]
        assert verdicts(rules, one) == verdicts(rules, turned), (texts(listings), one, turned)


KNOWN = sorted(
    concept.id
    for concept in knowledge().concepts.by_id.values()
    if concept.kind in ("condition", "drug", "drug_class", "procedure")
    and len([name for name in concept.names if ". " not in name]) > 1
)


@given(st.lists(st.sampled_from(KNOWN), min_size=6, max_size=6, unique=True), st.data())
def test_a_synonym_of_any_row_turns_no_verdict_into_its_opposite(
    rows: list[str], data: st.DataObject
) -> None:
    """A name that is not read as one leaves the criterion open; it means nothing else."""
    before = [f"Prior {written(name)}" for name in rows]
    after = [f"Prior {data.draw(spelled(name))}" for name in rows]
    told: Json = {"id": "C", "as_of": AS_OF, "birth_date": BIRTH, "complete": DECLARED}
    for name in rows[::2]:
        condition = knowledge().concepts.by_id[name].kind == "condition"
        status = {"status": "active"} if condition else {"status": "given", "start": "2020", "end": "2020"}
        fact = {"text": data.draw(spelled(name)), **status}
        told.setdefault("conditions" if condition else "treatments", []).append(fact)
    for turn in turns(before, after, [told]):
        assert not turn.opposite, turn


# --- permissions


def of_something_else(listing: Listing, name: str) -> bool:
    """Whether a concept has nothing to do with what a criterion names."""
    relation = knowledge().concepts.relation
    return all(Relation.NOT is relation(name, one) is relation(one, name) for one in listing.named())


def permission(name: str, said: str) -> str:
    """A sentence that permits something."""
    sentence = said.format(written(name))
    return sentence[0].upper() + sentence[1:]


PERMITS = ("{} is allowed.", "{} is permitted.")
ALLOWED = st.sampled_from((*PERMITS, "Patients with {} are eligible."))
PERMITTED = st.sampled_from((*CONDITIONS, *UNRELATED))


@given(PERMITTED, ALLOWED, st.data())
def test_a_permission_of_something_else_decides_nothing(name: str, said: str, data: st.DataObject) -> None:
    """It may leave open what was decided, as a permission may except; and no more."""
    listings, told = data.draw(screenings(more=(name,)))
    listings = [one for one in listings if of_something_else(one, name)]
    assume(listings)
    after = [f"{text}. {permission(name, said)}" for text in texts(listings)]
    for turn in turns(texts(listings), after, told):
        assert turn.new in (turn.old, "unknown"), turn


@given(PERMITTED, st.sampled_from(PERMITS), st.data())
def test_a_permission_of_its_own_line_changes_nothing_else(name: str, said: str, data: st.DataObject) -> None:
    listings, told = data.draw(screenings(more=(name,)))
    lines = texts(listings)
    before, after = both("\n".join(lines)), both("\n".join((*lines, permission(name, said))))
    passing = {f"{side}{len(lines) + 1}": "pass" for side in "IE"}
    for one in told:
        assert verdicts(after, one) == verdicts(before, one) | passing, (lines, name, one)
        assert screened(before, one).verdict == screened(after, one).verdict


# --- denials


@given(screenings(denied=True))
def test_a_bare_denial_under_an_exclusion_heading_is_unknown(drawn: Drawn) -> None:
    listings, told = drawn
    rules = both("\n".join(texts(listings)))
    for one in told:
        for judged in screened(rules, one).criteria:
            if judged.row.kind == "exclusion":
                kinds = {reason.kind for reason in judged.reasons}
                excepted = any(word in judged.row.text for word in ("except", "unless", "other than"))
                assert judged.verdict == "unknown", (judged.row.text, one)
                assert "ambiguous_text" in kinds or (excepted and "unparsed_text" in kinds), judged.row.text


AFFIRMED = {"No ": "", "No history of ": "History of ", "No prior ": "Prior ", "No active ": "Active ",
            "No prior treatment with ": "Prior treatment with ", "No allergy to ": "Allergy to "}  # fmt: skip


@given(screenings(denied=True, joins=("or",)))
def test_a_denial_that_is_required_says_what_an_exclusion_without_it_says(drawn: Drawn) -> None:
    listings, told = drawn
    listings = [one for one in listings if one.before in AFFIRMED and not one.excepted]
    assume(listings)
    affirmed = [msgspec.structs.replace(one, before=AFFIRMED[one.before]) for one in listings]
    rules = page("\n".join(texts(listings)), "\n".join(texts(affirmed)))
    for one in told:
        found = verdicts(rules, one)
        for number, listing in enumerate(listings, 1):
            assert found[f"I{number}"] == found[f"E{number}"], (listing.text(), one)
