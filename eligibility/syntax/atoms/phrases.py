"""The phrases of a criterion, told by the roles of its words.

What comes in are lexemes and their roles; what goes out are runs of them.  A
run ends at a verb or a word of structure; words that only evaluate are taken
off its ends; what is a matter of the study is left out.
"""

from __future__ import annotations

import re

from eligibility.knowledge.phrasing import Phrasing
from eligibility.syntax.atoms.kinds import told_kind
from eligibility.syntax.atoms.roles import (
    CARRIER,
    CONTENT,
    HEADED,
    MATTER,
    OF_ROLE,
    PART,
    PARTICIPLE,
    PEOPLE,
    QUALITY,
    TREATING,
    Run,
)
from eligibility.syntax.constraints.forms import Found
from eligibility.syntax.constraints.ready import Ready

_RUN = re.compile(r"[wdeqmctb]+(?:f[wdeqmctb]+)*")
LONGEST = 8
"""So many words may be one phrase; a longer run is a sentence of another kind."""

_THINGS = frozenset({CONTENT, TREATING})
_OF_PEOPLE = "life_stage_gender"
_OF_CANDIDATE = frozenset({"condition", "procedure", "drug", "language"})
_TREATED = frozenset({"drug", "condition"})
_ALONE = frozenset({PEOPLE, HEADED})
_LEFT = frozenset({QUALITY, CARRIER})
_RIGHT = frozenset({QUALITY, CARRIER, PARTICIPLE})


def phrases(words: Ready, roles: str, limits: list[Found], phrasing: Phrasing) -> list[Run]:
    """The runs of words that something can be checked by, in order."""
    taken = {place for one in limits for place in range(one.start, one.end)}
    found: list[Run] = []
    for match in _RUN.finditer(roles):
        start = match.start()
        for place in range(match.start(), match.end() + 1):
            if place < match.end() and place not in taken and not _cuts(words, roles, place):
                continue
            for run in _within(words, roles, start, place, phrasing):
                found += _apart(words, roles, run, phrasing)
            start = place + (place in taken)
    found += [(place, place + 1) for place, role in enumerate(roles) if role in _ALONE]
    return sorted(found)


def _apart(words: Ready, roles: str, run: Run, phrasing: Phrasing) -> list[Run]:
    """A phrase of people by their age, apart from what they have: diabetic adults, healthy children."""
    start, last = run[0], run[1] - 1
    if start == last or OF_ROLE in roles[start:last] or roles[last - 1] not in _THINGS:
        return [run]
    parts = [(start, last), (last, run[1])]
    said, people = (told_kind(words.lexemes[one:end], phrasing) for one, end in parts)
    return parts if people == _OF_PEOPLE != said else [run]


def _cuts(words: Ready, roles: str, place: int) -> bool:
    """Whether a run ends where a filler was, other than behind "of"."""
    return place in words.gaps and place > 0 and roles[place - 1] != OF_ROLE


def _within(words: Ready, roles: str, start: int, end: int, phrasing: Phrasing) -> list[Run]:
    """The phrases in a run: its parts between "of" joined where both are things."""
    found: list[Run] = []
    joins = False
    while start < end:
        behind = roles.find(OF_ROLE, start, end)
        behind = end if behind < 0 else behind
        run = _trimmed(words, roles, start, behind, phrasing)
        if joins and roles[behind - 1] == PART:
            # A part of the body is no phrase, but says of what: cancer of the breast.
            run = start, behind
        if run is not None and joins and run[0] == start:
            found[-1] = (found[-1][0], run[1])
        elif run is not None:
            found.append(run)
        joins = run is not None and run[1] == behind
        start = behind + 1
    return [run for run in found if run[1] - run[0] <= LONGEST]


def _trimmed(words: Ready, roles: str, start: int, end: int, phrasing: Phrasing) -> Run | None:
    """A part without what only evaluates at its ends; ``None`` where no thing is left, or the study's own."""
    while start < end and roles[start] in _LEFT:
        start += 1
    whole = end
    while end > start and roles[end - 1] in _RIGHT:
        end -= 1
    if start < end < whole and not _THINGS.intersection(roles[start:end]):
        # A psychotic episode: the carrier is the thing, where it has a kind.
        head = words.lexemes[end].text
        return (start, end + 1) if phrasing.value("head_kind", head) is not None else None
    if end > start and roles[end - 1] == MATTER:
        end = _before_matter(words, roles, start, end, phrasing)
    if start == end or not _THINGS.intersection(roles[start:end]):
        return None
    if roles[end - 1] == TREATING and told_kind(words.lexemes[start : end - 1], phrasing) in _TREATED:
        # Statin therapy, cancer treatment: what is checked is the statin, the cancer.
        return start, end - 1
    return start, end


def _before_matter(words: Ready, roles: str, start: int, end: int, phrasing: Phrasing) -> int:
    """Where a thing ends that a study's own word follows: the methods of contraception; else the start."""
    while end > start and roles[end - 1] in {MATTER, *_RIGHT}:
        end -= 1
    named = end > start and roles[end - 1] == CONTENT
    return end if named and told_kind(words.lexemes[start:end], phrasing) in _OF_CANDIDATE else start
