"""Binds who may enter, and who may not: patients with X are eligible, are allowed provided Y, are excluded.

What comes in is a sentence that permits or refuses something; what goes out is
a rule under its heading.  The verb decides, whatever the heading.
"""

from __future__ import annotations

from eligibility.bind.doubt import as_meant, in_doubt
from eligibility.bind.nodes import All, Any, Bound, Not, Permit, When
from eligibility.bind.related import in_words
from eligibility.bind.scope import BindClause, Scope
from eligibility.syntax.nodes import And, Clause, Mixed, Occurrence, Or, People, Permission, Related, Series

ADMITS = "who is eligible: it may ask for this, or only permit it"


def _says_more(subject: Clause) -> bool:
    """Whether what is permitted holds more than names joined by "and" or "or"."""
    match subject:
        case Series() | Mixed() | Related():
            return True
        case And() | Or():
            first = [one for one in subject.operands[:-1] if not isinstance(one, People)]
            return not all(isinstance(one, Occurrence) and not (one.times or one.verb) for one in first)
        case _:
            return False


def permission(clause: Permission, scope: Scope, bind: BindClause) -> Bound:
    """Who may enter, or may not: the verb decides, whatever the heading."""
    if not clause.allowed:
        if clause.proviso is not None:
            why = "a proviso after 'not allowed': it may lift this or limit it"
            return _as_meant(clause, why, scope, bind)
        if scope.kind == "exclusion":
            return bind(clause.subject, scope)
        return Not(operand=bind(clause.subject, scope.turned()), span=clause.span)
    if _says_more(clause.subject):
        why = "a permission behind a list: what stands first in that may be no part of it"
        return _as_meant(clause, why, scope, bind)
    subject = bind(clause.subject, scope)
    if clause.proviso is None and clause.admits and scope.kind != "exclusion":
        return Any(operands=(subject, _as_meant(clause, ADMITS, scope, bind)), span=clause.span)
    if clause.proviso is None:
        return Permit(body=subject, span=clause.span)
    if scope.kind == "exclusion":
        denied = Not(operand=bind(clause.proviso, scope.turned()), span=clause.span)
        return All(operands=(subject, denied), span=clause.span)
    proviso = bind(clause.proviso, scope)
    return When(guard=subject, then=proviso, span=clause.span)


def _as_meant(clause: Permission, why: str, scope: Scope, bind: BindClause) -> Bound:
    """A permission of which a person says what the protocol means."""
    asked = as_meant(scope.kind, in_words(clause, scope.knowledge.lexicon))
    return in_doubt(bind(clause.subject, scope), asked, why, clause.span)
