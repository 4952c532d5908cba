"""A code of a terminology stands for one concept, and is matched as it is."""

from __future__ import annotations

from pathlib import Path

import pytest

from eligibility.core.errors import RuleFileError
from eligibility.knowledge.codes import Coded
from eligibility.knowledge.concepts import COLUMNS, Concepts, Relation


def table(folder: Path, *rows: dict[str, str]) -> Concepts:
    """A table with a row for each given; what a row leaves out is empty."""
    plain = {"kind": "condition", "verified": "yes", "source": "test"}
    lines = [",".join(COLUMNS)]
    for given in rows:
        cells = plain | {"names": given["id"].replace("_", " ")} | given
        lines.append(",".join(cells.get(column, "") for column in COLUMNS))
    (folder / "rows.csv").write_text("\n".join(lines) + "\n", "utf-8")
    return Concepts(folder)


DIABETES = {"id": "type_2_diabetes", "codes": "ICD-10-CM:E11|ICD-10-CM:E11.9"}


@pytest.mark.parametrize(
    ("system", "code", "found"),
    [
        ("ICD-10-CM", "E11", Coded("type_2_diabetes")),
        ("icd-10-cm", " e11.9 ", Coded("type_2_diabetes")),
        ("http://hl7.org/fhir/sid/icd-10-cm", "E119", Coded("type_2_diabetes")),
        ("ICD-10-CM", "E11.65", Coded("type_2_diabetes", whole=False)),
        ("ICD-10-CM", "E11.3291", Coded("type_2_diabetes", whole=False)),
        ("ICD-10-CM", "E10.9", None),
        ("ICD-10-CM", "E1", None),
        ("ICD-10-CM", "E11.9999999", None),
        ("ICD-10-CM", "", None),
        ("ATC", "E11", None),
        ("SNOMED CT", "E11", None),
    ],
)
def test_a_code_is_found_as_it_is_or_under_its_category(
    system: str, code: str, found: Coded | None, tmp_path: Path
) -> None:
    assert table(tmp_path, DIABETES).coded(system, code) == found


@pytest.mark.parametrize(("system", "code"), [("ATC", "B01AA0"), ("ATC", "B01AA031"), ("RxNorm", "1128")])
def test_codes_of_other_terminologies_have_no_kinds_below(system: str, code: str, tmp_path: Path) -> None:
    warfarin = {"id": "warfarin", "kind": "drug", "codes": "ATC:B01AA03|RxNorm:11289"}
    assert table(tmp_path, warfarin).coded(system, code) is None


def test_the_longest_code_counts(tmp_path: Path) -> None:
    found = table(
        tmp_path,
        {"id": "heart_attack", "codes": "ICD-10-CM:I25.2"},
        {"id": "ischaemic_heart_disease", "codes": "ICD-10-CM:I25"},
    )
    assert found.coded("ICD-10-CM", "I25.2") == Coded("heart_attack")
    assert found.coded("ICD-10-CM", "I25.5") == Coded("ischaemic_heart_disease", whole=False)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("ICD-10-CM:I10", "ICD-10-CM:I10"),
        ("ICD-10-CM:I25.2", "ICD-10-CM:I252"),
        ("ATC:B01AA03", "ATC:b01aa03"),
    ],
)
def test_a_code_in_two_rows_is_refused(first: str, second: str, tmp_path: Path) -> None:
    with pytest.raises(RuleFileError, match=r"rows\.csv:3: the code '.*' stands for two concepts, one too"):
        table(tmp_path, {"id": "one", "codes": first}, {"id": "two", "codes": second})


@pytest.mark.parametrize(
    "code", ["SNOMED:38341003", "I10", "ICD-10-CM:", "ICD-10-CM:hypertension", "RxNorm:07", "ATC:B1", "ATC:"]
)
def test_what_is_no_code_of_a_known_system_is_refused(code: str, tmp_path: Path) -> None:
    with pytest.raises(RuleFileError, match=r"rows\.csv:2: '.*' is no code; write SYSTEM:CODE"):
        table(tmp_path, {"id": "one", "codes": code})


def test_a_row_that_is_not_verified_gives_no_code(tmp_path: Path) -> None:
    found = table(tmp_path, {"id": "one", "verified": "no", "codes": "ICD-10-CM:I10"})
    assert found.coded("ICD-10-CM", "I10") is None


@pytest.mark.parametrize("column", ["may_be", "excludes"])
def test_a_row_that_leads_nowhere_is_refused(column: str, tmp_path: Path) -> None:
    with pytest.raises(RuleFileError, match="'one' names 'two', which has no row"):
        table(tmp_path, {"id": "one", column: "two"})


def test_listed_says_one_of_its_words(tmp_path: Path) -> None:
    with pytest.raises(RuleFileError, match="listed is empty, part or no, not 'never'"):
        table(tmp_path, {"id": "one", "listed": "never"})


@pytest.mark.parametrize(
    ("recorded", "asked", "relation"),
    [
        ("asthma", "liver_disease", Relation.MAY),
        ("cirrhosis", "liver_disease", Relation.IS),
        ("liver_disease", "cirrhosis", Relation.MAY),
        ("asthma", "cirrhosis", Relation.NOT),
        ("liver_disease", "asthma", Relation.NOT),
        ("vancomycin", "liver_disease", Relation.NOT),
    ],
)
def test_of_a_class_that_is_listed_in_part_anything_of_its_kind_may_be(
    recorded: str, asked: str, relation: Relation, tmp_path: Path
) -> None:
    found = table(
        tmp_path,
        {"id": "liver_disease", "listed": "part"},
        {"id": "cirrhosis", "is_a": "liver_disease"},
        {"id": "asthma"},
        {"id": "vancomycin", "kind": "drug"},
    )
    assert found.relation(recorded, asked) is relation
