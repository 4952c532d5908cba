"""Laws of bound rules: a denial of a denial, and the same rule on the other side.

The rules are those of criteria drawn from ``tests/english.py`` and of the trial's page.
"""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from eligibility.bind.nodes import All, Any, Bound, Except, Not, Note, Permit, Unparsed, When, children
from eligibility.bind.rules import Row
from eligibility.core.truth import negation
from eligibility.evaluate.context import Context, CriterionKind, context
from eligibility.evaluate.evaluate import evaluate
from eligibility.knowledge.load import knowledge
from eligibility.patient.ground import ground
from eligibility.patient.record import Record
from eligibility.verdict.judge import judge_row
from tests.english import Json, both, candidates, listings, profile
from tests.test_laws import CANDIDATES, CASES, RULES

OTHER: dict[CriterionKind, CriterionKind] = {"inclusion": "exclusion", "exclusion": "inclusion"}


@st.composite
def rules(draw: st.DrawFn) -> tuple[Row, list[Json]]:
    """A row with its rule, and candidates: of a drawn criterion, of two in one, or of the trial's page."""
    if draw(st.booleans()):
        row = draw(st.sampled_from([row for row in RULES.rows if row.rule is not None and row.kind in OTHER]))
        return row, draw(st.lists(st.sampled_from((*CANDIDATES, *CASES)), min_size=3, max_size=3))
    first, second = draw(listings()), draw(listings())
    text = draw(st.sampled_from((first.text(), f"{first.text()} and {second.text()}", f"{first.text()} or "
                                 f"{second.text()}", f"If {second.text()}, {first.text()}")))  # fmt: skip
    row = draw(
        st.sampled_from([row for row in both(text).rows if row.rule is not None and row.kind in OTHER])
    )
    return row, draw(st.lists(candidates(first.named() + second.named()), min_size=3, max_size=3))


def under(told: Json) -> tuple[Record, Context]:
    """The record of a candidate and the context of its day."""
    record = ground(profile(told), None, knowledge())
    return record, context(knowledge(), record.as_of, knowledge().conventions.choose({}))


def judged(row: Row, rule: Bound, kind: CriterionKind, told: Json) -> tuple[str, str]:
    """The truth and the verdict of a row, with another rule on another side."""
    record, setting = under(told)
    found = judge_row(msgspec.structs.replace(row, rule=rule, kind=kind), record, setting)
    return found.truth, found.verdict


# --- a denial of a denial


def denied_twice(rule: Bound, at: list[int]) -> Bound:
    """The rule with some nodes denied twice; ``at``: their places, counted from above and from the left."""
    place = -1

    def rebuilt(node: Bound) -> Bound:
        nonlocal place
        place += 1
        here = place
        match node:
            case All() | Any():
                whole: Bound = msgspec.structs.replace(node, operands=tuple(map(rebuilt, node.operands)))
            case Not():
                whole = msgspec.structs.replace(node, operand=rebuilt(node.operand))
            case When():
                whole = msgspec.structs.replace(node, guard=rebuilt(node.guard), then=rebuilt(node.then))
            case Except():
                exceptions = tuple(map(rebuilt, node.exceptions))
                whole = msgspec.structs.replace(node, base=rebuilt(node.base), exceptions=exceptions)
            case _:
                whole = node
        return Not(operand=Not(operand=whole)) if here in at and counts(whole) else whole

    return rebuilt(rule)


def counts(node: Bound) -> bool:
    """Whether a node has a truth: a note or a permission takes no part, and its denial is no denial.

    What was not understood is looked for by its kind, where it leaves a whole clause open.
    """
    return not isinstance(node, Note | Permit | Unparsed)


@given(rules(), st.lists(st.integers(0, 6), min_size=1, max_size=3, unique=True))
def test_a_denial_of_a_denial_changes_nothing(drawn: tuple[Row, list[Json]], at: list[int]) -> None:
    row, told = drawn
    assert row.rule is not None
    twice = denied_twice(row.rule, at)
    for kind in OTHER:
        for one in told:
            assert judged(row, row.rule, kind, one) == judged(row, twice, kind, one), (row.text, kind, one)


# --- the other side


@given(rules())
def test_what_is_required_passes_where_the_exclusion_of_its_denial_does(
    drawn: tuple[Row, list[Json]],
) -> None:
    """Of all rules: below the denial each node is asked as it is where it is required.

    Left out are a note and a permission alone, which pass on either side.
    """
    row, told = drawn
    rule = row.rule
    assert rule is not None
    assume(not isinstance(rule, Note | Permit))
    for one in told:
        for kind, other in OTHER.items():
            truth, verdict = judged(row, rule, kind, one)
            denied, turned = judged(row, Not(operand=rule), other, one)
            assert verdict == turned, (row.text, kind, one)
            assert {"true": "false", "false": "true"}.get(truth, truth) == denied


def sided(node: Bound) -> bool:
    """Whether what a rule says hangs on the side that it stands on.

    An "and" of an exclusion may mean "or", an "or" of required limits "and".  An exception lets in
    where something is required, and lifts where it is excluded.  What is asked of some candidates, a
    note and a permission let pass those of whom they say nothing, on either side.
    """
    match node:
        case All(wording_or=True) | Any(wording_and=True) | Except() | When() | Note() | Permit():
            return True
        case _:
            return any(map(sided, children(node)))


@given(rules())
def test_a_rule_that_changes_sides_is_as_true_as_before(drawn: tuple[Row, list[Json]]) -> None:
    """So what passes as required fails as excluded, as long as no node inside hangs on the side."""
    row, told = drawn
    assert row.rule is not None
    assume(not sided(row.rule))
    for one in told:
        record, setting = under(one)
        required = evaluate(row.rule, "inclusion", record, setting).truth
        assert evaluate(row.rule, "exclusion", record, setting).truth is required, (row.text, one)
        assert evaluate(Not(operand=row.rule), "inclusion", record, setting).truth is negation(required)


GOUT_ALONE: Json = {
    "id": "C", "as_of": "2026-03-01", "conditions": [{"text": "gout", "status": "active"}],
    "statements": [{"concept": "stroke", "present": False, "by": "site"}],
}  # fmt: skip


@pytest.mark.parametrize(
    ("text", "truths"),
    [
        ("Stroke and gout", ("false", "unknown")),
        ("AST <= 5 x ULN unless gout", ("true", "false")),
        ("If stroke, asthma", ("true", "false")),
        ("Stroke is allowed", ("true", "false")),
    ],
)
def test_rules_that_hang_on_their_side_do_say_other_things(text: str, truths: tuple[str, str]) -> None:
    """The nodes that are left out above are left out for a reason."""
    (row,) = (row for row in both(text).rows if row.id == "E1")
    assert row.rule is not None and sided(row.rule)
    assert tuple(judged(row, row.rule, kind, GOUT_ALONE)[0] for kind in OTHER) == truths
