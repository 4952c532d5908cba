"""Reads one karyotype, one FISH result or the copy numbers of one array.

What comes in is a text and where the notation begins; what goes out is what it
spells and where it ends.  A text that is none is refused with the first
character that cannot stand where it stands.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import pyparsing as pp

from eligibility.core.errors import NotationError
from eligibility.core.span import Span
from eligibility.genomics.array_grammar import array
from eligibility.genomics.array_nodes import Array
from eligibility.genomics.fish_grammar import fish
from eligibility.genomics.fish_nodes import Fish
from eligibility.genomics.grammar import karyotype
from eligibility.genomics.nodes import Karyotype

LONGEST = 5000
"""A longer text is no karyotype."""

SIGNS = str.maketrans({
    "×": "x", "–": "-", "—": "-", "−": "-", "‐": "-", "‑": "-", "\u00a0": " ", "\u2009": " ", "\u202f": " ",
    "（": "(", "）": ")", "［": "[", "］": "]", "；": ";", "，": ",", "／": "/", "＋": "+", "～": "~",
    "∼": "~",     "’": "'", "′": "'", "‘": "'", "\t": " ", "\ufeff": " ", "\u200b": " ",
})  # fmt: skip
"""Signs as reports write them; one for one, so that places stay where they are."""


class Read(NamedTuple):
    """A notation, where it stands, and where each clone of a karyotype stands."""

    node: Karyotype | Fish | Array
    span: Span
    clones: tuple[Span, ...] = ()


def clean(text: str) -> str:
    """The text with one form of each sign; as long as before."""
    return text.translate(SIGNS)


def read_karyotype(text: str) -> Karyotype:
    """The karyotype that a text spells.

    Raises: NotationError with the first character that cannot stand where it stands.

    >>> len(read_karyotype("46,XX,t(4;11)(q21;q23)[12]/46,XX[8]").clones)
    2
    """
    found = karyotype_at(text, 0)
    _refuse_rest(text, found.span.end)
    if not isinstance(found.node, Karyotype):
        raise TypeError(found.node)
    return found.node


def read_fish(text: str) -> Fish:
    """The FISH result that a text spells.

    Raises: NotationError with the first character that cannot stand where it stands.
    """
    found = fish_at(text, 0)
    _refuse_rest(text, found.span.end)
    if not isinstance(found.node, Fish):
        raise TypeError(found.node)
    return found.node


def read_array(text: str) -> Array:
    """The copy numbers that a text spells.

    Raises: NotationError with the first character that cannot stand where it stands.
    """
    found = array_at(text, 0)
    _refuse_rest(text, found.span.end)
    if not isinstance(found.node, Array):
        raise TypeError(found.node)
    return found.node


def _refuse_rest(text: str, end: int) -> None:
    if text[end:].strip():
        raise NotationError("the end of the notation is expected here", text, _first_sign(text, end))


def karyotype_at(text: str, start: int) -> Read:
    """The karyotype that begins at a character.

    Raises: NotationError with its place in ``text``.
    """
    (tree, places), end = _scanned(karyotype(), text, start)
    ends = [*places[1:], end]
    spans = (Span(start + place, start + until) for place, until in zip(places, ends, strict=True))
    return Read(tree, Span(start, start + end), tuple(spans))


def fish_at(text: str, start: int) -> Read:
    """The FISH result that begins at a character.

    Raises: NotationError with its place in ``text``.
    """
    tree, end = _scanned(fish(), text, start)
    return Read(tree, Span(start, start + end))


def array_at(text: str, start: int) -> Read:
    """The copy numbers that begin at a character.

    Raises: NotationError with its place in ``text``.
    """
    tree, end = _scanned(array(), text, start)
    return Read(tree, Span(start, start + end))


def _scanned(grammar: pp.ParserElement, text: str, start: int) -> tuple[Any, int]:
    """What a grammar finds from a character on, and how many characters that took."""
    given = clean(text[start : start + LONGEST])
    try:
        found, end = grammar.parse_string(given)
    except pp.ParseBaseException as error:
        raise NotationError(f"{_said(error)} here", text, start + _first_sign(given, error.loc)) from None
    if end >= LONGEST:
        raise NotationError(f"a notation is shorter than {LONGEST} characters", text, start + end)
    return found, end


def _first_sign(given: str, place: int) -> int:
    """The first character from a place on that is no space."""
    rest = given[place:]
    return place + len(rest) - len(rest.lstrip())


def _said(error: pp.ParseBaseException) -> str:
    """What the grammar misses, in words."""
    message = error.msg
    if message.startswith("Expected "):
        wanted = message.removeprefix("Expected ").replace("{", "").replace("}", "").replace(" | ", " or ")
        return f"{wanted} is expected"
    return message
