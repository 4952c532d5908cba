"""Units of measurement: spellings, dimensions and the factor from one to another.

What comes in is a unit as written; what goes out is our one spelling of it,
or nothing when the table does not know it.  A conversion is a tabulated
factor; between mass and substance it goes through the analyte's molar mass.
A unit outside the table is refused by name.
"""

from __future__ import annotations

from pathlib import Path

import msgspec

from eligibility.core.errors import RuleFileError
from eligibility.knowledge.tables import read_table

UNIT_COLUMNS = ("unit", "dimension", "factor", "source")
ALIAS_COLUMNS = ("alias", "unit", "source")

MASS_CONCENTRATION = "mass_concentration"
SUBSTANCE_CONCENTRATION = "substance_concentration"


class Unit(msgspec.Struct, frozen=True):
    """A unit and its size in the base unit of its dimension.

    Units: the base of mass_concentration is g/L, of substance_concentration mol/L;
    the others are named in ``rules/units/units.csv``.
    """

    code: str
    dimension: str
    factor: float


class Units:
    """The table of units and their spellings."""

    def __init__(self, folder: Path) -> None:
        self._units: dict[str, Unit] = {}
        self._spelled: dict[str, str] = {}
        self._folded: dict[str, str | None] = {}
        for row in read_table(folder / "units.csv", UNIT_COLUMNS):
            factor = row.number("factor")
            if factor is None or row["unit"] in self._units:
                raise RuleFileError(f"{row.place}: a unit stands once, with its factor")
            self._units[row["unit"]] = Unit(row["unit"], row["dimension"], factor)
            self._spell(row["unit"], row["unit"])
        for row in read_table(folder / "aliases.csv", ALIAS_COLUMNS):
            if row["unit"] not in self._units:
                raise RuleFileError(f"{row.place}: '{row['unit']}' is no unit of units.csv")
            self._spell(row["alias"], row["unit"])

    def _spell(self, alias: str, code: str) -> None:
        key = _squeeze(alias)
        if self._spelled.setdefault(key, code) != code:
            raise RuleFileError(f"rules/units: '{alias}' stands for two units")
        folded = key.lower()
        # A spelling that differs only by case from another unit's is taken only as written (M and m).
        self._folded[folded] = code if self._folded.get(folded, code) == code else None

    @property
    def spellings(self) -> tuple[str, ...]:
        """Every spelling of every unit, for the lexicon."""
        return tuple(self._spelled)

    def known(self, text: str) -> Unit | None:
        """The unit written as ``text``; ``None`` when the table does not have it."""
        key = _squeeze(text)
        code = self._spelled.get(key) or self._folded.get(key.lower())
        return self._units[code] if code else None

    def factor(self, source: Unit, target: Unit, molar_mass: float | None = None) -> float | None:
        """What to multiply a value in ``source`` by to have it in ``target``; ``None`` if there is no way.

        Units: ``molar_mass`` in g/mol.
        """
        if source.code == target.code:
            return 1.0
        if source.dimension == target.dimension:
            return source.factor / target.factor
        pair = (source.dimension, target.dimension)
        if molar_mass and pair == (MASS_CONCENTRATION, SUBSTANCE_CONCENTRATION):
            return source.factor / molar_mass / target.factor
        if molar_mass and pair == (SUBSTANCE_CONCENTRATION, MASS_CONCENTRATION):
            return source.factor * molar_mass / target.factor
        return None


def _squeeze(text: str) -> str:
    """A unit's spelling without spaces, with one sign for micro, times and superscripts."""
    table: dict[str, str | int | None] = {
        "\u00b5": "u",
        "\u03bc": "u",
        "\u00d7": "x",
        "\u00b2": "2",
        "\u00b3": "3",
        "\u2212": "-",
        " ": None,
        "\\": None,
    }
    return text.strip().translate(str.maketrans(table))
