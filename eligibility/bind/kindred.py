"""Illnesses of a kind: whom "patients with Crohn's disease and ulcerative colitis" lets in.

What comes in are bound names; what goes out is whether a candidate would
rather have one of them than all.
"""

from __future__ import annotations

from collections.abc import Sequence

from eligibility.bind.nodes import Bound, Present
from eligibility.bind.scope import Scope

MANY = 3
"""So many illnesses in one list are rather those that a trial is open to."""


def kindred(bound: Sequence[Bound], scope: Scope) -> bool:
    """Whether all are known illnesses, many, of one class, or such as only one sex has."""
    named = [one for one in bound if isinstance(one, Present) and one.kind == "condition"]
    known = [scope.knowledge.concepts.by_id[one.concept] for one in named if one.concept is not None]
    if len(known) < len(bound) or any(one.kind != "condition" for one in known):
        return False
    classes = frozenset.intersection(*(frozenset(one.is_a) for one in known))
    of_one_sex = len({one.sex for one in known}) == 1 and known[0].sex
    return len(known) >= MANY or bool(classes) or bool(of_one_sex)
