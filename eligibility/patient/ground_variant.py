"""Grounds a result that names a mutation of a gene: "p.R248Q", "exon 19 deletion", "c.743G>A, pathogenic".

A variant without a name of its own counts as a mutation of its gene if the
laboratory calls it pathogenic.  One of unknown meaning is neither a mutation
that counts nor its denial.
"""

from __future__ import annotations

import re

from eligibility.genomics.variant import read_variant
from eligibility.patient.terms import Terms


def named_mutation(gene: str, text: str, told: Terms) -> str | None:
    """The mutation that the words of a result name beside its gene, whatever word for positive follows."""
    words = text.split()
    while words:
        for name in (f"{gene} {' '.join(words)}", " ".join(words)):
            found = told.named(name)
            if found is not None and found.kind == "mutation" and _is_of(gene, found.id, told):
                return found.id
        if told.listed("result", words[-1]) != "positive":
            return None
        words = words[:-1]
    return None


def _is_of(gene: str, mutation: str, told: Terms) -> bool:
    return told.knowledge.alterations.mutated.get(mutation) == gene


def variant_of(gene: str, text: str, general: str | None, told: Terms) -> str | None:
    """The mutation that a variant in HGVS is; ``general``: what a pathogenic one without a row is."""
    known = told.knowledge.alterations.variants
    found: str | None = None
    pathogenic = False
    for part in filter(None, map(str.strip, re.split(r"[,;]|\s+(?=\()", text))):
        variant = _variant(part)
        if variant is not None:
            found = found or known.get((gene, variant), "")
        elif told.listed("variant_class", part.strip("()")) == "positive":
            pathogenic = True
        else:
            return None
    if found is None:
        return None
    return found or (general if pathogenic else None)


def _variant(part: str) -> str | None:
    return read_variant(part) or read_variant(part.removeprefix("(").removesuffix(")"))
