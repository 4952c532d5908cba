"""Evaluates a bound rule on a record: the rule once more, each node with its truth and why.

What comes in is a rule, the side it stands on, a record and the context of the
screening; what goes out is a trace.  Nothing is guessed: what the record does
not settle is unknown, with the question that would settle it.
"""

from __future__ import annotations

from typing import assert_never

from eligibility.bind.nodes import (
    Ability,
    All,
    Any,
    AtLeast,
    Bound,
    Compare,
    Consent,
    CrossReference,
    Elapsed,
    Except,
    Judgement,
    Molecular,
    Narrowed,
    Not,
    Note,
    Permit,
    Present,
    Readings,
    Related,
    Scale,
    StudyParticipation,
    Unparsed,
    When,
)
from eligibility.core.reasons import Reason
from eligibility.core.truth import FALSE, UNKNOWN
from eligibility.evaluate import logic
from eligibility.evaluate.compare import compare
from eligibility.evaluate.context import Context, CriterionKind, Polarity, Scope
from eligibility.evaluate.elapsed import elapsed
from eligibility.evaluate.judgement import judgement, related
from eligibility.evaluate.molecular import molecular
from eligibility.evaluate.present import present
from eligibility.evaluate.scale import scale
from eligibility.evaluate.trace import Trace
from eligibility.patient.record import Record

POLARITY: dict[CriterionKind, Polarity] = {
    "inclusion": "requires",
    "registry": "requires",
    "exclusion": "excludes",
}


def evaluate(rule: Bound, kind: CriterionKind, record: Record, context: Context, row: str = "") -> Trace:
    """Whether the text of a criterion is true of a candidate.

    ``row`` is the id of the criterion, for signed answers.  Truth is about the text: an exclusion that is
    true keeps the candidate out.
    """
    return evaluate_node(rule, Scope(record, context.index(record), context, POLARITY[kind], row, rule))


def evaluate_node(node: Bound, scope: Scope) -> Trace:
    """The trace of one node and all below it."""
    match node:
        case All():
            return logic.all_of(node, scope, evaluate_node)
        case Any():
            return logic.any_of(node, scope, evaluate_node)
        case Compare():
            return compare(node, scope)
        case Present():
            return present(node, scope, evaluate_node)
        case Molecular():
            return molecular(node, scope)
        case Elapsed():
            return elapsed(node, scope)
        case Not():
            return logic.negated(node, scope, evaluate_node)
        case When():
            return logic.when(node, scope, evaluate_node)
        case Except():
            return logic.excepted(node, scope, evaluate_node)
        case AtLeast():
            return logic.count_of(node, scope, evaluate_node)
        case Readings():
            return logic.agreed(node, scope, evaluate_node)
        case Narrowed():
            return logic.narrowed(node, scope, evaluate_node)
        case Scale():
            return scale(node, scope)
        case Note():
            return Trace(node, logic.passing(scope), applies=FALSE)
        case Permit():
            return Trace(node, logic.passing(scope), (evaluate_node(node.body, scope),), applies=FALSE)
        case Unparsed():
            return _unparsed(node)
        case Related():
            return related(node, scope, evaluate_node)
        case Judgement() | Consent() | Ability() | StudyParticipation() | CrossReference():
            return judgement(node, scope)
    assert_never(node)


def _unparsed(node: Unparsed) -> Trace:
    said = f"'{node.text}' was not understood" if node.text else "a part of the text was not understood"
    if node.reason == "ambiguous_text":
        said = f"'{node.text}' can be read two ways" if node.text else "the text can be read two ways"
    reason = Reason(node.reason, f"{said}: {node.why}", "what the protocol means here")
    return Trace(node, UNKNOWN, reasons=(reason,))
