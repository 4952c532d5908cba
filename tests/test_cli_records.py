"""Records on the command line: any format is screened, and what became of every part of it is told."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner

from eligibility.cli import main
from tests.cases_table import TRIAL
from tests.records.fhir_records import ALT, PATIENT, about, bundle, concept, observed

RECORD = str(TRIAL / "records" / "fhir" / "eligible.json")
BESIDE = str(TRIAL / "records" / "beside.jsonl")
PAGE = str(TRIAL / "page.txt")


def _run(*words: str) -> tuple[int, str, str]:
    found = CliRunner().invoke(main, list(words))
    return found.exit_code, found.stdout, found.stderr


def test_a_record_is_screened_by_its_content() -> None:
    code, out, err = _run("screen", PAGE, RECORD, "--answers", BESIDE)
    assert code == 0
    assert "Candidate eligible, as of 2026-03-01\nELIGIBLE on the facts given" in out
    assert "refused" in err.splitlines()[0]


def test_the_explanation_shows_where_in_the_record_a_fact_stands() -> None:
    _, out, _ = _run("explain", PAGE, RECORD, "--criterion", "I3.c", "--answers", BESIDE)
    assert "[measurements[3] (entry[" in " ".join(out.split())


def test_a_list_declared_complete_stands_under_every_screening() -> None:
    given = ("--complete", "conditions@birth..2026-03-01", "--declared-by", "Site 12")
    _, out, _ = _run("screen", PAGE, RECORD, "--answers", BESIDE, *given)
    assert "conditions from 2018-06-10 to 2026-03-01, by Site 12" in " ".join(out.split())


def test_a_list_in_doubt_is_not_taken_as_complete(tmp_path: Path) -> None:
    lost = about("Condition", code=concept("asthma"), subject={"reference": "urn:uuid:0"})
    (tmp_path / "record.json").write_text(bundle(PATIENT, lost))
    given = ("--complete", "conditions@birth..2026-03-01", "--declared-by", "Site 12")
    _, out, err = _run("screen", PAGE, str(tmp_path / "record.json"), "--as-of", "2026-03-01", *given)
    assert "by Site 12" not in out
    assert "conditions are not taken as complete: entry[1]" in err


def test_import_writes_a_profile_and_a_ledger(tmp_path: Path) -> None:
    record = tmp_path / "record.json"
    record.write_text(bundle(PATIENT, observed(ALT, 31, "U/L"), observed(ALT, 31, "U/L", status="cancelled")))
    output, ledger = tmp_path / "profile.json", tmp_path / "ledger.jsonl"
    code, _, _ = _run("import", "fhir", str(record), "-o", str(output), "--ledger", str(ledger))
    assert code == 0
    assert json.loads(output.read_text())["measurements"][0]["source"] == "entry[1] (Observation)"
    *lines, last = map(json.loads, ledger.read_text().splitlines())
    assert [line["fate"] for line in lines] == ["used", "used", "not needed"] or len(lines) == 3
    assert (last["totals"]["read"], last["totals"]["not needed"]) == (3, 1)


def test_the_format_is_that_of_the_content() -> None:
    code, _, err = _run("import", "profile", RECORD)
    assert (code, "the content is of the format 'fhir', not 'profile'" in err) == (2, True)


def test_a_preliminary_result_never_makes_a_lasting_fail(tmp_path: Path) -> None:
    content = json.loads(Path(RECORD).read_text())
    found = {}
    for status in ("final", "preliminary"):
        entry = {"resource": {
            "resourceType": "Observation", "id": "late", "status": status, "effectiveDateTime": "2026-02-20",
            "subject": {"reference": "Patient/eligible"}, "method": {"text": "RT-PCR"},
            "code": {"coding": [{"system": "http://loinc.org", "code": "69548-6"}]},
            "valueCodeableConcept": {"text": "Present"},
            "component": [{"code": {"coding": [{"system": "http://loinc.org", "code": "81252-9"}]},
                           "valueCodeableConcept": {"text": "TCF3::HLF"}}],
        }}  # fmt: skip
        kept = [one for one in content["entry"] if "TCF3::HLF" not in json.dumps(one)]
        (tmp_path / f"{status}.json").write_text(json.dumps(content | {"entry": [*kept, entry]}))
        given = (PAGE, str(tmp_path / f"{status}.json"), "--answers", BESIDE, "--format", "json")
        row = next(
            one for one in json.loads(_run("screen", *given)[1])["criteria"] if one["id"] == "I2.genetics"
        )
        found[status] = (row["verdict"], row["standing"])
    assert found == {"final": ("fail", "lasting"), "preliminary": ("fail", "curable")}


def test_pseudonyms_stand_in_place_of_ids_everywhere(tmp_path: Path) -> None:
    table, ledger = tmp_path / "table.csv", tmp_path / "ledger.jsonl"
    given = ("--answers", BESIDE, "--pseudonymise", str(table), "--ledger", str(ledger))
    code, out, err = _run("screen", PAGE, RECORD, *given)
    assert code == 0
    assert "\nELIGIBLE on the facts given" in out
    pseudonym = table.read_text().splitlines()[1].partition(",")[2]
    assert f"Candidate {pseudonym}, as of" in out
    assert "Candidate eligible" not in out
    assert {json.loads(line).get("candidate", pseudonym) for line in ledger.read_text().splitlines()} == {
        pseudonym
    }
    assert table.stat().st_mode & 0o077 == 0
    assert "gilbert" not in err


def test_moved_dates_are_screened_before_and_after() -> None:
    code, out, err = _run("screen", PAGE, RECORD, "--answers", BESIDE, "--shift-dates", "28y")
    assert (code, "as of 2026-03-01" in out) == (0, True)
    assert "note: candidate eligible, dates moved by 28 years: no verdict moved" in err


def test_an_import_writes_moved_dates(tmp_path: Path) -> None:
    given = ("--answers", BESIDE, "--shift-dates", "-400", "-o", str(tmp_path / "profile.json"))
    assert _run("import", "fhir", RECORD, *given)[0] == 0
    assert json.loads((tmp_path / "profile.json").read_text())["as_of"] == "2025-01-25"


TABLE, MAPPING = (str(TRIAL / "records" / "csv" / name) for name in ("candidates.csv", "mapping.toml"))


def test_a_table_is_screened_with_its_mapping() -> None:
    code, out, _ = _run("screen", PAGE, TABLE, "--mapping", MAPPING, "--answers", BESIDE)
    assert code == 0
    assert out.count("Candidate ") == 8
    assert "Candidate gilbert, as of 2026-03-01\nELIGIBLE on the facts given" in out


def test_a_table_without_a_mapping_is_one_error_with_the_way_out() -> None:
    code, _, err = _run("screen", PAGE, TABLE)
    assert code == 2
    assert "what the columns of a table mean is not known; give --mapping FILE" in err


def test_a_suggested_mapping_is_one_that_is_read(tmp_path: Path) -> None:
    table = tmp_path / "table.csv"
    table.write_text("record_id,sex,alt (U/L),alt_date\nA1,female,31,2026-02-01\n")
    code, out, _ = _run("import", "csv", str(table), "--suggest", "-o", str(tmp_path / "mapping.toml"))
    assert (code, out) == (0, "")
    code, out, err = _run("import", "csv", str(table), "--mapping", str(tmp_path / "mapping.toml"))
    assert code == 0
    assert json.loads(out)["measurements"][0]["value"] == 31
    assert "0 refused" in err


def test_only_a_table_has_a_mapping_to_suggest() -> None:
    code, _, err = _run("import", "fhir", RECORD, "--suggest")
    assert code == 2
    assert "only a table has a mapping" in err


def test_shorthand_is_named_as_such(tmp_path: Path) -> None:
    (tmp_path / "a.fsh").write_text("Instance: x\nInstanceOf: Patient\n")
    for place in (tmp_path, tmp_path / "a.fsh"):
        _, _, err = _run("import", "fhir", str(place))
        assert "FHIR Shorthand; build it to JSON first" in err


def test_a_table_of_one_column_is_a_table(tmp_path: Path) -> None:
    (tmp_path / "ids.csv").write_text("record_id\nA1\n")
    (tmp_path / "m.toml").write_text('shape = "wide"\nid = "record_id"\n')
    code, out, _ = _run("import", "csv", str(tmp_path / "ids.csv"), "--mapping", str(tmp_path / "m.toml"))
    assert code == 0
    assert json.loads(out)["id"] == "A1"


def test_no_input_is_written_over(tmp_path: Path) -> None:
    places = {}
    for name, source in {"page": PAGE, "record": RECORD, "beside": BESIDE}.items():
        places[name] = str(tmp_path / name)
        Path(places[name]).write_bytes(Path(source).read_bytes())
    for place in places.values():
        before = Path(place).read_bytes()
        code, _, err = _run(
            "screen", places["page"], places["record"], "--answers", places["beside"], "--ledger", place
        )
        assert (code, Path(place).read_bytes() == before) == (2, True)
        assert "is the same file as the input" in err


def test_a_file_that_is_no_key_table_is_not_written_over(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("garbage\n")
    code, _, err = _run("import", "fhir", RECORD, "--pseudonymise", str(tmp_path / "notes.txt"))
    assert (code, (tmp_path / "notes.txt").read_text()) == (2, "garbage\n")
    assert "no table of pseudonyms" in err
