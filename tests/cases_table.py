"""The cases of a trial and their table: what is expected, what the engine says.

``python -m tests.cases_table`` prints the table and ends with 1 if any verdict is wrong.
The format of the case files is described in ``cases/README.md``.
"""

from __future__ import annotations

import sys
import tomllib
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Literal

import msgspec

from eligibility.bind.rules import RuleSet
from eligibility.core.reasons import ReasonKind
from eligibility.patient.profile import Profile
from eligibility.screen import compile_page, screen_profile
from tests import comparison_cases, constraint_cases, conversion_cases, ucum_table, verdict_cases

TRIAL = Path(__file__).resolve().parent.parent / "cases" / "NCT05748171"
GROUPS = {
    "criteria": "criteria/*.toml",
    "boundaries": "boundaries*.toml",
    "laws": "laws.toml",
}

Known = Literal["true", "false", "unknown"]
Verdict = Literal["pass", "fail", "unknown"]
Grade = Literal["right", "unknown instead of decided", "wrong"]


class Case(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One row of the trial, a candidate, and what a careful reader makes of them.

    ``facts`` is the source of the profile, ``silent`` what it expressly leaves out, ``renders`` the
    words that the profile had to write otherwise.  ``reasons``: kinds of which an unknown carries one.
    ``reading``: the notation or formula without which the case may stay unknown.
    """

    id: str
    row: str
    as_of: str
    says: str
    truth: Known
    verdict: Verdict
    why: str
    profile: dict[str, Any]
    facts: dict[str, Any] | None = None
    silent: tuple[str, ...] = ()
    renders: dict[str, str] = {}
    reasons: tuple[ReasonKind, ...] = ()
    reading: str = ""
    applicable: Literal["yes", "no", "unknown"] | None = None
    standing: Literal["lasting", "curable"] | None = None
    alt: str = ""
    note: str = ""

    def __post_init__(self) -> None:
        if not self.reasons and (self.reading or self.verdict == "unknown"):
            raise ValueError(f"{self.id}: an unknown needs its reasons")

    def candidate(self) -> Profile:
        """The profile as the engine reads it, under the name of the case.

        Raises: msgspec.ValidationError when it is not in the format.
        """
        return msgspec.convert({"id": self.id, "as_of": self.as_of, **self.profile}, Profile)


class Outcome(msgspec.Struct, frozen=True):
    """What the engine says of a case, and how that compares."""

    case: Case
    truth: str
    verdict: str
    reasons: tuple[str, ...]
    applicable: str
    standing: str | None

    @property
    def grade(self) -> Grade:
        """Right, a cost (unknown where a reader decides), or wrong (decided otherwise)."""
        if (self.truth, self.verdict) == (self.case.truth, self.case.verdict):
            return "right"
        return "unknown instead of decided" if self.verdict == "unknown" else "wrong"


def load_cases(group: str) -> tuple[Case, ...]:
    """The cases of one group, in the order of the files.

    Raises: msgspec.ValidationError, ValueError when a case is not in the format.
    """
    cases: list[Case] = []
    for path in sorted(TRIAL.glob(GROUPS[group])):
        content = tomllib.loads(path.read_text("utf-8"))
        shared = {key: value for key, value in content.items() if key != "case"}
        for entry in content["case"]:
            try:
                cases.append(msgspec.convert({**shared, **entry}, Case))
            except msgspec.ValidationError as error:
                raise ValueError(f"{path.name}: {entry.get('id', '?')}: {error}") from error
    return tuple(cases)


def compile_trial() -> RuleSet:
    """The rules of the trial's page."""
    page = TRIAL / "page.txt"
    return compile_page(page.read_bytes(), str(page))


def screen_case(rules: RuleSet, case: Case) -> Outcome:
    """What the engine says of the row that the case is about."""
    screening = screen_profile(rules, case.candidate())
    row = next(row for row in screening.criteria if row.id == case.row)
    kinds = tuple(dict.fromkeys(reason.kind for reason in row.reasons))
    return Outcome(case, row.truth, row.verdict, kinds, row.applicable, row.standing)


def table(outcomes: Iterable[Outcome]) -> Iterable[str]:
    """The outcomes as lines of text."""
    yield f"{'case':<40}{'expected':<10}{'got':<10}{'grade':<28}reasons"
    for outcome in outcomes:
        case = outcome.case
        reading = f"  (needs: {case.reading})" if case.reading and outcome.grade != "right" else ""
        reasons = ", ".join(outcome.reasons) + reading
        line = f"{case.id:<40}{case.verdict:<10}{outcome.verdict:<10}{outcome.grade:<28}{reasons}"
        yield line.rstrip()


def totals(name: str, outcomes: Sequence[Outcome]) -> str:
    """How many are right, unknown instead of decided, and wrong."""
    count = Counter(outcome.grade for outcome in outcomes)
    return (
        f"{name}: {len(outcomes)} cases, right {count['right']}, "
        f"unknown instead of decided {count['unknown instead of decided']}, wrong {count['wrong']}"
    )


def of_quantities() -> tuple[list[str], bool]:
    """The totals of ``cases/quantities`` and of the official tests of UCUM; whether any case is wrong."""
    outcomes = [(case, comparison_cases.compare_case(case)) for case in comparison_cases.load_comparisons()]
    right = sum(case.truth == outcome.truth for case, outcome in outcomes)
    unknown = sum(case.truth != outcome.truth == "unknown" for case, outcome in outcomes)
    wrong = len(outcomes) - right - unknown
    graded = [conversion_cases.grade(case) for case in conversion_cases.published()]
    refused = [conversion_cases.grade_refusal(case) for case in conversion_cases.refusals()]
    lines = [
        f"comparisons: {len(outcomes)} cases, right {right}, "
        f"unknown instead of decided {unknown}, wrong {wrong}",
        conversion_cases.totals("published conversions", graded),
        conversion_cases.totals("refused units", refused),
        *ucum_table.totals(),
    ]
    return lines, wrong > 0 or not all(case.right for case in (*graded, *refused))


def main() -> int:
    """Print the table of every group, then the totals; 1 if any verdict is wrong."""
    rules = compile_trial()
    lines: list[str] = []
    wrong = False
    for group in GROUPS:
        outcomes = [screen_case(rules, case) for case in load_cases(group)]
        print("\n".join(table(outcomes)), end="\n\n")
        lines.append(totals(group, outcomes))
        wrong = wrong or any(outcome.grade == "wrong" for outcome in outcomes)
    quantities, mistaken = of_quantities()
    golden = [(case, verdict_cases.screen_verdict(case)) for case in verdict_cases.load_verdicts("golden")]
    print("\n".join((*lines, *quantities, constraint_cases.totals(), verdict_cases.totals(golden))))
    return 1 if wrong or mistaken else 0


if __name__ == "__main__":
    sys.exit(main())
