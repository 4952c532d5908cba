"""The presence checks of a text: phrases, what denies, dates and joins them, and their kinds."""
