"""Binds a clause: the logic as it is meant under its heading, and each leaf.

What comes in is a syntax tree and its scope; what goes out is a bound rule.
Polarity: a bare denial under an exclusion heading may mean either, and is ambiguous.
"""

from __future__ import annotations

from typing import assert_never

import msgspec

from eligibility.bind.grounding import ground, with_shared_head
from eligibility.bind.nodes import (
    All,
    Any,
    Bound,
    CrossReference,
    Except,
    Not,
    Note,
    Permit,
    Present,
    Unparsed,
    When,
)
from eligibility.bind.occurrences import bind_occurrence, fact_kind
from eligibility.bind.scope import Scope
from eligibility.bind.thresholds import bind_age, bind_level, bind_threshold
from eligibility.syntax.nodes import (
    AgeIs,
    And,
    Citation,
    Clause,
    Clauses,
    Defines,
    Heading,
    LevelIs,
    Occurrence,
    Or,
    People,
    Permission,
    Reference,
    Series,
    Threshold,
    Unless,
)
from eligibility.syntax.nodes import Not as Denial
from eligibility.syntax.nodes import Unparsed as Unread

SEXES = ("female", "male")


def bind_statement(clause: Clause, scope: Scope) -> Bound:
    """A whole sentence under its heading: a bare denial in an exclusion is ambiguous."""
    if scope.kind == "exclusion" and isinstance(clause, Denial):
        why = "a denial under an exclusion heading: it may exclude those who lack this, or those who have it"
        return Unparsed(text="", why=why, reason="ambiguous_text", span=clause.span)
    return bind_clause(clause, scope)


def bind_clause(clause: Clause, scope: Scope) -> Bound:
    """A clause as a bound rule."""
    match clause:
        case And() | Or() | Series():
            return _coordinated(clause, scope)
        case Denial():
            return Not(operand=bind_clause(clause.operand, scope), span=clause.span)
        case Unless():
            base, exception = bind_clause(clause.base, scope), bind_clause(clause.exception, scope)
            return Except(base=base, exceptions=(exception,), span=clause.span)
        case Permission():
            return _permission(clause, scope)
        case Clauses():
            return All(operands=tuple(bind_clause(part, scope) for part in clause.clauses), span=clause.span)
        case Defines():
            why = "a definition of a term that no sentence of this item uses"
            return Unparsed(text=clause.term.words, why=why, span=clause.span)
        case Occurrence():
            return bind_occurrence(clause, scope, bind_clause)
        case Threshold():
            return bind_threshold(clause, scope, bind_clause)
        case _:
            return _leaf(clause, scope)


def _leaf(clause: LevelIs | AgeIs | People | Heading | Reference | Citation | Unread, scope: Scope) -> Bound:
    match clause:
        case LevelIs():
            return bind_level(clause, scope)
        case AgeIs():
            return bind_age(clause)
        case People():
            return _people(clause)
        case Heading():
            return Note(text=clause.words, why="introduces the items below it", span=clause.span)
        case Reference():
            return CrossReference(text=clause.words, span=clause.span)
        case Citation():
            return Note(text=clause.words, why="literature", span=clause.span)
        case Unread():
            return Unparsed(text=clause.words, why=clause.why or "not read", span=clause.span)
    assert_never(clause)


def _people(clause: People) -> Bound:
    """Candidates named by their sex; naming both leaves no one out."""
    named = tuple(sex for sex in SEXES if sex in clause.sexes)
    if len(named) != 1:
        return Note(text="", why="any sex", span=clause.span)
    return Present(kind="person", concept=named[0], phrase=named[0], span=clause.span)


def _coordinated(clause: And | Or | Series, scope: Scope) -> Bound:
    """Joined operands, with the head and the leading words that they share."""
    operands = _shared(clause.operands, scope)
    bound = tuple(bind_clause(operand, scope) for operand in operands)
    match clause:
        case Or():
            return Any(operands=bound, span=clause.span)
        case And():
            loose = scope.kind == "exclusion" and not clause.strict and not scope.aside
            return All(operands=bound, wording_or=loose, span=clause.span)
        case Series():
            return _series(bound, clause, scope)
    assert_never(clause)


def _series(bound: tuple[Bound, ...], clause: Series, scope: Scope) -> Bound:
    """A list joined by commas alone: alternatives in a bracket or an exclusion, else not said."""
    if scope.aside or scope.kind == "exclusion":
        return Any(operands=bound, span=clause.span)
    why = "a list without 'and' or 'or'"
    unsaid = Unparsed(text="", why=why, reason="ambiguous_text", span=clause.span)
    return All(operands=(*bound, unsaid), remainder=True, span=clause.span)


def _shared(operands: tuple[Clause, ...], scope: Scope) -> tuple[Clause, ...]:
    """Operands with what the list says once: the head after the last, the modifiers before the first."""
    plain = [operand for operand in operands if isinstance(operand, Occurrence)]
    if len(plain) != len(operands):
        return operands
    phrases = with_shared_head(tuple(operand.phrase.words for operand in plain), scope.knowledge)
    named = [
        msgspec.structs.replace(operand, phrase=msgspec.structs.replace(operand.phrase, words=words))
        for operand, words in zip(plain, phrases, strict=True)
    ]
    return tuple(_inherit(named[0], operand, scope) for operand in named)


def _inherit(first: Occurrence, operand: Occurrence, scope: Scope) -> Occurrence:
    """An operand that says nothing of status takes over what is said before the first of its kind."""
    said = operand.statuses or operand.control or operand.certainty or operand.evidence or operand.verb
    if said or operand is first:
        return operand
    kinds = (fact_kind(one, ground(one.phrase.words, scope.knowledge)) for one in (first, operand))
    if len(set(kinds)) > 1:
        return operand
    return msgspec.structs.replace(
        operand,
        statuses=first.statuses,
        control=first.control,
        certainty=first.certainty,
        evidence=first.evidence,
    )


def _permission(clause: Permission, scope: Scope) -> Bound:
    """Who may enter, or may not: the verb decides, whatever the heading."""
    subject = bind_clause(clause.subject, scope)
    if not clause.allowed:
        return subject if scope.kind == "exclusion" else Not(operand=subject, span=clause.span)
    if clause.proviso is None:
        return Permit(body=subject, span=clause.span)
    proviso = bind_clause(clause.proviso, scope)
    if scope.kind == "exclusion":
        return All(operands=(subject, Not(operand=proviso, span=clause.span)), span=clause.span)
    return When(guard=subject, then=proviso, span=clause.span)
