"""Which gains, losses and deletions of a karyotype have a name, and how many abnormalities there are.

What comes in is a karyotype and the tables; what goes out names concepts: a
monosomy, a trisomy, a deletion of an arm, a complex or a monosomal karyotype.
The last two are told of karyotypes alone, so one with enough metaphases and too
few abnormalities rules them out.
"""

from __future__ import annotations

from eligibility.genomics.clonality import Found, found
from eligibility.genomics.clones import carried
from eligibility.genomics.follows_types import Follows, Says
from eligibility.genomics.nodes import (
    CHROMOSOMES,
    SEX_CHROMOSOMES,
    Incomplete,
    Karyotype,
    Numerical,
    Reference,
    Structural,
)
from eligibility.genomics.written import item_written, written
from eligibility.knowledge.alterations import Alterations, Change

ENOUGH_METAPHASES = 20
"""So many make a karyotype that speaks for the marrow.

Source: guidance on the work-up of myelodysplastic syndromes: cytogenetics with 20 metaphases or more.
"""

FEWEST, MOST = 35, 57
"""Chromosomes of a clone whose gains and losses refer to two sets."""

BROKEN = frozenset({"add", "der", "dic", "psu dic", "r", "idic"})
"""Kinds that may lack a part of an arm."""


def of_changes(karyotype: Karyotype, tables: Alterations, fusions: bool) -> list[Follows]:
    """The named changes of the candidate's own clones; ``fusions``: a fusion follows from the karyotype."""
    seen = [one for one in found(karyotype) if not one.constitutional]
    told: list[Follows] = []
    other = _replaced(seen) if _diploid(karyotype) else frozenset(CHROMOSOMES)
    for row in tables.changes:
        if row.change in ("complex", "monosomal"):
            told.extend(_of_number(row, seen, karyotype, unsure=fusions or not _diploid(karyotype)))
        else:
            told.extend(
                Follows(row.concept, says if one.clonal != "no" else "may", item_written(one.item))
                for one in seen
                if (says := _is(row, one, other)) is not None
            )
    return told


def _diploid(karyotype: Karyotype) -> bool:
    """Whether gains and losses refer to two sets: a lost chromosome leaves one, a gained makes three."""
    own = [one for one in karyotype.clones if not one.donor]
    return all(
        (one.ploidy is None or one.ploidy[0] == 2) and one.chromosomes.low >= FEWEST
        and one.chromosomes.high <= MOST and not (isinstance(one.start, Reference) and one.start.times > 1)
        for one in own
    )  # fmt: skip


def _replaced(seen: list[Found]) -> frozenset[str]:
    """The chromosomes of which an abnormal form is gained: ``-9,+der(9)t(9;22)`` lacks no 9."""
    gained = [one.item for one in seen if isinstance(one.item, Structural) and one.item.sign == "+"]
    return frozenset(name for item in gained for name in item.parts[0].chromosomes)


def _is(row: Change, one: Found, other: frozenset[str]) -> Says | None:
    """Whether an abnormality is a named change, or may be; ``other``: chromosomes there in other numbers."""
    item = one.item
    if isinstance(item, Numerical):
        sign = {"loss": "-", "gain": "+"}.get(row.change)
        same = item.sign == sign and item.chromosome == row.chromosome
        return None if not same else "may" if item.doubtful or row.chromosome in other else "shows"
    if row.change != "deletion" or not isinstance(item, Structural) or item.sign:
        return None
    first = item.parts[0]
    if row.chromosome not in first.chromosomes:
        return None
    if first.kind == "del":
        arms = {place.arm for place in first.sites[0].breaks}
        return None if row.arm not in arms else "may" if item.doubtful or len(arms) > 1 else "shows"
    breaks = [place for part in item.parts for site in part.sites for place in site.breaks]
    arms = {place.arm for place in breaks}
    if first.kind == "i":
        # An isochromosome of one arm lacks the other.
        return "may" if row.arm not in arms else None
    return "may" if first.kind in BROKEN and row.arm in arms else None


def _of_number(row: Change, seen: list[Found], karyotype: Karyotype, *, unsure: bool) -> list[Follows]:
    """A complex or monosomal karyotype, by the number of its clonal abnormalities.

    The definitions leave out karyotypes with a fusion that names the disease, and those of many gains alone.
    """
    events = _events(seen) if row.change == "complex" else _lost(seen)
    text = written(karyotype)
    clonal = sum(one.clonal == "yes" for one in events)
    gains_alone = row.change == "complex" and not any(isinstance(one.item, Structural) for one in events)
    if clonal >= row.shows_from and not gains_alone and not unsure:
        return [Follows(row.concept, "shows", text)]
    if len(events) >= row.may_from:
        return [Follows(row.concept, "may", text)]
    return [Follows(row.concept, "rules out", text)] if _complete(seen, karyotype) else []


def _complete(seen: list[Found], karyotype: Karyotype) -> bool:
    """Whether the karyotype speaks for enough cells and leaves nothing open."""
    own = [one for one in carried(karyotype) if not one.clone.donor]
    cells = [one.clone.cells for one in own]
    counted = sum(one.count for one in cells if one is not None)
    doubtful = any(one.contradicts or one.sex.doubtful for one in own) or karyotype.prefix == "chi"
    unclear = any(one.clonal == "untold" or isinstance(one.item, Incomplete) for one in seen)
    return None not in cells and counted >= ENOUGH_METAPHASES and not doubtful and not unclear


def _events(seen: list[Found]) -> list[Found]:
    """The abnormalities, derivatives of one translocation together."""
    told: dict[object, Found] = {}
    for one in seen:
        if isinstance(one.item, Incomplete):
            continue
        parts = one.item.parts if isinstance(one.item, Structural) else ()
        moved = [part.chromosomes for part in parts if part.kind == "t"]
        told.setdefault(frozenset(moved) if moved else one.item, one)
    return list(told.values())


def _lost(seen: list[Found]) -> list[Found]:
    """What makes a karyotype monosomal: lost autosomes, and a structural change beside one."""
    there = _replaced(seen) | set(SEX_CHROMOSOMES)
    lost = [
        one
        for one in seen
        if isinstance(one.item, Numerical) and one.item.sign == "-" and one.item.chromosome not in there
    ]
    structural = [one for one in seen if isinstance(one.item, Structural)]
    return [*lost, *structural[:1]] if lost else []
