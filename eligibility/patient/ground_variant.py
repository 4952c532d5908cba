"""Grounds a result that names a variant of a gene: "p.R248Q", "c.743G>A, pathogenic".

A variant counts as an alteration if the laboratory calls it pathogenic, or a
table holds it.  One of unknown meaning is neither an alteration nor its denial.
"""

from __future__ import annotations

import re

from eligibility.genomics.variant import read_variant
from eligibility.patient.terms import Terms


def variant_is_alteration(gene: str, text: str, told: Terms) -> bool:
    """Whether every part of a text is a variant or its class, and one says that it is an alteration."""
    known = told.knowledge.alterations.variants
    shown = named = False
    for part in filter(None, map(str.strip, re.split(r"[,;]|\s+(?=\()", text))):
        variant, kind = _variant(part), told.listed("variant_class", part.strip("()"))
        if variant is not None:
            named = True
            shown = shown or (gene, variant) in known
        elif kind == "positive":
            shown = True
        else:
            return False
    return named and shown


def _variant(part: str) -> str | None:
    return read_variant(part) or read_variant(part.removeprefix("(").removesuffix(")"))
