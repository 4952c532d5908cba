"""A good profile and ways to spoil or ground it."""

from __future__ import annotations

import copy
import datetime as dt
import json
from typing import Any, TypeAlias

from eligibility.core.errors import InputError
from eligibility.knowledge.load import knowledge
from eligibility.patient.ground import ground
from eligibility.patient.profile import Profile
from eligibility.patient.read import read_profile, read_profiles
from eligibility.patient.record import Measured, Record

Json: TypeAlias = Any
"""A JSON value of any kind."""

AS_OF = "2026-03-01"
DAY = dt.date(2026, 3, 1)

GOOD: dict[str, Any] = {
    "id": "C-017",
    "as_of": AS_OF,
    "sex": "female",
    "birth_date": "2018-06-10",
    "disease": {
        "diagnosis": "ALL",
        "lineage": "B-precursor",
        "diagnosed": "2024-01-20",
        "relapses": [
            {"number": 1, "date": "2026-02-02", "sites": ["bone marrow"], "confirmed_by": "morphology"}
        ],
        "primary_therapy_end": "2025-12-19",
        "ended_as": "completed",
    },
    "measurements": [
        {
            "code": "ast",
            "value": 180,
            "unit": "U/L",
            "reference_range": {"low": 10, "high": 40, "unit": "U/L"},
            "date": "2026-02-27",
        },
        {
            "code": {"system": "http://loinc.org", "code": "1975-2"},
            "value": 27,
            "unit": "umol/L",
            "reference_range": {"high": 1.2, "unit": "mg/dL"},
            "date": "2026-02-27",
        },
        {"code": "bone_marrow_status", "value": "M3", "date": "2026-02-03", "specimen": "bone marrow"},
    ],
    "conditions": [
        {"text": "Gilbert's syndrome", "status": "active", "verification": "confirmed", "onset": "2020"},
        {
            "text": "DVT",
            "status": "resolved",
            "onset": "2024-03",
            "resolved": "2024-06",
            "timing": [{"relation": "during", "event": "asparaginase"}],
        },
    ],
    "treatments": [
        {"text": "vincristine", "kind": "drug", "status": "given", "start": "2024-02-01", "end": "2024-02-22"}
    ],
    "genomics": [
        {"assay": "flow", "target": "CD22", "result": "positive", "date": "2026-02-05"},
        {"assay": "rna fusion panel", "genes": ["KMT2A", "TCF3"], "result": "negative", "date": "2026-02-10"},
    ],
    "allergies": [{"text": "pegaspargase", "status": "confirmed", "date": "2024-03"}],
    "statements": [
        {
            "concept": "prior allogeneic HSCT",
            "present": False,
            "by": "referring physician",
            "date": "2026-02-20",
        }
    ],
    "complete": [{"list": "treatments", "from": "2024-01-20", "to": "2026-02-28", "declared_by": "site"}],
    "answers": [{"question": "I4.prophylaxis", "answer": "yes", "by": "PI", "date": "2026-02-28"}],
    "anchors": {"randomisation": "2026-03-06"},
}


def good() -> dict[str, Any]:
    """A profile that is read without complaint, to be changed freely."""
    return copy.deepcopy(GOOD)


def with_(**fields: object) -> dict[str, Any]:
    """A short profile with these fields."""
    return {"id": "C-1", "as_of": AS_OF, **fields}


def encoded(value: object) -> bytes:
    return json.dumps(value).encode()


def read(value: object) -> Profile:
    return read_profile(encoded(value), "p.json")


def refused(content: bytes | dict[str, Any]) -> InputError:
    """The error that a file of one candidate is."""
    given = content if isinstance(content, bytes) else encoded(content)
    (found,) = read_profiles(given, "p.json")
    assert isinstance(found, InputError), found
    return found


def grounded(value: dict[str, Any], as_of: dt.date | None = None) -> Record:
    return ground(read(value), as_of, knowledge())


def measured(**fact: object) -> Measured:
    """The one measurement of a record."""
    return grounded(with_(measurements=[fact])).measured[0]
