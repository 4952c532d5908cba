"""The constraints of a text: what is stated where, in which form, and about what."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eligibility.core.span import Span
from eligibility.syntax.constraints.forms import FORMS, find
from eligibility.syntax.constraints.read import Constraint, constraints
from eligibility.syntax.constraints.ready import ready
from eligibility.syntax.lexer import lex
from tests.syntax.soup import criteria
from tests.syntax.texts import LEXICON

GOOD = [
    ("sandwich", "7.5% <= HbA1c <= 11%", ">=7.5 <=11 %", "HbA1c"),
    ("range", "age between 18 and 75 years", ">=18 <=75 years", "age"),
    ("range", "platelets 50-100 x 10^9/L", ">=50 <=100 x 10^9/L", "platelets"),
    ("pair", "BMI > 18 and < 35 kg/m2", ">18 <35 kg/m2", "BMI"),
    ("levels", "NYHA class III or IV", "=3 =4", "NYHA class"),
    ("levels", "ECOG 0, 1 or 2", "=0 =1 =2", "ECOG"),
    ("levels", "stage II-IV", ">=2 <=4", "stage"),
    ("one", ">= grade 2", ">=2", "grade"),
    ("one", "creatinine <= 1.5 x ULN", "<=1.5 ULN", "creatinine"),
    ("one", "AST less than twice the upper limit of normal", "<2 the upper limit of normal", "AST"),
    ("one", "at least 12 weeks", ">=12 weeks", ""),
    ("one", "18 years of age or older", ">=18 years", ""),
    ("one", "at least two prior lesions", ">=2", "prior lesions"),
    ("one", "ALT 2.5 x ULN", "=2.5 ULN", "ALT"),
    ("within", "chemotherapy within 4 weeks", "<=4 weeks", "chemotherapy"),
    ("within", "surgery within 2 to 6 weeks", ">=2 <=6 weeks", "surgery"),
    ("length", "surgery 4 weeks before enrolment", "=4 weeks", "surgery"),
    ("length", "response by 12 weeks", "<=12 weeks", "response"),
    ("also", "chemotherapy within 4 weeks or 5 half-lives", "<=5 half-lives", "chemotherapy"),
    ("gestation", "birth before 28 + 3 weeks", "=28 weeks", "birth"),
    ("year", "transplanted since 2010", ">=2010", "transplanted"),
    ("age", "migraine before age 50 years", "=50 years", "age"),
    ("rate", "drinks 3 coffees per day", "=3 coffees per day", "drinks"),
    ("one", "alcohol >= 3 units/day", ">=3 units/day", "alcohol"),
    ("count", "at least one of the following", ">=1", "at least one of the following"),
    ("levels", "skin types III-IV", ">=3 <=4", "skin types"),
    ("levels", "tumour GradeII-III", ">=2 <=3", "tumour, Grade"),
    ("one", "T-score < -2.5", "<-2.5", "T-score"),
    ("range", "between the ages of 18 and 65 years", ">=18 <=65 years", "ages"),
    ("level", "ECOG 2", "=2", "ECOG"),
    ("amount", "proteinuria of 500 mg", "=500 mg", "proteinuria"),
    ("sandwich", "45 mmHg < diastolic blood pressure (DBP) < 100 mmHg", ">45 <100 mmHg",
     "diastolic blood pressure, DBP"),
    ("within", "AST within 1.5 times of the ULN", "<=1.5 the ULN", "AST"),
    ("one", "ALT more than 2-fold the ULN", ">2 the ULN", "ALT"),
    ("one", "WBC >= 3.5 x 109/mL", ">=3.5 x 109/mL", "WBC"),
    ("one", "smoking more than 10-pack years", ">10 pack years", "smoking"),
    ("one", "age greater than18 years", ">18 years", "age"),
    ("one", "survival minimum 3 months", ">=3 months", "survival"),
    ("one", "stable dose for at least the previous 12 months", ">=12 months", "stable dose"),
    ("one", ">= 18 and over", ">=18", ""),
    ("pair", "age over or equal to 18 and less or equal to 40 years", ">=18 <=40 years", "age"),
    ("one", "diagnosed with asthma 12 months ago or less", "<=12 months", "diagnosed with asthma"),
    ("range", "stable treatment with 1 to 3 antiepileptics", ">=1 <=3", "antiepileptics"),
    ("within", "recent (within 4 weeks of screening) use of salicylate", "<=4 weeks", "use of salicylate"),
    ("within", "any drugs taken within 4 weeks", "<=4 weeks", "drugs"),
    ("times over", "bilirubin two times or greater than the ULN", ">=2 the ULN", "bilirubin"),
    ("pair", "at least one but not more than two prior regimens", ">=1 <=2", "prior regimens"),
    ("within", "a scan within 3 and 8 weeks", ">=3 <=8 weeks", "scan"),
    ("one", "platelets < 50.000/mL", "<50000 /mL", "platelets"),
    ("one", "platelets >= 100,000/mm3 (standard units: >= 100 x 10^9/L)", ">=100 x 10^9/L", "platelets"),
    ("one", "QT corrected by Fridericia's (QTcF) method > 450 ms", ">450 ms", "Fridericia's (QTcF) method"),
    ("amount", "an equivalent of 5 mg prednisone per day", "=5 mg prednisone per day", "prednisone"),
    ("within", "scan within 2-d", "<=2 d", "scan"),
    ("times over", "AST and ALT 2.5 times higher than ULN", ">2.5 ULN", "ALT, AST"),
    ("one", "toxicity >= CTCAE grade 2", ">=2", "toxicity, grade"),
    ("length", "life expectancy 3 months", "=3 months", "life expectancy"),
    ("length", "defined as 12 months of spontaneous amenorrhoea", "=12 months", "spontaneous amenorrhoea"),
    ("counted", "smokes 15 cigarettes or more", ">=15", "cigarettes"),
    ("length", "maximum age: 80 years", "<=80 years", "age"),
    ("one", "AST (serum glutamic oxaloacetic transaminase [SGOT]) and ALT (SGPT) <= 2 x ULN", "<=2 ULN",
     "ALT (SGPT), AST"),
    ("one", "PT and aPTT <= 1.5 x ULN", "<=1.5 ULN", "aPTT, PT"),
    ("within", "in the past 6 months: stroke", "<=6 months", "stroke"),
    ("values", "aspirin 81 or 325 mg", "=81 =325 mg", "aspirin"),
    ("values", "aspirin (81 or 325 mg) daily as prophylaxis", "=81 =325 mg", "aspirin"),
    ("one", "a dose > 5 \u00b5g", ">5 \u00b5g", "dose"),
    ("one", "menopause with at least 1 year since last menses", ">=1 year", "last menses"),
    ("spanning", "events (stroke) during the 6 months prior to consent", "<=6 months", "events"),
    ("one", "the curvature measured in the spine < 10 degrees", "<10 degrees",
     "curvature measured in the spine"),
    ("recent", "steroid use (previous 3 months)", "<=3 months", "steroid use"),
    ("recent", "stroke, last 6 months", "<=6 months", "stroke"),
    ("gestation", "birth at 24+0 to 34+6 weeks", ">=24 <=34 weeks", "birth"),
    ("length", "surgery six months ago", "=6 months", "surgery"),
    ("one", "pain > 3 months' duration", ">3 months", "pain"),
    ("level", "3 grade heart block", "=3", "heart block, grade"),
    ("one", "alcohol use (> 3 drinks/occasion)", ">3 drinks/occasion", "alcohol use"),
    ("things", "has had one previous transplantation", "=1", "previous transplantation"),
    ("one", "epirubicin > 900 mg/m2", ">900 mg/m2", "epirubicin"),
    ("one", "heparin > 100 U/kg/day", ">100 U/kg/day", "heparin"),
    ("one", "walks more than 5 km", ">5 km", "walks"),
    ("one", "HIV RNA < 400 c/mL", "<400 c/mL", "HIV RNA"),
    ("one", "post-bronchodilator FEV1 >= 70%", ">=70 %", "post-bronchodilator FEV1"),
    ("one", "a heart rate (HR) level > 100 bpm", ">100 bpm", "heart rate (HR) level"),
    ("one", "oral prednisone at a dose of > 10 mg/day", ">10 mg/day", "oral prednisone at a dose"),
    ("one", "more than 600 mg caffeine a day", ">600 mg caffeine a day", "caffeine"),
    ("range", "creatinine clearance as calculated by the Cockcroft-Gault formula of 60 to 90 mL/min",
     ">=60 <=90 mL/min", "creatinine clearance"),
    ("within", "major surgery of the knee or replacement of the hip joint within 4 weeks", "<=4 weeks",
     "replacement of the hip joint, major surgery of the knee"),
    ("one", "user (>= 6 months) of a hearing aid", ">=6 months", "user (>= 6 months) of a hearing aid"),
    ("levels", "score >= 10 on the pain scale", ">=10", "pain scale, score"),
    ("deviation", "menstrual cycles of 28 \u00b1 7 days", ">=21 <=35 days", "menstrual cycles"),
    ("deviation", "a stable weight +/- 10%", ">=-10 <=10 %", "stable weight"),
    ("also", "treatment within 14 or 21 days before enrolment", "<=21 days", "treatment"),
    ("one", "urine protein <= 1+", "<=1", "urine protein"),
    ("pair", "FEV1 = 30% and < 80%", ">=30 <80 %", "FEV1"),
    ("one", "body weight not less than (<) 50 kg", ">=50 kg", "body weight"),
    ("one", "body surface area (BSA) affected by psoriasis >= 10%", ">=10 %", "body surface area, BSA"),
    ("one", "creatinine clearance by the Cockcroft-Gault formula > 60 mL/min", ">60 mL/min",
     "creatinine clearance"),
    ("one", "ALT or AST at week -2 of the run-in period >= 2 x ULN", ">=2 ULN", "AST, ALT"),
    ("range", "ii. Heart rate, 50-90 bpm", ">=50 <=90 bpm", "Heart rate"),
    ("one", "bilirubin >x2 ULN", ">2 ULN", "bilirubin"),
    ("one", "bilirubin > 2 x upper institution limit for normal", ">2 upper institution limit for normal",
     "bilirubin"),
    ("one", "at least 4 weeks must have elapsed since the last surgery", ">=4 weeks", "last surgery"),
    ("one", "at least 4 weeks since prior and no concurrent radiotherapy", ">=4 weeks", "radiotherapy"),
    ("one", "at least 3 years since diagnosis", ">=3 years", "diagnosis"),
    ("one", "resections are not allowed < 6 months before enrolment", "<6 months", "resections"),
    ("within", "within 10 days before administration of the trial drug, use of heparin", "<=10 days",
     "use of heparin"),
    ("within", "weight loss (more than 5 kg) within 3 months", "<=3 months", "weight loss"),
    ("one", "regular pain from at least 3 months", ">=3 months", "regular pain"),
    ("one", "frequent urination - 8 or more times a day", ">=8 times a day", "frequent urination"),
    ("one", "diastolic blood pressure < 50 millimeters of mercury", "<50 millimeters of mercury",
     "diastolic blood pressure"),
    ("within", "smokes within 30 minutes of waking", "<=30 minutes", "smokes"),
    ("amount", "10 mg of prednisone per day or 20 mg every other day", "=20 mg", "prednisone"),
    ("one", "Habit: more than 3 loose stools per day", ">3 loose stools per day", "loose stools"),
    ("one", "recent (< 3 months) history of any stroke", "<3 months", "stroke"),
    ("one", "leukocytes < 4,000/mm3 or > 10% immature forms", ">10 %", "immature forms"),
    ("range", "methotrexate 10-25 mg/weekly", ">=10 <=25 mg/weekly", "methotrexate"),
    ("one", "at least one evaluable or measurable lesion", ">=1", "evaluable or measurable lesion"),
]  # fmt: skip
"""Each form, a text, its bounds and unit, and its subject."""

BAD = [
    ("sandwich", "11% <= HbA1c <= 7.5%"),
    ("range", "platelets 100-50 x 10^9/L"),
    ("pair", "BMI > 35 and < 18 kg/m2"),
    ("levels", "stage IV-II"),
    ("one", "more than expected"),
    ("within", "within the study"),
    ("length", "several weeks before enrolment"),
    ("level", "CD 22 expression"),
    ("amount", "visit 500"),
    ("also", "chemotherapy within 4 weeks or 5 cycles"),
    ("gestation", "birth before 28 or 30 weeks"),
    ("year", "weighing since 210"),
    ("age", "prostate specific antigen 50 years"),
    ("rate", "smokes 20 cigarettes with a friend"),
    ("count", "one of his parents"),
    ("one", "Gleason 4+3"),
    ("amount", "2-D echocardiogram"),
    ("things", "the two cohorts"),
    ("counted", "type 2 diabetes or asthma"),
    ("values", "visits 1 and 2"),
    ("recent", "stroke 6 months"),
    ("deviation", "visual acuity 1-2 weeks"),
    ("spanning", "stable for 6 months before consent"),
    ("times over", "two times or after the ULN"),
]
"""Each form, and a text in which it is not found as such."""


SILENT = {
    "equality": ("PEEP <= 8 cmH2O (1 cmH2O = 0.098 kPa)", ["<=8 cmH2O"]),
    "restated": ("glucose < 280 mg/dL (15.6 mmol/L)", ["<280 mg/dL"]),
}
"""Forms that set no limit: the other way to write a number, with a text and the limits that it does set."""


@pytest.mark.parametrize(("text", "limits"), SILENT.values(), ids=SILENT)
def test_the_same_amount_in_another_unit_is_no_limit_of_its_own(text: str, limits: list[str]) -> None:
    assert [shown(found, text) for found in read(text)] == limits


def read(text: str) -> list[Constraint]:
    return constraints(text, Span(0, len(text)), LEXICON)


def forms(text: str) -> list[str]:
    return [found.form for found in find(ready(lex(text, Span(0, len(text)), LEXICON), LEXICON), LEXICON)]


def shown(found: Constraint, text: str) -> str:
    bounds = " ".join(f"{operator}{value:g}" for operator, value in found.bounds)
    return bounds if found.unit is None else f"{bounds} {found.unit.of(text)}"


@pytest.mark.parametrize(("form", "text", "told", "subject"), GOOD)
def test_a_constraint_is_read_as_stated(form: str, text: str, told: str, subject: str) -> None:
    assert forms(text)[-1] == form
    *_, found = read(text)
    assert shown(found, text) == told
    assert ", ".join(span.of(text) for span in found.subjects) == subject


@pytest.mark.parametrize(("form", "text"), BAD)
def test_what_is_no_such_constraint_is_not_read_as_one(form: str, text: str) -> None:
    assert form not in forms(text)


def test_every_form_has_a_good_and_a_bad_example() -> None:
    names = {name for name, _ in FORMS} - SILENT.keys()
    assert names == {form for form, *_ in GOOD} == {form for form, _ in BAD}


def test_a_score_has_the_scale_that_is_named_behind_the_next_one() -> None:
    text = "a score > 1 or < -1 on the agitation scale"
    assert [[span.of(text) for span in found.subjects] for found in read(text)] == [
        ["agitation scale", "score"],
        ["agitation scale"],
    ]


def test_a_range_of_two_units_is_two_limits_on_one_thing() -> None:
    assert [found.kind for found in read("6 months to 17 years")] == ["age", "age"]
    text = "between 1 month and 2 years after transplantation"
    low, high = read(text)
    assert [shown(low, text), shown(high, text)] == [">=1 month", "<=2 years"]
    assert low.anchor == high.anchor is not None


def test_an_operator_is_inherited_by_a_multiple_in_brackets() -> None:
    text = "AST <= 2.5 x ULN (5 x ULN in case of liver metastases)"
    assert [shown(found, text) for found in read(text)] == ["<=2.5 ULN", "<=5 ULN"]


def test_measures_that_share_a_limit_are_all_its_subjects() -> None:
    text = "AST, ALT and alkaline phosphatase <= 3 x ULN"
    (found,) = read(text)
    assert {span.of(text) for span in found.subjects} == {"AST", "ALT", "alkaline phosphatase"}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("18 years or older", "age"), ("18+", "age"), ("18 and over", "age"),
        ("2 and over points", "numeric"),
        ("diagnosed at least 2 years before enrolment", "temporal"),
        ("haemoglobin >= 9 g/dL", "numeric"),
        ("aged < 6 months", "age"),
    ],
)
def test_ages_and_lengths_of_time_are_told_apart(text: str, kind: str) -> None:
    assert [found.kind for found in read(text)] == [kind]


AROUND = [
    ("ALT <= 5 x ULN if liver metastases are present", "if liver metastases are present", "", ""),
    ("bilirubin <= 1.5 x ULN (unless Gilbert syndrome)", "unless Gilbert syndrome", "", ""),
    ("without liver metastases: AST <= 2.5 x ULN", "without liver metastases", "", ""),
    ("for patients with cirrhosis, platelets >= 75 x 10^9/L", "patients with cirrhosis", "", ""),
    ("haemoglobin >= 13 g/dL for men", "men", "", ""),
    ("eGFR >= 30 mL/min (1 to < 2 years)", "1 to < 2 years", "", ""),
    ("a lymphoma with LDH > 250 U/L", "lymphoma", "", ""),
    ("patients must have platelets >= 75 x 10^9/L", "", "", ""),
    ("surgery within 4 weeks before the first dose", "", "first dose", ""),
    ("surgery within 4 weeks of enrolment", "", "enrolment", ""),
    ("surgery within 4 weeks, whichever is longer, prior to consent", "", "consent", ""),
    ("haemoglobin >= 12 g/dL (male participants)", "male participants", "", ""),
    ("For Japan only: platelets >= 75 x 10^9/L", "Japan only", "", ""),
    ("ALT <= 3 x ULN (in case of liver metastases: <= 5 x ULN)", "", "", ""),
    ("INR <= 1.5 (if on heparin, baseline INR must be < 1.2)", "", "", ""),
    ("bilirubin <= 2 x ULN (or if <= 4 mg/dL)", "", "", ""),
    ("CrCl > 60 mL/min for those with creatinine > 2 mg/dL", "for those with creatinine > 2 mg/dL", "", ""),
    ("ALT <= 3 x ULN and for patients with liver metastases <= 5 x ULN", "", "", ""),
    ("LVEF > 55% in patients < 10 years of age", "patients < 10 years of age", "", ""),
    ("comorbidity score < 5 for age < 65 years", "< 65 years", "", ""),
    ("AST <= 3 x ULN in the absence of liver metastases", "in the absence of liver metastases", "", ""),
    ("pain for 12 months in the absence of treatment", "", "", ""),
    ("surgery within 4 weeks", "", "", ""),
    ("creatinine clearance > 60 mL/min by Cockcroft-Gault", "", "", "Cockcroft-Gault"),
    ("creatinine clearance > 60 mL/min", "", "", ""),
]
"""A text with the condition that selects its limit, the moment it counts from, and its method."""


@pytest.mark.parametrize(("text", "condition", "anchor", "method"), AROUND)
def test_what_selects_dates_and_measures_a_limit(text: str, condition: str, anchor: str, method: str) -> None:
    found = next(one for one in read(text) if one.kind != "age")
    told = [span.of(text) if span else "" for span in (found.condition, found.anchor, found.method)]
    assert told == [condition, anchor, method]


SHARED = [
    ("for patients with cirrhosis: ALT <= 5 x ULN, bilirubin <= 2 x ULN", "patients with cirrhosis"),
    ("if ALP > 2.5 x ULN, AST must be < 1.5 x ULN", "if ALP > 2.5 x ULN"),
    ("LVEF > 55% in patients < 10 years of age and > 45% in patients > 9 years of age",
     "patients > 9 years of age"),
]  # fmt: skip
"""A text, and the condition of the last limit in it that is no age."""


@pytest.mark.parametrize(("text", "condition"), SHARED)
def test_a_condition_at_the_head_of_a_sentence_is_that_of_each_limit(text: str, condition: str) -> None:
    found = [one for one in read(text) if one.kind == "numeric"][-1]
    assert found.condition is not None and found.condition.of(text) == condition


CARRIED = [
    ("ALP < 3 x ULN for the reference laboratory (< 5 x ULN for patients with bone metastases)", ["ALP"]),
    ("heart rate 50-100 bpm (age 18-65) and 50-90 bpm (age > 65)", ["heart rate"]),
]
"""A text, and what its last limit that is no age is about."""


@pytest.mark.parametrize(("text", "about"), CARRIED)
def test_a_limit_goes_on_from_the_one_before_the_bracket(text: str, about: list[str]) -> None:
    found = [one for one in read(text) if one.kind == "numeric"][-1]
    assert [span.of(text) for span in found.subjects] == about


def test_limits_joined_by_or_share_the_unit_behind_them() -> None:
    text = "age < 18 or > 65 years"
    assert [(shown(found, text), found.kind) for found in read(text)] == [
        ("<18 years", "age"),
        (">65 years", "age"),
    ]


def test_a_pressure_of_two_numbers_is_one_limit_with_both() -> None:
    text = "blood pressure < 140/90 mmHg"
    assert [shown(found, text) for found in read(text)] == ["<140 <90 mmHg"]


def test_an_adjective_before_a_measure_gives_its_limit_an_operator() -> None:
    text = "a minimum disease duration of 5 years, a maximum dose of 40 mg"
    assert [shown(found, text) for found in read(text)] == [">=5 years", "<=40 mg"]


@given(st.one_of(criteria(), st.text(max_size=200)))
def test_constraints_lie_in_the_text_in_order_and_apart(text: str) -> None:
    found = read(text)
    for one in found:
        assert 0 <= one.span.start < one.span.end <= len(text)
        assert all(0 <= span.start < span.end <= len(text) for span in one.subjects)
        assert one.bounds
        assert one.unit is None or (one.unit.start >= 0 and one.unit.end <= len(text))
    assert all(first.span.end <= second.span.start for first, second in pairwise(found))
