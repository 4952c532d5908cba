"""A corpus is read line by line, and told from a trial."""

from __future__ import annotations

import json

import pytest

from eligibility.core.errors import InputError
from eligibility.screen import read_rules
from eligibility.text.corpus import Line, read_lines
from eligibility.text.document import read_document
from tests.text.pages import PAGES

LINES = "".join(json.dumps({"nct": f"T{count}", "text": "* Age ≥ 18"}) + "\n" for count in range(3))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_corpus_is_read_whatever_mark_its_encoding_has(encoding: str) -> None:
    found = read_lines(LINES.encode(encoding), "c.jsonl")
    assert found == [Line(f"T{count}", "* Age ≥ 18") for count in range(3)]


@pytest.mark.parametrize(("lines", "count"), [(LINES, "3 lines"), (LINES.splitlines()[0], "one line")])
def test_a_corpus_where_a_trial_is_wanted_is_told_with_the_way_out(lines: str, count: str) -> None:
    for read in (read_rules, lambda content, place: read_document(content, place, PAGES)):
        with pytest.raises(InputError) as caught:
            read(lines.encode(), "c.jsonl")
        said = str(caught.value)
        assert said.startswith(f"c.jsonl: a corpus ({count} of JSON with 'nct' and 'text')")
        assert "--constraints OUT, --atoms OUT" in said


def test_one_trial_where_a_corpus_is_wanted_is_told_with_the_way_out() -> None:
    with pytest.raises(InputError, match="leave out --constraints and --atoms"):
        read_lines(b"* Adults\n", "trial.txt")


def test_utf_16_that_is_cut_is_refused() -> None:
    with pytest.raises(InputError, match="save it in UTF-8"):
        read_lines(LINES.encode("utf-16")[:-1], "c.jsonl")
