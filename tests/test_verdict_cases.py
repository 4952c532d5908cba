"""One criterion and one candidate each: no verdict differs from that of a careful reader."""

from __future__ import annotations

import tomllib
from typing import Any, Literal

import msgspec
import pytest

from eligibility.patient.profile import Profile
from eligibility.screen import screen_profile
from tests.bind.pages import compiled, page_of
from tests.cases_table import TRIAL

AS_OF = "2026-03-01"


class VerdictCase(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A criterion, a candidate, and what a careful reader makes of them."""

    id: str
    section: Literal["inclusion", "exclusion"]
    text: str
    says: str
    truth: Literal["true", "false", "unknown"]
    verdict: Literal["pass", "fail", "unknown"]
    why: str
    profile: dict[str, Any]
    reasons: tuple[str, ...] = ()
    standing: str | None = None
    alt: str = ""


FILES = sorted((TRIAL.parent / "verdicts").glob("*.toml"))
CASES = [
    case
    for file in FILES
    for case in msgspec.convert(tomllib.loads(file.read_text("utf-8"))["case"], list[VerdictCase])
]


def test_no_two_cases_share_an_id() -> None:
    assert len({case.id for case in CASES}) == len(CASES) > 0


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_a_verdict_is_right(case: VerdictCase) -> None:
    rules = compiled(page_of(**{case.section: case.text}))
    profile = msgspec.convert({"id": case.id, "as_of": AS_OF, **case.profile}, Profile)
    screening = screen_profile(rules, profile)
    identifier = "I1" if case.section == "inclusion" else "E1"
    row = next(row for row in screening.criteria if row.id == identifier)
    assert (row.truth, row.verdict) == (case.truth, case.verdict), f"{case.says} {case.why} {row.reasons}"
    if case.verdict == "unknown":
        assert {reason.kind for reason in row.reasons} & set(case.reasons), row.reasons
    if case.standing is not None:
        assert row.standing == case.standing


def test_the_last_on_record_is_shown_and_asked_about() -> None:
    case = next(case for case in CASES if case.id == "washout-02b")
    rules = compiled(page_of(inclusion=case.text))
    profile = msgspec.convert({"id": case.id, "as_of": AS_OF, **case.profile}, Profile)
    row = next(row for row in screen_profile(rules, profile).criteria if row.id == "I1")
    assert row.evidence and "later than on record" in row.reasons[0].settles
