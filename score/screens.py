"""Whether a trial can be screened: a candidate of whom nothing is known, and one of whom much is.

What comes in is a compiled rule set; what goes out are the promises that it breaks,
each with the row and what shows it.  Nothing is known of the empty candidate, so
that no row may turn it away; the rich one has facts of every kind, made up.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import msgspec

from eligibility.bind.rules import Row, RuleSet
from eligibility.patient.profile import Profile
from eligibility.patient.read import read_profile
from eligibility.screen import screen_profile

SCREENED = "screens an empty candidate and a rich one"
SPARED = "an empty candidate fails no criterion"
RICH = Path(__file__).resolve().parent / "rich.json"
EMPTY = Profile(id="empty", as_of="2026-03-01")


@cache
def rich() -> Profile:
    """A candidate of whom much is known."""
    return read_profile(RICH.read_bytes(), str(RICH))


def unscreened(rules: RuleSet) -> Iterator[tuple[str, str, str]]:
    """The promise that is broken, the words of the row that breaks it, and how."""
    for profile in (EMPTY, rich()):
        try:
            screening = screen_profile(rules, profile)
        except Exception as error:  # an error is what is looked for, whatever it is
            words = _place(_culprit(rules, profile))
            yield SCREENED, words, f"{profile.id}: {type(error).__name__}: {error}"
            continue
        if profile is EMPTY:
            for judged in screening.criteria:
                if judged.verdict == "fail":
                    yield SPARED, _place(judged.row), f"the text is {judged.truth} of it"


def _place(row: Row | None) -> str:
    return "no row alone" if row is None else f"{row.id}: {row.text}"


def _culprit(rules: RuleSet, profile: Profile) -> Row | None:
    """The first row that cannot be screened even on its own."""
    for row in rules.rows:
        try:
            screen_profile(msgspec.structs.replace(rules, rows=(row,)), profile)
        except Exception:  # whatever it is, it is told by the caller
            return row
    return None
