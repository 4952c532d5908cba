"""XML of the registry as it was before: read without a tree, and nothing in it expands or is fetched."""

from __future__ import annotations

import pytest

from eligibility.core.errors import InputError
from eligibility.text.document import read_document, read_documents
from tests.text.pages import PAGES, xml_around

STUDY = xml_around("\n        Inclusion Criteria:\n\n          -  Age > 18 & < 60\n")
BODY = STUDY.partition(b"\n")[2]
BOMB = b'<?xml version="1.0"?>\n<!DOCTYPE lolz [<!ENTITY lol "lol">]>\n<clinical_study/>'


def test_a_study_gives_its_facts() -> None:
    document = read_document(STUDY, "study.xml", PAGES)
    assert document.trial == "NCT01234567" and document.title == "A title"
    assert document.last_updated == "May 6, 2024" and document.conditions == ("Asthma", "Cough")
    assert document.criteria.of(document.source).endswith("-  Age > 18 & < 60")
    assert {field.name: field.text for field in document.fields} == {
        "minimum_age": "18 Years", "maximum_age": "N/A", "sex": "All",
        "healthy": "Accepts Healthy Volunteers",
    }  # fmt: skip
    assert all(field.span.of(document.source) == field.text for field in document.fields)


@pytest.mark.parametrize("content", [BODY, b"\n " + BODY, STUDY.replace(b"<?xml", b"\xef\xbb\xbf<?xml")])
def test_the_declaration_may_be_missing_and_a_mark_may_stand_before(content: bytes) -> None:
    assert read_document(content, "study.xml", PAGES).trial == "NCT01234567"


def test_several_studies_in_one_file() -> None:
    second = BODY.replace(b"NCT01234567", b"NCT01234568")
    content = b"<search_results>" + BODY + second + b"</search_results>"
    assert [one.trial for one in read_documents(content, "all.xml", PAGES)] == ["NCT01234567", "NCT01234568"]
    assert read_document(content, "all.xml#NCT01234568", PAGES).trial == "NCT01234568"
    with pytest.raises(InputError, match=r"2 studies, .*all\.xml#NCT01234567"):
        read_document(content, "all.xml", PAGES)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (BOMB, "'<!DOCTYPE' in line 2: a document type is not read"),
        (b"<!doctype html>\n<html><p>Inclusion Criteria</p></html>", "a document type is not read"),
        (BODY.replace(b"</brief_title>", b""), "broken XML at line "),
        (b"\n\n" + BODY.replace(b"Asthma", b"&asthma;"),
         "broken XML at line 7, column 14 (undefined entity)"),
        (b"<html><body>Inclusion Criteria</body></html>",
         "no 'clinical_study' stands in it (the root is 'html')"),
        (xml_around(""), "NCT01234567 has an empty criteria text"),
        (BODY.replace(b"textblock", b"text"), "NCT01234567 has no criteria text"),
        (b"<a>" * 300_000, "broken XML"),
        (b"<a>" * 200_000 + b"</a>" * 200_000, "no 'clinical_study'"),
        (b"<clinical_study>" * 30_000 + b"</clinical_study>" * 30_000, "no criteria text"),
    ],
    ids=lambda value: str(value[:20]),
)  # fmt: skip
def test_what_cannot_be_used_is_told_with_the_place_and_the_way_out(content: bytes, says: str) -> None:
    with pytest.raises(InputError) as caught:
        read_document(content, "study.xml", PAGES)
    message = str(caught.value)
    assert message.startswith("study.xml: ") and says in message and "give " in message


def test_a_text_that_begins_with_a_comparison_is_no_xml() -> None:
    assert read_document(b"<18 years\n<LLN or > ULN", "a.txt", PAGES).criteria.start == 0
