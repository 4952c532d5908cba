"""Grounds what an array says of ploidy in words: "43 chromosomes, no LOH".

Every part of the text must be a known wording; one that is not leaves the
whole unread.  Only an array that sees heterozygosity rules anything out.
"""

from __future__ import annotations

import re

from eligibility.genomics.array_follows import Loss, of_number
from eligibility.genomics.follows_types import Follows
from eligibility.patient.terms import Terms

NUMBER = re.compile(r"(\d{2,3}) (\S+)")
DIPLOID = 46
"""Chromosomes of a diploid cell."""


def read_ploidy(assay: str, text: str, told: Terms) -> list[Follows] | None:
    """What the words say of ploidy; ``None`` where they are not all known, or say nothing of it."""
    parts = [part.strip() for part in re.split(r"[,;.]", text) if part.strip()]
    said, number = set[str](), None
    for part in parts:
        counted = NUMBER.fullmatch(told.even(part))
        word = told.listed("ploidy", part)
        if counted is not None and told.listed("ploidy_number", counted[2]):
            number = int(counted[1])
        elif word is not None:
            said.add(word)
        else:
            return None
    if said & {"diploid", "normal"}:
        number = DIPLOID if number in (None, DIPLOID) else None
    sees = told.listed("assay_sees", assay) == "heterozygosity"
    if number is None or not sees:
        return None
    return of_number(number, told.knowledge.alterations, text, _loss(said))


def _loss(said: set[str]) -> Loss:
    if "doubled" in said:
        return "widespread"
    return "none" if said & {"normal", "no_loss"} and "loss" not in said else "untold"
