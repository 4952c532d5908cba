"""From traces to verdicts: per criterion, overall, what is still open, and the explanation."""
