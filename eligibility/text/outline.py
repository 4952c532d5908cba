"""Turns the criteria of a document into a tree of items with stable ids.

What comes in is a document; what goes out are its items in the order of the
page: I1, I2, I2.a ... for inclusion, E1, E2 ... for exclusion.  Every
character of the criteria belongs to a heading, a marker, an item's own text, a
note that is no criterion, or is white space.  Criteria without any item are refused.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from itertools import pairwise, zip_longest

import msgspec

from eligibility.core.diagnostic import Diagnostic
from eligibility.core.errors import InputError
from eligibility.core.span import Span
from eligibility.knowledge.pages import CriterionKind, Pages
from eligibility.text.headings import Heading, Headings, Place
from eligibility.text.markers import indent_of
from eligibility.text.nesting import ANYWHERE, Nesting, Role, TextLine
from eligibility.text.notes import Notes
from eligibility.text.populations import Placed, Section, with_populations
from eligibility.text.runon import DASHES, RunOn
from eligibility.text.source import Document, shown, trim
from eligibility.text.topics import Topics

SCOPE = "the heading '{}' may limit whom its criteria are about; they are read as meant for every candidate"
WITHIN = "{} names criteria of the other kind; of which kind it is, and what stands below it, is not known"
RUN_ON = "{} looks like several criteria run together; it is read as one"
CUT_OFF = "what {} asks for may go on in {}; where it ends is not known"
SIGN = "{} holds a line that begins like an item; it is read as a part of the sentence"
BROKEN = "{} was broken in the middle of a word, by a bullet or a line end; its parts are read as one"
LONGEST_END = 20
"""A word that ends no sentence is shorter than this."""
_LINE_END = re.compile(r"[\r\n]")
_SIGN = re.compile(r"[\r\n][ \t]*(?:[*•-]\s+[^\W\d_]|\d{1,2}[.)]\s)")
_BROKEN = re.compile(r"[^\W_]-[ \t]*[\r\n]\s*(?:[*•-]\s|\d)")


class Item(msgspec.Struct, frozen=True):
    """One criterion of the list: ``text`` is its own words, contiguous, without those of its children.

    ``marker`` is the sign before it, ``None`` for a paragraph.  ``text`` is empty where a marker
    stands alone above its bullets.  ``role`` tells a criterion from a sub-heading; a topic asks for nothing.
    ``heading`` is where the nearest sub-heading above it stands, and ``whom`` the nearest that says for which
    candidates its items are, or may say so.
    """

    id: str
    parent: str | None
    kind: CriterionKind
    marker: Span | None
    text: Span
    children: tuple[str, ...]
    role: Role = "criterion"
    heading: Span | None = None
    whom: Span | None = None


class Outline(msgspec.Struct, frozen=True):
    """The items of a trial in the order of the page, and the headings they stand under.

    ``stray`` are markers with nothing behind them; they mean nothing.  ``notes`` are remarks that are no
    criteria, their markers included, such as that the protocol has more criteria than are shown.  ``cut`` are
    the items' texts that a dash inside a run-on paragraph begins.
    """

    items: tuple[Item, ...]
    headings: tuple[Heading, ...]
    stray: tuple[Span, ...]
    notes: tuple[Span, ...]
    cut: frozenset[Span]
    diagnostics: tuple[Diagnostic, ...]

    def item(self, identifier: str) -> Item:
        """The item with that id; KeyError if there is none."""
        for item in self.items:
            if item.id == identifier:
                return item
        raise KeyError(identifier)

    def pieces(self) -> tuple[Span, ...]:
        """Every stretch that was read, in order: all of the criteria but their white space."""
        headings = (heading.span for heading in self.headings)
        markers = (item.marker for item in self.items if item.marker is not None)
        texts = (item.text for item in self.items if item.text.start < item.text.end)
        return tuple(sorted([*headings, *self.stray, *self.notes, *markers, *texts]))


def outline(document: Document, pages: Pages) -> Outline:
    """The tree of a document's criteria; what stands above the first heading includes.

    Raises: InputError when headings are all there is, or no item has a word.
    """
    headings: list[Heading] = []
    sections: list[Section] = []
    kind: CriterionKind = "inclusion"
    cuts: set[int] = set()
    topics, notes = Topics(pages), Notes(pages)
    for heading, lines in _sections(document, pages, notes, cuts):
        if heading is not None:
            headings.append(heading)
            kind = heading.kind
        found = Nesting(document.source, lines, pages.unended).read()
        topics.arrange(document.source, found)
        sections.append(Section(kind, notes.without(document.source, found)))
    items, stray = _number(with_populations(document.source, sections))
    if not items:
        raise InputError("no criterion stands under the criteria headings of this page", document.place)
    if not any(_has_letter(document.source, item.text) for item in items):
        raise InputError("no word stands in it, so it holds no criteria; give their text", document.place)
    told = [*notes.remarks, *_remarks(document.source, headings, items, pages)]
    remarks = tuple(sorted(told, key=lambda remark: remark.span))
    cut = frozenset(item.text for item in items if item.marker is not None and item.marker.start in cuts)
    return Outline(items, tuple(headings), stray, tuple(sorted(notes.spans)), cut, remarks)


def _sections(
    document: Document, pages: Pages, notes: Notes, cuts: set[int]
) -> Iterator[tuple[Heading | None, list[TextLine]]]:
    """The lines under each heading, without it; words behind a heading's colon are a line of their own.

    ``cuts`` takes the places where a dash begins a line that was cut out of a paragraph.
    """
    source, (headings, runs) = document.source, _spellings(pages)
    current: Heading | None = None
    section: list[TextLine] = []
    after_blank = True
    written = list(runs.lines(source, document.criteria))
    for (whole, cut), (after, _) in zip_longest(written, written[1:], fillvalue=(Span(0, 0), False)):
        words = trim(source, whole.start, whole.end)
        if words.start == words.end:
            after_blank = True
            continue
        if cut and source[words.start] in DASHES:
            cuts.add(words.start)
        fresh = after_blank or (current is not None and not section)
        alone, first = not after.of(source).strip(), current is None and not section
        place = Place(fresh, alone, first, current.kind if current else "inclusion")
        found = headings.read(source, words, place)
        if found is None:
            indent = ANYWHERE if cut else indent_of(source, whole, words)
            section.append(TextLine(whole, words, indent, after_blank, notes.is_more(source, words)))
        else:
            yield current, section
            current, rest = found
            section = [TextLine(Span(whole.start, rest.end), rest, ANYWHERE, True)] if rest else []
        after_blank = False
    yield current, section


@functools.lru_cache(maxsize=2)
def _spellings(pages: Pages) -> tuple[Headings, RunOn]:
    """The patterns of headings; many documents share them."""
    return Headings(pages), RunOn(pages)


def _number(drafts: list[Placed]) -> tuple[tuple[Item, ...], tuple[Span, ...]]:
    """Gives every draft that says something its id; the others are stray markers."""
    kept: set[int] = set()
    for _, draft, _ in reversed(drafts):
        if draft.start < draft.end or any(id(child) in kept for child in draft.children):
            kept.add(id(draft))
    names: dict[int, tuple[str, str | None]] = {}
    under: dict[str | None, tuple[Span | None, Span | None]] = {None: (None, None)}
    counts = {"inclusion": 0, "exclusion": 0}
    items: list[Item] = []
    for kind, draft, population in drafts:
        if id(draft) not in kept:
            continue
        if id(draft) not in names:
            counts[kind] += 1
            names[id(draft)] = (f"{kind[0].upper()}{counts[kind]}", None)
        name, parent = names[id(draft)]
        below = [child for child in draft.children if id(child) in kept]
        for count, child in enumerate(below, start=1):
            names[id(child)] = (f"{name}.{_letters(count) if draft.depth % 2 == 0 else count}", name)
        children = tuple(names[id(child)][0] for child in below)
        text, (heading, whom) = Span(draft.start, draft.end), under[parent]
        whom = whom or population
        items.append(Item(name, parent, kind, draft.marker, text, children, draft.role, heading, whom))
        under[name] = (
            heading if draft.role == "criterion" else text,
            text if draft.role in ("whom", "either") else whom,
        )
    unkept = (draft for _, draft, _ in drafts if id(draft) not in kept)
    return tuple(items), tuple(draft.marker for draft in unkept if draft.marker is not None)


def _has_letter(source: str, text: Span) -> bool:
    return any(map(str.isalpha, source[text.start : text.end]))


def _letters(count: int) -> str:
    """The place in an alphabetical list: a, b ... z, aa, ab ..."""
    name = ""
    while count:
        count, rest = divmod(count - 1, 26)
        name = chr(ord("a") + rest) + name
    return name


def _remarks(
    source: str, headings: list[Heading], items: tuple[Item, ...], pages: Pages
) -> Iterator[Diagnostic]:
    """What a reader of the outline should know of its headings and items."""
    _, runs = _spellings(pages)
    for heading in headings:
        if heading.scope is not None:
            yield Diagnostic("heading_scope", SCOPE.format(shown(source, heading.scope)), heading.scope)
    yield from _cut_off(source, items, pages)
    for item in items:
        if runs.heading_within(source, item.text, item.kind, marked=item.marker is not None):
            yield Diagnostic("heading_within", WITHIN.format(item.id), item.text)
        elif runs.several(source, item.text):
            yield Diagnostic("run_on", RUN_ON.format(item.id), item.text)
        if not _LINE_END.search(source, item.text.start, item.text.end):
            continue
        if _SIGN.search(source, item.text.start, item.text.end):
            yield Diagnostic("sign_within", SIGN.format(item.id), item.text)
        if _BROKEN.search(source, item.text.start, item.text.end):
            yield Diagnostic("broken_item", BROKEN.format(item.id), item.text)


def _cut_off(source: str, items: tuple[Item, ...], pages: Pages) -> Iterator[Diagnostic]:
    """The items that end inside a sentence, and those it may go on in; above a list it introduces them."""
    words = "|".join(map(re.escape, sorted(pages.continued, key=len, reverse=True))) or "(?!)"
    goes_on = re.compile(rf"\((?:{words})\b|(?:\S{{1,20}}\s+){{0,3}}(?:{words})[.;:)]", re.IGNORECASE)
    for item, after in pairwise(items):
        last = source[max(item.text.start, item.text.end - LONGEST_END) : item.text.end].split()[-1:]
        unended = bool(set(last) & pages.unended) and len(item.children) < 2
        if item.kind != after.kind or not (
            unended or goes_on.match(source, after.text.start, after.text.end)
        ):
            continue
        for one in (item, after):
            yield Diagnostic("cut_off", CUT_OFF.format(item.id, after.id), one.text)
