"""What is still open: each thing asked once, with the rows that its answer would settle."""

from __future__ import annotations

import re

from eligibility.core.reasons import Reason
from eligibility.verdict.screening import Judged, Question


def open_questions(criteria: tuple[Judged, ...]) -> tuple[Question, ...]:
    """The questions of all unknown leaves, in the order of the page.

    The id names the first row that asks and what it asks; an answer in a profile cites it.  It depends on
    nothing else, so that it stays the same while other questions are settled.
    """
    asked: dict[tuple[str, str], list[str]] = {}
    first: dict[tuple[str, str], Question] = {}
    taken: dict[str, int] = {}
    for judged in criteria:
        if not judged.counts or judged.verdict != "unknown":
            continue
        for reason in judged.reasons:
            key = (reason.concept, reason.settles)
            rows = asked.setdefault(key, [])
            if judged.id not in rows:
                rows.append(judged.id)
            if key not in first:
                name = f"{judged.id}.{_topic(reason)}"
                taken[name] = taken.get(name, 0) + 1
                unique = name if taken[name] == 1 else f"{name}_{taken[name]}"
                first[key] = Question(unique, reason.settles, reason.concept, reason.unit, ())
    return tuple(
        Question(question.id, question.asks, question.concept, question.unit, tuple(asked[key]))
        for key, question in first.items()
    )


SMALL = frozenset(
    ["whether", "there", "is", "was", "are", "were", "ever", "or", "will", "be", "a", "an", "the", "of", "in"]
)
"""Words of a question that its id does without."""

YES_OR_NO = "whether "


def _topic(reason: Reason) -> str:
    """What a question is about: its own words where it takes yes or no, else the fact asked for."""
    if not reason.settles.startswith(YES_OR_NO):
        return reason.concept or reason.kind
    words = re.findall(r"[\w']+", reason.settles.lower())
    return "_".join(word for word in words if word not in SMALL) or reason.kind
