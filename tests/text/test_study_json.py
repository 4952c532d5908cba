"""JSON of the registry's API: one study, or a page of them; what it lacks or breaks is told."""

from __future__ import annotations

import hashlib
import json

import pytest

from eligibility.core.errors import InputError
from eligibility.text.document import names_studies, read_document, read_documents
from eligibility.text.outline import outline
from tests.text.pages import PAGES, json_around, study_around

CRITERIA = "Inclusion Criteria:\n\n* Age \\>= 18\n\nExclusion Criteria:\n\n* Asthma\n"


def refused(content: bytes, place: str = "study.json") -> str:
    """What the refusal of a file says."""
    with pytest.raises(InputError) as caught:
        read_document(content, place, PAGES)
    message = str(caught.value)
    assert message.startswith(f"{place}: ") and "\n" not in message
    assert "give " in message or "save " in message
    return message


def test_a_study_gives_its_facts() -> None:
    content = json_around(CRITERIA)
    document = read_document(content, "study.json", PAGES)
    assert document.trial == "NCT01234567" and document.title == "A title"
    assert document.last_updated == "2024-05-06" and document.conditions == ("Asthma", "Cough")
    assert document.text_hash == hashlib.sha256(content).hexdigest() and document.place == "study.json"
    assert document.criteria.of(document.source) == CRITERIA.strip()
    assert [item.id for item in outline(document, PAGES).items] == ["I1", "E1"]


def test_the_fields_follow_the_criteria_under_the_labels_of_a_page() -> None:
    document = read_document(json_around(CRITERIA), "study.json", PAGES)
    assert document.source == (
        f"{CRITERIA}\n\nMinimum Eligible Age\n\n18 Years\n\nEligible Sex\n\nALL"
        "\n\nAccepts Healthy Volunteers\n\nNo"
    )
    assert {field.name: field.text for field in document.fields} == {
        "minimum_age": "18 Years", "sex": "ALL", "healthy": "No",
    }  # fmt: skip
    assert all(field.span.of(document.source) == field.text for field in document.fields)


def test_the_longer_title_stands_in_for_the_brief_one() -> None:
    content = json_around(CRITERIA).replace(b'"briefTitle": "A title", ', b"")
    assert read_document(content, "study.json", PAGES).title == "A longer one"


def test_a_page_of_studies_is_as_many_documents() -> None:
    documents = read_documents(json_around(CRITERIA, "* B", "* C"), "all.json", PAGES)
    assert [one.trial for one in documents] == ["NCT01234567", "NCT01234568", "NCT01234569"]
    assert [one.criteria.of(one.source)[-1] for one in documents] == ["a", "B", "C"]


def test_several_studies_are_refused_with_their_names_and_the_way_out() -> None:
    message = refused(json_around(CRITERIA, "* B"))
    assert "2 studies, where one is needed: NCT01234567, NCT01234568" in message
    assert "pick it as study.json#NCT01234567" in message
    many = json.dumps([study_around("* A", f"NCT{count:08}") for count in range(13)]).encode()
    assert "NCT00000009 and 3 more" in refused(many)


@pytest.mark.parametrize("pick", ["NCT01234568", "nct01234568"])
def test_a_place_may_pick_a_study(pick: str) -> None:
    document = read_document(json_around("* A", "* B"), f"all.json#{pick}", PAGES)
    assert document.trial == "NCT01234568" and document.criteria.of(document.source) == "* B"


def test_a_pick_of_a_study_that_is_not_there_names_those_that_are() -> None:
    message = refused(json_around("* A", "* B"), "all.json#NCT09999999")
    assert "no study NCT09999999" in message and "NCT01234567, NCT01234568" in message


def test_a_study_without_criteria_spoils_no_other() -> None:
    content = json.dumps({"studies": [study_around(None), study_around("* B", "NCT01234568")]}).encode()
    assert read_document(content, "all.json#NCT01234568", PAGES).trial == "NCT01234568"
    with pytest.raises(InputError, match=r"study 1 \(NCT01234567\) has no criteria text"):
        read_documents(content, "all.json", PAGES)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (json.dumps(study_around(None)).encode(), "NCT01234567 has no criteria text"),
        (json_around(" \n"), "NCT01234567 has an empty criteria text"),
        (json_around("* A\x00"), "NCT01234567 has U+0000 in it, which is no character"),
        (json_around("* A\ud800"), "NCT01234567 has U+D800 in it, which is no character"),
        (b'{"protocolSection": {\n "x": 1,}}', "broken JSON at line 2, column 9"),
        (b'{"protocolSection": {}}\n{"protocolSection": {}}',
         "several JSON values, the second at line 2, column 1"),
        (b'{"studies": []}', "the list of studies is empty"),
        (b'{"trial": 1}', "neither 'protocolSection' nor a list of 'studies'"),
        (b'{"studies": [{"x": 1}]}', "missing required field `protocolSection`"),
        (b'{"studies": [1, 2]}', "study 1: Expected `object`, got `float`"),
        (b'{"protocolSection": {"eligibilityModule": {"sex": 7}}}',
         "`$.protocolSection.eligibilityModule.sex"),
        (b'[{"a":' * 100_000, "nested too deep"),
        (b'{"protocolSection": ' + b"9" * 10_000 + b"}", "Expected `object`"),
    ],
)  # fmt: skip
def test_what_cannot_be_used_is_told_with_the_place_and_the_way_out(content: bytes, says: str) -> None:
    assert says in refused(content)


def test_a_key_tells_studies_from_a_rule_set() -> None:
    assert names_studies(json_around("* A")) and names_studies(b'{"studies" : []}')
    assert not names_studies(b'{"rows": ["\\"studies\\": 1"]}')
