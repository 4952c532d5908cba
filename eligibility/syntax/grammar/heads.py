"""How a heading joins what stands below it: "All of the following:", "Anyone with any of these is excluded:".

What comes in are the symbols of a heading; what goes out is one word for it.  A heading that
denies, dates or limits what stands below it says more, and is unclear.
"""

from __future__ import annotations

from eligibility.syntax.grammar.symbols import Symbol
from eligibility.syntax.linking import NARROWING
from eligibility.syntax.nodes import Joins

QUANTIFIER, PERMITTED, DENIAL, VERB, EXAMPLE, CONDITION = "H", "A", "!", "v", "G", "~"
PLAIN = frozenset("wQofXh&,/n|+") | {QUANTIFIER}
"""The signs of a heading that only names what stands below it."""

HAD, IF = "had", "if"
"""The verb that says no more than the names behind it, and the word that makes them a condition."""

LISTING = frozenset("wH")
"""What may stand behind the word that begins examples."""


def joins_of(symbols: tuple[Symbol, ...]) -> Joins:
    """How a heading joins the items below it.

    excludes: who meets any of them may not enter.  admits: who meets all of them may.  examples: they are
    some of what the heading names.
    """
    signs = "".join(symbol.sign for symbol in symbols)
    told = {symbol.lexeme.value for symbol in symbols if symbol.sign == QUANTIFIER} or {"plain"}
    if len(told) > 1 or any(_says_more(symbol) for symbol in symbols):
        return "unclear"
    joins = told.pop()
    if signs.count(PERMITTED) + signs.count(DENIAL) > 1 or (CONDITION in signs and PERMITTED not in signs):
        return "unclear"
    if PERMITTED in signs:
        allowed = symbols[signs.index(PERMITTED)].lexeme.value != "no"
        return _permitting(joins, allowed=allowed)
    if DENIAL in signs:
        return "excludes" if joins == "any" else "unclear"
    if EXAMPLE in signs:
        listing = LISTING.issuperset(signs[signs.index(EXAMPLE) + 1 :])
        return "examples" if listing and joins != "all" else "unclear"
    return joins if joins in {"plain", "all", "any"} else "unclear"  # type: ignore[return-value]


def _permitting(joins: str, *, allowed: bool) -> Joins:
    if allowed:
        return "admits" if joins in {"plain", "all"} else "unclear"
    return "excludes" if joins in {"plain", "any"} else "unclear"


def _says_more(symbol: Symbol) -> bool:
    """Whether a word dates, denies or limits what stands below, or narrows a name in a way not known here."""
    match symbol.sign:
        case "v":
            return symbol.lexeme.value != HAD
        case "~":
            return symbol.lexeme.value != IF
        case "!" | "A" | "G":
            return False
        case _:
            return symbol.sign not in PLAIN or symbol.lexeme.value == NARROWING
