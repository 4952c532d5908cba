"""A study as a registry's record tells it, and the document that it makes.

What comes in are the values of a record, whatever file they stood in; what goes
out is a document whose source is the criteria text, followed by the structured
fields under the labels of a page.  A record without criteria is refused.
"""

from __future__ import annotations

import re

import msgspec

from eligibility.core.errors import InputError
from eligibility.core.span import Span
from eligibility.knowledge.pages import FieldName, Pages
from eligibility.text.source import Document, Field, extent

NO_TEXT = re.compile("[\0\ud800-\udfff]")
"""Half a character or none: an escape of JSON can write it, but no file can hold it."""
_CUT = "\n\n"


class Study(msgspec.Struct, frozen=True):
    """The values of one record, as written; ``criteria`` is ``None`` where the record has no such part.

    ``where`` says which study of the file it is, for messages.
    """

    where: str
    trial: str
    title: str
    last_updated: str | None
    conditions: tuple[str, ...]
    criteria: str | None
    fields: tuple[tuple[FieldName, str], ...]


def document_of(study: Study, text_hash: str, place: str, pages: Pages) -> Document:
    """The document that a record makes; see ``Document.source``.

    Raises: InputError when there are no criteria, or something in the record is no text.
    """
    named = f"{study.where} has" if study.where else "the record has"
    if study.criteria is None or not study.criteria.strip():
        lack = "no criteria text" if study.criteria is None else "an empty criteria text"
        raise InputError(f"{named} {lack}; give a record that shows its criteria", place)
    _check_text(study, named, place)
    source = study.criteria
    fields: list[Field] = []
    for name, text in study.fields:
        source += f"{_CUT}{pages.field_labels[name]}{_CUT}"
        fields.append(Field(name, text, Span(len(source), len(source) + len(text))))
        source += text
    criteria = extent(study.criteria, Span(0, len(study.criteria)))
    assert criteria is not None
    return Document(
        source=source,
        trial=study.trial,
        title=study.title,
        last_updated=study.last_updated,
        conditions=study.conditions,
        criteria=criteria,
        fields=tuple(fields),
        text_hash=text_hash,
        place=place,
    )


def _check_text(study: Study, named: str, place: str) -> None:
    values = (study.trial, study.title, study.last_updated or "", study.criteria or "", *study.conditions)
    for value in (*values, *(text for _, text in study.fields)):
        half = NO_TEXT.search(value)
        if half is not None:
            code = f"U+{ord(half[0]):04X}"
            raise InputError(f"{named} {code} in it, which is no character; save the record again", place)
