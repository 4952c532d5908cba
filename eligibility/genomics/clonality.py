"""Which abnormalities are those of a clone, and which of single cells.

What comes in is a karyotype; what goes out is each abnormality with the cells
that showed it, summed over the clones that carry it.  One metaphase proves
nothing: a culture loses and gains chromosomes by chance.

Source: WiCell, Glossary of karyotype report terms, after ISCN: a clone is two cells with the same gain or
structural abnormality, or three with the same loss.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

from eligibility.genomics.clones import Carried, carried, without_cells
from eligibility.genomics.nodes import Cells, Count, Item, Karyotype, Marker, Numerical, Structural

GAINED_IN = 2
"""So many metaphases with the same gain or structural change make a clone."""

LOST_IN = 3
"""So many metaphases with the same loss make a clone."""

Clonal = Literal["yes", "no", "untold"]
"""untold: the report gives no number of cells."""


class Found(NamedTuple):
    """An abnormality, with the cells that showed it: ``cells`` is ``None`` where the report does not say."""

    item: Item
    cells: int | None
    clonal: Clonal
    constitutional: bool


class Number(NamedTuple):
    """The number of chromosomes of a clone; ``None`` where the karyotype contradicts itself."""

    chromosomes: Count | None
    cells: int | None
    clonal: Clonal


def found(karyotype: Karyotype) -> tuple[Found, ...]:
    """The abnormalities of the candidate's own cells, in the order of the karyotype."""
    seen: dict[Item, list[Cells | None]] = {}
    for one in carried(karyotype):
        if one.clone.donor:
            continue
        for item in _distinct(one):
            if _is_removal(item):
                continue
            told = _own(item, one.clone.cells)
            seen.setdefault(without_cells(item), []).append(told)
    return tuple(_judged(item, cells) for item, cells in seen.items())


def _is_removal(item: Item) -> bool:
    """Whether it says only that an abnormal chromosome of another clone is not in this one."""
    return isinstance(item, Structural | Marker) and item.sign == "-"


def _distinct(one: Carried) -> tuple[Item, ...]:
    return tuple(dict.fromkeys(one.items))


def _own(item: Item, of_clone: Cells | None) -> Cells | None:
    """The cells that showed an abnormality: its own count, if it has one."""
    if isinstance(item, Numerical | Structural | Marker) and item.cells is not None:
        return Cells(max(item.cells, 1))
    return of_clone


def _judged(item: Item, cells: list[Cells | None]) -> Found:
    lost = isinstance(item, Numerical) and item.sign == "-"
    constitutional = getattr(item, "origin", "") not in ("", "dn")
    clonal = _clonal(cells, LOST_IN if lost else GAINED_IN)
    counted = [one.count for one in cells if one is not None and not one.composite]
    told = sum(counted) if counted and len(counted) == len(cells) else None
    return Found(item, told, clonal, constitutional)


def _clonal(cells: list[Cells | None], needed: int) -> Clonal:
    """Whether so many cells make a clone; each abnormality of a composite is in two of its cells or more."""
    if sum(one.count for one in cells if one is not None) >= needed:
        return "yes"
    return "untold" if None in cells else "no"


def numbers(karyotype: Karyotype) -> tuple[Number, ...]:
    """The number of chromosomes of each clone of the candidate's own cells."""
    told = []
    for one in carried(karyotype):
        if one.clone.donor:
            continue
        cells = one.clone.cells
        fewer = one.clone.chromosomes.low < 46
        clonal = _clonal([cells], LOST_IN if fewer else GAINED_IN)
        told.append(Number(one.chromosomes, None if cells is None else cells.count, clonal))
    return tuple(told)
