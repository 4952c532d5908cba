"""Documents and their outline: a trial's page in, a tree of criteria out, each with its place in the page."""
