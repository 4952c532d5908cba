"""The phrases of a criterion: what is one, what denies, dates and joins them, and their kinds."""

from __future__ import annotations

import pytest
from hypothesis import given

from eligibility.core.span import Span
from eligibility.syntax.atoms.read import Atoms, atoms
from tests.syntax.soup import criteria
from tests.syntax.texts import LEXICON, PHRASING


def told(text: str, *, alternatives: bool = False) -> Atoms:
    """What one criterion's text tells."""
    return atoms(text, Span(0, len(text)), LEXICON, PHRASING, alternatives=alternatives)


def phrases(text: str) -> list[str]:
    """The phrases of a text as written."""
    return [atom.span.of(text) for atom in told(text).atoms]


PHRASES = [
    ("stroke", ["stroke"]),
    ("history of acute myocardial infarction", ["acute myocardial infarction"]),
    ("patients with severe renal impairment", ["severe renal impairment"]),
    ("cancer of the breast", ["cancer of the breast"]),
    ("evidence of active infection", ["infection"]),
    ("use of warfarin", ["warfarin"]),
    ("chronic opioid use", ["chronic opioid"]),
    ("requires mechanical ventilation", ["mechanical ventilation"]),
    ("other serious illness", ["serious illness"]),
    ("asthma requiring inhaled steroids", ["asthma", "inhaled steroids"]),
    ("clinically significant arrhythmia", ["significant arrhythmia"]),
    ("pregnant women", ["pregnant", "women"]),
    ("adults with epilepsy", ["adults", "epilepsy"]),
    ("allergy to penicillin", ["allergy", "penicillin"]),
    ("hypersensitivity to latex", ["hypersensitivity", "latex"]),
    ("disease of any severity", ["disease"]),
    ("statin treatment", ["statin"]),
    ("lactation period", ["lactation"]),
    ("a hypoglycemic episode", ["hypoglycemic episode"]),
    ("surgery before the start of the study", ["surgery"]),
    ("cancer treatment", ["cancer"]),
    ("physical therapy", ["physical therapy"]),
    ("participation in another clinical trial", ["clinical trial"]),
    ("women of childbearing potential", ["women", "childbearing potential"]),
    ("hepatitis B", ["hepatitis B"]),
]
"""A criterion and the phrases in it."""

NO_PHRASES = [
    "able to comply with the visit schedule and the protocol",
    "willing and able to provide written informed consent",
    "in the opinion of the investigator",
    "deemed eligible by the sponsor",
    "as described in section 4",
    "meets the DSM-5 criteria",
    "patients who are available for the duration of the period",
    "required",
    "severe or moderate",
    "B",
]
"""Verbs, people, how a study is run, names of methods, what only grades: nothing of the candidate."""


@pytest.mark.parametrize(("text", "expected"), PHRASES)
def test_a_phrase_is_what_can_be_checked(text: str, expected: list[str]) -> None:
    assert phrases(text) == expected


@pytest.mark.parametrize("text", NO_PHRASES)
def test_what_is_no_matter_of_the_candidate_is_no_phrase(text: str) -> None:
    assert phrases(text) == []


DENIED = [
    ("no evidence of stroke, cirrhosis or cancer", ["stroke", "cirrhosis", "cancer"]),
    ("no history of stroke and cancer", ["stroke", "cancer"]),
    ("diabetes without retinopathy", ["retinopathy"]),
    ("absence of infection", ["infection"]),
    ("lack of infection", ["infection"]),
    ("free of infection", ["infection"]),
    ("never had a stroke", ["stroke"]),
    ("non-smoker", ["smoker"]),
    ("nonsmoker", ["smoker"]),
    ("non smoker", ["smoker"]),
    ("treatment-naive", ["treatment"]),
    ("negative for tuberculosis", ["tuberculosis"]),
    ("HIV negative", ["HIV"]),
    ("none of: stroke, cancer", ["stroke", "cancer"]),
    ("unable to undergo biopsy", ["biopsy"]),
    ("neither stroke nor cancer", ["stroke", "cancer"]),
    ("not pregnant or breastfeeding", ["pregnant", "breastfeeding"]),
    ("has not received chemotherapy or radiotherapy", ["chemotherapy", "radiotherapy"]),
    ("no (stroke or cancer)", ["stroke", "cancer"]),
    ("claustrophobia precluding imaging", ["imaging"]),
    ("no patients with stroke", ["stroke"]),
    ("psoriasis not requiring immunosuppression", ["immunosuppression"]),
    ("surgery or biopsy is not feasible", ["surgery", "biopsy"]),
    ("the biopsy has not been performed", ["biopsy"]),
    ("infection not detected by ultrasound", ["infection"]),
    ("parents have not accepted surgery", ["surgery"]),
    ("patients have not received any insulin", ["insulin"]),
    ("steroids must not be used", ["steroids"]),
    ("chemotherapy was not given within 4 weeks", ["chemotherapy"]),
    ("it is not possible to obtain a biopsy", ["biopsy"]),
    ("non-diabetic adults", ["diabetic"]),
    ("women of non-childbearing potential", ["childbearing potential"]),
    ("non-English-speaking adults", ["English-speaking"]),
    ("lives outside Paris", ["Paris"]),
    ("outside the hospital or nursing home", ["hospital", "nursing home"]),
    ("unable to take aspirin or clopidogrel, or dementia", ["aspirin", "clopidogrel"]),
    ("no evidence of hepatocellular carcinoma (HCC)", ["hepatocellular carcinoma", "HCC"]),
    ("no metastases in the brain or liver metastases", ["metastases", "liver metastases"]),
    ("no melanoma or in situ breast cancer", ["melanoma", "in situ breast cancer"]),
    ("must not have any of the following: stroke; cancer", ["stroke", "cancer"]),
    ("has not had: 1) stroke 2) cancer", ["stroke", "cancer"]),
    ("steroids are not allowed", ["steroids"]),
    ("steroids may not be used", ["steroids"]),
    ("stroke is absent", ["stroke"]),
    ("off medication", ["medication"]),
    ("Non - smokers", ["smokers"]),
    ("never-smoker", ["smoker"]),
    ("not-pregnant women", ["pregnant"]),
    ("non-fluent in French", ["French"]),
    ("seizures w/o fever", ["fever"]),
    ("opioid naive", ["opioid"]),
    ("naive to opioids", ["opioids"]),
    ("ART-naïve", ["ART"]),
    ("seizure free for 6 months", ["seizure"]),
    ("devoid of disease", ["disease"]),
    ("has no evidence of any of the following: stroke, cancer", ["stroke", "cancer"]),
    ("none of the following within 28 days of surgery: ulcer, fracture", ["ulcer", "fracture"]),
]
"""A criterion and the phrases that it denies."""

NOT_DENIED = [
    ("no stroke but diabetes", "diabetes"),
    ("no cancer except melanoma", "melanoma"),
    ("no diabetes with retinopathy", "retinopathy"),
    ("no stroke. Hypertension", "Hypertension"),
    ("no disease that may affect metabolism", "metabolism"),
    ("has not received radiotherapy, and can receive chemotherapy", "chemotherapy"),
    ("no biopsy during pregnancy", "pregnancy"),
    ("no infection for surgery", "surgery"),
    ("elevated free thyroxine", "elevated free thyroxine"),
    ("a gluten free diet", "gluten free diet"),
    ("non-steroidal anti-inflammatory drugs", "non-steroidal anti-inflammatory drugs"),
    ("off-label statins", "statins"),
    ("non-oncological gastric surgery", "non-oncological gastric surgery"),
    ("non-hepatic disease", "non-hepatic disease"),
    ("diabetes with or without insulin", "insulin"),
    ("diabetes, whether or not on insulin", "insulin"),
    ("epilepsy not responding to phenytoin", "phenytoin"),
    ("no change in antihypertensive drugs", "antihypertensive drugs"),
    ("unable to swallow tablets, stroke, or resection", "stroke"),
    ("unable to swallow tablets, stroke, or resection", "resection"),
    ("tumor outside the pelvis with stroke", "stroke"),
    ("non-Hodgkin lymphoma", "non-Hodgkin lymphoma"),
    ("any of the following: stroke", "stroke"),
    ("not a tube for women", "women"),
    ("not controlled with a statin", "statin"),
    ("disease, including but not limited to stroke", "stroke"),
    ("contraception to prevent pregnancy", "pregnancy"),
    ("contraception to avoid pregnancy", "pregnancy"),
    ("cancer (not including melanoma)", "melanoma"),
    ("clear images cannot be obtained due to cataract", "cataract"),
]
"""A criterion and a phrase that a denial in it does not reach."""


@pytest.mark.parametrize(("text", "expected"), DENIED)
def test_a_denial_reaches_its_whole_list(text: str, expected: list[str]) -> None:
    assert [atom.span.of(text) for atom in told(text).atoms if atom.negated] == expected


@pytest.mark.parametrize(("text", "phrase"), NOT_DENIED)
def test_a_denial_ends_at_what_is_said_otherwise(text: str, phrase: str) -> None:
    assert [atom.negated for atom in told(text).atoms if atom.span.of(text) == phrase] == [False]


WINDOWS = [
    ("stroke within 6 months", {"stroke": "within 6 months"}),
    ("stroke, seizure or surgery within 6 months",
     {"stroke": "within 6 months", "seizure": "within 6 months", "surgery": "within 6 months"}),
    ("within the last 6 months: stroke, seizure",
     {"stroke": "within the last 6 months", "seizure": "within the last 6 months"}),
    ("stroke in the last month", {"stroke": "in the last month"}),
    ("transplanted kidney since 2010", {"transplanted kidney": "since 2010"}),
    ("6 months of chemotherapy", {"chemotherapy": "6 months"}),
    ("surgery within 4 weeks; stroke", {"surgery": "within 4 weeks", "stroke": ""}),
    ("cancer treated elsewhere within 2 years", {"cancer": "within 2 years"}),
    ("women aged 18 to 65 years", {"women": ""}),
    ("adults >= 40 years with asthma", {"adults": "", "asthma": ""}),
    ("healthy adults over 50 years of age", {"healthy": "", "adults": ""}),
    ("periodontitis (other than gingivitis) within 3 months",
     {"periodontitis": "within 3 months", "gingivitis": ""}),
    ("diabetes, stroke that occurred within 6 months",
     {"diabetes": "within 6 months", "stroke": "within 6 months"}),
]  # fmt: skip
"""A criterion and the time that dates each phrase."""


@pytest.mark.parametrize(("text", "expected"), WINDOWS)
def test_a_time_dates_the_phrases_it_stands_with(text: str, expected: dict[str, str]) -> None:
    found = {atom.span.of(text): atom.window.of(text) if atom.window else "" for atom in told(text).atoms}
    assert found == expected


GROUPS = [
    ("stroke or cancer", [("or", "stroke cancer")]),
    ("stroke, cancer or asthma", [("or", "stroke cancer asthma")]),
    ("stroke, cancer, asthma", [("or", "stroke cancer asthma")]),
    ("stroke and cancer", [("and", "stroke cancer")]),
    ("stroke and/or cancer", [("or", "stroke cancer")]),
    ("stroke/cancer", [("or", "stroke cancer")]),
    ("neither stroke nor cancer", []),
    ("cisplatin + etoposide", [("and", "cisplatin etoposide")]),
    ("asthma with eosinophilia", [("and", "asthma eosinophilia")]),
    ("women with asthma", [("and", "women asthma")]),
    ("women who are pregnant", [("and", "women pregnant")]),
    ("men and women", [("or", "men women")]),
    ("use of warfarin or any heparin", [("or", "warfarin heparin")]),
    ("stroke (ischaemic) or cancer", [("or", "stroke cancer")]),
    ("stroke within 6 months, or cancer", [("or", "stroke cancer")]),
    ("illness (e.g. stroke, cancer)", [("or", "stroke cancer")]),
    ("stroke. Cancer", []),
    ("stroke due to cancer", []),
    ("illness, which precludes surgery", []),
]
"""A criterion of an inclusion list and the groups in it."""


@pytest.mark.parametrize(("text", "expected"), GROUPS)
def test_a_word_joins_the_phrases_of_its_list(text: str, expected: list[tuple[str, str]]) -> None:
    found = told(text)
    names = [atom.span.of(text) for atom in found.atoms]
    assert [(join, " ".join(names[one] for one in members)) for join, members in found.groups] == expected


def test_and_lists_alternatives_in_an_exclusion() -> None:
    assert [join for join, _ in told("stroke and cancer", alternatives=True).groups] == ["or"]
    assert [join for join, _ in told("cisplatin + etoposide", alternatives=True).groups] == ["and"]


KINDS = [
    ("myocardial infarction", "condition"),
    ("tonsillitis", "condition"),
    ("fibromyalgia", "condition"),
    ("hip surgery", "procedure"),
    ("appendectomy", "procedure"),
    ("colonoscopy", "procedure"),
    ("pembrolizumab", "drug"),
    ("imatinib", "drug"),
    ("lisinopril", "drug"),
    ("asparaginase", "drug"),
    ("beta-blockers", "drug"),
    ("creatinine clearance", "observation"),
    ("blood pressure", "observation"),
    ("heart block", "condition"),
    ("allergy to latex", "allergy"),
    ("hypersensitivity to latex", "condition"),
    ("contraindication to surgery", "contraindication"),
    ("another clinical trial", "study"),
    ("an investigational drug", "study"),
    ("women", "life_stage_gender"),
    ("speaks English", "language"),
    ("hospitalization", "encounter"),
    ("risk of bleeding", "risk"),
    ("cancer of the skin", "condition"),
    ("abnormal liver function", "condition"),
    ("oxygen saturations", "observation"),
    ("influenza vaccination", "immunization"),
    ("health insurance", "insurance"),
    ("glorpness", "condition"),
    ("treatment with glorpness", "drug"),
    ("has received glorpness", "drug"),
    ("underwent glorpness", "procedure"),
]
"""A criterion and the kind of its first phrase."""


@pytest.mark.parametrize(("text", "kind"), KINDS)
def test_the_head_of_a_phrase_tells_its_kind(text: str, kind: str) -> None:
    assert told(text).atoms[0].kind == kind


def test_a_list_is_of_the_kind_of_the_members_that_tell() -> None:
    assert {atom.kind for atom in told("methotrexate, glorp, cyclosporine").atoms} == {"drug"}
    assert [atom.kind for atom in told("methotrexate or glorp").atoms] == ["drug", "condition"]


def test_a_short_form_is_of_the_kind_of_the_long_one() -> None:
    assert [atom.kind for atom in told("hip surgery (HPX)").atoms] == ["procedure", "procedure"]


@given(criteria())
def test_whatever_is_written_the_phrases_are_in_order_and_inside(text: str) -> None:
    found = told(text)
    starts = [atom.span.start for atom in found.atoms]
    assert starts == sorted(starts)
    assert all(0 <= atom.span.start < atom.span.end <= len(text) for atom in found.atoms)
    assert all(0 <= one < len(found.atoms) for _, members in found.groups for one in members)
