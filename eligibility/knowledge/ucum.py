"""Units outside our table: a valid UCUM code of the right kind, read with ucumvert and pint.

What comes in is a code such as ``mg.dL-1`` and the unit of ours that it must
measure the same thing as; what goes out is that unit, sized, or nothing.  Both
libraries take half a second to load and are loaded only here, when a unit has
no row in ``rules/units``.  What they join, the kind of quantity keeps apart: the
code must be made of the atoms of its kind, and its annotations must be those of
our unit, for ucumvert drops them and pint counts ``[iU]`` and ``{cells}`` as nothing.
"""

from __future__ import annotations

import functools
import math
from typing import Any

import msgspec

from eligibility.knowledge.units import Kind, Unit

LONGEST = 100
"""Characters of a code that is read; a longer one would be slow to parse, or nest too deep."""
_EXPONENT_DIGITS = 2
"""A larger exponent (``10*99999999999``) would be computed for hours."""


class Code(msgspec.Struct, frozen=True):
    """A valid UCUM code: its dimension, its size in base units, what it is made of and annotated with."""

    dimension: str
    size: float
    atoms: frozenset[str]
    annotations: tuple[str, ...]


def read_outside(text: str, like: Unit, kind: Kind) -> Unit | None:
    """The UCUM code ``text`` as a unit of the kind of ``like``; ``None`` if it is none, or of another."""
    if not kind.atoms or not text.isascii():
        return None
    found, ours = read_code(text), read_code(like.code)
    if found is None or ours is None or not found.atoms <= kind.atoms:
        return None
    if (found.dimension, found.annotations) != (ours.dimension, ours.annotations):
        return None
    return Unit(text, kind.name, found.size / ours.size * like.factor)


def valid(text: str) -> bool:
    """Whether a text is a valid UCUM code, with a plain factor or without (``[pH]``)."""
    return _tree(text) is not None


@functools.lru_cache(maxsize=1 << 10)
def read_code(text: str) -> Code | None:
    """What a UCUM code stands for; ``None`` when it is not valid, or pint finds no factor (``[pH]``)."""
    tree = _tree(text)
    if tree is None:
        return None
    tokens = list(tree.scan_values(lambda token: True))
    if any(token.type == "EXPONENT" and len(token.lstrip("+-")) > _EXPONENT_DIGITS for token in tokens):
        return None
    size = _size(text)
    if size is None:
        return None
    atoms = (str(token) for token in tokens if token.type.startswith("UNIT_"))
    annotations = (str(token) for token in tokens if token.type == "ANNOTATION")
    return Code(size[1], size[0], frozenset(atoms), tuple(sorted(annotations)))


def _tree(text: str) -> Any:  # noqa: ANN401
    """The parts of a valid UCUM code; ``None`` when it is not valid."""
    from ucumvert import InvalidUcumError, parse_ucum

    if len(text) > LONGEST:
        return None
    try:
        tree = parse_ucum(text, _parser())
    except InvalidUcumError:
        return None
    for part in tree.find_data("annotatable"):
        base = getattr(part.children[0], "children", [None])[0]
        if getattr(base, "type", "") == "FACTOR":
            # "10+3/uL": an exponent belongs to a unit, not to a number.
            return None
    return tree


def _size(text: str) -> tuple[float, str] | None:
    """A valid code's size in base units and its dimension; ``None`` where pint has no plain factor."""
    import pint
    from lark.exceptions import LarkError

    try:
        read = registry().from_ucum(text)
        based = read.to_base_units()
        size = float(based.magnitude)
    except (LarkError, pint.errors.PintError, ArithmeticError, AttributeError, TypeError, ValueError):
        return None
    return (size, str(based.dimensionality)) if math.isfinite(size) and size > 0 else None


@functools.cache
def _parser() -> Any:  # noqa: ANN401
    """The parser of UCUM codes; building it takes most of a reading."""
    from ucumvert import get_ucum_parser

    return get_ucum_parser()


@functools.cache
def registry() -> Any:  # noqa: ANN401
    """The pint registry that knows UCUM codes; it takes half a second to build."""
    from ucumvert import PintUcumRegistry

    return PintUcumRegistry()
