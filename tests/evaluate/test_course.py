"""The course of the disease: which relapse, how it was shown, where it was."""

from __future__ import annotations

import pytest

from tests.evaluate.builders import course, had, has, kinds, lab, relapse, run, said, truth

FIRST = has("leukaemia_relapse", status="unsaid", ordinal=1, evidence="morphology", phrase="first relapse")
TESTIS, MARROW, CNS = (has(name) for name in ("testicular_relapse", "marrow_relapse", "cns_relapse"))


def test_the_first_relapse_shown_by_morphology() -> None:
    assert truth(FIRST, course(relapse(by="morphology"))) == "true"
    assert truth(FIRST, course(relapse(number=2, by="morphology"))) == "false"
    assert truth(FIRST, course(relapse("2024-06-01", 1), relapse("2026-02-02", 2))) == "false"
    assert truth(FIRST, course()) == "unknown"


def test_how_it_was_shown_must_be_on_record() -> None:
    assert kinds(run(FIRST, course(relapse()))) == {"missing"}
    other = run(FIRST, course(relapse(by="flow_cytometry")))
    assert other.truth.word == "unknown"
    assert "flow_cytometry" in other.flags[0]


def test_relapses_without_numbers() -> None:
    alone = run(FIRST, course(relapse(number=None, by="morphology")))
    assert alone.truth.word == "true"
    assert "no number" in alone.flags[0]
    assert truth(FIRST, course(relapse("2024-06-01", None), relapse("2026-02-02", None))) == "false"
    assert (
        truth(FIRST, course(relapse(None, None), relapse("2026-02-02", None, by="morphology"))) == "unknown"
    )
    twice = course(relapse("2026-02-02", 1, by="morphology"), relapse("2026-02-02", 1, by="morphology"))
    assert truth(FIRST, twice) == "true"


def test_a_relapse_on_record_shows_that_a_refractory_state_was_left() -> None:
    assert truth(FIRST, had("primary_refractory")) == "false"
    assert truth(FIRST, had("primary_refractory"), course(relapse(by="morphology"))) == "true"


def test_a_relapse_told_as_a_condition_leaves_its_number_open() -> None:
    assert truth(has("leukaemia_relapse"), had("leukaemia_relapse")) == "true"
    assert kinds(run(FIRST, had("leukaemia_relapse"))) == {"missing"}


@pytest.mark.parametrize(
    ("sites", "testis", "marrow"),
    [
        (("bone_marrow", "testis"), "true", "true"), (("bone_marrow",), "false", "true"),
        (("testis",), "true", "unknown"), ((), "unknown", "unknown"),
    ],
)  # fmt: skip
def test_sites_of_the_relapse(sites: tuple[str, ...], testis: str, marrow: str) -> None:
    facts = course(relapse(sites=sites))
    assert truth(TESTIS, facts) == testis
    assert truth(MARROW, facts) == marrow


def test_a_site_not_listed_counts_as_not_involved_once_the_staging_is_on_record() -> None:
    facts = course(relapse(sites=("testis",)))
    low, high = lab("bone_marrow_blasts", 2), lab("bone_marrow_blasts", 40)
    outcome = run(MARROW, facts, low)
    assert outcome.truth.word == "false"
    assert truth(CNS, facts, low) == "false"
    assert kinds(run(MARROW, facts, high)) == {"conflicting"}
    assert truth(MARROW, facts, lab("bone_marrow_blasts", 90, "2024-01-20")) == "unknown"
    assert any(
        "sites of the relapse" in flag for flag in run(TESTIS, course(relapse(sites=("cns",))), low).flags
    )


def test_a_site_of_an_earlier_relapse_is_not_taken_for_the_present_one() -> None:
    facts = course(relapse("2024-06-01", 1, ("testis",)), relapse("2026-02-02", 2, ("bone_marrow",)))
    assert kinds(run(TESTIS, facts)) == {"ambiguous_text"}


def test_a_site_that_is_not_known_leaves_it_open() -> None:
    unknown = relapse(sites=("bone_marrow",))
    facts = course(
        type(unknown)(
            **{f: getattr(unknown, f) for f in unknown.__struct_fields__} | {"sites": ((None, "elsewhere"),)}
        )
    )
    assert truth(TESTIS, facts) == "unknown"


def test_the_course_of_another_disease_says_nothing() -> None:
    assert truth(FIRST, course(relapse(by="morphology"), concept="thrombosis")) == "unknown"
    assert truth(TESTIS, course(relapse(sites=("bone_marrow",))), had("testicular_relapse")) == "true"
    assert truth(TESTIS, said("testicular_relapse")) == "false"
