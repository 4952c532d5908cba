"""Which verdicts differ between two screenings of one candidate: of its record, and of the record moved."""

from __future__ import annotations

import msgspec

from eligibility.verdict.screening import Screening


class Moved(msgspec.Struct, frozen=True):
    """A row whose verdict, or whether its fail lasts, is another one; ``id`` is "overall" for the whole."""

    id: str
    before: str
    after: str


def moved(before: Screening, after: Screening) -> tuple[Moved, ...]:
    """The rows that differ, in the order of the trial, the whole last."""
    pairs = [
        (one.id, _said(one.verdict, one.standing), _said(other.verdict, other.standing))
        for one, other in zip(before.criteria, after.criteria, strict=True)
    ]
    pairs.append(("overall", _said(before.verdict, before.standing), _said(after.verdict, after.standing)))
    return tuple(Moved(name, one, other) for name, one, other in pairs if one != other)


def _said(verdict: str, standing: str | None) -> str:
    return verdict if standing is None else f"{verdict}, {standing}"
