"""What stands beside unread words, below an introduction or after a shared beginning decides nothing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from eligibility.patient.read import read_profile
from eligibility.screen import compile_page, screen_profile

TRIAL = Path(__file__).resolve().parents[2] / "cases" / "NCT05748171"
PAGE = (TRIAL / "page.txt").read_text("utf-8")
CRITERIA = PAGE[PAGE.index("Inclusion Criteria\n") : PAGE.index("Minimum Eligible Age")]
RICH = read_profile((TRIAL / "candidates" / "eligible.json").read_bytes(), "eligible.json")
"""A girl of 7 who was given cytarabine and dexamethasone."""


def verdicts(criteria: str) -> dict[str, str]:
    """The verdicts on criteria that take the place of the page's own; a page has exclusions too."""
    if "Exclusion" not in criteria:
        criteria += "\nExclusion Criteria\n\n1. Zibble\n"
    rules = compile_page(PAGE.replace(CRITERIA, criteria + "\n").encode(), "page")
    return {judged.id: judged.verdict for judged in screen_profile(rules, RICH).criteria}


@pytest.mark.parametrize(
    "criterion",
    [
        # NCT00533624: all are allergies; one name is not read
        "Patient has a known hypersensitivity to tacrolimus, MMF, Myfortic®, or corticosteroids.",
        # NCT00405743: the examples are of the compounds, not of treatments
        "A history of allergic reactions or sensitivity attributed to compounds of similar chemical or "
        "biologic composition to CP-4055, i.e., ara-C and/or egg",
        "Intolerance to aspirin or corticosteroids",
        "Known CNS lymphoma or leukemia",  # NCT02611908
        "Corticosteroids. However, patients who glorp the zibble may enter.",
        "Corticosteroids. Patients on replacement doses are eligible.",
        "Corticosteroids if given for asthma",
    ],
)
def test_a_drug_in_a_list_that_is_not_wholly_read_excludes_nobody(criterion: str) -> None:
    found = verdicts(f"Exclusion Criteria\n\n1. {criterion}\n")
    told = {found[key] for key in found if key.startswith("E1")}
    assert "unknown" in told and "fail" not in told


@pytest.mark.parametrize(
    "criterion",
    [
        # NCT00533624 and NCT00349219: the sexes are named, not asked for
        "Males and females are to be studied equivalently as they become available for transplantation.",
        "Effective contraception for both, male and female patients if the risk of conception exists",
        # NCT00423813: the age stands in the part that is not read
        "Male or female subjects, 18 years or older who meet the criteria of the college.",
    ],
)
def test_a_criterion_read_in_part_decides_nothing(criterion: str) -> None:
    found = verdicts(f"Inclusion Criteria\n\n1. {criterion}\n")
    assert found["I1"] == "unknown"


@pytest.mark.parametrize(
    ("kind", "heading", "verdict"),
    [
        ("Inclusion", "Laboratory values:", "pass"),
        ("Inclusion", "All of the following:", "pass"),
        ("Inclusion", "At least one of the following:", "unknown"),
        ("Inclusion", "No prior:", "unknown"),
        ("Inclusion", "None of the following:", "unknown"),
        ("Inclusion", "Within 4 weeks before screening:", "unknown"),
        ("Exclusion", "Any of the following:", "fail"),
        ("Exclusion", "All of the following:", "unknown"),
        ("Exclusion", "Laboratory values:", "fail"),
    ],
)
def test_bullets_are_criteria_of_their_own_only_below_a_plain_heading(
    kind: str, heading: str, verdict: str
) -> None:
    found = verdicts(
        f"{kind} Criteria\n\n1. {heading}\n\n   * Creatinine clearance > 40 mL/min\n   * Zibble\n"
    )
    assert found[f"{kind[0]}1.a"] == verdict


def test_bullets_below_words_that_are_not_read_are_unknown() -> None:
    found = verdicts(
        "Inclusion Criteria\n\n1. Zibble if the frobs are glorped\n\n   * Creatinine clearance > 40 mL/min\n"
    )
    assert found["I1.a"] == "unknown"


def test_a_bare_phrase_above_bullets_may_be_a_heading() -> None:
    """NCT00096369: below "Radiotherapy" stand the requirements on it."""
    found = verdicts("Inclusion Criteria\n\n1. Radiotherapy\n\n   * Creatinine clearance > 40 mL/min\n")
    assert found["I1.text"] == "unknown"
    assert found["I1.a"] == "pass"


def test_words_above_a_bullet_that_is_not_read_are_unknown() -> None:
    found = verdicts("Exclusion Criteria\n\n1. Prior corticosteroids\n\n   * unless if glorped\n")
    assert found["E1"] == "unknown"


def test_items_after_an_introduction_without_bullets_are_unknown() -> None:
    """NCT02525874: the list of medicines stands at the level of its introduction."""
    found = verdicts(
        "Exclusion Criteria\n\n* Prior orchiectomy\n* Treatment with any of the following within 6 months:\n"
        "* cytarabine\n"
    )
    assert found["E1"] == "pass"
    assert found["E3"] == "unknown"


INFECTED = {"id": "x", "as_of": "2026-03-01", "conditions": [
    {"text": "hepatitis B", "status": "active"}, {"text": "tuberculosis", "status": "active"}]}  # fmt: skip


@pytest.mark.parametrize(
    "criteria",
    [
        "Inclusion Criteria\n\n1. No infection except hepatitis B\n",
        "Exclusion Criteria\n\n1. Infection except hepatitis B\n",
    ],
)
def test_an_exception_of_one_kind_is_none_for_the_others(criteria: str) -> None:
    if "Exclusion" not in criteria:
        criteria += "\nExclusion Criteria\n\n1. Zibble\n"
    rules = compile_page(PAGE.replace(CRITERIA, criteria + "\n").encode(), "page")
    profile = read_profile(json.dumps(INFECTED).encode(), "x.json")
    first = screen_profile(rules, profile).criteria[0]
    assert first.verdict == "fail"


def test_no_one_is_allergic_to_a_condition() -> None:
    found = verdicts("Exclusion Criteria\n\n1. Allergy to cytarabine or pneumonia\n")
    assert found["E1"] == "unknown"


@pytest.mark.parametrize(
    ("criteria", "opened", "kept"),
    [
        ("Inclusion Criteria\n\n1. Age >= 1 year\n2. Some are exempt.\n3. Age >= 2 years", "I1", "I3"),
        ("Inclusion Criteria\n\n1. Age >= 1 year\n2. Age >= 2 years\n3. Exception to criterion 2: boys",
         "I2", "I1"),
    ],
)  # fmt: skip
def test_an_item_that_exempts_some_opens_the_one_before_it(criteria: str, opened: str, kept: str) -> None:
    told = verdicts(criteria)
    assert (told[opened], told[kept]) == ("unknown", "pass")


def test_an_item_that_exempts_some_opens_all_before_it_below_one_introduction() -> None:
    ages = "   a. Age >= 1 year\n   b. Age >= 2 years\n   c. Boys are exempt from these.\n"
    told = verdicts(f"Inclusion Criteria\n\n1. All of the following:\n{ages}")
    assert told["I1.a"] == told["I1.b"] == "unknown"
