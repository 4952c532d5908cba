"""Observations: what is measured, its value, unit and limits, and what it is when it cannot be used."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from eligibility.patient.profile import Code, ReferenceRange
from eligibility.records.local_codes import LocalCodes
from eligibility.records.lost import UNREAD_RESULT
from tests.records.fhir_records import ALT, CREATININE, LOINC, UCUM, about, concept, observed, read

SNOMED = "http://snomed.info/sct"


def test_a_value_keeps_its_unit_date_limits_and_place(tmp_path: Path) -> None:
    limits = [{"low": {"value": 7, "unit": "U/L"}, "high": {"value": 40, "unit": "U/L"}}]
    fact = read(tmp_path, observed(ALT, 31, "U/L", referenceRange=limits)).profile.measurements[0]
    assert (fact.value, fact.unit, fact.date) == (31, "U/L", "2026-02-01")
    assert fact.reference_range == ReferenceRange(7, 40, "U/L", "normal")
    assert fact.source == "entry[1] (Observation)"


@pytest.mark.parametrize("status", ["entered-in-error", "cancelled", "registered"])
def test_a_void_result_is_no_fact(tmp_path: Path, status: str) -> None:
    found = read(tmp_path, observed(ALT, 31, "U/L", status=status))
    assert found.profile.measurements == ()
    assert found.fates("Observation") == [("not needed", f"its status is {status}")]


@pytest.mark.parametrize(
    ("status", "provisional"), [("preliminary", True), ("final", False), ("amended", False)]
)
def test_a_preliminary_result_is_provisional(tmp_path: Path, status: str, provisional: bool) -> None:
    found = read(tmp_path, observed(ALT, 31, "U/L", status=status))
    assert found.profile.measurements[0].provisional is provisional


def test_a_result_without_status_is_refused(tmp_path: Path) -> None:
    found = read(tmp_path, observed(ALT, 31, "U/L", status=""))
    assert found.fates("Observation") == [("refused", "the status does not say whether the result holds")]


@pytest.mark.parametrize(
    ("text", "value", "comparator", "unit"),
    [
        ("5.4 H", 5.4, None, None),
        ("<0.01", 0.01, "<", None),
        ("≥ 60", 60, ">=", None),
        ("31 U/L", 31, None, "U/L"),
        ("31 U/L H", 31, None, "U/L"),
        ("positive", "positive", None, None),
        ("see note", "see note", None, None),
        ("5.4 or so", "5.4 or so", None, None),
        ("5,4", "5,4", None, None),
    ],
)
def test_a_value_as_text_is_read_only_if_all_of_it_is_known(
    tmp_path: Path, text: str, value: float | str, comparator: str | None, unit: str | None
) -> None:
    one = observed(ALT, 0)
    del one["valueQuantity"]
    fact = read(tmp_path, one | {"valueString": text}).profile.measurements[0]
    assert (fact.value, fact.comparator, fact.unit) == (value, comparator, unit)


@pytest.mark.parametrize(
    ("amount", "unit", "note"),
    [
        ({"value": 28, "unit": "mmol/l", "system": SNOMED, "code": "258813002"}, "mmol/l",
         "the unit is taken from its words; its code is not of UCUM"),
        ({"value": 28, "system": SNOMED, "code": "258813002"}, None,
         "the unit is a code of a terminology that has no units known here"),
        ({"value": 28, "unit": "mmol/L"}, "mmol/L", ""),
        ({"value": 28}, None, ""),
    ],
)  # fmt: skip
def test_a_unit_is_never_made_up(tmp_path: Path, amount: dict[str, Any], unit: str | None, note: str) -> None:
    found = read(tmp_path, observed("2823-3", 0, valueQuantity=amount))
    assert found.profile.measurements[0].unit == unit
    assert found.fates("Observation") == [("used", note)]


def test_a_unit_coded_and_spelled_as_two_is_refused(tmp_path: Path) -> None:
    amount = {"value": 1.1, "unit": "umol/L", "system": UCUM, "code": "mg/dL"}
    found = read(tmp_path, observed(CREATININE, 0, valueQuantity=amount))
    assert found.fates("Observation") == [
        ("refused", "the unit is coded 'mg/dL' and spelled 'umol/L', which are two")
    ]


def test_two_codes_of_two_measurements_are_refused(tmp_path: Path) -> None:
    both = concept("", (LOINC, ALT, "ALT"), (LOINC, CREATININE, "Creatinine"))
    found = read(tmp_path, observed(ALT, 1, "U/L", code=both))
    assert found.fates("Observation") == [("refused", "its codes name two measurements, alt and creatinine")]


def test_a_code_nobody_knows_is_kept_with_its_display(tmp_path: Path) -> None:
    unknown = concept("Creatinine", (LOINC, "99999-9", "Creatinine in something"))
    found = read(tmp_path, observed(ALT, 1, "U/L", code=unknown))
    assert found.profile.measurements[0].code == Code(LOINC, "99999-9", "Creatinine in something")
    assert [(one.code, one.display) for one in found.ledger.unknown] == [
        ("99999-9", "Creatinine in something")
    ]


def test_a_name_counts_where_no_loinc_code_stands(tmp_path: Path) -> None:
    named = concept("Creatinine", ("urn:lab", "20005", "Creatinine"))
    assert read(tmp_path, observed(ALT, 1, "mg/dL", code=named)).profile.measurements[0].code == "Creatinine"


def test_a_name_of_another_specimen_is_not_the_usual_measurement(tmp_path: Path) -> None:
    named = concept("Glucose", ("urn:lab", "77", "Glucose"))
    urine = about("Specimen", id="s1", type={"text": "Urine"})
    found = read(
        tmp_path, urine, observed(ALT, 1, "mg/dL", code=named, specimen={"reference": "Specimen/s1"})
    )
    assert found.profile.measurements[0].code == Code("urn:lab", "77", "Glucose")


def test_a_sites_own_code_stands_for_what_its_table_says(tmp_path: Path) -> None:
    local = LocalCodes({("urn:lab", "20005"): "creatinine"})
    named = concept("KREA", ("urn:lab", "20005", "KREA"))
    found = read(tmp_path, observed(ALT, 1, "mg/dL", code=named), local=local)
    assert found.profile.measurements[0].code == "creatinine"


def test_each_component_is_a_measurement(tmp_path: Path) -> None:
    parts = [
        {"code": concept("", (LOINC, code, "")), "valueQuantity": {"value": value, "unit": "mm[Hg]"}}
        for code, value in (("8480-6", 121), ("8462-4", 76))
    ]
    one = about("Observation", status="final", code=concept("", (LOINC, "85354-9", "")), component=parts)
    assert [fact.value for fact in read(tmp_path, one).profile.measurements] == [121, 76]


def test_no_value_is_no_fact_and_says_why(tmp_path: Path) -> None:
    absent = concept("", ("http://terminology.hl7.org/CodeSystem/data-absent-reason", "not-performed", ""))
    one = observed(ALT, 0, dataAbsentReason=absent)
    del one["valueQuantity"]
    assert read(tmp_path, one).fates("Observation") == [("not needed", "there is no value: not-performed")]


RANGE = {"low": {"value": 1, "unit": "U/L"}, "high": {"value": 35, "unit": "U/L"}}
MEN = {"coding": [{"system": "http://hl7.org/fhir/administrative-gender", "code": "male"}]}
WOMEN = {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/v3-AdministrativeGender", "code": "F"}]}
CRITICAL = {"coding": [{"code": "treatment"}]}


@pytest.mark.parametrize(
    ("ranges", "kinds"),
    [
        ([RANGE | {"appliesTo": [MEN]}], []),
        ([RANGE | {"appliesTo": [WOMEN]}], ["normal"]),
        ([RANGE | {"appliesTo": [MEN]}, RANGE | {"appliesTo": [WOMEN]}], ["normal"]),
        ([RANGE | {"appliesTo": [{"text": "smokers"}]}], ["other"]),
        ([RANGE, RANGE | {"type": CRITICAL}], ["normal", "therapeutic"]),
        ([RANGE | {"age": {"low": {"value": 18, "unit": "a"}}}], ["normal"]),
        ([RANGE | {"age": {"high": {"value": 17, "unit": "a"}}}], []),
        ([RANGE | {"age": {"low": {"value": 18, "unit": "furlongs"}}}], ["other"]),
        ([{"text": "4.4 - 5.2"}], []),
    ],
)
def test_only_a_range_that_holds_of_the_patient_is_normal(
    tmp_path: Path, ranges: list[dict[str, Any]], kinds: list[str]
) -> None:
    given = (
        read(tmp_path, observed(ALT, 31, "U/L", referenceRange=ranges))
        .profile.measurements[0]
        .reference_range
    )
    found = () if given is None else given if isinstance(given, tuple) else (given,)
    assert [one.kind for one in found] == kinds


@pytest.mark.parametrize(
    ("when", "date"),
    [
        ({"effectiveDateTime": "2026-02-03T23:30:00-05:00"}, "2026-02-03"),
        ({"effectivePeriod": {"start": "2026-02-03", "end": "2026-02-03"}}, "2026-02-03"),
        ({"effectivePeriod": {"start": "2026-02-03", "end": "2026-02-04"}}, "2026-02"),
        ({"effectivePeriod": {"start": "2025-12-31", "end": "2026-01-01"}}, None),
        ({"effectiveDateTime": "03/04/2026"}, None),
        ({"effectiveDateTime": "1899-12-30"}, None),
        ({"effectiveDateTime": "2026-02-31"}, None),
        ({"effectiveDateTime": "43891"}, None),
    ],
)
def test_a_day_is_read_as_written_and_never_guessed(
    tmp_path: Path, when: dict[str, Any], date: str | None
) -> None:
    one = observed(ALT, 31, "U/L")
    del one["effectiveDateTime"]
    found = read(tmp_path, one | when).profile.measurements
    assert [(fact.value, fact.date) for fact in found] == [(31 if date else UNREAD_RESULT, date)]


def test_a_field_of_the_wrong_type_is_refused_with_its_path(tmp_path: Path) -> None:
    found = read(tmp_path, observed(ALT, 31, "U/L", referenceRange="1-35"), observed(CREATININE, 1, "mg/dL"))
    assert [line.at for line in found.lines if line.fate == "refused"] == ["referenceRange"]
    assert [fact.value for fact in found.profile.measurements] == [UNREAD_RESULT, 1]


@pytest.mark.parametrize("spelled", ["mg/dL", "g/L", "%"])
def test_a_unit_spelled_as_one_of_another_kind_is_refused(tmp_path: Path, spelled: str) -> None:
    amount = {"value": 5.9, "unit": spelled, "system": "http://unitsofmeasure.org", "code": "mmol/L"}
    found = read(tmp_path, observed("2823-3", 5.9, valueQuantity=amount))
    assert [fact.value for fact in found.profile.measurements] == [UNREAD_RESULT]


@pytest.mark.parametrize("words", ["Sodium", "Sodium [Moles/volume] in Serum or Plasma"])
def test_a_code_and_words_of_two_measurements_both_do_not_speak(tmp_path: Path, words: str) -> None:
    code = concept(words, (LOINC, "2823-3", words))
    found = read(tmp_path, observed("2823-3", 5.9, "mmol/L", code=code))
    assert [fact.value for fact in found.profile.measurements] == [UNREAD_RESULT]
    assert "names potassium and its words sodium" in next(line.why for line in found.lines if line.why)


@pytest.mark.parametrize(
    ("loinc", "words"), [("1968-7", "Bilirubin"), ("2161-8", "Creatinine"), ("751-8", "Neutrophils")]
)
def test_a_shorter_name_of_the_same_measurement_contradicts_no_code(
    tmp_path: Path, loinc: str, words: str
) -> None:
    found = read(tmp_path, observed(loinc, 1, "mg/dL", code=concept(words, (LOINC, loinc, words))))
    assert [fact.value for fact in found.profile.measurements] == [1]


def test_a_result_of_somebody_else_is_none_of_the_patient(tmp_path: Path) -> None:
    found = read(tmp_path, observed(ALT, 31, "U/L", focus=[{"reference": "Patient/baby"}]))
    assert found.profile.measurements == ()
    assert found.ledger.total("not needed") == 1


def test_of_a_result_without_a_day_the_year_of_its_issue_is_known(tmp_path: Path) -> None:
    one = observed(ALT, 31, "U/L", issued="2010-02-20T00:00:00Z")
    del one["effectiveDateTime"]
    found = read(tmp_path, one)
    assert [fact.date for fact in found.profile.measurements] == ["2010"]
    assert found.ledger.total("used") == 2
