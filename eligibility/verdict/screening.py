"""What a screening says: a verdict for every row, the overall verdict, the open questions.

These are values; ``judge.py`` makes them, the faces print them.
"""

from __future__ import annotations

import datetime as dt
from typing import Literal

import msgspec

from eligibility.bind.rules import Row
from eligibility.core.reasons import Reason
from eligibility.evaluate.trace import Evidence, Trace

Known = Literal["true", "false", "unknown"]
Verdict = Literal["pass", "fail", "unknown"]
Overall = Literal["eligible", "ineligible", "undetermined"]
Standing = Literal["lasting", "curable"]
Applicable = Literal["yes", "no", "unknown"]


class Judged(msgspec.Struct, frozen=True):
    """The verdict on one row.

    ``truth`` is about the criterion's text, ``verdict`` about eligibility.  ``provisional``: an anchor
    ahead was taken as today; ``holds_until`` is the last day on which a pass holds without any new fact,
    ``could_hold_from`` the first on which a fail of today no longer fails.  ``trace`` is ``None`` for a row
    whose verdict is that of its children.
    """

    row: Row
    truth: Known
    verdict: Verdict
    applicable: Applicable
    standing: Standing | None = None
    provisional: bool = False
    holds_until: dt.date | None = None
    could_hold_from: dt.date | None = None
    reasons: tuple[Reason, ...] = ()
    flags: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    trace: Trace | None = None

    @property
    def id(self) -> str:
        """The id of the row."""
        return self.row.id

    @property
    def counts(self) -> bool:
        """Whether the row takes part in the overall verdict: each leaf once, no compared registry field."""
        return self.row.rule is not None and self.row.applicable == "yes"


class Question(msgspec.Struct, frozen=True):
    """Something that is not known and would settle the rows named in ``settles``."""

    id: str
    asks: str
    concept: str
    unit: str
    settles: tuple[str, ...]


class Provenance(msgspec.Struct, frozen=True):
    """What the verdicts rest on: text, rules, engine, conventions, the site's reference ranges if given."""

    text_hash: str
    rules_hash: str
    engine: str
    conventions: dict[str, str]
    page_last_updated: str | None
    ranges_hash: str | None = None


class DeclaredList(msgspec.Struct, frozen=True, rename={"from_": "from"}):
    """A list of the record that its owner declares complete between two days, both included."""

    list: str
    from_: dt.date
    to: dt.date
    declared_by: str


class Screening(msgspec.Struct, frozen=True):
    """One candidate against one trial on one day.

    ``set_aside``: facts dated after that day, with where they stand; they decided nothing.
    ``remarks``: what a reader of the page should know: a heading that is missing, a field that differs.
    ``declared``: the lists declared complete, which may deny what they do not hold.
    """

    candidate: str
    trial: str
    title: str
    as_of: dt.date
    verdict: Overall
    standing: Standing | None
    criteria: tuple[Judged, ...]
    open_questions: tuple[Question, ...]
    provenance: Provenance
    set_aside: tuple[tuple[str, str], ...] = ()
    remarks: tuple[str, ...] = ()
    declared: tuple[DeclaredList, ...] = ()

    def criterion(self, identifier: str) -> Judged | None:
        """The verdict on the row of that id."""
        return next((judged for judged in self.criteria if judged.id == identifier), None)
