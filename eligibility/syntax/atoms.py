"""The phrases of a text that something can be checked by: conditions, drugs, procedures, findings.

What comes in is a stretch of the source; what goes out are phrases with their
place, whether the words before them deny them, the time that dates them, and
which of them are joined by "or" or "and".  They are told by the words of
structure around them alone, whether or not the clause is understood.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import Literal

import msgspec

from eligibility.core.span import Span
from eligibility.knowledge.lexicon import Lexicon
from eligibility.syntax.constraints.bounds import OF
from eligibility.syntax.constraints.forms import Found, find
from eligibility.syntax.constraints.ready import Ready, ready
from eligibility.syntax.lexer import lex

Join = Literal["or", "and"]


class Atom(msgspec.Struct, frozen=True):
    """A phrase: ``negated`` by the words before it, ``window`` the time that follows it."""

    span: Span
    negated: bool = False
    window: Span | None = None


class Atoms(msgspec.Struct, frozen=True):
    """The phrases of a text in order, and groups of their numbers that a word joins."""

    atoms: tuple[Atom, ...]
    groups: tuple[tuple[Join, tuple[int, ...]], ...]


_RUN = re.compile(r"[wQ]+(?:f[wQ]+)*")
_BETWEEN = re.compile(r"[skdeoCaN_()h]*(,?[|&n/]?|,)[skdeoCaN!(]*")
_ENDS = frozenset(".;:")
FURTHEST = 200
"""So many words on, a denial reaches at most."""

LONGEST = 8
"""So many words may be one phrase; a longer run is a sentence of another kind."""

Run = tuple[int, int]


def atoms(source: str, span: Span, lexicon: Lexicon) -> Atoms:
    """The phrases of a criterion; those that a limit measures are left out."""
    words = ready(lex(source, span, lexicon), lexicon)
    limits = list(find(words, lexicon))
    runs = _runs(words, limits)
    times = [one for one in limits if one.units and one.units[-1].kind == "time_unit"]
    listed = tuple(
        Atom(_span(words, run), _negated(words.kinds, run), _window(words, run, times)) for run in runs
    )
    return Atoms(listed, _groups(words.kinds, runs))


def _span(words: Ready, run: Run) -> Span:
    return words.lexemes[run[0]].span.join(words.lexemes[run[1] - 1].span)


def _runs(words: Ready, limits: list[Found]) -> list[Run]:
    """The runs of name words, cut where a filler stood and where they are "of" nothing."""
    taken = {place for one in limits for place in range(one.start, one.end)}
    limited = {one.start for one in limits if not one.form.startswith("within")}
    found: list[Run] = []
    for match in _RUN.finditer(words.kinds):
        start = match.start()
        for place in range(match.start(), match.end() + 1):
            cut = place == match.end() or place in taken or _cuts(words, place)
            if not cut:
                continue
            # A limit of its own right behind a run: the run is a measure.
            if place > start and place - start <= LONGEST and place not in limited:
                found.append((start, place))
            start = place + 1 if place < match.end() and words.kinds[place] == "f" else place
            start += place in taken
    return [run for run in found if run[1] > run[0]]


def _cuts(words: Ready, place: int) -> bool:
    """Whether a run ends at a place: at a preposition other than "of", or where a filler was."""
    if words.kinds[place] == "f":
        return words.lexemes[place].value != OF
    return place in words.gaps and words.kinds[place - 1] != "f"


def _negated(kinds: str, run: Run) -> bool:
    """Whether a denial before a run reaches it: none of its list is said otherwise in between."""
    place, earliest = run[0] - 1, max(0, run[0] - FURTHEST)
    while place >= earliest and kinds[place] in "wQf,|&n/skdeoCaN(":
        place -= 1
    return place >= earliest and kinds[place] == "!"


def _window(words: Ready, run: Run, times: list[Found]) -> Span | None:
    """The time behind a run, in the same clause."""
    next_one = bisect_left(times, run[1], key=lambda one: one.start)
    if next_one == len(times) or times[next_one].start > run[1] + LONGEST:
        return None
    time = times[next_one]
    ended = _ENDS.intersection(words.kinds[run[1] : time.start])
    return None if ended else _span(words, (time.start, time.end))


def _groups(kinds: str, runs: list[Run]) -> tuple[tuple[Join, tuple[int, ...]], ...]:
    """Chains of runs with only commas and one connective between them."""
    groups: list[tuple[Join, tuple[int, ...]]] = []
    chain, joins = [0], ""
    for number in range(1, len(runs) + 1):
        between = kinds[runs[number - 1][1] : runs[number][0]] if number < len(runs) else ""
        match = _BETWEEN.fullmatch(between) if between else None
        if match is not None and match[1]:
            chain.append(number)
            joins += match[1].strip(",")
            continue
        if len(chain) > 1 and joins:
            join: Join = "and" if set(joins) == {"&"} else "or"
            groups.append((join, tuple(chain)))
        chain, joins = [number], ""
    return tuple(groups)
