"""What wordings say, and which say nothing sure: scope, subjects, times, brackets."""

from __future__ import annotations

import pytest

from tests.syntax.shapes import shape
from tests.syntax.texts import tree

LISTS = [
    ("stroke or asthma unless treated gout", "unless(or(stroke, asthma), treated gout) loosely"),
    ("(stroke or asthma) unless treated gout", "unless(or(stroke, asthma), treated gout)"),
    ("stroke, except gout", "except(stroke, gout)"),
    ("stroke and asthma or gout", "mixed_ao(stroke, asthma, gout)"),
    ("stroke with asthma or gout", "mixed_wo(stroke, asthma, gout)"),
    ("stroke, asthma with gout", "mixed_lw(stroke, asthma, gout)"),
    ("stroke, asthma, or gout", "or(stroke, asthma, gout)"),
    ("stroke and asthma, or gout", "or(and(stroke, asthma), gout)"),
    ("stroke or asthma, and gout", "and(or(stroke, asthma), gout)"),
    ("stroke, asthma", "series(stroke, asthma)"),
    ("both stroke and asthma", "with(stroke, asthma)"),
    ("stroke with asthma", "with(stroke, asthma)"),
    ("stroke with asthma and gout", "and(stroke, asthma, gout)"),
    ("stroke; or asthma", "or(stroke, asthma)"),
    ("stroke; asthma; and gout", "and(stroke, asthma, gout)"),
    ("Stroke. Asthma.", "sentences(Stroke, Asthma)"),
    ("(stroke) and (asthma)", "and(stroke, asthma)"),
    ("gout/podagra", "or(gout, podagra)"),
    ("allergy to both latex and nuts", "with(allergy: latex, allergy: nuts)"),
    ("allergy to latex (rubber), nuts or soy", "or(allergy: latex (rubber), allergy: nuts, allergy: soy)"),
    ("allergy to latex or nuts (Brazil)", "or(allergy: latex, allergy: nuts (Brazil))"),
    ("BCR-ABL/t(9;22) present", "or(BCR-ABL present, t(9;22) present)"),
    # Whether the words before a name go on with it is not said; it is read in each way when it is bound.
    ("stroke within 6 months of consent or asthma", "or(stroke @of >=0 <=6 month consent, ..asthma)"),
    ("echo by MUGA or ultrasound", "or(echo ~by MUGA, ..ultrasound)"),
    ("intolerance to latex, nuts or soy", "or(intolerance to latex, ..nuts, ..soy)"),
    ("intolerance to latex, prior gout or soy", "or(intolerance to latex, prior gout, soy)"),
    ("intolerance to latex or (nuts)", "or(intolerance to latex, nuts)"),
    (
        "stroke within 6 months of consent or prior asthma",
        "or(stroke @of >=0 <=6 month consent, prior asthma)",
    ),
]

DENIALS = [
    ("without stroke", "not(stroke)"),
    ("no stroke or asthma", "or(not(stroke), asthma)"),
    ("no stroke and no asthma", "and(not(stroke), not(asthma))"),
    ("AST > 5 and no stroke", "and([AST] >5, not(stroke))"),
    ("no stroke and AST > 5", "and(not(stroke), [AST] >5)"),
    ("(no stroke) or AST > 5", "or(not(stroke), [AST] >5)"),
    ("stroke unless controlled asthma", "unless(stroke, controlled asthma)"),
    ("(stroke or gout) unless asthma", "unless(or(stroke, gout), asthma)"),
]

LIMITS = [
    ("AST/ALT <= 5 x ULN", "[AST, ALT] <=5 uln"),
    ("AST: <= 5 x ULN", "[AST] <=5 uln"),
    ("pain of 3 to 11 units, inclusive", "[pain of units] >=3 <=11"),
    ("AST 3 to 11 U/L, inclusive", "[AST] >=3 <=11 U/L"),
    ("AST between 3 and 11 U/L (both inclusive)", "[AST] >=3 <=11 U/L"),
    ("AST > 3 to < 11 U/L (inclusive)", "[AST] >3 <11 U/L (inclusive)"),
    ("Age 18-65 inclusive, and AST > 5", "and([Age] >=18 <=65, [AST] >5)"),
    ("AST < 3 or > 11 U/L", "or([AST] <3 U/L, [AST] >11 U/L)"),
    ("AST > 11 U/L, or < 3", "or([AST] >11 U/L, [AST] <3 U/L)"),
    ("AST > 7 mmol/L or > 126 mg/dL", "or([AST] >7 mmol/L, [AST] >126 mg/dL)"),
    ("no AST < 3 or > 11 at screening", "not(or([AST] <3 @at screening, [AST] >11 @at screening))"),
    ("AST > 5 or > 3 blasts", "or([AST] >5, [blasts] >3)"),
    ("AST < 3 or > 11, and ALT > 5", "and(or([AST] <3, [AST] >11), [ALT] >5)"),
    ("ECOG of 0, 1 or 2", "[ECOG] >=0 <=2 listed"),
    ("ECOG (new form): 0 or 1", "[ECOG] >=0 <=1 listed (new form)"),
    ("ECOG 0 or 1 and AST > 5", "and([ECOG] >=0 <=1 listed, [AST] >5)"),
    ("AST > 5 g/L (50 g/dL)", "[AST] >5 g/L (again =50 g/dL)"),
    ("AST 3 to 5 g/L (or 30-50 g/dL)", "[AST] >=3 <=5 g/L (again >=30 <=50 g/dL)"),
    ("AST 3 to 5 g/L (30-50 g/dL) (both inclusive)", "[AST] >=3 <=5 g/L (again >=30 <=50 g/dL)"),
    ("AST > 5 grams per litre (g/L) at consent", "[AST] >5 grams per litre @at consent"),
    ("AST > 5 ng/L (pg/mL)", "[AST] >5 ng/L (or(pg, mL))"),
    ("AST > 5 g/L (within 7 days before consent)", "[AST] >5 g/L @before >=0 <=7 day consent"),
    ("AST > 5 x ULN (at the time of consent)", "[AST] >5 uln @at consent"),
    ("AST > 5 g/L (within 7 days, by MUGA)", "[AST] >5 g/L (parts: within 7 days, by (MUGA))"),
    ("Performance status - ECOG 0-2", "[ECOG] >=0 <=2"),
    ("Performance status: Karnofsky 60-100%", "[Karnofsky] >=60 <=100 %"),
    ("Minimum life expectancy of 3 months", "[Minimum life expectancy] >=3 month"),
    ("AST (new assay): > 5", "[AST] >5 (new assay)"),
    ("AST - <= 5 x ULN", "[AST] <=5 uln"),
    ("AST \u2013 5 to 10 U/L", "[AST] >=5 <=10 U/L"),
    ("AST and ALT: <= 5 x ULN", "[AST & ALT] <=5 uln"),
    ("Age: >= 18 years", "[Age] >=18 year"),
    ("Age - 18 years or older", "[Age] >=18 year"),
    ("AST and ALT <= 5 x upper limit of normal (ULN)", "[AST & ALT] <=5 uln"),
    ("eGFR in participants with gout >= 30 mL/min", "[eGFR if gout] >=30 mL/min"),
    ("involvement of >= 5% blasts", "[involvement of blasts] >=5 %"),
    ("< 40 chromosomes", "[chromosomes] <40"),
    ("AST > 5 at screening by dipstick", "[AST] >5 @at screening ~by dipstick"),
    ("Age >= 18 years at consent", "[Age] >=18 year @at consent"),
    ("AST (new assay) > 5", "[AST] >5 (new assay)"),
    ("Age 18 years or older", "[Age] >=18 year"),
    ("Age of 18 or older", "[Age] >=18"),
    ("Age > 18 years old", "[Age] >18 year"),
    ("age 18 to 65 years of age", "[age] >=18 <=65 year"),
    ("T-score < -2.5", "[T-score] <-2.5"),
]

NAMES = [
    ("negative pregnancy test", "pregnancy test negative"),
    ("recovery from any prior surgery", "recovery from any prior surgery"),
    ("infection requiring antibiotics", "infection requiring antibiotics"),
    ("infection that is associated with stroke", "infection associated with stroke"),
    ("participants on dialysis", "on dialysis"),
    ("allergy to soy or any nut", "or(allergy: soy, any allergy: nut)"),
    ("post-menopausal women", "with(people female, post-menopausal)"),
    ("lesion(s) of the skin", "lesion(s) of skin"),
    ("part in a previous study", "part in previous study"),
    ("stroke without asthma", "with(stroke, not(asthma))"),
    ("prior or ongoing stroke", "prior ongoing stroke"),
    ("prior history of stroke", "history stroke"),
    ("history of active, uncontrolled stroke", "history active uncontrolled stroke"),
    ("any known stroke", "any known stroke"),
    ("hepatitis A or B", "or(hepatitis A, B)"),
    ("IT chemotherapy", "IT chemotherapy"),
    ("CD22-positive leukemia", "CD22 positive of leukemia"),
    ("Section 10.10.2", "see Section 10.10.2"),
    ("stroke during warfarin and/or heparin", "stroke @during warfarin | @during heparin"),
    ("stroke before treatment with warfarin", "stroke @before start of warfarin"),
    ("stroke, such as infarction or bleeding", "stroke (example: or(infarction, bleeding))"),
    ("stroke (Molina et al, 2021)", "stroke (cite Molina et al, 2021)"),
    (
        "surgery is performed before consent or is planned",
        "or(surgery given @before consent, surgery planned)",
    ),
]

PEOPLE = [
    ("participants", "people any"),
    ("participants 18 years of age or older", "age >=18 year"),
    ("participants >= 18 years", "age >=18 year"),
    ("adults >= 18 years", "age >=18 year"),
    ("adult patients, 18 to 65 years old, inclusive", "age >=18 <=65 year"),
    ("adults <= 65 years", "[adults] <=65 year"),
    ("children >= 2 years", "[children] >=2 year"),
    ("children 2 to 12 years", "age >=2 <=12 year"),
    ("adults with AST > 5", "with(adults, [AST] >5)"),
    ("adults", "adults"),
    ("Between the ages of 18 and 65 years", "[ages] >=18 <=65 year"),
    ("men and women between ages 18 and 65 years", "and(people female+male, [ages] >=18 <=65 year)"),
    ("men or women, aged 18 years or older", "and(people female+male, [aged] >=18 year)"),
    ("18 years or older at consent", "[age] >=18 year @at consent"),
    ("participants >= 18 years at consent", "[age] >=18 year @at consent"),
    ("men & women >= 20 years of age", "and(people female+male, age >=20 year)"),
    ("women with stroke and asthma", "with(people female, and(stroke, asthma))"),
    ("women with stroke are not eligible", "refuse(with(people female, stroke))"),
    ("asthma,", "asthma"),
    ("history of type 2 diabetes", "history type 2 diabetes"),
    ("women receiving warfarin", "with(people female, warfarin receiving)"),
]

SINCE = [
    ("At least 4 weeks since prior warfarin", ">=4 week since prior warfarin"),
    ("> 4 weeks since any warfarin or prior heparin", ">4 week since prior warfarin | heparin"),
    ("At least 2 weeks have elapsed since the last dose of warfarin", ">=2 week since end of warfarin"),
    ("At least 2 weeks since treatment with warfarin", ">=2 week since end of warfarin"),
    ("less than 4 weeks since warfarin, heparin", ">=0 <4 week since warfarin, heparin"),
    ("At least 4 weeks since prior warfarin and recovered", ">=4 week since prior warfarin recovered"),
    (
        "At least 4 weeks since warfarin (6 weeks for heparin or statins) and recovered before consent",
        ">=4 week since warfarin (6 week for heparin, statins) recovered @before consent",
    ),
    (
        "at least 4 weeks since warfarin and at least 2 weeks since heparin",
        "and(>=4 week since warfarin, >=2 week since heparin)",
    ),
    ("At least 4 weeks since warfarin and AST > 5", "and(>=4 week since warfarin, [AST] >5)"),
    ("Women at least 4 weeks since warfarin", "with(people female, >=4 week since warfarin)"),
    ("At least 4 weeks since warfarin, no stroke", "and(>=4 week since warfarin, not(stroke))"),
]


@pytest.mark.parametrize(("text", "expected"), LISTS + DENIALS + LIMITS + NAMES + PEOPLE + SINCE)
def test_a_wording_says_this(text: str, expected: str) -> None:
    assert shape(tree(text)) == expected


UNSURE = [
    "stroke or asthma, with gout",  # how far it reaches
    "both stroke or asthma",
    "combined stroke",
    "no stroke or AST > 5",  # how far the denial reaches
    "asthma or no stroke or gout",
    "no stroke with asthma",
    "stroke, such as infarction, or bleeding",  # where the examples end
    "women with stroke or asthma",  # of women to its end
    "women with stroke and men with gout",
    "women who are, or may become, pregnant",
    "controlled or uncontrolled asthma",
    "prior allergy to active soy",
    "SBP < 100 mm of water",  # a unit that is not known
    "intake >= 14 units/week",
    "AST and ALT > 5 blasts",
    "AST: > 5 blasts",
    "AST > 3 or < 11",  # of any value
    "AST > 3 or > 11",
    "AST > 3 x ULN or > 11 U/L",
    "AST or ALT < 3 or > 11",
    "AST < 3 or > 11 and ALT > 5",
    "AST: stroke",
    "stroke - asthma",
    "overall status - ECOG 0-2",  # no name of the scale
    "AST: ECOG 0-2",
    "life expectancy of 3 months",
    "(90 g/L)",
    "stroke or (> 90 g/L)",
    "wheezing for at least 3 months",  # a length that is no limit
    "severe gout in the last month",
    "stroke 4 weeks before consent",  # at that time, or since then
    "stroke within 6 months of treatment with warfarin",  # of its start, or of its end
    "disease duration of at least 6 months (from its onset) prior to consent",
    "marker positive is planned",
    "(ie stroke)",
    "a name that goes on and never ends where other names would end",
    "stroke, asthma, or",
    "St. John's wort",
    "> 1 year post-prandial",
    "at least 4 weeks before consent",
    "within 4 weeks after surgery",
    "prior warfarin, at least 4 weeks since surgery",  # it may date the name before it
    "prior warfarin or > 4 weeks since surgery",
    "at least 4 weeks since warfarin (ie an anticoagulant), or any heparin",  # whether that goes on
    "at least 4 weeks since warfarin with heparin",
    "in the last 4 weeks after surgery",
    "at least 4 weeks since warfarin or prior heparin",
    "at least 4 weeks since active warfarin",
    "at least 4 weeks since allergy to warfarin",
    "at least 4 weeks since warfarin and heparin or statins",
    "at least 4 weeks since warfarin during heparin",
    "6 weeks for warfarin",
    "(6 weeks for warfarin)",
    "warfarin or (6 weeks for heparin)",
]


@pytest.mark.parametrize("text", UNSURE)
def test_a_wording_that_may_mean_several_things_is_read_in_its_parts_at_most(text: str) -> None:
    assert shape(tree(text)).startswith(("?", "parts:"))


REGISTRY = [
    (
        "NCT01061736",
        "Use of parenteral glucocorticoids or intraarticular glucocorticoids within 4 weeks prior to "
        "screening visit.",
        "or(treatment: parenteral glucocorticoids @before >=0 <=4 week screening visit, "
        "treatment: intraarticular glucocorticoids @before >=0 <=4 week screening visit)",
    ),
    ("NCT01158105", "Total Bilirubin ≤ 1.5x ULN", "[Total Bilirubin] <=1.5 uln"),
    ("NCT00006356", "Bilirubin less than 1.25 times upper limit of normal (ULN)", "[Bilirubin] <1.25 uln"),
    ("NCT02914327", "Active hepatitis A or B.", "or(active hepatitis A, B)"),
    (
        "NCT00104403",
        "Not received any investigational product within 30 days of enrollment into the study.",
        "not(any investigational product has received @of >=0 <=30 day enrollment into study)",
    ),
    (
        "NCT02622074",
        "Has received a live vaccine within 30 days of the first dose of study drug.",
        "live vaccine has received @of >=0 <=30 day start of study drug",
    ),
    ("NCT03162055", "Age 40-95 years at screening", "[Age] >=40 <=95 year @at screening"),
    (
        "NCT02412111",
        "a gating defect that is clinically demonstrated to be ivacaftor responsive",
        "gating defect clinically demonstrated to ivacaftor responsive",
    ),
]

REGISTRY_UNSURE = [
    (
        "NCT00257699",
        "Female patients who are, or may become, pregnant during the course of the study or women who are "
        "breastfeeding.",
    ),
    (
        "NCT02438722",
        "Patients must not have significant gastrointestinal disorders with diarrhea as a major symptom",
    ),
    ("NCT02654665", "Alcohol intake ≥ 14 units/week"),
    ("NCT03378635", "History of severe hypoglycemia in the last month prior to screening"),
]


@pytest.mark.parametrize(("trial", "text", "expected"), REGISTRY)
def test_a_criterion_of_the_registry_says_this(trial: str, text: str, expected: str) -> None:
    assert shape(tree(text)) == expected, trial


@pytest.mark.parametrize(("trial", "text"), REGISTRY_UNSURE)
def test_a_criterion_of_the_registry_that_may_mean_several_things_is_not_read(trial: str, text: str) -> None:
    assert shape(tree(text)).startswith(("?", "parts:")), trial
