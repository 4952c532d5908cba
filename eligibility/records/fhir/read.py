"""Reads FHIR R4: a resource, a bundle, a bulk export or a folder of them, as candidates.

What comes in are files; what goes out is, for each patient, a profile, and in
the ledger what became of every resource.  A resource that cannot be used does
not keep the others from being read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec

from eligibility.core.errors import InputError
from eligibility.patient.profile import Profile
from eligibility.patient.terms import Terms
from eligibility.records.fhir import shapes
from eligibility.records.fhir.allergy import read_allergy
from eligibility.records.fhir.condition import read_condition
from eligibility.records.fhir.context import Context
from eligibility.records.fhir.files import LONGEST_LINE, opened
from eligibility.records.fhir.index import LIST_OF, NO_FACT, Index, Spot, key_of
from eligibility.records.fhir.observation import marks_of, read_observation
from eligibility.records.fhir.patient import read_patient, secrets_of
from eligibility.records.fhir.planned import ServiceRequest, read_service_request
from eligibility.records.fhir.staging import join_stages
from eligibility.records.fhir.therapy import read_immunization, read_medication, read_procedure
from eligibility.records.gathering import Gathering
from eligibility.records.hiding import Hiding
from eligibility.records.ledger import Ledger
from eligibility.records.local_codes import LocalCodes
from eligibility.records.lost import LostResult
from eligibility.records.pseudonyms import Pseudonyms
from eligibility.records.yielding import Unneeded, Yield

Reader = Callable[[Any, str, Context], Yield]


def _medication(kind: str) -> Reader:
    return lambda one, source, context: read_medication(one, kind, source, context)


READERS: dict[str, tuple[msgspec.json.Decoder[Any], Reader]] = {
    "Observation": (msgspec.json.Decoder(shapes.Observation, strict=False), read_observation),
    "Condition": (msgspec.json.Decoder(shapes.Condition, strict=False), read_condition),
    "Procedure": (msgspec.json.Decoder(shapes.Procedure, strict=False), read_procedure),
    "Immunization": (msgspec.json.Decoder(shapes.Immunization, strict=False), read_immunization),
    "ServiceRequest": (msgspec.json.Decoder(ServiceRequest, strict=False), read_service_request),
    "AllergyIntolerance": (msgspec.json.Decoder(shapes.Allergy, strict=False), read_allergy),
    **{
        kind: (msgspec.json.Decoder(shapes.Medicated, strict=False), _medication(kind))
        for kind in (
            "MedicationRequest", "MedicationStatement", "MedicationAdministration", "MedicationDispense",
        )
    },
}  # fmt: skip
"""How each type of resource that holds facts is decoded and read.  Numbers given as texts are numbers."""

LEFT = {
    "DiagnosticReport": "its results are read themselves; its text is not",
    "Specimen": "it is read where a result refers to it",
}
"""Why resources about a patient are not needed; all others hold no fact that criteria ask for."""

OLDER = "another version of it is newer, or says the same"
NOBODY = "the reference to whom it is about leads nowhere"
ABSENT = "the Patient that is referred to is not in the files; sex and birth are not known"

_HEADER = msgspec.json.Decoder(shapes.Header)
_IDENTITY = msgspec.json.Decoder(shapes.Identity)


class FhirReader:
    """Reads the candidates of some files."""

    def __init__(
        self, files: tuple[Path, ...], ledger: Ledger, told: Terms, local: LocalCodes, *,
        folder: bool = False, longest: int = LONGEST_LINE, pseudonyms: Pseudonyms | None = None,
    ) -> None:  # fmt: skip
        self._ledger, self._told, self._local = ledger, told, local
        self._pseudonyms = pseudonyms
        self._index = Index(tuple(opened(path, longest) for path in files), ledger, folder=folder)
        self._ids: set[str] = set()

    def __iter__(self) -> Iterator[Profile | InputError]:
        """Each candidate, or why there is none of a Patient; before them what belongs to nobody is told."""
        for spot in self._index.stray():
            kind = _HEADER.decode(self._index.content(spot)).resource_type
            place = self._index.place(spot)
            self._ledger.refused(place, kind, NOBODY, "subject")
            if kind in LIST_OF:
                self._ledger.doubt(LIST_OF[kind], f"{place}: {NOBODY}")
        for number, patient in enumerate(self._index.candidates(), 1):
            yield self._candidate(patient, number)
        for file in self._index.files:
            file.close()

    def _candidate(self, patient: str, number: int) -> Profile | InputError:
        spots = self._index.patients.get(patient, [])
        versions = [self._index.content(spot) for spot in spots]
        try:
            newest = _newest(versions)
        except InputError as error:
            for spot in (*spots, *self._index.about(patient)):
                self._ledger.refused(self._index.place(spot), "Patient", error.message)
            return InputError(error.message, ", ".join(self._index.place(spot) for spot in spots))
        content = versions[newest] if versions else b"{}"
        hiding = Hiding(*secrets_of(content), self._told)
        gathering = Gathering(self._identifier(patient, content, number, hiding))
        if not spots:
            first = self._index.place(self._index.about(patient)[0])
            self._ledger.absent(first, "Patient", ABSENT, "subject", gathering.id)
        for at, spot in enumerate(spots):
            self._begin(gathering, versions[at], spot, taken=at == newest)
        _Candidate(self._index, self._ledger, self._told, self._local, gathering, hiding).read(patient)
        return gathering.profile()

    def _identifier(self, patient: str, content: bytes, number: int, hiding: Hiding) -> str:
        """The id of the resource, unless it names the person, or is no plain code, or is taken."""
        given = _HEADER.decode(content).id or patient.rpartition("/")[2].rpartition(":")[2]
        if self._pseudonyms is not None:
            return self._pseudonyms.of(given)
        plain = given.isprintable() and given.strip() and not hiding.names(given) and " " not in given
        name = given if plain and given not in self._ids else f"candidate-{number}"
        self._ids.add(name)
        return name

    def _begin(self, gathering: Gathering, content: bytes, spot: Spot, *, taken: bool) -> None:
        place = self._index.place(spot)
        if not taken:
            self._ledger.not_needed(place, "Patient", OLDER, gathering.id)
            return
        try:
            notes = read_patient(content, gathering)
        except msgspec.DecodeError as error:
            self._ledger.refused(place, "Patient", str(error), "", gathering.id)
            return
        self._ledger.used(place, "Patient", gathering.id, notes)


MODIFIED = "an extension that may turn its meaning round; such a resource is not to be read without it"


class _Candidate:
    """Reads the resources of one patient into what is gathered."""

    def __init__(
        self,
        index: Index,
        ledger: Ledger,
        told: Terms,
        local: LocalCodes,
        gathering: Gathering,
        hiding: Hiding,
    ) -> None:
        self._index, self._ledger, self._gathering, self._hiding = index, ledger, gathering, hiding
        self._context = Context(told, local, ledger, self._fetch, hiding)
        self._context.sex, self._context.birth = gathering.sex, gathering.birth_date
        self._own: dict[str, Spot] = {}

    def read(self, patient: str) -> None:
        """Reads all of them; of several versions of one the newest."""
        named: dict[str, list[tuple[Spot, bytes]]] = {}
        for spot in self._index.about(patient):
            content = self._index.content(spot)
            head = _HEADER.decode(content)
            key = f"{head.resource_type}/{head.id}" if head.id else f"{head.resource_type} {len(named)}"
            named.setdefault(key, []).append((spot, content))
        self._own = {key: versions[0][0] for key, versions in named.items()}
        held = {key: _held([content for _, content in versions]) for key, versions in named.items()}
        join_stages(held, self._context)
        for key, versions in named.items():
            self._one(key.partition("/")[0].partition(" ")[0], versions)

    def _one(self, kind: str, versions: list[tuple[Spot, bytes]]) -> None:
        try:
            newest = _newest([content for _, content in versions])
        except InputError as error:
            for spot, content in versions:
                place = self._index.place(spot)
                self._refuse(place, kind, self._lost(place, kind, content, error))
            return
        for number, (spot, content) in enumerate(versions):
            place = self._index.place(spot)
            if number != newest:
                self._ledger.not_needed(place, kind, OLDER, self._gathering.id)
            elif kind in READERS:
                self._take(kind, place, content)
            else:
                why = LEFT.get(kind, NO_FACT)
                self._ledger.not_needed(place, kind, why, self._gathering.id)

    def _take(self, kind: str, place: str, content: bytes) -> None:
        decoder, read = READERS[kind]
        if b'"modifierExtension"' in content:
            error = InputError(MODIFIED, "modifierExtension")
            self._refuse(place, kind, self._lost(place, kind, content, error))
            return
        try:
            found = read(decoder.decode(content), f"{place} ({kind})", self._context)
            self._gathering.add([self._hiding.hidden(fact) for fact in found.facts])
        except Unneeded as error:
            self._ledger.not_needed(place, kind, error.why, self._gathering.id)
        except InputError as error:
            self._refuse(place, kind, error)
        except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error:
            why, _, path = str(error).partition(" - at `$.")
            self._refuse(place, kind, self._lost(place, kind, content, InputError(why, path.rstrip("`"))))
        else:
            self._ledger.used(place, kind, self._gathering.id, found.notes)

    def _lost(self, place: str, kind: str, content: bytes, error: InputError) -> InputError:
        """The error about a resource, with the marks of the results that are lost with it."""
        marks = marks_of(content, f"{place} ({kind})", self._context) if kind == "Observation" else ()
        return LostResult(error, *marks)

    def _refuse(self, place: str, kind: str, error: InputError) -> None:
        self._ledger.refused(place, kind, error.message, error.place, self._gathering.id)
        if kind in LIST_OF:
            self._gathering.mark(LIST_OF[kind], f"{place} ({kind})")
        if isinstance(error, LostResult):
            for mark in error.marks:
                self._gathering.keep_place(self._hiding.hidden(mark))

    def _fetch(self, reference: str) -> bytes | None:
        """The text of the resource that a reference leads to: one of this patient, or one of all."""
        key = key_of(reference)
        spot = None if key is None else self._own.get(key) or self._index.shared.get(key)
        return None if spot is None else self._index.content(spot)


def _newest(versions: list[bytes]) -> int:
    """Which of several resources with one id holds: the last updated, or the first of the same content.

    Raises: InputError when they differ and none says that it is newer.
    """
    if len(set(versions)) <= 1:
        return 0
    updated = []
    for content in versions:
        meta = _IDENTITY.decode(content).meta
        updated.append("" if meta is None else meta.last_updated)
    last = max(updated)
    if not last or updated.count(last) > 1:
        raise InputError("the id stands twice with different content, and none is newer", "id")
    return updated.index(last)


def _held(versions: list[bytes]) -> bytes:
    """The version of a resource that holds; none where that is not known."""
    try:
        return versions[_newest(versions)]
    except InputError:
        return b""
