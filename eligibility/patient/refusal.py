"""Says why a JSON value is no profile: where, which value, and the way out.

What comes in is a value that did not fit the format; what goes out is the first
spot that does not, in the order of the file, and a message.  Only asked for
when a profile was refused.
"""

from __future__ import annotations

import difflib
import functools
import math
from collections.abc import Sequence

import msgspec
from msgspec import inspect

from eligibility.patient.profile import Profile
from eligibility.patient.spots import identifies, line, listed, person, shown

MANUAL = "docs/PROFILE.md lists the fields"

Refusal = tuple[str, str]
"""The path to the spot, and the message."""


def refusal(value: object) -> Refusal | None:
    """The first spot of a value that is no part of a profile; ``None`` if all of it fits."""
    if isinstance(value, list):
        return "", "a list, where one profile is needed; write one object in braces, or one on each line"
    return _struct(value, _profile(), "")


@functools.cache
def _profile() -> inspect.StructType:
    found = inspect.type_info(Profile)
    assert isinstance(found, inspect.StructType)
    return found


def _any(value: object, kind: inspect.Type, path: str) -> Refusal | None:
    match kind:
        case inspect.StructType():
            return _struct(value, kind, path)
        case inspect.VarTupleType():
            return _list(value, kind.item_type, path)
        case inspect.DictType():
            return _texts(value, kind.value_type, path)
        case inspect.UnionType():
            return _union(value, kind.types, path)
        case inspect.LiteralType():
            if isinstance(value, str) and value in kind.values:
                return None
            return path, f"{shown(value)} is not one of {', '.join(map(repr, kind.values))}"
    if _fits(value, kind):
        return None
    if isinstance(value, float) and not math.isfinite(value):
        return path, "the number is too large to be one; leave out a value that is not known"
    return path, f"{shown(value)} is not {_wanted(kind)}"


def _fits(value: object, kind: inspect.Type) -> bool:
    match kind:
        case inspect.StrType():
            return isinstance(value, str)
        case inspect.BoolType():
            return isinstance(value, bool)
        case inspect.NoneType():
            return value is None
        case inspect.IntType():
            return isinstance(value, int) and not isinstance(value, bool)
        case inspect.FloatType():
            return isinstance(value, int | float) and not isinstance(value, bool) and _finite(value)
    return False


def _finite(value: float) -> bool:
    try:
        return math.isfinite(value)
    except OverflowError:
        return False


def _struct(value: object, kind: inspect.StructType, path: str) -> Refusal | None:
    if not isinstance(value, dict):
        return path, f"{shown(value)} is not an object in braces; {MANUAL}"
    fields = {field.encode_name: field for field in kind.fields}
    for key, inner in value.items():
        if key not in fields:
            return _join(path, key), _unknown(key, tuple(fields))
        found = _any(inner, fields[key].type, _join(path, key))
        if found is not None:
            return found
    for name, field in fields.items():
        if field.required and name not in value:
            return path, f"the field '{name}' is missing here; add it ({MANUAL})"
    return None


def _list(value: object, kind: inspect.Type, path: str) -> Refusal | None:
    if not isinstance(value, list):
        return path, f"{shown(value)} is not a list in square brackets"
    spots = (_any(inner, kind, f"{path}[{number}]") for number, inner in enumerate(value))
    return next((found for found in spots if found is not None), None)


def _texts(value: object, kind: inspect.Type, path: str) -> Refusal | None:
    if not isinstance(value, dict):
        return path, f"{shown(value)} is not an object in braces"
    spots = (_any(inner, kind, _join(path, key)) for key, inner in value.items())
    return next((found for found in spots if found is not None), None)


def _union(value: object, kinds: Sequence[inspect.Type], path: str) -> Refusal | None:
    refused = [_any(value, kind, path) for kind in kinds]
    if None in refused:
        return None
    for kind, found in zip(kinds, refused, strict=True):
        if isinstance(kind, inspect.LiteralType) or (
            isinstance(value, dict) and isinstance(kind, inspect.StructType)
        ):
            return found
    if isinstance(value, float) and any(isinstance(kind, inspect.FloatType) for kind in kinds):
        return next(found for found in refused if found is not None)
    wanted = [_wanted(kind) for kind in kinds if not isinstance(kind, inspect.NoneType)]
    return path, f"{shown(value)} is not {' or '.join(wanted)}"


def _wanted(kind: inspect.Type) -> str:
    match kind:
        case inspect.StrType():
            return "a text in quotation marks"
        case inspect.BoolType():
            return "true or false"
        case inspect.IntType():
            return "a whole number"
        case inspect.FloatType():
            return "a number (without quotation marks)"
        case inspect.StructType():
            return "an object in braces"
        case _:
            return "what the format asks for"


def _unknown(key: str, fields: tuple[str, ...]) -> str:
    """What to say of a field that the format does not have here."""
    if identifies(key):
        return person(key)
    meant = listed("field", key)
    close = [meant] if meant in fields else difflib.get_close_matches(key.lower(), fields, n=2, cutoff=0.6)
    if close:
        return f"{shown(key)} is no field here; did you mean {' or '.join(map(repr, close))}?"
    elsewhere = difflib.get_close_matches(key.lower(), _names(), n=2, cutoff=0.75)
    if elsewhere:
        known = f"other parts of a profile have {' and '.join(map(repr, elsewhere))}"
        return f"{shown(key)} is no field here, though {known}; the fields here are {', '.join(fields)}"
    return f"{shown(key)} is no field here; the fields are {', '.join(fields)}"


@functools.cache
def _names() -> tuple[str, ...]:
    """Every field name of the format."""
    described = msgspec.json.schema(Profile)["$defs"]
    return tuple(sorted({name for part in described.values() for name in part.get("properties", ())}))


def _join(path: str, key: str) -> str:
    return f"{path}.{line(key)}" if path else line(key)
