"""Published conversions and refusals, and how ours compare: ``python -m tests.conversion_cases``.

The cases are in ``cases/quantities``; the comments there say what their keys mean.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec

from eligibility.core.errors import InputError
from eligibility.knowledge.amount import convert, read_amount
from eligibility.knowledge.conversion import Refused
from eligibility.knowledge.load import knowledge
from eligibility.knowledge.quantities import Quantity

FOLDER = Path(__file__).resolve().parent.parent / "cases" / "quantities"
NEAR = 1e-3
"""Relative; published factors have three or four digits."""


class Published(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A conversion as published; ``wrong`` says why it is not right to 0.1 %."""

    quantity: str
    value: float
    unit: str
    expected: float
    expected_unit: str
    source: str
    wrong: str = ""

    @property
    def id(self) -> str:
        return f"{self.quantity} {self.value:g} {self.unit} in {self.expected_unit}"


class Refusal(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A unit or amount to refuse; ``to``: the unit asked for; ``says``: what the message holds."""

    quantity: str
    unit: str
    says: tuple[str, ...]
    why: str
    value: str | None = None
    to: str | None = None

    @property
    def id(self) -> str:
        amount = self.unit or "no unit" if self.value is None else f"{self.value} {self.unit}"
        return f"{self.quantity} {amount}" + (f" in {self.to}" if self.to else "")


class Graded(msgspec.Struct, frozen=True):
    """A case, what we say of it, and whether that is as expected."""

    id: str
    found: str
    right: bool


def published() -> list[Published]:
    """The conversions of ``conversions.toml``."""
    return msgspec.convert(_rows("conversion"), list[Published])


def refusals() -> list[Refusal]:
    """The refusals of ``refusals.toml``."""
    return msgspec.convert(_rows("refusal"), list[Refusal])


def _rows(kind: str) -> list[Any]:
    content = tomllib.loads((FOLDER / f"{kind}s.toml").read_text("utf-8"))
    rows: list[Any] = content.pop(kind)
    assert not content, f"{kind}s.toml holds no more than its cases"
    return rows


def grade(case: Published) -> Graded:
    """Whether a published conversion is ours, to 0.1 %; one that is wrong must differ."""
    found = knowledge().conversions.between(_quantity(case.quantity), case.unit, case.expected_unit)
    if isinstance(found, Refused):
        return Graded(case.id, str(found), False)
    value = found(case.value)
    near = math.isclose(value, case.expected, rel_tol=NEAR)
    return Graded(case.id, f"{value:.6g}, published {case.expected:g}", near is not bool(case.wrong))


def grade_refusal(case: Refusal) -> Graded:
    """Whether an amount or a unit is refused, in the words expected."""
    said = _said(case)
    if said is None:
        return Graded(case.id, "taken", False)
    return Graded(case.id, said, all(words in said for words in case.says))


def _said(case: Refusal) -> str | None:
    """Why a case is refused; ``None`` if it is not."""
    quantity = _quantity(case.quantity)
    if case.value is not None:
        try:
            convert(read_amount(f"{case.value} {case.unit}"), case.to or quantity.unit, quantity, knowledge())
        except InputError as error:
            return str(error)
        return None
    ours = knowledge().conversions
    found = ours.between(quantity, case.unit, case.to) if case.to else ours.unit(quantity, case.unit)
    return str(found) if isinstance(found, Refused) else None


def _quantity(name: str) -> Quantity:
    return knowledge().quantities.by_id[name]


def totals(name: str, graded: Sequence[Graded]) -> str:
    """How many cases of a file are as expected."""
    return f"{name}: {len(graded)} cases, right {sum(case.right for case in graded)}"


def main() -> None:
    """Print each case that is not as expected, then the totals."""
    ours = {
        "conversions": [grade(case) for case in published()],
        "refusals": [grade_refusal(case) for case in refusals()],
    }
    for graded in ours.values():
        for case in graded:
            if not case.right:
                print(f"{case.id}: {case.found}")
    print("\n".join(totals(name, graded) for name, graded in ours.items()))


if __name__ == "__main__":
    main()
