"""Entries of a record that hold words of the text: of these alone a name is not denied.

"Cardiovascular disorder including a pacemaker": whoever has one has no condition
on record, and yet what the text names.  Whether an example counts by itself is
not said; so it shows nothing, but stands against a denial until a person looks.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from itertools import chain

from eligibility.bind.nodes import Present
from eligibility.evaluate.denial import refuted
from eligibility.evaluate.index import Index, Listed, evened
from eligibility.patient.record import Stated

_PLURAL = "s"
_SHORTEST = 3
"""A word has more letters than these before a plural is taken off."""


def exemplified(node: Present, index: Index) -> list[tuple[Listed | Stated, str]]:
    """The entries of all lists, and the statements, that an example of the node may be, each with it."""
    examples = [(name, _words(name)) for name in node.members if name]
    if not examples:
        return []
    by_text: list[Mapping[str, Sequence[Listed | Stated]]]
    by_text = [*(listing.by_text for listing in index.listings("any")), index.stated_text]
    found: list[tuple[Listed | Stated, str]] = []
    for text, facts in chain.from_iterable(texts.items() for texts in by_text):
        said = _words(text)
        name = next((name for name, words in examples if words <= said or said <= words), None)
        if name is not None:
            found += [(fact, name) for fact in facts if not _denied(fact)]
    return found


def naming(node: Present, index: Index) -> list[Listed]:
    """The conditions whose words hold those of what an allergy is asked for to: penicillin allergy."""
    words = _words(node.phrase)
    held = (facts for text, facts in index.conditions.by_text.items() if words <= _words(text))
    return [fact for facts in held for fact in facts if not refuted(fact)]


def _denied(fact: Listed | Stated) -> bool:
    return not fact.present if isinstance(fact, Stated) else refuted(fact)


@functools.lru_cache(maxsize=1 << 12)
def _words(text: str) -> frozenset[str]:
    """The words of a name, each without the end of a plural."""
    words = evened(text).replace("-", " ").split()
    return frozenset(word.removesuffix(_PLURAL) if len(word) > _SHORTEST else word for word in words)
