"""Prints how long a start takes, and how many screenings and criteria a second one core makes.

Start-up times are medians over whole processes, interpreter included.  The
screenings run in this process: each profile is loaded once, and every
screening builds the full trace; no text is rendered.  ``python -m bench.run PLACE`` compiles the
criteria of a corpus instead of those of ``cases/``.
"""

from __future__ import annotations

import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.formulas import print_rates
from bench.hostile import growth
from bench.notation import print_rates as print_notation
from bench.records import print_rates as print_records
from eligibility.core.errors import InputError
from eligibility.knowledge.conversion import Conversion
from eligibility.knowledge.load import Knowledge, knowledge, rules_folder
from eligibility.patient.profile import Profile
from eligibility.patient.read import read_profiles
from eligibility.screen import read_rules, screen_profile

ROOT = Path(__file__).resolve().parent.parent
TRIAL = ROOT / "cases" / "NCT05748171"
PAGE = TRIAL / "page.txt"
CANDIDATE = TRIAL / "candidates" / "eligible.json"
STARTS = 15
SECONDS = 3.0


def start_up(*arguments: str) -> float:
    """The median time of one run of the command line, in milliseconds, byte code kept from the run before."""
    command = [str(Path(sys.executable).with_name("eligibility")), *arguments]
    times = []
    with tempfile.TemporaryDirectory() as kept:
        environment = {**os.environ, "PYTHONPYCACHEPREFIX": kept}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        for _ in range(STARTS + 1):
            begun = time.perf_counter()
            subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL, env=environment)
            times.append((time.perf_counter() - begun) * 1000)
    return statistics.median(times[1:])


def profiles() -> list[Profile]:
    """The trial's sample candidates."""
    found: list[Profile] = []
    for path in sorted(CANDIDATE.parent.glob("*.json")):
        for profile in read_profiles(path.read_bytes(), path.name):
            if isinstance(profile, InputError):
                raise profile
            found.append(profile)
    return found


def screenings_a_second() -> float:
    """Explained screenings a second on one core, over all sample candidates in turn."""
    rules, candidates = read_rules(PAGE.read_bytes(), PAGE.name), profiles()
    for profile in candidates:
        screen_profile(rules, profile)
    count, begun = 0, time.perf_counter()
    while (spent := time.perf_counter() - begun) < SECONDS:
        for profile in candidates:
            screen_profile(rules, profile)
        count += len(candidates)
    return count / spent


def conversions_a_second() -> tuple[float, float]:
    """Conversions a second: of the values of a column, and of single values asked for by unit."""
    known = knowledge()
    creatinine = known.quantities.by_id["creatinine"]
    made = known.conversions.between(creatinine, "umol/L", "mg/dL")
    assert isinstance(made, Conversion)
    values = [float(value) for value in range(1, 1_000_001)]
    begun = time.perf_counter()
    made.column(values)
    column = len(values) / (time.perf_counter() - begun)
    between = known.conversions.between
    begun = time.perf_counter()
    for value in values[:500_000]:
        between(creatinine, "umol/L", "mg/dL")(value)  # type: ignore[operator]
    return column, 500_000 / (time.perf_counter() - begun)


def knowledge_loads() -> float:
    """The median time to read all of ``rules/``, in milliseconds."""
    times = []
    for _ in range(STARTS):
        begun = time.perf_counter()
        Knowledge(rules_folder())
        times.append((time.perf_counter() - begun) * 1000)
    return statistics.median(times)


HOSTILE = 5_000
"""The length of the shortest hostile line, in characters."""


def print_compiling(place: list[str]) -> None:
    """How many criteria are compiled a second, in which memory, and whether more take longer each."""
    command = [sys.executable, "-m", "bench.compiling", *place]
    told = json.loads(subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE).stdout)
    print(f"{'criteria compiled a second and core':<48}{told['rate']:>8.0f}        (aim 2000)")
    print(f"{'  on a quarter of the trials':<48}{told['quarter']:>8.0f}")
    print(f"{'  peak of memory':<48}{told['peak']:>8.0f} MB     (budget 500 MB)")
    grown = " ".join(f"{each:.2f}" for each in told["long"])
    print(f"{'  a criterion of a trial 1, 2, 4, 8 times as long':<48} {grown}")


def print_hostile() -> None:
    """The hostile lines whose time grows most, at twice and four times the length."""
    found = sorted(growth(HOSTILE), key=lambda row: row[3], reverse=True)
    print(f"time of {len(found)} hostile lines at 2 and 4 times their length, the worst:")
    for name, way, twice, fourfold in found[:5]:
        print(f"  {f'{name}, {way}':<46}{twice:>8.1f}{fourfold:>6.1f}   (linear: 2 and 4)")


def main() -> None:
    """Print the table."""
    print(f"Python {platform.python_version()}, {platform.machine()}; medians of {STARTS} starts")
    with tempfile.TemporaryDirectory() as folder:
        compiled = str(Path(folder) / "rules.json")
        eligible = str(CANDIDATE)
        start_up_rows = {
            "eligibility --help": (("--help",), 150),
            "compile the page": (("compile", str(PAGE), "--format", "json", "-o", compiled), None),
            "screen one candidate, from the page": (("screen", str(PAGE), eligible), 700),
            "screen one candidate, from a compiled rule set": (("screen", compiled, eligible), 500),
        }
        for name, (arguments, budget) in start_up_rows.items():
            allowed = f"   (budget {budget} ms)" if budget else ""
            print(f"{name:<48}{start_up(*arguments):>8.0f} ms{allowed}")
    print(f"{'knowledge loads':<48}{knowledge_loads():>8.0f} ms   (budget 60 ms)")
    print(f"{'explained screenings a second and core':<48}{screenings_a_second():>8.0f}")
    column, single = (count / 1e6 for count in conversions_a_second())
    print(f"{'conversions a second, a column':<48}{column:>8.1f} million   (aim 5)")
    print(f"{'conversions a second, single values':<48}{single:>8.1f} million   (aim 1)")
    print_rates()
    print_notation()
    print_records()
    print_compiling(sys.argv[1:2])
    print_hostile()


if __name__ == "__main__":
    main()
