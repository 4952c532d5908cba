"""The accuracy of extracted presence checks, by the corpus's own scorer."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from score.constraints import extract
from score.tables import Table

MEASURES = (
    ("A1", "F1"), ("A2", "F1"), ("N", "acc"), ("N", "F1"), ("N", "recall_plain"), ("W", "F1"), ("G", "F1"),
    ("K", "acc"),
)  # fmt: skip
PARTS = ("whole", "half A", "half B")
SAYS = (
    "A1: the required names are found. A2: with their exact extent. N: denied or not. W: their times.",
    "G: pairs joined by 'and' or 'or'. K: their kind. acc is the share that is right; recall plain is of the "
    "denials that a plain word tells.",
    "The texts of half B are never read by those who write the rules; of its denials, the errors under each "
    "word were counted, so that N is no longer blind there.",
)


def atoms_table(scorer: Path, gold: Path, out: Path) -> Table:
    """A1, A2, N, W, G and K, whole and by half."""
    extract(gold, out, what="atoms")
    rows: list[tuple[str, ...]] = []
    for part in PARTS:
        half = [] if part == PARTS[0] else ["--half", part[-1]]
        asked = [sys.executable, str(scorer), str(gold), str(out), "--json", *half]
        told = json.loads(subprocess.run(asked, check=True, stdout=subprocess.PIPE).stdout)
        rows.append((part, *(_shown(told[measure][figure]) for measure, figure in MEASURES)))
    columns = ("part", *(f"{measure} {figure.replace('_', ' ')}" for measure, figure in MEASURES))
    return Table("Presence checks of atoms-dev", columns, tuple(rows), SAYS)


def _shown(figure: float | None) -> str:
    return "-" if figure is None else f"{figure:.1f}"
