"""Definitions of concepts by others, where the knowledge base has one.

What comes in is ``rules/definitions``; what goes out is the undecoded rule of a
concept.  ``bind`` decodes it: this package knows no bound rules.
"""

from __future__ import annotations

import json
from pathlib import Path

from eligibility.core.errors import RuleFileError


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

    def of(self, concept: str) -> object | None:
        """The rule that defines a concept, as JSON values; ``None`` if it has none."""
        return self._rules.get(concept)
