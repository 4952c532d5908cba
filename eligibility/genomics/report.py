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
from eligibility.genomics.read import Read, clean, fish_at, karyotype_at

BEGIN = re.compile(
    r"(?P<fish>(?<![a-z])(?:nuc\s*)?ish(?![a-z])(?=\s*(?:\(|[1-9XY]|[a-z]{1,4}\s*\()))"
    r"|(?P<karyotype>(?<![\w~,(<])(?:(?:mos|chi)\s+)?(?://\s*)?\d{1,3}(?:\s*[~-]\s*\d{1,3})?\s*(?:<[^<>]{1,6}>)?"
    r"\s*,\s*(?:[XY]{1,6}\??c?|U|\?)(?=\s*(?:[,\[/.;:)]|$)|\s))",
    re.IGNORECASE,
)
"""Where a notation begins."""

GOES_ON = re.compile(r"[\w\[\](+~<>/?*-]")
"""A character behind a notation that belongs to it, so that it was not read to its end."""


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
        read = fish_at if begin["fish"] else karyotype_at
        one = read(text, begin.start())
        rest = cleaned[one.span.end :]
        if rest and not cleaned[one.span.end - 1].isspace() and GOES_ON.match(rest):
            raise NotationError("the end of the notation is expected here", text, one.span.end)
        found.append(one)
        at = one.span.end
    around.append(text[at:])
    return Report(tuple(found), tuple(words.strip() for words in around if words.strip(" \n\t.;:,()")))


def only_notation(text: str) -> Report:
    """The notations in a text that should be one: where none begins, the text is read as one from its start.

    Raises: NotationError for one that cannot be read, and for a text without any.
    """
    report = notations(text)
    if report.found:
        return report
    start = len(text) - len(text.lstrip())
    read = fish_at if re.match(r"nuc|ish", clean(text[start:]), re.IGNORECASE) else karyotype_at
    return Report((read(text, start),), ())
