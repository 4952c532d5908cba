"""Constraints as records, from lines of a corpus."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from eligibility.cli import main

TEXT = """Inclusion Criteria:

* Age >= 18 years
* AST and ALT <= 2.5 x ULN

Exclusion Criteria:

* Surgery within 4 weeks"""


def written(path: Path, content: str, *options: str) -> tuple[int, str, bytes]:
    corpus, out = path / "corpus.jsonl", path / "out.jsonl"
    corpus.write_text(content, encoding="utf-8")
    outcome = CliRunner().invoke(main, ["extract", str(corpus), "--constraints", str(out), *options])
    return outcome.exit_code, outcome.output, out.read_bytes() if out.exists() else b""


def lines(*texts: str) -> str:
    told = ({"nct": f"T{number}", "text": text, "more": 1} for number, text in enumerate(texts))
    return "".join(json.dumps(line) + "\n" for line in told)


def test_each_line_gives_its_constraints_with_their_place(tmp_path: Path) -> None:
    code, _, out = written(tmp_path, lines(TEXT))
    assert code == 0
    record = json.loads(out)
    assert record["nct"] == "T0"
    stated = [TEXT[found["start"] : found["end"]] for found in record["constraints"]]
    assert stated == [">= 18 years", "<= 2.5 x ULN", "within 4 weeks"]
    assert [found["kind"] for found in record["constraints"]] == ["age", "numeric", "temporal"]
    second = record["constraints"][1]
    assert second["bounds"] == [{"op": "<=", "value": 2.5}] and second["limit"] == "uln"
    assert [TEXT[start:end] for start, end in second["subject_spans"]] == second["subject"]
    assert sorted(second["subject"]) == ["ALT", "AST"]


def test_the_same_bytes_come_from_any_number_of_processes(tmp_path: Path) -> None:
    corpus = lines(*[TEXT, "Ages 4-17", "No criteria at all", ""] * 5)
    assert written(tmp_path, corpus) == (0, *written(tmp_path, corpus, "--jobs", "2")[1:])


@pytest.mark.parametrize("line", ["{", '{"nct": 1, "text": "a"}', "[]", '{"nct": "A"}', "\x00"])
def test_a_line_that_is_none_is_named(tmp_path: Path, line: str) -> None:
    code, output, out = written(tmp_path, lines("Age > 1") + line + "\n")
    assert code == 2 and "corpus.jsonl:2: " in output and "'nct' and 'text'" in output and not out


def test_a_trial_gives_a_table(tmp_path: Path) -> None:
    told = CliRunner().invoke(main, ["extract", "-"], input=TEXT)
    assert told.exit_code == 0
    rows = list(csv.DictReader(io.StringIO(told.output)))
    assert [(row["item"], row["section"], row["bounds"]) for row in rows] == [
        ("I1", "inclusion", ">= 18"),
        ("I2", "inclusion", "<= 2.5"),
        ("E1", "exclusion", "<= 4"),
    ]
    assert rows[1]["subject"].split("; ") == ["ALT", "AST"] and rows[1]["limit"] == "uln"
    assert all(TEXT[int(row["start"]) : int(row["end"])] == row["text"] for row in rows)


def test_the_table_of_a_trial_may_be_json(tmp_path: Path) -> None:
    told = CliRunner().invoke(main, ["extract", "-", "--format", "json"], input=TEXT)
    records = [json.loads(line) for line in told.output.splitlines()]
    assert [record["item"] for record in records] == ["I1", "I2", "E1"]
    assert [record["kind"] for record in records] == ["age", "numeric", "temporal"]


def test_a_form_is_for_one_trial(tmp_path: Path) -> None:
    code, output, _ = written(tmp_path, lines(TEXT), "--format", "csv")
    assert code == 2 and "for one trial" in output


def test_phrases_have_their_place_their_denial_and_their_groups(tmp_path: Path) -> None:
    text = "Exclusion Criteria:\n\n* No active hepatitis or cirrhosis\n* stroke within 6 months"
    corpus, out = tmp_path / "corpus.jsonl", tmp_path / "atoms.jsonl"
    corpus.write_text(lines(text), encoding="utf-8")
    outcome = CliRunner().invoke(main, ["extract", str(corpus), "--atoms", str(out)])
    assert outcome.exit_code == 0, outcome.output
    record = json.loads(out.read_bytes())
    told = [(text[atom["start"] : atom["end"]], atom["negated"]) for atom in record["atoms"]]
    assert told == [("hepatitis", True), ("cirrhosis", True), ("stroke", False)]
    assert [bool(atom["window"]) for atom in record["atoms"]] == [False, False, True]
    assert record["groups"] == [{"op": "or", "members": [0, 1]}]


def test_an_empty_corpus_is_refused(tmp_path: Path) -> None:
    code, output, _ = written(tmp_path, "\n")
    assert code == 2 and "holds no line" in output


def test_a_trial_is_read_from_standard_input_and_picked_from_several(tmp_path: Path) -> None:
    told = CliRunner().invoke(main, ["compile", "-"], input=TEXT)
    assert told.exit_code == 0 and "Age >= 18" in told.output
    studies = [
        {
            "protocolSection": {
                "identificationModule": {"nctId": f"NCT0000000{number}"},
                "eligibilityModule": {"eligibilityCriteria": f"Inclusion:\n\n* Age >= {number}0 years"},
            }
        }
        for number in (1, 2)
    ]
    file = tmp_path / "studies.json"
    file.write_text(json.dumps({"studies": studies}), encoding="utf-8")
    told = CliRunner().invoke(main, ["compile", f"{file}#NCT00000002"])
    assert told.exit_code == 0 and "Age >= 20 years" in told.output
    told = CliRunner().invoke(main, ["compile", str(file)])
    assert told.exit_code == 2 and "NCT00000001" in told.output
