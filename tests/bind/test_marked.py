"""Markers, mutations and rearrangements in the words of criteria."""

from __future__ import annotations

import pytest

from tests.bind.pages import included
from tests.bind.sketch import sketch


@pytest.mark.parametrize(
    ("text", "means"),
    [
        ("HER2-positive disease", "her2"),
        ("CD20+ lymphoma", "all(cd20, condition:lymphoma)"),
        ("Patient has HER2-negative breast cancer", "all(not(her2), condition:breast_cancer)"),
        ("ER-positive and HER2-negative", "all(oestrogen_receptor, not(her2))"),
        ("HR+", "hormone_receptor"),
        ("t(8;21) or inv(16)", "any(runx1_runx1t1, cbfb_myh11)"),
        ("t(9;22)(q22;q12)", "ewsr1_nr4a3"),
        ("t(9;22)(q34;q11.2)", "bcr_abl1"),
        ("known ALK or ROS1 rearrangement", "any(alk_rearrangement, ros1_rearrangement)"),
        ("No sensitizing EGFR mutation or ALK rearrangement",
         "not(any(egfr_sensitising_mutation, alk_rearrangement))"),
        ("Known BRAF V600E mutation", "braf_v600e"),
        ("FLT3-ITD positive AML", "all(flt3_itd, condition:acute_myeloid_leukaemia)"),
        ("MSI-H or dMMR", "any(msi_high, dmmr)"),
        ("documented evidence of BRAF V600 mutation", "braf_v600_mutation"),
        ("RAS wild-type tumor", "not(ras_mutation)"),
        ("PML-RARA fusion gene", "pml_rara"),
        ("5q deletion", "del_5q"),
        ("complex karyotype or monosomy 7", "any(complex_karyotype, monosomy_7)"),
        ("Known sensitizing mutation in the EGFR gene or ALK fusion oncogene",
         "any(egfr_sensitising_mutation, alk_rearrangement)"),
        ("hormone-receptor positive, HER2 negative breast cancer",
         "all(all(hormone_receptor, condition:breast_cancer), all(not(her2), condition:breast_cancer))"),
        ("ER positive or PR positive breast cancer",
         "any(all(oestrogen_receptor, condition:breast_cancer), "
         "all(progesterone_receptor, condition:breast_cancer))"),
    ],
)  # fmt: skip
def test_what_a_test_finds_is_named_in_criteria(text: str, means: str) -> None:
    assert sketch(included(text)) == means


@pytest.mark.parametrize("text", ["PR", "ER", "CR or PR", "t(99;1)", "t(1;2)(q11;q22)"])
def test_short_names_without_a_result_and_other_rearrangements_are_no_marker(text: str) -> None:
    said = sketch(included(text))
    assert "receptor" not in said
    assert "::" not in said


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("HER2-positive (IHC 3+ or ISH amplified)", True),
        ("HER2-positive disease (IHC 3+, or IHC 2+ and FISH positive)", True),
        ("HER2-positive (IHC 2+ or 3+)", False),
        ("HER2-positive (IHC 2+)", False),
        ("HER2-negative (IHC 3+)", False),
        ("HER2-positive (with brain metastases)", False),
        ("CD20-positive (IHC 3+)", False),
    ],
)
def test_a_bracket_that_says_how_a_marker_is_scored_adds_nothing(text: str, plain: bool) -> None:
    said = sketch(included(text))
    assert ("readings" not in said and "related" not in said and "unparsed" not in said) is plain, said
