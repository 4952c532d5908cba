"""The forms of a constraint, over the kinds of lexemes.

What comes in are the lexemes of a criterion; what goes out are the places
where a limit, an age or a length of time stands, with its bounds and its unit.
Ordered choice: the longest form stands first.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator

import msgspec

from eligibility.knowledge.lexicon import Lexicon
from eligibility.syntax.constraints.bounds import Bound, bounds
from eligibility.syntax.constraints.ready import Ready
from eligibility.syntax.lexemes import Lexeme

_NUMBER = r"9(?:xf?q?L|q?L|[uy])?"
FORMS: tuple[tuple[str, str], ...] = (
    ("equality", r"9uc9u"),
    ("restated", r"(?<=[uL]\()9uq?(?=\))"),
    ("sandwich", rf"{_NUMBER}c[wQ]{{1,6}}(?:\([wQ]{{1,3}}\))?c{_NUMBER}"),
    ("range", rf"(?<!9/)b?c?{_NUMBER}g?tc?{_NUMBER}g?"),
    ("range", r"c?9ygtc?9yg?"),
    ("range", rf"bc?{_NUMBER}g?&c?{_NUMBER}g?"),
    ("range", rf"bQf?{_NUMBER}&{_NUMBER}g?"),
    ("pair", rf"c{_NUMBER}(?:&|,?~)c{_NUMBER}g?"),
    ("levels", r"[QS]?S[:)f]{0,2}c?9(?:[t,|/&]{1,2}9)*p?(?![uyxqL])"),
    ("one", r"cw?S{1,2}9(?![uyxqL])"),
    ("levels", r"Q[:)f]{0,2}9(?:[,|]{1,2}9)+(?![uyxqL])"),
    ("deviation", r"(?:9[uy]?|(?<![9uy])(?<![9uy]\())(?:\?|p/\?)9[uy]"),
    ("gestation", r"c?9[?p]9(?:tc?9[?p]9)?y"),
    ("also", r"(?<=y)[|/]9y(?!g)|(?<=i9)\|9y|(?<=y\(\|)9y"),
    ("one", r"cQf?9[yu]?g?"),
    ("within", r"i(?:c?9[t&]c?9|c?9)y"),
    ("within", r"i9(?=\|9y)"),
    ("within", r"i9xf?q?L"),
    ("spanning", r"[fR]9y(?=R)"),
    ("one", r"c9yg?|f?9yg?[pO]|9p[yu]g?|9yg"),
    ("one", rf"c{_NUMBER}p?|{_NUMBER}[pO]|cq?L"),
    ("times over", r"9x\|?cq?L"),
    ("one", r"cx9f?q?L"),
    ("one", r"9xf?q?L|9q?L"),
    ("length", r"f?9y(?=[Rf])|f9y|(?<=[QN])9y|9y(?=[wsQN])|(?<=\()9y(?=f)|(?<=:)9y(?=[,;.)]|$)"),
    ("year", r"R9(?![uyxqL,./:])"),
    ("length", r"[Rm]9yg?[pO]?"),
    ("recent", r"(?<=[sw])9y(?!g)"),
    ("level", r"Qf?9(?![uytxqL,|/&9(pO])"),
    ("age", r"Qf?9yg?(?![tpOx&|,])"),
    ("rate", r"9(?=[wxuy]{1,2}[m/][~wy])"),
    ("values", r"9(?:,9)*,?[|&]9u"),
    ("level", r"9S(?=w)"),
    ("amount", r"9u"),
    ("counted", r"9wp"),
    ("things", r"9(?=s?w)"),
    ("count", r"Y"),
)
"""The letters are the kinds of lexemes; S is a word of a scale (grade), N a bare noun (period), Y a count."""

_COMPILED = tuple((name, re.compile(form)) for name, form in FORMS)
_STARTS = frozenset("9cbiSfQYRm|/?p")


class Found(msgspec.Struct, frozen=True):
    """A constraint in a run of lexemes: where, its form, its bounds, its unit and its limit of normal."""

    start: int
    end: int
    form: str
    bounds: tuple[Bound, ...]
    units: tuple[Lexeme, ...] = ()
    limit: Lexeme | None = None


def find(ready: Ready, lexicon: Lexicon) -> Iterator[Found]:
    """The constraints of a run of lexemes, in order."""
    place = 0
    while place < len(ready.kinds):
        found = _at(ready, place, lexicon) if ready.kinds[place] in _STARTS else None
        if found is None:
            place += 1
            continue
        if found.bounds:
            yield found
        place = found.end


def _at(ready: Ready, place: int, lexicon: Lexicon) -> Found | None:
    """The constraint that begins at a place: the first form that makes sense there."""
    for name, form in _COMPILED:
        match = form.match(ready.kinds, place)
        if match is None or not _is_said(name, ready, place, lexicon):
            continue
        taken = ready.lexemes[place : match.end()]
        read = bounds(name, taken, lexicon)
        if read is None or not all(math.isfinite(value) for _, value in read):
            continue
        skipped = next(
            n for n in range(len(taken)) if ready.kinds[place + n] not in "QfRm|/" or name == "year"
        )
        units = tuple(lexeme for lexeme in taken if lexeme.kind in {"unit", "time_unit"})
        limit = next((lexeme for lexeme in taken if lexeme.kind == "limit"), None)
        start = place - 1 if name == "recent" else place + skipped
        found = _rated(ready, Found(start, match.end(), name, read, units, limit), lexicon)
        if name != "rate" or found.end > match.end():
            return found
    return None


def _is_said(form: str, ready: Ready, place: int, lexicon: Lexicon) -> bool:
    """Whether the word of a form says what it must: last 6 months, in the 6 months before."""
    if form == "recent":
        return lexicon.value("recent", ready.lexemes[place - 1].text) is not None
    return form != "spanning" or lexicon.value("spanning", ready.lexemes[place].text) is not None


_RATE = re.compile(r"[wx]{0,2}[/m]?[~wy]")
_SAID = frozenset({"slash", "manner", "times"})


def _rated(ready: Ready, found: Found, lexicon: Lexicon) -> Found:
    """A constraint with the rest of its unit, where that is a rate: hours per week, 3 times a day."""
    match = _RATE.match(ready.kinds, found.end)
    if match is None or found.limit is not None or found.form == "levels":
        return found
    rest = ready.lexemes[found.end : match.end()]
    # "A" is left out: 10 cigarettes a day.
    said = found.units or match.end() - 1 in ready.gaps or any(lexeme.kind in _SAID for lexeme in rest)
    if not said or lexicon.value("time_unit", rest[-1].text) is None:
        return found
    return msgspec.structs.replace(found, end=match.end(), units=(*found.units[-1:], *rest))
