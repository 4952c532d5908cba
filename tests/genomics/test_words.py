"""Abnormalities in words."""

from __future__ import annotations

import pytest
from hypothesis import given

from eligibility.genomics.clones import carried
from eligibility.genomics.nodes import Karyotype
from eligibility.genomics.read import read_karyotype
from eligibility.genomics.words import in_words
from tests.genomics.karyotypes import karyotypes


@pytest.mark.parametrize(
    ("item", "words"),
    [
        ("+8", "gain of chromosome 8"),
        ("-7", "loss of chromosome 7"),
        ("+21c", "gain of chromosome 21, constitutional"),
        ("+8x2", "gain of chromosome 8, 2 times"),
        ("?-5", "possibly loss of chromosome 5"),
        ("t(9;22)(q34;q11.2)", "translocation between 9q34 and 22q11.2"),
        ("t(4;9;22)(q21;q34;q11)", "translocation between 4q21, 9q34 and 22q11"),
        ("t(4;11)", "translocation between 4 and 11"),
        ("del(5)(q13q33)", "deletion of 5q13 to 5q33"),
        ("del(5)(q13)", "deletion of 5q13 to the end of the arm"),
        ("del(5q)", "deletion of 5q"),
        ("inv(16)(p13.1q22)", "inversion of 16p13.1 to 16q22"),
        ("i(17)(q10)", "isochromosome of 17q"),
        ("idic(17)(p11.2)", "isodicentric chromosome 17p11.2"),
        ("add(19)(p13)", "additional material of unknown origin at 19p13"),
        ("der(19)t(1;19)(q23;p13.3)", "derivative chromosome 19, by translocation between 1q23 and 19p13.3"),
        ("der(1;7)(q10;p10)", "derivative chromosome 1q10 and 7p10"),
        ("+1~3mar", "marker chromosome of unknown origin, 1~3 times"),
        ("dmin", "double minutes"),
        ("dic(9;20)(p13;q11)", "dicentric chromosome of 9p13 and 20q11"),
        ("i(17)(q10) or idic(17)(p11.2)", "isochromosome of 17q, or isodicentric chromosome 17p11.2"),
        ("ins(5;2)(p14;q22q32)", "insertion into 5p14 of 2q22 to 2q32"),
        ("inc", "further abnormalities, not described"),
    ],
)
def test_an_abnormality_in_words(item: str, words: str) -> None:
    (found,) = read_karyotype(f"46,XX,{item}").clones[0].items
    assert in_words(found) == words


@given(karyotypes())
def test_every_abnormality_has_words(karyotype: Karyotype) -> None:
    for clone in carried(karyotype):
        assert all(in_words(item) for item in clone.items)
