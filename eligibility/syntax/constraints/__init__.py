"""Thresholds, ages and windows as stated in a text, found whether or not the clause around them is read."""
