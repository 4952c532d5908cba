"""Reads a trial's document, whichever form it has, into one shape.

What comes in are the bytes of a file; what goes out is a document whose spans
count the characters of that file.  The form is told from the content; today
there is one, the text of a registry page.
"""

from __future__ import annotations

import hashlib

from eligibility.knowledge.pages import FieldName, Pages
from eligibility.text.page import read_page
from eligibility.text.source import Document, Field, decode, shown

__all__ = ["Document", "Field", "FieldName", "read_document", "shown"]


def read_document(content: bytes, place: str, pages: Pages) -> Document:
    """The document that a file holds; ``place`` names the file in messages.

    Raises: InputError when the file is empty, no text, or a page without criteria.
    """
    return read_page(decode(content, place), hashlib.sha256(content).hexdigest(), place, pages)
