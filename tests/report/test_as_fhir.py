"""A screening as FHIR: valid R4, a potential candidate, every row, every question, every loss."""

from __future__ import annotations

import json
from typing import Any, get_args

import pytest
from fhir.resources.R4B.bundle import Bundle

from eligibility.bind import nodes
from eligibility.report.as_fhir import screening_fhir
from eligibility.report.of_group import BEYOND
from eligibility.screen import screen_profile
from eligibility.verdict.screening import Screening
from tests.cases_table import compile_trial
from tests.test_candidates import FILES, read_candidate


@pytest.fixture(scope="module")
def screenings() -> list[Screening]:
    rules = compile_trial()
    return [screen_profile(rules, read_candidate(path)) for path in FILES]


def _resources(screening: Screening) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for entry in json.loads(screening_fhir(screening))["entry"]:
        found.setdefault(entry["resource"]["resourceType"], []).append(entry["resource"])
    return found


def test_it_is_valid(screenings: list[Screening]) -> None:
    for screening in screenings:
        bundle = Bundle.model_validate_json(screening_fhir(screening))
        assert len(bundle.entry) > len(screening.criteria)


def test_enrolment_is_never_decided(screenings: list[Screening]) -> None:
    statuses = [_resources(one)["ResearchSubject"][0]["status"] for one in screenings]
    assert set(statuses) == {"potential-candidate"}


def test_every_row_and_the_whole_have_an_observation(screenings: list[Screening]) -> None:
    for screening in screenings:
        found = {
            one["code"]["coding"][0]["code"]: one["valueCodeableConcept"]["text"]
            for one in _resources(screening)["Observation"]
        }
        assert found.pop("overall") == screening.verdict
        assert list(found) == [judged.id for judged in screening.criteria]
        assert {one["method"]["text"] for one in _resources(screening)["Observation"]} == {"pre-screening"}


def test_every_open_question_is_an_issue_that_leads_to_its_rows(screenings: list[Screening]) -> None:
    for screening in screenings:
        entries = json.loads(screening_fhir(screening))["entry"]
        by_address = {entry["fullUrl"]: entry["resource"] for entry in entries}
        issues = _resources(screening).get("DetectedIssue", [])
        assert len(issues) == len(screening.open_questions)
        for issue, question in zip(issues, screening.open_questions, strict=True):
            rows = [by_address[one["reference"]]["code"]["coding"][0]["code"] for one in issue["implicated"]]
            assert rows == list(question.settles)


def test_every_rule_is_a_characteristic_or_a_loss(screenings: list[Screening]) -> None:
    found = _resources(screenings[0])
    lost = {issue["diagnostics"].split()[0] for issue in found["OperationOutcome"][0]["issue"]}
    rows = {
        one.id for one in screenings[0].criteria if one.row.rule is not None and one.row.applicable == "yes"
    }
    assert lost < rows
    assert "I3.b" in lost
    kept = found["Group"][0]["characteristic"]
    ages = [one["valueQuantity"] for one in kept if one["code"]["text"] == "age"]
    assert [(one["value"], one["comparator"]) for one in ages] == [(1, ">="), (18, "<")]


def test_the_same_screening_gives_the_same_bytes(screenings: list[Screening]) -> None:
    assert screening_fhir(screenings[0]) == screening_fhir(screenings[0])


def test_every_kind_of_rule_is_expressed_or_has_words_for_its_loss() -> None:
    expressed = {nodes.Not, nodes.Compare, nodes.Present, nodes.Molecular, nodes.Note, nodes.Permit}
    assert set(get_args(nodes.Bound)) == expressed | set(BEYOND)
