"""What a person types for the inputs of a formula, in the units that the formula takes.

What comes in are texts such as ``creatinine=80 umol/L`` and ``age=18 mo``; what
goes out are values, each with how it is written and how it was converted.
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from eligibility.core.errors import InputError
from eligibility.core.interval import Interval
from eligibility.formulas.table import AGE, SEX, YEAR, Formula, Needed, point
from eligibility.knowledge.amount import read_amount
from eligibility.knowledge.conversion import Refused
from eligibility.knowledge.load import Knowledge
from eligibility.knowledge.quantities import Quantity

MONTHS_A_YEAR, WEEKS_A_YEAR, DAYS_A_YEAR = 12, 365.25 / 7, 365.25
"""Source: the Julian year of 365.25 days, by which an age in weeks or days is one in years."""

_AGES = {
    "": 1.0, "a": 1.0, "y": 1.0, "yr": 1.0, "year": 1.0, "years": 1.0,
    "mo": 1 / MONTHS_A_YEAR, "month": 1 / MONTHS_A_YEAR, "months": 1 / MONTHS_A_YEAR,
    "wk": 1 / WEEKS_A_YEAR, "week": 1 / WEEKS_A_YEAR, "weeks": 1 / WEEKS_A_YEAR,
    "d": 1 / DAYS_A_YEAR, "day": 1 / DAYS_A_YEAR, "days": 1 / DAYS_A_YEAR,
}  # fmt: skip
"""How many years the units of an age are."""

OLDEST = 130
"""Units: years.  Nobody has been older."""

_SEXES = {"f": "female", "m": "male", "female": "female", "male": "male"}
WORDS = {AGE: Needed(unit=YEAR), SEX: Needed(words=("female", "male"))}
"""What may be given of a candidate for every formula: it may be for some ages only."""


class GivenInputs(msgspec.Struct, frozen=True):
    """The inputs of a formula by name: ``values`` in its units, ``written`` as given, ``notes`` on units."""

    values: dict[str, float | str]
    written: dict[str, str]
    notes: tuple[str, ...] = ()

    @property
    def points(self) -> dict[str, Interval | str | None]:
        """The values as what is known of each input."""
        return {name: point(value) for name, value in self.values.items()}


def read_given(formula: Formula, texts: Iterable[str], known: Knowledge) -> GivenInputs:
    """The inputs that texts of the form NAME=VALUE give.

    Raises: InputError that names the text that is no input or does not fit, or the input that is missing.
    """
    values: dict[str, float | str] = {}
    written: dict[str, str] = {}
    notes: list[str] = []
    for text in texts:
        name, sign, said = text.partition("=")
        name, said = name.strip().lower(), said.strip()
        needed = formula.inputs.get(name) or WORDS.get(name)
        if needed is None or not sign or not said:
            raise InputError(f"'{text}' gives no input of {formula.name}; give {_form(formula)}")
        if name in values:
            raise InputError(f"{name} is given twice")
        if needed.words:
            values[name] = _word(name, said, needed)
            written[name] = str(values[name])
        elif needed.unit == YEAR:
            values[name] = _years(said)
            written[name] = f"{values[name]:.6g}"
        else:
            values[name], written[name], note = _measured(name, said, needed, known)
            notes += [note] if note else []
    missing = [name for name, needed in formula.inputs.items() if name not in values and not needed.words]
    if missing:
        raise InputError(f"{formula.name} lacks {' and '.join(missing)}; give {_form(formula)}")
    return GivenInputs(values, written, tuple(notes))


def _form(formula: Formula) -> str:
    """How the inputs are to be written."""
    return " ".join(f"{name}={_example(needed)}" for name, needed in formula.inputs.items())


def _example(needed: Needed) -> str:
    if needed.words:
        return "|".join(needed.words)
    return "YEARS" if needed.unit == YEAR else f'"NUMBER {needed.unit}"' if needed.unit != "1" else "NUMBER"


def _word(name: str, said: str, needed: Needed) -> str:
    word = _SEXES.get(said.lower(), said.lower()) if name == SEX else said.lower()
    if word not in needed.words:
        raise InputError(f"{name} is {' or '.join(needed.words)}, not '{said}'")
    return word


def _years(said: str) -> float:
    amount = read_amount(said)
    factor = _AGES.get(amount.unit.lower())
    if factor is None or not 0 <= amount.value * factor <= OLDEST:
        raise InputError(f"'{said}' is no age; write years, or a number with mo, wk or d")
    return amount.value * factor


def refuse_implausible(name: str, value: float, unit: str, quantity: Quantity, known: Knowledge) -> None:
    """Refuse a value that no candidate has: mostly one in another unit than it is taken for.

    Raises: InputError that tells the range.
    """
    made = known.conversions.between(quantity, unit, quantity.unit)
    bounds = quantity.plausible
    if isinstance(made, Refused) or bounds.low is None or bounds.high is None:
        return
    if not bounds.low <= made(value) <= bounds.high:
        said = f"{name} of {value:.6g} {unit}".removesuffix(" 1")
        usual = f"{bounds.low:g} to {bounds.high:g} {quantity.unit}".removesuffix(" 1")
        raise InputError(f"{said} cannot be; it is {usual}; give the unit, or look at what it follows from")


def _measured(name: str, said: str, needed: Needed, known: Knowledge) -> tuple[float, str, str]:
    """A measured input: its value in the unit of the formula, as written there, and its conversion."""
    amount = read_amount(said)
    quantity = known.quantities.by_id.get(needed.quantity)
    if not amount.unit or amount.unit == needed.unit:
        unit = "" if needed.unit == "1" else f" {needed.unit}"
        if quantity is not None:
            refuse_implausible(name, amount.value, needed.unit, quantity, known)
        return amount.value, f"{amount.value:.6g}{unit}", ""
    if quantity is None:
        raise InputError(f"{name} is taken in {needed.unit}, not in '{amount.unit}'")
    made = known.conversions.between(quantity, amount.unit, needed.unit)
    if isinstance(made, Refused):
        raise InputError(f"{name}={said}: {made}")
    value = made(amount.value)
    refuse_implausible(name, value, needed.unit, quantity, known)
    note = f"{name}: {amount.value:.6g} {amount.unit} is {value:.6g} {needed.unit} ({made.grounds})"
    return value, f"{value:.6g} {needed.unit}", note if made.changes else ""
