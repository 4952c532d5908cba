"""Whole candidates: every row of the trial has the verdict that was written down for it by hand."""

from __future__ import annotations

import csv
from pathlib import Path

import msgspec
import pytest

from eligibility.bind.rules import RuleSet
from eligibility.patient.profile import Profile
from eligibility.screen import screen_profile
from tests.cases_table import TRIAL, compile_trial


def read_table() -> dict[str, dict[str, str]]:
    """The verdict table: for each candidate, the cell of each row."""
    lines = list(csv.DictReader((TRIAL / "verdicts.csv").read_text("utf-8").splitlines()))
    names = [name for name in lines[0] if name != "row"]
    return {name: {line["row"]: line[name] for line in lines} for name in names}


TABLE = read_table()
FILES = sorted((TRIAL / "candidates").glob("*.json"))


@pytest.fixture(scope="module")
def rules() -> RuleSet:
    return compile_trial()


def read_candidate(path: Path) -> Profile:
    """The candidate of a file."""
    return msgspec.json.decode(path.read_bytes(), type=Profile)


def cell(verdict: str, applicable: str, standing: str | None, reasons: tuple[str, ...], expected: str) -> str:
    """A verdict as the table writes it; standing and reason are named where the table names them."""
    if applicable == "no" and verdict == "pass":
        return "n/a"
    detail = expected.partition(" ")[2]
    if verdict == "fail" and detail:
        return f"{verdict} {standing}"
    if verdict == "unknown" and detail:
        return f"{verdict} {detail if detail in reasons else '/'.join(reasons)}"
    return verdict


def test_table_and_candidates_name_each_other() -> None:
    assert sorted(TABLE) == [path.stem for path in FILES]
    assert len(FILES) == 8
    assert all(read_candidate(path).id == path.stem for path in FILES)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_row_has_its_verdict(path: Path, rules: RuleSet) -> None:
    screening = screen_profile(rules, read_candidate(path))
    expected = {row: text for row, text in TABLE[path.stem].items() if row != "overall"}
    got = {
        row.id: cell(
            row.verdict,
            row.applicable,
            row.standing,
            tuple(reason.kind for reason in row.reasons),
            expected.get(row.id, ""),
        )
        for row in screening.criteria
    }
    assert got == expected


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_overall_verdict(path: Path, rules: RuleSet) -> None:
    screening = screen_profile(rules, read_candidate(path))
    expected = TABLE[path.stem]["overall"]
    assert " ".join(filter(None, (screening.verdict, screening.standing))) == expected
