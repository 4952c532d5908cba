"""The addresses by which records name terminologies.  Source: HL7 Terminology, code system registry."""

from __future__ import annotations

LOINC = frozenset(
    {"http://loinc.org", "https://loinc.org", "loinc", "LOINC", "urn:oid:2.16.840.1.113883.6.1"}
)
SNOMED = frozenset({"http://snomed.info/sct", "SNOMED", "SNOMED-CT", "urn:oid:2.16.840.1.113883.6.96"})
RXNORM = frozenset(
    {"http://www.nlm.nih.gov/research/umls/rxnorm", "RxNorm", "urn:oid:2.16.840.1.113883.6.88"}
)
