"""Signed answers to open questions: which of them is about a node."""

from __future__ import annotations

from eligibility.core.truth import Truth, truth_of
from eligibility.evaluate.context import Scope
from eligibility.evaluate.index import evened
from eligibility.evaluate.trace import Evidence
from eligibility.patient.record import Answered


def answers(scope: Scope, *keys: str) -> list[Answered]:
    """The answers whose question is one of these, with or without the id of the criterion before it."""
    given = scope.record.answered
    if not given:
        return []
    wanted = {evened(key) for key in keys if key}
    prefix = f"{scope.row}."
    return [
        answer
        for answer in given
        if evened(answer.question) in wanted
        or (
            scope.row
            and answer.question.startswith(prefix)
            and evened(answer.question[len(prefix) :]) in wanted
        )
    ]


def answered(scope: Scope, *keys: str) -> tuple[Truth | None, tuple[Evidence, ...]]:
    """The answer to a question with its signature; ``None`` without one, UNKNOWN if two differ."""
    found = answers(scope, *keys)
    if not found:
        return None, ()
    said = {answer.answer for answer in found}
    cited = tuple(cite(answer) for answer in found)
    return truth_of(None if len(said) > 1 else "yes" in said), cited


def cite(answer: Answered) -> Evidence:
    """An answer as evidence, with who gave it."""
    # Questions in words carry the id of their row before them.
    asked = answer.question.partition(".whether ")
    said = f"whether {asked[2]}" if asked[1] else answer.question
    return Evidence(
        said, f"{answer.answer}, answered by {answer.by}", None, str(answer.date), answer.path
    )
