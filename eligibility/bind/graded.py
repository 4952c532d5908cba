"""Finds the quantity whose grade a limit is of: ALT grade, CTCAE grade of neutrophils."""

from __future__ import annotations

import re

from eligibility.bind.scope import Scope
from eligibility.formulas.grades import grades
from eligibility.knowledge.quantities import Quantity
from eligibility.syntax.terms import Comparison

GRADING = "grading"
"""The kind of the words that say that a limit is of a grade, and by which criteria."""
WORD, CRITERIA = "grade", "criteria"
"""What the words for the grade itself, and for the criteria, stand for."""
VERSION = re.compile(r"(?:v|version)?\.?[\d.]*", re.IGNORECASE)
"""A part of a version's name."""


def names_criteria(words: str, scope: Scope) -> bool:
    """Whether words name the criteria of grades, and perhaps their version, and nothing else: CTCAE v4.03."""
    parts = words.split(" ")
    told = [scope.knowledge.lexicon.value(GRADING, part) for part in parts]
    left = [part for part, kind in zip(parts, told, strict=True) if kind is None]
    return CRITERIA in told and all(VERSION.fullmatch(part) for part in left)


def graded_quantity(words: str, limit: Comparison, scope: Scope) -> Quantity | None:
    """The quantity whose grade words name, where its grades are known and the limit is a bare number."""
    if limit.unit is not None or limit.reference != "absolute":
        return None
    lexicon = scope.knowledge.lexicon
    parts = words.split(" ")
    told = [lexicon.value(GRADING, part) for part in parts]
    if WORD not in told:
        return None
    left = " ".join(part for part, kind in zip(parts, told, strict=True) if kind is None)
    quantity = scope.knowledge.quantities.named(left)
    known = quantity is not None and grades(scope.knowledge.folder).versions(quantity.id)
    return quantity if known else None
