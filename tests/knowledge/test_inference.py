"""The tables of what one finding says of another: every id is known, every row has a source."""

from __future__ import annotations

from pathlib import Path

import pytest

from eligibility.core.errors import RuleFileError
from eligibility.knowledge.inference import read_inference
from eligibility.knowledge.load import knowledge

COURSE = "concept,role,disease,site,measured_by,involved_from,source\n"


def test_every_id_has_a_row_of_its_own() -> None:
    known, table = knowledge(), knowledge().inference
    for row in table.course.values():
        named = {row.concept, row.disease, row.site} - {""}
        assert named <= set(known.concepts.by_id)
        assert row.measured_by in ("", *known.quantities.by_id)
    assert set(table.alterations) <= set(known.concepts.by_id)
    for quantity, ways in table.derivable.items():
        assert {quantity, *(name for inputs in ways for name in inputs)} <= set(known.quantities.by_id)
    for rivals in table.rivals.values():
        for rival in rivals:
            assert {rival.quantity, rival.rival} <= set(known.quantities.by_id)
            assert rival.rival_method in ("", *known.concepts.by_id)


def test_the_kinds_of_assay_are_those_that_records_are_read_for() -> None:
    read = {
        knowledge().vocabulary.read("assay", text) for text in ("FISH", "NGS sequencing", "RNA fusion panel")
    }
    assert read == {"copy_number", "sequencing", "fusion"}
    wanted = {
        kind for row in knowledge().inference.alterations.values() for kind in (*row.panels, *row.needs)
    }
    assert wanted <= read


def test_the_sites_with_a_quantity_of_their_own() -> None:
    assert [row.site for row in knowledge().inference.staging("leukaemia")] == ["bone_marrow"]


@pytest.mark.parametrize(
    "line",
    [
        "x,relapse,leukaemia,,,,",
        "x,sometimes,leukaemia,,,,a source",
        "x,relapse,leukaemia,,,,a source\nx,site,leukaemia,,,,a source",
    ],
)
def test_a_broken_row_is_refused(tmp_path: Path, line: str) -> None:
    (tmp_path / "course.csv").write_text(COURSE + line + "\n", "utf-8")
    with pytest.raises(RuleFileError):
        read_inference(tmp_path)


def test_a_table_that_is_not_there_is_empty(tmp_path: Path) -> None:
    assert read_inference(tmp_path).course == {}
