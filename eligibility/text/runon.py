"""Finds the items of a list that was run together into one paragraph.

What comes in is a stretch of criteria; what goes out are its lines, where a
run-on paragraph is cut into the lines that it was made of.  A paragraph is cut
only where it shows its list: a heading before the first item, or counting from
1 without a gap.  Anything else stays as it is written.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from eligibility.core.span import Span
from eligibility.knowledge.pages import CriterionKind, Pages
from eligibility.text.source import lines

FEWEST_DASHES = 2
"""How many dashes behind words show that the paragraph below a heading is a list."""
FEWEST_COUNTED = 3
"""How many numbers in a row show that a paragraph is a list."""
FEW = 40
COLONS, DASHES = ":：", "-•"
"""What ends every heading of criteria, and what may begin an item within a paragraph."""
_LINE_SIGNS = " \t\r\n*-•#_"
_SENTENCE_ENDS = (".", ";", "-")
_MARK = r"(?:[-•*–]\s|\(?1[.)]\s)"
_MARKED = re.compile(rf"[ \t]*{_MARK}")
_DASH = re.compile(r"(\S)\s+([-•])(?=\s+(\S))")
_LETTERED = re.compile(r"[-•]\s+\(?\w{1,3}[.)]\s")
_NUMBER = re.compile(r"(?<!\S)(\(?)(\d{1,2})([.)])(?=\s+[^\W\d_])")
_EMPTY = re.compile(r"(?<=[.;])\s+(\(?)(\d{1,2})([.)])(?=\s+\(?\d{1,2}[.)]\s|\s*\Z)")
"""A number behind the end of a sentence with no words of its own: before the next number, or at the end."""
_FIRST = re.compile(r"\s*(?:[-•*–]\s+)?(?=\(?1[.)]\s)")
_BULLET = re.compile(r"\s*[-•*–]\s")
_LISTED = re.compile(r"\s*(?:[-•*–]|\(?\d{1,2}[.)])\s")


class RunOn:
    """The headings that may stand before and inside a paragraph, ready to look for."""

    def __init__(self, pages: Pages) -> None:
        by_kind: dict[CriterionKind, set[str]] = {"inclusion": set(), "exclusion": set()}
        for text, kind in pages.sections.items():
            by_kind[kind].add(text.strip(":"))
        patterns = {kind: _heading(texts, pages.qualifiers) for kind, texts in by_kind.items()}
        self._heading = re.compile(rf"(?:{'|'.join(patterns.values())})(?=\s*{_MARK})")
        self._other = {
            "inclusion": re.compile(patterns["exclusion"]),
            "exclusion": re.compile(patterns["inclusion"]),
        }
        self._named = {
            "inclusion": _named(pages, "exclusion"),
            "exclusion": _named(pages, "inclusion"),
        }

    def lines(self, source: str, within: Span) -> Iterator[tuple[Span, bool]]:
        """The lines of a stretch, blank ones included, and whether one was cut out of a run-on paragraph."""
        paragraph: list[Span] = []
        for line in lines(source, within):
            if line.start < line.end and not source[line.start : line.end].isspace():
                paragraph.append(line)
                continue
            yield from self._cut(source, paragraph)
            paragraph = []
            yield line, False
        yield from self._cut(source, paragraph)

    def several(self, source: str, text: Span) -> bool:
        """Whether words that were not cut look like several items all the same."""
        closings = source.count(".", text.start, text.end) + source.count(")", text.start, text.end)
        if closings >= FEWEST_COUNTED:
            numbers = sum(1 for _ in _NUMBER.finditer(source, text.start, text.end))
            if numbers >= FEWEST_COUNTED:
                return True
        return len(_dashes(source, text)) >= FEWEST_DASHES

    def heading_within(self, source: str, text: Span, kind: CriterionKind, *, marked: bool) -> bool:
        """Whether words of one kind that were not cut hold a heading of the other kind.

        A paragraph without a marker need only name the other kind: it may announce it.
        """
        if marked and not _holds(source, text, COLONS):
            return False
        other = self._other[kind] if marked else self._named[kind]
        return other.search(source, text.start, text.end) is not None

    def _cut(self, source: str, paragraph: list[Span]) -> Iterator[tuple[Span, bool]]:
        """The lines of a paragraph, and those that begin at its cuts; a heading is one line."""
        if not paragraph:
            return
        whole = Span(paragraph[0].start, paragraph[-1].end)
        headings = self._headings(source, whole)
        cuts = _below(source, headings, whole) if headings else _counted_lines(source, paragraph)
        if not cuts:
            yield from ((line, False) for line in paragraph)
            return
        ends = {place for heading in headings for place in (heading.start, heading.end)}
        edges = sorted({*cuts, *ends, whole.end})
        yield from ((line, False) for line in _worded(source, Span(whole.start, edges[0])))
        known = set(headings)
        for piece in map(Span, edges, edges[1:]):
            parts = [piece] if piece in known else _worded(source, piece)
            yield from ((part, count == 0) for count, part in enumerate(parts))

    def _headings(self, source: str, paragraph: Span) -> list[Span]:
        """The headings above a list in a paragraph; behind other words only where a sentence ends.

        A heading with a line of its own needs no cut, and is none of them.
        """
        if not _holds(source, paragraph, COLONS):
            return []
        found = self._heading.finditer(source, paragraph.start, paragraph.end)
        spans = [
            Span(*match.span())
            for match in found
            if not _begins_line(source, match.start(), paragraph)
            or _MARKED.match(source, match.end(), paragraph.end)
        ]
        if spans and not source[paragraph.start : spans[0].start].strip(_LINE_SIGNS):
            return spans
        return [one for one in spans if _before(source, one.start, paragraph).rstrip()[-1:] in _SENTENCE_ENDS]


def _holds(source: str, within: Span, signs: str) -> bool:
    """Whether one of a few signs stands in a stretch: most have none, and need no pattern tried on them."""
    return any(source.find(sign, within.start, within.end) >= 0 for sign in signs)


def _before(source: str, place: int, paragraph: Span) -> str:
    """The few characters before a place; a heading needs no more to tell where it stands."""
    return source[max(paragraph.start, place - FEW) : place]


def _begins_line(source: str, place: int, paragraph: Span) -> bool:
    before = _before(source, place, paragraph)
    line = re.split(r"[\r\n]", before)[-1]
    return not line.strip(_LINE_SIGNS) and (len(line) < len(before) or len(before) < FEW)


def _heading(texts: set[str], qualifiers: frozenset[str]) -> str:
    """A pattern of headings that begin with a capital and end with a colon."""
    sections, before = ("|".join(_spellings(words)) or "(?!)" for words in (texts, qualifiers))
    return rf"(?<!\S)(?=[A-Z])(?i:(?:(?:{before})\s+)?(?:{sections}))\s*[:：]"


def _named(pages: Pages, kind: CriterionKind) -> re.Pattern[str]:
    """A pattern of the words that name criteria of a kind, wherever they stand."""
    words = {
        text.strip(":") if " " in text else text for text, known in pages.sections.items() if known == kind
    }
    return re.compile(rf"(?<![\w/-])(?:{'|'.join(_spellings(words)) or '(?!)'})(?![\w/])", re.IGNORECASE)


def _spellings(words: Iterable[str]) -> list[str]:
    """Each phrase as a pattern that lets a line end stand for a space, the longest first."""
    longest = sorted(set(words), key=lambda text: (-len(text), text))
    return [r"\s+".join(map(re.escape, text.split())) for text in longest]


def _worded(source: str, within: Span) -> list[Span]:
    """The lines of a stretch that have words."""
    return [line for line in lines(source, within) if source[line.start : line.end].strip()]


def _below(source: str, headings: list[Span], paragraph: Span) -> list[int]:
    """Where the items below the headings of a paragraph begin; empty if it is no run-on list."""
    stops = [*(heading.start for heading in headings[1:]), paragraph.end]
    blocks = [Span(heading.end, stop) for heading, stop in zip(headings, stops, strict=True)]
    items = [_items(source, block) for block in blocks]
    counted = [_FIRST.match(source, block.start, block.end) is not None for block in blocks]
    shown = any(places and count for places, count in zip(items, counted, strict=True))
    if shown or sum(len(places) - 1 for places in items if places) >= FEWEST_DASHES:
        return [place for places in items for place in places]
    if all(_begins_line(source, heading.start, paragraph) for heading in headings):
        return []
    return [heading.end for heading in headings]


def _items(source: str, block: Span) -> list[int]:
    """Where the items below a heading begin, the first one included."""
    bullet = _BULLET.match(source, block.start, block.end)
    if bullet is None or _FIRST.match(source, block.start, block.end):
        return _counted(source, block)
    return [bullet.end() - 2, *_dashes(source, Span(bullet.end(), block.end))]


def _counted_lines(source: str, paragraph: list[Span]) -> list[int]:
    """Where the items of a paragraph without headings begin, if no line of it begins one."""
    if any(_LISTED.match(source, line.start, line.end) for line in paragraph[1:]):
        return []
    return _counted(source, Span(paragraph[0].start, paragraph[-1].end))


def _dashes(source: str, within: Span) -> list[int]:
    """Where a dash stands between words and begins a sentence: not a range, not inside brackets.

    Behind a colon it begins a list within an item.  Where that ends does not show, so the rest stays whole.
    """
    found: list[int] = []
    if not _holds(source, within, DASHES):
        return found
    place, depth = within.start, 0
    for dash in _DASH.finditer(source, within.start, within.end):
        opened, closed = (source.count(sign, place, dash.start(2)) for sign in "()")
        depth = max(0, depth + opened - closed)
        place = dash.start(2)
        if dash[1] in COLONS:
            break
        begins = dash[3].isupper() or (dash[1] in ";." and dash[3].isalpha())
        lettered = _LETTERED.match(source, place, within.end)
        if begins and not lettered and not dash[1].isdigit() and not depth:
            found.append(place)
    return found


def _counted(source: str, within: Span) -> list[int]:
    """Where the numbers of a list stand that counts 1, 2, 3 with one style and no gap; else nowhere."""
    first = _FIRST.match(source, within.start, within.end)
    if first is None:
        return []
    found = list(_NUMBER.finditer(source, first.end(), within.end))
    same = [number for number in found if (number[1], number[3]) == (found[0][1], found[0][3])]
    same = _with_empty(source, within, same)
    counts = [int(number[2]) for number in same]
    ended = bool(same) and not source[same[-1].end(3) : within.end].strip()
    if len(counts) + ended < FEWEST_COUNTED or counts != list(range(1, len(counts) + 1)):
        return []
    # A bullet may stand before the first number; it is part of its marker.
    indent = len(source[within.start : first.end()]) - len(source[within.start : first.end()].lstrip())
    return [within.start + indent, *(number.start(1) for number in same[1:])]


def _with_empty(source: str, within: Span, numbers: list[re.Match[str]]) -> list[re.Match[str]]:
    """The numbers of a list with those that have no words, where the count goes on with them."""
    empty = set(_EMPTY.finditer(source, within.start, within.end))
    found: list[re.Match[str]] = []
    for number in sorted([*numbers, *empty], key=lambda one: one.start(1)):
        if number in empty:
            before = found[-1] if found else None
            if before is None or (number[1], number[3]) != (before[1], before[3]):
                continue
            if int(number[2]) != int(before[2]) + 1:
                continue
        found.append(number)
    return found
