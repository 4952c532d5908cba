"""The trial's page: every item, part and registry row is there, and means what its text says."""

from __future__ import annotations

import pytest

from eligibility.bind.nodes import Bound, Compare, Molecular, Note, Present, Unparsed, children
from eligibility.bind.rules import RuleSet
from eligibility.core.span import NOWHERE
from tests.bind.pages import ITEMS, PAGE, compiled, in_short, row

PARTS = ("I2.first_relapse", "I2.timing", "I2.genetics")
FIELDS = ("R.age", "R.sex", "R.healthy")

MEANS = {
    "I1": "age>=1<18 a",
    "I2.first_relapse": (
        "all(condition:leukaemia_relapse #1 by morphology, condition:b_precursor_all)"
    ),
    "I2.timing": (
        "any(leukaemia_relapse.onset >=18<=30 month from acute_lymphoblastic_leukaemia.onset, "
        "leukaemia_relapse.onset >=0<=6 month from primary_therapy.end)"
    ),
    "I2.genetics": (
        "not(any(kmt2a_aff1 identified, tcf3_hlf identified, tcf3_pbx1 identified, "
        "hypodiploidy_lt40 identified, masked_low_hypodiploidy identified, tp53_alteration identified))"
    ),
    "I2.a": "cd22",
    "I2.b": "bone_marrow_blasts>=5 %",
    "I3.a": (
        "when(age>=1<2 a, egfr>=30 mL/min using recommended formula in Section 10.10.2, "
        "when(age>=2<18 a, creatinine_clearance>=30 mL/min using recommended formula in Section 10.10.2))"
    ),
    "I3.b": (
        "any(all(ast<=5 uln @ at randomisation, alt<=5 uln @ at randomisation), "
        "all(ast<=5 uln @ before cytoreduction.start, alt<=5 uln @ before cytoreduction.start), "
        "all(ast<=5 uln @ before general_anaesthesia.start, alt<=5 uln @ before general_anaesthesia.start))"
    ),
    "I3.c": "except(total_bilirubin<=1.5 uln, condition:gilbert_syndrome by documented)",
    "I4": (
        "when(any(condition:thrombosis ever @ during corticosteroid.start, "
        "condition:thrombosis ever @ during asparaginase.start), "
        "treatment:anticoagulant_prophylaxis received)"
    ),
    "I5": "any(shortening_fraction>=30 % by echocardiography, ejection_fraction>50 % by muga)",
    "I6": (
        "when(all(condition:marrow_relapse, condition:testicular_relapse), "
        "any(treatment:orchiectomy given @ before randomisation, "
        "treatment:orchiectomy planned @ at induction_therapy.end))"
    ),
    "E1": (
        "any(condition:hepatic_sos ever, condition:liver_failure ever = "
        "all(condition:severe_acute_liver_injury, condition:encephalopathy, "
        "condition:impaired_hepatic_synthesis = inr>=1.5))"
    ),
    "E2": "any(treatment:allo_hsct ever, treatment:car_t_cell_therapy ever)",
    "E3": (
        "condition:isolated_extramedullary_leukaemia = "
        "all(condition:extramedullary_leukaemia, not(bone_marrow_blasts>=5 %))"
    ),
    "E4": "bcr_abl1",
    "E5": "treatment:calicheamicin_adc ever",
    "E6": (
        "any(condition:bacterial_infection current uncontrolled, "
        "condition:fungal_infection current uncontrolled, "
        "condition:viral_infection current uncontrolled)"
    ),
    "E7": "all(allergy:peg_asparaginase, allergy:erwinia_asparaginase)",
    "R.age": "age>=1<18 a",
    "R.sex": "note",
    "R.healthy": "condition:acute_lymphoblastic_leukaemia ever",
}  # fmt: skip


@pytest.fixture(scope="module")
def rules() -> RuleSet:
    return compiled()


def nodes(rule: Bound) -> list[Bound]:
    """A rule and all below it."""
    return [rule, *(node for child in children(rule) for node in nodes(child))]


def test_the_rows_are_the_items_their_parts_and_the_registry_fields(rules: RuleSet) -> None:
    found = [row.id for row in rules.rows]
    assert found == [*ITEMS[:2], *PARTS, *ITEMS[2:], *FIELDS]
    assert [identifier for identifier in found if identifier not in (*PARTS, *FIELDS)] == list(ITEMS)


def test_each_row_stands_below_its_item(rules: RuleSet) -> None:
    parents = {row.id: row.parent for row in rules.rows}
    assert parents == {
        name: name.split(".")[0] if "." in name and name[0] != "R" else None for name in parents
    }


def test_each_row_has_its_role_and_kind(rules: RuleSet) -> None:
    kinds = {"I": "inclusion", "E": "exclusion", "R": "registry"}
    for found in rules.rows:
        assert found.kind == kinds[found.id[0]]
        assert found.role == ("part" if found.id in PARTS else "group" if found.id == "I3" else "item")


def test_a_row_whose_verdict_is_that_of_others_has_no_rule_of_its_own(rules: RuleSet) -> None:
    assert [found.id for found in rules.rows if found.rule is None] == ["I2", "I3"]
    assert {found.id for found in rules.leaves()} == {*MEANS} - {"R.age", "R.sex"}


@pytest.mark.parametrize("identifier", MEANS)
def test_an_item_means_what_its_text_says(identifier: str, rules: RuleSet) -> None:
    assert in_short(rules)[identifier] == MEANS[identifier]


def test_nothing_of_the_page_is_left_unread(rules: RuleSet) -> None:
    unread = [node for found in rules.rows if found.rule for node in nodes(found.rule)]
    assert not [node for node in unread if isinstance(node, Unparsed)]
    assert not rules.diagnostics
    assert not [remark for found in rules.rows for remark in found.diagnostics]


def test_every_leaf_of_the_page_is_grounded(rules: RuleSet) -> None:
    for found in rules.rows:
        for node in nodes(found.rule) if found.rule else ():
            match node:
                case Compare():
                    assert node.quantity is not None, node.phrase
                case Present():
                    assert node.concept is not None, node.phrase
                case Molecular():
                    assert node.alteration is not None, node.phrase
                case _:
                    pass


def test_spans_are_the_pages_own_characters(rules: RuleSet) -> None:
    for found in rules.rows:
        if found.kind == "registry":
            continue
        assert found.source == PAGE[found.span.start : found.span.end]
        for node in nodes(found.rule) if found.rule else ():
            if node.span != NOWHERE:
                assert found.span.start <= node.span.start < node.span.end <= found.span.end, node


@pytest.mark.parametrize(
    ("identifier", "kind", "words"),
    [
        ("I1", Compare, "between 1 and \\<18 years of age"),
        ("I5", Compare, "Cardiac shortening fraction ≥ 30% by echocardiogram"),
        ("I2.genetics", Molecular, "KMT2A::AFF1 fusion \\[t(4;11)(q21;q23)\\]"),
        ("E2", Present, "Prior allo-HSCT"),
    ],
)
def test_a_leaf_stands_where_its_words_stand(identifier: str, kind: type, words: str, rules: RuleSet) -> None:
    rule = row(rules, identifier).rule
    assert rule is not None
    first = next(node for node in nodes(rule) if isinstance(node, kind))
    assert PAGE[first.span.start : first.span.end] == words


def test_what_carries_no_meaning_is_said(rules: RuleSet) -> None:
    notes = [node for node in nodes(row(rules, "I2.genetics").rule) if isinstance(node, Note)]
    assert [note.text for note in notes if note.why == "literature"] == [
        "Molina et al, 2021",
        "Groeneveld-Krentz et al, 2019",
    ]
    assert row(rules, "I3.a").without_meaning == ("An", "the")


def test_the_inr_belongs_to_the_definition_of_liver_failure(rules: RuleSet) -> None:
    holders = [
        found.id
        for found in rules.rows
        if found.rule and any(isinstance(n, Compare) and n.quantity == "inr" for n in nodes(found.rule))
    ]
    assert holders == ["E1"]
