"""Pages with criteria for several populations, in parts, or of what is required among exclusions."""

from __future__ import annotations

import pytest

from eligibility.patient.read import read_profile
from eligibility.screen import compile_page, screen_profile

PROFILE = b'''{"id": "A", "as_of": "2026-03-01", "sex": "female", "birth_date": "1946-04-17",
"conditions": [{"text": "asthma", "status": "active", "verification": "confirmed", "onset": "2015"}],
"measurements": [
{"code": "anc", "value": 4.2, "unit": "10*9/L", "date": "2026-02-27"},
{"code": "platelets", "value": 200, "unit": "10*9/L", "date": "2026-02-27"}]}'''


def verdicts(criteria: str) -> dict[str, str]:
    """The verdicts on the rows of a text that have a rule of their own."""
    rules = compile_page(criteria.encode(), "criteria.txt")
    judged = screen_profile(rules, read_profile(PROFILE, "profile.json")).criteria
    return {one.row.id: str(one.verdict) for one in judged if one.row.rule}


@pytest.mark.parametrize("named", ["Patients with asthma", "Asthma", "Cohort B: asthma", "Controls"])
def test_a_line_that_names_a_population_excludes_nobody(named: str) -> None:
    found = verdicts(
        "Inclusion Criteria:\n\n- Age >= 18 years\n\nExclusion Criteria:\n\n- BMI > 40 kg/m2\n\n"
        f"{named}\n\nInclusion Criteria:\n\n- Age <= 75 years\n\nExclusion Criteria:\n\n- ANC > 1 x 10^9/L\n"
    )
    assert found["I1"] == "pass"
    assert {found[row] for row in found if row != "I1"} == {"unknown"}


def test_a_last_line_of_a_page_that_begins_anew_nowhere_is_a_criterion() -> None:
    found = verdicts(
        "Inclusion Criteria:\n\n- Age >= 18 years\n\nExclusion Criteria:\n\n- BMI > 40\n\nAsthma\n"
    )
    assert found["E2"] == "fail"


def test_a_line_that_ends_as_a_sentence_is_a_criterion() -> None:
    found = verdicts(
        "Inclusion Criteria:\n\n- Age >= 18 years\n\nExclusion Criteria:\n\n- BMI > 40 kg/m2\n\nAsthma.\n\n"
        "Inclusion Criteria:\n\n- Platelets >= 100 x 10^9/L\n"
    )
    assert found["E2"] == "fail"


@pytest.mark.parametrize(
    "heading", ["Eligibility for crossover:", "Adequate organ function:", "Laboratory requirements:"]
)
def test_what_is_required_below_an_exclusion_heading_excludes_nobody(heading: str) -> None:
    found = verdicts(
        f"Inclusion Criteria:\n\n- Age >= 18 years\n\nExclusion Criteria:\n\n{heading}\n\n- ANC >= 1500/mm3\n"
    )
    assert found["E1.a"] == "unknown"


def test_a_page_in_parts_needs_no_heading_of_exclusions() -> None:
    found = verdicts(
        "DISEASE CHARACTERISTICS:\n\n* Melanoma\n\nPATIENT CHARACTERISTICS:\n\nAge:\n\n* 18 and over\n\n"
        "Hematopoietic:\n\n* ANC at least 1,500/mm^3\n"
    )
    assert (found["I2.a"], found["I3.a"]) == ("pass", "pass")


@pytest.mark.parametrize(("first", "second"), [("INCLUSION", "EXCLUSION"), ("Inclusion:", "Exclusion:")])
def test_a_heading_in_capitals_needs_no_colon(first: str, second: str) -> None:
    found = verdicts(f"{first}\n- Age >= 18 years\n{second}\n- ANC > 1 x 10^9/L\n")
    assert found == {"I1": "pass", "E1": "fail"}


@pytest.mark.parametrize("sign", ["&gt;=", "&ge;", "&#8805;"])
def test_a_sign_may_be_a_named_character(sign: str) -> None:
    found = verdicts(f"Inclusion Criteria:\n- ANC {sign} 1500/mm3\nExclusion Criteria: none\n")
    assert found["I1"] == "pass"
