"""Facts, statements and lists for and against: silence is unknown, a contradiction is for a person."""

from __future__ import annotations

import pytest

from eligibility.bind.nodes import All, Not
from eligibility.core.dates import parse_date
from eligibility.patient.record import Answered, Stated
from tests.evaluate.builders import (
    allergy,
    at_least,
    complete,
    course,
    had,
    has,
    kinds,
    lab,
    relapse,
    run,
    said,
    treated,
    truth,
)

SOS = has("hepatic_sos", status="ever")
ALLO = has("allo_hsct", "treatment", status="ever")
ADC = has("calicheamicin_adc", "treatment", status="ever", phrase="calicheamicin-conjugated antibody")
PEG = has("peg_asparaginase", "allergy")
FAILURE = has(
    "liver_failure",
    status="ever",
    definition=All(operands=(has("acute_liver_injury"), has("encephalopathy"), at_least("inr", 1.5))),
)
ISOLATED = has(
    "isolated_extramedullary_leukaemia",
    definition=All(
        operands=(has("extramedullary_leukaemia"), Not(operand=at_least("bone_marrow_blasts", 5, "%")))
    ),
)


def test_silence_is_unknown_and_asks_in_the_words_of_the_protocol() -> None:
    outcome = run(ADC)
    assert (outcome.truth.word, kinds(outcome)) == ("unknown", {"missing"})
    assert "calicheamicin-conjugated antibody" in outcome.reasons[0].settles


def test_a_member_shows_the_class_and_a_class_does_not_show_the_member() -> None:
    assert truth(ADC, treated("inotuzumab_ozogamicin")) == "true"
    assert truth(ADC, treated("brentuximab_vedotin")) == "unknown"
    assert truth(has("inotuzumab_ozogamicin", "treatment"), treated("calicheamicin_adc")) == "unknown"


def test_a_more_general_fact_leaves_it_open_by_name() -> None:
    outcome = run(ALLO, treated("hsct", text="BMT 2022"))
    assert outcome.truth.word == "unknown"
    assert "BMT 2022" in outcome.reasons[0].detail
    assert truth(ALLO, treated("autologous_hsct")) == "unknown"


def test_a_statement_on_a_class_denies_its_members_not_the_reverse() -> None:
    assert truth(ALLO, said("hsct")) == "false"
    assert truth(has("viral_infection"), said("hepatitis_b")) == "unknown"
    assert truth(ALLO, said("allo_hsct", True)) == "true"
    assert truth(ALLO, said("hsct", True)) == "unknown"


def test_a_statement_against_a_fact_is_a_conflict_unless_the_fact_came_later() -> None:
    given = treated("allo_hsct", start="2025-05-01")
    assert kinds(run(ALLO, given, said("hsct"))) == {"conflicting"}
    assert kinds(run(ALLO, given, said("hsct", date="2025-06-01"))) == {"conflicting"}
    assert truth(ALLO, given, said("hsct", date="2025-04-01")) == "true"
    assert kinds(run(ALLO, treated("hsct"), said("hsct"))) == {"conflicting"}
    assert truth(ALLO, treated("hsct"), said("allo_hsct")) == "false"


def test_none_other_than_those_recorded() -> None:
    none_other = said("hsct", other=True)
    assert truth(ALLO, treated("autologous_hsct"), none_other) == "false"
    assert truth(ALLO, treated("hsct"), none_other) == "unknown"
    assert truth(ALLO, treated("allo_hsct"), none_other) == "true"


def test_a_complete_list_denies_inside_its_dates_if_every_entry_is_something_else() -> None:
    whole = complete("treatments")
    assert truth(ADC, whole) == "false"
    assert truth(ADC, whole, treated("brentuximab_vedotin")) == "false"
    assert truth(ADC, whole, treated(None, text="AALL1732, arm not recorded")) == "unknown"
    assert truth(ALLO, whole, treated("hsct")) == "unknown"
    assert truth(ADC, complete("treatments", start="2024-01-20")) == "unknown"
    assert truth(ADC, complete("treatments", end="2026-02-28")) == "unknown"
    assert (
        truth(ADC, complete("treatments", end="2020-01-01"), complete("treatments", "2020-01-02")) == "false"
    )
    assert truth(ADC, complete("conditions")) == "unknown"
    assert truth(ADC, whole, birth=None) == "unknown"


def test_suspected_leaves_open_and_refuted_denies() -> None:
    assert truth(SOS, had("hepatic_sos", verification="suspected")) == "unknown"
    assert truth(SOS, had("hepatic_sos", verification="refuted")) == "false"
    assert truth(SOS, had("hepatic_sos", verification="suspected"), said("hepatic_sos")) == "unknown"
    suspected = had("hepatic_sos", verification="suspected", onset="2026-02-10")
    assert truth(SOS, suspected, said("hepatic_sos", date="2026-02-20")) == "false"
    assert truth(SOS, suspected, said("hepatic_sos", date="2026-02-01")) == "unknown"
    assert truth(SOS, suspected, said("hepatic_sos", date="2026-02")) == "unknown"
    assert truth(SOS, had("pulmonary_veno_occlusive_disease")) == "unknown"


def test_a_concept_that_rules_another_out() -> None:
    assert truth(has("b_precursor_all"), course(concept="t_all")) == "false"
    assert truth(has("b_precursor_all"), course(concept="acute_lymphoblastic_leukaemia")) == "unknown"
    assert truth(has("b_precursor_all"), course()) == "true"
    assert truth(has("leukaemia_relapse"), had("primary_refractory")) == "false"


def test_drug_and_allergy_are_not_one() -> None:
    assert truth(PEG, treated("peg_asparaginase")) == "unknown"
    assert truth(PEG, allergy("peg_asparaginase")) == "true"
    assert truth(PEG, allergy("native_e_coli_asparaginase")) == "unknown"
    assert truth(PEG, allergy("asparaginase")) == "unknown"
    assert truth(PEG, allergy("peg_asparaginase", "suspected")) == "unknown"
    assert truth(PEG, treated("peg_asparaginase", tolerated=True)) == "false"
    assert kinds(run(PEG, allergy("peg_asparaginase"), treated("peg_asparaginase", tolerated=True))) == {
        "conflicting"
    }
    drug = has("peg_asparaginase", "treatment")
    assert truth(drug, said("peg_asparaginase", text="pegaspargase")) == "false"
    assert truth(PEG, said("peg_asparaginase", text="pegaspargase")) == "unknown"
    assert truth(drug, said("peg_asparaginase", text="pegaspargase hypersensitivity")) == "unknown"


def test_an_open_phrase_is_matched_by_its_words_alone() -> None:
    phrase = has(None, "any", phrase="Li-Fraumeni syndrome")
    assert truth(phrase, had(None, "li\u2010fraumeni  Syndrome")) == "true"
    assert truth(phrase, had(None, "Li-Fraumeni like syndrome")) == "unknown"
    assert truth(phrase, said("", text="Li-Fraumeni syndrome")) == "false"
    assert truth(phrase, complete("conditions"), complete("treatments"), complete("allergies")) == "unknown"


def test_what_only_the_other_sex_can_have() -> None:
    rule = has("testicular_relapse")
    assert truth(rule, sex="female") == "false"
    assert truth(rule, sex="male") == truth(rule, sex="other") == truth(rule) == "unknown"


@pytest.mark.parametrize(
    ("sex", "expected"), [("female", "true"), ("male", "false"), ("other", "unknown"), (None, "unknown")]
)
def test_the_sex_itself(sex: str | None, expected: str) -> None:
    assert truth(has("female", "person", phrase="female"), sex=sex) == expected


def test_a_definition_in_the_text_shows_what_it_defines() -> None:
    parts = (had("acute_liver_injury"), had("encephalopathy"), lab("inr", 1.9, "2024-05-02"))
    assert truth(FAILURE, *parts) == "true"
    assert truth(FAILURE, had("liver_failure")) == "true"
    assert kinds(run(FAILURE, *parts, said("liver_failure"))) == {"conflicting"}


def test_a_definition_that_fails_denies_only_what_it_was_asked_about() -> None:
    parts = (had("acute_liver_injury"), said("encephalopathy"), lab("inr", 1.9))
    assert truth(FAILURE, *parts) == "unknown"
    assert truth(FAILURE, *parts, said("liver_failure", other=True)) == "false"
    assert truth(FAILURE, said("liver_failure")) == "false"
    open_part = run(FAILURE, had("acute_liver_injury"), lab("inr", 1.9), said("liver_failure", other=True))
    assert open_part.truth.word == "unknown"
    assert {reason.concept for reason in open_part.reasons} == {"encephalopathy"}


def test_a_state_of_the_present_disease_is_settled_by_its_definition() -> None:
    cns = course(relapse(sites=("cns",)))
    assert truth(ISOLATED, cns, lab("bone_marrow_blasts", 2)) == "true"
    assert truth(ISOLATED, cns, lab("bone_marrow_blasts", 12)) == "false"
    assert truth(ISOLATED, cns) == "unknown"
    assert kinds(run(ISOLATED, cns, lab("bone_marrow_blasts", 2, "2025-11-01"))) == {"stale"}
    assert truth(ISOLATED, course(relapse(sites=("bone_marrow",)))) == "false"


def test_a_signed_answer_counts_and_one_on_the_concept_alone_says_nothing_of_time() -> None:
    def answer(question: str, word: str = "no") -> Answered:
        return Answered(
            path="answers[0]", question=question, answer=word, by="PI", date=parse_date("2026-02-28")
        )

    assert truth(SOS, answered=(answer("X.hepatic_sos"),)) == "false"
    assert truth(SOS, answered=(answer("hepatic_sos", "yes"),)) == "true"
    assert truth(SOS, answered=(answer("Y.hepatic_sos"),)) == "unknown"
    assert truth(SOS, answered=(answer(run(SOS).reasons[0].settles),)) == "false"
    assert kinds(run(SOS, had("hepatic_sos"), answered=(answer("X.hepatic_sos"),))) == {"conflicting"}
    planned = has("orchiectomy", "treatment", status="planned")
    assert truth(planned, answered=(answer("X.orchiectomy"),)) == "unknown"
    assert truth(planned, answered=(answer(run(planned).reasons[0].settles),)) == "false"


def test_every_fact_that_decides_is_cited_with_its_place() -> None:
    fact = treated("inotuzumab_ozogamicin", text="InO", start="2025-03-01", source="letter of 2025-04")
    cited = run(ADC, fact).evidence
    assert [(item.fact, item.date) for item in cited] == [("InO", "2025-03-01")]
    assert cited[0].source == f"{fact.path} (letter of 2025-04)"


def test_no_active_infection_denies_what_must_be_active_and_nothing_earlier() -> None:
    denied = Stated(
        path="statements[0]", text="active infection", concept="infection", present=False, other=False,
        active=True, by="site", date=parse_date("2026-02-28"),
    )  # fmt: skip
    assert truth(has("viral_infection", status="current"), denied) == "false"
    assert truth(has("viral_infection", status="ever"), denied) == "unknown"


def test_what_the_text_defines_itself_is_not_shown_by_its_name_alone() -> None:
    rule = has("diabetes_mellitus", definition=at_least("inr", 1.5), defined_here=True)
    recorded = had("diabetes_mellitus")
    assert kinds(run(rule, recorded, lab("inr", 1.0))) == {"conflicting"}
    assert truth(rule, recorded) == "unknown"
    assert truth(rule, recorded, lab("inr", 1.9)) == "true"


def test_one_type_of_diabetes_is_not_the_other_and_diabetes_alone_is_either() -> None:
    second = has("type_2_diabetes")
    assert truth(second, had("type_1_diabetes")) == truth(second, had("diabetes_mellitus")) == "unknown"
    assert truth(has("diabetes_mellitus"), had("type_2_diabetes")) == "true"


def test_what_a_vague_class_may_mean_is_not_denied_by_a_complete_list() -> None:
    whole = complete("treatments")
    assert truth(has("immunotherapy", "treatment"), treated("pembrolizumab"), whole) == "unknown"
    assert truth(has("surgery", "treatment"), treated("lumbar_puncture"), whole) == "unknown"
    assert truth(has("surgery", "treatment"), treated("orchiectomy"), whole) == "true"
    assert truth(has("hepatitis"), had("hepatitis_c"), complete("conditions")) == "unknown"


@pytest.mark.parametrize(
    ("asked", "recorded"),
    [
        ("venous_thrombosis", "arterial_thrombosis"), ("invasive_fungal_infection", "candidiasis"),
        ("chronic_hepatitis_b", "hepatitis_b"), ("ischaemic_stroke", "stroke"),
        ("acute_liver_failure", "liver_failure"),
    ],
)  # fmt: skip
def test_a_wider_or_other_finding_does_not_show_a_narrower_one(asked: str, recorded: str) -> None:
    assert truth(has(asked), had(recorded, status="active")) == "unknown"
