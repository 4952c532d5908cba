"""Reads a table, wide or long, as candidates.

What comes in is a file and its mapping; what goes out is, for each candidate, a
profile, and in the ledger what became of every row, of every cell that the
mapping names, and of every column that it does not.  The table is gone through
once to see whose its rows are and once to read them.  A wide table with one row
a candidate is read row by row; of other tables only the facts are held.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from eligibility.core.errors import InputError
from eligibility.patient.profile import Profile, Sex
from eligibility.patient.spots import identifies, line, shown
from eligibility.patient.terms import Terms
from eligibility.records.ledger import Ledger
from eligibility.records.local_codes import LocalCodes
from eligibility.records.pseudonyms import Pseudonyms, stands_as_it_is
from eligibility.records.table.candidate import LIST_OF, Candidate
from eligibility.records.table.cells import Cells, Context
from eligibility.records.table.long import kind_of, read_long
from eligibility.records.table.mapping import Mapping, NumberBy
from eligibility.records.table.sheet import Row, Sheet
from eligibility.records.table.whose import Whose
from eligibility.records.table.wide import read_wide
from eligibility.records.yielding import Unneeded

UNUSED = "the mapping does not use this column"
OF_A_PERSON = "it identifies a person, and is not kept"
OF_A_FORM = "it says which form a row is of; rows of one candidate are put together"
EMPTY = "no cell that the mapping names is filled"
BLANK = "all its cells are empty"
AGAIN = "the same row stands before it"

NO_CODE = "there is no code of the candidate, so whose the row is is not known"
NO_PLAIN_CODE = (
    "the code of the candidate is no plain code and may identify a person; give one of letters, digits, - and"
    " _, number the candidates (id = { number_by = ... } in the mapping), or let their codes be replaced"
)
OF_THE_PERSON = (
    "the code of the candidate stands in a column that identifies the person as well; number the candidates"
    " (id = { number_by = ... } in the mapping), or let their codes be replaced"
)


_WORD = re.compile(r"[^\W\d_]{3,}")
"""A word of a name."""


class UnplacedError(InputError):
    """Why a row reaches no candidate; ``lost``: it may be of one of the others."""

    def __init__(self, message: str, place: str = "", lost: bool = True) -> None:
        super().__init__(message, place)
        self.lost = lost


class TableReader:
    """Reads the candidates of a table.

    Raises: InputError when the file is no table in UTF-8, or lacks a column that the mapping names.
    """

    def __init__(
        self, path: Path, mapping: Mapping, ledger: Ledger, told: Terms, local: LocalCodes,
        pseudonyms: Pseudonyms | None = None,
    ) -> None:  # fmt: skip
        self._sheet = Sheet(path, mapping.separator)
        self._mapping, self._ledger, self._told, self._pseudonyms = mapping, ledger, told, pseudonyms
        self._context = Context(mapping, told, local, self._sheet.separator)
        self._entries = tuple(entry for _, entry in mapping.entries())
        self._where = {name: number for number, name in enumerate(self._sheet.header)}
        self._missing = frozenset(text.strip() for text in mapping.missing)
        self._numbers: dict[str, int] = {}
        for key, column in mapping.named():
            self._check(key, column)
        self._id = mapping.id.number_by if isinstance(mapping.id, NumberBy) else mapping.id
        self._hidden = tuple(
            number
            for number, name in enumerate(self._sheet.header)
            if identifies(name) or (name == self._id and isinstance(mapping.id, NumberBy))
        )
        of_forms = any(told.listed("column_rows", name) for name in self._sheet.header)
        many = mapping.rows == "many" or (mapping.rows is None and of_forms)
        self._once = mapping.shape == "wide" and not many
        self._whose = Whose(self._sheet, self._where[self._id], self._missing, self._once)

    def __iter__(self) -> Iterator[Profile | InputError]:
        """Each candidate in the order of first appearance, or why there is none of a row."""
        self._tell_unused()
        return self._one_by_one() if self._once else self._together()

    def _check(self, key: str, column: str) -> None:
        """Refuses a column that is not there, or stands twice."""
        place = f"{self._mapping.place}: {key}"
        if self._sheet.header.count(column) > 1:
            raise InputError(f"the column {shown(column)} stands twice in the table; rename one", place)
        if column not in self._where:
            like = next((name for name in self._where if name.lower() == column.strip().lower()), None)
            way = f"there is {shown(like)}" if like is not None else "give a column of its first line"
            raise InputError(f"there is no column {shown(column)} in the table; {way}", place)

    def _tell_unused(self) -> None:
        used = {column for _, column in self._mapping.named()}
        for number, name in enumerate(self._sheet.header, 1):
            if name in used:
                continue
            why = OF_A_PERSON if identifies(name) else UNUSED
            if self._told.listed("column_redcap", name):
                why = OF_A_FORM
            self._ledger.not_needed(f"column {line(name) or number}", "column", why)

    def _one_by_one(self) -> Iterator[Profile | InputError]:
        for row in self._rows():
            cells = Cells(row.cells, self._where, self._missing, row.line)
            try:
                text = self._code(row, cells)
            except UnplacedError as error:
                self._lose(cells, error)
                yield _of_row(cells, error)
                continue
            candidate = self._candidate(text, row)
            if self._whose.again(text, row.line):
                self._ledger.not_needed(cells.place, "candidate", AGAIN, candidate.id)
                continue
            self._hide(candidate, row)
            self._persona(candidate, cells)
            read_wide(cells, self._entries, candidate, self._context)
            yield candidate.finish()

    def _together(self) -> Iterator[Profile | InputError]:
        candidates: dict[str, Candidate | InputError] = {}
        for row in self._rows():
            cells = Cells(row.cells, self._where, self._missing, row.line)
            try:
                text = self._code(row, cells)
            except UnplacedError as error:
                self._lose(cells, error)
                candidates.setdefault(self._stranger(row, cells), _of_row(cells, error))
                continue
            candidate = candidates.get(text)
            if not isinstance(candidate, Candidate):
                candidate = candidates[text] = self._candidate(text, row)
            self._hide(candidate, row)
            if candidate.again(row.cells):
                self._ledger.not_needed(cells.place, "row", AGAIN, candidate.id)
            else:
                self._row(candidate, cells)
        for text in list(candidates):
            one = candidates.pop(text)
            yield one if isinstance(one, InputError) else one.finish()

    def _rows(self) -> Iterator[Row]:
        """The rows with anything in them."""
        for row in self._sheet.rows():
            if row.problem or any(cell.strip() for cell in row.cells):
                yield row
            else:
                self._ledger.not_needed(f"line {row.line}", "row", BLANK)

    def _row(self, candidate: Candidate, cells: Cells) -> None:
        """One of several rows of a candidate."""
        told = self._persona(candidate, cells)
        if self._mapping.shape == "wide":
            if read_wide(cells, self._entries, candidate, self._context) or told:
                self._ledger.used(cells.place, "row", candidate.id)
            else:
                self._ledger.not_needed(cells.place, "row", EMPTY, candidate.id)
            return
        kind, columns = "row", self._mapping.columns
        at = columns.value or columns.name or columns.code or ""
        try:
            kind = kind_of(cells, self._context)
            found = read_long(kind, cells, self._context)
        except (Unneeded, InputError) as error:
            candidate.keep(cells.place, kind, at, error, self._context.met())
        else:
            candidate.keep(cells.place, kind, at, found, self._context.met())

    def _code(self, row: Row, cells: Cells) -> str:
        """The code in a row, by which its candidate is known in the table.  It is never shown.

        Raises: UnplacedError when the row is broken, or it is not known whose it is.
        """
        if row.problem:
            raise UnplacedError(row.problem)
        text = cells.cell(self._id).text
        if not text:
            raise UnplacedError(NO_CODE, self._id)
        doubt = self._whose.doubt(text)
        if doubt:
            raise UnplacedError(doubt, self._id, lost=False)
        if self._pseudonyms is None and not isinstance(self._mapping.id, NumberBy):
            if not stands_as_it_is(text):
                raise UnplacedError(NO_PLAIN_CODE, self._id)
            told = {word for number in self._hidden for word in _WORD.findall(row.cells[number].casefold())}
            whole = {row.cells[number].strip() for number in self._hidden}
            if text in whole or told & set(_WORD.findall(text.casefold())):
                raise UnplacedError(OF_THE_PERSON, self._id, lost=False)
        return text

    def _stranger(self, row: Row, cells: Cells) -> str:
        """A key under which the rows of one code without a candidate are told of once."""
        text = "" if row.problem else cells.cell(self._id).text
        return f"\0{text}" if text else f"\0line {row.line}"

    def _candidate(self, text: str, row: Row) -> Candidate:
        if self._pseudonyms is not None:
            text = self._pseudonyms.of(text)
        elif isinstance(self._mapping.id, NumberBy):
            text = f"candidate-{self._numbers.setdefault(text, len(self._numbers) + 1)}"
        return Candidate(text, row.line, self._told, self._ledger)

    def _hide(self, candidate: Candidate, row: Row) -> None:
        for number in self._hidden:
            candidate.hide(row.cells[number].strip())
        if self._pseudonyms is not None:
            candidate.hide(row.cells[self._where[self._id]].strip(), words=False)

    def _lose(self, cells: Cells, error: UnplacedError) -> None:
        """A row whose facts reach no candidate: no list that it may be an entry of can be called complete."""
        self._ledger.refused(cells.place, "row", error.message, error.place)
        if not error.lost:
            return
        kinds: set[str | None] = {entry.KIND for entry in self._entries}
        kinds |= {self._mapping.fixed.kind, *self._mapping.kinds.values()}
        for kind, name in LIST_OF.items():
            if kind in kinds:
                self._ledger.doubt(name, f"{cells.place}: {error.message}")

    def _persona(self, candidate: Candidate, cells: Cells) -> bool:
        """Gives the sex and the birth in a row to its candidate; whether the row has any."""
        sex, birth = cells.cell(self._mapping.sex), cells.cell(self._mapping.birth_date)
        if sex.text:
            found = self._sex(sex.text)
            at = f"{cells.place}, column {sex.column}"
            if found is None:
                message = f"{shown(sex.text)} is not in 'sex_values' of the mapping; the sex is left unknown"
                candidate.note(message, at)
            else:
                candidate.sex(found, at)
        if birth.text:
            at = f"{cells.place}, column {birth.column}"
            try:
                candidate.born(self._context.day(birth) or "", at)
            except InputError as error:
                candidate.note(f"{error.message}; the birth is left unknown", at)
        return bool(sex.text or birth.text)

    def _sex(self, text: str) -> Sex | None:
        """The sex that a cell says; codes stand for none unless the mapping says so."""
        if self._mapping.sex_values:
            return self._mapping.sex_values.get(text)
        match self._told.listed("column_sex_word", text):
            case "female" | "male" | "other" as found:
                return found
            case _:
                return None


def _of_row(cells: Cells, error: InputError) -> InputError:
    return InputError(error.message, f"{cells.place}, column {error.place}" if error.place else cells.place)
