"""Nothing is dropped: every word of a criterion is in a node, joins nodes, or is known to mean nothing."""

from __future__ import annotations

import pytest
from hypothesis import given

from eligibility.syntax.nodes import Unparsed
from eligibility.syntax.terms import Node
from eligibility.syntax.walk import parts_of
from score.accounts import lost
from tests.syntax.soup import criteria
from tests.syntax.texts import page_items, reading, tree, unread


@pytest.mark.parametrize("identifier", page_items())
def test_every_word_of_the_page_is_accounted_for(identifier: str) -> None:
    read = reading(page_items()[identifier])
    assert read.tree is not None
    assert lost(read.lexemes, read.tree) == []


@given(criteria())
def test_every_word_of_any_criterion_is_accounted_for(text: str) -> None:
    read = reading(text)
    if read.tree is None:
        assert {lexeme.kind for lexeme in read.lexemes} <= {"filler", "stop", "semicolon"}
    else:
        assert lost(read.lexemes, read.tree) == []


def assert_inside(node: Node, source: str) -> None:
    """A node stands in the source, and its parts stand in it."""
    assert 0 <= node.span.start < node.span.end <= len(source)
    for part in parts_of(node):
        assert node.span.start <= part.span.start <= part.span.end <= node.span.end, (node, part)


@given(criteria())
def test_every_node_stands_in_its_parent(text: str) -> None:
    read = reading(text).tree
    if read is not None:
        for node in parts_of(read):
            assert_inside(node, text)


@pytest.mark.parametrize(
    "text", ["Patient has serum albumin < 3.0 g/dL", "participants have no stroke", "have AST > 5 or ALT > 5"]
)
def test_a_verb_that_adds_nothing_to_a_limit_or_a_denial_is_not_lost(text: str) -> None:
    read = reading(text)
    assert read.tree is not None
    assert unread(read.tree) == []
    assert lost(read.lexemes, read.tree) == []


UNREADABLE = [
    "Patients for whom the benefit outweighs the risk, whatever that may be",
    "AST 60 to 30 U/L",
    "AST > 5 § ULN",
    "Stroke (within the limits",
    "Stroke) or asthma (",
    "no no infection",
    "both stroke or asthma",
    "Eligible unless",
    "5",
    ">= 18",
    "stroke if the patient is over 65",
    "wheezing for at least 3 months",
    "combined",
    "prior or",
    "except as noted in Section 3: see below",
    "haemoglobin not measured within 7 days",
    "AST and ALT > 5 leukaemia blasts",
    "St. Louis encephalitis",
    "12 12 12",
    "? ! #",
]


@pytest.mark.parametrize("text", UNREADABLE)
def test_a_text_that_does_not_read_is_unparsed_and_not_lost(text: str) -> None:
    read = reading(text)
    assert read.tree is not None
    assert unread(read.tree)
    assert lost(read.lexemes, read.tree) == []


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("stroke and ALT > 5 ? and asthma", ["ALT > 5 ?"]),
        ("AST > 5 and ALT ? 5", ["ALT ? 5"]),
        ("? AST and ALT > 5", ["? AST"]),
        ("Stroke. ALT ? 5.", ["ALT ? 5"]),
        ("stroke (ALT ? 5)", ["ALT ? 5"]),
    ],
)
def test_what_reads_is_kept_beside_what_does_not(text: str, rest: list[str]) -> None:
    assert unread(tree(text)) == rest


@pytest.mark.parametrize(
    "text",
    [
        "? of stroke, asthma, or gout",  # the first words may turn or limit all
        "stroke or asthma ? within 6 weeks",  # the last words may limit all
        "no stroke or ? asthma or gout",  # how far the denial reaches
        "stroke, ALT ? 5 unless asthma",
        "stroke or",
        "stroke; or",
    ],
)
def test_nothing_is_kept_where_what_does_not_read_may_reach_into_it(text: str) -> None:
    assert isinstance(tree(text), Unparsed)
