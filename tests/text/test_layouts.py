"""Layouts of older and of damaged records: parts, notes, broken words, lists that begin behind a heading."""

from __future__ import annotations

import pytest

from tests.text.pages import left_over, read, table

OLDER = """
        DISEASE CHARACTERISTICS:

          -  Histologically confirmed glioma

        PATIENT CHARACTERISTICS:

        Age:

          -  18 and over

        Life expectancy:

          -  More than 3 months

        PRIOR CONCURRENT THERAPY:

        Surgery:

          -  No prior surgery
"""


def test_the_older_layout_has_parts_with_what_they_are_about_above_the_items() -> None:
    """After NCT00003487 and NCT00100815: "More than 3 months" means nothing by itself."""
    document, found = read(OLDER)
    assert [heading.span.of(document.source) for heading in found.headings] == [
        "DISEASE CHARACTERISTICS:", "PATIENT CHARACTERISTICS:", "PRIOR CONCURRENT THERAPY:",
    ]  # fmt: skip
    assert {item.kind for item in found.items} == {"inclusion"} and found.diagnostics == ()
    assert table(OLDER) == [
        ("I1", "Histologically confirmed glioma"),
        ("I2", "Age:"), ("I2.a", "18 and over"),
        ("I3", "Life expectancy:"), ("I3.a", "More than 3 months"),
        ("I4", "Surgery:"), ("I4.a", "No prior surgery"),
    ]  # fmt: skip


def test_a_part_below_exclusions_leaves_them_exclusions_and_is_told() -> None:
    found = read("Exclusion Criteria:\n\n* A\n\nPATIENT CHARACTERISTICS:\n\n* B")[1]
    assert [(item.id, item.kind) for item in found.items] == [("E1", "exclusion"), ("E2", "exclusion")]
    assert [remark.code for remark in found.diagnostics] == ["heading_scope"]


def test_patients_as_a_word_of_another_heading_still_make_a_heading() -> None:
    found = read("Inclusion Criteria:\n* A\n\nPatient exclusion criteria:\n* B")[1]
    assert [item.id for item in found.items] == ["I1", "E1"]


def test_a_dash_inside_a_heading_parts_its_words() -> None:
    """NCT00365859."""
    found = read("Inclusion Criteria - Rollover:\n\n* A\n\nInclusion Criteria - De Novo:\n\n* B")[1]
    assert [item.id for item in found.items] == ["I1", "I2"] and len(found.headings) == 2
    assert [remark.code for remark in found.diagnostics] == ["heading_scope", "heading_scope"]


@pytest.mark.parametrize(
    "note",
    [
        "* Other protocol-defined inclusion/exclusion criteria may apply.",
        "NOTE: Other protocol defined Inclusion/ Exclusion criteria may apply",
        "- Additional criteria may apply, please contact the\n  investigator for more information.",
        "* Exclusion criteria may apply",
        "* Other criteria apply.",
        "Other, more specific exclusion criteria are defined in the protocol.",
        "The above information is not intended to contain all considerations\n"
        "relevant to a participant's potential participation in a clinical trial.",
    ],
)
def test_a_note_that_the_protocol_has_more_is_no_criterion(note: str) -> None:
    document, found = read(f"Exclusion Criteria:\n\n* A\n\n{note}")
    assert [item.id for item in found.items] == ["E1"]
    assert [span.of(document.source) for span in found.notes] == [note]
    assert [remark.code for remark in found.diagnostics] == ["note"]
    assert not left_over(document, found).strip()


@pytest.mark.parametrize(
    "line",
    [
        "* Other criteria may apply to smokers",
        "* Asthma. Other protocol-defined criteria may apply.",
        "Other criteria may apply:\n  * Asthma",
        "* None\n* Asthma",
        "* Not specified\n* Asthma",
        "* Prior therapy:\n  * None",
        "* Hormone receptor status:\n  * Positive\n  * Not specified",
        "* See Asthma",
        "* Other",
    ],
)
def test_a_criterion_that_holds_such_words_stays_one(line: str) -> None:
    found = read(f"Exclusion Criteria:\n\n{line}")[1]
    assert found.notes == () and found.items[0].id == "E1"


@pytest.mark.parametrize(
    ("criteria", "notes"),
    [
        ("Inclusion Criteria:\n\n* A\n\nExclusion Criteria:\n\n* None", ["* None"]),
        ("* A\n\nLife expectancy:\n\n  * Not specified", ["Life expectancy:", "* Not specified"]),
        ("* A\n\nSurgery\n\n  * See Disease Characteristics", ["Surgery", "* See Disease Characteristics"]),
        ("Surgery\n\n  * See Chemotherapy\n  * A", ["* See Chemotherapy"]),
    ],
)
def test_words_that_nothing_is_asked_are_no_criterion(criteria: str, notes: list[str]) -> None:
    """NCT00003487, NCT00006356 and NCT00160563."""
    document, found = read(criteria)
    assert [span.of(document.source) for span in found.notes] == notes
    assert found.items[-1].text.of(document.source) == "A"
    assert not left_over(document, found).strip()


@pytest.mark.parametrize(
    "criteria",
    [
        "* No therapy against PD-\n* 1, PD-L1 or CTLA-4\n* Adults",
        "          -  No therapy against PD-\n\n             1, PD-L1 or CTLA-4\n\n          -  Adults",
        "* No therapy against PD-\n\n1, PD-L1 or CTLA-4\n\n* Adults",
    ],
)
def test_a_word_broken_by_a_bullet_stays_in_its_item_and_is_told(criteria: str) -> None:
    """NCT03652233."""
    found = read(criteria)[1]
    assert [item.id for item in found.items] == ["I1", "I2"]
    assert [remark.code for remark in found.diagnostics] == ["broken_item"]


SPACED = "\n\n".join(f"          -  Item {count} of the list" for count in "ABCDE")


@pytest.mark.parametrize(
    "sentence",
    [
        "As assessed at the General Hospital\n             - Treatment Response Questionnaire",
        "A cough before Visit\n             1. Later ones count",
        "A test (at Visit\n             1) and a visit",
        "A creatinine <= 1.5\n             * ULN or less",
    ],
)
def test_a_sign_that_begins_a_wrapped_line_begins_no_item(sentence: str) -> None:
    """NCT02417064, NCT02267707, NCT02934061 and NCT02329847; that it was read so is told."""
    found = read(f"{SPACED}\n\n          -  {sentence}\n\n          -  The last")[1]
    assert [item.id for item in found.items] == ["I1", "I2", "I3", "I4", "I5", "I6", "I7"]
    assert [remark.code for remark in found.diagnostics] == ["sign_within"]


@pytest.mark.parametrize(
    "lines",
    [
        "A heading\n             - First\n             - Second",
        "A heading:\n             - First",
        "A whole sentence.\n             - First",
    ],
)
def test_signs_of_a_list_that_stands_close_begin_items(lines: str) -> None:
    assert "I6.a" in [item.id for item in read(f"{SPACED}\n\n          -  {lines}")[1].items]


@pytest.mark.parametrize("criteria", ["* Must have\n* B", "* Consent given by\n  * B", "1. Less than\n\nB"])
def test_an_item_that_ends_inside_a_sentence_is_told_with_the_next_one(criteria: str) -> None:
    """NCT01294800, NCT02414932 and NCT00513656."""
    found = read(criteria)[1]
    assert [(remark.code, remark.span) for remark in found.diagnostics] == [
        ("cut_off", item.text) for item in found.items
    ]


@pytest.mark.parametrize(
    "words", ["Inclusion 6) continued; g.Creatinine", "(Continued from Criteria 12) B", "(Cont - #1) B"]
)
def test_an_item_that_says_it_goes_on_from_another_is_told_with_it(words: str) -> None:
    """NCT03106610 and NCT02225574."""
    found = read(f"1. A\n2. B\n3. {words}\n4. C")[1]
    assert [remark.code for remark in found.diagnostics] == ["cut_off", "cut_off"]
    assert [remark.span for remark in found.diagnostics] == [item.text for item in found.items[1:3]]


def test_a_number_goes_on_with_the_sentence_that_its_line_breaks() -> None:
    text = (
        "Healthy adults, male or female, between 18 and 65 years of age, with a BMI of\n"
        "        18-32kg/m2. They must be well, and not have any condition which could interfere with it."
    )
    document, found = read(text)
    assert [item.text.of(document.source) for item in found.items] == [text]


@pytest.mark.parametrize("words", ["Has continued diarrhoea", "Symptoms that continued", "Continued use; B"])
def test_words_on_what_goes_on_in_a_patient_are_no_such_item(words: str) -> None:
    assert read(f"1. A\n2. {words}")[1].diagnostics == ()


def test_a_note_on_a_line_of_its_own_is_no_part_of_the_item_before() -> None:
    """NCT03926195."""
    criteria = "Exclusion Criteria:\n  -  Any medication\nNote: Other criteria may apply."
    found = read(criteria)[1]
    assert [item.id for item in found.items] == ["E1"] and len(found.notes) == 1
    assert table(criteria) == [("E1", "Any medication")]


def test_the_last_words_above_a_list_may_end_anywhere() -> None:
    assert read("* Patients with\n  * A\n  * B")[1].diagnostics == ()


@pytest.mark.parametrize("criteria", ["* A -OR-\n* 1 year of B", "* A OR-\n* by B", "* A -\n* 1, 2 of B"])
def test_a_hyphen_that_breaks_no_word_ends_its_item(criteria: str) -> None:
    assert [item for item, _ in table(criteria)] == ["I1", "I2"]


def test_the_first_item_behind_a_heading_is_in_one_list_with_those_below() -> None:
    assert table("Inclusion Criteria: - A\n\n          -  B\n\n          -  C") == [
        ("I1", "A"), ("I2", "B"), ("I3", "C"),
    ]  # fmt: skip


def test_what_the_first_item_behind_a_heading_announces_stands_below_it() -> None:
    """After NCT02006745: each of its alternatives would be asked of everyone."""
    below = "\n\n          -  B\n\n          -  C"
    assert [item for item, _ in table(f"Inclusion Criteria: - One of:{below}")] == ["I1", "I1.a", "I1.b"]
    counted = "- 1. Adults 2. Consent 3. Asthma as defined below:\n\n      1. A cough OR\n\n      2. Fever"
    assert [item for item, _ in table(f"Inclusion Criteria:\n\n{counted}")] == [
        "I1", "I2", "I3", "I3.a", "I3.b",
    ]  # fmt: skip


def test_wrapped_words_behind_a_heading_stay_one_paragraph() -> None:
    """NCT02008916."""
    text = "severe spondylitis and prior evidence of it by the\nModified Criteria"
    assert table(f"Inclusion criteria: {text}") == [("I1", " ".join(text.split()))]
