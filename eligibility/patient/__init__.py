"""The profile of a candidate and its readers.  Knows no rules."""
