"""A file's bytes become a document whose spans count the file's own characters, or one clear error."""

from __future__ import annotations

import codecs
import hashlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eligibility.core.errors import InputError
from eligibility.core.span import Span
from eligibility.text.corpus import read_lines
from eligibility.text.document import read_document, shown
from eligibility.text.outline import outline
from tests.text.pages import PAGE, PAGES, document_of, json_around, page_around


def test_the_registry_page_gives_its_facts() -> None:
    document = read_document(PAGE, "page.txt", PAGES)
    assert document.trial == "NCT05748171"
    assert document.title.startswith("A Study to Learn More About the Study Medicine")
    assert document.last_updated == "2025-12-24"
    assert document.conditions == ("ACUTE LYMPHOBLASTIC LEUKEMIA",)
    assert document.text_hash == hashlib.sha256(PAGE).hexdigest()


def test_the_source_is_the_file_and_every_span_maps_back() -> None:
    document = read_document(PAGE, "page.txt", PAGES)
    assert document.source.encode() == PAGE
    criteria = document.criteria.of(document.source)
    assert criteria.startswith("Inclusion Criteria") and criteria.endswith("Erwinia-ASP")
    assert r"between 1 and \<18 years" in criteria


def test_structured_fields_are_kept_as_written() -> None:
    document = read_document(PAGE, "page.txt", PAGES)
    written = {field.name: field.text for field in document.fields}
    assert written == {"minimum_age": "1 Year", "maximum_age": "17 Years", "sex": "ALL", "healthy": "No"}
    assert all(field.span.of(document.source) == field.text for field in document.fields)
    assert document.field("sex") is document.fields[2]


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_other_line_ends_are_not_translated(end: str) -> None:
    content = PAGE.replace(b"\n", end.encode())
    document = read_document(content, "page.txt", PAGES)
    assert document.source.encode() == content
    assert [field.text for field in document.fields] == ["1 Year", "17 Years", "ALL", "No"]


@pytest.mark.parametrize(
    "content",
    [
        codecs.BOM_UTF8 + PAGE,
        codecs.BOM_UTF16_LE + PAGE.decode().encode("utf-16-le"),
        codecs.BOM_UTF16_BE + PAGE.decode().encode("utf-16-be"),
    ],
    ids=["utf-8 with mark", "utf-16 little", "utf-16 big"],
)
def test_a_byte_order_mark_is_no_character(content: bytes) -> None:
    document = read_document(content, "page.txt", PAGES)
    assert document.source == PAGE.decode()
    assert document.text_hash == hashlib.sha256(content).hexdigest()


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "the file is empty"),
        (b" \r\n\t\n", "the file is empty"),
        (codecs.BOM_UTF8, "the file is empty"),
        (b"PK\x03\x04\x00\x00", "a binary file (NUL character at position 4)"),
        (b"\xff\xd8\xff\xe0", "byte 0xff at position 0 is not UTF-8 text"),
        (codecs.BOM_UTF16_LE + b"a", "is not UTF-16 text"),
        ("Größe".encode("latin-1"), "byte 0xf6 at position 2 is not UTF-8 text"),
        (b"A title\n\nSponsors\n\nA sponsor\n", "no line of this page is the heading 'eligibility criteria'"),
        (b"T\n\nEligibility Criteria\n\n \nMinimum Eligible Age\n\n1 Year", "nothing stands below"),
        (b"Eligibility Criteria", "nothing stands below the heading 'Eligibility Criteria'"),
    ],
)
def test_unusable_content_gets_one_message_with_place_and_way_out(content: bytes, says: str) -> None:
    with pytest.raises(InputError) as refused:
        read_document(content, "cases/page.txt", PAGES)
    message = str(refused.value)
    assert message.startswith("cases/page.txt: ")
    assert says in message
    assert "save " in message or "give " in message
    assert "\n" not in message


def test_the_heading_with_the_pages_own_explanation_wins() -> None:
    explained = (
        "Check the participation requirements, including inclusion and exclusion rules, "
        "age limits, and whether healthy volunteers are accepted."
    )
    label = "Eligibility Criteria"
    parts = ["T", label, "as in the summary", label, explained, "* Adults", "Sponsors"]
    document = read_document("\n\n".join(parts).encode(), "page.txt", PAGES)
    assert document.criteria.of(document.source) == "* Adults"


def test_a_page_that_ends_inside_its_criteria_is_refused() -> None:
    with pytest.raises(InputError, match="ends inside its criteria"):
        read_document(b"A title\n\nEligibility Criteria:\n  * Adults\n", "page.txt", PAGES)


def test_criteria_given_alone_may_begin_with_the_words_that_name_them() -> None:
    """NCT01949337."""
    text = b"\n  Eligibility Criteria:\n\n  * Adults\n"
    document = read_document(text, "a.txt", PAGES)
    found = outline(document, PAGES)
    assert document.criteria.of(document.source) == text.decode().strip("\n")
    assert [item.text.of(document.source) for item in found.items] == ["Adults"]


def test_a_page_may_lack_every_part_but_its_criteria_and_what_ends_them() -> None:
    document = read_document(b"Eligibility Criteria:\n  * Adults\nSponsors\n", "page.txt", PAGES)
    assert document.criteria.of(document.source) == "  * Adults"
    assert (document.trial, document.title, document.last_updated, document.fields) == ("", "", None, ())


def test_a_label_without_a_value_is_no_field() -> None:
    content = page_around("* Adults").replace(b"18 Years", b"Eligible Sex: FEMALE")
    document = read_document(content, "page.txt", PAGES)
    assert [(field.name, field.text) for field in document.fields] == [("sex", "FEMALE")]


def test_shown_words_have_no_escapes_and_single_spaces() -> None:
    source = "a \\<5\r\n\tb \\[c\\]  \\d"
    assert shown(source, Span(0, len(source))) == r"a <5 b [c] \d"


@given(st.binary(max_size=200))
def test_no_bytes_raise_anything_but_an_input_error(content: bytes) -> None:
    for candidate in (content, page_around("* x").replace(b"* x", content)):
        try:
            document = read_document(candidate, "page.txt", PAGES)
        except InputError:
            continue
        assert document.criteria.of(document.source).strip()


@given(st.text(min_size=1, max_size=80))
def test_criteria_of_any_characters_stay_as_they_are(text: str) -> None:
    try:
        document = document_of(f"* {text}")
    except InputError:
        return
    assert document.source == page_around(f"* {text}").decode()


@pytest.mark.parametrize("word", ["null", "true", " false\n"])
def test_a_word_of_json_is_no_criterion(word: str) -> None:
    with pytest.raises(InputError, match="and no study"):
        read_document(word.encode(), "-", PAGES)


def test_json_without_end_is_told_as_nested_too_deep() -> None:
    with pytest.raises(InputError, match="nested too deep"):
        read_document(b'{"id":' * 100_000, "-", PAGES)
    with pytest.raises(InputError, match="nested too deep"):
        read_lines(b'{"a":' * 100_000, "-")


def test_a_string_of_json_is_told_with_the_way_out() -> None:
    with pytest.raises(InputError, match=r"a string of JSON .* give the text itself"):
        read_document(json.dumps("Inclusion Criteria:\n* Adults").encode(), "a.json", PAGES)
    assert read_document(b'"Adults"', "a.txt", PAGES).criteria.of('"Adults"') == '"Adults"'
    with pytest.raises(InputError, match="no study of"):
        read_document(b'["* Adults"]', "a.json", PAGES)


def test_two_studies_of_one_number_are_told_with_the_way_out() -> None:
    study = json.loads(json_around("* Adults"))
    with pytest.raises(InputError, match="2 studies have the number NCT01234567; leave one"):
        read_document(json.dumps([study, study]).encode(), "a.json#NCT01234567", PAGES)
