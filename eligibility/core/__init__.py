"""What every stage shares: truth values, spans, intervals, partial dates, diagnostics, errors."""
