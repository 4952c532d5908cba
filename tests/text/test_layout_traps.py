"""Layouts in which an item means nothing, or something else, without the words around it."""

from __future__ import annotations

from eligibility.text.document import shown
from tests.text.pages import left_over, read, table


def test_a_child_stands_below_the_parent_whose_time_it_inherits() -> None:
    """NCT02128217: the limits hold for values of some days only, and those are said above."""
    document, found = read("""
          -  Laboratory values obtained within 10-42 days prior to entry:

               1. Hemoglobin ≥ 10 g/dL

               2. Creatinine clearance (CrCl) ≥60 mL/min, as calculated by
                  the Cockcroft-Gault equation

          -  Able to consent
""")
    child = found.item("I1.b")
    assert shown(document.source, child.text).startswith("Creatinine clearance (CrCl) ≥60 mL/min")
    assert found.item(child.parent or "").children == ("I1.a", "I1.b")
    assert [item.id for item in found.items] == ["I1", "I1.a", "I1.b", "I2"]


def test_a_name_that_a_bullet_breaks_is_put_together_and_told() -> None:
    """NCT03652233."""
    document, found = read("""
          -  No prior immunotherapy, including therapies targeting PD-

             1, PD-L1, CTLA-4 or other cells

          -  ECOG 0-1
""")
    assert [item.id for item in found.items] == ["I1", "I2"]
    assert shown(document.source, found.items[0].text).endswith("PD- 1, PD-L1, CTLA-4 or other cells")
    assert [remark.code for remark in found.diagnostics] == ["broken_item"]


def test_an_item_that_continues_another_is_told_with_it() -> None:
    """NCT03106610."""
    found = read("""
          7. Screening laboratory values: a) WBC >/= 2000/µL; b) Platelets >/= 100

          8. Inclusion 6) continued; g.Serum creatinine </=1.5 x ULN or clearance >/=30 mL/min

          9. Ability to understand
""")[1]
    assert [(remark.code, remark.span) for remark in found.diagnostics if remark.code == "cut_off"] == [
        ("cut_off", item.text) for item in found.items[:2]
    ]


def test_an_amount_alone_knows_what_it_is_an_amount_of() -> None:
    """NCT00100815."""
    document, found = read("Life expectancy:\n\n          -  More than 3 months\n")
    (topic, item) = found.items
    assert topic.role == "topic" and item.heading == topic.text
    assert topic.text.of(document.source) == "Life expectancy:"


def test_words_that_there_is_more_are_no_criterion() -> None:
    """NCT03926195."""
    criteria = "Exclusion Criteria:\n  -  Infertility\n  -  Exclusion criteria may apply\n"
    document, found = read(criteria)
    assert table(criteria) == [("E1", "Infertility")]
    assert [remark.code for remark in found.diagnostics] == ["note"]
    assert not left_over(document, found).strip()
