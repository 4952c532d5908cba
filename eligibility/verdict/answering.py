"""Takes the signed answers of a profile to the questions they name.

What comes in are answers that cite a question by its id or its words; what goes
out are answers in the words that each row asks in, and those that no open
question is met by: they are listed, never lost.
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from eligibility.patient.record import Answered
from eligibility.verdict.screening import Judged, Question


def in_words(answers: Iterable[Answered], questions: Iterable[Question]) -> tuple[Answered, ...]:
    """The answers with the id of a question replaced by its words, once for each row that it settles."""
    by_id = {question.id: question for question in questions}
    spelled: list[Answered] = []
    for answer in answers:
        question = by_id.get(answer.question)
        if question is None:
            spelled.append(answer)
        else:
            spelled += [
                msgspec.structs.replace(answer, question=f"{row}.{question.asks}") for row in question.settles
            ]
    return tuple(spelled)


def unused(answers: Iterable[Answered], criteria: Iterable[Judged]) -> tuple[tuple[str, str], ...]:
    """The answers on which no row rests, each with why."""
    cited = {fact.source for judged in criteria for fact in judged.evidence}
    return tuple(
        (answer.path, f"no row rests on it: '{answer.question}' is not open, or asks for more than yes or no")
        for answer in answers
        if answer.path not in cited
    )
