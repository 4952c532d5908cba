"""The rows that are counted on the scorer's own matching, and the tables of its figures."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from score.constraints import counted, levels_table, scored, targets_table

SCORER = '''
import json, sys

def score_doc(gold, preds, ignored=()):
    """Each gold constraint with the prediction at its start, at the level the prediction gives."""
    by_start = {p["start"]: p for p in preds}
    pairs = []
    for g in gold:
        p = by_start.get(g["start"])
        made = p and {**p, "spans": p["subject_spans"]}
        pairs.append((g, made, p["level"] if p else 0))
    return pairs, []

if __name__ == "__main__":
    share = {"P": 0.97, "R": 0.9, "F1": 0.8 if "B" in sys.argv else 0.9634}
    kind = {"gold": 2, "pred": 3, **{level: share for level in ("L1", "L2", "L3", "L4", "L5")}}
    none = {**kind, "gold": 0, "pred": 0}
    print(json.dumps({"all": kind, "age": none, "numeric": kind, "temporal": kind}))
'''


def gold(start: int, subjects: list[list[int]], condition: list[int] | None) -> dict[str, Any]:
    return {"start": start, "end": start + 5, "subjects": ["a"] * len(subjects), "subject_spans": subjects,
            "applies_if_span": condition}  # fmt: skip


def found(start: int, subjects: list[list[int]], condition: list[int] | None, level: int) -> dict[str, Any]:
    bounds = [{"op": "<", "value": 5.0}]
    return {"start": start, "end": start + 5, "bounds": bounds, "subject_spans": subjects,
            "condition": condition, "level": level}  # fmt: skip


@pytest.fixture()
def files(tmp_path: Path) -> tuple[Path, Path, Path]:
    scorer, wanted, predicted = (tmp_path / name for name in ("scorer.py", "gold.jsonl", "found.jsonl"))
    scorer.write_text(SCORER, "utf-8")
    wanted.write_text(
        json.dumps(
            {
                "nct": "A",
                "text": "",
                "constraints": [
                    gold(10, [[0, 3], [4, 7]], [20, 30]),
                    gold(40, [[0, 3], [4, 7]], [50, 60]),
                    gold(70, [[0, 3], [4, 7]], [80, 90]),
                    gold(90, [[0, 3]], None),
                ],
            }
        ),
        "utf-8",
    )
    predicted.write_text(
        json.dumps(
            {
                "nct": "A",
                "constraints": [
                    found(10, [[2, 3], [0, 5]], [25, 40], 3),  # both subjects; half of the condition
                    found(40, [[0, 3]], [56, 70], 5),  # one subject; less than half
                    found(70, [[0, 7]], [80, 90], 2),  # all right, but the unit is not
                ],
            }
        ),
        "utf-8",
    )
    return scorer, wanted, predicted


def test_all_subjects_and_half_of_a_condition_count_where_the_unit_is_right(files: tuple[Path, ...]) -> None:
    scorer, wanted, predicted = files
    (_, named, several, _), (_, covered, selected, _) = counted(scorer, wanted, predicted)
    assert (named, several) == (1, 3)
    assert (covered, selected) == (1, 3)


def test_the_tables_show_what_the_scorer_prints(files: tuple[Path, ...]) -> None:
    told = scored(*files)
    levels = levels_table("onco-dev", told)
    assert [row[0] for row in levels.rows[:3]] == ["whole, all", "whole, numeric", "whole, temporal"]
    assert levels.rows[0] == ("whole, all", "2", "3", *["97.0", "90.0", "96.3"] * 2, *["96.3"] * 3)
    reached = {row[0]: row[1:] for row in targets_table("onco-dev", told, counted(*files)).rows}
    assert reached["L3 F1, all"] == ("96.3", "95", "yes")
    assert reached["L1 F1, half A less half B"] == ("16.3", "4", "no")
    assert reached["conditions that select a threshold, covered"] == ("1 of 3", "40", "no")
