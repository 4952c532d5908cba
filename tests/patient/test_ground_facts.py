"""Words of a record are read by closed lists, and only if every one of them is accounted for."""

from __future__ import annotations

import pytest

from eligibility.knowledge.load import knowledge
from eligibility.patient.record import Course, Had, Hypersensitive, Stated, Treated
from eligibility.patient.terms import terms
from tests.patient.profiles import grounded, with_


def had(**fact: object) -> Had:
    return grounded(with_(conditions=[fact])).had[0]


def treated(text: str, **fact: object) -> Treated:
    return grounded(with_(treatments=[{"text": text, "status": "given", **fact}])).treated[0]


def allergy(text: str) -> Hypersensitive:
    return grounded(with_(allergies=[{"text": text}])).hypersensitive[0]


def stated(text: str) -> Stated:
    return grounded(with_(statements=[{"concept": text, "present": False, "by": "site"}])).stated[0]


def course(**disease: object) -> Course:
    found = grounded(with_(disease=disease)).course
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("text", "concept"),
    [
        ("DVT", "deep_vein_thrombosis"),
        ("Gilbert\u2019s  Syndrome", "gilbert_syndrome"),
        ("DVT (deep vein thrombosis)", "deep_vein_thrombosis"),
        ("chronic HBV", "chronic_hepatitis_b"),
        ("Ph-like (BCR-ABL1-like) ALL", "ph_like_all"),
        ("liver failure (ruled out)", None),
        ("no liver failure", None),
        ("? liver failure", None),
        ("risk of DVT", None),
        ("aspergillosis prophylaxis", None),
        ("family history of DVT", None),
        ("prior DVT", None),
        ("DVT 2024", None),
        ("liver failur", None),
    ],
)
def test_condition_is_named_by_its_whole_text(text: str, concept: str | None) -> None:
    fact = had(text=text)
    assert (fact.text, fact.concept) == (text, concept)


@pytest.mark.parametrize(
    ("text", "concept"),
    [
        ("tisagenlecleucel infusion 2025", "tisagenlecleucel"),
        ("testicular irradiation 24 Gy", "testicular_irradiation"),
        ("testicular irradiation (24 Gy)", "testicular_irradiation"),
        ("BMT 2022", "hsct"),
        ("vincristine 1.5 mg/m2", "vincristine"),
        ("vincristine 4 doses 2024", "vincristine"),
        ("prior allogeneic HSCT", "allo_hsct"),
        ("history of autologous HSCT", "autologous_hsct"),
        ("orchiectomy refused", None),
        ("no HSCT", None),
        ("HSCT planned", None),
        ("HSCT donor search", None),
        ("AALL1732, randomised arm not recorded", None),
        ("infection prophylaxis", None),
        ("vincristine 2", None),
    ],
)
def test_treatment_may_carry_a_dose_or_a_year(text: str, concept: str | None) -> None:
    assert treated(text).concept == concept


@pytest.mark.parametrize(
    ("text", "concept"),
    [
        ("PEG-asparaginase grade 3", "peg_asparaginase"),
        ("PEG-asparaginase grade III", "peg_asparaginase"),
        ("PEG-ASP anaphylaxis", "peg_asparaginase"),
        ("Erwinia anaphylaxis", "erwinia_asparaginase"),
        ("Oncaspar", "peg_asparaginase"),
        ("Rylaze", "erwinia_asparaginase"),
        ("asparaginase allergy", "asparaginase"),
        ("native E. coli asparaginase", "native_e_coli_asparaginase"),
        ("PEG-ASP no reaction", None),
        ("PEG-ASP allergy ruled out", None),
        ("possible PEG-ASP allergy", None),
        ("PEG", None),
    ],
)
def test_allergy_may_carry_its_reaction(text: str, concept: str | None) -> None:
    assert allergy(text).concept == concept


@pytest.mark.parametrize(
    ("text", "concept"),
    [
        ("prior allogeneic HSCT", "allo_hsct"),
        ("any prior CAR-T", "car_t_cell_therapy"),
        ("thrombosis", "thrombosis"),
        ("active infection", "infection"),
        ("prior thrombosis", None),
        ("history of infection", None),
    ],
)
def test_earlier_may_be_left_out_only_before_a_treatment(text: str, concept: str | None) -> None:
    assert stated(text).concept == concept


@pytest.mark.parametrize(
    ("text", "control"),
    [
        ("progressing on voriconazole", "uncontrolled"),
        ("progressing despite antifungal therapy", "uncontrolled"),
        ("not controlled", "uncontrolled"),
        ("poorly controlled", "uncontrolled"),
        ("on entecavir, HBV-DNA undetectable", "controlled"),
        ("suppressed", "controlled"),
        ("responding to treatment; improving", "controlled"),
        ("no longer controlled", None),
        ("never controlled", None),
        ("not yet undetectable", None),
        ("controlled until last week", None),
        ("controlled, now progressing", None),
        ("on entecavir", None),
        ("controlled on unobtainium", None),
        ("fever", None),
    ],
)
def test_course_counts_only_if_all_of_it_is_read(text: str, control: str | None) -> None:
    fact = had(text="hepatitis B", course=text)
    assert (fact.course, fact.control) == (text, control)


@pytest.mark.parametrize(
    ("text", "tolerated"),
    [
        ("tolerated", True),
        ("tolerated 6 doses 2024", True),
        ("well tolerated, no reaction", True),
        ("silent inactivation (activity <0.1 U/mL), no reaction", True),
        ("not tolerated", False),
        ("poorly tolerated", False),
        ("tolerated, then anaphylaxis", False),
        ("no reaction to the first dose", False),
        ("reaction", False),
        ("anaphylaxis", False),
        ("", False),
        (",", False),
    ],
)
def test_outcome_is_tolerated_only_if_all_of_it_says_so(text: str, tolerated: bool) -> None:
    assert treated("pegaspargase", outcome=text).tolerated is tolerated


def test_timing_is_grounded_where_the_words_are_known() -> None:
    timing = [{"relation": "during", "event": "asparaginase"}, {"relation": "before", "event": "the flood"}]
    assert [one.concept for one in had(text="DVT", timing=timing).timing] == ["asparaginase", None]


@pytest.mark.parametrize(
    ("diagnosis", "lineage", "concept"),
    [
        ("ALL", None, "acute_lymphoblastic_leukaemia"),
        ("ALL", "B-precursor", "b_precursor_all"),
        ("ALL", "BCP", "b_precursor_all"),
        ("ALL", "precursor B", "b_precursor_all"),
        ("ALL", "T-cell", "t_all"),
        ("acute lymphoblastic leukemia", "T", "t_all"),
        ("BCP-ALL", None, "b_precursor_all"),
        ("BCP-ALL", "B-precursor", "b_precursor_all"),
        ("Ph-like ALL", "B-precursor", "ph_like_all"),
        ("T-cell ALL", "B-precursor", "acute_lymphoblastic_leukaemia"),
        ("ALL", "mixed phenotype", "acute_lymphoblastic_leukaemia"),
        ("leukaemia of some sort", None, None),
    ],
)
def test_disease_is_the_most_specific_that_both_words_give(
    diagnosis: str, lineage: str | None, concept: str | None
) -> None:
    assert course(diagnosis=diagnosis, lineage=lineage).concept == concept


def test_sites_and_method_of_a_relapse_are_grounded() -> None:
    found = course(
        diagnosis="ALL",
        relapses=[{"sites": ["Bone marrow", "testes", "toe"], "confirmed_by": "bone marrow morphology"}],
    )
    assert found.relapses[0].sites == (("bone_marrow", "Bone marrow"), ("testis", "testes"), (None, "toe"))
    assert found.relapses[0].confirmed_method == "morphology"


def test_words_of_a_record_are_remembered() -> None:
    assert terms(knowledge()) is terms(knowledge())
