"""Why something is unknown: a closed list of kinds, and what would settle it."""

from __future__ import annotations

from typing import Literal

import msgspec

ReasonKind = Literal[
    "missing",
    "stale",
    "conflicting",
    "ambiguous_text",
    "unparsed_text",
    "unread_record",
    "formula",
    "judgement",
    "unit",
    "imprecise",
    "not_yet",
]


class Reason(msgspec.Struct, frozen=True):
    """One thing that keeps a statement unknown.

    ``detail`` says what is not known; ``settles`` what would settle it;
    ``concept`` and ``unit`` name the fact asked for, where there is one.
    """

    kind: ReasonKind
    detail: str
    settles: str
    concept: str = ""
    unit: str = ""
