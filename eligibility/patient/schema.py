"""The published JSON Schema of a profile: ``python -m eligibility.patient.schema`` prints it.

What comes in are the structs of the profile; what goes out is the text of
``docs/profile.schema.json``.  The schema knows names, types and forms; what only
the reader knows (days that exist, order, contradictions) is in ``check.py``.
"""

from __future__ import annotations

import json
from typing import Any

import msgspec

from eligibility.patient.check import DATES, MOST_RELAPSES, OLDEST
from eligibility.patient.meaning import MEANING
from eligibility.patient.profile import Profile

DIALECT = "https://json-schema.org/draft/2020-12/schema"
DAY = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
DATE = "[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?"

_OTHER_DATES = {"birth_date", "died", "diagnosed", "primary_therapy_end", "to"}
DATE_FIELDS = frozenset(_OTHER_DATES.union(*DATES.values()))
"""The fields that hold a date known to the day, the month or the year."""

FORMS: dict[str, dict[str, object]] = {
    "Profile.id": {"minLength": 1},
    "Profile.as_of": {"pattern": f"^{DAY}$"},
    "Profile.died": {"pattern": f"^(unknown|{DATE})$"},
    "CompleteList.from": {"pattern": f"^(birth|{DATE})$"},
    "Age.value": {"minimum": 0, "maximum": OLDEST * 365, "multipleOf": 1},
    "Measurement.precision": {"minimum": 0},
    "Relapse.number": {"minimum": 1, "maximum": MOST_RELAPSES},
    "Condition.text": {"minLength": 1},
    "Treatment.text": {"minLength": 1},
    "Allergy.text": {"minLength": 1},
    "Statement.concept": {"minLength": 1},
    "Genomic.result": {"minLength": 1},
    "Disease.diagnosis": {"minLength": 1},
}
"""What the types do not say of a field."""


def schema() -> dict[str, Any]:
    """The JSON Schema that every profile meets."""
    described = msgspec.json.schema(Profile)
    for name, part in described["$defs"].items():
        part["description"] = " ".join(part["description"].replace("``", "").split())
        for field, kind in part["properties"].items():
            form = FORMS.get(f"{name}.{field}")
            if form is None and field in DATE_FIELDS:
                form = {"pattern": f"^{DATE}$"}
            if form is not None:
                _restrict(kind, form)
            kind["description"] = MEANING[name][field]
    _restrict(
        described["$defs"]["Profile"]["properties"]["anchors"]["additionalProperties"],
        {"pattern": f"^{DATE}$"},
    )
    return {"$schema": DIALECT, "title": "Profile of a candidate for pre-screening", **described}


def _restrict(kind: dict[str, Any], form: dict[str, object]) -> None:
    """Adds a form to a type; of a type that may be null, to the other."""
    for part in kind.get("anyOf", (kind,)):
        if part.get("type") != "null":
            part.update(form)


def schema_text() -> str:
    """The schema as the file ``docs/profile.schema.json`` holds it."""
    return json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    print(schema_text(), end="")
