"""Cases on how one measured quantity is compared, with the rule given as data.

The format of the case files is described in ``cases/README.md``.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any, Literal

import msgspec

from eligibility.bind.nodes import Compare
from eligibility.core.reasons import ReasonKind
from eligibility.evaluate.context import context
from eligibility.evaluate.evaluate import evaluate
from eligibility.knowledge.load import knowledge
from eligibility.patient.ground import ground
from eligibility.patient.profile import Profile
from eligibility.patient.ranges import Ranges, read_ranges

COMPARISONS = Path(__file__).resolve().parent.parent / "cases" / "quantities" / "comparisons"


class Comparison(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A limit on a quantity, a candidate, and what a careful reader makes of them.

    ``rule`` has the fields of ``Compare``; ``ranges`` is the site's file of reference ranges.
    ``reasons``: kinds of which an unknown carries one.
    """

    id: str
    as_of: str
    says: str
    rule: dict[str, Any]
    truth: Literal["true", "false", "unknown"]
    why: str
    profile: dict[str, Any]
    ranges: str = ""
    reasons: tuple[ReasonKind, ...] = ()
    alt: str = ""

    def __post_init__(self) -> None:
        if bool(self.reasons) != (self.truth == "unknown"):
            raise ValueError(f"{self.id}: an unknown needs its reasons, and nothing else has them")

    def compared(self) -> Compare:
        """The rule as the engine reads it; a limit whose unit is not given has none.

        Raises: msgspec.ValidationError when it has a field that ``Compare`` lacks.
        """
        unknown = self.rule.keys() - set(Compare.__struct_fields__)
        if unknown:
            raise msgspec.ValidationError(f"{self.id}: no field of Compare: {', '.join(sorted(unknown))}")
        return msgspec.convert({"node": "Compare", "unit": None, **self.rule}, Compare)

    def candidate(self) -> Profile:
        """The profile as the engine reads it, under the name of the case.

        Raises: msgspec.ValidationError when it is not in the format.
        """
        return msgspec.convert({"id": self.id, "as_of": self.as_of, **self.profile}, Profile)

    def site(self) -> Ranges | None:
        """The site's reference ranges, where the case has some."""
        if not self.ranges:
            return None
        return read_ranges(self.ranges.encode(), f"{self.id}.csv", knowledge())


class Outcome(msgspec.Struct, frozen=True):
    """What the engine says of a case: the truth in a word, and the kinds of its reasons."""

    truth: str
    reasons: tuple[str, ...]


def load_comparisons() -> tuple[Comparison, ...]:
    """Every case, in the order of the files.

    Raises: ValueError when a case is not in the format.
    """
    cases: list[Comparison] = []
    for path in sorted(COMPARISONS.glob("*.toml")):
        content = tomllib.loads(path.read_text("utf-8"))
        shared = {key: value for key, value in content.items() if key != "case"}
        for entry in content["case"]:
            try:
                cases.append(msgspec.convert({**shared, **entry}, Comparison))
            except msgspec.ValidationError as error:
                raise ValueError(f"{path.name}: {entry.get('id', '?')}: {error}") from error
    return tuple(cases)


def compare_case(case: Comparison) -> Outcome:
    """What the engine says of the limit about the candidate."""
    known = knowledge()
    record = ground(case.candidate(), None, known, case.site())
    trace = evaluate(case.compared(), "inclusion", record, context(known, record.as_of), row=case.id)
    return Outcome(trace.truth.word, tuple(dict.fromkeys(reason.kind for reason in trace.reasons)))
