"""What a rule may be of some candidate: no more than its connectives allow."""

from __future__ import annotations

import pytest

from eligibility.bind.nodes import (
    All,
    Any,
    AtLeast,
    Bound,
    Compare,
    Except,
    Narrowed,
    Not,
    Note,
    Present,
    Readings,
    Unparsed,
    When,
)
from eligibility.core.interval import Interval
from tests.possible_truths import possible

OPEN = Unparsed(text="zibble", why="for the test")
HAD = Present(kind="condition", concept="asthma", phrase="asthma")
NOTE = Note(text="see above", why="for the test")


def measured(quantity: str | None = "platelets", unit: str | None = "10*9/L") -> Compare:
    return Compare(quantity=quantity, phrase="platelets", bounds=Interval(100), unit=unit)


@pytest.mark.parametrize(
    ("rule", "kind", "words"),
    [
        (HAD, "inclusion", "false true unknown"),
        (OPEN, "inclusion", "unknown"),
        (measured(), "inclusion", "false true unknown"),
        (measured(None), "inclusion", "unknown"),
        (measured(unit=None), "inclusion", "unknown"),
        (measured(unit="kg"), "inclusion", "unknown"),
        (measured("age", "a"), "inclusion", "false true unknown"),
        (All(operands=(HAD, OPEN)), "inclusion", "false unknown"),
        (All(operands=(HAD, OPEN), remainder=True), "inclusion", "unknown"),
        (All(operands=(HAD, NOTE)), "inclusion", "false true unknown"),
        (All(operands=(HAD, OPEN), wording_or=True), "exclusion", "unknown"),
        (All(operands=(HAD, HAD), wording_or=True), "exclusion", "false true unknown"),
        (Any(operands=(HAD, OPEN)), "inclusion", "true unknown"),
        (Not(operand=Any(operands=(HAD, OPEN))), "inclusion", "false unknown"),
        (AtLeast(count=1, operands=(OPEN, OPEN)), "inclusion", "unknown"),
        (Readings(operands=(HAD, HAD), why="-"), "inclusion", "false true unknown"),
        (Readings(operands=(HAD, OPEN), why="-"), "inclusion", "unknown"),
        (Narrowed(whole=OPEN, wider=HAD), "inclusion", "false unknown"),
        (Narrowed(whole=HAD, wider=OPEN), "inclusion", "false true unknown"),
        (When(guard=OPEN, then=HAD), "inclusion", "true unknown"),
        (When(guard=OPEN, then=HAD), "exclusion", "false unknown"),
        (When(guard=HAD, then=OPEN), "inclusion", "true unknown"),
        (Except(base=HAD, exceptions=(OPEN,)), "inclusion", "true unknown"),
        (Except(base=HAD, exceptions=(OPEN,)), "exclusion", "false unknown"),
    ],
)  # fmt: skip
def test_a_rule_may_be_what_some_candidate_makes_of_it(rule: Bound, kind: str, words: str) -> None:
    assert sorted(truth.word for truth in possible(rule, kind)) == words.split()
