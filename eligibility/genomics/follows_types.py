"""What a result says of an alteration, whatever the technique."""

from __future__ import annotations

from typing import Literal, NamedTuple

Says = Literal["shows", "may", "rules out"]


class Follows(NamedTuple):
    """One alteration, as a concept id, and what a result says of it.

    ``seen``: the notation that says so, with a remark.  ``banded``: by bands alone, which no test of the
    genes has confirmed.  ``copy_loss``: it is the loss of a copy.
    """

    concept: str
    says: Says
    seen: str
    banded: bool = False
    copy_loss: bool = False


def strongest(told: list[Follows]) -> tuple[Follows, ...]:
    """For each concept the first of what says most of it."""
    order: dict[Says, int] = {"shows": 0, "may": 1, "rules out": 2}
    best: dict[str, Follows] = {}
    for one in told:
        if one.concept not in best or order[one.says] < order[best[one.concept].says]:
            best[one.concept] = one
    return tuple(best.values())
