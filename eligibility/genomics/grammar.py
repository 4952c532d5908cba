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

BREAKPOINT = (
    r"(?P<doubt>\??)(?:cen|(?P<arm>[pq])(?P<mark>\??)(?P<band>(?:ter|\d\??\d?(?:\.\d{1,3})?)?)(?P<end>\??)"
    r"(?:\s*~\s*(?P<arm2>[pq]?)(?P<band2>ter|\d{1,2}(?:\.\d{1,3})?))?)|\?"
)
END = r"(?:\d{1,2}|[XY])?(?:cen|[pq](?:ter|\d{1,2}(?:\.\d{1,3})?))"
STRETCH = rf"{END}(?:\s*(?:->|→)\s*{END})?"
DETAIL = rf"(?=[^()]*(?:->|→)):?\s*{STRETCH}(?:\s*::\s*{STRETCH})*\s*:?"
"""Bands from end to end: ``pter->q13::q33->qter``."""

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
    prefix = pp.Optional(_regex(r"(?:mos|chi)(?![a-z])", "mos or chi"), default="")
    donor = pp.Optional(pp.Literal("//"), default="")
    mark = pp.Regex(r"//?").set_name("/ and another clone")
    clone = _clone()
    whole = (prefix + donor + clone + pp.ZeroOrMore(mark - clone)).add_parse_action(actions.karyotype)
    return whole + pp.Empty().add_parse_action(actions.end)


def _regex(pattern: str, name: str) -> pp.ParserElement:
    return pp.Regex(pattern, flags=re.IGNORECASE).set_name(name)


def _sign(text: str) -> pp.ParserElement:
    return pp.Literal(text).suppress()


def _clone() -> pp.ParserElement:
    number = _regex(r"\d{1,3}(?!\d)", "a number of chromosomes").add_parse_action(actions.placed)
    modal = number + pp.Optional(pp.Regex(r"[~-]").suppress() - number)
    ploidy = _sign("<") - _regex(r"[1-9]", "a number of sets") - _regex("n", "n") - pp.Optional(
        pp.one_of("+ -"), default=""
    ) - _sign(">")  # fmt: skip
    times = _regex("x", "x").suppress() - _regex(r"[2-9]", "a multiple")
    reference = _regex(r"(?:idem|sdl\s*\d*|sl)(?![a-wyz])", "idem") + pp.Optional(times)
    sex = _regex(r"(?P<sex>[XY]+|U)(?P<doubt>\??)(?P<own>c?)(?![a-z\d(])|\?", "the sex chromosomes")
    cells = (
        _sign("[") - pp.Optional(_regex("cp", "cp"), default="") + _cells()
        - pp.Optional(_sign("/") - _cells()) - _sign("]")
    )  # fmt: skip
    start = (reference.add_parse_action(actions.reference) | sex.add_parse_action(actions.sex)).set_name(
        "the sex chromosomes or idem"
    )
    items = pp.Group(pp.ZeroOrMore(_regex(WORDS, "a comma").suppress() - _item()))
    return (
        modal.add_parse_action(actions.modal)
        - pp.Optional(ploidy.add_parse_action(actions.ploidy), default=None)
        - _sign(",") - start - items
        - pp.Optional(cells.add_parse_action(actions.cells), default=None)
    ).add_parse_action(actions.clone)  # fmt: skip


def _cells() -> pp.ParserElement:
    return _regex(r"0*[1-9]\d{0,5}(?!\d)", "a number of cells")


def _item() -> pp.ParserElement:
    """One abnormality, or several joined by "or"."""
    sign, doubt = pp.Optional(pp.one_of("+ -"), default=""), pp.Optional("?", default="")
    body = (structure() | _marker() | _whole_chromosome()).set_name("an abnormality")
    plain = (sign + doubt + body + _suffixes()).add_parse_action(actions.item)
    incomplete = _regex(r"inc(?![a-z])", "inc").add_parse_action(actions.incomplete)
    either = _regex(r"or(?=[\s?+-])", "or").suppress()
    joined = (plain + pp.ZeroOrMore(either - plain)).add_parse_action(actions.alternatives)
    return (incomplete | joined).set_name("an abnormality")


def _whole_chromosome() -> pp.ParserElement:
    return _regex(CHROMOSOME, "a chromosome: 1 to 22, X or Y").add_parse_action(actions.chromosome)


def _suffixes() -> pp.ParserElement:
    """Behind an abnormality: how often it is there, where it comes from, in how many cells it was."""
    times = _regex("x", "x").suppress() - _regex(r"0*[1-9]\d?(?:\s*~\s*\d{1,2})?", "a multiple")
    origin = _regex(ORIGIN, "an origin")
    # In a composite karyotype each abnormality may have its own count before that of the clone.
    own = _sign("[") + pp.Regex(r"0*[1-9]\d*") + pp.Regex(r"\](?=\s*[,\[])").suppress()
    return pp.Group(
        pp.Optional(times.add_parse_action(actions.many), default=None) + pp.Optional(origin, default="")
        + pp.Optional(own, default=None)
    )  # fmt: skip


def _marker() -> pp.ParserElement:
    many = _regex(r"\d{1,3}(?:\s*~\s*\d{1,3})?(?=\s*(?:mar|dmin|hsr|ace|r))", "a number")
    kind = _regex(r"(?P<kind>mar|dmin|hsr|ace|r)(?P<number>\d*)" + BEHIND + r"(?!\s*\()", "a marker")
    return (pp.Optional(many.add_parse_action(actions.many), default=None) + kind).add_parse_action(
        actions.marker
    )


def structure(before_bands: str = r"\(") -> pp.ParserElement:
    """A kind with its chromosomes and bands; behind a derivative, how it came about.

    ``before_bands``: the bracket behind which nothing but bands is taken.
    """
    place = _regex(BREAKPOINT, "a band").add_parse_action(actions.breakpoint)
    run = pp.OneOrMore(place).add_parse_action(actions.placed_run)
    chromosome = _regex(CHROMOSOME, "a chromosome: 1 to 22, X or Y").add_parse_action(actions.placed)
    unknown = pp.Literal("?").add_parse_action(actions.placed)
    site = pp.Group((unknown | chromosome) + pp.Optional(run))
    sites = pp.Group(_sign("(") - site - pp.ZeroOrMore(_sign(";") - site) - _sign(")"))
    detail = _regex(DETAIL, "bands").add_parse_action(actions.detail)
    bands = pp.Group(
        pp.Regex(before_bands).suppress() - (detail | run) - pp.ZeroOrMore(_sign(";") - run) - _sign(")")
    )
    kind = _regex(KIND, "an abnormality").add_parse_action(actions.placed)
    part = (kind - sites - pp.Optional(bands, default=None)).add_parse_action(actions.part)
    return (part + pp.ZeroOrMore(part)).add_parse_action(actions.chain)
