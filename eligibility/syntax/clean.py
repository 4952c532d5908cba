"""The text of a criterion in plain signs, each with its place in the source.

What comes in is a stretch of the source; what goes out is the same text without
Markdown escapes and repeated white space, with one sign for each of its
look-alikes, and where in the source each character stands.
"""

from __future__ import annotations

import string

from eligibility.core.span import Span

_ONE_FOR_ONE = str.maketrans(
    {"\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2013": "-", "\u2014": "-", "\u2212": "-",
     "\u2018": "'", "\u2019": "'", "\u00b4": "'", "\u00b5": "u", "\u03bc": "u", "\u00d7": "x",
     "\u2179": "x", "\u2715": "x", "\u2a2f": "x",
     "\u00b2": "2", "\u00b3": "3", "\u2070": "0", "\u00b9": "1", "\u2074": "4",
     "\u2075": "5", "\u2076": "6", "\u2077": "7", "\u2078": "8", "\u2079": "9",
     "\u2265": "\u2265", "\u2267": "\u2265", "\u2266": "\u2264",
     "\u2a7e": "\u2265", "\u2a7d": "\u2264",
     "\u1427": "-", "\ufe63": "-", "\uff0d": "-", "\uff1d": "=",
     "\uff1e": ">", "\uff1c": "<", "\u02c2": "<", "\u02c3": ">", "\uff0c": ",", "\uff1b": ";",
     "\uff08": "(", "\uff09": ")", "[": "(", "]": ")", "{": "(", "}": ")"}
)  # fmt: skip

RAISED = frozenset("\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079")
"""Digits written above the line."""

_LOST = {"\u00b3": "\u2265", "\u00a3": "\u2264"}
"""Signs of the old Symbol typeface that were ≥ and ≤ before a text was converted."""

_STRAY = "\u00c2"
"""What a text read in the wrong encoding has before them."""


def _stands_alone(source: str, span: Span, place: int) -> bool:
    """Whether a sign stands before a number and behind none, nor behind a word."""
    before = source[place - 1] if place > span.start else " "
    after = source[place + 1 : min(place + 3, span.end)].lstrip()
    return (before == _STRAY or not (before.isalnum() or before in "^)]")) and after[:1].isdigit()


_ESCAPED = frozenset(string.punctuation)
"""The signs that Markdown may set a backslash before."""


class Clean:
    """A stretch of the source with Markdown escapes and repeated white space taken out.

    ``starts[i]`` is where in the source the clean text's character ``i`` begins, its escape included;
    ``raised`` holds the places of digits above the line.
    """

    def __init__(self, source: str, span: Span) -> None:
        letters: list[str] = []
        starts: list[int] = []
        ends: list[int] = []
        raised: set[int] = set()
        gap, begin, escaped = False, span.start, False
        for place in range(span.start, span.end):
            character = source[place]
            if character.isspace():
                gap, begin = True, place + 1
                continue
            if character == "\\" and not escaped and source[place + 1 : min(place + 2, span.end)] in _ESCAPED:
                escaped = True
                continue
            escaped = False
            if gap and letters:
                letters.append(" ")
                starts.append(place)
                ends.append(place)
            lost = character in _LOST and _stands_alone(source, span, place)
            if character in RAISED and not lost:
                raised.add(len(letters))
            letters.append(_LOST[character] if lost else character)
            starts.append(begin)
            ends.append(place + 1)
            gap, begin = False, place + 1
        self.text = "".join(letters).translate(_ONE_FOR_ONE)
        lowered = self.text.lower()
        self.folded = lowered if len(lowered) == len(self.text) else "".join(c.lower()[:1] for c in self.text)
        self.starts, self.ends, self.raised = starts, ends, raised

    def span(self, start: int, end: int) -> Span:
        """Where a stretch of the clean text stands in the source."""
        return Span(self.starts[start], self.ends[end - 1])
