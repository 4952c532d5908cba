"""Places in the source text.

A span counts characters of the document exactly as it was given, so that any
word of any verdict can be shown where it stands.
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec


class Span(msgspec.Struct, frozen=True, order=True, array_like=True, gc=False):
    """The characters ``start`` up to, not including, ``end`` of the source text.

    ``gc=False``, here and for other small frozen types: they hold nothing that could lead back to them, and
    the collector of cycles need not walk them.
    """

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"a span runs forward from 0: {self.start} to {self.end}")

    def of(self, source: str) -> str:
        """The words that stand here."""
        return source[self.start : self.end]

    def join(self, other: Span) -> Span:
        """The smallest span that holds both."""
        return Span(min(self.start, other.start), max(self.end, other.end))


NOWHERE = Span(0, 0)
"""The span of a node that no text produced."""


def hull(spans: Iterable[Span]) -> Span:
    """The smallest span that holds all of them; ``NOWHERE`` adds nothing."""
    start, end = -1, 0
    for span in spans:
        if span.end or span.start:
            start = span.start if start < 0 or span.start < start else start
            end = span.end if span.end > end else end
    return NOWHERE if start < 0 else Span(start, end)
