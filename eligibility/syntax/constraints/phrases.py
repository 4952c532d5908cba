"""The phrases around a constraint: runs of words that name something.

What comes in are lexemes and a place among them; what goes out are the stretches
before or behind it that name what may be limited, with those that share it.
"""

from __future__ import annotations

import re

from eligibility.knowledge.lexicon import Lexicon
from eligibility.syntax.constraints.bounds import OF
from eligibility.syntax.constraints.ready import Ready

Stretch = tuple[int, int]

PHRASE = frozenset("wQSsdeorkC")
"""Kinds that a subject is made of."""

NAMES = frozenset("wQS")
"""Kinds of which a subject has at least one."""

SKIPPED = frozenset("fvD:a!eN")
"""Kinds that may stand between a subject and its limit: of, is, defined as."""

_LINKS = frozenset("f+")
"""Kinds that join two parts of one name: deformity of the lower limbs."""

JOINS = frozenset("&|,/n")

_RUNS = re.compile(r"[^&|,/n()]+")

MOST_OF_UNIT = 2
MOST_BRACKETED = 4
WIDEST = 40
"""So many lexemes a bracket holds at most, and so many words a name in it."""

MOST_INSIDE = 2
MOST = 6
"""So many words before a limit are its subject at most."""


def measured(kinds: str, stretches: list[Stretch]) -> bool:
    """Whether the name of a measure is among some stretches."""
    return any("Q" in kinds[start:end] for start, end in stretches)


def named_before(ready: Ready, place: int, earliest: int, lexicon: Lexicon) -> list[Stretch]:
    """The phrase before a limit, with the ones that share it and the name in brackets behind it."""
    kinds = ready.kinds
    end, named = place, list[Stretch]()
    while end > earliest and (kinds[end - 1] in SKIPPED or kinds[end - 1] in "()"):
        if kinds[end - 1] != ")":
            end -= 1
            continue
        start = _opening(kinds, end, earliest)
        if start is None:
            return []
        named += _bracketed(ready, start + 1, end - 1)
        end = start
    run = _named(ready, end, earliest, lexicon)
    if run is None or _is_rate(ready, run, lexicon):
        return named
    run = _with_owner(ready, run, earliest, lexicon)
    if _is_moment(ready, run, earliest, lexicon):
        return named_before(ready, run[0] - 1, earliest, lexicon) or ([] if earliest else [run, *named])
    listed = [run, *named]
    while (more := _shared(ready, run, earliest)) is not None:
        listed.append(more)
        run = more
    return listed


def _is_rate(ready: Ready, run: Stretch, lexicon: Lexicon) -> bool:
    """Whether a run is only the time of a rate before a limit: 10 mg a day or 20 mg."""
    before = ready.kinds[max(run[0] - 1, 0) : run[0]]
    return (before in {"m", "/", "N"} or run[0] in ready.gaps) and only_time(ready, run, lexicon)


def only_time(ready: Ready, run: Stretch, lexicon: Lexicon) -> bool:
    """Whether a run is only a unit of time, the end of a rate: 10 mg a day or 20 mg every other day."""
    words = (lexeme.text for lexeme in ready.lexemes[run[0] : run[1]])
    return all(lexicon.value("time_unit", word) is not None for word in words)


def _opening(kinds: str, end: int, earliest: int) -> int | None:
    """Where the bracket opens that ends before a place; ``None`` where it does not, or far away."""
    depth = 0
    for place in range(end - 1, max(earliest, end - WIDEST) - 1, -1):
        depth += (kinds[place] == ")") - (kinds[place] == "(")
        if depth == 0:
            return place
    return None


def _bracketed(ready: Ready, start: int, end: int) -> list[Stretch]:
    """The short names that a bracket holds, where it holds nothing else: (AST, ALT)."""
    if not set(ready.kinds[start:end]) <= PHRASE | JOINS | set("()"):
        return []
    runs = [(start + run.start(), start + run.end()) for run in _RUNS.finditer(ready.kinds[start:end])]
    named = (run for run in runs if NAMES.intersection(ready.kinds[run[0] : run[1]]) and _is_name(ready, run))
    return [run for run in named if run[1] - run[0] <= MOST_BRACKETED]


def _is_name(ready: Ready, run: Stretch) -> bool:
    """Whether a run in brackets is more than a part of a unit, such as g or dL."""
    text = ready.lexemes[run[0]].text
    return run[1] - run[0] > 1 or len(text) > MOST_OF_UNIT or (text.isupper() and len(text) > 1)


def _with_owner(ready: Ready, run: Stretch, earliest: int, lexicon: Lexicon) -> Stretch:
    """A run that only says "level" or "dose", with what it is the level or the dose of.

    That stands before brackets, or before "at": a heart rate (HR) measurement, prednisone at a dose.
    """
    kinds, start = ready.kinds, run[0]
    bare = all(lexicon.value("amount_noun", lexeme.text) for lexeme in ready.lexemes[start : run[1]])
    if not bare or start == earliest:
        return run
    before = before_brackets(kinds, start, earliest)
    end = start - 1 if kinds[start - 1] in "Rf" else before if before != start else None
    owner = None if end is None else run_back(ready, end, earliest)
    return run if owner is None else (owner[0], run[1])


_MEASURE_WITH = re.compile(r"(Q(?:\([^()]*\))?)S?(?:[wmRfNDzkr9+vi~?]|R[|/]R|\([^()]*\)|,$){0,12}")
"""A measure, and how or when or of what it is taken, up to the limit: ejection fraction by a scan at rest."""


def measure_of(ready: Ready, place: int, earliest: int, lexicon: Lexicon) -> list[Stretch]:
    """The measure that the words before a limit belong to: clearance by a formula, a surface affected."""
    for begin in range(place - 1, max(earliest, place - FURTHEST_MEASURE) - 1, -1):
        match = _MEASURE_WITH.fullmatch(ready.kinds, begin, place) if ready.kinds[begin] == "Q" else None
        if match is not None:
            return named_before(ready, match.end(1), earliest, lexicon)
    return []


FURTHEST_MEASURE = 16
"""So many words before a limit the measure begins at most that they belong to."""


def _is_moment(ready: Ready, run: Stretch, earliest: int, lexicon: Lexicon) -> bool:
    """Whether a run only says when a measure before it is taken: an FEV1 at screening."""
    start = run[0]
    while start > earliest and ready.kinds[start - 1] == "N":
        start -= 1
    if start == earliest or ready.kinds[start - 1] not in "Rf" or measured(ready.kinds, [run]):
        return False
    return names_moment(ready, run, lexicon)


def names_moment(ready: Ready, run: Stretch, lexicon: Lexicon) -> bool:
    """Whether a word of a run names a moment of the trial: screening, enrolment."""
    words = (word for lexeme in ready.lexemes[run[0] : run[1]] for word in lexeme.text.split())
    return any(lexicon.value("moment_noun", word) is not None for word in words)


def _named(ready: Ready, end: int, earliest: int, lexicon: Lexicon) -> Stretch | None:
    """The run of words that ends at a place, with what it is "of" where that is short."""
    kinds = ready.kinds
    run = run_back(ready, end, earliest)
    if run is None:
        return None
    start = run[0]
    if start > earliest and kinds[start - 1] == "m" and not measured(kinds, [run]):
        end = start - 1
        while end > earliest and kinds[end - 1] in SKIPPED:
            end -= 1
        return run_back(ready, end, earliest) or run
    opened = start
    while opened > earliest and kinds[opened - 1] == "N":
        opened -= 1
    short = run[1] - start <= MOST_INSIDE and not measured(kinds, [run])
    if opened > earliest and kinds[opened - 1] == "(" and short:
        before = run_back(ready, opened - 1, earliest)
        return (before[0], run[1]) if before is not None else run
    if start > earliest and kinds[start - 1] in _LINKS and "Q" not in kinds[run[0] : run[1]]:
        end = start - 1
        while end > earliest and kinds[end - 1] == "N" and not names_moment(ready, run, lexicon):
            end -= 1
        before = run_back(ready, end, earliest)
        if before is not None and run[1] - before[0] <= MOST + 1:
            return (before[0], run[1])
    return run


def run_back(ready: Ready, end: int, earliest: int) -> Stretch | None:
    """The run of phrase words that ends at a place, with a name among them.

    A filler ("the", "would") that stood before a name begins it.
    """
    start, kinds = end, ready.kinds
    while start > earliest and end - start < MOST and _in_phrase(ready, start - 1):
        start -= 1
        if start in ready.gaps and NAMES.intersection(kinds[start:end]):
            break
    return (start, end) if NAMES.intersection(kinds[start:end]) else None


def _in_phrase(ready: Ready, place: int) -> bool:
    return ready.kinds[place] in PHRASE or _is_prefix(ready, place)


def _shared(ready: Ready, run: Stretch, earliest: int) -> Stretch | None:
    """The phrase that a list joins to one: both are names of measures, or have one in brackets."""
    kinds = ready.kinds
    joined = run[0]
    while joined > earliest and kinds[joined - 1] in JOINS:
        joined -= 1
    named = measured(kinds, [_with_brackets(kinds, run)]) or _is_short(ready, run)
    if joined == run[0] or not named:
        return None
    end = before_brackets(kinds, joined, earliest)
    before = None if end is None else run_back(ready, end, earliest)
    if before is None:
        return None
    return before if measured(kinds, [(before[0], joined)]) or _is_short(ready, before) else None


def _is_short(ready: Ready, run: Stretch) -> bool:
    """Whether a run is one abbreviation: INR or PT."""
    return run[1] - run[0] == 1 and ready.lexemes[run[0]].text.isupper()


def before_brackets(kinds: str, end: int, earliest: int) -> int | None:
    """The place before the brackets that end at a place; ``None`` where one does not open."""
    while end > earliest and kinds[end - 1] == ")":
        opened = _opening(kinds, end, earliest)
        if opened is None:
            return None
        end = opened
    return end


def _with_brackets(kinds: str, run: Stretch) -> Stretch:
    """A run with the bracket behind it."""
    if kinds[run[1] : run[1] + 1] != "(":
        return run
    return (run[0], max(run[1], kinds.find(")", run[1])))


def _is_prefix(ready: Ready, place: int) -> bool:
    """Whether a lexeme is the first part of a word: post-treatment."""
    return ready.kinds[place] == "R" and ready.lexemes[place].text.endswith("-")


def named_behind(ready: Ready, place: int, latest: int) -> list[Stretch]:
    """The phrase behind a limit: ``at least two lesions``."""
    start, kinds = place, ready.kinds
    while start < latest and (kinds[start] in "fgN)" or _is_prefix(ready, start)):
        start += 1
    if kinds[start : start + 1] == "H":
        return [(start, start + 1)]
    end = _run_on(kinds, start, min(latest, start + 4))
    if not NAMES.intersection(kinds[start:end]):
        return []
    if end < latest and kinds[end] == "f" and ready.lexemes[end].value == OF:
        linked = _run_on(kinds, end + 1, min(latest, end + 5))
        return [(start, linked if linked > end + 1 else end)]
    return [(start, end)]


def with_alternative(ready: Ready, named: list[Stretch], latest: int) -> list[Stretch]:
    """A single word behind a count with what it is joined to: one evaluable or measurable lesion.

    ``named``: that word, or a longer name, which stays as it is.
    """
    start, joined = named[0]
    if joined != start + 1 or ready.kinds[joined : joined + 1] not in {"|", "&", "/"}:
        return named
    end = _run_on(ready.kinds, joined + 1, min(latest, joined + 5))
    return named if end <= joined + 1 else [(start, end)]


def _run_on(kinds: str, start: int, latest: int) -> int:
    """Where a run of phrase words that begins at a place ends."""
    end = start
    while end < latest and kinds[end] in PHRASE:
        end += 1
    return end
