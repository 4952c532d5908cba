"""Where something stands in a profile, and how a message shows it.

What comes in are keys and values of a JSON text; what goes out is a path
(``measurements[1].date``) and words for one line of a terminal.  A field that
names a person is told by its name, and nothing inside it is ever shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from eligibility.knowledge.load import knowledge

SHOWN = 60
"""Characters of a value that a message shows."""

_WORD_STARTS = re.compile("(?<=[a-z])(?=[A-Z])|[.-]")

Key = str | int
"""The name of a field, or the number of an entry of a list."""


def path_of(keys: Sequence[Key]) -> str:
    """The path to a spot: ``disease.relapses[0].date``."""
    written = "".join(f"[{key}]" if isinstance(key, int) else f".{line(key)}" for key in keys)
    return written.removeprefix(".")


def line(text: str) -> str:
    """A text on one line, cut, with whatever a terminal could take for a command written out."""
    cut = text if len(text) <= SHOWN else text[: SHOWN - 3] + "..."
    return "".join(sign if sign.isprintable() else ascii(sign)[1:-1] for sign in cut)


def shown(value: object) -> str:
    """A value as a message shows it."""
    match value:
        case dict():
            return "an object"
        case list():
            return "a list"
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case str():
            return f"'{line(value)}'"
        case _:
            return line(str(value))


def listed(use: str, key: str) -> str | None:
    """What the name of a field stands for on a list of ``rules/vocabulary``; ``homeAddress`` is two words."""
    vocabulary = knowledge().vocabulary
    return vocabulary.read(use, key) or vocabulary.read(use, _WORD_STARTS.sub(" ", key))


def identifies(key: str) -> bool:
    """Whether a field of this name would hold a direct identifier of a person."""
    if listed("identifier", key) is not None:
        return True
    return listed("identifier_word", key.replace("_", " ")) is not None


def person(key: str) -> str:
    """What to say of a field that names a person; never what it holds."""
    return f"{shown(key)} identifies a person; take it out of the profile, and give a code as 'id'"


def within_person(keys: Sequence[Key]) -> Sequence[Key] | None:
    """The keys up to the first field that names a person; ``None`` if there is none on the way."""
    for number, key in enumerate(keys, 1):
        if isinstance(key, str) and identifies(key):
            return keys[:number]
    return None


def inside(value: object) -> Iterator[tuple[Key, object]]:
    """The fields of an object or the entries of a list, each with its key."""
    if isinstance(value, dict):
        yield from value.items()
    elif isinstance(value, list):
        yield from enumerate(value)


def walk(root: object) -> Iterator[tuple[tuple[Key, ...], object]]:
    """Every value of a JSON value with the keys that lead to it."""
    waiting: list[tuple[tuple[Key, ...], object]] = [((), root)]
    while waiting:
        keys, value = waiting.pop()
        yield keys, value
        waiting.extend(((*keys, key), inner) for key, inner in inside(value))
