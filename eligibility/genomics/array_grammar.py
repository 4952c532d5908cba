"""The grammar of copy numbers in ISCN: ``arr[GRCh37] 17p13.3p11.2(525_21,000,000)x1``."""

from __future__ import annotations

import functools
from typing import Any

import pyparsing as pp

from eligibility.genomics.actions import end, one_break, placed, ranged
from eligibility.genomics.array_nodes import Array, Region
from eligibility.genomics.grammar import BREAKPOINT, CHROMOSOME, ORIGIN, named
from eligibility.genomics.nodes import CHROMOSOMES

BASES = r"\d{1,3}(?:,\d{3})+|\d{1,9}"


@functools.cache
def array() -> pp.ParserElement:
    """The grammar of one result, built once; it gives the result and its end."""
    begin = named(r"arr|sseq", "arr")
    build = _sign("[") - named(r"[A-Za-z][A-Za-z0-9.]*", "a build of the genome") - _sign("]")
    whole = begin - pp.Optional(build, default="") - _region() - pp.ZeroOrMore(_sign(",") - _region())
    return whole.add_parse_action(_result) + pp.Empty().add_parse_action(end)


def _sign(text: str) -> pp.ParserElement:
    return pp.Literal(text).suppress()


def _region() -> pp.ParserElement:
    chromosome = named(CHROMOSOME, "a chromosome: 1 to 22, X or Y").add_parse_action(placed)
    span = pp.Group(chromosome + pp.Optional(_sign("-") - chromosome))
    whole = pp.Group(_sign("(") - span - pp.ZeroOrMore(_sign(",") - span) - _sign(")"))
    band = named(BREAKPOINT, "a band").add_parse_action(one_break)
    base = named(BASES, "a number of base pairs").add_parse_action(placed)
    bases = pp.Group(_sign("(") - base - pp.Regex("[_-]").suppress() - base - _sign(")"))
    stretch = chromosome - pp.Group(pp.OneOrMore(band)) - pp.Optional(bases, default=None)
    number = named(r"\d{1,3}(?:\s*~\s*\d{0,3})?", "a number of copies").add_parse_action(
        lambda text, place, found: ranged(text, place, found[0])
    )
    share = _sign("[") - named(r"(?:0?\.\d+|[01](?:\.\d+)?)(?!\.?\d)", "a fraction of the cells") - _sign("]")
    copies = named("x", "x").suppress() - number
    return (
        (whole.add_parse_action(_chromosomes) | stretch.add_parse_action(_stretch)).set_name("a region")
        - copies
        - pp.Optional(named(r"hmz|htz", "hmz"), default="")
        - pp.Optional(named(ORIGIN, "an origin"), default="")
        - pp.Optional(share.add_parse_action(_fraction), default=None)
    ).add_parse_action(_of_region)


def _chromosomes(text: str, _: int, found: Any) -> tuple[Any, ...]:  # noqa: ANN401
    """The chromosomes of a bracket, ranges spelt out."""
    listed: list[str] = []
    for span in found[0]:
        first, last = (CHROMOSOMES.index(one.value.upper()) for one in (span[0], span[-1]))
        if last < first:
            raise pp.ParseFatalException(text, span[-1].place, "a range runs upwards")
        listed.extend(CHROMOSOMES[first : last + 1])
    return tuple(listed), (), None


def _stretch(text: str, _: int, found: Any) -> tuple[Any, ...]:  # noqa: ANN401
    chromosome, bands, bases = found
    ends = None if bases is None else tuple(int(one.value.replace(",", "")) for one in bases)
    if ends is not None and ends[1] < ends[0]:
        raise pp.ParseFatalException(text, bases[1].place, "a stretch runs from its smaller number on")
    return (chromosome.value.upper(),), tuple(bands), ends


def _fraction(text: str, place: int, found: Any) -> float:  # noqa: ANN401
    share = float(found[0])
    if not 0 < share <= 1:
        raise pp.ParseFatalException(text, place + 1, "a fraction of the cells lies between 0 and 1")
    return share


def _of_region(found: Any) -> Region:  # noqa: ANN401
    (chromosomes, bands, ends), copies, alike, origin, share = found
    start, until = ends or (None, None)
    return Region(chromosomes, bands, copies, start, until, alike.lower() == "hmz", share, origin.lower())


def _result(found: Any) -> Array:  # noqa: ANN401
    technique, build, *regions = found
    return Array(technique.lower(), tuple(regions), _build(build))


def _build(written: str) -> str:
    """The build of the genome in its usual spelling."""
    return f"GRCh{written[4:]}" if written.lower().startswith("grch") else written.lower()
