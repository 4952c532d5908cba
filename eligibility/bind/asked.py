"""Statements that only a person can answer, as nodes of their own.

What comes in is a statement of the syntax tree; what goes out is a node that
is unknown until someone answers it.  One that stands under the heading of the
other kind is ambiguous: "able to swallow" among the exclusions.
"""

from __future__ import annotations

from eligibility.bind.nodes import Ability, Bound, Consent, Judgement
from eligibility.bind.scope import Scope
from eligibility.syntax.nodes import Asked

ABLE = "a consent or an ability under an exclusion heading: it may exclude those who have it, or lack it"
UNABLE = "an inability or a hindrance under an inclusion heading: it may ask for it, or for its absence"


def bind_asked(clause: Asked) -> Bound:
    """What is true when someone says so."""
    match clause.kind:
        case "ability":
            return Ability(text=clause.words, span=clause.span)
        case "consent":
            return Consent(text=clause.words, span=clause.span)
        case "judgement":
            return Judgement(text=clause.words, span=clause.span)


def turned(clause: Asked, scope: Scope) -> str:
    """Why a statement stands under the wrong heading, empty if it does not."""
    if scope.kind == "exclusion" and clause.wants == "able":
        return ABLE
    return UNABLE if scope.kind == "inclusion" and clause.wants == "unable" else ""
