"""Finds whose each resource is, without holding the resources.

What comes in are files of FHIR JSON; what goes out is, for each patient, where
the resources stand.  Of each resource only its type, its id and whom it is about
are read; sixteen bytes remember where it is, so that an export of any size fits.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import msgspec

from eligibility.core.errors import InputError
from eligibility.records.fhir.files import DELETED, Item, Lines, Whole
from eligibility.records.fhir.shapes import Header
from eligibility.records.ledger import Ledger

LIST_OF = {
    "Condition": "conditions", "Procedure": "treatments", "Immunization": "treatments",
    "MedicationRequest": "treatments", "MedicationStatement": "treatments",
    "MedicationAdministration": "treatments", "MedicationDispense": "treatments",
    "ServiceRequest": "treatments", "AllergyIntolerance": "allergies",
}  # fmt: skip
"""The list of a profile, which may be declared complete, that a resource is an entry of."""

SHARED = frozenset({"Medication"})
"""Resources that are about nobody, and that others refer to."""

NO_ONE = frozenset({
    "Practitioner", "PractitionerRole", "Organization", "Location", "Device", "Substance",
    "HealthcareService", "OperationOutcome", "ValueSet", "CodeSystem", "StructureDefinition",
    "Questionnaire", "Endpoint",
    "PlanDefinition", "ResearchStudy", "Library", "Parameters", "Subscription",
})  # fmt: skip
"""Resources that are about no patient."""

_HEADER = msgspec.json.Decoder(Header)
_LOW = (1 << 40) - 1


class Spot(NamedTuple):
    """Where a resource stands: its file, where in it, and its line or number of entry."""

    file: int
    at: int
    number: int


def key_of(reference: str | None) -> str | None:
    """What a reference names, whatever server it is for; ``None`` for a search or a part of a resource.

    >>> key_of("https://example.org/fhir/Patient/7/_history/2")
    'Patient/7'
    """
    if not reference or reference.startswith("#") or "?" in reference:
        return None
    if reference.startswith("urn:"):
        return reference
    parts = reference.partition("/_history")[0].rstrip("/").split("/")
    return "/".join(parts[-2:]) if len(parts) > 1 else None


class Index:
    """Where the resources of each patient stand.

    ``patients``: where each Patient stands, by its first name in the files; several are versions of one,
    or two persons.  ``shared``: where the resources stand that others refer to.
    """

    def __init__(self, files: tuple[Lines | Whole, ...], ledger: Ledger, *, folder: bool) -> None:
        self.files = files
        self._labels = [told(file.path, number) for number, file in enumerate(files)]
        self._folder = folder
        self._ledger = ledger
        self.patients: dict[str, list[Spot]] = {}
        self.shared: dict[str, Spot] = {}
        self._aliases: dict[str, str] = {}
        self._names: dict[str, list[str]] = {}
        self._about: dict[str, array[int]] = {}
        for number, file in enumerate(files):
            try:
                for item in file:
                    self._add(number, item)
            except InputError as error:
                if not folder:
                    raise
                self._lost(told(file.path, number), error.message)

    def candidates(self) -> Iterator[str]:
        """The patients, and those of whom there are resources but no Patient."""
        yield from self.patients
        yield from (name for name in self._about if name.startswith("Patient/") and name not in self._aliases)

    def about(self, patient: str) -> list[Spot]:
        """Where the resources about a patient stand, in the order of the files."""
        packed = (
            self._about.get(name, ()) for name in dict.fromkeys((patient, *self._names.get(patient, ())))
        )
        return sorted(
            Spot(one[n + 1] >> 40, one[n], one[n + 1] & _LOW) for one in packed for n in range(0, len(one), 2)
        )

    def stray(self) -> Iterator[Spot]:
        """Where resources stand that are about no patient that could be told."""
        for name in self._about:
            if name not in self._aliases and not name.startswith("Patient/"):
                yield from self.about(name)

    def content(self, spot: Spot) -> bytes:
        """The text of a resource."""
        return self.files[spot.file].content(spot.at)

    def place(self, spot: Spot) -> str:
        """Where a resource stands, for people; of a folder's file only a name that says what is in it."""
        where = self.files[spot.file].where(spot.number)
        return f"{self._labels[spot.file]} {where}" if self._folder else where

    def _add(self, number: int, item: Item) -> None:
        spot = Spot(number, item.at, item.number)
        place = self.place(spot)
        if item.problem == DELETED:
            return self._ledger.not_needed(place, "entry", item.problem)
        if item.problem:
            return self._lost(place, item.problem)
        try:
            head = _HEADER.decode(item.content)
        except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error:
            return self._lost(place, f"no resource that can be read: {error}")
        kind = head.resource_type
        if kind == "Patient":
            return self._patient(head, item.address, spot, place)
        if kind in SHARED:
            self._share(head, item.address, spot)
            return self._ledger.not_needed(place, kind, "it is read where others refer to it")
        if kind in NO_ONE:
            return self._ledger.not_needed(place, kind, "it is about no patient")
        if not kind:
            return self._lost(place, "there is no resourceType, so it is no FHIR resource")
        reference = head.subject or head.patient
        if reference is None and kind not in LIST_OF and kind not in OF_A_PATIENT:
            return self._ledger.not_needed(place, kind, NO_FACT)
        name = None if reference is None else key_of(reference.reference)
        if name is None:
            why = "it does not say which patient it is about" if reference is None else SEARCHED
            return self._astray(place, kind, why)
        self._about.setdefault(name, array("Q")).extend((item.at, number << 40 | item.number))
        return None

    def _patient(self, head: Header, address: str, spot: Spot, place: str) -> None:
        names = [f"Patient/{head.id}"] if head.id else []
        names += [name for name in (key_of(address),) if name is not None and name not in names]
        if not names:
            names = [f"patient at {place}"]
        first = next((self._aliases[name] for name in names if name in self._aliases), names[0])
        self.patients.setdefault(first, []).append(spot)
        for name in names:
            self._aliases.setdefault(name, first)
        self._names.setdefault(first, []).extend(names)

    def _share(self, head: Header, address: str, spot: Spot) -> None:
        for name in (f"{head.resource_type}/{head.id}" if head.id else None, key_of(address)):
            if name is not None:
                self.shared.setdefault(name, spot)

    def _astray(self, place: str, kind: str, why: str) -> None:
        self._ledger.refused(place, kind, why, "subject")
        listed = LIST_OF.get(kind)
        if listed is not None:
            self._ledger.doubt(listed, f"{place}: {why}")

    def _lost(self, place: str, why: str) -> None:
        """A part of a file of which it is not even known what it was."""
        self._ledger.refused(place, "unreadable", why)
        for listed in dict.fromkeys(LIST_OF.values()):
            self._ledger.doubt(listed, f"{place}: {why}")


OF_A_PATIENT = frozenset({"Observation", "DiagnosticReport", "Specimen"})
"""Further resources that mean nothing where it is not known whose they are."""

NO_FACT = "it holds no fact that criteria ask for"
SEARCHED = "whom it is about is given as a search or a part, which cannot be followed"


def told(path: Path, number: int) -> str:
    """A file's name where it is that of a type of resource, as bulk exports have them, else its number.

    Other names are given by people, and may hold a person's.
    """
    first = path.name.split(".")[0].split("-")[0].split("_")[0]
    known = first in LIST_OF or first in SHARED or first in NO_ONE or first in KINDS
    return path.name if known and path.suffix in (".ndjson", ".jsonl") else f"file {number + 1}"


KINDS = frozenset({
    "Patient", "Observation", "DiagnosticReport", "Encounter", "Specimen", "CarePlan",
    "Coverage", "Claim", "ExplanationOfBenefit", "DocumentReference", "FamilyMemberHistory", "ImagingStudy",
})  # fmt: skip
"""Further types that bulk exports name files after."""
