"""Reads the constraints of a text: each threshold, age and window as stated, with what it is about.

What comes in is a stretch of the source; what goes out are constraints whose
spans count the source's characters.  Polarity is that of the words: an
exclusion flips nothing.
"""

from __future__ import annotations

import functools
import itertools
import re
from typing import Literal

import msgspec

from eligibility.core.flags import Flag
from eligibility.core.span import Span
from eligibility.knowledge.lexicon import Lexicon
from eligibility.syntax.constraints.around import method, moment
from eligibility.syntax.constraints.bounds import AGE, YEARS, Bound
from eligibility.syntax.constraints.conditions import FURTHEST, condition
from eligibility.syntax.constraints.forms import Found, find
from eligibility.syntax.constraints.neighbours import settled
from eligibility.syntax.constraints.phrases import Stretch
from eligibility.syntax.constraints.ready import Ready, ready
from eligibility.syntax.constraints.subjects import subjects
from eligibility.syntax.lexemes import Lexeme
from eligibility.syntax.lexer import lex

AT = "at"
"""What a preposition stands for that says when a value is taken."""

ConstraintKind = Literal["age", "numeric", "temporal"]
AGES = frozenset({"year", "month", "week", "day"})


class Constraint(msgspec.Struct, frozen=True):
    """A limit as stated.

    ``bounds``: operators and values, all of which hold, or, where all are "=", one of which does.
    ``unit``: its words; ``limit``: uln or lln where the bounds are multiples of a limit of normal.
    ``subjects``: what is limited; ``condition``: what selects this limit; ``anchor``: the moment that
    a window counts from; ``method``: how the value is taken.  ``flags``: what is not said.
    """

    kind: ConstraintKind
    span: Span
    bounds: tuple[Bound, ...]
    unit: Span | None = None
    limit: Literal["uln", "lln"] | None = None
    subjects: tuple[Span, ...] = ()
    condition: Span | None = None
    anchor: Span | None = None
    method: Span | None = None
    flags: tuple[Flag, ...] = ()


def constraints(source: str, span: Span, lexicon: Lexicon) -> list[Constraint]:
    """The constraints of a criterion, in the order of the text."""
    return constraints_in(lex(source, span, lexicon), source, span, lexicon)


def constraints_in(
    lexemes: tuple[Lexeme, ...], source: str, span: Span, lexicon: Lexicon
) -> list[Constraint]:
    """The constraints of the lexemes of a criterion that stands at ``span`` of ``source``."""
    words = ready(lexemes, lexicon)
    found = settled(list(find(words, lexicon)), words, lexicon)
    listed: list[Constraint] = []
    abouts: list[list[Stretch]] = []
    begins = [one.start for one in found] + [len(words.kinds)]
    for place, one in enumerate(found):
        between = (_earliest(words, found, place), begins[place + 1])
        last = _goes_on_from(words, found, place)
        before = [] if last is None else abouts[last]
        aside = last is not None and last == place - 1 and _is_aside(words, found[last], one)
        abouts.append(before if aside else _about(words, one, before, between, lexicon))
        listed.append(_made(words, one, abouts[place], between, lexicon))
    for place in range(len(listed) - 2, -1, -1):
        listed[place] = _anchored(words, found[place], found[place + 1], listed[place], listed[place + 1])
        listed[place] = _of_scale(words, found[place], found[place + 1], listed[place], listed[place + 1])
    whole = _unit_pattern(lexicon)
    selected = (_selected(words, found, listed, place) for place in range(len(listed)))
    measured = (_with_whole_unit(one, source, span, whole, lexicon) for one in selected)
    return [_flagged(one, form) for one, form in zip(measured, found, strict=True)]


def _flagged(one: Constraint, found: Found) -> Constraint:
    """A constraint with flags for the moment that its window does not name, the unit that its age lacks."""
    flags: list[Flag] = []
    if found.form in {"within", "also"} and one.kind == "temporal" and one.anchor is None:
        flags.append("implicit_anchor")
    if one.kind == "age" and one.unit is None:
        flags.append("unit_inferred")
    return msgspec.structs.replace(one, flags=tuple(flags)) if flags else one


@functools.cache
def _unit_pattern(lexicon: Lexicon) -> re.Pattern[str]:
    """What goes on with a unit behind its first part: mg/m2, U/kg/day, mm of mercury."""
    parts, tails = (_either(lexicon.values(kind)) for kind in ("unit_part", "unit_tail"))
    power = r"(?:[23]|\^[23]|[\u00b2\u00b3])?"
    below = rf"(?:\s?/\s?|\s?\bper\s)(?:{parts}){power}(?![\w^])"
    return re.compile(rf"(?:{below})+|\s?(?:{tails})(?!\w)", re.IGNORECASE)


def _either(words: tuple[str, ...]) -> str:
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))


_BRACKETED = re.compile(r"\(([^()\s]{1,20})\)\s{0,3}:?\s{0,3}\Z")
_FURTHEST = 30
"""So many characters before a limit the unit may begin that stands in brackets: BMI (kg/m2) >= 30."""


def _with_whole_unit(
    one: Constraint, source: str, span: Span, whole: re.Pattern[str], lexicon: Lexicon
) -> Constraint:
    """A constraint whose unit has all its parts, those too that no table of units holds."""
    if one.kind != "numeric" or one.limit is not None:
        return one
    if one.unit is None:
        named = _BRACKETED.search(source, max(span.start, one.span.start - _FURTHEST), one.span.start)
        whole_unit = named is not None and lexicon.unit_ends(named[1], 0) == len(named[1])
        return msgspec.structs.replace(one, unit=Span(*named.span(1))) if named and whole_unit else one
    rest = whole.match(source, one.unit.end, span.end)
    if rest is None:
        return one
    end = rest.end()
    ends = Span(one.span.start, max(one.span.end, end))
    return msgspec.structs.replace(one, unit=Span(one.unit.start, end), span=ends)


def _earliest(words: Ready, found: list[Found], place: int) -> int:
    """Where the words before a limit begin: behind the last one, or that before a bracket that holds it."""
    last = _goes_on_from(words, found, place)
    if last is None:
        return 0
    if words.kinds[found[place].start - 1] == "(":
        return found[place - 1].end
    if last == place - 1 and _in_closed(words.kinds[found[last].end : found[place].start]):
        return 0 if last == 0 else found[last - 1].end
    return found[last].end


def _in_closed(between: str) -> bool:
    """Whether a bracket that was open is closed in between, and no sentence ends."""
    steps = ((sign == "(") - (sign == ")") for sign in between)
    return min(itertools.accumulate(steps), default=0) < 0 and not _STOPS.intersection(between)


def _goes_on_from(words: Ready, found: list[Found], place: int) -> int | None:
    """Which limit before one it may go on from: the last that stands in no bracket closed since."""
    if place == 0:
        return None
    for earlier in range(place - 1, max(-1, place - 1 - LOOKED_THROUGH), -1):
        between = words.kinds[found[earlier].end : found[place].start]
        if _STOPS.intersection(between):
            break
        if not _in_closed(between):
            return earlier
    return place - 1


_STOPS = frozenset(".;")

LOOKED_THROUGH = 4
"""So many limits in closed brackets are looked through at most."""

_ASIDE = re.compile(r"(?:[fm]~?[wNh]+)?\(")
"""What stands between a limit and one in brackets for others: for the laboratory (< 5 x ULN for ...)."""


def _is_aside(words: Ready, before: Found, found: Found) -> bool:
    """Whether a limit in brackets is that before it for others, of the same unit or limit of normal."""
    units = [unit.value for unit in found.units] == [unit.value for unit in before.units]
    same = found.limit is not None or bool(found.units)
    same = same and units and (found.limit is None) == (before.limit is None)
    return same and _ASIDE.fullmatch(words.kinds, before.end, found.start) is not None


def _about(
    words: Ready, found: Found, before: list[Stretch], between: Stretch, lexicon: Lexicon
) -> list[Stretch]:
    """What a limit is about; where it only says for whom, that of the limit before."""
    own = subjects(words, found, between, lexicon)
    selects = condition(words, (found.start, found.end), between, lexicon, False) if before and own else None
    if selects is not None and all(selects[0] <= start and end <= selects[1] for start, end in own):
        own = []
    return own or before or _named_before(words, found)


_JOINED = re.compile(r"(?:\([^()]*\))?[|,/]{1,2}")


def _anchored(words: Ready, found: Found, later: Found, one: Constraint, other: Constraint) -> Constraint:
    """A length joined to the next one, with what both are: an age, or counted from one moment."""
    if found.end == later.start and {one.kind, other.kind} <= {"age", "temporal"}:
        return msgspec.structs.replace(one, kind=other.kind, anchor=one.anchor or other.anchor)
    shares = found.form == "within" and one.anchor is None and other.kind == "temporal"
    if shares and _JOINED.fullmatch(words.kinds, found.end, max(found.end, later.start)):
        return msgspec.structs.replace(one, anchor=other.anchor)
    return one


def _of_scale(words: Ready, found: Found, later: Found, one: Constraint, other: Constraint) -> Constraint:
    """A score joined to the next one, with the scale that is named behind both: a score > 1 or < -1 on it."""
    bare = len(one.subjects) == 1 and "S" in words.kinds[found.start : found.end]
    if bare and _JOINED.fullmatch(words.kinds, found.end, later.start):
        return msgspec.structs.replace(one, subjects=(*other.subjects, *one.subjects))
    return one


def _named_before(words: Ready, found: Found) -> list[Stretch]:
    """The measures named anywhere before a limit in its sentence."""
    earliest = max(0, found.start - FURTHEST)
    begin = max(earliest, *(words.kinds.rfind(sign, earliest, found.start) + 1 for sign in ".;"))
    places = (place for place in range(begin, found.start) if words.kinds[place] == "Q")
    return [(place, place + 1) for place in places if words.lexemes[place].value != AGE]


_AGE_BEFORE = re.compile(r"[:)]{1,2}[wQNf]{0,6}[:f]?")
_AGE_BEHIND = re.compile(r"\(f?[hw]{0,2}Q?f?")
_FOR_AGE = re.compile(r"fh?f?Q")


def _selected(words: Ready, found: list[Found], listed: list[Constraint], place: int) -> Constraint:
    """A limit that an age before it, or in brackets behind it, selects: 1 to 2 years: 0.6 mg/dL."""
    one = listed[place]
    if one.kind != "numeric" or one.condition is not None:
        return one
    kinds = words.kinds
    if place and listed[place - 1].kind == "age":
        before = found[place - 1].end
        if _AGE_BEFORE.fullmatch(kinds, before, found[place].start):
            return msgspec.structs.replace(one, condition=listed[place - 1].span)
    if place + 1 == len(listed) or listed[place + 1].kind != "age":
        return one
    behind = found[place + 1]
    closed = kinds[behind.end : behind.end + 1] == ")"
    between = (kinds, found[place].end, behind.start)
    if (closed and _AGE_BEHIND.fullmatch(*between)) or _FOR_AGE.fullmatch(*between):
        return msgspec.structs.replace(one, condition=listed[place + 1].span)
    return one


def _made(words: Ready, found: Found, about: list[Stretch], between: Stretch, lexicon: Lexicon) -> Constraint:
    limit = found.limit
    kind = _kind(words, found, about, lexicon)
    dates = found.form != "length" or not about or about[0][0] < found.end
    return Constraint(
        kind=kind,
        span=_span(words, (found.start, found.end)),
        bounds=found.bounds,
        unit=limit.span if limit is not None else _unit(found),
        limit=None if limit is None else limit.value,  # type: ignore[arg-type]
        subjects=tuple(_span(words, stretch) for stretch in about),
        condition=_found(
            words, condition(words, (found.start, found.end), between, lexicon, kind == "temporal")
        ),
        anchor=_found(words, moment(words, found.end, between[1]) if kind != "numeric" and dates else None),
        method=_found(words, method(words, found.end, between[1]) if kind == "numeric" else None),
    )


def _span(words: Ready, stretch: Stretch) -> Span:
    return words.lexemes[stretch[0]].span.join(words.lexemes[stretch[1] - 1].span)


def _found(words: Ready, stretch: Stretch | None) -> Span | None:
    return None if stretch is None else _span(words, stretch)


def _unit(found: Found) -> Span | None:
    """Where the unit of the last number stands; a rate has several words."""
    if not found.units:
        return None
    last = found.units[-1]
    if last.kind in {"unit", "time_unit"}:
        return last.span
    first = next(lexeme for lexeme in found.units if lexeme.kind != "times" or lexeme is last)
    return first.span.join(last.span)


def _kind(words: Ready, found: Found, about: list[Stretch], lexicon: Lexicon) -> ConstraintKind:
    taken = words.kinds[found.start : found.end]
    lexemes = words.lexemes[found.start : found.end]
    unit = found.units[-1] if found.units else None
    of_age = "g" in taken or "O" in taken or words.kinds[found.end : found.end + 1] in {"g", "O"}
    of_age = of_age or any(lexicon.value("age_comparator", lexeme.text) for lexeme in lexemes)
    alone = not about and len(taken) == len(words.kinds.strip("."))
    of_age = of_age or (alone and any(lexicon.value("bare_age", lexeme.text) for lexeme in lexemes))
    if of_age and (unit is None or unit.kind == "time_unit"):
        return "age"
    named = any(words.lexemes[place].value == AGE for start, end in about for place in range(start, end))
    named = named or any(lexeme.value == AGE for lexeme in lexemes)
    named = named or (found.form in {"one", "range", "pair"} and _age_before(words, found.start))
    named = named or (found.form == "one" and unit is None and _of_people(words, found))
    if named and (unit is None or unit.value in AGES):
        return "age"
    if unit is None and found.form in {"year", "range"} and _years(found):
        return "temporal"
    if unit is not None and unit.kind == "time_unit":
        bare = not about and unit.value == "year" and found.form in {"one", "range", "pair"}
        bare = bare or (found.form == "range" and unit.value == "year" and _in_brackets(words.kinds, found))
        return "age" if bare and not _before_a_moment(words, found) else "temporal"
    return "numeric"


def _age_before(words: Ready, place: int) -> bool:
    """Whether the last measure named in the clause before a place is the age."""
    for before in range(place - 1, max(-1, place - 6), -1):
        if words.kinds[before] == "Q":
            return words.lexemes[before].value == AGE
        if words.kinds[before] in "9y;.":
            return False
    return False


OLDEST = 120.0
"""No age in years is higher."""


def _of_people(words: Ready, found: Found) -> bool:
    """Whether a bare limit stands right behind the people: patients > 60."""
    people = words.kinds[found.start - 1 : found.start] == "h" and "c" in words.kinds[found.start : found.end]
    return people and found.limit is None and all(1 < number <= OLDEST for _, number in found.bounds)


def _years(found: Found) -> bool:
    return all(YEARS[0] <= number <= YEARS[1] and number == int(number) for _, number in found.bounds)


def _in_brackets(kinds: str, found: Found) -> bool:
    return kinds[found.start - 1 : found.start] == "(" and kinds[found.end : found.end + 1] == ")"


def _before_a_moment(words: Ready, found: Found) -> bool:
    """Whether a length of time counts from something: years since, years of; not years at enrolment."""
    behind = words.kinds[found.end : found.end + 1]
    return behind == "f" or (behind == "R" and words.lexemes[found.end].value != AT)
