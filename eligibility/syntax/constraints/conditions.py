"""The condition that selects a limit: for whom, or when, it holds.

What comes in are lexemes and a limit among them; what goes out is the stretch
of words that says the condition.  Where none is said there is none.
"""

from __future__ import annotations

import re

from eligibility.knowledge.lexicon import Lexicon
from eligibility.syntax.constraints.ready import Ready

Stretch = tuple[int, int]

MOST = 24
"""So many words say a condition at most."""

LONGEST = 4
"""So many words make one wording that begins a condition."""

FURTHEST = 200
"""So many words back a sentence begins at most; of a longer one the beginning says nothing here."""

_ENDS = frozenset(";.")
_JOINS = frozenset("&|n,")
_CONNECTIVES = frozenset("&|n")
"""Behind these begins the condition of the next limit: and for adults < 5."""
_LIMIT = r"[QSNwsdo(),/f&|]{0,8}(?:[cbi]|9[xquLy])"
_NEW = re.compile(rf"[,;]?[&|n]?(?:Q{_LIMIT}|[cb]|9x)")
"""The signs of another limit behind a connective: with them a condition ends."""

_OWN = re.compile(r"\+?[wsdo]*Q[wQf:]*")
"""The subject of the limit that follows, which is no condition of the one before."""

_OF_NEXT = re.compile(r"\([^()]*(?:\([^()]*\)[^()]*)*(?:[,:](?:[^(),:;.]*Q[^(),:;.]*)?|A[^()]*)")
"""A bracket up to the limit in it, where a comma, a colon or a permission ends its condition."""

_HEADING = re.compile(r"f?(?P<whom>[wd&|N]{0,8}h(?:[+~f][wdN&|fk]{1,10})?|~[^:,;.]{1,40})[:,]")
"""Whom, or which case, the limits of a sentence are for: for adults with leukaemia: ..., ..."""

_BARE_PEOPLE = re.compile(r"h(?:[,&|n]*h)*")
_CARRIED = re.compile(r"\+[wsdok]*$")
_NAMED = re.compile(r"[wQSsdeork]+(?:f[wQ]+)*$")


_WHOM = frozenset({"for", "in"})


def condition(
    ready: Ready, place: Stretch, between: Stretch, lexicon: Lexicon, dated: bool
) -> Stretch | None:
    """The words that say for whom or when a limit holds; ``None`` where none do.

    ``place``: where the limit stands; ``between``: where the one before it ends and the next begins;
    ``dated``: whether it is a length of time, which "with" does not select.
    """
    found = (
        _behind(ready, place[1], between[1], lexicon, dated)
        or (None if dated else _bearer(ready, place[0], between[0]))
        or _before(ready, place[0], between[0], lexicon)
        or _cohort(ready, place[0])
        or _heading(ready, place[0], lexicon)
    )
    return None if found is None or _is_anyone(ready, found) else found


def _is_anyone(ready: Ready, found: Stretch) -> bool:
    """Whether a condition names only people, of no one sex: patients, men or women."""
    if not _BARE_PEOPLE.fullmatch(ready.kinds, *found):
        return False
    people = {lexeme.value for lexeme in ready.lexemes[found[0] : found[1]] if lexeme.kind == "people"}
    return len(people - {""}) != 1


_LACKING = "lacks"
"""What a wording stands for that begins what is absent."""


def _selects(ready: Ready, place: int, lexicon: Lexicon, dated: bool = False) -> bool:
    """Whether a wording stands at a place that begins a condition: if, unless, in case of.

    What is absent is none of a length of time that is ``dated``: 12 months without menses.
    """
    words = [lexeme.text for lexeme in ready.lexemes[place : place + LONGEST]]
    said = [lexicon.value("selector", " ".join(words[:length])) for length in range(1, len(words) + 1)]
    if dated and _LACKING in said:
        return False
    return ready.kinds[place] == "E" or any(value is not None for value in said)


def _behind(ready: Ready, end: int, latest: int, lexicon: Lexicon, dated: bool) -> Stretch | None:
    """The condition behind a limit, before the next one."""
    kinds = ready.kinds
    depth = 0
    for place in range(end, min(latest, end + MOST)):
        sign, before = kinds[place], kinds[place - 1]
        if (sign == ")" and depth == 0) or sign in _ENDS:
            return None
        if sign == "(" and _opens_next(kinds, place, latest):
            return None
        depth += (sign == "(") - (sign == ")")
        if sign in _JOINS and _NEW.match(kinds, place):
            return None
        if _selects(ready, place, lexicon, dated):
            if before in _CONNECTIVES:
                return None
            return _stretch(ready, place, latest)
        people = kinds[place : place + 2] == "fh" and ready.lexemes[place].value in _WHOM
        if people and before in _CONNECTIVES:
            return None
        people = people or (sign == "h" and (before == "(" or place == end))
        with_them = sign == "+" and place <= end + 1 and not dated and not _leads(kinds, place, latest)
        if people or with_them or (sign == "!" and before == "("):
            return _stretch(ready, place + (sign in "f+"), latest)
    return None


def _opens_next(kinds: str, place: int, latest: int) -> bool:
    """Whether a bracket that opens here holds the next limit, with its own condition: (if treated: < 5)."""
    return latest < len(kinds) and _OF_NEXT.fullmatch(kinds, place, latest) is not None


def _leads(kinds: str, place: int, latest: int) -> bool:
    """Whether the words from a place name only what the next limit is about."""
    return latest < len(kinds) and _OWN.fullmatch(kinds, place, latest) is not None


def _stretch(ready: Ready, start: int, latest: int) -> Stretch | None:
    """From a place to where the condition that begins there ends."""
    kinds = ready.kinds
    end, depth = start, 0
    while end < len(kinds) and end - start < MOST:
        sign = kinds[end]
        if depth == 0 and (sign in _ENDS or sign in ")A"):
            break
        depth += (sign == "(") - (sign == ")")
        if depth == 0 and sign in ",&|n:" and (end >= latest or _NEW.match(kinds, end)):
            break
        if depth == 0 and end >= latest and sign in "cb9":
            return _with_limit(kinds, start, end)
        end += 1
    while end > start and kinds[end - 1] in ",&|n:f":
        end -= 1
    return (start, end) if end > start else None


_LIMITED = re.compile(r"b?c?9x?f?q?[uyL]?g?(?:tc?9[uy]?g?)?")


def _with_limit(kinds: str, start: int, end: int) -> Stretch | None:
    """A condition with the limit that it ends with: patients with creatinine > 1.5 x ULN."""
    match = _LIMITED.match(kinds, end) if end > start else None
    return None if end == start else (start, end if match is None else match.end())


def _sentence(kinds: str, place: int, earliest: int) -> int:
    """Where the sentence, or the bracket, that holds a place begins."""
    begin, depth = place, 0
    while begin > earliest and kinds[begin - 1] not in _ENDS:
        depth += (kinds[begin - 1] == ")") - (kinds[begin - 1] == "(")
        if depth < 0:
            break
        begin -= 1
    return begin


def _before(ready: Ready, start: int, earliest: int, lexicon: Lexicon) -> Stretch | None:
    """The condition that stands before a limit, up to a comma or a colon: if ..., for patients with ...:"""
    kinds = ready.kinds
    begin = _sentence(kinds, start, earliest)
    goes_on = 0 < begin == earliest
    while begin < start and kinds[begin] in ",;|&n)":
        begin, goes_on = begin + 1, False
    if begin >= start or goes_on:
        return None
    if kinds[begin] != "E" and _selects(ready, begin, lexicon):
        return _up_to(kinds, begin, start)
    whom = kinds[begin] == "f" and ready.lexemes[begin].value in _WHOM
    if whom and (named := _up_to(kinds, begin + 1, min(start, begin + LONGEST + 2))) is not None:
        return named
    first = begin + (kinds[begin] == "f")
    if kinds[first] == "h" and kinds[first + 1 : first + 2] in {"+", "~", "!"}:
        return _up_to(kinds, first, start)
    if kinds[begin] in "+!" and ":" in kinds[begin:start]:
        return _up_to(kinds, begin, start)
    return None


def _up_to(kinds: str, start: int, latest: int) -> Stretch | None:
    """From a place to the comma, colon or verb that closes what it begins."""
    end = start
    while end < latest and kinds[end] not in ":,vN":
        end += 1
    return (start, end) if start < end < latest else None


def _bearer(ready: Ready, start: int, earliest: int) -> Stretch | None:
    """What has the measured thing: a cancer with a PSA below 1."""
    kinds = ready.kinds
    place = start
    while place > earliest and kinds[place - 1] in "Qf:v":
        place -= 1
    carried = _CARRIED.search(kinds, max(earliest, place - 4), place)
    if "Q" not in kinds[place:start] or carried is None:
        return None
    named = _NAMED.search(kinds, max(earliest, carried.start() - 7), carried.start())
    return None if named is None else (named.start(), named.end())


def _cohort(ready: Ready, start: int) -> Stretch | None:
    """The people, or the permitted, that a sentence begins with, where they are more than "patients"."""
    kinds, earliest = ready.kinds, max(0, start - FURTHEST)
    begin = _sentence(kinds, start, earliest)
    if begin == earliest > 0:
        return None
    permitted = kinds.find("A", begin, start)
    if permitted > begin and "P" in kinds[permitted:start]:
        return (begin, permitted)
    while begin < start and kinds[begin] in "Na":
        begin += 1
    people = kinds.find("h", begin, min(start, begin + 4))
    if people < 0 or not set(kinds[begin:people]) <= set("wsk"):
        return None
    first = end = _BARE_PEOPLE.match(kinds, people).end()  # type: ignore[union-attr]
    while end < start and end not in ready.gaps and kinds[end] in "wfkso9+":
        end += 1
    while end > first and kinds[end - 1] in "f+9":
        end -= 1
    said = kinds[first:end]
    if said.count("w") + said.count("s") < 2 - (said[:1] in {"f", "+"}):
        end = first
    return (begin, end) if end > first or people > begin or first - begin == 1 else None


def _heading(ready: Ready, start: int, lexicon: Lexicon) -> Stretch | None:
    """The people or the case that a sentence begins with and a colon or comma ends, with all its limits."""
    begin = _sentence(ready.kinds, start, max(0, start - FURTHEST))
    match = _HEADING.match(ready.kinds, begin, start)
    if match is None or (ready.kinds[match.end() - 1] == "," and not _selects(ready, begin, lexicon)):
        return None
    return match.span("whom")
