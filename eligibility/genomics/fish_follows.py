"""What follows from a FISH result: fusions, rearranged genes and lost copies, shown or ruled out.

What comes in is a result, the tables and a way to today's name of a gene.  A
probe speaks for its own place only.  A break-apart probe shows that a gene is
broken, not with which partner.  Few nuclei with a pattern may be the noise of
the method: below the highest cut-off that laboratories use it is *may*, and
rules nothing out either.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from eligibility.genomics.fish_nodes import Chromosome, Fish, Pattern, Signals, Together
from eligibility.genomics.fish_written import fish_written
from eligibility.genomics.follows_types import Follows, Says, strongest
from eligibility.knowledge.alterations import Alterations, Gene

CUT_OFF = 0.15
"""Of the nuclei; no cut-off that we saw is higher.

Source: Histopathology 2017;70:402 (15 % for ROS1); Blood 1998;91:3357 (about 1 % for BCR::ABL1).
"""

ENOUGH_NUCLEI = 100
"""So many nuclei, or more, for a normal result to rule something out.

Source: project decision, half of the 200 nuclei that laboratories count (Blood 1998;91:3357).
"""

ENDS = re.compile(r"^[35]'|[35]'$")

Named = Callable[[str], str]
"""Today's symbol of a gene, from any name a probe may have."""


def of_fish(result: Fish, tables: Alterations, named: Named) -> tuple[Follows, ...]:
    """What follows from the candidate's own nuclei, each concept once."""
    own = [pattern for pattern in result.patterns if not pattern.donor]
    seen = fish_written(result)
    told: list[Follows] = []
    for pattern in own:
        sure: Says = "shows" if _many(pattern) else "may"
        told.extend(
            Follows(c, sure if s == "shows" else s, seen, copy_loss=loss)
            for c, s, loss in _shown(pattern, tables, named)
        )
    if own and result.nuclear and _enough(own):
        spoken = {one.concept for one in told}
        told.extend(
            Follows(concept, "rules out", seen, copy_loss=loss)
            for concept, loss in _normal(own, tables, named)
            if concept not in spoken
        )
    return strongest(told)


def _many(pattern: Pattern) -> bool:
    """Whether so many cells show a pattern that it is no noise; without numbers the report is believed."""
    cells = pattern.cells
    return cells is None or cells.of is None or cells.count / cells.of >= CUT_OFF


def _enough(patterns: list[Pattern]) -> bool:
    counted = [one.cells for one in patterns if one.cells is not None]
    if not counted:
        return False
    seen, of = sum(one.count for one in counted), max(one.of or 0 for one in counted)
    return seen >= ENOUGH_NUCLEI and seen >= (1 - CUT_OFF) * of


def _gene(probe: str, named: Named) -> str:
    return named(ENDS.sub("", probe))


def _shown(pattern: Pattern, tables: Alterations, named: Named) -> list[tuple[str, Says, bool]]:
    """Concepts that a pattern shows or leaves open, and whether each is the loss of a copy."""
    told: list[tuple[str, Says, bool]] = []
    for one in pattern.together:
        told.extend(_of_together(one, tables, named))
    for chromosome in pattern.chromosomes:
        told.extend(_on_one(chromosome, tables, named))
    told.extend(_uneven(pattern, tables, named))
    told.extend(_parted(pattern, tables, named))
    for signals in pattern.signals:
        gene = tables.genes.get(_gene(signals.probe, named))
        if gene is not None and gene.lost and _lacks(signals):
            told.append((gene.lost, "shows", True))
        if gene is not None and gene.amplified and (how := _amplified(signals, gene)) is not None:
            told.append((gene.amplified, how, False))
    return told


def _of_together(one: Together, tables: Alterations, named: Named) -> list[tuple[str, Says, bool]]:
    genes = [_gene(probe, named) for probe in one.probes]
    if one.how == "con":
        pairs = {frozenset((a, b)) for a in genes for b in genes if a != b}
        if one.count.high == 0:
            return []
        sure: Says = "shows" if one.count.low else "may"
        return [(tables.by_genes[pair], sure, False) for pair in pairs if pair in tables.by_genes]
    gene = tables.genes.get(genes[0]) if len(set(genes)) == 1 else None
    if gene is None or not gene.rearranged or one.count.high == 0:
        return []
    return [(gene.rearranged, "shows" if one.count.low else "may", False)]


def _on_one(chromosome: Chromosome, tables: Alterations, named: Named) -> list[tuple[str, Says, bool]]:
    """Two genes that lie on one abnormal chromosome, and a gene that is missing on one."""
    there = [_gene(one.probe, named) for one in chromosome.signals if one.mark in ("+", "++")]
    pairs = {frozenset((a, b)) for a in there for b in there if a != b}
    told: list[tuple[str, Says, bool]] = []
    if chromosome.item is not None:
        told += [(tables.by_genes[pair], "shows", False) for pair in pairs if pair in tables.by_genes]
    for one in chromosome.signals:
        gene = tables.genes.get(_gene(one.probe, named))
        if one.mark == "-" and gene is not None and gene.lost:
            told.append((gene.lost, "shows", True))
    return told


def _uneven(pattern: Pattern, tables: Alterations, named: Named) -> list[tuple[str, Says, bool]]:
    """Genes of which one end is seen more often than the other: an end may be lost when a gene breaks."""
    ends: dict[str, set[tuple[int, int]]] = {}
    for one in pattern.signals:
        if ENDS.search(one.probe) and one.count is not None:
            ends.setdefault(_gene(one.probe, named), set()).add((one.count.low, one.count.high))
    broken = [tables.genes[gene] for gene, counts in ends.items() if len(counts) > 1 and gene in tables.genes]
    return [(gene.rearranged, "may", False) for gene in broken if gene.rearranged]


def _parted(pattern: Pattern, tables: Alterations, named: Named) -> list[tuple[str, Says, bool]]:
    """Genes of which the ends lie on different chromosomes, each without the other."""
    alone: dict[str, set[str]] = {}
    for chromosome in pattern.chromosomes:
        there = [one.probe for one in chromosome.signals if one.mark in ("+", "++")]
        for probe in there:
            others = {_gene(other, named) for other in there if other != probe}
            if ENDS.search(probe) and _gene(probe, named) not in others:
                alone.setdefault(_gene(probe, named), set()).add(probe)
    parted = [tables.genes[gene] for gene, ends in alone.items() if len(ends) > 1 and gene in tables.genes]
    return [(gene.rearranged, "shows", False) for gene in parted if gene.rearranged]


def _amplified(signals: Signals, gene: Gene) -> Says | None:
    """Whether a gene is amplified: in clusters, or perhaps by the number of its signals."""
    if signals.mark == "amp":
        return "may" if gene.many else "shows"
    many = gene.many and signals.count is not None and signals.count.high >= gene.many
    return "may" if many else None


def _lacks(signals: Signals) -> bool:
    return signals.count is not None and signals.count.high < 2


def _normal(patterns: list[Pattern], tables: Alterations, named: Named) -> list[tuple[str, bool]]:
    """Concepts that normal patterns rule out, and whether it is the loss of a copy that they do."""
    if any(pattern.together and not _intact(pattern.together) for pattern in patterns):
        return []
    told: list[tuple[str, bool]] = []
    seen = {_gene(one.probe, named) for pattern in patterns for one in pattern.signals}
    normal = {name for name in seen if all(_two(pattern, name, named) for pattern in patterns)}
    for pair, concept in tables.by_genes.items():
        if pair <= normal:
            told.append((concept, False))
    for name in normal:
        gene = tables.genes.get(name)
        if gene is None:
            continue
        if gene.rearranged and (_whole(patterns, gene, named) or (gene.break_apart and seen == {name})):
            told.append((gene.rearranged, False))
        if gene.lost:
            told.append((gene.lost, True))
    return told


def _intact(together: tuple[Together, ...]) -> bool:
    """Whether all that lies together are the ends of one gene."""
    return all(
        one.how == "con" and len({ENDS.sub("", probe) for probe in one.probes}) == 1 for one in together
    )


def _two(pattern: Pattern, name: str, named: Named) -> bool:
    """Whether a pattern names a gene and has two signals of it, no other number."""
    counts = [one.count for one in pattern.signals if _gene(one.probe, named) == name]
    return bool(counts) and all(count is not None and count.low == count.high == 2 for count in counts)


def _whole(patterns: list[Pattern], gene: Gene, named: Named) -> bool:
    """Whether every pattern has both ends of a gene together twice."""
    return all(
        any(
            one.how == "con" and one.count.low == one.count.high == 2
            and all(_gene(probe, named) == gene.symbol for probe in one.probes)
            for one in pattern.together
        )
        for pattern in patterns
    )  # fmt: skip
