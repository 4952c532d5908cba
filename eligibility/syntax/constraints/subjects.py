"""What a constraint is about: the words that its limit measures.

What comes in are lexemes and a constraint among them; what goes out are the
stretches of lexemes that name its subjects.  One subject a threshold, but for
a list that shares it; a phrase that only stands nearby is none.
"""

from __future__ import annotations

from eligibility.syntax.constraints.forms import Found
from eligibility.syntax.lexemes import Lexeme

Stretch = tuple[int, int]

_PHRASE = frozenset("wQSsdeorkC")
"""Kinds that a subject is made of."""

_NAMES = frozenset("wQS")
"""Kinds of which a subject has at least one."""

_SKIPPED = frozenset("fvD:a!eN")
"""Kinds that may stand between a subject and its limit: of, is, defined as."""

_LINKS = frozenset("f+R")
"""Kinds that join two parts of one name: deformity of the lower limbs."""

_JOINS = frozenset("&|,/n")
MOST = 6
"""So many words before a limit are its subject at most."""

COUNTED = 20.0
"""A whole number up to this, without a unit, may count what stands behind it: at least two lesions."""


def subjects(lexemes: tuple[Lexeme, ...], kinds: str, found: Found, between: Stretch) -> list[Stretch]:
    """The stretches that name what a constraint is about; nothing where no words do.

    ``between``: where the constraint before ends, and the one behind begins.
    """
    earlier, later = between
    if found.form == "sandwich":
        return [_inside(kinds, found, "wQ")]
    right = _right(kinds, found.end, later)
    left = _left(kinds, found.start, earlier)
    if _counts(kinds, found) and right and not any("Q" in kinds[start:end] for start, end in left):
        return right
    if right and _in_brackets(kinds, found) and _only_qualifies(kinds, left):
        return right
    scale = [_inside(kinds, found, "S")] if "S" in kinds[found.start : found.end] else []
    named = any(lexemes[start].text.isupper() for start, _ in scale)
    if scale and not left and not named and right:
        return [*right, *scale]
    return [*left, *scale] or right


def _inside(kinds: str, found: Found, signs: str) -> Stretch:
    """The stretch within a constraint from the first to the last of some kinds."""
    places = [place for place in range(found.start, found.end) if kinds[place] in signs]
    return (places[0], places[-1] + 1)


def _in_brackets(kinds: str, found: Found) -> bool:
    return kinds[found.start - 1 : found.start] == "(" and kinds[found.end : found.end + 1] == ")"


def _only_qualifies(kinds: str, left: list[Stretch]) -> bool:
    """Whether what stands before a bracket is a word or two that qualify what stands behind it."""
    return all(end - start <= 2 and "Q" not in kinds[start:end] for start, end in left)


def _counts(kinds: str, found: Found) -> bool:
    """Whether a limit is a whole number of things."""
    number = found.bounds[0][1]
    plain = not found.units and found.limit is None and found.form == "one" and number == int(number)
    return plain and number <= COUNTED and "c" in kinds[found.start : found.end]


def _left(kinds: str, place: int, earliest: int) -> list[Stretch]:
    """The phrase before a limit, with the ones that share it and the name in brackets behind it."""
    end, named = place, list[Stretch]()
    while end > earliest and (kinds[end - 1] in _SKIPPED or kinds[end - 1] in "()"):
        if kinds[end - 1] != ")":
            end -= 1
            continue
        start = kinds.rfind("(", earliest, end - 1)
        if start < 0:
            return []
        inside = _run_back(kinds, end - 1, start + 1)
        if inside and inside[0] == start + 1 and inside[1] - inside[0] <= 4:
            named.append(inside)
        end = start
    run = _named(kinds, end, earliest)
    if run is None:
        return named
    listed = [run, *named]
    while (more := _shared(kinds, run, earliest)) is not None:
        listed.append(more)
        run = more
    return listed


def _named(kinds: str, end: int, earliest: int) -> Stretch | None:
    """The run of words that ends at a place, with what it is "of" where that is short."""
    run = _run_back(kinds, end, earliest)
    if run is None:
        return None
    start = run[0]
    if start > earliest and kinds[start - 1] in _LINKS and "Q" not in kinds[run[0] : run[1]]:
        before = _run_back(kinds, start - 1, earliest)
        if before is not None and run[1] - before[0] <= MOST + 1:
            return (before[0], run[1])
    return run


def _run_back(kinds: str, end: int, earliest: int) -> Stretch | None:
    """The run of phrase words that ends at a place, with a name among them."""
    start = end
    while start > earliest and end - start < MOST and kinds[start - 1] in _PHRASE:
        start -= 1
    return (start, end) if _NAMES.intersection(kinds[start:end]) else None


def _shared(kinds: str, run: Stretch, earliest: int) -> Stretch | None:
    """The phrase that a list joins to one: both are names of measures."""
    joined = run[0]
    while joined > earliest and kinds[joined - 1] in _JOINS:
        joined -= 1
    if joined == run[0] or "Q" not in kinds[run[0] : run[1]]:
        return None
    end = joined
    if end > earliest and kinds[end - 1] == ")":
        end = kinds.rfind("(", earliest, end - 1)
        if end < 0:
            return None
    before = _run_back(kinds, end, earliest)
    return before if before and "Q" in kinds[before[0] : before[1]] else None


def _right(kinds: str, place: int, latest: int) -> list[Stretch]:
    """The phrase behind a limit: ``at least two lesions``."""
    start = place
    while start < latest and kinds[start] in "fgN)":
        start += 1
    end = _run_on(kinds, start, min(latest, start + 4))
    if not _NAMES.intersection(kinds[start:end]):
        return []
    if kinds[end : end + 1] == "f" and end < latest:
        linked = _run_on(kinds, end + 1, min(latest, end + 5))
        return [(start, linked if linked > end + 1 else end)]
    return [(start, end)]


def _run_on(kinds: str, start: int, latest: int) -> int:
    """Where a run of phrase words that begins at a place ends."""
    end = start
    while end < latest and kinds[end] in _PHRASE:
        end += 1
    return end
