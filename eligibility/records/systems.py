"""The addresses by which records name terminologies.  Source: HL7 Terminology, code system registry."""

from __future__ import annotations

LOINC = frozenset(
    {"http://loinc.org", "https://loinc.org", "loinc", "LOINC", "urn:oid:2.16.840.1.113883.6.1"}
)
SNOMED = frozenset({"http://snomed.info/sct", "SNOMED", "SNOMED-CT", "urn:oid:2.16.840.1.113883.6.96"})
RXNORM = frozenset(
    {"http://www.nlm.nih.gov/research/umls/rxnorm", "RxNorm", "urn:oid:2.16.840.1.113883.6.88"}
)
NCI = frozenset(
    {
        "http://ncicb.nci.nih.gov/xml/owl/EVS/Thesaurus.owl", "https://ncicb.nci.nih.gov/xml/owl/EVS/Thesaurus.owl",
        "http://ncithesaurus-stage.nci.nih.gov", "https://ncithesaurus.nci.nih.gov",
        "urn:oid:2.16.840.1.113883.3.26.1.1",
    }
)  # fmt: skip
SEQUENCE = frozenset({"http://www.sequenceontology.org", "http://www.sequenceontology.org/"})
HGVS = frozenset({"http://varnomen.hgvs.org", "urn:oid:2.16.840.1.113883.6.282"})
AJCC = frozenset({"http://cancerstaging.org", "https://cancerstaging.org"})

TERMINOLOGIES = {"LOINC": LOINC, "SNOMED CT": SNOMED, "NCI": NCI, "SO": SEQUENCE}
"""By the names that ``rules/records`` gives them."""
