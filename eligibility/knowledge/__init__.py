"""Reads ``rules/`` into typed tables, and takes the hash of its content."""
