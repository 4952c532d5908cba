"""Every formula compared with code or tables of somebody else.

The other side is a function of a package, an equation as a second source restates it, both in
``tests/second_sources``, or a worked example of ``cases/formulas/published.csv``. What the other side rounds
to is the tolerance. Where it is wrong, or is another published form, ``DIFFERENCES`` names the case with both
results, and the comparison leaves out these inputs and no others.
"""

from __future__ import annotations

import csv
import itertools
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eligibility.formulas.given import read_given
from eligibility.formulas.table import Formula, formulas
from eligibility.knowledge.load import knowledge, rules_folder
from tests import second_sources as others
from tests.second_sources import Inputs

FORMULAS = formulas(rules_folder()).by_id
CASES = Path(__file__).resolve().parents[2] / "cases" / "formulas"
SLACK = 1e-9
"""What two ways of computing the same in floating point may differ by, relative to the result or to 1."""

Call = Callable[[Inputs], float]


class Second(NamedTuple):
    """A formula, who else computes it from the same inputs, and by how much the results may differ and why.

    ``relative``: a tolerance that grows with the result; ``apart``: the inputs of a named difference.
    """

    formula: str
    by: str
    call: Call
    within: float
    why: str
    apart: Callable[[Inputs], bool] = lambda _: False
    relative: float = 0


class Difference(NamedTuple):
    """Inputs for which the other side has another result, why, and where the right form is published."""

    formula: str
    by: str
    call: Call
    inputs: Inputs
    ours: float
    theirs: float
    why: str
    source: str


def dialysed_below_one(x: Inputs) -> bool:
    return bool(x["dialysis"] == "yes" and x["creatinine"] < 1)


def dialysed_or_capped(x: Inputs) -> bool:
    return dialysed_below_one(x) or FORMULAS["meld_initial"].value(x) > 40


def at_a_limit(x: Inputs) -> bool:
    return bool(x["bilirubin"] in (2, 3) or x["albumin"] == 2.8)


UNROUNDED, WHOLE, CAPPED = "not rounded", "whole numbers", "whole numbers, 40 at most"
ONE, TWO, THREE = "rounds to 1 decimal", "rounds to 2 decimals", "rounds to 3 decimals"
AT_137 = "medcalc.meldna at 137 mmol/L of sodium"
CKID = "R kidney.epi 1.3.0, R/egfr_ckid.R"
CHILD_PUGH = "medcalc.child_pugh_score"
SURFACES = "medimetry.anthropometric.bsa"

SECOND = [
    Second("cockcroft_gault", "medimetry.renal.cockcroft_gault", others.medimetry_cockcroft_gault, 0.05, ONE),
    Second("mdrd_4", "medimetry.renal.mdrd", others.medimetry_mdrd, 0, UNROUNDED),
    Second("mdrd_4", "medcalc.mdrd_gfr", others.medcalc_mdrd, 0.0005, THREE),
    Second("mdrd_4_not_idms", "medimetry.renal.mdrd, 186 in the place of its 175",
           lambda x: others.medimetry_mdrd(x) * 186 / 175, 0, UNROUNDED),
    Second("ckd_epi_2009", "vespr.org: in umol/L, kappa 61.9 and 79.6", others.ckd_epi_2009_umol, 0,
           "rounds 0.7 x 88.4 and 0.9 x 88.4 by 0.05 %", relative=0.0007),
    Second("ckd_epi_2009_tables", "R kidney.epi 1.3.0, R/egfr_ckdepi2009.R",
           others.ckd_epi_2009_rows, 0, UNROUNDED),
    Second("ckd_epi_2021", "medimetry.renal.ckd_epi", others.medimetry_ckd_epi, 0, UNROUNDED),
    Second("ckd_epi_2021", "medcalc.ckd_epi_2021_creatinine.ckd_epi_2021",
           others.medcalc_ckd_epi, 0, UNROUNDED),
    Second("schwartz_bedside", "kidney.org: 41.3 x m / (mg/dL)",
           lambda x: 41.3 * (x["height"] / 100) / x["creatinine"], 0, UNROUNDED),
    Second("schwartz_original", "nefrocalc.net: k 0.33, 0.45, 0.55, 0.70", others.schwartz_until_two,
           0, UNROUNDED, lambda x: 1 <= x["age"] < 2),
    Second("counahan_barratt", "ski-nephrology.org: 0.43 x cm / (umol/L x 0.0113)",
           lambda x: 0.43 * x["height"] / (x["creatinine"] * 88.4 * 0.0113), 0,
           "0.0113 rounds 1 / 88.4 by 0.11 %", relative=0.0012),
    Second("ckid_u25_creatinine", CKID, others.u25_creatinine, 0, UNROUNDED,
           lambda x: 15 <= x["age"] < 18),
    Second("ckid_u25_cystatin_c", CKID, others.u25_cystatin_c, 0, UNROUNDED,
           lambda x: x["sex"] == "female" and x["age"] >= 18),
    Second("bsa_mosteller", SURFACES, others.medimetry_surface("mosteller"), 0.005, TWO),
    Second("bsa_mosteller", "medcalc.bsa_calculator", others.medcalc_mosteller, 0.0005, THREE),
    Second("bsa_dubois", SURFACES, others.medimetry_surface("dubois"), 0.005, TWO),
    Second("bsa_haycock", SURFACES, others.medimetry_surface("haycock"), 0.005, TWO),
    Second("bmi", "medimetry.anthropometric.bmi", others.medimetry_bmi, 0.05, ONE),
    Second("bmi", "medcalc.bmi_calculator", others.medcalc_bmi, 0.0005, THREE),
    Second("qtcb", "medimetry.cardiac.qtc_correction", others.medimetry_bazett, 0.05, ONE),
    Second("qtcf", "medimetry.cardiac.qtc_correction", others.medimetry_fridericia, 0.05, ONE),
    Second("corrected_calcium", "medimetry.lytes.calcium_correction", others.medimetry_calcium, 0.005, TWO),
    Second("corrected_calcium", "medcalc.calcium_correction", others.medcalc_calcium, 0.0005, THREE),
    Second("corrected_calcium_si", "medimetry.lytes.calcium_correction", others.medimetry_calcium_si, 0.0025,
           "rounds to 0.01 mg/dL; 0.02 rounds 0.8 / 40.08 by 0.00004 mmol/L a g/L of albumin"),
    Second("child_pugh", "medimetry.metabolic.child_pugh_score", others.medimetry_child_pugh, 0, WHOLE),
    Second("child_pugh", CHILD_PUGH, others.medcalc_child_pugh, 0, WHOLE, at_a_limit),
    Second("meld", AT_137, others.medcalc_meld, 0, WHOLE, dialysed_below_one),
    Second("meld_initial", AT_137, others.medcalc_meld, 0, CAPPED, dialysed_or_capped),
    Second("meld_unrounded", "calculatorlib.com: 9.57, 3.78, 11.2, 6.43",
           others.meld_multiplied_out, 0, UNROUNDED),
    Second("meld_na_optn_2016", "medcalc.meldna", others.medcalc_meld, 0, WHOLE, dialysed_below_one),
    Second("meld_na_kim_2008", "mdapp.co: MELD - Na - 0.025 x MELD x (140 - Na) + 140",
           others.meld_na_2008, 0, UNROUNDED),
    Second("meld_3", "meld.sas of CU-Anschutz, from 18 years", others.meld_3_adult, 0, WHOLE),
    Second("fib_4", "medcalc.fibrosis_4", others.medcalc_fib_4, 0.0005, THREE),
    Second("homa_ir", "medcalc.homa_ir", others.medcalc_homa_ir, 0.0005, THREE),
    Second("homa_ir_si", "medcalc.homa_ir, 18 mg/dL to the mmol/L",
           others.medcalc_homa_ir_of_18, 0.0005, THREE),
    Second("homa_ir_pmol", "calculator.city, HOMA calculator pmol/L: glucose x insulin / 135",
           lambda x: x["insulin"] * x["glucose"] / 135, 0, UNROUNDED),
    Second("hba1c_ifcc", "information.ifcchba1c.org: 10.93 x NGSP - 23.5",
           lambda x: 10.93 * x["hba1c"] - 23.5, 0.05, "rounds 1 / 0.09148 and 2.152 / 0.09148"),
    Second("hba1c_ngsp", "information.ifcchba1c.org: 0.0915 x IFCC + 2.15",
           lambda x: 0.0915 * x["hba1c"] + 2.15, 0.005, "rounds 0.09148 and 2.152"),
]  # fmt: skip

CREATININE = (0.4, 0.69, 0.7, 0.71, 0.89, 0.9, 0.91, 1.2, 4.0, 9.0)
KIDNEY = {"creatinine": CREATININE, "age": (18, 39, 65, 90)}
U25 = {"age": (1, 6, 11.99, 12, 12.3, 14.99, 15, 15.3, 17.99, 18, 25.9), "creatinine": (0.2, 0.9, 4.0)}
SURFACE = {"height": (45, 75, 120, 170, 205), "weight": (2.5, 9.5, 22, 70, 140)}
RHYTHM = {"qt": (280, 360, 400, 450, 520), "rate": (35, 50, 59, 60, 61, 75, 100, 180)}
MELD: dict[str, tuple[float, ...]] = {
    "creatinine": (0.6, 0.99, 1.0, 1.01, 2.5, 3.0, 3.01, 3.99, 4.0, 4.01, 6.0),
    "bilirubin": (0.5, 1.0, 1.01, 3.0, 8.0, 30.0),
    "inr": (0.8, 1.0, 1.01, 1.5, 2.2, 4.0),
}
SODIUM: dict[str, tuple[float, ...]] = {"sodium": (120, 125, 126, 131, 136, 137, 140, 145)}

GRIDS: Mapping[str, Mapping[str, Sequence[float]]] = {
    "cockcroft_gault": KIDNEY | {"weight": (35, 70, 140)},
    "mdrd_4": KIDNEY, "mdrd_4_not_idms": KIDNEY, "ckd_epi_2021": KIDNEY,
    "ckd_epi_2009": KIDNEY, "ckd_epi_2009_tables": KIDNEY,
    "schwartz_bedside": {"height": (70, 100, 140, 185), "creatinine": (0.2, 0.4, 0.9, 3.0)},
    "schwartz_original": {"height": (45, 110, 165), "creatinine": (0.3, 0.5, 0.9, 3.0),
                          "age": (0, 0.99, 1, 1.99, 2, 6, 12.99, 13, 20.9)},
    "counahan_barratt": {"height": (55, 100, 125), "creatinine": (0.2, 0.4, 0.9, 3.0)},
    "ckid_u25_creatinine": U25 | {"height": (0.7, 1.2, 1.9)},
    "ckid_u25_cystatin_c": {"age": U25["age"], "cystatin_c": (0.5, 1.3, 5.0)},
    "bsa_mosteller": SURFACE, "bsa_dubois": SURFACE, "bsa_haycock": SURFACE,
    "bmi": {"height": (0.45, 0.75, 1.2, 1.75, 2.05), "weight": (2.5, 9.5, 22, 70, 140)},
    "qtcb": RHYTHM, "qtcf": RHYTHM,
    "corrected_calcium": {"calcium": (6.5, 8.0, 9.0, 12.5), "albumin": (1.5, 2.8, 3.9, 4.0, 4.1, 5.2)},
    "corrected_calcium_si": {"calcium": (1.6, 2.0, 2.4, 3.1), "albumin": (15, 28, 39, 40, 41, 52)},
    "child_pugh": {"bilirubin": (0.8, 1.99, 2, 2.01, 2.99, 3, 3.01, 9),
                   "albumin": (2, 2.79, 2.8, 2.81, 3.49, 3.5, 3.51, 4.2),
                   "inr": (1, 1.69, 1.7, 1.71, 2.29, 2.3, 2.31, 4)},
    "meld": MELD, "meld_initial": MELD, "meld_unrounded": MELD,
    "meld_na_optn_2016": MELD | SODIUM, "meld_na_kim_2008": MELD | SODIUM,
    "meld_3": {"creatinine": (0.6, 1.0, 1.01, 2.99, 3.0, 3.01, 6.0), "bilirubin": (0.5, 1.0, 1.01, 8.0, 30.0),
               "inr": (0.8, 1.0, 1.01, 2.2), "albumin": (1.4, 1.5, 1.51, 2.8, 3.49, 3.5, 4.2)} | SODIUM,
    "fib_4": {"age": (35, 50, 64, 65, 90), "ast": (12, 40, 300), "alt": (9, 40, 250),
              "platelets": (15, 150, 420)},
    "homa_ir": {"insulin": (1.5, 10, 60), "glucose": (60, 90, 126, 300)},
    "homa_ir_si": {"insulin": (1.5, 10, 60), "glucose": (3.3, 5.0, 5.5, 7.0, 16.0)},
    "homa_ir_pmol": {"insulin": (9, 60, 360), "glucose": (3.3, 5.0, 5.5, 7.0, 16.0)},
    "hba1c_ifcc": {"hba1c": (4, 5.6, 5.7, 6.4, 6.5, 7, 9, 14)},
    "hba1c_ngsp": {"hba1c": (20, 42, 48, 53, 75, 130)},
}  # fmt: skip
"""Inputs inside the ages of each formula, on both sides of each of its limits."""

HEALTHY = {"albumin": 4.0, "inr": 1.0, "bilirubin": 1.0, "ascites": "absent", "encephalopathy": "none"}
DIALYSED = {"creatinine": 0.9, "bilirubin": 2.0, "inr": 1.5, "dialysis": "yes"}
BOY = {"creatinine": 1.2, "bilirubin": 2.0, "inr": 1.4, "sodium": 135.0, "albumin": 3.0, "dialysis": "no"}
POINTS = "MSD Manual, table of the Child-Turcotte-Pugh score: two points from 2 to 3 and from 2.8 to 3.5"
OPTN_2016 = "OPTN policy 9.1.D, 2016: dialysed twice in the week before, the creatinine is 4.0 mg/dL"
U25_AUTHORS = "the authors' code and values, github.com/ckidstudy/CKiD_U25"

DIFFERENCES = [
    Difference("child_pugh", CHILD_PUGH, others.medcalc_child_pugh, HEALTHY | {"bilirubin": 2.0},
               6, 4, "a bilirubin of exactly 2 mg/dL gets no point at all", POINTS),
    Difference("child_pugh", CHILD_PUGH, others.medcalc_child_pugh, HEALTHY | {"bilirubin": 3.0},
               6, 7, "a bilirubin of exactly 3 mg/dL gets three points", POINTS),
    Difference("child_pugh", CHILD_PUGH, others.medcalc_child_pugh, HEALTHY | {"albumin": 2.8},
               6, 7, "an albumin of exactly 2.8 g/dL gets three points", POINTS),
    Difference("child_pugh", "Harrison's, 20th edition", lambda x: 5 + (x["albumin"] <= 3.5) + (
        x["albumin"] < 3.0), HEALTHY | {"albumin": 2.9}, 6, 7,
        "another published form: three points for an albumin below 3.0 g/dL, not 2.8 g/dL", POINTS),
    Difference("meld", AT_137, others.medcalc_meld, DIALYSED, 27, 14,
               "dialysis is forgotten where the creatinine is below 1 mg/dL", OPTN_2016),
    Difference("meld_na_optn_2016", "medcalc.meldna", others.medcalc_meld, DIALYSED | {"sodium": 130.0},
               30, 20, "dialysis is forgotten where the creatinine is below 1 mg/dL", OPTN_2016),
    Difference("meld_3", "meld.sas of CU-Anschutz, 12 to 17 years", others.meld_3_adolescent,
               BOY | {"sex": "male"}, 16, 18,
               "another published form: at 12 to 17 years the OPTN gives the 1.33 points to both sexes",
               "Kim WR et al., Gastroenterology 2021;161:1887-1895, for adults; the other form also in "
               "clincalc 0.4.0, meld_3, and in the report of healio.com, 5 November 2022"),
    Difference("ckd_epi_2021", "medcalc.ckd_epi_2021_creatinine.ckd_epi_2021_explanation",
               others.medcalc_ckd_epi_explained, {"creatinine": 0.8, "age": 40, "sex": "male"},
               114.7350, 106.349, "kappa is 0.7 for men with 0.9 mg/dL or less, and 0.9 in ckd_epi_2021",
               "Inker LA et al., N Engl J Med 2021;385:1737-1749: kappa is 0.9 for men"),
    Difference("cockcroft_gault", "medcalc.creatinine_clearance",
               lambda x: others.medcalc_cockcroft_gault({**x, "height": 165.0}),
               {"age": 56, "weight": 110.0, "creatinine": 1.0, "sex": "male"}, 128.3333, 94.32,
               "another published form: an adjusted weight where the body mass index is 25 or more",
               "clincalc.com/Kinetics/CrCl.aspx: the original study used actual body weight"),
    Difference("cockcroft_gault", "clincalc.com/Kinetics/CrCl.aspx", lambda _: 20.0,
               {"age": 78, "weight": 47.6, "creatinine": 1.56, "sex": "female"}, 22.3337, 20.0,
               "the example's result is not that of its equation",
               "Cockcroft DW, Gault MH, Nephron 1976;16:31-41"),
    Difference("qtcb", "medcalc.qt_calculator_bazett", others.medcalc_bazett, {"qt": 300.0, "rate": 180.0},
               519.6152, 519.875, "the interval of 0.3333 s is rounded to 0.333 s before its root",
               "Bazett HC, Heart 1920;7:353-370: QT by the root of RR"),
    Difference("homa_ir_pmol", "medcalc.homa_ir, insulin in pmol/L", others.medcalc_homa_ir_pmol,
               {"insulin": 60.0, "glucose": 5.0}, 2.2222, 80.0, "pmol/L are multiplied by 6, not divided",
               "labtests.co.in/unit-converter/insulin: 1 uIU/mL is 6 pmol/L"),
    Difference("homa_ir_si", "medcalc.homa_ir, glucose in mmol/L", others.medcalc_homa_ir_mmol,
               {"insulin": 10.0, "glucose": 5.4}, 2.4, 2.225,
               "5.4 mmol are rounded to 0.005 mol on the way to mg/dL",
               "Matthews DR et al., Diabetologia 1985;28:412-419: insulin x glucose / 22.5"),
    Difference("albi", "cal57.calculator.city/albi-score-calculator.html", lambda _: -2.35,
               {"bilirubin": 20.52, "albumin": 35.0}, -2.1090, -2.35,
               "the example's result is not that of its equation; albi-calculator.html beside it has -2.10",
               "Johnson PJ et al., J Clin Oncol 2015;33:550-558"),
    Difference("schwartz_original", "nefrocalc.net", others.schwartz_until_two,
               {"height": 80.0, "creatinine": 0.4, "age": 1.5, "sex": "male", "preterm": "no"}, 110.0, 90.0,
               "another published form: k is 0.45 until two years of age, not until one",
               "ski-nephrology.org/resources/gfr-calculator: 0.45 in the first year, 0.55 from 1 to 12"),
    Difference("ckid_u25_creatinine", CKID, others.u25_creatinine,
               {"height": 1.6, "creatinine": 1.9, "age": 15, "sex": "male"}, 37.4783, 35.2,
               "from 15 to 18 years it has the constants of the equation without age, 41.8 and 37.6",
               U25_AUTHORS),
    Difference("ckid_u25_cystatin_c", CKID, others.u25_cystatin_c,
               {"cystatin_c": 1.8, "age": 20, "sex": "female"}, 37.9444, 23.0,
               "for women from 18 years it has 41.4, the constant for creatinine, not 68.3", U25_AUTHORS),
]  # fmt: skip


def rows(name: str) -> list[dict[str, str]]:
    with (CASES / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def inputs_of(row: Mapping[str, str]) -> dict[str, float | str]:
    return read_given(FORMULAS[row["formula"]], row["given"].split("; "), knowledge()).values


def grid(formula: Formula) -> Iterator[dict[str, float | str]]:
    """Every combination of the numbers of a grid and of the words that the formula knows."""
    choices: list[Sequence[float | str]] = [
        needed.words or GRIDS[formula.id][name] for name, needed in formula.inputs.items()
    ]
    for values in itertools.product(*choices):
        yield dict(zip(formula.inputs, values, strict=True))


def anywhere(formula: Formula, draw: random.Random) -> dict[str, float | str]:
    """Inputs anywhere between the ends of a grid; an age in completed years stays whole."""
    made: dict[str, float | str] = {}
    for name, needed in formula.inputs.items():
        if needed.words:
            made[name] = draw.choice(needed.words)
            continue
        low, high = min(GRIDS[formula.id][name]), max(GRIDS[formula.id][name])
        made[name] = draw.randint(int(low), int(high)) if needed.whole else draw.uniform(low, high)
    return made


def same(second: Second, inputs: dict[str, float | str]) -> bool:
    """Whether both sides give the same result."""
    ours, theirs = FORMULAS[second.formula].value(inputs), second.call(inputs)
    return abs(ours - theirs) <= second.within + second.relative * abs(ours) + SLACK * max(1.0, abs(ours))


VECTORS = [
    pytest.param(one, row, id=f"{row['formula']} by {one.by}: {row['given']}")
    for one in SECOND
    for row in rows("vectors.csv")
    if row["formula"] == one.formula
]
EACH = pytest.mark.parametrize("second", SECOND, ids=lambda second: f"{second.formula} by {second.by}")


@pytest.mark.parametrize(("second", "row"), VECTORS)
def test_a_vector_has_the_same_result(second: Second, row: dict[str, str]) -> None:
    inputs = inputs_of(row)
    assert second.apart(inputs) or same(second, inputs)


@EACH
def test_a_grid_has_the_same_results(second: Second) -> None:
    compared = [inputs for inputs in grid(FORMULAS[second.formula]) if not second.apart(inputs)]
    assert len(compared) > 4
    assert [inputs for inputs in compared if not same(second, inputs)] == []


@EACH
@given(draw=st.integers(0, 2**32 - 1).map(random.Random))
def test_anything_between_has_the_same_result(second: Second, draw: random.Random) -> None:
    inputs = anywhere(FORMULAS[second.formula], draw)
    assert second.apart(inputs) or same(second, inputs)


@EACH
def test_what_a_comparison_leaves_out_does_differ(second: Second) -> None:
    left_out = [inputs for inputs in grid(FORMULAS[second.formula]) if second.apart(inputs)]
    assert sum(not same(second, inputs) for inputs in left_out) >= 0.9 * len(left_out)


@pytest.mark.parametrize("one", DIFFERENCES, ids=lambda one: f"{one.formula}: {one.why}")
def test_a_difference_is_as_named(one: Difference) -> None:
    assert FORMULAS[one.formula].value(one.inputs) == pytest.approx(one.ours, abs=5e-5)
    assert one.call(one.inputs) == pytest.approx(one.theirs, abs=5e-5)
    assert one.source


@pytest.mark.parametrize("row", rows("published.csv"), ids=lambda row: f"{row['formula']}: {row['given']}")
def test_a_worked_example_of_another_source(row: dict[str, str]) -> None:
    value = FORMULAS[row["formula"]].value(inputs_of(row))
    assert value == pytest.approx(float(row["result"]), abs=float(row["within"]) + SLACK)
    assert row["source"]


def test_no_formula_goes_without_a_comparison() -> None:
    compared = {one.formula for one in SECOND} | {row["formula"] for row in rows("published.csv")}
    assert compared == set(FORMULAS)
