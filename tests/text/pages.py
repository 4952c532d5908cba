"""Pages for the tests of ``text``: the real one, and short ones around given criteria."""

from __future__ import annotations

from pathlib import Path

from eligibility.knowledge.pages import Pages
from eligibility.text.document import Document, read_document, shown
from eligibility.text.outline import Outline, outline

ROOT = Path(__file__).parents[2]
PAGES = Pages(ROOT / "rules" / "pages")
PAGE = (ROOT / "cases" / "NCT05748171" / "page.txt").read_bytes()


def page_around(criteria: str) -> bytes:
    """A registry page with these criteria between its labels."""
    return f"Some title\n\nEligibility Criteria\n\n{criteria}\nMinimum Eligible Age\n\n18 Years\n".encode()


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
