"""The whole candidates of the trial, to be changed and screened."""

from __future__ import annotations

import copy
import functools
import json
from typing import Any

from eligibility.bind.rules import RuleSet
from eligibility.patient.read import read_profile
from eligibility.screen import screen_profile
from eligibility.verdict.screening import Judged, Screening
from tests.cases_table import TRIAL, compile_trial

NAMES = tuple(sorted(path.stem for path in (TRIAL / "candidates").glob("*.json")))


@functools.cache
def _rules() -> RuleSet:
    return compile_trial()


@functools.cache
def _stored(name: str) -> dict[str, Any]:
    stored: dict[str, Any] = json.loads((TRIAL / "candidates" / f"{name}.json").read_text("utf-8"))
    return stored


def candidate(name: str = "eligible", **changes: object) -> dict[str, Any]:
    """A profile as JSON, with some of its fields replaced; ``None`` takes one out."""
    told = {**copy.deepcopy(_stored(name)), **changes}
    return {key: value for key, value in told.items() if value is not None}


def without(profile: dict[str, Any], section: str, **same: object) -> dict[str, Any]:
    """The profile without the facts of a section that have these values."""
    kept = [fact for fact in profile[section] if any(fact.get(key) != value for key, value in same.items())]
    assert len(kept) < len(profile[section]), same
    return {**profile, section: kept}


def with_fact(profile: dict[str, Any], section: str, **fact: object) -> dict[str, Any]:
    """The profile with one more fact."""
    return {**profile, section: [*profile.get(section, []), fact]}


def screened(profile: dict[str, Any], rules: RuleSet | None = None, **conventions: str) -> Screening:
    """The screening of a profile given as JSON."""
    read = read_profile(json.dumps(profile).encode(), "p.json")
    return screen_profile(rules or _rules(), read, conventions=conventions)


def row(screening: Screening, identifier: str) -> Judged:
    """The verdict on one row."""
    found = screening.criterion(identifier)
    assert found is not None, identifier
    return found


def verdicts(screening: Screening) -> dict[str, str]:
    """The verdict of every row."""
    return {judged.id: judged.verdict for judged in screening.criteria}
