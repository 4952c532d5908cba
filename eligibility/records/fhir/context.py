"""What the readers of FHIR resources share: the closed lists, the patient, the resources referred to."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from eligibility.patient.profile import Code
from eligibility.patient.terms import Terms
from eligibility.records.fhir.shapes import Specimen
from eligibility.records.hiding import Hiding
from eligibility.records.ledger import Ledger
from eligibility.records.local_codes import LocalCodes


class Context:
    """What is known while the resources of one patient are read."""

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

    def kept(self, system: str, code: str, display: str) -> Code:
        """A code that no table has, with its display, and counted."""
        self.unknown(system, code, display)
        return Code(system or "no system given", self.hiding.clean(code), display or None)

    def unknown(self, system: str, code: str, display: str) -> None:
        """Counts a code that no table has."""
        self.ledger.code_unknown(system, self.hiding.clean(code), self.hiding.clean(display))


_SPECIMEN = msgspec.json.Decoder(Specimen)
