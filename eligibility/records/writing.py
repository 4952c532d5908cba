"""Writes profiles as JSON, without the fields that say nothing, and the ledger as JSON Lines."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import msgspec

from eligibility.patient.profile import Profile
from eligibility.records.ledger import FATES, Ledger, Line

COMMONEST = 50
"""So many reasons and codes stand in the totals of a ledger."""


def profile_json(profile: Profile, *, spread: bool = False) -> bytes:
    """A profile as JSON, which reads back as the same; ``spread`` over several lines."""
    return json.dumps(_said(profile), indent=1 if spread else None, ensure_ascii=False).encode() + b"\n"


def _said(value: Any) -> Any:  # noqa: ANN401
    """A struct without the fields that are as by default."""
    if isinstance(value, tuple):
        return [_said(one) for one in value]
    if not isinstance(value, msgspec.Struct):
        return value
    return {
        field.encode_name: _said(getattr(value, field.name))
        for field in msgspec.structs.fields(value)
        if field.required or getattr(value, field.name) not in (field.default, None, (), {})
    }


def line_writer(write: Callable[[bytes], object], record: str = "") -> Callable[[Line], None]:
    """What writes each line of a ledger; ``record`` tells several inputs apart."""
    encode = msgspec.json.Encoder().encode
    before = b"" if not record else b'{"record":' + encode(record) + b","

    def written(line: Line) -> None:
        text = encode(line)
        write((before + text[1:] if before else text) + b"\n")

    return written


def totals_json(ledger: Ledger, record: str) -> bytes:
    """The last line of a record's ledger: what it comes to."""
    name = {"record": record} if record else {}
    return msgspec.json.encode({**name, "totals": totals(ledger)}) + b"\n"


def totals(ledger: Ledger) -> dict[str, object]:
    """What a ledger comes to: counts by kind and fate, the commonest reasons, notes and unknown codes."""
    kinds = sorted({kind for kind, _ in ledger.fates})
    return {
        "read": ledger.read,
        **{fate: ledger.total(fate) for fate in FATES},
        "kinds": {kind: {fate: ledger.fates[kind, fate] for fate in FATES} for kind in kinds},
        "reasons": [
            {"fate": fate, "kind": kind, "why": why, "count": count}
            for (fate, kind, why), count in ledger.reasons.most_common(COMMONEST)
        ],
        "notes": [
            {"kind": kind, "why": why, "count": count}
            for (kind, why), count in ledger.notes.most_common(COMMONEST)
        ],
        "unknown_codes": [
            {"system": one.system, "code": one.code, "display": one.display, "count": count}
            for one, count in ledger.unknown.most_common(COMMONEST)
        ],
        "declared": ledger.declared,
        "lists_in_doubt": ledger.lists_in_doubt,
    }
