"""The tables of alterations: every row leads to a concept, and can be found by what it says of itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from eligibility.core.errors import RuleFileError
from eligibility.genomics.follows import of_karyotype
from eligibility.genomics.nodes import CHROMOSOMES
from eligibility.genomics.read import read_karyotype
from eligibility.knowledge.alterations import Alterations
from eligibility.knowledge.load import knowledge, rules_folder
from eligibility.knowledge.tables import read_table

TABLES = knowledge().alterations
FOLDER = rules_folder() / "alterations"


def test_every_row_leads_to_a_concept() -> None:
    assert [one for one in sorted(TABLES.named) if one not in knowledge().concepts.by_id] == []


def test_every_mutation_is_of_the_gene_it_lies_in() -> None:
    for (gene, _), concept in TABLES.variants.items():
        classes = knowledge().concepts.classes(concept)
        assert concept == "tp53_alteration" or {TABLES.mutated.get(one) for one in classes} >= {gene}


@pytest.mark.parametrize(
    "row", list(read_table(FOLDER / "rearrangements.csv", tuple(
        (FOLDER / "rearrangements.csv").read_text("utf-8").splitlines()[0].split(",")
    ))), ids=lambda row: f"{row['concept']}-{row['kind']}"
)  # fmt: skip
def test_every_rearrangement_follows_from_its_own_bands(row: dict[str, str]) -> None:
    """Shown, or left open where another fusion has the bands too, or the kind is written in another way."""
    chromosomes, groups = row["chromosomes"].split(";"), row["bands"].split(";")
    assert set(chromosomes) <= set(CHROMOSOMES)
    first = [group.split("|")[0] for group in groups]
    bands = ";".join(first) if len(chromosomes) > 1 else "".join(first)
    text = f"46,XX,{row['kind']}({row['chromosomes']})({bands})[20]"
    told = {one.concept for one in of_karyotype(read_karyotype(text), TABLES)}
    assert row["concept"] in told


def test_a_row_without_a_source_is_refused(tmp_path: Path) -> None:
    for path in FOLDER.glob("*.csv"):
        (tmp_path / path.name).write_text(path.read_text("utf-8"), "utf-8")
    rows = (FOLDER / "rearrangements.csv").read_text("utf-8").splitlines()
    bare = "x_y,X|Y,t,1;2,p1;q1,,,,yes,"
    (tmp_path / "rearrangements.csv").write_text(f"{rows[0]}\n{bare}\n", "utf-8")
    with pytest.raises(RuleFileError, match="source"):
        Alterations(tmp_path)
