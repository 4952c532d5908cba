"""Reads a bound with the quantity that a heading above it names: "Life expectancy:" / "More than 3 months".

What comes in are the places of a heading and of an item below it; what goes
out is the reading of both as one limit.  An item with any other word in it
says for itself what it is about, and is not read this way.
"""

from __future__ import annotations

from eligibility.core.span import Span
from eligibility.knowledge.lexicon import Lexicon
from eligibility.syntax.lexemes import Lexeme
from eligibility.syntax.lexer import lex
from eligibility.syntax.nodes import Threshold
from eligibility.syntax.parse import Reading, read_lexemes

BOUNDS = frozenset({"comparator", "postfix", "age_postfix", "between", "to"})
"""Kinds of which a limit has at least one: "18" alone is none."""
FIRST = frozenset({"number", "comparator", "between"})
AMOUNT = BOUNDS | FIRST | {"unit", "time_unit", "of_age", "and", "stop"}
LONGEST = 200
"""A heading or limit longer than this, in characters, is none."""


def read_headed(source: str, heading: Span, item: Span, lexicon: Lexicon) -> Reading | None:
    """The reading of a heading's quantity with the item's bound; ``None`` where they are not just that."""
    if heading.end - heading.start > LONGEST or item.end - item.start > LONGEST:
        return None
    limit = lex(source, item, lexicon)
    said = _said(limit)
    if not said or said[0].kind not in FIRST or not BOUNDS.intersection(one.kind for one in said):
        return None
    named = named_quantity(source, heading, lexicon)
    if named is None or not all(one.kind in AMOUNT for one in said):
        return None
    reading = read_lexemes((named, *limit), lexicon)
    return reading if isinstance(reading.tree, Threshold) else None


def named_quantity(source: str, heading: Span, lexicon: Lexicon) -> Lexeme | None:
    """The quantity that a heading names and says nothing else; ``None`` where there is none."""
    if heading.end - heading.start > LONGEST:
        return None
    said = [one for one in _said(lex(source, heading, lexicon)) if one.kind != "colon"]
    return said[0] if len(said) == 1 and said[0].kind == "quantity" else None


def _said(lexemes: tuple[Lexeme, ...]) -> list[Lexeme]:
    return [one for one in lexemes if one.kind != "filler"]
