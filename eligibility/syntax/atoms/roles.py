"""What each word is in a phrase, as one character.

What comes in are lexemes made ready; what goes out is a string of roles beside
their kinds.  The words themselves stand in ``rules/phrases``: verbs
and words of structure end a phrase, evaluations are no part of it, the words of
how a study is run are no phrase of the candidate.
"""

from __future__ import annotations

from itertools import pairwise

from eligibility.knowledge.phrasing import Phrasing
from eligibility.syntax.constraints.bounds import OF
from eligibility.syntax.constraints.ready import Ready
from eligibility.syntax.lexemes import Lexeme

CONTENT, DEGREE, PARTICIPLE, QUALITY = "wdeq"
"""A thing; what grades it (severe); a participle; what is said of it (eligible)."""

MATTER, CARRIER, TREATING, HEADED, PART = "mctKb"
"""A matter of the study (visit); what only carries (use); therapy; allergy to; a part of the body."""

VERB, LINK, OTHER = "vl."
"""What ends a phrase: a verb, a word of structure, any other lexeme."""

ENDS = frozenset({VERB, LINK, OTHER})

PEOPLE = "h"
"""A word of people that says their sex or age."""

_ROLES = {
    "content": CONTENT,
    "part": PART,
    "degree": DEGREE,
    "participle": PARTICIPLE,
    "quality": QUALITY,
    "matter": MATTER,
    "carrier": CARRIER,
    "treating": TREATING,
    "verb": VERB,
    "link": LINK,
}
_SHORTEST_STEM = 3
"""A word has so many letters before an ending."""

OF_ROLE = "f"

LANGUAGE = "language"
"""The kind of what somebody is that speaks: English-speaking."""

Run = tuple[int, int]
"""The first place of a phrase and the place behind its last."""


def roles(words: Ready, phrasing: Phrasing) -> str:
    """The role of each lexeme, one character each."""
    found = [_role(lexeme, phrasing) for lexeme in words.lexemes]
    for place, (one, behind) in enumerate(pairwise(words.lexemes)):
        if one.kind == "preposition" and phrasing.value("word", f"{one.text} {behind.text}") is not None:
            # Carcinoma in situ is one thing.
            found[place] = DEGREE
    return "".join(found)


def _role(lexeme: Lexeme, phrasing: Phrasing) -> str:
    text = lexeme.text.lower()
    match lexeme.kind:
        case "quantity" | "name":
            return OTHER if phrasing.value("word", text) == "verb" else CONTENT
        case "word" | "maternal":
            return _of_word(text, phrasing)
        case "preposition" if lexeme.value == OF:
            return OF_ROLE
        case "people" if lexeme.value:
            return PEOPLE
        case "carrier" if phrasing.value("head_kind", lexeme.value) == lexeme.value:
            return HEADED
    return OTHER


def _of_word(text: str, phrasing: Phrasing) -> str:
    """The role of a word: as it is listed, else by what stands behind its hyphen, else by its ending."""
    bare = text.removesuffix("'s") if text.endswith("'s") else text
    if (listed := phrasing.value("word", bare)) is not None:
        return DEGREE if bare != text and _ROLES[listed] not in ENDS else _ROLES[listed]
    if phrasing.value("head_kind", text) is not None:
        return CONTENT
    if " " in text and any(phrasing.value("word", part) == "link" for part in text.split()):
        # At least, more than.
        return LINK
    if not any(sign.isalnum() for sign in text):
        return OTHER
    if "-" in text:
        if any(phrasing.value("head_kind", part) == LANGUAGE for part in text.split("-")):
            return CONTENT
        last = phrasing.value("word", text.rpartition("-")[2])
        if last in {"verb", "quality", "participle"} or (last is None and _ending(text, phrasing) == "verb"):
            return PARTICIPLE
        return CONTENT
    return _ROLES[_ending(text, phrasing)]


def _ending(text: str, phrasing: Phrasing) -> str:
    """What the ending of a word that is not listed makes it."""
    for ending in phrasing.wordings("ending"):
        if text.endswith(ending) and len(text) >= len(ending) + _SHORTEST_STEM:
            return phrasing.value("ending", ending) or "content"
    return "content"
