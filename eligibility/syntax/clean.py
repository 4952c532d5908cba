"""The text of a criterion in plain signs, each with its place in the source.

What comes in is a stretch of the source; what goes out is the same text without
Markdown escapes and repeated white space, with one sign for each of its
look-alikes, and where in the source each character stands.
"""

from __future__ import annotations

import re
import string
from bisect import bisect_right

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


_PIECE = re.compile(rf"(?P<escape>\\[{re.escape(string.punctuation)}])|[^\s\\]+(?: [^\s\\]+)*|\\")
"""A run whose white space is single spaces, or a sign that Markdown may set a backslash before, with it."""

_ODD = re.compile(f"[{''.join(sorted(RAISED | set(_LOST)))}]")
_WORD = re.compile(r"\w[\w']*(?:(?:::|-|\.(?=[^\W\d]))\w[\w']*)*\+?")
_JOINTS = frozenset("-:.'+")
"""The signs inside a word; one that stands behind some of a word's letters begins no word."""


class Clean:
    """A stretch of the source with Markdown escapes and repeated white space taken out.

    It is made of pieces that stand in the source as they are, a space before those behind white space.
    ``raised`` holds the places of digits above the line.
    """

    def __init__(self, source: str, span: Span) -> None:
        pieces: list[str] = []
        places: list[int] = []
        sources: list[int] = []
        escapes: set[int] = set()
        length, last = 0, span.start
        for piece in _PIECE.finditer(source, span.start, span.end):
            escape = piece.lastgroup is not None
            first = piece.start() + escape
            if pieces and piece.start() > last:
                pieces.append(" ")
                length += 1
            last = piece.end()
            pieces.append(source[first:last])
            places.append(length)
            sources.append(first)
            if escape:
                escapes.add(length)
            length += last - first
        self._places, self._sources, self._escapes = [*places, length], [*sources, last], escapes
        self._piece = (0, 0, 0)
        """Where the piece of the last span begins and ends, and how much further on it is in the source."""
        self.raised: set[int] = set()
        self.text = self._in_plain_signs("".join(pieces), source, span)
        lowered = self.text.lower()
        self.folded = lowered if len(lowered) == len(self.text) else "".join(c.lower()[:1] for c in self.text)
        self._word = (0, 0)

    def _in_plain_signs(self, text: str, source: str, span: Span) -> str:
        """The text with one sign for its look-alikes; digits above the line are noted."""
        if not text.isascii():
            return self._found_again(text, source, span).translate(_ONE_FOR_ONE)
        bracketed = any(sign in text for sign in "[]{}")
        return text.translate(_ONE_FOR_ONE) if bracketed else text

    def _found_again(self, text: str, source: str, span: Span) -> str:
        """The text with the signs that a conversion lost; digits above the line are noted."""
        lost: dict[int, str] = {}
        for odd in _ODD.finditer(text):
            place, sign = odd.start(), odd.group()
            if sign in _LOST and _stands_alone(source, span, self.span(place, place + 1).start):
                lost[place] = _LOST[sign]
            elif sign in RAISED:
                self.raised.add(place)
        return "".join(lost.get(place, sign) for place, sign in enumerate(text)) if lost else text

    def word_end(self, place: int) -> int:
        """Where the word that holds the letter at ``place`` ends; ``place`` itself if none does.

        A word is looked for once, however many lexemes begin in it: "9-9-9-9" is one, and 7 lexemes.
        """
        start, end = self._word
        if start < place < end:
            return place if self.text[place] in _JOINTS else end
        word = _WORD.match(self.text, place)
        self._word = (place, word.end() if word else place)
        return self._word[1]

    def span(self, start: int, end: int) -> Span:
        """Where a stretch of the clean text stands in the source."""
        begins, ends, further = self._piece
        if begins < start and end <= ends:
            return Span(start + further, end + further)
        places, sources = self._places, self._sources
        first, last = bisect_right(places, start) - 1, bisect_right(places, end - 1) - 1
        further = sources[last] - places[last]
        self._piece = places[last], places[last + 1], further
        return Span(sources[first] + start - places[first] - (start in self._escapes), end + further)
