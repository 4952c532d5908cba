"""A signed answer that settles how a fact counts is cited, and not listed as unused."""

from __future__ import annotations

import pytest

from eligibility.patient.profile import Answer, Condition, Profile, Statement
from eligibility.screen import screen_profile
from tests.cases_table import compile_trial

RULES = compile_trial()


@pytest.mark.parametrize(("answer", "verdict"), [("yes", "fail"), ("no", "unknown")])
def test_an_answer_on_control_settles_it_by_the_id_of_its_question(answer: str, verdict: str) -> None:
    infected = Profile(
        id="x", as_of="2026-03-01", conditions=(Condition(text="invasive aspergillosis", status="active"),)
    )
    asked = screen_profile(RULES, infected).open_questions
    question = next(q for q in asked if q.asks.endswith("invasive aspergillosis is uncontrolled"))
    told = Profile(
        id="x",
        as_of="2026-03-01",
        conditions=infected.conditions,
        answers=(Answer(question=question.id, answer=answer, by="PI", date="2026-02-28"),),
    )
    screening = screen_profile(RULES, told)
    judged = screening.criterion("E6")
    assert judged is not None
    assert judged.verdict == verdict
    assert screening.set_aside == ()


def test_an_answer_to_no_open_question_is_listed() -> None:
    told = Profile(
        id="x",
        as_of="2026-03-01",
        answers=(Answer(question="I9.nothing", answer="yes", by="PI", date="2026-02-28"),),
        statements=(Statement(concept="HSCT", present=False, by="PI"),),
    )
    assert [path for path, _ in screen_profile(RULES, told).set_aside] == ["answers[0]"]
