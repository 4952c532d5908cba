"""Numbers in all the ways that criteria write them."""

from __future__ import annotations

import pytest

from eligibility.core.span import Span
from eligibility.syntax.lexer import lex
from tests.syntax.texts import LEXICON

NUMBERS = [
    ("> 150,000 /mm3", ["150000"]),
    ("> 150 000 /mm3", ["150000"]),
    ("> 150.000 /mm3", ["150000"]),
    (">= 100 109/L", ["100"]),
    ("seven (7) days", ["7"]),
    ("seven (8) days", ["8"]),
    ("> 1.000.000 copies/mL", ["1000000"]),
    ("> 1.500 g/dL", ["1.500"]),
    ("< 1,5 x ULN", ["1.5"]),
    ("< 2,5xULN", ["2.5"]),
    ("< 1,5 mg/dL", ["1.5"]),
    ("< 0,125 mg/dL", ["0.125"]),
    ("7,0 - 10,5 %", ["7.0", "10.5"]),
    ("albumin > 2\u00b75 g/dL", ["2.5"]),
    ("grade 1,2 or 3", ["1", "2", "3"]),
    ("ECOG 0,1", ["0", "1"]),
    ("> 10^5 copies/mL", ["100000"]),
    ("> 10\u2075 copies/mL", ["100000"]),
    ("> 10e5 copies/mL", ["100000"]),
    ("1.5 x 10\u2079/L", ["1.5"]),
    ("<= 1\u00bd x ULN", ["1.5"]),
    ("at least 2 \u00bd years", ["2.5"]),
    ("< -2.5", ["-2.5"]),
    ("between -1.0 and -2.5", ["-1.0", "-2.5"]),
    ("5-10 kg", ["5", "10"]),
    ("day -1", ["1"]),
    ("12\u00b3", ["12"]),
    ("version 1.2.3", []),
]


@pytest.mark.parametrize(("text", "values"), NUMBERS)
def test_a_number_is_read_as_it_is_meant(text: str, values: list[str]) -> None:
    lexemes = lex(text, Span(0, len(text)), LEXICON)
    assert [lexeme.value for lexeme in lexemes if lexeme.kind == "number"] == values


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("age \u00b318 years", ">="),
        ("BMI \u00c2\u00b330", ">="),
        ("age \u00a3 75 years", "<="),
        ("BMI \u00e2\u2030\u00a530", ">="),
    ],
)
def test_a_sign_lost_in_conversion_is_read(text: str, sign: str) -> None:
    lexemes = lex(text, Span(0, len(text)), LEXICON)
    assert [lexeme.value for lexeme in lexemes if lexeme.kind == "comparator"] == [sign]


@pytest.mark.parametrize("text", ["age > 18 yo", "age > 18 y.o.", "age > 18 y/o"])
def test_years_of_age_have_short_forms(text: str) -> None:
    kinds = [lexeme.kind for lexeme in lex(text, Span(0, len(text)), LEXICON)]
    assert kinds == ["quantity", "comparator", "number", "time_unit", "of_age"]
