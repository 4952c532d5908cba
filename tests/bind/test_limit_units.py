"""The unit of a limit: as written, inferred if only one is usual, doubted if another would be usual."""

from __future__ import annotations

import pytest

from eligibility.bind.nodes import Compare
from tests.bind.pages import included


def limit(text: str) -> Compare:
    found = included(text)
    assert isinstance(found, Compare), found
    return found


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("Hb > 9", "g/dL"),
        ("Hb > 90", "g/L"),
        ("platelets >= 100", "10*9/L"),
        ("platelets >= 100,000", "/uL"),  # NCT00712062
        ("ANC >= 1,500", "/uL"),  # NCT01799161
        ("creatinine > 180", "umol/L"),
        ("BMI between 18 and 35", "kg/m2"),  # NCT01343745
        ("eGFR >= 30", "mL/min/{1.73_m2}"),
        ("urine protein creatinine ratio < 1.0", "g/g{creat}"),
        ("potassium < 3.5", "mmol/L"),
        ("LVEF > 50", "%"),
        ("Age 18-75", "a"),
        ("Age >= 12", "a"),
    ],
)
def test_the_only_unit_that_makes_a_limit_usual_is_inferred(text: str, unit: str) -> None:
    found = limit(text)
    assert (found.unit, found.unit_is) == (unit, "inferred")


@pytest.mark.parametrize(
    "text",
    [
        "Hb > 6",  # g/dL, or mmol/L of the monomer
        "creatinine > 2.0",  # NCT02349009: mg/dL, or multiples of normal
        "ALT <= 2.5",  # ukat/L, or multiples of normal
        "total bilirubin <= 1.5",
        "creatinine <= 8",  # mg/dL, or mg/L
        "creatinine <= 110",  # umol/L, or mg/L
        "platelets >= 100,000,000",
        "Hb < 18",
        "Age >= 6",  # years or months
        "Age 1 to 17",
    ],
)
def test_a_limit_that_two_units_or_none_make_usual_stays_without_one(text: str) -> None:
    found = limit(text)
    assert (found.unit, found.unit_is) == (None, "written")


@pytest.mark.parametrize(
    "text",
    [
        "Absolute neutrophil count <1500/ml",  # NCT02835833
        "Platelets > 100,000/ml",  # NCT02535351
        "Hemoglobin <10 mg / dL",  # NCT01308528
        "Albumin < 3.0 mg/ dL",  # NCT02979613
        "creatinine greater than 1.5 mg/mL",  # NCT02161705
        "Platelet count >150/mm3",  # NCT03332069
        "Hemoglobin >= 9 g/L",
        "Hemoglobin >= 100 g/dL",
        "Temperature >= 38 degrees F",
        "HbA1c > 8 mmol/mol",
        "total bilirubin > 1.5 mg/L",
        "serum calcium > 2.75 mg/dL",
        "serum calcium > 11 mmol/L",
        "triglycerides > 5.6 mg/dL",
        "LVEF >= 150 %",
        "serum potassium <= 55 mmol/L",
        "ECOG >= 70",
        "Karnofsky <= 2",
        "MMSE >= 60",
        "INR <= 150",
    ],
)
def test_a_limit_far_from_usual_in_its_unit_and_usual_in_another_is_doubted(text: str) -> None:
    assert limit(text).unit_is == "doubtful"


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("platelets < 5 x 10^9/L", "10*9/L"),
        ("platelets < 20,000 per mm3", "/uL"),
        ("creatinine <= 133 umol/L", "umol/L"),
        ("AST <= 200 IU/L", "U/L"),
        ("CA 125 > 35 U/mL", "[arb'U]/mL"),
        ("TSH < 10 mIU/L", "m[iU]/L"),
        ("QTcF < 480 msec", "ms"),
        ("Karnofsky >= 60 %", "%"),
        ("PaCO2 > 45 mm Hg", "mm[Hg]"),
    ],
)
def test_a_unit_is_the_one_that_is_written(text: str, unit: str) -> None:
    found = limit(text)
    assert (found.unit, found.unit_is) == (unit, "written")


@pytest.mark.parametrize(
    ("text", "quantity"),
    [
        ("FEV1 >= 50 %", "fev1_percent_predicted"),
        ("FEV1 >= 1.5 L", "fev1"),
        ("body surface area > 10 %", "affected_body_surface_area"),
        ("body surface area < 1.17 m2", "body_surface_area"),
    ],
)
def test_a_unit_of_another_kind_may_mean_another_quantity(text: str, quantity: str) -> None:
    assert limit(text).quantity == quantity
