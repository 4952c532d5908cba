"""What an inclusion says of women or men alone: asked of them; whether the others may enter is open."""

from __future__ import annotations

import pytest

from tests.bind.pages import excluded, included
from tests.bind.sketch import sketch


@pytest.mark.parametrize("text", ["Female patients must have AST <= 5 x ULN", "Women with AST <= 5 x ULN"])
def test_a_demand_on_women_turns_no_man_away(text: str) -> None:
    assert sketch(included(text)) == "when(person:female ever, ast<=5 uln, ambiguous_text)"


def test_an_exclusion_of_women_with_a_condition_needs_both() -> None:
    assert sketch(excluded("Women with thrombosis")) == "all(person:female ever, condition:thrombosis)"
