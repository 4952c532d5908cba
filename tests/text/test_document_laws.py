"""The same criteria mean the same in whatever form they come; any bytes are read or refused."""

from __future__ import annotations

import string
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eligibility.core.errors import InputError
from eligibility.text.document import Document, read_document, read_documents, shown
from eligibility.text.outline import Outline, outline
from tests.text.pages import PAGES, json_around, left_over, page_around, xml_around

FORMS = {
    "page": page_around,
    "json": json_around,
    "xml": xml_around,
    "plain": str.encode,
}
PIECES = st.sampled_from(
    ["Inclusion Criteria:", "Exclusion Criteria", "DISEASE CHARACTERISTICS:", "Age:", "Note:", "- ", "* ",
     "1. ", "2) ", " - ", "  ", "\n", "\n\n", "\r\n", "Adults", "PD-", "1, PD-L1", "\\>= 18", "< 5 & > 3",
     "é", "(a) ", " - Adults", " Exclusion Criteria: - Asthma", ". ", "2. Ab 3. Cd ",
     "Other criteria may apply"]
)  # fmt: skip
CRITERIA = st.lists(PIECES, min_size=1, max_size=40).map("".join)


def _read(content: bytes) -> tuple[Document, Outline]:
    document = read_document(content, "a.file", PAGES)
    return document, outline(document, PAGES)


@given(CRITERIA)
def test_the_same_criteria_have_one_outline_in_every_form(criteria: str) -> None:
    seen = []
    for write in FORMS.values():
        try:
            document, found = _read(write("x\n" + criteria))
        except InputError as error:
            seen.append(str(error.message.partition(";")[0]))
            continue
        assert not left_over(document, found).strip()
        seen.append(repr([(item.id, item.kind, shown(document.source, item.text)) for item in found.items]))
    assert len(set(seen)) == 1


BYTES = st.one_of(
    st.binary(max_size=200), CRITERIA.map(str.encode), st.text(string.printable).map(str.encode)
)


@given(BYTES)
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    tags = (b"clinical_study", b"eligibility", b"criteria", b"textblock")
    wrapped = b"".join(b"<" + tag + b">" for tag in tags) + content
    wrapped += b"".join(b"</" + tag + b">" for tag in reversed(tags))
    quoted = b'{"protocolSection": {"eligibilityModule": {"eligibilityCriteria": "' + content + b'"}}}'
    more = (b"{" + content, b"<a>" + content, wrapped, quoted, json_around("* A") + content)
    for candidate in (content, *more):
        try:
            documents = read_documents(candidate, "a.file", PAGES)
            outlines = [outline(document, PAGES) for document in documents]
        except InputError:
            continue
        for document, found in zip(documents, outlines, strict=True):
            assert not left_over(document, found).strip()
            assert all(field.span.of(document.source) == field.text for field in document.fields)


SIZES = (100_000, 1_000_000)
HOSTILE = {
    "one word": "x",
    "dashes": "- ",
    "run-on": " - A b",
    "numbers": "1) Ab 2) Cd ",
    "headings": "Inclusion Criteria: ",
    "heading lines": "Exclusion Criteria\n",
    "sub-headings": "Age:\n\n",
    "brackets": "<",
    "tags": "<a>",
    "braces": "{",
    "lists": "[{",
    "hyphens": "PD-\n",
    "blank": "\n",
    "spaces": "     ",
    "bullets": "* x\n",
    "nested": "1. x\n* y\n",
    "colons": "a: ",
    "notes": "Note: x\n",
    "headings in text": "A. Exclusion Criteria: - Ab ",
    "headings behind words": "a Exclusion Criteria: - Ab ",
    "spaced dashes": "Ab  -  ",
    "numbered": "NCT01234567 ",
}


@pytest.mark.parametrize("unit", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_text_is_read_or_refused_in_linear_time(unit: str) -> None:
    """Ten times the text may take some ten times as long, not a hundred."""
    took = []
    for size in SIZES:
        text = unit * (size // len(unit)) + "x"
        begun = time.process_time()
        try:
            _read(text.encode())
        except InputError as error:
            assert error.message
        took.append(time.process_time() - begun)
    assert took[1] < 30 * took[0] + 1
