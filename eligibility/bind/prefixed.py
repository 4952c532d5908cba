"""Words with their denial in them: nonpregnant, non-lactating.

What comes in is an occurrence; what goes out is what it denies.  Only a single
word is read so, and only where the rest of it names something known: of what a
longer name denies, such as "non-smoking-related cancer", it is not sure.
"""

from __future__ import annotations

import msgspec

from eligibility.bind.grounding import ground
from eligibility.bind.scope import Scope
from eligibility.syntax.nodes import Occurrence

DENYING_PREFIX = "denying_prefix"
"""The kind of a prefix that denies the word behind it."""


def denied_by_prefix(node: Occurrence, scope: Scope) -> Occurrence | None:
    """What an occurrence denies by its prefix; ``None`` where it denies nothing known, or says more."""
    words = node.phrase.words
    if " " in words or node.result or node.verb or node.carrier or ground(words, scope.knowledge) is not None:
        return None
    for prefix in scope.knowledge.lexicon.wordings(DENYING_PREFIX):
        rest = words[len(prefix) :]
        if words.lower().startswith(prefix) and rest and ground(rest, scope.knowledge) is not None:
            phrase = msgspec.structs.replace(node.phrase, words=rest)
            return msgspec.structs.replace(node, phrase=phrase)
    return None
