"""Measures what is extracted and compiled from a corpus: ``python -m score.run CORPUS SCORERS``.

What comes in are two folders, that of the corpus and that of its scorers; what goes
out are tables of figures, and with ``--markdown`` docs/ACCURACY.md.  Exit status 1
where a promise is broken; a target that is not met is only shown.
"""

from __future__ import annotations

import argparse
import datetime
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from score.atoms import atoms_table
from score.checks import Checked, check, checks_table, coverage_table, remainders_table
from score.compared import compared_table
from score.constraints import counted, extract, levels_table, scored, targets_table
from score.tables import Table, as_markdown, as_text

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "ACCURACY.md"
GOLD = ("lct-dev", "onco-dev")
RAW = "registry-dev"
SCORERS = ("score_constraints.py", "score_atoms.py")
COMMAND = "make score CORPUS=DIR SCORERS=DIR MARKDOWN=yes"

OPENING = """# Accuracy

How well constraints are extracted from annotated trials, how much of raw criteria is read, and whether the
promises hold on all of them. Every figure is from one run on {day}, at commit {commit}:

    {command}

DIR stands for the folders of the corpus and of its scorers, which are no part of this project. A plus behind
the commit says that files differed from it.

- `lct-dev`: trials of all of medicine, with their constraints (Leaf Clinical Trials corpus, CC BY 4.0).
- `onco-dev`: criteria of organ function in oncology, with their constraints.
- `registry-dev`, `trials`: criteria texts as a registry gives them, without annotation.
- `sample300`: single criteria, each with a hand-written rule; `cases/compared.csv` knows them by number.
"""


def constraint_tables(corpus: Path, scorer: Path, scratch: Path) -> Iterator[Table]:
    """The figures of each annotated corpus."""
    for name in GOLD:
        gold, out = corpus / f"{name}.jsonl", scratch / f"{name}.jsonl"
        extract(gold, out)
        told = scored(scorer, gold, out)
        yield levels_table(name, told)
        yield targets_table(name, told, counted(scorer, gold, out) if name == "onco-dev" else ())


def check_tables(corpus: Path, scratch: Path, jobs: int) -> Iterator[Table | list[Checked]]:
    """The promises and the coverage, and at last what they were counted on."""
    places = [corpus / f"{RAW}.jsonl", corpus / f"{GOLD[0]}.jsonl", corpus / "trials"]
    found = [check(place, scratch, jobs) for place in places if place.exists()]
    yield checks_table(found)
    yield coverage_table(found)
    yield remainders_table(found[0])
    yield found


def commit() -> str:
    """The commit that is measured, with a plus where files differ from it."""
    asked = subprocess.run(
        ["git", "describe", "--always", "--dirty=+", "--abbrev=10", "--exclude=*"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    return asked.stdout.strip() or "unknown"


def page(tables: list[Table]) -> str:
    """The whole of docs/ACCURACY.md."""
    day = datetime.datetime.now(datetime.UTC).date().isoformat()
    lines = [line for table in tables for line in as_markdown(table)]
    return OPENING.format(command=COMMAND, day=day, commit=commit()) + "\n" + "\n".join(lines).rstrip() + "\n"


def missing(corpus: Path, scorers: Path) -> list[Path]:
    """The files that a run needs and the folders lack."""
    needed = [corpus / f"{name}.jsonl" for name in (*GOLD, RAW)] + [scorers / name for name in SCORERS]
    return [path for path in needed if not path.is_file()]


def main() -> int:
    """Print the tables; 1 where a promise is broken, 2 where a file is missing."""
    parser = argparse.ArgumentParser(description="Measure what is extracted and compiled from a corpus.")
    parser.add_argument("corpus", type=Path, help="the folder with lct-dev.jsonl and the others")
    parser.add_argument("scorers", type=Path, help="the folder with score_constraints.py and score_atoms.py")
    parser.add_argument("--markdown", action="store_true", help="write docs/ACCURACY.md too")
    parser.add_argument("--jobs", type=int, default=min(2, os.cpu_count() or 1), help="processes")
    given = parser.parse_args()
    lacking = missing(given.corpus, given.scorers)
    if lacking:
        print(f"missing: {', '.join(map(str, lacking))}; name the folders that hold them", file=sys.stderr)
        return 2
    tables: list[Table] = []
    failed = False
    with tempfile.TemporaryDirectory() as folder:
        for table in measured(given.corpus, given.scorers, Path(folder), given.jobs):
            if isinstance(table, list):
                failed = any(checked.failures() for checked in table)
                continue
            tables.append(table)
            print("\n".join(as_text(table)), flush=True)
    if given.markdown:
        PAGE.write_text(page(tables), "utf-8")
    return 1 if failed else 0


def measured(corpus: Path, scorers: Path, scratch: Path, jobs: int) -> Iterator[Table | list[Checked]]:
    """Every table of a run, as soon as it is counted."""
    yield from constraint_tables(corpus, scorers / SCORERS[0], scratch)
    gold = corpus / "atoms-dev.jsonl"
    if gold.is_file():
        yield atoms_table(scorers / SCORERS[1], gold, scratch / "atoms.jsonl")
    yield compared_table(corpus)
    yield from check_tables(corpus, scratch, jobs)


if __name__ == "__main__":
    sys.exit(main())
