"""The tables of OMOP CDM 5.4 and the columns without which one cannot be read.

Source: OHDSI Common Data Model 5.4, OMOP_CDMv5.4_Table_Level.csv and OMOP_CDMv5.4_Field_Level.csv.
"""

from __future__ import annotations

PERSON, DEATH, CONCEPT, VISIT = "PERSON", "DEATH", "CONCEPT", "VISIT_OCCURRENCE"
CONDITION, DRUG, PROCEDURE = "CONDITION_OCCURRENCE", "DRUG_EXPOSURE", "PROCEDURE_OCCURRENCE"
MEASUREMENT, OBSERVATION = "MEASUREMENT", "OBSERVATION"

FACTS = (CONDITION, DRUG, PROCEDURE, MEASUREMENT, OBSERVATION, DEATH)
"""The tables whose rows say something of a person, in the order in which they are read."""

KEYS = {
    PERSON: "person_id", CONDITION: "condition_occurrence_id", DRUG: "drug_exposure_id",
    PROCEDURE: "procedure_occurrence_id", MEASUREMENT: "measurement_id", OBSERVATION: "observation_id",
    DEATH: "person_id",
}  # fmt: skip
"""The column that tells the rows of a table apart."""

REQUIRED = {
    PERSON: ("person_id", "gender_concept_id", "year_of_birth"),
    CONDITION: (KEYS[CONDITION], "person_id", "condition_concept_id", "condition_start_date"),
    DRUG: (KEYS[DRUG], "person_id", "drug_concept_id", "drug_exposure_start_date"),
    PROCEDURE: (KEYS[PROCEDURE], "person_id", "procedure_concept_id", "procedure_date"),
    MEASUREMENT: (
        KEYS[MEASUREMENT], "person_id", "measurement_concept_id", "measurement_date", "value_as_number",
    ),
    OBSERVATION: (KEYS[OBSERVATION], "person_id", "observation_concept_id", "observation_date"),
    DEATH: ("person_id",),
    CONCEPT: ("concept_id", "concept_name", "vocabulary_id", "concept_code"),
}  # fmt: skip

LISTS = {
    CONDITION: ("conditions",), DRUG: ("treatments",), PROCEDURE: ("treatments",),
    OBSERVATION: ("allergies", "conditions", "treatments"),
}  # fmt: skip
"""The lists of a profile that a row may be an entry of.  "History of" stands in OBSERVATION."""

VOCABULARY = frozenset({
    CONCEPT, "CONCEPT_ANCESTOR", "CONCEPT_CLASS", "CONCEPT_RELATIONSHIP", "CONCEPT_SYNONYM", "DOMAIN",
    "DRUG_STRENGTH", "RELATIONSHIP", "SOURCE_TO_CONCEPT_MAP", "VOCABULARY", "CDM_SOURCE", "METADATA",
    "COHORT_DEFINITION", "ATTRIBUTE_DEFINITION",
})  # fmt: skip
"""The tables that are about no person; each has one line in the ledger."""

TABLES = VOCABULARY | frozenset(KEYS) | frozenset({
    VISIT, "VISIT_DETAIL", "OBSERVATION_PERIOD", "DEVICE_EXPOSURE", "NOTE", "NOTE_NLP", "SPECIMEN",
    "FACT_RELATIONSHIP", "LOCATION", "CARE_SITE", "PROVIDER", "PAYER_PLAN_PERIOD", "COST", "DRUG_ERA",
    "SURVEY_CONDUCT", "DOSE_ERA", "CONDITION_ERA", "EPISODE", "EPISODE_EVENT", "COHORT", "COHORT_ATTRIBUTE",
})  # fmt: skip
