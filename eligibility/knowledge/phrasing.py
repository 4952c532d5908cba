"""What words are in a phrase, and what kind of thing they name.

What comes in is ``rules/phrases`` (verbs and words of structure, matters of a
study, what only grades or carries, the kinds of heads and endings, denials) and
the names of concepts; what goes out is one table, looked up by wording.  It is
read only where phrases are asked for: compiling does without.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from eligibility.core.errors import RuleFileError
from eligibility.knowledge.concepts import Concepts
from eligibility.knowledge.tables import read_rows
from eligibility.knowledge.wording import even

COLUMNS = ("text", "part", "value", "source")

PARTS = frozenset(
    {"word", "ending", "head_kind", "ending_kind", "abnormal", "denial", "affirmation", "plural"}
    | {"denying_prefix", "denying_suffix", "denying_last", "denying_result", "denied_state", "no_denial"}
    | {"no_prefix", "denied_with", "denied_permission", "governing", "alone_kind"}
)
"""What a row may say of a wording."""

KIND_OF_CONCEPT = {
    "condition": "condition",
    "disease_state": "condition",
    "drug": "drug",
    "drug_class": "drug",
    "procedure": "procedure",
}
"""What kind of phrase the name of a concept is; the others are named in phrases of several kinds."""


class Phrasing:
    """Every wording of a part, in small letters, and what it stands for."""

    def __init__(self, folder: Path, concepts: Concepts) -> None:
        self._values: dict[tuple[str, str], str] = {}
        self._wordings: dict[str, list[str]] = defaultdict(list)
        for row in read_rows(folder, COLUMNS):
            if row["part"] not in PARTS:
                raise RuleFileError(f"{row.place}: the part is one of {sorted(PARTS)}, not '{row['part']}'")
            key = (row["part"], row["text"].lower())
            if key in self._values:
                raise RuleFileError(f"{row.place}: '{row['text']}' stands twice as {row['part']}")
            self._values[key] = row["value"]
            self._wordings[row["part"]].append(key[1])
        for concept in concepts.by_id.values():
            if (kind := KIND_OF_CONCEPT.get(concept.kind)) is not None:
                for name in concept.names:
                    part = "name_kind" if " " in name else "head_kind"
                    self._values.setdefault((part, even(name).lower()), kind)

    def value(self, part: str, text: str) -> str | None:
        """What a wording stands for as this part; ``None`` if it is none."""
        return self._values.get((part, text.lower()))

    def wordings(self, part: str) -> Sequence[str]:
        """Every wording that the rows list as this part, in small letters."""
        return self._wordings.get(part, ())
