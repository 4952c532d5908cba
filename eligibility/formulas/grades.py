"""Grades of laboratory values: which grade a value has, by the version of the criteria.

What comes in is ``rules/grades``, a row for each term and version with an expression
over the value, its limits of normal and the baseline; what goes out is a formula for
each.  A limit that is not known leaves a range of grades.  ``opposite`` is the term by
which values on the other side of normal are graded, if there is one.
"""

from __future__ import annotations

import functools
from pathlib import Path

from eligibility.core.errors import RuleFileError
from eligibility.formulas.expression import Input, Is, parts
from eligibility.formulas.grammar import FormulaError, parse
from eligibility.formulas.table import Formula, FormulaFile, Needed
from eligibility.knowledge.tables import Row, read_rows

COLUMNS = ("version", "term", "quantity", "unit", "opposite", "expression", "verified", "source")
VALUE, UPPER, LOWER, BASELINE, BASED = "value", "uln", "lln", "baseline", "based"
"""What an expression may name: the value, both limits of normal, the baseline, and whether there is one."""

MEANINGS = {UPPER: "the upper limit of normal", LOWER: "the lower limit of normal", BASELINE: "the baseline"}
YES, NO = "yes", "no"


class Grades:
    """The formula of the grade of each quantity by the version of the criteria, read when it is asked for."""

    def __init__(self, folder: Path) -> None:
        self._rows: dict[str, dict[str, Row]] = {}
        self._opposite: dict[str, str] = {}
        self._read: dict[str, dict[str, Formula]] = {}
        for row in read_rows(folder, COLUMNS):
            versions = self._rows.setdefault(row["quantity"], {})
            if row["version"] in versions:
                raise RuleFileError(
                    f"{row.place}: {row['quantity']} is graded twice by version {row['version']}"
                )
            versions[row["version"]] = row
            self._opposite[_id(row)] = row["opposite"]

    def grades(self, quantity: str) -> bool:
        """Whether a quantity is graded here."""
        return quantity in self._rows

    def versions(self, quantity: str) -> dict[str, Formula]:
        """The formulas for a quantity by version; none where it is not graded here."""
        if quantity not in self._read:
            rows = self._rows.get(quantity, {})
            self._read[quantity] = {version: _formula(row) for version, row in rows.items()}
        return self._read[quantity]

    def opposite(self, formula: Formula) -> str:
        """The term that grades values on the other side of normal; empty where none does."""
        return self._opposite[formula.id]

    @property
    def all(self) -> tuple[Formula, ...]:
        """Every formula of a grade."""
        return tuple(one for quantity in self._rows for one in self.versions(quantity).values())


def _id(row: Row) -> str:
    return f"ctcae_{row['version']}_{row['quantity']}"


def _formula(row: Row) -> Formula:
    """The formula of a row, with the inputs that its expression names."""
    names = (VALUE, UPPER, LOWER, BASELINE, BASED)
    try:
        tree = parse(row["expression"], names)
    except FormulaError as error:
        raise RuleFileError(f"{row.place}: {error}") from error
    told = {part.name for part in parts(tree) if isinstance(part, Input | Is)}
    inputs = {name: _needed(name, row) for name in names if name in told}
    file = FormulaFile(
        name=f"CTCAE v{row['version']}, {row['term']}", names=(), of=row["quantity"], unit="1",
        expression=row["expression"], inputs=inputs, verified="yes" if row.yes("verified") else "no",
        source=row["source"], examples=(),
    )  # fmt: skip
    return Formula(_id(row), file)


def _needed(name: str, row: Row) -> Needed:
    if name == BASED:
        return Needed(words=(YES, NO), meaning="whether there is a baseline")
    quantity = row["quantity"] if name == VALUE else ""
    return Needed(quantity=quantity, unit=row["unit"], meaning=MEANINGS.get(name, ""))


@functools.lru_cache(maxsize=4)
def grades(folder: Path) -> Grades:
    """The grades of a folder of rules, read on the first call."""
    return Grades(folder / "grades")
