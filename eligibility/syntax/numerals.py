"""Numbers as criteria write them: 150,000 and 150 000, 2.5 and 2,5, 10^5, 1½, -2.5.

What comes in is a place in a clean text; what goes out is where the number ends
and its value.  Where a sign may part thousands or decimals, what stands behind
tells: a decimal comma needs a unit, a limit or a second such number.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from eligibility.knowledge.lexicon import Lexicon
from eligibility.syntax.clean import Clean
from eligibility.syntax.lexemes import Lexeme


class Numeral(NamedTuple):
    """Where a number ends, and its value as Python writes it."""

    end: int
    value: str


# Bounded and without backtracking: a hostile line of digits and stops must not be read again and again.
_PLAIN = re.compile(r"\d{1,3}(?:,\d{3}){1,5}(?![\d,])(?:\.\d++)?|\d++(?:\.\d++)?(?!\.\d)")
_COMMA = re.compile(r"(\d{1,4}),(\d{1,2}|(?<=\b0,)\d{3})(?![\d,.])")
_MIDDLE = re.compile(r"(\d{1,4})[\u00b7\u2219](\d{1,3})(?!\d)")
_SPACED = re.compile(r"\d{1,3}(?: \d{3}){1,3}(?![\d,.])")
_DOTTED = re.compile(r"[1-9]\d{0,2}(?:\.\d{3}){1,4}(?!\.?\d)")
_POWER = re.compile(r"10(?:\^|\*\*|[eE])\+?(\d{1,2})(?!\d)")
_SECOND = re.compile(r"\s?(?:-|to)\s?\d{1,4},\d{1,2}(?!\d)")
_VERSION = re.compile(r"\d\.")
_PART = re.compile(r"\s?([\u00bd\u00bc\u00be\u2153\u2154])")
_WHOLE = re.compile(r"(?<!\.)\d++(?! ?[\d\u00bd\u00bc\u00be\u2153\u2154]|[.,\u00b7\u2219^*eE])")
"""Digits with nothing before and behind them that could be more of a number."""
_PARTS = {"\u00bd": 0.5, "\u00bc": 0.25, "\u00be": 0.75, "\u2153": 1 / 3, "\u2154": 2 / 3}
_BOUND = frozenset({"comparator", "between"})
_JOINS = frozenset({"and", "or", "to"})
MINUS = "-"


def numeral(clean: Clean, place: int, before: Sequence[Lexeme], lexicon: Lexicon) -> Numeral | None:
    """The number that begins at a place; ``None`` where none does."""
    text = clean.text
    if text[place] == MINUS and text[place + 1 : place + 2].isdigit() and _may_be_negative(before):
        found = _positive(clean, place + 1, before, lexicon)
        return None if found is None else Numeral(found.end, MINUS + found.value)
    if text[place].isdigit() or text[place] in _PARTS:
        return _positive(clean, place, before, lexicon)
    return None


def _may_be_negative(before: Sequence[Lexeme]) -> bool:
    """Whether a dash here is a minus: behind a comparator, or in a range whose first number has one."""
    if not before:
        return False
    if before[-1].kind in _BOUND:
        return True
    numbers = [lexeme for lexeme in before[-4:] if lexeme.kind == "number"]
    return before[-1].kind in _JOINS and bool(numbers) and numbers[-1].value.startswith(MINUS)


def _positive(clean: Clean, place: int, before: Sequence[Lexeme], lexicon: Lexicon) -> Numeral | None:
    text = clean.text
    whole = _WHOLE.match(text, place)
    if whole is not None and not clean.raised:
        return Numeral(whole.end(), whole[0])
    if text[place] in _PARTS:
        return Numeral(place + 1, repr(_PARTS[text[place]]))
    if place in clean.raised or _VERSION.match(text, max(0, place - 2), place):
        return None
    if power := _power(clean, place):
        return power
    if (found := _MIDDLE.match(text, place)) or (
        (found := _COMMA.match(text, place)) and _is_decimal(clean, found.end(), lexicon)
    ):
        return Numeral(found.end(), f"{found[1]}.{found[2]}")
    bound = bool(before) and before[-1].kind in _BOUND
    if bound and (found := _SPACED.match(text, place)) and _parts_thousands(clean, found, lexicon):
        return Numeral(found.end(), found[0].replace(" ", ""))
    if (found := _DOTTED.match(text, place)) and _is_whole(text, found, lexicon):
        return Numeral(found.end(), found[0].replace(".", ""))
    return _plain(clean, place)


def _parts_thousands(clean: Clean, found: re.Match[str], lexicon: Lexicon) -> bool:
    """Whether spaces part thousands, and no group begins a unit: 100 109/L has lost a raised 9."""
    groups = [found.start() + place + 1 for place, sign in enumerate(found[0]) if sign == " "]
    if any((lexicon.unit_ends(clean.text, group) or 0) > found.end() for group in groups):
        return False
    return _measured(clean, found.end(), lexicon)


def _plain(clean: Clean, place: int) -> Numeral | None:
    found = _PLAIN.match(clean.text, place)
    if found is None:
        return None
    end = next((at for at in range(place, found.end()) if at in clean.raised), found.end())
    value = clean.text[place:end].replace(",", "")
    part = _PART.match(clean.text, end)
    if part and value.isdigit():
        return Numeral(part.end(), repr(float(value) + _PARTS[part[1]]))
    return Numeral(end, value)


def _power(clean: Clean, place: int) -> Numeral | None:
    """A power of ten: ``10^5``, or with digits above the line."""
    if found := _POWER.match(clean.text, place):
        return Numeral(found.end(), str(10 ** int(found[1])))
    end = place + 2
    while end in clean.raised and end < place + 4:
        end += 1
    if end == place + 2 or clean.text[place : place + 2] != "10":
        return None
    return Numeral(end, str(10 ** int(clean.text[place + 2 : end])))


def _measured(clean: Clean, end: int, lexicon: Lexicon) -> bool:
    """Whether a unit, a multiple of a limit or a length of time stands behind a number."""
    place = end + (clean.text[end : end + 1] == " ")
    if place >= len(clean.text):
        return False
    if any(lexicon.unit_ends(clean.text, at) is not None for at in {end, place}):
        return True
    kinds = {entry.kind for entry in lexicon.at(clean.text, clean.folded, place)}
    if lexicon.value("times", clean.folded[place]) is not None:
        kinds.update(entry.kind for entry in lexicon.at(clean.text, clean.folded, place + 1))
    return not kinds.isdisjoint(_MEASURES)


_MEASURES = frozenset({"times", "limit", "limit_owner", "time_unit"})


def _is_decimal(clean: Clean, end: int, lexicon: Lexicon) -> bool:
    return _measured(clean, end, lexicon) or _SECOND.match(clean.text, end) is not None


def _is_whole(text: str, found: re.Match[str], lexicon: Lexicon) -> bool:
    """Whether stops part thousands: there are two of them, or what is counted has no fractions."""
    if found[0].count(".") > 1:
        return True
    place = found.end() + (text[found.end() : found.end() + 1] == " ")
    end = lexicon.unit_ends(text, place)
    return end is not None and lexicon.value("whole_unit", "".join(text[place:end].split())) is not None
