"""Units of measurement: how they are written, what kind of thing they measure, their size.

What comes in is a unit as written; what goes out is a unit of the table of the
kind that is asked for, or nothing.  A unit stands in the table once for each
kind it measures: ``kPa`` is a pressure and a stiffness, ``1`` a ratio, a share
or a score.  Nothing here converts; see ``conversion``.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import msgspec

from eligibility.core.errors import RuleFileError
from eligibility.knowledge.spelling import Spelling
from eligibility.knowledge.tables import Row, read_table

KIND_COLUMNS = ("kind", "says", "base", "pure", "atoms", "source")
UNIT_COLUMNS = ("unit", "kind", "factor", "offset", "source")
READING_COLUMNS = ("kind", "written", "read", "place", "source")

PREFIXES = frozenset({"", "k", "d", "c", "m", "u", "n", "p", "f"})


class Unit(msgspec.Struct, frozen=True):
    """A unit and its size: a value in it, times ``factor`` plus ``offset``, is in the base of its kind."""

    code: str
    kind: str
    factor: float
    offset: float = 0.0


class Kind(msgspec.Struct, frozen=True):
    """A kind of quantity: ``says`` what it is in words, ``base`` its unit.

    ``pure``: a plain number, which may be recorded without a unit.  ``atoms``: the UCUM unit atoms of which
    a unit outside the table may be made; none where no such unit is read.
    """

    name: str
    says: str
    base: str
    pure: bool = False
    atoms: frozenset[str] = frozenset()


class Units:
    """The table of units and their spellings."""

    def __init__(self, folder: Path) -> None:
        self.kinds = {row["kind"]: _kind(row) for row in read_table(folder / "kinds.csv", KIND_COLUMNS)}
        self.by_code: dict[str, tuple[Unit, ...]] = {}
        for row in read_table(folder / "units.csv", UNIT_COLUMNS):
            self._add(row)
        self._spelling = Spelling(folder, frozenset(self.by_code))
        self._readings: dict[str, list[Row]] = {}
        for row in read_table(folder / "readings.csv", READING_COLUMNS):
            self._readings.setdefault(row["kind"], []).append(row)
        self._read: dict[tuple[str, tuple[str, ...]], Unit | None] = {}

    def _add(self, row: Row) -> None:
        factor, same = row.number("factor"), self.by_code.get(row["unit"], ())
        if not factor or row["kind"] not in self.kinds or any(unit.kind == row["kind"] for unit in same):
            raise RuleFileError(f"{row.place}: a unit stands once in a kind of kinds.csv, with its factor")
        unit = Unit(row["unit"], row["kind"], factor, row.number("offset") or 0.0)
        self.by_code[row["unit"]] = (*same, unit)

    def code(self, text: str) -> str | None:
        """Our spelling of a unit as written, of whatever kind; ``None`` when the table does not know it."""
        return self._spelling.code(text)

    def known(self, text: str) -> Unit | None:
        """The unit written as ``text``, in the first kind that has it; ``None`` when none has."""
        found = self.by_code.get(self.code(text) or "")
        return found[0] if found else None

    def of_kind(self, text: str, kinds: tuple[str, ...]) -> Unit | None:
        """The unit written as ``text`` in the first of ``kinds`` that has it: IU/L is U/L of an enzyme."""
        asked = text, kinds
        if asked not in self._read:
            self._read[asked] = self._in_kinds(self._spelling.read(text), kinds)
        return self._read[asked]

    def _in_kinds(self, code: str | None, kinds: tuple[str, ...]) -> Unit | None:
        if code is None:
            return None
        for kind in kinds:
            for spelled in (code, *self._read_as(code, kind)):
                for unit in self.by_code.get(spelled, ()):
                    if unit.kind == kind:
                        return unit
        return None

    def _read_as(self, code: str, kind: str) -> Iterable[str]:
        """What a code stands for in a kind that reads some atom otherwise."""
        top, sign, below = code.partition("/")
        for row in self._readings.get(kind, ()):
            if row["place"] == "whole" and code == row["written"]:
                yield row["read"]
            part = below if row["place"] == "below" else top
            prefix = part.removesuffix(row["written"])
            if prefix == part or prefix not in PREFIXES:
                continue
            read = prefix + row["read"]
            yield f"{top}{sign}{read}" if row["place"] == "below" else f"{read}{sign}{below}"

    def ends(self, text: str, place: int) -> int | None:
        """Where the longest unit that begins at ``place`` of a text ends; ``None`` if none begins there."""
        return self._spelling.ends(text, place)


def _kind(row: Row) -> Kind:
    if not row["says"] or not row["source"]:
        raise RuleFileError(f"{row.place}: a kind says what it is, and has a source")
    return Kind(row["kind"], row["says"], row["base"], row.yes("pure"), frozenset(row.many("atoms")))
