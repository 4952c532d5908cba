"""How many criteria a second and core are compiled to be screened, from their text to bound rules.

``python -m bench.compiling [PLACE]`` prints a line of JSON, so that the peak of memory is that of
this alone.  PLACE is a corpus of criteria texts; without it the trials in ``cases/`` are read.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from pathlib import Path

from eligibility.bind.rules import RuleSet
from eligibility.compile import compile_document
from eligibility.core.errors import InputError
from eligibility.knowledge.load import knowledge
from eligibility.syntax.grammar.clause import read_aside, read_clause, read_expression
from eligibility.text.document import read_document
from eligibility.text.plain import read_plain
from eligibility.text.source import Document
from score.corpus import documents

CASES = Path(__file__).resolve().parent.parent / "cases"
PASSES = 3
"""How often each trial is compiled: its time is the least of them, since a busy machine only adds to it."""
COPIES = (1, 2, 4, 8)
"""How many times the items of one trial stand in it, to see that a long trial takes linear time."""


def trials(place: Path | None) -> list[Document]:
    """The trials of a corpus, or those that ship with the project."""
    if place is not None:
        return documents(place)
    pages = sorted(CASES.glob("*/page.txt"))
    return [read_document(page.read_bytes(), page.name, knowledge().pages) for page in pages]


def criteria_in(rules: RuleSet) -> int:
    """The items of a trial."""
    return sum(row.role != "part" and row.kind != "registry" for row in rules.rows)


def compiled(found: list[Document]) -> list[tuple[int, float]]:
    """How many criteria each trial has, and the seconds of processor time that it takes, read afresh."""
    for read in (read_clause, read_expression, read_aside):
        read.cache_clear()
    told: list[tuple[int, float]] = []
    for document in found:
        begun = time.process_time()
        try:
            count = criteria_in(compile_document(document, knowledge(), canonical=False))
        except InputError:
            count = 0
        told.append((count, time.process_time() - begun))
    return told


def rate(found: list[Document]) -> float:
    """Criteria a second, each trial by the least time of its passes."""
    passes = [compiled(found) for _ in range(PASSES)]
    seconds = sum(min(seconds for _, seconds in trial) for trial in zip(*passes, strict=True))
    return sum(count for count, _ in passes[0]) / seconds


def long_trial(found: list[Document]) -> list[float]:
    """The time of one trial with more and more items, a criterion, as a multiple of the shortest one's."""
    lines = [f"* {document.criteria.of(document.source)}" for document in found[:100]]
    times = []
    for copies in COPIES:
        text = "\n\n".join(lines * copies)
        times.append(1 / rate([read_plain(text, "", "long")]))
    return [each / times[0] for each in times]


def main() -> None:
    """Print the figures as JSON."""
    place = Path(sys.argv[1]) if len(sys.argv) > 1 else None
    found = trials(place)
    compiled(found[:20])
    quarter = rate(found[::4])
    whole = rate(found)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    grown = long_trial(found)
    print(json.dumps({"trials": len(found), "rate": whole, "quarter": quarter, "peak": peak, "long": grown}))


if __name__ == "__main__":
    main()
