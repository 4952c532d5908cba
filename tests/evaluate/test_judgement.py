"""What only a person can say: unknown until someone has, by name."""

from __future__ import annotations

import pytest

from eligibility.bind.nodes import (
    Ability,
    All,
    Bound,
    Consent,
    CrossReference,
    Judgement,
    Not,
    Related,
    StudyParticipation,
)
from eligibility.core.dates import parse_date
from eligibility.patient.record import Answered
from tests.evaluate.builders import had, has, kinds, run, said, truth

ASKED: tuple[Bound, ...] = (
    Judgement(text="fit for intensive therapy"),
    Consent(text="written informed consent"),
    Ability(text="able to swallow tablets"),
    StudyParticipation(phrase="another interventional trial"),
    CrossReference(text="Section 10.10.2"),
    Related(text="stroke despite warfarin", parts=(has("stroke"), has("warfarin")), why="no rule tells"),
)


def answer(question: str, word: str) -> Answered:
    return Answered(path="answers[0]", question=question, answer=word, by="PI", date=parse_date("2026-02-28"))


@pytest.mark.parametrize("rule", ASKED)
def test_unanswered_is_unknown_and_an_answer_decides(rule: Bound) -> None:
    open_question = run(rule)
    assert open_question.truth.word == "unknown"
    assert kinds(open_question) <= {"judgement", "missing"}
    for question in ("X", open_question.reasons[0].settles):
        assert truth(rule, answered=(answer(question, "yes"),)) == "true"
        assert truth(rule, answered=(answer(question, "no"),)) == "false"
    assert truth(rule, answered=(answer("Y", "yes"),)) == "unknown"


def test_two_answers_that_differ_conflict_and_the_signature_is_cited() -> None:
    both = (answer("X", "yes"), answer("X", "no"))
    assert kinds(run(ASKED[0], answered=both)) == {"conflicting"}
    assert "answered by PI" in run(ASKED[0], answered=both[:1]).evidence[0].value


def test_what_the_record_states_in_the_same_words_counts_as_judged() -> None:
    assert truth(ASKED[0], said("", True, text="Fit for intensive therapy")) == "true"
    assert truth(ASKED[0], said("", True, text="fit")) == "unknown"
    both = (said("", True, text="fit for intensive therapy"), said("", text="fit for intensive therapy"))
    assert kinds(run(ASKED[0], *both)) == {"conflicting"}


def test_what_was_read_in_its_parts_is_decided_by_a_person_alone_and_shows_what_is_known_of_each() -> None:
    rule = Related(text="not stroke", parts=(has("stroke"),), why="which is meant", reason="ambiguous_text")
    found = run(rule, had("stroke"))
    assert found.truth.word == "unknown" and kinds(found) == {"ambiguous_text"}
    assert [child.truth.word for child in found.children] == ["true"]


def test_an_answer_to_a_criterion_is_none_to_one_of_its_parts() -> None:
    both = All(operands=(Judgement(text="fit"), Not(operand=Judgement(text="frail"))))
    assert truth(both, answered=(answer("X", "yes"),)) == "unknown"
    assert truth(both, answered=(answer("fit", "yes"), answer("frail", "no"))) == "true"
