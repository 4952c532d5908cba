"""Files of FHIR JSON: whose each resource is, what is broken, and that nothing names a person."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eligibility.core.errors import InputError
from eligibility.records.fhir.index import key_of
from eligibility.records.lost import UNREAD_RESULT
from tests.records.fhir_records import ALT, PATIENT, Read, about, bundle, concept, observed

LINE = json.dumps(observed(ALT, 31, "U/L"))


def _lines(folder: Path, *lines: str, name: str = "Observation.ndjson") -> Path:
    (folder / "Patient.ndjson").write_text(json.dumps(PATIENT) + "\n")
    (folder / name).write_text("\n".join(lines) + "\n")
    return folder


def test_a_bulk_export_is_put_together_by_patient(tmp_path: Path) -> None:
    other = PATIENT | {"id": "p2", "gender": "male"}
    folder = _lines(tmp_path, LINE, json.dumps(observed(ALT, 50, "U/L", subject={"reference": "Patient/p2"})))
    (folder / "Patient.ndjson").write_text(f"{json.dumps(PATIENT)}\n{json.dumps(other)}\n")
    found = Read(folder)
    assert [(one.id, one.sex, one.measurements[0].value) for one in found.profiles] == [
        ("p1", "female", 31), ("p2", "male", 50),
    ]  # fmt: skip
    assert found.profiles[0].measurements[0].source == "Observation.ndjson line 1 (Observation)"


def test_a_line_cut_off_is_refused_and_the_others_are_read(tmp_path: Path) -> None:
    found = Read(_lines(tmp_path, LINE, LINE[:60], LINE.replace("31", "32")))
    assert [fact.value for fact in found.profile.measurements] == [31, 32]
    refused = [line for line in found.lines if line.fate == "refused"]
    assert [line.place for line in refused] == ["Observation.ndjson line 2"]
    assert set(found.ledger.lists_in_doubt) == {"conditions", "treatments", "allergies"}


def test_a_line_over_the_limit_is_refused_and_the_others_are_read(tmp_path: Path) -> None:
    folder = _lines(tmp_path, LINE, json.dumps({"text": "x" * 5_000}), LINE.replace("31", "32"))
    found = Read(folder, longest=2_000)
    assert [fact.value for fact in found.profile.measurements] == [31, 32]
    assert "the line is longer than 2,000 bytes" in [line.why for line in found.lines]


@pytest.mark.parametrize("content", [bundle(PATIENT).encode("utf-16"), b"\x1f\x8b\x08\x00zip"])
def test_another_encoding_is_told_by_name(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "record.json").write_bytes(content)
    with pytest.raises(InputError, match=r"record\.json: (text in UTF-16|a gzip file)"):
        Read(tmp_path / "record.json")


def test_bytes_that_are_no_utf_8_refuse_their_line(tmp_path: Path) -> None:
    folder = _lines(tmp_path, LINE)
    with (folder / "Observation.ndjson").open("ab") as file:
        file.write(b'{"resourceType": "Condition", "note": "\xff"}\n')
    found = Read(folder)
    assert len(found.profile.measurements) == 1
    assert found.ledger.total("refused") == 1


def test_a_bundle_cut_off_is_one_clear_error(tmp_path: Path) -> None:
    (tmp_path / "record.json").write_text(bundle(PATIENT)[:-20])
    with pytest.raises(InputError, match="no JSON that can be read, or cut off"):
        Read(tmp_path / "record.json")


def test_one_broken_file_does_not_take_the_folder_down(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(bundle(PATIENT, observed(ALT, 31, "U/L")))
    (tmp_path / "b.json").write_text(bundle(PATIENT)[:-20])
    found = Read(tmp_path)
    assert len(found.profile.measurements) == 1
    assert [line.place for line in found.lines if line.fate == "refused"] == ["file 2"]


def test_two_with_one_id_and_no_newer_one_are_refused(tmp_path: Path) -> None:
    one, other = observed(ALT, 31, "U/L", id="o1"), observed(ALT, 99, "U/L", id="o1")
    (tmp_path / "record.json").write_text(bundle(PATIENT, one, other))
    found = Read(tmp_path / "record.json")
    assert [fact.value for fact in found.profile.measurements] == [UNREAD_RESULT, UNREAD_RESULT]
    assert found.ledger.total("refused") == 2


@pytest.mark.parametrize(
    ("first", "second"), [("2026-01-01T00:00:00Z", "2026-02-01T00:00:00Z"), ("", "2026")]
)
def test_the_newer_of_two_versions_counts(tmp_path: Path, first: str, second: str) -> None:
    old = observed(ALT, 31, "U/L", id="o1", **({"meta": {"lastUpdated": first}} if first else {}))
    new = observed(ALT, 99, "U/L", id="o1", meta={"lastUpdated": second})
    (tmp_path / "record.json").write_text(bundle(PATIENT, new, old))
    assert [fact.value for fact in Read(tmp_path / "record.json").profile.measurements] == [99]


def test_two_persons_with_one_id_are_refused_as_a_whole(tmp_path: Path) -> None:
    other = PATIENT | {"birthDate": "1950-01-01"}
    (tmp_path / "record.json").write_text(bundle(PATIENT, other, observed(ALT, 31, "U/L")))
    found = Read(tmp_path / "record.json")
    assert (found.profiles, len(found.errors), found.ledger.total("refused")) == ([], 1, 3)


def test_a_reference_that_leads_nowhere_is_told_and_its_list_in_doubt(tmp_path: Path) -> None:
    lost = about("Condition", code=concept("asthma"), subject={"reference": "urn:uuid:0000"})
    (tmp_path / "record.json").write_text(bundle(PATIENT, lost))
    found = Read(tmp_path / "record.json")
    assert found.fates("Condition") == [("refused", "the reference to whom it is about leads nowhere")]
    assert set(found.ledger.lists_in_doubt) == {"conditions"}


def test_whoever_has_no_patient_is_a_candidate_without_sex_and_birth(tmp_path: Path) -> None:
    (tmp_path / "one.json").write_text(LINE)
    found = Read(tmp_path / "one.json")
    assert (found.profile.id, found.profile.sex, len(found.profile.measurements)) == ("p1", None, 1)
    assert found.fates("Patient")[0][0] == "refused"


def test_addresses_within_a_bundle_are_followed(tmp_path: Path) -> None:
    patient = {key: value for key, value in PATIENT.items() if key != "id"}
    one = observed(ALT, 31, "U/L", subject={"reference": "urn:uuid:9b1d"})
    entries = [{"fullUrl": "urn:uuid:9b1d", "resource": patient}, {"fullUrl": "urn:uuid:7c", "resource": one}]
    content = {"resourceType": "Bundle", "type": "transaction", "entry": entries}
    (tmp_path / "record.json").write_text(json.dumps(content))
    assert len(Read(tmp_path / "record.json").profile.measurements) == 1


@pytest.mark.parametrize(
    ("reference", "key"),
    [
        ("Patient/7", "Patient/7"),
        ("https://example.org/r4/Patient/7/_history/3", "Patient/7"),
        ("urn:uuid:9b1d", "urn:uuid:9b1d"),
        ("Patient?identifier=mrn|7", None),
        ("#p", None),
        ("", None),
    ],
)
def test_a_reference_is_followed_whatever_its_form(reference: str, key: str | None) -> None:
    assert key_of(reference) == key


NAMED: dict[str, Any] = PATIENT | {
    "id": "MRN-7788123",
    "name": [{"family": "Quillfeather", "given": ["Tabitha"]}],
    "identifier": [{"system": "urn:mrn", "value": "MRN-7788123"}],
    "telecom": [{"value": "+49 221 5550199"}],
    "address": [{"line": ["17 Larkspur Lane"], "city": "Cologne"}],
    "contact": [{"name": {"family": "Quillfeather", "given": ["Osbert"]}}],
}
PLANTED = ("Quillfeather", "Tabitha", "Osbert", "7788123", "5550199", "Larkspur")


def test_nothing_that_names_the_person_comes_through(tmp_path: Path) -> None:
    who = {"subject": {"reference": "Patient/MRN-7788123"}}
    resources = [
        about("Condition", code=concept("Tabitha has a rash"), **who),
        observed(ALT, 31, "U/L", code=concept("ALT of Quillfeather"), **who),
        observed(ALT, 31, "bad", referenceRange="Tabitha Quillfeather", **who),
        about("Procedure", status="completed", code=concept("see letter to MRN-7788123"), **who),
        about("Condition", **who),
        about("Condition", code=concept("asthma"), subject={"reference": "urn:uuid:Quillfeather"}),
    ]
    (tmp_path / "record.json").write_text(bundle(NAMED, *resources))
    found = Read(tmp_path / "record.json")
    shown = (
        f"{found.profiles} {found.lines} {found.errors} {found.ledger.unknown} {found.ledger.lists_in_doubt}"
    )
    assert not [
        shown[max(0, at - 80) : at + 40] for word in PLANTED if (at := shown.lower().find(word.lower())) >= 0
    ]
    assert found.profile.id == "candidate-1"


def test_a_disease_that_bears_the_patients_name_stays_one(tmp_path: Path) -> None:
    named = PATIENT | {"name": [{"family": "Gilbert"}]}
    (tmp_path / "record.json").write_text(
        bundle(named, about("Condition", code=concept("Gilbert's syndrome")))
    )
    assert Read(tmp_path / "record.json").profile.conditions[0].text == "Gilbert's syndrome"


FIELDS = (
    "resourceType", "id", "subject", "reference", "status", "code", "coding", "valueQuantity", "value",
    "entry", "resource", "component", "effectiveDateTime", "name", "referenceRange",
)  # fmt: skip
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(FIELDS), inner, max_size=4),
    max_leaves=12,
)  # fmt: skip


@given(
    st.sampled_from(["Observation", "Condition", "Procedure", "Patient", "Bundle", "MedicationRequest"]), JSON
)
def test_whatever_json_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory,
    kind: str,
    inner: Any,  # noqa: ANN401
) -> None:
    fields = inner if isinstance(inner, dict) else {"x": inner}
    place = tmp_path_factory.mktemp("any") / "record.json"
    content = {"subject": {"reference": "Patient/p1"}} | fields | {"resourceType": kind}
    place.write_text(bundle(PATIENT, content))
    try:
        found = Read(place)
    except InputError:
        return
    assert found.ledger.read >= 2


def test_units_and_mail_addresses_are_taken_out_of_a_result(tmp_path: Path) -> None:
    who = {**PATIENT, "name": [{"family": "Quackenbush", "given": ["Mol"]}]}
    one = observed(ALT, 31, "Quackenbush", referenceRange=[{"high": {"value": 40, "unit": "Quackenbush 7"}}])
    other = observed("2823-3", 5, "mmol/L", method=concept("ask dr@clinic.org"))
    (tmp_path / "record.json").write_text(bundle(who, one, other))
    found = Read(tmp_path / "record.json").profile.measurements
    told = str(found)
    assert "Quackenbush" not in told
    assert "clinic.org" not in told
    assert found[1].unit == "mmol/L"
