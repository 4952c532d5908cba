"""The trial's page, and pages with criteria of a test's own."""

from __future__ import annotations

from pathlib import Path

from eligibility.bind.nodes import Bound
from eligibility.bind.rules import Row, RuleSet
from eligibility.screen import compile_page
from tests.bind.sketch import sketch

TRIAL = Path(__file__).resolve().parents[2] / "cases" / "NCT05748171"
PAGE = (TRIAL / "page.txt").read_text("utf-8")

ITEMS = ("I1", "I2", "I2.a", "I2.b", "I3", "I3.a", "I3.b", "I3.c", "I4", "I5", "I6",
         "E1", "E2", "E3", "E4", "E5", "E6", "E7")  # fmt: skip
"""The items of the page; I3 only introduces its bullets."""


def compiled(page: str = PAGE) -> RuleSet:
    """The rules of a page."""
    return compile_page(page.encode(), "page.txt")


def edited(before: str, after: str) -> RuleSet:
    """The rules of the trial's page with one passage written otherwise."""
    assert PAGE.count(before) == 1, before
    return compiled(PAGE.replace(before, after))


def row(rules: RuleSet, identifier: str) -> Row:
    """The row of that id."""
    return next(row for row in rules.rows if row.id == identifier)


def page_of(inclusion: str = "Age >= 1 years", exclusion: str = "Isolated extramedullary leukemia") -> str:
    """A page with one criterion in each list."""
    start = PAGE.index("1. Male or female")
    middle = PAGE.index("Exclusion Criteria\n")
    end = PAGE.index("Minimum Eligible Age")
    return (
        f"{PAGE[:start]}1. {inclusion}\n\n{PAGE[middle:].partition('1. Any history')[0]}"
        f"1. {exclusion}\n{PAGE[end:]}"
    )


def included(text: str) -> Bound:
    """What one inclusion criterion becomes."""
    rule = row(compiled(page_of(inclusion=text)), "I1").rule
    assert rule is not None, text
    return rule


def excluded(text: str) -> Bound:
    """What one exclusion criterion becomes."""
    rule = row(compiled(page_of(exclusion=text)), "E1").rule
    assert rule is not None, text
    return rule


def in_short(rules: RuleSet) -> dict[str, str]:
    """Every row that carries a rule, in short."""
    return {row.id: sketch(row.rule) for row in rules.rows if row.rule is not None}
