"""Abnormalities in words, for a reader who does not know ISCN."""

from __future__ import annotations

from collections.abc import Callable
from typing import assert_never

from eligibility.genomics.nodes import (
    ONE,
    Alternatives,
    Breakpoint,
    Incomplete,
    Item,
    Marker,
    Numerical,
    Part,
    Site,
    Structural,
)
from eligibility.genomics.written import count_written

MARKERS = {
    "mar": "marker chromosome of unknown origin",
    "r": "ring chromosome of unknown origin",
    "dmin": "double minutes",
    "hsr": "homogeneously staining region",
    "ace": "acentric fragment",
}
ORIGINS = {
    "": "",
    "c": ", constitutional",
    "dn": ", not inherited",
    "mat": ", from the mother",
    "pat": ", from the father",
    "dmat": ", derived from a change of the mother",
    "dpat": ", derived from a change of the father",
    "inh": ", inherited",
    "dinh": ", derived from an inherited change",
}
BETWEEN = {
    "t": "translocation between",
    "rob": "Robertsonian translocation between",
    "dic": "dicentric chromosome of",
    "psu dic": "pseudodicentric chromosome of",
    "tas": "telomeric association of",
    "trc": "tricentric chromosome of",
}
WITHIN = {
    "dup": "duplication",
    "trp": "triplication",
    "qdp": "quadruplication",
    "inv": "inversion",
    "inv dup": "inverted duplication",
    "fra": "fragile site",
    "hsr": "homogeneously staining region",
    "upd": "uniparental disomy",
    "neo": "new centromere",
}


def in_words(item: Item) -> str:
    """What an abnormality is."""
    match item:
        case Numerical():
            change = "gain" if item.sign == "+" else "loss"
            return f"{_maybe(item)}{change} of chromosome {item.chromosome}{_behind(item)}"
        case Structural():
            lead = {"": "", "+": "additional ", "-": "without the "}[item.sign]
            return f"{_maybe(item)}{lead}{structure_in_words(item.parts)}{_behind(item)}"
        case Marker():
            lead = "without the " if item.sign == "-" else ""
            number = f" {item.number}" if item.number else ""
            return f"{_maybe(item)}{lead}{MARKERS[item.kind]}{number}{_behind(item)}"
        case Alternatives():
            return ", or ".join(map(in_words, item.options))
        case Incomplete():
            return "further abnormalities, not described"
    assert_never(item)


def _maybe(item: Numerical | Structural | Marker) -> str:
    return "possibly " if item.doubtful else ""


def _behind(item: Numerical | Structural | Marker) -> str:
    times = "" if item.times == ONE else f", {count_written(item.times)} times"
    cells = "" if item.cells is None else f", in {item.cells} cell{'s' * (item.cells > 1)}"
    return f"{times}{ORIGINS[item.origin]}{cells}"


def structure_in_words(parts: tuple[Part, ...]) -> str:
    """What a rearrangement is, and for a derivative how it came about."""
    first, *others = parts
    text = _part(first)
    return f"{text}, by {' and '.join(map(_part, others))}" if others else text


def _part(part: Part) -> str:
    if part.detail:
        return f"{_plain(part)} ({part.detail})"
    return _plain(part)


def _plain(part: Part) -> str:
    kind = part.kind
    if kind in BETWEEN:
        return f"{BETWEEN[kind]} {_list(part.sites)}"
    if kind in WITHIN:
        return f"{WITHIN[kind]} of {_stretch(part.sites[0])}"
    told: Callable[[Part], str] = SPECIAL[kind]
    return told(part)


def _deletion(part: Part) -> str:
    site = part.sites[0]
    if len(site.breaks) == 1 and site.breaks[0].band:
        return f"deletion of {_place(site, site.breaks[0])} to the end of the arm"
    return f"deletion of {_stretch(site)}"


def _isochromosome(part: Part) -> str:
    site = part.sites[0]
    arm = site.breaks[0].arm if site.breaks else ""
    return f"isochromosome of {site.chromosome}{arm}"


def _derivative(part: Part) -> str:
    kind = {"der": "derivative", "ider": "isoderivative", "rec": "recombinant"}[part.kind]
    return f"{kind} chromosome {_list(part.sites)}"


def _insertion(part: Part) -> str:
    if len(part.sites) == 1:
        return f"insertion within {_stretch(part.sites[0])}"
    into, *others = part.sites
    return f"insertion into {_stretch(into)} of {_list(tuple(others))}"


SPECIAL: dict[str, Callable[[Part], str]] = {
    "del": _deletion,
    "i": _isochromosome,
    "idic": lambda part: f"isodicentric chromosome {_stretch(part.sites[0])}",
    "add": lambda part: f"additional material of unknown origin at {_stretch(part.sites[0])}",
    "r": lambda part: f"ring chromosome {_list(part.sites)}",
    "ins": _insertion,
    "der": _derivative,
    "ider": _derivative,
    "rec": _derivative,
}


def _list(sites: tuple[Site, ...]) -> str:
    """Places joined by commas and "and"."""
    told = [_stretch(site) for site in sites]
    return told[0] if len(told) == 1 else f"{', '.join(told[:-1])} and {told[-1]}"


def _stretch(site: Site) -> str:
    """A chromosome with its bands: ``9q34``, ``5q13 to 5q33``, ``chromosome ?``."""
    if not site.breaks:
        return site.chromosome
    return " to ".join(_place(site, one) for one in site.breaks)


def _place(site: Site, one: Breakpoint) -> str:
    until = "" if one.until is None else f"{' or ' if one.either else '-'}{''.join(one.until)}"
    doubt = "?" if one.doubtful else ""
    return f"{site.chromosome}{one.arm}{one.band}{until}{doubt if one.arm else ''}"
