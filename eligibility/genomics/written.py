"""A karyotype or a FISH result in clean ISCN: one spelling, without spaces that carry nothing.

Reading what is written here gives the same again.
"""

from __future__ import annotations

from typing import assert_never

from eligibility.genomics.nodes import (
    ONE,
    Alternatives,
    Breakpoint,
    Cells,
    Clone,
    Count,
    Incomplete,
    Item,
    Karyotype,
    Marker,
    Numerical,
    Part,
    Reference,
    Sex,
    Structural,
)


def written(karyotype: Karyotype) -> str:
    """The karyotype as ISCN writes it."""
    text = f"{karyotype.prefix} " if karyotype.prefix else ""
    donor = False
    for number, clone in enumerate(karyotype.clones):
        if clone.donor and not donor:
            text, donor = f"{text}//", True
        elif number:
            text = f"{text}/"
        text += clone_written(clone)
    return text


def clone_written(clone: Clone) -> str:
    """One clone."""
    sets = "" if clone.ploidy is None else f"<{clone.ploidy[0]}n{clone.ploidy[1]}>"
    head = f"{count_written(clone.chromosomes)}{sets}"
    start = _sex(clone.start) if isinstance(clone.start, Sex) else _reference(clone.start)
    return ",".join((head, start, *map(item_written, clone.items))) + _cells(clone.cells)


def count_written(count: Count) -> str:
    """A number or a range."""
    return str(count.low) if count.exact else f"{count.low}~{count.high}"


def _sex(sex: Sex) -> str:
    if not sex.letters:
        return "?" if sex.doubtful else "U"
    return f"{sex.letters}{'?' if sex.doubtful else ''}{'c' if sex.constitutional else ''}"


def _reference(to: Reference) -> str:
    number = "" if to.number is None else str(to.number)
    return f"{to.word}{number}{'' if to.times == 1 else f'x{to.times}'}"


def _cells(cells: Cells | None) -> str:
    if cells is None:
        return ""
    of = "" if cells.of is None else f"/{cells.of}"
    return f"[{'cp' if cells.composite else ''}{cells.count}{of}]"


def item_written(item: Item) -> str:
    """One abnormality."""
    match item:
        case Numerical():
            return f"{item.sign}{_doubt(item)}{item.chromosome}{_behind(item)}"
        case Structural():
            return f"{item.sign}{_doubt(item)}{''.join(map(part_written, item.parts))}{_behind(item)}"
        case Marker():
            # A number behind the kind names one marker; how many of it there are then follows.
            many = "" if item.number or item.times == ONE else count_written(item.times)
            times = item.times if item.number else ONE
            name = f"{item.sign}{_doubt(item)}{many}{item.kind}{item.number}"
            return f"{name}{_behind(item, times)}"
        case Alternatives():
            return " or ".join(map(item_written, item.options))
        case Incomplete():
            return "inc"
    assert_never(item)


def _doubt(item: Numerical | Structural | Marker) -> str:
    return "?" if item.doubtful else ""


def _behind(item: Numerical | Structural | Marker, times: Count | None = None) -> str:
    count = item.times if times is None else times
    own = "" if item.cells is None else f"[{item.cells}]"
    return f"{'' if count == ONE else f'x{count_written(count)}'}{item.origin}{own}"


def part_written(part: Part) -> str:
    """A kind with its chromosomes and bands."""
    chromosomes = ";".join(part.chromosomes)
    if part.detail:
        return f"{part.kind}({chromosomes})({part.detail})"
    if not any(site.breaks for site in part.sites):
        return f"{part.kind}({chromosomes})"
    if not all(site.breaks for site in part.sites):
        named = (f"{site.chromosome}{breaks_written(site.breaks)}" for site in part.sites)
        return f"{part.kind}({';'.join(named)})"
    return f"{part.kind}({chromosomes})({';'.join(breaks_written(site.breaks) for site in part.sites)})"


def breaks_written(places: tuple[Breakpoint, ...]) -> str:
    """The breakpoints of one chromosome."""
    return "".join(map(_breakpoint, places))


def _breakpoint(place: Breakpoint) -> str:
    if not place.arm:
        return "?"
    until = ""
    if place.until is not None:
        arm, band = place.until
        until = f"{' or ' if place.either else '~'}{'' if arm == place.arm else arm}{band}"
    return f"{'?' if place.doubtful else ''}{place.arm}{place.band}{until}"
