"""Text to lexemes: kinds, spans in the source, and every character in exactly one lexeme."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eligibility.core.span import Span
from eligibility.syntax.lexemes import KINDS, Lexeme, kinds
from eligibility.syntax.lexer import lex
from tests.syntax.soup import criteria
from tests.syntax.texts import LEXICON, lexed, page_items, reading

KIND_STRINGS = [
    ("AST <= 5 x ULN", "Qc9xL"),
    ("AST ≤5×ULN", "Qc9xL"),
    ("5xULN", "9xL"),
    ("AST \\<5 × institutional ULN", "Qc9xqL"),
    ("institutional review", "ww"),
    ("between 1 and \\<18 years of age", "b9&c9yg"),
    ("from 1 to 5 %", "b9t9u"),
    ("from diagnosis", "fw"),
    ("18-30 months", "9t9y"),
    ("pre-cytoreduction", "Rw"),
    ("CD22-positive", "wr"),
    ("within 4-week periods", "i9yw"),
    ("5-HT3 antagonist", "ww"),
    ("KMT2A::AFF1 fusion [t(4;11)(q21;q23)]", "ww(w)"),
    ("der(19)t(1;19)(q23;p13.3)", "w"),
    ("graft-versus-host", "w"),
    ("no-load test", "ww"),
    ("gout or", "w|"),
    ("gout or,", "w|,"),
    ("grade \u2163", "ww"),
    ("1,500 cells and 150,000/mm3", "9w&9u"),
    ("two relapses", "ww"),
    ("two or more relapses", "9pw"),
    ("two weeks", "9y"),
    ("at least two", "c9"),
    ("greater than expected", "ww"),
    (">= M2 status", "clj"),
    ("M2 status", "ww"),
    ("Section 10.10.2", "XX"),
    ("10.10.2", "?.?.?"),
    ("organisms and more rapid decline", "w&www"),
    ("class II or higher", "wwp"),
    ("grade 2 or more", "w9p"),
    ("hepatitis A or B", "ww|w"),
    ("A history of IT chemotherapy", "sww"),
    ("in the last month", "i~"),
    ("X if Y", "w~w"),
    ("\u27e6no rule > 5\u27e7", "U"),
    ("a § b", "_?w"),
    ("C&D", "w&w"),
    ("ALL", "w"),
    ("all of the following", "H"),
    ("Molina et al, 2021", "wZ,9"),
    ("5 ULN", "9L"),
    ("0.5", "9"),
    ("", ""),
    (" \n ", ""),
]


@pytest.mark.parametrize(("text", "expected"), KIND_STRINGS)
def test_each_text_has_its_kinds(text: str, expected: str) -> None:
    assert kinds(lexed(text)) == expected


def test_every_kind_is_one_sign() -> None:
    assert {len(sign) for sign in KINDS.values()} == {1}


@pytest.mark.parametrize(
    ("text", "place", "written"),
    [
        ("AST \\<5", 1, "\\<"),
        ("fusion \\[t(9;22)\\]", 1, "\\["),
        ("a  history\n of X", 0, "a  history\n of"),
        ("old gout\n  >\t5  x ULN", 2, ">"),
        ("old gout\n  >\t5  x ULN", 4, "x"),
        ("5 \\* ULN", 1, "\\*"),
        ("end \\", 1, "\\"),
        ("a\\\\b", 1, "\\\\"),
    ],
)
def test_a_lexeme_keeps_the_characters_of_the_source(text: str, place: int, written: str) -> None:
    assert lexed(text)[place].span.of(text) == written


def test_spans_count_from_the_start_of_the_source_not_of_the_stretch() -> None:
    source = "1. AST >= 5"
    assert [lexeme.span for lexeme in lex(source, Span(3, 11), LEXICON)] == [
        Span(3, 6),
        Span(7, 9),
        Span(10, 11),
    ]


def test_dashes_quotes_and_primes_of_print_are_read_as_plain_ones() -> None:
    assert kinds(lexed("18\u201330 months")) == "9t9y"
    assert lexed("Gilbert\u2019s")[0].text == "Gilbert's"


def assert_covered(text: str, lexemes: tuple[Lexeme, ...]) -> None:
    """Every character other than white space lies in exactly one lexeme; lexemes run forward."""
    end = 0
    for lexeme in lexemes:
        assert lexeme.span.start >= end
        assert not text[end : lexeme.span.start].strip(), (text, lexeme)
        assert lexeme.span.end > lexeme.span.start
        end = lexeme.span.end
    assert not text[end:].strip()


@given(criteria())
def test_every_character_of_a_criterion_is_in_one_lexeme(text: str) -> None:
    assert_covered(text, lexed(text))


@given(st.text(max_size=60))
def test_every_character_of_any_text_is_in_one_lexeme(text: str) -> None:
    assert_covered(text, lexed(text))


@pytest.mark.parametrize("identifier", page_items())
def test_every_character_of_the_page_is_in_one_lexeme(identifier: str) -> None:
    text = page_items()[identifier]
    assert_covered(text, lexed(text))


LONG, MANY = 200_000, 20_000
HOSTILE = {
    "letters": "a" * LONG,
    "digits": "9" * LONG,
    "spaces": " " * LONG,
    "commas": "," * LONG,
    "open brackets": "(" * LONG,
    "closed brackets": ")" * MANY,
    "nested brackets": "(" * MANY + ")" * MANY,
    "stops": "." * MANY,
    "hyphens": "-" * MANY,
    "backslashes": "\\" * MANY,
    "translocations": "t(" * MANY,
    "numbers with commas": "1" + ",111" * MANY + "1",
    "numbers with stops": "1." * MANY,
    "prefixes": "pre-" * MANY,
    "unread marks": "\u27e6" * MANY,
    "sentences": "B; " * MANY,
    "denials": "no " * MANY,
    "nulls": "\0" * 1000,
    "right to left": "\u202eAST >= 5\u202c",
    "accents": "e\u0301" * 1000,
    "capital dotted i": "\u0130" * 1000,
    "superscripts": "10\u00b2\u00b3\u2075",
    "foreign digits": "AST >= \u0665 x ULN",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_ends_and_is_not_lost(name: str) -> None:
    text = HOSTILE[name]
    read = reading(text)
    assert_covered(text, read.lexemes)
    assert (read.tree is None) == all(lexeme.kind in {"stop", "filler"} for lexeme in read.lexemes)
