"""How many karyotypes are read a second, and how many with what follows from them, in one process.

``python -m bench.notation`` prints them alone.  The karyotypes are those of ``cases/genomics``.
"""

from __future__ import annotations

import time
import tomllib
from collections.abc import Callable
from pathlib import Path

from eligibility.genomics.follows import of_karyotype
from eligibility.genomics.nodes import Karyotype
from eligibility.genomics.report import only_notation
from eligibility.knowledge.load import knowledge

CASES = Path(__file__).resolve().parent.parent / "cases" / "genomics"
FILES = ("leukaemia", "solid", "constitutional", "as_reported")
SECONDS = 3.0


def karyotypes() -> list[str]:
    """The karyotypes of the cases, as text."""
    tables = (tomllib.loads((CASES / f"{name}.toml").read_text("utf-8")) for name in FILES)
    return [case["text"] for table in tables for case in table["case"]]


def rates() -> tuple[float, float]:
    """Karyotypes a second: read alone, and read with the alterations that follow."""
    texts, tables = karyotypes(), knowledge().alterations
    for text in texts:
        only_notation(text)


    def followed(text: str) -> None:
        for one in only_notation(text).found:
            if isinstance(one.node, Karyotype):
                of_karyotype(one.node, tables)

    return _rate(texts, only_notation), _rate(texts, followed)


def _rate(texts: list[str], work: Callable[[str], object]) -> float:
    count, begun = 0, time.process_time()
    while (spent := time.process_time() - begun) < SECONDS:
        for text in texts:
            work(text)
        count += len(texts)
    return count / spent


def print_rates() -> None:
    """Two lines."""
    read, followed = rates()
    print(f"{'karyotypes read a second and core':<48}{read:>8.0f}        (aim 1000)")
    print(f"{'  with the alterations that follow':<48}{followed:>8.0f}")


if __name__ == "__main__":
    print_rates()
