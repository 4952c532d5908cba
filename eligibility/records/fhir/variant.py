"""Reads what the components of a variant Observation say together: the gene and its change, or the fusion.

What comes in is the Observation; what goes out is of what it speaks and what it
says.  Of several genes that nothing joins none is taken for the others, and a
change of structure is no mutation of the gene.
Source: HL7 FHIR genomics reporting guide (variant profile and its components), mCODE GenomicVariant.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from eligibility.core.errors import InputError
from eligibility.records.fhir.answers import result_words, row_of, said
from eligibility.records.fhir.coded import spellings
from eligibility.records.fhir.context import Context
from eligibility.records.fhir.shapes import Observation, Valued
from eligibility.records.systems import HGVS
from eligibility.records.yielding import Unneeded

_NAMED = re.compile(r"[\w.]+\((?P<gene>\w+)\):(?P<change>[cgmn]\.\S+)(?:\s+\((?P<protein>p\..+)\))?")
"""The name of a variant as ClinVar writes it: NM_000455.5(STK11):c.725G>A (p.Gly242Glu)."""

PAIR = 2
"""Genes of a fusion."""

HARMLESS = "the variant is called benign or of uncertain significance; it is no mutation that criteria mean"


class Variant(NamedTuple):
    """Of what a variant speaks, what it says, whether that is of normal cells, and whether more is said."""

    target: str | None
    result: str
    cells: str | None = None
    more: bool = False


class _Parts(NamedTuple):
    genes: list[str]
    words: dict[str, str]
    change: str
    change_words: str
    cells: str | None
    more: bool

    def variant(self, target: str | None, result: str) -> Variant:
        """The variant with what is said around it."""
        return Variant(target, result, self.cells, self.more)


def read_variant(one: Observation, context: Context) -> Variant:
    """Of what a variant Observation speaks, and what it says: its change where one was found.

    Raises: Unneeded when it is called harmless; InputError when its parts name no one alteration.
    """
    parts = _parts(one, context)
    told, found = context.told, said(one, context)
    name = parts.words.get("name")
    if told.result(found) == "positive" and "notation" in parts.words:
        return parts.variant(None, parts.words["notation"])
    if name is not None and told.named(name) is not None:
        return parts.variant(name, found)
    if len(parts.genes) > 1:
        return parts.variant(_fusion(parts, context), found)
    gene, change = _change(parts)
    if told.result(found) != "positive":
        # That one change is absent denies no other change of the gene.
        exact = parts.change_words or change
        return parts.variant(f"{gene} {exact}" if gene and exact else gene or name, found)
    if parts.change:
        return parts.variant(gene or name, parts.change_words)
    if gene is not None and change is not None:
        return parts.variant(gene, change)
    return parts.variant(gene or name, found)


def _parts(one: Observation, context: Context) -> _Parts:
    genes: list[str] = []
    words: dict[str, str] = {}
    change = change_words = ""
    cells, more = None, False
    for part in one.component:
        concept = part.value_codeable_concept
        observed = None if concept is None else context.use_of(concept, "change", "harmless", "inherited")
        if observed is not None and observed.use == "harmless":
            raise Unneeded(HARMLESS)
        if observed is not None and observed.use == "inherited":
            cells = observed.value
        elif observed is not None and concept is not None:
            change = observed.value
            change_words = " ".join(next(iter(spellings(concept, context.told)), change).split("_"))
        row = row_of(part.code, context)
        if row is not None and row.use == "gene":
            genes.append(said(part, context))
        elif row is not None and row.use not in words and (text := _text(part, context)) is not None:
            words[row.use] = _bare(text)
        more = more or (row is None and observed is None)
    return _Parts(genes, words, change, change_words, cells, more)


def _text(part: Valued, context: Context) -> str | None:
    """The words of a component; of an expression of HGVS, which is its own code, the code."""
    if part.value_codeable_concept is None:
        return part.value_string
    words = result_words(part.value_codeable_concept, context)
    codes = (one.code for one in part.value_codeable_concept.coding if one.system in HGVS and one.code)
    return words or next(codes, None)


def _fusion(parts: _Parts, context: Context) -> str:
    """The known fusion of two genes that the record says are joined."""
    if len(parts.genes) == PAIR and parts.change == "fusion":
        for pair in (parts.genes, parts.genes[::-1]):
            found = context.told.named("::".join(pair))
            if found is not None and found.kind == "fusion":
                return found.names[0] if "::" in found.names[0] else "::".join(pair).upper()
    why = "no fusion of them is known" if parts.change == "fusion" else "not that they are joined"
    raise InputError(f"it names several genes, and {why}", "component")


def _change(parts: _Parts) -> tuple[str | None, str | None]:
    """The gene and its change.

    Raises: InputError when the name of the variant is of another gene.
    """
    gene = parts.genes[0] if parts.genes else None
    change = parts.words.get("protein") or parts.words.get("coding")
    named = _NAMED.fullmatch(parts.words.get("name", ""))
    if named is None:
        return gene, change
    if gene is not None and named["gene"].upper() != gene.upper():
        raise InputError("it names one gene, and a variant of another", "component")
    return gene or named["gene"], change or _bare(named["protein"] or named["change"])


def _bare(text: str) -> str:
    """A change without the reference sequence before it and the brackets of a prediction."""
    if _NAMED.fullmatch(text):
        return text
    change = text.rpartition(":")[2].strip() if ":p." in text or ":c." in text else text
    return change.replace("(", "").replace(")", "") if change.startswith("p.") else change
