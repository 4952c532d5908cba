"""The index: facts by concept, kin of a concept, the latest relapse; built once for a record."""

from __future__ import annotations

from eligibility.evaluate.index import Index, kin
from eligibility.knowledge.load import knowledge
from tests.evaluate.builders import AS_OF, course, had, record, relapse, result, said, setting, treated


def index(*facts: object) -> Index:
    return Index(record(*facts), knowledge(), AS_OF)


def test_kin_sorts_concepts_by_what_they_say() -> None:
    found = kin(knowledge().concepts, "b_precursor_all")
    assert {"b_precursor_all", "ph_like_all"} <= found.proves
    assert "acute_lymphoblastic_leukaemia" in found.may & found.classes
    assert "t_all" in found.refutes


def test_facts_are_found_by_concept_in_the_order_of_the_record() -> None:
    first, second, other = (
        treated("inotuzumab_ozogamicin"),
        treated("gemtuzumab_ozogamicin"),
        treated("vincristine"),
    )
    held = index(second, other, first)
    assert held.treatments.of(kin(knowledge().concepts, "calicheamicin_adc").proves) == [first, second]
    assert held.statements(frozenset({"hsct"})) == []
    assert held.results(frozenset({"cd22"})) == []


def test_the_disease_of_the_trial_is_among_the_conditions() -> None:
    held = index(course(), had("thrombosis"))
    assert set(held.conditions.by_concept) == {"b_precursor_all", "thrombosis"}


def test_the_latest_relapse_is_the_one_with_the_highest_number_or_date() -> None:
    first, second = relapse("2024-06-01", 1), relapse("2026-02-02", 2)
    assert index(course(second, first)).relapse == second
    one, two = relapse("2024-06-01", None), relapse("2026-02-02", None)
    assert index(course(one, two)).relapse == two
    assert index(course()).relapse is None


def test_results_by_target_and_without() -> None:
    named, panel = result("cd22", "positive"), result(None, "negative", genes=("TCF3",))
    held = index(named, panel)
    assert held.results(frozenset({"cd22", "cd19"})) == [named]
    assert held.untargeted == [panel]


def test_a_context_indexes_a_record_once() -> None:
    under, held = setting(), record(said("hsct"))
    assert under.index(held) is under.index(held)
    assert under.index(record()) is not under.index(held)
    assert under.on(AS_OF).at == AS_OF
