"""Finds the formula that a limit names: in its words of manner, in a bracket, or beside what is measured.

What comes in is a threshold; what goes out is one whose words of manner tell the
formula, so that what is measured stands alone: QTc with Fridericia's correction.
"""

from __future__ import annotations

import msgspec

from eligibility.bind.scope import Scope
from eligibility.formulas.table import Formulas, formulas
from eligibility.knowledge.quantities import Quantity
from eligibility.syntax.nodes import Aside, Citation, Clause, Occurrence, Related, Subject, Threshold
from eligibility.syntax.terms import Manner

USING = "using"
"""The kind of the words of manner that name a formula."""

BESIDE = "beside_formula"
"""The kind of the words that stand beside the name of a formula and add nothing: the equation, calculated."""


def with_formula(node: Threshold, scope: Scope) -> Threshold:
    """A threshold whose words of manner hold the formula that it names anywhere."""
    subjects, told = _subjects(node, scope)
    quantity = scope.knowledge.quantities.named(subjects[0].phrase.words)
    if quantity is None:
        return node
    known = formulas(scope.knowledge.folder)
    if not known.derives(quantity.id):
        return node
    asides: list[Aside | Citation] = []
    for aside in node.asides:
        words = "" if isinstance(aside, Citation) else _said(aside.body)
        if words and _only_names(words, quantity, known, scope):
            told = (*told, Manner(kind=USING, words=words, span=aside.span))
        else:
            asides.append(aside)
    manners = tuple(_as_formula(manner, quantity, known, scope) for manner in node.manners)
    return msgspec.structs.replace(
        node, subjects=subjects, manners=(*manners, *told), asides=tuple(asides)
    )


def names_of_formulas(node: Threshold, scope: Scope) -> set[Clause]:
    """The brackets of a threshold that only name its formula: nothing in them reaches into the rest."""
    left = with_formula(node, scope).asides
    return {
        aside.body for aside in node.asides if not isinstance(aside, Citation) and aside not in left
    }


def measured_by(quantity: Quantity, words: str | None, scope: Scope) -> Quantity:
    """What a formula makes of a quantity that may be of several: QTc by Fridericia is QTcF."""
    if words is None:
        return quantity
    known = formulas(scope.knowledge.folder)
    of = {one.of for one in known.named(words, quantity.id) if known.only(one.of) is one}
    return scope.knowledge.quantities.by_id[of.pop()] if len(of) == 1 else quantity


def _subjects(node: Threshold, scope: Scope) -> tuple[tuple[Subject, ...], tuple[Manner, ...]]:
    """The subjects, the one of a threshold without the formula that stands behind what is measured."""
    subject = node.subjects[0]
    words = subject.phrase.words.split(" ")
    if len(node.subjects) > 1 or scope.knowledge.quantities.named(subject.phrase.words) is not None:
        return node.subjects, ()
    known = formulas(scope.knowledge.folder)
    for end in range(len(words) - 1, 0, -1):
        quantity = scope.knowledge.quantities.named(" ".join(words[:end]))
        behind = " ".join(words[end:])
        if quantity is None or not known.derives(quantity.id):
            continue
        if not _only_names(behind, quantity, known, scope):
            return node.subjects, ()
        phrase = msgspec.structs.replace(subject.phrase, words=" ".join(words[:end]))
        told = Manner(kind=USING, words=behind, span=subject.phrase.span)
        return (msgspec.structs.replace(subject, phrase=phrase),), (told,)
    return node.subjects, ()


def _as_formula(manner: Manner, quantity: Quantity, known: Formulas, scope: Scope) -> Manner:
    named = _only_names(manner.words, quantity, known, scope)
    return msgspec.structs.replace(manner, kind=USING) if named else manner


def _said(body: Clause) -> str:
    """The words of a bracket that may name a formula; empty where it holds more than names."""
    match body:
        case Occurrence(times=(), asides=()):
            return " ".join([body.phrase.words, *(f"{one.kind} {one.words}" for one in body.manners)])
        case Related():
            parts = [_said(part) for part in body.parts]
            return " ".join(parts) if all(parts) else ""
    return ""


def _only_names(words: str, quantity: Quantity, known: Formulas, scope: Scope) -> bool:
    """Whether words name a formula for a quantity, and say no more; another name of it is none."""
    if scope.knowledge.quantities.named(words) is quantity:
        return False
    named = name = known.name_in(words, quantity.id)
    left = words
    while name:
        left = " ".join(known.without(left, name))
        name = known.name_in(left, quantity.id)
    beside = (scope.knowledge.lexicon.value(BESIDE, word) is not None for word in left.split())
    return bool(named) and all(beside)
