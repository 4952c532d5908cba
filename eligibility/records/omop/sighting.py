"""Goes through the tables once, before they are read, for what a row by itself does not tell.

What comes in are tables; what goes out are the concepts in use, so that no others
are kept of a vocabulary of millions; the ids that stand twice in a table; and the
last day of each visit in which a condition ends.
"""

from __future__ import annotations

from eligibility.core.errors import InputError
from eligibility.records.omop.cells import day_of
from eligibility.records.omop.model import CONDITION, DEATH, FACTS, KEYS, PERSON, VISIT
from eligibility.records.omop.tables import Folder, Row, Table

UNUSED = ("type_concept_id", "field_concept_id", "provider", "modifier_concept_id", "qualifier_concept_id")
"""Ends of columns whose concepts say nothing that is read, or are read by their ids alone."""


class Repeated:
    """The ids that stand more than once in a table: with the same content, or with another."""

    def __init__(self) -> None:
        self.same: set[str] = set()
        self.other: set[str] = set()
        self._passed: set[str] = set()

    def again(self, key: str) -> bool:
        """Whether a row of the same content came before this one."""
        if key not in self.same:
            return False
        if key in self._passed:
            return True
        self._passed.add(key)
        return False


class Sighted:
    """What the tables hold, seen from above.

    ``concepts``: the ids in use.  ``repeated``: by table.  ``visits``: the last day of visits by id;
    those of which no row was found, or no day, are missing.
    """

    def __init__(self, folder: Folder) -> None:
        self.concepts: set[str] = set()
        self.repeated: dict[str, Repeated] = {}
        self.visits: dict[str, str] = {}
        self._ending: set[str] = set()
        for name in (PERSON, *FACTS):
            if name in folder.tables:
                self.repeated[name] = self._go_through(folder.tables[name])
        if VISIT in folder.tables and self._ending:
            self._read_visits(folder.tables[VISIT])

    def _go_through(self, table: Table) -> Repeated:
        found, contents = Repeated(), dict[str, int]()
        used = [] if table.name in (PERSON, DEATH) else _concept_columns(table)
        ids: set[str] = set()
        key = KEYS[table.name]
        for row in table.rows():
            if row.problem:
                continue
            ids.update([row.cells[at] for at in used])
            if table.name == CONDITION and row.text("condition_end_date"):
                self._ending.add(row.key("visit_occurrence_id"))
            name, content = row.key(key), hash(tuple(row.cells))
            before = contents.get(name)
            if before is None:
                contents[name] = content
            elif name:
                (found.same if before == content else found.other).add(name)
        self._ending.discard("")
        self.concepts.update(one.strip().removesuffix(".0") for one in ids)
        found.same -= found.other
        return found

    def _read_visits(self, table: Table) -> None:
        for row in table.rows():
            key = "" if row.problem else row.key("visit_occurrence_id")
            if key in self._ending:
                self._keep(key, row)

    def _keep(self, key: str, row: Row) -> None:
        try:
            last = day_of(row, "visit_end_date")
        except InputError:
            return  # The condition that ends in this visit then says that its end is not known.
        if last is not None:
            self.visits[key] = last


def _concept_columns(table: Table) -> list[int]:
    return [
        at for name, at in table.columns.items() if name.endswith("concept_id") and not name.endswith(UNUSED)
    ]
