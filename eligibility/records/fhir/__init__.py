"""FHIR R4: bundles, bulk exports and single resources, read as plain JSON."""
