"""Finds which lines begin an item and which item it belongs to.

What comes in are the lines of one section; what goes out are drafts of its
items, in order, linked into a tree.  Nesting follows the kind of marker and
the indentation: bullets below a number are its children even at its own
indentation, and the next number of the count ends them.  A number that does
not fit the count is part of a sentence, and stays in it.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Literal

import msgspec

from eligibility.core.span import Span
from eligibility.text.markers import BULLET, Marker, Reading, read_marker

DEEPEST = 8
"""Items nested deeper than this become siblings at this depth; deep trees help no reader."""
LARGEST_GAP = 5
"""How far a number may be ahead of the count and still belong to the list."""
FEWEST_SPACED = 5
"""How many items behind blank lines show that a sign which does not stand behind one begins no item."""
LONGEST_LINE_LABEL = 60
"""A line of no more characters that stands to the left and ends in a colon is no part of the item before."""
ANYWHERE = -1
"""The indentation of words that do not begin their line: it says nothing of the list."""
_PLAIN = Reading("plain", 0)
_COMPLETE = tuple(".;:!?：；。")
_WORD = re.compile(r"\S+")
_BROKEN_OFF = re.compile(r"(?<!\S)[^\W_][\w/]*-\Z")
_LONGEST_WORD = 60
_GOES_ON = re.compile(r"\d{1,3}[,/)]|[a-z]")


class TextLine(msgspec.Struct, frozen=True):
    """A line of a section that is not blank: the line, its words, whether a blank line stands before.

    ``indent`` is the column of its words, ``ANYWHERE`` where other words stand before them on the line.
    ``own``: its words are an item of their own, whatever stands before.
    """

    whole: Span
    words: Span
    indent: int
    after_blank: bool
    own: bool = False


Role = Literal["criterion", "topic", "whom", "either"]
"""What an item is to those below it: a criterion, a sub-heading that says what they are about, one that says
for whom they are, or either of a criterion and such a sub-heading."""


class Draft(msgspec.Struct, eq=False):
    """An item while it is being read: its marker, where its own words stand, the items below it."""

    marker: Span | None
    start: int
    end: int
    depth: int
    children: list[Draft]
    role: Role = "criterion"


class _Level(msgspec.Struct, eq=False):
    """A list that is open: its indentation, style, the count it has reached, and its latest item."""

    indent: int
    style: str
    reading: Reading
    latest: Draft


class Nesting:
    """Reads the items of one section; used once.

    A paragraph closes the list it stands in.  The list is kept as suspended, with its depth: the next number
    of its count takes it up again, or a bullet of its kind if the paragraph announces no list of its own.
    """

    def __init__(self, source: str, section: list[TextLine], unended: frozenset[str]) -> None:
        self._source = source
        self._unended = unended
        self._section = section
        self._width = max((line.whole.end - line.whole.start for line in section), default=0)
        self._markers = [read_marker(source, line.words) for line in section]
        self._wrapped = self._within_sentences()
        self._bare_counts = {marker.readings[0].count for marker in self._markers if marker and marker.bare}
        self._levels: list[_Level] = []
        self._suspended: tuple[int, _Level] | None = None
        self._drafts: list[Draft] = []

    def read(self) -> list[Draft]:
        """The drafts of the section's items, in the order of the page."""
        before: TextLine | None = None
        for line, marker in zip(self._section, self._markers, strict=True):
            indent = line.indent
            reading = self._accepted(marker, line, before) if marker else None
            if marker is not None and reading is not None:
                depth = self._depth(marker, reading, indent)
                self._open(depth, indent, marker, reading, Span(marker.text, line.words.end))
            else:
                self._unmarked(line, indent, before)
            before = line
        return self._drafts

    def _accepted(self, marker: Marker, line: TextLine, before: TextLine | None) -> Reading | None:
        """The reading under which a marker begins an item here; ``None`` if it is part of a sentence."""
        last = self._source[before.words.end - 1] if before else "."
        fresh = before is None or line.after_blank or last in _COMPLETE or line.indent == ANYWHERE
        if before is not None and (self._breaks_a_word(before, marker.text) or id(line) in self._wrapped):
            return None
        if marker.readings[0] is BULLET:
            in_a_range = last.isdigit() and self._source[marker.text : marker.text + 1].isdigit()
            return None if in_a_range and not fresh else BULLET
        for reading in marker.readings:
            level = self._counted(reading, marker.style)
            if level is not None and (fresh or not marker.bare or not level[1].style):
                return reading
        return next((reading for reading in marker.readings if self._starts(reading, marker, fresh)), None)

    def _within_sentences(self) -> set[int]:
        """The lines whose marker is a sign within a sentence, right below words that have not ended.

        Where the other items stand behind blank lines, "General Hospital" / "- Response Questionnaire" is.
        """
        marked = [place for place, marker in enumerate(self._markers) if marker is not None]
        tight = [place for place in marked if place and self._goes_on(place)]
        if len(tight) * FEWEST_SPACED > sum(self._section[place].after_blank for place in marked):
            return set()
        close = [pair for pair in pairwise(marked) if not any(self._section[one].after_blank for one in pair)]
        listed = {place for pair in close for place in pair}
        return {id(self._section[place]) for place in tight if place not in listed}

    def _goes_on(self, place: int) -> bool:
        """Whether a line stands right below words that have not come to an end, and deeper than an item."""
        line, before = self._section[place], self._section[place - 1]
        ended = self._source[before.words.end - 1] in _COMPLETE
        return not line.after_blank and line.indent != ANYWHERE and line.indent >= before.indent and not ended

    def _starts(self, reading: Reading, marker: Marker, fresh: bool) -> bool:
        """Whether a count may begin here, or go on after a gap."""
        if marker.bare:
            counting = any(level.reading.family == "number" for level in self._levels)
            return fresh and reading.count == 1 and 2 in self._bare_counts and not counting
        if reading.family != "number":
            sentence = self._source[marker.text : marker.text + 1].isupper()
            return reading.count == 1 and (fresh or sentence or ")" in marker.style)
        if reading.count == 1 or fresh:
            return True
        return any(
            level.style == marker.style and 0 < reading.count - level.reading.count <= LARGEST_GAP
            for level in self._levels
            if level.reading.family == "number"
        )

    def _counted(self, reading: Reading, style: str) -> tuple[int, _Level] | None:
        """The list whose next item this count is, and its depth: one of the same style before any other."""
        if reading.count < 2:
            return None
        lists = list(enumerate(self._levels))[::-1]
        lists.sort(key=lambda entry: entry[1].style != style)
        if self._suspended is not None:
            lists.append(self._suspended)
        for depth, level in lists:
            if level.reading.family == reading.family and level.reading.count + 1 == reading.count:
                return depth, level
        return None

    def _depth(self, marker: Marker, reading: Reading, indent: int) -> int:
        """How many lists stay open above the item."""
        counted = self._counted(reading, marker.style)
        if counted is not None:
            return counted[0]
        if self._resumes(marker, indent):
            assert self._suspended is not None
            return self._suspended[0]
        for depth in reversed(range(len(self._levels))):
            level = self._levels[depth]
            same = level.style == marker.style and level.reading.family == reading.family
            if same and self._aligned(level, indent):
                return depth
        if indent == ANYWHERE:
            return 0
        depth = len(self._levels)
        while depth and self._levels[depth - 1].indent > indent:
            depth -= 1
        return min(depth, DEEPEST - 1)

    def _resumes(self, marker: Marker, indent: int) -> bool:
        """Whether a bullet takes up the list that a paragraph interrupted."""
        if self._suspended is None:
            return False
        depth, level = self._suspended
        paragraph = self._levels[depth].latest
        return (
            level.style == marker.style and abs(level.indent - indent) <= 1 and not self._announces(paragraph)
        )

    def _aligned(self, level: _Level, indent: int) -> bool:
        """Whether an item may stand in an open list by its indentation.

        Behind a heading the first bullet has none; those below are of its list, unless it announces another.
        """
        if level.indent == ANYWHERE and indent != ANYWHERE:
            return level.reading is BULLET and not self._announces(level.latest)
        return indent == ANYWHERE or abs(level.indent - indent) <= 1

    def _announces(self, draft: Draft) -> bool:
        """Whether an item's words end as those above a list do."""
        return draft.start < draft.end and self._source[draft.end - 1] in ":："

    def _open(self, depth: int, indent: int, marker: Marker | None, reading: Reading, text: Span) -> None:
        """Begins an item below the latest one of the ``depth`` lists that stay open."""
        self._levels = self._levels[:depth]
        draft = Draft(marker.span if marker else None, text.start, text.end, depth, [])
        if self._levels:
            self._levels[-1].latest.children.append(draft)
        self._drafts.append(draft)
        self._levels.append(_Level(indent, marker.style if marker else "", reading, draft))
        if self._suspended is not None and depth <= self._suspended[0] and marker is not None:
            self._suspended = None

    def _unmarked(self, line: TextLine, indent: int, before: TextLine | None) -> None:
        """Joins a line without a marker to the latest item, or begins a paragraph of its own."""
        top = self._levels[-1] if self._levels else None
        depth = len(self._levels)
        while depth and self._levels[depth - 1].indent >= indent:
            depth -= 1
        labels = top is not None and indent < top.indent and self._labels(line)
        if top is not None and before is not None and not line.own and not labels:
            plain = top.reading is _PLAIN
            wrapped = not line.after_blank and not (
                (plain or indent < top.indent) and self._broke_off(before, line)
            )
            empty = top.latest.start == top.latest.end
            broken = not empty and self._breaks_a_word(before, line.words.start)
            if wrapped or empty or broken or (depth == len(self._levels) and not plain):
                top.latest.start = line.words.start if empty else top.latest.start
                top.latest.end = line.words.end
                return
        depth = min(depth, DEEPEST - 1)
        closed = self._levels[depth] if depth < len(self._levels) else None
        if closed is not None and closed.reading is not _PLAIN:
            self._suspended = (depth, closed)
        elif self._suspended is not None and depth < self._suspended[0]:
            self._suspended = None
        self._open(depth, indent, None, _PLAIN, line.words)

    def _labels(self, line: TextLine) -> bool:
        """Whether a line is short, begins as a sentence does and ends in a colon."""
        words = self._source[line.words.start : min(line.words.end, line.words.start + LONGEST_LINE_LABEL)]
        return (
            line.words.end - line.words.start < LONGEST_LINE_LABEL
            and words[0].isupper()
            and words[-1] in ":："
        )

    def _breaks_a_word(self, before: TextLine, place: int) -> bool:
        """Whether a word began on the line before and ends here: ``anti-PD-`` and ``1, PD-L1``.

        A small letter goes on only what began small: ``non-``, not ``OR-``.
        """
        end = before.words.end
        if self._source[end - 1] != "-":
            return False
        word = _BROKEN_OFF.search(self._source[max(before.words.start, end - _LONGEST_WORD) : end])
        goes_on = _GOES_ON.match(self._source, place)
        if word is None or goes_on is None:
            return False
        return goes_on[0].isalpha() <= word[0][0].islower()

    def _broke_off(self, before: TextLine, line: TextLine) -> bool:
        """Whether the writer ended the line before: its next word would still have fitted."""
        word = _WORD.match(self._source, line.words.start, line.words.end)
        needed = before.whole.end - before.whole.start + 1 + (len(word[0]) if word else 0)
        first = self._source[line.words.start]
        return (
            needed <= self._width
            and not first.islower()
            and not (first.isdigit() and self._goes_on_after(before))
        )

    def _goes_on_after(self, before: TextLine) -> bool:
        """Whether a line ends with a word after which a sentence goes on: with a BMI of."""
        end = before.words.end
        last = self._source[max(before.words.start, end - _LONGEST_WORD) : end].split()[-1:]
        return not self._unended.isdisjoint(last)
