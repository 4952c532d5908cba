"""What the readers of FHIR resources share: the closed lists, the patient, the resources referred to."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from eligibility.knowledge.record_codes import ObservedCode
from eligibility.patient.profile import Code
from eligibility.patient.terms import Terms
from eligibility.records.fhir.shapes import Coding, Concept, Specimen
from eligibility.records.hiding import Hiding
from eligibility.records.ledger import Ledger
from eligibility.records.local_codes import LocalCodes
from eligibility.records.systems import TERMINOLOGIES


class Context:
    """What is known while the resources of one patient are read.

    ``stages``: for the id of each Condition what Observations say of its stage; ``staging``: for the id of
    an Observation the Conditions that refer to it for their stage.
    """

    def __init__(
        self,
        told: Terms,
        local: LocalCodes,
        ledger: Ledger,
        fetch: Callable[[str], bytes | None],
        hiding: Hiding,
    ) -> None:
        self.told = told
        self.local = local
        self.codes = told.knowledge.record_codes
        self.ledger = ledger
        self.fetch = fetch
        self.hiding = hiding
        self.sex: str | None = None
        self.birth: str | None = None
        self.stages: dict[str, list[str]] = {}
        self.staging: dict[str, set[str]] = {}

    def specimen(self, reference: str | None) -> str | None:
        """The words for the specimen that a reference leads to; ``None`` where it leads nowhere."""
        content = None if reference is None else self.fetch(reference)
        if content is None:
            return None
        try:
            kind = _SPECIMEN.decode(content).type
        except msgspec.DecodeError:
            return None
        if kind is None:
            return None
        return kind.text or next((coding.display for coding in kind.coding if coding.display), None)

    def observed(self, coding: Coding) -> ObservedCode | None:
        """What a code is there for; ``None`` where no table has it."""
        known = (name for name, systems in TERMINOLOGIES.items() if coding.system in systems)
        return self.codes.observed.get((next(known, ""), coding.code))

    def use_of(self, concept: Concept | None, *uses: str) -> ObservedCode | None:
        """What the first code of a concept with one of some uses is there for."""
        found = () if concept is None else (self.observed(coding) for coding in concept.coding)
        return next((row for row in found if row is not None and row.use in uses), None)

    def kept(self, system: str, code: str, display: str) -> Code:
        """A code that no table has, with its display, and counted."""
        self.unknown(system, code, display)
        return Code(system or "no system given", self.hiding.clean(code), display or None)

    def unknown(self, system: str, code: str, display: str) -> None:
        """Counts a code that no table has."""
        self.ledger.code_unknown(system, self.hiding.clean(code), self.hiding.clean(display))


_SPECIMEN = msgspec.json.Decoder(Specimen)
