"""The constraints of a text: what is stated where, in which form, and about what."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eligibility.core.span import Span
from eligibility.syntax.constraints.forms import FORMS, find, readied
from eligibility.syntax.constraints.read import Constraint, constraints
from eligibility.syntax.lexer import lex
from tests.syntax.soup import criteria
from tests.syntax.texts import LEXICON

GOOD = [
    ("sandwich", "7.5% <= HbA1c <= 11%", ">=7.5 <=11 %", "HbA1c"),
    ("range", "age between 18 and 75 years", ">=18 <=75 years", "age"),
    ("range", "platelets 50-100 x 10^9/L", ">=50 <=100 x 10^9/L", "platelets"),
    ("pair", "BMI > 18 and < 35 kg/m2", ">18 <35 kg/m2", "BMI"),
    ("levels", "NYHA class III or IV", "=3 =4", "NYHA class"),
    ("levels", "ECOG 0, 1 or 2", "=0 =1 =2", "ECOG"),
    ("levels", "stage II-IV", ">=2 <=4", "stage"),
    ("one", ">= grade 2", ">=2", "grade"),
    ("one", "creatinine <= 1.5 x ULN", "<=1.5 ULN", "creatinine"),
    ("one", "AST less than twice the upper limit of normal", "<2 the upper limit of normal", "AST"),
    ("one", "at least 12 weeks", ">=12 weeks", ""),
    ("one", "18 years of age or older", ">=18 years", ""),
    ("one", "at least two prior lesions", ">=2", "prior lesions"),
    ("one", "ALT 2.5 x ULN", "=2.5 ULN", "ALT"),
    ("within", "chemotherapy within 4 weeks", "<=4 weeks", "chemotherapy"),
    ("within", "surgery within 2 to 6 weeks", ">=2 <=6 weeks", "surgery"),
    ("length", "surgery 4 weeks before enrolment", "=4 weeks", "surgery"),
    ("level", "ECOG 2", "=2", "ECOG"),
    ("amount", "proteinuria of 500 mg", "=500 mg", "proteinuria"),
]  # fmt: skip
"""Each form, a text, its bounds and unit, and its subject."""

BAD = [
    ("sandwich", "11% <= HbA1c <= 7.5%"),
    ("range", "platelets 100-50 x 10^9/L"),
    ("pair", "BMI > 35 and < 18 kg/m2"),
    ("levels", "stage IV-II"),
    ("one", "more than expected"),
    ("within", "within the study"),
    ("length", "several weeks before enrolment"),
    ("level", "CD 22 expression"),
    ("amount", "visit 500"),
]
"""Each form, and a text in which it is not found as such."""


def read(text: str) -> list[Constraint]:
    return constraints(text, Span(0, len(text)), LEXICON)


def forms(text: str) -> list[str]:
    lexemes, kinds = readied(lex(text, Span(0, len(text)), LEXICON), LEXICON)
    return [found.form for found in find(lexemes, kinds, LEXICON)]


def shown(found: Constraint, text: str) -> str:
    bounds = " ".join(f"{operator}{value:g}" for operator, value in found.bounds)
    return bounds if found.unit is None else f"{bounds} {found.unit.of(text)}"


@pytest.mark.parametrize(("form", "text", "told", "subject"), GOOD)
def test_a_constraint_is_read_as_stated(form: str, text: str, told: str, subject: str) -> None:
    assert forms(text) == [form]
    (found,) = read(text)
    assert shown(found, text) == told
    assert ", ".join(span.of(text) for span in found.subjects) == subject


@pytest.mark.parametrize(("form", "text"), BAD)
def test_what_is_no_such_constraint_is_not_read_as_one(form: str, text: str) -> None:
    assert form not in forms(text)


def test_every_form_has_a_good_and_a_bad_example() -> None:
    names = {name for name, _ in FORMS}
    assert names == {form for form, *_ in GOOD} == {form for form, _ in BAD}


def test_an_operator_is_inherited_by_a_multiple_in_brackets() -> None:
    text = "AST <= 2.5 x ULN (5 x ULN in case of liver metastases)"
    assert [shown(found, text) for found in read(text)] == ["<=2.5 ULN", "<=5 ULN"]


def test_measures_that_share_a_limit_are_all_its_subjects() -> None:
    text = "AST, ALT and alkaline phosphatase <= 3 x ULN"
    (found,) = read(text)
    assert {span.of(text) for span in found.subjects} == {"AST", "ALT", "alkaline phosphatase"}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("18 years or older", "age"),
        ("diagnosed at least 2 years before enrolment", "temporal"),
        ("haemoglobin >= 9 g/dL", "numeric"),
        ("aged < 6 months", "age"),
    ],
)
def test_ages_and_lengths_of_time_are_told_apart(text: str, kind: str) -> None:
    assert [found.kind for found in read(text)] == [kind]


@given(st.one_of(criteria(), st.text(max_size=200)))
def test_constraints_lie_in_the_text_in_order_and_apart(text: str) -> None:
    found = read(text)
    for one in found:
        assert 0 <= one.span.start < one.span.end <= len(text)
        assert all(0 <= span.start < span.end <= len(text) for span in one.subjects)
        assert one.bounds
        assert one.unit is None or (one.unit.start >= 0 and one.unit.end <= len(text))
    assert all(first.span.end <= second.span.start for first, second in pairwise(found))
