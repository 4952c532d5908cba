"""Conventions: named choices where the text leaves a reading open, printed with every verdict."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path

import msgspec

from eligibility.core.errors import InputError, RuleFileError


class Convention(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A choice: its default, what may be chosen, what it means, and the ground for the default.

    ``values`` empty: a whole number of days.
    """

    default: str
    meaning: str
    source: str
    values: tuple[str, ...] = ()


class Conventions:
    """The conventions in force: the defaults of ``rules/conventions`` and what the user set."""

    def __init__(self, rows: Mapping[str, Convention], chosen: Mapping[str, str] | None = None) -> None:
        self.rows = dict(rows)
        self._values = {name: row.default for name, row in rows.items()} | dict(chosen or {})

    @classmethod
    def read(cls, folder: Path) -> Conventions:
        """The defaults, from every TOML file of the folder."""
        rows: dict[str, Convention] = {}
        for path in sorted(folder.glob("*.toml")):
            try:
                rows |= msgspec.convert(tomllib.loads(path.read_text("utf-8")), dict[str, Convention])
            except (msgspec.ValidationError, tomllib.TOMLDecodeError) as error:
                raise RuleFileError(f"conventions/{path.name}: {error}") from error
        return cls(rows)

    def __getitem__(self, name: str) -> str:
        return self._values[name]

    def days(self, name: str) -> int:
        """The value of a convention that is a number of days."""
        return int(self._values[name])

    def as_dict(self) -> dict[str, str]:
        """Every convention with its value in force, by name."""
        return dict(sorted(self._values.items()))

    def choose(self, chosen: Mapping[str, str]) -> Conventions:
        """The conventions with some set otherwise.

        Raises: InputError for a name that is no convention or a value that it does not have.
        """
        for name, value in chosen.items():
            if name not in self.rows:
                known = ", ".join(sorted(self.rows))
                raise InputError(f"'{name}' is no convention; there are: {known}", "--convention")
            allowed = self.rows[name].values
            if (allowed and value not in allowed) or (not allowed and not _is_days(value)):
                days = f"a whole number of days up to {MOST_DAYS}"
                ways = " or ".join(f"'{way}'" for way in allowed) or days
                raise InputError(f"'{value}' is no value of {name}; choose {ways}", "--convention")
        return Conventions(self.rows, self._values | dict(chosen))


MOST_DAYS = 36_500
"""A hundred years: a longer time is a typing error."""


def _is_days(value: str) -> bool:
    return value.isascii() and value.isdecimal() and len(value) <= 5 and int(value) <= MOST_DAYS
