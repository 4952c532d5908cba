"""Keeps what identifies a person out of every text of a profile.

What comes in are the words and numbers that a record gives for its patient; what
goes out are facts without them.  A text that names something known is left as it
is: Gilbert's syndrome is no name of the patient, even where the patient has it.
"""

from __future__ import annotations

import re

import msgspec

from eligibility.knowledge.units import Unit
from eligibility.patient.profile import Code, Measurement
from eligibility.patient.terms import Terms
from eligibility.records.yielding import Fact

REMOVED = "[removed]"
SHORTEST_NAME, SHORTEST_NUMBER = 2, 4
"""Characters: a shorter name or number stands in too many texts that are about something else."""

TEXTS = (
    "text", "value", "method", "specimen", "result", "target", "assay", "outcome", "reaction", "course",
    "stage", "grade", "timing",
)  # fmt: skip
"""The fields of facts that hold words of the record."""

_MAIL = r"[^\s@<>(),;:]+@[^\s@<>(),;:]+\.\w+"


class Hiding:
    """Takes the words and numbers of one person, and every e-mail address, out of texts."""

    def __init__(self, names: list[str], numbers: list[str], told: Terms) -> None:
        words = {part for name in names for part in name.split() if len(part) >= SHORTEST_NAME}
        kept = {number for number in numbers if len(number) >= SHORTEST_NUMBER}
        parts = sorted((re.escape(text) for text in words | kept), key=len, reverse=True)
        self._found = re.compile(rf"(?<!\w)(?:{'|'.join([_MAIL, *parts])})(?!\w)", re.IGNORECASE)
        self._told = told

    def names(self, text: str) -> bool:
        """Whether a text holds a word or number of the person."""
        return self._found.search(text) is not None

    def clean(self, text: str) -> str:
        """A text without them, unless all of it names something that is known."""
        if self._found.search(text) is None or self._known(text):
            return text
        return self._found.sub(REMOVED, text)

    def hidden(self, fact: Fact) -> Fact:
        """A fact without them in any of its texts."""
        changed: dict[str, object] = {}
        for field in TEXTS:
            text = getattr(fact, field, None)
            if isinstance(text, str) and (plain := self.clean(text)) is not text:
                changed[field] = plain
        code = getattr(fact, "code", None)
        if isinstance(code, str):
            if (plain := self.clean(code)) is not code:
                changed["code"] = plain
        elif isinstance(code, Code) and code.display is not None:
            plain = self.clean(code.display)
            if plain is not code.display:
                changed["code"] = msgspec.structs.replace(code, display=plain)
        if isinstance(fact, Measurement):
            changed |= self._units(fact)
        return msgspec.structs.replace(fact, **changed) if changed else fact

    def _units(self, fact: Measurement) -> dict[str, object]:
        """The unit and those of the limits without them, where they are no units of what was measured."""
        given = fact.reference_range
        ranges = given if isinstance(given, tuple) else () if given is None else (given,)
        if not any(self.names(unit) for unit in (fact.unit, *(one.unit for one in ranges)) if unit):
            return {}
        told = self._told
        code, tables = fact.code, told.knowledge
        quantity = tables.quantities.coded(code.code) if isinstance(code, Code) else told.quantity(code)

        def plain(unit: str | None) -> str | None:
            if unit is None or not self.names(unit):
                return unit
            known = quantity is not None and tables.conversions.unit(quantity, unit)
            return unit if isinstance(known, Unit) else self._found.sub(REMOVED, unit)

        clean = tuple(msgspec.structs.replace(one, unit=plain(one.unit)) for one in ranges)
        limits = clean if isinstance(given, tuple) else next(iter(clean), None)
        return {"unit": plain(fact.unit), "reference_range": limits}

    def _known(self, text: str) -> bool:
        told = self._told
        return any(read(text) is not None for read in (told.named, told.quantity, told.therapy, told.result))
