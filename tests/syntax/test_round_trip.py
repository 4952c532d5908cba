"""Canonical text reads back as the tree it was printed from, for trees that no parser made."""

from __future__ import annotations

from hypothesis import given

from eligibility.syntax.lexemes import kinds
from eligibility.syntax.nodes import Clause, bare
from eligibility.syntax.parse import parse_text
from eligibility.syntax.unparse import unparse
from tests.syntax.soup import criteria
from tests.syntax.texts import LEXICON, lexed, reading
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
