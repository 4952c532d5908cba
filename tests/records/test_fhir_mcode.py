"""Records by the profiles of mCODE: stages, histories, comorbidities, scores, courses of treatment.

Each test names the profile whose shape it has.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from eligibility.records.gathering import UNREAD
from eligibility.records.lost import UNREAD_RESULT
from tests.records.fhir_records import LOINC, Read, about, concept, read

SNOMED = "http://snomed.info/sct"
NCI = "http://ncicb.nci.nih.gov/xml/owl/EVS/Thesaurus.owl"
STATE = "http://terminology.hl7.org/CodeSystem/condition-clinical"
MCODE = "http://hl7.org/fhir/us/mcode/StructureDefinition/mcode-"
AJCC = "American Joint Committee on Cancer stage "
CLINICAL, PATHOLOGIC = (SNOMED, "399537006", "Clinical TNM stage grouping"), (LOINC, "21902-2", "")
FOCUS = {"focus": [{"reference": "Condition/c1"}]}
Json = dict[str, Any]


def _cancer(**fields: Any) -> Json:  # noqa: ANN401
    """PrimaryCancerCondition."""
    return about("Condition", **({"id": "c1", "code": concept("breast cancer")} | fields))


def _noted(code: tuple[str, str, str], value: Json | None = None, **fields: Any) -> Json:  # noqa: ANN401
    given = {"status": "final", "effectiveDateTime": "2026-02-01", "code": concept("", code)}
    valued = {} if value is None else {"valueCodeableConcept": value}
    return about("Observation", **(given | valued | fields))


def _staged(words: str, code: tuple[str, str, str] = CLINICAL, **fields: Any) -> Json:  # noqa: ANN401
    """TNMStageGroup, unless another code is given."""
    return _noted(code, concept(words), **(FOCUS | fields))


def _stages(found: Read) -> list[str | int | None]:
    return [one.stage for one in found.profile.conditions]


@pytest.mark.parametrize("first", [True, False])
def test_a_stage_group_is_the_stage_of_the_condition_that_it_is_about(tmp_path: Path, first: bool) -> None:
    both = [_staged(AJCC + "IIB"), _cancer()]
    found = read(tmp_path, *(both if first else reversed(both)))
    assert _stages(found) == [AJCC + "IIB"]
    assert found.profile.measurements == ()
    assert found.fates("Observation") == [("not needed", "it is read with the condition that it stages")]


def test_a_stage_group_that_the_condition_refers_to_needs_no_focus(tmp_path: Path) -> None:
    group = _staged(AJCC + "IIB", id="s1", focus=[])
    found = read(tmp_path, group, _cancer(stage=[{"assessment": [{"reference": "Observation/s1"}]}]))
    assert _stages(found) == [AJCC + "IIB"]


def test_the_codes_of_the_staging_manual_are_read_by_its_scale(tmp_path: Path) -> None:
    code = {"coding": [{"system": "http://cancerstaging.org", "code": "3C"}]}
    found = read(tmp_path, _noted(PATHOLOGIC, code, **FOCUS), _cancer())
    assert _stages(found) == ["AJCC 3C"]


def test_a_stage_is_of_the_scale_that_its_code_names(tmp_path: Path) -> None:
    """CLLRaiStage: a bare II would be read as one of the AJCC."""
    found = read(tmp_path, _staged("Stage II", (NCI, "C141207", "")), _cancer(code=concept("CLL")))
    assert _stages(found) == ["Rai Stage II"]


def test_two_stages_that_agree_are_one(tmp_path: Path) -> None:
    summary = [{"summary": concept("IIB")}]
    assert _stages(read(tmp_path, _cancer(stage=summary), _staged(AJCC + "IIB"))) == [AJCC + "IIB"]


@pytest.mark.parametrize(
    ("summary", "groups"), [("IIIC", [AJCC + "IIB"]), (None, [AJCC + "IIA", AJCC + "IIB"])]
)
def test_of_two_stages_none_is_chosen(tmp_path: Path, summary: str | None, groups: list[str]) -> None:
    stage = [] if summary is None else [{"summary": concept(summary)}]
    found = read(tmp_path, _cancer(stage=stage), *(_staged(words) for words in groups))
    assert _stages(found) == [None]
    assert ("used", "its stages on record differ; none is chosen between them") in found.fates("Condition")


@pytest.mark.parametrize("state", ["recurrence", "relapse"])
def test_a_stage_from_before_a_relapse_is_left_out(tmp_path: Path, state: str) -> None:
    found = read(tmp_path, _cancer(clinicalStatus=concept("", (STATE, state, ""))), _staged(AJCC + "IIB"))
    assert _stages(found) == [None]


def test_a_stage_of_nothing_on_record_is_refused(tmp_path: Path) -> None:
    lost = [_staged(AJCC + "IIB", focus=[{"reference": name}]) for name in ("Condition/none", "Procedure/c1")]
    found = read(tmp_path, _cancer(), *lost, _staged(AJCC + "IV", focus=[]))
    assert _stages(found) == [None]
    assert [fate for fate, _ in found.fates("Observation")] == ["refused"] * 3


def test_a_void_stage_group_stages_nothing(tmp_path: Path) -> None:
    assert _stages(read(tmp_path, _cancer(), _staged(AJCC + "IV", status="entered-in-error"))) == [None]


@pytest.mark.parametrize(
    ("code", "words", "texts"),
    [
        ("399504009", "American Joint Committee on Cancer cT3", []),
        ("399387003", "American Joint Committee on Cancer cM0", []),
        ("399387003", "American Joint Committee on Cancer cM1b (qualifier value)", ["metastatic disease"]),
        ("371497001", "Not Applicable", []),
    ],
)
def test_of_the_tnm_categories_only_metastases_are_a_fact(
    tmp_path: Path, code: str, words: str, texts: list[str]
) -> None:
    """TNMDistantMetastasesCategory; what it says is there must not be denied by a list."""
    found = read(tmp_path, _noted((SNOMED, code, ""), concept(words)))
    assert [one.text for one in found.profile.conditions] == texts
    assert found.profile.measurements == ()


HISTORY = (SNOMED, "1287652008", "History of metastatic malignant neoplasm (situation)")


def test_a_history_without_a_value_is_one(tmp_path: Path) -> None:
    """HistoryOfMetastaticCancer: if the value is absent, it is true."""
    liver = (SNOMED, "1098951000119108", "History of cancer metastatic to liver (situation)")
    (fact,) = read(tmp_path, _noted(liver)).profile.conditions
    assert (fact.text, fact.status, fact.onset) == ("History of cancer metastatic to liver", "unknown", None)


@pytest.mark.parametrize(("value", "count"), [({"valueBoolean": True}, 1), ({"valueBoolean": False}, 0)])
def test_no_history_is_no_metastatic_cancer(tmp_path: Path, value: Json, count: int) -> None:
    found = read(tmp_path, _noted(HISTORY, **value))
    assert (len(found.profile.conditions), found.profile.measurements) == (count, ())


def test_a_history_that_is_coded_as_no_is_never_one(tmp_path: Path) -> None:
    found = read(tmp_path, _noted(HISTORY, concept("No")))
    assert (found.profile.conditions, found.profile.measurements) == ((), ())
    assert found.fates("Observation")[0][0] == "refused"


def test_a_secondary_cancer_is_not_the_disease_of_its_site(tmp_path: Path) -> None:
    """SecondaryCancerCondition."""
    coded = concept("", (SNOMED, "94225005", "Secondary malignant neoplasm of brain"))
    assert read(tmp_path, _cancer(code=coded)).profile.conditions[0].text == "brain metastases"
    profile = {"profile": [MCODE + "secondary-cancer-condition"]}
    found = read(tmp_path, _cancer(code=concept("breast cancer"), meta=profile))
    assert [one.text for one in found.profile.conditions] == [UNREAD]


def test_what_is_left_out_of_a_cancer_is_told(tmp_path: Path) -> None:
    histology = {"url": MCODE + "histology-morphology-behavior", "valueCodeableConcept": concept("x")}
    found = read(tmp_path, _cancer(extension=[histology], bodySite=[concept("Left breast structure")]))
    assert {why for _, why in found.fates("Condition")} == {
        "the histology beside the disease is not read", "the body site is not read",
    }  # fmt: skip


COMORBID = (SNOMED, "398192003", "")


def test_comorbidities_present_are_conditions_and_absent_ones_deny_nothing(tmp_path: Path) -> None:
    """Comorbidities: absent is meant beside the index disease, which may be of the same organ."""
    parts = [
        {"url": MCODE + "related-condition", "valueReference": {"reference": "Condition/c1"}},
        {"url": MCODE + "related-condition", "valueReference": {"reference": "Condition/none"}},
        {"url": MCODE + "related-condition", "valueCodeableConcept": concept("asthma")},
        {"url": MCODE + "related-condition-absent", "valueCodeableConcept": concept("obesity")},
    ]
    found = read(tmp_path, _noted(COMORBID, extension=parts), _cancer())
    assert [one.text for one in found.profile.conditions] == [UNREAD, "asthma", "breast cancer"]
    assert found.profile.conditions[1].verification is None


def test_comorbidities_that_stand_elsewhere_are_not_needed_here(tmp_path: Path) -> None:
    part = {"url": MCODE + "related-condition", "valueReference": {"reference": "Condition/c1"}}
    found = read(tmp_path, _noted(COMORBID, extension=[part]), _cancer())
    assert found.fates("Observation") == [
        ("not needed", "its conditions are read themselves; what it calls absent denies nothing")
    ]


def test_a_checklist_of_comorbidities_gives_those_present(tmp_path: Path) -> None:
    """ComorbiditiesElixhauser."""
    parts = [
        {"code": concept("obesity"), "valueCodeableConcept": concept("", (SNOMED, "52101004", "Present"))},
        {"code": concept("asthma"), "valueCodeableConcept": concept("", (SNOMED, "2667000", "Absent"))},
        {"code": concept("dementia"), "valueCodeableConcept": concept("grade 2")},
    ]
    found = read(tmp_path, _noted((LOINC, "78923-0", ""), component=parts))
    assert [one.text for one in found.profile.conditions] == ["obesity", UNREAD]


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ((LOINC, "97509-4", ""), ("", (SNOMED, "268910001", "Patient's condition improved (finding)"))),
        ((LOINC, "88040-1", ""), ("", (SNOMED, "268910001", ""))),
        ((NCI, "C167435", ""), ("", (NCI, "C122457", "Standard Risk Acute Leukemia"))),
        ((SNOMED, "708895006", ""), ("Deauville 5",)),
        ((LOINC, "31206-6", ""), ("Non-small cell carcinoma",)),
    ],
)  # fmt: skip
def test_what_has_no_place_in_a_profile_is_told_with_a_reason(
    tmp_path: Path, code: tuple[str, str, str], words: tuple[Any, ...]
) -> None:
    """CancerDiseaseStatus, ALLRiskAssessment, DeauvilleScale, HistologicBehaviorAndType."""
    found = read(tmp_path, _noted(code, concept(*words)))
    assert found.profile.measurements == ()
    ((fate, why),) = found.fates("Observation")
    assert (fate, bool(why)) == ("not needed", True)


def test_a_course_that_is_not_known_is_refused(tmp_path: Path) -> None:
    found = read(tmp_path, _noted((LOINC, "97509-4", ""), concept("Relapsed")))
    assert found.fates("Observation")[0][0] == "refused"


@pytest.mark.parametrize(
    ("code", "value", "quantity"),
    [
        ((LOINC, "89247-1", ""), 0, "89247-1"),
        ((LOINC, "89243-0", ""), 90, "89243-0"),
        ((NCI, "C38144", ""), 80, "lansky_performance_status"),
    ],
)
def test_a_performance_status_is_read_by_its_code(
    tmp_path: Path, code: tuple[str, str, str], value: int, quantity: str
) -> None:
    """ECOGPerformanceStatus, KarnofskyPerformanceStatus, LanskyPlayPerformanceStatus, without displays."""
    (fact,) = read(tmp_path, _noted(code, valueInteger=value)).profile.measurements
    named = fact.code if isinstance(fact.code, str) else fact.code.code
    assert (named, fact.value) == (quantity, value)


@pytest.mark.parametrize(
    ("code", "value", "means"),
    [
        ((LOINC, "89247-1", ""), 0, (LOINC, "LA9625-0", "")),
        ((NCI, "C38144", ""), 80, (NCI, "C70540", "Lansky Performance Status 20")),
    ],
)
def test_a_score_and_its_interpretation_that_differ_are_refused(
    tmp_path: Path, code: tuple[str, str, str], value: int, means: tuple[str, str, str]
) -> None:
    found = read(tmp_path, _noted(code, valueInteger=value, interpretation=[concept("", means)]))
    assert [fact.value for fact in found.profile.measurements] == [UNREAD_RESULT]
    assert found.fates("Observation")[0][0] == "refused"


def test_pack_years_are_read_by_their_code(tmp_path: Path) -> None:
    amount = {"value": 20, "unit": "Pack-Years", "system": "http://unitsofmeasure.org", "code": "1"}
    (fact,) = read(tmp_path, _noted((SNOMED, "401201003", ""), valueQuantity=amount)).profile.measurements
    assert (fact.code, fact.value, fact.unit) == ("pack_years", 20, "{pack_years}")


def test_a_course_of_radiotherapy_is_one_by_its_code_alone(tmp_path: Path) -> None:
    """RadiotherapyCourseSummary."""
    dose = {"url": MCODE + "radiotherapy-dose-delivered-to-volume"}
    one = about("Procedure", status="completed", code=concept("", (SNOMED, "1217123003", "")),
                bodySite=[concept("Chest wall")], extension=[dose],
                performedPeriod={"start": "2018-08-15", "end": "2018-10-25"})  # fmt: skip
    found = read(tmp_path, one)
    (fact,) = found.profile.treatments
    assert (fact.text, fact.status, fact.start, fact.end) == (
        "radiotherapy", "given", "2018-08-15", "2018-10-25",
    )  # fmt: skip
    assert {why for _, why in found.fates("Procedure")} == {
        "the body site is not read", "the dose, the volume and the technique are not read",
    }  # fmt: skip


@pytest.mark.parametrize(
    "why",
    [
        {"statusReason": concept("Treatment not tolerated")},
        {"extension": [{"url": MCODE + "termination-reason",
                        "valueCodeableConcept": concept("Treatment not tolerated")}]},
        {"extension": [{"url": MCODE + "treatment-termination-reason",
                        "valueCodeableConcept": concept("Treatment not tolerated")}]},
    ],
)  # fmt: skip
def test_why_a_drug_was_stopped_is_kept(tmp_path: Path, why: Json) -> None:
    """CancerRelatedMedicationRequest."""
    drug = {"intent": "order", "medicationCodeableConcept": concept("cisplatin")}
    one = about("MedicationRequest", status="stopped", **drug, **why)
    (fact,) = read(tmp_path, one).profile.treatments
    assert (fact.status, fact.outcome) == ("given", "Treatment not tolerated")


def test_why_a_dose_was_not_given_is_kept(tmp_path: Path) -> None:
    """CancerRelatedMedicationAdministration, whose reasons are a list."""
    one = about("MedicationAdministration", status="not-done", statusReason=[concept("Neutropenia")],
                medicationCodeableConcept=concept("cisplatin"))  # fmt: skip
    (fact,) = read(tmp_path, one).profile.treatments
    assert (fact.status, fact.outcome) == ("not given", "Neutropenia")
