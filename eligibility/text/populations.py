"""Finds the lines that name a population above its own criteria: "Patients with type 2 diabetes".

What comes in are the sections of a page with their items; what goes out are the items, each with the
line that may say for whom its section is.  Only a page that begins its inclusion criteria
anew has such lines: an item without a marker right before a heading, where the others have one.
"""

from __future__ import annotations

import msgspec

from eligibility.core.span import Span
from eligibility.knowledge.pages import LONGEST_LABEL, CriterionKind
from eligibility.text.nesting import Draft

Placed = tuple[CriterionKind, Draft, Span | None]
"""An item, with its kind and the line that may say for whom it is."""

ENDS = (".", ";")
"""What such a line does not end with."""


class Section(msgspec.Struct):
    """The items below one heading, or before the first; a list is in the order of the page."""

    kind: CriterionKind
    drafts: list[Draft]


def with_populations(source: str, sections: list[Section]) -> list[Placed]:
    """Every item with its kind and the line that may say for whom it is."""
    rounds = sum(after.kind == "inclusion" for after in sections[1:] if after.drafts)
    named: list[Placed] = []
    population: Span | None = None
    for section, after in zip(sections, [*sections[1:], None], strict=True):
        label = _label(source, section) if rounds > 1 and after and after.kind == "inclusion" else None
        for draft in section.drafts:
            if draft is label:
                draft.role = "either"
            named.append((section.kind, draft, None if draft is label else population))
        if label is not None:
            population = Span(label.start, label.end)
    return named


def _label(source: str, section: Section) -> Draft | None:
    """The last item of a section, if it stands apart from the others by having no marker."""
    below = {id(child) for draft in section.drafts for child in draft.children}
    listed = [draft for draft in section.drafts if id(draft) not in below]
    if not listed:
        return None
    last, others = listed[-1], listed[:-1]
    text = source[last.start : last.end]
    apart = last.marker is None and not last.children and all(one.marker is not None for one in others)
    return last if apart and len(text) <= LONGEST_LABEL and not text.rstrip().endswith(ENDS) else None
