"""The commands on units and quantities, and screening with a site's reference ranges."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cases_table import TRIAL
from tests.commands import PAGE, refused, run

MISSING = str(TRIAL / "candidates" / "missing_uln.json")
RANGES = str(TRIAL / "ranges.csv")


def test_convert_tells_the_value_the_factor_and_its_source() -> None:
    result = run("convert", "88.4 umol/L", "mg/dL", "--quantity", "creatinine", "--format", "json")
    told = json.loads(result.stdout)
    assert (result.exit_code, list(told)[:5]) == (0, ["value", "unit", "factor", "offset", "source"])
    assert told["value"] == pytest.approx(1.0, rel=1e-3)
    assert (told["unit"], told["factor"]) == ("mg/dL", 0.011312)
    assert "113.12" in told["source"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("88.4 umol/L", "mg/dL", "--quantity", "2160-0"), "88.4 umol/L of creatinine is 0.999981 mg/dL"),
        (("38 °C", "degF"), "38 Cel is 100.4 [degF]"),
        (("60 mm Hg", "kPa"), "60 mm[Hg] is 7.99932 kPa"),
        (("48 mmol/mol", "%", "--quantity", "HbA1c"), "48 mmol/mol of HbA1c is 6.54304 %"),
        (("1.5", "1", "--quantity", "INR"), "1.5 1 of INR is 1.5 1"),
        (("5e9 /L", "K/uL", "--quantity", "WBC"), "is 5 10*3/uL"),
        (("2.5 mmol/L", "meq/L", "--quantity", "serum calcium"), "is 5 meq/L"),
    ],
)
def test_convert_says_what_it_did(words: tuple[str, ...], said: str) -> None:
    result = run("convert", *words)
    assert (result.exit_code, result.stderr) == (0, "")
    assert said in result.stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("5 K/uL", "g/dL", "--quantity", "haemoglobin"), "'K/uL' is the unit of a count in a volume"),
        (("5 mg/dL", "mmol/L"), "name what is measured with --quantity"),
        (("5 mg/dL", "mmol/L", "--quantity", "moonstone"), "`eligibility quantities` lists them"),
        (("1,5 mg/dL", "mmol/L", "--quantity", "creatinine"), "write a number and its unit"),
        (("mg/dL", "mmol/L", "--quantity", "creatinine"), "write a number and its unit"),
        (("5", "mmol/L", "--quantity", "creatinine"), "creatinine stands without a unit"),
        (("5 furlong", "mmol/L", "--quantity", "creatinine"), "'furlong' is no unit"),
        (("60 mL/min", "mL/min/1.73m2", "--quantity", "eGFR"), "give the body surface area"),
        (("50 000 /uL", "10^9/L", "--quantity", "platelets"), "write the number without it"),
        (("1e99 mg/dL", "mmol/L", "--quantity", "creatinine"), "no amount"),
    ],
)
def test_what_cannot_be_converted_is_refused(words: tuple[str, ...], said: str) -> None:
    assert said in refused("convert", *words)


def test_quantities_are_listed_and_found() -> None:
    every = json.loads(run("quantities", "--format", "json").stdout)
    assert len(every) >= 250
    assert all(row["names"] and row["units"] and row["source"] for row in every)
    found = run("quantities", "troponin").stdout
    assert "hs_troponin_t" in found
    assert "molar mass" in run("quantities", "2160-0").stdout
    assert "try a shorter word" in refused("quantities", "xyzzy")


def test_the_ranges_of_a_site_stand_in_for_a_limit_of_normal() -> None:
    words = ("explain", PAGE, MISSING, "--criterion", "I3.b")
    assert "unknown" in run(*words).stdout.splitlines()[1]
    told = run(*words, "--ranges", RANGES)
    assert told.exit_code == 0
    assert told.stdout.splitlines()[1].startswith("pass")
    assert "ranges.csv line 2: female" in told.stdout.replace("\n", " ")


def test_a_screening_names_the_ranges_it_rests_on() -> None:
    told = json.loads(run("screen", PAGE, MISSING, "--ranges", RANGES, "--format", "json").stdout)
    assert told["provenance"]["ranges_hash"]
    assert "site ranges" in run("screen", PAGE, MISSING, "--ranges", RANGES).stdout


def test_a_bad_file_of_ranges_is_refused_with_its_line(tmp_path: Path) -> None:
    place = tmp_path / "r.csv"
    place.write_text("analyte,low,high,unit\nALT,,forty,U/L\n")
    said = refused("screen", PAGE, MISSING, "--ranges", str(place))
    assert f"{place}:2: 'forty' in high is no number" in said
    assert "no such file" in refused("screen", PAGE, MISSING, "--ranges", str(tmp_path / "none.csv"))


def test_a_row_of_no_use_is_told_and_the_screening_goes_on(tmp_path: Path) -> None:
    place = tmp_path / "r.csv"
    place.write_text("analyte,low,high,unit\nmoonstone,,4,U/L\n")
    told = run("screen", PAGE, MISSING, "--ranges", str(place))
    assert told.exit_code == 0
    assert "'moonstone' is not a quantity known here; the row is not used" in told.stderr
