"""What follows from copy numbers: lost genes, and the number of chromosomes where all are listed.

An array sees no balanced rearrangement.  One that does not see heterozygosity
cannot tell a doubled set of chromosomes from a normal one, so it rules no
ploidy out.
"""

from __future__ import annotations

from typing import Literal

from eligibility.genomics.array_nodes import Array, Region
from eligibility.genomics.array_written import array_written, region_written
from eligibility.genomics.follows_types import Follows
from eligibility.genomics.nodes import AUTOSOMES
from eligibility.knowledge.alterations import Alterations, Gene

Loss = Literal["none", "widespread", "untold"]
"""Of heterozygosity, over the whole genome."""

SEEN_FROM = 0.2
"""The share of cells from which an array sees a change; below it is open.

Source: UpToDate, table 109837, and Genome Med 2012;4:80, table 1 (20 to 30 % for mosaics).
"""


def of_array(result: Array, tables: Alterations, *, heterozygosity: bool) -> tuple[Follows, ...]:
    """What follows from the copies; ``heterozygosity``: the array sees its loss, as SNP arrays do."""
    told: list[Follows] = []
    for gene in tables.genes.values():
        if gene.lost:
            told.extend(_of_gene(result, gene))
    number = _number(result)
    if number is None:
        return tuple(told)
    lost = any(region.homozygous for region in result.regions)
    seen = f"{number} chromosomes by {array_written(result)}"
    told.extend(of_number(number, tables, seen, "none" if heterozygosity and not lost else "untold"))
    return tuple(told)


def of_number(number: int, tables: Alterations, seen: str, loss: Loss) -> list[Follows]:
    """What a genome with so many chromosomes is; without loss of heterozygosity it is nothing else."""
    told = []
    for row in tables.numbers:
        within = row.low <= number <= row.high
        if loss == "none" and (not within or row.with_loss):
            told.append(Follows(row.concept, "rules out", seen))
        elif within and row.says:
            shown = loss == "widespread" if row.with_loss else row.says == "shows"
            told.append(Follows(row.concept, "shows" if shown else "may", seen))
    return told


def _of_gene(result: Array, gene: Gene) -> list[Follows]:
    covering = [region for region in result.regions if _covers(region, gene)]
    lost = [region for region in covering if region.copies.low < 2]
    if lost:
        sure = any(
            region.copies.high < 2
            and (region.fraction is None or region.fraction >= SEEN_FROM)
            and not _ends_in(region, gene)
            for region in lost
        )
        return [Follows(gene.lost, "shows" if sure else "may", region_written(lost[0]), copy_loss=True)]
    if covering and _number(result) is not None and not any(region.homozygous for region in covering):
        return [Follows(gene.lost, "rules out", array_written(result), copy_loss=True)]
    return []


def _covers(region: Region, gene: Gene) -> bool:
    """Whether a stretch holds the place of a gene; of one band the name decides."""
    if gene.chromosome not in region.chromosomes:
        return False
    if not region.bands:
        return True
    arm, place = gene.band[0], gene.band[1:].replace(".", "")
    ends = [(one.arm, one.band.replace(".", "")) for one in region.bands]
    if len(ends) == 1:
        return ends[0][0] == arm and place.startswith(ends[0][1]) and bool(ends[0][1])
    values = sorted(_along(one_arm, band) for one_arm, band in (ends[0], ends[-1]))
    return values[0] <= _along(arm, place) <= values[1]


def _ends_in(region: Region, gene: Gene) -> bool:
    """Whether a stretch begins or ends in the band of a gene, which it may then miss."""
    place = gene.band.replace(".", "")
    ends = [f"{one.arm}{one.band.replace('.', '')}" for one in region.bands]
    return any(end.startswith(place) or place.startswith(end) for end in ends if len(end) > 1)


def _along(arm: str, band: str) -> float:
    """Where a band lies along a chromosome, the short arm below nothing; only the order means something."""
    height = float(f"0.{band}") if band.isdigit() else 1.0
    return -height if arm == "p" else height


def _number(result: Array) -> int | None:
    """The number of chromosomes, where every autosome is listed whole; a share of cells makes it unknown."""
    copies: dict[str, int] = {}
    for region in result.regions:
        if region.bands:
            continue
        for chromosome in region.chromosomes:
            if not region.copies.exact or region.fraction is not None or chromosome in copies:
                return None
            copies[chromosome] = region.copies.low
    if any(one not in copies for one in AUTOSOMES):
        return None
    sex = sum(copies.get(one, 0) for one in ("X", "Y"))
    return sum(copies[one] for one in AUTOSOMES) + (sex or 2)
