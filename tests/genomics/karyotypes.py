"""Karyotypes for the laws: built as trees, so that no reader had a hand in them."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from eligibility.genomics.nodes import (
    AUTOSOMES,
    CHROMOSOMES,
    ONE,
    Alternatives,
    Breakpoint,
    Cells,
    Clone,
    Count,
    Incomplete,
    Item,
    Karyotype,
    Marker,
    Numerical,
    Part,
    Reference,
    Sex,
    Site,
    Structural,
)

BANDS = ("", "1", "10", "11.2", "13.3", "21", "22.33", "34", "36", "ter")
ORIGINS = st.sampled_from(["", "", "", "c", "dn", "mat", "dpat", "inh"])
COUNTS = st.one_of(
    st.just(ONE), st.builds(lambda low, more: Count(low, low + more), st.integers(1, 9), st.integers(0, 3))
)
SIGNS = st.sampled_from(["+", "-"])

BREAKPOINTS = st.one_of(
    st.just(Breakpoint("", doubtful=True)),
    st.just(Breakpoint("cen")),
    st.builds(Breakpoint, st.sampled_from(["p", "q"]), st.sampled_from(BANDS), st.none(), st.booleans()),
    st.builds(
        Breakpoint, st.sampled_from(["p", "q"]), st.sampled_from(BANDS[1:-1]),
        st.tuples(st.sampled_from(["p", "q"]), st.sampled_from(BANDS[1:])),
    ),
)  # fmt: skip


def _readable(run: list[Breakpoint]) -> bool:
    """Whether a run of breakpoints has one reading: an unknown one stands alone."""
    return len(run) == 1 or all(one.arm for one in run)


RUNS = st.lists(BREAKPOINTS, min_size=1, max_size=3).filter(_readable).map(tuple)


@st.composite
def parts(draw: Any, kinds: dict[str, tuple[int, int]]) -> Part:  # noqa: ANN401
    kind = draw(st.sampled_from(sorted(kinds)))
    low, high = kinds[kind]
    named = draw(st.lists(st.sampled_from((*CHROMOSOMES, "?")), min_size=low, max_size=high))
    runs = draw(
        st.one_of(st.just([()] * len(named)), st.lists(RUNS, min_size=len(named), max_size=len(named)))
    )
    return Part(kind, tuple(Site(one, run) for one, run in zip(named, runs, strict=True)))


PLAIN = {
    "t": (2, 4), "del": (1, 1), "dup": (1, 1), "inv": (1, 1), "i": (1, 1), "idic": (1, 1), "add": (1, 1),
    "ins": (1, 3), "dic": (2, 2), "psu dic": (2, 2), "rob": (2, 2), "r": (1, 2), "trp": (1, 1), "hsr": (1, 1),
    "fra": (1, 1), "inv dup": (1, 1), "trc": (3, 3), "tas": (2, 3),
}  # fmt: skip
DERIVED = {"der": (1, 2), "ider": (1, 1), "rec": (1, 1)}
STRUCTURES = st.one_of(
    st.tuples(parts(PLAIN)),
    st.builds(lambda first, rest: (first, *rest), parts(DERIVED), st.lists(parts(PLAIN), max_size=3)),
)
NUMERICALS = st.builds(
    Numerical, SIGNS, st.sampled_from(CHROMOSOMES), COUNTS, st.booleans(), ORIGINS, st.none()
)
STRUCTURALS = st.builds(
    Structural, STRUCTURES, st.sampled_from(["", "+", "-"]), COUNTS, st.booleans(), ORIGINS, st.none()
)
MARKERS = st.builds(
    Marker, st.sampled_from(["mar", "dmin", "hsr", "ace", "r"]), st.sampled_from(["", "1", "12"]),
    st.sampled_from(["", "+", "-"]), COUNTS, st.booleans(), ORIGINS, st.none(),
)  # fmt: skip
SINGLE = st.one_of(NUMERICALS, STRUCTURALS, MARKERS)
ITEMS: st.SearchStrategy[Item] = st.one_of(
    SINGLE, SINGLE, SINGLE, st.builds(Alternatives, st.lists(SINGLE, min_size=2, max_size=3).map(tuple)),
    st.just(Incomplete()),
)  # fmt: skip
SEXES = st.builds(Sex, st.sampled_from(["X", "Y", "XX", "XY", "XXY", "XYY"]), st.booleans())
CELLS = st.one_of(
    st.none(),
    st.builds(Cells, st.integers(1, 30), st.none(), st.booleans()),
    st.builds(lambda count, more: Cells(count, count + more), st.integers(1, 30), st.integers(0, 9)),
)
PLOIDY = st.one_of(st.none(), st.none(), st.tuples(st.integers(1, 8), st.sampled_from(["", "+", "-"])))
MODAL = st.builds(
    lambda low, more: Count(low, low + more), st.integers(20, 110), st.sampled_from([0, 0, 0, 4])
)


@st.composite
def karyotypes(draw: Any) -> Karyotype:  # noqa: ANN401
    """Any karyotype that the grammar can write, sensible or not."""
    clones = [draw(_clone(SEXES))]
    for number in range(1, draw(st.integers(1, 4))):
        starts = st.one_of(SEXES, _references(number))
        clones.append(draw(_clone(starts)))
    donors = draw(st.integers(0, len(clones)))
    split = len(clones) - donors if draw(st.booleans()) else len(clones)
    placed = tuple(
        Clone(one.chromosomes, one.start, one.items, one.ploidy, one.cells, number >= split)
        for number, one in enumerate(clones)
    )
    return Karyotype(placed, draw(st.sampled_from(["", "", "mos", "chi"])))


def _references(number: int) -> st.SearchStrategy[Reference]:
    """Clones before this one; a sideline is a clone behind the first."""
    sidelines = (
        [st.builds(Reference, st.just("sdl"), st.integers(1, number - 1), st.just(1))] if number > 1 else []
    )
    plain = st.builds(Reference, st.sampled_from(["idem", "sl"]), st.none(), st.sampled_from([1, 1, 2]))
    return st.one_of(plain, *sidelines)


def _clone(starts: st.SearchStrategy[Any]) -> st.SearchStrategy[Clone]:
    return st.builds(
        Clone, MODAL, starts, st.lists(ITEMS, max_size=6).map(tuple), PLOIDY, CELLS, st.just(False)
    )


CHANGES = (
    (1, "+{a}"), (-1, "-{a}"), (2, "+{a}x2"), (1, "+X"), (0, "t({a};{b})(q11;q21)"),
    (0, "del({a})(q13q22)"), (-1, "dic({a};{b})(p11;q11)"), (1, "+mar"), (3, "+3mar"), (0, "5~20dmin"),
    (1, "+der({a})t({a};{b})(q11;q21)"), (0, "der({a})t({a};{b})(q11;q21)"), (-1, "der({a};{b})(q10;q10)"),
    (1, "+r({a})"), (0, "i({a})(q10)"),
)  # fmt: skip
"""Changes, with what each does to the number of chromosomes."""


@st.composite
def counted(draw: Any) -> tuple[str, int]:  # noqa: ANN401
    """A clone with one modal number, as text, with the number of chromosomes that its changes give.

    The text is put together sign by sign and the number beside it, apart from the nodes.
    """
    sets = draw(st.integers(1, 4))
    sex = draw(
        st.sampled_from({1: ["X", "Y"], 2: ["XX", "XY"], 3: ["XXX", "XXY"], 4: ["XXXX", "XXYY"]}[sets])
    )
    number, items = 23 * sets, []
    for _ in range(draw(st.integers(0, 8))):
        effect, text = draw(st.sampled_from(CHANGES))
        one, other = draw(st.permutations(AUTOSOMES))[:2]
        items.append(text.format(a=one, b=other))
        number += effect
    text = ",".join((f"{number}<{sets}n>", sex, *items))
    return text, number
