"""What a reader of a criterion should look at twice: flags on its words.

What comes in are the lexemes of a criterion and the section that it stands in;
what goes out are flags.  A flag decides nothing by itself: it says why a person
may read the words otherwise than they stand.
"""

from __future__ import annotations

import re

from eligibility.core.flags import Flag
from eligibility.knowledge.lexicon import Lexicon
from eligibility.syntax.lexemes import Lexeme, kinds

_CLAUSES = re.compile(r"[^.,;()]+")
_BETWEEN_NUMBERS = re.compile(r"[9yugLl][&|][c9b]")
_MOST_BEFORE_DUTY = 4
_LONGEST_REFERENCE = 3


def flags_of(lexemes: tuple[Lexeme, ...], section: str, lexicon: Lexicon) -> tuple[Flag, ...]:
    """The flags of a criterion, in alphabetical order.

    ``section``: inclusion or exclusion.
    """
    spoken = [lexeme for lexeme in lexemes if lexeme.kind != "filler"]
    signs = kinds(spoken)
    found: list[Flag] = []
    if _mixed(signs) and any(_mixed(clause) for clause in _CLAUSES.findall(signs)):
        found.append("and_or_mixed")
    if _refers(spoken, lexicon):
        found.append("cross_reference")
    if section == "exclusion" and "A" not in signs and (_denies(spoken, lexicon) or _demands(lexemes)):
        found.append("polarity_suspected")
    return tuple(found)


def _mixed(clause: str) -> bool:
    """Whether both words join something in a clause, leaving out those between two numbers: < 3 or > 11."""
    joins = _BETWEEN_NUMBERS.sub("", clause)
    return "&" in joins and "|" in joins


def _denies(spoken: list[Lexeme], lexicon: Lexicon) -> bool:
    """Whether an exclusion begins with an absence, which would keep the healthy out: no dementia."""
    return bool(spoken) and lexicon.value("absence", spoken[0].text) is not None


def _demands(lexemes: tuple[Lexeme, ...]) -> bool:
    """Whether an exclusion says near its beginning what must be so."""
    return any(
        lexeme.kind == "filler" and lexeme.value == "duty" for lexeme in lexemes[:_MOST_BEFORE_DUTY]
    )


def excepts(lexemes: tuple[Lexeme, ...], lexicon: Lexicon) -> bool:
    """Whether an item says that some are free of what stands before it: they are exempt."""
    return _has([lexeme for lexeme in lexemes if lexeme.kind != "filler"], "exempting", lexicon)


def _refers(lexemes: list[Lexeme], lexicon: Lexicon) -> bool:
    """Whether some words name a place elsewhere: see section 5, inclusion criterion 3."""
    return _has(lexemes, "cross_reference", lexicon)


def _has(lexemes: list[Lexeme], kind: str, lexicon: Lexicon) -> bool:
    """Whether some words that stand together are of a kind."""
    said = " ".join([lexeme.text for lexeme in lexemes]).lower()
    if lexicon.first_words(kind).isdisjoint(said.split()):
        return False
    if not any(wording in said for wording in lexicon.wordings(kind)):
        return False
    words = [lexeme.text.lower() for lexeme in lexemes]
    return any(
        lexicon.value(kind, " ".join(words[place : place + length])) is not None
        for place in range(len(words))
        for length in range(1, _LONGEST_REFERENCE + 1)
    )
