"""What others make of the inputs of our formulas: functions of two packages, and equations as restated.

The packages are medimetry (MIT) and medcalc-bench (Apache-2.0; it is imported as ``medcalc``). The equations
are written as the source named beside them has them, not as ``rules/formulas`` has them.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from medcalc import (  # type: ignore[import-untyped]
    bmi_calculator,
    bsa_calculator,
    calcium_correction,
    child_pugh_score,
    ckd_epi_2021_creatinine,
    creatinine_clearance,
    fibrosis_4,
    homa_ir,
    mdrd_gfr,
    meldna,
    qt_calculator_bazett,
)
from medimetry import (  # type: ignore[import-untyped]
    anthropometric,
    cardiac,
    lytes,
    metabolic,
    renal,
)
from medimetry.constants import (  # type: ignore[import-untyped]
    EthnicalRace,
    Gender,
    QtcCorrectionType,
)

Inputs = Mapping[str, Any]

GENDERS = {"male": Gender.MALE, "female": Gender.FEMALE}
RACES = {"yes": EthnicalRace.AFRICAN_AMERICAN, "no": EthnicalRace.OTHER}
ASCITES = {"absent": "none", "slight": "slight", "moderate": "moderate"}
GRADES = {"none": "none", "1-2": "grade1-2", "3-4": "grade3-4"}
GRADES_OF_MEDCALC = {"none": "No Encephalopathy", "1-2": "Grade 1-2", "3-4": "Grade 3-4"}
CALCIUM_MASS = 4.008
"""Source: the molar mass of calcium, 40.08 g/mol.  Units: mg/dL to the mmol/L."""


def medimetry_cockcroft_gault(x: Inputs) -> float:
    return float(renal.cockcroft_gault(x["age"], x["weight"], x["creatinine"], GENDERS[x["sex"]]))


def medimetry_mdrd(x: Inputs) -> float:
    return float(renal.mdrd(x["creatinine"], x["age"], GENDERS[x["sex"]], RACES[x["black"]]))


def medimetry_ckd_epi(x: Inputs) -> float:
    return float(renal.ckd_epi(x["creatinine"], x["age"], GENDERS[x["sex"]]))


def medimetry_surface(formula: str) -> Callable[[Inputs], float]:
    """The body surface by one of the formulas of medimetry, which takes heights in metres."""
    call = {"mosteller": anthropometric.bsa_mosteller, "dubois": anthropometric.bsa_dubois,
            "haycock": anthropometric.bsa_haycock}[formula]  # fmt: skip
    return lambda x: float(call(x["weight"], x["height"] / 100))


def medimetry_bmi(x: Inputs) -> float:
    return float(anthropometric.bmi(x["weight"], x["height"]))


def medimetry_bazett(x: Inputs) -> float:
    return float(cardiac.qtc_correction(x["qt"], x["rate"], QtcCorrectionType.BAZETT))


def medimetry_fridericia(x: Inputs) -> float:
    return float(cardiac.qtc_correction(x["qt"], x["rate"], QtcCorrectionType.FRIDERICIA))


def medimetry_calcium(x: Inputs) -> float:
    return float(lytes.calcium_correction(x["calcium"], x["albumin"]))


def medimetry_calcium_si(x: Inputs) -> float:
    """The correction in mg/dL and g/dL, of inputs in mmol/L and g/L, and back in mmol/L."""
    return float(lytes.calcium_correction(x["calcium"] * CALCIUM_MASS, x["albumin"] / 10)) / CALCIUM_MASS


def medimetry_child_pugh(x: Inputs) -> float:
    ascites = metabolic.AscitesSeverity(ASCITES[x["ascites"]])
    grade = metabolic.EncephalopathyGrade(GRADES[x["encephalopathy"]])
    return float(metabolic.child_pugh_score(x["bilirubin"], x["albumin"], x["inr"], ascites, grade)[0])


def _answer(call: Callable[[dict[str, Any]], dict[str, Any]], **inputs: object) -> float:
    """The number that a function of medcalc-bench gives; it changes the dictionary that it is given."""
    return float(call(inputs)["Answer"])


def _kidney(x: Inputs) -> dict[str, Any]:
    """Age, sex, race and creatinine as medcalc-bench takes them."""
    race = "Black" if x.get("black") == "yes" else "White"
    creatinine = (x["creatinine"], "mg/dL")
    return {"age": (x["age"], "years"), "sex": x["sex"].capitalize(), "race": race, "creatinine": creatinine}


def medcalc_mdrd(x: Inputs) -> float:
    return _answer(mdrd_gfr.mrdr_gfr_explanation, **_kidney(x))


def medcalc_ckd_epi(x: Inputs) -> float:
    return float(ckd_epi_2021_creatinine.ckd_epi_2021(_kidney(x)))


def medcalc_ckd_epi_explained(x: Inputs) -> float:
    return _answer(ckd_epi_2021_creatinine.ckd_epi_2021_explanation, **_kidney(x))


def medcalc_cockcroft_gault(x: Inputs) -> float:
    body = {"weight": (x["weight"], "kg"), "height": (x["height"], "cm")}
    return _answer(creatinine_clearance.generate_cockcroft_gault_explanation, **_kidney(x), **body)


def medcalc_mosteller(x: Inputs) -> float:
    weight, height = (x["weight"], "kg"), (x["height"], "cm")
    return _answer(bsa_calculator.bsa_calculator_explaination, weight=weight, height=height)


def medcalc_bmi(x: Inputs) -> float:
    weight, height = (x["weight"], "kg"), (x["height"], "m")
    return _answer(bmi_calculator.bmi_calculator_explanation, weight=weight, height=height)


def medcalc_bazett(x: Inputs) -> float:
    qt, rate = (x["qt"], "msec"), (x["rate"], "beats per minute")
    return _answer(qt_calculator_bazett.bazett_calculator_explanation, qt_interval=qt, heart_rate=rate)


def medcalc_calcium(x: Inputs) -> float:
    calcium, albumin = (x["calcium"], "mg/dL"), (x["albumin"], "g/dL")
    explained = calcium_correction.calculate_corrected_calcium_explanation
    return _answer(explained, calcium=calcium, albumin=albumin)


def medcalc_child_pugh(x: Inputs) -> float:
    return _answer(
        child_pugh_score.compute_child_pugh_score_explanation,
        bilirubin=(x["bilirubin"], "mg/dL"), albumin=(x["albumin"], "g/dL"), inr=x["inr"],
        ascites=x["ascites"].capitalize(), encephalopathy=GRADES_OF_MEDCALC[x["encephalopathy"]],
    )  # fmt: skip


def medcalc_meld(x: Inputs) -> float:
    """MELD-Na; at a sodium of 137 mmol/L its sodium term is nothing, and MELD is left."""
    return _answer(
        meldna.compute_meldna_explanation,
        creatinine=(x["creatinine"], "mg/dL"), bilirubin=(x["bilirubin"], "mg/dL"), inr=x["inr"],
        sodium=(x.get("sodium", 137.0), "mEq/L"), dialysis_twice=x["dialysis"] == "yes", cvvhd=False,
    )  # fmt: skip


def medcalc_fib_4(x: Inputs) -> float:
    return _answer(
        fibrosis_4.compute_fib4_explanation,
        age=(x["age"], "years"), ast=(x["ast"], "U/L"), alt=(x["alt"], "U/L"),
        platelet_count=(x["platelets"] * 1000, "µL"),
    )  # fmt: skip


def _homa_ir(insulin: tuple[float, str], glucose: tuple[float, str]) -> float:
    return _answer(homa_ir.compute_homa_ir_explanation, insulin=insulin, glucose=glucose)


def medcalc_homa_ir(x: Inputs) -> float:
    return _homa_ir((x["insulin"], "µIU/mL"), (x["glucose"], "mg/dL"))


def medcalc_homa_ir_of_18(x: Inputs) -> float:
    """Glucose in mmol/L, of which 1 is taken as 18 mg/dL."""
    return _homa_ir((x["insulin"], "µIU/mL"), (x["glucose"] * 18, "mg/dL"))


def medcalc_homa_ir_mmol(x: Inputs) -> float:
    return _homa_ir((x["insulin"], "µIU/mL"), (x["glucose"], "mmol/L"))


def medcalc_homa_ir_pmol(x: Inputs) -> float:
    return _homa_ir((x["insulin"], "pmol/L"), (x["glucose"] * 18, "mg/dL"))


def schwartz_until_two(x: Inputs) -> float:
    """The original Schwartz formula of nefrocalc.net: k is 0.45 until two years of age."""
    young = 0.33 if x["preterm"] == "yes" and x["age"] < 1 else 0.45
    old = 0.7 if x["sex"] == "male" and x["age"] >= 13 else 0.55
    return float((young if x["age"] < 2 else old) * x["height"] / x["creatinine"])


Rows = Sequence[tuple[float, float, float, float]]
"""Below which age k is constant x factor^(age - from): age, constant, factor, from."""

U25_CREATININE: Mapping[str, Rows] = {
    "male": ((12, 39, 1.008, 12), (15, 39, 1.045, 12), (18, 41.8, 1, 0), (math.inf, 50.8, 1, 0)),
    "female": ((12, 36.1, 1.008, 12), (15, 36.1, 1.023, 12), (18, 37.6, 1, 0), (math.inf, 41.4, 1, 0)),
}
U25_CYSTATIN_C: Mapping[str, Rows] = {
    "male": ((15, 87.2, 1.011, 15), (18, 87.2, 0.96, 15), (math.inf, 77.1, 1, 0)),
    "female": ((12, 79.9, 1.004, 12), (18, 79.9, 0.974, 12), (math.inf, 41.4, 1, 0)),
}
"""Source: R kidney.epi 1.3.0, R/egfr_ckid.R, which has its own from 15 to 18 years and for women."""


def _u25(rows: Mapping[str, Rows], x: Inputs) -> float:
    _, constant, factor, start = next(row for row in rows[x["sex"]] if x["age"] < row[0])
    return float(constant * factor ** (x["age"] - start))


def u25_creatinine(x: Inputs) -> float:
    return float(_u25(U25_CREATININE, x) * x["height"] / x["creatinine"])


def u25_cystatin_c(x: Inputs) -> float:
    return float(_u25(U25_CYSTATIN_C, x) / x["cystatin_c"])


def ckd_epi_2009_umol(x: Inputs) -> float:
    """CKD-EPI 2009 of vespr.org for creatinine in umol/L: kappa is 61.9 for women and 79.6 for men."""
    woman = x["sex"] == "female"
    ratio = x["creatinine"] * 88.4 / (61.9 if woman else 79.6)
    slope = -1.209 if ratio > 1 else (-0.329 if woman else -0.411)
    factors = (1.018 if woman else 1) * (1.159 if x["black"] == "yes" else 1)
    return float(141 * ratio**slope * 0.993 ** x["age"] * factors)


def ckd_epi_2009_rows(x: Inputs) -> float:
    """CKD-EPI 2009 of R kidney.epi 1.3.0, by rows of sex, race and creatinine."""
    rows = {
        ("female", "no"): (144, 0.7, -0.329), ("male", "no"): (141, 0.9, -0.411),
        ("female", "yes"): (166, 0.7, -0.329), ("male", "yes"): (163, 0.9, -0.411),
    }  # fmt: skip
    constant, limit, slope = rows[x["sex"], x["black"]]
    power = slope if x["creatinine"] <= limit else -1.209
    return float(constant * (x["creatinine"] / limit) ** power * 0.993 ** x["age"])


def meld_multiplied_out(x: Inputs) -> float:
    """MELD of calculatorlib.com, the ten multiplied out, within the bounds of R ameld."""
    creatinine = 4 if x["dialysis"] == "yes" else min(max(x["creatinine"], 1), 4)
    logs = 9.57 * math.log(creatinine) + 3.78 * math.log(max(x["bilirubin"], 1))
    return logs + 11.2 * math.log(max(x["inr"], 1)) + 6.43


def meld_na_2008(x: Inputs) -> float:
    """MELD-Na of mdapp.co: MELD - Na - 0.025 x MELD x (140 - Na) + 140, for sodium from 125 to 140."""
    score, sodium = meld_multiplied_out(x), min(max(x["sodium"], 125), 140)
    return float(score - sodium - 0.025 * score * (140 - sodium) + 140)


def _meld_3(x: Inputs, adult: bool) -> float:
    bilirubin, inr = math.log(max(x["bilirubin"], 1)), math.log(max(x["inr"], 1))
    kidney = math.log(3 if x["creatinine"] > 3 or x["dialysis"] == "yes" else max(x["creatinine"], 1))
    sodium, albumin = 137 - min(max(x["sodium"], 125), 137), 3.5 - min(max(x["albumin"], 1.5), 3.5)
    points = 7.33 - 1.33 * adult + 1.33 * (adult and x["sex"] == "female")
    points += 4.56 * bilirubin + 0.82 * sodium - 0.24 * sodium * bilirubin + 9.09 * inr
    points += 11.14 * kidney + 1.85 * albumin - 1.83 * albumin * kidney
    return float(min(max(math.floor(points + 0.5), 6), 40))


def meld_3_adult(x: Inputs) -> float:
    """MELD 3.0 of the macro meld.sas, github.com/CU-Anschutz-DOS-CORP/sas-macros, from 18 years on."""
    return _meld_3(x, adult=True)


def meld_3_adolescent(x: Inputs) -> float:
    """MELD 3.0 of the same macro below 18 years, where both sexes have the 1.33 points."""
    return _meld_3(x, adult=False)
