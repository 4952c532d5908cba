"""The grammar of FISH results in ISCN: ``nuc ish(ABL1,BCR)x3(ABL1 con BCRx2)[180/200]``."""

from __future__ import annotations

import functools
import re
from typing import Any

import msgspec
import pyparsing as pp

from eligibility.genomics.actions import end, placed, ranged
from eligibility.genomics.fish_nodes import Chromosome, Fish, Pattern, Signals, Together
from eligibility.genomics.grammar import structure
from eligibility.genomics.nodes import Cells, Count, Part, Structural

PROBE = (
    r"(?:[35]'\s*)?[A-Za-wyz](?:[A-Za-wyz0-9@.*]|[-/:](?=[A-Za-wyz0-9]))*?(?:\s*[35]')?"
    r"(?=\s*(?:x|[,;)+]|-(?![A-Za-z0-9])|$)|\s+(?i:con|sep|amp|dim|enh)\b|(?:amp)\s*[,)])"
)
"""The name of a probe, up to what is said of it; a small x before a number is a multiple."""

LOCUS = (
    r"(?:1\d|2[0-2]|[1-9]|[XY])(?:cen|[pq](?:ter|\d{0,2}(?:\.\d{1,3})?))"
    r"(?:[pq]?\d{1,2}(?:\.\d{1,3})?|cen|ter)?(?=\s*\()"
)
BEFORE_BANDS = r"\((?=\s*(?:\?|[pq](?:ter|\d|\?|\s*[;)])|cen\s*[;)~]))"
"""A bracket with bands; any other holds probes."""


@functools.cache
def fish() -> pp.ParserElement:
    """The grammar of one FISH result, built once; it gives the result and its end."""
    begin = pp.Regex(r"(?P<nuclear>nuc\s*)?ish", flags=re.IGNORECASE).set_name("ish")
    begin.add_parse_action(lambda found: bool(found.get("nuclear")))
    mark = pp.Regex("//?").set_name("/ and another pattern")
    whole = (begin - _pattern() - pp.ZeroOrMore(mark - _pattern())).add_parse_action(_result)
    return whole + pp.Empty().add_parse_action(end)


def _sign(text: str) -> pp.ParserElement:
    return pp.Literal(text).suppress()


def _number() -> pp.ParserElement:
    number = pp.Regex(r"\d{1,3}(?:\s*~\s*\d{0,3})?(?!\d)").set_name("a number")
    return number.add_parse_action(_count)


def _pattern() -> pp.ParserElement:
    many = pp.Regex("[xX]").suppress() - _number()
    probe = pp.Regex(PROBE).set_name("a probe").add_parse_action(lambda found: "".join(found[0].split()))
    how = pp.Regex(r"(?:con|sep)(?![a-z])", flags=re.IGNORECASE).set_name("con or sep")
    mark = pp.Regex(r"\+\+|\+|-|amp|dim|enh").set_name("+ or -")
    times = pp.Regex("x").suppress() - _number()
    together = probe + how - probe + pp.ZeroOrMore(how - probe) + pp.Optional(times, default=None)
    signals = probe + pp.Optional(times | mark, default=None)
    element = (together.add_parse_action(_together) | signals.add_parse_action(_signals)).set_name("a probe")
    inside = pp.Group(element - pp.ZeroOrMore(_sign(",") - element))
    probes = _sign("(") - inside - pp.Group(pp.ZeroOrMore(_sign(";") - inside)) - _sign(")")
    group = probes - pp.Optional(many, default=None)
    locus = pp.Regex(LOCUS, flags=re.IGNORECASE).set_name("a band")
    where = pp.Optional(structure(BEFORE_BANDS) | locus, default=None)
    segment = (where + group).add_parse_action(_segment)
    between = pp.Optional(pp.Regex(r",(?=\s*(?:[(\dXY]|[a-z]{1,4}\s*\())"))
    cells = _sign("[") - _cells() - pp.Optional(_sign("/") - _cells(), default=None) - _sign("]")
    return (
        segment - pp.ZeroOrMore(between.suppress() + segment)
        - pp.Optional(cells.add_parse_action(_of_cells), default=None)
    ).add_parse_action(_whole)  # fmt: skip


def _cells() -> pp.ParserElement:
    return pp.Regex(r"\d{1,6}(?!\d)").set_name("a number of cells").add_parse_action(placed)


def _result(found: Any) -> Fish:  # noqa: ANN401
    """The patterns; those behind two strokes are of the donor."""
    patterns, donor = [found[1]], False
    for mark, pattern in zip(found[2::2], found[3::2], strict=True):
        donor = donor or mark == "//"
        patterns.append(msgspec.structs.replace(pattern, donor=donor))
    return Fish(found[0], tuple(patterns))


def _count(text: str, place: int, found: Any) -> Count:  # noqa: ANN401
    return ranged(text, place, found[0])


def _together(found: Any) -> Together:  # noqa: ANN401
    *names, count = found
    return Together(names[1].lower(), tuple(names[::2]), count or Count(1, 1))


def _signals(found: Any) -> Signals:  # noqa: ANN401
    probe, told = found
    return Signals(probe, told) if isinstance(told, Count) else Signals(probe, None, told or "")


def _segment(found: Any) -> tuple[Any, ...]:  # noqa: ANN401
    """Where the probes lie, what is said of each, and how often all of them are seen."""
    where, first, others, count = found
    return where, [list(first), *map(list, others)], count


def _of_cells(text: str, _: int, found: Any) -> Cells:  # noqa: ANN401
    count, of = int(found[0].value), None if found[1] is None else int(found[1].value)
    if count < 1:
        raise pp.ParseFatalException(text, found[0].place, "a pattern was seen in some cells")
    if of is not None and of < count:
        raise pp.ParseFatalException(text, found[1].place, f"{count} of {of} cells")
    return Cells(count, of)


def _whole(found: Any) -> Pattern:  # noqa: ANN401
    *segments, cells = found
    signals: list[Signals] = []
    together: list[Together] = []
    chromosomes: list[Chromosome] = []
    for where, groups, count in segments:
        for told in groups:
            own = [_counted(one, count) for one in told if isinstance(one, Signals)]
            together.extend(one for one in told if isinstance(one, Together))
            if where is None or isinstance(where, str):
                signals.extend(own)
            if where is not None:
                chromosomes.append(_chromosome(where, tuple(own)))
    return Pattern(tuple(signals), tuple(together), tuple(chromosomes), cells)


def _counted(one: Signals, count: Count | None) -> Signals:
    """What is said of a whole bracket goes for each probe that has nothing of its own."""
    return one if count is None or one.count is not None or one.mark else Signals(one.probe, count)


def _chromosome(where: str | tuple[Part, ...], signals: tuple[Signals, ...]) -> Chromosome:
    if isinstance(where, str):
        return Chromosome(None, where, signals)
    return Chromosome(Structural(where), "", signals)
