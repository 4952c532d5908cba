"""Reads the names of columns: which measurement, in which unit, or what beside one.

What comes in is a name as study databases have it (``creatinine_mg_dl``, ``ALT (U/L)``,
``alt_uln``); what goes out is what it says, as far as every word of it is known.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from eligibility.knowledge.conversion import Refused
from eligibility.knowledge.quantities import Quantity
from eligibility.patient.terms import Terms

LONGEST_UNIT = 5
"""Words of a unit in a name: ml_min_1_73_m2."""

_SPLIT = re.compile(r"[\s_.,:;/-]+")
_CAMEL = re.compile("(?<=[a-z])(?=[A-Z])")
_BRACKETED = re.compile(r"(.+?)[\s_]*[(\[]\s*([^()\[\]]+?)\s*[)\]]")
_LOINC = re.compile(r"(?:(.*?)[\s_-])?(\d{1,7})[-_](\d)", re.ASCII)
_POWER = re.compile(r"(?:x?10)/(\d{1,2})/", re.ASCII)


class Heading(NamedTuple):
    """What a column's name says.

    ``code``: what a mapping calls the measurement; ``key``: what is measured; ``quantity``: ``None`` of a
    scale; ``role``: empty of the value itself, else what stands in the column beside it; ``unread``: a
    unit that it is not measured in.
    """

    code: str
    key: str
    quantity: Quantity | None
    stem: tuple[str, ...]
    unit: str | None = None
    role: str = ""
    unread: str = ""


def words(name: str) -> tuple[str, ...]:
    """The words of a name.

    >>> words("creatinine_mg/dl"), words("displayName")
    (('creatinine', 'mg', 'dl'), ('display', 'Name'))
    """
    return tuple(word for word in _SPLIT.split(_CAMEL.sub(" ", name)) if word)


class Headings:
    """Reads names of columns by the closed lists."""

    def __init__(self, told: Terms) -> None:
        self.told = told

    def said(self, use: str, name: str) -> str | None:
        """What a name stands for on a list of ``rules/vocabulary``."""
        return self.told.listed(use, name) or self.told.listed(use, " ".join(words(name)))

    def companion(self, name: str) -> tuple[str, tuple[str, ...]]:
        """What a column is beside another, and the words of that one's name; ``("", ())`` if nothing."""
        for split in self._splits(name):
            found = self._role(split)
            if found[0]:
                return found
        return "", ()

    def read(self, name: str) -> Heading | None:
        """What a name says; ``None`` where it names no measurement."""
        found = self._measured(name, (name,)) or self._loinc(name)
        if found is not None:
            return found
        bracketed = _BRACKETED.fullmatch(name)
        for split in self._splits(bracketed[1] if bracketed is not None else name):
            for length in range(min(LONGEST_UNIT, len(split) - 1) + 1):
                found = self._with_unit(split[: len(split) - length], split[len(split) - length :])
                if found is not None:
                    return found if bracketed is None else self._bracketed(found, bracketed[2])
        role, root = self.companion(name)
        found = self.read("_".join(root)) if role else None
        return None if found is None or found.role else found._replace(role=role)

    def _splits(self, name: str) -> list[tuple[str, ...]]:
        """The words of a name, with HbA1c as one word and, failing that, as the words it may be made of."""
        whole = tuple(word for word in _SPLIT.split(name) if word)
        return list(dict.fromkeys((whole, words(name))))

    def _bracketed(self, found: Heading, text: str) -> Heading | None:
        """A heading with the unit in brackets behind it."""
        unit = self._unit(found.quantity, (text,))
        if unit is None:
            return found._replace(unit=None, unread=text)
        return found._replace(unit=unit) if found.unit in (None, unit) else found._replace(unit=None)

    def _with_unit(self, stem: tuple[str, ...], tail: tuple[str, ...]) -> Heading | None:
        role, root = "", stem
        found = self._measured(" ".join(stem), stem)
        if found is None:
            role, root = self._role(stem)
            found = self._measured(" ".join(root), root) if role else None
        if found is None or not tail:
            return found if found is None else found._replace(role=role)
        unit = self._unit(found.quantity, self._spellings(tail))
        return None if unit is None else found._replace(role=role, unit=unit)

    def _measured(self, name: str, stem: tuple[str, ...]) -> Heading | None:
        told = self.told
        low = tuple(word.lower() for word in words(" ".join(stem)))
        for spelled in dict.fromkeys((name, "-".join(stem))):
            quantity = told.quantity(spelled) if spelled else None
            if quantity is not None:
                coded = told.knowledge.quantities.coded(spelled.strip()) is not None
                return Heading(spelled if coded else quantity.id, quantity.id, quantity, low)
            scale = told.scale(spelled) if spelled else None
            if scale is not None:
                return Heading(scale if told.scale(scale) == scale else spelled, scale, None, low)
        return None

    def _loinc(self, name: str) -> Heading | None:
        """A LOINC code behind the word LOINC; elsewhere two numbers may be anything."""
        found = _LOINC.fullmatch(name)
        if found is None or not found[1] or self.told.listed("code_system", found[1]) != "loinc":
            return None
        return self._measured(f"{found[2]}-{found[3]}", (name.lower(),))

    def _role(self, stem: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
        for length in (2, 1):
            role = self.told.listed("column_suffix", " ".join(stem[-length:])) if len(stem) > length else None
            if role is not None:
                return role, stem[:-length]
        return "", ()

    def _unit(self, quantity: Quantity | None, spellings: tuple[str, ...]) -> str | None:
        """The unit that one of some spellings names; only those of the table, for 10/9/L is none."""
        conversions, units = self.told.knowledge.conversions, self.told.knowledge.units
        if quantity is None:
            return None
        for text in spellings:
            if units.code(text) is None:
                continue
            found = conversions.unit(conversions.meant(quantity, text), text)
            if not isinstance(found, Refused):
                return found.code
        return None

    def _spellings(self, tail: tuple[str, ...]) -> tuple[str, ...]:
        """How the words of a unit are written: mg_dl is mg/dL, 10_9_l is 10*9/L.  A bare number is none."""
        joined = _POWER.sub(r"10*\1/", "/".join(tail)).replace("/1/73", "/1.73")
        joined = joined.replace("1.73/", "1.73")
        if tail[0].isdecimal() and not joined.startswith("10*"):
            return ()
        return joined, " ".join(tail), "".join(tail)
