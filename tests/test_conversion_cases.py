"""Published conversions are ours to 0.1 %; what must be refused is, and says what to do."""

from __future__ import annotations

import pytest

from tests.conversion_cases import Published, Refusal, grade, grade_refusal, published, refusals

PUBLISHED, REFUSALS = published(), refusals()


@pytest.mark.parametrize("case", PUBLISHED, ids=lambda case: case.id)
def test_a_published_conversion_is_ours(case: Published) -> None:
    graded = grade(case)
    assert graded.right, graded.found


@pytest.mark.parametrize("case", REFUSALS, ids=lambda case: case.id)
def test_what_must_be_refused_is(case: Refusal) -> None:
    graded = grade_refusal(case)
    assert graded.right, graded.found


def test_no_case_is_there_twice_or_without_its_ground() -> None:
    for cases in (PUBLISHED, REFUSALS):
        assert len({case.id for case in cases}) == len(cases)
    assert all(case.source for case in PUBLISHED)
    assert all(case.why and case.says for case in REFUSALS)
