"""FISH results as they are written: signals of probes, and which of them lie together."""

from __future__ import annotations

from typing import Literal

from eligibility.genomics.nodes import Cells, Count, Node, Structural


class Signals(Node, frozen=True):
    """How often a probe is seen: a number, ``amp`` for clusters, or + and - on one chromosome."""

    probe: str
    count: Count | None = None
    mark: Literal["", "+", "-", "++", "amp", "dim", "enh"] = ""


class Together(Node, frozen=True):
    """Probes whose signals lie together (``con``) or apart (``sep``), so many times in a cell."""

    how: Literal["con", "sep"]
    probes: tuple[str, ...]
    count: Count

    def __post_init__(self) -> None:
        if len(self.probes) < 2:
            raise ValueError("one probe lies beside nothing")


class Chromosome(Node, frozen=True):
    """A chromosome of a metaphase and the signals on it."""

    item: Structural | None
    locus: str
    signals: tuple[Signals, ...]


class Pattern(Node, frozen=True):
    """What some of the nuclei showed; ``cells``: so many of all that were counted.

    ``donor``: nuclei of the donor of a transplant.
    """

    signals: tuple[Signals, ...]
    together: tuple[Together, ...] = ()
    chromosomes: tuple[Chromosome, ...] = ()
    cells: Cells | None = None
    donor: bool = False


class Fish(Node, frozen=True):
    """One FISH result: ``nuclear``: on nuclei at rest, else on metaphases."""

    nuclear: bool
    patterns: tuple[Pattern, ...]

    def __post_init__(self) -> None:
        if not self.patterns:
            raise ValueError("a result has a pattern")
