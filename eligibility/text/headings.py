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
from eligibility.text.source import trim

MOST_WORDS = 12
MOST_WORDS_BEFORE = 3
_OPENING = re.compile(r"[\s#*_\-•–—]*(?:\d{1,2}[.)]\s+)?[*_]*")
_CLOSING = " \t*_.:："
_COLON = re.compile("[:：]")
_APART = re.compile(r"\s+[-–—]+\s+")


class Heading(msgspec.Struct, frozen=True):
    """The line that begins a section; ``scope`` is the line again where it limits its criteria."""

    kind: CriterionKind
    span: Span
    scope: Span | None = None


class Headings:
    """The spellings of headings, ready to compare lines with."""

    def __init__(self, pages: Pages) -> None:
        self._pages = pages
        spellings = sorted((text for text in pages.sections if not text.endswith(":")), key=len, reverse=True)
        alternatives = "|".join(map(re.escape, spellings)) or r"(?!)"
        self._anywhere = re.compile(rf"(?<![\w/-])(?:{alternatives})(?![\w/-])")
        self._own_words = {word.strip(":") for text in pages.sections for word in text.split()}

    def read(
        self, source: str, line: Span, fresh: bool, above: CriterionKind = "inclusion"
    ) -> tuple[Heading, Span | None] | None:
        """The heading at the start of a line and the words behind it; ``None`` if it begins with none.

        ``fresh`` says that a blank line, a heading or the start of the criteria stands before: only
        there may a heading begin in lower case, since wrapped sentences do.  ``above`` is the kind of the
        criteria before it.
        """
        opening = _OPENING.match(source, line.start, line.end)
        start = opening.end() if opening else line.start
        if start >= line.end or (source[start].islower() and not fresh):
            return None
        colon = _COLON.search(source, start, min(line.end, start + LONGEST_LABEL))
        end = colon.start() if colon else line.end
        if end - start > LONGEST_LABEL:
            return None
        words = even(source[start:end]).strip(_CLOSING)
        if colon is not None and f"{words}:" in self._pages.parts and colon.end() == line.end:
            # Nothing says that an exclusion ends here, nor that it goes on.
            return Heading(above, line, line if above == "exclusion" else None), None
        kind = self._kind(words, colon is not None)
        if kind is not None:
            rest = trim(source, colon.end(), line.end) if colon else None
            if rest is None or not rest.of(source).strip(_CLOSING):
                return Heading(kind, line), None
            return Heading(kind, Span(line.start, end + 1)), rest
        marked = start > line.start
        limited = self._limited(source, Span(start, line.end), closed_only=marked or not fresh)
        return (Heading(limited, line, Span(start, line.end)), None) if limited else None

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
        if line.end - line.start > LONGEST_LABEL:
            return None
        # A dash between spaces parts words; ``even`` would make one word of both.
        written = even(_APART.sub(" , ", line.of(source)))
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
