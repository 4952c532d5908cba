"""Says what was measured: by its codes of LOINC, by the site's own table, else by its name.

Every format gives a result codes, names and mostly a specimen; what they say together is decided here.  Of
two codes that name two measurements, or a code and a name that do, neither speaks.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from eligibility.core.errors import InputError
from eligibility.knowledge.quantities import Quantity
from eligibility.knowledge.wording import even
from eligibility.patient.profile import Code
from eligibility.patient.terms import MEMORY, Terms

OF_BLOOD = frozenset({"blood", "serum", "plasma"})


class What(NamedTuple):
    """The name or code of what was measured, and the quantity where it is one; scales have none."""

    code: str | Code
    quantity: Quantity | None


@functools.lru_cache(MEMORY)
def measurement_of(
    loinc: tuple[Code, ...], own: str | None, names: tuple[str, ...], specimen: str | None, told: Terms
) -> What | None:
    """What was measured; ``None`` where nothing known says it.

    ``loinc``: the codes of LOINC; ``own``: what the site's own table calls it.  A name speaks only where
    there is no code of LOINC, and a bare one for the usual specimen: glucose of the blood, not of the urine.

    Raises: InputError when two of them name two measurements.
    """
    known: dict[str, What] = {}
    for code in loinc:
        quantity = told.knowledge.quantities.coded(code.code)
        if quantity is not None:
            known.setdefault(quantity.id, What(code, quantity))
    if len(known) > 1:
        raise InputError(f"its codes name two measurements, {' and '.join(sorted(known))}", "code")
    for found in known.values():
        _refuse_another(found, names, told)
        return found
    if own is not None:
        return What(own, told.quantity(own))
    for name in () if loinc else names:
        quantity = told.quantity(name)
        if (quantity is not None or told.scale(name) is not None) and _is_usual(name, specimen, quantity):
            return What(name, quantity)
    return None


def quantities_of(loinc: Iterable[Code], told: Terms) -> list[Code]:
    """Those of some codes of LOINC that name a quantity known here."""
    return [code for code in loinc if told.knowledge.quantities.coded(code.code) is not None]


def _refuse_another(found: What, names: Sequence[str], told: Terms) -> None:
    """Raises: InputError when a name is that of another measurement, and not a shorter one of the same."""
    quantity = found.quantity
    assert quantity is not None
    for name in dict.fromkeys(part for one in names for part in (one, one.partition(" [")[0])):
        other = told.quantity(name)
        if other is None or other.id == quantity.id:
            continue
        if not any(_words(name) <= _words(one) for one in quantity.names):
            raise InputError(f"its code names {quantity.name} and its words {other.name}", "code")


def _is_usual(name: str, specimen: str | None, quantity: Quantity | None) -> bool:
    """Whether a bare name may be read as the usual measurement, or names the specimen itself."""
    words = _words(specimen or "")
    named = (name, *(() if quantity is None else quantity.names))
    return not words or bool(words & OF_BLOOD) or any(words <= _words(one) for one in named)


def _words(text: str) -> set[str]:
    return set(re.findall(r"[^\W_]+", even(text)))
