"""The half-lives of drugs: rows of drugs that exist, with ranges that run forward."""

from __future__ import annotations

import pytest

from eligibility.knowledge.load import knowledge

KNOWN = knowledge().half_lives


@pytest.mark.parametrize("concept", sorted(KNOWN.concepts))
def test_a_half_life_is_of_one_drug_and_has_a_source(concept: str) -> None:
    found = KNOWN.of(concept)
    assert found is not None and found.source
    assert 0 < found.low <= found.high < 365
    assert knowledge().concepts.by_id[concept].kind == "drug"


def test_hours_are_days() -> None:
    apixaban = KNOWN.of("apixaban")
    assert apixaban is not None and (apixaban.low, apixaban.high) == (8 / 24, 15 / 24)
    assert KNOWN.of("aspirin") is None
    assert KNOWN.of(None) is None
