"""The mapping: what the columns of a table mean, as a data manager writes it down.

What comes in is TOML; what goes out are its parts, as written.  A key that is not
known is refused, and so is whatever ``read_mapping`` finds: a mapping that does not
mean what it says would put wrong facts into every candidate.

    shape = "wide"                     # one row a candidate; "long": one row a fact
    id = "record_id"                   # the column with the candidate's code
    sex = "sex"
    sex_values = { "1" = "male", "2" = "female" }
    [[measurement]]
    column = "alt"
    code = "alt"
    unit = "U/L"
    date = "lab_date"
    high = "alt_uln"
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from typing import Any, ClassVar, Literal

import msgspec

from eligibility.core.errors import InputError
from eligibility.patient.profile import Sex
from eligibility.patient.spots import line, shown

Kind = Literal["measurement", "condition", "treatment", "genomic", "allergy"]
Order = Literal["day-month-year", "month-day-year"]
Therapy = Literal["drug", "procedure", "radiotherapy", "cell therapy", "other"]


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """A part of a mapping; ``COLUMNS`` are the keys that name a column of the table."""

    COLUMNS: ClassVar[tuple[str, ...]] = ()


class OneColumn(Part, frozen=True, kw_only=True):
    """A column of a wide table that holds facts of one kind.

    ``values``: what the codes in its cells stand for; ``missing``: further cells of it, its dates and its
    limits of normal that say nothing.
    """

    KIND: ClassVar[Kind]

    column: str
    values: dict[str, str] = {}
    missing: tuple[str, ...] = ()


class MeasurementColumn(OneColumn, frozen=True, kw_only=True):
    """Values of one measurement.  ``code``: a name or LOINC code; ``low``, ``high``: limits of normal."""

    KIND = "measurement"
    COLUMNS = ("column", "unit_column", "date", "low", "high")

    code: str
    unit: str | None = None
    unit_column: str | None = None
    date: str | None = None
    low: str | None = None
    high: str | None = None
    method: str | None = None
    specimen: str | None = None


class ListColumn(OneColumn, frozen=True, kw_only=True):
    """Entries of a list, in one of three forms.

    With ``text`` and ``values`` the cells are codes that say how it stands with what ``text`` names; with
    ``text`` and ``dated`` they are its dates, and ``dated`` says how it then stands; without ``text``
    they name it themselves, and ``status`` or the column ``status_column`` says how it stands.  Besides
    the words of the profile "leave out" says that it is no entry, "not known" that nobody knows.
    """

    text: str | None = None
    dated: str | None = None
    status: str | None = None
    status_column: str | None = None


class ConditionColumn(ListColumn, frozen=True, kw_only=True):
    """Diseases or events; ``onset``, ``resolved``, ``stage`` and ``grade`` are columns."""

    KIND = "condition"
    COLUMNS = ("column", "status_column", "onset", "resolved", "stage", "grade")

    onset: str | None = None
    resolved: str | None = None
    stage: str | None = None
    grade: str | None = None


class TreatmentColumn(ListColumn, frozen=True, kw_only=True):
    """Treatments; ``start``, ``end`` and ``timing`` ("end of induction therapy") are columns."""

    KIND = "treatment"
    COLUMNS = ("column", "status_column", "start", "end", "timing")

    kind: Therapy | None = None
    start: str | None = None
    end: str | None = None
    timing: str | None = None


class AllergyColumn(ListColumn, frozen=True, kw_only=True):
    """Hypersensitivities; ``date`` is a column."""

    KIND = "allergy"
    COLUMNS = ("column", "status_column", "date")

    date: str | None = None


class GenomicColumn(OneColumn, frozen=True, kw_only=True):
    """Genomic results: of one assay, or of that which the column ``assay_column`` names."""

    KIND = "genomic"
    COLUMNS = ("column", "assay_column", "date")

    assay: str | None = None
    assay_column: str | None = None
    target: str | None = None
    date: str | None = None
    specimen: str | None = None


AnyColumn = MeasurementColumn | ConditionColumn | TreatmentColumn | GenomicColumn | AllergyColumn


class LongColumns(Part, frozen=True, kw_only=True):
    """The columns of a long table."""

    COLUMNS = (
        "kind", "name", "code", "system", "value", "unit", "low", "high", "date", "start", "end", "status",
        "verification", "timing", "assay", "target", "method", "specimen",
    )  # fmt: skip

    kind: str | None = None
    name: str | None = None
    code: str | None = None
    system: str | None = None
    value: str | None = None
    unit: str | None = None
    low: str | None = None
    high: str | None = None
    date: str | None = None
    start: str | None = None
    end: str | None = None
    status: str | None = None
    verification: str | None = None
    timing: str | None = None
    assay: str | None = None
    target: str | None = None
    method: str | None = None
    specimen: str | None = None


class Fixed(Part, frozen=True, kw_only=True):
    """What holds for every row of a long table that has no column for it."""

    kind: Kind | None = None
    system: str | None = None
    assay: str | None = None


class Statuses(Part, frozen=True, kw_only=True):
    """What the words in the columns ``status`` and ``verification`` of a long table stand for.

    "" is an empty cell.
    """

    measurement: dict[str, str] = {}
    condition: dict[str, str] = {}
    treatment: dict[str, str] = {}
    genomic: dict[str, str] = {}
    allergy: dict[str, str] = {}


class NumberBy(Part, frozen=True, kw_only=True):
    """Candidates are numbered by a column that identifies them; its cells are not kept.

    Where a site keeps pseudonyms, they are by the cells of this column.
    """

    number_by: str


class Mapping(Part, frozen=True, kw_only=True):
    """What the columns of one table mean; ``place`` is the file that says so."""

    COLUMNS = ("id", "sex", "birth_date")

    shape: Literal["wide", "long"]
    id: str | NumberBy
    sex: str | None = None
    sex_values: dict[str, Sex] = {}
    birth_date: str | None = None
    date_order: Order | None = None
    decimal: Literal[".", ","] | None = None
    thousands: Literal[".", ","] | None = None
    separator: Literal[",", ";", "\t"] | None = None
    rows: Literal["one", "many"] | None = None
    missing: tuple[str, ...] = ()
    measurement: tuple[MeasurementColumn, ...] = ()
    condition: tuple[ConditionColumn, ...] = ()
    treatment: tuple[TreatmentColumn, ...] = ()
    genomic: tuple[GenomicColumn, ...] = ()
    allergy: tuple[AllergyColumn, ...] = ()
    columns: LongColumns = LongColumns()
    fixed: Fixed = Fixed()
    kinds: dict[str, Kind | Literal["not needed"]] = {}
    statuses: Statuses = Statuses()
    values: dict[str, str] = {}
    place: str = ""

    def entries(self) -> Iterator[tuple[str, AnyColumn]]:
        """The columns of a wide table that hold facts, each with its place in the mapping."""
        for name in LISTED:
            for number, entry in enumerate(getattr(self, name)):
                yield f"{name}[{number}]", entry

    def named(self) -> Iterator[tuple[str, str]]:
        """Every column that the mapping names, with the key that names it."""
        if isinstance(self.id, NumberBy):
            yield "id.number_by", self.id.number_by
        parts: list[tuple[str, Part]] = [("", self), ("columns.", self.columns)]
        parts += [(f"{path}.", entry) for path, entry in self.entries()]
        for path, part in parts:
            for key in part.COLUMNS:
                column = getattr(part, key)
                if isinstance(column, str):
                    yield f"{path}{key}", column


LISTED: dict[str, type[OneColumn]] = {
    "measurement": MeasurementColumn, "condition": ConditionColumn, "treatment": TreatmentColumn,
    "genomic": GenomicColumn, "allergy": AllergyColumn,
}  # fmt: skip
TABLES: dict[str, type[Part]] = {
    "columns": LongColumns, "fixed": Fixed, "statuses": Statuses, "id": NumberBy,
}  # fmt: skip


def parsed(content: bytes, place: str) -> Mapping:
    """The mapping that a TOML text says, as far as its keys go.

    Raises: InputError with the key, when it is no TOML, or a key is not known, missing or of another type.
    """
    try:
        written = tomllib.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise InputError(f"byte {error.start} is not UTF-8; save the mapping as UTF-8", place) from None
    except (ValueError, RecursionError) as error:
        raise InputError(f"not TOML: {line(str(error))}; put texts in quotes", place) from None
    _known("", written, Mapping, place)
    for name, kind in (*LISTED.items(), *TABLES.items()):
        part = written.get(name)
        for path, table in [(name, part)] if isinstance(part, dict) else _numbered(name, part):
            _known(path, table, kind, place)
    try:
        return msgspec.convert({**written, "place": place}, Mapping)
    except msgspec.ValidationError as error:
        why, _, path = str(error).partition(" - at `$")
        spot = path.strip(".`")
        why = why.replace("Object missing required field", "the mapping lacks the key")
        message = f"{why.replace('Object', 'the mapping')}; put texts in quotes, and lists in square brackets"
        raise InputError(message, f"{place}: {spot}" if spot else place) from None


def _numbered(name: str, part: object) -> list[tuple[str, dict[str, Any]]]:
    tables = part if isinstance(part, list) else []
    return [(f"{name}[{number}]", one) for number, one in enumerate(tables) if isinstance(one, dict)]


def _known(path: str, table: dict[str, Any], part: type[Part], place: str) -> None:
    """Refuses a key that the part does not have; one of the whole table may stand below a heading."""
    keys = tuple(key for key in part.__struct_fields__ if key != "place")
    for key in table:
        if key in keys:
            continue
        way = f"the keys here are {', '.join(keys)}"
        if part is not Mapping and key in Mapping.__struct_fields__:
            way = "it is about the whole table, so put it above the first line in square brackets"
        where = f"{path}.{line(key)}" if path else line(key)
        raise InputError(f"the key {shown(key)} is not known; {way}", f"{place}: {where}")
