"""Reads rows of DRUG_EXPOSURE and PROCEDURE_OCCURRENCE: what was given and done.

OMOP keeps orders, supplies and administrations in one table, all as exposures,
and none says that it still runs: each counts as given.  Of an order it is not
recorded that it was taken; of an end without ``verbatim_end_date`` it is not
recorded who told it, for OMOP requires one and lets it be computed from the
supply.  Both are told in notes.
Source: OHDSI Common Data Model 5.4, DRUG_EXPOSURE, drug_exposure_end_date, verbatim_end_date,
drug_type_concept_id.
"""

from __future__ import annotations

from typing import Literal

from eligibility.core.errors import InputError
from eligibility.patient.profile import Code, Treatment
from eligibility.records.drug_names import ingredients, known_drug
from eligibility.records.omop.cells import dated, forward
from eligibility.records.omop.concepts import RXNORM
from eligibility.records.omop.context import About, Context, Named
from eligibility.records.omop.tables import Row
from eligibility.records.yielding import Note, Yield

ORDERS = frozenset({"38000177", "32838"})
"""Type concepts: prescription written, EHR prescription."""

UNNAMED = "neither a concept that is in CONCEPT nor a source value says what it is"


def read_drug(row: Row, source: str, context: Context) -> Yield:
    """The facts of a row of DRUG_EXPOSURE: one for each drug of a product.

    Raises: InputError when it does not say which drug it is.
    """
    about = context.about(row, "drug")
    named = context.named(about)
    if named is None:
        raise InputError(UNNAMED, "drug_concept_id")
    names = _ingredients(named, about, context)
    if names == [named.text] and not named.known:
        context.unknown(about)
    notes: list[Note] = []
    if row.concept("drug_type_concept_id") in ORDERS:
        notes.append(("it is an order; whether it was taken is not recorded", "drug_type_concept_id"))
    start = dated(row, "drug_exposure_start_date", notes)
    end = dated(row, "verbatim_end_date", notes)
    if end is None:
        end = dated(row, "drug_exposure_end_date", notes)
        if end is not None:
            notes.append(("its source gave no end; the end may be computed", "drug_exposure_end_date"))
    start, end = forward(start, end, notes)
    code = named.code if len(names) == 1 else None
    facts = tuple(_given(name, code, "drug", start, end, source) for name in names)
    return Yield(facts, tuple(notes))


def read_procedure(row: Row, source: str, context: Context) -> Yield:
    """The fact of a row of PROCEDURE_OCCURRENCE: it ends on its day unless the row has a later one.

    Raises: InputError when it does not say what was done.
    """
    about = context.about(row, "procedure")
    named = context.named(about)
    if named is None:
        raise InputError(UNNAMED, "procedure_concept_id")
    if not named.known:
        context.unknown(about)
    notes: list[Note] = []
    start = dated(row, "procedure_date", notes)
    start, end = forward(start, dated(row, "procedure_end_date", notes) or start, notes)
    return Yield((_given(named.text, named.code, "procedure", start, end, source),), tuple(notes))


def _ingredients(named: Named, about: About, context: Context) -> list[str]:
    """The drugs of a product that RxNorm names by ingredient and strength; else its name as it stands."""
    told = context.told
    if told.therapy(named.text) is None:
        for concept in about.concepts:
            found = ingredients(concept.name) or [concept.name] if concept.system == RXNORM else []
            known = [known_drug(name, told) for name in found]
            if any(known):
                return [name or written for name, written in zip(known, found, strict=True)]
    return [named.text]


def _given(
    text: str,
    code: Code | None,
    kind: Literal["drug", "procedure"],
    start: str | None,
    end: str | None,
    source: str,
) -> Treatment:
    return Treatment(text=text, code=code, kind=kind, status="given", start=start, end=end, source=source)
