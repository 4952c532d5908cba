"""How long drugs last in the body: the half-life of each, as published ranges.

What comes in is ``rules/half_lives``, hours or days from labels and reviews; what goes
out are days.  Rows marked unverified are left out.
"""

from __future__ import annotations

from pathlib import Path

import msgspec

from eligibility.core.errors import RuleFileError
from eligibility.knowledge.tables import read_rows

COLUMNS = ("concept", "low", "high", "unit", "of", "verified", "source")
DAYS = {"h": 1 / 24, "d": 1.0}


class HalfLife(msgspec.Struct, frozen=True):
    """The half-life of a drug.

    Units: ``low``, ``high`` in days; the same number where a source gives a mean alone.
    """

    low: float
    high: float
    written: str
    source: str


class HalfLives:
    """The half-lives by concept."""

    def __init__(self, folder: Path) -> None:
        self._by_concept: dict[str, HalfLife] = {}
        for row in read_rows(folder, COLUMNS):
            low, high, days = row.number("low"), row.number("high"), DAYS.get(row["unit"])
            if low is None or high is None or days is None or not 0 < low <= high or not row["source"]:
                raise RuleFileError(f"{row.place}: a half-life is a range in h or d, and has a source")
            if not row.yes("verified"):
                continue
            if row["concept"] in self._by_concept:
                raise RuleFileError(f"{row.place}: '{row['concept']}' has two half-lives")
            span = row["low"] if low == high else f"{row['low']} to {row['high']}"
            written = f"{span} {row['unit']}"
            self._by_concept[row["concept"]] = HalfLife(low * days, high * days, written, row["source"])

    def of(self, concept: str | None) -> HalfLife | None:
        """The half-life of a drug, if it is known here."""
        return self._by_concept.get(concept or "")

    @property
    def concepts(self) -> frozenset[str]:
        """The drugs whose half-life is known."""
        return frozenset(self._by_concept)
