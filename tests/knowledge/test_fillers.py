"""The list of words without meaning is closed: short, and without a name of medicine."""

from __future__ import annotations

import csv
from pathlib import Path

from eligibility.knowledge.wording import even
from tests.syntax.texts import KNOWLEDGE

FILE = Path(__file__).resolve().parents[2] / "rules" / "lexicon" / "fillers.csv"
MOST = 250
ROWS = list(csv.DictReader(FILE.read_text("utf-8").splitlines()))


def test_the_fillers_are_few_and_all_in_one_file() -> None:
    assert 0 < len(ROWS) <= MOST
    assert {row["kind"] for row in ROWS} == {"filler"}
    others = [path for path in FILE.parent.glob("*.csv") if path != FILE]
    assert [path.name for path in others if ",filler," in path.read_text("utf-8")] == []


def test_no_filler_is_a_name_of_medicine() -> None:
    words = {even(row["text"]) for row in ROWS}
    names = {even(name) for name in KNOWLEDGE.concepts.written}
    names |= {even(name) for quantity in KNOWLEDGE.quantities.by_id.values() for name in quantity.names}
    names |= {even(name) for name in KNOWLEDGE.scales.alone_written}
    assert len(names) > 1000
    assert words & names == set()
