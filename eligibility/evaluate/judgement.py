"""What only a person can say: judgements, consent, abilities, other studies, texts that are not at hand."""

from __future__ import annotations

import msgspec

from eligibility.bind.nodes import (
    Ability,
    Consent,
    CrossReference,
    Judgement,
    Related,
    StudyParticipation,
)
from eligibility.core.reasons import Reason, ReasonKind
from eligibility.core.truth import UNKNOWN, truth_of
from eligibility.evaluate.answers import answered
from eligibility.evaluate.context import Scope
from eligibility.evaluate.index import evened
from eligibility.evaluate.logic import Run
from eligibility.evaluate.trace import Trace
from eligibility.evaluate.words import evidence

Asked = Related | Judgement | Consent | Ability | StudyParticipation | CrossReference


def judgement(node: Asked, scope: Scope) -> Trace:
    """Whether someone has answered it, or the record states it in the same words; else unknown."""
    text = node.phrase if isinstance(node, StudyParticipation) else node.text
    kind, detail, asks = _question(node, text)
    # An answer to the criterion is none to one of its parts, nor to the question whom it is asked of.
    said, cited = answered(scope, scope.row if node is scope.whole else "", text, asks)
    if said is not None:
        if said is UNKNOWN:
            reason = Reason("conflicting", "two signed answers differ", asks)
            return Trace(node, UNKNOWN, evidence=cited, reasons=(reason,))
        return Trace(node, said, evidence=cited)
    stated = scope.index.stated_text.get(evened(text), ())
    present = {fact.present for fact in stated}
    if len(present) == 1 and not any(fact.other for fact in stated):
        notes = ("as the record itself states",)
        return Trace(node, truth_of(present.pop()), evidence=tuple(map(evidence, stated)), notes=notes)
    if len(present) > 1:
        reason = Reason("conflicting", f"two statements on '{text}' differ", asks)
        return Trace(node, UNKNOWN, evidence=tuple(map(evidence, stated)), reasons=(reason,))
    return Trace(node, UNKNOWN, reasons=(Reason(kind, detail, asks),))


def related(node: Related, scope: Scope, run: Run) -> Trace:
    """What a person says of the whole; the parts are shown with what the record says of each."""
    children = tuple(run(part, scope.turned("describes")) for part in node.parts)
    return msgspec.structs.replace(judgement(node, scope), children=children)


def _question(node: Asked, text: str) -> tuple[ReasonKind, str, str]:
    match node:
        case Related():
            return node.reason, f"only a person can say: {text} ({node.why})", f"a signed judgement: {text}"
        case Judgement():
            return "judgement", f"only a person can say: {text}", f"a signed judgement: {text}"
        case Consent():
            return "judgement", f"no consent is recorded: {text}", f"whether it is given: {text}"
        case Ability():
            return "judgement", f"only a person can say: {text}", f"a signed answer: {text}"
        case StudyParticipation():
            return "missing", f"the record does not say: {text}", f"whether the candidate takes part: {text}"
        case CrossReference():
            return "missing", f"the text that '{text}' points to is not at hand", f"what '{text}' says of it"
