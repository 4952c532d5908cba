"""What follows from the notations of ``cases/genomics``, by eye: shown, left open, ruled out."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from eligibility.genomics.array_follows import of_array
from eligibility.genomics.array_nodes import Array
from eligibility.genomics.fish_follows import of_fish
from eligibility.genomics.fish_nodes import Fish
from eligibility.genomics.follows import Follows, of_karyotype
from eligibility.genomics.nodes import Karyotype
from eligibility.genomics.report import only_notation
from eligibility.knowledge.load import knowledge

CASES = Path(__file__).parents[2] / "cases/genomics"
SAYS = {"shows": "shows", "may": "may", "rules_out": "rules out"}


def _cases(*names: str) -> list[Any]:
    tables = {name: tomllib.loads((CASES / f"{name}.toml").read_text("utf-8"))["case"] for name in names}
    return [
        pytest.param(row, id=f"{name}-{n}") for name, rows in tables.items() for n, row in enumerate(rows)
    ]


def _named(probe: str) -> str:
    return knowledge().vocabulary.read("gene", probe) or probe.upper()


def _check(case: dict[str, Any], told: tuple[Follows, ...]) -> None:
    for key, says in SAYS.items():
        assert {one.concept for one in told if one.says == says} == set(case.get(key, ())), key


@pytest.mark.parametrize("case", _cases("leukaemia", "solid", "constitutional", "as_reported"))
def test_alterations_follow_from_a_karyotype(case: dict[str, Any]) -> None:
    """Left out: that a gene may be broken, as a break in its band is common, and named changes.

    Those are in ``test_changes.py``.
    """
    nodes = [one.node for one in only_notation(case["text"]).found]
    told = [
        f
        for node in nodes
        if isinstance(node, Karyotype)
        for f in of_karyotype(node, knowledge().alterations)
    ]
    concepts = knowledge().concepts.by_id
    kept = [one for one in told if concepts[one.concept].kind != "chromosome"]
    _check(case, tuple(one for one in kept if not one.concept.endswith("_rearrangement")))


@pytest.mark.parametrize("case", _cases("fish"))
def test_alterations_follow_from_a_fish_result(case: dict[str, Any]) -> None:
    nodes = [one.node for one in only_notation(case["text"]).found]
    told = [
        f for node in nodes if isinstance(node, Fish) for f in of_fish(node, knowledge().alterations, _named)
    ]
    _check(case, tuple(told))


@pytest.mark.parametrize("case", _cases("array"))
def test_alterations_follow_from_copy_numbers(case: dict[str, Any]) -> None:
    """Of an array that does not see heterozygosity."""
    (node,) = (one.node for one in only_notation(case["text"]).found)
    assert isinstance(node, Array)
    _check(case, of_array(node, knowledge().alterations, heterozygosity=False))
