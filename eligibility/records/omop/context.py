"""What the readers of OMOP rows share: closed lists, concepts, visits, and what must not be told."""

from __future__ import annotations

from typing import NamedTuple

from eligibility.knowledge.concepts import STATES, THERAPIES
from eligibility.knowledge.quantities import Quantity
from eligibility.patient.profile import Code
from eligibility.patient.terms import MEMORY, Terms
from eligibility.records.hiding import Hiding
from eligibility.records.ledger import Ledger
from eligibility.records.local_codes import LocalCodes
from eligibility.records.naming import refuse_two
from eligibility.records.omop.concepts import Concept
from eligibility.records.omop.tables import Row

OMOP = "OMOP"
"""The system under which a site's own table of codes may name a concept by its id."""


class About(NamedTuple):
    """What a row is about: its concepts, the source's first, and what the source wrote.

    ``ids``: the concept ids; one may lead nowhere.
    """

    concepts: tuple[Concept, ...]
    ids: tuple[str, ...]
    written: str

    @property
    def spellings(self) -> tuple[str, ...]:
        """Its names, each once; what the source wrote last, for that is mostly a code."""
        names = (*(one.name for one in self.concepts), self.written)
        return tuple(dict.fromkeys(name for name in names if name))


class Named(NamedTuple):
    """What an entry of a list is called; ``code`` stands beside it, ``known``: one of them has a row."""

    text: str
    code: Code | None
    known: bool


class What(NamedTuple):
    """What was measured: its name or code, the quantity where one is known, the method in its name."""

    code: str | Code | None
    quantity: Quantity | None
    method: str | None = None


class Context:
    """What is known while rows are read; ``hiding`` is that of the person whose row is read."""

    def __init__(self, told: Terms, local: LocalCodes, ledger: Ledger, visits: dict[str, str]) -> None:
        self.told, self.local, self.ledger, self.visits = told, local, ledger, visits
        self.codes = told.knowledge.record_codes
        self.concepts: dict[str, Concept] = {}
        self.hiding = Hiding([], [], told)
        self.measured: dict[About, What] = {}
        self._named: dict[About, Named | None] = {}

    def about(self, row: Row, field: str) -> About:
        """What a row is about, by the three columns that say it: ``condition_concept_id`` and its sources."""
        ids = tuple(
            one
            for one in dict.fromkeys(
                (row.concept(f"{field}_source_concept_id"), row.concept(f"{field}_concept_id"))
            )
            if one
        )
        found = tuple(self.concepts[one] for one in ids if one in self.concepts)
        return About(found, ids, row.text(f"{field}_source_value"))

    def concept(self, row: Row, column: str) -> Concept | None:
        """The concept in a column; ``None`` where there is none, or it is not in the table CONCEPT."""
        return self.concepts.get(row.concept(column))

    def local_name(self, about: About) -> str | None:
        """What the site's own table calls it: by code, by concept id, by what the source wrote."""
        codes = [(one.system, one.code) for one in about.concepts]
        codes += [(one.vocabulary, one.code) for one in about.concepts]
        codes += [(OMOP, one) for one in about.ids] + [("", about.written)]
        found = (self.local.name(system, code) for system, code in codes if code)
        return next((name for name in found if name is not None), None)

    def named(self, about: About) -> Named | None:
        """What an entry of a list is called; ``None`` where there are neither words nor a code.

        Of several names the first that is known counts, of several codes the first that a table has.
        """
        if about in self._named:
            return self._named[about]
        if len(self._named) >= MEMORY:
            self._named.clear()
        return self._named.setdefault(about, self._look_up(about))

    def _look_up(self, about: About) -> Named | None:
        tables, told = self.told.knowledge.concepts, self.told
        coded = next((one for one in about.concepts if tables.coded(one.system, one.code) is not None), None)
        own = self.local_name(about)
        if own is None:
            refuse_two(about.spellings, told)
        words = own or next(
            (name for name in about.spellings if told.therapy(name) or told.named(name)), None
        )
        text = words or next(iter(about.spellings), None)
        if text is None:
            return None
        first = coded or next(iter(about.concepts), None)
        code = None if first is None else Code(first.system, first.code, first.name or None)
        return Named(text, code, words is not None or coded is not None)

    def unknown(self, about: About) -> None:
        """Counts what no table has: by its code, else by what the source wrote."""
        first = next(iter(about.concepts), None)
        clean = self.hiding.clean
        if first is None:
            self.ledger.code_unknown("", clean(about.written or about.ids[0]), "")
        else:
            self.ledger.code_unknown(first.system, first.code, clean(first.name))

    def list_of(self, about: About) -> str | None:
        """The list of a profile that what a row is about would be an entry of, as far as it is known."""
        found = [self.told.named(name) for name in about.spellings]
        kinds = {one.kind for one in found if one is not None}
        return "treatments" if kinds & THERAPIES else "conditions" if kinds & STATES else None
