"""A karyotype as it is written: clones, and the abnormalities of each.

Frozen nodes without places: two karyotypes are equal if they say the same.
ISCN is the International System for Human Cytogenomic Nomenclature.

    Karyotype  Clone  Modal  Cells  Sex  Reference
    items      Numerical  Structural  Marker  Alternatives  Incomplete
    inside     Part  Site  Breakpoint  Count

Source: McGowan-Jordan et al. (eds.), ISCN 2020 and Hastings et al. (eds.), ISCN 2024, as used in reports.
"""

from __future__ import annotations

from typing import Literal

import msgspec

AUTOSOMES = tuple(str(number) for number in range(1, 23))
SEX_CHROMOSOMES = ("X", "Y")
CHROMOSOMES = (*AUTOSOMES, *SEX_CHROMOSOMES)

Sign = Literal["", "+", "-"]
Origin = Literal["", "c", "dn", "mat", "pat", "dmat", "dpat", "inh", "dinh"]
"""Behind an abnormality: c constitutional; dn not inherited; mat, pat from a parent; inh inherited."""


class Node(msgspec.Struct, frozen=True, tag_field="node", tag=True, gc=False):
    """Any node of a karyotype."""


class Count(Node, frozen=True):
    """A number, or from ``low`` to ``high`` where it is not one: ``43~47``."""

    low: int
    high: int

    def __post_init__(self) -> None:
        if not 0 <= self.low <= self.high:
            raise ValueError(f"a count runs upwards: {self.low} to {self.high}")

    @property
    def exact(self) -> bool:
        """Whether it is one number."""
        return self.low == self.high


ONE = Count(1, 1)


class Breakpoint(Node, frozen=True):
    """Where a chromosome is broken: arm and band; each is empty where it is not known.

    ``arm`` cen: the centromere.  ``band`` ter: the end of the arm; 10: the centromeric band.
    ``until``: the last band of a stretch in which the break lies, ``q21~q24``; ``either``: it is the other of
    two bands, ``p13 or q13``.
    """

    arm: Literal["", "p", "q", "cen"]
    band: str = ""
    until: tuple[str, str] | None = None
    doubtful: bool = False
    either: bool = False

    def __post_init__(self) -> None:
        if self.band and self.arm in ("", "cen"):
            raise ValueError("a band lies on an arm")


class Site(Node, frozen=True):
    """A chromosome of a rearrangement and where it is broken; ``chromosome`` ?: not known which."""

    chromosome: str
    breaks: tuple[Breakpoint, ...] = ()

    def __post_init__(self) -> None:
        if self.chromosome not in (*CHROMOSOMES, "?"):
            raise ValueError(f"no chromosome: '{self.chromosome}'")


class Part(Node, frozen=True):
    """A rearrangement: its kind, as ISCN abbreviates it, and its chromosomes.

    ``detail``: the description of bands from end to end, where it names several chromosomes.
    """

    kind: str
    sites: tuple[Site, ...]
    detail: str = ""

    @property
    def chromosomes(self) -> tuple[str, ...]:
        """The chromosomes in the order of the notation."""
        return tuple(site.chromosome for site in self.sites)


class Numerical(Node, frozen=True):
    """A whole chromosome gained or lost: ``+8``, ``-Y``."""

    sign: Literal["+", "-"]
    chromosome: str
    times: Count = ONE
    doubtful: bool = False
    origin: Origin = ""
    cells: int | None = None


class Structural(Node, frozen=True):
    """An abnormal chromosome, or a rearrangement between several: ``t(9;22)(q34;q11.2)``.

    ``parts``: the first names it; the others say how a derivative came about.
    ``sign`` +: beside the normal ones; -: one that another clone has is lost here.
    """

    parts: tuple[Part, ...]
    sign: Sign = ""
    times: Count = ONE
    doubtful: bool = False
    origin: Origin = ""
    cells: int | None = None

    def __post_init__(self) -> None:
        if not self.parts:
            raise ValueError("an abnormality has a kind")


class Marker(Node, frozen=True):
    """A chromosome or body of unknown origin: ``+mar``, ``+1~3mar``, ``dmin``, ``+r``."""

    kind: Literal["mar", "r", "dmin", "hsr", "ace"]
    number: str = ""
    sign: Sign = ""
    times: Count = ONE
    doubtful: bool = False
    origin: Origin = ""
    cells: int | None = None


class Alternatives(Node, frozen=True):
    """One abnormality of which it is not known which of these it is."""

    options: tuple[Numerical | Structural | Marker, ...]

    def __post_init__(self) -> None:
        if len(self.options) < 2:
            raise ValueError("one option is no alternative")


class Incomplete(Node, frozen=True):
    """``inc``: there are abnormalities beside those listed."""


Item = Numerical | Structural | Marker | Alternatives | Incomplete


class Sex(Node, frozen=True):
    """The normal sex chromosomes of a clone: ``XX``; empty: not disclosed (``U``) or not known (``?``)."""

    letters: str
    constitutional: bool = False
    doubtful: bool = False

    def __post_init__(self) -> None:
        if set(self.letters) - set(SEX_CHROMOSOMES):
            raise ValueError(f"no sex chromosomes: '{self.letters}'")


class Reference(Node, frozen=True):
    """Instead of the sex chromosomes: as another clone, ``idem``, ``sl``, ``sdl1``; ``times`` over."""

    word: Literal["idem", "sl", "sdl"]
    number: int | None = None
    times: int = 1


class Cells(Node, frozen=True):
    """In how many cells a clone was found, of how many; ``composite``: in at most so many each."""

    count: int
    of: int | None = None
    composite: bool = False

    def __post_init__(self) -> None:
        if self.count < 1 or (self.of is not None and self.of < self.count):
            raise ValueError(f"a clone has cells: {self.count} of {self.of}")


class Clone(Node, frozen=True):
    """Cells of one make-up.

    ``chromosomes``: the modal number.  ``ploidy``: the number of sets that gains and losses refer to, where
    it is stated, with the sign behind it.  ``donor``: of a transplant, not the candidate's own.
    """

    chromosomes: Count
    start: Sex | Reference
    items: tuple[Item, ...] = ()
    ploidy: tuple[int, Sign] | None = None
    cells: Cells | None = None
    donor: bool = False


class Karyotype(Node, frozen=True):
    """The clones of one specimen, in the order of the report."""

    clones: tuple[Clone, ...]
    prefix: Literal["", "mos", "chi"] = ""

    def __post_init__(self) -> None:
        if not self.clones:
            raise ValueError("a karyotype has a clone")
