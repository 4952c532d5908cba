"""A result that was refused leaves its limit open: no earlier value speaks in its place."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from eligibility.bind.rules import RuleSet
from eligibility.patient.profile import Profile
from eligibility.screen import compile_page, screen_profile
from tests.records import fhir_records, table_records, test_omop

AS_OF = dt.date(2026, 3, 1)
TABLE = f'rows = "many"\n{table_records.WIDE}date = "day"\n'


@pytest.fixture(scope="module")
def rules() -> RuleSet:
    page = b"Inclusion Criteria:\n\n- ALT <= 100 U/L\n\nExclusion Criteria: none\n"
    return compile_page(page, "page.txt")


def _fhir(folder: Path, newer: bool) -> Profile:
    day = f"2026-02-{20 if newer else 1:02d}"
    lost = fhir_records.observed(fhir_records.ALT, 400, "U/L", effectiveDateTime=day)
    lost["valueQuantity"]["comparator"] = "about"
    good = fhir_records.observed(fhir_records.ALT, 31, "U/L", effectiveDateTime="2026-02-10")
    return fhir_records.read(folder, good, lost).profile


def _omop(folder: Path, newer: bool) -> Profile:
    day = f"2026-02-{20 if newer else 1:02d}"
    good = test_omop.alt(1, measurement_date="2026-02-10")
    lost = test_omop.alt(2, measurement_date=day, value_as_number="4oo")
    return test_omop.read(folder, MEASUREMENT=[good, lost]).profile


def _table(folder: Path, newer: bool) -> Profile:
    day = f"2026-02-{20 if newer else 1:02d}"
    content = f'id,alt,day\nP1,31,2026-02-10\nP1,"4,00",{day}\n'
    return table_records.read(folder, content, TABLE).profile


@pytest.mark.parametrize("read", [_fhir, _omop, _table])
@pytest.mark.parametrize(("newer", "verdict"), [(True, "unknown"), (False, "pass")])
def test_the_latest_result_counts_though_it_could_not_be_read(
    tmp_path: Path, rules: RuleSet, read: Callable[[Path, bool], Profile], newer: bool, verdict: str
) -> None:
    judged = screen_profile(rules, read(tmp_path, newer), as_of=AS_OF).criteria[0]
    assert judged.verdict == verdict


def test_a_day_that_can_be_two_is_known_to_be_of_its_year(tmp_path: Path, rules: RuleSet) -> None:
    found = table_records.read(tmp_path, "id,alt,day\nP1,31,2026-01-10\nP1,400,03/02/2026\n", TABLE)
    assert screen_profile(rules, found.profile, as_of=AS_OF).criteria[0].verdict == "unknown"


def test_of_a_panel_the_other_results_are_kept(tmp_path: Path) -> None:
    panel = fhir_records.about(
        "Observation", status="final", effectiveDateTime="2026-02-01", code=fhir_records.concept("panel"),
        component=[
            {"code": fhir_records.concept("", (fhir_records.LOINC, "1742-6", "")), "valueQuantity": {}},
            {"code": fhir_records.concept("", (fhir_records.LOINC, "2160-0", "")),
             "valueQuantity": {"value": 1, "unit": "mg/dL"}},
        ],
    )  # fmt: skip
    found = fhir_records.read(tmp_path, panel).profile.measurements
    assert {one.value for one in found} == {1.0, "a result that could not be read"}


@pytest.mark.parametrize(
    "broken",
    [{"status": None}, {"referenceRange": "none"}, {"interpretation": "H"}, {"valueQuantity": [400]}],
)
def test_a_result_of_the_wrong_shape_keeps_its_place(
    tmp_path: Path, rules: RuleSet, broken: dict[str, object]
) -> None:
    good = fhir_records.observed(fhir_records.ALT, 31, "U/L", effectiveDateTime="2026-02-10")
    lost = fhir_records.observed(fhir_records.ALT, 400, "U/L", effectiveDateTime="2026-02-20")
    found = fhir_records.read(tmp_path, good, lost | broken).profile
    assert screen_profile(rules, found, as_of=AS_OF).criteria[0].verdict == "unknown"


def test_results_of_one_id_that_differ_keep_their_place(tmp_path: Path, rules: RuleSet) -> None:
    good = fhir_records.observed(fhir_records.ALT, 31, "U/L", effectiveDateTime="2026-02-10")
    twice = [
        fhir_records.observed(fhir_records.ALT, value, "U/L", effectiveDateTime="2026-02-20", id="twice")
        for value in (30, 400)
    ]
    found = fhir_records.read(tmp_path, good, *twice).profile
    assert screen_profile(rules, found, as_of=AS_OF).criteria[0].verdict == "unknown"
