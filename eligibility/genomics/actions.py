"""What the pieces of the grammar become: nodes, each checked with its place at hand.

A place is the offset of a character.  Each function is a parse action; it takes
the text, the place and the pieces found, and refuses what cannot be meant.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

import msgspec
import pyparsing as pp

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
    Sign,
    Site,
    Structural,
)

ONE_CHROMOSOME = frozenset(
    {"del", "dup", "inv", "i", "add", "trp", "qdp", "fra", "upd", "idic", "ider", "inv dup", "neo", "rec"}
)
"""Kinds that one chromosome has."""

SEVERAL_CHROMOSOMES = {"t": 2, "dic": 2, "psu dic": 2, "rob": 2, "tas": 2, "trc": 3}
"""Kinds that take so many chromosomes at least."""

NEEDS_OTHERS = frozenset({"der", "ider", "rec"})
"""Kinds behind which it may stand how they came about."""

SAME = {"iso": "i", "dir dup": "dup"}
"""Other names of a kind."""


class Placed(NamedTuple):
    """A piece and where it stands."""

    place: int
    value: Any


def ranged(text: str, place: int, written: str) -> Count:
    """A number, or two with ~ between them.

    Raises: ParseFatalException at the second number if it is missing or the smaller one.
    """
    low, tilde, high = written.partition("~")
    if tilde and not high.strip():
        raise _refuse(text, place + len(written), "a number is expected")
    if tilde and int(high) < int(low):
        raise _refuse(text, place + len(written) - len(high.strip()), "a range runs upwards")
    return Count(int(low), int(high or low))


def _refuse(text: str, place: int, why: str) -> pp.ParseFatalException:
    return pp.ParseFatalException(text, place, why)


def placed(_: str, place: int, found: Any) -> Placed:  # noqa: ANN401
    """A piece that needs its place later."""
    return Placed(place, found[0])


def placed_run(_: str, place: int, found: Any) -> Placed:  # noqa: ANN401
    """The breakpoints of one chromosome."""
    return Placed(place, tuple(found))


def unknown_break() -> Breakpoint:
    """A breakpoint of which nothing is known."""
    return Breakpoint("", doubtful=True)


def one_break(text: str, place: int, found: Any) -> Breakpoint:  # noqa: ANN401
    """One breakpoint."""
    written, arm, band = found[0], (found.get("arm") or "").lower(), (found.get("band") or "").lower()
    if not arm:
        return Breakpoint("cen", "", None, "?" in written)
    joined, until = found.get("joined"), (found.get("band2") or "").lower()
    if (until or band).endswith(".") or (joined and not until):
        raise _refuse(text, place + len(written), "a band is expected")
    doubtful = bool(found.get("doubt") or found.get("mark") or found.get("end") or "?" in band)
    stretch = ((found.get("arm2") or arm).lower(), until) if joined else None
    either = bool(joined) and joined != "~"
    return Breakpoint("p" if arm == "p" else "q", band.replace("?", ""), stretch, doubtful, either)


def modal(text: str, _: int, found: Any) -> Count:  # noqa: ANN401
    """The number of chromosomes."""
    low, high = int(found[0].value), int(found[-1].value)
    if high < low:
        raise _refuse(text, found[-1].place, "a range runs upwards")
    if low < 1:
        raise _refuse(text, found[0].place, "a cell has chromosomes")
    return Count(low, high)


def ploidy(_: str, __: int, found: Any) -> tuple[int, Sign]:  # noqa: ANN401
    """The number of sets."""
    return int(found[0]), found[2]


def reference(_: str, place: int, found: Any) -> Placed:  # noqa: ANN401
    """The clone that this one is like."""
    word = "".join(found[0].lower().split())
    times = int(found[1]) if found[1:] else 1
    if word.startswith("sdl"):
        return Placed(place, Reference("sdl", int(word[3:]) if word[3:] else None, times))
    return Placed(place, Reference("sl" if word == "sl" else "idem", None, times))


def sex(_: str, place: int, found: Any) -> Placed:  # noqa: ANN401
    """The sex chromosomes."""
    letters = (found.get("sex") or "").upper().replace("U", "")
    doubtful = bool(found.get("doubt")) or found[0] == "?"
    return Placed(place, Sex(letters, bool(found.get("own")), doubtful))


def cells(text: str, _: int, found: Any) -> Cells:  # noqa: ANN401
    """The number of cells of a clone."""
    count, of = int(found[1].value), int(found[2].value) if found[2:] else None
    if of is not None and of < count:
        raise _refuse(text, found[2].place, f"{count} of {of} cells")
    return Cells(count, of, bool(found[0]))


def clone(_: str, place: int, found: Any) -> Placed:  # noqa: ANN401
    """A clone, and the place of its sex chromosomes or reference."""
    chromosomes, sets, start, items, count = found
    return Placed(place, (Clone(chromosomes, start.value, tuple(items), sets, count), start.place))


def karyotype(text: str, _: int, found: Any) -> tuple[Karyotype, tuple[int, ...]]:  # noqa: ANN401
    """The karyotype, and where its clones start."""
    prefix, donor, first, *others = found
    clones: list[Clone] = []
    places: list[int] = []
    is_donor = donor == "//"
    for mark, one in zip(["", *others[::2]], [first, *others[1::2]], strict=True):
        is_donor = is_donor or mark == "//"
        node, at = one.value
        if isinstance(node.start, Reference):
            _check_reference(text, at, node.start, len(clones))
        clones.append(msgspec.structs.replace(node, donor=is_donor))
        places.append(one.place)
    return Karyotype(tuple(clones), prefix.lower()), tuple(places)


def _check_reference(text: str, place: int, to: Reference, before: int) -> None:
    if not before:
        raise _refuse(text, place, "the first clone has no clone before it to refer to")
    if to.number is not None and not 0 < to.number < before:
        raise _refuse(text, place, f"there is no sideline {to.number} before this clone")
    if to.word == "sdl" and to.number is None and before < 2:
        raise _refuse(text, place, "there is no sideline before this clone")


def end(_: str, place: int, __: Any) -> int:  # noqa: ANN401
    """Where the notation ends."""
    return place


def chromosome(_: str, __: int, found: Any) -> str:  # noqa: ANN401
    """A whole chromosome."""
    return str(found[0]).upper()


def many(text: str, place: int, found: Any) -> Count:  # noqa: ANN401
    """How often."""
    return ranged(text, place, found[0])


def marker(_: str, __: int, found: Any) -> tuple[str, str, Count]:  # noqa: ANN401
    """A marker: its kind, number and how many."""
    return found.get("kind").lower(), found.get("number") or "", found[0] or ONE


def incomplete() -> Incomplete:
    """The remark that the karyotype is incomplete."""
    return Incomplete()


def item(text: str, place: int, found: Any) -> Item:  # noqa: ANN401
    """One abnormality with what stands before and behind it."""
    doubt, sign, doubtful, body, (times, origin, own) = found
    behind = (times or ONE, bool(doubt or doubtful), origin.lower(), None if own is None else int(own))
    if isinstance(body, str):
        if not sign:
            raise _refuse(text, place, "a chromosome is gained (+) or lost (-)")
        return Numerical(sign, body, *behind)
    if isinstance(body[0], Part):
        return Structural(body, sign, *behind)
    kind, number, count = body
    return Marker(kind, number, sign, *((count if times is None else times), *behind[1:]))


def alternatives(_: str, __: int, found: Any) -> Item:  # noqa: ANN401
    """One abnormality, or several of which one is meant."""
    only: Item = found[0]
    return only if len(found) == 1 else Alternatives(tuple(found))


def detail(_: str, place: int, found: Any) -> Placed:  # noqa: ANN401
    """Bands from end to end."""
    return Placed(place, "".join(found).replace("→", "->").lower().replace("x", "X").replace("y", "Y"))


def part(text: str, _: int, found: Any) -> Placed:  # noqa: ANN401
    """A kind with its chromosomes and their bands."""
    (place, written), sites, bands = found
    kind = " ".join(written.lower().split()).replace("psudic", "psu dic")
    kind = SAME.get(kind, kind)
    named = [site[0].value.upper() for site in sites]
    if kind in ONE_CHROMOSOME and len(named) > 1:
        raise _refuse(text, sites[1][0].place, f"{kind} is of one chromosome")
    if len(named) < SEVERAL_CHROMOSOMES.get(kind, 1):
        raise _refuse(text, place, f"{kind} takes {SEVERAL_CHROMOSOMES[kind]} chromosomes")
    described = ""
    runs = [site[1].value if site[1:] else () for site in sites]
    if bands is not None and isinstance(bands[0].value, str):
        described = ";".join(one.value for one in bands)
        runs = [_broken_at(described, name, alone=len(named) == 1) for name in named]
    elif bands is not None:
        if len(bands) > len(named):
            raise _refuse(text, bands[len(named)].place, "more bands than chromosomes")
        if len(bands) < len(named):
            raise _refuse(text, bands[-1].place, "fewer bands than chromosomes")
        runs = [run.value for run in bands]
    return Placed(place, Part(kind, tuple(map(Site, named, runs)), described))


def _broken_at(described: str, chromosome: str, *, alone: bool) -> tuple[Breakpoint, ...]:
    """The breakpoints of a chromosome in a description from end to end; ``alone``: it names no other."""
    ends = [
        end
        for whole in described.split(";")
        for stretch in whole.strip(":").split("::")
        for end in stretch.split("->")
        if not end.endswith("ter")
    ]
    own = (end for end in ends if alone or re.match(r"[0-9XY]*", end)[0] == chromosome)  # type: ignore[index]
    places = dict.fromkeys(end.lstrip("0123456789XY") for end in own)
    return tuple(
        Breakpoint("cen") if place == "cen" else Breakpoint("p" if place[0] == "p" else "q", place[1:])
        for place in places
    )


def chain(text: str, _: int, found: Any) -> tuple[Part, ...]:  # noqa: ANN401
    """A rearrangement and, for a derivative, how it came about."""
    if len(found) > 1 and found[0].value.kind not in NEEDS_OTHERS:
        raise _refuse(text, found[1].place, f"behind {found[0].value.kind} no other abnormality stands")
    return tuple(one.value for one in found)
