"""A genomic result is positive, negative, not tested or unread; a test too narrow never denies."""

from __future__ import annotations

import pytest

from eligibility.patient import record
from tests.patient.profiles import grounded, with_


def result_of(assay: str, result: str, target: str | None = None, **fact: object) -> record.Tested:
    genomics = [{"assay": assay, "result": result, "target": target, **fact}]
    return grounded(with_(genomics=genomics)).tested[0]


@pytest.mark.parametrize(
    ("result", "outcome"),
    [
        ("positive", "positive"),
        ("+", "positive"),
        ("positive (92% of blasts)", "positive"),
        ("positive, 92 % of blasts", "positive"),
        ("Transcript detected", "positive"),
        ("negative", "negative"),
        ("not detected", "negative"),
        ("negative (0.5% of blasts)", "negative"),
        ("not reported", "not tested"),
        ("pending", "not tested"),
        ("culture failure", "not tested"),
        ("insufficient", "not tested"),
        ("not tested", "not tested"),
        ("negative (sample insufficient)", "unread"),
        ("positive (not confirmed)", "unread"),
        ("positive (0% of blasts)", "unread"),
        ("not positive", "unread"),
        ("no longer detected", "unread"),
        ("positive or negative", "unread"),
        ("dim", "unread"),
        ("46,XX[20]", "unread"),
    ],
)
def test_result_is_read_only_if_all_of_it_is(result: str, outcome: str) -> None:
    fact = result_of("flow", result, "CD22")
    assert (fact.outcome, fact.alterations, fact.written) == (outcome, ("cd22",), result)


@pytest.mark.parametrize(
    ("target", "alterations"),
    [
        ("BCR::ABL1", ("bcr_abl1",)),
        ("BCR-ABL p190 transcript", ("bcr_abl1_p190",)),
        ("E2A-HLF fusion", ("tcf3_hlf",)),
        ("MLL-AF4", ("kmt2a_aff1",)),
        ("TP53 mutation", ("tp53_mutation",)),
        ("t(4;11)(q21;q23)", ("kmt2a_aff1",)),
        ("BCR::ABL2", ()),
        ("Ph-like ALL", ()),
        ("morphology", ()),
    ],
)
def test_target_is_an_alteration_or_an_antigen(target: str, alterations: tuple[str, ...]) -> None:
    assert result_of("RT-PCR", "detected", target).alterations == alterations


@pytest.mark.parametrize(
    ("result", "alterations", "outcome"),
    [
        ("CD22 positive (92% of blasts)", ("cd22",), "positive"),
        ("CD22 negative", ("cd22",), "negative"),
        ("E2A-HLF fusion positive", ("tcf3_hlf",), "positive"),
        ("BCR::ABL1 not detected", ("bcr_abl1",), "negative"),
        ("BCR-ABL p190 transcript detected", ("bcr_abl1_p190",), "positive"),
        ("TP53 deleted", ("tp53_alteration",), "positive"),
        ("no BCR::ABL1 detected", (), "unread"),
        ("CD10+, CD19+; CD22 not reported", (), "unread"),
        ("Ph-like (BCR-ABL1-like) ALL; BCR::ABL1 not detected", (), "unread"),
    ],
)
def test_result_may_name_its_target_itself(result: str, alterations: tuple[str, ...], outcome: str) -> None:
    fact = result_of("report", result)
    assert (fact.alterations, fact.outcome) == (alterations, outcome)


@pytest.mark.parametrize(
    "result",
    [
        "VUS p.R290H",
        "p.R290H",
        "p.R248Q, p.R290?",
        "p.R248Q, benign",
        "normal",
        "1 copy (see report)",
        "46,XX,t(9;22)(q34;q11.2[15]",
    ],
)
def test_a_result_with_a_part_that_is_not_known_is_unread(result: str) -> None:
    assert result_of("NGS", result, "TP53").outcome == "unread"


@pytest.mark.parametrize(
    ("assay", "target", "result"),
    [
        ("karyotype", "BCR::ABL1", "negative"),
        ("conventional cytogenetics", "BCR::ABL1", "not detected"),
        ("RT-PCR", "BCR-ABL p190 transcript", "negative"),
        ("NGS", "TP53 deletion", "negative"),
        ("FISH", "TP53 mutation", "negative"),
        ("FISH", "TP53", "wild type"),
    ],
)
def test_test_that_is_too_narrow_denies_nothing(assay: str, target: str, result: str) -> None:
    assert result_of(assay, result, target).outcome == "unread"


@pytest.mark.parametrize(
    ("assay", "target", "result"),
    [
        ("FISH", "TP53 deletion", "negative"),
        ("NGS", "TP53", "wild type"),
        ("SNP array", "TP53", "no copy number loss"),
    ],
)
def test_test_that_shows_it_denies_it(assay: str, target: str, result: str) -> None:
    assert result_of(assay, result, target).outcome == "negative"


def test_loss_of_a_copy_is_positive_for_a_gene_only() -> None:
    lost = result_of("FISH", "deleted", "TP53")
    assert (lost.outcome, lost.copy_loss) == ("positive", True)
    named = result_of("FISH", "positive", "TP53 deletion")
    assert (named.outcome, named.copy_loss) == ("positive", True)
    antigen = result_of("flow", "loss", "CD22")
    assert (antigen.outcome, antigen.copy_loss) == ("unread", False)


def test_several_targets_share_a_negative_result_but_no_positive_one() -> None:
    both = ("kmt2a_aff1", "tcf3_hlf")
    assert result_of("fusion panel", "negative", "KMT2A::AFF1, TCF3::HLF").alterations == both
    assert result_of("fusion panel", "negative", "KMT2A::AFF1; TCF3::HLF").outcome == "negative"
    assert result_of("fusion panel", "positive", "KMT2A::AFF1, TCF3::HLF").outcome == "unread"


def test_genes_of_a_panel_are_in_current_symbols() -> None:
    fact = result_of("rna fusion panel", "negative", genes=["mll", "E2A", "ABL1", "Xyz1"])
    assert fact.genes == ("KMT2A", "TCF3", "ABL1", "XYZ1")
    assert (fact.alterations, fact.outcome) == ((), "negative")
