"""Copy numbers in clean ISCN; reading what is written here gives the same again."""

from __future__ import annotations

from itertools import pairwise

from eligibility.genomics.array_nodes import Array, Region
from eligibility.genomics.nodes import CHROMOSOMES
from eligibility.genomics.written import breaks_written, count_written


def array_written(result: Array) -> str:
    """The result as ISCN writes it."""
    build = f"[{result.build}] " if result.build else ""
    first = result.regions[0]
    space = "" if build or not first.bands else " "
    return f"{result.technique}{build}{space}{','.join(map(region_written, result.regions))}"


def region_written(region: Region) -> str:
    """A stretch and its copies."""
    where = f"{region.chromosomes[0]}{breaks_written(region.bands)}"
    if not region.bands:
        where = f"({_listed(region.chromosomes)})"
    if region.start is not None and region.end is not None:
        where += f"({region.start:,}_{region.end:,})"
    alike = " hmz" if region.homozygous else ""
    origin = f" {region.origin}" if region.origin else ""
    share = "" if region.fraction is None else f"[{region.fraction:g}]"
    return f"{where}x{count_written(region.copies)}{alike}{origin}{share}"


def _listed(chromosomes: tuple[str, ...]) -> str:
    """The chromosomes, three or more in a row as a range."""
    places = [CHROMOSOMES.index(one) for one in chromosomes]
    runs = [[places[0]]]
    for one, following in pairwise(places):
        if following == one + 1:
            runs[-1].append(following)
        else:
            runs.append([following])
    return ",".join(_run([CHROMOSOMES[place] for place in run]) for run in runs)


def _run(run: list[str]) -> str:
    return f"{run[0]}-{run[-1]}" if len(run) > 2 else ",".join(run)
