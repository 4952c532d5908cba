"""The head of a plain text names the trial; its lines are no criteria, and no criterion is one."""

from __future__ import annotations

import pytest

from eligibility.core.errors import InputError
from eligibility.text.document import Document, read_document, shown
from eligibility.text.head import read_head
from eligibility.text.outline import outline
from tests.text.pages import PAGES

CRITERIA = "Inclusion Criteria:\n\n1. Adults\n\nExclusion Criteria:\n\n1. Asthma\n"


def document(text: str, place: str = "trial.txt") -> Document:
    return read_document(text.encode(), place, PAGES)


def items(text: str) -> list[str]:
    read = document(text)
    return [shown(read.source, item.text) for item in outline(read, PAGES).items]


@pytest.mark.parametrize(
    "head",
    [
        "NCT ID: NCT01234567\nPhase: phase 2\nConditions: ['asthma']\nDrugs: ['placebo']\nSource: a list\n\n",
        "NCT ID: NCT01234567\r\nTitle: A study\r\n\r\n",
        "nct number： NCT01234567\n",
        "ClinicalTrials.gov Identifier: NCT01234567\n\nOfficial Title: A study\n\nStatus: Recruiting\n\n\n",
        "Title: A study of\n   one drug in children\nTrial ID: NCT01234567\n\n",
        "**NCT ID:** NCT01234567\n**Title**: A study\n\n",
        "# Title: A study\n\n- NCT ID: NCT01234567\n- Sponsor: A: B\n\n---\n\n",
        "---\ntitle: A study\nnct: NCT01234567\n---\n",
        "NCT01234567\n\n",
    ],
)
def test_the_lines_of_a_head_are_no_criteria(head: str) -> None:
    assert items(head + CRITERIA) == ["Adults", "Asthma"]
    assert document(head + CRITERIA).trial == "NCT01234567"


def test_a_head_tells_trial_title_date_condition_and_fields() -> None:
    text = (
        "Registry ID: 2019-001234-56\nTitle: A study of\n  two drugs\nLast Updated: 2024-05-06\n"
        f"Condition: Asthma\nMinimum Age: 18 Years\nSex: ALL\nHealthy Volunteers: No\n\n{CRITERIA}"
    )
    read = document(text)
    assert (read.trial, read.title) == ("2019-001234-56", "A study of two drugs")
    assert read.last_updated == "2024-05-06"
    assert read.conditions == ("Asthma",)
    assert [(field.name, field.text, field.span.of(text)) for field in read.fields] == [
        ("minimum_age", "18 Years", "18 Years"), ("sex", "ALL", "ALL"), ("healthy", "No", "No"),
    ]  # fmt: skip
    assert read.criteria.of(text) == CRITERIA.rstrip()


def test_the_head_names_the_trial_before_the_file_does() -> None:
    assert document(f"NCT ID: NCT01234567\n\n{CRITERIA}", "NCT07654321.txt").trial == "NCT01234567"


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Condition: Asthma\nSex: female\n\nAdults", "Condition: Asthma Sex: female"),
        ("Adults\nNCT01234567 is no criterion", "Adults"),
        ("NCT ID: NCT01234567\nAdults\n\nExclusion Criteria:\n\n* Asthma", "Adults"),
        ("NCT ID: NCT01234567\n  Adults", "Adults"),
        ("Title: A study\n  * Adults", "Adults"),
        ("Title: A study\n  Inclusion Criteria:\n  Adults", "Adults"),
        ("Title: A study\n\n  Adults", "Adults"),
        ("NCT ID: NCT01234567\nAge: 18 to 65 years\nSource: a list\n", "Age: 18 to 65 years"),
        ("NCT01234567 was a study of asthma", "NCT01234567 was a study of asthma"),
    ],
)
def test_what_may_be_a_criterion_is_no_line_of_a_head(text: str, first: str) -> None:
    assert items(text)[0].startswith(first)


@pytest.mark.parametrize("text", ["NCT ID: NCT01234567", "NCT01234567\nTitle: A study\n\n"])
def test_a_head_without_criteria_is_refused(text: str) -> None:
    with pytest.raises(InputError, match=r"trial\.txt: nothing stands below the lines that name the trial"):
        document(text)


def test_a_page_that_begins_with_its_number_is_still_a_page() -> None:
    parts = ("NCT ID: NCT01234567", "Eligibility Criteria", "* Adults", "Eligible Sex", "ALL", "Sponsors")
    text = "\n\n".join(parts)
    read = document(text)
    assert (read.trial, read.criteria.of(text), read.fields[0].text) == ("NCT01234567", "* Adults", "ALL")
    with pytest.raises(InputError, match="the page ends inside its criteria"):
        document(text[: text.index("Eligible Sex")])


def test_a_head_of_many_lines_is_read_in_one_pass() -> None:
    found = read_head("NCT ID: NCT01234567\n" + "Source: x\n" * 50_000 + "Adults", PAGES)
    assert found is not None and found.trial == "NCT01234567"


@pytest.mark.parametrize("label", ["NCT ID: ", "ClinicalTrials.gov Identifier: "])
def test_several_trials_in_one_text_are_told(label: str) -> None:
    text = f"NCT ID: NCT01234567\n\n{CRITERIA}\n{label}NCT01234568\n\n{CRITERIA}"
    with pytest.raises(InputError, match=r"several trials \(NCT01234567, NCT01234568\), where one is needed"):
        document(text)
    assert items(text.replace(f"\n{label}", "\nTook part in "))[:2] == ["Adults", "Asthma"]
