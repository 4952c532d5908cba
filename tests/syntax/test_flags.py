"""Flags on the words of a criterion: what a person may read otherwise than it stands."""

from __future__ import annotations

import pytest

from eligibility.bind.nodes import Related
from eligibility.core.span import Span
from eligibility.extract import Line, of_line
from eligibility.syntax.constraints.read import constraints
from eligibility.syntax.flags import flags_of
from eligibility.syntax.lexer import lex
from tests.bind.pages import excluded, included
from tests.syntax.texts import LEXICON


def flagged(text: str, section: str = "exclusion") -> tuple[str, ...]:
    return flags_of(lex(text, Span(0, len(text)), LEXICON), section, LEXICON)


@pytest.mark.parametrize(
    "text",
    ["No evidence of dementia", "Absence of cirrhosis", "Subjects must not have donated blood",
     "Patients must have measurable disease"],
)  # fmt: skip
def test_an_exclusion_that_denies_or_demands_may_mean_the_opposite(text: str) -> None:
    assert flagged(text) == ("polarity_suspected",)
    assert flagged(text, "inclusion") == ()


@pytest.mark.parametrize(
    "text",
    ["Not willing to use contraception", "Evidence of dementia", "No other malignancy is allowed",
     "Patients who do not respect the washout"],
)  # fmt: skip
def test_a_failed_ability_or_a_permission_is_meant_as_it_stands(text: str) -> None:
    assert flagged(text) == ()


@pytest.mark.parametrize(
    ("text", "mixed"),
    [
        ("asthma and eczema or psoriasis", True), ("asthma, eczema or psoriasis, and gout", False),
        ("WBC < 3 or > 11 and gout", False), ("asthma or eczema. gout and psoriasis", False),
    ],
)  # fmt: skip
def test_and_beside_or_in_one_clause_is_mixed(text: str, mixed: bool) -> None:
    assert ("and_or_mixed" in flagged(text)) == mixed


@pytest.mark.parametrize(
    ("text", "refers"),
    [
        ("drugs listed in the protocol", True), ("ECOG 0-2 (see Appendix 2)", True),
        ("renal function as defined below", False), ("drugs of the list", False),
        ("protocols listed, in part", False),
    ],
)  # fmt: skip
def test_words_that_stand_elsewhere_are_told(text: str, refers: bool) -> None:
    assert ("cross_reference" in flagged(text)) == refers


def test_a_window_without_its_moment_and_an_age_without_its_unit_are_told() -> None:
    def of(text: str) -> tuple[str, ...]:
        (found,) = constraints(text, Span(0, len(text)), LEXICON)
        return found.flags

    assert of("surgery within the last 4 weeks") == ("implicit_anchor",)
    assert of("surgery within 4 weeks of enrolment") == ()
    assert of("stable dose for at least 4 weeks") == ()
    assert of("age >= 18") == ("unit_inferred",)


def test_a_record_of_a_constraint_has_the_flags_of_its_item() -> None:
    text = "Exclusion Criteria:\n\n* No surgery within the last 4 weeks (see section 5)\n"
    record = of_line(Line("-", text)).constraints
    assert b'"flags":["cross_reference","implicit_anchor","polarity_suspected"]' in record


def test_what_refers_to_words_elsewhere_decides_nothing() -> None:
    for rule in (included("Asthma as defined in the protocol"), excluded("Asthma, per protocol")):
        assert rule is not None
        assert isinstance(rule, Related) and rule.reason == "ambiguous_text"
