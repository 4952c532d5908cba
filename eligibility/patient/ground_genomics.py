"""Grounds cytogenetic, molecular and immunophenotypic results.

What comes in is a result of the profile; what goes out says which alterations
it speaks of and what it found: positive, negative, not tested, or unread, where
the result is a notation or a text that no closed list holds.  A test that
cannot show an alteration is never its denial.
"""

from __future__ import annotations

import functools
from typing import NamedTuple

import msgspec

from eligibility.core.errors import NotationError
from eligibility.genomics.read import read_karyotype
from eligibility.knowledge.concepts import Concept
from eligibility.knowledge.wording import even
from eligibility.patient.ground_notation import by_gene, read_notation, with_gene
from eligibility.patient.ground_variant import named_mutation, variant_of
from eligibility.patient.profile import Genomic
from eligibility.patient.record import Outcome, Tested
from eligibility.patient.terms import MEMORY, Terms, date_of

ALTERATIONS = frozenset({"fusion", "gene", "mutation", "ploidy", "chromosome", "antigen"})
"""The kinds of concept that a genomic result speaks of."""

OF_A_GENE = frozenset({"gene", "mutation"})
"""The kinds that are of one gene."""


class Words(NamedTuple):
    """The words of a result that decide what it says."""

    assay: str
    result: str
    target: str | None


class Reading(msgspec.Struct, frozen=True):
    """What a result speaks of, what it says, and whether that is the loss of a copy."""

    alterations: tuple[str, ...]
    outcome: Outcome
    copy_loss: bool = False


def ground_genomic(path: str, fact: Genomic, told: Terms) -> tuple[Tested, ...]:
    """A genomic result as facts of the record: one, or one for each alteration that a notation speaks of."""
    words = Words(fact.assay, fact.result, fact.target)
    plain = Tested(
        path=path, source=fact.source, assay=fact.assay, target=fact.target, alterations=(),
        genes=tuple(told.listed("gene", gene) or gene.strip().upper() for gene in fact.genes),
        outcome="unread", written=fact.result, date=date_of(fact.date), phase=fact.disease_phase,
        provisional=fact.provisional,
    )  # fmt: skip
    if fact.specimen is not None and told.listed("not_of_tumour", fact.specimen) is not None:
        return _of_normal_cells(plain, words, told)
    if told.listed("assay", fact.assay) != "immunophenotype":
        notation = read_notation(fact.assay, fact.result, told)
        if notation is not None:
            return tuple(msgspec.structs.replace(plain, **dict(one)) for one in notation)
    read = _read(words, told)
    sheds = any(told.listed("sheds", text) is not None for text in (fact.assay, fact.specimen or ""))
    outcome: Outcome = "not tested" if sheds and read.outcome == "negative" else read.outcome
    return (
        msgspec.structs.replace(
            plain, alterations=read.alterations, outcome=outcome, copy_loss=read.copy_loss
        ),
    )


def _of_normal_cells(plain: Tested, words: Words, told: Terms) -> tuple[Tested, ...]:
    """A result on normal cells: it speaks of what is inherited, a mutation, and of nothing of the disease."""
    read = _read(words, told)
    inherited = [one for one in read.alterations if told.listed("inherited", one) is not None]
    if not inherited:
        return (msgspec.structs.replace(plain, outcome="silent"),)
    return (msgspec.structs.replace(plain, alterations=tuple(inherited), outcome=read.outcome),)


@functools.lru_cache(maxsize=MEMORY)
def _read(fact: Words, told: Terms) -> Reading:
    if fact.target is None:
        spoken = _spoken(fact.result, told)
        target, result = spoken or (None, fact.result)
        named: tuple[Concept, ...] = () if target is None else (target,)
    else:
        named, result = _targets(fact, told), fact.result
    found = _variant(fact, result, told)
    if found is not None:
        return Reading((found,), "positive")
    outcome = _outcome(fact, named, result, told)
    lost = told.listed("copy_loss", _without_notation(result)) == "yes"
    if lost and len(named) == 1 and named[0].kind in OF_A_GENE:
        row = told.knowledge.alterations.genes.get(_symbol(fact.target or "", told))
        deletion = row.lost if row is not None and row.lost else named[0].id
        return Reading((deletion,), "positive", copy_loss=True)
    ids = with_gene(tuple(concept.id for concept in named), told)
    match outcome:
        case "not tested":
            return Reading(ids, "not tested")
        case "positive" if len(named) <= 1:
            positive = tuple(concept.id for concept in named)
            of_gene = bool(named) and by_gene(named[0].id, told)
            lost = of_gene and "copy_number" in _parts(fact, told)
            return Reading(positive, "positive", copy_loss=lost)
        case "negative" if not _too_narrow(fact, told):
            return Reading(ids, "negative")
    return Reading(ids, "unread")


def _outcome(fact: Words, named: tuple[Concept, ...], result: str, told: Terms) -> str | None:
    """What a result says, by the words for any test, for the one target, or for copies of a gene."""
    outcome = told.result(result)
    if outcome is None and len(named) == 1:
        outcome = told.listed(f"result of {named[0].id}", result)
    if outcome is None and told.listed("assay", fact.assay) == "copy_number":
        outcome = told.listed("copy_result", result)
    if outcome not in ("positive", "negative") or not named:
        return outcome
    if "sequencing" in _parts(fact, told) and any(one.kind == "fusion" for one in named):
        # A gene that is mutated is not one that is rearranged, and one of wild type may be.
        return None if outcome == "positive" else "not tested"
    if outcome == "negative" and not all(_can_deny(fact, one, told) for one in named):
        return None
    return outcome if all(_can_show(fact.assay, one, told) for one in named) else None


def _can_deny(fact: Words, concept: Concept, told: Terms) -> bool:
    """Whether a negative result may deny: a gene breaks with many partners, of which a PCR looks for some.

    Sequencing of a gene that is named alone may have looked for mutations only.
    """
    if concept.id not in told.knowledge.alterations.rearrangements:
        return True
    alone = len((fact.target or "").split()) < 2 and told.listed("sequences", fact.assay) is not None
    return not alone and told.listed("primers", fact.assay) is None


def _can_show(assay: str, concept: Concept, told: Terms) -> bool:
    """Whether an assay speaks of a concept: a stain of proteins, sequencing of genes."""
    if concept.kind == "antigen":
        return told.listed("sequences", assay) is None
    if told.listed("stains", assay) is not None:
        return told.listed("stained", concept.id) is not None
    # Probes and antibodies see no mutation.
    mutation = concept.kind == "mutation"
    blind = told.listed("assay", assay) in ("immunophenotype", "karyotype")
    probes = told.listed("probe_assay", assay) is not None and concept.id not in _lost_genes(told)
    return not (mutation and (blind or probes))


def _lost_genes(told: Terms) -> frozenset[str]:
    """Losses of a copy, which probes count."""
    return frozenset(gene.lost for gene in told.knowledge.alterations.genes.values() if gene.lost)


def _variant(fact: Words, result: str, told: Terms) -> str | None:
    """The mutation that a result names: "p.V600E" of BRAF, "exon 19 deletion" of EGFR."""
    if fact.target is None:
        return None
    whole = told.named(result)
    of_no_gene = whole is not None and whole.id not in told.knowledge.alterations.mutated
    if whole is not None and of_no_gene and whole.kind == "mutation" and _target(fact.target, told) is None:
        # MSI: MSI-H.  What the target is has no name of its own; the result has.
        return whole.id
    gene = _symbol(fact.target, told)
    by_name = named_mutation(gene, result, told)
    if by_name is not None:
        return by_name
    of_gene = told.named(fact.target) or _of_bare_gene(fact, told)
    general = of_gene.id if of_gene is not None and of_gene.kind in ("gene", "mutation") else None
    return variant_of(gene, result, general, told)


def _of_bare_gene(fact: Words, told: Terms) -> Concept | None:
    """What a test of a gene, named alone, speaks of: its mutation, or by FISH its rearrangement."""
    text = (fact.target or "").strip()
    noun = told.listed("bare_gene", fact.assay)
    if not text or len(text.split()) > 1 or noun is None:
        return None
    gene = _symbol(text, told)
    row = told.knowledge.alterations.genes.get(gene)
    if told.listed("probe_assay", fact.assay) is not None and not (row is not None and row.break_apart):
        return None
    return told.named(f"{gene} {noun}")


def _parts(fact: Words, told: Terms) -> set[str]:
    """The parts of an alteration that a result speaks of, as the kinds of assay that show them."""
    words = (told.listed("part", text) for text in (fact.target or "", fact.result))
    return {part for part in words if part is not None}


def _too_narrow(fact: Words, told: Terms) -> bool:
    """Whether a negative result denies less than the alteration.

    One transcript of several, a mutation where a copy may be lost, or a
    karyotype, in which an alteration may be cryptic.
    """
    assay = told.listed("assay", fact.assay)
    return assay == "karyotype" or bool(_parts(fact, told) - {assay})


def _without_notation(result: str) -> str:
    """A result without the abnormality that stands in brackets behind it: "1 copy (-17)"."""
    words, bracket, inside = result.partition("(")
    if not bracket or not inside.endswith(")"):
        return result
    try:
        read_karyotype(f"46,XX,{inside[:-1]}")
    except NotationError:
        return result
    return words.strip()


def _symbol(target: str, told: Terms) -> str:
    """Today's symbol of the gene that the first word of a target names."""
    first = target.split()[0] if target.split() else ""
    return told.listed("gene", first) or first.upper()


def _targets(fact: Words, told: Terms) -> tuple[Concept, ...]:
    """The alterations that a target names; several stand between commas or semicolons.

    A gene by a probe that shows whether it is broken is its rearrangement.
    """
    text = fact.target or ""
    whole = _target(text, told) or _of_bare_gene(fact, told)
    if whole is not None:
        return (whole,)
    parts = [part for part in text.replace(";", ",").split(",") if part.strip()]
    found = [_target(part, told) for part in parts]
    return tuple(concept for concept in found if concept is not None) if len(parts) > 1 else ()


def _target(text: str, told: Terms) -> Concept | None:
    """The alteration of one target; words such as "fusion" or "transcript" after it are only nouns."""
    words = even(text).split()
    while words:
        marker = told.listed("marker", " ".join(words))
        found = told.knowledge.concepts.by_id[marker] if marker else told.named(" ".join(words))
        if found is not None:
            return found if found.kind in ALTERATIONS else None
        if not told.listed("target_noun", words[-1]):
            return None
        words = words[:-1]
    return None


def _spoken(text: str, told: Terms) -> tuple[Concept, str] | None:
    """The alteration and the result in a text that holds nothing else: "CD22 positive (92% of blasts)"."""
    words = even(text).split()
    for place in range(1, len(words)):
        result = " ".join(words[place:])
        if told.result(result) is None and told.listed("copy_loss", result) is None:
            continue
        found = _target(" ".join(words[:place]), told)
        if found is not None:
            return found, result
    return None
