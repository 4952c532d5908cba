"""Reads criteria that are given alone, as plain text or Markdown.

What comes in is a text that is no page and no record; what goes out is a
document whose criteria are all of it but its head.  It has no structured fields
but those that the head tells.  A text that is nothing but a head is refused.
"""

from __future__ import annotations

from eligibility.core.errors import InputError
from eligibility.core.span import Span
from eligibility.text.head import NUMBER, Head
from eligibility.text.source import Document, extent


def read_plain(source: str, text_hash: str, place: str, head: Head | None = None) -> Document:
    """The document of criteria given alone; its trial is the one that its head, file's name or text names.

    Raises: InputError when nothing stands below the head.
    """
    criteria = extent(source, Span(head.end if head else 0, len(source)))
    if criteria is None:
        raise InputError("nothing stands below the lines that name the trial; give its criteria too", place)
    condition = head.value(source, "conditions") if head else ""
    return Document(
        source=source,
        trial=(head.trial if head else "") or _only_number(place) or _only_number(source),
        title=" ".join(head.value(source, "title").split()) if head else "",
        last_updated=(head.value(source, "updated") if head else "") or None,
        conditions=(condition,) if condition else (),
        criteria=criteria,
        fields=head.fields(source) if head else (),
        text_hash=text_hash,
        place=place,
    )


def _only_number(text: str) -> str:
    """The trial's number in a text that names no other; else empty."""
    found = set(NUMBER.findall(text))
    return found.pop() if len(found) == 1 else ""
