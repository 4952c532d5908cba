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

from eligibility.core.errors import RuleFileError
from eligibility.knowledge.tables import read_table

MEASURED_COLUMNS = ("concept", "quantity", "side", "source")
Side = Literal["low", "high"]
SIDES: Mapping[str, Side] = {"low": "low", "high": "high"}


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
        self._measured: dict[tuple[str, str], Side] = {}
        for line in read_table(folder / "measured.csv", MEASURED_COLUMNS):
            if line["side"] not in SIDES or not line["source"]:
                raise RuleFileError(f"{line.place}: the side is low or high, and has a source")
            self._measured[line["concept"], line["quantity"]] = SIDES[line["side"]]

    def of(self, concept: str) -> object | None:
        """The rule that defines a concept, as JSON values; ``None`` if it has none."""
        return self._rules.get(concept)

    def side(self, concept: str, quantity: str) -> Side | None:
        """On which side of the normal values of a quantity a concept lies, where that measures it."""
        return self._measured.get((concept, quantity))

    def measured(self) -> Mapping[tuple[str, str], Side]:
        """The side for every concept and quantity that it is measured by."""
        return self._measured
