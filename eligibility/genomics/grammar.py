"""The grammar of karyotypes in ISCN: characters to nodes.

Spaces and line breaks may stand between any two signs.  What must follow what
has begun is required at once, so that an error points at the first character
that cannot stand where it stands.
"""

from __future__ import annotations

import functools
import re

import pyparsing as pp

from eligibility.genomics import actions

CHROMOSOME = r"(?:1\d|2[0-2]|[1-9]|[XY])(?!\d)"
"""1 to 22, X or Y."""

BAND = r"(?:ter|\d{1,2}(?:\.\d{0,3})?)"
BREAKPOINT = (
    r"(?P<doubt>\??)(?:cen|(?P<arm>[pq])(?P<mark>\??)(?P<band>(?:ter|\d\??\d?(?:\.\d{0,3})?)?)(?P<end>\??)"
    rf"(?:\s*(?P<joined>~|or(?=\s))\s*(?P<arm2>[pq]?)(?P<band2>{BAND}?))?)"
)
"""A known breakpoint; a break in a stretch (``q21~q24``), or in one of two bands (``p13 or q13``)."""

END = rf"(?:\d{{1,2}}|[XY])?(?:cen|[pq]{BAND})"
DETAILED = r"(?=[^()]*(?:[-→]|::))"
"""Before bands that are given from end to end: ``pter->q13::q33->qter``."""

KIND = (
    r"(?:psu\s*dic|inv\s+dup|dir\s+dup|idic|ider|der|dic|del|dup|inv|iso|ins|add|trp|qdp|rob|tas|trc|fra|upd"
    r"|rec|neo|i|t|(?:r|hsr)(?=\s*\())(?![a-z])"
)

ORIGIN = r"(?:dmat|dpat|dinh|mat|pat|dn|inh|c)(?![a-z])"
BEHIND = rf"(?=[^a-z]|x\s*\d|{ORIGIN}|$)"
"""What may follow a name without brackets."""

WORDS = r",(?!\s+[a-z]{3,}\b(?!\s*(?:[(\[,/\d]|$)))"
"""A comma; not one behind which words follow that are no part of the notation: "46,XX, normal female"."""


@functools.cache
def karyotype() -> pp.ParserElement:
    """The grammar of a karyotype, built once; it gives that, the places of its clones and its end."""
    prefix = pp.Optional(named(r"mos|chi", "mos or chi"), default="")
    donor = pp.Optional(pp.Literal("//"), default="")
    # Behind two strokes at the end no cells of the donor were found.
    none = pp.Regex(r"//(?=\s*(?:$|[.;]))").suppress()
    mark = pp.Regex(r"//?").set_name("/ and another clone")
    clone = _clone()
    clones = clone + pp.ZeroOrMore(~none + mark - clone) + pp.Optional(none)
    whole = (prefix + donor + clones).add_parse_action(actions.karyotype)
    return whole + pp.Empty().add_parse_action(actions.end)


def named(pattern: str, name: str) -> pp.ParserElement:
    """Characters of one kind, in capitals or not; ``name``: what is missed where they do not stand."""
    return pp.Regex(pattern, flags=re.IGNORECASE).set_name(name)


def _sign(text: str) -> pp.ParserElement:
    return pp.Literal(text).suppress()


def _clone() -> pp.ParserElement:
    number = named(r"\d{1,3}(?!\d)", "a number of chromosomes").add_parse_action(actions.placed)
    modal = number + pp.Optional(pp.Regex(r"[~-]").suppress() - number)
    ploidy = _sign("<") - named(r"[1-9]", "a number of sets") - named("n", "n") - pp.Optional(
        pp.one_of("+ -"), default=""
    ) - _sign(">")  # fmt: skip
    times = named("x", "x").suppress() - named(r"[2-9]", "a multiple")
    reference = named(r"(?:idem|sdl\s*\d*|sl)(?![a-wyz])", "idem") + pp.Optional(times)
    sex = named(r"(?P<sex>[XY]+|U)(?P<doubt>\??)(?P<own>(?:c(?![a-z]))?)|\?", "the sex chromosomes")
    cells = (
        _sign("[") - pp.Optional(named("cp", "cp"), default="") + _cells()
        - pp.Optional(_sign("/") - _cells()) - _sign("]")
    )  # fmt: skip
    start = (reference.add_parse_action(actions.reference) | sex.add_parse_action(actions.sex)).set_name(
        "the sex chromosomes or idem"
    )
    items = pp.Group(pp.ZeroOrMore(named(WORDS, "a comma").suppress() - _item()))
    return (
        modal.add_parse_action(actions.modal)
        - pp.Optional(ploidy.add_parse_action(actions.ploidy), default=None)
        - _sign(",") - start - items
        - pp.Optional(cells.add_parse_action(actions.cells), default=None)
    ).add_parse_action(actions.clone)  # fmt: skip


def _cells() -> pp.ParserElement:
    return named(r"0*[1-9]\d{0,5}(?!\d)", "a number of cells").add_parse_action(actions.placed)


def _item() -> pp.ParserElement:
    """One abnormality, or several joined by "or"."""
    sign, doubt = pp.Optional(pp.one_of("+ -"), default=""), pp.Optional("?", default="")
    body = (structure() | _marker() | _whole_chromosome()).set_name("an abnormality")
    plain = (doubt + sign + doubt + body + _suffixes()).add_parse_action(actions.item)
    incomplete = named(r"inc(?![a-z])", "inc").add_parse_action(actions.incomplete)
    either = named(r"or(?=[\s?+-])", "or").suppress()
    joined = (plain + pp.ZeroOrMore(either - plain)).add_parse_action(actions.alternatives)
    return (incomplete | joined).set_name("an abnormality")


def _whole_chromosome() -> pp.ParserElement:
    return named(CHROMOSOME, "a chromosome: 1 to 22, X or Y").add_parse_action(actions.chromosome)


def _suffixes() -> pp.ParserElement:
    """Behind an abnormality: how often it is there, where it comes from, in how many cells it was."""
    times = named("x", "x").suppress() - named(r"0*[1-9]\d?(?:\s*~\s*\d{1,2})?", "a multiple")
    origin = named(ORIGIN, "an origin")
    # In a composite karyotype each abnormality may have its own count before that of the clone.
    own = _sign("[") + pp.Regex(r"0*[1-9]\d*") + pp.Regex(r"\](?=\s*[,\[])").suppress()
    return pp.Group(
        pp.Optional(times.add_parse_action(actions.many), default=None) + pp.Optional(origin, default="")
        + pp.Optional(own, default=None)
    )  # fmt: skip


def _marker() -> pp.ParserElement:
    many = named(r"\d{1,3}(?:\s*~\s*\d{0,3})?(?=\s*(?:mar|dmin|hsr|ace|r))", "a number")
    kind = named(r"(?P<kind>mar|dmin|hsr|ace|r)(?P<number>\d*)" + BEHIND + r"(?!\s*\()", "a marker")
    return (pp.Optional(many.add_parse_action(actions.many), default=None) + kind).add_parse_action(
        actions.marker
    )


def structure(before_bands: str = r"\(") -> pp.ParserElement:
    """A kind with its chromosomes and bands; behind a derivative, how it came about.

    ``before_bands``: the bracket behind which nothing but bands is taken.
    """
    place = named(BREAKPOINT, "a band").add_parse_action(actions.one_break)
    unknown_place = pp.Literal("?").add_parse_action(actions.unknown_break)
    run = (pp.OneOrMore(place) | unknown_place).set_name("a band").add_parse_action(actions.placed_run)
    chromosome = named(CHROMOSOME, "a chromosome: 1 to 22, X or Y").add_parse_action(actions.placed)
    unknown = pp.Literal("?").add_parse_action(actions.placed)
    site = pp.Group((unknown | chromosome) + pp.Optional(run))
    sites = pp.Group(_sign("(") - site - pp.ZeroOrMore(_sign(";") - site) - _sign(")"))
    described = _described()
    bands = pp.Group(
        pp.Regex(before_bands).suppress()
        - (described - pp.ZeroOrMore(_sign(";") - described) | run - pp.ZeroOrMore(_sign(";") - run))
        - _sign(")")
    )
    kind = named(KIND, "an abnormality").add_parse_action(actions.placed)
    part = (kind - sites - pp.Optional(bands, default=None)).add_parse_action(actions.part)
    return (part + pp.ZeroOrMore(part)).add_parse_action(actions.chain)


def _described() -> pp.ParserElement:
    """The bands of a chromosome from one end to the other."""
    band = named(END, "a band")
    arrow = (pp.Literal("-") - pp.Literal(">")) | pp.Literal("→")
    stretch = band + pp.Optional(arrow - band)
    joint, edge = pp.Literal("::"), pp.Optional(pp.Regex("::?"))
    whole = pp.Regex(DETAILED).suppress() + edge - stretch - pp.ZeroOrMore(joint + stretch) - edge
    return whole.add_parse_action(actions.detail)
