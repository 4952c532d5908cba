"""What follows from a karyotype: alterations shown, and those that it may be.

What comes in is a karyotype and the tables of alterations; what goes out names
concepts.  A karyotype rules nothing out: a fusion may be cryptic, and dividing
cells need not be those of the disease.  What is seen in one cell, is doubtful,
or has bands that two fusions share is only *may*.
"""

from __future__ import annotations

from eligibility.core.errors import NotationError
from eligibility.genomics.changes import of_changes
from eligibility.genomics.clonality import Found, Number, found, numbers
from eligibility.genomics.follows_types import Follows, Says, strongest
from eligibility.genomics.losses import loses
from eligibility.genomics.nodes import Alternatives, Karyotype, Part, Structural
from eligibility.genomics.places import Fit, fit, near_gene
from eligibility.genomics.read import read_karyotype
from eligibility.genomics.written import count_written, item_written
from eligibility.knowledge.alterations import Alterations, Rearranged


def of_karyotype(karyotype: Karyotype, tables: Alterations) -> tuple[Follows, ...]:
    """What follows from the abnormalities and numbers of the candidate's own clones, each concept once."""
    told: list[Follows] = []
    for one in found(karyotype):
        if not one.constitutional:
            told.extend(_of_item(one, tables))
    told.extend(of_changes(karyotype, tables, fusions=any(one.says == "shows" for one in told)))
    told.extend(_of_losses(karyotype, tables))
    for number in numbers(karyotype):
        told.extend(_of_number(number, tables))
    return strongest(told)


def fusion_named(text: str, tables: Alterations) -> str | None:
    """The one fusion that a rearrangement stands for, ``t(8;21)``, ``inv(16)(p13q22)``; else ``None``."""
    try:
        items = read_karyotype(f"46,XX,{text}").clones[0].items
    except NotationError:
        return None
    if len(items) != 1 or not isinstance(items[0], Structural) or items[0].doubtful:
        return None
    shown = [one.concept for one in _of_structure(items[0], tables) if one.says == "shows"]
    return shown[0] if len(shown) == 1 else None


def _of_item(one: Found, tables: Alterations) -> list[Follows]:
    options = one.item.options if isinstance(one.item, Alternatives) else (one.item,)
    told = [
        follows
        for option in options
        if isinstance(option, Structural)
        for follows in _of_structure(option, tables)
    ]
    weak = len(options) > 1 or one.clonal == "no"
    remark = {"yes": "", "no": " (too few cells for a clone)", "untold": " (number of cells not told)"}[
        one.clonal
    ]
    return [
        follows._replace(says="may" if weak else follows.says, seen=f"{item_written(one.item)}{remark}")
        for follows in told
    ]


def _of_structure(item: Structural, tables: Alterations) -> list[Follows]:
    seen, told = item_written(item), list[Follows]()
    first = item.parts[0]
    parts = item.parts[1:] if first.kind == "der" and item.parts[1:] else item.parts
    carrier = first.chromosomes if first.kind == "der" else ()
    for part in parts:
        told.extend(
            Follows(concept, "may" if item.doubtful else says, seen, banded=True)
            for concept, says in _of_part(part, carrier, tables)
        )
    if not any(one.says == "shows" for one in told):
        told.extend(
            Follows(gene.rearranged, "may", seen, banded=True)
            for gene in tables.genes.values()
            if gene.rearranged and any(near_gene(part, gene) for part in parts)
        )
    return told


def _of_part(part: Part, carrier: tuple[str, ...], tables: Alterations) -> list[tuple[str, Says]]:
    """The fusions that one rearrangement makes or may make."""
    fitting = [(row, fit(part, row)) for row in _rows(part, tables)]
    exact = [row for row, how in fitting if how is Fit.BANDS]
    if exact:
        usual = [row for row in exact if row.usual] or exact
        alone = len({row.concept for row in usual}) == 1
        told = [(row, alone and row in usual) for row in exact]
    else:
        bare = [row for row, how in fitting if how is Fit.BARE]
        usual = [row for row in bare if row.usual == "bare"] or bare
        alone = len({row.concept for row in usual}) == 1
        told = [(row, alone and row in usual) for row in bare]
        near = (Fit.ARMS, Fit.DOUBTFUL) if len(part.sites) < 3 else (Fit.DOUBTFUL,)
        told += [(row, False) for row, how in fitting if how in near]
    return [(row.concept, "shows" if sure and _carries(row, part, carrier) else "may") for row, sure in told]


def _rows(part: Part, tables: Alterations) -> list[Rearranged]:
    """The rows of these chromosomes; of a translocation of three or more, those of any two of them."""
    chromosomes = part.chromosomes
    if part.kind != "t" or len(chromosomes) == 2:
        return list(tables.rearranged(part.kind, chromosomes))
    pairs = {
        tuple(sorted((one, other)))
        for place, one in enumerate(chromosomes)
        for other in chromosomes[place + 1 :]
    }
    return [row for pair in sorted(pairs) for row in tables.rearranged("t", pair)]


def _carries(row: Rearranged, part: Part, carrier: tuple[str, ...]) -> bool:
    """Whether the fusion is there: of a variant and of one derivative alone that has to be known."""
    if len(part.sites) > len(row.chromosomes) and not row.variants:
        return False
    return not carrier or row.on in carrier


def _of_losses(karyotype: Karyotype, tables: Alterations) -> list[Follows]:
    """The genes of which a copy is lost."""
    told = []
    for gene in tables.genes.values():
        if gene.lost:
            for item, says in loses(karyotype, gene):
                told.append(Follows(gene.lost, says, item_written(item), copy_loss=True))
    return told


def _of_number(number: Number, tables: Alterations) -> list[Follows]:
    """What a clone is by its number of chromosomes."""
    if number.chromosomes is None:
        contradicts = "the number of chromosomes contradicts the gains and losses"
        return [Follows(row.concept, "may", contradicts) for row in tables.numbers if row.says]
    low, high = number.chromosomes.low, number.chromosomes.high
    told = []
    for row in tables.numbers:
        if not row.says or high < row.low or low > row.high:
            continue
        within = row.low <= low and high <= row.high
        sure = within and row.says == "shows" and number.clonal != "no"
        few = " (too few cells for a clone)" if number.clonal == "no" else ""
        seen = f"{count_written(number.chromosomes)} chromosomes{few}"
        told.append(Follows(row.concept, "shows" if sure else "may", seen))
    return told
