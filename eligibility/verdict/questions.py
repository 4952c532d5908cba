"""What is still open: each thing asked once, with the rows that its answer would settle."""

from __future__ import annotations

from eligibility.verdict.screening import Judged, Question


def open_questions(criteria: tuple[Judged, ...]) -> tuple[Question, ...]:
    """The questions of all unknown leaves, in the order of the page.

    The id names the first row that asks and the fact asked for; an answer in a profile cites it.
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
                name = f"{judged.id}.{reason.concept or reason.kind}"
                taken[name] = taken.get(name, 0) + 1
                unique = name if taken[name] == 1 else f"{name}_{taken[name]}"
                first[key] = Question(unique, reason.settles, reason.concept, reason.unit, ())
    return tuple(
        Question(question.id, question.asks, question.concept, question.unit, tuple(asked[key]))
        for key, question in first.items()
    )
