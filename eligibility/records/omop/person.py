"""Reads a row of PERSON: sex and birth, and nothing that says who it is.

A day of birth that is not known stays unknown: where month or day are blank, the
moment of birth beside them is what whoever made the table filled in (CDM 5.3
asked for 15 June), and is not taken for the day.
Source: OHDSI Common Data Model, PERSON.year_of_birth, month_of_birth, day_of_birth, birth_datetime.
"""

from __future__ import annotations

from eligibility.core.errors import InputError
from eligibility.patient.profile import Sex
from eligibility.patient.terms import Terms
from eligibility.records.gathering import Gathering
from eligibility.records.hiding import Hiding
from eligibility.records.omop.cells import day
from eligibility.records.omop.tables import Row
from eligibility.records.years import FIRST_YEAR
from eligibility.records.yielding import Note

SEXES: dict[str, Sex] = {"8507": "male", "8532": "female"}
"""Standard concepts of the domain Gender, which is the sex at birth."""


def read_person(row: Row, gathering: Gathering) -> tuple[Note, ...]:
    """Sex and birth of a person; what cannot be read of them is left unknown, with a note."""
    notes: list[Note] = []
    given = row.concept("gender_concept_id")
    gathering.sex = SEXES.get(given)
    if given and gathering.sex is None:
        notes.append(("the sex is neither male nor female; it is left unknown", "gender_concept_id"))
    try:
        born = _born(row, notes)
        if born is not None:
            gathering.born(born)
    except InputError as error:
        notes.append((f"{error.message}; the birth is left unknown", error.place))
    return tuple(notes)


def hiding_of(row: Row, told: Terms) -> Hiding:
    """Keeps what the source calls the person out of every text."""
    written = row.text("person_source_value")
    digits = written.replace("-", "").isdigit()
    return Hiding([] if digits else [written], [written], told)


def _born(row: Row, notes: list[Note]) -> str | None:
    """The day of birth, or the month or year where no more is known."""
    parts = [row.key(f"{name}_of_birth") for name in ("year", "month", "day")]
    moment = day(row.text("birth_datetime"))
    if not parts[0]:
        return moment
    known = parts if all(parts) else parts[:2] if parts[1] else parts[:1]
    if not all(part.isascii() and part.isdigit() for part in known):
        raise InputError("year, month and day are not whole numbers", "year_of_birth")
    written = "-".join([known[0], *(part.zfill(2) for part in known[1:])])
    if int(known[0]) < FIRST_YEAR:
        raise InputError(f"the year lies before {FIRST_YEAR}; a placeholder is no date", "year_of_birth")
    if moment is None or moment.startswith(written):
        return written
    notes.append(
        ("the moment of birth and its year, month and day differ; only what agrees is kept", "birth_datetime")
    )
    shared = next((size for size in (7, 4) if len(written) >= size and moment[:size] == written[:size]), 0)
    return written[:shared] or None
