"""Reads the result of a measurement as records write it: "5.4 H", "<0.01", "66.89 [in_i]", "positive".

What comes in is a text; what goes out is a number with what stood around it, or
the text itself where it is a word.  A part that is not understood leaves the
whole text as it is: it is then known to be unread, and no number is taken from it.
"""

from __future__ import annotations

import re
from typing import NamedTuple, cast

from eligibility.core.errors import InputError
from eligibility.knowledge.conversion import Refused
from eligibility.knowledge.quantities import Quantity
from eligibility.patient.profile import Comparator
from eligibility.patient.terms import Terms

DENYING = frozenset({"negative", "not tested"})
"""The results of a genomic test that show nothing: what they deny depends on the assay."""

_WRITTEN = re.compile(
    r"(?P<sign><=|>=|=<|=>|<|>|≤|≥)?\s*(?P<number>[-+]?\d+(?:\.\d+)?)(?P<rest>.*)", re.DOTALL
)
SIGNS = {"≤": "<=", "≥": ">=", "=<": "<=", "=>": ">="}
MOST = 200
"""Characters of a result; a longer text is a report."""


class Result(NamedTuple):
    """A result: a number with its comparator, or a text; a unit and a flag that stood in the text."""

    value: float | str
    comparator: Comparator | None = None
    unit: str | None = None
    flag: str | None = None


def result_of(text: str, quantity: Quantity | None, told: Terms) -> Result:
    """What a text says as a result.

    Raises: InputError when it is empty, or longer than a result.
    """
    plain = " ".join(text.split())
    if not plain:
        raise InputError("the value is empty")
    if len(plain) > MOST:
        raise InputError(f"the value is a text of {len(plain)} characters, which is a report and not read")
    found = _WRITTEN.fullmatch(plain)
    if found is None:
        return Result(plain)
    sign = found["sign"]
    comparator = cast(Comparator | None, SIGNS.get(sign, sign))
    number, rest = float(found["number"]), found["rest"].strip()
    if not rest:
        return Result(number, comparator)
    before, _, last = rest.rpartition(" ")
    if told.listed("abnormal", rest) is not None:
        return Result(number, comparator, None, rest)
    if _is_unit(rest, quantity, told):
        return Result(number, comparator, rest)
    if before and told.listed("abnormal", last) is not None and _is_unit(before, quantity, told):
        return Result(number, comparator, before, last)
    return Result(plain)


def _is_unit(text: str, quantity: Quantity | None, told: Terms) -> bool:
    return quantity is not None and not isinstance(told.knowledge.conversions.unit(quantity, text), Refused)


def agreed(coded: str | None, spelled: str | None, quantity: Quantity | None, told: Terms) -> None:
    """Refuses a unit that is coded as one and spelled as another.

    Raises: InputError with both.
    """
    if quantity is None or coded is None or spelled is None or coded == spelled:
        return
    conversions = told.knowledge.conversions
    one, other = conversions.unit(quantity, coded), conversions.unit(quantity, spelled)
    if isinstance(one, Refused) or isinstance(other, Refused):
        kinds = [unit.other for unit in (one, other) if isinstance(unit, Refused)]
        if kinds == [True] and coded != "1":  # the code of a bare number stands beside words of any kind
            raise InputError(f"the unit is coded '{coded}' and spelled '{spelled}', which are of two kinds")
        return
    if one.code == other.code:
        return
    between = conversions.between(quantity, coded, spelled)
    if isinstance(between, Refused) or between.changes:
        raise InputError(f"the unit is coded '{one.code}' and spelled '{other.code}', which are two")
