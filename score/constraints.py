"""The accuracy of extracted constraints against a gold corpus, by its own scorer.

The scorer is a script beside the corpus, known by its path only.  Its figures are
those that it prints; two more are counted here on its own matching.
"""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import msgspec

from score.tables import Table, percent

LEVELS = ("L1", "L2", "L3", "L4", "L5")
KINDS = ("all", "age", "numeric", "temporal")
PARTS = ("whole", "half A", "half B")
MATCHED = 3
"""The level at which place, operators, values and unit are right."""
FURTHEST = 4.0
"""How many points half B may lie below half A."""


class Target(msgspec.Struct, frozen=True):
    """A figure that is aimed at, in per cent: of which kind, at which level, P, R or F1."""

    kind: str
    level: str
    measure: str
    aim: float


TARGETS = {
    "lct-dev": (
        Target("all", "L1", "F1", 95), Target("all", "L1", "P", 95), Target("all", "L2", "F1", 95),
        Target("all", "L2", "P", 95), Target("all", "L3", "F1", 93), Target("all", "L4", "F1", 90),
        Target("numeric", "L4", "F1", 86), Target("temporal", "L4", "F1", 86), Target("all", "L5", "F1", 85),
    ),
    "onco-dev": (
        Target("all", "L3", "F1", 95), Target("all", "L4", "F1", 93), Target("all", "L5", "F1", 88),
    ),
}  # fmt: skip

Scores = dict[str, dict[str, Any]]
"""What the scorer prints: by kind, by level, P, R and F1."""

Counted = tuple[tuple[str, int, int, int], ...]
"""Rows that are counted here: what, how many, of how many, how many are aimed at."""

LEVELS_SAY = (
    "L1: the place and a value are right. L2: all operators and values. L3: the unit too. L4: the subject "
    "too. L5: no loose subjects beside it."
)


def extract(corpus: Path, out: Path, jobs: int = 1, what: str = "constraints") -> bytes:
    """The constraints, or the atoms, of a corpus as the command line writes them."""
    command = [sys.executable, "-m", "eligibility.cli", "extract", str(corpus), f"--{what}", str(out)]
    subprocess.run([*command, "--jobs", str(jobs)], check=True, stderr=subprocess.DEVNULL)
    return out.read_bytes()


def scored(scorer: Path, gold: Path, found: Path) -> dict[str, Scores]:
    """What the scorer says of the whole corpus and of each half."""
    told: dict[str, Scores] = {}
    for part in PARTS:
        half = [] if part == PARTS[0] else ["--half", part[-1]]
        command = [sys.executable, str(scorer), str(gold), str(found), "--json", *half]
        told[part] = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)
    return told


def levels_table(name: str, told: dict[str, Scores]) -> Table:
    """F1 at each level, with P and R where place and values alone are asked for."""
    columns = ["part, kind", "gold", "found"]
    for level in LEVELS:
        columns += [f"{level} P", f"{level} R"] if level in LEVELS[:2] else []
        columns.append(f"{level} F1")
    rows = []
    for part in PARTS:
        for kind in KINDS:
            scores = told[part][kind]
            if not scores["gold"] and not scores["pred"]:
                continue
            cells = [f"{part}, {kind}", str(scores["gold"]), str(scores["pred"])]
            cells += [percent(scores[column[:2]][column[3:]]) for column in columns[3:]]
            rows.append(tuple(cells))
    says = (LEVELS_SAY, "P is precision, R recall; half B is never read by those who write the rules.")
    return Table(f"Constraints of {name}", tuple(columns), tuple(rows), says)


def targets_table(name: str, told: dict[str, Scores], counted: Counted) -> Table:
    """What is reached of what is aimed at."""
    rows = []
    for target in TARGETS[name]:
        reached = 100 * told["whole"][target.kind][target.level][target.measure]
        row = f"{target.level} {target.measure}, {target.kind}"
        rows.append((row, f"{reached:.1f}", f"{target.aim:g}", _met(reached >= target.aim)))
    for level in LEVELS:
        first, second = (100 * told[part]["all"][level]["F1"] for part in PARTS[1:])
        gap = round(first - second, 1) + 0.0  # no minus before a zero
        rows.append((f"{level} F1, half A less half B", f"{gap:.1f}", f"{FURTHEST:g}", _met(gap <= FURTHEST)))
    for row, count, whole, aim in counted:
        rows.append((row, f"{count} of {whole}", str(aim), _met(count >= aim)))
    says = ["A target that is not met is shown, and fails nothing."]
    if counted:
        says += [
            "A threshold over several subjects names them all if a predicted subject overlaps each of them. "
            "A condition that selects a threshold is covered if the predicted one covers half of it. "
            "Both are counted among the thresholds that match at L3."
        ]
    return Table(f"Targets on {name}", ("figure", "reached", "target", "met"), tuple(rows), tuple(says))


def _met(reached: bool) -> str:
    return "yes" if reached else "no"


def counted(scorer: Path, gold: Path, found: Path) -> Counted:
    """Thresholds that name all their subjects, and conditions that are covered."""
    pairs = list(matched(scorer, gold, found))
    several = [(constraint, hit) for constraint, hit in pairs if len(constraint["subjects"]) > 1]
    selected = [(constraint, hit) for constraint, hit in pairs if constraint.get("applies_if_span")]
    named = sum(hit is not None and hit.names(c["subject_spans"]) for c, hit in several)
    covered = sum(hit is not None and hit.covers(c["applies_if_span"]) for c, hit in selected)
    return (
        ("thresholds over several subjects that name them all", named, len(several), 45),
        ("conditions that select a threshold, covered", covered, len(selected), 40),
    )


class Hit(msgspec.Struct, frozen=True):
    """What was predicted of a gold constraint: its subjects' places, and those of its conditions."""

    subjects: tuple[tuple[int, int], ...]
    conditions: tuple[tuple[int, int], ...]

    def names(self, wanted: list[list[int]]) -> bool:
        """Whether a predicted subject overlaps each of these places."""
        return all(any(_shared(one, (start, end)) > 0 for one in self.subjects) for start, end in wanted)

    def covers(self, wanted: list[int]) -> bool:
        """Whether a predicted condition covers half of this place or more."""
        start, end = wanted
        return any(2 * _shared(one, (start, end)) >= end - start for one in self.conditions)


def matched(scorer: Path, gold: Path, found: Path) -> Iterator[tuple[dict[str, Any], Hit | None]]:
    """Each gold constraint with what the scorer matches to it at L3, or ``None``."""
    module = _module(scorer)
    predicted = {line["nct"]: line["constraints"] for line in _lines(found)}
    for line in _lines(gold):
        raw = predicted.get(line["nct"], [])
        pairs, _ = module.score_doc(line["constraints"], raw, line.get("ignored", []))
        for constraint, hit, level in pairs:
            if level < MATCHED:
                yield constraint, None
                continue
            # The scorer merges and splits predictions and keeps no condition of theirs.
            own = [one for one in raw if one.get("condition") and _same(one, hit)]
            conditions = tuple((one["condition"][0], one["condition"][1]) for one in own)
            yield constraint, Hit(tuple((start, end) for start, end in hit["spans"]), conditions)


def _same(raw: dict[str, Any], hit: dict[str, Any]) -> bool:
    """Whether a prediction is one of those that the scorer made a matched one of."""
    values = {bound["value"] for bound in hit["bounds"]}
    overlaps = _shared((raw["start"], raw["end"]), (hit["start"], hit["end"])) > 0
    return overlaps and any(bound["value"] in values for bound in raw["bounds"])


def _shared(one: tuple[int, int], other: tuple[int, int]) -> int:
    return min(one[1], other[1]) - max(one[0], other[0])


def _lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_bytes().splitlines() if line.strip()]


def _module(path: Path) -> ModuleType:
    """The scorer as a module, so that its own matching is used."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
