"""One change to a candidate who passes: where it may say otherwise, the row no longer passes unremarked."""

from __future__ import annotations

from typing import Any

import pytest

from eligibility.verdict.explain import explain
from eligibility.verdict.screening import Judged
from tests.evaluate.builders import at_least, carries, lab, result, run, truth
from tests.evaluate.builders import kinds as kinds_of
from tests.verdict.candidates import candidate, row, screened, with_fact, without


def beside(identifier: str, section: str, **fact: object) -> Judged:
    return row(screened(with_fact(candidate(), section, **fact)), identifier)


def changed(section: str, key: str, name: str, **changes: object) -> dict[str, Any]:
    """The candidate with one fact changed; ``None`` takes a field out."""
    told = candidate()
    for index, fact in enumerate(told[section]):
        if fact[key] == name:
            told[section][index] = {k: v for k, v in {**fact, **changes}.items() if v is not None}
    return told


def kinds(judged: Judged) -> set[str]:
    return {reason.kind for reason in judged.reasons}


@pytest.mark.parametrize(("day", "phase"), [("2023-11-06", "diagnosis"), ("2026-02-20", None), (None, None)])
def test_a_result_that_is_not_read_blocks_a_negative_one_whenever_it_was(
    day: str | None, phase: str | None
) -> None:
    fact = {"date": day, "disease_phase": phase}
    told = {key: value for key, value in fact.items() if value is not None}
    judged = beside("E4", "genomics", assay="karyotype", result="abnormal, see report", **told)
    assert judged.verdict == "unknown"
    assert kinds(judged) == {"unread_record"}


def test_bands_that_a_test_of_the_genes_does_not_confirm_are_a_conflict() -> None:
    seen = {"assay": "karyotype", "result": "46,XX,t(9;22)(q34;q11)[20]", "date": "2026-02-20"}
    judged = beside("E4", "genomics", **seen)
    assert (judged.verdict, kinds(judged)) == ("unknown", {"conflicting"})


def test_a_positive_result_for_a_target_that_is_not_known_blocks_by_name_and_a_negative_one_does_not() -> (
    None
):
    fish = {"assay": "FISH", "target": "del(2q)", "date": "2024-01-10"}
    for identifier in ("E4", "I2.genetics"):
        judged = beside(identifier, "genomics", result="positive", **fish)
        assert (judged.verdict, kinds(judged)) == ("unknown", {"unread_record"})
        assert "del(2q)" in judged.reasons[0].detail
        assert beside(identifier, "genomics", result="negative", **fish).verdict == "pass"


@pytest.mark.parametrize("name", ["BCR-ABL1 p190", "BCR-ABL1 p210", "BCR-ABL p210", "BCR/ABL1 p210"])
def test_transcripts_are_known_by_name(name: str) -> None:
    assert beside("E4", "genomics", assay="PCR", target=name, result="positive").verdict == "fail"


def test_a_positive_result_that_may_be_the_alteration_is_flagged_beside_a_specific_negative() -> None:
    fact = {"assay": "FISH", "target": "KMT2A rearrangement", "result": "positive", "date": "2026-02-13"}
    judged = beside("I2.genetics", "genomics", **fact)
    assert judged.verdict == "pass"
    assert any("KMT2A rearrangement" in flag for flag in judged.flags)


BLASTS = {"code": "bone_marrow_blasts", "unit": "%", "method": "morphology", "date": "2026-02-27"}


def test_blasts_in_blood_do_not_speak_for_the_marrow() -> None:
    judged = row(screened(changed("measurements", "code", "bone_marrow_blasts", specimen="blood")), "I2.b")
    assert judged.verdict == "unknown"
    assert any("peripheral blood" in flag for flag in judged.flags)
    judged = beside("I2.b", "measurements", value=2, specimen="blood", **BLASTS)
    assert judged.verdict == "pass"
    assert any("peripheral blood" in flag for flag in judged.flags)


@pytest.mark.parametrize(
    ("specimen", "verdict"),
    [
        ("bone marrow aspirate", "pass"), ("BM biopsy", "pass"), ("marrow", "pass"), ("aspirate", "unknown"),
        ("bone marrow or blood", "unknown"), ("CSF", "unknown"),
    ],
)  # fmt: skip
def test_a_specimen_is_the_marrow_if_its_words_name_the_marrow_alone(specimen: str, verdict: str) -> None:
    told = changed("measurements", "code", "bone_marrow_blasts", specimen=specimen)
    assert row(screened(told), "I2.b").verdict == verdict


@pytest.mark.parametrize("phase", ["diagnosis", "remission"])
def test_blasts_of_another_phase_do_not_speak_for_the_relapse(phase: str) -> None:
    told = changed("measurements", "code", "bone_marrow_blasts", disease_phase=phase, date=None)
    assert row(screened(told), "I2.b").verdict == "unknown"


@pytest.mark.parametrize(("value", "verdict"), [(8, "unknown"), (0.6, "pass")])
def test_a_value_without_a_date_may_be_newer(value: float, verdict: str) -> None:
    fact = {"code": "total_bilirubin", "unit": "mg/dL", "reference_range": {"high": 1.2}}
    judged = beside("I3.c", "measurements", value=value, **fact)
    assert judged.verdict == verdict
    assert ("a value without a date may be newer" in explain(judged)) == (verdict == "unknown")


@pytest.mark.parametrize(
    ("day", "verdict"), [("2026-02-01", "pass"), ("2026-01-31", "unknown"), (None, "unknown")]
)
def test_what_must_be_so_now_is_denied_by_a_fresh_statement_only(day: str | None, verdict: str) -> None:
    judged = row(screened(changed("statements", "concept", "active infection", date=day)), "E6")
    assert judged.verdict == verdict
    assert kinds(judged) == ({"stale"} if verdict == "unknown" else set())


@pytest.mark.parametrize(
    ("day", "flag"),
    [
        (None, "the statement has no date"),
        ("2024-01-10", "stated on 2024-01-10; nothing later is on record"),
        ("2026-02-20", ""),
    ],
)
def test_an_old_statement_on_the_past_decides_flagged(day: str | None, flag: str) -> None:
    judged = row(screened(changed("statements", "concept", "HSCT", date=day)), "E2")
    assert judged.verdict == "pass"
    assert [text for text in judged.flags if "HSCT" in text] == ([f"'HSCT', none: {flag}"] if flag else [])


@pytest.mark.parametrize("onset", [{}, {"onset": "2026-03-01"}, {"onset": "2026-02-10"}])
def test_a_suspicion_stands_unless_the_denial_is_later(onset: dict[str, str]) -> None:
    judged = beside("E1", "conditions", text="SOS", verification="suspected", **onset)
    assert judged.verdict == ("pass" if onset.get("onset") == "2026-02-10" else "unknown")


@pytest.mark.parametrize(("day", "verdict"), [({}, "unknown"), ({"date": "2025-01-01"}, "unknown")])
def test_a_suspected_allergy_is_not_overruled_by_an_earlier_course(day: dict[str, str], verdict: str) -> None:
    told = with_fact(candidate(), "allergies", text="pegaspargase", status="suspected", **day)
    told = with_fact(told, "allergies", text="Erwinase", status="confirmed", date="2025-02-01")
    assert row(screened(told), "E7").verdict == verdict


def test_entries_that_are_not_understood_are_named_beside_a_denial() -> None:
    given = {"text": "MUD transplant", "status": "given", "start": "2025-12-20"}
    judged = beside("E2", "treatments", **given)
    assert judged.verdict == "pass"
    assert any("not understood: 'MUD transplant'" in flag for flag in judged.flags)
    assert not beside("E2", "treatments", **{**given, "status": "planned"}).flags
    judged = beside("E6", "conditions", text="Aspergillus pneumonia", status="active", onset="2026-02-20")
    assert judged.verdict == "pass"
    assert any("not understood: 'Aspergillus pneumonia'" in flag for flag in judged.flags)
    assert not beside("E6", "conditions", text="Aspergillus pneumonia", status="resolved").flags


def test_an_unknown_tells_what_is_known_against_it_before_its_reasons() -> None:
    judged = row(screened(changed("measurements", "code", "total_bilirubin", value=8)), "I3.c")
    assert judged.verdict == "unknown"
    said = explain(judged)
    assert said.startswith("Total bilirubin 8 mg/dL")
    assert said.index("above 1.8 mg/dL") < said.index("To settle")


def test_words_that_are_not_understood_are_named_where_a_condition_is_missing() -> None:
    told = candidate()
    told["disease"]["diagnosis"] = "a blood disease"
    assert "'a blood disease' was not understood" in explain(row(screened(told), "I2.first_relapse"))


def test_of_many_words_not_understood_the_first_are_named_each_once() -> None:
    told = candidate()
    told["disease"]["diagnosis"] = "a blood disease"
    told["conditions"] = [{"text": f"disease {n % 9}", "status": "active"} for n in range(30)]
    said = explain(row(screened(told), "I2.first_relapse"))
    assert said.count("'disease 1'") == said.count("and 4 more was not understood") > 0


def test_sentences() -> None:
    told = changed("measurements", "code", "ast", date="2026")
    assert "AST 38 U/L of 2026 may be older than 28 days" in explain(row(screened(told), "I3.b"))
    told = changed("measurements", "code", "bone_marrow_blasts", value=0.78, unit="1")
    assert "; 0.78 is 78 %;" in explain(row(screened(told), "I2.b"))
    told = without(candidate(), "measurements", code="eCrCl")
    assert "bedside Schwartz: 0.413 x 124 cm / 0.4 mg/dL = 128.03" in explain(row(screened(told), "I3.a"))


def test_an_age_of_one_is_a_year() -> None:
    assert run(at_least("age", 1, "a"), birth="2025-02-10").notes == ("1 completed year on 2026-03-01",)
    assert run(at_least("age", 1, "a"), birth="2023-02-10").notes == ("3 completed years on 2026-03-01",)


def test_a_negative_result_for_a_part_does_not_deny_the_whole() -> None:
    assert truth(carries("hypodiploidy_lt40"), result("near_haploidy", "negative")) == "unknown"
    assert truth(carries("near_haploidy"), result("hypodiploidy_lt40", "negative")) == "false"


def test_a_positive_panel_without_a_target_may_show_each_of_its_fusions() -> None:
    panel = result(None, "positive", "rna fusion panel", genes=("TCF3",), date="2024-01-10")
    negative = result("tcf3_hlf", "negative", date="2026-02-13")
    assert kinds_of(run(carries("tcf3_hlf"), panel, negative)) == {"unread_record"}
    assert truth(carries("bcr_abl1"), panel, result("bcr_abl1", "negative")) == "false"


def test_residual_disease_in_blood_does_not_contradict_the_marrow() -> None:
    rule = at_least("bone_marrow_blasts", 5, "%")
    told = {"method": "flow_cytometry", "specimen": "peripheral_blood"}
    assert truth(rule, lab("bone_marrow_blasts", 3), lab("bone_marrow_mrd", 20, **told)) == "false"
    told["specimen"] = "bone_marrow"
    assert truth(rule, lab("bone_marrow_blasts", 3), lab("bone_marrow_mrd", 20, **told)) == "unknown"


@pytest.mark.parametrize("name", ["BCR-ABL1 p190", "BCR-ABL1 p210"])
def test_one_transcript_alone_does_not_rule_the_fusion_out(name: str) -> None:
    told = changed("genomics", "target", "BCR::ABL1", target=name)
    assert row(screened(told), "E4").verdict == "unknown"


def test_an_allergy_without_product_or_date_stands_beside_an_earlier_tolerated_dose() -> None:
    told = candidate()
    told["allergies"] = [{"text": "asparaginase", "status": "confirmed"}]
    told["complete"] = [declared for declared in told["complete"] if declared["list"] != "allergies"]
    judged = row(screened(told), "E7")
    assert judged.verdict == "unknown"


@pytest.mark.parametrize("lost", [{"value": 300}, {"value": "a result that could not be read"}])
def test_a_value_without_a_date_that_cannot_be_used_may_be_newer(lost: dict[str, object]) -> None:
    judged = beside("I3.b", "measurements", code="ast", **lost)
    assert (judged.verdict, kinds(judged)) == ("unknown", {"imprecise"})
