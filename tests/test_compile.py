"""A page compiles to rows; what a heading or a field says of them is not lost."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from eligibility.bind.nodes import Judgement, Related, When
from eligibility.bind.rules import RuleSet
from eligibility.core.errors import InputError
from eligibility.patient.profile import Answer, Profile
from eligibility.patient.read import read_profile
from eligibility.screen import compile_page, read_rules, screen_profile
from score.coverage import below

TRIAL = Path(__file__).resolve().parent.parent / "cases" / "NCT05748171"
PAGE = (TRIAL / "page.txt").read_text("utf-8")


def _compiled(page: str) -> RuleSet:
    return compile_page(page.encode(), "page")


def _row_rule(rules: RuleSet, identifier: str) -> object:
    return next(row.rule for row in rules.rows if row.id == identifier)


def test_criteria_under_a_heading_for_some_candidates_only_apply_to_nobody_for_sure() -> None:
    rules = _compiled(PAGE.replace("Inclusion Criteria\n", "Inclusion Criteria (control group):\n", 1))
    rule = _row_rule(rules, "I5")
    assert isinstance(rule, When)
    assert isinstance(rule.guard, Judgement)
    assert any(remark.code == "heading_scope" for remark in rules.diagnostics)
    assert not isinstance(_row_rule(rules, "E1"), When)


def test_criteria_under_a_plain_heading_apply_to_everyone() -> None:
    assert not isinstance(_row_rule(_compiled(PAGE), "I5"), When)
    assert _compiled(PAGE).diagnostics == ()


@pytest.mark.parametrize("heading", ["Exclsion Criteria", "Who cannot take part", ""])
def test_without_a_heading_of_exclusions_no_criterion_decides(heading: str) -> None:
    """Read as inclusions, they would keep out whoever had no transplant."""
    rules = _compiled(PAGE.replace("Exclusion Criteria\n", f"{heading}\n", 1))
    assert any(remark.code == "no_exclusion_heading" for remark in rules.diagnostics)
    content = (TRIAL / "candidates" / "eligible.json").read_bytes()
    screening = screen_profile(rules, read_profile(content, "eligible.json"))
    criteria = [judged for judged in screening.criteria if judged.row.kind != "registry"]
    assert {judged.verdict for judged in criteria} == {"unknown"}
    assert screening.verdict == "undetermined"
    assert any("no heading of exclusion criteria" in remark for remark in screening.remarks)


@pytest.mark.parametrize("heading", ["Inclusoin Criteria", "Who can take part", ""])
def test_below_exclusions_without_a_heading_of_inclusions_no_criterion_decides(heading: str) -> None:
    """Read as exclusions, they would keep out whoever is of the right age."""
    first, middle, end = (
        PAGE.index(words) for words in ("Inclusion Criteria\n", "Exclusion Criteria\n", "Minimum")
    )
    inclusions = PAGE[first:middle].replace("Inclusion Criteria", heading)
    rules = _compiled(f"{PAGE[:first]}{PAGE[middle:end]}{inclusions}{PAGE[end:]}")
    assert [remark.code for remark in rules.diagnostics] == ["no_inclusion_heading"]
    content = (TRIAL / "candidates" / "eligible.json").read_bytes()
    screening = screen_profile(rules, read_profile(content, "eligible.json"))
    assert screening.verdict == "undetermined"


def test_a_page_cut_short_is_refused() -> None:
    for end in ("Exclusion Criteria\n", "4. Philadelphia"):
        with pytest.raises(InputError, match="ends inside its criteria"):
            _compiled(PAGE[: PAGE.index(end)])


def test_a_record_compiles_to_the_rows_of_its_page() -> None:
    page = _compiled(PAGE)
    criteria = PAGE[PAGE.index("Inclusion Criteria\n") : PAGE.index("Minimum Eligible Age")].rstrip()
    eligibility = {
        "eligibilityCriteria": criteria,
        "minimumAge": "1 Year",
        "maximumAge": "17 Years",
        "sex": "ALL",
        "healthyVolunteers": False,
    }
    protocol = {
        "identificationModule": {"nctId": page.trial, "briefTitle": page.title},
        "conditionsModule": {"conditions": ["Acute Lymphoblastic Leukemia"]},
        "eligibilityModule": eligibility,
    }
    record = read_rules(json.dumps({"protocolSection": protocol}).encode(), "study.json")
    assert record.trial == page.trial and record.diagnostics == page.diagnostics
    assert [(row.id, row.role, row.canonical) for row in record.rows] == [
        (row.id, row.role, row.canonical) for row in page.rows
    ]
    plain = read_rules(criteria.encode(), "-")
    assert [row.id for row in plain.rows] == [row.id for row in page.rows if row.kind != "registry"]


def test_an_item_that_holds_a_heading_of_the_other_kind_decides_nothing() -> None:
    mixed = "Inclusion criteria: age above 18 years -- Exclusion criteria: asthma"
    criteria = f"{mixed}\n\n* Fever\n\nExclusion Criteria\n\n* Cough"
    rules = read_rules(criteria.encode(), "-")
    assert [remark.code for remark in rules.diagnostics] == ["heading_within"]
    decided = [row.rule for row in rules.rows if row.id.startswith("I") and row.rule is not None]
    assert decided and all(isinstance(rule, Related) for rule in decided)


def test_below_a_paragraph_that_announces_the_other_kind_no_criterion_decides() -> None:
    """After NCT01212991: read as an exclusion, the consent would keep out who gives it."""
    announced = "The following inclusion criteria apply to the second part.\n\n* Age above 18 years"
    rules = read_rules(f"Exclusion Criteria:\n\n* Asthma\n\n{announced}".encode(), "-")
    last = rules.rows[-1].rule
    assert isinstance(last, Related)
    assert last.text == "the candidate is kept out by: Age above 18 years"
    first = _row_rule(rules, "E1")
    assert not isinstance(first, Related)


def test_words_above_exceptions_are_asked_about_themselves() -> None:
    """After NCT02041481: with no for each exception, another cancer would be let in."""
    above = "* Previous malignancy with the following exceptions:"
    page = f"Exclusion Criteria:\n\n{above}\n  * Skin cancer\n  * Cervical cancer"
    rules = read_rules(f"Inclusion Criteria:\n\n* Asthma\n\n{page}".encode(), "-")
    asked = [row.rule.text for row in rules.rows if isinstance(row.rule, Related)]
    assert asked[0] == "the candidate is kept out by: Previous malignancy with the following exceptions:"
    assert len(asked) == 3


def test_a_statement_left_to_a_judgement_under_the_other_heading_is_asked_in_its_words() -> None:
    page = "Exclusion Criteria:\n\n* Patients not fitted for this study determined by the investigators."
    rules = read_rules(f"Inclusion Criteria:\n\n* Asthma\n\n{page}".encode(), "-")
    found = [node for row in rules.rows if row.rule for node in below(row.rule)]
    asked = [node.text for node in found if isinstance(node, Related)]
    assert asked and all(asked)


def test_a_denial_beside_words_that_are_not_read_is_asked_in_its_words() -> None:
    page = "Inclusion Criteria:\n\n* Asthma\n\nExclusion Criteria:\n\n* No prior stroke. The 7 \u00a7 5 bar."
    rules = read_rules(page.encode(), "-")
    found = [node for row in rules.rows if row.rule for node in below(row.rule)]
    assert all(node.text for node in found if isinstance(node, Related))


def test_an_answer_to_a_row_is_none_to_the_question_for_whom_it_is() -> None:
    item = "* Able to swallow tablets in the opinion of the investigator"
    page = f"Inclusion Criteria:\n\nHealthy subjects:\n\n{item}\n\n"
    rules = read_rules(f"{page}Exclusion Criteria:\n\n* Asthma".encode(), "-")
    row = next(found for found in rules.rows if found.rule is not None and isinstance(found.rule, When))
    answer = Answer(question=row.id, answer="no", by="PI", date="2026-02-28")
    profile = Profile(id="C", as_of="2026-03-01", birth_date="1960-01-01", answers=[answer])
    judged = screen_profile(rules, profile).criterion(row.id)
    assert judged is not None and judged.verdict == "unknown"


def test_the_word_all_is_no_leukaemia() -> None:
    limits = "Platelets >= 150 x 10^9/L and AST <= 60 U/L, all within four weeks before enrolment"
    page = f"Inclusion Criteria:\n\n* {limits}\n\n"
    rules = read_rules(f"{page}Exclusion Criteria:\n\n* Asthma".encode(), "-")
    found = [node for row in rules.rows if row.rule for node in below(row.rule)]
    assert not any(getattr(node, "concept", None) == "acute_lymphoblastic_leukaemia" for node in found)
