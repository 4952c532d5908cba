"""The time that dates a phrase: within 6 months, in the last year, since 2010.

What comes in are lexemes with their roles, the phrases and the limits among
them; what goes out is one time a phrase at most.  A time behind a list dates
all of it, and so does one that begins its clause.  An age dates nothing.
"""

from __future__ import annotations

import re
from bisect import bisect_left

from eligibility.knowledge.lexicon import Lexicon
from eligibility.syntax.atoms.groups import PERSONS, depths
from eligibility.syntax.atoms.phrases import LONGEST
from eligibility.syntax.atoms.roles import CARRIER, MATTER, VERB, Run
from eligibility.syntax.constraints.forms import Found
from eligibility.syntax.constraints.ready import Ready

FURTHEST = 60
"""A time dates a list over so many words at most."""

_ENDS = frozenset(".;:")
_NO_DATE = frozenset({"age", "gestation"})
_OLD = frozenset("gO")
_YEARS = (1900, 2200)
_UNCOUNTED = re.compile(r"(?:i|[fR]?s)(?=~)")
"""A time without a number: in the last month, prior year."""

_OF_IT = re.compile(r"\)?f?[askd]{0,2}(?:wf)?")
"""What stands between a length of time and what lasts so long: 6 months of, 2-year history of."""

_LEADING = re.compile(r"[,hav!Hs_wd:]{0,6}")
"""What stands between a time that begins a clause and the first phrase it dates."""

_TO_ANCHOR = frozenset("fzsaoc9y")
_OF_STUDY = frozenset({MATTER, CARRIER})
_OTHERWISE = frozenset("~vm+E")


def windows(
    words: Ready, roles: str, runs: list[Run], kinds: list[str | None], limits: list[Found], lexicon: Lexicon
) -> dict[int, Run]:
    """The time of each phrase that has one, by the number of the phrase; people and their age have none."""
    levels = depths(words.kinds)
    found: dict[int, Run] = {}
    for time in sorted({*_counted(words, limits), *_uncounted(words, lexicon)}):
        for number in _behind(words, runs, time) or _before(words, roles, runs, time, levels):
            measured = runs[number][1] == time[0] and words.kinds[time[0] - 1] == "Q"
            if kinds[number] != PERSONS and not measured:
                found.setdefault(number, time)
    return found


def counts_from(words: Ready, roles: str, run: Run) -> bool:
    """Whether a phrase is what a time counts from: before the study, within 6 weeks of a visit."""
    place, earliest = run[0] - 1, max(0, run[0] - LONGEST)
    while place >= earliest and (words.kinds[place] in _TO_ANCHOR or roles[place] in _OF_STUDY):
        place -= 1
    return place >= earliest and words.kinds[place] in "Ri"


def _counted(words: Ready, limits: list[Found]) -> list[Run]:
    """Lengths of time and years among the limits of a criterion."""
    found: list[Run] = []
    for one in limits:
        timed = bool(one.units) and one.units[-1].kind == "time_unit" and one.form not in _NO_DATE
        aged = _OLD.intersection(words.kinds[one.start : one.end + 1])
        years = not one.units and all(_YEARS[0] <= value <= _YEARS[1] for _, value in one.bounds)
        if (timed and not aged) or years:
            found.append((one.start, one.end))
    return found


def _uncounted(words: Ready, lexicon: Lexicon) -> list[Run]:
    """Times that no number counts: within the last year."""
    return [
        (match.start(), match.end() + 1)
        for match in _UNCOUNTED.finditer(words.kinds)
        if lexicon.value("time_unit", words.lexemes[match.end()].text) is not None
    ]


def _behind(words: Ready, runs: list[Run], time: Run) -> list[int]:
    """The phrases behind a time that lasts as long, or that begins their clause."""
    first = bisect_left(runs, (time[1],))
    if first == len(runs) or runs[first][0] > time[1] + LONGEST:
        return []
    between = words.kinds[time[1] : runs[first][0]]
    if between[:1] in {"f", ")"} and _OF_IT.fullmatch(between):
        # Within 6 months of surgery: the time counts from it.
        return [] if words.kinds[time[0]] == "i" else [first]
    before = range(time[0] - 1, max(-1, time[0] - 1 - FURTHEST), -1)
    start = next((place for place in before if words.kinds[place] in _ENDS), -1)
    if (first and runs[first - 1][1] > start + 1) or not _LEADING.fullmatch(between):
        return []
    behind = range(time[1] + between.startswith(":"), min(len(words.kinds), time[1] + FURTHEST))
    end = next((place for place in behind if words.kinds[place] in _ENDS), behind.stop)
    return list(range(first, bisect_left(runs, (end,))))


def _before(words: Ready, roles: str, runs: list[Run], time: Run, levels: list[int]) -> list[int]:
    """The phrases before a time: the next one, and those in one list with it."""
    found: list[int] = []
    place = time[0]
    for number in range(bisect_left(runs, (time[0],)) - 1, -1, -1):
        run = runs[number]
        if run[1] < time[0] - (FURTHEST if found else LONGEST):
            break
        if levels[run[0]] > levels[time[0]]:
            continue
        between = range(run[1], place)
        if any(words.kinds[at] in _ENDS for at in between):
            break
        if found and any(_says_more(words, roles, at) for at in between):
            break
        found.append(number)
        place = run[0]
    return found


def _says_more(words: Ready, roles: str, place: int) -> bool:
    """Whether a word between two phrases begins another statement."""
    kind = words.kinds[place]
    return kind in _OTHERWISE or (kind in "wQ" and roles[place] == VERB)
