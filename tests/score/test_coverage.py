"""What counts as a criterion that is read."""

from __future__ import annotations

import pytest

from eligibility.compile import compile_document
from eligibility.text.plain import read_plain
from score.coverage import criteria, hides
from tests.syntax.texts import KNOWLEDGE

TEXT = """Inclusion Criteria:

* AST <= 5 x ULN
* Any of the following conditions:
  * Asthma
  * Blorps of the upper snark
* Whatever seems 5 good to them if not worse

Exclusion Criteria:

* No stroke"""


def test_each_item_that_asks_for_something_is_counted_with_what_is_unread() -> None:
    rules = compile_document(read_plain(TEXT, "", "T"), KNOWLEDGE)
    found = {one.id: one for one in criteria(rules, KNOWLEDGE)}
    assert list(found) == ["I1", "I2.a", "I2.b", "I3", "E1"]
    assert {name for name, one in found.items() if not one.unread} == {"I1", "I2.a", "I2.b", "E1"}
    assert {name for name, one in found.items() if one.whole} == {"I1"}
    assert {part.reason for part in found["I3"].unread} == {"unparsed_text"}
    assert found["I1"].grounded and not found["I2.b"].grounded


@pytest.mark.parametrize(
    ("text", "named", "typed"),
    [
        ("Asthma", True, True),
        ("AST <= 5 x ULN or blorps of the snark", False, False),
        ("Blorps of the upper snark", False, False),
        ("Allergy to blorps", False, True),
        ("Treatment with blorps within 4 weeks before randomization", False, True),
        ("Whatever seems 5 good to them if not worse", True, False),
        ("Signed informed consent", True, True),
    ],
)
def test_what_kind_of_thing_is_asked_may_be_known_of_what_has_no_row(
    text: str, named: bool, typed: bool
) -> None:
    page = f"Inclusion Criteria:\n\n* {text}\n\nExclusion Criteria:\n\n* Asthma"
    found, _ = criteria(compile_document(read_plain(page, "", "T"), KNOWLEDGE), KNOWLEDGE)
    assert (found.grounded, found.typed) == (named, typed)


@pytest.mark.parametrize(
    "phrase",
    [
        "acute liver failure",
        "AST",
        "CYP3A4 inhibitor",
        "SOS/VOD",  # a name with a slash in it
        "snarks due to blorps",
        "type 2 snarks",
        "blorps of the lower long brown left snarks",
    ],
)
def test_a_name_hides_nothing(phrase: str) -> None:
    assert not hides(phrase, KNOWLEDGE)


@pytest.mark.parametrize(
    "phrase",
    [
        "one of those many long brown left lower snarks",
        "snarks 5",
        "two snarks",
        "at least snarks",
        "snarks without blorps",
        "snarks not due to blorps",
        "snarks unless blorps",
        "snarks or blorps",
        "snarks, blorps",
        "snarks within months",
        "SOS/VOD or snarks",
        "snarks if blorps",
    ],
)
def test_a_phrase_with_more_than_a_name_in_it_hides_something(phrase: str) -> None:
    assert hides(phrase, KNOWLEDGE)
