"""What an inclusion says of women or men alone: asked of them; whether the others may enter is open."""

from __future__ import annotations

import pytest

from tests.bind.pages import excluded, included
from tests.bind.sketch import sketch


def test_what_women_must_have_is_asked_of_them_alone() -> None:
    told = sketch(included("Female patients must have AST <= 5 x ULN"))
    assert told == "when(person:female ever, ast<=5 uln)"


@pytest.mark.parametrize(
    ("text", "means"),
    [
        ("For women, AST <= 5 x ULN", "when(person:female ever, ast<=5 uln)"),
        ("AST <= 5 x ULN if there is asthma", "when(condition:asthma, ast<=5 uln)"),
        ("If there is asthma, AST <= 5 x ULN", "when(condition:asthma, ast<=5 uln)"),
        ("Women with asthma must have AST <= 5 x ULN",
         "when(all(person:female ever, condition:asthma), ast<=5 uln)"),
        ("Patients with asthma must have AST <= 5 x ULN",
         "readings(when(condition:asthma, ast<=5 uln), all(condition:asthma, ast<=5 uln))"),
    ],
)  # fmt: skip
def test_what_is_asked_of_some_candidates_is_asked_of_them_alone(text: str, means: str) -> None:
    assert sketch(included(text)) == means


@pytest.mark.parametrize(
    "text",
    [
        "If asthma, stroke, AST <= 5 x ULN",  # where the condition ends
        "AST <= 5 x ULN, particularly if there is asthma",
        "AST <= 5 x ULN if there is asthma, gout",
        "Asthma is excluded if severe",
    ],
)
def test_a_condition_whose_reach_is_not_said_is_for_a_person_to_say(text: str) -> None:
    assert sketch(included(text)).startswith(("related(", "doubted(related("))


def test_a_demand_on_women_turns_no_man_away() -> None:
    told = sketch(included("Women with AST <= 5 x ULN"))
    both = "person:female ever, ast<=5 uln"
    assert told == f"readings(when({both}), all({both}))"


def test_an_exclusion_of_women_with_a_condition_needs_both() -> None:
    assert sketch(excluded("Women with thrombosis")) == "all(person:female ever, condition:thrombosis)"
