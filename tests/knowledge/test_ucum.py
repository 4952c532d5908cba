"""UCUM codes: the official tests, what they call invalid, and texts that nobody meant as a code."""

from __future__ import annotations

import math
import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eligibility.knowledge.conversion import Refused
from eligibility.knowledge.load import knowledge
from eligibility.knowledge.ucum import read_code, valid
from tests.ucum_table import conversions, invalid_codes, totals, validation

KNOWN_FAILURES = {
    "3-125": "m[Hg] is 133322 Pa in UCUM; pint has 133322.387415, by the density of mercury",
}
"""Cases of the official tests that fail, and why; rules/units has its own row for mm[Hg], by UCUM."""
PRINTABLE = "".join(chr(code) for code in range(32, 127))
ATOMS = ("m", "mol", "L", "g", "U", "k", "u", "[iU]", "[degF]", "10*", "10^", "{x}", *"/.()-+", "3", "99")


def test_only_known_cases_of_the_official_tests_fail() -> None:
    failed = {outcome.id: str(outcome) for outcome in (*validation(), *conversions()) if not outcome.passed}
    assert set(failed) == set(KNOWN_FAILURES), failed


def test_the_official_tests_are_all_there() -> None:
    assert totals() == ["UCUM validation: 529 cases, passed 529", "UCUM conversion: 30 cases, passed 29"]


def test_no_outcome_of_one_digit_is_taken_for_another() -> None:
    found = {outcome.id: outcome for outcome in conversions()}
    assert (found["3-126"].expected, found["3-126"].found) == ("0.001", "0.001")
    assert (found["3-113"].expected, found["3-113"].found) == ("25", "25.2")


@pytest.mark.parametrize("code", invalid_codes())
def test_an_invalid_code_is_no_unit_of_any_quantity(code: str) -> None:
    taken = [
        quantity.id
        for quantity in knowledge().quantities.by_id.values()
        if not isinstance(knowledge().conversions.unit(quantity, code), Refused)
    ]
    assert taken == []


def read_or_refused(text: str) -> None:
    """The law: a text is no valid code, or is one that has a size or has none."""
    found = read_code(text)
    if found is not None:
        assert valid(text)
        assert math.isfinite(found.size)
        assert found.size > 0


@given(st.text(alphabet=PRINTABLE, max_size=40))
def test_any_printable_text_is_read_or_refused(text: str) -> None:
    read_or_refused(text)


@settings(max_examples=100)
@given(st.lists(st.sampled_from(ATOMS), max_size=12).map("".join))
def test_any_text_of_the_parts_of_codes_is_read_or_refused(text: str) -> None:
    read_or_refused(text)


@pytest.mark.parametrize(
    "text",
    ["(" * 2000 + "m" + ")" * 2000, "(" * 49 + "m" + ")" * 49, "m." * 3000 + "m", "10*99999999999",
     "10*-99999999999", "m9999999999", "10*99." * 16 + "m", "9" * 5000, "9" * 99, "{" + "x" * 5000 + "}",
     "g/" * 49 + "L", "", "()", "/0", string.whitespace, "\x00"],
    ids=lambda text: repr(text[:12]),
)  # fmt: skip
def test_hostile_texts_are_read_or_refused_at_once(text: str) -> None:
    read_or_refused(text)
    assert isinstance(knowledge().conversions.unit(knowledge().quantities.by_id["alt"], text), Refused)


@pytest.mark.parametrize(
    ("code", "is_valid", "sized"),
    [("[pH]", True, False), ("mg/dL", True, True), ("10*3/uL", True, True), ("10+3/uL", False, False),
     ("IU/L", False, False), ("mmHg", False, False), ("mm[Hg]", True, True)],
)  # fmt: skip
def test_a_code_may_be_valid_without_a_size(code: str, is_valid: bool, sized: bool) -> None:
    assert (valid(code), read_code(code) is not None) == (is_valid, sized)
