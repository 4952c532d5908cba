"""Reads a row of a wide table: a fact for every filled cell of a column that the mapping names.

What comes in is a row; what goes out are facts, given to their candidate.  Of a
list, an entry that has a date and no name or answer has been lost.
"""

from __future__ import annotations

from typing import assert_never

from eligibility.core.errors import InputError
from eligibility.patient.spots import shown
from eligibility.records.table import facts
from eligibility.records.table.candidate import Candidate
from eligibility.records.table.cells import EMPTY, Cell, Cells, Context, meant, stands, taken
from eligibility.records.table.facts import Course, Entry, Finding, Given, Laboratory
from eligibility.records.table.mapping import (
    AllergyColumn,
    AnyColumn,
    ConditionColumn,
    GenomicColumn,
    ListColumn,
    MeasurementColumn,
    TreatmentColumn,
)
from eligibility.records.table.read_mapping import LEFT_OUT, NOT_KNOWN, SAID
from eligibility.records.yielding import Unneeded, Yield

DATES = ("onset", "resolved", "start", "end", "date")
"""The keys of an entry of a list that name columns with its dates."""


def read_wide(cells: Cells, entries: tuple[AnyColumn, ...], candidate: Candidate, context: Context) -> bool:
    """Gives the facts of a row to its candidate; whether there was a filled cell."""
    filled = False
    for entry in entries:
        cell = cells.cell(entry.column, entry.missing)
        dated = "" if cell.text else _dated(entry, cells, context)
        if not cell.text and not dated:
            continue
        filled = True
        try:
            if dated:
                raise InputError(f"the cell is empty, but there is a date in the column {dated}")
            found = _fact(entry, cell, cells, context)
        except (Unneeded, InputError) as error:
            candidate.keep(cells.place, entry.KIND, entry.column, error)
        else:
            candidate.keep(cells.place, entry.KIND, entry.column, found)
    return filled


def _dated(entry: AnyColumn, cells: Cells, context: Context) -> str:
    """The column with a date of an entry of a list, and of nothing else; empty where there is none."""
    if not isinstance(entry, ListColumn):
        return ""
    columns = [getattr(entry, key, None) for key in DATES]
    filled = (one for one in columns if context.alone(one) and cells.cell(one, entry.missing).text)
    return next(filled, "") or ""


def _fact(entry: AnyColumn, cell: Cell, cells: Cells, context: Context) -> Yield:
    source = cells.source(entry.column)
    match entry:
        case MeasurementColumn():
            return _measurement(entry, cell, cells, context)
        case GenomicColumn():
            assay = entry.assay or cells.cell(entry.assay_column).text
            said = Finding(taken(meant(cell, entry.values)), assay, entry.target, entry.specimen)
            return facts.genomic(said, cells.cell(entry.date, entry.missing), source, context)
        case ConditionColumn():
            one, date = _entry(entry, cell, cells, context)
            onset, end = (cells.cell(column, entry.missing) for column in (entry.onset, entry.resolved))
            more = cells.cell(entry.stage), cells.cell(entry.grade)
            course = Course(onset if onset.column else date, end, *more)
            return facts.condition(one, course, source, context)
        case TreatmentColumn():
            one, date = _entry(entry, cell, cells, context)
            return facts.treatment(one, entry.kind, _given(entry, date, cells), source, context)
        case AllergyColumn():
            one, date = _entry(entry, cell, cells, context)
            noticed = cells.cell(entry.date, entry.missing)
            return facts.allergy(one, noticed if noticed.column else date, source, context)
    assert_never(entry)


def _given(entry: TreatmentColumn, date: Cell, cells: Cells) -> Given:
    """When it was given; ``date``: the cell itself, where that is a date.  A procedure takes a day."""
    start, end = cells.cell(entry.start, entry.missing), cells.cell(entry.end, entry.missing)
    if date.text and entry.dated == "given" and entry.kind == "procedure" and not end.column:
        end = date
    timing = cells.cell(entry.timing)
    return Given(start if start.column else date, end, timing, taken=not start.column)


def _measurement(entry: MeasurementColumn, cell: Cell, cells: Cells, context: Context) -> Yield:
    said = taken(meant(cell, entry.values))
    unit = cells.cell(entry.unit_column) if entry.unit is None else Cell(entry.column, entry.unit)
    one = Laboratory(
        code=entry.code, quantity=context.told.quantity(entry.code), value=Cell(cell.column, said), unit=unit,
        date=cells.cell(entry.date, entry.missing), low=cells.cell(entry.low, entry.missing),
        high=cells.cell(entry.high, entry.missing), method=entry.method, specimen=entry.specimen,
    )  # fmt: skip
    return facts.measured(one, cells.source(entry.column), context)


def _entry(entry: ListColumn, cell: Cell, cells: Cells, context: Context) -> tuple[Entry, Cell]:
    """What a cell of a list says, and the cell with its date where that is the cell itself."""
    if entry.text is not None and entry.dated is not None:
        context.day(cell)
        return Entry(entry.text, entry.dated), cell
    if entry.text is not None:
        return Entry(entry.text, stands(meant(cell, entry.values))), EMPTY
    if entry.status_column is None:
        return Entry(cell.text, entry.status), EMPTY
    status = cells.cell(entry.status_column)
    said = entry.values.get(status.text, status.text)
    if said not in (*SAID[entry.KIND], LEFT_OUT, NOT_KNOWN) and (said or entry.KIND == "treatment"):
        known = ", ".join(SAID[entry.KIND])
        message = f"{shown(said)} is not among the 'values' of the mapping, which say one of: {known}"
        raise InputError(message, status.column)
    return Entry(cell.text, stands(said) or None), EMPTY
