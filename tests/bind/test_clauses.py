"""Polarity, lists and their shared words: what a sentence means under its heading."""

from __future__ import annotations

import pytest

from eligibility.bind.nodes import Note, Related, Unparsed
from eligibility.patient.profile import Profile, Statement
from eligibility.screen import screen_profile
from tests.bind.pages import compiled, edited, excluded, included, page_of, row
from tests.bind.sketch import sketch

HSCT, CAR_T = "treatment:allo_hsct ever", "treatment:car_t_cell_therapy ever"


KIND_EXCEPTED = "all(treatment:hsct ever, any(not(treatment:autologous_hsct), treatment:None ever))"
"""Whether there was another transplant beside the autologous one is to be seen."""


@pytest.mark.parametrize(
    ("text", "means"),
    [
        ("No prior allo-HSCT", f"not({HSCT})"),
        ("Patients with prior allo-HSCT are not eligible", f"not({HSCT})"),
        ("Patients with prior allo-HSCT are excluded", f"not({HSCT})"),
        ("Prior allo-HSCT is allowed", f"permit({HSCT})"),
        ("Prior allo-HSCT is permitted provided the patient receives dexamethasone",
         f"when({HSCT}, treatment:dexamethasone received)"),
        ("Participants must have prior allo-HSCT", HSCT),
        ("CD22-negative ALL", "not(cd22)"),
        ("CD22-positive AML", "all(cd22, condition:acute_myeloid_leukaemia)"),
        ("Prior HSCT except autologous HSCT", KIND_EXCEPTED),
    ],
)  # fmt: skip
def test_under_an_inclusion_heading_the_text_is_required(text: str, means: str) -> None:
    assert sketch(included(text)) == means


@pytest.mark.parametrize(
    ("text", "means"),
    [
        ("Prior allo-HSCT", HSCT),
        ("Patients with prior allo-HSCT are not eligible", HSCT),
        ("Patients with prior allo-HSCT are excluded", HSCT),
        ("Patients with prior allo-HSCT are eligible", f"permit({HSCT})"),
        ("Prior allo-HSCT is permitted provided the patient receives dexamethasone",
         f"all({HSCT}, not(treatment:dexamethasone received))"),
        ("CD22-negative ALL", "not(cd22)"),
        ("Prior HSCT unless autologous HSCT", KIND_EXCEPTED),
    ],
)  # fmt: skip
def test_under_an_exclusion_heading_the_text_excludes_and_a_verb_decides(text: str, means: str) -> None:
    assert sketch(excluded(text)) == means


@pytest.mark.parametrize(
    "text",
    [
        "No prior allo-HSCT",
        "No history of thrombosis",
        "Lack of CD22",
        "Participants must not have prior allo-HSCT",
        "Participants must have prior allo-HSCT",
        "No prior allo-HSCT or CAR T-cell therapy",
        "No prior HSCT unless autologous HSCT",
        "Able to swallow tablets",
        "Written informed consent",
    ],
)
def test_a_bare_denial_or_duty_under_an_exclusion_heading_may_mean_either(text: str) -> None:
    rule = excluded(text)
    assert isinstance(rule, Related)
    assert rule.reason == "ambiguous_text"
    assert rule.text.startswith("the candidate is kept out by: ")


def test_an_ambiguous_exclusion_is_unknown_and_says_why() -> None:
    rules = compiled(page_of(exclusion="No prior allo-HSCT"))
    judged = screen_profile(rules, Profile(id="C", as_of="2026-03-01")).criterion("E1")
    assert judged is not None
    assert judged.verdict == "unknown"
    assert [reason.kind for reason in judged.reasons] == ["ambiguous_text"]


def test_a_denial_before_or_is_of_all_alternatives() -> None:
    assert sketch(included("No prior allo-HSCT or CAR T-cell therapy")) == f"not(any({HSCT}, {CAR_T}))"


def test_a_denial_before_and_is_ambiguous() -> None:
    assert sketch(included("No prior allo-HSCT and CAR T-cell therapy")) == "ambiguous_text"


def test_a_proviso_after_not_allowed_is_ambiguous() -> None:
    means = sketch(included("Prior HSCT is not allowed provided autologous HSCT"))
    assert means == "doubted(treatment:hsct ever)"


def test_the_first_words_of_a_list_may_be_of_the_first_name_alone() -> None:
    told = "any(any:None, readings(condition:asthma, all(condition:asthma, any:None)))"
    assert sketch(excluded("Frontal prell or asthma")) == told
    assert sketch(excluded("Asthma or frontal prell")) == "any(condition:asthma, any:None)"


@pytest.mark.parametrize(
    ("text", "means"),
    [
        ("AST and ALT > 5 x ULN", "all?(ast>5 uln, alt>5 uln)"),
        ("AST, ALT > 5 x ULN", "any(ast>5 uln, alt>5 uln)"),
        ("AST or ALT > 5 x ULN", "any(ast>5 uln, alt>5 uln)"),
        ("Prior allo-HSCT and CAR T-cell therapy", f"all?({HSCT}, {CAR_T})"),
        ("Both prior allo-HSCT and CAR T-cell therapy", f"all({HSCT}, {CAR_T})"),
        ("Prior allo-HSCT, CAR T-cell therapy", f"any({HSCT}, {CAR_T})"),
    ],
)
def test_and_in_an_exclusion_may_mean_or_unless_it_says_both(text: str, means: str) -> None:
    assert sketch(excluded(text)) == means


@pytest.mark.parametrize(
    ("text", "means"),
    [
        ("AST and ALT <= 5 x ULN", "all(ast<=5 uln, alt<=5 uln)"),
        ("AST, ALT <= 5 x ULN", "all(ast<=5 uln, alt<=5 uln)"),
        ("Patients with prior allo-HSCT and CAR T-cell therapy are not eligible",
         f"not(all?({HSCT}, {CAR_T}))"),
        ("Patients with AST, ALT > 5 x ULN are excluded", "not(any(ast>5 uln, alt>5 uln))"),
        ("Prior allo-HSCT, CAR T-cell therapy", f"readings(all({HSCT}, {CAR_T}), any({HSCT}, {CAR_T}))"),
    ],
)  # fmt: skip
def test_and_in_an_inclusion_means_all_unless_it_keeps_out(text: str, means: str) -> None:
    assert sketch(included(text)) == means


@pytest.mark.parametrize(
    ("choice", "verdict"), [({}, "unknown"), ({"and_in_exclusion": "or"}, "fail"),
                            ({"and_in_exclusion": "and"}, "pass")],
)  # fmt: skip
def test_the_convention_says_what_and_means_in_an_exclusion(choice: dict[str, str], verdict: str) -> None:
    rules = compiled(page_of(exclusion="Prior allo-HSCT and CAR T-cell therapy"))
    said = tuple(
        Statement(concept=concept, present=present, by="site", date="2026-02-28")
        for concept, present in (("allo-HSCT", True), ("CAR-T", False))
    )
    judged = screen_profile(
        rules, Profile(id="C", as_of="2026-03-01", statements=said), conventions=choice
    ).criterion("E1")
    assert judged is not None
    assert judged.verdict == verdict


@pytest.mark.parametrize(
    ("text", "means"),
    [
        ("Active bacterial, fungal, or viral infection",
         "any(condition:bacterial_infection current, condition:fungal_infection current, "
         "condition:viral_infection current)"),
        ("Absence of active bacterial or viral infection",
         "not(any(condition:bacterial_infection current, condition:viral_infection current))"),
        ("Hepatic, renal or other disease",
         "any(condition:liver_disease, condition:renal_disease, any:None)"),
        ("Renal, endocrine or zibblic disease",
         "any(condition:renal_disease, condition:endocrine_disease, any:None)"),
        ("Chronic or recurrent hepatitis",
         "any(condition:chronic_hepatitis, narrowed(any:None, condition:hepatitis))"),
        ("Hepatic or cardiac pathology", "any(condition:liver_disease, condition:heart_disease)"),
        ("Bacterial or viral infection requiring surgery",
         "any(narrowed(any:None, condition:bacterial_infection), "
         "narrowed(any:None, condition:viral_infection))"),
        # The words between are of the first name alone.
        ("Renal or urinary inflammatory disorders", "any(ambiguous_text, any:None)"),
        ("Hepatitis A, B or C", "any(condition:hepatitis_a, condition:hepatitis_b, condition:hepatitis_c)"),
        ("Allergy or intolerance to heparin", "any(allergy:heparin, any:None)"),
        ("Histologically or cytologically confirmed breast cancer",
         "condition:breast_cancer by histology or cytology"),
        ("Bone marrow or testicular relapse", "any(condition:marrow_relapse, condition:testicular_relapse)"),
        ("Hypersensitivity to PEG-ASP or Erwinia-ASP",
         "any(allergy:peg_asparaginase, allergy:erwinia_asparaginase)"),
    ],
)  # fmt: skip
def test_a_head_or_a_first_word_said_once_is_shared(text: str, means: str) -> None:
    assert sketch(included(text)) == means


def test_an_allergy_to_one_is_not_a_therapy_with_the_other() -> None:
    text = "Allergy to PEG-ASP or prior therapy with InO"
    assert sketch(excluded(text)) == "any(allergy:peg_asparaginase, treatment:inotuzumab_ozogamicin ever)"


def test_people_of_one_sex_are_asked_for_and_of_both_are_a_note() -> None:
    assert sketch(included("Male participants")).startswith("person:male")
    assert isinstance(included("Male or female participants"), Note)


def test_the_order_of_a_list_is_that_of_the_page() -> None:
    turned = edited("bacterial, fungal, or viral infection", "viral, fungal, or bacterial infection")
    assert sketch(row(turned, "E6").rule) == (  # type: ignore[arg-type]
        "any(condition:viral_infection current uncontrolled, "
        "condition:fungal_infection current uncontrolled, condition:bacterial_infection current uncontrolled)"
    )


@pytest.mark.parametrize("text", ["Adequate serum chemistry parameters:", "The"])
def test_an_item_whose_content_is_missing_is_not_taken_as_met(text: str) -> None:
    found = row(compiled(page_of(inclusion=text)), "I1")
    assert isinstance(found.rule, Unparsed)
    assert [remark.code for remark in found.diagnostics] == ["empty_item"]


@pytest.mark.parametrize(
    ("text", "means"),
    [
        (
            "Pregnant or lactating women",
            "all(person:female ever, any(condition:pregnancy, condition:breastfeeding))",
        ),
        ("Pregnant women", "all(person:female ever, condition:pregnancy)"),
        ("Pregnant or nursing patients", "any(condition:pregnancy, condition:breastfeeding)"),
        ("Active asthma patients", "condition:asthma current"),
        ("Asthma or stroke patients", "any(condition:asthma, condition:stroke)"),
        # The diabetic may be of either sex.
        ("Diabetic or obese men", "related(any:None, any:None, person:male ever)"),
        ("HIV infection or pregnant women",
         "related(condition:hiv, condition:pregnancy, person:female ever)"),
        ("Asthma in pregnant women", "related(any:None, person:female ever)"),
    ],
)
def test_people_are_those_whom_the_words_before_them_describe(text: str, means: str) -> None:
    assert sketch(excluded(text)) == means


@pytest.mark.parametrize(
    "text",
    [
        "Women >= 50 years and men >= 45 years",
        "Females must be non-lactating and non-childbearing potential",
        "Male patients must be surgically sterile and use warfarin",
    ],
)
def test_no_one_is_kept_out_by_what_is_asked_of_the_other_sex(text: str) -> None:
    profile = Profile(id="x", as_of="2026-03-01", birth_date="1960-01-01", sex="male")
    other = Profile(id="y", as_of="2026-03-01", birth_date="1960-01-01", sex="female")
    rules = compiled(page_of(inclusion=text))
    for candidate in (profile, other):
        row = next(row for row in screen_profile(rules, candidate).criteria if row.id == "I1")
        assert row.verdict != "fail"
