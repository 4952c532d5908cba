"""Turns the criteria of a document into a tree of items with stable ids.

What comes in is a document; what goes out are its items in the order of the
page: I1, I2, I2.a ... for inclusion, E1, E2 ... for exclusion.  Every
character of the criteria belongs to a heading, a marker, an item's own text,
or is white space.  Criteria without any item are refused.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from eligibility.core.diagnostic import Diagnostic
from eligibility.core.errors import InputError
from eligibility.core.span import Span
from eligibility.knowledge.pages import CriterionKind, Pages
from eligibility.text.headings import Heading, Headings
from eligibility.text.nesting import Draft, Nesting, TextLine
from eligibility.text.source import Document, lines, shown, trim


class Item(msgspec.Struct, frozen=True):
    """One criterion of the list: ``text`` is its own words, contiguous, without those of its children.

    ``marker`` is the sign before it, ``None`` for a paragraph.  ``text`` is empty where a marker
    stands alone above its bullets.
    """

    id: str
    parent: str | None
    kind: CriterionKind
    marker: Span | None
    text: Span
    children: tuple[str, ...]


class Outline(msgspec.Struct, frozen=True):
    """The items of a trial in the order of the page, and the headings they stand under.

    ``stray`` are markers with nothing behind them; they mean nothing.
    """

    items: tuple[Item, ...]
    headings: tuple[Heading, ...]
    stray: tuple[Span, ...]
    diagnostics: tuple[Diagnostic, ...]

    def item(self, identifier: str) -> Item:
        """The item with that id; KeyError if there is none."""
        for item in self.items:
            if item.id == identifier:
                return item
        raise KeyError(identifier)

    def pieces(self) -> tuple[Span, ...]:
        """Every stretch that was read, in order: all of the criteria but their white space."""
        markers = (item.marker for item in self.items if item.marker is not None)
        texts = (item.text for item in self.items if item.text.start < item.text.end)
        return tuple(sorted([*(heading.span for heading in self.headings), *self.stray, *markers, *texts]))


def outline(document: Document, pages: Pages) -> Outline:
    """The tree of a document's criteria; what stands above the first heading includes.

    Raises: InputError when headings are all there is.
    """
    drafts: list[tuple[CriterionKind, Draft]] = []
    headings: list[Heading] = []
    kind: CriterionKind = "inclusion"
    for heading, section in _sections(document, Headings(pages)):
        if heading is not None:
            headings.append(heading)
            kind = heading.kind
        drafts += [(kind, draft) for draft in Nesting(document.source, section).read()]
    items, stray = _number(drafts)
    if not items:
        raise InputError("no criterion stands under the criteria headings of this page", document.place)
    return Outline(items, tuple(headings), stray, tuple(_remarks(document.source, headings)))


def _sections(document: Document, headings: Headings) -> Iterator[tuple[Heading | None, list[TextLine]]]:
    """The lines under each heading, without it; words behind a heading's colon are a line of their own."""
    source = document.source
    current: Heading | None = None
    section: list[TextLine] = []
    after_blank = True
    for whole in lines(source, document.criteria):
        words = trim(source, whole.start, whole.end)
        if words.start == words.end:
            after_blank = True
            continue
        found = headings.read(source, words, fresh=after_blank or (current is not None and not section))
        if found is None:
            section.append(TextLine(whole, words, after_blank))
        else:
            yield current, section
            current, rest = found
            section = [TextLine(rest, rest, True)] if rest else []
        after_blank = False
    yield current, section


def _number(drafts: list[tuple[CriterionKind, Draft]]) -> tuple[tuple[Item, ...], tuple[Span, ...]]:
    """Gives every draft that says something its id; the others are stray markers."""
    kept: set[int] = set()
    for _, draft in reversed(drafts):
        if draft.start < draft.end or any(id(child) in kept for child in draft.children):
            kept.add(id(draft))
    names: dict[int, tuple[str, str | None]] = {}
    counts = {"inclusion": 0, "exclusion": 0}
    items: list[Item] = []
    for kind, draft in drafts:
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
        items.append(Item(name, parent, kind, draft.marker, Span(draft.start, draft.end), children))
    stray = tuple(draft.marker for _, draft in drafts if id(draft) not in kept and draft.marker is not None)
    return tuple(items), stray


def _letters(count: int) -> str:
    """The place in an alphabetical list: a, b ... z, aa, ab ..."""
    name = ""
    while count:
        count, rest = divmod(count - 1, 26)
        name = chr(ord("a") + rest) + name
    return name


def _remarks(source: str, headings: list[Heading]) -> Iterator[Diagnostic]:
    for heading in headings:
        if heading.scope is not None:
            yield Diagnostic(
                "heading_scope",
                f"the heading '{shown(source, heading.scope)}' may limit whom its criteria are about; "
                "they are read as meant for every candidate",
                heading.scope,
            )
