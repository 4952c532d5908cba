"""Statements that only a person can answer, and those that may ask for more."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from eligibility.bind.nodes import Ability, Bound, Consent, Judgement, Related, children
from eligibility.syntax.nodes import Asked
from eligibility.syntax.parse import parse_text
from eligibility.syntax.unparse import unparse
from eligibility.syntax.walk import parts_of
from tests.bind.pages import excluded, included
from tests.bind.sketch import sketch
from tests.syntax.texts import LEXICON

GOOD = [
    ("ability", "Patients must be able to swallow tablets"),
    ("ability", "Unable or unwilling to comply with the protocol"),
    ("ability", "Willing and able to read, understand and sign the consent form"),
    ("ability", "Not able to complete the study visits"),
    ("ability", "Women of childbearing potential must use effective contraception for 30 days afterwards"),
    ("ability", "The patient agrees to stop all supplements"),
    ("ability", "Women (WOCBP) must agree to use contraception for at least 6 months after the last dose"),
    ("ability", "Agree to use contraception up to five months after the last dose"),
    ("ability", "Not willing to use contraceptive measures such as a condom, a pill or a coil"),
    ("consent", "Signed and dated informed consent before any study procedure"),
    ("consent", "Written informed consent of the parents or legal guardian"),
    ("judgement", "Any condition that, in the opinion of the investigator, would interfere with the study"),
    ("judgement", "Serious medical or psychiatric illness that may compromise the safety of the subject"),
]  # fmt: skip
"""What is asked, and a statement that asks for no more."""

BAD = [
    "Signed informed consent and confirmed melanoma",
    "Unable to comply or prior gastrectomy",
    "Unable to comply or a psychiatric disorder",
    "Informed consent and age >= 18 years",
    "Able to walk with an ECOG performance status of 0 or 1",
    "Female patients must not be pregnant and be willing to use contraception",
    "Diabetes that would interfere with the study",
    "Willing to comply unless hospitalised",
    "Willing to comply and > 3 prior surgeries",
    "Willing to use contraception such as condoms or pregnant",
    "Abstinence is an acceptable method of contraception",
    "Melanoma",
]
"""Statements in which something else is asked, or might be."""


@pytest.mark.parametrize(("kind", "text"), GOOD)
def test_what_only_a_person_can_say_is_one_statement(kind: str, text: str) -> None:
    tree = parse_text(text, LEXICON)
    assert isinstance(tree, Asked) and tree.kind == kind


@pytest.mark.parametrize("text", BAD)
def test_no_disease_limit_or_exception_is_taken_into_a_statement(text: str) -> None:
    tree = parse_text(text, LEXICON)
    assert tree is not None and not any(isinstance(part, Asked) for part in parts_of(tree))


@pytest.mark.parametrize(("kind", "text"), GOOD)
def test_a_statement_reads_back_from_its_words(kind: str, text: str) -> None:
    tree = parse_text(text, LEXICON)
    assert isinstance(tree, Asked)
    again = parse_text(tree.words, LEXICON)
    assert isinstance(again, Asked) and (again.kind, again.words) == (kind, tree.words)


@pytest.mark.parametrize(
    ("text", "means"),
    [
        ("Any stroke, in the opinion of the investigator", "all(condition:stroke, judgement)"),
        ("Stroke (in the investigator's judgment) within 6 months before enrolment",
         "all(condition:stroke @ >=0<=6 month before enrolment, judgement)"),
        ("Any stroke, according to the investigator's opinion", "all(condition:stroke, judgement)"),
        ("Any stroke per the investigator's opinion", "all(condition:stroke, judgement)"),
        ("As judged by the investigator, stroke or asthma",
         "all(any(condition:stroke, condition:asthma), judgement)"),
        ("Any illness of long standing that would, in the opinion of the investigator, interfere with it",
         "related(any:None, any:None)"),
    ],
)  # fmt: skip
def test_what_is_left_to_a_judgement_is_read_and_judged(text: str, means: str) -> None:
    assert sketch(excluded(text)) == means


@pytest.mark.parametrize(
    ("text", "bind", "node"),
    [
        ("Able to swallow tablets", included, Ability),
        ("Patients who are not able to swallow", excluded, Ability),
        ("Written informed consent", included, Consent),
        ("Any condition that may interfere with the study", excluded, Judgement),
        ("No condition that may interfere with the study", included, Judgement),
        ("In the opinion of the investigator, suitable for the study", included, Judgement),
    ],
)  # fmt: skip
def test_a_statement_is_bound_as_what_a_person_answers(
    text: str, bind: Callable[[str], Bound], node: type
) -> None:
    rule = bind(text)
    assert isinstance(rule, node) and not list(children(rule))


@pytest.mark.parametrize(
    ("text", "bind"),
    [
        ("Able to swallow tablets", excluded), ("Willing to comply with the protocol", excluded),
        ("Signed informed consent", excluded), ("Women must use effective contraception", excluded),
        ("Unable to swallow tablets", included),
        ("Any condition that may interfere with the study", included),
        ("No condition that may interfere with the study", excluded),
    ],
)  # fmt: skip
def test_a_statement_under_the_other_heading_is_ambiguous(text: str, bind: Callable[[str], Bound]) -> None:
    rule = bind(text)
    assert isinstance(rule, Related) and rule.reason == "ambiguous_text"
    assert rule.text.startswith(f"the candidate is {'kept out' if bind is excluded else 'let in'} by: ")


def test_words_read_alike_with_and_without_what_means_nothing() -> None:
    text = "Women of child-bearing potential (WOCBP) must use two reliable forms of contraception"
    tree, again = parse_text(text, LEXICON), parse_text(text.replace("must ", ""), LEXICON)
    assert tree is not None and again is not None and unparse(tree, LEXICON) == unparse(again, LEXICON)
