"""Reads the constraints of a text: each threshold, age and window as stated, with what it is about.

What comes in is a stretch of the source; what goes out are constraints whose
spans count the source's characters.  Polarity is that of the words: an
exclusion flips nothing.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from eligibility.core.span import Span
from eligibility.knowledge.lexicon import Lexicon
from eligibility.syntax.constraints.forms import Bound, Found, find, readied
from eligibility.syntax.constraints.subjects import Stretch, subjects
from eligibility.syntax.lexemes import Lexeme
from eligibility.syntax.lexer import lex

ConstraintKind = Literal["age", "numeric", "temporal"]
AGE = "age"
AGES = frozenset({"year", "month", "week", "day"})


class Constraint(msgspec.Struct, frozen=True):
    """A limit as stated.

    ``bounds``: operators and values, all of which hold, or, where all are "=", one of which does.
    ``unit``: its words; ``limit``: uln or lln where the bounds are multiples of a limit of normal.
    ``subjects``: what is limited.
    """

    kind: ConstraintKind
    span: Span
    bounds: tuple[Bound, ...]
    unit: Span | None = None
    limit: Literal["uln", "lln"] | None = None
    subjects: tuple[Span, ...] = ()


def constraints(source: str, span: Span, lexicon: Lexicon) -> list[Constraint]:
    """The constraints of a criterion, in the order of the text."""
    lexemes, kinds = readied(lex(source, span, lexicon), lexicon)
    found = list(find(lexemes, kinds, lexicon))
    listed: list[Constraint] = []
    about: list[Stretch] = []
    begins = [one.start for one in found] + [len(kinds)]
    ends = [0] + [one.end for one in found]
    for place, one in enumerate(found):
        about = subjects(lexemes, kinds, one, (ends[place], begins[place + 1])) or about
        one = _inheriting(one, listed)
        listed.append(_made(lexemes, kinds, one, about))
    return listed


def _inheriting(found: Found, before: list[Constraint]) -> Found:
    """A multiple of a limit of normal without an operator, with that of the one before: (5 x ULN if ...)."""
    if found.limit is None or not before or before[-1].limit != found.limit.value:
        return found
    if len(found.bounds) > 1 or found.bounds[0][0] != "=" or len(before[-1].bounds) > 1:
        return found
    return msgspec.structs.replace(found, bounds=((before[-1].bounds[0][0], found.bounds[0][1]),))


def _made(lexemes: tuple[Lexeme, ...], kinds: str, found: Found, about: list[Stretch]) -> Constraint:
    limit = found.limit
    named = tuple(lexemes[start].span.join(lexemes[end - 1].span) for start, end in about)
    return Constraint(
        kind=_kind(lexemes, kinds, found, about),
        span=lexemes[found.start].span.join(lexemes[found.end - 1].span),
        bounds=found.bounds,
        unit=limit.span if limit is not None else _unit(found),
        limit=None if limit is None else limit.value,  # type: ignore[arg-type]
        subjects=named,
    )


def _unit(found: Found) -> Span | None:
    """Where the unit of the last number stands; a rate has several words."""
    if not found.units:
        return None
    last = found.units[-1]
    if last.kind in {"unit", "time_unit"}:
        return last.span
    return found.units[0].span.join(last.span)


def _kind(lexemes: tuple[Lexeme, ...], kinds: str, found: Found, about: list[Stretch]) -> ConstraintKind:
    taken = kinds[found.start : found.end]
    unit = found.units[-1] if found.units else None
    of_age = "g" in taken or "O" in taken or kinds[found.end : found.end + 1] in {"g", "O"}
    named = any(lexemes[place].value == AGE for start, end in about for place in range(start, end))
    named = named or any(lexeme.value == AGE for lexeme in lexemes[found.start : found.end])
    if (named or of_age) and (unit is None or unit.value in AGES):
        return "age"
    if unit is not None and unit.kind == "time_unit":
        bare = not about and unit.value == "year" and found.form in {"one", "range", "pair"}
        return "age" if bare and not _before_a_moment(kinds, found) else "temporal"
    return "numeric"


def _before_a_moment(kinds: str, found: Found) -> bool:
    """Whether a length of time counts from something: years since, years of."""
    return kinds[found.end : found.end + 1] in {"R", "f"}
