"""Codes that only records use: genomic results and their parts, coded answers, qualifiers.

What comes in is ``rules/records``; what goes out is what a code stands for in
the words of a profile, or nothing.
"""

from __future__ import annotations

from pathlib import Path

import msgspec

from eligibility.knowledge.tables import read_table


class ResultCode(msgspec.Struct, frozen=True):
    """A LOINC code of a genomic result or of a part of one.

    ``use``: variant, notation, gene, coding, protein, name, genomic_class, marker, panel or region.
    ``target``: the alteration or antigen that a marker test speaks of; ``assay``: the technique.
    """

    use: str
    target: str
    assay: str


class CodedAnswer(msgspec.Struct, frozen=True):
    """A coded answer of LOINC: the word or number it stands for, of one quantity only where one is named."""

    quantity: str
    value: str


class ObservedCode(msgspec.Struct, frozen=True):
    """What a code of a record is there for, and what it stands for.

    ``use``: stage (of a scale), tnm_t, tnm_n, tnm_m, disease_status, comorbidities, history, quantity,
    answer (a quantity and its value), change (fusion or structure), harmless, inherited, name (the display
    of the code, and what that is called here), or not_needed with the reason.
    """

    use: str
    value: str


class RecordCodes:
    """The tables of ``rules/records``, by code.

    ``results``: LOINC; ``answers``: LOINC answer codes; ``findings``: codes of SNOMED CT that records
    use as results, each as use and value; ``observed``: by the name of the terminology and the code.
    """

    def __init__(self, folder: Path) -> None:
        columns = ("code", "use", "target", "assay", "source")
        self.results = {
            row["code"]: ResultCode(row["use"], row["target"], row["assay"])
            for row in read_table(folder / "loinc_results.csv", columns)
        }
        self.answers = {
            row["code"]: CodedAnswer(row["quantity"], row["value"])
            for row in read_table(folder / "loinc_answers.csv", ("code", "quantity", "value", "source"))
        }
        self.findings = {
            row["code"]: (row["use"], row["value"])
            for row in read_table(folder / "snomed_findings.csv", ("code", "use", "value", "source"))
        }
        columns = ("system", "code", "use", "value", "source")
        self.observed = {
            (row["system"], row["code"]): ObservedCode(row["use"], row["value"])
            for row in read_table(folder / "observed_codes.csv", columns)
        }
