"""Where chromosomes are broken, compared with where a fusion or a gene lies.

Laboratories name a band more or less finely: q11 and q11.2 may be one place.
A band that is near is not the band: the arms agree, and that is all.
"""

from __future__ import annotations

from enum import Enum
from itertools import permutations

from eligibility.genomics.nodes import Breakpoint, Part, Site
from eligibility.knowledge.alterations import Gene, Rearranged

MOVES = frozenset({"t", "inv", "ins", "der", "dic", "psu dic"})
"""Kinds that bring what lies at a break beside something else."""


class Fit(Enum):
    """How a rearrangement agrees with a row."""

    BANDS = "bands"
    """Each break is in a band of the row."""
    DOUBTFUL = "doubtful"
    """So, but a band is marked as doubtful."""
    BARE = "bare"
    """The notation has no bands."""
    ARMS = "arms"
    """The same arms, other bands."""
    NOT = "not"
    """Other arms."""


def fit(part: Part, row: Rearranged) -> Fit:
    """How a rearrangement agrees with a row of its kind and chromosomes."""
    if not any(site.breaks for site in part.sites):
        return Fit.BARE if part.kind in MOVES else Fit.NOT
    best = Fit.NOT
    for sites in _orders(part, row):
        how = _compared(sites, row)
        if how is Fit.BANDS:
            return how
        if how is Fit.DOUBTFUL or best is Fit.NOT:
            best = how
    return best


def _orders(part: Part, row: Rearranged) -> list[tuple[Breakpoint, ...]]:
    """The breaks of the part, one for each group of bands of the row, in each order that may be meant."""
    if len(row.chromosomes) == 1:
        breaks = part.sites[0].breaks
        return list(permutations(breaks)) if len(breaks) == len(row.bands) else []
    orders = []
    for sites in permutations(part.sites, len(row.chromosomes)):
        if tuple(site.chromosome for site in sites) == row.chromosomes:
            orders.extend(_one_each(sites))
    return orders


def _one_each(sites: tuple[Site, ...]) -> list[tuple[Breakpoint, ...]]:
    """One break of each chromosome; of an insertion, which has two on one of them, either."""
    if not all(site.breaks for site in sites):
        return []
    chosen: list[tuple[Breakpoint, ...]] = [()]
    for site in sites:
        chosen = [(*before, one) for before in chosen for one in site.breaks[:3]]
    return chosen


def _compared(breaks: tuple[Breakpoint, ...], row: Rearranged) -> Fit:
    if any(one.arm not in {band[0] for band in bands} for one, bands in zip(breaks, row.bands, strict=True)):
        return Fit.NOT
    if not all(any(_same(one, band) for band in bands) for one, bands in zip(breaks, row.bands, strict=True)):
        # A deletion elsewhere on the arm is another one.
        return Fit.ARMS if row.kind in MOVES else Fit.NOT
    doubtful = any(one.doubtful or one.until is not None or not one.band for one in breaks)
    return Fit.DOUBTFUL if doubtful else Fit.BANDS


def _same(one: Breakpoint, band: str) -> bool:
    """Whether a break may lie in a band: the finer name begins as the coarser does."""
    own, other = one.band.replace(".", ""), band[1:].replace(".", "")
    if one.until is None:
        return own.startswith(other) or other.startswith(own)
    last = one.until[1].replace(".", "")
    return one.until[0] != one.arm or one.either or min(own, last) <= other <= max(own, last) + "9"


def near_gene(part: Part, gene: Gene) -> bool:
    """Whether a rearrangement breaks a chromosome in the band of a gene."""
    if not gene.band or part.kind not in MOVES:
        return False
    return any(
        one.arm == gene.band[0] and bool(one.band) and _same(one, gene.band)
        for site in part.sites
        if site.chromosome == gene.chromosome
        for one in site.breaks
    )
