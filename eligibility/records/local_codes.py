"""A site's own codes: a table that says what each stands for in the words of a profile.

What comes in is a CSV file with the columns system, code and name; what goes out
is the name of a code.  A row without a system holds for every system.
"""

from __future__ import annotations

import csv
import io

from eligibility.core.errors import InputError
from eligibility.knowledge.load import Knowledge
from eligibility.patient.spots import shown

COLUMNS = ("system", "code", "name")


class LocalCodes:
    """What a site's own codes stand for."""

    def __init__(self, names: dict[tuple[str, str], str] | None = None) -> None:
        self._names = names or {}

    def name(self, system: str, code: str) -> str | None:
        """The name that a code stands for; ``None`` for one without a row."""
        if not self._names:
            return None
        plain = code.strip()
        return self._names.get((system.strip().lower(), plain)) or self._names.get(("", plain))


def read_local_codes(content: bytes, place: str, knowledge: Knowledge) -> LocalCodes:
    """The table of a site; names are those that profiles use, of a quantity, a disease, a treatment.

    Raises: InputError with the line, when a column is missing, a code stands twice, or a name is not known.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(f"byte {error.start} is not UTF-8; save the file as UTF-8", place) from None
    reader = csv.DictReader(io.StringIO(text, newline=""))
    for name in COLUMNS:
        if name not in (reader.fieldnames or ()):
            raise InputError(f"the column '{name}' is missing; give {', '.join(COLUMNS)}", f"{place}:1")
    found: dict[tuple[str, str], str] = {}
    for row in reader:
        where = f"{place}:{reader.line_num}"
        system, code, name = ((row[column] or "").strip() for column in COLUMNS)
        if not _known(name, knowledge):
            raise InputError(f"{shown(name)} is no name known here; see 'eligibility quantities'", where)
        if found.setdefault((system.lower(), code), name) != name:
            raise InputError(f"the code {shown(code)} stands for two names; keep one row", where)
    return LocalCodes(found)


def _known(name: str, knowledge: Knowledge) -> bool:
    lists = (knowledge.quantities, knowledge.scales, knowledge.concepts)
    return any(one.named(name) is not None for one in lists)
