"""The words around a level of a scale: what names the scale, and what stands for a level of any.

What comes in are words of a criterion; what goes out is the name in them, and the
word for a level: ``NYHA`` and ``functional class``.
"""

from __future__ import annotations

import re

from eligibility.knowledge.lexicon import Lexicon

SCALE, DIRECT = "scale", "direct_scale"
"""Names that a word for a level follows; names that a level may follow at once."""

RANK, OWNER = "rank_word", "rank_owner"
"""Words for a level (grade, class); whose levels they are, which says no more."""

PLURAL = "rank_plural"
"""Words for several levels."""

RUNG = "rung"
"""The levels of a scale, behind its id."""

MORE = "more"
"""What such a word stands for that is one only behind a name: status, score."""

VERSION = re.compile(r"\b(?:[vV](?:ersion)?[ .]*\d[\d.]*|\d\.\d+)")
"""The edition of what defines the levels."""

LONGEST = 3
"""So many words stand for a level at most: physical status classification."""


def words_of(words: str, lexicon: Lexicon) -> tuple[str, str]:
    """The name of a scale and the word for a level; each is empty where it does not stand there."""
    left = VERSION.sub("", words).replace(" / ", "/").split()
    whole = " ".join(left)
    if _named(whole, lexicon):
        # "WHO functional class" is a name; "WHO class" and "functional class" are none.
        return whole, left[-1]
    while left and (length := _owner(left, lexicon)):
        left = left[length:]
    rank = ""
    while left and (length := _rank(left, lexicon)):
        left, rank = left[:-length], " ".join(left[-length:])
    return " ".join(left), rank


def _owner(words: list[str], lexicon: Lexicon) -> int:
    """How many of the first words say whose levels they are: WHO, World Health Organization."""
    lengths = range(LONGEST, 0, -1)
    return next((n for n in lengths if lexicon.value(OWNER, " ".join(words[:n])) is not None), 0)


def _rank(words: list[str], lexicon: Lexicon) -> int:
    """How many of the last words are one for a level: grade, functional class."""
    lengths = range(LONGEST, 0, -1)
    return next((n for n in lengths if lexicon.value(RANK, " ".join(words[-n:])) is not None), 0)


def of_whom(words: str, lexicon: Lexicon) -> str:
    """What the owner of a level stands for; empty where none is named."""
    said = words.split()
    return lexicon.value(OWNER, " ".join(said[: _owner(said, lexicon)])) or ""


def is_name(words: str, lexicon: Lexicon) -> bool:
    """Whether words are the name of a scale, with or without a word for a level."""
    name, _ = words_of(words, lexicon)
    return _named(name, lexicon)


def _named(words: str, lexicon: Lexicon) -> bool:
    return any(lexicon.value(kind, words) is not None for kind in (SCALE, DIRECT))


def is_level(words: str, level: str, lexicon: Lexicon) -> bool:
    """Whether a text is a level of the scale that words name."""
    name, _ = words_of(words, lexicon)
    scale = lexicon.value(SCALE, name) or lexicon.value(DIRECT, name)
    return scale is not None and lexicon.value(RUNG, f"{scale} {level}") is not None


def names_scale(words: str, lexicon: Lexicon) -> bool | None:
    """Whether words before a level name their scale; ``None`` where they neither do nor are for a level."""
    name, rank = words_of(words, lexicon)
    if not name:
        return None if lexicon.value(RANK, rank) in {None, MORE} else False
    if lexicon.value(DIRECT, name) is not None:
        return True
    ranked = rank and lexicon.value(RANK, rank) is not None
    return True if ranked and lexicon.value(SCALE, name) is not None else None
