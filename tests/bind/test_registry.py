"""The registry's fields: compared where a criterion states them, checked where none does."""

from __future__ import annotations

import pytest

from eligibility.bind.rules import Row, RuleSet
from tests.bind.pages import PAGE, compiled, edited, page_of, row
from tests.bind.sketch import sketch

AGES = "between 1 and \\<18 years of age"


def field(name: str, value: str) -> RuleSet:
    """The trial's page with another value in one of its structured fields."""
    labels = {
        "minimum": "Minimum Eligible Age\n\n1 Year", "maximum": "Maximum Eligible Age\n\n17 Years",
        "sex": "Eligible Sex\n\nALL", "healthy": "Accepts Healthy Volunteers\n\nNo",
    }  # fmt: skip
    label, _, _ = labels[name].partition("\n\n")
    return edited(labels[name], f"{label}\n\n{value}")


def codes(found: Row) -> list[str]:
    return [remark.code for remark in found.diagnostics]


def test_a_field_that_a_criterion_states_too_is_compared_only() -> None:
    rules = compiled()
    assert [
        (found.id, found.applicable, codes(found)) for found in rules.rows if found.kind == "registry"
    ] == [
        ("R.age", "no", []),
        ("R.sex", "no", []),
        ("R.healthy", "yes", []),
    ]


@pytest.mark.parametrize(
    ("name", "value", "row_id"),
    [
        ("maximum", "20 Years", "R.age"),
        ("maximum", "N/A", "R.age"),
        ("minimum", "6 Months", "R.age"),
        ("minimum", "52 Weeks", "R.age"),
        ("maximum", "elderly", "R.age"),
        ("sex", "FEMALE", "R.sex"),
        ("sex", "SOME", "R.sex"),
    ],
)
def test_a_field_that_differs_is_flagged_and_the_criteria_decide(name: str, value: str, row_id: str) -> None:
    found = row(field(name, value), row_id)
    assert codes(found) == ["registry_differs"]
    assert value in found.diagnostics[0].message
    assert found.applicable == "no"


@pytest.mark.parametrize("value", ["12 Months", "1 Years"])
def test_the_same_age_in_other_words_does_not_differ(value: str) -> None:
    assert codes(row(field("minimum", value), "R.age")) == []


@pytest.mark.parametrize(
    "words",
    ["between 1 and 17 years of age", "\\>= 1 year of age and \\<18 years of age", "1 to 17 years of age"],
)
def test_up_to_17_years_is_less_than_18_years(words: str) -> None:
    assert codes(row(edited(AGES, words), "R.age")) == []


def test_the_ages_of_other_alternatives_are_not_compared() -> None:
    # I3.a speaks of 1 to 2 and of 2 to 18 years, only to choose the formula.
    rules = edited(f"Male or female participants {AGES}", "Male or female participants")
    assert row(rules, "R.age").applicable == "yes"
    assert sketch(row(rules, "R.age").rule) == "age>=1<18 a"  # type: ignore[arg-type]
    assert row(rules, "R.sex").applicable == "no"


def test_a_limit_of_age_that_the_criteria_leave_out_passes_those_within_it_and_is_asked_of_others() -> None:
    found = row(compiled(page_of(inclusion="Age >= 1 years")), "R.age")
    assert (found.applicable, sketch(found.rule)) == ("yes", "any(age<18 a, ambiguous_text)")  # type: ignore[arg-type]


def test_a_page_without_age_and_sex_in_its_criteria_has_them_checked() -> None:
    rules = compiled(page_of(inclusion="CD22-positive ALL"))
    assert row(rules, "R.age").applicable == row(rules, "R.sex").applicable == "yes"


@pytest.mark.parametrize(
    ("name", "value", "row_id", "means"),
    [
        ("sex", "FEMALE", "R.sex", "person:female ever"),
        ("sex", "SOME", "R.sex", "unparsed_text"),
        ("healthy", "Yes", "R.healthy", "note"),
        ("healthy", "Perhaps", "R.healthy", "unparsed_text"),
        ("maximum", "N/A", "R.age", "age>=1 a"),
        ("minimum", "6 Months", "R.age", "all(age>=6 mo, age<18 a)"),
    ],
)
def test_a_field_means_what_it_says(name: str, value: str, row_id: str, means: str) -> None:
    assert sketch(row(field(name, value), row_id).rule) == means  # type: ignore[arg-type]


def test_a_page_without_the_fields_has_no_rows_for_them() -> None:
    start = PAGE.index("Minimum Eligible Age")
    page = PAGE[:start] + PAGE[PAGE.index("Sponsors\n", start) :]
    assert [found.id for found in compiled(page).rows if found.kind == "registry"] == []
