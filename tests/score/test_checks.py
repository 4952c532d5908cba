"""Whole corpora against the promises: what is counted, and that a broken promise shows."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import score.examine
import score.screens
from eligibility.patient.read import read_profile
from eligibility.text.source import Document
from score.checks import Checked, check, checks_table, coverage_table, remainders_table
from score.corpus import documents
from score.examine import CRASH, Examined, examine
from score.run import main
from score.screens import SPARED
from score.tables import Table, as_markdown, as_text

TEXTS = (
    "Inclusion Criteria:\n\n* AST < 5 x ULN\n* Whatever seems 12,5 good\n\nExclusion Criteria:\n\n* ALT > 5",
    "Exclusion Criteria:",
    " ",
)


@pytest.fixture()
def corpus(tmp_path: Path) -> Path:
    lines = (json.dumps({"nct": f"T{number}", "text": text}) for number, text in enumerate(TEXTS))
    path = tmp_path / "some.jsonl"
    path.write_text("\n".join(lines), "utf-8")
    return path


def test_a_corpus_that_keeps_the_promises_is_counted(corpus: Path, tmp_path: Path) -> None:
    checked = check(corpus, tmp_path, jobs=1)
    assert checked.failures() == []
    assert checks_table([checked]).rows[0] == ("trials, items", "2, 3")
    assert {row[1] for row in checks_table([checked]).rows[1:]} == {"holds"}
    assert coverage_table([checked]).rows == (("some", "3", "66.7", "66.7", "66.7", "66.7"),)
    assert remainders_table(checked).rows == (("whatever seems 9 good", "1"),)


def test_a_crash_is_a_failure_with_its_trial(monkeypatch: pytest.MonkeyPatch, corpus: Path) -> None:
    def breaks(*_: object) -> None:
        raise RecursionError("too deep")

    monkeypatch.setattr(score.examine, "compile_document", breaks)
    (failure,) = examine(documents(corpus)[0]).failures
    assert (failure.law, failure.trial, failure.shows) == (CRASH, "T0", "RecursionError: too deep")


def test_a_broken_screening_is_a_failure_with_its_trial_and_row(
    monkeypatch: pytest.MonkeyPatch, corpus: Path
) -> None:
    monkeypatch.setattr(
        score.screens, "EMPTY", read_profile(
            b'{"id": "empty", "as_of": "2026-03-01", "measurements": [{"code": "ast", "value": 900, '
            b'"unit": "U/L", "date": "2026-02-27", "reference_range": {"high": 40}}]}', "profile",
        ),
    )  # fmt: skip
    checked = Checked("some", (examine(documents(corpus)[0]),), ())
    (failure,) = checked.failures()
    assert (failure.law, failure.trial, failure.text) == (SPARED, "T0", "I1: AST < 5 x ULN")
    below = "\n".join(checks_table([checked]).below)
    assert SPARED in below and "T0" in below and "AST < 5 x ULN" in below


def test_other_bytes_in_another_process_are_a_failure(
    monkeypatch: pytest.MonkeyPatch, corpus: Path, tmp_path: Path
) -> None:
    def other(found: list[Document], jobs: int) -> list[Examined]:
        return [Examined(document.place, "00") for document in found]

    monkeypatch.setattr("score.checks.examined", other)
    checked = check(corpus, tmp_path, jobs=1)
    assert {failure.trial for failure in checked.failures()} == {"T0", "T1"}
    assert "broken" in checks_table([checked]).rows[-1][1]
    assert "T0" in "".join(checks_table([checked]).below)


def test_a_head_of_a_text_in_a_folder_is_no_part_of_its_trial(tmp_path: Path) -> None:
    (tmp_path / "T1.txt").write_text("NCT ID: 1\nPhase: 2\n\nInclusion: \n* AST > 5", "utf-8")
    (tmp_path / "T2.txt").write_text("Inclusion: \n* AST > 5", "utf-8")
    assert {document.source for document in documents(tmp_path)} == {"Inclusion: \n* AST > 5"}


def test_missing_files_are_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setattr("sys.argv", ["score", str(tmp_path), str(tmp_path)])
    assert main() == 2
    assert "lct-dev.jsonl" in capsys.readouterr().err


def test_a_page_of_tables_is_markdown() -> None:
    table = Table("Some", ("a", "b|c"), (("x", "1"),), ("It says " + "much " * 40 + "of it.",), ("below",))
    lines = list(as_markdown(table))
    assert lines[0] == "## Some" and max(map(len, lines)) <= 110
    assert lines[-6:] == ["| a | b\\|c |", "| --- | ---: |", "| x | 1 |", "", "    below", ""]
    assert list(as_text(table)) == ["Some", "a  b|c", "x    1", "below", ""]
