"""The formulas of ``rules/formulas``: what each computes, of what, for whom, and where it is from.

What comes in is a folder with one TOML file a formula; what goes out are
formulas whose expression is parsed when it is first asked for.
"""

from __future__ import annotations

import functools
import math
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Literal

import msgspec

from eligibility.core.errors import RuleFileError
from eligibility.core.interval import Interval
from eligibility.formulas.compiled import Computed, compiled
from eligibility.formulas.expression import Node, printed, with_steps
from eligibility.formulas.grammar import FormulaError, parse
from eligibility.formulas.spread import Known, Spread, holds, spread
from eligibility.formulas.told import settled
from eligibility.knowledge.tables import read_table

AGE, SEX = "age", "sex"
"""Inputs that the candidate has, and not a measurement: age in years, sex in a word."""

YEAR = "a"
"""The UCUM code of the unit of an age."""

Given = Mapping[str, Interval | str | None]
"""What is known of each input: a value in the input's unit, a word, or nothing."""


class Needed(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An input of a formula.

    ``quantity`` and ``unit``: what is measured, and the unit that the expression takes it in; ``words``: what
    an input may be that is a word; ``meaning``: what to ask for; ``whole``: an age is in completed years.
    """

    quantity: str = ""
    unit: str = ""
    words: tuple[str, ...] = ()
    meaning: str = ""
    whole: bool = False


class Example(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A worked example: what went in, what came out, and who says so."""

    given: dict[str, float | str]
    result: float
    source: str
    band: str = ""


class Band(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A name for a range of results: Child-Pugh A is 5 to 6 points.  Ends are inclusive unless open."""

    name: str
    low: float | None = None
    high: float | None = None
    low_open: bool = False

    def holds(self, value: float) -> bool:
        """Whether a result is of this band."""
        above = self.low is None or value > self.low or (value == self.low and not self.low_open)
        return above and (self.high is None or value <= self.high)


class FormulaFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A file of ``rules/formulas``, as it is written."""

    name: str
    names: tuple[str, ...]
    of: str
    unit: str
    expression: str
    inputs: dict[str, Needed]
    verified: Literal["yes", "no"]
    source: str
    examples: tuple[Example, ...]
    steps: dict[str, str] = {}
    age_from: float | None = None
    age_below: float | None = None
    remarks: str = ""
    one_test: bool = False
    bands: tuple[Band, ...] = ()


class Formula:
    """One formula.  ``age_from`` and ``age_below`` bound, in years, whom it is for.

    ``one_test``: its inputs are of one test, and so of one day: QT and heart rate, a differential count.

    Units: the result is in ``unit``, and each input in its own.
    """

    def __init__(self, identifier: str, file: FormulaFile) -> None:
        self.id, self.file = identifier, file
        self.name, self.names, self.of, self.unit = file.name, file.names, file.of, file.unit
        self.inputs, self.examples, self.bands = file.inputs, file.examples, file.bands
        self.source, self.remarks, self.verified = file.source, file.remarks, file.verified == "yes"
        self.age_from, self.age_below = file.age_from, file.age_below
        self.one_test = file.one_test

    @functools.cached_property
    def expression(self) -> Node:
        """The expression, its steps put in.

        Raises: RuleFileError with the place when it is not understood.
        """
        steps: dict[str, Node] = {}
        try:
            for name, text in self.file.steps.items():
                steps[name] = with_steps(parse(text, {*self.inputs, *steps}), steps)
            return with_steps(parse(self.file.expression, {*self.inputs, *steps}), steps)
        except FormulaError as error:
            raise RuleFileError(f"formulas/{self.id}.toml: {error}") from error

    @functools.cached_property
    def computed(self) -> Computed:
        """The expression as a function of its inputs, in their order."""
        return compiled(self.expression, tuple(self.inputs))

    def value(self, given: Mapping[str, float | str]) -> float:
        """The result for inputs that are all known.

        Raises: FormulaError where there is none, as for a length of zero.
        """
        try:
            found = self.computed(*(given[name] for name in self.inputs))
        except (ArithmeticError, ValueError):
            found = math.nan
        if not math.isfinite(found):
            raise FormulaError(f"{self.name} has no value for these inputs")
        return found

    def column(self, columns: Mapping[str, Sequence[float] | Sequence[str]]) -> list[float]:
        """The results of a column; every input is one too, in its unit.  Raises as ``value`` does."""
        try:
            rows: Iterator[tuple[float | str, ...]] = zip(
                *(columns[name] for name in self.inputs), strict=True
            )
            computed: Callable[..., float] = self.computed
            return [computed(*row) for row in rows]
        except (ArithmeticError, ValueError) as error:
            raise FormulaError(f"{self.name} has no value for some of these inputs") from error

    def spread(self, given: Given) -> Interval | None:
        """Every result that inputs may have which are known in part; ``None`` where there is none.

        A word that is not given may be any that the input allows, and a number any at all.
        """
        low, high = spread(self.expression, self._known(given))
        if math.isnan(low) or math.isnan(high) or (math.isinf(low) and math.isinf(high)):
            return None
        return Interval(None if math.isinf(low) else low, None if math.isinf(high) else high)

    def _known(self, given: Given) -> Known:
        return {name: _known(needed, given.get(name)) for name, needed in self.inputs.items()}

    def shown(self, given: Given, written: Mapping[str, str]) -> str:
        """The expression with the cases settled and the inputs as ``written``, unit and all."""
        known = self._known(given)
        tree = settled(self.expression, lambda condition: holds(condition, known))
        return printed(tree, lambda one: written.get(one.name, one.name))

    @property
    def text(self) -> str:
        """The expression in plain signs, by the names of its inputs and steps, and what the steps are."""
        names = {*self.inputs, *self.file.steps}
        steps = [f"{name} = {printed(parse(text, names))}" for name, text in self.file.steps.items()]
        return "; ".join([printed(parse(self.file.expression, names)), *steps])

    def is_for(self, age: float) -> bool:
        """Whether the formula is for candidates of an age in years."""
        old = self.age_from is None or age >= self.age_from
        return old and (self.age_below is None or age < self.age_below)

    def band(self, value: float) -> str:
        """The name of the band that a result is of; empty where there is none."""
        return next((band.name for band in self.bands if band.holds(value)), "")

    def __repr__(self) -> str:
        return f"Formula({self.id})"


def point(value: float | str) -> Interval | str:
    """A known input: a number as the interval that holds it alone, a word as it is."""
    return value if isinstance(value, str) else Interval(value, value)


def _known(needed: Needed, found: Interval | str | None) -> Spread | frozenset[str]:
    if needed.words:
        return frozenset([found]) if isinstance(found, str) else frozenset(needed.words)
    if not isinstance(found, Interval):
        return -math.inf, math.inf
    low = -math.inf if found.low is None else found.low
    return low, math.inf if found.high is None else found.high


class Formulas:
    """Every formula by its id, and those that are used for a quantity where the protocol names none."""

    def __init__(self, folder: Path) -> None:
        self.by_id: dict[str, Formula] = {}
        for path in sorted((folder / "formulas").glob("*.toml")):
            try:
                file = msgspec.convert(tomllib.loads(path.read_text("utf-8")), FormulaFile)
            except (msgspec.ValidationError, tomllib.TOMLDecodeError) as error:
                raise RuleFileError(f"formulas/{path.name}: {error}") from error
            self.by_id[path.stem] = Formula(path.stem, file)
        self._usual: dict[str, list[tuple[Formula, float, float]]] = {}
        self._spelled: dict[str, list[tuple[str, Formula]]] = {}
        self._open = {
            row["word"] for row in read_table(folder / "conventions" / "open_formulas.csv", OPEN_COLUMNS)
        }
        for row in read_table(folder / "conventions" / "formulas.csv", USUAL_COLUMNS):
            if row["formula"] not in self.by_id:
                raise RuleFileError(f"{row.place}: '{row['formula']}' is no formula")
            one = self.by_id[row["formula"]]
            age_from = row.number("age_from") or one.age_from or 0.0
            below = row.number("age_below") or one.age_below or math.inf
            self._usual.setdefault(row["quantity"], []).append((one, age_from, below))

    def usual(self, quantity: str, youngest: float, oldest: float) -> list[Formula]:
        """The formulas for a quantity where the protocol names none, of every age the candidate may have.

        None where there is no formula for some of these ages.
        """
        listed = self._usual.get(quantity, ())
        found = [row for row in listed if oldest >= row[1] and youngest < row[2]]
        covered = found and youngest >= min(row[1] for row in found) and oldest < max(row[2] for row in found)
        ageless = any(row[2] == math.inf for row in found) and youngest >= min(
            (row[1] for row in found), default=0
        )
        return [one for one, _, _ in found] if covered or ageless else []

    def leaves_open(self, words: str) -> bool:
        """Whether words name no formula of their own: the recommended formula in section 3."""
        return all(word in self._open or word.isdecimal() for word in _even(words).split())

    def derives(self, quantity: str) -> bool:
        """Whether a quantity may follow from others."""
        return quantity in self._usual

    def only(self, quantity: str) -> Formula | None:
        """The formula for a quantity that has one alone."""
        listed = self._usual.get(quantity, ())
        return listed[0][0] if len(listed) == 1 else None

    def named(self, words: str, quantity: str) -> list[Formula]:
        """The formulas for a quantity that words name: several where the name is that of several."""
        name = self.name_in(words, quantity)
        return list({one.id: one for said, one in self._names(quantity) if said == name}.values())

    def name_in(self, words: str, quantity: str) -> str:
        """The longest name of a formula for a quantity that stands in words, evened; else nothing."""
        said = f" {_even(words)} "
        return max((name for name, _ in self._names(quantity) if f" {name} " in said), key=len, default="")

    @staticmethod
    def without(words: str, name: str) -> list[str]:
        """The words left of a text, in even spelling, once a name is taken out of it wherever it stands."""
        return f" {_even(words)} ".replace(f" {name} ", "  ").split()

    def _names(self, quantity: str) -> list[tuple[str, Formula]]:
        """The names, evened, of the formulas for a quantity: they give it, or what it is told by."""
        if quantity not in self._spelled:
            usual = [one for one, _, _ in self._usual.get(quantity, ())]
            self._spelled[quantity] = [
                (_even(name), one)
                for one in self.by_id.values()
                if one.of == quantity or one in usual or self._rates(one.of, quantity)
                for name in one.names
            ]
        return self._spelled[quantity]

    def _rates(self, of: str, quantity: str) -> bool:
        """Whether two quantities are told by the same formulas, as eGFR and creatinine clearance are."""
        own, others = ({one.id for one, _, _ in self._usual.get(name, ())} for name in (of, quantity))
        return len(own) > 1 and own == others


OPEN_COLUMNS = ("word", "source")
USUAL_COLUMNS = ("quantity", "formula", "age_from", "age_below", "source")


def _even(text: str) -> str:
    """Words in small letters, one space between them, without signs."""
    return " ".join("".join(sign if sign.isalnum() else " " for sign in text.lower()).split())


@functools.lru_cache(maxsize=4)
def formulas(folder: Path) -> Formulas:
    """The formulas of a folder of rules, read on the first call."""
    return Formulas(folder)
