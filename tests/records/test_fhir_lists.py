"""Conditions, treatments, allergies and genomic results of FHIR records."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from eligibility.patient.profile import Code
from eligibility.records.gathering import UNREAD
from tests.records.fhir_records import LOINC, about, concept, read

RXNORM = "http://www.nlm.nih.gov/research/umls/rxnorm"
SNOMED = "http://snomed.info/sct"
SURE = "http://terminology.hl7.org/CodeSystem/condition-ver-status"
STATE = "http://terminology.hl7.org/CodeSystem/condition-clinical"


def _condition(state: str = "active", sure: str = "confirmed", **fields: Any) -> dict[str, Any]:  # noqa: ANN401
    status = {
        "clinicalStatus": concept("", (STATE, state, "")),
        "verificationStatus": concept("", (SURE, sure, "")),
    }
    return about("Condition", **(status | {"code": concept("asthma")} | fields))


@pytest.mark.parametrize(
    ("state", "sure", "status", "verification"),
    [
        ("active", "confirmed", "active", "confirmed"),
        ("recurrence", "provisional", "active", "suspected"),
        ("remission", "differential", "inactive", "suspected"),
        ("resolved", "refuted", "resolved", "refuted"),
    ],
)
def test_a_condition_has_the_state_and_certainty_of_the_record(
    tmp_path: Path, state: str, sure: str, status: str, verification: str
) -> None:
    fact = read(tmp_path, _condition(state, sure)).profile.conditions[0]
    assert (fact.text, fact.status, fact.verification) == ("asthma", status, verification)


def test_a_condition_entered_in_error_is_none(tmp_path: Path) -> None:
    found = read(tmp_path, _condition(sure="entered-in-error"))
    assert found.profile.conditions == ()
    assert found.fates("Condition") == [("not needed", "its status is entered-in-error")]


def test_a_condition_active_and_over_is_left_open(tmp_path: Path) -> None:
    fact = read(tmp_path, _condition(abatementDateTime="2025-01-01")).profile.conditions[0]
    assert (fact.status, fact.resolved) == ("unknown", "2025-01-01")


def test_the_spelling_that_names_something_known_counts(tmp_path: Path) -> None:
    code = concept("Z. n. Asthma", (SNOMED, "195967001", "Asthma (disorder)"))
    assert read(tmp_path, _condition(code=code)).profile.conditions[0].text == "Asthma"


def test_a_bad_date_leaves_an_entry_of_a_list_without_it(tmp_path: Path) -> None:
    found = read(tmp_path, _condition(onsetDateTime="1850-01-01"))
    assert found.profile.conditions[0].onset is None
    assert found.fates("Condition")[0][1].endswith("the entry is kept without it")


@pytest.mark.parametrize(
    ("name", "texts", "status", "verification"),
    [
        ("History of myocardial infarction (situation)", ["myocardial infarction"], "resolved", None),
        ("Suspected asthma (situation)", ["asthma"], "unknown", "suspected"),
        ("Personal history of asthma", ["asthma"], "resolved", None),
    ],
)
def test_a_situation_is_what_it_speaks_of_without_a_day(
    tmp_path: Path, name: str, texts: list[str], status: str, verification: str | None
) -> None:
    """The day of the entry is not that of the event."""
    found = read(tmp_path, _condition(code=concept(name), onsetDateTime="2020-01-01")).profile.conditions
    assert [one.text for one in found] == texts
    assert (found[0].status, found[0].verification, found[0].onset) == (status, verification, None)


def test_a_history_of_a_treatment_is_one_that_was_given(tmp_path: Path) -> None:
    found = read(tmp_path, _condition(code=concept("History of splenectomy"), onsetDateTime="2020"))
    assert found.profile.conditions == ()
    assert [(one.text, one.status, one.start) for one in found.profile.treatments] == [
        ("splenectomy", "given", None)
    ]


@pytest.mark.parametrize("name", ["History of something", "Family history of asthma", "Awaiting asthma"])
def test_a_situation_of_something_else_stays_as_it_is_written(tmp_path: Path, name: str) -> None:
    assert [one.text for one in read(tmp_path, _condition(code=concept(name))).profile.conditions] == [name]


def test_a_history_that_is_refuted_denies_nothing(tmp_path: Path) -> None:
    (fact,) = read(tmp_path, _condition(sure="refuted", code=concept("History of asthma"))).profile.conditions
    assert (fact.text, fact.verification) == ("History of asthma", "refuted")


def test_a_task_of_the_staff_is_no_condition(tmp_path: Path) -> None:
    found = read(tmp_path, _condition(code=concept("Medication review due (situation)")))
    assert found.profile.conditions == ()
    assert found.ledger.total("not needed") == 1


def test_a_refused_entry_leaves_its_mark_in_the_list(tmp_path: Path) -> None:
    found = read(tmp_path, about("Condition"), about("Procedure", status="unknown", code=concept("biopsy")))
    assert [fact.text for fact in found.profile.conditions] == [UNREAD]
    assert [fact.text for fact in found.profile.treatments] == [UNREAD]


@pytest.mark.parametrize(
    ("kind", "status", "meant"),
    [
        ("MedicationRequest", "active", "ongoing"),
        ("MedicationRequest", "completed", "given"),
        ("MedicationRequest", "on-hold", "planned"),
        ("MedicationRequest", "draft", "planned"),
        ("MedicationStatement", "intended", "planned"),
        ("MedicationStatement", "not-taken", "not given"),
        ("MedicationAdministration", "not-done", "not given"),
        ("MedicationAdministration", "in-progress", "ongoing"),
        ("MedicationDispense", "completed", "given"),
        ("MedicationDispense", "preparation", "planned"),
    ],
)
def test_medication_has_the_status_that_its_kind_of_resource_can_say(
    tmp_path: Path, kind: str, status: str, meant: str
) -> None:
    drug = concept("metformin")
    intent = {"intent": "order"} if kind == "MedicationRequest" else {}
    one = about(kind, status=status, medicationCodeableConcept=drug, **intent)
    fact = read(tmp_path, one).profile.treatments[0]
    assert (fact.text, fact.status) == ("metformin", meant)


@pytest.mark.parametrize("status", ["cancelled", "entered-in-error"])
def test_an_order_that_came_to_nothing_is_no_fact(tmp_path: Path, status: str) -> None:
    one = about("MedicationRequest", status=status, medicationCodeableConcept=concept("metformin"))
    assert read(tmp_path, one).profile.treatments == ()


def test_a_proposal_is_planned(tmp_path: Path) -> None:
    one = about(
        "MedicationRequest",
        status="active",
        intent="proposal",
        medicationCodeableConcept=concept("metformin"),
    )
    assert read(tmp_path, one).profile.treatments[0].status == "planned"


def test_a_product_is_its_drugs(tmp_path: Path) -> None:
    product = concept("", (RXNORM, "310792", "hydrochlorothiazide 12.5 MG / lisinopril 10 MG Oral Tablet"))
    one = about("MedicationRequest", status="active", medicationCodeableConcept=product)
    assert [fact.text for fact in read(tmp_path, one).profile.treatments] == [
        "hydrochlorothiazide",
        "lisinopril",
    ]


@pytest.mark.parametrize("contained", [True, False])
def test_a_drug_is_found_where_the_reference_leads(tmp_path: Path, contained: bool) -> None:
    drug = {"resourceType": "Medication", "id": "m1", "code": concept("metformin")}
    order = about("MedicationRequest", status="active")
    if contained:
        order |= {"contained": [drug], "medicationReference": {"reference": "#m1"}}
        found = read(tmp_path, order)
    else:
        order |= {"medicationReference": {"reference": "Medication/m1"}}
        found = read(tmp_path, order, drug)
    assert found.profile.treatments[0].text == "metformin"


def test_a_reference_to_a_drug_that_leads_nowhere_is_refused(tmp_path: Path) -> None:
    one = about("MedicationRequest", status="active", medicationReference={"reference": "Medication/none"})
    found = read(tmp_path, one)
    assert found.fates("MedicationRequest") == [("refused", "the reference to the drug leads nowhere")]


@pytest.mark.parametrize(("status", "meant"), [("completed", "given"), ("not-done", "not given")])
def test_a_procedure_says_whether_it_was_done(tmp_path: Path, status: str, meant: str) -> None:
    one = about("Procedure", status=status, code=concept("splenectomy"), performedDateTime="2020-03-04")
    fact = read(tmp_path, one).profile.treatments[0]
    assert (fact.text, fact.status, fact.start, fact.end) == (
        "splenectomy",
        meant,
        "2020-03-04",
        "2020-03-04",
    )


def test_only_a_plan_of_a_treatment_is_a_fact(tmp_path: Path) -> None:
    plan = about("ServiceRequest", status="active", intent="plan", code=concept("splenectomy"))
    order = about("ServiceRequest", status="active", intent="order", code=concept("lipid panel"))
    found = read(tmp_path, plan, order)
    assert [(fact.text, fact.status) for fact in found.profile.treatments] == [("splenectomy", "planned")]
    assert [fate for fate, _ in found.fates("ServiceRequest")] == ["used", "not needed"]


def test_an_allergy_is_about_a_substance(tmp_path: Path) -> None:
    one = {"resourceType": "AllergyIntolerance", "patient": {"reference": "Patient/p1"},
           "code": concept("", (RXNORM, "7980", "penicillin G")),
           "verificationStatus": concept("", ("x", "confirmed", ""))}  # fmt: skip
    fact = read(tmp_path, one).profile.allergies[0]
    assert (fact.text, fact.status, fact.code) == (
        "penicillin G",
        "confirmed",
        Code(RXNORM, "7980", "penicillin G"),
    )


def test_no_known_allergy_is_neither_a_fact_nor_a_complete_list(tmp_path: Path) -> None:
    one = {"resourceType": "AllergyIntolerance", "patient": {"reference": "Patient/p1"},
           "code": concept("No known allergies")}  # fmt: skip
    found = read(tmp_path, one)
    assert (found.profile.allergies, found.profile.complete) == ((), ())
    assert found.fates("AllergyIntolerance")[0][0] == "not needed"


def _variant(present: str, method: str | None, **parts: str) -> dict[str, Any]:
    codes = {"gene": "48018-6", "protein": "48005-3", "coding": "48004-6", "name": "81252-9"}
    components = [
        {"code": concept("", (LOINC, codes[name], "")), "valueCodeableConcept": {"text": text}}
        for name, text in parts.items()
    ]
    return about(
        "Observation", status="final", code=concept("", (LOINC, "69548-6", "")), component=components,
        valueCodeableConcept=concept(present), **({} if method is None else {"method": {"text": method}}),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("one", "target", "result"),
    [
        (_variant("Present", "NGS", gene="BRAF", protein="NP_004324.2:p.(Val600Glu)"), "BRAF", "p.Val600Glu"),
        (_variant("Present", "NGS", gene="BRAF", coding="NM_004333.4:c.1799T>A"), "BRAF", "c.1799T>A"),
        (_variant("Present", "RNA fusion panel", name="KMT2A::AFF1"), "KMT2A::AFF1", "Present"),
        (_variant("Absent", "RNA fusion panel", name="KMT2A::AFF1"), "KMT2A::AFF1", "Absent"),
    ],
)
def test_a_variant_is_the_change_of_its_gene(
    tmp_path: Path, one: dict[str, Any], target: str, result: str
) -> None:
    fact = read(tmp_path, one).profile.genomics[0]
    assert (fact.target, fact.result.lower()) == (target, result.lower())


def test_a_negative_result_without_its_method_is_refused(tmp_path: Path) -> None:
    found = read(tmp_path, _variant("Absent", None, name="KMT2A::AFF1"))
    assert found.profile.genomics == ()
    assert found.fates("Observation")[0][0] == "refused"


def test_a_named_antigen_is_an_immunophenotype(tmp_path: Path) -> None:
    one = about("Observation", status="preliminary", code=concept("CD22"), method=concept("flow cytometry"),
                valueCodeableConcept=concept("", (SNOMED, "10828004", "Positive")))  # fmt: skip
    fact = read(tmp_path, one).profile.genomics[0]
    assert (fact.target, fact.assay, fact.result.lower(), fact.provisional) == (
        "CD22", "flow cytometry", "positive", True,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("display", "code"),
    [("cyclophosphamide", Code(RXNORM, "3002", "cyclophosphamide")), ("alendronate", None)],
)
def test_a_code_of_one_drug_beside_the_name_of_another_is_not_kept(
    tmp_path: Path, display: str, code: Code | None
) -> None:
    """A mistyped number would be another drug, and turn a candidate away."""
    drug = concept("", (RXNORM, "3002", display))
    fact = read(tmp_path, about("MedicationRequest", status="active", medicationCodeableConcept=drug)).profile
    assert (fact.treatments[0].text, fact.treatments[0].code) == (display, code)


def test_a_salt_is_its_drug(tmp_path: Path) -> None:
    product = concept("", (RXNORM, "861007", "metformin hydrochloride 500 MG Oral Tablet"))
    found = read(tmp_path, about("MedicationRequest", status="active", medicationCodeableConcept=product))
    assert (found.profile.treatments[0].text, found.ledger.unknown) == ("metformin", {})


def test_what_an_extension_may_turn_round_is_refused(tmp_path: Path) -> None:
    """FHIR R4: a resource with a modifier extension that is not known is not to be processed."""
    turned = [{"url": "http://example.org/negated", "valueBoolean": True}]
    found = read(tmp_path, _condition(modifierExtension=turned))
    assert [one.text for one in found.profile.conditions] == [UNREAD]
    assert found.ledger.total("refused") == 1


def test_an_option_is_planned(tmp_path: Path) -> None:
    one = about(
        "MedicationRequest", status="active", intent="option", medicationCodeableConcept=concept("rituximab")
    )
    assert [fact.status for fact in read(tmp_path, one).profile.treatments] == ["planned"]


@pytest.mark.parametrize("status", ["stopped", "on-hold"])
def test_a_procedure_that_was_not_finished_leaves_the_list_open(tmp_path: Path, status: str) -> None:
    found = read(tmp_path, about("Procedure", status=status, code=concept("splenectomy")))
    assert [one.text for one in found.profile.treatments] == [UNREAD]


def test_a_request_that_does_not_say_what_it_is_for_is_planned(tmp_path: Path) -> None:
    one = about("MedicationRequest", status="active", medicationCodeableConcept=concept("rituximab"))
    assert [fact.status for fact in read(tmp_path, one).profile.treatments] == ["planned"]


def test_words_that_name_two_things_do_not_speak(tmp_path: Path) -> None:
    two = concept("asthma", (SNOMED, "73211009", "Diabetes mellitus"))
    found = read(tmp_path, _condition(code=two))
    assert [one.text for one in found.profile.conditions] == [UNREAD]
    kind = concept("diabetes mellitus", (SNOMED, "44054006", "Type 2 diabetes mellitus"))
    assert read(tmp_path, _condition(code=kind)).profile.conditions[0].text != UNREAD
