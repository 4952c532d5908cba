"""Grounds a result in the notation of a laboratory: the alterations that it shows, may be or rules out.

What comes in is the text of a result; what goes out are changes to a fact of
the record, one for each alteration.  Words around the notation must all be on a
closed list: "no evidence of 46,XX,t(9;22)" would turn it round.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import Any

from eligibility.core.errors import NotationError
from eligibility.genomics.array_follows import of_array
from eligibility.genomics.array_nodes import Array
from eligibility.genomics.fish_follows import of_fish
from eligibility.genomics.fish_nodes import Fish
from eligibility.genomics.follows import of_karyotype
from eligibility.genomics.follows_types import Follows, strongest
from eligibility.genomics.nodes import Karyotype
from eligibility.genomics.report import notations
from eligibility.patient.ground_ploidy import read_ploidy
from eligibility.patient.record import Outcome
from eligibility.patient.terms import MEMORY, Terms

Change = Mapping[str, Any]
"""Fields of a fact of the record, with their values."""

OUTCOMES: dict[str, Outcome] = {"shows": "positive", "may": "possible", "rules out": "negative"}

FISH = "copy_number"
"""The kind of assay that FISH is."""


@functools.lru_cache(maxsize=MEMORY)
def read_notation(assay: str, text: str, told: Terms) -> tuple[Change, ...] | None:
    """What the notations in a text say; ``None`` where there is none, or where not all of it is read.

    The last says nothing of any alteration: the result itself, for those it does not speak of.
    """
    try:
        report = notations(text)
    except NotationError:
        return None
    if not report.found:
        ploidy = read_ploidy(assay, text, told)
        if ploidy is None:
            return None
        return (*(_change(one, assay, told) for one in ploidy), {"outcome": "silent"})
    if not all(_only_labels(words, told) for words in report.around):
        return None
    changes: list[Change] = []
    for one in report.found:
        for follows in _follows(one.node, assay, told):
            changes.append(_change(follows, _assay(one.node, assay, told), told))
    return (*changes, {"outcome": "silent"})


def by_gene(concept: str, told: Terms) -> bool:
    """Whether a concept is an alteration of a gene as a whole, or one kind of it."""
    rows = told.knowledge.concepts.by_id
    return any(rows[one].kind == "gene" for one in (concept, *rows[concept].is_a))


def with_gene(concepts: tuple[str, ...], told: Terms) -> tuple[str, ...]:
    """Concepts with the genes of which they are one kind of alteration: a test for one is a test in part."""
    rows = told.knowledge.concepts.by_id
    return (*concepts, *(one for key in concepts for one in rows[key].is_a if rows[one].kind == "gene"))


def _change(follows: Follows, assay: str, told: Terms) -> Change:
    concepts = (follows.concept,)
    return {
        "alterations": with_gene(concepts, told) if follows.says == "rules out" else concepts,
        "outcome": OUTCOMES[follows.says],
        "seen": follows.seen,
        "copy_loss": follows.copy_loss,
        "banded": follows.banded,
        "assay": assay,
    }


def _follows(node: Karyotype | Fish | Array, assay: str, told: Terms) -> tuple[Follows, ...]:
    tables = told.knowledge.alterations
    match node:
        case Karyotype():
            return of_karyotype(node, tables)
        case Fish():
            return of_fish(node, tables, lambda probe: told.listed("gene", probe) or probe.upper())
        case Array():
            whole = told.listed("assay_sees", assay) == "heterozygosity"
            return strongest(list(of_array(node, tables, heterozygosity=whole)))


def _assay(node: Karyotype | Fish | Array, assay: str, told: Terms) -> str:
    """The assay, as the notation tells it where its name says another kind."""
    if isinstance(node, Karyotype) or told.listed("assay", assay) == FISH:
        return assay
    return "FISH" if isinstance(node, Fish) else "array"


def _only_labels(words: str, told: Terms) -> bool:
    """Whether words around a notation only say what it is."""
    said = words.lower().replace(":", " ").replace(";", " ").replace(",", " ").replace(".", " ").split()
    return all(told.listed("around", word) is not None for word in said)
