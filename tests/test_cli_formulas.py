"""The commands on formulas."""

from __future__ import annotations

import json

import pytest

from tests.commands import refused, run

BEDSIDE = ("derive", "schwartz_bedside", "height=120 cm", "creatinine=80 umol/L")


def test_derive_shows_the_formula_the_numbers_and_the_source() -> None:
    result = run(*BEDSIDE)
    assert (result.exit_code, result.stderr) == (0, "")
    assert "0.413 x 120 cm / 0.90496 mg/dL = 54.7649 mL/min/{1.73_m2}" in result.stdout
    assert "80 umol/L is 0.90496 mg/dL" in result.stdout
    assert "ages 1 to below 18 years" in result.stdout
    assert "PMC2653687" in result.stdout


def test_derive_tells_all_of_it_as_json() -> None:
    told = json.loads(run(*BEDSIDE, "--format", "json").stdout)
    assert told["value"] == pytest.approx(54.7649, abs=1e-4)
    assert (told["formula"], told["quantity"], told["unit"]) == (
        "schwartz_bedside",
        "egfr",
        "mL/min/{1.73_m2}",
    )
    assert told["inputs"] == {"height": 120.0, "creatinine": pytest.approx(0.90496)}


def test_derive_names_the_band_of_a_score() -> None:
    said = run("derive", "child_pugh", "bilirubin=2.5", "albumin=3", "inr=1.5", "ascites=absent",
               "encephalopathy=none").stdout  # fmt: skip
    assert "= 7, B" in said


def test_derive_marks_what_rests_on_no_source() -> None:
    assert "decides no verdict" in run("derive", "corrected_calcium_si", "calcium=2", "albumin=20").stdout


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("schwarz", "height=1"), "'schwarz' is no formula known here"),
        (("CKD-EPI", "creatinine=1"), "ckd_epi_2009, ckd_epi_2009_tables, ckd_epi_2021"),
        (("schwartz_bedside", "height=120"), "lacks creatinine"),
        (
            ("schwartz_bedside", "height=120", "creatinine=1", "age=20"),
            "ages 1 to below 18 years, not for 20",
        ),
        (("schwartz_bedside", "height=120 kg", "creatinine=1"), "height=120 kg"),
        (("bsa_mosteller", "height=120", "weight=0"), "weight of 0 kg cannot be"),
        (("ckid_u25_creatinine", "height=140", "creatinine=0.6", "age=12", "sex=m"), "140 m cannot be"),
        (("shortening_fraction", "diastolic=30", "systolic=45"), "of -50 % cannot be"),
        (("ckd_epi_2021", "creatinine=1", "age=150", "sex=m"), "is no age"),
        (("ckd_epi_2021", "creatinine=1", "age=50"), "lacks sex; give sex=female|male"),
        (("ckd_epi_2021", "creatinine=1", "age=50", "sex=x"), "sex is female or male, not 'x'"),
    ],
)
def test_derive_refuses_what_it_cannot_compute(words: tuple[str, ...], says: str) -> None:
    assert says in refused("derive", *words)


def test_formulas_lists_by_any_word_of_their_names() -> None:
    assert {one["id"] for one in json.loads(run("formulas", "meld", "--format", "json").stdout)} == {
        "meld", "meld_3", "meld_initial", "meld_na_kim_2008", "meld_na_optn_2016", "meld_unrounded",
    }  # fmt: skip
    assert "cockcroft_gault" in run("formulas").stdout
    assert "Nephron 1976" in run("formulas", "cockcroft").stdout
    assert "no formula has 'xyz'" in refused("formulas", "xyz")
