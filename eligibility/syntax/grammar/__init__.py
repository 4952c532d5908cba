"""The grammar, over kinds of lexemes: islands first (bounds, windows, ages), then the clause."""
