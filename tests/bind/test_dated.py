"""A time behind several names, or behind an exception: decided only where it is sure whose it is."""

from __future__ import annotations

import pytest

from tests.bind.pages import excluded, included
from tests.bind.sketch import sketch


def test_a_time_behind_an_exception_decides_nothing() -> None:
    rule = excluded("steroids other than prednisone within 4 weeks before consent")
    assert sketch(rule).startswith("doubted(all(treatment:corticosteroid, ")


IN_TIME = "@ >=0<=3 month before consent"


@pytest.mark.parametrize(
    ("text", "means"),
    [
        ("stroke or seizure within 3 months before consent",
         f"any(readings(condition:stroke, condition:stroke {IN_TIME}), condition:seizure {IN_TIME})"),
        ("blood donation or blood loss >= 400 mL within 3 months before consent",
         f"any(readings(any:None, any:None {IN_TIME}), None>=400 mL {IN_TIME})"),
        ("stroke or received steroids within 3 months before consent",
         f"any(condition:stroke, treatment:corticosteroid given {IN_TIME})"),
    ],
)  # fmt: skip
def test_a_time_behind_a_list_may_be_of_each_name(text: str, means: str) -> None:
    assert sketch(excluded(text)) == means


@pytest.mark.parametrize(
    ("text", "means"),
    [
        ("thrombosis during asparaginase or steroids",
         "any(condition:thrombosis @ during asparaginase.start,"
         " readings(treatment:corticosteroid, condition:thrombosis @ during corticosteroid.start))"),
        ("abscess of the brain or stroke", "any(any:None, readings(condition:stroke, any:None))"),
    ],
)  # fmt: skip
def test_a_name_may_go_on_with_the_words_before_it(text: str, means: str) -> None:
    assert sketch(excluded(text)) == means


@pytest.mark.parametrize("verb", ["received", "has received", "receiving"])
def test_a_verb_and_a_time_around_a_list_are_of_each_name(verb: str) -> None:
    told = sketch(excluded(f"{verb} steroids, chemotherapy or radiotherapy within 4 weeks before consent"))
    assert told.count(" given @ >=0<=4 week before consent") == 3


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("received previous treatment with clofarabine", "given"), ("has received clofarabine", "given"),
        ("currently receiving clofarabine", "current"), ("is taking clofarabine", "current"),
        ("receives clofarabine", "received"), ("will receive clofarabine", "received"),
    ],
)  # fmt: skip
def test_what_was_received_is_given_and_what_is_to_be_may_be_planned(text: str, status: str) -> None:
    assert status in sketch(excluded(text)).split(), sketch(excluded(text))


def test_a_treatment_at_least_so_long_ago_may_mean_none_since() -> None:
    assert sketch(included("Chemotherapy at least 28 days before consent")) == "ambiguous_text"
    assert "ambiguous_text" not in sketch(included("Diagnosis of asthma at least 12 months before consent"))


def test_one_exact_value_of_a_measure_may_have_lost_the_stroke_of_its_sign() -> None:
    assert sketch(included("Age = 20 years")) == "ambiguous_text"
    assert "ambiguous_text" not in sketch(included("ECOG = 0"))


def test_required_limits_joined_by_or_may_mean_each() -> None:
    assert sketch(included("AST or ALT <= 3 x ULN")) == "any?(ast<=3 uln, alt<=3 uln)"
    assert sketch(excluded("AST or ALT > 3 x ULN")) == "any(ast>3 uln, alt>3 uln)"
