"""Monosomies, trisomies, deletions of an arm, complex and monosomal karyotypes."""

from __future__ import annotations

import pytest

from eligibility.genomics.follows import of_karyotype
from eligibility.genomics.read import read_karyotype
from eligibility.knowledge.load import knowledge

COMPLEX = "44,XX,-3,del(5)(q13q33),-7,del(12)(p11p13),+8,-17[12]/46,XX[8]"


def told(text: str, says: str) -> set[str]:
    known = knowledge()
    follows = of_karyotype(read_karyotype(text), known.alterations)
    kinds = {one.concept: known.concepts.by_id[one.concept].kind for one in follows}
    return {one.concept for one in follows if one.says == says and kinds[one.concept] == "chromosome"}


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("45,XX,-7[10]", {"monosomy_7"}),
        ("47,XY,+8[5]/46,XY[15]", {"trisomy_8"}),
        ("46,XX,del(5)(q13q33)[20]", {"del_5q"}),
        ("46,XX,del(5q)[20]", {"del_5q"}),
        ("46,XX,del(7)(q22)[20]", {"del_7q"}),
        ("46,XX,del(17)(p13)[20]", {"del_17p"}),
        ("46,XX,del(17)(q21)[20]", set()),
        ("45,XX,-7[2]", set()),
        ("47,XY,+8c[20]", set()),
        ("46,XX,t(5;7)(q31;q22)[20]", set()),
        (
            COMPLEX,
            {"monosomy_7", "del_5q", "trisomy_8", "complex_karyotype", "monosomal_karyotype", "del_12p"},
        ),
        ("45,XX,-7,del(5)(q13q33)[20]", {"monosomy_7", "del_5q", "monosomal_karyotype"}),
        ("44,XX,-3,-18[20]", {"monosomal_karyotype"}),
        ("46,XX,-9,-22,+der(9)t(9;22)(q34;q11.2),+der(22)t(9;22)(q34;q11.2)[12]", set()),
        ("45,X,-Y[20]", set()),
    ],
)
def test_a_named_change_is_shown(text: str, shown: set[str]) -> None:
    assert told(text, "shows") == shown


@pytest.mark.parametrize(
    ("text", "open_"),
    [
        ("45,XX,-7[2]/46,XX[18]", {"monosomy_7"}),
        ("45,XX,?-7[10]", {"monosomy_7"}),
        ("46,XX,-7,+der(7)t(1;7)(q21;q22)[10]", {"monosomy_7"}),
        ("47,XX,+8,del(5)(q13q33),t(1;3)(p36;q21)[20]", {"complex_karyotype"}),
        ("46,XX,add(17)(p13)[20]", {"del_17p"}),
    ],
)
def test_what_may_be_one_is_left_open(text: str, open_: set[str]) -> None:
    assert open_ <= told(text, "may")


@pytest.mark.parametrize(
    "text",
    [
        "54,XX,+X,+4,+6,+10,+14,+17,+18,+21[20]",
        "49,XX,+8,t(8;21)(q22;q22),del(9)(q13q22),+13,+21[20]",
        "47,XX,der(9)t(9;22)(q34;q11.2),der(22)t(9;22)(q34;q11.2),der(11)t(11;12)(q23;p13),"
        "der(12)t(11;12)(q23;p13),+8[20]",
        "42,XX,-5,-7,-17,-18[2]/46,XX[18]",
        "90<4n>,XXXX,-5,-7[20]",
        "45,XX,-7,t(8;21)(q22;q22)[20]",
    ],
)
def test_many_gains_a_fusion_and_few_cells_make_no_complex_karyotype_and_rule_none_out(text: str) -> None:
    both = {"complex_karyotype", "monosomal_karyotype"}
    assert not told(text, "shows") & both
    assert both & told(text, "may")


@pytest.mark.parametrize(
    "text",
    ["68<3n>,XXX,-7[20]", "70<3n>,XXX,+8[20]", "27<1n>,X,+X,+10,+14,+18[4]", "91<4n>,XXXX,-7[20]"],
)
def test_gains_and_losses_count_from_two_sets(text: str) -> None:
    assert not told(text, "shows")


def test_an_isochromosome_lacks_the_other_arm() -> None:
    assert "del_7q" not in told("46,XX,i(7)(q10)[20]", "may")
    assert "del_5q" in told("46,XX,i(5)(p10)[20]", "may")


@pytest.mark.parametrize(
    "text", ["43,XX,-7[20]", "46,X?[20]", "chi 46,XX[10]/46,XY[10]", "46,XX,del(5q),-7[20]"]
)
def test_a_karyotype_that_leaves_something_open_rules_nothing_out(text: str) -> None:
    assert told(text, "rules out") == set()


def test_a_karyotype_rules_out_only_what_is_told_of_karyotypes() -> None:
    assert told("46,XX[20]", "rules out") == {"complex_karyotype", "monosomal_karyotype"}
    assert told("46,XX[12]", "rules out") == set()
    assert told("46,XX", "rules out") == set()
    assert told("46,XX,inc[20]", "rules out") == set()
