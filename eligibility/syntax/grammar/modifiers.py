"""The words before a phrase: history, prior, active, uncontrolled, documented ..."""

from __future__ import annotations

import msgspec

from eligibility.syntax.grammar.symbols import RefusedError, Symbol
from eligibility.syntax.terms import HISTORY


class Modifiers(msgspec.Struct, frozen=True):
    """What the words before a phrase say of it."""

    statuses: tuple[str, ...] = ()
    control: str | None = None
    certainty: str | None = None
    evidence: str | None = None
    any: bool = False


def read_modifiers(symbols: tuple[Symbol, ...], said: Modifiers) -> Modifiers:
    """What a run of modifiers adds to what was said before it.

    Several statuses are alternatives, and a history stands over them.

    Raises: RefusedError when two of another kind differ ("documented or suspected"), and for what is planned
        and something else at once ("planned concurrent surgery").
    """
    for before, symbol in zip((None, *symbols), symbols, strict=False):
        kind, value = symbol.lexeme.kind, symbol.lexeme.value
        match kind:
            case "status" if value not in said.statuses:
                if before is not None and before.lexeme.kind == "status" and _ahead(before, symbol):
                    raise RefusedError(f"'{before.lexeme.text}' beside '{symbol.lexeme.text}'")
                statuses = (value, *said.statuses) if value == HISTORY else (*said.statuses, value)
                said = msgspec.structs.replace(said, statuses=statuses)
            case "control" | "certainty" | "evidence":
                if getattr(said, kind) not in {None, value}:
                    raise RefusedError(f"'{getattr(said, kind)}' beside '{value}'")
                said = msgspec.structs.replace(said, **{kind: value})
            case "any":
                said = msgspec.structs.replace(said, any=True)
    return said


def _ahead(*statuses: Symbol) -> bool:
    """Whether one of two words for a time is of a plan."""
    return any(symbol.lexeme.value == "planned" for symbol in statuses)
