"""Reads JSON more strictly than the language asks for.

What comes in is a text; what goes out is its JSON value.  A key given twice in
one object (decoders keep the last and say nothing), NaN or Infinity and half a
character are refused with the path to the spot; broken text with its line and
column.  What stands inside a field that names a person is never shown.
"""

from __future__ import annotations

import json
import re

from eligibility.core.errors import InputError
from eligibility.patient.spots import Key, line, path_of, person, shown, walk, within_person

_HALF = re.compile("[\ud800-\udfff]")
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
"""What a terminal could take for a command, breaks a line of a report, or turns its words round."""

_SUSPECT = re.compile(
    r"\\u(?:[dD][89a-fA-F]|00[0189][0-9a-fA-F]|007[fF]|20[26][0-9a-fA-F])|\\[bfnrt]"
    "|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]"
)
"""Where a text of JSON may hold one of the two, written out or as an escape."""


class _Constant:
    """What stood where a number should: NaN, Infinity or -Infinity."""

    def __init__(self, name: str) -> None:
        self.name = name


def parse(text: str, place: str) -> object:
    """The JSON value of a text.

    Raises: InputError with the spot, when it is no JSON, a key stands twice, a number is none or half
    a character is missing.
    """
    doubled: list[tuple[dict[str, object], str]] = []
    constants: list[_Constant] = []

    def pairs(items: list[tuple[str, object]]) -> dict[str, object]:
        found = dict(items)
        if len(found) != len(items):
            doubled.append((found, _twice(items)))
        return found

    def constant(name: str) -> _Constant:
        constants.append(_Constant(name))
        return constants[-1]

    value = _loads(text, place, pairs, constant)
    if doubled:
        # Objects close from the inside out, so the last one found is never inside a lost value.
        within, key = doubled[-1]
        keys = (*_keys_to(value, within), key)
        raise _refused(keys, f"{shown(key)} stands twice in one object; keep one of them", place)
    if constants:
        message = f"{constants[0].name} is not a number; leave out a value that is not known"
        raise _refused(_keys_to(value, constants[0]), message, place)
    if _SUSPECT.search(text):
        _plain_characters(value, place)
    return value


def _keys_to(root: object, wanted: object) -> tuple[Key, ...]:
    """The keys that lead to a value; values are told apart by identity."""
    return next(keys for keys, value in walk(root) if value is wanted)


def _refused(keys: tuple[Key, ...], message: str, place: str) -> InputError:
    """The error about a spot."""
    private = within_person(keys)
    if private is not None:
        return InputError(person(str(private[-1])), f"{place}: {path_of(private)}")
    return InputError(message, f"{place}: {path_of(keys)}")


def _plain_characters(value: object, place: str) -> None:
    """Refuses halves of characters, which no output could write, and control characters."""
    for keys, found in walk(value):
        for text in (found, *keys[-1:]):
            if not isinstance(text, str):
                continue
            if _HALF.search(text):
                message = "a \\u escape stands for half a character, so this is not JSON; write the whole one"
                raise _refused(keys, message, place)
            control = _CONTROL.search(text)
            if control is not None:
                message = f"a line break or control character stands here ({line(control[0])}); take it out"
                raise _refused(keys, message, place)


def _loads(text: str, place: str, pairs: object, constant: object) -> object:
    try:
        return json.loads(text, object_pairs_hook=pairs, parse_constant=constant)  # type: ignore[arg-type]
    except json.JSONDecodeError as error:
        raise InputError(_broken(error, text), place) from None
    except RecursionError:
        message = "nested more deeply than a profile ever is; check the brackets"
        raise InputError(message, place) from None
    except ValueError:
        message = "a whole number has thousands of digits; no measurement has"
        raise InputError(message, place) from None


def _broken(error: json.JSONDecodeError, text: str) -> str:
    """What to say of a text that is no JSON; it is cut short only where nothing follows."""
    what = error.msg.removesuffix(" starting at").removesuffix(" at").lower()
    if error.pos >= len(text.rstrip()) or what.startswith("unterminated"):
        way = "is the file cut short?"
    elif what.startswith("extra"):
        way = "a file holds one profile, or one on each line"
    else:
        way = "check the quotation marks, commas and brackets there"
    return f"not JSON at line {error.lineno}, column {error.colno} ({what}); {way}"


def _twice(items: list[tuple[str, object]]) -> str:
    seen: set[str] = set()
    for key, _ in items:
        if key in seen:
            return key
        seen.add(key)
    return ""
