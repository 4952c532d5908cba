"""Grounds what a test finds: by its name, by the notation of a rearrangement, by short names of markers.

"t(8;21)" names the fusion that a karyotype with it shows.  "ER", "PR" and "HR"
name receptors only where a result stands behind them; elsewhere they are other
words.
"""

from __future__ import annotations

import functools

import msgspec

from eligibility.bind.grounding import MOLECULAR, ground
from eligibility.genomics.follows import fusion_named
from eligibility.knowledge.concepts import Concept
from eligibility.knowledge.load import Knowledge
from eligibility.syntax.nodes import Occurrence

RESULTS = frozenset({"positive", "negative"})


PLUS = "+"
"""Behind the name of a marker: positive."""


def with_sign(node: Occurrence, knowledge: Knowledge) -> Occurrence:
    """An occurrence with the plus behind the name of a marker as its result: "CD20+ lymphoma"."""
    first, _, rest = node.phrase.words.partition(" ")
    if node.result is not None or node.verb is not None or not first.endswith(PLUS):
        return node
    if ground(node.phrase.words, knowledge) is not None:
        return node
    plain = msgspec.structs.replace(
        node,
        phrase=msgspec.structs.replace(node.phrase, words=first.rstrip(PLUS)),
        result="positive",
        bearer=msgspec.structs.replace(node.phrase, words=rest) if rest else None,
    )
    found = marked(plain, knowledge) if plain.phrase.words else None
    return node if found is None or found.kind not in MOLECULAR else plain


def marked(node: Occurrence, knowledge: Knowledge) -> Concept | None:
    """The concept that the phrase of an occurrence names, with its result."""
    found = ground(node.phrase.words, knowledge)
    if found is not None:
        return found
    if node.result in RESULTS:
        marker = knowledge.vocabulary.read("marker", node.phrase.words)
        if marker is not None:
            return knowledge.concepts.by_id[marker]
    return _by_notation(node.phrase.words, knowledge) if "(" in node.phrase.words else None


@functools.lru_cache(maxsize=1024)
def _by_notation(words: str, knowledge: Knowledge) -> Concept | None:
    fusion = fusion_named(words, knowledge.alterations)
    return None if fusion is None else knowledge.concepts.by_id[fusion]
