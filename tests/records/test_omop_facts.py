"""OMOP CDM 5.4: what a row of each table says, and when nothing is chosen."""

from __future__ import annotations

from pathlib import Path

import pytest

from eligibility.patient.profile import Code, ReferenceRange
from eligibility.records.gathering import UNREAD
from eligibility.records.local_codes import LocalCodes
from eligibility.records.lost import UNREAD_RESULT
from tests.records.test_omop import CREATININE, WEIGHT, alt, asthma, read

ICD = "http://hl7.org/fhir/sid/icd-10-cm"


def _drug(concept: int, **cells: object) -> dict[str, object]:
    start = {"drug_exposure_start_date": "2021-01-01"}
    return {"drug_exposure_id": 1, "person_id": 1, "drug_concept_id": concept} | start | cells


def _observed(concept: int, **cells: object) -> dict[str, object]:
    day = {"observation_date": "2021-01-01"}
    return {"observation_id": concept, "person_id": 1, "observation_concept_id": concept} | day | cells


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("03/04/2020", "the date is ambiguous, day first or month first; write YYYY-MM-DD"),
        ("43891", "the date is a number, as spreadsheets keep them; write YYYY-MM-DD"),
        ("1 May 2020", "the date is not written YYYY-MM-DD; a day is not guessed"),
        ("1899-12-31", "'1899-12-31' lies before 1900; a placeholder is no date"),
        ("2021-02-30", "'2021-02-30' is no day of the calendar"),
    ],
)
def test_a_bad_date_refuses_a_measurement_and_leaves_a_condition_without_it(
    tmp_path: Path, written: str, why: str
) -> None:
    found = read(
        tmp_path,
        MEASUREMENT=[alt(1, measurement_date=written)],
        CONDITION_OCCURRENCE=[asthma(1, condition_start_date=written)],
    )
    assert [(one.value, one.date) for one in found.profile.measurements] == [(UNREAD_RESULT, None)]
    assert found.told("MEASUREMENT") == [("MEASUREMENT.csv line 2", "refused", why)]
    (condition,) = found.profile.conditions
    assert (condition.text, condition.onset) == ("Asthma", None)
    assert found.told("CONDITION_OCCURRENCE")[0][1:] == ("used", f"{why}; the entry is kept without it")


@pytest.mark.parametrize("written", ["2026-02-01", "20260201", "2026-02-01 13:00:00", "2026-02-01T13:00:00"])
def test_a_date_may_have_a_time_or_no_dashes(tmp_path: Path, written: str) -> None:
    found = read(tmp_path, MEASUREMENT=[alt(1, measurement_date=written)])
    assert found.profile.measurements[0].date == "2026-02-01"


def test_the_moment_stands_in_for_a_blank_date(tmp_path: Path) -> None:
    rows = [
        alt(1, measurement_date="", measurement_datetime="2026-02-01 08:00:00"),
        alt(2, measurement_date=""),
    ]
    assert [one.date for one in read(tmp_path, MEASUREMENT=rows).profile.measurements] == ["2026-02-01", None]


@pytest.mark.parametrize(
    ("cells", "status", "resolved"),
    [
        ({"condition_end_date": ""}, None, None),
        ({"condition_end_date": "2021-05-01"}, "resolved", "2021-05-01"),
        ({"condition_end_date": "2020-05-01"}, "unknown", None),
        ({"condition_end_date": "2020-05-09", "visit_occurrence_id": 1}, "unknown", None),
        ({"condition_end_date": "2021-05-01", "visit_occurrence_id": 1}, "resolved", "2021-05-01"),
        ({"condition_end_date": "2020-05-09", "visit_occurrence_id": 2}, "unknown", None),
    ],
)
def test_a_condition_is_over_only_where_its_end_is_not_that_of_the_record_or_visit(
    tmp_path: Path, cells: dict[str, object], status: str | None, resolved: str | None
) -> None:
    visit: dict[str, object] = {"visit_occurrence_id": 1, "person_id": 1, "visit_end_date": "2020-05-09"}
    found = read(tmp_path, CONDITION_OCCURRENCE=[asthma(1, **cells)], VISIT_OCCURRENCE=[visit])
    (fact,) = found.profile.conditions
    assert (fact.status, fact.resolved, fact.onset) == (status, resolved, "2020-05-01")


def test_an_end_before_the_start_leaves_an_entry_without_dates(tmp_path: Path) -> None:
    rows = [asthma(1, condition_end_date="2019-01-01")]
    (fact,) = read(tmp_path, CONDITION_OCCURRENCE=rows).profile.conditions
    assert (fact.onset, fact.resolved, fact.status) == (None, None, None)


@pytest.mark.parametrize(
    ("cells", "verification"),
    [
        ({"condition_status_concept_id": 32899}, "suspected"),
        ({"condition_status_concept_id": 32893}, "confirmed"),
        ({"condition_status_source_value": "Differential"}, "suspected"),
        ({"condition_status_concept_id": 32902}, None),
    ],
)
def test_a_condition_is_as_sure_as_its_row_says(
    tmp_path: Path, cells: dict[str, object], verification: str | None
) -> None:
    found = read(tmp_path, CONDITION_OCCURRENCE=[asthma(1, **cells)])
    assert found.profile.conditions[0].verification == verification


def test_the_code_that_a_table_has_stands_beside_the_words(tmp_path: Path) -> None:
    row = asthma(1, condition_concept_id=22, condition_source_concept_id=5, condition_source_value="E11.65")
    (fact,) = read(tmp_path, CONDITION_OCCURRENCE=[row]).profile.conditions
    assert fact.code == Code(ICD, "E11.65", "Type 2 diabetes mellitus with hyperglycemia")


def test_an_unknown_code_is_kept_and_counted(tmp_path: Path) -> None:
    found = read(tmp_path, CONDITION_OCCURRENCE=[asthma(1, condition_concept_id=22)])
    assert found.profile.conditions[0].text == "Something unheard of"
    assert [(one.code, one.display) for one in found.ledger.unknown] == [("1", "Something unheard of")]


def test_the_sites_own_codes_are_read(tmp_path: Path) -> None:
    local = LocalCodes({("", "A-7"): "asthma", ("omop", "2000000001"): "alt"})
    found = read(
        tmp_path,
        local,
        CONDITION_OCCURRENCE=[asthma(1, condition_concept_id=0, condition_source_value="A-7")],
        MEASUREMENT=[alt(1, measurement_concept_id=2000000001)],
    )
    assert found.profile.conditions[0].text == "asthma"
    assert found.profile.measurements[0].code == "alt"


def test_a_row_that_does_not_say_what_it_is_about_marks_its_list(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        CONDITION_OCCURRENCE=[asthma(1, condition_concept_id=77)],
        DRUG_EXPOSURE=[_drug(0)],
        PROCEDURE_OCCURRENCE=[{"procedure_occurrence_id": 1, "person_id": 1}],
        MEASUREMENT=[alt(1, measurement_concept_id=0)],
    )
    assert [one.text for one in found.profile.conditions] == [UNREAD]
    assert [(one.text, one.source) for one in found.profile.treatments] == [
        (UNREAD, "DRUG_EXPOSURE.csv line 2"),
        (UNREAD, "PROCEDURE_OCCURRENCE.csv line 2"),
    ]
    assert found.ledger.total("refused") == 4


def test_a_product_is_taken_apart_into_its_drugs(tmp_path: Path) -> None:
    found = read(tmp_path, DRUG_EXPOSURE=[_drug(7)])
    assert [one.text for one in found.profile.treatments] == ["Hydrochlorothiazide", "Lisinopril"]


@pytest.mark.parametrize(
    ("cells", "end"),
    [
        ({"drug_exposure_end_date": "2021-01-30", "verbatim_end_date": "2021-01-20"}, "2021-01-20"),
        ({"drug_exposure_end_date": "2021-01-30"}, "2021-01-30"),
        ({}, None),
    ],
)
def test_a_drug_ends_when_its_source_says(tmp_path: Path, cells: dict[str, object], end: str | None) -> None:
    (fact,) = read(tmp_path, DRUG_EXPOSURE=[_drug(6, **cells)]).profile.treatments
    assert (fact.status, fact.start, fact.end) == ("given", "2021-01-01", end)


@pytest.mark.parametrize(
    ("cells", "value", "comparator", "unit"),
    [
        ({"value_as_number": 5, "operator_concept_id": 4171756}, 5.0, "<", "U/L"),
        (
            {"value_as_number": 5, "operator_concept_id": 4171755, "value_source_value": ">=5"},
            5.0,
            ">=",
            "U/L",
        ),
        ({"value_as_number": 5, "operator_concept_id": 4172703, "value_source_value": "5"}, 5.0, None, "U/L"),
        ({"value_as_number": 5, "value_source_value": "<5"}, 5.0, "<", "U/L"),
        ({"value_as_number": "", "value_source_value": "<5 U/L", "unit_source_value": ""}, 5.0, "<", "U/L"),
        ({"value_as_number": 5, "value_source_value": "5 H"}, 5.0, None, "U/L"),
        ({"value_as_number": 48.0999985, "value_source_value": "48.1"}, 48.0999985, None, "U/L"),
        ({"value_as_number": "", "value_source_value": "Negative (qualifier value)"}, "Negative", None, None),
        ({"value_as_number": "", "value_as_concept_id": 10}, "negative", None, None),
        ({"unit_source_value": ""}, 31.0, None, "U/L"),
        ({"unit_source_value": "units of the house"}, 31.0, None, "U/L"),
        ({"unit_source_value": "", "unit_concept_id": 0}, 31.0, None, None),
    ],
)
def test_a_result_is_read_with_its_sign_and_unit(
    tmp_path: Path, cells: dict[str, object], value: object, comparator: str | None, unit: str | None
) -> None:
    (fact,) = read(tmp_path, MEASUREMENT=[alt(1, **cells)]).profile.measurements
    assert (fact.value, fact.comparator, fact.unit) == (value, comparator, unit)


@pytest.mark.parametrize(
    ("cells", "why"),
    [
        ({"value_as_number": "5,4"}, "no number stands there"),
        ({"value_as_number": "NaN"}, "no number stands there"),
        ({"operator_concept_id": 99}, "the operator is none of"),
        ({"operator_concept_id": 4172704, "value_source_value": "<31"}, "coded '>' and written '<'"),
        ({"value_source_value": "13"}, "the value is one number, and another"),
        ({"value_source_value": "31 of old blood"}, "the text beside the number is not read"),
        (
            {"value_as_number": "", "value_source_value": "positive", "value_as_concept_id": 10},
            "written as one result",
        ),
        ({"value_as_number": "", "value_as_concept_id": 777}, "the concept of the value is not in CONCEPT"),
    ],
)
def test_a_result_that_contradicts_itself_is_refused(
    tmp_path: Path, cells: dict[str, object], why: str
) -> None:
    found = read(tmp_path, MEASUREMENT=[alt(1, **cells)])
    (mark,) = found.profile.measurements
    assert (mark.value, mark.unit, mark.date) == (UNREAD_RESULT, None, "2026-02-01")
    ((place, fate, said),) = found.told("MEASUREMENT")
    assert (place, fate) == ("MEASUREMENT.csv line 2", "refused")
    assert why in said


def test_a_result_of_which_two_measurements_are_named_leaves_no_mark(tmp_path: Path) -> None:
    found = read(tmp_path, MEASUREMENT=[alt(1, measurement_source_value="2160-0")])
    assert found.profile.measurements == ()
    ((_, fate, why),) = found.told("MEASUREMENT")
    assert (fate, why) == ("refused", "its codes name two measurements, alt and creatinine")


def test_a_unit_coded_as_one_and_written_as_another_is_refused(tmp_path: Path) -> None:
    row = alt(1, measurement_concept_id=CREATININE, unit_concept_id=3, unit_source_value="umol/L")
    ((_, fate, why),) = read(tmp_path, MEASUREMENT=[row]).told("MEASUREMENT")
    assert (fate, why) == ("refused", "the unit is coded 'mg/dL' and spelled 'umol/L', which are two")


def test_a_row_without_a_value_is_not_needed(tmp_path: Path) -> None:
    found = read(tmp_path, MEASUREMENT=[alt(1, value_as_number="")])
    assert found.told("MEASUREMENT") == [("MEASUREMENT.csv line 2", "not needed", "there is no value")]


@pytest.mark.parametrize(
    ("low", "high", "limits"),
    [
        ("", "", None), ("0", "0", None), ("0.0", "", None), ("7", "40", ReferenceRange(7.0, 40.0)),
        ("0", "40", ReferenceRange(0.0, 40.0)), ("", "40", ReferenceRange(None, 40.0)), ("40", "7", None),
        ("7", "0", None), ("a", "40", None),
    ],
)  # fmt: skip
def test_limits_of_normal_are_those_of_the_row(
    tmp_path: Path, low: str, high: str, limits: ReferenceRange | None
) -> None:
    (fact,) = read(tmp_path, MEASUREMENT=[alt(1, range_low=low, range_high=high)]).profile.measurements
    assert fact.reference_range == limits


def test_a_loinc_code_of_the_source_is_read_without_a_concept(tmp_path: Path) -> None:
    row = alt(1, measurement_concept_id=0, measurement_source_value="1742-6")
    (fact,) = read(tmp_path, MEASUREMENT=[row]).profile.measurements
    assert fact.code == Code("http://loinc.org", "1742-6")


def test_a_genomic_result_is_read_where_its_method_is_known(tmp_path: Path) -> None:
    empty = {"value_as_number": "", "unit_source_value": "", "unit_concept_id": 0}
    found = read(
        tmp_path,
        MEASUREMENT=[
            alt(1, measurement_concept_id=18, value_as_concept_id=10, **empty),
            alt(2, measurement_concept_id=17, value_as_concept_id=9, **empty),
            alt(3, measurement_concept_id=17, value_as_concept_id=10, **empty),
        ],
    )
    assert [(one.assay, one.target, one.result) for one in found.profile.genomics] == [
        ("RT-PCR", "BCR::ABL1", "negative"),
        ("assay not named", "BCR::ABL1", "positive"),
    ]
    why = "a negative result without its method: what it denies is not known"
    assert found.told("MEASUREMENT")[2] == ("MEASUREMENT.csv line 4", "refused", why)


def test_an_observation_is_an_allergy_a_value_or_nothing(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        OBSERVATION=[
            _observed(11),
            _observed(12, value_as_concept_id=13),
            _observed(WEIGHT, value_as_number=70, unit_source_value="kg"),
            _observed(15, value_as_string="married"),
            _observed(20),
        ],
    )
    assert [(one.text, one.status, one.date) for one in found.profile.allergies] == [
        ("penicillin", None, "2021-01-01"),
        ("pegaspargase", None, "2021-01-01"),
    ]
    assert [(one.value, one.unit) for one in found.profile.measurements] == [(70.0, "kg")]
    assert [fate for _, fate, _ in found.told("OBSERVATION")] == ["used"] * 3 + ["not needed"] * 2
    assert [one.display for one in found.ledger.unknown] == ["Marital status"]
    assert found.profile.conditions == ()


def test_an_allergy_that_is_denied_or_has_no_substance(tmp_path: Path) -> None:
    rows = [_observed(11, value_as_concept_id=10), _observed(12)]
    found = read(tmp_path, OBSERVATION=rows)
    assert [(one.text, one.status) for one in found.profile.allergies] == [
        ("penicillin", "refuted"),
        (UNREAD, "suspected"),
    ]


def test_a_history_is_a_condition_without_a_day(tmp_path: Path) -> None:
    (fact,) = read(tmp_path, OBSERVATION=[_observed(14)]).profile.conditions
    assert (fact.text, fact.status, fact.onset) == ("myocardial infarction", "resolved", None)


@pytest.mark.parametrize("more", [{"value_as_string": "no"}, {"observation_concept_id": 23}])
def test_a_history_of_something_not_known_leaves_no_list_complete(
    tmp_path: Path, more: dict[str, object]
) -> None:
    found = read(tmp_path, OBSERVATION=[_observed(14, **more)])
    assert [one.text for one in found.profile.conditions] == [UNREAD]
    assert [one.text for one in found.profile.treatments] == [UNREAD]
    assert found.told("OBSERVATION")[0][1] == "not needed"


def test_a_name_tells_its_method(tmp_path: Path) -> None:
    """OMOP has no column for it; LOINC and laboratories write it behind the name."""
    facts: list[dict[str, object]] = [
        {"measurement_source_value": "CD22 by flow cytometry", "value_source_value": "negative"},
        {"measurement_source_value": "CD22", "value_source_value": "negative"},
        {"measurement_source_value": "shortening fraction by echocardiography", "value_as_number": 31,
         "unit_source_value": "%"},
    ]  # fmt: skip
    every = {"person_id": 1, "measurement_concept_id": 0, "measurement_date": "2021-01-01"}
    rows = [{"measurement_id": number, **every, **one} for number, one in enumerate(facts, 1)]
    found = read(tmp_path, MEASUREMENT=rows)
    assert [(fact.target, fact.assay) for fact in found.profile.genomics] == [("CD22", "flow cytometry")]
    assert found.profile.measurements[0].method == "echocardiography"
