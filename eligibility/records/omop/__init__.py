"""OMOP CDM 5.4: a folder of tables, as CSV or Parquet."""
