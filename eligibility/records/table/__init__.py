"""Tables in CSV or TSV, wide or long, with a mapping file that says what the columns mean."""
