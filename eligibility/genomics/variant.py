"""Reads the name of one variant in HGVS, of the protein or of the coding sequence.

Only substitutions of one amino acid or one base; what else a report may name is
no variant here.

Source: den Dunnen et al., Hum Mutat 2016;37:564 (HGVS nomenclature).
"""

from __future__ import annotations

import re

LETTERS = {
    "ala": "A", "arg": "R", "asn": "N", "asp": "D", "cys": "C", "gln": "Q", "glu": "E", "gly": "G",
    "his": "H", "ile": "I", "leu": "L", "lys": "K", "met": "M", "phe": "F", "pro": "P", "ser": "S",
    "thr": "T", "trp": "W", "tyr": "Y", "val": "V", "ter": "*",
}  # fmt: skip
"""The one letter of each amino acid, and of an end."""

PROTEIN = re.compile(
    rf"(?:p\.)?\(?(?P<was>{'|'.join(LETTERS)}|[A-Z])(?P<place>[1-9]\d{{0,4}})(?P<now>{'|'.join(LETTERS)}|[A-Z*])\)?",
    re.IGNORECASE,
)
CODING = re.compile(
    r"c\.(?P<place>[1-9]\d{0,5}(?:[+-]\d{1,3})?)(?P<was>[ACGT])>(?P<now>[ACGT])", re.IGNORECASE
)


def read_variant(text: str) -> str | None:
    """A substitution in its shortest spelling, ``R248Q`` or ``c.743G>A``; ``None`` for anything else.

    >>> read_variant("p.(Arg248Gln)")
    'R248Q'
    """
    coding = CODING.fullmatch(text)
    if coding is not None:
        return f"c.{coding['place']}{coding['was'].upper()}>{coding['now'].upper()}"
    protein = PROTEIN.fullmatch(text)
    if protein is None or text.count("(") != text.count(")"):
        return None
    was, now = (LETTERS.get(side.lower(), side.upper()) for side in (protein["was"], protein["now"]))
    return f"{was}{protein['place']}{now}"
