"""Constraints of real criteria: stated as a careful reader states them, and never decided otherwise."""

from __future__ import annotations

import msgspec
import pytest

from eligibility.patient.profile import Profile
from eligibility.patient.read import read_profile
from tests.constraint_cases import AS_OF, ConstraintCase, flagged, load_constraints, misread, misstated

CASES = load_constraints()
FEWEST, TRIALS = 60, 30


def _listed(known: str) -> list[object]:
    """The cases; one of which the failure is known must fail, so that it is closed once it is met."""
    failing = pytest.mark.xfail(strict=True, raises=AssertionError)
    return [
        pytest.param(case, marks=[failing] if getattr(case, known) else [], id=case.id) for case in CASES
    ]


@pytest.mark.parametrize("case", _listed("open"))
def test_constraints_are_those_of_a_careful_reader(case: ConstraintCase) -> None:
    assert misstated(case) == [], f"{case.text} {case.why}{case.note}"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_flags_are_those_that_a_careful_reader_raises(case: ConstraintCase) -> None:
    assert flagged(case) == case.flags, case.text


@pytest.mark.parametrize("case", _listed("wrong"))
def test_nothing_is_decided_that_a_careful_reader_decides_otherwise_or_not_at_all(
    case: ConstraintCase,
) -> None:
    assert misread(case) == [], f"{case.text} {case.why}{case.note}"


def test_the_cases_are_spread_over_trials_and_a_third_is_refused_or_flagged() -> None:
    from_registry = [case for case in CASES if case.trial]
    assert len(from_registry) >= FEWEST
    assert len({case.trial for case in from_registry}) >= TRIALS
    assert 3 * sum(not case.read or bool(case.flags) for case in from_registry) >= len(from_registry)
    assert len({case.id for case in CASES}) == len(CASES)


@pytest.mark.parametrize("case", [case for case in CASES if case.profile], ids=lambda case: case.id)
def test_candidate_of_a_constraint_could_be_read_from_a_file(case: ConstraintCase) -> None:
    written = msgspec.json.encode({"id": case.id, "as_of": AS_OF, **(case.profile or {})})
    assert isinstance(read_profile(written, f"{case.id}.json"), Profile)


BILIRUBIN = {"subject": ["Total bilirubin"], "bounds": "<= 2", "unit": "mg/dL", "kind": "numeric"}


def _case(text: str, *constraints: dict[str, object], **more: object) -> ConstraintCase:
    told = {"id": "made", "section": "inclusion", "text": text, "constraints": constraints, "read": True}
    return msgspec.convert({**told, **more}, ConstraintCase)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"bounds": "< 2"}, "missing < 2 mg/dL; besides '<= 2 mg/dL'"),
        ({"bounds": "< 2 | <= 2"}, ""),
        ({"unit": "umol/L"}, "<= 2: unit 'mg/dL'"),
        ({"unit": "umol/L | mg/dL"}, ""),
        ({"kind": "age"}, "<= 2: numeric for age"),
        ({"subject": ["albumin"]}, "<= 2: subject ['Total bilirubin']"),
        ({"subject": ["bilirubin", "albumin"]}, "<= 2: subject ['Total bilirubin']"),
        ({"subject": ["albumin | bilirubin"]}, ""),
    ],
)
def test_a_constraint_that_is_stated_otherwise_is_told(changed: dict[str, object], said: str) -> None:
    case = _case("Total bilirubin <= 2 mg/dL", {**BILIRUBIN, **changed})
    assert "; ".join(misstated(case)) == said


def test_a_constraint_too_many_is_told_unless_its_words_are_uncounted() -> None:
    text = "Total bilirubin <= 2 mg/dL and albumin >= 3 g/dL"
    assert misstated(_case(text, BILIRUBIN)) == ["besides '>= 3 g/dL'"]
    assert misstated(_case(text, BILIRUBIN, uncounted=["albumin >= 3 g/dL"])) == []


def test_levels_that_follow_each_other_are_a_range() -> None:
    case = _case("ECOG 0, 1 or 2", {"subject": ["ECOG"], "bounds": ">= 0, <= 2", "kind": "numeric"})
    assert misstated(case) == []


def test_what_may_be_decided_against_the_case_is_told() -> None:
    text = "Total bilirubin <= 2 mg/dL"
    assert misread(_case(text, BILIRUBIN)) == []
    assert misread(_case(text, {**BILIRUBIN, "bounds": "<= 3"})) == ["decides I1 by None to 2.0"]
    refused = {"read": False, "why": "for the test"}
    assert misread(_case(text, BILIRUBIN, **refused)) == ["may decide I1 false or true"]
    assert misread(_case(text, BILIRUBIN, **refused, sure=["false"])) == ["may decide I1 false or true"]
    assert misread(_case(text, BILIRUBIN, **refused, sure=["false", "true"])) == []


def test_a_candidate_who_is_decided_otherwise_is_told() -> None:
    measured = {"code": "total_bilirubin", "value": 3, "unit": "mg/dL", "date": "2026-02-27"}
    profile = {"measurements": [measured]}
    for truth, said in (("true", ["decides the candidate false"]), ("false", [])):
        case = _case("Total bilirubin <= 2 mg/dL", BILIRUBIN, profile=profile, truth=truth)
        assert misread(case) == said


@pytest.mark.parametrize(
    "wrong",
    [
        {"read": False},
        {"why": "read, and yet refused"},
        {"sure": ["true"]},
        {"truth": "true"},
        {"uncounted": ["creatinine"]},
    ],
)
def test_a_case_that_contradicts_itself_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises((ValueError, msgspec.ValidationError)):
        _case("Total bilirubin <= 2 mg/dL", BILIRUBIN, **wrong)
