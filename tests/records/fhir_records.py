"""Small FHIR records for tests: resources by what matters of them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from eligibility.core.errors import InputError
from eligibility.knowledge.load import knowledge
from eligibility.patient.profile import Profile
from eligibility.patient.terms import terms
from eligibility.records.fhir.read import FhirReader
from eligibility.records.ledger import Ledger, Line
from eligibility.records.local_codes import LocalCodes

LOINC = "http://loinc.org"
UCUM = "http://unitsofmeasure.org"
ALT, CREATININE, WEIGHT = "1742-6", "2160-0", "29463-7"

PATIENT: dict[str, Any] = {
    "resourceType": "Patient",
    "id": "p1",
    "gender": "female",
    "birthDate": "1990-04-02",
}
"""A patient with nothing that names her."""


def about(kind: str, **fields: Any) -> dict[str, Any]:  # noqa: ANN401
    """A resource about the patient."""
    return {"resourceType": kind, "subject": {"reference": "Patient/p1"}, **fields}


def observed(loinc: str, value: Any, unit: str = "", **fields: Any) -> dict[str, Any]:  # noqa: ANN401
    """A final Observation with a LOINC code, of one day unless told otherwise."""
    amount = {"value": value, **({"unit": unit, "system": UCUM, "code": unit} if unit else {})}
    code = {"coding": [{"system": LOINC, "code": loinc}]}
    given = {"status": "final", "effectiveDateTime": "2026-02-01", "valueQuantity": amount, "code": code}
    return about("Observation", **(given | fields))


def concept(text: str = "", *codes: tuple[str, str, str]) -> dict[str, Any]:
    """A CodeableConcept with words and codes."""
    coding = [{"system": system, "code": code, "display": display} for system, code, display in codes]
    return {"text": text, "coding": coding} if text else {"coding": coding}


def bundle(*resources: dict[str, Any], **more: Any) -> str:  # noqa: ANN401
    """A collection of resources."""
    return json.dumps(
        {
            "resourceType": "Bundle",
            "type": "collection",
            "entry": [{"resource": one} for one in resources],
            **more,
        }
    )


class Read:
    """What was read of a file or folder: profiles, errors, the ledger and its lines."""

    def __init__(self, place: Path, local: LocalCodes | None = None, longest: int = 1_000_000) -> None:
        self.lines: list[Line] = []
        self.ledger = Ledger(self.lines.append)
        folder = place.is_dir()
        files = tuple(sorted(place.iterdir())) if folder else (place,)
        reader = FhirReader(
            files, self.ledger, terms(knowledge()), local or LocalCodes(), folder=folder, longest=longest
        )
        found = list(reader)
        self.profiles = [one for one in found if isinstance(one, Profile)]
        self.errors = [one for one in found if isinstance(one, InputError)]

    @property
    def profile(self) -> Profile:
        """The only candidate."""
        assert len(self.profiles) == 1, (self.profiles, self.errors)
        return self.profiles[0]

    def fates(self, kind: str) -> list[tuple[str, str]]:
        """What became of the resources of a kind, and why."""
        return [(line.fate, line.why) for line in self.lines if line.kind == kind]


def read(folder: Path, *resources: dict[str, Any], local: LocalCodes | None = None) -> Read:
    """What is read of one bundle with the patient and some resources."""
    place = folder / "record.json"
    place.write_text(bundle(PATIENT, *resources))
    return Read(place, local)
