"""What holds of every karyotype: written and read again it is the same, and its numbers add up."""

from __future__ import annotations

import re

from hypothesis import example, given
from hypothesis import strategies as st

from eligibility.core.errors import NotationError
from eligibility.genomics.clonality import found, numbers
from eligibility.genomics.clones import carried
from eligibility.genomics.nodes import Karyotype
from eligibility.genomics.read import read_fish, read_karyotype
from eligibility.genomics.report import notations, only_notation
from eligibility.genomics.written import written
from tests.genomics.karyotypes import counted, karyotypes

NOTATION = st.text("46,XY0123789;()[]/+-~?pqtder ilnvcmadx.<>n\n'", max_size=60)


@given(karyotypes())
def test_a_karyotype_that_is_written_reads_the_same(karyotype: Karyotype) -> None:
    assert read_karyotype(written(karyotype)) == karyotype


@given(karyotypes())
def test_a_karyotype_in_a_text_is_found_whole(karyotype: Karyotype) -> None:
    report = notations(f"Result: {written(karyotype)}. Normal.")
    assert [one.node for one in report.found] == [karyotype]
    assert report.around[0] == "Result:"


@given(karyotypes())
def test_every_karyotype_has_clones_and_findings(karyotype: Karyotype) -> None:
    assert len(carried(karyotype)) == len(karyotype.clones)
    own = sum(not clone.donor for clone in karyotype.clones)
    assert len(numbers(karyotype)) == own
    assert all(one.cells is None or one.cells > 0 for one in found(karyotype))


@given(counted())
def test_the_number_is_the_sum_of_gains_and_losses(given_: tuple[str, int]) -> None:
    text, number = given_
    if number < 1:
        return
    (clone,) = carried(read_karyotype(text))
    assert clone.expected is not None
    assert (clone.expected.low, clone.expected.high) == (number, number)
    assert not clone.contradicts


@given(counted(), st.sampled_from([-2, -1, 1, 2]))
def test_another_number_contradicts(given_: tuple[str, int], off: int) -> None:
    text, number = given_
    if number + off < 1 or number < 1:
        return
    wrong = re.sub(r"^\d+", str(number + off), text)
    (clone,) = carried(read_karyotype(wrong))
    assert clone.contradicts
    assert clone.chromosomes is None


@given(
    st.one_of(st.text(max_size=60), NOTATION, NOTATION.map("46,XX".__add__), NOTATION.map("nuc ish(".__add__))
)
@example("46,XX," + "der(1)" * 400)
@example("46,XX," + "(" * 2000)
@example("46,XX," + ",".join(["+8"] * 3000))
@example("nuc ish" + "(A," * 1500)
def test_any_text_is_read_or_refused_at_a_place(text: str) -> None:
    for read in (read_karyotype, read_fish, notations, only_notation):
        try:
            read(text)
        except NotationError as error:
            assert 0 <= error.at <= len(text)
