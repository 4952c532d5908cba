"""Every example of the manual is read by the reader."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from eligibility.patient.profile import Profile
from eligibility.patient.read import read_profiles
from tests.patient.profiles import encoded, with_

MANUAL = (Path(__file__).resolve().parents[2] / "docs" / "PROFILE.md").read_text("utf-8")

WHOLE: dict[str, dict[str, Any]] = {
    "The candidate": {"id": "a"},
    "disease": {"diagnosis": "ALL"},
    "measurements": {"code": "ast", "value": 1},
    "conditions": {"text": "DVT"},
    "treatments": {"text": "vincristine", "status": "given"},
    "genomics": {"assay": "FISH", "result": "negative"},
    "allergies": {"text": "pegaspargase"},
    "statements": {"concept": "HSCT", "present": False, "by": "site"},
    "complete": {"list": "treatments", "from": "2024", "to": "2026-02-28", "declared_by": "site"},
    "answers": {"question": "E1", "answer": "no", "by": "site", "date": "2026"},
}
"""The least of each part of a profile that can be read."""


def _rows() -> Iterator[tuple[str, tuple[str, ...], str]]:
    """Each example of a table of fields, with the part it belongs to and the fields of its row."""
    for section in MANUAL.split("\n## ")[1:]:
        title, _, body = section.partition("\n")
        for cells in re.findall(r"^\| (`.+?`) \| .* \| (.+) \|$", body, re.MULTILINE):
            for example in re.findall(r"`([^`]+)`", cells[1]):
                if title in WHOLE:
                    yield title, tuple(re.findall(r"`([^`]+)`", cells[0])), example


ROWS = list(_rows())


def test_every_part_has_examples() -> None:
    assert {title for title, _, _ in ROWS} == set(WHOLE)
    assert len(ROWS) > 50


@pytest.mark.parametrize(("title", "fields", "example"), ROWS)
def test_example_of_a_field_is_read(title: str, fields: tuple[str, ...], example: str) -> None:
    outcomes = []
    for field in fields:
        part = WHOLE[title] | {field: json.loads(example)}
        profile = (
            part if title == "The candidate" else with_(**{title: part if title == "disease" else [part]})
        )
        outcomes += read_profiles(encoded(profile), "PROFILE.md")
    assert any(isinstance(one, Profile) for one in outcomes), outcomes


@pytest.mark.parametrize("block", re.findall(r"```json\n(.*?)```", MANUAL, re.DOTALL))
def test_whole_example_is_read(block: str) -> None:
    outcomes = list(read_profiles(block.encode(), "PROFILE.md"))
    assert outcomes
    assert all(isinstance(one, Profile) for one in outcomes), outcomes
