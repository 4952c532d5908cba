"""What a phrase without a row in the rules is surely a kind of: a severe infection is an infection.

What comes in is an occurrence whose phrase names nothing known; what goes out
is the same with the wider name, if the words before or behind that only narrow
it.  Who has nothing of the wider kind has nothing of the narrower.
"""

from __future__ import annotations

import msgspec

from eligibility.bind.grounding import MOLECULAR, OF_THEIR_OWN, ground
from eligibility.knowledge.concepts import Concept
from eligibility.knowledge.lexicon import Lexicon
from eligibility.knowledge.load import Knowledge
from eligibility.syntax.nodes import Occurrence
from eligibility.syntax.terms import HISTORY

NARROWING, DEGREE = "narrowing", "degree"
"""The kinds of words that only narrow a name, behind and before it: due to, requiring; severe, recent."""

LONGEST = 4
"""So many words are one that narrows, at most."""


def wider(node: Occurrence, knowledge: Knowledge) -> tuple[Occurrence, Concept] | None:
    """The occurrence of the wider kind, at any time, with its concept; ``None`` where none is known.

    A result or a place in a sequence may be of the narrower alone, so that nothing is known there.
    """
    if node.result is not None or node.ordinal is not None or node.control is not None:
        return None
    named = kind_named(node.phrase.words.split(" "), knowledge)
    if named is None:
        return None
    words, concept = named
    dated = node.times or node.statuses
    return Occurrence(
        phrase=msgspec.structs.replace(node.phrase, words=words),
        statuses=(HISTORY,) if dated else (), carrier=node.carrier, span=node.span,
    ), concept  # fmt: skip


def degree(words: list[str], lexicon: Lexicon) -> int:
    """How many words of degree a name begins with: one for "severe asthma"."""
    if not words or words[0].lower() not in lexicon.first_words(DEGREE):
        return 0
    for length in range(min(LONGEST, len(words)), 0, -1):
        if lexicon.value(DEGREE, " ".join(words[:length])) is not None:
            return length
    return 0


def kind_named(words: list[str], knowledge: Knowledge) -> tuple[str, Concept] | None:
    """The known name that is left without the words that only narrow it."""
    lexicon = knowledge.lexicon
    start, end = 0, _before_narrowing(words, knowledge)
    while start < end:
        length = degree(words[start:end], lexicon)
        if not length:
            break
        start += length
    if (start, end) == (0, len(words)):
        return None
    name = " ".join(words[start:end])
    concept = ground(name, knowledge) if name else None
    if concept is None or concept.kind not in OF_THEIR_OWN or concept.kind in MOLECULAR:
        return None
    return name, concept


def _before_narrowing(words: list[str], knowledge: Knowledge) -> int:
    """Where the first wording begins that narrows the words before it; all of them where none does."""
    begins = knowledge.lexicon.first_words(NARROWING)
    for start in (at for at in range(1, len(words)) if words[at].lower() in begins):
        for end in range(min(len(words), start + LONGEST), start, -1):
            if knowledge.lexicon.value(NARROWING, " ".join(words[start:end])) is not None:
                return start
    return len(words)
