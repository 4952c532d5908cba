"""Reads the sign that begins an item of a list: a number, a letter, a bullet.

What comes in is a line; what goes out is what its first characters could be a
marker of.  Whether they are one depends on the lines around (``18. `` may end
a sentence), and the outline decides that.
"""

from __future__ import annotations

import re

import msgspec

from eligibility.core.span import Span
from eligibility.text.source import UNSEEN

TAB = 4
_BULLETS = r"*\-•‣·∙●○◦▪▫■✓➢►❖\uf0b7\uf0a7\uf0d8\uf076–—−"
"""Signs that begin an item; those of a private area are the bullets of word processors."""

_DASHES = frozenset("-–—−")
_SECOND = rf"(?:\s+[{_BULLETS}](?=\s))*(?:\s+\(?\d{{1,3}}[.)](?=\s))?"
_BULLET = re.compile(rf"[{UNSEEN}]*([*\-–—−](?=\s|\Z|[^\W\d_])|[{_BULLETS[3:]}]){_SECOND}")
_AGAIN = r"(?:\s+(?(1)\()\2\\?\3(?=\s))?"
"""The same sign once more, as in "1. 1. Adults"."""
_ORDINAL = re.compile(
    rf"[{UNSEEN}]*(\()?([0-9]{{1,3}}|[a-z]|[ivx]{{2,5}})\\?([.)]){_AGAIN}(?=\s|\Z|[^\W\d_])"
)
_LABELLED = re.compile(rf"[{UNSEEN}]*([A-Z]-)([0-9]{{1,2}})\\?([.)])(?=\s|\Z)")
"""A number with the letter of its section: E-1."""
_BARE = re.compile(rf"[{UNSEEN}]*" r"([0-9]{1,3})(?=[ \t]+[^\W\d_])")
_ALONE = re.compile(rf"[{UNSEEN}\s]*\(?(?:[0-9]{{1,3}}|[a-z]|[ivx]{{2,5}})\\?[.)]\s*")
"""A second sign with nothing behind it: no words of a criterion."""
_ROMAN = {"i": 1, "v": 5, "x": 10}


class Reading(msgspec.Struct, frozen=True):
    """One way to read a marker: its family (bullet, number, letter, roman) and its place in the count."""

    family: str
    count: int


BULLET = Reading("bullet", 0)


class Marker(msgspec.Struct, frozen=True):
    """The sign at the start of a line; ``style`` tells lists apart, ``text`` is where the words begin.

    ``style`` is the bullet's sign, or the punctuation around an ordinal, empty for a number without a dot.
    ``readings`` are more than one for ``i)``, a letter or a numeral.
    """

    span: Span
    style: str
    readings: tuple[Reading, ...]
    text: int

    @property
    def bare(self) -> bool:
        """Whether it is a number without dot or bracket."""
        return not self.style


def read_marker(source: str, line: Span) -> Marker | None:
    """What the start of a line, given without its white space, could be a marker of."""
    bullet = _BULLET.match(source, line.start, line.end)
    if bullet is not None:
        sign = bullet[1]
        if bullet.end(1) == line.end or not _glued_word(source, bullet.end(1)):
            return _marker(source, line, bullet.end(), "-" if sign in _DASHES else sign, (BULLET,))
        return None
    ordinal = _ORDINAL.match(source, line.start, line.end)
    if ordinal is not None and bool(ordinal[1]) <= (ordinal[3] == ")"):
        glued = _glued_word(source, ordinal.end()) if ordinal.end() < line.end else False
        if not glued or (ordinal[2].isdigit() and ordinal[3] == ")"):
            style = (ordinal[1] or "") + ordinal[3]
            return _marker(source, line, ordinal.end(), style, _readings(ordinal[2]))
        return None
    labelled = _LABELLED.match(source, line.start, line.end)
    if labelled is not None:
        return _marker(source, line, labelled.end(), labelled[1] + labelled[3], _readings(labelled[2]))
    bare = _BARE.match(source, line.start, line.end)
    if bare is not None and _starts_an_item(source, bare.end(), line.end):
        return _marker(source, line, bare.end(), "", _readings(bare[1]))
    return None


def indent_of(source: str, line: Span, words: Span) -> int:
    """The column at which a line's words begin; a tab reaches the next multiple of four."""
    return len(source[line.start : words.start].expandtabs(TAB))


def _marker(source: str, line: Span, end: int, style: str, readings: tuple[Reading, ...]) -> Marker:
    if _ALONE.fullmatch(source, end, line.end):
        end = line.end
    rest = source[end : line.end]
    return Marker(Span(line.start, end), style, readings, line.end - len(rest.lstrip()))


def _glued_word(source: str, place: int) -> bool:
    """Whether a word that does not begin like a sentence stands right behind the sign: ``-resistant``."""
    return not source[place].isspace() and not source[place].isupper()


def _starts_an_item(source: str, place: int, end: int) -> bool:
    """Whether words begin like a sentence, not like a unit: ``Participants``, not ``U/L`` or ``months``."""
    words = source[place : min(end, place + 80)].lstrip()
    return words[0].isupper() and (len(words) == 1 or words[1].islower() or words[1].isspace())


def _readings(written: str) -> tuple[Reading, ...]:
    if written.isdigit():
        return (Reading("number", int(written)),)
    found = []
    if len(written) == 1:
        found.append(Reading("letter", ord(written) - ord("a") + 1))
    if set(written) <= set(_ROMAN):
        found.append(Reading("roman", _roman(written)))
    return tuple(found)


def _roman(written: str) -> int:
    values = [_ROMAN[sign] for sign in written]
    pairs = zip(values, [*values[1:], 0], strict=True)
    return sum(-value if value < after else value for value, after in pairs)
