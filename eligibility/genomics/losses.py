"""Which abnormalities take a copy of a gene away.

A deletion takes what lies behind its break, or between two of them; an
isochromosome of one arm takes the other; a lost chromosome takes all of it,
unless a marker or a derivative may hold a part.
"""

from __future__ import annotations

from typing import Literal

from eligibility.genomics.clonality import found
from eligibility.genomics.clones import carried
from eligibility.genomics.nodes import (
    Alternatives,
    Breakpoint,
    Item,
    Karyotype,
    Marker,
    Numerical,
    Structural,
)
from eligibility.knowledge.alterations import Gene

Certainty = Literal["shows", "may"]


def loses(karyotype: Karyotype, gene: Gene) -> list[tuple[Item, Certainty]]:
    """The abnormalities that lose a copy of a gene, or may."""
    hidden = _may_hide(karyotype, gene.chromosome)
    told: list[tuple[Item, Certainty]] = []
    for one in found(karyotype):
        sure = _loses(one.item, gene)
        if sure is None or one.constitutional:
            continue
        whole = isinstance(one.item, Numerical)
        certain = sure == "shows" and one.clonal != "no" and not (whole and hidden)
        told.append((one.item, "shows" if certain else "may"))
    return told


def _may_hide(karyotype: Karyotype, chromosome: str) -> bool:
    """Whether a lost chromosome may be there in another shape, or in more copies than two."""
    for one in carried(karyotype):
        if one.clone.chromosomes.high > 57 or (one.clone.ploidy is not None and one.clone.ploidy[0] > 2):
            return True
        for item in one.items:
            if isinstance(item, Marker) and item.kind in ("mar", "r"):
                return True
            if isinstance(item, Structural) and any(
                part.kind in ("der", "add", "r", "dic", "t", "ins") and part.chromosomes != (chromosome,)
                and chromosome in {name for each in item.parts for name in (*each.chromosomes, "?")}
                for part in item.parts
            ):  # fmt: skip
                return True
    return False


def _loses(item: Item, gene: Gene) -> Certainty | None:
    if isinstance(item, Numerical):
        lost = item.sign == "-" and item.chromosome == gene.chromosome
        return None if not lost else "may" if item.doubtful else "shows"
    if isinstance(item, Alternatives):
        told = {_loses(option, gene) for option in item.options}
        return None if told == {None} else "shows" if told == {"shows"} else "may"
    if not isinstance(item, Structural) or item.sign:
        return None
    first = item.parts[0]
    if len(first.sites) != 1 or first.chromosomes[0] != gene.chromosome:
        # A dicentric or derivative of two chromosomes may have lost what lies behind the break.
        return (
            "may"
            if first.kind in ("dic", "psu dic", "der") and gene.chromosome in first.chromosomes
            else None
        )
    if first.kind == "der" and not _breaks_arm(item, gene):
        return None
    breaks = first.sites[0].breaks
    sure: Certainty = "may" if item.doubtful or any(_vague(one) for one in breaks) else "shows"
    match first.kind:
        case "del":
            return sure if _deleted(breaks, gene.band) else None
        case "i" | "idic" | "ider":
            return sure if _isochromosome_lacks(breaks, gene.band) else None
        case "add" | "der" | "r":
            return "may"
        case _:
            return None


def _breaks_arm(item: Structural, gene: Gene) -> bool:
    """Whether a derivative is broken on the arm of a gene, or not said where."""
    sites = [site for part in item.parts[1:] for site in part.sites if site.chromosome == gene.chromosome]
    return not sites or any(
        not site.breaks or any(one.arm in ("", "cen", gene.band[0]) for one in site.breaks) for site in sites
    )


def _vague(one: Breakpoint) -> bool:
    return one.doubtful or one.until is not None


def _deleted(breaks: tuple[Breakpoint, ...], band: str) -> bool:
    """Whether a deletion takes a band; without bands, or with the arm alone, it takes the whole arm."""
    arm, place = band[0], band[1:].replace(".", "")
    on_arm = [one.band.replace(".", "") for one in breaks if one.arm == arm]
    if not on_arm:
        return False
    if len(breaks) == 1:
        return _proximal(on_arm[0], place)
    ends = sorted(on_arm) if len(on_arm) == len(breaks) else [""]
    return _proximal(ends[0], place) and (len(ends) == 1 or _proximal(place, ends[-1]))


def _proximal(near: str, far: str) -> bool:
    """Whether one band lies at or before another, seen from the centromere; ter lies behind all."""
    if near == "ter" or far == "ter":
        return far == "ter"
    return near <= far or near.startswith(far) or far.startswith(near)


def _isochromosome_lacks(breaks: tuple[Breakpoint, ...], band: str) -> bool:
    """Whether an isochromosome lacks a band: i(17)(q10) has two long arms, idic(17)(p11.2) both to p11.2."""
    if len(breaks) != 1:
        return False
    one = breaks[0]
    if one.band in ("", "10"):
        return one.arm != band[0]
    return one.arm == band[0] and _proximal(one.band.replace(".", ""), band[1:].replace(".", ""))
