"""Random values that a JSON Schema admits, for the parts of the language that ours uses."""

from __future__ import annotations

import datetime as dt
from typing import Any

from hypothesis import strategies as st

from eligibility.patient.schema import DATE, DAY, schema

WORDS = [
    "ALL", "T-cell", "DVT", "ast", "creatinine", "egfr", "inr", "bone_marrow_status", "shortening_fraction",
    "M2", "U/L", "ukat/L", "mg/dL", "umol/L", "%", "1", "mL/min", "mmHg", "CD22", "BCR::ABL1", "TP53",
    "positive", "negative (92% of blasts)", "deleted", "pending", "PEG-ASP anaphylaxis", "orchiectomy",
    "grade 3", "echo", "FISH", "asparaginase", "end of induction", "controlled, on entecavir", "tolerated",
    "randomisation", "bone marrow", "()", "( ", ";",
]  # fmt: skip

texts = st.one_of(st.sampled_from(WORDS), st.text(max_size=12))
days = st.dates(dt.date(1990, 1, 1), dt.date(2030, 12, 31)).map(dt.date.isoformat)
dates = st.builds(lambda day, length: day[:length], days, st.sampled_from([4, 7, 10]))
PATTERNS = {f"^{DAY}$": days, f"^{DATE}$": dates, f"^(birth|{DATE})$": dates, f"^(unknown|{DATE})$": dates}


def profiles() -> st.SearchStrategy[dict[str, Any]]:
    """Profiles that the published schema admits."""
    whole = schema()
    return _values(whole, whole["$defs"])


def facts(name: str) -> st.SearchStrategy[list[dict[str, Any]]]:
    """Several facts for a list of the profile."""
    whole = schema()["$defs"]
    return st.lists(_values(whole["Profile"]["properties"][name]["items"], whole), min_size=2, max_size=4)


def _values(kind: dict[str, Any], named: dict[str, Any]) -> st.SearchStrategy[Any]:
    match kind:
        case {"$ref": str(reference)}:
            return _values(named[reference.rsplit("/", 1)[1]], named)
        case {"anyOf": list(kinds)}:
            return st.one_of([_values(one, named) for one in kinds])
        case {"enum": list(values)}:
            return st.sampled_from(values)
        case {"type": "array"}:
            return st.lists(_values(kind["items"], named), max_size=3)
        case {"type": "object", "properties": dict(fields)}:
            return _objects(fields, set(kind.get("required", ())), named)
        case {"type": "object"}:
            return st.dictionaries(texts, _values(kind["additionalProperties"], named), max_size=3)
        case {"type": "string", "pattern": str(pattern)}:
            return PATTERNS[pattern]
        case {"type": "string"}:
            return texts.filter(lambda text: len(text) >= kind.get("minLength", 0))
        case {"type": "integer"}:
            return st.integers(kind.get("minimum", 0), 9)
        case {"type": "number", "multipleOf": 1}:
            return st.integers(0, 90)
        case {"type": "number"}:
            return st.floats(kind.get("minimum"), allow_nan=False, allow_infinity=False)
        case {"type": "boolean"}:
            return st.booleans()
        case {"type": "null"}:
            return st.none()
    raise AssertionError(f"the schema uses what is not drawn here: {kind}")


def _objects(fields: dict[str, Any], required: set[str], named: dict[str, Any]) -> st.SearchStrategy[Any]:
    drawn = {name: _values(kind, named) for name, kind in fields.items()}
    always = {name: one for name, one in drawn.items() if name in required}
    return st.fixed_dictionaries(always, optional={n: one for n, one in drawn.items() if n not in required})
