"""Settles words that a limit beside them tells: adults, the comma before an age, inclusive.

What comes in are the lexemes of a criterion; what goes out are the same, with
"adults" as people where an age limit follows that says which, and without
meaning the comma between people and their age, and "inclusive" behind a range
whose ends it includes anyway; a time knows whether it lies in the past or in
the time to come; "recovered" behind a length since something is of that.  All
else is left as it is.  Words that only head the name of a measure ("performance
status - ECOG") have no meaning beside it, nor has a unit spelled once more in
brackets, nor have the brackets around the time of a limit; "of" behind a name
that begins with "minimum" is the limit's comparator.
"""

from __future__ import annotations

import re

import msgspec

from eligibility.core.interval import Interval
from eligibility.knowledge.lexicon import Lexicon
from eligibility.syntax.grammar.islands import AGE_NAMED, LASTING, bounds
from eligibility.syntax.grammar.symbols import joined
from eligibility.syntax.lexemes import Lexeme, kinds

FURTHEST = 16
"""Behind so many lexemes at most an age is looked for."""

_PEOPLE = r"(?:h(?:[,|&]*h)*)?"
_AGE = r"b?c?9y?[t&]c?9yg?|c9yg?|9y?g?[pO]|c?9t?c?9(?=$)"
_AHEAD = re.compile(rf"(?P<people>{_PEOPLE}),?(?P<named>Qf?)?(?P<age>{_AGE})(?=$|[,;.)+&|R(])")

_SIDES = {"low": (True, False), "high": (False, True), "both": (True, True)}
"""Which sides of an age limit say all that a word like adults does."""


def settled(lexemes: tuple[Lexeme, ...], lexicon: Lexicon) -> tuple[Lexeme, ...]:
    """The lexemes with what an age tells of the words before it."""
    if not any(lexeme.kind == "number" for lexeme in lexemes):
        return lexemes
    found = list(lexemes)
    before = ""
    for place, lexeme in enumerate(lexemes):
        if lexeme.kind == "word":
            if before in _ENDING and lexicon.value("bounding", lexeme.text) is not None:
                for silent in _inclusive(found, place):
                    found[silent] = msgspec.structs.replace(found[silent], kind="filler", value="")
            elif before == "and" and _recovered(lexemes, place, lexicon):
                found[place] = msgspec.structs.replace(lexeme, kind="recovered", value="")
            elif before not in _NAMING and _grown(lexemes, place, lexicon):
                found[place] = msgspec.structs.replace(lexeme, kind="people", value="")
        elif lexeme.kind == "quantity" and before in _PARTING:
            for silent in _heading_of(lexemes, place, lexicon):
                found[silent] = msgspec.structs.replace(found[silent], kind="filler", value="")
        elif lexeme.kind in _BEFORE_LIMITS and before == "quantity":
            if operator := _limited_by_name(lexemes, place, lexicon):
                found[place] = msgspec.structs.replace(lexeme, kind="comparator", value=operator)
        elif lexeme.kind == "open":
            around = (*_time_in_bracket(lexemes, place), *_manner_in_bracket(lexemes, place))
            for silent in (*around, *_same_unit(lexemes, place, lexicon)):
                found[silent] = msgspec.structs.replace(lexemes[silent], kind="filler", value="")
        elif lexeme.kind == "within":
            found[place] = msgspec.structs.replace(lexeme, value=_side(lexeme, lexicon))
        elif lexeme.kind == "preposition" and lexicon.value("between", lexeme.text) == "between":
            found[place : place + FURTHEST] = _between_ages(found[place : place + FURTHEST])
        elif lexeme.kind == "comma" and before == "people" and _age_behind(lexemes, place, at_once=True):
            found[place] = msgspec.structs.replace(lexeme, kind="filler", value="")
        if lexeme.kind != "filler":
            before = found[place].kind
    return tuple(found)


_TIMED = re.compile(r"\(_*(?:i(?:c?9t)?c?9y(?:_*[Rf](?:_*[wz]){1,4})?|R(?:_*[wz]){1,4})_*\)")
_LIMITING = frozenset({"number", "unit", "limit", "postfix"})


def _time_in_bracket(lexemes: tuple[Lexeme, ...], place: int) -> tuple[int, ...]:
    """The places of the brackets around the time of a limit, and nothing else.

    What stands in brackets there is the same without: albumin >= 2 g/dL (within 7 days before enrolment).
    """
    nearest = lexemes[max(0, place - FURTHEST) : place]
    before = next((one.kind for one in reversed(nearest) if one.kind != "filler"), "")
    match = _TIMED.match(kinds(lexemes[place : place + FURTHEST])) if before in _LIMITING else None
    return () if match is None else (place, place + match.end() - 1)


_BY = re.compile(r"\(_*m(?:_*[wf]){1,12}_*\)")


def _manner_in_bracket(lexemes: tuple[Lexeme, ...], place: int) -> tuple[int, ...]:
    """The places of the brackets around nothing but how something is measured: (using the MDRD equation)."""
    found = _BY.match(kinds(lexemes[place : place + FURTHEST]))
    return () if found is None else (place, place + found.end() - 1)


def _same_unit(lexemes: tuple[Lexeme, ...], place: int, lexicon: Lexicon) -> range:
    """The places of a bracket that only spells the unit before it once more: kilograms (kg)."""
    before, behind = lexemes[place - 1] if place else None, lexemes[place + 1 : place + FURTHEST]
    length = next((at for at, one in enumerate(behind) if one.kind == "close"), None)
    if before is None or before.kind != "unit" or length is None:
        return range(0)
    same = lexicon.same_unit(before.value, joined(behind[:length]))
    return range(place, place + length + 2) if same else range(0)


_BEFORE_LIMITS = frozenset({"preposition", "colon"})


def _limited_by_name(lexemes: tuple[Lexeme, ...], place: int, lexicon: Lexicon) -> str | None:
    """The comparator that a name gives the number behind a place: minimum life expectancy of 3 months."""
    behind = next((one.kind for one in lexemes[place + 1 : place + FURTHEST] if one.kind != "filler"), "")
    named = next(lexemes[at] for at in range(place - 1, -1, -1) if lexemes[at].kind != "filler")
    first, _, measure = named.text.partition(" ")
    if behind != "number" or lexicon.value("quantity", measure) != named.value:
        return None
    return lexicon.value("limiter", first)


_PARTING = frozenset({"colon", "unknown"})
"""Behind these the name of a measure may go on: performance status - ECOG."""

LONGEST_HEAD = 4
"""So many words at most stand before the sign."""


def _heading_of(lexemes: tuple[Lexeme, ...], place: int, lexicon: Lexicon) -> range:
    """The places of words and a sign that only head the name of a measure: performance status - ECOG."""
    measure, sign = lexemes[place], lexemes[place - 1]
    if sign.text not in PARTING_SIGNS:
        return range(0)
    for start in range(max(0, place - 1 - LONGEST_HEAD), place - 1):
        words = lexemes[start : place - 1]
        whole = " ".join([*(word.text for word in words), measure.text])
        if {word.kind for word in words} == {"word"} and lexicon.value("quantity", whole) == measure.value:
            return range(start, place)
    return range(0)


PARTING_SIGNS = frozenset("-:")

_ENDING = frozenset({"number", "unit", "time_unit", "of_age", "comma", "open", "both"})
"""Behind these "inclusive" may be said of a range."""

_NAMING = frozenset({"word", "quantity", "preposition", "name"})
"""Before these a word goes on with a name: healthy adults."""


def _side(lexeme: Lexeme, lexicon: Lexicon) -> str:
    """What "within" and its like say of a time: in the past, in the time to come, or all of it."""
    first, last = lexeme.text.partition(" ")[0], lexeme.text.rpartition(" ")[2]
    if (lasting := lexicon.value("direction", first)) == LASTING:
        return lasting
    return lexicon.value("direction", last) or lexeme.value


_RANGE = re.compile(r"9[uyg]*[t&]c?9(?:[uyg]*|w(?=[,(]))(?:\([c9tub&_]*\)|_*)(?P<said>,?w|,?\(B?w\))$")


def _inclusive(lexemes: list[Lexeme], place: int) -> range:
    """The places of "inclusive", and the sign or bracket around it, behind a range without a strict end."""
    start = max(0, place - FURTHEST)
    closed = place + 1 < len(lexemes) and lexemes[place + 1].kind == "close"
    taken = tuple(lexemes[start : place + 1 + closed])
    match = _RANGE.search(kinds(taken))
    if match is None or any(one.kind == "comparator" and one.value in STRICT for one in taken):
        return range(0)
    return range(start + match.start("said"), start + match.end())


LONGEST_WAIT = 200
"""So many lexemes at most stand between a length since something and the word that it was got over."""

_SINCE = re.compile(r"9y_*R[^.;]*&_*$")


def _recovered(lexemes: tuple[Lexeme, ...], place: int, lexicon: Lexicon) -> bool:
    """Whether a word says of what stands before it, a length since something, that it was got over."""
    if lexicon.value("recovery", lexemes[place].text) is None:
        return False
    after = lexemes[place + 1].kind if place + 1 < len(lexemes) else ""
    return after in _ENDED and _SINCE.search(kinds(lexemes[max(0, place - LONGEST_WAIT) : place])) is not None


_ENDED = frozenset({"", "stop", "semicolon", "comma", "open", "close", "relation", "unless", "permitted"})
"""Kinds behind which nothing goes on with the word before them."""

STRICT = frozenset("<>")


_BETWEEN = re.compile(r"f_*(Q)_*(f?)_*9y?&9(?:yg?)?")


def _between_ages(behind: list[Lexeme]) -> list[Lexeme]:
    """ "Between the ages of 18 and 65" with the words in the order of "ages between 18 and 65"."""
    match = _BETWEEN.match(kinds(tuple(behind)))
    if match is None or behind[match.start(1)].value != AGE_NAMED:
        return behind
    read = list(behind)
    first, named = behind[0], behind[match.start(1)]
    read[0] = msgspec.structs.replace(named, span=first.span)
    read[match.start(1)] = Lexeme("between", first.text, "between", named.span)
    if match[2]:
        read[match.start(2)] = msgspec.structs.replace(behind[match.start(2)], kind="filler", value="")
    return read


def _grown(lexemes: tuple[Lexeme, ...], place: int, lexicon: Lexicon) -> bool:
    """Whether a word is one like adults, and the age limit behind it has the sides that it stands for."""
    sides = lexicon.value("grown", lexemes[place].text)
    limit = None if sides is None else _age_behind(lexemes, place)
    if sides is None or limit is None:
        return False
    low, high = _SIDES[sides]
    return (limit.low is not None or not low) and (limit.high is not None or not high)


def _age_behind(lexemes: tuple[Lexeme, ...], place: int, *, at_once: bool = False) -> Interval | None:
    """The limits of the age, in years, that stands behind a place; ``at_once``: with no people between."""
    behind = tuple(one for one in lexemes[place + 1 : place + FURTHEST] if one.kind != "filler")
    match = _AHEAD.match(kinds(behind))
    if match is None or (at_once and match["people"]):
        return None
    if match["named"] and behind[match.start("named")].value != AGE_NAMED:
        return None
    age = behind[match.start("age") : match.end("age")]
    units = {one.value for one in age if one.kind == "time_unit"}
    return bounds(age) if units <= {"year"} and (units or match["named"]) else None
