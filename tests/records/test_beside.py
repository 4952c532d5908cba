"""What is told beside a record, and lists that their owner declares complete."""

from __future__ import annotations

import json

import pytest

from eligibility.core.errors import InputError
from eligibility.patient.profile import Disease, Profile, Statement
from eligibility.patient.read import read_profile
from eligibility.records.side import declared_list, read_beside
from eligibility.records.writing import profile_json
from tests.patient.profiles import GOOD

TOLD = (
    b'{"id": "p1", "as_of": "2026-03-01", "statements": [{"concept": "HSCT", "present": false, "by": "PI"}]}'
)


def test_a_candidate_gets_what_is_told_of_it() -> None:
    beside = read_beside(TOLD, "beside.json")
    both = beside.joined(Profile("p1", statements=(Statement(concept="SOS", present=False, by="PI"),)))
    assert [one.concept for one in both.statements] == ["SOS", "HSCT"]
    assert both.as_of == "2026-03-01"
    assert beside.joined(Profile("p2")) == Profile("p2")


def test_what_no_record_has_is_told() -> None:
    assert read_beside(TOLD, "beside.json").left == ["p1"]


def test_the_course_of_the_disease_is_not_overruled() -> None:
    beside = read_beside(b'{"id": "p1", "disease": {"diagnosis": "ALL"}}', "beside.json")
    with pytest.raises(InputError, match=r"beside\.json: disease: the record has it too"):
        beside.joined(Profile("p1", disease=Disease(diagnosis="AML")))


def test_facts_belong_into_the_record() -> None:
    with pytest.raises(InputError, match="'conditions' of candidate 'p1' belongs into the record"):
        read_beside(b'{"id": "p1", "conditions": [{"text": "asthma"}]}', "beside.json")


def test_a_list_is_declared_by_someone_between_two_days() -> None:
    declared = declared_list("treatments@birth..2026-03-01", "Site 12")
    assert (declared.list, declared.from_, declared.to, declared.declared_by) == (
        "treatments", "birth", "2026-03-01", "Site 12",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "by"),
    [
        ("treatments", "Site"),
        ("treatments@2020-01-01", "Site"),
        ("drugs@2020-01-01..2021-01-01", "Site"),
        ("treatments@2020-01-01..", "Site"),
        ("treatments@2021-01-01..2020-01-01", "Site"),
        ("treatments@yesterday..2020-01-01", "Site"),
        ("treatments@2020-01-01..2021-01-01", None),
        ("treatments@2020-01-01..2021-01-01", " "),
    ],
)
def test_a_declaration_that_is_none_is_refused(text: str, by: str | None) -> None:
    with pytest.raises(InputError, match="--complete"):
        declared_list(text, by)


@pytest.mark.parametrize("spread", [True, False])
def test_a_profile_written_reads_back_as_the_same(spread: bool) -> None:
    profile = read_profile(json.dumps(GOOD).encode(), "good.json")
    assert read_profile(profile_json(profile, spread=spread), "again.json") == profile
