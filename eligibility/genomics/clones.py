"""What each clone carries, with what it has from another one, and whether its number of chromosomes adds up.

What comes in is a karyotype as written; what goes out are its clones with every
abnormality, the number of chromosomes that these give, and whether the stated
number agrees.  A number that contradicts them is not used.

The number of sets that a karyotype without one refers to is taken from its number of chromosomes, in the
ranges that ISCN uses (near-haploid to 34, near-diploid 35 to 57, near-triploid 58 to 80, near-tetraploid to
103).  The ranges are not checked against the book; they only choose what the number is compared with.
"""

from __future__ import annotations

from typing import NamedTuple, assert_never

import msgspec

from eligibility.genomics.nodes import (
    SEX_CHROMOSOMES,
    Alternatives,
    Clone,
    Count,
    Incomplete,
    Item,
    Karyotype,
    Marker,
    Numerical,
    Reference,
    Sex,
    Structural,
)

REPLACES = frozenset({"dic", "psu dic", "rob", "tas", "der", "trc", "r"})
"""Kinds of one chromosome that stands for all that it names."""

OUTSIDE = frozenset({"dmin", "hsr", "ace"})
"""Bodies that are no chromosome of the count."""

LEVELS = ((34, 1), (57, 2), (80, 3), (103, 4))
"""Up to which number of chromosomes so many sets are meant."""


class Carried(NamedTuple):
    """A clone with all that it carries.

    ``items``: with those of the clone it refers to.  ``expected``: the number of chromosomes that they give;
    ``None``: not told.  ``contradicts``: the stated number is another one.  ``times``: how often the clone
    that it refers to is in it.
    """

    clone: Clone
    sex: Sex
    items: tuple[Item, ...]
    expected: Count | None
    contradicts: bool
    times: int = 1

    @property
    def chromosomes(self) -> Count | None:
        """The number of chromosomes; ``None`` where the karyotype contradicts itself."""
        return None if self.contradicts else self.clone.chromosomes


def carried(karyotype: Karyotype) -> tuple[Carried, ...]:
    """What each clone carries, in the order of the karyotype."""
    found: list[Carried] = []
    for clone in karyotype.clones:
        if isinstance(clone.start, Sex):
            found.append(_of_its_own(clone, clone.start))
        else:
            found.append(_like(clone, _meant(clone.start, found), clone.start.times))
    return tuple(found)


def _meant(to: Reference, before: list[Carried]) -> Carried:
    """The clone that another refers to: ``idem`` and ``sl`` the first, ``sdl2`` the second after it."""
    if to.word != "sdl":
        return before[0]
    return before[-1] if to.number is None else before[to.number]


def _of_its_own(clone: Clone, sex: Sex) -> Carried:
    expected: Count | None = None
    for sets in _sets(clone):
        expected = _expected(clone, sex, sets)
        if expected is None or _within(clone, expected):
            break
    contradicts = expected is not None and not _within(clone, expected)
    return Carried(clone, sex, clone.items, expected, contradicts)


def _sets(clone: Clone) -> tuple[int, ...]:
    """The numbers of sets that gains and losses may refer to, the likeliest last."""
    if clone.ploidy is not None:
        return (clone.ploidy[0],)
    near = next((sets for most, sets in LEVELS if clone.chromosomes.low <= most), 2)
    return (2,) if near == 2 else (near, 2)


def _within(clone: Clone, expected: Count) -> bool:
    """Whether the stated number may be; of a range and of a composite nothing is asked."""
    stated = clone.chromosomes
    if not stated.exact or (clone.cells is not None and clone.cells.composite):
        return True
    return expected.low <= stated.low <= expected.high


def _like(clone: Clone, other: Carried, times: int) -> Carried:
    kept = list(other.items)
    for item in clone.items:
        lost = _removed(item, kept)
        if lost is not None:
            kept.remove(lost)
    items = (*kept, *clone.items)
    effects = _sum(clone.items)
    if other.expected is None or effects is None or other.contradicts:
        return Carried(clone, other.sex, items, None, other.contradicts, times)
    low, high = (times * end + effect for end, effect in zip(_ends(other), effects, strict=True))
    expected = Count(max(low, 0), max(high, 0))
    return Carried(clone, other.sex, items, expected, not _within(clone, expected), times)


def _ends(other: Carried) -> tuple[int, int]:
    count = other.expected if other.expected is not None else other.clone.chromosomes
    return count.low, count.high


def _removed(item: Item, kept: list[Item]) -> Item | None:
    """The abnormality of the other clone that this one says is lost."""
    for one in kept:
        if isinstance(item, Structural) and isinstance(one, Structural) and item.sign == "-":
            if one.parts == item.parts:
                return one
        elif (
            isinstance(item, Marker) and isinstance(one, Marker) and item.sign == "-"
            and (one.kind, one.number) == (item.kind, item.number)
        ):  # fmt: skip
            return one
    return None


def _expected(clone: Clone, sex: Sex, sets: int) -> Count | None:
    """The number of chromosomes that gains and losses give."""
    effects = _sum(item for item in clone.items if not _is_lost_sex(item))
    if effects is None:
        return None
    present = _sex_present(clone, sex, sets)
    lost = sum(item.times.low for item in clone.items if _is_lost_sex(item) and isinstance(item, Numerical))
    # 45,X,-Y: the loss only says why one stands there.
    unexplained = max(0, lost - max(0, sets - present))
    base = 22 * sets + present - unexplained
    low, high = base + effects[0], base + effects[1]
    return Count(max(low, 0), max(high, 0))


def _is_lost_sex(item: Item) -> bool:
    return isinstance(item, Numerical) and item.sign == "-" and item.chromosome in SEX_CHROMOSOMES


def _sex_present(clone: Clone, sex: Sex, sets: int) -> int:
    """How many sex chromosomes are there, the abnormal ones among them: 46,X,t(X;18) has two."""
    if not sex.letters or sex.doubtful:
        return sets
    abnormal = sum(
        item.parts[0].chromosomes.count("X") + item.parts[0].chromosomes.count("Y")
        for item in clone.items
        if isinstance(item, Structural) and not item.sign
    )
    letters = len(sex.letters)
    return letters if letters >= sets else min(letters + abnormal, max(letters, sets))


def _sum(items: object) -> tuple[int, int] | None:
    """By how many chromosomes these change the number, at least and at most; ``None``: not told."""
    low = high = 0
    for item in items:  # type: ignore[attr-defined]
        effect = _effect(item)
        if effect is None:
            return None
        low, high = low + effect[0], high + effect[1]
    return low, high


def _effect(item: Item) -> tuple[int, int] | None:
    match item:
        case Numerical():
            return _signed(item, item.times)
        case Structural():
            if item.sign:
                return _signed(item, item.times)
            joined = len(item.parts[0].sites) - 1 if item.parts[0].kind in REPLACES else 0
            return -joined * item.times.high, -joined * item.times.low
        case Marker():
            if item.kind in OUTSIDE:
                return 0, 0
            return _signed(item, item.times) if item.sign else (0, item.times.high)
        case Alternatives():
            effects = [_effect(option) for option in item.options]
            known = [effect for effect in effects if effect is not None]
            return min(low for low, _ in known), max(high for _, high in known)
        case Incomplete():
            return None
    assert_never(item)


def _signed(item: Numerical | Structural | Marker, times: Count) -> tuple[int, int]:
    low, high = times.low, times.high
    if item.doubtful:
        low = 0
    return (low, high) if item.sign == "+" else (-high, -low)


def without_cells(item: Item) -> Item:
    """An abnormality apart from the number of cells that showed it."""
    if isinstance(item, Numerical | Structural | Marker) and item.cells is not None:
        return msgspec.structs.replace(item, cells=None)
    return item
