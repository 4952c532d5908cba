"""Alterations and antigens: proven stands, not tested is never negative, a negative test must be adequate."""

from __future__ import annotations

import pytest

from eligibility.bind.nodes import Molecular
from tests.evaluate.builders import carries, course, had, kinds, relapse, result, run, said, setting, truth

FUSION, TP53, CD22 = carries("tcf3_hlf"), carries("tp53_alteration"), carries("cd22")
RELAPSED = course(relapse("2026-02-02"))


def panel(*genes: str, outcome: str = "negative", **more: object) -> object:
    return result(None, outcome, "rna fusion panel", genes=genes, **more)


@pytest.mark.parametrize(
    ("outcome", "expected"),
    [("positive", "true"), ("negative", "false"), ("not tested", "unknown"), ("unread", "unknown")],
)
def test_a_result_by_its_target(outcome: str, expected: str) -> None:
    assert truth(FUSION, result("tcf3_hlf", outcome)) == expected


def test_silence_and_other_targets_say_nothing() -> None:
    assert kinds(run(FUSION)) == {"missing"}
    assert truth(FUSION, result("tcf3_pbx1", "negative")) == "unknown"
    assert truth(FUSION, result("tcf3_pbx1", "positive")) == "unknown"


def test_a_negative_panel_denies_the_fusions_of_its_genes_if_it_looks_for_fusions() -> None:
    assert truth(FUSION, panel("KMT2A", "TCF3")) == "false"
    assert truth(FUSION, panel("KMT2A", "ABL1")) == "unknown"
    assert truth(FUSION, result(None, "negative", "mutation panel", genes=("TCF3",))) == "unknown"
    assert truth(FUSION, result(None, "negative", "some panel", genes=("TCF3",))) == "unknown"


def test_a_positive_result_counts_over_a_negative_one_flagged() -> None:
    outcome = run(FUSION, result("tcf3_hlf", "positive"), panel("TCF3"))
    assert outcome.truth.word == "true"
    assert any("positive one counts" in flag for flag in outcome.flags)


def test_a_result_that_is_not_read_beside_a_negative_one_leaves_it_open() -> None:
    karyotype = result(None, "unread", "karyotype", date="2026-02-05")
    assert kinds(run(FUSION, karyotype)) == {"unread_record"}
    assert kinds(run(FUSION, karyotype, panel("TCF3", date="2026-02-05"))) == {"unread_record"}
    assert truth(FUSION, karyotype, panel("TCF3", date="2026-02-10")) == "unknown"
    assert truth(FUSION, karyotype, result("tcf3_hlf", "positive")) == "true"
    assert truth(FUSION, result("tp53_alteration", "unread"), panel("TCF3")) == "false"
    assert kinds(run(FUSION, result(None, "unread", "flow cytometry"))) == {"missing"}
    assert kinds(run(CD22, result(None, "unread", "flow cytometry"))) == {"unread_record"}


def test_a_negative_test_of_the_diagnosis_does_not_speak_for_the_relapse() -> None:
    assert truth(FUSION, result("tcf3_hlf", "negative", phase="diagnosis"), RELAPSED) == "unknown"
    assert truth(FUSION, result("tcf3_hlf", "negative", date="2024-01-20"), RELAPSED) == "unknown"
    assert truth(FUSION, result("tcf3_hlf", "negative", date="2026-02-05"), RELAPSED) == "false"
    undated = run(FUSION, result("tcf3_hlf", "negative"), RELAPSED)
    assert (undated.truth.word, len(undated.flags)) == ("false", 1)


def test_a_proven_alteration_of_the_diagnosis_stands_flagged() -> None:
    outcome = run(FUSION, result("tcf3_hlf", "positive", phase="diagnosis"), RELAPSED)
    assert (outcome.truth.word, len(outcome.flags)) == ("true", 1)


def test_a_founding_fusion_that_a_test_of_the_relapse_denies_is_a_conflict() -> None:
    first = result("tcf3_hlf", "positive", phase="diagnosis")
    now = result("tcf3_hlf", "negative", phase="relapse", date="2026-02-05")
    assert kinds(run(FUSION, first, now, RELAPSED)) == {"conflicting"}
    assert truth(FUSION, first, result("tcf3_hlf", "negative", phase="diagnosis"), RELAPSED) == "true"


def test_a_lost_or_mutated_gene_and_a_number_of_chromosomes_are_asked_of_the_present_phase() -> None:
    for rule in (TP53, carries("hypodiploidy_lt40")):
        first = result(rule.alteration, "positive", "SNP array", phase="diagnosis")
        outcome = run(rule, first, RELAPSED)
        assert kinds(outcome) == {"missing"}
        assert "earlier phase" in outcome.reasons[0].detail
        assert (
            truth(rule, result(rule.alteration, "positive", "SNP array", phase="relapse"), RELAPSED) == "true"
        )
        assert (
            truth(rule, result(rule.alteration, "positive", "SNP array", date="2026-02-05"), RELAPSED)
            == "true"
        )


def test_bands_alone_give_way_to_a_test_of_the_genes() -> None:
    banded = result("tcf3_hlf", "positive", "karyotype", banded=True)
    assert truth(FUSION, banded) == "true"
    assert kinds(run(FUSION, banded, result("tcf3_hlf", "negative", "FISH"))) == {"conflicting"}
    assert (
        truth(FUSION, banded, result("tcf3_hlf", "positive"), result("tcf3_hlf", "negative", "FISH"))
        == "true"
    )


def test_another_partner_rules_the_fusion_out() -> None:
    other = result("kmt2a_mllt3", "positive", "karyotype")
    assert truth(carries("kmt2a_aff1"), other) == "false"
    assert truth(carries("kmt2a_rearrangement"), other) == "true"
    assert kinds(run(carries("kmt2a_aff1"), other, result("kmt2a_aff1", "positive"))) == {"conflicting"}


def test_what_may_be_it_is_open_until_a_test_denies_it() -> None:
    seen = result("tcf3_hlf", "possible", "karyotype", seen="t(17;19) (too few cells for a clone)")
    outcome = run(FUSION, seen)
    assert kinds(outcome) == {"missing"}
    assert "too few cells" in outcome.reasons[0].detail
    assert truth(FUSION, seen, result("tcf3_hlf", "negative")) == "false"


def test_a_silent_result_is_cited_and_says_nothing() -> None:
    outcome = run(FUSION, result(None, "silent", "karyotype"))
    assert kinds(outcome) == {"missing"}
    assert "neither shown nor ruled out" in outcome.reasons[0].detail
    assert "RT-PCR, FISH or RNA fusion panel" in outcome.reasons[0].settles
    assert "karyotype" not in run(CD22, result(None, "silent", "karyotype")).reasons[0].detail


def test_an_assay_that_is_negative_since_it_was_positive_is_a_conflict() -> None:
    first = result("tcf3_hlf", "positive", "RT-PCR", date="2026-02-10")
    assert kinds(run(FUSION, first, result("tcf3_hlf", "negative", "RT-PCR", date="2026-02-20"))) == {
        "conflicting"
    }
    assert truth(FUSION, first, result("tcf3_hlf", "negative", "FISH", date="2026-02-20")) == "true"


def test_a_relapse_that_only_a_result_names_is_one() -> None:
    first = result("tp53_alteration", "positive", "NGS", phase="diagnosis")
    now = [result("tp53_alteration", "negative", assay, phase="relapse") for assay in ("NGS", "FISH")]
    assert truth(TP53, first, *now) == "false"


def test_what_is_older_than_the_disease_denies_nothing() -> None:
    disease = course(diagnosed="2026-01-20")
    old = result("complex_karyotype", "negative", "karyotype", date="2020-01-20")
    assert truth(carries("complex_karyotype"), old, disease) == "unknown"
    assert (
        truth(
            carries("complex_karyotype"),
            result("complex_karyotype", "negative", "karyotype", date="2026-01-10"),
            disease,
        )
        == "false"
    )


def test_words_that_hold_the_name_leave_a_negative_test_open() -> None:
    rule, negative = carries("egfr_mutation"), result("egfr_mutation", "negative", "NGS")
    assert truth(rule, negative) == "false"
    assert kinds(run(rule, negative, had(None, text="EGFR-mutated NSCLC"))) == {"unread_record"}
    assert truth(rule, negative, had(None, text="NSCLC, EGFR negative")) == "false"
    assert truth(rule, negative, had(None, text="NSCLC")) == "false"
    assert kinds(
        run(CD22, result("cd22", "negative", "flow cytometry"), had(None, text="CD22 positive ALL"))
    ) == {"unread_record"}


def test_tp53_needs_both_kinds_of_assay_to_be_ruled_out() -> None:
    sequenced = result("tp53_alteration", "negative", "NGS sequencing")
    probed = result("tp53_alteration", "negative", "FISH")
    assert "copy number" in run(TP53, sequenced).reasons[0].settles
    assert truth(TP53, probed) == "unknown"
    assert truth(TP53, sequenced, probed) == "false"


def test_loss_of_a_copy_is_no_mutation_and_a_test_of_copies_denies_none() -> None:
    mutation, deletion = carries("tp53_mutation"), carries("tp53_deletion")
    lost = result("tp53_deletion", "positive", "FISH", copy_loss=True)
    whole = result("tp53_alteration", "negative", "FISH")
    assert truth(TP53, lost) == "true"
    assert truth(deletion, lost) == "true"
    assert truth(mutation, lost) == "unknown"
    assert truth(mutation, whole) == "unknown"
    assert truth(mutation, result("tp53_alteration", "negative", "NGS")) == "false"
    assert truth(deletion, result("tp53_alteration", "negative", "NGS")) == "unknown"
    assert truth(deletion, whole) == "false"


def test_loss_of_a_copy_is_an_alteration_by_convention() -> None:
    lost = result("tp53_alteration", "positive", "FISH", copy_loss=True)
    assert truth(TP53, lost) == "true"
    assert any("tp53_copy_loss" in flag for flag in run(TP53, lost).flags)
    strict = setting(tp53_copy_loss="mutation_only")
    assert kinds(run(TP53, lost, under=strict)) == {"ambiguous_text"}
    assert truth(TP53, lost, result("tp53_alteration", "positive"), under=strict) == "true"


def test_identified_in_the_literal_sense_is_a_convention() -> None:
    rule = Molecular(alteration="tcf3_hlf", phrase="TCF3-HLF", identified=True)
    literal = setting(identified="literal")
    assert truth(rule) == "unknown"
    assert truth(rule, under=literal) == "false"
    assert truth(rule, result("tcf3_hlf", "unread"), under=literal) == "unknown"
    silent = run(rule, result(None, "silent", "karyotype"), under=literal)
    assert (silent.truth.word, silent.flags) == (
        "false", ("no test shows it, so not identified (identified = literal)",)
    )  # fmt: skip
    lost = Molecular(alteration="tp53_alteration", phrase="TP53", identified=True)
    before = result("tp53_alteration", "positive", "FISH", phase="diagnosis")
    assert truth(lost, before, RELAPSED, under=literal) == "unknown"


def test_a_rearrangement_without_its_partner_may_be_the_fusion() -> None:
    rule = carries("kmt2a_aff1")
    rearranged = result("kmt2a_rearrangement", "positive", "FISH")
    assert truth(rule, rearranged) == "unknown"
    assert truth(rule, rearranged, panel("KMT2A")) == "unknown"
    assert truth(rule, rearranged, result("kmt2a_aff1", "negative")) == "false"


def test_conditions_and_statements_speak_too() -> None:
    rule = carries("bcr_abl1")
    assert truth(rule, course(concept="ph_like_all")) == "false"
    assert truth(rule, said("bcr_abl1")) == "false"
    assert truth(rule, said("bcr_abl1", True)) == "true"
    assert kinds(run(rule, result("bcr_abl1", "positive"), said("bcr_abl1"))) == {"conflicting"}
    assert truth(carries("hypodiploidy_lt40"), had("hypodiploidy")) == "unknown"


def test_an_antigen_is_asked_of_the_present_phase() -> None:
    old = result("cd22", "positive", "flow cytometry", phase="diagnosis", date="2024-01-20")
    now = result("cd22", "negative", "flow cytometry", phase="relapse", date="2026-02-05")
    assert kinds(run(CD22, old, RELAPSED)) == {"missing"}
    assert truth(CD22, old, RELAPSED, under=setting(earlier_phase_antigen="accept")) == "true"
    assert truth(CD22, old, now, RELAPSED) == "false"
    assert truth(CD22, old) == "unknown"
    assert truth(CD22, result("cd22", "positive", "flow cytometry")) == "true"


def test_the_latest_antigen_result_counts_and_two_of_one_day_conflict() -> None:
    def flow(outcome: str, date: str) -> object:
        return result("cd22", outcome, "flow cytometry", phase="relapse", date=date)

    assert truth(CD22, flow("positive", "2026-02-05"), flow("negative", "2026-02-20")) == "false"
    assert kinds(run(CD22, flow("positive", "2026-02-05"), flow("negative", "2026-02-05"))) == {"conflicting"}


def test_a_phrase_that_is_no_alteration_is_unknown() -> None:
    assert kinds(run(Molecular(alteration=None, phrase="bad genes"))) == {"unparsed_text"}
