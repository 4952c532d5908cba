"""Tells words that name the criteria by which a grade is told: CTCAE v4.03."""

from __future__ import annotations

import re

from eligibility.bind.scope import Scope

GRADING = "grading"
"""The kind of the words that say that a limit is of a grade, and by which criteria."""
CRITERIA = "criteria"
"""What the words for the criteria stand for."""
VERSION = re.compile(r"(?:v|version)?\.?[\d.]*", re.IGNORECASE)
"""A part of a version's name."""


def names_criteria(words: str, scope: Scope) -> bool:
    """Whether words name the criteria of grades, and perhaps their version, and nothing else: CTCAE v4.03."""
    parts = words.split(" ")
    told = [scope.knowledge.lexicon.value(GRADING, part) for part in parts]
    left = [part for part, kind in zip(parts, told, strict=True) if kind is None]
    return CRITERIA in told and all(VERSION.fullmatch(part) for part in left)
