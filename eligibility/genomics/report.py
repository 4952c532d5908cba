"""Finds the notations in a laboratory's text.

What comes in is a text as it stands in a report; what goes out are the
karyotypes and FISH results in it, and the words around them, which are not read
here.  A notation that begins and cannot be read to its end refuses the whole
text: half a karyotype would be another one.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from eligibility.core.errors import NotationError
from eligibility.genomics.read import Read, array_at, clean, fish_at, karyotype_at

BEGIN = re.compile(
    r"(?P<fish>(?<![a-z])(?:nuc\s*)?ish(?![a-z])(?=\s*(?:\(|[1-9XY]|[a-z]{1,4}\s*\()))"
    r"|(?P<array>(?<![a-z])(?:arr|sseq)(?=\s*(?:\[|\((?:\d|[XY])|(?:\d{1,2}|[XY])[pq]\d)))"
    r"|(?P<karyotype>(?<![\w~,(<])(?:(?:mos|chi)\s*)?(?://\s*)?\d{1,3}(?:\s*[~-]\s*\d{1,3})?\s*(?:<[^<>]{1,6}>)?"
    r"\s*,\s*(?:[XY]{1,6}\??c?|U|\?)(?=\s*(?:[,\[/.;:)]|$)|\s))",
    re.IGNORECASE,
)
"""Where a notation begins."""

READERS = {"fish": fish_at, "array": array_at, "karyotype": karyotype_at}
FIRST_WORD = re.compile(r"(?P<fish>nuc|ish)|(?P<array>arr|sseq)", re.IGNORECASE)

ENDS = re.compile(r"""[\s.:)"'|&]|,(?=\s|$)|;(?![+?-])""")
"""What may stand behind a notation; any other sign says that it was not read to its end."""


class Report(NamedTuple):
    """The notations of a text, in its order, and the words around them."""

    found: tuple[Read, ...]
    around: tuple[str, ...]


def notations(text: str) -> Report:
    """The notations in a text; none where nothing looks like one.

    Raises: NotationError for one that begins and cannot be read.
    """
    cleaned, found, around, at = clean(text), [], [], 0
    while begin := BEGIN.search(cleaned, at):
        around.append(text[at : begin.start()])
        read = READERS[begin.lastgroup or "karyotype"]
        one = _whole(read(text, begin.start()), cleaned, text)
        found.append(one)
        at = one.span.end
    around.append(text[at:])
    return Report(tuple(found), tuple(words.strip() for words in around if words.strip(" \n\t.;:,()")))


def _whole(read: Read, cleaned: str, text: str) -> Read:
    """What was read, if there is no more of it."""
    if _goes_on(cleaned, read.span.start, read.span.end):
        raise NotationError("the end of the notation is expected here", text, read.span.end)
    return read


def _goes_on(text: str, start: int, end: int) -> bool:
    """Whether what stands behind a notation belongs to it, so that it was not read to its end."""
    if end >= len(text) or text[end - 1].isspace():
        return False
    closes = text[end] == ")" and text.count("(", 0, start) <= text.count(")", 0, start)
    return closes or ENDS.match(text, end) is None


def only_notation(text: str) -> Report:
    """The notations in a text that should be one: where none begins, the text is read as one from its start.

    Raises: NotationError for one that cannot be read, and for a text without any.
    """
    report = notations(text)
    if report.found:
        return report
    start = len(text) - len(text.lstrip())
    likely = FIRST_WORD.match(clean(text[start:]))
    read = READERS["karyotype" if likely is None else likely.lastgroup or "karyotype"]
    return Report((_whole(read(text, start), clean(text), text),), ())
