"""Pseudonyms in place of ids: a table that the site keeps says which is whose.

What comes in is a file with the columns id and pseudonym, or a place for one;
what goes out is a pseudonym for every id.  They are drawn at random, so that
nothing but the table leads back.
"""

from __future__ import annotations

import csv
import io
import secrets

from eligibility.core.errors import InputError

COLUMNS = ("id", "pseudonym")


def stands_as_it_is(given: str) -> bool:
    """Whether an id may be told without a pseudonym: a plain code, no e-mail address, no name with spaces.

    >>> [stands_as_it_is(one) for one in ("P-001", "jo@example.org", "Jo Doe", "")]
    [True, False, False, False]
    """
    plain = given.replace("-", "").replace("_", "")
    return given.isascii() and plain.isalnum()


class Pseudonyms:
    """Which pseudonym stands for which id; ids that are new get one."""

    def __init__(self, known: dict[str, str] | None = None) -> None:
        self._pseudonyms = dict(known or {})
        self._ids = {pseudonym: given for given, pseudonym in self._pseudonyms.items()}
        self.grown = False

    def of(self, given: str) -> str:
        """The pseudonym of an id."""
        found = self._pseudonyms.get(given)
        while found is None:
            drawn = f"P-{secrets.token_hex(5)}"
            if drawn not in self._ids:
                found = self._pseudonyms[given] = drawn
                self._ids[drawn] = given
                self.grown = True
        return found

    def original(self, pseudonym: str) -> str:
        """The id that a pseudonym stands for; itself where it is none."""
        return self._ids.get(pseudonym, pseudonym)

    def table(self) -> bytes:
        """The table, to be kept by the site."""
        text = io.StringIO(newline="")
        written = csv.writer(text, lineterminator="\n")
        written.writerow(COLUMNS)
        written.writerows(self._pseudonyms.items())
        return text.getvalue().encode()


def read_pseudonyms(content: bytes, place: str) -> Pseudonyms:
    """The table of a site.

    Raises: InputError with the line, when a column is missing, or an id or pseudonym stands twice.  No
    id is shown.
    """
    try:
        table = csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True)
        rows = list(table)
    except (UnicodeDecodeError, csv.Error):
        raise InputError("not a CSV file in UTF-8 with the columns id and pseudonym", place) from None
    if not set(COLUMNS) <= set(table.fieldnames or ()):
        raise InputError("no table of pseudonyms: its columns are id and pseudonym; name another file", place)
    known: dict[str, str] = {}
    taken: set[str] = set()
    for line, row in enumerate(rows, 2):
        given, pseudonym = (row.get(name) for name in COLUMNS)
        if not given or not pseudonym:
            message = "the row has no id or no pseudonym; the columns are id and pseudonym"
            raise InputError(message, f"{place}:{line}")
        if given in known or pseudonym in taken:
            raise InputError("the id or the pseudonym stands twice; keep one row", f"{place}:{line}")
        known[given] = pseudonym
        taken.add(pseudonym)
    return Pseudonyms(known)
