"""Hostile lines end in a message or a criterion that is said to be unread: no hang, no crash, no guess.

``make bench`` shows that their time is linear; here they are only long enough for a quadratic rule to hurt.
"""

from __future__ import annotations

import json

import pytest

from bench.hostile import LINES
from eligibility.bind.rules import RuleSet
from eligibility.compile import compile_page
from eligibility.core.errors import InputError
from eligibility.extract import of_line
from eligibility.text.corpus import Line
from score.coverage import criteria
from tests.syntax.texts import KNOWLEDGE

LENGTH = 20_000
LONG = ("a word without end", "a single letter", "a single digit", "spaces")
"""What is read at a megabyte too: lines without a break."""


def compiled(text: str) -> RuleSet | str:
    """The rules of a text, or the message that refuses it."""
    try:
        return compile_page(text.encode("utf-8"), "hostile", KNOWLEDGE)
    except InputError as refusal:
        return str(refusal)


def assert_said_to_be_unread(text: str) -> None:
    """A line is unread, or read in its parts: no rule says what it asks for."""
    outcome = compiled(f"Inclusion Criteria:\n\n* {text}\n\nExclusion Criteria:\n\n* AST > 5 x ULN")
    if isinstance(outcome, str):
        assert "hostile" in outcome and "NUL" in outcome
        return
    found = [one for one in criteria(outcome, KNOWLEDGE) if one.id.startswith("I")]
    assert found or not text.strip()
    assert [one.id for one in found if one.whole] == []


@pytest.mark.parametrize("name", LINES)
def test_a_hostile_line_compiles_to_what_is_said_to_be_unread(name: str) -> None:
    assert_said_to_be_unread(LINES[name](LENGTH))


@pytest.mark.parametrize("name", LINES)
def test_the_constraints_of_a_hostile_line_have_numbers(name: str) -> None:
    told = json.loads(of_line(Line("hostile", LINES[name](LENGTH))).constraints)
    values = [bound["value"] for found in told["constraints"] for bound in found["bounds"]]
    assert all(isinstance(value, float | int) for value in values)


@pytest.mark.parametrize("name", LINES)
def test_the_phrases_of_a_hostile_line_are_in_it(name: str) -> None:
    text = LINES[name](LENGTH)
    told = json.loads(of_line(Line("hostile", text)).atoms)
    assert all(0 <= atom["start"] < atom["end"] <= len(text) for atom in told["atoms"])
    assert all(one < len(told["atoms"]) for group in told["groups"] for one in group["members"])


@pytest.mark.parametrize("name", LONG)
def test_a_line_of_a_megabyte_without_a_break_ends(name: str) -> None:
    text = LINES[name](1_000_000)
    assert_said_to_be_unread(text)
    assert json.loads(of_line(Line("hostile", text)).constraints)["nct"] == "hostile"


@pytest.mark.parametrize("text", ["AST > " + "9" * 400, "AST > " + "9" * 5000 + " U/L", "9" * 999 + " years"])
def test_a_number_too_large_to_hold_is_no_limit(text: str) -> None:
    assert_said_to_be_unread(text)
    assert json.loads(of_line(Line("hostile", text)).constraints)["constraints"] == []
