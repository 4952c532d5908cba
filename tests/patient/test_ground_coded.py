"""An entry may say what it names in words and by a code; where the two contradict, it names nothing."""

from __future__ import annotations

from typing import Any

import pytest

from eligibility.knowledge.concepts import Relation
from eligibility.knowledge.load import knowledge
from tests.patient.profiles import grounded, with_

ICD = "ICD-10-CM"


def entry(text: str, system: str, code: str) -> dict[str, Any]:
    return {"text": text, "code": {"system": system, "code": code}}


@pytest.mark.parametrize(
    ("text", "system", "code", "concept", "beyond"),
    [
        ("high blood pressure", ICD, "I10", "hypertension", False),
        ("s. letter of May", ICD, "E11.9", "type_2_diabetes", True),
        ("s. letter of May", ICD, "E11", "type_2_diabetes", False),
        ("s. letter of May", "http://hl7.org/fhir/sid/icd-10-cm", "E11.65", "type_2_diabetes", True),
        ("diabetes", ICD, "E11", "type_2_diabetes", False),
        ("diabetes", ICD, "E11.65", "type_2_diabetes", True),
        ("type 2 diabetes", ICD, "Z99.89", "type_2_diabetes", False),
        ("type 2 diabetes", "SNOMED CT", "I10", "type_2_diabetes", False),
        ("type 2 diabetes", "ATC", "B01AA03", "type_2_diabetes", False),
        ("s. letter of May", ICD, "Z99.89", None, False),
    ],
)
def test_a_condition_is_what_its_words_and_its_code_say(
    text: str, system: str, code: str, concept: str | None, beyond: bool
) -> None:
    record = grounded(with_(conditions=[entry(text, system, code)]))
    (fact,) = record.had
    assert (fact.concept, fact.beyond) == (concept, beyond)
    assert record.set_aside == ()


@pytest.mark.parametrize(
    ("name", "fact"),
    [
        ("conditions", entry("asthma", ICD, "E11")),
        ("treatments", entry("metformin", "ATC", "B01AA03") | {"status": "given"}),
        ("allergies", entry("metformin", "ATC", "B01AA03")),
    ],
)
def test_words_and_code_that_name_two_things_name_nothing(name: str, fact: dict[str, Any]) -> None:
    record = grounded(with_(**{name: [fact]}))
    (kept,) = (*record.had, *record.treated, *record.hypersensitive)
    assert kept.concept is None
    ((path, why),) = record.set_aside
    assert path == f"{name}[0].code"
    assert why.endswith("neither is used")


def test_a_treatment_and_an_allergy_are_met_by_the_code_of_the_drug() -> None:
    drug = entry("blood thinner of 2024", "ATC", "B01AA03")
    record = grounded(with_(treatments=[drug | {"status": "given"}], allergies=[drug]))
    assert [fact.concept for fact in (*record.treated, *record.hypersensitive)] == ["warfarin", "warfarin"]


RELATIONS = [
    ("heart failure", "cardiomyopathy", Relation.MAY),
    ("chronic kidney disease", "renal failure", Relation.MAY),
    ("renal impairment", "chronic kidney disease", Relation.MAY),
    ("cancer", "neoplasm", Relation.MAY),
    ("epilepsy", "seizure", Relation.IS),
    ("seizure", "epilepsy", Relation.MAY),
    ("depression", "major depressive disorder", Relation.MAY),
    ("major depressive disorder", "psychiatric disorder", Relation.IS),
    ("liver disease", "cirrhosis", Relation.MAY),
    ("stroke", "haemorrhagic stroke", Relation.MAY),
    ("cardiovascular disease", "heart failure", Relation.MAY),
    ("diabetes", "type 1 diabetes", Relation.MAY),
    ("type 1 diabetes", "type 2 diabetes", Relation.NOT),
    ("asthma", "COPD", Relation.NOT),
    ("catheter thrombosis", "DVT", Relation.MAY),
    ("febrile neutropenia", "neutropenia", Relation.IS),
    ("bacteraemia", "E. coli infection", Relation.MAY),
    ("psychosis", "bipolar disorder", Relation.MAY),
    ("radiation pneumonitis", "interstitial pneumonitis", Relation.MAY),
    ("portal hypertension", "cirrhosis", Relation.MAY),
    ("Crohn's disease", "multiple sclerosis", Relation.NOT),
    ("vancomycin", "antibiotic", Relation.IS),
    ("enoxaparin", "heparin", Relation.MAY),
    ("HIV protease inhibitor", "antiretroviral", Relation.MAY),
    ("immunosuppressant", "prednisone", Relation.MAY),
    ("amoxicillin/clavulanate", "amoxicillin", Relation.MAY),
    ("warfarin", "anticoagulant", Relation.IS),
    ("itraconazole", "strong CYP3A4 inhibitor", Relation.IS),
    ("tacrolimus", "immunosuppressant", Relation.IS),
    ("hysterectomy", "orchiectomy", Relation.NOT),
    ("kidney transplant", "HSCT", Relation.NOT),
]


@pytest.mark.parametrize(("recorded", "asked", "relation"), RELATIONS)
def test_words_that_may_name_one_illness_are_never_held_apart(
    recorded: str, asked: str, relation: Relation
) -> None:
    concepts = knowledge().concepts
    have, want = (concepts.named(words) for words in (recorded, asked))
    assert have is not None
    assert want is not None
    assert concepts.relation(have.id, want.id) is relation
