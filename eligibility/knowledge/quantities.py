"""What can be measured: names, kind, units, molar mass, plausible range, how long a value stays fresh.

What comes in is ``rules/quantities``; what goes out is one table, looked up by
id, by name as written or by LOINC code.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import msgspec

from eligibility.core.errors import RuleFileError
from eligibility.core.interval import Interval
from eligibility.knowledge.tables import Row, read_rows
from eligibility.knowledge.wording import even

COLUMNS = (
    "id", "names", "kind", "unit", "units", "loinc", "molar_mass", "molecule", "valence",
    "plausible_low", "plausible_high", "step", "threshold_low", "threshold_high", "multiples", "worse",
    "fresh_days", "curable", "verified", "source",
)  # fmt: skip


class Quantity(msgspec.Struct, frozen=True):
    """A measurable property of a candidate.

    ``plausible`` holds every value that a living candidate may have, ``thresholds`` every limit that
    a criterion may set.  ``step``: every value is a multiple of it (a Karnofsky status of 0.8 is none).
    ``multiples``: limits are often multiples of a limit of normal, so that a small bare number may be one.
    ``molecule``: what an amount of substance counts, if not the analyte itself.
    ``worse``: which end of a scale is the worse one.  ``curable``: a new measurement could change a fail.

    Units: ``unit`` is canonical, and ``plausible`` and ``thresholds`` are in it; ``units`` are those that
    reports and criteria use; ``molar_mass`` in g/mol; ``fresh_days`` is how long a value speaks for a
    criterion without a window (``None``: it does not age).
    """

    id: str
    names: tuple[str, ...]
    kind: str
    unit: str
    units: tuple[str, ...]
    loinc: tuple[str, ...] = ()
    molar_mass: float | None = None
    molecule: str = ""
    valence: float | None = None
    plausible: Interval = Interval()
    step: float | None = None
    thresholds: Interval | None = None
    multiples: bool = False
    worse: Literal["high", "low", ""] = ""
    fresh_days: int | None = None
    curable: bool = True
    source: str = ""

    @property
    def name(self) -> str:
        """The name that reports use."""
        return self.names[0]


class Quantities:
    """The table of quantities; rows marked unverified are left out."""

    def __init__(self, folder: Path) -> None:
        self.by_id: dict[str, Quantity] = {}
        self._by_name: dict[str, str] = {}
        self._by_loinc: dict[str, str] = {}
        for row in read_rows(folder, COLUMNS):
            if row.yes("verified"):
                self._add(row)

    def _add(self, row: Row) -> None:
        fresh = row.number("fresh_days")
        quantity = Quantity(
            id=row["id"],
            names=row.many("names"),
            kind=row["kind"],
            unit=row["unit"],
            units=row.many("units"),
            loinc=row.many("loinc"),
            molar_mass=row.number("molar_mass"),
            molecule=row["molecule"],
            valence=row.number("valence"),
            plausible=Interval(row.number("plausible_low"), row.number("plausible_high")),
            step=row.number("step"),
            thresholds=_thresholds(row),
            multiples=row.yes("multiples"),
            worse=_worse(row),
            fresh_days=None if fresh is None else int(fresh),
            curable=row.yes("curable"),
            source=row["source"],
        )
        if quantity.id in self.by_id or not quantity.names or not quantity.source:
            raise RuleFileError(f"{row.place}: a quantity has one row, a name and a source")
        self.by_id[quantity.id] = quantity
        for name in (quantity.id, *quantity.names):
            if self._by_name.setdefault(even(name), quantity.id) != quantity.id:
                raise RuleFileError(f"{row.place}: '{name}' names two quantities")
        for code in quantity.loinc:
            self._by_loinc[code] = quantity.id

    def named(self, text: str) -> Quantity | None:
        """The quantity of this id or name."""
        found = self._by_name.get(even(text))
        return self.by_id[found] if found else None

    def with_word(self, word: str) -> list[Quantity]:
        """The quantities that have a word, or part of one, in their id or names, or that LOINC code."""
        asked = even(word)
        return [
            quantity
            for quantity in self.by_id.values()
            if any(asked in even(name) for name in (quantity.id, *quantity.names)) or asked in quantity.loinc
        ]

    def coded(self, loinc: str) -> Quantity | None:
        """The quantity of this LOINC code."""
        found = self._by_loinc.get(loinc)
        return self.by_id[found] if found else None


def _thresholds(row: Row) -> Interval | None:
    low, high = row.number("threshold_low"), row.number("threshold_high")
    return None if low is None and high is None else Interval(low, high)


def _worse(row: Row) -> Literal["high", "low", ""]:
    match row["worse"]:
        case "high" | "low" | "" as end:
            return end
    raise RuleFileError(f"{row.place}: worse is high, low or empty, not '{row['worse']}'")
