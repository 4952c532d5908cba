"""The first year that a date in a record can lie in."""

from __future__ import annotations

FIRST_YEAR = 1900
"""Earlier dates are placeholders of databases and spreadsheets, not days of a living person."""
