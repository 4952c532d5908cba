"""A document: its text exactly as given, and where its parts stand in it.

Every span counts characters of the document's ``source``; line ends and
Markdown escapes stay as they are.  What comes in for ``decode`` are the bytes
of a file; bytes that are no text are refused.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

import msgspec

from eligibility.core.errors import InputError
from eligibility.core.span import Span
from eligibility.knowledge.pages import FieldName

UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
"""The marks that text in UTF-16 begins with."""
UNSEEN = "\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\ufeff"
"""Signs that nobody sees: marks of direction, joiners, and a byte order mark within a text."""
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_LINE = re.compile(r"[^\r\n]+|\r\n|\r|\n")


class Field(msgspec.Struct, frozen=True):
    """A structured field of the registry: its value as written and where it stands."""

    name: FieldName
    text: str
    span: Span


class Document(msgspec.Struct, frozen=True):
    """A trial as it was given: ``source`` is its text, ``criteria`` the stretch that holds its criteria.

    The ``source`` of a page or a plain text is the whole file.  That of a record (JSON, XML), whose values
    do not stand in the file as they are meant, is its criteria text followed by the label and the value
    of each structured field, as a page would show them: those too have their place.

    ``trial`` and ``title`` are empty and ``last_updated`` is ``None`` where the file does not state them.
    ``text_hash`` is the SHA-256 of the bytes of the file, ``place`` the file's name for messages.
    """

    source: str
    trial: str
    title: str
    last_updated: str | None
    conditions: tuple[str, ...]
    criteria: Span
    fields: tuple[Field, ...]
    text_hash: str
    place: str = ""

    def field(self, name: FieldName) -> Field | None:
        """The structured field of that name, where the page has it."""
        return next((field for field in self.fields if field.name == name), None)


def decode(content: bytes, place: str) -> str:
    """The characters of a file in UTF-8, or in UTF-16 with its mark; the mark itself is no character.

    Raises: InputError when the file is empty or no text.
    """
    encoding = "utf-16" if content.startswith(UTF16) else "utf-8-sig"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        found = content[error.start : error.start + 1].hex()
        raise InputError(
            f"byte 0x{found} at position {error.start} is not {encoding.removesuffix('-sig').upper()} text; "
            "save the trial's registry page, record or criteria in UTF-8",
            place,
        ) from None
    if "\0" in text:
        raise InputError(
            f"a binary file (NUL character at position {text.index(chr(0))}); "
            "save the trial's registry page, record or criteria as text in UTF-8",
            place,
        )
    if not text.strip():
        raise InputError(
            "the file is empty; save the trial's registry page, record or criteria as text and give that",
            place,
        )
    return text


def trim(source: str, start: int, end: int) -> Span:
    """The stretch from ``start`` to ``end`` without white space at its ends."""
    words = source[start:end].strip()
    if not words:
        return Span(start, start)
    begin = start + source[start:end].index(words[0])
    return Span(begin, begin + len(words))


def lines(source: str, within: Span) -> Iterator[Span]:
    """The lines of a stretch without their line ends but with their spaces; a blank line is empty."""
    ended = True
    for match in _LINE.finditer(source, within.start, within.end):
        if match[0] not in ("\r\n", "\r", "\n"):
            yield Span(*match.span())
            ended = False
            continue
        if ended:
            yield Span(match.start(), match.start())
        ended = True


def extent(source: str, within: Span) -> Span | None:
    """From the first line with words in a stretch, its indentation included, to the last word; if any."""
    words = trim(source, within.start, within.end)
    if words.start == words.end:
        return None
    start = max(source.rfind(end, within.start, words.start) for end in "\r\n") + 1
    return Span(max(start, within.start), words.end)


def shown(source: str, span: Span) -> str:
    r"""The words at ``span`` as a reader would see them: no Markdown escapes, single spaces.

    >>> shown("between 1 and \\<18\n  years", Span(0, 26))
    'between 1 and <18 years'
    """
    words = span.of(source)
    return " ".join((_ESCAPE.sub(r"\1", words) if "\\" in words else words).split())
