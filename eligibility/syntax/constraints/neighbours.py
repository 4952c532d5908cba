"""What constraints that stand together give each other: an operator, a unit, the second number of a pair.

What comes in are the constraints of a criterion in order; what goes out are
the same with what their neighbours say of them.
"""

from __future__ import annotations

import re

import msgspec

from eligibility.knowledge.lexicon import Lexicon
from eligibility.syntax.constraints.forms import Found
from eligibility.syntax.constraints.ready import Ready

_JOINED = re.compile(r"[,&|n/]{1,2}")
"""Signs between two limits that share what stands behind the second."""

REACH = 8
"""So many words before a limit may say that it is one of a pair such as 140/90."""


def settled(found: list[Found], ready: Ready, lexicon: Lexicon) -> list[Found]:
    """The constraints with what their neighbours say of them."""
    listed: list[Found] = []
    for one in (part for whole in found for part in _parted(whole, ready)):
        if listed and one.start < listed[-1].end:
            continue
        one = _inheriting(_limited(one, ready, lexicon), listed[-1] if listed else None, ready)
        listed.append(_second(one, ready, lexicon) or one)
    for place in range(len(listed) - 2, -1, -1):
        listed[place] = _sharing(listed[place], listed[place + 1], ready)
    return listed


def _parted(found: Found, ready: Ready) -> tuple[Found, ...]:
    """A range whose ends have units of their own as its two limits: 6 months to 17 years."""
    units = found.units
    if len(found.bounds) != 2 or len(units) != 2 or units[0].value == units[1].value:
        return (found,)
    split = ready.lexemes.index(units[0], found.start) + 1
    low, high = ((bound,) for bound in found.bounds)
    first = msgspec.structs.replace(found, end=split, form="one", bounds=low, units=units[:1])
    return first, msgspec.structs.replace(found, start=split, form="one", bounds=high, units=units[1:])


_BETWEEN = frozenset("wQSNfskd/|&:")
"""Kinds that may stand between "minimum" and its number."""

MOST = 6


def _limited(found: Found, ready: Ready, lexicon: Lexicon) -> Found:
    """A bare number with the operator that an adjective before it gives: a minimum duration of 5 years."""
    if len(found.bounds) != 1 or found.bounds[0][0] != "=" or ready.kinds[found.end : found.end + 1] == "R":
        return found
    for place in range(found.start - 1, max(-1, found.start - 1 - MOST), -1):
        operator = lexicon.value("limiter", ready.lexemes[place].text)
        if operator is not None:
            return msgspec.structs.replace(found, bounds=((operator, found.bounds[0][1]),))
        if ready.kinds[place] not in _BETWEEN:
            break
    return found


def _inheriting(found: Found, before: Found | None, ready: Ready) -> Found:
    """A multiple of a limit of normal without an operator, with that of the one before: (5 x ULN if ...)."""
    if before is None or len(found.bounds) != 1 or len(before.bounds) != 1 or found.bounds[0][0] != "=":
        return found
    if found.form == "amount" and _both_stated(found, before, ready):
        return msgspec.structs.replace(found, form="one", bounds=((before.bounds[0][0], found.bounds[0][1]),))
    if found.form != "also" and (found.limit is None or before.limit is None):
        return found
    if found.limit is not None and before.limit is not None and before.limit.value != found.limit.value:
        return found
    return msgspec.structs.replace(found, bounds=((before.bounds[0][0], found.bounds[0][1]),))


def _both_stated(found: Found, before: Found, ready: Ready) -> bool:
    """Whether an amount is joined to a limit in the same unit: more than 20 g and 30 g a day."""
    units = [[unit.value for unit in one.units[:1]] for one in (found, before)]
    joined = _JOINED.fullmatch(ready.kinds, before.end, found.start) is not None
    return joined and units[0] == units[1] and before.form == "one"


def _sharing(found: Found, later: Found, ready: Ready) -> Found:
    """A limit without a unit, with that of the limit joined to it: < 30 or > 69 years."""
    between = ready.kinds[found.end : later.start]
    bare = not found.units and found.limit is None and found.form in {"one", "pair", "range", "within"}
    if found.form == "within" and bare and later.form == "also":
        return msgspec.structs.replace(found, units=later.units)
    if not bare or later.limit is not None or not _JOINED.fullmatch(between):
        return found
    compared = "c" in ready.kinds[later.start : later.end] and "c" in ready.kinds[found.start : found.end]
    return msgspec.structs.replace(found, units=later.units) if compared else found


_SECOND = re.compile(r"/9(u)?")


def _second(found: Found, ready: Ready, lexicon: Lexicon) -> Found | None:
    """The limit with the second number of a pair of pressures: < 140/90 mmHg; ``None`` where none is."""
    match = _SECOND.match(ready.kinds, found.end)
    if match is None or found.form != "one" or found.units or found.limit is not None:
        return None
    before = ready.lexemes[max(0, found.start - REACH) : found.start]
    units = tuple(lexeme for lexeme in ready.lexemes[found.end + 2 : match.end()])
    if not any(lexicon.value("pair_name", lexeme.text) for lexeme in (*before, *units)):
        return None
    operator, number = found.bounds[0][0], float(ready.lexemes[found.end + 1].value)
    bounds = (found.bounds[0], (operator, number))
    return msgspec.structs.replace(found, end=match.end(), bounds=bounds, units=units)
