"""The facts of one candidate while a record is read: each is checked before it is kept.

What comes in are facts in the form of the profile; what goes out is a profile.
A fact that no profile may hold is refused by itself, so that one bad entry does
not take the candidate down.  Of a list that may be declared complete a refused
entry leaves its mark: the list then denies nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from eligibility.core.errors import InputError
from eligibility.patient.check import UNKNOWN_DAY, check, check_fact
from eligibility.patient.profile import (
    Allergy,
    Condition,
    Disease,
    Genomic,
    Measurement,
    Profile,
    Sex,
    Treatment,
)
from eligibility.records.lost import LostResult, emptied
from eligibility.records.yielding import AnyFact

LISTS = ("conditions", "treatments", "allergies")
"""The lists of a profile that their owner may declare complete."""

UNREAD = "an entry that could not be read"
"""What stands in a list for a refused entry: a text that names nothing, so that the list denies nothing."""


class Gathering:
    """The facts of one candidate so far."""

    def __init__(self, identifier: str) -> None:
        self.id = identifier
        self.sex: Sex | None = None
        self.birth_date: str | None = None
        self.died: str | None = None
        self.disease: Disease | None = None
        self.facts: dict[str, list[Any]] = {
            name: [] for name in ("measurements", "conditions", "treatments", "genomics", "allergies")
        }

    def born(self, date: str) -> None:
        """The date of birth.

        Raises: InputError when it cannot be one.
        """
        check(Profile(self.id, birth_date=date), "")
        self.birth_date = date

    def dead(self, date: str | None) -> None:
        """The day of death; one that is not given, or cannot be one, is not known."""
        self.died = date or UNKNOWN_DAY
        try:
            check(Profile(self.id, birth_date=self.birth_date, died=self.died), "")
        except InputError:
            self.died = UNKNOWN_DAY

    def add(self, facts: Sequence[AnyFact]) -> None:
        """Keeps facts: all of them, or none.

        Raises: InputError when no profile may hold one of them; ``place`` is the field.
        """
        for fact in facts:
            try:
                check_fact(_LIST_OF[type(fact)], fact, self.birth_date)
            except InputError as error:
                final = InputError(error.message, error.place.rpartition(".")[2])
                lost = [emptied(one) for one in facts if isinstance(one, Measurement)]
                raise LostResult(final, *lost) if lost else final from None
        for fact in facts:
            self.facts[_LIST_OF[type(fact)]].append(fact)

    def mark(self, name: str, source: str) -> None:
        """Leaves the mark of a refused entry in a list that may be declared complete."""
        match name:
            case "conditions":
                self.facts[name].append(Condition(text=UNREAD, source=source, status="unknown"))
            case "treatments":
                self.facts[name].append(Treatment(text=UNREAD, source=source, status="given"))
            case "allergies":
                self.facts[name].append(Allergy(text=UNREAD, source=source, status="suspected"))

    def keep_place(self, lost: Measurement) -> None:
        """Keeps the mark of a lost result; a day that it cannot have is left out, and what names nothing."""
        for mark in (lost, msgspec.structs.replace(lost, date=None)):
            try:
                self.add([mark])
            except InputError:
                continue
            return

    def profile(self) -> Profile:
        """All that is known, in the order in which it was read."""
        known = Profile(
            self.id, sex=self.sex, birth_date=self.birth_date, died=self.died, disease=self.disease
        )
        listed = {name: tuple(facts) for name, facts in self.facts.items()}
        return msgspec.structs.replace(known, **listed)


_LIST_OF: dict[type[msgspec.Struct], str] = {
    Measurement: "measurements",
    Condition: "conditions",
    Treatment: "treatments",
    Genomic: "genomics",
    Allergy: "allergies",
}
