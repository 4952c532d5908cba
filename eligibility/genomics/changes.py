"""Which gains, losses and deletions of a karyotype have a name, and how many abnormalities there are.

What comes in is a karyotype and the tables; what goes out names concepts: a
monosomy, a trisomy, a deletion of an arm, a complex or a monosomal karyotype.
The last two are told of karyotypes alone, so one with enough metaphases and too
few abnormalities rules them out.
"""

from __future__ import annotations

from eligibility.genomics.clonality import Found, found
from eligibility.genomics.follows_types import Follows, Says
from eligibility.genomics.nodes import SEX_CHROMOSOMES, Incomplete, Karyotype, Numerical, Structural
from eligibility.genomics.written import item_written, written
from eligibility.knowledge.alterations import Alterations, Change

ENOUGH_METAPHASES = 20
"""So many make a karyotype that speaks for the marrow.

Source: guidance on the work-up of myelodysplastic syndromes: cytogenetics with 20 metaphases or more.
"""

BROKEN = frozenset({"add", "der", "dic", "psu dic", "r", "i", "idic"})
"""Kinds that may lack a part of an arm."""


def of_changes(karyotype: Karyotype, tables: Alterations) -> list[Follows]:
    """The named changes of the candidate's own clones."""
    seen = [one for one in found(karyotype) if not one.constitutional]
    told: list[Follows] = []
    replaced = _replaced(seen)
    for row in tables.changes:
        if row.change in ("complex", "monosomal"):
            told.extend(_of_number(row, seen, karyotype))
        else:
            told.extend(
                Follows(row.concept, says if one.clonal != "no" else "may", item_written(one.item))
                for one in seen
                if (says := _is(row, one, replaced)) is not None
            )
    return told


def _replaced(seen: list[Found]) -> frozenset[str]:
    """The chromosomes of which an abnormal form is gained: ``-9,+der(9)t(9;22)`` lacks no 9."""
    gained = [one.item for one in seen if isinstance(one.item, Structural) and one.item.sign == "+"]
    return frozenset(name for item in gained for name in item.parts[0].chromosomes)


def _is(row: Change, one: Found, replaced: frozenset[str]) -> Says | None:
    """Whether an abnormality is a named change, or may be."""
    item = one.item
    if isinstance(item, Numerical):
        sign = {"loss": "-", "gain": "+"}.get(row.change)
        same = item.sign == sign and item.chromosome == row.chromosome
        unsure = item.doubtful or (row.change == "loss" and row.chromosome in replaced)
        return None if not same else "may" if unsure else "shows"
    if row.change != "deletion" or not isinstance(item, Structural) or item.sign:
        return None
    first = item.parts[0]
    if row.chromosome not in first.chromosomes:
        return None
    if first.kind == "del":
        arms = {place.arm for place in first.sites[0].breaks}
        return None if row.arm not in arms else "may" if item.doubtful or len(arms) > 1 else "shows"
    breaks = [place for part in item.parts for site in part.sites for place in site.breaks]
    return "may" if first.kind in BROKEN and any(place.arm == row.arm for place in breaks) else None


def _of_number(row: Change, seen: list[Found], karyotype: Karyotype) -> list[Follows]:
    """A complex or monosomal karyotype, by the number of its clonal abnormalities."""
    count = _abnormalities(seen) if row.change == "complex" else _monosomal(seen)
    text = written(karyotype)
    if count >= row.shows_from:
        return [Follows(row.concept, "shows", text)]
    doubtful = any(one.clonal == "untold" or isinstance(one.item, Incomplete) for one in seen)
    if count >= row.may_from or (doubtful and len(seen) >= row.may_from):
        return [Follows(row.concept, "may", text)]
    cells = [one.cells.count for one in karyotype.clones if one.cells is not None and not one.donor]
    complete = len(cells) == sum(not one.donor for one in karyotype.clones)
    if complete and sum(cells) >= ENOUGH_METAPHASES and not doubtful:
        return [Follows(row.concept, "rules out", text)]
    return []


def _abnormalities(seen: list[Found]) -> int:
    return sum(one.clonal == "yes" and not isinstance(one.item, Incomplete) for one in seen)


def _monosomal(seen: list[Found]) -> int:
    """2 for a monosomal karyotype, 1 for one monosomy of an autosome alone, else 0."""
    clonal = [one.item for one in seen if one.clonal == "yes"]
    there = _replaced(seen) | set(SEX_CHROMOSOMES)
    lost = [
        item
        for item in clonal
        if isinstance(item, Numerical) and item.sign == "-" and item.chromosome not in there
    ]
    structural = any(isinstance(item, Structural) for item in clonal)
    return 0 if not lost else 2 if len(lost) > 1 or structural else 1
