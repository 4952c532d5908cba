"""The whole candidates in every format of records: the verdicts are those of their profiles."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from eligibility.bind.rules import RuleSet
from eligibility.knowledge.load import knowledge
from eligibility.patient.profile import Profile
from eligibility.patient.terms import terms
from eligibility.records.intake import Wanted, take_in
from eligibility.records.ledger import Ledger
from eligibility.records.side import read_beside
from eligibility.records.table.read_mapping import read_mapping
from eligibility.screen import screen_profile
from eligibility.verdict.screening import Screening
from tests.cases_table import TRIAL, compile_trial
from tests.test_candidates import FILES, read_candidate

BESIDE = TRIAL / "records" / "beside.jsonl"
FORMATS = ["fhir", "omop", "csv"]


@pytest.fixture(scope="module")
def rules() -> RuleSet:
    return compile_trial()


def _records(place: Path) -> Iterator[Profile]:
    """The candidates of a folder of records, with what is told beside them."""
    beside = read_beside(BESIDE.read_bytes(), BESIDE.name)
    ledger, wanted = Ledger(), Wanted()
    if place.name == "csv":
        content = (place / "mapping.toml").read_bytes()
        wanted = Wanted(mapping=read_mapping(content, "mapping.toml", terms(knowledge())))
        place /= "candidates.csv"
    for one in take_in(place, ledger, wanted):
        assert isinstance(one, Profile), one
        yield beside.joined(one)
    assert beside.left == []
    assert ledger.refusals == []


def _verdicts(screening: Screening) -> dict[str, tuple[object, ...]]:
    """All that a screening says of each row, but for where the facts stand."""
    rows = {
        one.id: (
            one.verdict,
            one.truth,
            one.applicable,
            one.standing,
            {reason.kind for reason in one.reasons},
        )
        for one in screening.criteria
    }
    return rows | {"overall": (screening.verdict, screening.standing)}


@pytest.mark.parametrize("form", FORMATS)
def test_a_record_gives_the_verdicts_of_its_profile(form: str, rules: RuleSet) -> None:
    found = {one.id: _verdicts(screen_profile(rules, one)) for one in _records(TRIAL / "records" / form)}
    expected = {path.stem: _verdicts(screen_profile(rules, read_candidate(path))) for path in FILES}
    assert found == expected


@pytest.mark.parametrize("form", FORMATS)
def test_every_fact_says_where_in_the_record_it_stands(form: str) -> None:
    for one in _records(TRIAL / "records" / form):
        facts = (*one.measurements, *one.conditions, *one.treatments, *one.genomics, *one.allergies)
        assert facts
        assert all(fact.source for fact in facts)
