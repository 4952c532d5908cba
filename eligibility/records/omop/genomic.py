"""Reads genomic, cytogenetic and immunophenotypic rows.

What comes in is a row of MEASUREMENT or OBSERVATION; what goes out is a result in
the form of the profile, or nothing where the row is a measurement.  OMOP has no
column for the method: it is known only where the LOINC code or the name says it
("CD22 by flow cytometry"), and a
negative result without it is refused, for what it denies depends on what the
assay sees.
"""

from __future__ import annotations

from eligibility.core.errors import InputError
from eligibility.knowledge.record_codes import ResultCode
from eligibility.patient.ground_genomics import ALTERATIONS
from eligibility.patient.profile import Genomic
from eligibility.records.naming import by_method
from eligibility.records.omop.cells import day_of
from eligibility.records.omop.concepts import LOINC
from eligibility.records.omop.context import About, Context
from eligibility.records.omop.tables import Row
from eligibility.records.omop.values import words_of
from eligibility.records.results import DENYING
from eligibility.records.yielding import Unneeded, Yield


def read_genomic(row: Row, about: About, date: str, source: str, context: Context) -> Yield | None:
    """The result of a genomic row; ``None`` where it is none.  ``date``: the column of its day.

    Raises: Unneeded when it holds no result of its own; InputError when it cannot be used.
    """
    known = _known(about, context)
    target, assay = ("", "") if known is None else (known.target, known.assay)
    match "" if known is None else known.use:
        case "panel":
            raise Unneeded("it gathers results that are read themselves")
        case "variant":
            raise InputError(
                "OMOP does not say which gene and change this variant is", "measurement_concept_id"
            )
        case "notation" | "marker":
            pass
        case "":
            target, assay = _alteration(about, context)
            if not target or row.text("value_as_number"):
                return None
        case _:
            return None
    said = words_of(row, context) or row.text("value_as_number")
    if not said:
        raise Unneeded("there is no value")
    if not assay and context.told.result(said) in DENYING:
        raise InputError(
            "a negative result without its method: what it denies is not known", "value_as_concept_id"
        )
    day = day_of(row, date)
    fact = Genomic(
        assay=assay or "assay not named", result=said, target=target or None, date=day, source=source
    )
    return Yield((fact,))


def _known(about: About, context: Context) -> ResultCode | None:
    codes = [one.code for one in about.concepts if one.system == LOINC]
    found = (context.codes.results.get(code) for code in (*codes, about.written))
    return next((row for row in found if row is not None), None)


def _alteration(about: About, context: Context) -> tuple[str, str]:
    """The alteration or antigen that a row without a LOINC code of ours is named after, and the method."""
    told = context.told
    for spelled in about.spellings:
        for name, method in ((spelled, ""), by_method(spelled)):
            found = told.named(name)
            if (found is not None and found.kind in ALTERATIONS) or told.listed("marker", name) is not None:
                return name, method
    return "", ""
