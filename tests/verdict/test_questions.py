"""Open questions: each thing asked once, with all the rows that it settles; answers are taken by id."""

from __future__ import annotations

from typing import Any

import pytest

from tests.bind.pages import compiled, page_of
from tests.verdict.candidates import NAMES, candidate, row, screened, without

EMPTY: dict[str, Any] = {"id": "C-1", "as_of": "2026-03-01"}


@pytest.mark.parametrize("profile", [EMPTY, *(candidate(name) for name in NAMES)], ids=["empty", *NAMES])
def test_every_unknown_leaf_is_settled_by_a_question_and_nothing_else_is(profile: dict[str, Any]) -> None:
    screening = screened(profile)
    unknown = {judged.id for judged in screening.criteria if judged.counts and judged.verdict == "unknown"}
    settled = {identifier for question in screening.open_questions for identifier in question.settles}
    assert settled == unknown


def test_nothing_is_asked_twice() -> None:
    questions = screened(EMPTY).open_questions
    assert len({(question.concept, question.asks) for question in questions}) == len(questions)
    assert len({question.id for question in questions}) == len(questions)
    assert all(
        question.asks and question.settles[0] == ".".join(question.id.split(".")[:-1])
        for question in questions
    )


def test_one_fact_that_two_rows_need_is_one_question() -> None:
    marrow = [
        question for question in screened(EMPTY).open_questions if question.concept == "bone_marrow_blasts"
    ]
    assert [(question.id, question.settles, question.unit) for question in marrow] == [
        ("I2.b.bone_marrow_blasts", ("I2.b", "E3"), "%")
    ]


def test_questions_stand_in_the_order_of_the_page() -> None:
    screening = screened(EMPTY)
    order = {judged.id: place for place, judged in enumerate(screening.criteria)}
    places = [order[question.settles[0]] for question in screening.open_questions]
    assert places == sorted(places)


def test_a_missing_limit_of_normal_is_the_one_question() -> None:
    (question,) = screened(candidate("missing_uln")).open_questions
    assert (question.concept, question.settles) == ("alt", ("I3.b",))
    assert "upper limit of normal" in question.asks


def test_a_decided_row_asks_nothing() -> None:
    told = without(candidate(), "measurements", code="shortening_fraction")
    told["measurements"].append(
        {"code": "ejection_fraction", "value": 60, "unit": "%", "method": "MUGA", "date": "2026-02-27"}
    )
    assert screened(told).open_questions == ()


@pytest.mark.parametrize(("answer", "verdict"), [("yes", "fail"), ("no", "pass")])
def test_an_answer_is_taken_by_the_id_of_its_question(answer: str, verdict: str) -> None:
    rules = compiled(page_of(exclusion="Prior allo-HSCT"))
    asked = next(q for q in screened(EMPTY, rules).open_questions if "E1" in q.settles)
    signed = {"question": asked.id, "answer": answer, "by": "PI", "date": "2026-02-28"}
    screening = screened({**EMPTY, "answers": [signed]}, rules)
    judged = row(screening, "E1")
    assert judged.verdict == verdict
    assert any(fact.source.startswith("answers") for fact in judged.evidence)
    assert screening.set_aside == ()


def test_an_answer_that_nothing_asked_for_is_listed() -> None:
    signed = {"question": "E9.nothing", "answer": "yes", "by": "PI", "date": "2026-02-28"}
    (aside,) = screened({**EMPTY, "answers": [signed]}).set_aside
    assert aside[0].startswith("answers")
    assert "E9.nothing" in aside[1]
