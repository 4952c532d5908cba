"""Copy number by array or sequencing as it is written: stretches of chromosomes and their copies."""

from __future__ import annotations

from typing import Literal

from eligibility.genomics.nodes import CHROMOSOMES, Breakpoint, Count, Node, Origin


class Region(Node, frozen=True):
    """Chromosomes, or a stretch of one, and how many copies there are.

    ``chromosomes``: in the order of the notation; several for ``(1-22)``.  ``bands``: none for whole
    chromosomes.  ``start``, ``end``: base pairs.  ``homozygous``: the copies are alike, so that
    heterozygosity is lost.  ``fraction``: of the cells.
    """

    chromosomes: tuple[str, ...]
    bands: tuple[Breakpoint, ...]
    copies: Count
    start: int | None = None
    end: int | None = None
    homozygous: bool = False
    fraction: float | None = None
    origin: Origin = ""

    def __post_init__(self) -> None:
        if not self.chromosomes or set(self.chromosomes) - set(CHROMOSOMES):
            raise ValueError(f"no chromosomes: {self.chromosomes}")
        if self.bands and len(self.chromosomes) > 1:
            raise ValueError("bands are of one chromosome")


class Array(Node, frozen=True):
    """One result: ``technique`` arr, a microarray; sseq, shallow sequencing.  ``build``: of the genome."""

    technique: Literal["arr", "sseq"]
    regions: tuple[Region, ...]
    build: str = ""

    def __post_init__(self) -> None:
        if not self.regions:
            raise ValueError("a result has a region")
