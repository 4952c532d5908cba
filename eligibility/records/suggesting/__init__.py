"""Writes a first mapping of a table, in which every guess is marked as one."""
