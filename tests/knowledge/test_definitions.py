"""What concepts are measured by: known concepts, known quantities."""

from __future__ import annotations

from eligibility.knowledge.load import knowledge


def test_what_a_concept_is_measured_by_is_known() -> None:
    known = knowledge()
    measured = known.definitions.measured()
    assert measured
    for concept, quantity in measured:
        assert known.concepts.by_id[concept].kind == "condition", concept
        assert quantity in known.quantities.by_id, quantity


def test_a_concept_lies_on_one_side_of_what_measures_it() -> None:
    definitions = knowledge().definitions
    assert definitions.side("anaemia", "haemoglobin") == "low"
    assert definitions.side("anaemia", "platelets") is None
