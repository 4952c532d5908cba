"""Scales and statuses with named levels, and what a level says of a measured quantity.

What comes in is ``rules/scales``: the names of scales, their levels in order, and
which scale a grade, class or stage without a name is of.  What goes out is each scale.
A level may stand for an interval of a quantity: M2 for 5 to 25 % marrow blasts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Literal

import msgspec

from eligibility.core.errors import RuleFileError
from eligibility.core.interval import Interval
from eligibility.knowledge.tables import Row, read_table
from eligibility.knowledge.wording import even

NAME_COLUMNS = (
    "scale", "names", "of", "alone", "direct", "passing", "worse", "highest_by", "verified", "source",
)  # fmt: skip
LEVEL_COLUMNS = (
    "scale", "level", "rank", "within", "names", "quantity", "low", "high", "high_open", "verified", "source",
)  # fmt: skip
MEANT_COLUMNS = ("word", "concept", "scale", "source")
CONDITION, CANDIDATE = "condition", "candidate"

Comparator = Literal["<", "<=", "=", ">=", ">", "to"]


class Level(msgspec.Struct, frozen=True):
    """One level of a scale; ``rank`` orders the levels, ``values`` is what it says of ``quantity``.

    ``within``: the level that it is a part of: IIIA of III, which has the rank of its first part.
    """

    scale: str
    level: str
    rank: int
    names: tuple[str, ...]
    within: str = ""
    quantity: str = ""
    values: Interval | None = None
    source: str = ""

    @property
    def spellings(self) -> tuple[str, ...]:
        """The level's own name and its other names."""
        return (self.level, *self.names)


class Named(msgspec.Struct, frozen=True):
    """A scale: its names, and what it rates: the ``candidate``, or a ``condition`` that the candidate has.

    ``alone``: its levels are its own in any text (M2).  ``direct``: a level may follow its name (NYHA II).
    ``passing``: what it rates comes and goes, so that an entry without a status may be over.
    ``highest_by``: the concept that puts who has it at the highest level, if there is one.
    """

    id: str
    names: tuple[str, ...]
    of: str
    alone: bool
    direct: bool
    passing: bool
    highest_by: str
    source: str


class Scales:
    """The table of scales; rows marked unverified are left out."""

    def __init__(self, folder: Path) -> None:
        self.by_id: dict[str, Named] = {}
        self._levels: dict[str, dict[str, Level]] = {}
        self._by_spelling: dict[tuple[str, str], Level] = {}
        self._by_name: dict[str, Named] = {}
        self._alone: dict[str, Level] = {}
        self._meant: dict[str, tuple[tuple[str, str], ...]] = {}
        for row in _verified(folder / "names.csv", NAME_COLUMNS):
            self._add_name(row)
        for row in _verified(folder / "levels.csv", LEVEL_COLUMNS):
            self._add_level(row)
        for row in read_table(folder / "meant.csv", MEANT_COLUMNS):
            if row["scale"] not in self.by_id or not row["source"]:
                raise RuleFileError(f"{row.place}: '{row['scale']}' has a row in names.csv, and a source")
            self._meant[row["word"]] = (*self._meant.get(row["word"], ()), (row["concept"], row["scale"]))

    def _add_name(self, row: Row) -> None:
        named = Named(
            row["scale"], row.many("names"), row["of"], row.yes("alone"), row.yes("direct"),
            row.yes("passing"), row["highest_by"], row["source"],
        )  # fmt: skip
        if named.of not in {CONDITION, CANDIDATE} or not named.source or named.id in self.by_id:
            raise RuleFileError(f"{row.place}: a scale stands once, of condition or candidate, with a source")
        self.by_id[named.id] = named
        for name in (named.id, named.id.replace("_", " "), *named.names):
            if self._by_name.setdefault(even(name), named) is not named:
                raise RuleFileError(f"{row.place}: '{name}' names two scales")

    def _add_level(self, row: Row) -> None:
        scale, rank = row["scale"], row.number("rank")
        if rank is None or not row["source"] or scale not in self.by_id:
            raise RuleFileError(f"{row.place}: a level has a scale, a rank and a source")
        bounds = Interval(row.number("low"), row.number("high"), high_open=row.yes("high_open"))
        level = Level(
            scale, row["level"], int(rank), row.many("names"), row["within"], row["quantity"],
            bounds if row["quantity"] else None, row["source"],
        )  # fmt: skip
        levels = self._levels.setdefault(scale, {})
        if level.within and level.within not in levels:
            raise RuleFileError(f"{row.place}: '{level.within}' stands before its parts")
        levels[level.level] = level
        for name in level.spellings:
            if self._by_spelling.setdefault((scale, even(name)), level) is not level:
                raise RuleFileError(f"{row.place}: '{name}' names two levels")
            if self.by_id[scale].alone:
                self._alone[even(name)] = level

    def alone(self, text: str) -> Level | None:
        """The level written as ``text``, of a scale whose levels need no name of it."""
        return self._alone.get(even(text))

    def named(self, text: str) -> Named | None:
        """The scale that a text names."""
        return self._by_name.get(even(text))

    def level(self, scale: str, text: str) -> Level | None:
        """The level of a scale that is written as ``text``."""
        return self._by_spelling.get((scale, even(text)))

    def level_of(self, quantity: str, text: str) -> Level | None:
        """The level written as ``text`` that stands for a range of a quantity: B, of the Child-Pugh score."""
        scales = dict.fromkeys(one.scale for one in self._by_spelling.values() if one.quantity == quantity)
        found = [level for scale in scales if (level := self.level(scale, text)) is not None]
        return found[0] if len(found) == 1 else None

    def levels(self, scale: str) -> tuple[Level, ...]:
        """The levels of a scale, lowest rank first."""
        return tuple(sorted(self._levels.get(scale, {}).values(), key=lambda level: level.rank))

    def read(self, text: str) -> tuple[str | None, str]:
        """The scale that a level on record is said to be of, ``None`` if it is not said; and the level.

        Of other words before it only the bare grade, class or stage is known; else all of it is the level.
        """
        *words, level = even(text).split() or [""]
        while words and words[-1] in self._meant:
            words = words[:-1]
        named = self._by_name.get(" ".join(words)) if words else None
        if named is None:
            return None, even(text) if words else level
        return named.id, level

    def usual(self, word: str, classes: Mapping[str, int]) -> str | None:
        """The scale that a grade, class or stage without a name is of, said of something of these classes.

        ``classes``: what it is a kind of, and how narrow each is; the narrowest tells.  Nothing known is of
        no class.
        """
        meant = self._meant.get(word, ())
        fitting = [(classes[of], scale) for of, scale in meant if of in classes]
        if fitting:
            return max(fitting)[1]
        return next((scale for of, scale in meant if not of), None)

    def wanted(self, comparator: Comparator, levels: tuple[Level, ...]) -> tuple[str, ...]:
        """The levels that a comparison lets in, those of which all parts are let in among them.

        Parts go with the whole: stage III is also IIIA, and "above stage II" begins above its last part.
        """
        every = self.levels(levels[0].scale)
        first, last = (self._edges(level) for level in (levels[0], levels[-1]))
        match comparator:
            case "=":
                kept = {part.level for level in levels for part in self.parts(level)}
            case "to":
                below = (level for level in every if self._edges(level)[1] <= last[1])
                kept = {level.level for level in below if first[0] <= level.rank}
            case ">=" | ">":
                low = first[0] if comparator == ">=" else first[1] + 1
                kept = {level.level for level in every if level.rank >= low}
            case "<=" | "<":
                high = first[1] if comparator == "<=" else first[0] - 1
                kept = {level.level for level in every if self._edges(level)[1] <= high}
        return tuple(level.level for level in every if level.level in kept)

    def parts(self, level: Level) -> tuple[Level, ...]:
        """A level and every level inside it."""
        below = (one for one in self._levels[level.scale].values() if one.within == level.level)
        return (level, *(part for one in below for part in self.parts(one)))

    def _edges(self, level: Level) -> tuple[int, int]:
        """The ranks of the first and the last part of a level."""
        ranks = [part.rank for part in self.parts(level)]
        return min(ranks), max(ranks)

    @property
    def alone_written(self) -> tuple[str, ...]:
        """Every name of every level that needs no name of its scale, as the table spells it."""
        named = (level for levels in self._levels.values() for level in levels.values())
        return tuple(name for level in named if self.by_id[level.scale].alone for name in level.spellings)


def _verified(path: Path, columns: tuple[str, ...]) -> Iterator[Row]:
    return (row for row in read_table(path, columns) if row.yes("verified"))
