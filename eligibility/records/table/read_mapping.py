"""Reads a mapping, and refuses one that cannot mean what it says.

What comes in is TOML and the closed lists; what goes out is a mapping of which
every code and unit is known and every word one of the profile's.  Whether its
columns are there is seen when a table is opened.
"""

from __future__ import annotations

from collections.abc import Iterable

from eligibility.core.errors import InputError
from eligibility.knowledge.conversion import Refused
from eligibility.patient.profile import Profile
from eligibility.patient.spots import identifies, line, shown
from eligibility.patient.terms import Terms
from eligibility.records.table.mapping import (
    Fixed,
    GenomicColumn,
    ListColumn,
    LongColumns,
    Mapping,
    MeasurementColumn,
    OneColumn,
    Statuses,
    TreatmentColumn,
    parsed,
)

LEFT_OUT = "leave out"
"""What a value may stand for that is no fact: entered in error, never taken."""

NOT_KNOWN = "not known"
"""What a value of a list may stand for: nobody knows of this entry, so the list is not complete."""

STATES = ("active", "resolved", "inactive", "unknown")
SURE = ("confirmed", "suspected", "refuted")
RESULT = ("final", "provisional")
SAID: dict[str, tuple[str, ...]] = {
    "measurement": RESULT, "genomic": RESULT, "condition": (*STATES, *SURE), "allergy": SURE,
    "treatment": ("planned", "given", "ongoing", "not given", "declined"),
}  # fmt: skip
"""How it can stand with a fact of each kind, in the words of the profile."""


def read_mapping(content: bytes, place: str, told: Terms) -> Mapping:
    """The mapping of a file.

    Raises: InputError with the file and the key, when it cannot be used.
    """
    mapping = parsed(content, place)
    for key, column in mapping.named():
        if identifies(column) and key != "id.number_by":
            message = f"{shown(column)} identifies a person; {_instead(key, column)}"
            raise _RefusedError(mapping, key, message)
    if mapping.thousands is not None and mapping.thousands == (mapping.decimal or "."):
        message = "the same sign cannot stand before decimals and part thousands; say 'decimal' too"
        raise _RefusedError(mapping, "thousands", message)
    if mapping.sex_values and mapping.sex is None:
        raise _RefusedError(mapping, "sex_values", "there is no column for them; add the key 'sex'")
    if mapping.shape == "long":
        _long(mapping)
    else:
        _wide(mapping, told)
    return mapping


def _instead(key: str, column: str) -> str:
    if key == "id":
        return f"give a column with a code, or number the candidates: id = {{ number_by = '{line(column)}' }}"
    return "take it out of the mapping, or rename the column if it holds something else"


class _RefusedError(InputError):
    """An error about one key of a mapping."""

    def __init__(self, mapping: Mapping, key: str, message: str) -> None:
        super().__init__(message, f"{mapping.place}: {key}")


def _wide(mapping: Mapping, told: Terms) -> None:
    empty = {"columns": LongColumns(), "fixed": Fixed(), "kinds": {}, "statuses": Statuses(), "values": {}}
    for key, nothing in empty.items():
        if getattr(mapping, key) != nothing:
            message = 'this is a key of long tables; write shape = "long", or [[...]]'
            raise _RefusedError(mapping, key, message)
    for path, entry in mapping.entries():
        for value in (*mapping.missing, *entry.missing):
            if value in entry.values:
                message = f"{shown(value)} stands in 'values' and in 'missing'; keep it in one of the two"
                raise _RefusedError(mapping, f"{path}.values", message)
        match entry:
            case MeasurementColumn():
                _measurement(mapping, path, entry, told)
            case GenomicColumn():
                if (entry.assay is None) == (entry.assay_column is None):
                    message = "what a result denies depends on its assay; give 'assay' or 'assay_column'"
                    raise _RefusedError(mapping, path, message)
            case ListColumn():
                _entry(mapping, path, entry)


def _measurement(mapping: Mapping, path: str, entry: MeasurementColumn, told: Terms) -> None:
    quantity = told.quantity(entry.code)
    if entry.code.strip().lower() in (*Profile.__struct_fields__, "age"):
        message = f"{shown(entry.code)} is no measurement; see the keys sex and birth_date"
        raise _RefusedError(mapping, f"{path}.code", message)
    if quantity is None and told.scale(entry.code) is None:
        message = f"{shown(entry.code)} is no name or LOINC code known here; see 'eligibility quantities'"
        raise _RefusedError(mapping, f"{path}.code", message)
    if entry.unit is None:
        return
    if entry.unit_column is not None:
        raise _RefusedError(mapping, f"{path}.unit", "there is a 'unit_column' too; keep one of the two")
    if quantity is None:
        message = f"{shown(entry.code)} has levels and no unit; take it out"
        raise _RefusedError(mapping, f"{path}.unit", message)
    conversions = told.knowledge.conversions
    unit = conversions.unit(conversions.meant(quantity, entry.unit), entry.unit)
    if isinstance(unit, Refused):
        raise _RefusedError(mapping, f"{path}.unit", str(unit))


def _entry(mapping: Mapping, path: str, entry: ListColumn) -> None:
    """Refuses a column of a list of which it is not told how it stands with what it names."""
    ways = [key for key in ("values", "dated", "status") if getattr(entry, key)]
    if entry.status_column is not None:
        ways = ["status_column", *(way for way in ways if way != "values")]
    if entry.text is not None and ways not in (["values"], ["dated"]):
        message = "give 'values' for what the codes in its cells say, or 'dated' if the cells are dates"
        raise _RefusedError(mapping, path, message)
    if entry.text is None and (len(ways) > 1 or ways in (["values"], ["dated"])):
        message = "without 'text' the cells are names; give 'text', or one of 'status' and 'status_column'"
        raise _RefusedError(mapping, path, message)
    if entry.text is None and not ways and isinstance(entry, TreatmentColumn):
        message = f"give 'status' ({', '.join(SAID['treatment'])}), or 'status_column'"
        raise _RefusedError(mapping, path, message)
    if entry.text is not None and not entry.text.strip():
        raise _RefusedError(mapping, f"{path}.text", "the text is empty; name what the column is about")
    if "" in entry.values and entry.status_column is None:
        message = "an empty cell says nothing; take \"\" out of 'values'"
        raise _RefusedError(mapping, f"{path}.values", message)
    if entry.text is not None and entry.status_column is None and "unknown" in entry.values.values():
        message = "'unknown' says that it is there and its state is not known; if not even that is known,"
        raise _RefusedError(mapping, f"{path}.values", f"{message} write '{NOT_KNOWN}'")
    _said(mapping, f"{path}.values", entry, entry.values.values(), (LEFT_OUT, NOT_KNOWN))
    for key in ("dated", "status"):
        if getattr(entry, key) is not None:
            _said(mapping, f"{path}.{key}", entry, (getattr(entry, key),), ())


def _said(
    mapping: Mapping, key: str, of: OneColumn | str, words: Iterable[str], more: tuple[str, ...]
) -> None:
    known = (*SAID[of if isinstance(of, str) else of.KIND], *more)
    for word in words:
        if word not in known:
            raise _RefusedError(mapping, key, f"{shown(word)} is not known; there are: {', '.join(known)}")


def _long(mapping: Mapping) -> None:
    columns, fixed = mapping.columns, mapping.fixed
    for path, _ in mapping.entries():
        raise _RefusedError(mapping, path, "this is a key of wide tables; say it in [columns]")
    if mapping.rows is not None:
        raise _RefusedError(mapping, "rows", "a long table always has many rows a candidate; take it out")
    for key in ("kind", "system", "assay"):
        if getattr(columns, key) is not None and getattr(fixed, key) is not None:
            raise _RefusedError(mapping, f"fixed.{key}", f"there is 'columns.{key}' too; keep one of the two")
    if columns.kind is None and fixed.kind is None:
        message = "what the rows are is not told; give 'columns.kind', or 'kind' in [fixed]"
        raise _RefusedError(mapping, "columns.kind", message)
    if bool(mapping.kinds) != (columns.kind is not None):
        message = "[kinds] says what each value of the column 'columns.kind' stands for; give both or none"
        raise _RefusedError(mapping, "kinds", message)
    if columns.name is None and columns.code is None:
        raise _RefusedError(mapping, "columns.name", "give a column with names, or one with codes as 'code'")
    kinds = {fixed.kind, *mapping.kinds.values()}
    if kinds & {"measurement", "genomic"} and columns.value is None:
        raise _RefusedError(mapping, "columns.value", "results need a column for their value; give it")
    if "treatment" in kinds and columns.status is None and "" not in mapping.statuses.treatment:
        message = 'whether treatments were given is not told; give \'columns.status\', or "" = "given" here'
        raise _RefusedError(mapping, "statuses.treatment", message)
    for name in SAID:
        words = getattr(mapping.statuses, name).values()
        more = (LEFT_OUT,) if SAID[name] is RESULT else (LEFT_OUT, NOT_KNOWN)
        _said(mapping, f"statuses.{name}", name, words, more)
