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
    try:
        text = content.decode(ENCODING)
    except UnicodeDecodeError as error:
        message = f"byte {error.start} is not UTF-8 text; save the profile as JSON in UTF-8"
        raise InputError(message, place) from None
    if not text.strip():
        raise InputError("the file is empty; a profile is a JSON object with at least an 'id'", place)
    return text


def _parts(text: str, place: str) -> list[tuple[str, str]]:
    """The texts of the candidates and where each stands: the lines of JSON Lines, else the whole file.

    Lines hold candidates if one of them, not indented, is an object by itself: no line of an
    indented profile is.
    """
    lines = [(number, line) for number, line in enumerate(text.split("\n"), 1) if line.strip()]
    if len(lines) > 1 and any(_is_object(line) for _, line in lines):
        return [(line, f"{place}:{number}") for number, line in lines]
    return [(text, place)]


def _is_object(line: str) -> bool:
    if not line.startswith("{") or not line.rstrip().endswith("}"):
        return False
    try:
        msgspec.json.decode(line, type=dict[str, msgspec.Raw])
    except (msgspec.DecodeError, RecursionError):
        return False
    return True


def _attempt(text: str, place: str) -> Profile | InputError:
    try:
        return _read(text, place)
    except InputError as error:
        return error


def _read(text: str, place: str) -> Profile:
    """The profile of one JSON text."""
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
