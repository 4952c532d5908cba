"""Scales with named levels: which levels a comparison lets in, and what a record may write for one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eligibility.knowledge.load import knowledge
from eligibility.knowledge.scales import Level

SCALES = knowledge().scales
WITH_LEVELS = [one for one in SCALES.by_id if SCALES.levels(one)]


@pytest.mark.parametrize(
    ("scale", "comparator", "levels", "wanted"),
    [
        ("nyha", "=", ("III", "IV"), "III IV"),
        ("nyha", ">", ("II",), "III IV"),
        ("nyha", "<=", ("2",), "I II"),
        ("child_pugh_class", ">=", ("B",), "B C"),
        ("toxicity_grade", "to", ("2", "4"), "2 3 4"),
        ("ann_arbor", "=", ("III",), "III IIIA IIIB"),
        ("ann_arbor", ">", ("II",), "III IIIA IIIB IV IVA IVB"),
        ("ann_arbor", ">=", ("IIB",), "IIB III IIIA IIIB IV IVA IVB"),
        ("ann_arbor", "<", ("III",), "I IA IB II IIA IIB"),
        ("ann_arbor", "to", ("I", "IIA"), "I IA IB IIA"),
    ],
)
def test_a_comparison_lets_levels_in(
    scale: str, comparator: str, levels: tuple[str, ...], wanted: str
) -> None:
    found = [SCALES.level(scale, text) for text in levels]
    known = tuple(level for level in found if level is not None)
    assert len(known) == len(levels)
    assert " ".join(SCALES.wanted(comparator, known)) == wanted  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("III", (None, "iii")),
        ("stage IIIB", (None, "iiib")),
        ("NYHA class II", ("nyha", "ii")),
        ("FIGO IIIC", ("figo", "iiic")),
        ("probably IIIB", (None, "probably iiib")),
        ("not FIGO IIIC", (None, "not figo iiic")),
        ("", (None, "")),
    ],
)
def test_a_level_on_record_is_read_whole_or_not_at_all(text: str, read: tuple[str | None, str]) -> None:
    assert SCALES.read(text) == read


@pytest.mark.parametrize("scale", WITH_LEVELS)
def test_the_parts_of_a_level_follow_one_another(scale: str) -> None:
    levels = SCALES.levels(scale)
    for level in levels:
        ranks = sorted(part.rank for part in SCALES.parts(level))
        between = [one for one in levels if ranks[0] <= one.rank <= ranks[-1]]
        assert {one.level for one in between} >= {part.level for part in SCALES.parts(level)}
        assert ranks[0] == level.rank


@st.composite
def a_level(draw: st.DrawFn) -> Level:
    return draw(st.sampled_from(SCALES.levels(draw(st.sampled_from(WITH_LEVELS)))))


@given(a_level())
def test_a_limit_and_the_other_side_share_no_level(level: Level) -> None:
    at_least, below = (set(SCALES.wanted(sign, (level,))) for sign in (">=", "<"))
    above, at_most = (set(SCALES.wanted(sign, (level,))) for sign in (">", "<="))
    assert not at_least & below and not above & at_most
    assert above <= at_least and below <= at_most
    leaves = {one.level for one in SCALES.levels(level.scale) if len(SCALES.parts(one)) == 1}
    assert at_least | below >= leaves and above | at_most >= leaves
    assert set(SCALES.wanted("=", (level,))) == {part.level for part in SCALES.parts(level)}
