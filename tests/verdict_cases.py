"""Cases of one criterion and one candidate: the verdict of a careful reader, and the engine's.

The format of the case files is described in ``cases/README.md``.  ``python -m tests.verdict_cases``
prints every case that the engine does not meet, and ends with 1 if one is decided wrongly that does
not say so of itself.
"""

from __future__ import annotations

import sys
import tomllib
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal

import msgspec

from eligibility.core.reasons import ReasonKind
from eligibility.patient.profile import Profile
from eligibility.screen import screen_profile
from eligibility.verdict.screening import Judged
from tests.bind.pages import compiled, page_of

CASES = Path(__file__).resolve().parent.parent / "cases"
AS_OF = "2026-03-01"
"""The day of the screening of every candidate."""

Folder = Literal["verdicts", "golden"]
Grade = Literal["right", "unknown instead of decided", "wrong"]


class VerdictCase(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A criterion, a candidate, and what a careful reader makes of them.

    ``reasons``: kinds of which an unknown carries at least one.  ``open``: decided by a reader, and may
    for now be unknown.  ``wrong``: what is decided instead, for now.
    """

    id: str
    section: Literal["inclusion", "exclusion"]
    text: str
    says: str
    truth: Literal["true", "false", "unknown"]
    verdict: Literal["pass", "fail", "unknown"]
    why: str
    profile: dict[str, Any]
    trial: str = ""
    reasons: tuple[ReasonKind, ...] = ()
    standing: str | None = None
    alt: str = ""
    open: bool = False
    wrong: Literal["", "pass", "fail"] = ""

    def __post_init__(self) -> None:
        if bool(self.reasons) != (self.verdict == "unknown"):
            raise ValueError(f"{self.id}: an unknown needs its reasons, and nothing else has any")
        if self.open and (self.verdict == "unknown" or self.wrong):
            raise ValueError(f"{self.id}: only a verdict that is decided, and not wrongly, can be open")
        if self.wrong == self.verdict:
            raise ValueError(f"{self.id}: what is wrong differs from what is right")


def load_verdicts(folder: Folder) -> tuple[VerdictCase, ...]:
    """The cases of one folder, in the order of the files.

    Raises: ValueError when a case is not in the format.
    """
    cases: list[VerdictCase] = []
    for path in sorted((CASES / folder).glob("*.toml")):
        for entry in tomllib.loads(path.read_text("utf-8"))["case"]:
            try:
                cases.append(msgspec.convert(entry, VerdictCase))
            except msgspec.ValidationError as error:
                raise ValueError(f"{path.name}: {entry.get('id', '?')}: {error}") from error
    return tuple(cases)


def screen_verdict(case: VerdictCase) -> Judged:
    """What the engine says of the criterion, which stands alone in its section."""
    rules = compiled(page_of(**{case.section: case.text}))
    profile = msgspec.convert({"id": case.id, "as_of": AS_OF, **case.profile}, Profile)
    identifier = "I1" if case.section == "inclusion" else "E1"
    return next(row for row in screen_profile(rules, profile).criteria if row.id == identifier)


def grade(case: VerdictCase, row: Judged) -> Grade:
    """Right, a cost (unknown where a reader decides), or wrong (decided otherwise)."""
    if (row.truth, row.verdict) == (case.truth, case.verdict):
        return "right"
    return "unknown instead of decided" if row.verdict == "unknown" else "wrong"


def totals(outcomes: Sequence[tuple[VerdictCase, Judged]]) -> str:
    """How many golden cases are right, unknown instead of decided, and wrong."""
    count = Counter(grade(case, row) for case, row in outcomes)
    trials = len({case.trial for case, _ in outcomes})
    return (
        f"golden: {len(outcomes)} cases of {trials} trials, right {count['right']}, "
        f"unknown instead of decided {count['unknown instead of decided']}, wrong {count['wrong']}"
    )


def main() -> int:
    """Print the golden cases that are not met, and the totals; 1 if one is wrong and does not say so."""
    outcomes = [(case, screen_verdict(case)) for case in load_verdicts("golden")]
    for case, row in outcomes:
        found = grade(case, row)
        if found != "right":
            kinds = ", ".join(dict.fromkeys(reason.kind for reason in row.reasons)) or "nothing missing"
            print(f"{case.id}: {found}: {case.verdict} expected, {row.verdict} found ({kinds})")
    print(totals(outcomes))
    return int(any(grade(case, row) == "wrong" and not case.wrong for case, row in outcomes))


if __name__ == "__main__":
    sys.exit(main())
