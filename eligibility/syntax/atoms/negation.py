"""Which phrases the words of a criterion deny.

What comes in are lexemes with their roles and the phrases among them; what goes
out are the places that a denial reaches.  A denial reaches on over a list, and
ends with its sentence, at what is said otherwise ("but", "except", "with"), and
at the first verb behind what it denies.
"""

from __future__ import annotations

from eligibility.core.span import Span
from eligibility.knowledge.phrasing import Phrasing
from eligibility.syntax.atoms.kinds import told_kind
from eligibility.syntax.atoms.phrases import LONGEST
from eligibility.syntax.atoms.roles import CONTENT, ENDS, OF_ROLE, OTHER, TREATING, VERB, Run
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
_QUANTIFIER, _DASH, _COLON = "H", "-", ":"
_SEMICOLON, _NUMBER = ";", "9"
_NEAREST = 5
"""A quantifier is denied that stands so near a denial: has no evidence of any of the following."""

_PREPOSITION = "f"
_BELONGING = frozenset({OF, "in"})
"""The prepositions that a denial reaches across: no cancer of the breast, no metastases in the brain."""

_BEHIND_STATE = frozenset(["", *".;:,)&|n~mRi"])
"""What stands behind a state, or ends the words there, where the denial is of what stands before it."""

_PLACE = "location"
"""The value of a word that denies where one is: outside.  Of one that denies an ability it is "ability"."""

_STATES = frozenset({"condition", "life_stage_gender", "location", "risk", "allergy", "contraindication"})
"""The kinds of phrases that nobody is able to do."""

_NAMING = frozenset({"condition", "drug", "procedure"})
"""The kinds of names that a prefix before them divides: non-hepatic disease is a disease."""

_HELPING = "v"
"""The kind of a verb between a thing and its denial: has not been."""

_ACTS = frozenset({VERB, OTHER})
_THINGS = frozenset({CONTENT, TREATING})


def denied(
    words: Ready, roles: str, named: list[tuple[Run, str | None]], phrasing: Phrasing
) -> frozenset[int]:
    """The places of the words that a denial reaches; ``named`` are the phrases with their kinds."""
    found: set[int] = set()
    for place in range(len(words.kinds)):
        if behind := _denied_behind(words, roles, place, phrasing):
            found.update(behind)
        elif _denies_before(words, roles, place, phrasing):
            found.add(place - 1)
        elif _is_denial(words, place, phrasing):
            reach = _reach(words, roles, _start(words, roles, place), phrasing)
            what = phrasing.value("denial", words.lexemes[place].text)
            found.update(_of_kind(words, reach, named, what) if what else reach)
    return frozenset(found)


def _is_denial(words: Ready, place: int, phrasing: Phrasing) -> bool:
    """Whether a word denies what follows: no, without, unable to, negative for, none of."""
    lexeme = words.lexemes[place]
    said = lexeme.value if lexeme.kind == "quantifier" else lexeme.text
    both = f"{said} {words.lexemes[place + 1].text}" if place + 1 < len(words.kinds) else ""
    last = [one.text for one in words.lexemes[max(0, place - 2) : place + 1]]
    wordings = (both, " ".join(last[-2:]), " ".join(last))
    if any(phrasing.value("no_denial", text) is not None for text in wordings):
        return False
    denies = any(phrasing.value("denial", text) is not None for text in (said, both))
    return denies or words.kinds[place] == _NOT


def _start(words: Ready, roles: str, place: int) -> int:
    """Where what a denial denies begins: behind it, or behind the colon of "none of the following:"."""
    colon = words.kinds.find(_COLON, place, place + LONGEST)
    quantified = _QUANTIFIER in words.kinds[place : place + _NEAREST]
    opens = colon >= 0 and (quantified or not _THINGS.intersection(roles[place + 1 : colon]))
    return colon + 1 if opens else place + 1


def _denies_before(words: Ready, roles: str, place: int, phrasing: Phrasing) -> bool:
    """Whether a word denies what stands before it: HIV negative, drug naive, disease free."""
    lexeme = words.lexemes[place]
    said = lexeme.value if lexeme.kind == "result" else lexeme.text
    if place == 0 or words.kinds[place - 1] not in "wQ":
        return False
    if lexeme.kind == "result":
        return phrasing.value("denying_result", said) is not None
    return roles[place + 1 : place + 2] not in _THINGS and phrasing.value("denying_last", said) is not None


def _denied_behind(words: Ready, roles: str, place: int, phrasing: Phrasing) -> list[int]:
    """The places of what a denial with a state denies before it, and of what is listed with it.

    Surgery is not possible; the biopsy has not been performed; steroids may not be used.
    """
    if not _denies_a_state(words, place, phrasing):
        return []
    found: list[int] = []
    for at in range(place - 1, -1, -1):
        listing = words.kinds[at] in _LISTING and OF_ROLE not in roles[at:place]
        if not found and (words.kinds[at] == _HELPING or roles[at] == VERB):
            continue
        if not listing and roles[at] in ENDS:
            break
        found.append(at)
    return found


def _denies_a_state(words: Ready, place: int, phrasing: Phrasing) -> bool:
    """Whether a place ends a clause with a denial of what stands before it: is not possible, not allowed."""
    lexeme = words.lexemes[place]
    if lexeme.kind == "permitted":
        return lexeme.value == "no" and phrasing.value("denied_permission", lexeme.text) is not None
    if words.kinds[place] != _NOT:
        return False
    state = place + 1
    while words.kinds[state : state + 1] == _HELPING and not _is_state(words, state, phrasing):
        state += 1
    # They have not accepted surgery; it is not possible to operate.
    return _is_state(words, state, phrasing) and words.kinds[state + 1 : state + 2] in _BEHIND_STATE


def _is_state(words: Ready, place: int, phrasing: Phrasing) -> bool:
    """Whether a word is a state of what stands before it: possible, performed."""
    told = words.lexemes[place : place + 1]
    return any(phrasing.value("denied_state", one.text) is not None for one in told)


def _reach(words: Ready, roles: str, start: int, phrasing: Phrasing) -> list[int]:
    """The places from ``start`` on that a denial before them reaches; a list behind a colon to its end."""
    found: list[int] = []
    kinds, named, depth = words.kinds, False, 0
    listed = kinds[start - 1 : start] == _COLON
    for place in range(start, min(len(kinds), start + FURTHEST)):
        kind = kinds[place]
        if kind == _CLOSE and not depth and _numbers(words, place):
            continue
        if kind in {_OPEN, _CLOSE}:
            depth += (kind == _OPEN) - (kind == _CLOSE)
            if depth < 0:
                break
        elif depth and kinds[start] != _OPEN and not _in_brackets(words, place):
            continue
        elif kind == _SEMICOLON and listed:
            named = False
        elif _ends(words, roles, start, place, named=named):
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


def _numbers(words: Ready, place: int) -> bool:
    """Whether a bracket closes the number of a list: 1) asthma 2) stroke."""
    return words.kinds[place - 1 : place] == _NUMBER


def _in_brackets(words: Ready, place: int) -> bool:
    """Whether a short form stands alone in brackets: hepatocellular carcinoma (HCC)."""
    short = words.lexemes[place].text.isupper()
    return short and words.kinds[place - 1 : place] == _OPEN and words.kinds[place + 1 : place + 2] == _CLOSE


def _of_kind(words: Ready, reach: list[int], named: list[tuple[Run, str | None]], what: str) -> list[int]:
    """What a denial of an ability, or of a place, reaches.

    That of an ability ends at an illness, or another state of people, listed behind what one is unable to do:
    unable to swallow tablets, malabsorption, or bowel obstruction.
    """
    if what == _PLACE:
        return [place for run, kind in named if kind == _PLACE for place in range(*run) if place in reach]
    listing = next((place for place in reach if words.kinds[place] in _LISTING), len(words.kinds))
    ends = next((run[0] for run, kind in named if kind in _STATES and run[0] > listing), len(words.kinds))
    return [place for place in reach if place < ends]


def _ends(words: Ready, roles: str, start: int, place: int, *, named: bool) -> bool:
    """Whether a denial ends at a word: an end of the clause, or what only narrows."""
    kind = words.kinds[place]
    closes = kind in _ENDS or (place > start and kind == "~")
    return closes or _narrows(words, roles, start, place, named=named)


def _narrows(words: Ready, roles: str, start: int, place: int, *, named: bool) -> bool:
    """Whether a word begins what only narrows what was denied: for, during, with.

    "No patients with stroke" denies the stroke, "not controlled with a drug" no drug.
    """
    kind = words.kinds[place]
    if kind == "+":
        return not _PEOPLE_ONLY.issuperset(words.kinds[start:place])
    leads = kind == _PREPOSITION and roles[place] == OTHER and words.lexemes[place].value not in _BELONGING
    return named and (kind in _NARROWING or leads)


def _says_otherwise(words: Ready, roles: str, place: int, joined: str, phrasing: Phrasing) -> bool:
    """Whether a comma or "and" begins another statement: and can, and has, and using."""
    if place >= len(words.kinds):
        return False
    lexeme = words.lexemes[place]
    if joined == "&" and words.kinds[place] in _VERBS and roles[place] in _ACTS:
        return True
    return lexeme.kind == "verb" or phrasing.value("affirmation", lexeme.text) is not None


def denies_itself(words: Ready, run: Run, phrasing: Phrasing) -> bool:
    """Whether a phrase has its denial in it: non-smoker, non - smoker, treatment-naive, disease free."""
    at = run[0] - 1
    if at > 0 and words.lexemes[at].text == _DASH:
        at -= 1
    before = words.lexemes[at].text if at >= 0 else ""
    spaced = phrasing.value("denying_prefix", before) is not None
    if spaced and not _tells_a_kind(words, words.lexemes[run[0]].text, run, phrasing):
        return True
    return _affix(words, run, phrasing) != (0, 0)


def _tells_a_kind(words: Ready, word: str, run: Run, phrasing: Phrasing) -> bool:
    """Whether a word with a denial before it only says of what kind the rest is: non-steroidal drugs."""
    rest = words.lexemes[run[0] + 1 : run[1]]
    if not rest or phrasing.value("denied_with", rest[-1].text) is not None:
        # A woman of non-childbearing potential has no such potential.
        return False
    return phrasing.value("no_prefix", word) is not None or told_kind(rest, phrasing) in _NAMING


def told_span(words: Ready, run: Run, phrasing: Phrasing) -> Span:
    """Where a phrase stands, without a denial in its word, and without the "to" of "allergy to"."""
    first = words.lexemes[run[0]]
    whole = first.span.join(words.lexemes[run[1] - 1].span)
    if first.kind == "carrier" and len(first.text) == whole.end - whole.start:
        return Span(whole.start, whole.start + len(first.text.rpartition(" ")[0]))
    before, behind = _affix(words, run, phrasing)
    return Span(whole.start + before, whole.end - behind)


def _affix(words: Ready, run: Run, phrasing: Phrasing) -> tuple[int, int]:
    """So many characters of a phrase are its denial, before and behind."""
    lexeme = words.lexemes[run[0]]
    text = lexeme.text.lower()
    last = words.lexemes[run[1] - 1]
    if run[1] - run[0] > 1 and phrasing.value("denying_last", last.text) is not None:
        return 0, last.span.end - words.lexemes[run[1] - 2].span.end
    if len(text) != lexeme.span.end - lexeme.span.start:
        return 0, 0
    alone = run[1] - run[0] == 1
    for prefix in phrasing.wordings("denying_prefix"):
        rest = text.removeprefix(prefix)
        told = prefix.endswith("-") or (alone and phrasing.value("head_kind", rest) is not None)
        if rest != text and told and len(rest) > _SHORTEST and not _tells_a_kind(words, rest, run, phrasing):
            return len(prefix), 0
    if not alone:
        return 0, 0
    for suffix in phrasing.wordings("denying_suffix"):
        if text.endswith(suffix) and len(text) >= len(suffix) + _SHORTEST:
            return 0, len(suffix)
    return 0, 0
