"""Canonical text reads back as the tree it was printed from, for trees that no parser made."""

from __future__ import annotations

import pytest
from hypothesis import given

from eligibility.syntax.bare import bare
from eligibility.syntax.lexemes import kinds
from eligibility.syntax.nodes import Clause
from eligibility.syntax.parse import parse_text
from eligibility.syntax.unparse import unparse
from score.accounts import changed
from tests.syntax.soup import criteria
from tests.syntax.texts import LEXICON, lexed, reading, tree
from tests.syntax.trees import WORDS, trees


def test_the_words_of_the_trees_are_words_of_no_rule_file() -> None:
    assert {word: kinds(lexed(word)) for word in WORDS} == dict.fromkeys(WORDS, "w")


@given(trees())
def test_canonical_text_reads_back_as_its_tree(tree: Clause) -> None:
    text = unparse(tree, LEXICON)
    again = parse_text(text, LEXICON)
    assert again is not None, text
    assert bare(again) == bare(tree), text


@given(trees())
def test_canonical_text_is_its_own_canonical_text(tree: Clause) -> None:
    text = unparse(tree, LEXICON)
    again = parse_text(text, LEXICON)
    assert again is not None
    assert unparse(again, LEXICON) == text


@given(criteria())
def test_what_the_parser_makes_of_any_words_reads_back_from_its_canonical_text(text: str) -> None:
    tree = reading(text).tree
    if tree is None:
        return
    canonical = unparse(tree, LEXICON)
    again = parse_text(canonical, LEXICON)
    assert again is not None, canonical
    assert bare(again) == bare(tree), canonical


@pytest.mark.parametrize(
    "text",
    [
        "Lung infection with organisms associated with a more rapid decline",  # "and more" is one wording
        "Congenital diseases, Lower limb or spine surgery",  # and so is "or lower"
        "Hypersensitivity or allergic reaction to compounds",
        "History of or planned surgery",
        "Pregnant (>= 28 weeks gestation by best estimation)",
        "Treatment with any other agent, or participation in another trial within 30 days prior to entry",
        "Treatment with any standard or experimental medication during the study",
        "Subjects who are receiving renal replacement therapy or have undergone renal transplantation",
        "A weekly average of at least 3 bowel movements per day",
        "Patients diagnosed as AS according to the modified New York criteria",
        "Total body weight between 45 and 120 kilogram (kg), inclusive",
        "HbA1c 7.0-10.5 % (53-91 mmol/mol) (both inclusive)",
        "Microscopic hematuria defined as > 5 red cells per high power field",
        "LVEF > 55 % in patients < 9 years of age and > 45 % in others, as measured (and documented) by echo",
    ],
)
def test_what_real_criteria_say_reads_back_from_its_canonical_text(text: str) -> None:
    assert changed(tree(text), LEXICON) is None
