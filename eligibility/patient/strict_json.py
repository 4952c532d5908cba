"""Reads JSON more strictly than the language asks for.

What comes in is a text; what goes out is its JSON value.  A key given twice in
one object (decoders keep the last and say nothing) and NaN or Infinity are
refused with the path to the spot; a text cut short with its line and column.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from eligibility.core.errors import InputError


class _Constant:
    """What stood where a number should: NaN, Infinity or -Infinity."""

    def __init__(self, name: str) -> None:
        self.name = name


def parse(text: str, place: str) -> object:
    """The JSON value of a text.

    Raises: InputError with the spot, when it is no JSON, a key stands twice or a number is none.
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
        spot = _join(_path_to(value, within), key)
        raise InputError(f"'{key}' stands twice in one object; keep one of them", f"{place}: {spot}")
    if constants:
        spot = _path_to(value, constants[0])
        message = f"{constants[0].name} is not a number; leave out a value that is not known"
        raise InputError(message, f"{place}: {spot}")
    return value


def _loads(text: str, place: str, pairs: object, constant: object) -> object:
    try:
        return json.loads(text, object_pairs_hook=pairs, parse_constant=constant)  # type: ignore[arg-type]
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        what = error.msg.removesuffix(" starting at").lower()
        message = f"not JSON at {where} ({what}); is the file cut short?"
        raise InputError(message, place) from None
    except RecursionError:
        message = "nested more deeply than a profile ever is; check the brackets"
        raise InputError(message, place) from None
    except ValueError:
        message = "a whole number has thousands of digits; no measurement has"
        raise InputError(message, place) from None


def _twice(items: list[tuple[str, object]]) -> str:
    seen: set[str] = set()
    for key, _ in items:
        if key in seen:
            return key
        seen.add(key)
    return ""


def _path_to(root: object, wanted: object) -> str:
    """Where a value stands; values are told apart by identity."""
    waiting: list[tuple[str, object]] = [("", root)]
    while waiting:
        path, value = waiting.pop()
        if value is wanted:
            return path
        waiting.extend(_inner(path, value))
    return ""


def _inner(path: str, value: object) -> Iterator[tuple[str, object]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield _join(path, key), inner
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield f"{path}[{number}]", inner


def _join(path: str, key: str) -> str:
    return f"{path}.{key}" if path else key
