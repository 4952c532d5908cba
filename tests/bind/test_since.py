"""How long ago something was: a washout, of whom it asks what, and where the text leaves it open."""

from __future__ import annotations

import pytest

from eligibility.bind.nodes import Judgement
from tests.bind.pages import excluded, included
from tests.bind.sketch import sketch

UNNAMED = "before unnamed"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("At least 4 weeks since prior surgery", f"not(treatment:surgery given @ >=0<4 week {UNNAMED})"),
        ("More than 4 weeks since prior surgery", f"not(treatment:surgery given @ >=0<=4 week {UNNAMED})"),
        (
            "At least 4 weeks have elapsed since any surgery prior to randomization",
            "not(treatment:surgery given @ >=0<4 week before randomisation)",
        ),
        (
            "At least 4 weeks since prior vincristine or radiotherapy",
            f"all(not(treatment:vincristine given @ >=0<4 week {UNNAMED}), "
            f"not(treatment:irradiation given @ >=0<4 week {UNNAMED}))",
        ),
        (
            "At least 4 weeks since prior chemotherapy (6 weeks for carmustine)",
            f"all(not(treatment:chemotherapy given @ >=0<4 week {UNNAMED}), "
            f"not(treatment:carmustine given @ >=0<6 week {UNNAMED}))",
        ),
        (
            "At least 6 months since the most recent surgery",
            f"all(not(treatment:surgery given @ >=0<6 month {UNNAMED}), "
            f"any(treatment:surgery given @ >=6 month {UNNAMED}, ambiguous_text))",
        ),
        ("At least 4 weeks since prior frobnication", f"not(any:None given @ >=0<4 week {UNNAMED})"),
        ("Less than 4 weeks since surgery", f"treatment:surgery given @ >=0<4 week {UNNAMED}"),
    ],
)
def test_a_washout_asks_for_none_in_its_time(text: str, expected: str) -> None:
    assert sketch(included(text)) == expected


def test_what_is_too_recent_keeps_out() -> None:
    assert sketch(excluded("Less than 4 weeks since prior vincristine or radiotherapy")) == (
        f"any(treatment:vincristine given @ >=0<4 week {UNNAMED}, "
        f"treatment:irradiation given @ >=0<4 week {UNNAMED})"
    )


def test_the_recovery_is_for_a_person_to_say() -> None:
    rule = included("At least 4 weeks since prior surgery and recovered")
    judged = rule.operands[1]  # type: ignore[union-attr]
    assert isinstance(judged, Judgement)
    assert judged.text == "recovered: surgery"


@pytest.mark.parametrize(
    "text",
    [
        "At least 6 months since diagnosis",
        "At least 6 months since diagnosis of asthma",
        "At least 6 months since start of vincristine",
        "At least 6 months since stroke",
        "At least 4 weeks since prior vincristine unless dexamethasone",
        "Less than 4 weeks since prior vincristine and radiotherapy",
        "3 to 6 weeks since surgery",
        "At least 4 weeks since prior surgery before vincristine",
        "At least 4 weeks since prior vincristine and stable disease",
        "At least 4 weeks since prior chemotherapy (2 weeks for vincristine)",
        "At least 4 weeks since prior chemotherapy (30 days for vincristine)",
        "At least 4 weeks since prior chemotherapy (eg vincristine)",
    ],
)
def test_what_may_ask_for_something_else_is_left_open(text: str) -> None:
    said = sketch(included(text))
    assert "ambiguous_text" in said or "unparsed_text" in said


def test_a_least_length_in_an_exclusion_is_left_open() -> None:
    assert sketch(excluded("At least 4 weeks since prior vincristine")) == "ambiguous_text"
