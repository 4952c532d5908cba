"""Flags on the words of a criterion: why a person may read them otherwise than they stand."""

from __future__ import annotations

from typing import Literal

Flag = Literal["and_or_mixed", "cross_reference", "implicit_anchor", "polarity_suspected", "unit_inferred"]

SAYS: dict[Flag, str] = {
    "and_or_mixed": "'and' and 'or' stand in one clause, and nothing says which binds first",
    "cross_reference": "it refers to words that stand elsewhere",
    "implicit_anchor": "what a window counts from is not said",
    "polarity_suspected": "the words may mean the opposite of what they say in this section",
    "unit_inferred": "the unit is not said",
}
"""Each flag, as a reader is told of it."""
