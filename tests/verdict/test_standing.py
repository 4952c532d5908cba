"""What is left of a decided rule once every laboratory value, score and image is open again."""

from __future__ import annotations

import pytest

from eligibility.bind.nodes import All, Any, AtLeast, Bound, Except, Narrowed, Not, Readings, When
from eligibility.evaluate.context import CriterionKind
from eligibility.verdict.standing import without_curable
from tests.evaluate.builders import at_least, at_most, has, lab, run, said

HIGH_INR, LOW_INR = at_least("inr", 1.5), at_most("inr", 1.5)
SOS, NO_GILBERT = has("hepatic_sos"), has("gilbert_syndrome")
FACTS = (lab("inr", 2.0), said("hepatic_sos", True), said("gilbert_syndrome"))


@pytest.mark.parametrize(
    ("rule", "kind", "truth", "left"),
    [
        (HIGH_INR, "exclusion", "true", "unknown"),
        (SOS, "exclusion", "true", "true"),
        (NO_GILBERT, "inclusion", "false", "false"),
        (All(operands=(HIGH_INR, SOS)), "exclusion", "true", "unknown"),
        (All(operands=(LOW_INR, NO_GILBERT)), "inclusion", "false", "false"),
        (Any(operands=(HIGH_INR, SOS)), "exclusion", "true", "true"),
        (Any(operands=(LOW_INR, NO_GILBERT)), "inclusion", "false", "unknown"),
        (Not(operand=HIGH_INR), "inclusion", "false", "unknown"),
        (Not(operand=SOS), "inclusion", "false", "false"),
        (AtLeast(count=2, operands=(HIGH_INR, SOS, NO_GILBERT)), "exclusion", "true", "unknown"),
        (Readings(operands=(SOS, HIGH_INR), why="-"), "exclusion", "true", "unknown"),
        (Readings(operands=(SOS, SOS), why="-"), "exclusion", "true", "true"),
        (Narrowed(whole=SOS, wider=HIGH_INR), "exclusion", "true", "true"),
        (Narrowed(whole=HIGH_INR, wider=SOS), "exclusion", "true", "unknown"),
        (Narrowed(whole=LOW_INR, wider=NO_GILBERT), "inclusion", "false", "false"),
        (When(guard=SOS, then=LOW_INR), "inclusion", "false", "unknown"),
        (When(guard=SOS, then=NO_GILBERT), "inclusion", "false", "false"),
        (When(guard=HIGH_INR, then=NO_GILBERT), "inclusion", "false", "unknown"),
        (Except(base=LOW_INR, exceptions=(NO_GILBERT,)), "inclusion", "false", "unknown"),
        (Except(base=SOS, exceptions=(NO_GILBERT,)), "exclusion", "true", "true"),
        (Except(base=SOS, exceptions=(LOW_INR,)), "exclusion", "true", "unknown"),
        # Under a denial an exception of an inclusion lifts what is denied.
        (Not(operand=Except(base=SOS, exceptions=(NO_GILBERT,))), "inclusion", "false", "false"),
        (Not(operand=Except(base=SOS, exceptions=(LOW_INR,))), "inclusion", "false", "unknown"),
    ],
)
def test_what_is_left(rule: Bound, kind: CriterionKind, truth: str, left: str) -> None:
    trace = run(rule, *FACTS, kind=kind)
    assert trace.truth.word == truth
    assert without_curable(trace, excluding=kind == "exclusion").word == left


def test_an_unknown_stays_unknown() -> None:
    assert without_curable(run(has("hepatic_sos")), excluding=True).word == "unknown"
