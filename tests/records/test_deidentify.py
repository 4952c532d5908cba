"""Pseudonyms, and dates that move together."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eligibility.bind.rules import RuleSet
from eligibility.core.errors import InputError
from eligibility.patient.profile import Profile
from eligibility.patient.read import read_profile
from eligibility.records.pseudonyms import Pseudonyms, read_pseudonyms
from eligibility.records.shifting import Shift, read_shift, shifted
from eligibility.screen import screen_profile
from eligibility.verdict.moved import moved
from tests.cases_table import compile_trial
from tests.patient.profiles import GOOD
from tests.test_candidates import FILES, read_candidate


@pytest.fixture(scope="module")
def rules() -> RuleSet:
    return compile_trial()


def test_an_id_has_one_pseudonym_for_good() -> None:
    table = Pseudonyms()
    first = table.of("MRN-1")
    again = read_pseudonyms(table.table(), "table.csv")
    assert (again.of("MRN-1"), again.original(first), again.grown) == (first, "MRN-1", False)
    assert again.of("MRN-2") != first
    assert "MRN" not in first


@pytest.mark.parametrize(
    "text", ["id\nMRN-1\n", "id,pseudonym\nMRN-1,a\nMRN-1,b\n", "id,pseudonym\nMRN-1,\n"]
)
def test_a_broken_table_is_refused_without_showing_an_id(text: str) -> None:
    with pytest.raises(InputError) as found:
        read_pseudonyms(text.encode(), "table.csv")
    assert "MRN" not in str(found.value)


def test_28_years_move_no_verdict(rules: RuleSet) -> None:
    for path in FILES:
        profile = read_candidate(path)
        before, after = screen_profile(rules, profile), screen_profile(rules, shifted(profile, Shift(28, 0)))
        assert moved(before, after) == ()


def test_a_verdict_that_moves_is_told(rules: RuleSet) -> None:
    """Whoever was born on 29 February is 18 on 1 March; a year later the birthday is the 28th."""
    profile = Profile("leap", as_of="2026-02-28", birth_date="2008-02-29")
    after = screen_profile(rules, shifted(profile, Shift(1, 0)))
    found = {row.id: (row.before, row.after) for row in moved(screen_profile(rules, profile), after)}
    assert found["I1"] == ("pass", "fail, lasting")


@given(st.integers(-20_000, 20_000).filter(bool))
@settings(max_examples=50)
def test_days_keep_their_distance(days: int) -> None:
    profile = _good()
    there = shifted(profile, Shift(0, days))
    assert shifted(there, Shift(0, -days)).measurements == profile.measurements
    assert there.as_of is not None and profile.as_of is not None
    gap = dt.date.fromisoformat(there.as_of) - dt.date.fromisoformat(profile.as_of)
    assert gap.days == days


def _good() -> Profile:
    return read_profile(json.dumps(GOOD).encode(), "good.json")


@pytest.mark.parametrize(
    ("text", "shift"), [("28y", Shift(28, 0)), ("-400", Shift(0, -400)), ("30d", Shift(0, 30))]
)
def test_a_distance_is_days_or_years(text: str, shift: Shift) -> None:
    assert read_shift(text) == shift


@pytest.mark.parametrize("text", ["", "0", "28 years", "y", "999y", "1.5y"])
def test_what_is_no_distance_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="--shift-dates"):
        read_shift(text)
