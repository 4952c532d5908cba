"""A result in a laboratory's notation says of each alteration whether it is there, may be, or is not."""

from __future__ import annotations

import pytest

from tests.patient.profiles import grounded, with_


def told(assay: str, result: str, **more: str) -> dict[str, str]:
    """What a result says of each alteration; what it does not speak of it neither shows nor denies."""
    facts = grounded(with_(genomics=[{"assay": assay, "result": result, **more}])).tested
    assert [fact.outcome for fact in facts if not fact.alterations] == ["silent"]
    assert all(fact.written == result and fact.path == "genomics[0]" for fact in facts)
    return {concept: fact.outcome for fact in facts for concept in fact.alterations}


NOT_COMPLEX = {"complex_karyotype": "negative", "monosomal_karyotype": "negative"}


def test_a_karyotype_shows_a_fusion_and_denies_none() -> None:
    ph = told("karyotype", "46,XY,t(9;22)(q34;q11.2)[15]/46,XY[5]")
    assert ph == {"bcr_abl1": "positive", **NOT_COMPLEX}
    assert told("karyotype", "46,XX[20]") == NOT_COMPLEX
    assert told("karyotype", "46,XY,t(9;22)(q22;q12)[10]") == {"ewsr1_nr4a3": "positive"}


def test_one_metaphase_proves_nothing() -> None:
    seen = told("karyotype", "46,XY,t(9;22)(q34;q11.2)[1]/46,XY[19]")
    assert seen == {"bcr_abl1": "possible", **NOT_COMPLEX}


def test_a_number_of_chromosomes_that_contradicts_itself_is_open() -> None:
    assert told("karyotype", "36,XX,-7[12]")["low_hypodiploidy"] == "possible"
    assert told("karyotype", "46,XX,-7[12]")["low_hypodiploidy"] == "possible"


@pytest.mark.parametrize(
    ("result", "expected"),
    [
        ("nuc ish(ABL1,BCR)x2[200]", {"bcr_abl1": "negative"}),
        ("nuc ish(ABL1,BCR)x2[40]", {}),
        ("nuc ish(ABL1,BCR)x2[120/200]", {}),
        ("nuc ish(ABL1,BCR)x3(ABL1 con BCRx2)[180/200]", {"bcr_abl1": "positive"}),
        ("nuc ish(ABL1,BCR)x3(ABL1 con BCRx2)[4/200]", {"bcr_abl1": "possible"}),
        ("nuc ish(MLLx2)[200]", {"kmt2a_rearrangement": "negative"}),
        ("nuc ish(KMT2Ax2)(5'KMT2A sep 3'KMT2Ax1)[150/200]", {"kmt2a_rearrangement": "positive"}),
        ("nuc ish(TP53x1,D17Z1x2)[100/200]", {"tp53_deletion": "positive"}),
        ("nuc ish(TP53,D17Z1)x2[200]", {"tp53_deletion": "negative", "tp53_alteration": "negative"}),
        ("FISH: nuc ish(TCF3x2)[200].", {"tcf3_rearrangement": "negative"}),
    ],
)
def test_fish_speaks_for_its_probes(result: str, expected: dict[str, str]) -> None:
    assert told("FISH", result) == expected


def test_only_an_array_that_sees_heterozygosity_rules_a_ploidy_out() -> None:
    normal = told("SNP array", "arr(1-22)x2,(X,Y)x1")
    assert {normal[one] for one in ("hypodiploidy", "hypodiploidy_lt40", "masked_low_hypodiploidy")} == {
        "negative"
    }
    assert told("array CGH", "arr(1-22)x2,(X,Y)x1") == {
        "tp53_deletion": "negative",
        "tp53_alteration": "negative",
    }
    assert told("SNP array", "diploid, no LOH")["masked_low_hypodiploidy"] == "negative"
    assert told("SNP array", "68 chromosomes, doubled clone with widespread LOH") == {
        "masked_low_hypodiploidy": "positive"
    }
    assert told("SNP array", "43 chromosomes, no further LOH")["hypodiploidy_lt40"] == "negative"
    assert told("SNP array", "68 chromosomes") == {"masked_low_hypodiploidy": "possible"}


@pytest.mark.parametrize(
    "result",
    [
        "no evidence of 46,XX,t(9;22)(q34;q11.2)[20]",
        "46,XX,t(9;22)(q34;q11.2)[20] was not confirmed",
        "46,XX,t(9;22(q34;q11.2)[20]",
        "diploid, see report",
    ],
)
def test_words_around_a_notation_may_turn_it_round(result: str) -> None:
    (fact,) = grounded(with_(genomics=[{"assay": "karyotype", "result": result}])).tested
    assert (fact.outcome, fact.alterations) == ("unread", ())


@pytest.mark.parametrize(
    ("assay", "target", "result", "outcome"),
    [
        ("NGS", "TP53", "p.R248Q", "positive"),
        ("NGS", "TP53", "p.(Arg248Gln)", "positive"),
        ("NGS", "TP53 mutation", "c.743G>A", "positive"),
        ("NGS", "TP53", "p.R290H, pathogenic", "positive"),
        ("NGS", "TP53", "VUS p.R290H", "unread"),
        ("FISH", "TP53", "1 copy (-17)", "positive"),
        ("FISH", "TP53", "normal", "negative"),
        ("NGS", "TP53", "normal", "unread"),
        ("flow cytometry", "CD22", "normal", "unread"),
    ],
)
def test_variants_and_copies_of_a_gene(assay: str, target: str, result: str, outcome: str) -> None:
    (fact,) = grounded(with_(genomics=[{"assay": assay, "target": target, "result": result}])).tested
    assert fact.outcome == outcome


def test_a_probe_for_a_gene_that_breaks_speaks_of_its_rearrangement() -> None:
    fish, other = (
        grounded(with_(genomics=[{"assay": assay, "target": "TCF3", "result": "negative"}])).tested[0]
        for assay in ("FISH", "NGS")
    )
    assert (fish.alterations, fish.outcome) == (("tcf3_rearrangement",), "negative")
    assert other.alterations == ()


@pytest.mark.parametrize(
    ("assay", "target", "result", "expected"),
    [
        ("NGS", "EGFR", "p.L858R", ("egfr_l858r", "positive")),
        ("NGS", "EGFR", "exon 19 deletion", ("egfr_exon_19_deletion", "positive")),
        ("NGS", "EGFR", "exon 19 deletion detected", ("egfr_exon_19_deletion", "positive")),
        ("NGS", "KRAS", "p.Gly12Cys", ("kras_g12c", "positive")),
        ("NGS", "KRAS", "G12C", ("kras_g12c", "positive")),
        ("NGS", "NRAS", "p.G12C", ("nras_mutation", "positive")),
        ("NGS", "FLT3", "ITD", ("flt3_itd", "positive")),
        ("NGS", "EGFR", "wild type", ("egfr_mutation", "negative")),
        ("NGS", "EGFR", "mutated", ("egfr_mutation", "positive")),
        ("NGS", "EGFR", "p.A1234T", ("egfr_mutation", "unread")),
        ("NGS", "BRCA1", "p.C61G, pathogenic", ("brca1_mutation", "positive")),
        ("IHC", "HER2", "3+", ("her2", "positive")),
        ("IHC", "HER2", "IHC 1+", ("her2", "negative")),
        ("IHC", "HER2", "2+", ("her2", "not tested")),
        ("FISH", "HER2", "amplified", ("her2", "positive")),
        ("FISH", "ALK rearrangement", "positive", ("alk_rearrangement", "positive")),
        ("NGS", "ALK", "mutated", ("alk_rearrangement", "unread")),
        ("IHC", "CD20", "3+", ("cd20", "unread")),
    ],
)
def test_mutations_and_markers(assay: str, target: str, result: str, expected: tuple[str, str]) -> None:
    (fact,) = grounded(with_(genomics=[{"assay": assay, "target": target, "result": result}])).tested
    assert (*fact.alterations, fact.outcome) == expected


@pytest.mark.parametrize(
    ("assay", "target", "result", "outcome"),
    [
        ("IHC", "TP53", "positive", "unread"),
        ("IHC", "ROS1 rearrangement", "positive", "unread"),
        ("IHC", "ALK", "positive", "positive"),
        ("IHC", "dMMR", "positive", "positive"),
        ("NGS", "CD33", "positive", "unread"),
        ("PCR", "HER2", "detected", "unread"),
        ("NGS", "ALK", "wild type", "not tested"),
        ("NGS", "ALK", "no mutation detected", "not tested"),
        ("RNA fusion panel", "ALK rearrangement", "not detected", "negative"),
        ("RT-PCR", "KMT2A rearrangement", "negative", "unread"),
        ("FISH", "KMT2A rearrangement", "negative", "negative"),
        ("NGS", "ALK", "negative", "unread"),
        ("RT-PCR", "BCR::ABL1", "negative", "negative"),
        ("FISH", "FLT3-ITD", "negative", "unread"),
        ("flow cytometry", "NPM1 mutation", "negative", "unread"),
        ("ctDNA NGS", "EGFR mutation", "negative", "not tested"),
        ("ctDNA NGS", "EGFR mutation", "positive", "positive"),
        ("FISH", "TP53 deletion", "negative", "negative"),
    ],
)
def test_an_assay_speaks_of_what_it_can_show(assay: str, target: str, result: str, outcome: str) -> None:
    (fact,) = grounded(with_(genomics=[{"assay": assay, "target": target, "result": result}])).tested
    assert fact.outcome == outcome


@pytest.mark.parametrize("specimen", ["skin fibroblasts", "buccal swab", "PHA-stimulated blood"])
def test_normal_cells_show_nothing_of_the_disease(specimen: str) -> None:
    for fact in (
        {"assay": "karyotype", "result": "46,XX[20]"},
        {"assay": "FISH", "result": "nuc ish(ABL1,BCR)x2[200]"},
    ):
        (found,) = grounded(with_(genomics=[fact | {"specimen": specimen}])).tested
        assert (found.outcome, found.alterations) == ("silent", ())


def test_a_mutation_of_the_tumour_is_not_sought_in_normal_cells() -> None:
    for result in ("negative", "positive"):
        fact = {"assay": "NGS", "target": "EGFR", "result": result, "specimen": "saliva"}
        (found,) = grounded(with_(genomics=[fact])).tested
        assert (found.outcome, found.alterations) == ("silent", ())


def test_what_is_inherited_is_in_normal_cells() -> None:
    fact = {"assay": "NGS", "target": "BRCA1", "result": "p.C61G, pathogenic", "specimen": "saliva"}
    (found,) = grounded(with_(genomics=[fact])).tested
    assert (found.outcome, found.alterations) == ("positive", ("brca1_mutation",))
