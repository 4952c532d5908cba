"""Abbreviations inside names, and times of one unit."""

from __future__ import annotations

import pytest

from eligibility.syntax.bare import bare
from eligibility.syntax.nodes import Aside, Unparsed
from eligibility.syntax.parse import parse_text
from eligibility.syntax.walk import parts_of
from tests.syntax.texts import LEXICON

SAME = [
    ("Active central nervous system (CNS) metastases", "Active central nervous system metastases"),
    ("New York Heart Association (NYHA) disease", "New York Heart Association disease"),
    ("CNS (central nervous system) metastases", "CNS metastases"),
    ("GFR < 30 mL/min by Modification of Diet in Renal Disease (MDRD) method",
     "GFR < 30 mL/min by Modification of Diet in Renal Disease method"),
    ("Chronic Kidney Disease Epidemiology Collaboration (CKD-EPI) equation",
     "Chronic Kidney Disease Epidemiology Collaboration equation"),
    ("Stroke within the past month", "Stroke within the past 1 month"),
    ("Stroke during the past year", "Stroke during the past 1 year"),
]
"""A text, and another that says the same."""

OTHER = [
    "Asthma (severe) attack",
    "Hepatitis virus (CNS) infection",
    "Lymphoma (breast) cancer",
    "Lymphoma (not CNS) of the brain",
    "Stroke (STR) in the last month",
    "Review of DSM-IV-TR criteria (DSM-IV-TR) by a doctor",
    "Manual of Disorders, Fourth Edition; Text Revision (DSM-IV-TR) criteria",
]
"""Texts whose bracket says more than the words before it."""


@pytest.mark.parametrize(("text", "plain"), SAME)
def test_what_is_written_short_says_the_same(text: str, plain: str) -> None:
    tree, other = parse_text(text, LEXICON), parse_text(plain, LEXICON)
    assert tree is not None and other is not None
    assert bare(tree) == bare(other)
    assert not any(isinstance(part, Unparsed) for part in parts_of(tree))


@pytest.mark.parametrize("text", OTHER)
def test_a_bracket_that_says_more_is_kept(text: str) -> None:
    tree = parse_text(text, LEXICON)
    assert tree is not None and "(" in str(tree)
    assert any(isinstance(part, Aside | Unparsed) for part in parts_of(tree))
