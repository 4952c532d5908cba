"""Sub-headings: what the items below them are about, or for whom they are."""

from __future__ import annotations

import pytest

from eligibility.text.document import shown
from tests.text.pages import left_over, read


def under(criteria: str) -> dict[str, tuple[str, str, str]]:
    """Each item's id with its words, its role and the sub-heading it stands under."""
    document, found = read(criteria)
    assert not left_over(document, found).strip()
    return {
        item.id: (
            shown(document.source, item.text),
            item.role,
            "" if item.heading is None else shown(document.source, item.heading),
        )
        for item in found.items
    }


@pytest.mark.parametrize(
    "criteria",
    [
        "Life expectancy:\n\n  -  More than 3 months",
        "Life expectancy\n\n  -  More than 3 months",
        "Life expectancy:\n\nMore than 3 months",
        "- Life expectancy:\n- More than 3 months",
        "1. Life expectancy:\n   a. More than 3 months",
    ],
)
def test_an_item_knows_the_sub_heading_that_is_its_subject(criteria: str) -> None:
    """NCT00100815."""
    found = under(criteria)
    assert [role for _, role, _ in found.values()] == ["topic", "criterion"]
    assert found["I1.a"][0] == "More than 3 months"
    assert found["I1.a"][2].rstrip(":") == "Life expectancy"


def test_a_sub_heading_governs_until_the_next_one() -> None:
    found = under("- Hepatic:\n- Bilirubin normal\n- ALT normal\n- Renal:\n- Creatinine normal")
    assert list(found) == ["I1", "I1.a", "I1.b", "I2", "I2.a"]
    assert [heading for _, _, heading in found.values()] == ["", "Hepatic:", "Hepatic:", "", "Renal:"]


@pytest.mark.parametrize(
    "line",
    ["T2DM patients:", "Cohort 1a and 1b", "PHASE II:", "For healthy controls:", "At study entry (visit 1):",
     "Parts A, B, and C:", "Healthy subjects:", "For participants who smoked in the previous year:"],
)  # fmt: skip
def test_a_line_that_says_for_whom_is_no_criterion_and_its_items_know_it(line: str) -> None:
    found = read(f"Exclusion Criteria:\n\n* A\n\n{line}\n\n* B\n* C")[1]
    assert [(item.id, item.role) for item in found.items] == [
        ("E1", "criterion"), ("E2", "whom"), ("E2.a", "criterion"), ("E2.b", "criterion"),
    ]  # fmt: skip
    assert [item.whom is None for item in found.items] == [True, True, False, False]


def test_a_label_to_the_left_of_a_list_ends_the_item_before() -> None:
    """NCT03861182 and NCT03922932."""
    found = under("Adults:\n  - A drug within 48 hours before the sampling\nNeonates:\n  - Asphyxia")
    assert [(item, heading) for item, (_, _, heading) in found.items()] == [
        ("I1", ""), ("I1.a", "Adults:"), ("I2", ""), ("I2.a", "Neonates:"),
    ]  # fmt: skip


def test_labels_among_the_items_of_a_list_that_labels_everyone() -> None:
    """NCT01508156: what only some candidates are asked would be asked of everyone."""
    text = "-  All Participants\n\n-  Is healthy.\n\n-  HCV Participants\n\n-  Has GT1 infection."
    found = read(text)[1]
    assert [(item.id, item.role) for item in found.items] == [
        ("I1", "topic"), ("I1.a", "criterion"), ("I2", "whom"), ("I2.a", "criterion"),
    ]  # fmt: skip
    assert found.item("I1.a").whom is None and found.item("I2.a").whom == found.item("I2").text


@pytest.mark.parametrize(
    "criteria",
    [
        "* Pregnant women\n* Diabetic patients",
        "* Surgery\n  * within 4 weeks",
        "* Patients must have:\n  * asthma",
        "* For inclusion, patients must have:\n  * asthma",
        "Healthy volunteers\n\nAged 18 to 50",
        "* A cough\n\nRenal",
        "* Patients who smoke:\n  * cigarettes",
    ],
)
def test_words_that_ask_for_something_are_no_sub_heading(criteria: str) -> None:
    assert {role for _, role, _ in under(criteria).values()} == {"criterion"}


@pytest.mark.parametrize(
    "criteria",
    ["Healthy volunteers\n\n* Aged 18 to 50", "* Adults with diabetes\n  * HbA1c above 9%",
     "* Subjects with a high risk of bleeding:\n* A\n* B"],
)  # fmt: skip
def test_words_that_may_name_whom_or_ask_for_it_are_both(criteria: str) -> None:
    found = read(criteria)[1]
    assert found.items[0].role == "either" and found.items[1].whom == found.items[0].text
