"""Grounds what a record says twice: in words and by a code.

What comes in is the concept of the words and the code; what goes out is the
concept that the two give together, or what to say where they contradict each
other: then the entry names nothing, and decides nothing.
"""

from __future__ import annotations

import msgspec

from eligibility.knowledge.concepts import Concept, Relation
from eligibility.patient.profile import Code
from eligibility.patient.spots import shown
from eligibility.patient.terms import Terms


class Meant(msgspec.Struct, frozen=True):
    """What an entry names.

    ``beyond``: its code says more than the concept, such as type 2 diabetes with a complication.
    ``clash``: what to tell where words and code name two things; ``concept`` is then ``None``.
    """

    concept: str | None
    beyond: bool = False
    clash: str = ""


def meant(words: Concept | None, code: Code | None, kinds: frozenset[str], told: Terms) -> Meant:
    """What words and code name together; a code without a row, or of another kind, leaves it to the words."""
    plain = Meant(None if words is None else words.id)
    concepts = told.knowledge.concepts
    found = None if code is None else concepts.coded(code.system, code.code)
    if code is None or found is None or concepts.by_id[found.concept].kind not in kinds:
        return plain
    if words is None or concepts.relation(found.concept, words.id) is Relation.IS:
        return Meant(found.concept, not found.whole)
    back = concepts.relation(words.id, found.concept)
    if back is Relation.IS:
        return Meant(words.id, not found.whole)
    if back is Relation.MAY and not found.whole:
        # "Ketoacidosis" with the code of type 2 diabetes with ketoacidosis.
        return Meant(found.concept, beyond=True)
    name = concepts.by_id[found.concept].name
    return Meant(None, clash=f"{shown(code.code)} is {name}, the text {words.name}; neither is used")
