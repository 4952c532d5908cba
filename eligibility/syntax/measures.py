"""Numbers, lengths of time and levels in canonical English.

What comes in are bounds and how a kind of word is spelled; what goes out is text.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from eligibility.core.interval import Interval
from eligibility.syntax.terms import HalfLives, LevelIs, Time

Spell = Callable[[str, str], str]
"""How a kind and its value are spelled."""


def limits(bounds: Interval, unit: str, spell: Spell) -> str:
    """Bounds with their unit: >= 1 kg and < 5 kg."""
    after = f" {unit}" if unit else ""
    if bounds.exact and bounds.low is not None:
        return f"= {number(bounds.low)}{after}"
    sides = []
    if bounds.low is not None:
        sides.append(f"{'>' if bounds.low_open else '>='} {number(bounds.low)}{after}")
    if bounds.high is not None:
        sides.append(f"{'<' if bounds.high_open else '<='} {number(bounds.high)}{after}")
    return f" {spell('and', 'and')} ".join(sides)


def ago(bounds: Interval, spell: Spell) -> str:
    """How long ago: at least N, at most N, N to M."""
    low, high = bounds.low or 0.0, bounds.high
    if high is None:
        return f"{'>' if bounds.low_open else '>='} {number(low)}"
    if low == 0 and not bounds.low_open:
        return f"{'<' if bounds.high_open else '<='} {number(high)}"
    first = f"{'> ' if bounds.low_open else ''}{number(low)}"
    return f"{first} {spell('to', 'to')} {'< ' if bounds.high_open else ''}{number(high)}"


def within(bounds: Interval, limited: bool, spell: Spell) -> str:
    """How long a window is: within N, within N to M, at least N."""
    word = spell("within", "within")
    low, high = bounds.low or 0.0, bounds.high
    if high is None:
        at_least = f"{'>' if bounds.low_open else '>='} {number(low)}"
        return f"{word} {at_least}" if limited else at_least
    if low == 0 and not bounds.low_open:
        return f"{word} {'< ' if bounds.high_open else ''}{number(high)}"
    first = f"{'> ' if bounds.low_open else ''}{number(low)}"
    second = f"{'< ' if bounds.high_open else ''}{number(high)}"
    return f"{word} {first} {spell('to', 'to')} {second}"


def number(value: float) -> str:
    """A number in plain digits."""
    text = format(Decimal(repr(value)), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def rungs(node: LevelIs, spell: Spell) -> str:
    """Levels of a scale; one that needs no name of it stands behind its comparator."""
    *others, last = node.levels
    if node.comparator == "to":
        levels = f"{others[0]} {spell('to', 'to')} {last}"
    elif others:
        comma = f"{spell('comma', ',')} "
        levels = f"{comma.join(others)} {spell('or', 'or')} {last}"
    else:
        levels = last
    bare = node.comparator == "to" or (node.comparator == "=" and node.scale)
    return " ".join(part for part in ("" if bare else node.comparator, node.scale, levels) if part)


def half_lives(node: HalfLives | None, spell: Spell) -> str:
    """So many half-lives."""
    return "" if node is None else f"{number(node.count)} {spell('half_life', 'half-lives')}"


def within_half_lives(node: HalfLives | None, spell: Spell) -> str:
    """A time of half-lives alone, before what it counts from; empty where there are none."""
    return "" if node is None else f"{spell('within', 'within')} {half_lives(node, spell)} "


def beside(node: HalfLives | None, spell: Spell) -> str:
    """Half-lives beside another length, with which of the two holds."""
    if node is None:
        return ""
    which = "" if node.which == "either" else f" {spell('whichever', node.which)}"
    return f" {spell('or', 'or')} {half_lives(node, spell)}{which}"


def recent(node: Time, spell: Spell) -> str:
    """A time that names no moment: within the last 6 months."""
    begins = spell("within", "within")
    if node.relation != "of":
        begins += f" {spell('direction', 'past' if node.relation == 'before' else 'next')}"
    if node.bounds is None or node.bounds.high is None or node.unit is None:
        return f"{begins} {half_lives(node.half_lives, spell)}"
    sign = "< " if node.bounds.high_open else ""
    length = f"{sign}{number(node.bounds.high)} {spell('time_unit', node.unit)}"
    return f"{begins} {length}{beside(node.half_lives, spell)}"
