"""Every verdict explains itself: what decided it, or what would settle it."""

from __future__ import annotations

import itertools
from typing import Any

import pytest

from eligibility.bind.rules import RuleSet
from eligibility.screen import screen_profile
from eligibility.verdict.explain import explain, proof
from tests.bind.pages import compiled, edited, page_of
from tests.cases_table import GROUPS, Case, compile_trial, load_cases
from tests.verdict.candidates import NAMES, candidate, row, screened, with_fact, without

CASES = [case for group in GROUPS for case in load_cases(group)]
DAY = "2026-03-01"


@pytest.fixture(scope="module")
def rules() -> RuleSet:
    return compile_trial()


def alt(**fact: object) -> dict[str, Any]:
    """A candidate of whom one ALT is known."""
    given = {"code": "alt", "unit": "U/L", "reference_range": {"high": 40}, "date": "2026-02-27", **fact}
    return {"id": "C-1", "as_of": DAY, "measurements": [{k: v for k, v in given.items() if v is not None}]}


def said(profile: dict[str, Any], text: str) -> str:
    """The explanation of one inclusion criterion."""
    return explain(row(screened(profile, compiled(page_of(inclusion=text))), "I1"))


def test_a_threshold_names_value_unit_date_limit_threshold_and_margin() -> None:
    text = said(alt(value=90), "ALT <= 3 x ULN")
    assert text == (
        "ALT 90 U/L of 2026-02-27; upper limit of normal 40 U/L (range given: to 40 U/L); "
        "3 x 40 U/L = 120 U/L; 30 U/L below 120 U/L."
    )


def test_a_conversion_is_shown_with_the_value_as_recorded() -> None:
    text = said(alt(value=3, unit="ukat/L", reference_range={"high": 0.5}), "ALT <= 3 x ULN")
    assert "ALT 3 ukat/L of 2026-02-27; 3 ukat/L is 180 U/L" in text
    assert "90 U/L above 90 U/L" in text
    assert text.endswith("Not on today's values: repeat the measurement.")


def test_an_age_names_birth_limits_and_day() -> None:
    text = explain(row(screened({"id": "C-1", "as_of": DAY, "birth_date": "2018-06-10"}), "I1"))
    assert ">= 1 and < 18 completed years" in text
    assert "2018-06-10" in text
    assert f"7 completed years on {DAY}" in text
    assert text.endswith("Holds until 2036-06-09 without any new fact.")


@pytest.mark.parametrize(
    ("fact", "kind", "words"),
    [
        ({"value": 90, "reference_range": None}, "missing", "upper limit of normal of ALT"),
        ({"value": 90, "unit": None}, "unit", "unit"),
        ({"value": 90, "unit": "florins"}, "unit", "florins"),
        ({"value": 90, "date": "2025-11-01"}, "stale", "2025-11-01"),
        ({"value": 100, "comparator": "<", "reference_range": {"high": 20}}, "imprecise", "100"),
    ],
)
def test_an_unknown_names_what_it_has_and_what_would_settle_it(
    fact: dict[str, Any], kind: str, words: str
) -> None:
    judged = row(screened(alt(**fact), compiled(page_of(inclusion="ALT <= 3 x ULN"))), "I1")
    assert judged.verdict == "unknown"
    assert kind in {reason.kind for reason in judged.reasons}
    assert words in explain(judged)
    assert "To settle: " in explain(judged)


def test_two_values_that_differ_are_unknown_with_both() -> None:
    told = alt(value=30)
    told["measurements"].append({**told["measurements"][0], "value": 900})
    judged = row(screened(told, compiled(page_of(inclusion="ALT <= 3 x ULN"))), "I1")
    assert [reason.kind for reason in judged.reasons] == ["conflicting"]
    assert "30" in explain(judged)
    assert "900" in explain(judged)


def test_a_compared_registry_field_takes_no_part_and_says_where_it_differs() -> None:
    same = explain(row(screened(candidate()), "R.age"))
    assert same == "Takes no part in the verdict: the criterion it is compared with decides."
    rules = edited("Maximum Eligible Age\n\n17 Years", "Maximum Eligible Age\n\n5 Years")
    screening = screened(candidate(), rules)
    judged = row(screening, "R.age")
    assert (judged.verdict, judged.applicable, screening.verdict) == ("fail", "no", "eligible")
    said = explain(judged)
    assert said.startswith(same)
    assert "The registry field '1 Year to 5 Years' and the criteria differ on age" in said


def test_what_does_not_apply_says_so() -> None:
    text = explain(row(screened(candidate()), "I6"))
    assert text.startswith("Does not apply to this candidate.")


def test_an_exception_without_a_limit_says_so() -> None:
    text = explain(row(screened(candidate("gilbert")), "I3.c"))
    assert "0.8 mg/dL above 1.8 mg/dL" in text
    assert "the exception has no limit of its own" in text


def test_a_proven_fact_is_named_as_recorded_with_its_date() -> None:
    told = with_fact(candidate(), "treatments", text="Besponsa", kind="drug", status="given",
                     start="2024-09-02", end="2024-09-16")  # fmt: skip
    judged = row(screened(told), "E5")
    assert judged.verdict == "fail"
    assert "Besponsa: given, 2024-09-02" in explain(judged)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_every_row_of_every_case_explains_itself(case: Case, rules: RuleSet) -> None:
    for judged in screen_profile(rules, case.candidate()).criteria:
        text = explain(judged)
        assert text
        assert "  " not in text
        assert ".." not in text
        assert bool(judged.reasons) == (judged.verdict == "unknown"), judged.id
        for reason in judged.reasons:
            assert reason.detail
            assert reason.settles
            if judged.trace is not None and judged.counts:
                assert reason.settles[1:] in text


@pytest.mark.parametrize("name", NAMES)
def test_a_decided_leaf_rests_on_facts(name: str) -> None:
    for judged in screened(candidate(name)).criteria:
        if judged.counts and judged.verdict != "unknown":
            assert judged.evidence, judged.id
            assert all(fact.source for fact in judged.evidence)


@pytest.mark.parametrize("name", NAMES)
def test_a_proof_has_a_line_for_each_node_with_its_words(name: str) -> None:
    for judged in screened(candidate(name)).criteria:
        if judged.trace is None:
            assert proof(judged) == ()
            continue
        lines = proof(judged)
        assert lines[0].depth == 0
        assert all(later.depth <= line.depth + 1 for line, later in itertools.pairwise(lines))
        answers = {"true": "yes", "false": "no", "unknown": "?"}
        assert lines[0].answer in (answers[judged.truth], "-")
        assert all(line.words in " ".join(judged.row.source.replace("\\", "").split()) for line in lines)


def test_a_proof_names_the_anchor_that_was_taken_as_today() -> None:
    grounds = [ground for line in proof(row(screened(candidate()), "I3.b")) for ground in line.grounds]
    assert any("randomisation lies ahead (planned for 2026-03-03)" in ground for ground in grounds)
    undated = without(candidate(anchors=None), "measurements", code="inr")
    grounds = [ground for line in proof(row(screened(undated), "I3.b")) for ground in line.grounds]
    assert any("randomisation lies ahead (no planned date)" in ground for ground in grounds)
