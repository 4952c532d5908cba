"""Finds the sub-headings among the items of a section: "Life expectancy:", "Renal", "HCV Participants".

What comes in are drafts as the layout links them; what goes out are the same
drafts, the sub-headings with their role and the items that stand under them
below.  The words are rows of ``rules/pages``; a line that says more is no
sub-heading.  What may be a criterion of its own stays one as well.
"""

from __future__ import annotations

import re
from itertools import zip_longest

from eligibility.core.span import Span
from eligibility.knowledge.pages import LONGEST_LABEL, Pages
from eligibility.knowledge.wording import even
from eligibility.text.nesting import Draft, Role
from eligibility.text.source import shown

MOST_WORDS = 16
FEW_WORDS = 4
"""A line of no more words that names people and ends in a colon only names them; a longer one may ask."""
COLONS = (":", "：")
ENDS = (".", ";")
"""What a sub-heading does not end with."""
_CLOSING = " .:：,;*_#"
_WORD = re.compile(r"[^\s(),:;/]+")
_BRACKET = re.compile(r"\s*\([^()]*\)$")
_COUNT = re.compile(r"\d{1,2}[a-z]?|[a-z]|[ivx]{1,4}\.?")


class Topics:
    """The words of sub-headings, ready to compare items with."""

    def __init__(self, pages: Pages) -> None:
        self._pages = pages

    def arrange(self, source: str, drafts: list[Draft]) -> None:
        """Gives the sub-headings among a section's drafts their role and the items that stand under them."""
        below = {id(child) for draft in drafts for child in draft.children}
        self._among(source, [draft for draft in drafts if id(draft) not in below])
        for draft in drafts:
            if draft.children:
                draft.children[:] = self._among(source, draft.children)

    def _among(self, source: str, siblings: list[Draft]) -> list[Draft]:
        """The items of one list that stay in it; the others went below the sub-heading before them."""
        labelled = any(
            draft.marker is not None and not draft.children and self._for_all(_words(source, draft))
            for draft in siblings
        )
        kept: list[Draft] = []
        over: Draft | None = None
        for draft, after in zip_longest(siblings, siblings[1:]):
            role = self._role(source, draft, after, labelled)
            if role != "criterion":
                draft.role = role
                over = None if draft.children else draft
            elif over is not None:
                over.children.append(draft)
                _deepen(draft)
                continue
            kept.append(draft)
        return kept

    def _role(self, source: str, draft: Draft, after: Draft | None, labelled: bool) -> Role:
        """What an item is to those below or after it."""
        words = _words(source, draft)
        said = source[draft.start : draft.end].rstrip("*_ ")
        announced = said.endswith(COLONS)
        marked, alone = draft.marker is not None, not draft.children
        above = not alone or (after is not None and (announced or after.marker is not None))
        if not words or not above or said.endswith(ENDS):
            return "criterion"
        sure = announced or not marked
        topic = self._pages.topics.get(words)
        if topic is not None:
            return "topic" if sure or (topic == "subject" and not alone) else "criterion"
        if not self._for_some(words, announced, not alone) or (alone and not sure and not labelled):
            return "criterion"
        if self._for_all(words) and (sure or alone):
            return "topic"
        if announced and len(_WORD.findall(words)) <= FEW_WORDS:
            return "whom"
        return "whom" if self._opens(words) or self._counts(words) or (alone and labelled) else "either"

    def _for_some(self, words: str, announced: bool, children: bool) -> bool:
        """Whether words only say for whom something is: people, a part of the study, a time of it."""
        said = _WORD.findall(_BRACKET.sub("", words)) or _WORD.findall(words)
        whom, sayings = self._pages.whom, self._pages.sayings
        opened = bool(said) and whom.get(said[0]) == "opener"
        spoken = [word for word in said if word in sayings and not (opened and sayings[word])]
        if not said or len(said) > MOST_WORDS or spoken:
            return False
        if opened and announced:
            return True
        if opened and not children:
            return False
        named = [word for word in said[opened:] if not _COUNT.fullmatch(word)]
        return any(whom.get(word, "opener") != "opener" for word in named[:1] + named[-1:])

    def _opens(self, words: str) -> bool:
        """Whether words begin as only a sub-heading does: "For healthy controls"."""
        return self._pages.whom.get(words.split()[0]) == "opener"

    def _counts(self, words: str) -> bool:
        """Whether words begin as a part of the study does: "Cohort 1a and 1b", "Arm C"."""
        said = [*_WORD.findall(words), "", ""]
        return self._pages.whom.get(said[0]) == "part" and _COUNT.fullmatch(said[1]) is not None

    def _for_all(self, words: str) -> bool:
        """Whether words say that something is for every candidate."""
        said = set(_WORD.findall(words))
        every = self._pages.everyone
        return bool(said & every) and all(
            word in every or word in self._pages.beside or word in self._pages.whom for word in said
        )


def _words(source: str, draft: Draft) -> str:
    """An item's words as they are looked up; empty where it is too long to be a sub-heading."""
    if draft.end - draft.start > LONGEST_LABEL:
        return ""
    return even(shown(source, Span(draft.start, draft.end))).strip(_CLOSING)


def _deepen(draft: Draft) -> None:
    """Puts an item, and all below it, one list deeper."""
    draft.depth += 1
    for child in draft.children:
        _deepen(child)
