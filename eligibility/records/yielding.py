"""What a resource or row yields: facts, with what of it was left out; or nothing, and why that is right."""

from __future__ import annotations

from typing import TypeVar

import msgspec

from eligibility.patient.profile import Allergy, Condition, Genomic, Measurement, Treatment

AnyFact = Measurement | Condition | Treatment | Genomic | Allergy
Fact = TypeVar("Fact", Measurement, Condition, Treatment, Genomic, Allergy, AnyFact)

Note = tuple[str, str]
"""What was left out or read in a certain way, and the part of the resource or row that it is about."""


class Yield(msgspec.Struct, frozen=True):
    """The facts of one resource or row, and notes on how it was read."""

    facts: tuple[AnyFact, ...] = ()
    notes: tuple[Note, ...] = ()


class Unneeded(Exception):  # noqa: N818
    """A resource or row that says of itself that it holds no fact, or none that criteria ask for."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why
