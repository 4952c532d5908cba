"""Variants by the profiles GenomicVariant and GenomicRegionStudied of mCODE: what their parts say."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from eligibility.knowledge.load import knowledge
from eligibility.patient.ground_genomics import ground_genomic
from eligibility.patient.terms import terms
from tests.records.fhir_records import LOINC, about, concept, read

SEQUENCE = "http://www.sequenceontology.org"
Json = dict[str, Any]


def _noted(loinc: str, **fields: Any) -> Json:  # noqa: ANN401
    code = concept("", (LOINC, loinc, ""))
    return about("Observation", status="final", effectiveDateTime="2026-02-01", code=code, **fields)


def _part(loinc: str, words: str, *codes: tuple[str, str, str]) -> Json:
    return {"code": concept("", (LOINC, loinc, "")), "valueCodeableConcept": concept(words, *codes)}


def _variant(*parts: Json, present: str = "Present") -> Json:
    """GenomicVariant."""
    return _noted(
        "69548-6", valueCodeableConcept=concept(present), component=list(parts), method=concept("Sequencing")
    )


TRANSLOCATION = _part("48019-4", "", (SEQUENCE, "SO:1000044", "chromosomal_translocation"))
NAMED = "NM_024675.3(PALB2):c.3549C>A (p.Tyr1183Ter)"


@pytest.mark.parametrize(
    ("parts", "target", "result"),
    [
        ([_part("48018-6", "ETV6"), _part("48018-6", "RUNx1"), TRANSLOCATION], "ETV6::RUNX1", "Present"),
        ([_part("48018-6", "RUNX1"), _part("48018-6", "ETV6"), TRANSLOCATION], "ETV6::RUNX1", "Present"),
        ([_part("48018-6", "PALB2"), _part("81252-9", NAMED)], "PALB2", "p.Tyr1183Ter"),
        ([_part("81252-9", NAMED)], "PALB2", "p.Tyr1183Ter"),
        ([_part("48018-6", "CDKN2A"), _part("48019-4", "", (SEQUENCE, "SO:0001743", "copy_number_loss"))],
         "CDKN2A", "copy number loss"),
        ([_part("48018-6", "KMT2A"), TRANSLOCATION], "KMT2A", "chromosomal translocation"),
        ([_part("48018-6", "BRAF"),
          {"code": concept("", (LOINC, "48004-6", "")),
           "valueCodeableConcept": {"coding": [{"system": "http://varnomen.hgvs.org",
                                                "code": "NM_004333.4:c.1799T>A"}]}}],
         "BRAF", "c.1799T>A"),
    ],
)  # fmt: skip
def test_a_variant_is_what_its_parts_say_together(
    tmp_path: Path, parts: list[Json], target: str, result: str
) -> None:
    (fact,) = read(tmp_path, _variant(*parts)).profile.genomics
    assert (fact.target, fact.result) == (target, result)


@pytest.mark.parametrize(
    ("parts", "present"),
    [
        ([_part("48018-6", "BCR"), _part("48018-6", "ABL1")], "Present"),
        ([_part("48018-6", "MET"), _part("48018-6", "ALK"), TRANSLOCATION], "Present"),
        ([_part("48018-6", "NRAS"), _part("48018-6", "KIT")], "Absent"),
        ([_part("48018-6", "BRCA1"), _part("81252-9", NAMED)], "Present"),
    ],
)
def test_a_variant_of_genes_that_nothing_joins_is_refused(
    tmp_path: Path, parts: list[Json], present: str
) -> None:
    found = read(tmp_path, _variant(*parts, present=present))
    assert found.profile.genomics == ()
    assert found.fates("Observation")[0][0] == "refused"


@pytest.mark.parametrize(
    "part",
    [_part("48005-3", "p.Val600Glu"), _part("48019-4", "", (SEQUENCE, "SO:0001743", "copy_number_loss"))],
)
def test_that_one_change_is_absent_does_not_deny_the_gene(tmp_path: Path, part: Json) -> None:
    (fact,) = read(tmp_path, _variant(_part("48018-6", "BRAF"), part, present="Absent")).profile.genomics
    (tested,) = ground_genomic("genomics[0]", fact, terms(knowledge()))
    assert tested.alterations == ()


@pytest.mark.parametrize(
    "change", [TRANSLOCATION, _part("48019-4", "", (SEQUENCE, "SO:0001742", "copy_number_gain"))]
)
def test_a_change_of_structure_is_no_mutation(tmp_path: Path, change: Json) -> None:
    (fact,) = read(tmp_path, _variant(_part("48018-6", "TP53"), change)).profile.genomics
    (tested,) = ground_genomic("genomics[0]", fact, terms(knowledge()))
    assert tested.outcome == "unread"


def test_a_fusion_is_positive_where_it_was_found(tmp_path: Path) -> None:
    one = _variant(_part("48018-6", "ETV6"), _part("48018-6", "RUNX1"), TRANSLOCATION)
    one["method"] = concept("Karyotyping")
    (fact,) = read(tmp_path, one).profile.genomics
    (tested,) = ground_genomic("genomics[0]", fact, terms(knowledge()))
    assert (tested.outcome, tested.alterations) == ("positive", ("etv6_runx1",))


def test_what_stands_beside_a_variant_is_told(tmp_path: Path) -> None:
    fraction = {"code": concept("", (LOINC, "81258-6", "")), "valueQuantity": {"value": 0.57}}
    found = read(tmp_path, _variant(_part("48018-6", "BRAF"), fraction))
    assert found.fates("Observation") == [
        ("used", "what stands beside the gene and its change, such as a fraction of alleles, is not read")
    ]


def test_an_immunophenotype_in_words_is_a_result(tmp_path: Path) -> None:
    one = _noted("101119-6", valueString="positive for CD10 and CD19")
    (fact,) = read(tmp_path, one).profile.genomics
    (tested,) = ground_genomic("genomics[0]", fact, terms(knowledge()))
    assert (fact.target, fact.assay, tested.outcome) == (None, "immunophenotyping", "unread")


def test_a_variant_called_harmless_is_no_mutation(tmp_path: Path) -> None:
    meant = _part("53037-8", "", (LOINC, "LA26333-7", "Uncertain significance"))
    found = read(tmp_path, _variant(_part("48018-6", "TP53"), meant))
    assert found.profile.genomics == ()
    assert found.fates("Observation")[0][0] == "not needed"


def test_a_germline_variant_says_nothing_of_the_tumour(tmp_path: Path) -> None:
    found = read(
        tmp_path, _variant(_part("48018-6", "BRCA1"), _part("48002-0", "", (LOINC, "LA6683-2", "Germline")))
    )
    (fact,) = found.profile.genomics
    assert (fact.target, fact.specimen) == ("BRCA1", "germline")


def test_the_genes_of_a_panel_are_no_result(tmp_path: Path) -> None:
    """GenomicRegionStudied."""
    found = read(tmp_path, _noted("53041-0", component=[_part("48018-6", "TP53")]))
    assert found.fates("Observation") == [
        ("not needed", "it says which genes were studied, and no result of them")
    ]
