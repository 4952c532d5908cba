"""What a sub-heading says of the items below it: their subject, or for whom they are."""

from __future__ import annotations

import pytest

from eligibility.bind.rules import RuleSet
from eligibility.patient.read import read_profile
from eligibility.screen import compile_page, screen_profile

PROFILE = b'''{"id": "A", "as_of": "2026-03-01", "sex": "female", "birth_date": "1990-04-17",
"measurements": [
{"code": "platelets", "value": 20, "unit": "10*9/L", "date": "2026-02-27"},
{"code": "karnofsky", "value": 50, "date": "2026-02-27"}]}'''
ELSE = "\n\nExclusion Criteria:\n\n* Unheard of\n"


def compiled(inclusion: str) -> RuleSet:
    """The rules of a text with these inclusions."""
    return compile_page(f"Inclusion Criteria:\n\n{inclusion}{ELSE}".encode(), "criteria.txt")


def verdicts(inclusion: str) -> dict[str, str]:
    """The verdicts on the inclusions that have a rule of their own."""
    judged = screen_profile(compiled(inclusion), read_profile(PROFILE, "profile.json")).criteria
    return {one.row.id: str(one.verdict) for one in judged if one.row.kind == "inclusion" and one.row.rule}


@pytest.mark.parametrize(
    ("criteria", "verdict"),
    [
        ("Age:\n\n  - at least 18 years", "pass"),
        ("Age\n\n  - 18 to 30 years", "fail"),
        ("Platelet count:\n\n  - at least 100 x 10^9/L", "fail"),
        ("- Platelet count\n   - > 10 x 10^9/L", "pass"),
        ("Life expectancy:\n\n  - More than 3 months", "unknown"),
        ("Renal:\n\n  - More than 3 months", "unknown"),
        ("Age:\n\n  - 18", "unknown"),
        ("Age:\n\n  - At least 18 if there is a guardian", "unknown"),
    ],
)
def test_a_bound_below_the_name_of_a_quantity_is_its_limit(criteria: str, verdict: str) -> None:
    assert verdicts(criteria) == {"I1.a": verdict}


def test_a_bound_with_a_subject_of_its_own_keeps_it() -> None:
    assert verdicts("Age:\n\n  - Karnofsky >= 40") == {"I1.a": "pass"}


def test_a_row_names_the_sub_heading_and_says_the_limit_in_full() -> None:
    rules = compiled("Life expectancy:\n\n  - More than 3 months")
    group, item = (row for row in rules.rows if row.kind == "inclusion")
    assert (group.role, group.rule) == ("group", None)
    assert (item.heading, item.text) == ("Life expectancy:", "More than 3 months")
    assert item.canonical.lower().startswith("life expectancy")


@pytest.mark.parametrize("line", ["Diabetic patients:", "Cohort B", "For healthy controls:"])
def test_what_is_asked_of_some_candidates_excludes_nobody(line: str) -> None:
    """NCT02411825: read as asked of everyone, it kept out whom it was not about."""
    assert verdicts(f"* Karnofsky >= 70\n\n{line}\n\n* Platelets >= 100 x 10^9/L") == {
        "I1": "fail", "I2.a": "unknown",
    }  # fmt: skip


def test_what_is_asked_of_all_candidates_is_asked() -> None:
    assert verdicts("All subjects:\n\n* Platelets >= 100 x 10^9/L") == {"I1.a": "fail"}


def test_words_that_may_name_whom_or_ask_for_it_decide_nothing() -> None:
    criteria = "* Adults with diabetes\n  * Platelets >= 100 x 10^9/L"
    assert verdicts(criteria) == {"I1.text": "unknown", "I1.a": "unknown"}


def test_criteria_that_a_sentence_goes_on_between_exclude_nobody() -> None:
    """NCT01294800."""
    criteria = "* Karnofsky >= 70\n* Anaemia without\n* Platelets >= 100 x 10^9/L\n* Karnofsky >= 60"
    assert verdicts(criteria) == {"I1": "fail", "I2": "unknown", "I3": "unknown", "I4": "fail"}


def test_what_a_condition_introduces_in_its_own_list_excludes_nobody() -> None:
    """NCT01368263: what is asked of cancer survivors was asked of everyone."""
    told = "* If the patient survived cancer, all of the following criteria must be met"
    judged = verdicts(f"* Karnofsky >= 70\n{told}\n* Platelets >= 100 x 10^9/L")
    assert judged == {"I1": "fail", "I2": "unknown", "I3": "unknown"}


def test_criteria_run_together_exclude_nobody() -> None:
    criteria = "* Platelets >= 100 x 10^9/L - Karnofsky >= 70 - Haemoglobin >= 9 g/dL"
    assert set(verdicts(criteria).values()) == {"unknown"}
