"""Reads criteria that are given alone, as plain text or Markdown.

What comes in is a text that is no page and no record; what goes out is a
document whose criteria are all of it.  It has no structured fields.
"""

from __future__ import annotations

import re

from eligibility.core.span import Span
from eligibility.text.source import Document, extent

NUMBER = re.compile(r"(?<![A-Za-z0-9])NCT\d{8}(?!\d)")
"""A trial's number in the registry."""


def read_plain(source: str, text_hash: str, place: str) -> Document:
    """The document of criteria given alone; its trial is the one that the file's name or the text names."""
    criteria = extent(source, Span(0, len(source)))
    assert criteria is not None
    return Document(
        source=source,
        trial=_only_number(place) or _only_number(source),
        title="",
        last_updated=None,
        conditions=(),
        criteria=criteria,
        fields=(),
        text_hash=text_hash,
        place=place,
    )


def _only_number(text: str) -> str:
    """The trial's number in a text that names no other; else empty."""
    found = set(NUMBER.findall(text))
    return found.pop() if len(found) == 1 else ""
