"""The criteria become a tree of items in which every character has its place."""

from __future__ import annotations

import pytest

from eligibility.core.errors import InputError
from eligibility.core.span import Span
from eligibility.text.document import read_document, shown
from eligibility.text.outline import outline
from tests.text.pages import PAGE, PAGES, left_over, read, table

REGISTRY_IDS = [
    "I1", "I2", "I2.a", "I2.b", "I3", "I3.a", "I3.b", "I3.c", "I4", "I5", "I6",
    "E1", "E2", "E3", "E4", "E5", "E6", "E7",
]  # fmt: skip


def test_the_registry_page_has_its_eighteen_items() -> None:
    document = read_document(PAGE, "page.txt", PAGES)
    found = outline(document, PAGES)
    assert [item.id for item in found.items] == REGISTRY_IDS
    assert found.diagnostics == () and found.stray == ()
    assert found.item("I3").children == ("I3.a", "I3.b", "I3.c")
    assert found.item("I3.b").parent == "I3" and found.item("I4").parent is None
    assert {item.kind for item in found.items if item.id.startswith("E")} == {"exclusion"}


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_each_item_of_the_page_holds_its_own_words(end: str) -> None:
    document = read_document(PAGE.replace(b"\n", end.encode()), "page.txt", PAGES)
    found = outline(document, PAGES)
    words = {item.id: shown(document.source, item.text) for item in found.items}
    assert words["I1"] == "Male or female participants between 1 and <18 years of age."
    assert words["I2"].startswith("Morphologically confirmed") and words["I2"].endswith("TP53 alteration).")
    assert words["I2.b"] == "Bone marrow involvement of ≥ 5% leukemic blasts (≥ M2 status)."
    assert words["I6"].startswith("Participants with combined") and words["I6"].endswith("induction therapy.")
    assert words["E7"] == "Hypersensitivity/allergy to both PEG-ASP and Erwinia-ASP"
    six = found.item("I6").marker
    assert six is not None and six.of(document.source) == "6"
    assert not left_over(document, found).strip()


def test_an_unknown_id_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        read("* Adults")[1].item("I9")


@pytest.mark.parametrize(
    ("criteria", "expected"),
    [
        ("* A\n* B", [("I1", "A"), ("I2", "B")]),
        ("\uf0b7 A\n\uf0b7 B", [("I1", "A"), ("I2", "B")]),
        ("➢ A\n➢ B", [("I1", "A"), ("I2", "B")]),
        ("I-1. A\nI-2. B", [("I1", "A"), ("I2", "B")]),
        ("A man.\n\nA woman.", [("I1", "A man."), ("I2", "A woman.")]),
        ("Exclusion Criteria\n- A\n\nInclusion Criteria:\n- B", [("E1", "A"), ("I1", "B")]),
        ("Key Inclusion Criteria:\n• A\nKEY EXCLUSION CRITERIA :\n– B", [("I1", "A"), ("E1", "B")]),
        ("**Inclusion Criteria:**\n\n* A\n\n## Exclusion criteria\n* B", [("I1", "A"), ("E1", "B")]),
        ("-  INCLUSION CRITERIA:\n   - A\n-  Exclusion:\n   - B", [("I1", "A"), ("E1", "B")]),
        ("Inclusion Criteria: Adults\nNon-inclusion criteria:\n* B", [("I1", "Adults"), ("E1", "B")]),
        (
            "\u200fInclusion criteria:\u200e\n\u200e* A\n\ufeffExclusion:\n\u202a1. B",
            [("I1", "A"), ("E1", "B")],
        ),
        ("Inclusion\n* A\n\n**Exclusion**\n* B", [("I1", "A"), ("E1", "B")]),
        ("* A\nExcluding Criteria:\n* B", [("I1", "A"), ("E1", "B")]),
        ("Criteria: Inclusion Criteria:\n* A\nExclusion Criteria:\n* B", [("I1", "A"), ("E1", "B")]),
        ("Inclusion criteria include:\n* A\nInclusion criteria：\n* B", [("I1", "A"), ("I2", "B")]),
    ],
)
def test_headings_in_their_spellings(criteria: str, expected: list[tuple[str, str]]) -> None:
    assert table(criteria) == expected


@pytest.mark.parametrize(
    "line",
    [
        "Exclusion Criteria (control group)",
        "Donor exclusion criteria:",
        "Exclusion criteria for control group:",
        "Eye-Related Exclusion Criteria: (Applies to study eye only.)",
        "Rheumatoid arthritis disease-related exclusion criteria:",
    ],
)
def test_a_heading_that_limits_its_criteria_is_flagged(line: str) -> None:
    document, found = read(f"Inclusion Criteria\n* A\n\n{line}\n\n* B")
    assert [item.id for item in found.items] == ["I1", "E1"]
    (remark,) = found.diagnostics
    assert remark.code == "heading_scope" and remark.span.of(document.source) == line


@pytest.mark.parametrize(
    ("line", "limits"),
    [
        ("Disease-Specific Exclusions:", False),
        ("General Medical Exclusions:", False),
        ("* General Medical Exclusions", False),
        ("* Carboplatin-Specific Exclusions", True),
        ("Treatment-Related Exclusion:", True),
        ("Rheumatoid Arthritis disease-related exclusions:", True),
        ("Exclusion Criteria for Enrolment", True),
        ("Step 1 Exclusion criteria for Cohort 2 only", True),
        ("Cognitive Testing Criteria:", True),
    ],
)
def test_a_sub_heading_that_names_criteria_begins_a_list_of_them(line: str, limits: bool) -> None:
    """NCT00600210, NCT02128217, NCT02420821, NCT02688400, NCT02840279 and NCT02924688."""
    document, found = read(f"Inclusion Criteria\n* A\n\nExclusion Criteria\n* B\n\n{line}\n\n* C")
    assert [(item.id, item.text.of(document.source)) for item in found.items] == [
        ("I1", "A"), ("E1", "B"), ("E2", "C"),
    ]  # fmt: skip
    assert (found.headings[-1].scope is not None) == limits


def test_a_heading_of_the_other_kind_is_found_without_its_colon() -> None:
    """NCT02924688: whom the enrolment excludes would be let in."""
    text = "Inclusion Criteria for Screening\n\n* A\n\nExclusion Criteria for Screening\n\n* B"
    assert table(text) == [("I1", "A"), ("E1", "B")]


def test_a_line_that_markdown_sets_off_is_no_criterion() -> None:
    text = "# A trial in asthma\n\nSummary.\n\n## Exclusion\n* A\n\n### Cohort 2\n* B\n\n### Laboratory\n* C"
    document, found = read(text)
    assert table(text) == [("I1", "Summary."), ("E1", "A"), ("E2", "B"), ("E3", "C")]
    assert [heading.scope and heading.scope.of(document.source) for heading in found.headings] == [
        None, None, "Cohort 2", None,
    ]  # fmt: skip
    assert not left_over(document, found).strip()


@pytest.mark.parametrize(
    "line",
    [
        "Delay from onset to inclusion:",
        "Meets diagnostic criteria for asthma:",
        "Diagnostic criteria of the society are fulfilled",
        "Patients who met exclusion criteria for the first part.",
        "* Cardiopulmonary criteria:",
    ],
)
def test_a_paragraph_that_speaks_of_criteria_is_no_heading(line: str) -> None:
    assert [item for item, _ in table(f"Inclusion Criteria\n* A\n\n{line}\n\n* B")][:2] == ["I1", "I2"]
    assert len(read(f"Inclusion Criteria\n* A\n\n{line}\n\n* B")[1].headings) == 1


@pytest.mark.parametrize(
    "line",
    [
        "* Doesn't meet all the inclusion criteria",
        "* Other criteria for inclusion/exclusion are in the protocol.",
        "* Inclusion and exclusion criteria:",
        "* at least 1 of the following inclusion criteria:",
        "* Patients who must satisfy at least one of these inclusion criteria:",
        "* Delay from onset to inclusion: 10 days",
    ],
)
def test_an_item_that_speaks_of_criteria_is_no_heading(line: str) -> None:
    assert table(f"Exclusion Criteria\n* A\n{line}") == [("E1", "A"), ("E2", line[2:])]


def test_a_wrapped_sentence_that_ends_in_a_headings_words_stays_whole() -> None:
    assert table("A patient must meet all of the following\ninclusion criteria:\n* A") == [
        ("I1", "A patient must meet all of the following inclusion criteria:"),
        ("I1.a", "A"),
    ]


@pytest.mark.parametrize(
    ("criteria", "ids"),
    [
        ("1. A\n* x\n* y\n2. B", "I1 I1.a I1.b I2"),
        ("1. A\n\n  * x\n    - u\n    - v\n  * y\n2) B", "I1 I1.a I1.a.1 I1.a.2 I1.b I2"),
        ("* A\n  * x\n  * y\n* B", "I1 I1.a I1.b I2"),
        ("* A\n * B", "I1 I2"),
        ("  9. A\n 10. B\n 11. C", "I1 I2 I3"),
        ("1. A\n1) x\n2) y\n2. B", "I1 I1.a I1.b I2"),
        ("1. A\n(a) x; or\n(b) y\n2. B", "I1 I1.a I1.b I2"),
        ("1. A:\ni) x\nii) y\niii) z\n2. B", "I1 I1.a I1.b I1.c I2"),
        ("1. A\n2. B\n4. C", "I1 I2 I3"),
        ("7.Must walk\n8.Must talk", "I1 I2"),
        ("- 1. A\n- 2. B", "I1 I2"),
        ("- A\n– B\n— C", "I1 I2 I3"),
        ("1 Male or female\n2 Able to walk", "I1 I2"),
        ("1. A\n\n2. B\n\nNote on both.\n\n3. C", "I1 I2 I3 I4"),
        ("* A\n\nNote on it.\n\n* B", "I1 I2 I3"),
        ("Patients must:\n\n* A\n\nPatients must not:\n\n* B", "I1 I1.a I2 I2.a"),
        ("Age\n\n  - A\n\nLiver\n\n  - B\n  - C", "I1 I1.a I2 I2.a I2.b"),
    ],
)
def test_nesting_follows_marker_and_indentation(criteria: str, ids: str) -> None:
    assert [item.id for item in read(criteria)[1].items] == ids.split()


@pytest.mark.parametrize(
    ("criteria", "expected"),
    [
        ("- Age between 18\n  - 65 years\n- B", ["Age between 18 - 65 years", "B"]),
        ("1. Aged at least\n   18. Later visits count\n2. B", ["Aged at least 18. Later visits count", "B"]),
        ("1. Treated for\n6 Months or more\n2. B", ["Treated for 6 Months or more", "B"]),
        ("5. A.\n6 months of care", ["A. 6 months of care"]),
        ("1. Values of\n1.5 x ULN\n2. B", ["Values of 1.5 x ULN", "B"]),
        ("* A cell\n-resistant tumour\n* B", ["A cell -resistant tumour", "B"]),
        ("* A long line that was\n  wrapped here\n\n  and goes on\n* B",
         ["A long line that was wrapped here and goes on", "B"]),
    ],
)  # fmt: skip
def test_a_number_or_dash_inside_a_sentence_is_no_marker(criteria: str, expected: list[str]) -> None:
    assert [text for _, text in table(criteria)] == expected


def test_lines_that_the_writer_ended_are_paragraphs_and_wrapped_ones_are_not() -> None:
    assert table("Male or female\nAble to give consent and willing to\nattend all of the visits") == [
        ("I1", "Male or female"),
        ("I2", "Able to give consent and willing to attend all of the visits"),
    ]


def test_a_marker_above_its_bullets_keeps_an_empty_text() -> None:
    document, found = read("1.\n   * A\n2. B\n*")
    assert [(item.id, item.text.of(document.source)) for item in found.items] == [
        ("I1", ""),
        ("I1.a", "A"),
        ("I2", "B"),
    ]
    assert [span.of(document.source) for span in found.stray] == ["*"]
    assert not left_over(document, found).strip()


def test_text_after_a_nested_list_is_an_item_of_its_own() -> None:
    document, found = read("* A\n    - x\n\n  More about A\n* B")
    assert [(item.id, item.marker is None) for item in found.items] == [
        ("I1", False), ("I1.a", False), ("I1.b", True), ("I2", False),
    ]  # fmt: skip
    assert found.item("I1.b").text.of(document.source) == "More about A"


def test_many_children_are_lettered_beyond_z() -> None:
    items = read("1. A\n" + "* x\n" * 28)[1].items
    assert [item.id for item in items[25:]] == ["I1.y", "I1.z", "I1.aa", "I1.ab"]


def test_items_deeper_than_the_deepest_become_siblings() -> None:
    found = read("\n".join("  " * depth + "* x" for depth in range(12)))[1]
    assert len(found.items) == 12
    assert max(item.id.count(".") for item in found.items) == 7


def test_headings_without_any_item_are_refused() -> None:
    with pytest.raises(InputError, match=r"page\.txt: no criterion stands under"):
        read("Inclusion Criteria\n\nExclusion Criteria\n\n-")


@pytest.mark.parametrize(
    "criteria",
    ["x" * 200_000, "* " + "a b" * 70_000, "* x\n" * 10_000, "(" * 10_000 + "x", "* x" + "(" * 10_000,
     "- " * 10_000 + "x", "1. x\n* y\n" * 5_000, "\n" * 50_000 + "x", "Inclusion Criteria: " * 10_000,
     "Criteria: " * 20_000, "x" * 1_000_000, "\u202eab\u200f " * 40_000, "Age:\n* over 18\n" * 5_000,
     "* Patients:\n" * 5_000, "# a\n" * 5_000 + "* x", "* less than\n" * 5_000,
     "\n".join(" " * (depth % 300) + "* x" for depth in range(3_000))],
    ids=lambda text: f"{text[:12].strip()}...{len(text)}",
)  # fmt: skip
def test_hostile_criteria_are_read_to_the_end(criteria: str) -> None:
    document, found = read(criteria)
    assert not left_over(document, found).strip()


def test_spans_are_sound_on_the_page() -> None:
    document = read_document(PAGE, "page.txt", PAGES)
    for item in outline(document, PAGES).items:
        text = item.text.of(document.source)
        assert text == text.strip() and text
        assert item.marker is not None and item.marker.end <= item.text.start
        assert document.criteria.join(item.text) == document.criteria != Span(0, 0)


@pytest.mark.parametrize("sign", ["- 2.", "* (2)", "- b)", "1. a.", "• 2)"])
def test_a_second_sign_with_nothing_behind_it_is_no_item(sign: str) -> None:
    document, found = read(f"Inclusion Criteria:\n\n* Adults\n{sign}\n* Asthma\n")
    assert "".join(item.text.of(document.source) for item in found.items) == "AdultsAsthma"
    assert not left_over(document, found).strip()


@pytest.mark.parametrize(
    "text", ["[" * 9, "...", "1. 2\n2. 3", "Inclusion Criteria:\n\n* ???", "18 - 65", "---\n\n***"]
)
def test_a_text_without_a_word_holds_no_criteria(text: str) -> None:
    with pytest.raises(InputError, match="criteri"):
        outline(read_document(text.encode(), "a.txt", PAGES), PAGES)


def test_a_sign_that_stands_twice_is_one_marker() -> None:
    """After NCT03053388."""
    rows = table("Inclusion Criteria:\n\n1. 1. Infants\n\n   a. a. Born at term\n\n2. Fever\n")
    assert rows == [("I1", "Infants"), ("I1.a", "Born at term"), ("I2", "Fever")]
    assert table("Inclusion Criteria:\n\n1. (1) Adults; (2) Fever") == [("I1", "(1) Adults; (2) Fever")]
