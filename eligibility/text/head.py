"""Reads the head of a plain text: lines such as "NCT ID: NCT01234567" or "Title: ..." above its criteria.

What comes in is a text; what goes out is what its head tells and where that
ends.  A head begins on the first line and names the trial by its number or
title; it goes on as long as each line begins with a label of ``rules/pages``, so
that no line is lost that may be a criterion.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

import msgspec

from eligibility.core.span import Span
from eligibility.knowledge.pages import FIELD_NAMES, LONGEST_LABEL, Pages
from eligibility.knowledge.wording import even
from eligibility.text.markers import indent_of, read_marker
from eligibility.text.source import Field, lines, trim

NUMBER = re.compile(r"(?<![A-Za-z0-9])NCT\d{8}(?!\d)")
"""A trial's number in the registry."""
NAMING = ("trial", "title")
"""What at least one line of a head tells; without it the lines may be criteria."""
_LABELLED = re.compile(rf"[#>*_•\s-]*([^:：\r\n]{{1,{LONGEST_LABEL}}}?)[*_\s]*[:：][*_]*")


class Head(msgspec.Struct, frozen=True):
    """What the head of a text tells; ``end`` is where its criteria may begin.

    ``told`` are the values by what their label stands for, the first of each.
    """

    end: int
    told: Mapping[str, Span]
    trial: str

    def value(self, source: str, name: str) -> str:
        """What the head tells of something; empty where it does not."""
        return self.told[name].of(source) if name in self.told else ""

    def fields(self, source: str) -> tuple[Field, ...]:
        """The structured fields in the order of the head."""
        found = sorted((span, FIELD_NAMES[name]) for name, span in self.told.items() if name in FIELD_NAMES)
        return tuple(Field(name, span.of(source), span) for span, name in found)


def read_head(source: str, pages: Pages) -> Head | None:
    """The head of a text; ``None`` where it has none."""
    told: dict[str, Span] = {}
    end = 0
    title: Span | None = None
    for whole in lines(source, Span(0, len(source))):
        words = trim(source, whole.start, whole.end)
        if words.start == words.end:
            title = None
            continue
        use, value = _labelled(source, words, pages)
        if not use and title is not None and _goes_on(source, title, whole, words, pages):
            told["title"] = Span(told["title"].start, words.end)
        elif use:
            title = whole if use == "title" and use not in told else None
            told.setdefault(use, value)
        elif any(map(str.isalnum, words.of(source))):
            break
        end = whole.end
    if not any(name in told for name in NAMING):
        return None
    named = told["trial"].of(source) if "trial" in told else ""
    numbers = set(NUMBER.findall(named))
    return Head(end, told, numbers.pop() if len(numbers) == 1 else named)


def named_below(source: str, head: Head, pages: Pages) -> tuple[str, ...]:
    """The registry's numbers that stand below a head behind a label such as those of its own."""
    found: list[str] = []
    for whole in lines(source, Span(head.end, len(source))):
        words = trim(source, whole.start, whole.end)
        use, value = _labelled(source, words, pages)
        if use == "trial" and value != words:
            found += NUMBER.findall(value.of(source))
    return tuple(found)


def _labelled(source: str, words: Span, pages: Pages) -> tuple[str, Span]:
    """What the label of a line stands for and where its value is; empty where it has none."""
    if NUMBER.fullmatch(source, words.start, words.end):
        return "trial", words
    label = _LABELLED.match(source, words.start, words.end)
    value = trim(source, label.end(), words.end) if label else words
    if label is None or value.start == value.end:
        return "", words
    return pages.heads.get(even(label[1]), ""), value


def _goes_on(source: str, title: Span, whole: Span, words: Span, pages: Pages) -> bool:
    """Whether a line right below the title goes on with it: it stands deeper and begins nothing else."""
    depths = [
        indent_of(source, line, trim(source, line.start, line.end)) for line in (title, whole)
    ]
    heading = even(words.of(source)).rstrip(":： ")
    begins = read_marker(source, words) is not None or words.of(source).endswith((":", "："))
    return depths[1] > depths[0] and not begins and heading not in pages.sections
