"""One criterion and one candidate each: no verdict differs from that of a careful reader."""

from __future__ import annotations

from collections import Counter
from typing import Any

import msgspec
import pytest

from eligibility.verdict.screening import Judged
from tests.verdict_cases import VerdictCase, grade, load_verdicts, screen_verdict

CASES = load_verdicts("verdicts")
GOLDEN = load_verdicts("golden")
CRITERIA, TRIALS = 100, 60


def _golden() -> list[object]:
    """The golden cases; one that is known to be wrong must be so, that it is closed once it is met."""
    failing = pytest.mark.xfail(strict=True, raises=AssertionError)
    return [pytest.param(case, marks=[failing] if case.wrong else [], id=case.id) for case in GOLDEN]


def _has_its_reason(case: VerdictCase, row: Judged) -> bool:
    return case.verdict != "unknown" or bool({reason.kind for reason in row.reasons} & set(case.reasons))


def test_no_two_cases_share_an_id() -> None:
    both = (*CASES, *GOLDEN)
    assert len({case.id for case in both}) == len(both) > 0


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_a_verdict_is_right(case: VerdictCase) -> None:
    row = screen_verdict(case)
    assert grade(case, row) == "right", f"{case.says} {case.why} {row.reasons}"
    assert _has_its_reason(case, row), row.reasons
    if case.standing is not None:
        assert row.standing == case.standing


def test_none_of_the_first_folder_is_open_or_wrong() -> None:
    assert not any(case.open or case.wrong for case in CASES)


@pytest.mark.parametrize("case", _golden())
def test_a_golden_verdict_is_right_or_a_question_is_left(case: VerdictCase) -> None:
    row = screen_verdict(case)
    if case.open and row.verdict == "unknown":
        return
    assert grade(case, row) == "right", f"{case.says} {case.why} {row.reasons}"
    assert _has_its_reason(case, row), row.reasons


def test_golden_criteria_are_of_many_trials_with_two_candidates_each() -> None:
    candidates = Counter((case.trial, case.text) for case in GOLDEN)
    assert len(candidates) >= CRITERIA
    assert len({case.trial for case in GOLDEN if case.trial}) >= TRIALS
    assert min(candidates.values()) > 1


def test_the_last_on_record_is_shown_and_asked_about() -> None:
    case = next(case for case in CASES if case.id == "washout-02b")
    row = screen_verdict(case)
    assert row.evidence and "later than on record" in row.reasons[0].settles


@pytest.mark.parametrize(
    "changed",
    [
        {"verdict": "unknown", "truth": "unknown"},
        {"reasons": ["missing"]},
        {"open": True, "wrong": "fail"},
        {"verdict": "unknown", "truth": "unknown", "reasons": ["missing"], "open": True},
        {"wrong": "pass"},
    ],
)
def test_a_case_that_contradicts_itself_is_refused(changed: dict[str, Any]) -> None:
    told = {"id": "made", "section": "inclusion", "text": "Asthma", "says": "-", "truth": "true"}
    with pytest.raises((ValueError, msgspec.ValidationError)):
        msgspec.convert({**told, "verdict": "pass", "why": "-", "profile": {}, **changed}, VerdictCase)
