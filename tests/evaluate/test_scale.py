"""Levels of a scale: as recorded, or by the number that a level stands for."""

from __future__ import annotations

import pytest

from eligibility.bind.nodes import Scale
from eligibility.core.interval import Interval
from tests.evaluate.builders import kinds, lab, run, truth

INVOLVED = Scale(scale="marrow_status", phrase="M2 or M3", levels=("M2", "M3"))


@pytest.mark.parametrize(("level", "expected"), [("M1", "false"), ("M2", "true"), ("M3", "true")])
def test_a_recorded_level(level: str, expected: str) -> None:
    assert truth(INVOLVED, lab("bone_marrow_blasts", Interval(low=0, high=100), level=level)) == expected


@pytest.mark.parametrize(("value", "expected"), [(4.9, "false"), (5, "true"), (90, "true")])
def test_a_number_that_levels_stand_for(value: float, expected: str) -> None:
    assert truth(INVOLVED, lab("bone_marrow_blasts", value)) == expected


def test_missing_stale_and_conflicting() -> None:
    assert kinds(run(INVOLVED)) == {"missing"}
    assert kinds(run(INVOLVED, lab("bone_marrow_blasts", 60, "2026-01-01"))) == {"stale"}
    two = (lab("bone_marrow_blasts", 60), lab("bone_marrow_blasts", 2))
    assert kinds(run(INVOLVED, *two)) == {"conflicting"}
    assert (
        truth(INVOLVED, lab("bone_marrow_blasts", 60, "2026-02-20"), lab("bone_marrow_blasts", 2)) == "false"
    )
    assert run(INVOLVED, lab("bone_marrow_blasts", 2)).curable
