"""The concepts that rows refer to: what they are called, and their codes.

What comes in is the table CONCEPT and the ids that rows use; of a vocabulary of
millions of rows no others are kept.
"""

from __future__ import annotations

import sys
from typing import NamedTuple

from eligibility.records.ledger import Ledger
from eligibility.records.omop.tables import Row, Table

UCUM = "UCUM"
LOINC = "http://loinc.org"
RXNORM = "http://www.nlm.nih.gov/research/umls/rxnorm"

ADDRESSES = {
    "LOINC": LOINC,
    "SNOMED": "http://snomed.info/sct",
    "RxNorm": RXNORM,
    "ICD10CM": "http://hl7.org/fhir/sid/icd-10-cm",
    "ICD9CM": "http://hl7.org/fhir/sid/icd-9-cm",
    "ICD10": "http://hl7.org/fhir/sid/icd-10",
    "ATC": "http://www.whocc.no/atc",
    "CPT4": "http://www.ama-assn.org/go/cpt",
    "ICD10PCS": "http://www.cms.gov/Medicare/Coding/ICD10",
    "NDC": "http://hl7.org/fhir/sid/ndc",
    "CVX": "http://hl7.org/fhir/sid/cvx",
}
"""The address of a vocabulary of OMOP.  Source: HL7 Terminology, code system registry."""


class Concept(NamedTuple):
    """A concept of a vocabulary: its name, the address of the vocabulary, its code there."""

    name: str
    system: str
    code: str
    vocabulary: str


def read_concepts(table: Table | None, used: set[str], ledger: Ledger) -> dict[str, Concept]:
    """The concepts in use by id; a concept that is not in the table stays unknown."""
    found: dict[str, Concept] = {}
    if table is None or not used:
        return found
    for row in table.rows():
        if row.problem:
            ledger.refused(table.place(row), table.name, row.problem)
            continue
        key = row.key("concept_id")
        if key in used:
            found[key] = _concept(row)
    return found


def _concept(row: Row) -> Concept:
    vocabulary = sys.intern(row.text("vocabulary_id"))
    name, code = (_unquoted(row.text(column)) for column in ("concept_name", "concept_code"))
    return Concept(name, ADDRESSES.get(vocabulary, vocabulary), code, vocabulary)


def _unquoted(cell: str) -> str:
    return cell[1:-1] if len(cell) > 1 and cell[0] == cell[-1] == '"' else cell
