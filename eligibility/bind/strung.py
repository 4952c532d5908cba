"""Names that stand one behind another with no word between them: first relapse, BCP ALL.

What comes in is an occurrence with the concepts that its phrase strings
together; what goes out asks for all of them.  Two illnesses with nothing
between them may be two items whose sign was lost.
"""

from __future__ import annotations

import msgspec

from eligibility.bind.grounding import Segment
from eligibility.bind.nodes import All, Any, Bound, Note, Readings
from eligibility.bind.scope import BindClause, Scope
from eligibility.syntax.nodes import Occurrence

ILLNESS = "condition"
"""The kind of concept of which a candidate has one beside another."""

STRUNG = "names with no word between them: whether both are asked for, or one, is not said"


def strung(node: Occurrence, parts: tuple[Segment, ...], scope: Scope, bind: BindClause) -> Bound:
    """What a phrase of several names asks for.

    The words before it speak of its first concept, those after it of the whole.
    """
    first = next(index for index, part in enumerate(parts) if part.concept)
    bound: list[Bound] = []
    for index, part in enumerate(parts):
        phrase = msgspec.structs.replace(node.phrase, words=part.words)
        if part.concept is None:
            bound.append(Note(text=part.words, why="defined in this item", span=node.span))
        elif index == first:
            bound.append(bind(msgspec.structs.replace(node, phrase=phrase), scope))
        else:
            bound.append(bind(Occurrence(phrase=phrase, times=node.times, span=node.span), scope))
    each = tuple(bound)
    illnesses = [part for part in parts if part.concept is not None and part.concept.kind == ILLNESS]
    if len(illnesses) == 1 or not illnesses:
        return All(operands=each, span=node.span)
    ways = (All(operands=each, span=node.span), Any(operands=each, span=node.span))
    return Readings(operands=ways, why=STRUNG, span=node.span)
