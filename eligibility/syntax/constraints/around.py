"""What stands around a constraint: the moment it counts from, and how its value is taken.

What comes in are lexemes and the constraints among them; what goes out are
stretches of lexemes.  Nothing is guessed: where the words are not there, there
is no stretch.
"""

from __future__ import annotations

import re

from eligibility.syntax.constraints.ready import Ready

Stretch = tuple[int, int]

_PHRASE = "wQSsdeorkCNz"
_MOMENT = re.compile(rf"R?[zCv]?[{_PHRASE}9]*(?:f[{_PHRASE}]+)?")
_ASIDE = re.compile(r"(?:,w{1,3},|\(w{1,3}\))(?=R)")
"""What may stand between a length and its moment: whichever is longer."""

_STANDARD = re.compile(rf"m+[{_PHRASE}f&]+")


LONGEST = 8
"""So many words name a moment or a method."""


def moment(ready: Ready, end: int, latest: int) -> Stretch | None:
    """The moment that a window counts from: what stands behind ``before``, ``since`` or ``of``."""
    place = end
    while place < latest and ready.kinds[place] in "gN":
        place += 1
    if aside := _ASIDE.match(ready.kinds, place, latest):
        place = aside.end()
    if ready.kinds[place : place + 1] not in {"R", "f"}:
        return None
    match = _MOMENT.match(ready.kinds, place + 1, min(latest, place + 9))
    if match is None or match.end() == place + 1:
        return None
    start = place + 1 + (ready.kinds[place + 1] == "R")
    return (start, match.end()) if match.end() > start else None


def method(ready: Ready, start: int, end: int) -> Stretch | None:
    """How a value is taken: what stands behind ``by``, ``using``, ``per``, between two places."""
    match = _STANDARD.search(ready.kinds, start, end)
    if match is None:
        return None
    first = match.start() + len(re.match("m+", match.group()).group())  # type: ignore[union-attr]
    end = min(match.end(), first + LONGEST)
    while end > first and ready.kinds[end - 1] in "f&":
        end -= 1
    return (first, end) if end > first else None
