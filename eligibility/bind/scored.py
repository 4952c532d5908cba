"""Brackets that say how a marker is scored: HER2-positive (IHC 3+ or ISH amplified).

What comes in is the bracket behind a marker with a result; what goes out is
whether it only repeats how laboratories call that result.  A bracket that calls
something else positive, such as 2+ without a test of the gene, is not taken.
"""

from __future__ import annotations

import re

from eligibility.bind.related import in_words
from eligibility.bind.scope import Scope
from eligibility.knowledge.concepts import Concept
from eligibility.syntax.nodes import Aside, Occurrence
from eligibility.syntax.terms import DENYING

TOKEN = re.compile(r"[a-z][a-z-]*|\d\+?")
SCORES = frozenset({"0", "1", "2", "3"})
EQUIVOCAL, GENE, TOGETHER = "2", "gene", "together"
"""A score that decides nothing by itself, a test of the gene, and a word that joins the two."""


def tells_the_score(node: Occurrence, concept: Concept | None, aside: Aside, scope: Scope) -> bool:
    """Whether a bracket says of a result what laboratories mean by it, and nothing more."""
    if concept is None or node.result is None:
        return False
    words = TOKEN.findall(in_words(aside.body, scope.knowledge.lexicon).lower())
    told = [scope.knowledge.vocabulary.read(f"score of {concept.id}", word) for word in words]
    if not told or None in told:
        return False
    said = set(told)
    wanted = {"0", "1"} if node.result in DENYING else {"3"}
    if EQUIVOCAL in said and not {GENE, TOGETHER} <= said:
        return False
    return bool(said & (wanted | {GENE})) and said & SCORES <= wanted | {EQUIVOCAL}
