"""What kind of thing a phrase names: a condition, a procedure, a drug ...

What comes in are the words of a phrase; what goes out is one of the kinds of
``rules/phrases``.  The last word that tells decides: it is listed,
alone or with the one before it, or its ending tells.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from eligibility.knowledge.phrasing import Phrasing
from eligibility.syntax.atoms.roles import LANGUAGE, OF_ROLE, Run
from eligibility.syntax.constraints.ready import Ready
from eligibility.syntax.lexemes import Lexeme

USUAL = "condition"
"""What a phrase is taken for that nothing tells: conditions are what criteria name most."""

MEASURED = "observation"
"""What the name of a quantity tells."""

_OPEN = "("
_PASSED = frozenset("asokd")
_SHORTEST_STEM = 2
_LONGEST_ENDING = 16


def kinds_of(words: Ready, roles: str, runs: list[Run], phrasing: Phrasing) -> list[str | None]:
    """The kind of each phrase: what its own words tell, else those around it; ``None`` where none does."""
    found: list[str | None] = []
    for number, run in enumerate(runs):
        kind = _own(words, roles, run, phrasing) or _governed(words, run, phrasing)
        if kind is None and number and words.kinds[runs[number - 1][1] : run[0]] == _OPEN:
            # A short form in brackets is of the kind of the long one.
            kind = found[number - 1]
        found.append(kind)
    return found


def settled(kinds: list[str | None], lists: Iterable[tuple[int, ...]]) -> list[str]:
    """The kinds, where nothing told one that of all others in its list, else the usual one."""
    found = list(kinds)
    for members in lists:
        told = {kinds[member] for member in members} - {None}
        if len(told) == 1:
            for member in members:
                found[member] = found[member] or next(iter(told))
    return [kind or USUAL for kind in found]


def _own(words: Ready, roles: str, run: Run, phrasing: Phrasing) -> str | None:
    """The kind that the words of a phrase tell, those before its "of" first.

    What is measured and judged is a condition: abnormal liver function, high blood pressure.
    """
    of = roles.find(OF_ROLE, *run)
    end = run[1] if of < 0 else of
    head, rest = words.lexemes[run[0] : end], words.lexemes[end + 1 : run[1]]
    if len(head) == 1 and (alone := phrasing.value("alone_kind", head[0].text)) is not None:
        # "The intervention" is the study's, "a cardiac intervention" a procedure.
        return alone
    told = told_kind(head, phrasing) or told_kind(rest, phrasing)
    judged = told == MEASURED and any(phrasing.value("abnormal", one.text) is not None for one in head)
    return USUAL if judged else told


def _governed(words: Ready, run: Run, phrasing: Phrasing) -> str | None:
    """The kind that a word before or behind a phrase tells: treatment with, underwent, intake."""
    place = run[0] - 1
    while place >= max(0, run[0] - 3) and words.kinds[place] in _PASSED:
        place -= 1
    for at in (place, run[1]):
        if 0 <= at < len(words.lexemes):
            lexeme = words.lexemes[at]
            for said in (lexeme.text, lexeme.value):
                if (found := phrasing.value("governing", said)) is not None:
                    return found
    return None


def told_kind(lexemes: Sequence[Lexeme], phrasing: Phrasing) -> str | None:
    """The kind that the words of a phrase tell, the last first; ``None`` where none does."""
    words = [(text, lexeme.kind) for lexeme in lexemes for text in lexeme.text.split()]
    for place in range(len(words) - 1, -1, -1):
        word, kind = words[place]
        both = f"{words[place - 1][0]} {word}" if place else ""
        told = phrasing.value("head_kind", both) or _listed(word, phrasing)
        # Chemotherapy is a procedure, with a name of its own too: platinum-based chemotherapy.
        told = told or phrasing.value("name_kind", both)
        if told is None and kind == "quantity":
            return MEASURED
        if told is None and phrasing.value("word", word) in {None, "content"}:
            told = _by_ending(word.lower(), phrasing)
        if told is not None:
            return told
    return None


def _listed(word: str, phrasing: Phrasing) -> str | None:
    """The kind that a word, its singular, or the part of it behind a hyphen, is listed with."""
    for text in (word, word.rpartition("-")[2]):
        if (found := phrasing.value("head_kind", text)) is not None:
            return found
        for ending in phrasing.wordings("plural"):
            one = text.lower().removesuffix(ending)
            if len(one) < len(text) and (found := phrasing.value("head_kind", one)) is not None:
                return found
    spoken = any(phrasing.value("head_kind", part) == LANGUAGE for part in word.split("-"))
    return LANGUAGE if spoken else None


def _by_ending(word: str, phrasing: Phrasing) -> str | None:
    """The kind that the longest known ending of a word tells."""
    for start in range(max(_SHORTEST_STEM, len(word) - _LONGEST_ENDING), len(word) - 1):
        if (found := phrasing.value("ending_kind", word[start:])) is not None:
            return found
    return None
