"""Reads the words of a record by closed lists: names of concepts, results, courses, outcomes.

What comes in is a text of a profile; what goes out is what it stands for, or
nothing.  A text is read only if every word of it is accounted for: "not
controlled" or "positive (sample insufficient)" must never be read as the part
that is understood.  Nothing is matched by similarity.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable

from eligibility.core.dates import PartialDate, parse_date
from eligibility.knowledge.concepts import Concept
from eligibility.knowledge.load import Knowledge
from eligibility.knowledge.quantities import Quantity
from eligibility.knowledge.scales import Level
from eligibility.knowledge.wording import even

MEMORY = 1 << 14
"""Texts remembered for each use: records repeat their words."""

THERAPIES = frozenset({"drug", "drug_class", "procedure", "therapy_phase"})
"""The kinds of concept that a treatment, or the cause of an allergy, can be."""

_NUMBER = re.compile(r"[<>=~+-]*\d[\d.,/]*%?|%")
_SOME = re.compile("[1-9]")
_YEAR = re.compile(r"(19|20)\d\d")
_BRACKETED = re.compile(r"(.+?)\s*\(([^()]*)\)")
_APART = str.maketrans("()[]", "    ")

parsed = functools.lru_cache(maxsize=MEMORY)(parse_date)
"""The days of a date; records repeat their dates."""


def date_of(text: str | None) -> PartialDate | None:
    """The date of a field that may be absent."""
    return None if text is None else parsed(text)


def as_text(level: str | int | None) -> str | None:
    """A grade or stage, which may be recorded as a number."""
    return None if level is None else str(level)


class Terms:
    """The closed lists of one set of rules, with memory for the words that come again and again.

    ``listed``: what a text stands for in one use of ``rules/vocabulary``; ``named``: the concept that a
    whole text names; ``therapy``: the treatment or substance; ``stated``: what a statement is about;
    ``control``, ``tolerated``, ``result``: what a course, an outcome, a genomic result says.
    """

    def __init__(self, knowledge: Knowledge) -> None:
        self.knowledge = knowledge
        self.listed: Callable[[str, str], str | None] = functools.lru_cache(MEMORY)(knowledge.vocabulary.read)
        self.quantity: Callable[[str], Quantity | None] = functools.lru_cache(MEMORY)(self._quantity)
        self.level: Callable[[str, str], Level | None] = functools.lru_cache(MEMORY)(self._level)
        self.scale: Callable[[str], str | None] = functools.lru_cache(MEMORY)(self._scale)
        self.even: Callable[[str], str] = functools.lru_cache(MEMORY)(even)
        self.named: Callable[[str], Concept | None] = functools.lru_cache(MEMORY)(self._named)
        self.therapy: Callable[[str], Concept | None] = functools.lru_cache(MEMORY)(self._therapy)
        self.stated: Callable[[str], Concept | None] = functools.lru_cache(MEMORY)(self._stated)
        self.control: Callable[[str], str | None] = functools.lru_cache(MEMORY)(self._control)
        self.tolerated: Callable[[str], bool] = functools.lru_cache(MEMORY)(self._tolerated)
        self.result: Callable[[str], str | None] = functools.lru_cache(MEMORY)(self._result)

    def of_kind(self, text: str | None, kinds: frozenset[str]) -> str | None:
        """The id of the concept that a text names, or its words in even spelling; a method, a specimen."""
        if text is None:
            return None
        found = self.named(text)
        return found.id if found is not None and found.kind in kinds else self.even(text)

    def _quantity(self, text: str) -> Quantity | None:
        """The quantity of an id, a name or a LOINC code."""
        quantities = self.knowledge.quantities
        return quantities.named(text) or quantities.coded(text.strip())

    def _level(self, quantity: str, text: str) -> Level | None:
        """The level that stands for a range of a quantity."""
        return self.knowledge.scales.level_of(quantity, text)

    def _scale(self, text: str) -> str | None:
        """The scale that a text names, with or without a word for a level behind it: NYHA class."""
        words = even(text).split()
        while words:
            found = self.knowledge.scales.named(" ".join(words))
            if found is not None:
                return found.id
            if not self.listed("rank", words[-1]):
                return None
            words = words[:-1]
        return None

    def _named(self, text: str) -> Concept | None:
        """The concept that the whole text names; brackets may only repeat it: "DVT (VTE)"."""
        concepts = self.knowledge.concepts
        found = concepts.named(text)
        bracketed = None if found is not None else _BRACKETED.fullmatch(text.strip())
        if bracketed is None:
            return found
        outer, inner = concepts.named(bracketed[1]), concepts.named(bracketed[2])
        return outer if outer is not None and outer is inner else None

    def _therapy(self, text: str) -> Concept | None:
        """The treatment or substance that a text names, whatever dose, grade or year stands behind it."""
        found = self.named(text)
        if found is not None:
            return found
        words = self._leading(even(text.translate(_APART)).replace(",", " ").split())
        while words:
            found = self.knowledge.concepts.named(" ".join(words))
            if found is not None:
                return found if found.kind in THERAPIES else None
            shorter = self._without_tail(words)
            if shorter == words:
                return None
            words = shorter
        return None

    def _leading(self, words: list[str]) -> list[str]:
        """The words after those at the beginning that only say that it was earlier: "prior"."""
        for length in (2, 1):
            if len(words) > length and self.listed("lead", " ".join(words[:length])):
                return self._leading(words[length:])
        return words

    def _without_tail(self, words: list[str]) -> list[str]:
        """The words without the last detail: a word of reaction, an amount, a grade, a year."""
        *before, last = words
        kind = self.listed("tail", last)
        if kind == "word" or _YEAR.fullmatch(last):
            return before
        if kind == "amount" and before and _NUMBER.fullmatch(before[-1]):
            return before[:-1]
        if (
            before
            and self.listed("tail", before[-1]) == "label"
            and (_NUMBER.fullmatch(last) or self.listed("roman", last))
        ):
            return before[:-1]
        return words

    def active(self, text: str) -> str | None:
        """What is left of a statement on something active now; ``None`` if it does not say active."""
        first, _, rest = self.even(text).partition(" ")
        return rest if rest and self.listed("lead_active", first) else None

    def _stated(self, text: str) -> Concept | None:
        """What a statement is about.  "Prior" may be left out only before a treatment.

        Whoever had no earlier infection may have one now; a treatment given is always an earlier one.
        """
        found = self.named(text)
        if found is not None:
            return found
        concept = self.therapy(text)
        return concept if concept is not None and concept.kind in THERAPIES else None

    def _segments(self, text: str) -> list[list[str]]:
        """The parts of a text between commas and semicolons, as words."""
        parts = re.split(r"[;,](?!\d)", even(text.translate(_APART)))
        return [words for part in parts if (words := part.split())]

    def _plain(self, words: list[str]) -> str:
        """The words without amounts and words of detail; empty where an amount is nothing."""
        kept = []
        for word in words:
            if _NUMBER.fullmatch(word):
                if word != "%" and not _SOME.search(word):
                    return ""
            elif not self.listed("detail", word):
                kept.append(word)
        return " ".join(kept)

    def _control(self, text: str) -> str | None:
        """What a course says: ``controlled``, ``uncontrolled``; every part must be read and agree."""
        found: set[str | None] = set()
        for words in self._segments(text):
            said = self._course(words)
            if said != "neutral":
                found.add(said)
        return found.pop() if len(found) == 1 else None

    def _course(self, words: list[str]) -> str | None:
        whole = self.listed("course", " ".join(words))
        if whole is not None:
            return whole
        for place, word in enumerate(words):
            if self.listed("under", word) and self._is_therapy(" ".join(words[place + 1 :])):
                return self.listed("course", " ".join(words[:place])) if place else "neutral"
        return None

    def _is_therapy(self, text: str) -> bool:
        if self.listed("therapy", text):
            return True
        found = self.knowledge.concepts.named(text) if text else None
        return found is not None and found.kind in THERAPIES

    def _tolerated(self, text: str) -> bool:
        """Whether an outcome says that there was no allergic reaction; every part of it must."""
        segments = self._segments(text)
        return bool(segments) and all(self._without_reaction(words) for words in segments)

    def _without_reaction(self, words: list[str]) -> bool:
        while words:
            spellings = (" ".join(words), self._plain(words))
            if any(self.listed("outcome", spelling) == "tolerated" for spelling in spellings if spelling):
                return True
            shorter = self._without_tail(words)
            if shorter == words:
                return False
            words = shorter
        return False

    def _result(self, text: str) -> str | None:
        """What a result says: ``positive``, ``negative``, ``not tested``; ``None`` if it is not read."""
        whole = self.listed("result", text)
        if whole is not None:
            return whole
        segments = self._segments(text)
        plain = self._plain([word for words in segments for word in words])
        return self.listed("result", plain) if plain else None


@functools.lru_cache(maxsize=4)
def terms(knowledge: Knowledge) -> Terms:
    """The closed lists of one set of rules."""
    return Terms(knowledge)
