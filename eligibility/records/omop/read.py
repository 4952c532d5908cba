"""Reads a folder of OMOP CDM 5.4 tables as candidates.

What comes in is a folder; what goes out is, for each row of PERSON, a profile, and
in the ledger what became of every row.  A row that cannot be used does not keep
the others from being read.  Each table is gone through once to see what its rows
refer to and once to read them; of a row no more is kept than its facts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from eligibility.core.errors import InputError
from eligibility.patient.profile import Measurement, Profile
from eligibility.patient.terms import Terms
from eligibility.records.gathering import Gathering
from eligibility.records.hiding import Hiding
from eligibility.records.ledger import Ledger
from eligibility.records.local_codes import LocalCodes
from eligibility.records.lost import LostResult, emptied
from eligibility.records.omop.cells import dated
from eligibility.records.omop.concepts import read_concepts
from eligibility.records.omop.conditions import read_condition
from eligibility.records.omop.context import Context
from eligibility.records.omop.measurements import read_measurement
from eligibility.records.omop.model import (
    CONCEPT,
    CONDITION,
    DEATH,
    DRUG,
    FACTS,
    KEYS,
    LISTS,
    MEASUREMENT,
    OBSERVATION,
    PERSON,
    PROCEDURE,
    VOCABULARY,
)
from eligibility.records.omop.observations import Elsewhere, lists_of, read_observation
from eligibility.records.omop.person import hiding_of, read_person
from eligibility.records.omop.sighting import Repeated, Sighted
from eligibility.records.omop.tables import Folder, Row, Table
from eligibility.records.omop.therapy import read_drug, read_procedure
from eligibility.records.pseudonyms import Pseudonyms, stands_as_it_is
from eligibility.records.yielding import Note, Unneeded, Yield

READERS: dict[str, Callable[[Row, str, Context], Yield]] = {
    CONDITION: read_condition, DRUG: read_drug, PROCEDURE: read_procedure,
    MEASUREMENT: read_measurement, OBSERVATION: read_observation,
}  # fmt: skip
"""How a row of each table that holds facts is read."""

NOBODY = "its person is not in PERSON"
TWO = "the id stands twice with different content"
AGAIN = "the same row stands before it"
UNNEEDED = "no fact that criteria ask for stands in this table"


class Person(NamedTuple):
    """One candidate while rows are read."""

    gathering: Gathering
    hiding: Hiding


class OmopReader:
    """Reads the candidates of a folder.

    Raises: InputError when PERSON is missing, or a table cannot be read as it is.
    """

    def __init__(
        self, folder: Path, ledger: Ledger, told: Terms, local: LocalCodes,
        pseudonyms: Pseudonyms | None = None,
    ) -> None:  # fmt: skip
        self._pseudonyms = pseudonyms
        self._folder, self._ledger, self._told, self._local = Folder(folder), ledger, told, local
        self._people: dict[str, Person] = {}
        self._refused: set[str] = set()

    def __iter__(self) -> Iterator[Profile | InputError]:
        """Each candidate in the order of PERSON, or why there is none of a row."""
        sighted = Sighted(self._folder)
        context = Context(self._told, self._local, self._ledger, sighted.visits)
        context.concepts = read_concepts(self._folder.tables.get(CONCEPT), sighted.concepts, self._ledger)
        order = list(self._read_persons(self._folder.tables[PERSON], sighted.repeated[PERSON]))
        for name in FACTS:
            if name in self._folder.tables:
                read = self._read_deaths if name == DEATH else self._read_facts
                read(self._folder.tables[name], sighted.repeated[name], context)
        self._count_others()
        for one in order:
            yield one if isinstance(one, InputError) else self._people.pop(one).gathering.profile()

    def _read_persons(self, table: Table, repeated: Repeated) -> Iterator[str | InputError]:
        for row in table.rows():
            place = table.place(row)
            key = "" if row.problem else row.key("person_id")
            if key and key not in repeated.other and repeated.again(key):
                self._ledger.not_needed(place, PERSON, AGAIN, key)
                continue
            why = row.problem or _id_problem(key) or (TWO if key in repeated.other else "")
            if why:
                self._refused.add(key)
                self._ledger.refused(place, PERSON, why, "person_id")
                yield InputError(why, place)
                continue
            person = Person(Gathering(self._identifier(key, row)), hiding_of(row, self._told))
            self._people[key] = person
            self._ledger.used(place, PERSON, person.gathering.id, read_person(row, person.gathering))
            yield key

    def _identifier(self, key: str, row: Row) -> str:
        """The person_id, unless it is the source's own number, which may lead to the person."""
        if self._pseudonyms is not None:
            return self._pseudonyms.of(key)
        return f"candidate-{len(self._people) + 1}" if key == row.text("person_source_value") else key

    def _read_deaths(self, table: Table, repeated: Repeated, context: Context) -> None:
        """Notes who has died; of two rows of one person that differ no day is taken."""
        for row in table.rows():
            place = table.place(row)
            person = None if row.problem else self._people.get(row.key("person_id"))
            if person is None:
                self._lost(table, row, place, context)
                continue
            notes: list[Note] = []
            died = dated(row, "death_date", notes)
            person.gathering.dead(None if row.key("person_id") in repeated.other else died)
            self._ledger.used(place, table.name, person.gathering.id, tuple(notes))

    def _read_facts(self, table: Table, repeated: Repeated, context: Context) -> None:
        read, key = READERS[table.name], KEYS[table.name]
        for row in table.rows():
            place = table.place(row)
            person = None if row.problem else self._people.get(row.key("person_id"))
            if person is None:
                self._lost(table, row, place, context)
                continue
            number, who = row.key(key), person.gathering.id
            if number in repeated.other:
                error = InputError(TWO, key)
                self._refuse(table, row, place, _lost(error, read, row, place, context), person)
            elif number and repeated.again(number):
                self._ledger.not_needed(place, table.name, AGAIN, who)
            else:
                context.hiding = person.hiding
                self._take(read, table, row, place, person, context)

    def _take(
        self, read: Callable[[Row, str, Context], Yield], table: Table, row: Row, place: str, person: Person,
        context: Context,
    ) -> None:  # fmt: skip
        gathering = person.gathering
        try:
            found = read(row, place, context)
            gathering.add([person.hiding.hidden(fact) for fact in found.facts])
        except Elsewhere as error:
            for name in error.lists:
                gathering.mark(name, place)
            self._ledger.not_needed(place, table.name, error.why, gathering.id)
        except Unneeded as error:
            self._ledger.not_needed(place, table.name, error.why, gathering.id)
        except InputError as error:
            self._refuse(table, row, place, error, person)
        else:
            self._ledger.used(place, table.name, gathering.id, found.notes)

    def _refuse(self, table: Table, row: Row, place: str, error: InputError, person: Person) -> None:
        self._ledger.refused(place, table.name, error.message, error.place, person.gathering.id)
        for name in LISTS.get(table.name, ()):
            person.gathering.mark(name, place)
        if isinstance(error, LostResult):
            for mark in error.marks:
                person.gathering.keep_place(person.hiding.hidden(mark))

    def _lost(self, table: Table, row: Row, place: str, context: Context) -> None:
        """A row of which it is not known whose it is, or whose person was refused."""
        whose = "" if row.problem else row.key("person_id")
        why = row.problem or ("the row of its person was refused" if whose in self._refused else NOBODY)
        self._ledger.refused(place, table.name, why, "" if row.problem else "person_id")
        if whose and whose in self._refused:
            return
        lists = LISTS.get(table.name, ())
        if table.name == OBSERVATION and not row.problem:
            lists = lists_of(row, context)
        for name in lists:
            self._ledger.doubt(name, f"{place}: {why}")

    def _count_others(self) -> None:
        """The tables that hold no facts: those about persons row by row, the vocabularies as a whole."""
        for name, table in self._folder.tables.items():
            if name in VOCABULARY:
                why = "it is read where rows refer to it" if name == CONCEPT else UNNEEDED
                self._ledger.not_needed(table.path.name, name, why)
            elif name not in READERS and name not in (PERSON, DEATH):
                for row in table.rows():
                    self._ledger.not_needed(table.place(row), name, UNNEEDED)
        for number in range(self._folder.others):
            self._ledger.not_needed(f"file {number + 1}", "file", "it is no table of OMOP CDM 5.4")


def _lost(
    error: InputError, read: Callable[[Row, str, Context], Yield], row: Row, place: str, context: Context
) -> InputError:
    """The error about a row of which another version stands, with the marks of its results."""
    try:
        found = read(row, place, context).facts
    except LostResult as inner:
        return LostResult(error, *inner.marks)
    except (InputError, Unneeded):
        return error
    return LostResult(error, *(emptied(fact) for fact in found if isinstance(fact, Measurement)))


def _id_problem(key: str) -> str:
    """Why an id cannot be that of a candidate; empty where it can."""
    if not key:
        return "there is no person_id"
    return "" if stands_as_it_is(key) else "the person_id is no plain code"
