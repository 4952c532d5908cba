"""From the text of a criterion to its syntax tree, "as written".  Knows wordings, no medicine."""
