"""The notations of ``cases/genomics``, read by eye: what they say, and where a text is refused."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from eligibility.core.errors import NotationError
from eligibility.genomics.array_nodes import Array, Region
from eligibility.genomics.array_written import array_written
from eligibility.genomics.clones import Carried, carried
from eligibility.genomics.fish_nodes import Fish, Pattern, Signals
from eligibility.genomics.fish_written import fish_written
from eligibility.genomics.nodes import Item, Karyotype
from eligibility.genomics.read import read_array, read_fish, read_karyotype
from eligibility.genomics.report import only_notation
from eligibility.genomics.written import breaks_written, count_written, written

CASES = Path(__file__).parents[2] / "cases/genomics"
KARYOTYPES = ("leukaemia", "solid", "constitutional", "as_reported")


def _read(name: str, table: str) -> list[Any]:
    rows: list[Any] = tomllib.loads((CASES / f"{name}.toml").read_text("utf-8"))[table]
    return [pytest.param(row, id=f"{name}-{number}") for number, row in enumerate(rows)]


def _items(texts: list[str]) -> tuple[Item, ...]:
    """Abnormalities from clean ISCN; one with a count of its own stands before another."""
    told = (read_karyotype(f"46,XX,{text}{',inc' if text.endswith(']') else ''}") for text in texts)
    return tuple(one.clones[0].items[0] for one in told)


def _told(one: Carried) -> dict[str, Any]:
    cells, sex = one.clone.cells, one.sex
    letters = f"{sex.letters}{'?' if sex.doubtful else ''}" if sex.letters else "?" if sex.doubtful else "U"
    told = {
        "chromosomes": count_written(one.clone.chromosomes),
        "sex": letters,
        "constitutional_sex": sex.constitutional,
        "cells": None if cells is None else cells.count,
        "composite": cells is not None and cells.composite,
        "ploidy": None if one.clone.ploidy is None else one.clone.ploidy[0],
        "doubled": one.times > 1,
        "contradicts": one.contradicts,
    }
    return {key: value for key, value in told.items() if value not in (None, False)}


@pytest.mark.parametrize("case", [case for name in KARYOTYPES for case in _read(name, "case")])
def test_a_karyotype_is_read_as_by_eye(case: dict[str, Any]) -> None:
    report = only_notation(case["text"])
    assert report.around == ()
    (karyotype,) = (one.node for one in report.found)
    assert isinstance(karyotype, Karyotype)
    clones = carried(karyotype)
    expected = [{k: v for k, v in clone.items() if k != "abnormalities"} for clone in case["clones"]]
    assert [_told(one) for one in clones] == expected
    assert [one.items for one in clones] == [_items(clone["abnormalities"]) for clone in case["clones"]]
    assert read_karyotype(written(karyotype)) == karyotype


def _signals(one: Signals) -> str:
    return one.mark if one.count is None else count_written(one.count)


def _pattern(pattern: Pattern, asked: dict[str, Any]) -> dict[str, Any]:
    cells, told = pattern.cells, dict[str, Any]()
    if "signals" in asked:
        told["signals"] = {one.probe: _signals(one) for one in pattern.signals}
    if "sites" in asked:
        told["sites"] = [[f"{one.probe}{one.mark}" for one in on.signals] for on in pattern.chromosomes]
    for key, how in (("joined", "con"), ("separated", "sep")):
        together = [[*one.probes, count_written(one.count)] for one in pattern.together if one.how == how]
        if together:
            told[key] = together
    if cells is not None:
        told["cells"] = cells.count
        if cells.of is not None:
            told["of"] = cells.of
    return told


@pytest.mark.parametrize("case", _read("fish", "case"))
def test_a_fish_result_is_read_as_by_eye(case: dict[str, Any]) -> None:
    found = [one.node for one in only_notation(case["text"]).found]
    results = [node for node in found if isinstance(node, Fish)]
    patterns = [pattern for result in results for pattern in result.patterns]
    assert len(patterns) == len(case["patterns"])
    for pattern, asked in zip(patterns, case["patterns"], strict=True):
        expected = {key: value for key, value in asked.items() if key not in ("abnormality", "location")}
        assert _pattern(pattern, asked) == expected
    assert all(read_fish(fish_written(result)) == result for result in results)
    if "karyotype" in case:
        assert read_karyotype(case["karyotype"]) in found


def _regions(region: Region) -> list[dict[str, Any]]:
    told: dict[str, Any] = {"copies": count_written(region.copies)}
    told |= {"bands": breaks_written(region.bands)} if region.bands else {}
    told |= {"start": region.start, "end": region.end} if region.start is not None else {}
    told |= {"loh": True} if region.homozygous else {}
    told |= {"fraction": region.fraction} if region.fraction is not None else {}
    told |= {"origin": region.origin} if region.origin else {}
    return [told | {"chromosome": chromosome} for chromosome in region.chromosomes]


def _spelt_out(asked: dict[str, Any]) -> list[dict[str, Any]]:
    first, _, last = asked["chromosome"].partition("-")
    names = [str(one) for one in range(int(first), int(last) + 1)] if last else [first]
    return [asked | {"chromosome": name} for name in names]


@pytest.mark.parametrize("case", _read("array", "case"))
def test_copy_numbers_are_read_as_by_eye(case: dict[str, Any]) -> None:
    (result,) = (one.node for one in only_notation(case["text"]).found)
    assert isinstance(result, Array)
    told = [one for region in result.regions for one in _regions(region)]
    assert told == [one for asked in case["regions"] for one in _spelt_out(asked)]
    assert result.build == case.get("build", "")
    assert read_array(array_written(result)) == result


@pytest.mark.parametrize("case", _read("refused", "refused"))
def test_what_is_no_notation_is_refused_where_it_ends(case: dict[str, Any]) -> None:
    with pytest.raises(NotationError) as refused:
        only_notation(case["text"])
    assert refused.value.at == case["at"], str(refused.value)
