"""The report in text: every row with its face, every question, and the record's words as they are."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from rich.console import Console

from eligibility.report.as_text import face, print_canonical, print_proof, print_rules, print_screening
from tests.bind.pages import compiled, edited, page_of
from tests.verdict.candidates import NAMES, candidate, row, screened, with_fact


def printed(show: Callable[..., None], *what: object, width: int = 110) -> str:
    """What a printer of the report prints to a file."""
    out = io.StringIO()
    show(*what, Console(file=out, width=width, highlight=False))
    return out.getvalue()


def flat(text: str) -> str:
    """The text without its line breaks."""
    return " ".join(text.split())


@pytest.mark.parametrize("name", NAMES)
def test_every_row_and_every_question_is_printed(name: str) -> None:
    screening = screened(candidate(name))
    text = printed(print_screening, screening)
    shown = [line.split()[:2] for line in text.splitlines()]
    for judged in screening.criteria:
        assert [judged.id, face(judged)] in shown, judged.id
    for question in screening.open_questions:
        assert f"id {question.id})" in flat(text)
    assert max(len(line) for line in text.splitlines()) <= 110


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("eligible", "ELIGIBLE on the facts given"),
        ("missing_uln", "UNDETERMINED: see the open questions"),
        ("ineligible_three", "INELIGIBLE, and no new measurement would change that"),
    ],
)
def test_the_verdict_stands_above_the_rows(name: str, words: str) -> None:
    lines = printed(print_screening, screened(candidate(name))).splitlines()
    assert words in lines[:4]


def test_a_fail_that_a_repeat_may_end_says_so() -> None:
    told = with_fact(candidate(), "measurements", code="total_bilirubin", value=4, unit="mg/dL",
                     reference_range={"high": 1.2}, date="2026-02-28")  # fmt: skip
    told = with_fact(
        told, "statements", concept="Gilbert's syndrome", present=False, by="site", date="2026-02-28"
    )
    screening = screened(told)
    assert face(row(screening, "I3.c")) == "fail"
    assert "INELIGIBLE on today's values: repeat what failed" in printed(print_screening, screening)


def test_each_kind_of_verdict_has_its_face() -> None:
    good = screened(candidate())
    assert face(row(good, "I1")) == "pass"
    assert face(row(good, "I6")) == "n/a"
    assert face(row(good, "R.age")) == "info"
    assert face(row(screened(candidate("missing_uln")), "I3.b")) == "unknown"
    assert face(row(screened(candidate("ineligible_three")), "E1")) == "fail"
    infected = {"text": "bacterial infection", "status": "active", "onset": "2026-02-20"}
    told = {"id": "C-1", "as_of": "2026-03-01", "conditions": [infected]}
    rules = compiled(page_of(exclusion="Active, uncontrolled bacterial infection"))
    assert face(row(screened(told, rules), "E1")) == "judgement"


def test_brackets_of_a_record_are_no_markup() -> None:
    told = with_fact(candidate(id="[bold]C[/bold]", statements=[]), "statements", concept="hepatic SOS",
                     present=True, by="[red]PI[/red]", date="2026-02-28")  # fmt: skip
    screening = screened(told)
    assert "Candidate [bold]C[/bold], as of" in printed(print_screening, screening)
    assert "[red]" in flat(printed(print_proof, row(screening, "E1")))


def test_what_is_set_aside_is_listed() -> None:
    text = printed(print_screening, screened(candidate(as_of="2026-02-20")))
    assert "Set aside" in text
    assert "measurements[" in text


def test_a_proof_quotes_the_page_and_the_facts() -> None:
    text = printed(print_proof, row(screened(candidate("gilbert")), "I3.c"))
    assert "text: Total bilirubin ≤1.5 × institutional ULN" in text
    assert "no  Total bilirubin <= 1.5 x the upper limit of normal" in text
    assert "yes Gilbert's syndrome, documented" in text
    assert "[conditions[0]]" in text


def test_rules_show_what_was_not_read_and_what_is_open() -> None:
    text = flat(printed(print_rules, compiled(page_of("Prior frobnication", "No prior allo-HSCT"))))
    assert "no row in rules/: open" in text
    assert "for a person to say: the candidate is kept out by: No prior allo-HSCT" in text


def test_rules_show_that_a_field_differs() -> None:
    rules = edited("Maximum Eligible Age\n\n17 Years", "Maximum Eligible Age\n\n20 Years")
    text = flat(printed(print_rules, rules))
    assert "R.age registry item, compared only" in text
    assert "remark: the registry field '1 Year to 20 Years' and the criteria differ on age" in text


def test_canonical_lines_are_not_broken() -> None:
    lines = printed(print_canonical, compiled(), width=40).splitlines()
    assert [line.split()[0] for line in lines] == [found.id for found in compiled().rows if found.canonical]
