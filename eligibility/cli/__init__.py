"""The command line.  Each command imports what it needs when it runs, so that ``--help`` is quick."""

from eligibility.cli import extract, formulas, genomics, records, screen, trial, units
from eligibility.cli.group import main

__all__ = ["extract", "formulas", "genomics", "main", "records", "screen", "trial", "units"]
