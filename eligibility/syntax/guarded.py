"""Sentences that ask something of some candidates alone: "if X, Y", "for women, Y", "women with X must Y".

What comes in are the lexemes of a sentence with the words that oblige; what goes
out are the places where it may be parted into whom it is about and what it asks.
Which of them reads is for the parser to say.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from eligibility.knowledge.lexicon import Lexicon
from eligibility.syntax.lexemes import Lexeme, kinds

CONDITIONAL = "conditional"
"""The kind of words that begin a condition: if, in case of."""

STRESSED = "stressed"
"""The kind of words behind which a condition is only one case of several: particularly if, even if."""

DUTY = "duty"
"""What a filler stands for that obliges: must, should."""

MOST_PLACES = 4
"""So many places are tried in one sentence."""

Said = Literal["if", "of"]


class Parted(msgspec.Struct, frozen=True):
    """Whom a sentence is about and what it asks; ``of``: it begins with them, "women with X must"."""

    whom: tuple[Lexeme, ...]
    asked: tuple[Lexeme, ...]
    said: Said


def plain(lexemes: tuple[Lexeme, ...]) -> tuple[Lexeme, ...]:
    """The lexemes without fillers."""
    return tuple([lexeme for lexeme in lexemes if lexeme.kind != "filler"])


def parted(lexemes: tuple[Lexeme, ...], lexicon: Lexicon) -> list[Parted]:
    """Where a sentence may be parted; several where more than one place may be meant."""
    words = plain(lexemes)
    said = _conditional(words[0], lexicon) if words else None
    if said is not None:
        return _behind_commas(words[1:], said)
    if kinds(words[:2]) == "fh":
        return _behind_commas(words[1:], "if")
    places = [at for at, word in enumerate(words) if _conditional(word, lexicon) == "if"]
    if len(places) == 1 and not _commas(words[places[0] :]):
        before = words[: places[0]]
        before = before[:-1] if before and before[-1].kind == "comma" else before
        whom = words[places[0] + 1 :]
        if before and whom and lexicon.value(STRESSED, before[-1].text) is None:
            return [Parted(whom, before, "if")]
        return []
    return _obliged(lexemes) if not places else []


def _conditional(lexeme: Lexeme, lexicon: Lexicon) -> str | None:
    return lexicon.value(CONDITIONAL, lexeme.text) if lexeme.kind == "deferred" else None


def _commas(words: tuple[Lexeme, ...]) -> list[int]:
    """The places of commas and colons outside brackets."""
    found: list[int] = []
    depth = 0
    for at, word in enumerate(words):
        depth += (word.kind == "open") - (word.kind == "close")
        if depth == 0 and word.kind in {"comma", "colon"}:
            found.append(at)
    return found


def _behind_commas(words: tuple[Lexeme, ...], said: str) -> list[Parted]:
    places = _commas(words)[:MOST_PLACES]
    kind: Said = "of" if said == "of" else "if"
    return [Parted(words[:at], words[at + 1 :], kind) for at in places if at and at + 1 < len(words)]


def _obliged(lexemes: tuple[Lexeme, ...]) -> list[Parted]:
    """A sentence that begins with people of whom more is said, before the word that obliges them."""
    at = next((at for at, one in enumerate(lexemes) if one.kind == "filler" and one.value == DUTY), 0)
    if not at:
        return []
    whom, asked = plain(lexemes[:at]), plain(lexemes[at + 1 :])
    if not whom or not asked or whom[0].kind not in {"people", "maternal"}:
        return []
    sexed = any(one.value for one in whom if one.kind == "people")
    return [Parted(whom, asked, "of")] if sexed or len(plain(whom)) > 1 else []
