"""What a constraint is about: the words that its limit measures.

What comes in are lexemes and a constraint among them; what goes out are the
stretches of lexemes that name its subjects.  One subject a threshold, but for
a list that shares it; a phrase that only stands nearby is none.
"""

from __future__ import annotations

import re

from eligibility.knowledge.lexicon import Lexicon
from eligibility.syntax.constraints.bounds import OF
from eligibility.syntax.constraints.forms import Found
from eligibility.syntax.constraints.ready import Ready

Stretch = tuple[int, int]

_PHRASE = frozenset("wQSsdeorkC")
"""Kinds that a subject is made of."""

_NAMES = frozenset("wQS")
"""Kinds of which a subject has at least one."""

_SKIPPED = frozenset("fvD:a!eN")
"""Kinds that may stand between a subject and its limit: of, is, defined as."""

_LINKS = frozenset("f+")
"""Kinds that join two parts of one name: deformity of the lower limbs."""

_JOINS = frozenset("&|,/n")
_CLAUSE = _PHRASE | frozenset("fv+&|n/Rmazt~BN!")
"""Kinds that the clause before a window is made of."""

MOST_INSIDE = 2
MOST = 6
"""So many words before a limit are its subject at most."""

COUNTED = 20.0
"""A whole number up to this, without a unit, may count what stands behind it: at least two lesions."""


def subjects(ready: Ready, found: Found, between: Stretch, lexicon: Lexicon) -> list[Stretch]:
    """The stretches that name what a constraint is about; nothing where no words do.

    ``between``: where the constraint before ends, and the one behind begins.
    """
    earlier, later = between
    kinds = ready.kinds
    if found.form == "sandwich":
        return [_inside(kinds, found, "wQ")]
    right = _right(ready, found.end, later)
    if found.form == "count":
        return right or [(found.start, found.end)]
    if found.form in {"range", "one"} and "Q" in kinds[found.start : found.end]:
        return [_inside(kinds, found, "Q")]
    if _is_window(ready, found) and not _carries(ready, found):
        since = right or _right(ready, found.end + (kinds[found.end : found.end + 1] == "R"), later)
        return _dated(ready, found, earlier) or ([] if earlier else since)
    left = _left(ready, found.start, earlier, lexicon)
    if "S" in kinds[found.start : found.end]:
        return _scaled(ready, found, left, right)
    if left and right and _portion(ready, found) and not _measured(kinds, left):
        return [*left, *right]
    if right and (_counts(kinds, found) or _carries(ready, found)) and not _measured(kinds, left):
        return right
    if right and _in_brackets(kinds, found) and _only_qualifies(kinds, left):
        return right
    if earlier and _of_moment(kinds, earlier, found.start):
        return []
    if not left and right and not _measured(kinds, right) and _shares(kinds, found, earlier):
        return []
    return left or right


def _scaled(ready: Ready, found: Found, left: list[Stretch], right: list[Stretch]) -> list[Stretch]:
    """The scale itself with what is graded: NYHA class III, grade II glioma."""
    scale = _inside(ready.kinds, found, "S")
    named = ready.lexemes[scale[0]].text.isupper()
    behind = right if right and not named and (not left or right[0][0] == found.end) else []
    return [*behind, *left, scale]


def _is_time(found: Found) -> bool:
    return found.form == "year" or (bool(found.units) and found.units[-1].kind == "time_unit")


_MEASURE_BEFORE = re.compile(r"Q[fv:]{0,2}$")


def _is_window(ready: Ready, found: Found) -> bool:
    """Whether a length of time dates something, and is no measure of its own: within 4 weeks of surgery."""
    if not _is_time(found) or found.form == "age":
        return False
    before, behind = ready.kinds[found.start - 1 : found.start], ready.kinds[found.end : found.end + 1]
    just_before = max(0, found.start - 3)
    compared = "c" in ready.kinds[found.start : found.end]
    if compared and _MEASURE_BEFORE.search(ready.kinds, just_before, found.start):
        return False
    of = before == "f" and ready.lexemes[found.start - 1].value == OF
    related = (before in {"f", "R"} and not of) or behind in {"R", "f"}
    return related or found.form in {"within", "also", "year", "length"}


def _portion(ready: Ready, found: Found) -> bool:
    """Whether a limit is that of a part: 50% of the weight, 10 mL of blood."""
    if _is_time(found) or ready.kinds[found.end : found.end + 1] != "f":
        return False
    return ready.lexemes[found.end].value == OF


_WORDS = re.compile(r"\w+")


def _dated(ready: Ready, found: Found, earlier: int) -> list[Stretch]:
    """What a window or a length of time dates: the words before it, of one clause."""
    kinds, end = ready.kinds, found.start
    while end > earlier and (kinds[end - 1] in _SKIPPED or kinds[end - 1] in "(,"):
        end -= 1
    opened = _before_brackets(kinds, end, earlier)
    end = end if opened is None else opened
    start, words = end, 0
    while start > earlier and kinds[start - 1] in _CLAUSE:
        words += len(_WORDS.findall(ready.lexemes[start - 1].text)) if kinds[start - 1] in _PHRASE else 0
        words += start in ready.gaps
        if words > MOST and start < end:
            break
        start -= 1
    while start < end and kinds[start] not in _NAMES:
        start += 1
    while end > start and kinds[end - 1] not in _NAMES:
        end -= 1
    return [(start, end)] if start < end else []


def _measured(kinds: str, stretches: list[Stretch]) -> bool:
    """Whether the name of a measure is among some stretches."""
    return any("Q" in kinds[start:end] for start, end in stretches)


_MOMENT = re.compile(r"[Rf][zC]?[wQNsdo9]*(?:f[wN]+)?[v,]*")


def _of_moment(kinds: str, earlier: int, start: int) -> bool:
    """Whether only the moment of a window before stands between it and a limit."""
    return kinds[earlier - 1] in "yg" and _MOMENT.fullmatch(kinds, earlier, start) is not None


def _shares(kinds: str, found: Found, earlier: int) -> bool:
    """Whether a limit is joined to the one before, and is about the same."""
    joined = earlier > 0 and kinds[found.start - 1] in _JOINS and found.start - earlier <= 3
    return joined and bool(found.units or found.limit)


_ATTRIBUTE = frozenset("wQ")


def _carries(ready: Ready, found: Found) -> bool:
    """Whether a limit stands before what it limits: 140 mmHg systolic pressure, a 12-week course."""
    behind = ready.kinds[found.end : found.end + 2]
    compared = "c" in ready.kinds[found.start : found.end]
    if not found.units:
        return False
    attribute = found.form in {"length", "amount", "rate"} or not compared
    return behind[:1] in (_ATTRIBUTE if attribute else {"Q"}) or _portion(ready, found)


def _inside(kinds: str, found: Found, signs: str) -> Stretch:
    """The stretch within a constraint from the first to the last of some kinds."""
    places = [place for place in range(found.start, found.end) if kinds[place] in signs]
    return (places[0], places[-1] + 1)


def _in_brackets(kinds: str, found: Found) -> bool:
    behind = kinds[found.end : found.end + 2]
    return kinds[found.start - 1 : found.start] == "(" and behind[:1] == ")" and behind[1:] in _ATTRIBUTE


def _only_qualifies(kinds: str, left: list[Stretch]) -> bool:
    """Whether what stands before a bracket is a word or two that qualify what stands behind it."""
    return all(end - start <= 2 and "Q" not in kinds[start:end] for start, end in left)


def _counts(kinds: str, found: Found) -> bool:
    """Whether a limit is a whole number of things."""
    number = found.bounds[0][1]
    plain = not found.units and found.limit is None and found.form == "one" and number == int(number)
    return plain and number <= COUNTED and "c" in kinds[found.start : found.end]


def _left(ready: Ready, place: int, earliest: int, lexicon: Lexicon) -> list[Stretch]:
    """The phrase before a limit, with the ones that share it and the name in brackets behind it."""
    kinds = ready.kinds
    end, named = place, list[Stretch]()
    while end > earliest and (kinds[end - 1] in _SKIPPED or kinds[end - 1] in "()"):
        if kinds[end - 1] != ")":
            end -= 1
            continue
        start = kinds.rfind("(", earliest, end - 1)
        if start < 0:
            return []
        inside = _run_back(ready, end - 1, start + 1)
        if inside and inside[0] == start + 1 and inside[1] - inside[0] <= 4:
            named.append(inside)
        end = start
    run = _named(ready, end, earliest)
    if run is None:
        return named
    if _is_moment(ready, run, earliest, lexicon):
        return _left(ready, run[0] - 1, earliest, lexicon) or ([] if earliest else [run, *named])
    listed = [run, *named]
    while (more := _shared(ready, run, earliest)) is not None:
        listed.append(more)
        run = more
    return listed


def _is_moment(ready: Ready, run: Stretch, earliest: int, lexicon: Lexicon) -> bool:
    """Whether a run only says when a measure before it is taken: an FEV1 at screening."""
    start = run[0]
    if start == earliest or ready.kinds[start - 1] not in "Rf" or _measured(ready.kinds, [run]):
        return False
    words = (word for lexeme in ready.lexemes[start : run[1]] for word in lexeme.text.split())
    return any(lexicon.value("moment_noun", word) is not None for word in words)


def _named(ready: Ready, end: int, earliest: int) -> Stretch | None:
    """The run of words that ends at a place, with what it is "of" where that is short."""
    kinds = ready.kinds
    run = _run_back(ready, end, earliest)
    if run is None:
        return None
    start = run[0]
    if start > earliest and kinds[start - 1] == "m" and not _measured(kinds, [run]):
        return _run_back(ready, start - 1, earliest) or run
    opened = start
    while opened > earliest and kinds[opened - 1] == "N":
        opened -= 1
    short = run[1] - start <= MOST_INSIDE and not _measured(kinds, [run])
    if opened > earliest and kinds[opened - 1] == "(" and short:
        before = _run_back(ready, opened - 1, earliest)
        return (before[0], run[1]) if before is not None else run
    if start > earliest and kinds[start - 1] in _LINKS and "Q" not in kinds[run[0] : run[1]]:
        before = _run_back(ready, start - 1, earliest)
        if before is not None and run[1] - before[0] <= MOST + 1:
            return (before[0], run[1])
    return run


def _run_back(ready: Ready, end: int, earliest: int) -> Stretch | None:
    """The run of phrase words that ends at a place, with a name among them.

    A filler ("the", "would") that stood before a name begins it.
    """
    start, kinds = end, ready.kinds
    while start > earliest and end - start < MOST and kinds[start - 1] in _PHRASE:
        start -= 1
        if start in ready.gaps and _NAMES.intersection(kinds[start:end]):
            break
    return (start, end) if _NAMES.intersection(kinds[start:end]) else None


def _shared(ready: Ready, run: Stretch, earliest: int) -> Stretch | None:
    """The phrase that a list joins to one: both are names of measures, or have one in brackets."""
    kinds = ready.kinds
    joined = run[0]
    while joined > earliest and kinds[joined - 1] in _JOINS:
        joined -= 1
    if joined == run[0] or not _measured(kinds, [_with_brackets(kinds, run)]):
        return None
    end = _before_brackets(kinds, joined, earliest)
    before = None if end is None else _run_back(ready, end, earliest)
    return before if before and _measured(kinds, [(before[0], joined)]) else None


def _before_brackets(kinds: str, end: int, earliest: int) -> int | None:
    """The place before the brackets that end at a place; ``None`` where one does not open."""
    while end > earliest and kinds[end - 1] == ")":
        end = kinds.rfind("(", earliest, end - 1)
        if end < 0:
            return None
    return end


def _with_brackets(kinds: str, run: Stretch) -> Stretch:
    """A run with the bracket behind it."""
    if kinds[run[1] : run[1] + 1] != "(":
        return run
    return (run[0], max(run[1], kinds.find(")", run[1])))


def _is_prefix(ready: Ready, place: int) -> bool:
    """Whether a lexeme is the first part of a word: post-treatment."""
    return ready.kinds[place] == "R" and ready.lexemes[place].text.endswith("-")


def _right(ready: Ready, place: int, latest: int) -> list[Stretch]:
    """The phrase behind a limit: ``at least two lesions``."""
    start, kinds = place, ready.kinds
    while start < latest and (kinds[start] in "fgN)" or _is_prefix(ready, start)):
        start += 1
    if kinds[start : start + 1] == "H":
        return [(start, start + 1)]
    end = _run_on(kinds, start, min(latest, start + 4))
    if not _NAMES.intersection(kinds[start:end]):
        return []
    if end < latest and kinds[end] == "f" and ready.lexemes[end].value == OF:
        linked = _run_on(kinds, end + 1, min(latest, end + 5))
        return [(start, linked if linked > end + 1 else end)]
    return [(start, end)]


def _run_on(kinds: str, start: int, latest: int) -> int:
    """Where a run of phrase words that begins at a place ends."""
    end = start
    while end < latest and kinds[end] in _PHRASE:
        end += 1
    return end
