"""Grounds what a test finds: by its name, by the notation of a rearrangement, by short names of markers.

"t(8;21)" names the fusion that a karyotype with it shows.  "ER", "PR" and "HR"
name receptors only where a result stands behind them; elsewhere they are other
words.
"""

from __future__ import annotations

import functools

import msgspec

from eligibility.bind.grounding import MOLECULAR, ground
from eligibility.bind.nodes import Bound
from eligibility.genomics.follows import fusion_named
from eligibility.knowledge.concepts import Concept
from eligibility.knowledge.load import Knowledge
from eligibility.syntax.nodes import Occurrence

RESULTS = frozenset({"positive", "negative"})


def of_alteration(concept: Concept | None, knowledge: Knowledge) -> Bound | None:
    """The rule of a disease that is named by an alteration, Ph+ ALL: the disease, and the alteration.

    So a result on the alteration is weighed against the name.
    """
    rows = knowledge.concepts.by_id
    if concept is None or not any(rows[one].kind in MOLECULAR for one in concept.is_a):
        return None
    rule = knowledge.definitions.of(concept.id)
    return None if rule is None else msgspec.convert(rule, Bound)


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
    if "(" in node.phrase.words and (fusion := _by_notation(node.phrase.words, knowledge)) is not None:
        return fusion
    return _behind_lead(node, knowledge) or _before_noun(node, knowledge)


def _before_noun(node: Occurrence, knowledge: Knowledge) -> Concept | None:
    """A fusion with nouns behind its name: "PML-RARA fusion gene"."""
    front, _, last = node.phrase.words.rpartition(" ")
    if not front or knowledge.vocabulary.read("molecular_noun", last) is None:
        return None
    shorter = msgspec.structs.replace(node.phrase, words=front)
    found = marked(msgspec.structs.replace(node, phrase=shorter), knowledge)
    return found if found is not None and found.kind == "fusion" else None


def _behind_lead(node: Occurrence, knowledge: Knowledge) -> Concept | None:
    """What a test finds behind words that say only that it was found: "documented evidence of BRAF V600E"."""
    words = node.phrase.words.split(" ")
    for length in (3, 2, 1):
        if len(words) > length and knowledge.vocabulary.read("molecular_lead", " ".join(words[:length])):
            rest = msgspec.structs.replace(node.phrase, words=" ".join(words[length:]))
            found = marked(msgspec.structs.replace(node, phrase=rest), knowledge)
            return found if found is not None and found.kind in MOLECULAR else None
    return None


@functools.lru_cache(maxsize=1024)
def _by_notation(words: str, knowledge: Knowledge) -> Concept | None:
    fusion = fusion_named(words, knowledge.alterations)
    return None if fusion is None else knowledge.concepts.by_id[fusion]
