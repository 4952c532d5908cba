"""Definitions of concepts by others, where the knowledge base has one.

What comes in is ``rules/definitions``; what goes out is the undecoded rule of a
concept, and the quantities by which one is measured.  ``bind`` decodes the
rule: this package knows no bound rules.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

import msgspec

from eligibility.core.errors import RuleFileError
from eligibility.knowledge.tables import read_table

MEASURED_COLUMNS = ("concept", "quantity", "side", "graded", "beyond", "source")
Side = Literal["low", "high"]
SIDES: Mapping[str, Side] = {"low": "low", "high": "high"}


class Measure(msgspec.Struct, frozen=True):
    """How a quantity measures a concept.

    ``side``: on which side of normal the concept lies.  ``graded``: the grade of the value is that of the
    concept.  ``beyond``: a value on that side of this limit, in the quantity's own unit, may be the concept
    where no limit of normal is recorded.
    """

    side: Side
    graded: bool
    beyond: float | None = None


class Definitions:
    """The rule that defines a concept, by concept id."""

    def __init__(self, folder: Path) -> None:
        self._rules: dict[str, object] = {}
        for path in sorted(folder.glob("*.json")):
            for concept, row in json.loads(path.read_text("utf-8")).items():
                if concept in self._rules or not row.get("source"):
                    raise RuleFileError(
                        f"definitions/{path.name}: '{concept}' has one definition, with a source"
                    )
                self._rules[concept] = row["rule"]
        self._measured: dict[str, dict[str, Measure]] = {}
        for line in read_table(folder / "measured.csv", MEASURED_COLUMNS):
            if line["side"] not in SIDES or not line["source"]:
                raise RuleFileError(f"{line.place}: the side is low or high, and has a source")
            measures = self._measured.setdefault(line["concept"], {})
            side = SIDES[line["side"]]
            measures[line["quantity"]] = Measure(side, line.yes("graded"), line.number("beyond"))

    def of(self, concept: str) -> object | None:
        """The rule that defines a concept, as JSON values; ``None`` if it has none."""
        return self._rules.get(concept)

    def side(self, concept: str, quantity: str) -> Side | None:
        """On which side of the normal values of a quantity a concept lies, where that measures it."""
        found = self.measures(concept).get(quantity)
        return None if found is None else found.side

    def measures(self, concept: str) -> Mapping[str, Measure]:
        """The quantities that measure a concept, and how."""
        return self._measured.get(concept, {})

    def measured(self) -> tuple[tuple[str, str], ...]:
        """Every concept with every quantity that measures it."""
        return tuple((concept, quantity) for concept, found in self._measured.items() for quantity in found)
