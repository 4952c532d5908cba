"""Shows a cell in a message, where it is a number, a date or a code.

What comes in is a cell that should hold a number or a date; what goes out is the
cell as a message shows it.  Words are not repeated: where a cell has come into
the wrong column they may name a person.
"""

from __future__ import annotations

import re

from eligibility.patient.spots import shown

WORDS = "the text in the cell"
_WORD = re.compile(r"[^\W\d_]{2,}")
_DATED = re.compile(r"\d{1,2}[- ]?[^\W\d_]{3}[- ]?\d{2,4}")


def quoted(text: str) -> str:
    """The cell, or that it is a text.

    >>> quoted("31/04/2020"), quoted("12-Mar-20"), quoted("5,4 H"), quoted("1,200 Mrs Doe"), quoted("Doe")
    ("'31/04/2020'", "'12-Mar-20'", "'5,4 H'", 'the text in the cell', 'the text in the cell')
    """
    return WORDS if _WORD.search(_DATED.sub("", text)) else shown(text)
