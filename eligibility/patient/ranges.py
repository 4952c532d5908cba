"""A site's reference ranges: limits of normal by analyte, method, sex, age and time.

What comes in is a CSV file; what goes out are ranges grounded in our quantities
and units, and for a value those that apply to it.  A range stands in for one
that the laboratory did not print with the value; it never overrides it.
"""

from __future__ import annotations

import csv
import hashlib
import io
import math
import re
from collections.abc import Iterator

import msgspec

from eligibility.core.dates import PartialDate, parse_date
from eligibility.core.errors import InputError
from eligibility.core.interval import point
from eligibility.knowledge.conversion import Refused
from eligibility.knowledge.load import Knowledge
from eligibility.knowledge.quantities import Quantity
from eligibility.knowledge.units import Unit
from eligibility.patient.measure import read_unit, suspect
from eligibility.patient.spots import line as shown_line
from eligibility.patient.spots import shown
from eligibility.patient.terms import Terms, terms

NEEDED = ("analyte", "low", "high", "unit")
FURTHER = ("method", "sex", "age_from", "age_to", "valid_from", "valid_to", "source")
SEXES = {"female": "female", "f": "female", "male": "male", "m": "male", "": None, "any": None, "all": None}
UNITS = {"": 12, "year": 12, "years": 12, "y": 12, "month": 1, "months": 1, "mo": 1}
DAYS = {"week": 7, "weeks": 7, "wk": 7, "day": 1, "days": 1, "d": 1}
_AGE = re.compile(r"(\d+)\s*([a-z]*)")


class Age(msgspec.Struct, frozen=True):
    """Completed months, or days where the file counts weeks or days; ``written`` as in the file."""

    count: int
    calendar: bool
    step: int
    written: str


class SiteRange(msgspec.Struct, frozen=True):
    """Limits of normal and for whom they hold.

    Units: ``low`` and ``high`` in ``unit``.  ``older`` and ``younger`` are completed ages, both inclusive.
    """

    quantity: str
    low: float | None
    high: float | None
    unit: str
    line: int
    method: str | None = None
    sex: str | None = None
    older: Age | None = None
    younger: Age | None = None
    valid_from: PartialDate | None = None
    valid_to: PartialDate | None = None
    source: str = ""

    @property
    def says(self) -> str:
        """For whom and when the range holds, in words."""
        ages = " to ".join(f"{age.written}" for age in (self.older, self.younger) if age)
        if self.younger is None and self.older is not None:
            ages = f"from {ages}"
        elif self.older is None and self.younger is not None:
            ages = f"up to {ages}"
        since = f"from {self.valid_from}" if self.valid_from else ""
        until = f"until {self.valid_to}" if self.valid_to else ""
        parts = (self.method, self.sex, ages and f"age {ages}", since, until, self.source)
        return ", ".join(part for part in parts if part)


class Ranges(msgspec.Struct, frozen=True):
    """The ranges of one file.

    ``checksum`` is of its bytes.  ``unused``: rows of analytes that are not known here, with their line.
    """

    name: str
    checksum: str
    by_quantity: dict[str, tuple[SiteRange, ...]]
    unused: tuple[str, ...] = ()


def read_ranges(content: bytes, place: str, knowledge: Knowledge) -> Ranges:
    """The reference ranges of a CSV file.

    Raises: InputError with the line, when a column is missing or a cell cannot be read.
    """
    told, unused = terms(knowledge), []
    found: dict[str, list[SiteRange]] = {}
    for line, row in _rows(content, place):
        where = f"{place}:{line}"
        quantity = told.quantity(row["analyte"])
        if quantity is None:
            unused.append(f"{where}: {shown(row['analyte'])} is not a quantity known here")
            continue
        found.setdefault(quantity.id, []).append(_range(row, line, where, quantity, told))
    kept = {name: tuple(listed) for name, listed in found.items()}
    return Ranges(place.rsplit("/", 1)[-1], hashlib.sha256(content).hexdigest(), kept, tuple(unused))


def _rows(content: bytes, place: str) -> Iterator[tuple[int, dict[str, str]]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(f"byte {error.start} is not UTF-8; save the file as UTF-8", place) from None
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    header = [name.strip().lower() for name in next(_guarded(reader, place), [])]
    known = ", ".join((*NEEDED, *FURTHER))
    for name in NEEDED:
        if name not in header:
            commas = "" if len(header) > 1 else " and commas between them"
            message = f"the column '{name}' is missing; the columns are {known},{commas} as in docs/RANGES.md"
            raise InputError(message.replace(",  ", ", "), f"{place}:1")
    for name in header:
        if name not in (*NEEDED, *FURTHER) or header.count(name) > 1:
            message = f"the column {shown(name)} is not known, or stands twice; the columns are {known}"
            raise InputError(message, f"{place}:1")
    line = reader.line_num
    for cells in _guarded(reader, place):
        begun, line = line + 1, reader.line_num
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(header):
            message = f"{len(cells)} cells for {len(header)} columns; put a cell with a comma in quotes"
            raise InputError(message, f"{place}:{begun}")
        yield begun, dict(zip(header, (cell.strip() for cell in cells), strict=True))


def _guarded(reader: Iterator[list[str]], place: str) -> Iterator[list[str]]:
    """The rows of a reader; a quote that is never closed, or a cell without end, is refused."""
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            line = getattr(reader, "line_num", 0)
            raise InputError(f"{error}; check the quotes of this row", f"{place}:{line}") from None
        yield cells


def _range(row: dict[str, str], line: int, where: str, quantity: Quantity, told: Terms) -> SiteRange:
    unit = told.knowledge.conversions.unit(quantity, row["unit"])
    if isinstance(unit, Refused):
        raise InputError(str(unit), where)
    low, high = _limit(row["low"], "low", where), _limit(row["high"], "high", where)
    if low is None and high is None:
        raise InputError("the row has neither a low nor a high limit; give one", where)
    if low is not None and high is not None and low > high:
        raise InputError(f"the limits run backward, {low:g} to {high:g}; check low and high", where)
    _check_limits(low, high, unit, quantity, row["unit"], where, told)
    sex = row.get("sex", "").lower()
    if sex not in SEXES:
        raise InputError(f"{shown(row['sex'])} is no sex; write female, male or nothing", where)
    found = SiteRange(
        quantity=quantity.id, low=low, high=high, unit=row["unit"], line=line, sex=SEXES[sex],
        method=told.of_kind(row.get("method") or None, frozenset({"method"})),
        older=_age(row.get("age_from", ""), where), younger=_age(row.get("age_to", ""), where),
        valid_from=_date(row.get("valid_from", ""), where), valid_to=_date(row.get("valid_to", ""), where),
        source=shown_line(row.get("source", "")),
    )  # fmt: skip
    _check_order(found, where)
    return found


def _check_limits(
    low: float | None, high: float | None, unit: Unit, quantity: Quantity, text: str, where: str, told: Terms
) -> None:
    """Limits that are none of the quantity in this unit are refused, as those beside a value are."""
    conversions = told.knowledge.conversions
    read = read_unit(conversions, quantity, text)
    for end in (low or None, high):
        doubt = None if end is None else suspect(conversions, point(end), read, quantity, text, "a limit of ")
        if doubt is not None:
            raise InputError(f"{doubt.detail}; check the limits and their unit ({unit.code})", where)


def _check_order(found: SiteRange, where: str) -> None:
    older, younger = found.older, found.younger
    if older is not None and younger is not None and _days(older) > _days(younger):
        raise InputError(f"the ages run backward, {older.written} to {younger.written}; check both", where)
    begun, over = found.valid_from, found.valid_to
    if begun is not None and over is not None and begun.first > over.last:
        raise InputError(f"the dates run backward, {begun} to {over}; check valid_from and valid_to", where)


def _days(age: Age) -> float:
    return age.count * 30.4375 if age.calendar else age.count


def _limit(text: str, name: str, where: str) -> float | None:
    if not text:
        return None
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise InputError(f"{shown(text)} in {name} is no number; write it as 1.2, or leave it empty", where)
    return number


def _age(text: str, where: str) -> Age | None:
    if not text:
        return None
    found = _AGE.fullmatch(text.lower())
    if found is None or (found[2] not in UNITS and found[2] not in DAYS):
        message = f"{shown(text)} is no age; write 18, '18 years', '6 months', '2 weeks' or '28 days'"
        raise InputError(message, where)
    calendar = found[2] in UNITS
    step = UNITS[found[2]] if calendar else DAYS[found[2]]
    written = text if found[2] else f"{text} year{'' if text == '1' else 's'}"
    return Age(int(found[1]) * step, calendar, step, written)


def _date(text: str, where: str) -> PartialDate | None:
    if not text:
        return None
    try:
        return parse_date(text)
    except ValueError:
        raise InputError(f"{shown(text)} is no date; write YYYY-MM-DD", where) from None
