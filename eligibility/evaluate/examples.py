"""Entries of a record that the text names as examples: of these alone a name is not denied.

"Cardiovascular disorder including a pacemaker": whoever has one has no condition
on record, and yet what the text names.  Whether an example counts by itself is
not said; so it shows nothing, but stands against a denial until a person looks.
"""

from __future__ import annotations

import functools

from eligibility.bind.nodes import Present
from eligibility.evaluate.denial import refuted
from eligibility.evaluate.index import Index, Listed, evened

_PLURAL = "s"
_SHORTEST = 3
"""A word has more letters than these before a plural is taken off."""


def exemplified(node: Present, index: Index) -> list[tuple[Listed, str]]:
    """The entries of all lists that an example of the node may be, each with the example."""
    examples = [(name, _words(name)) for name in node.members if name]
    found: list[tuple[Listed, str]] = []
    for listing in index.listings("any") if examples else ():
        for text, facts in listing.by_text.items():
            said = _words(text)
            name = next((name for name, words in examples if words <= said or said <= words), None)
            if name is not None:
                found += [(fact, name) for fact in facts if not refuted(fact)]
    return found


@functools.lru_cache(maxsize=1 << 12)
def _words(text: str) -> frozenset[str]:
    """The words of a name, each without the end of a plural."""
    words = evened(text).replace("-", " ").split()
    return frozenset(word.removesuffix(_PLURAL) if len(word) > _SHORTEST else word for word in words)
