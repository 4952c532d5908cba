"""What a few words are where they stand alone: the kinds of their lexemes.

What comes in are words; what goes out is the kind-string that they read back as,
or whether it has a pattern.
"""

from __future__ import annotations

import re
from functools import lru_cache

from eligibility.core.span import Span
from eligibility.knowledge.lexicon import UNLISTED, Lexicon
from eligibility.syntax.grammar.clause import LINKING
from eligibility.syntax.levels import levelled
from eligibility.syntax.lexemes import KINDS, kinds
from eligibility.syntax.lexer import lex
from eligibility.syntax.linking import linked, linking_words

LONGEST_KEPT = 200
"""Words of more characters do not come again; their kinds are not kept."""


def kinds_alone(words: str, lexicon: Lexicon) -> str:
    """The kinds of the lexemes in a few words, fillers left out."""
    return _kept(words, lexicon) if len(words) <= LONGEST_KEPT else _kinds(words, lexicon)


def _kinds(words: str, lexicon: Lexicon) -> str:
    if (count := _unlisted(words, lexicon)) is not None:
        return KINDS["word"] * count
    lexemes = levelled(lex(words, Span(0, len(words)), lexicon), lexicon)
    return kinds(linked(tuple(one for one in lexemes if one.kind != "filler"), lexicon))


def _unlisted(words: str, lexicon: Lexicon) -> int | None:
    """How many words stand there, if each is of small letters and stands for nothing in the lexicon."""
    count = place = 0
    while place < len(words):
        found = lexicon.word(words, place)
        if found is None or found[1] is not UNLISTED or words[place : found[0]] in linking_words(lexicon):
            return None
        count, place = count + 1, found[0] + 1
        if words[place - 1 : place] not in ("", " "):
            return None
    return count


_kept = lru_cache(maxsize=8192)(_kinds)


def matches(pattern: re.Pattern[str], words: str, lexicon: Lexicon) -> bool:
    """Whether the kinds of the words are somewhere as a pattern says."""
    return pattern.search(kinds_alone(words, lexicon)) is not None


def links(words: str, lexicon: Lexicon) -> bool:
    """Whether a preposition, outside brackets, stands in the words."""
    said, inner = kinds_alone(words, lexicon), 1
    while inner:
        said, inner = _INNERMOST.subn("0", said)
    return LINKING.search(said) is not None


_INNERMOST = re.compile(r"\([^()]*\)")
