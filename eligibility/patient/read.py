"""Reads profiles from bytes, strictly.

What comes in is a file of one profile, or of one a line; what goes out are
profiles.  Unknown fields, keys given twice, numbers that are none, dates that do
not exist and identifiers of a person are refused with the path to the spot.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from eligibility.core.errors import InputError
from eligibility.patient.check import check
from eligibility.patient.profile import Profile
from eligibility.patient.refusal import refusal
from eligibility.patient.strict_json import parse

ENCODING = "utf-8-sig"
"""UTF-8, with or without the mark at the beginning that some editors write."""

WIDE = {b"\xff\xfe\0\0": "UTF-32", b"\0\0\xfe\xff": "UTF-32", b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16"}
"""The marks at the beginning of texts in other encodings, longest first."""

LONGEST = 10_000_000
"""Characters of one profile.  No record of facts is longer; a file of many may be."""


def read_profiles(content: bytes, place: str) -> Iterator[Profile | InputError]:
    """Each candidate of a file: its profile, or the error that keeps it from being read.

    An error with one candidate does not keep the others from being read; an id given twice is an
    error for the second.
    """
    try:
        parts = _parts(_decode(content, place), place)
    except InputError as error:
        yield error
        return
    seen: dict[str, str] = {}
    for text, where in parts:
        found = _attempt(text, where)
        if isinstance(found, Profile) and seen.setdefault(found.id, where) != where:
            message = f"candidate '{found.id}' stands already at {seen[found.id]}; give each its own id"
            yield InputError(message, f"{where}: id")
        else:
            yield found


def read_profile(content: bytes, place: str) -> Profile:
    """The one profile of a file.

    Raises: InputError when it cannot be read, or there are several.
    """
    first, *others = read_profiles(content, place)
    if isinstance(first, InputError):
        raise first
    if others:
        raise InputError(f"{1 + len(others)} candidates, where one is needed; give a file with one", place)
    return first


def _decode(content: bytes, place: str) -> str:
    """The text of a file; bytes that are no UTF-8 stay in it as half characters, told line by line."""
    wide = next((name for mark, name in WIDE.items() if content.startswith(mark)), None)
    if wide is not None:
        raise InputError(f"the file is text in {wide}; save the profile as JSON in UTF-8", place)
    text = content.decode(ENCODING, "surrogateescape")
    if not text.strip():
        raise InputError("the file is empty; a profile is a JSON object with at least an 'id'", place)
    return text


def _plain(text: str, place: str) -> None:
    """Refuses what is no text."""
    try:
        content = text.encode("utf-8", "surrogateescape")
        content.decode()
    except UnicodeDecodeError as error:
        message = f"byte {error.start} is not UTF-8 text; save the profile as JSON in UTF-8"
        raise InputError(message, place) from None
    if "\0" in text:
        message = (
            f"byte {content.index(0)} is zero, which no UTF-8 text holds; save the profile as JSON in UTF-8"
        )
        raise InputError(message, place)
    if len(text) > LONGEST:
        message = f"{len(text):,} characters are more than the {LONGEST:,} that a profile may have"
        raise InputError(f"{message}; leave out what is no dated fact", place)


def _parts(text: str, place: str) -> list[tuple[str, str]]:
    """The texts of the candidates and where each stands: the lines of JSON Lines, else the whole file.

    Lines hold candidates if the first is an object by itself, or another one is
    an object with an id, which no part of a profile over several lines has.  A
    file in square brackets is a list as a whole.
    """
    lines = [(number, part) for number, part in enumerate(text.split("\n"), 1) if part.strip()]
    listed = text.lstrip().startswith("[") and text.rstrip().endswith("]")
    if len(lines) == 1 or listed:
        return [(text, place)]
    if _fields(lines[0][1]) is None and not any("id" in (_fields(part) or ()) for _, part in lines):
        return [(text, place)]
    return [(part, f"{place}:{number}") for number, part in lines]


def _fields(part: str) -> dict[str, msgspec.Raw] | None:
    """The fields of a line that is an object by itself."""
    if not part.startswith("{") or not part.rstrip().endswith("}"):
        return None
    try:
        return msgspec.json.decode(part, type=dict[str, msgspec.Raw])
    except (msgspec.DecodeError, RecursionError, UnicodeEncodeError):
        return None


def _attempt(text: str, place: str) -> Profile | InputError:
    try:
        return _read(text, place)
    except InputError as error:
        return error


def _read(text: str, place: str) -> Profile:
    """The profile of one JSON text."""
    _plain(text, place)
    value = parse(text, place)
    try:
        profile = msgspec.json.decode(text, type=Profile)
    except msgspec.ValidationError as error:
        found = refusal(value)
        if found is None:
            raise InputError(f"not a profile: {error}", place) from None
        path, message = found
        raise InputError(message, f"{place}: {path}" if path else place) from None
    except (msgspec.DecodeError, RecursionError) as error:
        raise InputError(f"not JSON that can be read: {error}", place) from None
    check(profile, place)
    return profile
