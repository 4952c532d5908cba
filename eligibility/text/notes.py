"""Finds the remarks in a list that are no criteria: "Other criteria may apply", "Not specified", "None".

What comes in are the drafts of a section; what goes out are the others, with
the remarks kept apart.  A remark is all of an item's words, a row of
``rules/pages``.  One that says that there is nothing counts only where it
stands alone: behind others, or below "any of the following", it may be an answer.
"""

from __future__ import annotations

import re

from eligibility.core.diagnostic import Diagnostic
from eligibility.core.span import Span
from eligibility.knowledge.pages import Pages
from eligibility.knowledge.wording import even, unhyphened
from eligibility.text.nesting import Draft
from eligibility.text.source import shown

LONGEST = 300
"""A remark is no longer than this, in characters."""
_FIRST = re.compile(r"[^\w]*_*([^\W\d_]+)")
"""The letters that a remark begins with: most lines begin with others."""
MORE = "'{}' is no criterion; what else the protocol asks for is not judged here"
NOTHING = "'{}' asks for nothing here"


class Notes:
    """The remarks of a document, gathered section by section."""

    def __init__(self, pages: Pages) -> None:
        self._pages = pages
        said = (pages.notes, pages.openers, pages.nothing, pages.unspecified, pages.sees)
        begun = (_FIRST.match(text) for texts in said for text in texts)
        self._begins = frozenset(found[1] for found in begun if found is not None)
        self.spans: list[Span] = []
        self.remarks: list[Diagnostic] = []

    def without(self, source: str, section: list[Draft]) -> list[Draft]:
        """The drafts of a section that are no remarks; a topic below which nothing is left is one."""
        below = {id(child): draft for draft in section for child in draft.children}
        tops = [draft for draft in section if id(draft) not in below]
        gone: set[int] = set()
        for draft in reversed(section):
            over = below.get(id(draft))
            siblings = tops if over is None else over.children
            said = self._said(source, draft, over, len(siblings) == 1)
            emptied = draft.role == "topic" and all(id(child) in gone for child in draft.children)
            if said or emptied:
                gone.add(id(draft))
                self._keep(source, draft, said or NOTHING)
        for draft in section:
            draft.children[:] = [child for child in draft.children if id(child) not in gone]
        return [draft for draft in section if id(draft) not in gone]

    def is_more(self, source: str, words: Span) -> bool:
        """Whether words say, and say only, that the protocol has more criteria."""
        return self._read(source, words) in self._pages.notes

    def _said(self, source: str, draft: Draft, over: Draft | None, alone: bool) -> str:
        """What a draft remarks; empty where it is none."""
        if draft.children or draft.start == draft.end:
            return ""
        words = self._read(source, Span(draft.start, draft.end))
        if words in self._pages.notes:
            return MORE
        if alone and words in (self._pages.nothing if over is None else self._pages.unspecified):
            return NOTHING
        first, _, rest = words.partition(" ")
        points = first in self._pages.sees and (rest in self._pages.topics or f"{rest}:" in self._pages.parts)
        return NOTHING if points else ""

    def _read(self, source: str, words: Span) -> str:
        """Words without the opener of a remark, as they are looked up; empty where they can be none."""
        if words.end - words.start > LONGEST:
            return ""
        first = _FIRST.match(source, words.start, words.end)
        if first is None or first[1].lower() not in self._begins:
            return ""
        said = even(shown(source, words)).strip(" .*")
        for opener in self._pages.openers:
            said = said.removeprefix(opener).strip()
        return unhyphened(said)

    def _keep(self, source: str, draft: Draft, said: str) -> None:
        span = Span(draft.start if draft.marker is None else draft.marker.start, draft.end)
        self.spans.append(span)
        self.remarks.append(Diagnostic("note", said.format(shown(source, span).lstrip("*•- ")), span))
