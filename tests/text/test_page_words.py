"""The words of pages are rows; a row that cannot be meant is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from eligibility.core.errors import RuleFileError
from eligibility.knowledge.pages import Pages
from tests.text.pages import PAGES

HEADER = "use,text,value,source\n"


def _pages(folder: Path, *rows: str) -> Pages:
    (folder / "labels.csv").write_text(HEADER + "\n".join(rows) + "\n", encoding="utf-8")
    return Pages(folder)


def test_labels_and_headings_are_known_in_any_case() -> None:
    assert PAGES.labels["minimum eligible age"] == ("field", "minimum_age")
    assert PAGES.sections["exclusion criteria"] == "exclusion"
    assert "key" in PAGES.qualifiers


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("colour,Red,,somewhere", "'colour' is no use"),
        ("criteria,Eligibility,,", "have a text and a source"),
        ("criteria,,,somewhere", "have a text and a source"),
        ("field,Weight,weight,somewhere", "'weight' is no value of a field"),
        ("section,Criteria,,somewhere", "'' is no value of a section"),
        ("label,Sponsors,sex,somewhere", "'sex' is no value of a label"),
    ],
)
def test_a_broken_row_is_refused_with_its_place(tmp_path: Path, row: str, says: str) -> None:
    with pytest.raises(RuleFileError, match=r"labels\.csv:2") as refused:
        _pages(tmp_path, row)
    assert says in str(refused.value)


def test_one_spelling_has_one_meaning(tmp_path: Path) -> None:
    with pytest.raises(RuleFileError, match="already stands for something else"):
        _pages(tmp_path, "field,Sex,sex,a", "field,sex,healthy,a")
    with pytest.raises(RuleFileError, match="already stands for something else"):
        _pages(tmp_path, "section,In,inclusion,a", "section,IN,exclusion,a")
    assert _pages(tmp_path, "field,Sex,sex,a", "field,sex,sex,b").named("field") == ("sex",)
