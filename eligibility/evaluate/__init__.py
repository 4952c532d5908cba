"""Selects facts, compares, derives, and evaluates a bound rule in three-valued logic, with its trace."""
