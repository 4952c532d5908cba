"""Formulas as data: read, checked, computed on a value, an interval or a column, and explained."""
