"""The report in JSON: one line, dates as text, the same bytes each time."""

from __future__ import annotations

import json

import pytest

from eligibility.report.as_json import screening_json
from tests.verdict.candidates import NAMES, candidate, row, screened


@pytest.mark.parametrize("name", NAMES)
def test_it_is_one_line_and_the_same_each_time(name: str) -> None:
    line = screening_json(screened(candidate(name)))
    assert b"\n" not in line
    assert line == screening_json(screened(candidate(name)))


def test_it_says_what_the_screening_says() -> None:
    screening = screened(candidate("ineligible_three"))
    told = json.loads(screening_json(screening))
    assert (told["verdict"], told["standing"]) == (screening.verdict, screening.standing)
    assert [criterion["id"] for criterion in told["criteria"]] == [judged.id for judged in screening.criteria]
    for criterion in told["criteria"]:
        judged = row(screening, criterion["id"])
        assert (criterion["truth"], criterion["verdict"]) == (judged.truth, judged.verdict)
        assert criterion["standing"] == judged.standing
        assert len(criterion["evidence"]) == len(judged.evidence)


def test_dates_are_written_as_days() -> None:
    told = json.loads(screening_json(screened(candidate())))
    assert told["as_of"] == "2026-03-01"
    assert told["criteria"][0]["holds_until"] == "2036-06-09"
    young = screened({"id": "C-1", "as_of": "2026-03-01", "birth_date": "2025-06-10"})
    assert json.loads(screening_json(young))["criteria"][0]["could_hold_from"] == "2026-06-10"
