"""Which phrases a word joins: alternatives, or what is required together.

What comes in are lexemes with their roles and the phrases among them; what goes
out are groups of the numbers of phrases.  A list in brackets is one of its own,
and brackets inside a list are looked over.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import Literal

from eligibility.syntax.atoms.roles import VERB, Run
from eligibility.syntax.constraints.forms import Found
from eligibility.syntax.constraints.ready import Ready

Join = Literal["or", "and"]
Group = tuple[Join, tuple[int, ...]]

DEEPEST = 3
"""Brackets in brackets are looked into so far."""

LONGEST = 40
"""So many words between two phrases join nothing."""

_BEFORE = r"[wh#f]{0,5}(?:R[wf#z]{0,4})?"
_BETWEEN = re.compile(
    rf"{_BEFORE}(?:(?P<join>,?[|&^n/]{{1,3}})[xwskdeoCaNfvrh!(#]{{0,5}}|,[wskdeoCaNfrh!(]{{0,5}})"
)
_WITH = re.compile(r"[wh]?\+[askdw]{0,3}")
_OF_PEOPLE = re.compile(r"h?[f+]?[askd]{0,2}")
"""What stands between people and what they have: women who are, women of, adults with."""

_TOGETHER = frozenset("&")
_BOTH = "^"
"""The sign of a sum: A + B is always both."""

PERSONS = "life_stage_gender"


def groups(
    words: Ready,
    roles: str,
    runs: list[Run],
    kinds: list[str | None],
    limits: list[Found],
    *,
    alternatives: bool,
) -> tuple[Group, ...]:
    """The groups of phrases.

    ``alternatives``: "and" lists what is looked for one by one, as exclusions do.
    """
    signs = _signs(words, roles, limits)
    found: list[Group] = []
    for numbers in _levels(signs, runs).values():
        found += _of_level(signs, runs, kinds, numbers, alternatives=alternatives)
    return tuple(sorted(found, key=lambda group: group[1]))


def _signs(words: Ready, roles: str, limits: list[Found]) -> str:
    """The kinds of the lexemes, with ``x`` for verbs, ``#`` for limits and ``^`` for a sign of a sum."""
    signs = [
        "x" if role == VERB and kind in "wQ" else _BOTH if lexeme.text == "+" else kind
        for kind, role, lexeme in zip(words.kinds, roles, words.lexemes, strict=True)
    ]
    for one in limits:
        signs[one.start : one.end] = "#" * (one.end - one.start)
    return "".join(signs)


def depths(kinds: str) -> list[int]:
    """How many brackets are open at each lexeme."""
    found: list[int] = []
    depth = 0
    for kind in kinds:
        depth = max(0, depth - (kind == ")"))
        found.append(depth)
        depth += kind == "("
    return found


def _levels(signs: str, runs: list[Run]) -> dict[int, list[int]]:
    """The numbers of the runs inside each pair of brackets, by the place of the bracket; -1 outside all."""
    levels: dict[int, list[int]] = defaultdict(list)
    opened: list[int] = []
    place = 0
    for number, run in enumerate(runs):
        while place < run[0]:
            if signs[place] == "(":
                opened.append(place)
            elif signs[place] == ")" and opened:
                opened.pop()
            place += 1
        if len(opened) <= DEEPEST:
            levels[opened[-1] if opened else -1].append(number)
    return levels


def _of_level(
    signs: str, runs: list[Run], kinds: list[str | None], numbers: list[int], *, alternatives: bool
) -> list[Group]:
    """The chains of runs with only commas and connectives between them."""
    found: list[Group] = []
    chain, joins = numbers[:1], ""
    for before, number in zip(numbers, [*numbers[1:], None], strict=True):
        between = "" if number is None else _outside(signs[runs[before][1] : runs[number][0]])
        match = _BETWEEN.fullmatch(between)
        if number is not None and match is not None:
            chain.append(number)
            joins += match["join"] or ","
            continue
        if len(chain) > 1:
            people = all(kinds[one] == PERSONS for one in chain)
            found.append((_join(joins, alternatives=alternatives or people), tuple(chain)))
        if number is not None:
            chain, joins = [number], ""
            owned = kinds[before] == PERSONS and kinds[number] != PERSONS and _OF_PEOPLE.fullmatch(between)
            if owned or _WITH.fullmatch(between):
                found.append(("and", (before, number)))
    return found


def _outside(between: str) -> str:
    """The signs between two phrases without those in brackets; nothing where there are too many."""
    if len(between) > LONGEST:
        return "."
    while (bare := re.sub(r"\([^()]*\)", "", between)) != between:
        between = bare
    return between


def _join(joins: str, *, alternatives: bool) -> Join:
    """What a chain says: "and" only where no other word joins it, and it is no list of exclusions."""
    told = set(joins) - {","}
    if told == {_BOTH}:
        return "and"
    return "and" if told == _TOGETHER and not alternatives else "or"
