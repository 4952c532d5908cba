"""The words of phrases: what rows may say, and which names of concepts are in the table."""

from __future__ import annotations

from pathlib import Path

import pytest

from eligibility.core.errors import RuleFileError
from eligibility.knowledge.phrasing import Phrasing
from tests.syntax.texts import KNOWLEDGE, PHRASING

HEADER = "text,part,value,source\n"


def written(folder: Path, rows: str) -> Phrasing:
    """The table of a folder with these rows."""
    (folder / "words.csv").write_text(HEADER + rows, encoding="utf-8")
    return Phrasing(folder, KNOWLEDGE.concepts)


def test_a_wording_is_found_whatever_its_case(tmp_path: Path) -> None:
    found = written(tmp_path, "Visit,word,matter,plain word\n")
    assert found.value("word", "VISIT") == "matter"
    assert found.value("head_kind", "visit") is None
    assert list(found.wordings("word")) == ["visit"]


def test_a_row_of_no_known_part_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RuleFileError, match=r"words.csv:2: the part is one of .* not 'noun'"):
        written(tmp_path, "visit,noun,matter,plain word\n")


def test_a_wording_stands_once_as_a_part(tmp_path: Path) -> None:
    with pytest.raises(RuleFileError, match="'VISIT' stands twice as word"):
        written(tmp_path, "visit,word,matter,plain word\nVISIT,word,verb,plain word\n")


def test_the_name_of_a_concept_tells_its_kind() -> None:
    concept = next(one for one in KNOWLEDGE.concepts.by_id.values() if one.kind == "drug")
    assert PHRASING.value("head_kind", concept.name) == "drug"


def test_a_row_of_the_table_comes_before_the_name_of_a_concept(tmp_path: Path) -> None:
    name = next(one for one in KNOWLEDGE.concepts.by_id.values() if one.kind == "drug").name
    assert (
        written(tmp_path, f"{name},head_kind,observation,a test\n").value("head_kind", name) == "observation"
    )
