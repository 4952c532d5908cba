"""Pages for the tests of ``text``: the real one, and short ones around given criteria."""

from __future__ import annotations

import json
from pathlib import Path
from xml.sax.saxutils import escape

from eligibility.knowledge.pages import Pages
from eligibility.text.document import Document, read_document, shown
from eligibility.text.outline import Outline, outline

ROOT = Path(__file__).parents[2]
PAGES = Pages(ROOT / "rules" / "pages")
PAGE = (ROOT / "cases" / "NCT05748171" / "page.txt").read_bytes()


def page_around(criteria: str) -> bytes:
    """A registry page with these criteria between its labels."""
    return f"Some title\n\nEligibility Criteria\n\n{criteria}\nMinimum Eligible Age\n\n18 Years\n".encode()


def study_around(criteria: str | None, trial: str = "NCT01234567") -> dict[str, object]:
    """A study as the registry's API gives it, with these criteria."""
    eligibility: dict[str, object] = {
        "healthyVolunteers": False,
        "sex": "ALL",
        "minimumAge": "18 Years",
        "stdAges": ["ADULT"],
    }
    if criteria is not None:
        eligibility["eligibilityCriteria"] = criteria
    return {
        "protocolSection": {
            "identificationModule": {
                "nctId": trial,
                "briefTitle": "A title",
                "officialTitle": "A longer one",
            },
            "statusModule": {"lastUpdatePostDateStruct": {"date": "2024-05-06", "type": "ACTUAL"}},
            "conditionsModule": {"conditions": ["Asthma", "Cough"]},
            "eligibilityModule": eligibility,
        },
        "hasResults": False,
    }


def json_around(*criteria: str) -> bytes:
    """A file of one study with these criteria, or of a page of studies with each of them."""
    studies = [study_around(text, f"NCT0123456{count}") for count, text in enumerate(criteria, 7)]
    return json.dumps(studies[0] if len(studies) == 1 else {"studies": studies}).encode()


def xml_around(criteria: str) -> bytes:
    """A study in the registry's older XML, with these criteria."""
    # XML turns the line ends of a text into line feeds; a reference keeps them.
    written = escape(criteria, {"\r": "&#13;"})
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<clinical_study rank="1">\n'
        "  <id_info><org_study_id>X-1</org_study_id><nct_id>NCT01234567</nct_id></id_info>\n"
        "  <brief_title>A title</brief_title>\n  <official_title>A longer one</official_title>\n"
        "  <condition>Asthma</condition>\n  <condition>Cough</condition>\n"
        f"  <eligibility><criteria><textblock>{written}</textblock></criteria>\n"
        "    <gender>All</gender><minimum_age>18 Years</minimum_age><maximum_age>N/A</maximum_age>\n"
        "    <healthy_volunteers>Accepts Healthy Volunteers</healthy_volunteers>\n  </eligibility>\n"
        '  <last_update_posted type="Actual">May 6, 2024</last_update_posted>\n</clinical_study>\n'
    ).encode()


def document_of(criteria: str) -> Document:
    """The document of a page with these criteria."""
    return read_document(page_around(criteria), "page.txt", PAGES)


def read(criteria: str) -> tuple[Document, Outline]:
    """A page's document and its outline."""
    document = document_of(criteria)
    return document, outline(document, PAGES)


def table(criteria: str) -> list[tuple[str, str]]:
    """Each item's id and words."""
    document, found = read(criteria)
    return [(item.id, shown(document.source, item.text)) for item in found.items]


def left_over(document: Document, found: Outline) -> str:
    """The characters of the criteria that belong to no piece; pieces that overlap are refused."""
    place, rest = document.criteria.start, []
    for piece in found.pieces():
        assert piece.start >= place, f"{piece} overlaps the piece before it"
        rest.append(document.source[place : piece.start])
        place = piece.end
    assert place <= document.criteria.end
    rest.append(document.source[place : document.criteria.end])
    return "".join(rest)
