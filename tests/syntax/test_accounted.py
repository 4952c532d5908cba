"""Nothing is dropped: every word of a criterion is in a node, joins nodes, or is known to mean nothing."""

from __future__ import annotations

import pytest
from hypothesis import given

from eligibility.syntax.nodes import Related, Unparsed
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
    "AST 60 to 30 U/L",
    "AST > 5 § ULN",
    "Stroke ((( within the limits",
    "Stroke) or asthma ((",
    "no no infection",
    "Eligible unless",
    "5",
    ">= 18",
    "combined",
    "prior or",
    "12 12 12",
    "? ! #",
]


@pytest.mark.parametrize("text", UNREADABLE)
def test_a_text_that_does_not_read_is_unparsed_and_not_lost(text: str) -> None:
    read = reading(text)
    assert read.tree is not None
    assert unread(read.tree)
    assert lost(read.lexemes, read.tree) == []


IN_PARTS = [
    ("Patients for whom the benefit outweighs the risk, whatever that may be", ["Patients for", ","]),
    ("both stroke or asthma", ["both", "or"]),
    ("stroke if the patient is over 65", ["if patient"]),
    ("wheezing for at least 3 months", ["for"]),
    ("haemoglobin not measured within 7 days", ["not"]),
    ("Stroke (within the limits", ["(within"]),
    ("toxicity of class 2 or 3 pills despite dose of 40 mg", ["despite", "of 40 mg"]),
    ("rash > grade 2 due to cisplatin which needs care", ["due to"]),
    ("relapse by RECIST 1.1 while on treatment with gemcitabine", ["by", "1.1 while on"]),
    ("Does the patient have asthma despite salbutamol?", ["patient have", "despite", "?"]),
    ("All patients despite asthma", ["All patients despite"]),
    ("Patients with asthma who had gout are eligible if stable", ["Patients with", "had", "are eligible if"]),
]


@pytest.mark.parametrize(("text", "links"), IN_PARTS)
def test_what_no_rule_reads_is_read_in_its_parts_with_the_words_between_them(
    text: str, links: list[str]
) -> None:
    read = reading(text)
    assert isinstance(read.tree, Related)
    assert unread(read.tree) == []
    assert [link for link in read.tree.links if link] == links
    assert lost(read.lexemes, read.tree) == []


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("stroke and ALT > 5 § and asthma", ["ALT > 5 §"]),
        ("AST > 5 and ALT ? 5", ["ALT ? 5"]),
        ("§ AST and ALT > 5", ["§ AST"]),
        ("Stroke. ALT ? 5.", ["ALT ? 5"]),
        ("stroke (ALT ? 5)", ["ALT ? 5"]),
    ],
)
def test_what_reads_is_kept_beside_what_does_not(text: str, rest: list[str]) -> None:
    assert unread(tree(text)) == rest


@pytest.mark.parametrize(
    "text",
    [
        "§ of stroke, asthma, or gout",  # the first words may turn or limit all
        "stroke or asthma § within 6 weeks",  # the last words may limit all
        "no stroke or § asthma or gout",  # how far the denial reaches
        "stroke, ALT ? 5 unless asthma",
        "stroke or",
        "stroke; or",
    ],
)
def test_nothing_is_kept_where_what_does_not_read_may_reach_into_it(text: str) -> None:
    assert isinstance(tree(text), Unparsed)
