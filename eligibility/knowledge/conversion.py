"""From one unit of a quantity to another: the factor, where it is from, or why there is none.

What comes in is a quantity and units as written; what goes out is a conversion,
computed once and kept, or a refusal that says what to do.  Within a kind it is
the table's factor; between mass, substance and charge it goes through the molar
mass and the valence of the analyte; an equation of ``rules/units/equations.csv``
joins what no factor does (HbA1c by NGSP and by IFCC).
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import msgspec

from eligibility.core.errors import RuleFileError
from eligibility.core.interval import Interval, inside, point
from eligibility.core.truth import TRUE
from eligibility.knowledge.quantities import Quantities, Quantity
from eligibility.knowledge.tables import Row, read_table
from eligibility.knowledge.ucum import read_outside
from eligibility.knowledge.units import Unit, Units

EQUATION_COLUMNS = ("quantity", "unit", "to", "factor", "offset", "unit_step", "to_step", "source")
MEANT_COLUMNS = ("quantity", "kind", "meant", "source")
NO_UNIT, PER_CENT = "1", "%"
MULTIPLE = 10.0
"""A bare number up to this may be a multiple of a limit of normal."""


class Conversion(msgspec.Struct, frozen=True):
    """A value in ``source``, times ``factor`` plus ``offset``, is the value in ``target``.

    ``grounds``: where the factor is from.  ``step``: the last digit that reports print in ``target``, where
    an equation joins two printed values (6.5 % of HbA1c is reported as 48 mmol/mol), ``back`` the one in
    ``source``.  Errors: exact to 1e-9 relative.
    """

    source: str
    target: str
    factor: float = 1.0
    offset: float = 0.0
    grounds: str = ""
    step: float | None = None
    back: float | None = None

    def __call__(self, value: float) -> float:
        """The value in the target unit."""
        return value * self.factor + self.offset

    def column(self, values: Iterable[float]) -> list[float]:
        """The values of a column in the target unit."""
        factor, offset = self.factor, self.offset
        if offset:
            return [value * factor + offset for value in values]
        return [value * factor for value in values]

    def printed(self, value: float) -> float:
        """The value in the target unit as a report prints it."""
        made = self(value)
        return made if self.step is None else round(made / self.step) * self.step

    @property
    def changes(self) -> bool:
        """Whether the two units differ, if only in name."""
        return self.source != self.target


class Refused(msgspec.Struct, frozen=True):
    """Why a unit or a conversion is not taken, and what to give instead.

    ``other``: it is a unit of another kind.
    """

    why: str
    instead: str
    other: bool = False

    def __str__(self) -> str:
        return f"{self.why}; {self.instead}"


class Conversions:
    """Units read for a quantity, and conversions between them; both are kept once found."""

    def __init__(self, folder: Path, units: Units, quantities: Quantities) -> None:
        self._units, self._quantities = units, quantities
        self._equations: dict[str, list[Conversion]] = {}
        self._read: dict[tuple[str, str], Unit | Refused] = {}
        self._found: dict[tuple[str, str, str], Conversion | Refused] = {}
        for row in read_table(folder / "equations.csv", EQUATION_COLUMNS):
            self._equations.setdefault(row["quantity"], []).append(self._equation(row))
        self._meant: dict[tuple[str, str], Quantity] = {}
        for row in read_table(folder / "meant.csv", MEANT_COLUMNS):
            meant = quantities.by_id.get(row["meant"])
            if meant is not None:
                self._meant[row["quantity"], row["kind"]] = meant

    def _equation(self, row: Row) -> Conversion:
        factor, known = row.number("factor"), {row["unit"], row["to"]} <= set(self._units.by_code)
        if not factor or factor < 0 or row["quantity"] not in self._quantities.by_id or not known:
            raise RuleFileError(f"{row.place}: an equation joins two units by a positive factor")
        steps = row.number("to_step"), row.number("unit_step")
        return Conversion(row["unit"], row["to"], factor, row.number("offset") or 0.0, row["source"], *steps)

    def unit(self, quantity: Quantity, text: str | None) -> Unit | Refused:
        """The unit written as ``text``, of a kind in which the quantity is measured."""
        asked = quantity.id, text or ""
        if asked not in self._read:
            self._read[asked] = self._unit(quantity, (text or "").strip())
        return self._read[asked]

    def meant(self, quantity: Quantity, text: str | None) -> Quantity:
        """The quantity that a name stands for beside this unit: FEV1 in % is a share of what is predicted."""
        if text is None or not isinstance(self.unit(quantity, text), Refused):
            return quantity
        for (named, kind), meant in self._meant.items():
            if named == quantity.id and self._units.of_kind(text, (kind,)) is not None:
                return meant
        return quantity

    def share(self, quantity: Quantity) -> Quantity | None:
        """The quantity that is this one in per cent of what is predicted; ``None`` if there is none."""
        return self._meant.get((quantity.id, "fraction"))

    def whole(self, quantity: Quantity) -> Quantity | None:
        """The quantity of which this one is the per cent of what is predicted; ``None`` if there is none."""
        found = (
            name for (name, kind), meant in self._meant.items() if meant is quantity and kind == "fraction"
        )
        return self._quantities.by_id.get(next(found, ""))

    def usual_unit(self, quantity: Quantity, limits: Interval) -> str | None:
        """The unit that a criterion without one means: the only one that makes its limits usual ones.

        Units that convert into each other with the factor 1 count as one; ``None`` if none or several fit,
        or if the bare number may be a multiple of a limit of normal.
        """
        ends = [end for end in (limits.low, limits.high) if end]
        if quantity.multiples and any(end <= MULTIPLE for end in ends):
            return None
        fitting = self._usual(quantity, limits)
        return fitting[0] if len(fitting) == 1 else None

    def doubtful(self, quantity: Quantity, unit: str, limits: Interval) -> bool:
        """Whether limits are none that a criterion sets in their unit: 1,500 neutrophils a mL.

        They lie beyond what is plausible of any candidate; or they are unusual, and usual in another unit
        of the quantity, or off the usual part of a scale.
        """
        found = self.between(quantity, unit, quantity.unit)
        if isinstance(found, Refused):
            return False
        ends = [point(end) for end in _ends(limits, found)]
        if any(inside(end, quantity.plausible) is not TRUE for end in ends):
            return True
        usual = quantity.thresholds
        if usual is None or all(inside(end, usual) is TRUE for end in ends):
            return False
        return quantity.kind == "score" or bool(self._usual(quantity, limits))

    def _usual(self, quantity: Quantity, limits: Interval) -> list[str]:
        """The units that make limits usual ones; those of the same size count as one."""
        if quantity.thresholds is None or not (limits.low or limits.high):
            return []
        fitting: dict[tuple[float, float], str] = {}
        for code in (quantity.unit, *quantity.units):
            found = self.between(quantity, code, quantity.unit)
            if isinstance(found, Refused):
                continue
            if all(inside(point(end), quantity.thresholds) is TRUE for end in _ends(limits, found)):
                fitting.setdefault((float(f"{found.factor:.9g}"), found.offset), code)
        return list(fitting.values())

    def between(self, quantity: Quantity, source: str | None, target: str | None) -> Conversion | Refused:
        """How a value in ``source`` becomes one in ``target``; both as written."""
        asked = quantity.id, source or "", target or ""
        if asked not in self._found:
            first, second = self.unit(quantity, source), self.unit(quantity, target)
            if isinstance(first, Refused):
                self._found[asked] = first
            elif isinstance(second, Refused):
                self._found[asked] = second
            else:
                self._found[asked] = self._between(quantity, first, second)
        return self._found[asked]

    def _kinds(self, quantity: Quantity) -> tuple[str, ...]:
        kinds = [quantity.kind]
        for code in quantity.units:
            named = [unit.kind for unit in self._units.by_code.get(code, ())]
            if not named:
                raise RuleFileError(f"rules/quantities: '{code}' of {quantity.id} is no unit of rules/units")
            if not set(named) & set(kinds):
                kinds.append(named[0])
        return tuple(kinds)

    def _unit(self, quantity: Quantity, text: str) -> Unit | Refused:
        kinds = self._kinds(quantity)
        plain = quantity.units == (NO_UNIT,)
        instead = "give a plain number" if plain else f"give it in {_listed(quantity.units)}"
        if not text:
            if not self._units.kinds[quantity.kind].pure:
                return Refused(f"{quantity.name} stands without a unit", instead)
            text = quantity.unit
        found = self._units.of_kind(text, kinds)
        if found is not None and found.code in (NO_UNIT, PER_CENT) and found.code not in quantity.units:
            return Refused(f"{quantity.name} is not measured in '{text}'", instead)
        found = found or self._outside(quantity, text, kinds)
        if found is not None:
            return found
        known = self._units.known(text)
        if known is None:
            return Refused(f"'{text}' is no unit that {quantity.name} is measured in", instead)
        other, own = self._units.kinds[known.kind].says, self._says(quantity)
        return Refused(f"'{text}' is the unit of {other}, but {quantity.name} is {own}", instead, True)

    def _outside(self, quantity: Quantity, text: str, kinds: tuple[str, ...]) -> Unit | None:
        """A UCUM code without a row in the table, of a kind of the quantity."""
        if self._units.code(text) is not None:
            return None
        like = {unit.kind: unit for code in quantity.units for unit in self._units.by_code[code]}
        for kind in kinds:
            if not self._units.kinds[kind].atoms:
                continue
            found = read_outside(text, like[kind], self._units.kinds[kind])
            if found is not None:
                return found
        return None

    def _says(self, quantity: Quantity) -> str:
        return self._units.kinds[quantity.kind].says

    def _between(self, quantity: Quantity, source: Unit, target: Unit) -> Conversion | Refused:
        found = _direct(quantity, source, target)
        for equation in self._equations.get(quantity.id, ()) if found is None else ():
            found = self._stepped(quantity, source, equation, target)
            found = found or self._stepped(quantity, source, _inverse(equation), target)
            if found is not None:
                break
        if found is not None:
            return found
        kinds = self._units.kinds
        why = (
            f"{quantity.name} in {source.code} is {kinds[source.kind].says}, in {target.code} "
            f"{kinds[target.kind].says}: no factor leads from one to the other"
        )
        return Refused(why, f"give it in {target.code}" + _by_surface(source, target))

    def _stepped(self, quantity: Quantity, source: Unit, step: Conversion, target: Unit) -> Conversion | None:
        """Source to target by way of an equation."""
        before = _direct(quantity, source, self._units.by_code[step.source][0])
        after = _direct(quantity, self._units.by_code[step.target][0], target)
        if before is None or after is None:
            return None
        factor = before.factor * step.factor * after.factor
        whole = before.changes or after.changes
        steps = (None, None) if whole else (step.step, step.back)
        return Conversion(source.code, target.code, factor, after(step(before.offset)), step.grounds, *steps)


def _ends(limits: Interval, made: Conversion) -> list[float]:
    """The bounds that limits set, converted; a bound of nothing is in every unit."""
    return [made(end) for end in (limits.low, limits.high) if end]


def same_kind(units: Units, source: str, target: str) -> Conversion | Refused:
    """The conversion between two units of one kind, whatever they measure."""
    if not source:
        return Refused("the amount has no unit", 'write it with the number: "5 mg/dL"')
    for text in (source, target):
        if units.known(text) is None:
            return Refused(f"'{text}' is no unit of the table", "name what is measured with --quantity")
    for kind in units.kinds:
        first, second = units.of_kind(source, (kind,)), units.of_kind(target, (kind,))
        if first is not None and second is not None:
            return _within(first, second)
    first, second = units.known(source), units.known(target)
    assert first is not None and second is not None
    says = units.kinds[first.kind].says, units.kinds[second.kind].says
    why = f"'{source}' is the unit of {says[0]}, '{target}' of {says[1]}"
    return Refused(why, "name what is measured with --quantity")


def _within(source: Unit, target: Unit) -> Conversion:
    offset = (source.offset - target.offset) / target.factor
    return Conversion(source.code, target.code, source.factor / target.factor, offset, "UCUM")


def _direct(quantity: Quantity, source: Unit, target: Unit) -> Conversion | None:
    """The conversion by the table, or by what the analyte's molecule weighs and carries."""
    if source.kind == target.kind:
        return _within(source, target)
    through = _through(quantity, source.kind, target.kind)
    if through is None:
        return None
    factor = source.factor * through[0] / target.factor
    return Conversion(source.code, target.code, factor, 0.0, through[1])


def _through(quantity: Quantity, source: str, target: str) -> tuple[float, str] | None:
    """What joins mass, substance and charge of an analyte: the factor between their bases, and its ground."""
    mass, charge = quantity.molar_mass, quantity.valence
    of = f" of {quantity.molecule}" if quantity.molecule else ""
    by_mass = f"molar mass{of} {mass:.10g} g/mol" if mass else ""
    by_charge = f"valence {charge:g}" if charge else ""
    match source, target:
        case ("mass_concentration", "substance_concentration") if mass:
            return 1 / mass, by_mass
        case ("substance_concentration", "mass_concentration") if mass:
            return mass, by_mass
        case ("substance_concentration", "equivalent_concentration") if charge:
            return charge, by_charge
        case ("equivalent_concentration", "substance_concentration") if charge:
            return 1 / charge, by_charge
        case ("mass_concentration", "equivalent_concentration") if mass and charge:
            return charge / mass, f"{by_mass}; {by_charge}"
        case ("equivalent_concentration", "mass_concentration") if mass and charge:
            return mass / charge, f"{by_mass}; {by_charge}"
    return None


def _inverse(step: Conversion) -> Conversion:
    return Conversion(
        step.target,
        step.source,
        1 / step.factor,
        -step.offset / step.factor,
        step.grounds,
        step.back,
        step.step,
    )


def _by_surface(source: Unit, target: Unit) -> str:
    if {source.kind, target.kind} == {"volume_rate", "indexed_volume_rate"}:
        return ", or give the body surface area"
    return ""


def _listed(codes: tuple[str, ...]) -> str:
    return codes[0] if len(codes) == 1 else f"{', '.join(codes[:-1])} or {codes[-1]}"
