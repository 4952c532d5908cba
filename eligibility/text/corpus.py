"""Reads a corpus: many texts of criteria in one file.

What comes in are the bytes of a file with a JSON object on each line; what goes
out are its lines.  A line without ``nct`` and ``text`` is refused with its place.
"""

from __future__ import annotations

import codecs

import msgspec

from eligibility.core.errors import InputError
from eligibility.text.source import UTF16


class Line(msgspec.Struct, frozen=True):
    """One line of a corpus; other keys are ignored."""

    nct: str
    text: str


_DECODER = msgspec.json.Decoder(Line)


def read_lines(content: bytes, place: str) -> list[Line]:
    """The lines of a corpus: JSON objects with ``nct`` and ``text``, in UTF-8 or in UTF-16 with its mark.

    Raises: InputError with the line that is none.
    """
    found: list[Line] = []
    for number, line in enumerate(_in_utf8(content, place).splitlines(), start=1):
        if not line.strip():
            continue
        try:
            found.append(_DECODER.decode(line))
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            said = "nested too deep" if isinstance(error, RecursionError) else error
            raise InputError(
                f"{said}; a line of a corpus is a JSON object with 'nct' and 'text' "
                "(for the table of one trial leave out --constraints and --atoms)",
                f"{place}:{number}",
            ) from None
    if not found:
        raise InputError("the file holds no line; give JSON Lines with 'nct' and 'text'", place)
    return found


def refuse_corpus(text: str | bytes, place: str) -> None:
    """Pass over what is no corpus, so that a trial is read where a trial is wanted.

    Raises: InputError when the first line is one of a corpus.
    """
    first = text.lstrip()[:1]
    if first not in ("{", b"{"):
        return
    written = text.encode("utf-8", "replace") if isinstance(text, str) else text
    lines = [line for line in written.splitlines() if line.strip()]
    try:
        _DECODER.decode(lines[0])
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return
    count = "one line" if len(lines) == 1 else f"{len(lines)} lines"
    raise InputError(
        f"a corpus ({count} of JSON with 'nct' and 'text'), where one trial is needed; 'eligibility extract' "
        "reads it with --constraints OUT, --atoms OUT or both; or give the text of one trial by itself",
        place,
    )


def _in_utf8(content: bytes, place: str) -> bytes:
    if not content.startswith(UTF16):
        return content.removeprefix(codecs.BOM_UTF8)
    try:
        return content.decode("utf-16").encode()
    except UnicodeError as error:
        raise InputError(f"begins as UTF-16 text and is none ({error}); save it in UTF-8", place) from None
