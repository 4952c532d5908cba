"""Reads a table that a test writes, with its mapping."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import msgspec

from eligibility.core.errors import InputError
from eligibility.knowledge.load import knowledge
from eligibility.patient.profile import Profile
from eligibility.patient.terms import terms
from eligibility.records.ledger import Ledger, Line
from eligibility.records.local_codes import LocalCodes
from eligibility.records.pseudonyms import Pseudonyms
from eligibility.records.table.mapping import Mapping
from eligibility.records.table.read import TableReader
from eligibility.records.table.read_mapping import read_mapping

TOLD = terms(knowledge())
ALT = '[[measurement]]\ncolumn = "alt"\ncode = "alt"\nunit = "U/L"\n'
WIDE = f'shape = "wide"\nid = "id"\n{ALT}'


class Found(NamedTuple):
    """What was read of a table."""

    read: list[Profile | InputError]
    ledger: Ledger
    lines: list[Line]

    @property
    def profile(self) -> Profile:
        """The only candidate."""
        (one,) = self.read
        assert isinstance(one, Profile), one
        return one

    @property
    def profiles(self) -> dict[str, Profile]:
        """The candidates by their ids."""
        return {one.id: one for one in self.read if isinstance(one, Profile)}

    @property
    def errors(self) -> list[str]:
        """Why there is no candidate of a row."""
        return [str(one) for one in self.read if isinstance(one, InputError)]

    def told(self, fate: str) -> list[tuple[str, str, str]]:
        """Place, part and reason of what met this fate; without the columns that are not used."""
        lines = [line for line in self.lines if line.kind != "column" and line.fate == fate]
        return [(line.place, line.at, line.why) for line in lines if line.why]

    @property
    def everything(self) -> str:
        """All that is told of the table, as one text."""
        ledger = self.ledger
        told = [self.lines, list(ledger.unknown), ledger.lists_in_doubt, [str(key) for key in ledger.notes]]
        shown = [str(one) if isinstance(one, InputError) else one for one in self.read]
        return msgspec.json.encode([shown, *told]).decode()


def mapped(text: str) -> Mapping:
    """A mapping as its file says it."""
    return read_mapping(text.encode(), "mapping.toml", TOLD)


def read_file(
    path: Path, mapping: str = WIDE, local: LocalCodes | None = None, pseudonyms: Pseudonyms | None = None
) -> Found:
    """Reads a file."""
    lines: list[Line] = []
    ledger = Ledger(lines.append)
    reader = TableReader(path, mapped(mapping), ledger, TOLD, local or LocalCodes(), pseudonyms)
    return Found(list(reader), ledger, lines)


def read(
    folder: Path, content: str | bytes, mapping: str = WIDE, local: LocalCodes | None = None,
    pseudonyms: Pseudonyms | None = None,
) -> Found:  # fmt: skip
    """Reads a table from its text."""
    path = folder / "table.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_file(path, mapping, local, pseudonyms)
