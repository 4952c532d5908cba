"""Items that a word at their edge joins to their neighbours decide nothing alone."""

from __future__ import annotations

import pytest

from eligibility.patient.read import read_profile
from eligibility.screen import compile_page, screen_profile

PROFILE = b'''{"id": "A", "as_of": "2026-03-01", "sex": "female", "birth_date": "1990-04-17",
"measurements": [
{"code": "platelets", "value": 20, "unit": "10*9/L", "date": "2026-02-27"},
{"code": "haemoglobin", "value": 7, "unit": "g/dL", "date": "2026-02-27"},
{"code": "karnofsky", "value": 50, "date": "2026-02-27"}]}'''

LOW = "Platelets >= 100 x 10^9/L"
PALE = "Haemoglobin >= 9 g/dL"
WEAK = "Karnofsky >= 70"


def verdicts(kind: str, *items: str) -> list[str]:
    """The verdicts on the items of one kind, on a page that has both headings; each alone would fail."""
    headings = {"inclusion": "Inclusion Criteria:\n\n", "exclusion": "Exclusion Criteria:\n\n"}
    listed = {kind: "".join(f"* {item}\n" for item in items)}
    text = "\n".join(heading + listed.get(name, "* Unheard of\n") for name, heading in headings.items())
    profile = read_profile(PROFILE, "profile.json")
    judged = screen_profile(compile_page(text.encode(), "criteria.txt"), profile).criteria
    return [str(one.verdict) for one in judged if one.row.kind == kind]


@pytest.mark.parametrize(
    ("items", "told"),
    [
        ((LOW, PALE, WEAK), "fff"),
        ((f"{LOW};", f"{PALE}; and", WEAK), "fuf"),
        ((f"{LOW}; or", PALE, WEAK), "uuf"),
        ((f"{LOW};", f"{PALE}; or", WEAK), "uuu"),
        ((WEAK, LOW, f"or {PALE}"), "fuu"),
        ((LOW, "OR", PALE), "uuu"),
        ((LOW, "Unless platelets were transfused", PALE), "uuf"),
        ((LOW, PALE, "Except for carriers of thalassaemia"), "fuu"),
    ],
)
def test_inclusions_joined_across_items_exclude_nobody(items: tuple[str, ...], told: str) -> None:
    assert "".join(verdict[0] for verdict in verdicts("inclusion", *items)) == told


TURNED = tuple(item.replace(">=", "<") for item in (LOW, PALE, WEAK))


@pytest.mark.parametrize(
    ("items", "told"),
    [
        (TURNED, "fff"),
        ((f"{TURNED[0]}; or", TURNED[1], TURNED[2]), "uff"),
        ((f"{TURNED[0]} and", TURNED[1], TURNED[2]), "uuf"),
        ((TURNED[0], TURNED[1], "unless transfused"), "fuu"),
    ],
)
def test_exclusions_joined_across_items_exclude_nobody(items: tuple[str, ...], told: str) -> None:
    assert "".join(verdict[0] for verdict in verdicts("exclusion", *items)) == told


def test_criteria_cut_at_dashes_exclude_nobody() -> None:
    text = f"Inclusion Criteria: - {LOW} - {PALE} - {WEAK}\n\nExclusion Criteria:\n\n* Unheard of\n"
    judged = screen_profile(compile_page(text.encode(), "a"), read_profile(PROFILE, "p")).criteria
    assert [one.row.text for one in judged if one.row.kind == "inclusion"] == [LOW, PALE, WEAK]
    assert {str(one.verdict) for one in judged if one.row.kind == "inclusion"} == {"unknown"}
