"""Reads a row of OBSERVATION: an allergy, a value, or nothing that criteria ask for.

OMOP keeps here what is no diagnosis of its own: allergies, past diagnoses and
procedures ("history of"), family history.  Where it is not known what was had or
given in the past, the list that it may belong to denies nothing.
Source: OHDSI Common Data Model 5.4, CONDITION_OCCURRENCE and OBSERVATION; SNOMED CT and ICD-10-CM for the
form of the names.
"""

from __future__ import annotations

import re

from eligibility.core.errors import InputError
from eligibility.patient.profile import Allergy, Code
from eligibility.records.omop.cells import dated
from eligibility.records.omop.context import About, Context
from eligibility.records.omop.genomic import read_genomic
from eligibility.records.omop.measurements import measured, what_of
from eligibility.records.omop.tables import Row
from eligibility.records.omop.values import coded_words
from eligibility.records.results import DENYING
from eligibility.records.situations import of_situation, situation
from eligibility.records.yielding import Note, Unneeded, Yield

ALLERGY = re.compile(r"(?:allergy to|hypersensitivity to) (?P<to>.+)|(?P<kind>.+) allergy", re.IGNORECASE)
"""SNOMED CT: "Allergy to penicillin", "Peanut allergy"."""

KINDS = frozenset(
    {"drug", "food", "substance", "environmental", "medication", "drug or medicament", "allergy"}
)
"""What SNOMED CT calls an allergy by where the substance stands as the value."""


VALUES = ("value_as_concept_id", "value_as_number", "value_as_string", "value_source_value")


class Elsewhere(Unneeded):
    """A row about an entry of ``lists`` that is no fact: the lists are then not complete."""

    def __init__(self, why: str, lists: tuple[str, ...]) -> None:
        super().__init__(why)
        self.lists = lists


def read_observation(row: Row, source: str, context: Context) -> Yield:
    """The fact of a row of OBSERVATION.

    Raises: Unneeded when it holds none; Elsewhere when a list lacks it; InputError when it cannot be used.
    """
    about = context.about(row, "observation")
    if any(_history(name, context) for name in about.spellings):
        return _past(row, about, source, context)
    found = _allergy(row, about, source, context)
    if found is not None:
        return found
    found = read_genomic(row, about, "observation_date", source, context)
    if found is not None:
        return found
    if what_of(about, context).quantity is not None:
        return measured(row, about, "observation_date", source, context)
    listed = context.list_of(about)
    if listed is not None:
        raise Elsewhere("an observation that names something and is no fact of it", (listed,))
    if about.ids or about.written:
        context.unknown(about)
    raise Unneeded("no fact that criteria ask for")


def lists_of(row: Row, context: Context) -> tuple[str, ...]:
    """The lists that a row would be an entry of, for one of which it is not known whose it is."""
    about = context.about(row, "observation")
    if any(_history(name, context) for name in about.spellings):
        return ("conditions", "treatments")
    if any(ALLERGY.fullmatch(name) for name in about.spellings):
        return ("allergies",)
    listed = context.list_of(about)
    return () if listed is None else (listed,)


def _history(name: str, context: Context) -> bool:
    """Whether a name is of the past; "History of event" has what happened as its value."""
    found = situation(name, context.told)
    return found is not None and found.said == "past"


def _past(row: Row, about: About, source: str, context: Context) -> Yield:
    """The fact of what was had or given; with a value beside it, what was is not known: it may be "no"."""
    past = (of_situation(name, source, context.told) for name in about.spellings)
    found = next((one for one in past if one is not None), None)
    if found is None or any(row.text(name) not in ("", "0") for name in VALUES):
        raise Elsewhere("history of something that is not known", ("conditions", "treatments"))
    return found


def _allergy(row: Row, about: About, source: str, context: Context) -> Yield | None:
    """The fact of an allergy; ``None`` where the row is about none."""
    if any(context.told.listed("no_allergy", name) for name in about.spellings):
        raise Unneeded("it says that no allergy is known; that the list is complete its owner declares")
    found = next((one for name in about.spellings if (one := ALLERGY.fullmatch(name))), None)
    if found is None:
        return None
    named = (found["to"] or found["kind"]).strip()
    answer = context.concept(row, "value_as_concept_id")
    said = "" if answer is None else coded_words(answer, context)
    text, code = (said, answer) if named.lower() in KINDS else (named, None)
    if not text:
        raise InputError("an allergy of which the substance is not named", "value_as_concept_id")
    notes: list[Note] = []
    if said and text != said and context.told.result(said) is None:
        notes.append(("the value beside the allergy is not read", "value_as_concept_id"))
    fact = Allergy(
        text=text, code=None if code is None else Code(code.system, code.code, code.name or None),
        status="refuted" if context.told.result(said) in DENYING else None,
        date=dated(row, "observation_date", notes), source=source,
    )  # fmt: skip
    return Yield((fact,), tuple(notes))
