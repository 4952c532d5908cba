"""What a constraint is about: the words that its limit measures.

What comes in are lexemes and a constraint among them; what goes out are the
stretches of lexemes that name its subjects.  One subject a threshold, but for
a list that shares it; a phrase that only stands nearby is none.
"""

from __future__ import annotations

import re

from eligibility.knowledge.lexicon import Lexicon
from eligibility.syntax.constraints.bounds import AFTER, FOR, OF, ON
from eligibility.syntax.constraints.forms import Found
from eligibility.syntax.constraints.phrases import (
    JOINS,
    MOST,
    NAMES,
    PHRASE,
    SKIPPED,
    Stretch,
    before_brackets,
    measure_of,
    measured,
    named_before,
    named_behind,
    names_moment,
    only_time,
    run_back,
    with_alternative,
)
from eligibility.syntax.constraints.ready import Ready
from eligibility.syntax.lexemes import Lexeme

_WORDED = PHRASE | {"N"}

_BEFORE_TIME = SKIPPED | frozenset("(,RArb")
"""Kinds that may stand between what a window dates and the window: is not allowed within."""

_CLAUSE = PHRASE | frozenset("fv+&|n/Rmazt~BN!")
"""Kinds that the clause before a window is made of."""

COUNTED = 20.0
"""A whole number up to this, without a unit, may count what stands behind it: at least two lesions."""


def subjects(ready: Ready, found: Found, between: Stretch, lexicon: Lexicon) -> list[Stretch]:
    """The stretches that name what a constraint is about; nothing where no words do.

    ``between``: where the constraint before ends, and the one behind begins.
    """
    earlier, later = between
    kinds = ready.kinds
    if found.form == "sandwich":
        return _runs_inside(kinds, found)
    right = [one for one in named_behind(ready, found.end, later) if not only_time(ready, one, lexicon)]
    if "uw" in kinds[found.start : found.end] and (counted := _rated(ready, found, lexicon)):
        return counted
    if around := _qualified(ready, found, between, lexicon) or _of_what(ready, found, between, lexicon):
        return [*around, _inside(kinds, found, "S")] if "S" in kinds[found.start : found.end] else around
    if found.form == "counted":
        return [(found.start + 1, found.start + 2)]
    if found.form in {"count", "things"}:
        return right or [(found.start, found.end)]
    if found.form in {"range", "one"} and "Q" in kinds[found.start : found.end]:
        return [_inside(kinds, found, "Q")]
    if right and _lasts(ready, found) and not names_moment(ready, right[0], lexicon):
        return right
    if _is_window(ready, found) and not _carries(ready, found):
        since = _since(ready, found, later, lexicon)
        if since and kinds[found.start - 1 : found.start] == "+" and kinds[found.end : found.end + 1] == "R":
            return since
        return _dated(ready, found, earlier) or ([] if earlier else since)
    return _of_limit(ready, found, between, right, lexicon)


def _of_limit(
    ready: Ready, found: Found, between: Stretch, right: list[Stretch], lexicon: Lexicon
) -> list[Stretch]:
    """What a limit that is no window is about: the phrase before it, or ``right``, the one behind it."""
    earlier, later = between
    kinds = ready.kinds
    left = named_before(ready, found.start, earlier, lexicon)
    if (found.units or found.limit) and not _is_time(found) and not measured(kinds, left):
        left = measure_of(ready, found.start, earlier, lexicon) or left
    if "S" in kinds[found.start : found.end]:
        return _scaled(ready, found, left, right)
    if left and right and _portion(ready, found) and not measured(kinds, left):
        return [*left, *right]
    headed = kinds[found.start - 1 : found.start] == ":" and not measured(kinds, left)
    if found.units and found.units[0].kind == "word" and (headed or not left):
        return _rated(ready, found, lexicon) or left
    if right and _counts(kinds, found) and not measured(kinds, left):
        return with_alternative(ready, right, later)
    if right and _carries(ready, found) and not measured(kinds, left):
        return right
    if right and _in_brackets(kinds, found) and _only_qualifies(kinds, left):
        return right
    if earlier and _of_moment(kinds, earlier, found.start):
        return []
    if not left and right and not measured(kinds, right) and _shares(ready, found, earlier):
        return []
    if not left and earlier and kinds[found.end : found.end + 1] == "f":
        # "16 mL for children" says for whom, and not of what.
        right = [] if ready.lexemes[found.end].value == FOR else right
    return left or right or _rated(ready, found, lexicon) or _lasting(ready, found, later)


def _lasting(ready: Ready, found: Found, latest: int) -> list[Stretch]:
    """What a length of time goes with, or has passed since: 12 months without menses."""
    kinds, end = ready.kinds, found.end
    if not _is_time(found) or "g" in kinds[found.start : end + 1]:
        return []
    aged = found.units[-1:] and found.units[-1].value == "year"
    if kinds[end : end + 1] == "!" or (kinds[end : end + 1] == "+" and not aged):
        return named_behind(ready, end + 1, latest)
    elapsed = _ELAPSED.match(kinds, end, latest)
    if elapsed is None or ready.lexemes[elapsed.end("since") - 1].value != AFTER:
        return []
    return named_behind(ready, elapsed.end(), latest)


def _since(ready: Ready, found: Found, latest: int, lexicon: Lexicon) -> list[Stretch]:
    """What lies a length of time back: 4 weeks since prior chemotherapy, 3 years since diagnosis."""
    elapsed = _ELAPSED.match(ready.kinds, found.end, latest)
    after = elapsed is not None and ready.lexemes[elapsed.end("since") - 1].value == AFTER
    if elapsed is None or after:
        named = named_behind(ready, found.end if elapsed is None else elapsed.end(), latest)
        if named and (after or not names_moment(ready, named[0], lexicon)):
            return named
    begins = _AFTER_MOMENT.match(ready.kinds, found.end, latest)
    return named_behind(ready, begins.end(), latest) if begins is not None else []


_ELAPSED = re.compile(r"(?P<since>(?:v?N?|\([fmR]?[wN]{1,4}\))R)z?v?(?:s&![Ns]*)?")
"""What stands between a length and what it is since: must have elapsed since, since prior and no other."""


_AFTER_MOMENT = re.compile(r"[^.;,:()]{0,10}[,:][ah]{0,2}")
"""What stands between a window that begins a sentence and what it is of: in the past year: stroke."""


def _rated(ready: Ready, found: Found, lexicon: Lexicon) -> list[Stretch]:
    """What a rate counts: 600 mg caffeine a day, 3 bowel movements a week."""
    last = found.units[-1:] and found.units[-1].kind == "unit"
    counted = re.search("w+", ready.kinds[found.start : found.end])
    if counted is None or last:
        return []
    start, end = (found.start + place for place in counted.span())
    if end == found.end and only_time(ready, (end - 1, end), lexicon):
        end -= 1
    times = end == start + 1 and lexicon.value("times", ready.lexemes[start].text) is not None
    return [] if times or end == start else [(start, end)]


def _scaled(ready: Ready, found: Found, left: list[Stretch], right: list[Stretch]) -> list[Stretch]:
    """The scale itself with what is graded: NYHA class III, grade II glioma."""
    scale = _inside(ready.kinds, found, "S")
    named = ready.lexemes[scale[0]].text.isupper()
    behind = right if right and not named and (not left or right[0][0] == found.end) else []
    if right and ready.lexemes[found.end].value == ON:
        behind = right
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
    related = (before in {"f", "R", "b"} and not of) or behind in {"R", "f"}
    return related or found.form in {"within", "also", "year", "length", "recent", "spanning"}


def _portion(ready: Ready, found: Found) -> bool:
    """Whether a limit is that of a part: 50% of the weight, 10 mL of blood."""
    if _is_time(found) or ready.kinds[found.end : found.end + 1] != "f":
        return False
    return ready.lexemes[found.end].value == OF


def _lasts(ready: Ready, found: Found) -> bool:
    """Whether a length of time is that of what stands behind it: 12 months of amenorrhoea."""
    if found.form != "length" or ready.kinds[found.end : found.end + 1] != "f":
        return False
    return ready.lexemes[found.end].value == OF


_WORDS = re.compile(r"\w+")


def _dated(ready: Ready, found: Found, earlier: int) -> list[Stretch]:
    """What a window or a length of time dates: the words before it, of one clause."""
    kinds, end = ready.kinds, found.start
    while end > earlier and (kinds[end - 1] in _BEFORE_TIME or kinds[max(end - 2, 0) : end] == "A~"):
        end -= 1
    opened = before_brackets(kinds, end, earlier)
    end = end if opened is None else opened
    start, words, total = end, 0, 0
    while start > earlier and kinds[start - 1] in _CLAUSE:
        words += len(_WORDS.findall(ready.lexemes[start - 1].text)) if kinds[start - 1] in _WORDED else 0
        words += start in ready.gaps
        if kinds[start - 1] in JOINS:
            if kinds[start : start + 1] == "v" or start in ready.gaps:
                break
            total, words = total + words, 0
        if words > MOST and start < end:
            break
        start -= 1
    return _members(kinds, start, end, total + words > MOST)


def _members(kinds: str, start: int, end: int, parted: bool) -> list[Stretch]:
    """The name in a stretch; where it is ``parted``, the names that a list joins, the last one first."""
    listed: list[Stretch] = []
    for part in re.finditer(r"[^&|,/n]+" if parted else ".+", kinds[start:end]):
        first, last = start + part.start(), start + part.end()
        while first < last and kinds[first] not in NAMES:
            first += 1
        while last > first and kinds[last - 1] not in NAMES:
            last -= 1
        if first < last:
            listed.append((first, last))
    return listed[::-1]


_MOMENT = re.compile(r"[Rf][zC]?[wQNsdo9]*(?:f[wN]+)?[v,]*")


def _of_moment(kinds: str, earlier: int, start: int) -> bool:
    """Whether only the moment of a window before stands between it and a limit."""
    return kinds[earlier - 1] in "yg" and _MOMENT.fullmatch(kinds, earlier, start) is not None


def _shares(ready: Ready, found: Found, earlier: int) -> bool:
    """Whether a limit is joined to the one before and is about the same; a part of what follows is not."""
    joined = earlier > 0 and ready.kinds[found.start - 1] in JOINS and found.start - earlier <= 3
    last = ready.lexemes[earlier - 1]
    other = last.kind == "unit" and bool(found.units) and last.value != found.units[-1].value
    part = other and ready.kinds[found.end : found.end + 1] in _ATTRIBUTE
    return joined and not part and bool(found.units or found.limit)


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


def _runs_inside(kinds: str, found: Found) -> list[Stretch]:
    """The names between two comparators, with the short one in brackets."""
    runs = re.finditer("[wQ]+", kinds[found.start : found.end])
    return [(found.start + run.start(), found.start + run.end()) for run in runs]


def _in_brackets(kinds: str, found: Found) -> bool:
    behind = kinds[found.end : found.end + 2]
    return kinds[found.start - 1 : found.start] == "(" and behind[:1] == ")" and behind[1:] in _ATTRIBUTE


def _qualified(ready: Ready, found: Found, between: Stretch, lexicon: Lexicon) -> list[Stretch]:
    """What stands behind the brackets of a limit that qualifies it: recent (within 4 weeks) use of it.

    Nothing where a name stands before the brackets.
    """
    kinds, place = ready.kinds, found.start - 1
    closed = kinds.find(")", found.end, between[1])
    if kinds[place : place + 1] != "(" or closed < 0:
        return []
    begin = place
    while begin > between[0] and (kinds[begin - 1] in "|&s" or _qualifies(ready.lexemes[begin - 1], lexicon)):
        begin -= 1
    if begin == place or (begin > between[0] and kinds[begin - 1] in PHRASE):
        return []
    behind = closed + 1
    while behind < between[1] and kinds[behind] in "|&sfa":
        behind += 1
    return named_behind(ready, closed + 1, between[1]) or named_behind(ready, behind, between[1])


def _of_what(ready: Ready, found: Found, between: Stretch, lexicon: Lexicon) -> list[Stretch]:
    """A word that says little, such as use, with its "of" behind the limit: use (>= 2 months) of steroids."""
    kinds, start = ready.kinds, found.start - 1
    bracketed = kinds[start : start + 1] == "("
    start += 0 if bracketed else 1
    if start <= between[0] or not lexicon.value("amount_noun", ready.lexemes[start - 1].text):
        return []
    behind = found.end
    while behind < between[1] and kinds[behind] == "N":
        behind += 1
    if bracketed and kinds[behind : behind + 1] != ")":
        return []
    # "use within 4 weeks of screening" says since when; "use of" says what.
    anchored = _is_time(found) and behind == found.end and not bracketed
    behind += bracketed
    if behind >= between[1] or kinds[behind] != "f" or anchored:
        return []
    left, right = run_back(ready, start, between[0]), named_behind(ready, behind, between[1])
    return [(left[0], right[0][1])] if left and right else []


def _qualifies(lexeme: Lexeme, lexicon: Lexicon) -> bool:
    return lexicon.value("qualifier", lexeme.text) is not None


def _only_qualifies(kinds: str, left: list[Stretch]) -> bool:
    """Whether what stands before a bracket is a word or two that qualify what stands behind it."""
    return all(end - start <= 2 and "Q" not in kinds[start:end] for start, end in left)


def _counts(kinds: str, found: Found) -> bool:
    """Whether a limit is a whole number of things, or a range of them."""
    numbers = [number for _, number in found.bounds]
    plain = not found.units and found.limit is None and all(number == int(number) for number in numbers)
    if not plain or max(numbers) > COUNTED:
        return False
    if found.form == "one":
        return "c" in kinds[found.start : found.end]
    return found.form in {"range", "pair"} and kinds[found.end : found.end + 1] in {"w", "s"}
