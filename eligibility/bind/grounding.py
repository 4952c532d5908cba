"""Grounds phrases: which concept a run of words names, or which concepts it strings together.

What comes in is a phrase; what goes out is a concept, a sequence of concepts
that uses up every word, or nothing.  Nothing is matched by similarity.
"""

from __future__ import annotations

import functools

import msgspec

from eligibility.knowledge.concepts import STATES, Concept
from eligibility.knowledge.load import Knowledge
from eligibility.knowledge.wording import LONGEST_KEPT, even

MOLECULAR = frozenset({"fusion", "gene", "mutation", "ploidy", "chromosome", "antigen"})
THERAPY = frozenset({"drug", "drug_class", "procedure"})

OF_THEIR_OWN = MOLECULAR | THERAPY | {"condition", "disease_state"}
"""Kinds that a candidate can have by themselves; a site or a method needs a head word."""


NO_FACTS = frozenset({"anchor", "specimen", "method"})
"""Kinds that are nothing a candidate has or is given: screening, arterial blood, echocardiography."""


SITE = "site"
"""The kind of a part of the body, which is no finding by itself."""


class Segment(msgspec.Struct, frozen=True):
    """A part of a phrase: a concept, or a term that the item itself defines (``concept`` is ``None``)."""

    words: str
    concept: Concept | None


def ground(phrase: str, knowledge: Knowledge) -> Concept | None:
    """The concept that a phrase names, as it stands or without a closing noun such as "use", "therapy".

    Behind a disease such a noun is no filler: who had asthma therapy is not who has asthma.
    """
    return _kept(phrase, knowledge) if len(phrase) <= LONGEST_KEPT else _grounded(phrase, knowledge)


def _grounded(phrase: str, knowledge: Knowledge) -> Concept | None:
    if knowledge.lexicon.names_nothing(phrase):
        return None
    words = phrase.split(" ")
    nouns: set[str] = set()
    while words:
        found = knowledge.concepts.named(" ".join(words))
        if found is not None:
            return None if found.kind in STATES and "treatment" in nouns else found
        noun = knowledge.lexicon.value("noun", words[-1])
        if noun is None:
            break
        nouns.add(noun)
        words = words[:-1]
    return None if nouns else _disease(phrase, knowledge)


def _disease(phrase: str, knowledge: Knowledge) -> Concept | None:
    """The disease that is named with another word for one: hepatic illness, cardiac pathology."""
    front, _, last = phrase.rpartition(" ")
    word = knowledge.lexicon.value("disease_word", last) if front else None
    found = knowledge.concepts.named(f"{front} {word}") if word else None
    return found if found is not None and found.kind in STATES else None


_kept = functools.lru_cache(maxsize=8192)(_grounded)
"""What was grounded last: a phrase is asked for several times where it is bound."""


def segments(phrase: str, defined: frozenset[str], knowledge: Knowledge) -> tuple[Segment, ...] | None:
    """The concepts that a phrase strings together, longest first; ``None`` unless every word is used.

    ``defined`` are the words that the item itself defines, such as "HR".
    """
    words = phrase.split(" ")
    found: list[Segment] = []
    start = 0
    while start < len(words):
        for end in range(len(words), start, -1):
            part = " ".join(words[start:end])
            concept = knowledge.concepts.named(part)
            if concept is not None or (end == start + 1 and even(part) in defined):
                found.append(Segment(part, concept))
                start = end
                break
        else:
            return None
    kinds = [part.concept.kind in THERAPY for part in found if part.concept is not None]
    # "Glaucoma surgery" is one thing, and not glaucoma and any surgery; so are "anthracycline antibiotics".
    return None if len(set(kinds)) > 1 or kinds.count(True) > 1 else tuple(found)
