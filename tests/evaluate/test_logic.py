"""The connectives over traces: Kleene in full, exceptions and conditions, what an outcome rests on."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eligibility.bind.nodes import (
    All,
    Any,
    AtLeast,
    Bound,
    Except,
    Narrowed,
    Not,
    Note,
    Permit,
    Readings,
    Unparsed,
    When,
)
from eligibility.core.truth import FALSE, TRUE, UNKNOWN, Truth, at_least
from eligibility.evaluate.trace import Trace
from tests.evaluate.builders import SETTLED, at_most, kinds, lab, run, setting

VALUES = (FALSE, UNKNOWN, TRUE)
PAIRS = tuple(itertools.product(VALUES, VALUES))
NOTE = Note(text="per institutional guidelines", why="the standard applied")


def ask(rule: Bound, kind: str = "inclusion", **conventions: str) -> Trace:
    return run(rule, kind=kind, sex="female", under=setting(**conventions))


def of(*values: Truth) -> tuple[Bound, ...]:
    return tuple(SETTLED[value] for value in values)


@pytest.mark.parametrize(("left", "right"), PAIRS)
def test_all_is_the_least_and_any_the_greatest(left: Truth, right: Truth) -> None:
    assert ask(All(operands=of(left, right))).truth is min(left, right)
    assert ask(Any(operands=of(left, right))).truth is max(left, right)


@pytest.mark.parametrize("values", list(itertools.product(VALUES, repeat=3)))
def test_at_least_counts_with_bounds(values: tuple[Truth, ...]) -> None:
    for count in (1, 2, 3):
        assert ask(AtLeast(count=count, operands=of(*values))).truth is at_least(count, values)


@pytest.mark.parametrize("kind", ["inclusion", "exclusion"])
@pytest.mark.parametrize(("left", "right"), PAIRS)
def test_de_morgan_holds_on_either_side(left: Truth, right: Truth, kind: str) -> None:
    operands = of(left, right)
    denied = tuple(Not(operand=operand) for operand in operands)
    assert ask(Not(operand=All(operands=operands)), kind).truth is ask(Any(operands=denied), kind).truth
    assert ask(Not(operand=Any(operands=operands)), kind).truth is ask(All(operands=denied), kind).truth
    assert ask(Not(operand=Not(operand=operands[0])), kind).truth is left


@given(st.recursive(st.sampled_from(VALUES).map(SETTLED.get), lambda below: st.one_of(
    st.lists(below, min_size=1, max_size=3).map(lambda items: All(operands=tuple(items))),
    st.lists(below, min_size=1, max_size=3).map(lambda items: Any(operands=tuple(items))),
    below.map(lambda item: Not(operand=item)),
), max_leaves=8))  # fmt: skip
def test_an_unknown_has_reasons_and_a_decided_node_has_none(rule: Bound) -> None:
    waiting = [ask(rule)]
    while waiting:
        trace = waiting.pop()
        assert bool(trace.reasons) == (trace.truth is UNKNOWN)
        waiting.extend(trace.children)


def test_notes_and_permissions_take_no_part() -> None:
    assert ask(All(operands=(SETTLED[FALSE], NOTE))).truth is FALSE
    assert ask(Any(operands=(SETTLED[FALSE], NOTE))).truth is FALSE
    alone = ask(All(operands=(NOTE, Permit(body=SETTLED[FALSE]))))
    assert (alone.truth, alone.applies) == (TRUE, FALSE)
    assert ask(NOTE, "exclusion").truth is FALSE


def test_a_remainder_that_was_not_understood_leaves_its_clause_unknown() -> None:
    unread = Unparsed(text="unless discussed", why="no reading")
    whole = ask(All(operands=(SETTLED[FALSE], unread), remainder=True))
    assert whole.truth is UNKNOWN
    assert kinds(whole) == {"unparsed_text"}
    assert ask(All(operands=(SETTLED[FALSE], unread))).truth is FALSE
    assert ask(Any(operands=(SETTLED[TRUE], unread))).truth is TRUE
    assert ask(Not(operand=unread)).truth is UNKNOWN
    double = Unparsed(text="", why="two readings", reason="ambiguous_text")
    assert kinds(ask(double)) == {"ambiguous_text"}


@pytest.mark.parametrize(("left", "right"), PAIRS)
def test_an_and_in_an_exclusion_decides_where_both_readings_agree(left: Truth, right: Truth) -> None:
    rule = All(operands=of(left, right), wording_or=True)
    both = min(left, right) if min(left, right) is max(left, right) else UNKNOWN
    assert ask(rule, "exclusion").truth is both
    assert ask(rule, "exclusion", and_in_exclusion="or").truth is max(left, right)
    assert ask(rule, "exclusion", and_in_exclusion="and").truth is min(left, right)
    assert ask(rule, "inclusion").truth is min(left, right)


def test_an_and_that_may_mean_or_says_so() -> None:
    assert kinds(ask(All(operands=of(TRUE, FALSE), wording_or=True), "exclusion")) == {"ambiguous_text"}


@pytest.mark.parametrize(("left", "right"), PAIRS)
def test_an_or_of_required_limits_decides_where_both_readings_agree(left: Truth, right: Truth) -> None:
    rule = Any(operands=of(left, right), wording_and=True)
    both = min(left, right) if min(left, right) is max(left, right) else UNKNOWN
    assert ask(rule, "inclusion").truth is both
    assert ask(rule, "inclusion", or_of_limits="or").truth is max(left, right)
    assert ask(rule, "inclusion", or_of_limits="and").truth is min(left, right)
    assert ask(rule, "exclusion").truth is max(left, right)


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_readings_decide_where_all_agree(one: Truth, other: Truth) -> None:
    rule = Readings(operands=(SETTLED[one], SETTLED[other]), why="how far a word reaches")
    for kind in ("inclusion", "exclusion"):
        outcome = ask(rule, kind)
        assert outcome.truth is (one if one is other else UNKNOWN)
    known = one is not UNKNOWN and outcome.truth is UNKNOWN
    assert any(reason.kind == "ambiguous_text" for reason in outcome.reasons) == known
    assert ask(Not(operand=rule)).truth is Truth(2 - outcome.truth)


@pytest.mark.parametrize(("whole", "wider"), PAIRS)
def test_nothing_of_the_wider_kind_is_nothing_of_the_narrower(whole: Truth, wider: Truth) -> None:
    outcome = ask(Narrowed(whole=SETTLED[whole], wider=SETTLED[wider]))
    at_odds = whole is TRUE and wider is FALSE
    assert outcome.truth is (UNKNOWN if at_odds else FALSE if wider is FALSE else whole)
    assert ("conflicting" in kinds(outcome)) == at_odds


@pytest.mark.parametrize(("base", "exception"), PAIRS)
def test_an_exception_lets_in_or_lifts(base: Truth, exception: Truth) -> None:
    rule = Except(base=SETTLED[base], exceptions=of(exception))
    assert ask(rule).truth is max(base, exception)
    assert ask(rule, "exclusion").truth is min(base, Truth(2 - exception))
    denied = ask(Not(operand=rule))
    assert denied.truth is Truth(2 - min(base, Truth(2 - exception)))


def test_an_exception_that_decides_is_flagged() -> None:
    assert ask(Except(base=SETTLED[TRUE], exceptions=of(TRUE))).flags == ()
    assert len(ask(Except(base=SETTLED[FALSE], exceptions=of(TRUE))).flags) == 1
    assert len(ask(Except(base=SETTLED[UNKNOWN], exceptions=of(TRUE))).flags) == 2


@pytest.mark.parametrize("kind", ["inclusion", "exclusion"])
@pytest.mark.parametrize(("guard", "then"), PAIRS)
def test_a_condition_that_does_not_hold_passes(guard: Truth, then: Truth, kind: str) -> None:
    passes = TRUE if kind == "inclusion" else FALSE
    outcome = ask(When(guard=SETTLED[guard], then=SETTLED[then]), kind)
    assert outcome.applies is guard
    match guard:
        case Truth.TRUE:
            assert outcome.truth is then
        case Truth.FALSE:
            assert outcome.truth is passes
        case Truth.UNKNOWN:
            assert outcome.truth is (then if then is passes else UNKNOWN)


@pytest.mark.parametrize(("then", "other"), PAIRS)
def test_an_unknown_guard_leaves_what_both_branches_share(then: Truth, other: Truth) -> None:
    rule = When(guard=SETTLED[UNKNOWN], then=SETTLED[then], otherwise=SETTLED[other])
    assert ask(rule).truth is (then if then is other else UNKNOWN)
    chosen = When(guard=SETTLED[FALSE], then=SETTLED[then], otherwise=SETTLED[other])
    assert ask(chosen).truth is other


def test_a_fail_is_curable_if_every_ground_of_it_is() -> None:
    high = (lab("ast", 300, high=40.0), lab("alt", 300, high=40.0))
    ast, alt = (at_most(name, 5, reference="uln") for name in ("ast", "alt"))
    lasting = SETTLED[FALSE]
    assert run(All(operands=(ast, alt)), *high).curable
    assert not run(All(operands=(ast, lasting)), *high, sex="female").curable
    assert run(Any(operands=(ast, lasting)), *high, sex="female").curable
