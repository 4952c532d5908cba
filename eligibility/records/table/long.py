"""Reads a row of a long table: one fact, of the kind that the row says.

What comes in is a row; what goes out is a fact, or why there is none.  A code
that no table has is kept with its name and counted; a name is read as a
measurement only where no LOINC code says what it was, and only of blood.
"""

from __future__ import annotations

from typing import NamedTuple, assert_never

from eligibility.core.errors import InputError
from eligibility.knowledge.quantities import Quantity
from eligibility.knowledge.record_codes import ResultCode
from eligibility.patient.ground_genomics import ALTERATIONS
from eligibility.patient.profile import Code
from eligibility.patient.spots import shown
from eligibility.patient.terms import Terms
from eligibility.records.drug_names import ingredients
from eligibility.records.ledger import UnknownCode
from eligibility.records.measuring import measurement_of, quantities_of
from eligibility.records.naming import by_method, untagged, with_method
from eligibility.records.systems import LOINC
from eligibility.records.table import facts
from eligibility.records.table.cells import NO_SYSTEM, Cell, Cells, Context, NotKnown, taken
from eligibility.records.table.facts import PROVISIONAL, Course, Entry, Finding, Given, Laboratory
from eligibility.records.table.mapping import Kind
from eligibility.records.table.read_mapping import LEFT_OUT, NOT_KNOWN, SAID, SURE
from eligibility.records.yielding import Unneeded, Yield


def kind_of(cells: Cells, context: Context) -> Kind:
    """What kind of fact a row holds.

    Raises: Unneeded when the mapping does not need it; InputError when it does not say.
    """
    mapping = context.mapping
    if mapping.fixed.kind is not None:
        return mapping.fixed.kind
    cell = cells.cell(mapping.columns.kind)
    kind = mapping.kinds.get(cell.text)
    if kind is None:
        message = f"{shown(cell.text)} is not in [kinds] of the mapping; add it there"
        raise InputError(f'{message}, or as "not needed"', cell.column)
    if kind == "not needed":
        raise Unneeded(f"the mapping does not need rows of the kind {shown(cell.text)}")
    return kind


def read_long(kind: Kind, cells: Cells, context: Context) -> Yield:
    """The fact of a row.

    Raises: Unneeded when the mapping leaves it out; InputError when it cannot be used.
    """
    columns = context.mapping.columns
    said = _status(kind, cells.cell(columns.status), context)
    date, source = cells.cell(columns.date), cells.source(columns.name or columns.code or "")
    match kind:
        case "measurement":
            return _measurement(said == PROVISIONAL, cells, context)
        case "genomic":
            return _genomic(said == PROVISIONAL, cells, context)
        case "allergy":
            return facts.allergy(_entry(said, cells, context), date, source, context)
        case "condition":
            onset = cells.cell(columns.start) if columns.start is not None else date
            course = Course(onset, cells.cell(columns.end))
            one = _entry(said, cells, context)._replace(sure=_sure(cells, context))
            return facts.condition(one, course, source, context)
        case "treatment":
            begun = cells.cell(columns.start) if columns.start is not None else date
            more = cells.cell(columns.end), cells.cell(columns.timing)
            given = Given(begun, *more, taken=columns.start is None)
            return _treatments(_entry(said, cells, context), given, source, context)
    assert_never(kind)


def _status(kind: Kind, cell: Cell, context: Context) -> str | None:
    """How it stands with the fact of a row, in the words of the profile."""
    said: str = getattr(context.mapping.statuses, kind).get(cell.text, cell.text)
    if said == LEFT_OUT:
        raise Unneeded(f"the mapping leaves rows of the status {shown(cell.text)} out")
    if said == NOT_KNOWN and kind in ("condition", "treatment", "allergy"):
        raise NotKnown
    if said and said not in SAID[kind]:
        known = ", ".join((*SAID[kind], LEFT_OUT))
        message = f"{shown(said)} is not in [statuses.{kind}] of the mapping; add it there as one of: {known}"
        raise InputError(message, cell.column)
    if not said and kind == "treatment":
        raise InputError("the status is missing, so whether it was given is not known", cell.column)
    return said or None


def _sure(cells: Cells, context: Context) -> str | None:
    """How sure a condition is, where a column of its own says so."""
    cell = cells.cell(context.mapping.columns.verification)
    found = _status("condition", cell, context)
    if found is not None and found not in SURE:
        message = f"{shown(cell.text)} does not say how sure it is; map it to one of: {', '.join(SURE)}"
        raise InputError(message, cell.column)
    return found


def _value(cells: Cells, context: Context) -> Cell:
    """The result of a row, in the words that the mapping says; it need not say them for all."""
    cell = cells.cell(context.mapping.columns.value)
    if not cell.text:
        raise InputError("there is no value", cell.column)
    return Cell(cell.column, taken(context.mapping.values.get(cell.text, cell.text)))


class About(NamedTuple):
    """What a row is about: a code with its system, and a name, of which one may be empty."""

    system: str
    code: str
    name: str


def _about(cells: Cells, context: Context) -> About:
    columns, fixed = context.mapping.columns, context.mapping.fixed
    system = cells.cell(columns.system).text or fixed.system or ""
    code, name = cells.cell(columns.code), cells.cell(columns.name)
    if not code.text and not name.text:
        message = "there is neither a name nor a code, so what it is about is not known"
        raise InputError(message, name.column or code.column)
    return About(system, code.text, name.text)


def _is_loinc(about: About, told: Terms) -> bool:
    return about.system in LOINC or told.listed("code_system", about.system) == "loinc"


def _measurement(provisional: bool, cells: Cells, context: Context) -> Yield:
    columns = context.mapping.columns
    about, value, specimen = _about(cells, context), _value(cells, context), cells.cell(columns.specimen).text
    code, quantity = _measured(about, specimen, context)
    method = cells.cell(columns.method).text or with_method(about.name, context.told)[1]
    one = Laboratory(
        code=code, quantity=quantity, value=value, unit=cells.cell(columns.unit),
        date=cells.cell(columns.date if columns.date is not None else columns.start),
        low=cells.cell(columns.low), high=cells.cell(columns.high),
        method=method or None, specimen=specimen or None, provisional=provisional,
    )  # fmt: skip
    return facts.measured(one, cells.source(value.column), context)


def _measured(about: About, specimen: str, context: Context) -> tuple[str | Code, Quantity | None]:
    """What was measured: by LOINC, by the site's own codes, else by a name that no LOINC code contradicts."""
    told, (system, code, name) = context.told, about
    loinc = _is_loinc(about, told)
    codes = [Code("http://loinc.org", code, name or None)] if code and (loinc or not system) else []
    known = codes if loinc else quantities_of(codes, told)
    names = (name, with_method(name, told)[0], "" if system else code)
    own = context.local.name(system, code) if code else None
    try:
        found = measurement_of(tuple(known), own, names, specimen, told)
    except InputError as error:
        raise InputError(error.message, context.mapping.columns.code or "") from None
    if found is not None:
        return found
    kept = Code(system or NO_SYSTEM, code or name, name or None)
    context.unknown(UnknownCode(kept.system, kept.code, name))
    return kept, None


def _entry(said: str | None, cells: Cells, context: Context) -> Entry:
    """What a row of a list is about; by the site's own codes, its name, or its code."""
    system, code, name = _about(cells, context)
    told = context.told
    own = context.local.name(system, code) if code else None
    text = own or untagged(name, told) or code
    kept = Code(system, code, name or None) if system and code else None
    known = told.named(text) is not None or told.therapy(text) is not None
    if code and not known and told.knowledge.concepts.coded(system, code) is None:
        context.unknown(UnknownCode(system or NO_SYSTEM, code, name))
    return Entry(text, said, kept)


def _treatments(one: Entry, given: Given, source: str, context: Context) -> Yield:
    """A treatment, or one for each drug of a product that RxNorm names by ingredient and strength."""
    told = context.told
    names = ingredients(one.text) if told.therapy(one.text) is None else []
    if not any(told.therapy(name) is not None for name in names):
        return facts.treatment(one, None, given, source, context)
    code = one.code if len(names) == 1 else None
    found = [facts.treatment(Entry(name, one.said, code), None, given, source, context) for name in names]
    return Yield(tuple(fact for part in found for fact in part.facts), found[0].notes)


def _genomic(provisional: bool, cells: Cells, context: Context) -> Yield:
    """A genomic result; target and assay by their columns, else by the LOINC code, else by the name."""
    columns, fixed = context.mapping.columns, context.mapping.fixed
    value = _value(cells, context)
    target, assay = cells.cell(columns.target).text, cells.cell(columns.assay).text or fixed.assay or ""
    if not target:
        about = _about(cells, context)
        known = _result_code(about, context.told)
        target, way = (known.target, known.assay) if known is not None else _alteration(about, context.told)
        assay = assay or way
    one = Finding(
        said=value.text, assay=assay, target=target,
        specimen=cells.cell(columns.specimen).text or None, provisional=provisional,
    )  # fmt: skip
    return facts.genomic(one, cells.cell(columns.date), cells.source(value.column), context)


def _result_code(about: About, told: Terms) -> ResultCode | None:
    """The LOINC code of a row, where it says what a result speaks of."""
    if not about.code or (about.system and not _is_loinc(about, told)):
        return None
    found = told.knowledge.record_codes.results.get(about.code)
    return found if found is not None and found.target else None


def _alteration(about: About, told: Terms) -> tuple[str, str]:
    """The alteration or antigen in the name of a row, with the method behind it; else the name alone."""
    head, tail = by_method(about.name)
    found = told.named(head)
    known = (found is not None and found.kind in ALTERATIONS) or told.listed("marker", head) is not None
    return (head, tail) if tail and known else (about.name or about.code, "")
