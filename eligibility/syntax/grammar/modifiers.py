"""The words before a phrase: history, prior, active, uncontrolled, documented ..."""

from __future__ import annotations

import msgspec

from eligibility.syntax.grammar.symbols import Symbol


class Modifiers(msgspec.Struct, frozen=True):
    """What the words before a phrase say of it."""

    statuses: tuple[str, ...] = ()
    control: str | None = None
    certainty: str | None = None
    evidence: str | None = None
    any: bool = False


def read_modifiers(symbols: tuple[Symbol, ...], said: Modifiers) -> Modifiers:
    """What a run of modifiers adds to what was said before it; several statuses are alternatives."""
    for symbol in symbols:
        value = symbol.lexeme.value
        match symbol.lexeme.kind:
            case "status" if value not in said.statuses:
                said = msgspec.structs.replace(said, statuses=(*said.statuses, value))
            case "control":
                said = msgspec.structs.replace(said, control=value)
            case "certainty":
                said = msgspec.structs.replace(said, certainty=value)
            case "evidence":
                said = msgspec.structs.replace(said, evidence=value)
            case "any":
                said = msgspec.structs.replace(said, any=True)
    return said
