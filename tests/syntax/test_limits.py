"""What is too deep or too long ends as unread; ``make bench`` measures that time grows with the text."""

from __future__ import annotations

import pytest

from eligibility.syntax.nodes import Related
from eligibility.syntax.parse import MAX_SENTENCES
from eligibility.syntax.sentence import MAX_DEPTH, MAX_LEXEMES
from tests.syntax.texts import reading, tree, unread


def nested(depth: int, inside: str = "asthma") -> str:
    return "stroke " + "(gout " * depth + inside + ")" * depth


def test_brackets_are_read_to_the_greatest_depth_and_no_deeper() -> None:
    assert unread(tree(nested(MAX_DEPTH - 1))) == []
    assert unread(tree(nested(MAX_DEPTH + 1))) != []


@pytest.mark.parametrize("depth", [14, 40, 190])
@pytest.mark.parametrize("closed", [True, False])
def test_deep_brackets_end_as_unparsed(depth: int, closed: bool) -> None:
    text = nested(depth) if closed else "stroke " + "(gout " * depth
    assert unread(tree(text))


@pytest.mark.parametrize(
    "text", ["(" * 14 + "AST", "AST > (" * 14, "w) " * 14, "a) (d (b " * 12, "((a) or (b" * 12]
)
def test_brackets_without_partners_end_as_unparsed(text: str) -> None:
    assert unread(tree(text))


def test_a_list_longer_than_a_rule_takes_is_read_piece_by_piece() -> None:
    assert unread(tree(", ".join(["stroke"] * 60))) == []
    assert unread(tree(", ".join(["stroke"] * 100))) == []
    assert isinstance(tree("no " + ", ".join(["stroke"] * 100)), Related)


def test_a_clause_of_too_many_words_is_unparsed() -> None:
    assert unread(tree("stroke or " * (MAX_LEXEMES // 2 + 1) + "asthma"))


def test_a_criterion_of_too_many_sentences_is_unparsed() -> None:
    assert unread(tree("Stroke; " * MAX_SENTENCES)) == []
    assert len(unread(tree("Stroke; " * (MAX_SENTENCES + 1)))) == 1


PIECES = (
    "stroke, ", "stroke; ", "AST > 5 and ", "(stroke) ", "no ", "AST, ", "within 6 months of stroke or ",
    "allergy to latex, ", "5 to ", "stroke (", "1,", "1.", "participants with ", "such as ", "unless ",
)  # fmt: skip


@pytest.mark.parametrize("piece", PIECES)
def test_every_character_of_a_long_line_is_accounted_for(piece: str) -> None:
    text = piece * (5_000 // len(piece))
    lexemes = reading(text).lexemes
    covered = {place for lexeme in lexemes for place in range(lexeme.span.start, lexeme.span.end)}
    assert [place for place, sign in enumerate(text) if not sign.isspace() and place not in covered] == []
