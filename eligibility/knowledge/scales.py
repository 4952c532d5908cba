"""Scales and statuses with named levels, and what a level says of a measured quantity.

What comes in is ``rules/scales``; what goes out is each scale with its levels
in order.  A level may stand for an interval of a quantity: M2 for 5 to 25 % marrow blasts.
"""

from __future__ import annotations

from pathlib import Path

import msgspec

from eligibility.core.errors import RuleFileError
from eligibility.core.interval import Interval
from eligibility.knowledge.tables import read_rows
from eligibility.knowledge.wording import even

COLUMNS = ("scale", "level", "rank", "names", "quantity", "low", "high", "high_open", "verified", "source")


class Level(msgspec.Struct, frozen=True):
    """One level of a scale; ``rank`` orders the levels, ``values`` is what it says of ``quantity``."""

    scale: str
    level: str
    rank: int
    names: tuple[str, ...]
    quantity: str = ""
    values: Interval | None = None
    source: str = ""

    @property
    def spellings(self) -> tuple[str, ...]:
        """The level's own name and its other names."""
        return (self.level, *self.names)


class Scales:
    """The table of scales; rows marked unverified are left out."""

    def __init__(self, folder: Path) -> None:
        self._levels: dict[str, list[Level]] = {}
        self._by_name: dict[str, Level] = {}
        for row in read_rows(folder, COLUMNS):
            if not row.yes("verified"):
                continue
            low, high, rank = row.number("low"), row.number("high"), row.number("rank")
            if rank is None or not row["source"]:
                raise RuleFileError(f"{row.place}: a level has a rank and a source")
            values = Interval(low, high, high_open=row.yes("high_open")) if row["quantity"] else None
            level = Level(
                row["scale"],
                row["level"],
                int(rank),
                row.many("names"),
                row["quantity"],
                values,
                row["source"],
            )
            self._levels.setdefault(level.scale, []).append(level)
            for name in level.spellings:
                if self._by_name.setdefault(even(name), level) is not level:
                    raise RuleFileError(f"{row.place}: '{name}' names two levels")

    def named(self, text: str) -> Level | None:
        """The level written as ``text``."""
        return self._by_name.get(even(text))

    def levels(self, scale: str) -> tuple[Level, ...]:
        """The levels of a scale, lowest rank first."""
        return tuple(sorted(self._levels.get(scale, ()), key=lambda level: level.rank))

    @property
    def written(self) -> tuple[str, ...]:
        """Every name of every level, as the table spells it."""
        return tuple(name for levels in self._levels.values() for level in levels for name in level.spellings)
