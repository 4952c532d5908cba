"""Which phrases the words of a criterion deny.

What comes in are lexemes with their roles and the phrases among them; what goes
out are the places that a denial reaches.  A denial reaches on over a list, and
ends with its sentence, at what is said otherwise ("but", "except", "with"), and
at the first verb behind what it denies.
"""

from __future__ import annotations

from eligibility.core.span import Span
from eligibility.knowledge.phrasing import Phrasing
from eligibility.syntax.atoms.phrases import LONGEST
from eligibility.syntax.atoms.roles import CONTENT, OTHER, TREATING, VERB, Run
from eligibility.syntax.constraints.bounds import OF
from eligibility.syntax.constraints.ready import Ready

FURTHEST = 200
"""So many words on, a denial reaches at most."""

_SHORTEST = 3
"""A word has more letters than these beside its denial."""

_NOT, _OPEN, _CLOSE = "!", "(", ")"
_ENDS = frozenset(".;:EPAID")
"""The kinds of lexemes that end a denial: an end of a clause, except, provided, which is."""

_LISTING = frozenset(",|&n/")
_NARROWING = frozenset("R")
_PEOPLE_ONLY = frozenset("has")
_VERBS = frozenset("wvm")
_ACTS = frozenset({VERB, OTHER})
_THINGS = frozenset({CONTENT, TREATING})


def denied(words: Ready, roles: str, phrasing: Phrasing) -> frozenset[int]:
    """The places of the words that a denial reaches."""
    found: set[int] = set()
    for place in range(len(words.kinds)):
        if _is_denial(words, place, phrasing):
            found.update(_reach(words, roles, _start(words, place), phrasing))
        elif _denies_before(words, place, phrasing):
            found.add(place - 1)
    return frozenset(found)


def _is_denial(words: Ready, place: int, phrasing: Phrasing) -> bool:
    """Whether a word denies what follows: no, without, unable to, negative for, none of."""
    lexeme = words.lexemes[place]
    said = lexeme.value if lexeme.kind == "quantifier" else lexeme.text
    both = f"{said} {words.lexemes[place + 1].text}" if place + 1 < len(words.kinds) else ""
    before = f"{words.lexemes[place - 1].text} {said}" if place else ""
    if any(phrasing.value("no_denial", text) is not None for text in (both, before)):
        return False
    denies = any(phrasing.value("denial", text) is not None for text in (said, both))
    return denies or words.kinds[place] == _NOT


def _start(words: Ready, place: int) -> int:
    """Where what a denial denies begins: behind it, or behind the colon of "none of the following"."""
    if words.lexemes[place].kind == "quantifier":
        colon = words.kinds.find(":", place, place + LONGEST)
        return max(colon, place) + 1
    return place + 1


def _denies_before(words: Ready, place: int, phrasing: Phrasing) -> bool:
    """Whether a result denies what stands before it: HIV negative."""
    lexeme = words.lexemes[place]
    named = place > 0 and words.kinds[place - 1] in "wQ"
    return named and lexeme.kind == "result" and phrasing.value("denying_result", lexeme.value) is not None


def _reach(words: Ready, roles: str, start: int, phrasing: Phrasing) -> list[int]:
    """The places from ``start`` on that a denial before them reaches."""
    found: list[int] = []
    kinds, named, depth = words.kinds, False, 0
    for place in range(start, min(len(kinds), start + FURTHEST)):
        kind = kinds[place]
        if kind in {_OPEN, _CLOSE}:
            depth += (kind == _OPEN) - (kind == _CLOSE)
            if depth < 0:
                break
        elif (depth and kinds[start] != _OPEN) or (kind == ":" and place == start):
            continue
        elif kind in _ENDS or (place > start and kind == "~") or _narrows(words, start, place, named=named):
            break
        elif kind in _LISTING:
            if named and kind in ",&" and _says_otherwise(words, roles, place + 1, kind, phrasing):
                break
            named = named and kind == ","
        elif kind in _VERBS and roles[place] in _ACTS:
            if named:
                break
        else:
            named = named or roles[place] in _THINGS
        found.append(place)
    return found


def _narrows(words: Ready, start: int, place: int, *, named: bool) -> bool:
    """Whether a word begins what only narrows what was denied: in, for, during, with.

    "No patients with stroke" denies the stroke, "not controlled with a drug" no drug.
    """
    kind = words.kinds[place]
    if kind == "+":
        return not _PEOPLE_ONLY.issuperset(words.kinds[start:place])
    return named and (kind in _NARROWING or (kind == "f" and words.lexemes[place].value != OF))


def _says_otherwise(words: Ready, roles: str, place: int, joined: str, phrasing: Phrasing) -> bool:
    """Whether a comma or "and" begins another statement: and can, and has, and using."""
    if place >= len(words.kinds):
        return False
    lexeme = words.lexemes[place]
    if joined == "&" and words.kinds[place] in _VERBS and roles[place] in _ACTS:
        return True
    return lexeme.kind == "verb" or phrasing.value("affirmation", lexeme.text) is not None


def denies_itself(words: Ready, run: Run, phrasing: Phrasing) -> bool:
    """Whether a phrase is one word with its denial in it: non-smoker, treatment-naive."""
    apart = run[1] - run[0] == 1 and run[0] > 0
    before = words.lexemes[run[0] - 1].text if apart else ""
    return _affix(words, run, phrasing) != (0, 0) or phrasing.value("denying_prefix", before) is not None


def told_span(words: Ready, run: Run, phrasing: Phrasing) -> Span:
    """Where a phrase stands, without a denial in its word, and without the "to" of "allergy to"."""
    first = words.lexemes[run[0]]
    whole = first.span.join(words.lexemes[run[1] - 1].span)
    if first.kind == "carrier" and len(first.text) == whole.end - whole.start:
        return Span(whole.start, whole.start + len(first.text.rpartition(" ")[0]))
    before, behind = _affix(words, run, phrasing)
    return Span(whole.start + before, whole.end - behind)


def _affix(words: Ready, run: Run, phrasing: Phrasing) -> tuple[int, int]:
    """So many characters of a phrase of one word are its denial, before and behind."""
    lexeme = words.lexemes[run[0]]
    text = lexeme.text.lower()
    if run[1] - run[0] != 1 or len(text) != lexeme.span.end - lexeme.span.start:
        return 0, 0
    for prefix in phrasing.wordings("denying_prefix"):
        rest = text.removeprefix(prefix)
        told = prefix.endswith("-") or phrasing.value("head_kind", rest) is not None
        if rest != text and told and len(rest) > _SHORTEST:
            return len(prefix), 0
    for suffix in phrasing.wordings("denying_suffix"):
        if text.endswith(suffix) and len(text) > len(suffix) + _SHORTEST:
            return 0, len(suffix)
    return 0, 0
