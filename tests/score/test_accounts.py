"""The laws of the score find what they look for."""

from __future__ import annotations

import msgspec

from eligibility.core.span import Span
from eligibility.syntax.nodes import Occurrence, Threshold
from eligibility.syntax.terms import Phrase
from score.accounts import between, changed, lost, unaccounted
from tests.syntax.texts import LEXICON, lexed, reading, tree


def test_characters_in_no_span_are_found_and_white_space_is_not() -> None:
    text = "ab  cd ef\n"
    assert between(text, Span(0, 10), [Span(7, 9), Span(0, 2)]) == ["cd"]
    assert between(text, Span(0, 10), [Span(0, 9)]) == []
    assert between(text, Span(0, 10), []) == ["ab  cd ef"]


def test_a_lexeme_in_no_node_is_lost() -> None:
    text = "AST > 5 and asthma"
    assert lost(lexed(text), tree(text)) == []
    assert lost(lexed(text), tree("AST > 5")) == ["asthma"]


def test_a_reading_that_drops_lexemes_is_found() -> None:
    text = "AST > 5 and asthma"
    whole = reading(text)
    cut = msgspec.structs.replace(whole, lexemes=whole.lexemes[1:])
    assert unaccounted(text, Span(0, len(text)), whole) == []
    assert unaccounted(text, Span(0, len(text)), cut) == ["AST"]
    assert "asthma" in unaccounted(text, Span(0, len(text)), msgspec.structs.replace(whole, tree=None))


def test_a_tree_that_its_canonical_text_does_not_say_is_found() -> None:
    assert changed(tree("AST > 5 and asthma"), LEXICON) is None
    never_made = Occurrence(phrase=Phrase(words="no asthma"))
    assert changed(never_made, LEXICON) == "no asthma"
    assert isinstance(tree("AST > 5"), Threshold)
