"""Reads names that say more than what was found: "History of X", "Suspected X", "Awaiting X".

SNOMED CT calls them situations, ICD-10-CM has them from Z85 to Z92.  The day beside such a name is
that of the entry, not of what it speaks of, and so is left out.
"""

from __future__ import annotations

from typing import NamedTuple

from eligibility.knowledge.concepts import THERAPIES
from eligibility.patient.profile import Condition, Treatment
from eligibility.patient.terms import Terms
from eligibility.records.yielding import Note, Unneeded, Yield

LONGEST = 4
"""Words before what a situation is about."""

NO_DISEASE = "it is about how the person lives, or a task of the staff; it is no disease"
UNDATED = "the date is that of the entry, and not of what it speaks of; it is left out"


class Situation(NamedTuple):
    """How it stands with ``what``: past, suspected or planned."""

    said: str
    what: str


def situation(text: str, told: Terms) -> Situation | None:
    """What a name says of something else; ``None`` where it says nothing of the kind."""
    words = text.split()
    for length in range(min(LONGEST, len(words) - 1), 0, -1):
        said = told.listed("situation", " ".join(words[:length]))
        if said is not None:
            return Situation(said, " ".join(words[length:]))
    return None


def of_situation(text: str, source: str, told: Terms) -> Yield | None:
    """The fact of a situation; ``None`` where the name is none, or what it is about is not known."""
    found = situation(text, told)
    if found is None:
        return None
    notes: tuple[Note, ...] = ((UNDATED, ""),)
    known = told.therapy(found.what)
    if known is not None and known.kind in THERAPIES:
        match found.said:
            case "past":
                return Yield((Treatment(text=found.what, status="given", source=source),), notes)
            case "planned":
                return Yield((Treatment(text=found.what, status="planned", source=source),), notes)
        return None
    if told.named(found.what) is None or found.said == "planned":
        return None
    if found.said == "past":
        return Yield((Condition(text=found.what, status="resolved", source=source),), notes)
    fact = Condition(text=found.what, status="unknown", verification="suspected", source=source)
    return Yield((fact,), notes)


def refuse_no_disease(text: str, told: Terms) -> None:
    """Raises: Unneeded when a name is that of a task or a circumstance."""
    if told.listed("no_disease", text):
        raise Unneeded(NO_DISEASE)
