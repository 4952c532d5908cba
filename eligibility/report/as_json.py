"""A screening as JSON: one object, whose keys are the published format."""

from __future__ import annotations

import msgspec

from eligibility.verdict.explain import explain
from eligibility.verdict.screening import Judged, Screening


def screening_json(screening: Screening) -> bytes:
    """The screening as one line of JSON, the same bytes for the same inputs."""
    shown = {
        "candidate": screening.candidate,
        "trial": screening.trial,
        "as_of": screening.as_of.isoformat(),
        "verdict": screening.verdict,
        "standing": screening.standing,
        "criteria": [_criterion(judged) for judged in screening.criteria],
        "open_questions": screening.open_questions,
        "provenance": screening.provenance,
        "set_aside": [{"fact": path, "reason": reason} for path, reason in screening.set_aside],
        "remarks": screening.remarks,
        "declared": screening.declared,
    }
    return msgspec.json.encode(shown)


def _criterion(judged: Judged) -> dict[str, object]:
    row = judged.row
    return {
        "id": row.id,
        "parent": row.parent,
        "role": row.role,
        "kind": row.kind,
        "text": row.text,
        "truth": judged.truth,
        "verdict": judged.verdict,
        "applicable": judged.applicable,
        "standing": judged.standing,
        "provisional": judged.provisional,
        "holds_until": judged.holds_until,
        "could_hold_from": judged.could_hold_from,
        "reasons": [
            {"kind": reason.kind, "detail": reason.detail, "settles": reason.settles}
            for reason in judged.reasons
        ],
        "explanation": explain(judged),
        "evidence": judged.evidence,
        "flags": judged.flags,
    }
