"""A screening as a FHIR R4 Bundle: a possible candidate, an Observation for each criterion, what is missing.

What comes in is a screening; what goes out is one line of JSON, the same bytes
for the same inputs.  The ResearchSubject is a potential candidate, whatever the
verdict: enrolment is not decided here.  Trial and candidate are given by
identifier; nothing else of the person stands in it.
"""

from __future__ import annotations

import uuid
from typing import Any

import msgspec

from eligibility.report.as_text import NOTICE, face
from eligibility.report.of_group import characteristics
from eligibility.verdict.explain import explain
from eligibility.verdict.screening import Judged, Question, Screening

TRIALS = "https://clinicaltrials.gov"
CANDIDATE, CRITERION, VERDICT = (f"urn:eligibility:{name}" for name in ("candidate", "criterion", "verdict"))
OVERALL = "overall"
METHOD = {"text": "pre-screening"}

Resource = dict[str, Any]


def screening_fhir(screening: Screening) -> bytes:
    """The screening as a Bundle (collection)."""
    told = _Told(screening)
    entries = [
        told.subject(),
        *(told.criterion(judged) for judged in screening.criteria),
        told.overall(),
        *(told.missing(question) for question in screening.open_questions),
        *told.group(),
    ]
    bundle = {
        "resourceType": "Bundle",
        "type": "collection",
        "entry": [{"fullUrl": address, "resource": resource} for address, resource in entries],
    }
    return msgspec.json.encode(bundle)


class _Told:
    """The resources of one screening, each with its address."""

    def __init__(self, screening: Screening) -> None:
        self._screening = screening
        self._day = screening.as_of.isoformat()
        self._who = {"identifier": {"system": CANDIDATE, "value": screening.candidate}}
        self._trial = {"identifier": {"system": TRIALS, "value": screening.trial}}

    def _address(self, kind: str, name: str) -> str:
        said = "|".join((self._screening.trial, self._screening.candidate, self._day, kind, name))
        return uuid.uuid5(uuid.NAMESPACE_URL, said).urn

    def subject(self) -> tuple[str, Resource]:
        """The candidate of the trial, as far as pre-screening goes."""
        subject = {
            "resourceType": "ResearchSubject",
            "status": "potential-candidate",
            "study": self._trial,
            "individual": self._who,
        }
        return self._address("subject", ""), subject

    def criterion(self, judged: Judged) -> tuple[str, Resource]:
        """The verdict on one row, with its explanation and the reasons of what is unknown."""
        said = _observation(judged.id, judged.row.text, face(judged), self._who, self._day)
        said["note"] = [{"text": explain(judged)}]
        parts: list[tuple[str, str]] = [("truth", judged.truth)]
        if judged.standing is not None:
            parts.append(("standing", judged.standing))
        parts += [("reason", f"{reason.kind}: {reason.detail}") for reason in judged.reasons]
        said["component"] = [{"code": {"text": name}, "valueString": text} for name, text in parts]
        return self._address("criterion", judged.id), said

    def overall(self) -> tuple[str, Resource]:
        """The verdict on the whole."""
        one = self._screening
        said = _observation(OVERALL, one.title or one.trial, one.verdict, self._who, self._day)
        said["note"] = [{"text": NOTICE}]
        if one.standing is not None:
            said["component"] = [{"code": {"text": "standing"}, "valueString": one.standing}]
        return self._address("criterion", OVERALL), said

    def missing(self, question: Question) -> tuple[str, Resource]:
        """An open question, and the criteria that it would settle."""
        unit = f" [{question.unit}]" if question.unit else ""
        issue = {
            "resourceType": "DetectedIssue",
            "identifier": [{"system": "urn:eligibility:question", "value": question.id}],
            "status": "preliminary",
            "code": {"text": "information missing for pre-screening"},
            "patient": self._who,
            "identifiedDateTime": self._day,
            "detail": f"{question.asks}{unit}",
            "implicated": [{"reference": self._address("criterion", row)} for row in question.settles],
        }
        return self._address("question", question.id), issue

    def group(self) -> list[tuple[str, Resource]]:
        """Whom the trial looks for, as far as FHIR R4 can say it, and what of the criteria is lost."""
        kept, lost = characteristics(self._screening.criteria)
        group: Resource = {
            "resourceType": "Group",
            "type": "person",
            "actual": False,
            "name": f"{self._screening.trial}: criteria that can be expressed",
        }
        if kept:
            group["characteristic"] = kept
        found = [(self._address("group", ""), group)]
        if lost:
            issues = [
                {
                    "severity": "information",
                    "code": "not-supported",
                    "diagnostics": f"{row} is not in Group.characteristic: {why}",
                }
                for row, why in lost
            ]
            found.append((self._address("losses", ""), {"resourceType": "OperationOutcome", "issue": issues}))
        return found


def _observation(name: str, text: str, verdict: str, who: Resource, day: str) -> Resource:
    return {
        "resourceType": "Observation",
        "status": "final",
        "code": {"coding": [{"system": CRITERION, "code": name}], "text": text},
        "subject": who,
        "effectiveDateTime": day,
        "valueCodeableConcept": {"coding": [{"system": VERDICT, "code": verdict}], "text": verdict},
        "method": METHOD,
    }
