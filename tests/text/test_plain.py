"""Criteria given alone: all of the text, told apart from a page that is cut short."""

from __future__ import annotations

import pytest

from eligibility.core.errors import InputError
from eligibility.text.document import parted, read_document, shown
from eligibility.text.outline import outline
from tests.text.pages import PAGE, PAGES

MARKDOWN = "## Inclusion Criteria\n\n* Age \\>= 18\n* BMI \\<30\n\n## Exclusion Criteria\n\n* Asthma\n"


@pytest.mark.parametrize("text", ["* Adults", "* Adults who were in NCT01234568"])
def test_a_pick_does_not_name_a_text_after_itself(text: str) -> None:
    with pytest.raises(InputError, match="no study NCT01234567 stands in this file"):
        read_document(text.encode(), "a.txt#NCT01234567", PAGES)


def test_all_of_the_text_is_criteria() -> None:
    document = read_document(MARKDOWN.encode(), "-", PAGES)
    assert document.source == MARKDOWN and document.criteria.of(MARKDOWN) == MARKDOWN.rstrip()
    assert (document.title, document.last_updated, document.conditions, document.fields) == ("", None, (), ())
    found = outline(document, PAGES)
    assert [(item.id, shown(MARKDOWN, item.text)) for item in found.items] == [
        ("I1", "Age >= 18"), ("I2", "BMI <30"), ("E1", "Asthma"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "place", "trial"),
    [
        ("* Adults", "-", ""),
        ("* Adults", "in/NCT01234567.txt", "NCT01234567"),
        ("* Adults who were in NCT01234567, see NCT01234567", "-", "NCT01234567"),
        ("* Adults who were in NCT01234567 or NCT01234568", "-", ""),
        ("* Adults who were in NCT01234567", "NCT01234568.txt", "NCT01234568"),
        ("* Adults, NCT012345678 and XNCT01234567", "-", ""),
        ("* Adults", "NCT01234567.txt#NCT01234567", "NCT01234567"),
    ],
)
def test_the_trial_is_the_one_that_the_name_or_the_text_names(text: str, place: str, trial: str) -> None:
    assert read_document(text.encode(), place, PAGES).trial == trial


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (PAGE.decode()[:400], "no line of this page is the heading"),
        (PAGE.decode().replace("Eligibility Criteria\n", "\n"), "no line of this page is the heading"),
        ("Eligibility Criteria\n\n* Adults\n", "leave out the page's own headings ('Eligibility Criteria')"),
        ("Title\n\nNCT ID: NCT01234567\n\n* Adults", "no line of this page is the heading"),
    ],
)
def test_a_page_that_is_cut_short_is_no_plain_text(text: str, says: str) -> None:
    with pytest.raises(InputError) as caught:
        read_document(text.encode(), "page.txt", PAGES)
    assert says in str(caught.value)


@pytest.mark.parametrize(
    "line", ["conditions: of the liver", "Conditions: liver failure", "eligibility criteria"]
)
def test_words_of_labels_inside_a_sentence_make_no_page(line: str) -> None:
    text = f"* None of these\n{line}\n* Adults"
    assert read_document(text.encode(), "a.txt", PAGES).source == text


def test_a_place_parts_into_file_and_study() -> None:
    assert parted("a#b.json") == ("a#b.json", "")
    assert parted("a#b.json#nct01234567") == ("a#b.json", "NCT01234567")
