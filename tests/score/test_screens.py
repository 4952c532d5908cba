"""A candidate of whom nothing is known fails nothing, and no trial breaks on a rich one."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

import score.screens
from eligibility.bind.rules import RuleSet
from eligibility.patient.ground import ground
from eligibility.patient.profile import Profile
from eligibility.verdict.screening import Screening
from score.screens import SCREENED, SPARED, rich, unscreened
from tests import constraint_cases
from tests.bind.pages import compiled, page_of
from tests.cases_table import TRIAL
from tests.constraint_cases import load_constraints
from tests.syntax.texts import KNOWLEDGE
from tests.test_verdict_cases import CASES

TRIALS = sorted(TRIAL.parent.glob("*/page.txt"))
TEXTS = sorted({(case.section, case.text) for case in CASES})


@pytest.mark.parametrize("page", TRIALS, ids=lambda page: page.parent.name)
def test_a_trial_screens_an_empty_candidate_and_a_rich_one(page: Path) -> None:
    assert list(unscreened(compiled(page.read_text("utf-8")))) == []


def test_the_criteria_of_the_cases_screen_an_empty_candidate_and_a_rich_one() -> None:
    for section, text in TEXTS:
        assert list(unscreened(compiled(page_of(**{section: text})))) == [], text


def test_the_criteria_of_what_is_limited_screen_both_too() -> None:
    for case in load_constraints():
        assert list(unscreened(constraint_cases.compiled(case))) == [], case.id


def test_the_rich_candidate_has_facts_of_every_kind() -> None:
    told = msgspec.to_builtins(rich())
    assert [name for name, value in told.items() if not value and name not in ("age", "died")] == []
    record = ground(rich(), None, KNOWLEDGE)
    facts = (record.measured, record.had, record.treated, record.tested, record.hypersensitive, record.stated)
    assert all(facts) and sum(map(len, facts)) >= 40
    assert not record.set_aside


def test_a_fail_of_the_empty_candidate_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(score.screens, "EMPTY", Profile(id="empty", as_of="2026-03-01", sex="male"))
    rules = compiled(page_of(inclusion="Female"))
    assert list(unscreened(rules)) == [(SPARED, "I1: Female", "the text is false of it")]


def test_an_error_is_found_with_the_row_that_has_it(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = score.screens.screen_profile

    def breaks(rules: RuleSet, profile: Profile) -> Screening:
        if profile.id == "rich" and any(row.id == "E1" for row in rules.rows):
            raise KeyError("asthma")
        return screen(rules, profile)

    monkeypatch.setattr(score.screens, "screen_profile", breaks)
    found = list(unscreened(compiled(page_of(exclusion="Asthma"))))
    assert found == [(SCREENED, "E1: Asthma", "rich: KeyError: 'asthma'")]


def test_an_error_of_all_the_rows_together_is_found_too(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = score.screens.screen_profile

    def breaks(rules: RuleSet, profile: Profile) -> Screening:
        if len(rules.rows) > 1:
            raise RecursionError("too deep")
        return screen(rules, profile)

    monkeypatch.setattr(score.screens, "screen_profile", breaks)
    found = list(unscreened(compiled(page_of())))
    assert [words for _, words, _ in found] == ["no row alone"] * 2
