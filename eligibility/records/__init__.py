"""Records as hospitals and registries keep them: FHIR R4, OMOP CDM 5.4, tables.

What comes in are files; what goes out are profiles and a ledger that accounts
for every resource or row: used, not needed, or refused, and why.  What a
profile means is none of this folder's business.
"""
