"""A list run together into one paragraph is cut where it shows its list, and stays whole elsewhere."""

from __future__ import annotations

import pytest

from tests.text.pages import left_over, read, table


def codes(criteria: str) -> list[str]:
    """The remarks on an outline."""
    document, found = read(criteria)
    assert not left_over(document, found).strip()
    return [remark.code for remark in found.diagnostics]


@pytest.mark.parametrize("width", [30, 41, 57, 200])
def test_a_paragraph_with_headings_and_dashes_is_both_lists(width: int) -> None:
    """After NCT02054897; wherever its lines end, an exclusion stays one."""
    words = (
        "Inclusion Criteria: - Male or female, age above 20 years - Type 2 diabetes (diet - Exercise) "
        "- HbA1c 7.0 - 10.0 % Exclusion Criteria: - Pregnant or nursing - History of pancreatitis"
    )
    lines = [""]
    for word in words.split():
        if len(lines[-1]) + len(word) > width:
            lines.append("")
        lines[-1] += f"{word} "
    assert table("\n".join(lines)) == [
        ("I1", "Male or female, age above 20 years"),
        ("I2", "Type 2 diabetes (diet - Exercise)"),
        ("I3", "HbA1c 7.0 - 10.0 %"),
        ("E1", "Pregnant or nursing"),
        ("E2", "History of pancreatitis"),
    ]


def test_numbers_that_count_from_one_without_a_gap_are_items() -> None:
    assert table("Exclusion Criteria:\n\n- 1. Asthma 2. A cough of\ngrade 2 or more 3. Fever") == [
        ("E1", "Asthma"), ("E2", "A cough of grade 2 or more"), ("E3", "Fever"),
    ]  # fmt: skip
    assert table("Inclusion Criteria: 1) Adults 2) Asthma 3) Fever Exclusion Criteria: 1) A 2) B 3) C") == [
        ("I1", "Adults"), ("I2", "Asthma"), ("I3", "Fever"), ("E1", "A"), ("E2", "B"), ("E3", "C"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "1. Asthma as defined here: 1. A cough 2. A fever 2. Adults 3. Consent",
        "1. Asthma 2. A cough 4. Fever 5. Consent",
        "1. Asthma 2) A cough 3. Fever",
        "1. Child-Pugh class B 2. Asthma",
    ],
)
def test_a_count_that_is_not_sure_stays_whole(text: str) -> None:
    assert [item for item, _ in table(f"Inclusion Criteria:\n\n{text}")] == ["I1"]


def test_alternatives_within_an_item_are_no_items() -> None:
    """After NCT03078478: each for itself would be asked of everyone."""
    text = "At least one of these: - a) Renal failure - b) Insulin for 5 years. - c) Unawareness - Asthma"
    criteria = f"Inclusion Criteria: - Adults - Diabetes - {text}"
    assert table(criteria) == [("I1", "Adults"), ("I2", "Diabetes"), ("I3", text)]
    assert "run_on" not in codes(criteria)
    whole = "Any of: - Metformin - Insulin - Consent"
    assert table(f"Inclusion Criteria: - Adults - Diabetes - {whole}")[-1] == ("I3", whole)


def test_what_looks_run_together_and_is_not_cut_is_told() -> None:
    assert codes("Inclusion Criteria:\n\n* Adults - With asthma - With fever - With a cough") == ["run_on"]
    assert codes("Inclusion Criteria:\n\n* Adults - with asthma") == []


def test_a_heading_behind_a_sentence_begins_its_list() -> None:
    """After NCT03145948: read on, the bullets below it would let in whom they keep out."""
    criteria = (
        "Inclusion Criteria: - Adults\n\n          -  Psoriasis of 10%. Exclusion Criteria: - A father\n"
        "             to be\n\n          -  Epilepsy"
    )
    assert table(criteria) == [
        ("I1", "Adults"), ("I2", "Psoriasis of 10%."), ("E1", "A father to be"), ("E2", "Epilepsy"),
    ]  # fmt: skip


def test_a_heading_inside_words_is_told() -> None:
    criteria = "Inclusion criteria: Severe asthma, no response -- Exclusion criteria: pregnancy"
    assert [item for item, _ in table(criteria)] == ["I1"]
    assert codes(criteria) == ["heading_within"]


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("1. Smoker. 2.", ["Smoker."]),
        ("1. Asthma. 2. 3. Fever. 4. Cough.", ["Asthma.", "Fever.", "Cough."]),
        ("1. Asthma. 2. Fever. 3. Cough. 4.", ["Asthma.", "Fever.", "Cough."]),
        ("1) Asthma; 2) Fever; 3)", ["Asthma;", "Fever;"]),
    ],
)
def test_a_number_with_nothing_behind_it_is_no_item(text: str, rows: list[str]) -> None:
    assert table(f"Exclusion Criteria: {text}") == [(f"E{n}", row) for n, row in enumerate(rows, 1)]


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("1. Adults. 2. Kidney disease of stage 3.", "Kidney disease of stage 3."),
        ("1. Adults. 2. No fever. 3. Kidney disease of stage 4.", "Kidney disease of stage 4."),
        ("1. Adults. 2. No fever. 3. Seen at visit. 2.", "Seen at visit. 2."),
    ],
)
def test_a_number_that_ends_a_sentence_is_a_part_of_it(text: str, last: str) -> None:
    assert table(f"Inclusion Criteria: {text}")[-1][1].endswith(last)
