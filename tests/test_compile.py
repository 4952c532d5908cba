"""A page compiles to rows; what a heading or a field says of them is not lost."""

from __future__ import annotations

from pathlib import Path

from eligibility.bind.nodes import Unparsed, When
from eligibility.bind.rules import RuleSet
from eligibility.screen import compile_page

PAGE = (Path(__file__).resolve().parent.parent / "cases/NCT05748171/page.txt").read_text("utf-8")


def _compiled(page: str) -> RuleSet:
    return compile_page(page.encode(), "page")


def _row_rule(rules: RuleSet, identifier: str) -> object:
    return next(row.rule for row in rules.rows if row.id == identifier)


def test_criteria_under_a_heading_for_some_candidates_only_apply_to_nobody_for_sure() -> None:
    rules = _compiled(PAGE.replace("Inclusion Criteria\n", "Inclusion Criteria (control group):\n", 1))
    rule = _row_rule(rules, "I5")
    assert isinstance(rule, When)
    assert isinstance(rule.guard, Unparsed)
    assert rule.guard.reason == "ambiguous_text"
    assert any(remark.code == "heading_scope" for remark in rules.diagnostics)
    assert not isinstance(_row_rule(rules, "E1"), When)


def test_criteria_under_a_plain_heading_apply_to_everyone() -> None:
    assert not isinstance(_row_rule(_compiled(PAGE), "I5"), When)
    assert _compiled(PAGE).diagnostics == ()
