"""The parts of a clause that hold no other clause: names, limits, times, methods.

Frozen, and equal if they say the same: spans do not count.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from eligibility.core.interval import Interval, levels_of, refuse_empty
from eligibility.core.span import NOWHERE, Span

HISTORY = "history"
"""The status that stands over the others: history of prior or ongoing ..."""

Length = Literal["hour", "day", "week", "month", "year"]
"""A unit of time."""

MARKS = frozenset("\u27e6\u27e7\u27e8\u27e9\u27ea\u27eb")
"""What canonical text sets around words that were not read, around those between parts, and around names."""


DENYING = frozenset({"negative", "absent"})
"""Results that say there is none."""


class Node(msgspec.Struct, frozen=True, tag_field="node", tag=True, kw_only=True, gc=False):
    """Any node; ``span`` is where its words stand and takes no part in equality."""

    span: Span = NOWHERE


class Phrase(Node, frozen=True):
    """A run of words between words of structure: ``Gilbert's syndrome``."""

    words: str

    def __post_init__(self) -> None:
        if not self.words or self.words != self.words.strip():
            raise ValueError(f"a phrase has words and no outer spaces: '{self.words}'")


NORMAL = Interval(1.0, 1.0)
"""One times a limit of normal."""


class Comparison(Node, frozen=True):
    """Bounds with their unit, or multiples of a limit of normal: ``<= 5 x ULN``.

    ``reference`` normal: between both limits of normal, at the bounds of one times each.
    ``listed``: the words name whole numbers that follow one another, ``0, 1 or 2``, and no other is meant.
    """

    bounds: Interval
    unit: str | None = None
    reference: Literal["absolute", "uln", "lln", "normal"] = "absolute"
    listed: bool = False

    def __post_init__(self) -> None:
        refuse_empty(self.bounds)
        if self.listed and (self.unit, self.reference) != (None, "absolute"):
            raise ValueError("numbers named one by one have no unit")
        if self.listed and not levels_of(self.bounds):
            raise ValueError(f"not whole numbers that follow one another: {self.bounds}")
        if self.reference == "normal" and self.bounds != NORMAL:
            raise ValueError("what is normal lies between one times each limit")
        if self.reference != "absolute" and self.unit is not None:
            raise ValueError("a multiple of a limit of normal has no unit")


class LevelIs(Node, frozen=True):
    """Levels of a scale: ``>= M2 status``, ``NYHA class III or IV``, ``stage I to III`` (``to``).

    ``scale``: its name, or the bare word (grade); empty where the level alone tells.
    """

    comparator: Literal["<", "<=", "=", ">=", ">", "to"]
    levels: tuple[str, ...]
    scale: str = ""

    def __post_init__(self) -> None:
        most = {"=": None, "to": 2}.get(self.comparator, 1)
        if not self.levels or (most is not None and len(self.levels) != most):
            raise ValueError(f"so many levels do not go with '{self.comparator}': {self.levels}")


class Moment(Node, frozen=True):
    """What a time is counted from: the start, end or onset (``edge``) of what it names, or just that."""

    phrase: Phrase
    edge: Literal["start", "end", "onset"] | None = None


class HalfLives(msgspec.Struct, frozen=True):
    """So many half-lives of what is given, beside another length: the longer or shorter of the two holds.

    ``which`` either: it is not said which; alone: there is no other length.
    """

    count: float
    which: Literal["longer", "shorter", "either", "alone"]


class Time(Node, frozen=True):
    """When: ``within 6 months of completion of primary therapy``, ``during asparaginase``.

    Units: ``low``, ``high`` in ``unit``; both absent for a time without a length, or of half-lives alone.
    ``relation`` of: the words say "of", not before or after.  No ``moment``: within the last 6 months.
    """

    relation: Literal["before", "after", "during", "at", "of"]
    moment: Moment | None
    bounds: Interval | None = None
    unit: Length | None = None
    half_lives: HalfLives | None = None

    def __post_init__(self) -> None:
        if (self.bounds is None) != (self.unit is None):
            raise ValueError("a time has a length with its unit, or neither")
        if self.half_lives is not None:
            alone = self.half_lives.which == "alone"
            if alone != (self.bounds is None) or self.relation in {"during", "at"}:
                raise ValueError("half-lives stand beside another length, or alone, and count from a moment")
            if self.bounds is None:
                return
        if self.bounds is None:
            if self.relation == "of" or self.moment is None:
                raise ValueError("'of' alone is no time")
            return
        refuse_empty(self.bounds)
        if self.relation in {"during", "at"} or self.bounds.low is None:
            raise ValueError("a length counts from 0 or more, before, after or of a moment")
        if self.moment is None and (self.bounds.low or self.bounds.low_open or self.bounds.high is None):
            raise ValueError("a time that counts from no named moment is within a length")


class Manner(Node, frozen=True):
    """By what method or standard: ``by MUGA``, ``per institutional guidelines``."""

    kind: str
    words: str
