"""Recognises the headings under which criteria include or exclude.

What comes in is a line; what goes out is the heading it is and what else
stands on the line.  The spellings are rows of ``rules/pages``.  A heading that
says more than its kind (a cohort, a visit) keeps those words as its scope.
"""

from __future__ import annotations

import re

import msgspec

from eligibility.core.span import Span
from eligibility.knowledge.pages import LONGEST_LABEL, CriterionKind, Pages
from eligibility.knowledge.wording import even
from eligibility.text.source import UNSEEN, trim

MOST_WORDS = 12
MOST_WORDS_BEFORE = 3
MOST_WORDS_MARKED = 4
"""A marked line of no more words that ends as "Disease-Specific Exclusions" is a heading of its list."""
_OPENING = re.compile(rf"[\s#*_\-•–—{UNSEEN}]*(?:\d{{1,2}}[.)]\s+)?[*_]*")
_MARKDOWN = re.compile(r"#{1,6}[ \t]+(?=\S)")
_SPEAKING = (".", ";", ",")
"""Signs that end a sentence, or a part of one; a heading ends with none of them."""
_CLOSING = f" \t*_.:：{UNSEEN}"
_COLON = re.compile("[:：]")
_REMARK = re.compile(r"\s*[:：]\s*\([^()]*\)$")
"""A colon with nothing but a bracket behind it: "Eye-Related Exclusion Criteria: (of the study eye)"."""
_APART = re.compile(r"\s+[-–—]+\s+")


class Heading(msgspec.Struct, frozen=True):
    """The line that begins a section; ``scope`` is the line again where it limits its criteria."""

    kind: CriterionKind
    span: Span
    scope: Span | None = None


class Place(msgspec.Struct, frozen=True):
    """Where a line stands.

    ``fresh``: a blank line, a heading or the start of the criteria stands before; only there may a heading
    begin in lower case, since wrapped sentences do.  ``alone``: the next line is blank as well.  ``first``:
    nothing stands before.  ``above`` is the kind of the criteria before it.
    """

    fresh: bool
    alone: bool = True
    first: bool = False
    above: CriterionKind = "inclusion"


class Headings:
    """The spellings of headings, ready to compare lines with."""

    def __init__(self, pages: Pages) -> None:
        self._pages = pages
        spellings = sorted((text for text in pages.sections if not text.endswith(":")), key=len, reverse=True)
        alternatives = "|".join(map(re.escape, spellings)) or r"(?!)"
        self._anywhere = re.compile(rf"(?<![\w/-])(?:{alternatives})(?![\w/-])")
        self._ends = {re.findall(r"[^\W_]+", text)[-1] for text in spellings}
        brief = (text.removesuffix(":") for text in pages.sections if text.endswith(":"))
        self._brief = {text: pages.sections[f"{text}:"] for text in brief if " " not in text}
        self._openers = {word for word, value in pages.whom.items() if value == "opener"}
        self._own_words = {word.strip(":") for text in pages.sections for word in text.split()}

    def read(self, source: str, line: Span, place: Place) -> tuple[Heading, Span | None] | None:
        """The heading at the start of a line and the words behind it; ``None`` if it begins with none."""
        opening = _OPENING.match(source, line.start, line.end)
        start = opening.end() if opening else line.start
        if start >= line.end or (source[start].islower() and not place.fresh):
            return None
        colon = _COLON.search(source, start, min(line.end, start + LONGEST_LABEL))
        end = colon.start() if colon else line.end
        if end - start > LONGEST_LABEL:
            return None
        words = even(source[start:end]).strip(_CLOSING)
        if colon is not None and f"{words}:" in self._pages.parts:
            return self._part(source, line, colon.end(), place)
        kind = self._kind(words, colon is not None)
        if kind is not None:
            rest = trim(source, colon.end(), line.end) if colon else None
            if rest is None or not rest.of(source).strip(_CLOSING):
                return Heading(kind, line), None
            return Heading(kind, Span(line.start, end + 1)), rest
        return self._other(source, line, Span(start, end), place)

    def _part(self, source: str, line: Span, end: int, place: Place) -> tuple[Heading, Span | None] | None:
        """The heading of a part, or one behind it; nothing says whether an exclusion ends or goes on here."""
        if end == line.end:
            return Heading(place.above, line, line if place.above == "exclusion" else None), None
        if line.end - line.start > LONGEST_LABEL:
            return None
        behind = self.read(source, trim(source, end, line.end), place)
        if behind is None:
            return None
        heading, rest = behind
        return msgspec.structs.replace(heading, span=Span(line.start, heading.span.end)), rest

    def _other(self, source: str, line: Span, name: Span, place: Place) -> tuple[Heading, Span | None] | None:
        """A heading with other words in it; those that are not known limit its criteria."""
        words = even(name.of(source)).strip(_CLOSING)
        lined = _MARKDOWN.match(source, line.start, line.end) is not None
        capitals = name.start == line.start and line.of(source).isupper()
        if words in self._brief and (lined or place.fresh or capitals):
            return Heading(self._brief[words], line), None
        marked = name.start > line.start
        kind = self._limited(source, Span(name.start, line.end), closed_only=marked or not place.fresh)
        if kind is None and place.fresh and (lined or not marked):
            kind = self._of_other_words(source, line, name, place)
        elif kind is None and len(words.split()) <= MOST_WORDS_MARKED and self._briefly(words) == place.above:
            kind = place.above
        if kind is None and not lined:
            return None
        # A line that Markdown sets off is a heading; the first of all is a title.
        known = (kind is None and place.first) or self._qualified(words) or words in self._pages.topics
        return Heading(kind or place.above, line, None if known else Span(name.start, line.end)), None

    def _briefly(self, words: str) -> CriterionKind | None:
        """The kind that the last word names, of a heading like "General Medical Exclusions"."""
        *before, last = words.split() or [""]
        others = set(before)
        if not before or len(before) > MOST_WORDS_BEFORE or last not in self._brief:
            return None
        told = (self._own_words, self._pages.sayings.keys(), self._openers)
        return None if any(not words.isdisjoint(others) for words in told) else self._brief[last]

    def _qualified(self, words: str) -> bool:
        """Whether all words before the last are of those that limit no criteria."""
        before = words.split()[:-1]
        return bool(before) and all(word in self._pages.qualifiers for word in before)

    def _of_other_words(self, source: str, line: Span, name: Span, place: Place) -> CriterionKind | None:
        """The kind of a line that is a heading by its form and names criteria in no listed way.

        "Cognitive Testing Criteria:" says nothing of the kind, so that of the criteria above is kept.
        """
        said = line.of(source).rstrip("*_ ")
        words = even(_APART.sub(" , ", name.of(source))).strip(_CLOSING)
        spoken = set(words.split())
        if said.endswith(_SPEAKING) or len(spoken) > MOST_WORDS or self._pages.sayings.keys() & spoken:
            return None
        closed = name.end < line.end
        ends = closed and said.endswith((":", "："))
        if ends and (kind := self._briefly(words)) is not None:
            return kind
        found = list(self._anywhere.finditer(words))
        if len(found) == 1 and not closed and place.alone:
            before, after = words[: found[0].start()].split(), words[found[0].end() :].split()
            opened = bool(after) and self._pages.whom.get(after[0]) == "opener"
            return self._pages.sections[found[0][0]] if opened and len(before) <= MOST_WORDS_BEFORE else None
        return place.above if ends and self._pages.criteria & spoken and not found else None

    def _kind(self, words: str, colon: bool) -> CriterionKind | None:
        """The kind of a heading that says nothing else."""
        qualifier, _, rest = words.partition(" ")
        for candidate in (words, rest if qualifier in self._pages.qualifiers else words):
            stems = [candidate]
            stems += [candidate.removesuffix(f" {tail}") for tail in self._pages.tails if colon]
            for stem in stems:
                written = [stem, f"{stem}:"] if colon else [stem]
                for spelling in written:
                    if spelling in self._pages.sections:
                        return self._pages.sections[spelling]
        return None

    def _limited(self, source: str, line: Span, closed_only: bool) -> CriterionKind | None:
        """The kind of a heading with other words in it; it ends in a colon, a bracket or its own words."""
        said = line.of(source)
        if len(said) > LONGEST_LABEL or not any(end in said.lower() for end in self._ends):
            return None
        # A dash between spaces parts words; ``even`` would make one word of both.
        written = even(_APART.sub(" , ", _REMARK.sub(":", said)))
        words = written.rstrip(_CLOSING)
        closed = ":" in written[len(words) :] or "：" in written[len(words) :]
        if ":" in words or len(words.split()) > MOST_WORDS:
            return None
        found = list(self._anywhere.finditer(words))
        if len(found) != 1:
            return None
        before, after = words[: found[0].start()].split(), words[found[0].end() :].strip()
        others = {word.strip("(),;") for word in [*before, *re.split(r"[\s/]+", after)]}
        if len(before) > MOST_WORDS_BEFORE or others & self._own_words:
            return None
        bracketed = after.startswith("(") and after.endswith(")") and not before
        if closed or bracketed or (not after and not closed_only):
            return self._pages.sections[found[0][0]]
        return None
