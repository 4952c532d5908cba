"""Reads a trial's document, whichever form it has, into one shape.

What comes in are the bytes of a file; what goes out are documents whose spans
count the characters of their source.  The form is told from the content: JSON
and XML by how they begin, a registry page by its labels; any other text is
criteria given alone, with or without a head that names the trial.  A place
that ends in ``#NCT01234567`` picks that study.
"""

from __future__ import annotations

import hashlib
import re

from eligibility.core.errors import InputError
from eligibility.knowledge.pages import FieldName, Pages
from eligibility.text.corpus import refuse_corpus
from eligibility.text.head import Head, named_below, read_head
from eligibility.text.page import is_page, read_page
from eligibility.text.plain import read_plain
from eligibility.text.source import Document, Field, decode, shown
from eligibility.text.study import Study, document_of
from eligibility.text.study_json import begins_json, names_studies, read_json
from eligibility.text.study_xml import begins_xml, read_xml

__all__ = [
    "Document", "Field", "FieldName", "names_studies", "parted", "read_document", "read_documents", "shown",
]  # fmt: skip

MOST_NAMED = 10
"""How many studies a message names."""
_PICK = re.compile(r"#(NCT\d{8})\Z", re.IGNORECASE)


def parted(place: str) -> tuple[str, str]:
    """The file that a place names and the study that it picks from it, empty where it picks none.

    >>> parted("studies.json#NCT05748171")
    ('studies.json', 'NCT05748171')
    """
    pick = _PICK.search(place)
    return (place[: pick.start()], pick[1].upper()) if pick else (place, "")


def read_document(content: bytes, place: str, pages: Pages) -> Document:
    """The one document that a file holds; ``place`` names the file in messages, and may pick a study.

    Raises: InputError when the file is empty, broken or no text, has no criteria, or several studies.
    """
    found = _found(decode(content, place), hashlib.sha256(content).hexdigest(), place, pages)
    if len(found) > 1 and (pick := parted(place)[1]):
        raise InputError(f"{len(found)} studies have the number {pick}; leave one in the file", place)
    if len(found) > 1:
        names = [one.trial or f"study {count} without a number" for count, one in enumerate(found, 1)]
        more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
        picked = next((one.trial for one in found if one.trial), "NCT01234567")
        raise InputError(
            f"{len(found)} studies, where one is needed: {', '.join(names[:MOST_NAMED])}{more}; "
            f"give the file of one, or pick it as {parted(place)[0]}#{picked}",
            place,
        )
    return _document(found[0], hashlib.sha256(content).hexdigest(), place, pages)


def read_documents(content: bytes, place: str, pages: Pages) -> tuple[Document, ...]:
    """Every document that a file holds, in its order; the one that ``place`` picks, if it picks one.

    Raises: InputError as ``read_document`` does, but for several studies.
    """
    text_hash = hashlib.sha256(content).hexdigest()
    found = _found(decode(content, place), text_hash, place, pages)
    return tuple(_document(one, text_hash, place, pages) for one in found)


def _found(text: str, text_hash: str, place: str, pages: Pages) -> list[Document | Study]:
    """What a text holds, in its order; never empty."""
    found: list[Document | Study]
    _refuse_string(text, place)
    if begins_json(text):
        refuse_corpus(text, place)
        found = [*read_json(text, place, pages)]
    elif begins_xml(text):
        found = [*read_xml(text, place)]
    else:
        head = read_head(text, pages)
        if head is not None:
            _refuse_several(text, head, pages, place)
        # A page has more of its labels below; a head has them all above the criteria.
        if is_page(text[head.end :] if head else text, pages):
            found = [read_page(text, text_hash, place, pages)]
        else:
            found = [read_plain(text, text_hash, parted(place)[0], head)]
    picked = parted(place)[1]
    if not picked:
        return found
    chosen = [one for one in found if one.trial.upper() == picked]
    if not chosen:
        names = [one.trial or "one without a number" for one in found]
        more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
        there = ", ".join(names[:MOST_NAMED]) + more
        raise InputError(f"no study {picked} stands in this file; it holds {there}; give one", place)
    return chosen


def _refuse_string(text: str, place: str) -> None:
    """Raises: InputError where the text is a word or a string of JSON: the line ends of that are none."""
    written = text.strip()
    if written in ("null", "true", "false"):
        raise InputError(f"JSON that is only '{written}', and no study; give the record of a trial", place)
    if not (written.startswith('"') and written.endswith('"') and "\\n" in written and "\n" not in written):
        return
    raise InputError(
        "a string of JSON with its quotation marks and '\\n' for line ends; give the text itself "
        "(jq writes it with --raw-output)",
        place,
    )


def _refuse_several(text: str, head: Head, pages: Pages, place: str) -> None:
    """Raises: InputError where lines below a head name other trials as its own line does."""
    others = [name for name in named_below(text, head, pages) if name != head.trial]
    if others:
        names = ", ".join([head.trial, *dict.fromkeys(others)][:MOST_NAMED])
        message = f"several trials ({names}), where one is needed; give the text of each by itself"
        raise InputError(message, place)


def _document(found: Document | Study, text_hash: str, place: str, pages: Pages) -> Document:
    return found if isinstance(found, Document) else document_of(found, text_hash, place, pages)
