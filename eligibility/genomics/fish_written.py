"""A FISH result in clean ISCN; reading what is written here gives the same again."""

from __future__ import annotations

from eligibility.genomics.fish_nodes import Chromosome, Fish, Pattern, Signals, Together
from eligibility.genomics.nodes import Cells, Count
from eligibility.genomics.written import count_written, item_written


def fish_written(result: Fish) -> str:
    """The result as ISCN writes it."""
    text, donor = f"{'nuc ish' if result.nuclear else 'ish'}{_space(result)}", False
    for number, pattern in enumerate(result.patterns):
        mark = "//" if pattern.donor and not donor else "/" if number else ""
        donor = donor or pattern.donor
        text += f"{mark}{pattern_written(pattern)}"
    return text


def _space(result: Fish) -> str:
    return " " if result.patterns[0].chromosomes else ""


def pattern_written(pattern: Pattern) -> str:
    """Chromosomes with their signals, then the signals that stand without one, then what lies together."""
    told = [_chromosome(one) for one in pattern.chromosomes]
    placed = [one for chromosome in pattern.chromosomes for one in chromosome.signals]
    free = [one for one in pattern.signals if one not in placed]
    text = ",".join(told)
    if free:
        text += f"{',' if text else ''}({','.join(map(signals_written, free))})"
    text += "".join(f"({_together(one)})" for one in pattern.together)
    return text + _cells(pattern.cells)


def _chromosome(one: Chromosome) -> str:
    where = one.locus if one.item is None else item_written(one.item)
    return f"{where}({','.join(map(signals_written, one.signals))})"


def signals_written(one: Signals) -> str:
    """A probe and what is seen of it."""
    if one.count is not None:
        return f"{one.probe}x{count_written(one.count)}"
    return f"{one.probe}{' ' if one.mark.isalpha() else ''}{one.mark}"


def _together(one: Together) -> str:
    times = "" if one.count == Count(1, 1) else f"x{count_written(one.count)}"
    return f"{f' {one.how} '.join(one.probes)}{times}"


def _cells(cells: Cells | None) -> str:
    if cells is None:
        return ""
    return f"[{cells.count}{'' if cells.of is None else f'/{cells.of}'}]"
