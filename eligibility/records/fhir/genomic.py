"""Reads genomic, cytogenetic and immunophenotypic Observations.

What comes in is the resource; what goes out are results in the form of the
profile, or nothing where the Observation is a measurement.  A negative result
whose assay is not named is refused: what it denies depends on what the assay sees.
Source: HL7 FHIR genomics reporting guide (variant profile and its components), mCODE.
"""

from __future__ import annotations

from eligibility.core.errors import InputError
from eligibility.patient.ground_genomics import ALTERATIONS
from eligibility.patient.profile import Genomic
from eligibility.records.fhir.answers import row_of, said
from eligibility.records.fhir.around import Around
from eligibility.records.fhir.coded import spellings
from eligibility.records.fhir.context import Context
from eligibility.records.fhir.shapes import Concept, Observation
from eligibility.records.fhir.variant import read_variant
from eligibility.records.results import DENYING
from eligibility.records.yielding import Unneeded, Yield

MORE = "what stands beside the gene and its change, such as a fraction of alleles, is not read"


def read_genomic(one: Observation, around: Around, context: Context) -> Yield | None:
    """The results of a genomic Observation; ``None`` where it is none.

    Raises: Unneeded when it holds no result of its own; InputError when it cannot be used.
    """
    row = row_of(one.code, context)
    use = "" if row is None else row.use
    match use:
        case "panel":
            raise Unneeded("it gathers results that are read themselves")
        case "variant":
            found = read_variant(one, context)
            cells = around if found.cells is None else around._replace(specimen=found.cells)
            read = _result(found.target, found.result, "", cells, context)
            return Yield(read.facts, ((MORE, "component"),)) if found.more else read
        case "region":
            raise Unneeded("it says which genes were studied, and no result of them")
        case "notation":
            return _result(None, said(one, context), "" if row is None else row.assay, around, context)
        case "marker" if row is not None:
            return _result(row.target, said(one, context), row.assay, around, context)
    if use or one.code is None:
        return None
    target = _alteration(one.code, context)
    if target is None or one.value_quantity is not None or one.component:
        return None
    return _result(target, said(one, context), "", around, context)


def _alteration(concept: Concept, context: Context) -> str | None:
    """The alteration or antigen that an Observation without a LOINC code of ours is named after."""
    told = context.told
    for name in spellings(concept, told):
        found = told.named(name)
        if (found is not None and found.kind in ALTERATIONS) or told.listed("marker", name) is not None:
            return name
    return None


def _result(target: str | None, result: str, assay: str, around: Around, context: Context) -> Yield:
    named = around.method or assay
    if not named and context.told.result(result) in DENYING:
        raise InputError("a negative result without its method: what it denies is not known", "method")
    fact = Genomic(
        assay=named or "assay not named", result=result, target=target, date=around.date,
        specimen=around.specimen, provisional=around.provisional, source=around.source,
    )  # fmt: skip
    return Yield((fact,))
