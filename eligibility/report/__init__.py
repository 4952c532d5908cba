"""The faces of a screening: text for a terminal, JSON for machines."""
