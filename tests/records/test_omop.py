"""OMOP CDM 5.4: tables, persons, and what becomes of rows that cannot be used."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import NamedTuple

import msgspec
import pytest

from eligibility.core.errors import InputError
from eligibility.knowledge.load import knowledge
from eligibility.patient.profile import Profile
from eligibility.patient.terms import terms
from eligibility.records.gathering import UNREAD
from eligibility.records.ledger import Ledger, Line
from eligibility.records.local_codes import LocalCodes
from eligibility.records.lost import UNREAD_RESULT
from eligibility.records.omop.read import OmopReader

Rows = list[dict[str, object]]

COLUMNS = {
    "PERSON": "person_id gender_concept_id year_of_birth month_of_birth day_of_birth birth_datetime"
    " provider_id person_source_value",
    "CONDITION_OCCURRENCE": "condition_occurrence_id person_id condition_concept_id condition_start_date"
    " condition_end_date condition_status_concept_id provider_id visit_occurrence_id condition_source_value"
    " condition_source_concept_id condition_status_source_value",
    "DRUG_EXPOSURE": "drug_exposure_id person_id drug_concept_id drug_exposure_start_date"
    " drug_exposure_end_date verbatim_end_date drug_type_concept_id drug_source_value drug_source_concept_id",
    "PROCEDURE_OCCURRENCE": "procedure_occurrence_id person_id procedure_concept_id procedure_date"
    " procedure_end_date procedure_source_value procedure_source_concept_id",
    "MEASUREMENT": "measurement_id person_id measurement_concept_id measurement_date measurement_datetime"
    " operator_concept_id value_as_number value_as_concept_id unit_concept_id range_low range_high"
    " provider_id measurement_source_value measurement_source_concept_id unit_source_value"
    " value_source_value",
    "OBSERVATION": "observation_id person_id observation_concept_id observation_date value_as_number"
    " value_as_string value_as_concept_id unit_concept_id observation_source_value"
    " observation_source_concept_id unit_source_value value_source_value",
    "DEATH": "person_id death_date",
    "VISIT_OCCURRENCE": "visit_occurrence_id person_id visit_start_date visit_end_date",
    "CONCEPT": "concept_id concept_name vocabulary_id concept_code",
}

CONCEPTS = (
    (1, "Alanine aminotransferase [Enzymatic activity/volume] in Serum or Plasma", "LOINC", "1742-6"),
    (2, "unit per liter", "UCUM", "U/L"),
    (3, "milligram per deciliter", "UCUM", "mg/dL"),
    (4, "Asthma", "SNOMED", "195967001"),
    (5, "Type 2 diabetes mellitus with hyperglycemia", "ICD10CM", "E11.65"),
    (6, "24 HR amoxicillin 775 MG Extended Release Oral Tablet", "RxNorm", "757460"),
    (7, "Hydrochlorothiazide 12.5 MG / Lisinopril 10 MG Oral Tablet", "RxNorm", "197885"),
    (8, "Appendectomy", "SNOMED", "80146002"),
    (9, "Positive", "SNOMED", "10828004"),
    (10, "Negative", "SNOMED", "260385009"),
    (11, "Allergy to penicillin", "SNOMED", "91936005"),
    (12, "Allergy to drug", "SNOMED", "416098002"),
    (13, "pegaspargase", "RxNorm", "34132"),
    (14, "History of myocardial infarction", "SNOMED", "399211009"),
    (15, "Marital status", "SNOMED", "125680007"),
    (16, "Body weight", "LOINC", "29463-7"),
    (17, "BCR::ABL1", "OMOP Genomic", "OMOP1"),
    (18, "t(9;22)(q34.1;q11)(ABL1,BCR) fusion transcript [Presence]", "LOINC", "21821-4"),
    (19, "Creatinine [Mass/volume] in Serum or Plasma", "LOINC", "2160-0"),
    (20, "No known allergy", "SNOMED", "716186003"),
    (21, "Body height", "LOINC", "8302-2"),
    (22, "Something unheard of", "SNOMED", "1"),
    (23, "History of event", "SNOMED", "2"),
)
CONCEPT_ROWS: Rows = [dict(zip(COLUMNS["CONCEPT"].split(), row, strict=True)) for row in CONCEPTS]
ALT, CREATININE, WEIGHT = 1, 19, 16

PERSON: dict[str, object] = {
    "person_id": 1, "gender_concept_id": 8532, "year_of_birth": 1990, "month_of_birth": 4, "day_of_birth": 2
}  # fmt: skip


def table(name: str, rows: Rows, between: str = ",") -> str:
    """A table as text; a column that a row does not have is empty."""
    columns = COLUMNS[name].split()
    lines = [between.join(columns)]
    lines += [between.join(f'"{row.get(one, "")}"' for one in columns) for row in rows]
    return "\n".join(lines) + "\n"


class Found(NamedTuple):
    """What was read of a folder."""

    read: list[Profile | InputError]
    ledger: Ledger
    lines: list[Line]

    @property
    def profile(self) -> Profile:
        """The only candidate."""
        (one,) = self.read
        assert isinstance(one, Profile)
        return one

    def told(self, name: str) -> list[tuple[str, str, str]]:
        """Where the rows of a table stand, what became of them, and why."""
        return [(line.place, line.fate, line.why) for line in self.lines if line.kind == name]


def read_folder(folder: Path, local: LocalCodes | None = None) -> Found:
    """Reads the tables of a folder."""
    lines: list[Line] = []
    ledger = Ledger(lines.append)
    reader = OmopReader(folder, ledger, terms(knowledge()), local or LocalCodes())
    return Found(list(reader), ledger, lines)


def read(folder: Path, local: LocalCodes | None = None, **tables: Rows) -> Found:
    """Reads tables, with one person and the concepts unless others are given."""
    for name, rows in {"PERSON": [PERSON], "CONCEPT": CONCEPT_ROWS, **tables}.items():
        (folder / f"{name}.csv").write_text(table(name, rows), "utf-8")
    return read_folder(folder, local)


def alt(number: int, **cells: object) -> dict[str, object]:
    """A row of MEASUREMENT."""
    return {
        "measurement_id": number, "person_id": 1, "measurement_concept_id": ALT,
        "measurement_date": "2026-02-01", "value_as_number": 31,
        "unit_concept_id": 2, "unit_source_value": "U/L",
    } | cells  # fmt: skip


def asthma(number: int, **cells: object) -> dict[str, object]:
    """A row of CONDITION_OCCURRENCE."""
    return {
        "condition_occurrence_id": number, "person_id": 1, "condition_concept_id": 4,
        "condition_start_date": "2020-05-01",
    } | cells  # fmt: skip


def test_a_folder_of_tables_becomes_a_whole_candidate(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        CONDITION_OCCURRENCE=[asthma(1)],
        DRUG_EXPOSURE=[
            {"drug_exposure_id": 1, "person_id": 1, "drug_concept_id": 6, "drug_type_concept_id": 32838,
             "drug_exposure_start_date": "2021-01-01", "drug_exposure_end_date": "2021-01-30"},
        ],
        PROCEDURE_OCCURRENCE=[
            {"procedure_occurrence_id": 1, "person_id": 1, "procedure_concept_id": 8,
             "procedure_date": "20190304"},
        ],
        MEASUREMENT=[alt(1, range_low=7, range_high=40)],
        DEATH=[{"person_id": 1, "death_date": "2026-03-01"}],
        VISIT_OCCURRENCE=[{"visit_occurrence_id": 1, "person_id": 1}],
    )  # fmt: skip
    profile = found.profile
    assert (profile.id, profile.sex, profile.birth_date) == ("1", "female", "1990-04-02")
    (measured,) = profile.measurements
    assert (measured.value, measured.unit, measured.date) == (31.0, "U/L", "2026-02-01")
    assert msgspec.to_builtins(measured.reference_range)["high"] == 40.0
    assert [(one.text, one.onset, one.status) for one in profile.conditions] == [
        ("Asthma", "2020-05-01", None)
    ]
    drug, procedure = profile.treatments
    assert (drug.text, drug.status, drug.end) == ("amoxicillin", "given", "2021-01-30")
    assert (procedure.text, procedure.start, procedure.end) == ("Appendectomy", "2019-03-04", "2019-03-04")
    assert (found.profile.died, found.told("DEATH")) == ("2026-03-01", [("DEATH.csv line 2", "used", "")])
    assert "it is an order; whether it was taken is not recorded" in [
        why for _, _, why in found.told("DRUG_EXPOSURE")
    ]
    assert found.ledger.fates["VISIT_OCCURRENCE", "not needed"] == 1
    assert found.ledger.total("refused") == 0


def test_tabs_lower_case_and_a_byte_order_mark_are_read(tmp_path: Path) -> None:
    (tmp_path / "person.tsv").write_text("\ufeff" + table("PERSON", [PERSON], "\t").upper(), "utf-8")
    (tmp_path / "measurement.CSV").write_text(table("MEASUREMENT", [alt(1)], "\t"), "utf-8")
    athena = 'concept_id\tconcept_name\tvocabulary_id\tconcept_code\n1\t"4" ALT\tLOINC\t1742-6\n'
    (tmp_path / "Concept.csv").write_text(athena, "utf-8")
    (measured,) = read_folder(tmp_path).profile.measurements
    assert (measured.value, measured.source) == (31.0, "measurement.CSV line 2")


def test_parquet_reads_as_csv_does(tmp_path: Path) -> None:
    polars = pytest.importorskip("polars")
    one, other = tmp_path / "csv", tmp_path / "parquet"
    for folder in (one, other):
        folder.mkdir()
    read(one, MEASUREMENT=[alt(1), alt(2, value_as_number="")], CONDITION_OCCURRENCE=[asthma(1)])
    for path in one.iterdir():
        polars.read_csv(path, try_parse_dates=True).write_parquet(other / f"{path.stem}.parquet")
    of_csv, of_parquet = read_folder(one), read_folder(other)
    assert of_parquet.ledger.fates == of_csv.ledger.fates
    assert of_parquet.profile.measurements[0].source == "MEASUREMENT.parquet row 1"
    assert of_parquet.profile.measurements[0].value == of_csv.profile.measurements[0].value
    assert of_parquet.profile.birth_date == of_csv.profile.birth_date


def test_a_file_that_is_no_parquet_is_refused(tmp_path: Path) -> None:
    pytest.importorskip("polars")
    (tmp_path / "PERSON.parquet").write_bytes(b"PAR1")
    with pytest.raises(InputError, match="no Parquet file"):
        read_folder(tmp_path)


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("MEASUREMENT.csv", "a,b\n", "PERSON is missing"),
        ("PERSON.csv", "", "empty"),
        ("PERSON.csv", "person_id,year_of_birth\n", "'gender_concept_id' is missing"),
        ("PERSON.csv", "person_id;gender_concept_id;year_of_birth\n", "semicolons"),
        ("PERSON.csv", "person_id,person_id,gender_concept_id,year_of_birth\n", "two columns"),
        ("PERSON.csv.gz", "", "not packed"),
    ],
)
def test_a_table_that_cannot_be_read_as_it_is_stops_the_reading(
    tmp_path: Path, name: str, content: str, message: str
) -> None:
    (tmp_path / "MEASUREMENT.csv").write_text(table("MEASUREMENT", []), "utf-8")
    (tmp_path / name).write_text(content, "utf-8")
    with pytest.raises(InputError, match=message):
        read_folder(tmp_path)


def test_a_table_that_stands_twice_is_refused(tmp_path: Path) -> None:
    for name in ("PERSON.csv", "person.tsv"):
        (tmp_path / name).write_text(table("PERSON", [PERSON]), "utf-8")
    with pytest.raises(InputError, match="twice"):
        read_folder(tmp_path)


@pytest.mark.parametrize(
    ("cells", "birth"),
    [
        ({"month_of_birth": ""}, "1990"),
        ({"day_of_birth": ""}, "1990-04"),
        ({"month_of_birth": "", "birth_datetime": "1990-06-15 00:00:00"}, "1990"),
        ({"year_of_birth": "", "birth_datetime": "1990-06-15 00:00:00"}, "1990-06-15"),
        ({"birth_datetime": "1990-04-03"}, "1990-04"),
        ({"birth_datetime": "1991-04-02"}, None),
        ({"year_of_birth": "1990.0", "month_of_birth": "4.0", "day_of_birth": "2.0"}, "1990-04-02"),
        ({"year_of_birth": 1800}, None),
        ({"year_of_birth": "ninety"}, None),
        ({"day_of_birth": 31, "month_of_birth": 2}, None),
    ],
)
def test_a_birth_is_as_exact_as_the_record(
    tmp_path: Path, cells: dict[str, object], birth: str | None
) -> None:
    found = read(tmp_path, PERSON=[PERSON | cells])
    assert found.profile.birth_date == birth


@pytest.mark.parametrize(("concept", "sex"), [(8507, "male"), (8532, "female"), (0, None), (8551, None)])
def test_the_sex_is_that_of_the_concept(tmp_path: Path, concept: int, sex: str | None) -> None:
    assert read(tmp_path, PERSON=[PERSON | {"gender_concept_id": concept}]).profile.sex == sex


def test_persons_come_in_order_and_a_doubtful_one_as_an_error(tmp_path: Path) -> None:
    people = [PERSON | {"person_id": key} for key in (5, 2, "", 3)]
    twice = [PERSON | {"person_id": 3, "year_of_birth": 1950}, PERSON | {"person_id": 5}]
    found = read(tmp_path, PERSON=people + twice, CONDITION_OCCURRENCE=[asthma(1, person_id=3)])
    assert [str(one) if isinstance(one, InputError) else one.id for one in found.read] == [
        "5", "2", "PERSON.csv line 4: there is no person_id",
        "PERSON.csv line 5: the id stands twice with different content",
        "PERSON.csv line 6: the id stands twice with different content",
    ]  # fmt: skip
    assert found.told("PERSON")[-1] == ("PERSON.csv line 7", "not needed", "the same row stands before it")
    assert found.told("CONDITION_OCCURRENCE")[0][2] == "the row of its person was refused"
    assert found.ledger.lists_in_doubt == {}


def test_no_identifier_reaches_a_profile_or_the_ledger(tmp_path: Path) -> None:
    secret = "Wilhelmine Grzybowski"
    person = PERSON | {"person_source_value": secret, "provider_id": "Dr Xanthopoulos"}
    found = read(
        tmp_path,
        PERSON=[person],
        CONDITION_OCCURRENCE=[
            asthma(
                1,
                condition_concept_id=0,
                condition_source_value="Grzybowski, cough",
                provider_id="Xanthopoulos",
            ),
        ],
        MEASUREMENT=[
            alt(1, provider_id="Xanthopoulos"),
            alt(2, measurement_date="Grzybowski"),
            alt(3, value_as_number="Grzybowski"),
            alt(4, value_as_number="", value_source_value="for Wilhelmine"),
            alt(5, measurement_concept_id=0, measurement_source_value="Grzybowski"),
        ],
        OBSERVATION=[{"observation_id": 1, "person_id": 1, "observation_source_value": secret}],
    )
    told = msgspec.json.encode([found.profile, found.lines, list(found.ledger.unknown)]).decode()
    for word in (*secret.split(), "Xanthopoulos"):
        assert word not in told
    assert "[removed]" in told


def test_a_file_that_is_no_table_is_counted_without_its_name(tmp_path: Path) -> None:
    (tmp_path / "letter of Mrs Grzybowski.txt").write_text("", "utf-8")
    found = read(tmp_path)
    assert found.told("file") == [("file 1", "not needed", "it is no table of OMOP CDM 5.4")]


BROKEN = "fewer cells than the header"


def test_a_table_cut_off_in_a_row_loses_that_row_alone_and_its_list_is_in_doubt(tmp_path: Path) -> None:
    read(tmp_path, CONDITION_OCCURRENCE=[asthma(1), asthma(2)], MEASUREMENT=[alt(1), alt(2)])
    for name, cut in (("CONDITION_OCCURRENCE", 40), ("MEASUREMENT", 30)):
        path = tmp_path / f"{name}.csv"
        path.write_text(path.read_text("utf-8")[:-cut].rstrip('",').replace('"', ""), "utf-8")
    found = read_folder(tmp_path)
    assert len(found.profile.conditions) == len(found.profile.measurements) == 1
    place, fate, why = found.told("MEASUREMENT")[1]
    assert (place, fate) == ("MEASUREMENT.csv line 3", "refused")
    assert BROKEN in why
    assert list(found.ledger.lists_in_doubt) == ["conditions"]


def test_a_quote_that_never_ends_is_refused_with_the_line_where_it_begins(tmp_path: Path) -> None:
    read(tmp_path, MEASUREMENT=[alt(1), alt(2)])
    path = tmp_path / "MEASUREMENT.csv"
    path.write_text(path.read_text("utf-8")[:-20], "utf-8")
    found = read_folder(tmp_path)
    assert found.told("MEASUREMENT")[1][:2] == ("MEASUREMENT.csv line 3", "refused")


def test_a_row_that_is_not_utf_8_is_refused_and_the_next_is_read(tmp_path: Path) -> None:
    read(tmp_path, MEASUREMENT=[alt(1, value_source_value="?"), alt(2)])
    path = tmp_path / "MEASUREMENT.csv"
    path.write_bytes(path.read_bytes().replace(b"?", b"\xe4"))
    found = read_folder(tmp_path)
    assert found.told("MEASUREMENT")[0] == (
        "MEASUREMENT.csv line 2",
        "refused",
        "it is not UTF-8; save the file as UTF-8",
    )
    assert [one.source for one in found.profile.measurements] == ["MEASUREMENT.csv line 3"]


def test_a_row_over_several_lines_stands_where_it_begins(tmp_path: Path) -> None:
    found = read(tmp_path, MEASUREMENT=[alt(1, provider_id="a\nb"), alt(2)])
    assert [one.source for one in found.profile.measurements] == [
        "MEASUREMENT.csv line 2",
        "MEASUREMENT.csv line 4",
    ]


def test_an_entry_of_a_person_who_is_not_there_leaves_its_list_in_doubt(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        CONDITION_OCCURRENCE=[asthma(1, person_id=9)],
        MEASUREMENT=[alt(1, person_id=9)],
        OBSERVATION=[
            {"observation_id": 1, "person_id": 9, "observation_concept_id": 11},
            {"observation_id": 2, "person_id": 9, "observation_concept_id": 15},
        ],
    )
    assert found.ledger.lists_in_doubt == {
        "conditions": "CONDITION_OCCURRENCE.csv line 2: its person is not in PERSON",
        "allergies": "OBSERVATION.csv line 2: its person is not in PERSON",
    }
    assert found.ledger.fates["MEASUREMENT", "refused"] == 1


def test_an_id_that_stands_twice_holds_once_or_not_at_all(tmp_path: Path) -> None:
    rows = [asthma(1), asthma(1), asthma(2), asthma(2, condition_start_date="2021-05-01")]
    found = read(tmp_path, CONDITION_OCCURRENCE=rows)
    assert [fate for _, fate, _ in found.told("CONDITION_OCCURRENCE")] == [
        "used",
        "not needed",
        "refused",
        "refused",
    ]
    assert Counter(one.text for one in found.profile.conditions) == {"Asthma": 1, UNREAD: 2}


def test_of_two_rows_with_one_id_that_differ_both_keep_their_place(tmp_path: Path) -> None:
    found = read(tmp_path, MEASUREMENT=[alt(1), alt(1, value_as_number=400)])
    assert [one.value for one in found.profile.measurements] == [UNREAD_RESULT, UNREAD_RESULT]
    assert found.ledger.total("refused") == 2
