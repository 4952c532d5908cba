"""The trace: the bound rule once more, each node with its truth on one candidate and why.

The trace is the explanation; nothing that decided is missing from it, and it
holds no rendered text beyond the words that its leaves need.
"""

from __future__ import annotations

import datetime as dt

import msgspec

from eligibility.bind.nodes import Bound
from eligibility.core.reasons import Reason
from eligibility.core.truth import Truth


class Evidence(msgspec.Struct, frozen=True):
    """A fact that a leaf rests on: what it is, value and unit as recorded, date, where it stands.

    ``provisional``: a preliminary result, which the final one may change.
    """

    fact: str
    value: str
    unit: str | None
    date: str | None
    source: str
    provisional: bool = False


class Trace(msgspec.Struct, frozen=True):
    """The outcome of one node.

    ``reasons``: why it is unknown; empty when decided.  ``notes``: what the reader should know of how
    it was decided (conversion, limit used, absolute threshold, margin; one short sentence each).
    ``flags``: conventions and doubtful readings that the verdict rests on.
    ``changes``: future days on which the outcome may change without any new fact.
    ``anchored``: an anchor that lies ahead was taken as today, with its planned day if there is one.
    ``curable``: a new measurement could change the outcome.
    ``applies``: whether the node has something to say of this candidate (UNKNOWN if that is not known).
    """

    node: Bound
    truth: Truth
    children: tuple[Trace, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    reasons: tuple[Reason, ...] = ()
    notes: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    changes: tuple[dt.date, ...] = ()
    anchored: tuple[tuple[str, dt.date | None], ...] = ()
    curable: bool = False
    applies: Truth = Truth.TRUE
