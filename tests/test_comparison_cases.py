"""Comparisons of one quantity: no answer differs from that of a careful reader."""

from __future__ import annotations

import msgspec
import pytest

from eligibility.patient.profile import Profile
from eligibility.patient.read import read_profile
from tests.comparison_cases import Comparison, compare_case, load_comparisons

CASES = load_comparisons()
FEWEST = 50


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_comparison_is_right(case: Comparison) -> None:
    outcome = compare_case(case)
    assert outcome.truth == case.truth, f"{case.says} {case.why}"
    if outcome.truth == "unknown":
        assert set(outcome.reasons) & set(case.reasons), f"{case.says} It is unknown by {outcome.reasons}."


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_candidate_of_a_comparison_could_be_read_from_a_file(case: Comparison) -> None:
    written = msgspec.json.encode({"id": case.id, "as_of": case.as_of, **case.profile})
    assert isinstance(read_profile(written, f"{case.id}.json"), Profile)


def test_there_are_enough_comparisons_and_each_has_its_own_id() -> None:
    assert len(CASES) >= FEWEST
    assert len({case.id for case in CASES}) == len(CASES)


def test_a_rule_with_a_field_that_no_comparison_has_is_refused() -> None:
    wrong = msgspec.structs.replace(CASES[0], rule={**CASES[0].rule, "limit": 5})
    with pytest.raises(msgspec.ValidationError, match="limit"):
        wrong.compared()
