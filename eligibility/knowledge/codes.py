"""Codes of terminologies: the concept that a code of ICD-10-CM, ICD-9-CM, RxNorm, ATC or HGNC stands for.

What comes in are the codes of ``rules/concepts`` and of ``rules/records``; what
goes out is a concept by system and code.  Codes are matched exactly.  The
classifications of diseases alone are read as trees: a code below one of the
table is a kind of it, and says more than its concept.
"""

from __future__ import annotations

import re

import msgspec

from eligibility.core.errors import RuleFileError

SYSTEMS = {
    "icd-10-cm": "ICD-10-CM",
    "http://hl7.org/fhir/sid/icd-10-cm": "ICD-10-CM",
    "urn:oid:2.16.840.1.113883.6.90": "ICD-10-CM",
    "icd-9-cm": "ICD-9-CM",
    "http://hl7.org/fhir/sid/icd-9-cm": "ICD-9-CM",
    "http://hl7.org/fhir/sid/icd-9-cm/diagnosis": "ICD-9-CM",
    "urn:oid:2.16.840.1.113883.6.103": "ICD-9-CM",
    "rxnorm": "RxNorm",
    "http://www.nlm.nih.gov/research/umls/rxnorm": "RxNorm",
    "atc": "ATC",
    "http://www.whocc.no/atc": "ATC",
    "hgnc": "HGNC",
    "http://www.genenames.org": "HGNC",
}
"""The terminologies by their names, and by the addresses that records use."""

FORMS = {
    "ICD-10-CM": re.compile(r"[A-Z][0-9][0-9A-Z](\.?[0-9A-Z]{1,4})?"),
    "ICD-9-CM": re.compile(r"([0-9]{3}|V[0-9]{2})(\.?[0-9]{1,2})?|E[0-9]{3}(\.?[0-9])?"),
    "RxNorm": re.compile(r"[1-9][0-9]*"),
    "ATC": re.compile(r"[A-Z]([0-9]{2}([A-Z]{1,2}([0-9]{2})?)?)?"),
    "HGNC": re.compile(r"[1-9][0-9]*"),
}
"""How the codes of each terminology look."""

TREES = frozenset({"ICD-10-CM", "ICD-9-CM"})
CATEGORY = 3
"""A code of these has a category of three signs; what follows tells kinds of it apart."""


class Coded(msgspec.Struct, frozen=True):
    """The concept of a code; ``whole``: the code stands for it, and is not one below that says more."""

    concept: str
    whole: bool = True


class Codes:
    """The codes of a table, each with its concept."""

    def __init__(self) -> None:
        self._concepts: dict[tuple[str, str], str] = {}

    def add(self, written: str, concept: str, place: str) -> None:
        """A code as the table writes it: ``ICD-10-CM:I10``.

        Raises: RuleFileError when system or form are not known, or the code stands for another concept.
        """
        name, _, code = written.partition(":")
        system, code = system_of(name), _plain(code)
        if system is None or not FORMS[system].fullmatch(code):
            known = ", ".join(FORMS)
            raise RuleFileError(f"{place}: '{written}' is no code; write SYSTEM:CODE with one of {known}")
        other = self._concepts.setdefault((system, _undotted(code)), concept)
        if other != concept:
            raise RuleFileError(f"{place}: the code '{written}' stands for two concepts, {other} too")

    def find(self, system: str, code: str) -> Coded | None:
        """The concept of a code; ``None`` for one without a row.

        >>> codes = Codes()
        >>> codes.add("ICD-10-CM:E11", "type_2_diabetes", "here")
        >>> codes.find("http://hl7.org/fhir/sid/icd-10-cm", "E11.65")
        Coded(concept='type_2_diabetes', whole=False)
        >>> codes.find("ICD-10-CM", "E1") is None
        True
        """
        known, code = system_of(system), _plain(code)
        if known is None or not FORMS[known].fullmatch(code):
            return None
        whole = _undotted(code)
        shortest = CATEGORY if known in TREES else len(whole)
        for length in range(len(whole), shortest - 1, -1):
            concept = self._concepts.get((known, whole[:length]))
            if concept is not None:
                return Coded(concept, length == len(whole))
        return None

    def __len__(self) -> int:
        return len(self._concepts)


def system_of(name: str) -> str | None:
    """The terminology of a name or an address; ``None`` for one that is not known."""
    return SYSTEMS.get(name.strip().lower().rstrip("/"))


def _plain(code: str) -> str:
    """A code without the prefix that HGNC writes before its numbers, in upper case."""
    return code.strip().upper().removeprefix("HGNC:")


def _undotted(code: str) -> str:
    return code.replace(".", "")
