"""A suggested mapping: what it guesses and why, what it leaves to be decided, and that it can be read."""

from __future__ import annotations

import csv
import io
import re
import tempfile
import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eligibility.core.errors import InputError
from eligibility.patient.spots import identifies
from eligibility.records.suggesting.headings import Headings
from eligibility.records.suggesting.sampling import MOST
from eligibility.records.suggesting.suggest import suggest
from eligibility.records.table.mapping import NumberBy
from tests.records.table_records import TOLD, Found, mapped, read_file

DECIDED = re.compile(r"^#\s+(?=\S)")


class Suggested:
    """A suggestion for a table that a test writes, and what it says."""

    def __init__(self, folder: Path, content: str | bytes) -> None:
        self.path = folder / "table.csv"
        self.path.write_bytes(content if isinstance(content, bytes) else content.encode())
        self.text = suggest(self.path, TOLD)
        self.lines = self.text.splitlines()
        self.toml = tomllib.loads(self.text)

    @property
    def decided(self) -> list[str]:
        """What is to be decided."""
        return [line for line in self.lines if line.startswith("# decide: ")]

    def read(self) -> Found:
        """The table as the suggested mapping reads it."""
        return read_file(self.path, self.text)

    def block(self, column: str) -> dict[str, object]:
        """The part about a column."""
        lists = [
            entries for key, entries in self.toml.items() if isinstance(entries, list) and key != "missing"
        ]
        (found,) = [one for entries in lists for one in entries if one["column"] == column]
        return found

    def why(self, start: str) -> str:
        """The reason of the guess in the line that begins so."""
        (line,) = [line for line in self.lines if line.startswith(start)]
        return line.partition("  # guess: ")[2]


STUDY = (
    "record_id,mrn,sex,dob,ALT (U/L),alt_uln,creatinine_mg_dl,hb,ecog,lab_date,plt_10_9_l,comment\n"
    "P1,111,F,1960-12-25,31,40,0.9,13.1,1,2026-02-01,210,asked Mrs Doe\n"
    "P2,112,M,1970-02-01,NA,40,1.1,12.0,0,2026-02-03,180,x\n"
)


def test_a_wide_study_export_gets_a_mapping_that_reads_it(tmp_path: Path) -> None:
    found = Suggested(tmp_path, STUDY)
    assert (found.toml["shape"], found.toml["id"]) == ("wide", "record_id")
    assert found.toml["missing"] == ["NA"]
    assert found.block("ALT (U/L)") == {
        "column": "ALT (U/L)", "code": "alt", "unit": "U/L", "high": "alt_uln", "date": "lab_date",
    }  # fmt: skip
    one = found.read().profiles["P1"]
    said = {fact.code: (fact.value, fact.unit, fact.date) for fact in one.measurements}
    assert said == {
        "alt": (31.0, "U/L", "2026-02-01"),
        "creatinine": (0.9, "mg/dL", "2026-02-01"),
        "haemoglobin": (13.1, None, "2026-02-01"),
        "ecog_performance_status": (1.0, None, "2026-02-01"),
        "platelets": (210.0, "10*9/L", "2026-02-01"),
    }
    assert (one.sex, one.birth_date) == ("female", "1960-12-25")


def test_every_line_of_a_mapping_says_that_it_was_guessed_and_why(tmp_path: Path) -> None:
    found = Suggested(tmp_path, STUDY)
    keys = [line for line in found.lines if line and line[0] not in "#["]
    assert keys
    assert all("  # guess: " in line for line in keys)
    assert found.why("id = ") == "by the name of the column"
    assert found.why('unit = "mg/dL"') == "unit from the name of the column"


def test_a_unit_is_never_guessed_from_numbers(tmp_path: Path) -> None:
    found = Suggested(tmp_path, STUDY)
    assert "unit" not in found.block("hb")
    assert [line for line in found.decided if "unit" in line] == [
        '# decide: unit = "..."  # (units known: g/dL, g/L, mg/dL, mmol/L, mmol/L{Hb4})'
    ]


def test_columns_that_identify_a_person_and_those_that_are_not_understood_are_told(tmp_path: Path) -> None:
    found = Suggested(tmp_path, STUDY)
    assert '# identify a person and are never kept: "mrn"' in found.lines
    assert found.lines[-1] == '# not used: "comment"'
    assert "Doe" not in found.text


@pytest.mark.parametrize(
    ("name", "code", "unit", "role"),
    [
        ("alt", "alt", None, ""),
        ("ALT (U/L)", "alt", "U/L", ""),
        ("Creatinine [µmol/L]", "creatinine", "umol/L", ""),
        ("creatinine_mg_per_dl", "creatinine", "mg/dL", ""),
        ("hb_g_l", "haemoglobin", "g/L", ""),
        ("plt_10_9_l", "platelets", "10*9/L", ""),
        ("platelets_k_ul", "platelets", "10*3/uL", ""),
        ("egfr_ml_min_1_73_m2", "egfr", "mL/min/{1.73_m2}", ""),
        ("egfr_ml_min", "egfr", "mL/min", ""),
        ("HbA1c_pct", "hba1c", "%", ""),
        ("totalBilirubin", "total_bilirubin", None, ""),
        ("alt_uln", "alt", None, "high"),
        ("alt_uln_u_l", "alt", "U/L", "high"),
        ("alt_u_l_uln", "alt", "U/L", "high"),
        ("alt_ref_low", "alt", None, "low"),
        ("alt_date", "alt", None, "date"),
        ("1742-6", "1742-6", None, ""),
        ("loinc_1742_6", "1742-6", None, ""),
        ("nyha_class", "nyha", None, ""),
    ],
)
def test_a_name_is_read_to_its_last_word(name: str, code: str, unit: str | None, role: str) -> None:
    found = Headings(TOLD).read(name)
    assert found is not None
    assert (found.code, found.unit, found.role) == (code, unit, role)


@pytest.mark.parametrize(
    "name",
    [
        "creatinine_u",
        "bilirubin_d",
        "ecog_1",
        "inr_1",
        "visit_718_7",
        "AST/ALT",
        "plt_g_l",
        "plt_10_9",
        "x",
        "_",
    ],
)
def test_a_name_with_a_word_that_is_not_understood_names_no_measurement(name: str) -> None:
    assert Headings(TOLD).read(name) is None


def test_a_unit_that_the_measurement_cannot_have_is_not_taken(tmp_path: Path) -> None:
    found = Suggested(tmp_path, "id,alt (mmHg)\nP1,31\n")
    assert "unit" not in found.block("alt (mmHg)")
    assert '# decide: unit = "..."  # ("mmHg" in the name is none;' in found.text


def test_a_limit_in_another_unit_than_its_value_is_not_taken(tmp_path: Path) -> None:
    found = Suggested(tmp_path, "id,creatinine_mg_dl,creatinine_uln_umol_l\nP1,0.9,106\n")
    assert "high" not in found.block("creatinine_mg_dl")
    assert '# decide: high = "creatinine_uln_umol_l"  # (its unit is not that of the value)' in found.lines


def test_columns_beside_a_measurement_are_its_own(tmp_path: Path) -> None:
    header = "id,alt,alt_unit,alt_lln,alt_uln,alt_date,visit_date\n"
    found = Suggested(tmp_path, f"{header}P1,31,U/L,10,40,2026-02-01,2026-01-01\n")
    assert found.block("alt") == {
        "column": "alt", "code": "alt", "unit_column": "alt_unit", "low": "alt_lln", "high": "alt_uln",
        "date": "alt_date",
    }  # fmt: skip
    (fact,) = found.read().profile.measurements
    assert (fact.unit, fact.date) == ("U/L", "2026-02-01")


def test_of_two_dates_none_is_taken_for_all_measurements(tmp_path: Path) -> None:
    found = Suggested(tmp_path, "id,alt_u_l,visit_date,sample_date\nP1,31,2026-02-01,2026-02-02\n")
    assert "date" not in found.block("alt_u_l")
    assert 'there are "visit_date", "sample_date"' in found.text


def test_age_is_no_measurement(tmp_path: Path) -> None:
    found = Suggested(tmp_path, "id,age\nP1,50\n")
    assert "measurement" not in found.toml
    assert "# decide: 'age' is no measurement; see the keys sex and birth_date" in found.lines


REDCAP = (
    "record_id,redcap_event_name,redcap_repeat_instrument,redcap_repeat_instance,sex,birth_date,ecog,"
    "demographics_complete,allergy___1,allergy___2,lab_date,alt,alt_unit,labs_complete\n"
    "1,screening_arm_1,,,1,1960-01-01,1,2,1,0,,,,\n"
    "1,screening_arm_1,labs,1,,,,,,,2026-01-02,31,U/L,2\n"
    "1,screening_arm_1,labs,2,,,,,,,2026-02-02,33,U/L,2\n"
    "2,screening_arm_1,,,2,1970-01-01,0,2,0,0,,,,\n"
)


def test_a_redcap_export_with_repeated_forms_has_many_rows_a_candidate(tmp_path: Path) -> None:
    found = Suggested(tmp_path, REDCAP)
    assert found.toml["rows"] == "many"
    profiles = found.read().profiles
    assert [fact.value for fact in profiles["1"].measurements if fact.code == "alt"] == [31.0, 33.0]
    forms = '# not used, they are about the forms: "redcap_event_name", "redcap_repeat_instrument",'
    assert forms in found.lines
    assert '"demographics_complete", "labs_complete"' in found.text


def test_codes_of_forms_are_never_guessed(tmp_path: Path) -> None:
    found = Suggested(tmp_path, REDCAP)
    assert "sex_values" not in found.toml
    line = '# decide: sex_values = { "1" = "...", "2" = "..." }  # (each female, male or other)'
    assert line in found.lines
    assert "allergy" not in found.toml
    assert '#   column = "allergy___1"' in found.lines
    assert '#   values = { "1" = "...", "0" = "leave out" }' in found.lines
    assert any("codes of the form, not the grades" in line for line in found.decided)
    assert found.read().profiles["1"].sex is None


LB = (
    "STUDYID,DOMAIN,USUBJID,LBTESTCD,LBTEST,LBORRES,LBORRESU,LBORNRLO,LBORNRHI,LBSTRESC,LBSTRESN,LBSTRESU,"
    "LBSTNRLO,LBSTNRHI,LBLOINC,LBSPEC,LBDTC\n"
    "S1,LB,S1-001,ALT,Alanine Aminotransferase,31,U/L,10,40,31,31,U/L,10,40,1742-6,SERUM,2026-01-02T08:00\n"
    "S1,LB,S1-001,CREAT,Creatinine,0.9,mg/dL,0.5,1.2,79.6,79.6,umol/L,44,106,2160-0,SERUM,2026-01-02\n"
    "S1,LB,S1-002,ALT,Alanine Aminotransferase,33,U/L,10,40,33,33,U/L,10,40,1742-6,SERUM,2026-01-03\n"
)


def test_a_table_of_cdisc_is_read_with_values_and_units_that_belong_together(tmp_path: Path) -> None:
    found = Suggested(tmp_path, LB)
    assert (found.toml["shape"], found.toml["id"]) == ("long", "USUBJID")
    columns = found.toml["columns"]
    assert [columns[key] for key in ("value", "unit", "low", "high")] == [
        "LBORRES", "LBORRESU", "LBORNRLO", "LBORNRHI",
    ]  # fmt: skip
    assert found.toml["kinds"] == {"LB": "measurement"}
    facts = found.read().profiles["S1-001"].measurements
    assert [(fact.value, fact.unit, fact.date) for fact in facts] == [
        (31.0, "U/L", "2026-01-02"), (0.9, "mg/dL", "2026-01-02"),
    ]  # fmt: skip


def test_values_without_their_own_unit_give_way_to_those_with_one(tmp_path: Path) -> None:
    content = LB.replace("LBORRESU", "OTHER")
    columns = Suggested(tmp_path, content).toml["columns"]
    assert (columns["value"], columns["unit"], columns["high"]) == ("LBSTRESC", "LBSTRESU", "LBSTNRHI")


def test_the_study_of_a_table_is_not_the_code_of_a_candidate(tmp_path: Path) -> None:
    found = Suggested(tmp_path, "study_id,mrn,alt_u_l\nS1,1,31\nS2,2,31\n")
    assert found.toml["id"] == {"number_by": "mrn"}
    assert any('not of a study: "study_id"' in line for line in found.decided)
    assert "id" not in Suggested(tmp_path, "study_id,alt_u_l\nS1,31\nS1,32\n").toml


def test_whether_treatments_were_given_is_not_guessed(tmp_path: Path) -> None:
    content = "USUBJID,CMTRT,CMSTDTC,CMENDTC\nS1-001,aspirin,2020-01,\nS1-001,ibuprofen,2020-01,2021\n"
    found = Suggested(tmp_path, content)
    assert found.toml == {"shape": "wide", "rows": "many", "id": "USUBJID"}
    assert found.read().profile.treatments == ()
    assert any("whether treatments were given is not told" in line for line in found.decided)
    assert '#   name = "CMTRT"  # guess: by the name of the column' in found.lines


EHR = (
    "patient_id\tfact_type\tcode\tcode_system\tdisplay\tvalue\tunits\tref_high\teffective_date\tstatus\n"
    "A1\tlab\t1742-6\thttp://loinc.org\tALT\t31,5\tU/L\t40,0\t03.02.2026\tfinal\n"
    "A1\tdiagnosis\t\t\tBreast cancer\t\t\t\t13.02.2020\tActive\n"
    "A2\tmedication\t\t\taspirin\t\t\t\t01.02.2020\tcompleted\n"
    "A2\tvisit\t\t\tOutpatient\t\t\t\t01.02.2020\tdone\n"
)


def test_a_long_table_of_a_clinic_is_read_as_far_as_its_words_are_those_of_the_profile(
    tmp_path: Path,
) -> None:
    found = Suggested(tmp_path, EHR)
    assert found.toml["kinds"] == {"diagnosis": "condition", "lab": "measurement", "medication": "treatment"}
    assert '# decide: "visit" = "..."' in found.text
    assert found.toml["statuses"] == {
        "measurement": {"final": "final"}, "condition": {"Active": "active"}, "treatment": {},
    }  # fmt: skip
    assert '# decide: "completed" = "..."' in found.text
    result = found.read()
    (fact,) = result.profiles["A1"].measurements
    assert (fact.value, fact.unit, fact.date) == (31.5, "U/L", "2026-02-03")
    assert {fact.text for fact in result.profiles["A2"].treatments} <= {"an entry that could not be read"}


def test_what_the_rows_are_is_told_by_names_only_where_most_are_known_as_one(tmp_path: Path) -> None:
    header = "patient_id,display,status,start\n"
    found = Suggested(tmp_path, f"{header}A1,Asthma,active,2020\nA2,Hypertension,active,2021\n")
    assert found.toml["fixed"] == {"kind": "condition"}
    mixed = Suggested(tmp_path, f"{header}A1,Asthma,active,2020\nA2,aspirin,active,2021\n")
    assert mixed.toml == {"shape": "wide", "rows": "many", "id": "patient_id"}


def test_a_table_of_diagnoses_has_its_names_in_a_column_of_that_name(tmp_path: Path) -> None:
    header = "patient_id,diagnosis,status,start_date,end_date\n"
    found = Suggested(tmp_path, f"{header}A1,Asthma,Active,2020,\nA1,Pneumonia,resolved,2021,2021\n")
    assert (found.toml["columns"]["name"], found.toml["fixed"]) == ("diagnosis", {"kind": "condition"})
    said = {fact.text: (fact.status, fact.onset) for fact in found.read().profile.conditions}
    assert said == {"Asthma": ("active", "2020"), "Pneumonia": ("resolved", "2021")}


def test_a_second_status_is_not_lost_in_silence(tmp_path: Path) -> None:
    header = "patient_id,diagnosis_name,display,clinical_status,diagnosis_status,start\n"
    found = Suggested(tmp_path, f"{header}A1,x,Asthma,active,refuted,2020\n")
    assert any(line.startswith('# decide: "diagnosis_status" is not read') for line in found.decided)


def test_how_sure_a_diagnosis_is_has_a_column_of_its_own(tmp_path: Path) -> None:
    header = "patient_id,diagnosis,clinical_status,verification_status,start\n"
    rows = "A1,Asthma,active,refuted,2020\nA1,Gout,active,confirmed,2020\n"
    found = Suggested(tmp_path, header + rows)
    said = {fact.text: (fact.status, fact.verification) for fact in found.read().profile.conditions}
    assert said == {"Asthma": ("active", "refuted"), "Gout": ("active", "confirmed")}


def test_decimal_commas_are_guessed_where_cells_show_them(tmp_path: Path) -> None:
    found = Suggested(tmp_path, "patient_id;creatinine (mg/dL);date\nP1;1,05;13.02.2026\nP2;0,9;03.02.2026\n")
    assert found.toml["decimal"] == ","
    values = [one.measurements[0].value for one in found.read().profiles.values()]
    assert values == [1.05, 0.9]


@pytest.mark.parametrize(
    "cells", [("1,200", "1,300"), ("1,05", "1.05")], ids=["thousands or decimals", "both signs"]
)
def test_a_comma_that_may_part_thousands_is_not_guessed(tmp_path: Path, cells: tuple[str, str]) -> None:
    found = Suggested(tmp_path, f"id;anc\nP1;{cells[0]}\nP2;{cells[1]}\n")
    assert "decimal" not in found.toml
    assert any('decimal = ","' in line for line in found.decided)


def test_the_order_of_dates_is_guessed_where_one_cell_proves_it(tmp_path: Path) -> None:
    found = Suggested(tmp_path, "id,dob\nP1,03.04.1970\nP2,25.04.1970\n")
    assert found.toml["date_order"] == "day-month-year"
    assert found.why("date_order") == 'line 3 of "dob" can be read in this order only'
    assert found.read().profiles["P1"].birth_date == "1970-04-03"


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        (("03/04/1970", "05/04/1970"), "no date shows which"),
        (
            ("25/04/1970", "04/25/1970"),
            'line 2 of "dob" is day-month-year, line 3 of "dob" is month-day-year',
        ),
        (("25569", "25570"), "2 numbers of a spreadsheet in place of dates"),
        (("03/04/70", "25/04/70"), "2 years of two digits"),
    ],
)
def test_dates_that_do_not_show_what_they_are_must_be_decided(
    tmp_path: Path, cells: tuple[str, str], told: str
) -> None:
    found = Suggested(tmp_path, f"id,dob\nP1,{cells[0]}\nP2,{cells[1]}\n")
    assert "date_order" not in found.toml
    assert any(told in line for line in found.decided)


def test_iso_dates_need_no_order(tmp_path: Path) -> None:
    assert "date_order" not in Suggested(tmp_path, "id,dob\nP1,1970-04-03\n").text


def test_numbers_that_may_say_that_there_is_no_value_are_not_guessed(tmp_path: Path) -> None:
    found = Suggested(tmp_path, "id,weight_kg\nP1,70\nP2,-9\n")
    assert "missing" not in found.toml
    assert any('missing = ["-9"]  # (they stand in "weight_kg"' in line for line in found.decided)


def test_a_word_that_can_be_a_result_is_not_called_missing(tmp_path: Path) -> None:
    found = Suggested(tmp_path, "patient_id,kind,test,result\nA,genetics,BCR::ABL1,not done\nA,lab,ALT,N/A\n")
    assert found.toml["missing"] == ["N/A"]
    assert any('missing = ["not done"]' in line for line in found.decided)


def test_only_numbers_of_persons_can_number_the_candidates(tmp_path: Path) -> None:
    found = Suggested(tmp_path, "mrn,name,phone\n4711,Doe,555\n4712,Roe,556\n")
    assert found.toml["id"] == {"number_by": "mrn"}
    assert [one.id for one in found.read().profiles.values()] == ["candidate-1", "candidate-2"]
    other = Suggested(tmp_path, "name,phone\nDoe,555\n")
    assert "id" not in other.toml
    assert not any(cell in found.text + other.text for cell in ("4711", "Doe", "555"))


def test_where_nothing_is_known_columns_that_may_code_candidates_are_named(tmp_path: Path) -> None:
    found = Suggested(tmp_path, "foo,bar,baz\n1,a,x\n2,a,y\n")
    assert found.toml == {"shape": "wide"}
    assert '# decide: id: these differ in all rows: "foo", "baz"' in found.lines
    assert found.lines[-1] == '# not used: "foo", "bar", "baz"'


def test_codes_that_the_reader_refuses_are_told(tmp_path: Path) -> None:
    found = Suggested(tmp_path, "patient_id,mrn,alt_u_l\n1,1,31\nJo Doe,2,32\n")
    assert any("1 of 2 codes are no plain codes" in line for line in found.decided)
    assert any('"patient_id" holds what "mrn" holds' in line for line in found.decided)
    assert "Doe" not in found.text


def test_rows_of_one_code_are_put_together_only_when_somebody_says_so(tmp_path: Path) -> None:
    found = Suggested(tmp_path, "id,alt_u_l\nP1,31\nP1,32\n")
    assert "rows" not in found.toml
    assert any(line.startswith('# decide: rows = "many"') for line in found.decided)


def test_levels_of_a_score_need_no_values(tmp_path: Path) -> None:
    found = Suggested(tmp_path, "id,child_pugh\nP1,A\nP2,B\n")
    assert not any("values" in line for line in found.decided)
    odd = Suggested(tmp_path, "id,alt_u_l\nP1,high\nP2,normal\n")
    assert any('values = { "high" = "...", "normal" = "..." }' in line for line in odd.decided)


def test_lists_say_how_it_stands_only_where_a_column_does(tmp_path: Path) -> None:
    header = "id,diagnosis,diagnosis_status,diagnosis_date,medication,medication_start,diabetes,flt3_itd\n"
    row = "P1,Asthma,Resolved,2020,aspirin,2021,1,neg\n"
    found = Suggested(tmp_path, f"{header}{row}")
    assert found.block("diagnosis") == {
        "column": "diagnosis", "status_column": "diagnosis_status", "values": {"Resolved": "resolved"},
        "onset": "diagnosis_date",
    }  # fmt: skip
    assert {"treatment", "genomic"}.isdisjoint(found.toml)
    for line in ('column = "medication"', 'status = "..."', 'column = "diabetes"', 'assay = "..."'):
        assert any(DECIDED.sub("", one).startswith(line) for one in found.lines)
    assert "Asthma" not in found.text
    aside = [one.removeprefix("#   ") for one in found.lines if one.startswith("#   ")]
    parts = tomllib.loads("\n".join(aside))
    assert parts["treatment"] == [{"column": "medication", "status": "...", "start": "medication_start"}]
    assert parts["condition"][0]["values"] == {"1": "..."}
    (fact,) = found.read().profile.conditions
    assert fact.status == "resolved"


def test_cells_of_columns_with_many_texts_are_never_shown(tmp_path: Path) -> None:
    rows = "".join(f"P{number},Mrs Doe {number}\n" for number in range(20))
    assert "Doe" not in Suggested(tmp_path, f"id,sex\n{rows}").text


def test_a_bounded_number_of_rows_is_read_and_told(tmp_path: Path) -> None:
    rows = "".join(f"P{number},31\n" for number in range(MOST + 5))
    found = Suggested(tmp_path, f"id,alt_u_l\n{rows}")
    assert (
        found.lines[1] == "# rows read for it: 1,000; the table goes on, and what stands there was not seen"
    )
    assert '"1000 of' not in found.text
    assert found.why('column = "alt_u_l"') == "1000 of 1000 cells are numbers"


def test_rows_that_cannot_be_read_are_counted(tmp_path: Path) -> None:
    found = Suggested(tmp_path, "id,alt_u_l\nP1,31\nP2\n")
    assert any(line.endswith("as many as the columns: 1") for line in found.decided)


def test_a_file_that_is_no_table_is_refused_as_the_reader_refuses_it(tmp_path: Path) -> None:
    for content, message in ((b"PK\x03\x04", "is a spreadsheet"), (b"", "the table is empty")):
        with pytest.raises(InputError, match=message):
            Suggested(tmp_path, content)
    with pytest.raises(InputError, match="cannot be read"):
        suggest(tmp_path / "nowhere.csv", TOLD)


def test_columns_of_one_name_or_none_are_not_used(tmp_path: Path) -> None:
    found = Suggested(tmp_path, "id,alt_u_l,alt_u_l,\nP1,31,32,\n")
    assert "measurement" not in found.toml
    assert '# stand twice in the table and cannot be used; rename one: "alt_u_l"' in found.lines
    assert "# columns without a name, which cannot be used: 1" in found.lines
    assert found.read().profile.measurements == ()


@pytest.mark.parametrize(
    "name",
    [
        'a"b',
        "a\\b",
        "a'b",
        "a\nb",
        "a\r\nb",
        "a\u2028b",
        "a\x7fb",
        "a\x1bb",
        "# a",
        "ä = 1",
        "😀",
        "]]",
        "a\tb",
    ],
)
def test_the_name_of_a_column_is_quoted_whatever_it_holds(tmp_path: Path, name: str) -> None:
    cells = io.StringIO()
    csv.writer(cells, quoting=csv.QUOTE_ALL).writerows(
        [["id", name, f"alt {name}", "alt_u_l"], ["P1", "x", "1", "31"]]
    )
    found = Suggested(tmp_path, cells.getvalue())
    assert found.toml["id"] == "id"
    assert found.block("alt_u_l")["unit"] == "U/L"
    assert found.read().profile.id == "P1"


KNOWN = [
    "id", "record_id", "USUBJID", "STUDYID", "study_id", "mrn", "name", "phone", "sex", "gender", "dob",
    "date", "lab_date", "alt", "alt_uln", "alt_lln", "alt_unit", "alt_date", "ALT (U/L)", "creatinine_mg_dl",
    "age", "ecog", "nyha", "1742-6", "kind", "domain", "test", "display", "value", "result", "unit", "low",
    "high", "start", "end", "status", "code", "loinc", "code_system", "assay", "gene", "method", "specimen",
    "LBTEST", "LBORRES", "LBORRESU", "LBSTRESN", "LBSTRESU", "CMTRT", "MHTERM", "diagnosis",
    "diagnosis_status", "diagnosis_date", "medication", "allergy___1", "allergy", "mutation", "diabetes",
    "flt3_itd", "aspirin", "redcap_event_name", "labs_complete", "verification_status", "hb_low", "x",
]  # fmt: skip
CELLS = [
    "", "", "1", "2", "0", "-9", "99", "31.5", "31,5", "1,200", "<5", "NA", "not done", "unknown", "F",
    "male", "2020-01-02", "03/04/2020", "25/04/2020", "04/25/2020", "44000", "25569", "12-Mar-2020", "3.4.20",
    "U/L", "active", "Resolved", "given", "final", "lab", "LB", "CM", "diagnosis", "genetics",
    "ALT", "aspirin", "Asthma", "P-1", "P1", "P2", "Jo Doe", "positive", '"', "\\", "II", "٣",
]  # fmt: skip
NAMES = st.one_of(
    st.sampled_from(KNOWN), st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))
)
TEXTS = st.one_of(
    st.sampled_from(CELLS),
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=5),
)


@st.composite
def tables(draw: st.DrawFn) -> str:
    """The text of a table with names that are known and others, of cells that fit and others."""
    header = draw(st.lists(NAMES, min_size=1, max_size=14, unique=draw(st.booleans())))
    row = st.lists(TEXTS, min_size=len(header), max_size=len(header))
    rows = draw(st.lists(row, max_size=6))
    cells = io.StringIO(newline="")
    separator = draw(st.sampled_from([",", ";", "\t"]))
    csv.writer(cells, delimiter=separator, quoting=csv.QUOTE_ALL).writerows([header, *rows])
    return cells.getvalue()


@settings(max_examples=400, deadline=None)
@given(tables())
def test_a_suggestion_can_be_read_and_reads_its_table(content: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        try:
            found = Suggested(Path(folder), content)
        except InputError as error:
            assert re.search("stand in the header|the table is empty|check the quotes", str(error))
            return
        if "id" not in found.toml:
            assert any(line.startswith("# decide: id = ") for line in found.decided)
            return
        mapping = mapped(found.text)
        for key, column in mapping.named():
            assert isinstance(mapping.id, NumberBy) or not identifies(column), key
        keys = [line for line in found.lines if line and line[0] not in "#["]
        assert all("  # guess: " in line for line in keys)
        assert '#   shape = "long"' not in found.lines or "#   [columns]" in found.lines
        found.read()


def test_a_line_that_is_decided_is_read_once_its_sign_is_taken_away(tmp_path: Path) -> None:
    found = Suggested(tmp_path, "id;anc\nP1;1,05\nP2;1.05\n")
    (line,) = [line for line in found.decided if line.startswith("# decide: decimal")]
    assert tomllib.loads(line.removeprefix("# decide: ")) == {"decimal": ","}
