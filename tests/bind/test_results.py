"""A result behind a list, and words with their denial in them."""

from __future__ import annotations

import pytest

from tests.bind.pages import excluded, included
from tests.bind.sketch import sketch

HIV, HBV, HCV = "condition:hiv", "condition:hepatitis_b", "condition:hepatitis_c"
NEITHER = f"not({HIV}), not({HBV})"


@pytest.mark.parametrize(
    ("text", "means"),
    [
        ("HIV, HBV and HCV negative", f"all(not({HIV}), not({HBV}), not({HCV}))"),
        ("HIV or HBV negative", f"readings(all({NEITHER}), any({NEITHER}))"),
        ("HIV/HBV negative", f"readings(all({NEITHER}), any({NEITHER}))"),
        ("HIV negative or HBV negative", f"any({NEITHER})"),
        ("HIV and HBV positive", f"all({HIV}, {HBV})"),
        ("Pneumonia, and HIV negative",
         f"readings(all(not(condition:pneumonia), not({HIV})), all(condition:pneumonia, not({HIV})))"),
        ("ER, PR and HER2 negative", "all(not(oestrogen_receptor), not(progesterone_receptor), not(her2))"),
        ("Nonpregnant", "not(condition:pregnancy)"),
        ("non-pregnant", "not(condition:pregnancy)"),
        ("Non-Hodgkin lymphoma", "condition:non_hodgkin_lymphoma"),
        ("non-smoker", "any:None"),
    ],
)  # fmt: skip
def test_a_denial_behind_a_list_is_of_each_name_where_that_is_sure(text: str, means: str) -> None:
    assert sketch(included(text)) == means


def test_what_is_positive_needs_no_word_for_each_name() -> None:
    assert sketch(excluded("HIV/HBV positive")) == f"any({HIV}, {HBV})"
