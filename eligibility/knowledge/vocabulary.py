"""The closed lists of words that records use for results, courses and outcomes.

What comes in is ``rules/vocabulary``; what goes out is the value that a
record's words stand for, or nothing: a text that is not on a list is not read.
"""

from __future__ import annotations

from pathlib import Path

from eligibility.core.errors import RuleFileError
from eligibility.knowledge.tables import read_rows
from eligibility.knowledge.wording import even

COLUMNS = ("use", "text", "value", "match", "source")


class Vocabulary:
    """Words of records by use; ``match`` whole: the text is that wording; word: the text contains it."""

    def __init__(self, folder: Path) -> None:
        self._whole: dict[tuple[str, str], str] = {}
        self._words: dict[str, list[tuple[str, str]]] = {}
        for row in read_rows(folder, COLUMNS):
            key = (row["use"], even(row["text"]))
            match row["match"]:
                case "whole" if self._whole.setdefault(key, row["value"]) == row["value"]:
                    pass
                case "word":
                    self._words.setdefault(row["use"], []).append((even(row["text"]), row["value"]))
                case _:
                    raise RuleFileError(
                        f"{row.place}: a wording is matched whole or by word, and has one value"
                    )

    def read(self, use: str, text: str) -> str | None:
        """What ``text`` stands for in this use; ``None`` if no wording, or two that differ, are found."""
        evened = even(text)
        whole = self._whole.get((use, evened))
        if whole is not None:
            return whole
        padded = f" {evened.replace(',', ' ').replace(';', ' ')} "
        found = {value for wording, value in self._words.get(use, ()) if f" {wording} " in padded}
        return found.pop() if len(found) == 1 else None
