"""What chromosomes and probes tell of alterations: the tables of ``rules/alterations``.

What comes in is the folder; what goes out are rows as they are looked up: a
rearrangement by its kind and chromosomes, a gene by its symbol, a number of
chromosomes by its range.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Literal

import msgspec

from eligibility.core.errors import RuleFileError
from eligibility.knowledge.tables import Row, read_table

REARRANGEMENTS = (
    "concept", "genes", "kind", "chromosomes", "bands", "usual", "on", "variants", "transcript", "source"
)  # fmt: skip
GENES = ("gene", "place", "rearranged", "lost", "amplified", "many", "probe", "source")
CHANGES = ("concept", "change", "chromosome", "arm", "shows_from", "may_from", "source")
MUTATED = ("concept", "gene", "source")
VARIANTS = ("gene", "protein", "coding", "concept", "source")
BLIND = ("technique", "cannot_see", "source")
ASSAYS = ("kind", "assay", "rank", "source")
NUMBERS = ("concept", "low", "high", "says", "with_loss", "source")


class Rearranged(msgspec.Struct, frozen=True):
    """A rearrangement that makes a fusion.

    ``bands``: for each chromosome the bands that reports give.  ``usual``: bands, these bands stand for the
    fusion though another shares them; bare, so does the notation without bands.  ``on``: the derivative
    chromosome that carries the fusion.  ``variants``: one with a further chromosome makes it too.
    ``transcript``: the fused genes are read together, so that tests of RNA find it.
    """

    concept: str
    genes: tuple[str, ...]
    kind: str
    chromosomes: tuple[str, ...]
    bands: tuple[tuple[str, ...], ...]
    usual: Literal["", "bands", "bare"] = ""
    on: str = ""
    variants: bool = False
    transcript: bool = True


class Gene(msgspec.Struct, frozen=True):
    """A gene: its chromosome and band, and what its rearrangement and the loss of a copy are, as concept ids.

    ``amplified``: what clusters of its signals are; ``many``: so many signals or more may be it.
    ``break_apart``: a probe with its name alone is one that shows whether it is broken.
    """

    symbol: str
    chromosome: str
    band: str
    rearranged: str = ""
    lost: str = ""
    amplified: str = ""
    many: int = 0
    break_apart: bool = False


class Numbered(msgspec.Struct, frozen=True):
    """What a clone with ``low`` to ``high`` chromosomes is, or may be; ``says`` empty: only others are not.

    ``with_loss``: it is that only if heterozygosity is widely lost.
    """

    concept: str
    low: int
    high: int
    says: Literal["shows", "may", ""]
    with_loss: bool = False


class Change(msgspec.Struct, frozen=True):
    """A named change of a karyotype.

    ``change``: loss or gain of a chromosome, deletion of an arm; complex and monosomal, by a number of
    abnormalities: shown from ``shows_from``, left open from ``may_from``.
    """

    concept: str
    change: Literal["loss", "gain", "deletion", "complex", "monosomal"]
    chromosome: str = ""
    arm: str = ""
    shows_from: int = 0
    may_from: int = 0


class Alterations:
    """The tables, ready to be asked.

    ``transcribed``: the genes of each fusion that tests of RNA find.  ``mutated``: the gene in which a
    mutation lies.  ``variants``: the mutation that a variant of a gene is, by its shortest name.  ``blind``:
    what a technique cannot see.  ``assays``: what settles an alteration of a kind, cheapest first.
    """

    def __init__(self, folder: Path) -> None:
        self._by_chromosomes: dict[tuple[str, tuple[str, ...]], list[Rearranged]] = defaultdict(list)
        self.by_genes: dict[frozenset[str], str] = {}
        self.transcribed: dict[str, frozenset[str]] = {}
        for row in read_table(folder / "rearrangements.csv", REARRANGEMENTS):
            self._add(_rearranged(row))
        self.genes = {row["gene"]: _gene(row) for row in read_table(folder / "genes.csv", GENES)}
        self.rearrangements = frozenset(gene.rearranged for gene in self.genes.values() if gene.rearranged)
        self.numbers = tuple(map(_numbered, read_table(folder / "numbers.csv", NUMBERS)))
        self.changes = tuple(map(_change, read_table(folder / "changes.csv", CHANGES)))
        self.mutated = {row["concept"]: row["gene"] for row in read_table(folder / "mutated.csv", MUTATED)}
        self.variants = {
            (row["gene"], name): row["concept"]
            for row in read_table(folder / "variants.csv", VARIANTS)
            for name in (row["protein"], row["coding"])
            if name
        }
        self.blind = _lists(read_table(folder / "blind.csv", BLIND), "technique", "cannot_see")
        ranked = sorted(read_table(folder / "assays.csv", ASSAYS), key=lambda row: int(row["rank"]))
        self.assays = _lists(ranked, "kind", "assay")

    def _add(self, one: Rearranged) -> None:
        self._by_chromosomes[one.kind, tuple(sorted(one.chromosomes))].append(one)
        if one.transcript:
            self.transcribed[one.concept] = frozenset(one.genes)
        for other in one.genes[1:]:
            self.by_genes[frozenset((one.genes[0], other))] = one.concept

    @property
    def named(self) -> frozenset[str]:
        """Every concept that a row leads to."""
        rows = [one.concept for rows in self._by_chromosomes.values() for one in rows]
        genes = [
            id_
            for gene in self.genes.values()
            for id_ in (gene.rearranged, gene.lost, gene.amplified)
            if id_
        ]
        others = [*(one.concept for one in self.numbers), *(one.concept for one in self.changes)]
        return frozenset([*rows, *genes, *others, *self.mutated, *self.variants.values()])

    def rearranged(self, kind: str, chromosomes: tuple[str, ...]) -> tuple[Rearranged, ...]:
        """The rows of a kind with these chromosomes, in whatever order."""
        return tuple(self._by_chromosomes.get((kind, tuple(sorted(chromosomes))), ()))


def _rearranged(row: Row) -> Rearranged:
    chromosomes = tuple(row["chromosomes"].split(";"))
    bands = tuple(tuple(group.split("|")) for group in row["bands"].split(";"))
    if not row["source"] or row["usual"] not in ("", "bands", "bare"):
        raise RuleFileError(f"{row.place}: a rearrangement has a source, and usual is empty, bands or bare")
    if len(chromosomes) > 1 and len(bands) != len(chromosomes):
        raise RuleFileError(f"{row.place}: {len(bands)} groups of bands for {len(chromosomes)} chromosomes")
    return msgspec.convert(
        {**row, "genes": row.many("genes"), "chromosomes": chromosomes, "bands": bands,
         "variants": row["variants"] == "yes", "transcript": row["transcript"] == "yes"},
        Rearranged,
    )  # fmt: skip


def _gene(row: Row) -> Gene:
    arm = next((place for place, sign in enumerate(row["place"]) if sign in "pq"), 0)
    if not row["source"]:
        raise RuleFileError(f"{row.place}: a gene has a source")
    return Gene(row["gene"], row["place"][:arm], row["place"][arm:], row["rearranged"], row["lost"],
                row["amplified"], int(row["many"] or 0), row["probe"] == "break-apart")  # fmt: skip


def _numbered(row: Row) -> Numbered:
    return msgspec.convert({**row, "with_loss": row["with_loss"] == "yes"}, Numbered, strict=False)


def _change(row: Row) -> Change:
    return msgspec.convert(
        {**row, "shows_from": int(row["shows_from"] or 0), "may_from": int(row["may_from"] or 0)}, Change
    )


def _lists(rows: Iterable[Row], key: str, value: str) -> dict[str, list[str]]:
    """The values of a column by those of another, in the order of the rows."""
    found: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        found[row[key]].append(row[value])
    return dict(found)
