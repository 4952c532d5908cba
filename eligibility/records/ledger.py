"""The ledger of an import: what became of every resource or row.

What comes in is each resource or row with its place; what goes out are counts,
and a line for each where a file is asked for.  The lines are written as they
come, so that the ledger of a large export takes no memory.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Literal, TypeVar

import msgspec

Key = TypeVar("Key")

Fate = Literal["used", "not needed", "refused"]

FATES: tuple[Fate, ...] = ("used", "not needed", "refused")

MOST_KINDS = 10_000
"""So many different reasons and codes are counted apart; a record with more has its words in them."""


class Line(msgspec.Struct, frozen=True, omit_defaults=True):
    """One resource or row: where it stands, what it is, what became of it.

    ``why``: the reason; ``at``: the part that it is about; ``candidate``: whose it is, where that is known.
    """

    place: str
    kind: str
    fate: Fate
    why: str = ""
    at: str = ""
    candidate: str = ""


class UnknownCode(msgspec.Struct, frozen=True):
    """A code without a row in ``rules/``: kept with its display, and counted."""

    system: str
    code: str
    display: str


class Ledger:
    """Counts what was read, by kind and fate, and passes each line on.

    ``write`` takes each line as it comes; without it only counts and refusals are kept.
    """

    def __init__(self, write: Callable[[Line], None] | None = None, told: int = 200) -> None:
        self._write = write
        self._told = told
        self.fates: Counter[tuple[str, Fate]] = Counter()
        self.reasons: Counter[tuple[Fate, str, str]] = Counter()
        self.notes: Counter[tuple[str, str]] = Counter()
        self.unknown: Counter[UnknownCode] = Counter()
        self.refusals: list[Line] = []
        self.declared: list[str] = []
        self.lists_in_doubt: dict[str, str] = {}

    def used(self, place: str, kind: str, candidate: str, notes: tuple[tuple[str, str], ...] = ()) -> None:
        """A resource or row that became facts; ``notes`` say what of it was left out, and where."""
        for why, at in notes:
            self._count(self.notes, (kind, why))
            self._pass(Line(place, kind, "used", why, at, candidate))
        if not notes:
            self._pass(Line(place, kind, "used", candidate=candidate))
        self.fates[kind, "used"] += 1

    def not_needed(self, place: str, kind: str, why: str, candidate: str = "") -> None:
        """A resource or row without a fact that criteria ask for, or that says so of itself."""
        self._ended(Line(place, kind, "not needed", why, candidate=candidate))

    def refused(self, place: str, kind: str, why: str, at: str = "", candidate: str = "") -> None:
        """A resource or row that cannot be used."""
        line = Line(place, kind, "refused", why, at, candidate)
        if len(self.refusals) < self._told:
            self.refusals.append(line)
        self._ended(line)

    def absent(self, place: str, kind: str, why: str, at: str, candidate: str) -> None:
        """A resource that others refer to and that is not there: told, and counted with nothing read."""
        line = Line(place, kind, "refused", why, at, candidate)
        if len(self.refusals) < self._told:
            self.refusals.append(line)
        self._pass(line)

    def code_unknown(self, system: str, code: str, display: str) -> None:
        """A code that no table has; its fact is kept with its display."""
        self._count(self.unknown, UnknownCode(system, code, display))

    def doubt(self, name: str, why: str) -> None:
        """A list (conditions, treatments, allergies) of which an entry cannot be told whose it is.

        A declaration that this list is complete then holds for no candidate.
        """
        self.lists_in_doubt.setdefault(name, why)

    def total(self, fate: Fate) -> int:
        """How many resources or rows met this fate."""
        return sum(count for (_, one), count in self.fates.items() if one == fate)

    @property
    def read(self) -> int:
        """How many resources or rows were read."""
        return sum(self.fates.values())

    def _ended(self, line: Line) -> None:
        self.fates[line.kind, line.fate] += 1
        self._count(self.reasons, (line.fate, line.kind, line.why))
        self._pass(line)

    def _pass(self, line: Line) -> None:
        if self._write is not None:
            self._write(line)

    @staticmethod
    def _count(counter: Counter[Key], key: Key) -> None:
        if key in counter or len(counter) < MOST_KINDS:
            counter[key] += 1
