"""What an evaluation is asked under: knowledge, conventions, the day, and the part of the rule at hand."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Literal

import msgspec

from eligibility.bind.nodes import Bound
from eligibility.evaluate.index import Index
from eligibility.knowledge.conventions import Conventions
from eligibility.knowledge.load import Knowledge
from eligibility.patient.record import Record

CriterionKind = Literal["inclusion", "exclusion", "registry"]

Polarity = Literal["requires", "excludes", "describes"]
"""Whether the node's truth lets the candidate in, keeps the candidate out, or only tells which case it is."""


@dataclass(slots=True, eq=False)
class Context:
    """What holds for every criterion of one screening.

    ``as_of``: the day of the facts; staleness is judged on it.  ``at``: the day on which ages,
    moving windows and anchors ahead are judged; ``as_of`` unless a later day is asked about.
    """

    knowledge: Knowledge
    conventions: Conventions
    as_of: dt.date
    at: dt.date
    _indexed: tuple[Record, Index] | None = field(default=None, repr=False)

    def index(self, record: Record) -> Index:
        """The record's facts by concept and quantity, built on the first call for a record."""
        held = self._indexed
        if held is None or held[0] is not record:
            held = (record, Index(record, self.knowledge, self.as_of))
            self._indexed = held
        return held[1]

    def on(self, day: dt.date) -> Context:
        """The same screening judged on another day; the facts and their staleness stay."""
        return Context(self.knowledge, self.conventions, self.as_of, day, self._indexed)


def context(
    knowledge: Knowledge, as_of: dt.date, conventions: Conventions | None = None, at: dt.date | None = None
) -> Context:
    """The context of a screening; without more, the default conventions and ``as_of`` itself."""
    return Context(knowledge, conventions or knowledge.conventions, as_of, at or as_of)


class Scope(msgspec.Struct, frozen=True):
    """What a node is evaluated in.

    ``row``, ``whole``: the id of the criterion and its rule, for answers.  ``history``: inside the definition
    of something that may have been at any time; values do not age there.
    """

    record: Record
    index: Index
    context: Context
    polarity: Polarity
    row: str = ""
    whole: Bound | None = None
    history: bool = False

    @property
    def knowledge(self) -> Knowledge:
        """The tables of rules."""
        return self.context.knowledge

    def turned(self, polarity: Polarity, history: bool | None = None) -> Scope:
        """The same for a node of another polarity."""
        kept = self.history if history is None else history
        if polarity == self.polarity and kept == self.history:
            return self
        return Scope(self.record, self.index, self.context, polarity, self.row, self.whole, kept)
