"""Binds exceptions: "X unless Y", "X except Y", "X excluding Y".

What comes in are the bound statement and its exception; what goes out is one rule.  An exception
lifts the statement, or is one of a kind that is taken out of it.
"""

from __future__ import annotations

import msgspec

from eligibility.bind.nodes import All, Any, Bound, Except, Narrowed, Not, Present, Readings, Related
from eligibility.bind.related import in_words
from eligibility.bind.scope import Scope
from eligibility.syntax.nodes import Unless

LET_IN_OR_OUT = "what is excepted may be let in, or kept out"


def excepted(base: Bound, exception: Bound, clause: Unless, scope: Scope) -> Bound:
    """A statement with its exception: one that lifts it, or one of a kind that is taken out of it.

    "No cancer except skin cancer": one who has skin cancer may have another cancer too, and is left open.
    So is one whom "excluding" lets in by one reading and keeps out by the other.
    """
    asked = base.operand if isinstance(base, Not) else base
    taken_out = clause.said == "excluding" and not scope.excluding
    known = _of_kind(exception, asked, scope)
    if not (known or taken_out or _may_be_of_kind(exception, asked, clause, scope)):
        return Except(base=base, exceptions=(exception,), span=clause.span)
    others = _another(asked, exception, clause, scope)
    if isinstance(base, Not):
        alone = All(operands=(exception, Not(operand=others, span=clause.span)), span=clause.span)
        return Any(operands=(base, alone), span=clause.span)
    counted = base
    if not (known or scope.excluding):
        asked = _unclear(clause, "who has what is excepted is let in", scope)
        let_in = All(operands=(exception, asked), span=clause.span)
        counted = Any(operands=(base, let_in), span=clause.span)
    lifted = Any(operands=(Not(operand=exception, span=clause.span), others), span=clause.span)
    return All(operands=(counted, lifted), span=clause.span)


def _another(asked: Bound, exception: Bound, clause: Unless, scope: Scope) -> Bound:
    """Another of the kind beside the one excepted: known to whoever states or answers it in these words."""
    base, excepted = _things(asked), _things(exception)
    alike = {(one.kind, one.status, one.control, one.ordinal, one.evidence, one.window) for one in base}
    kinds = {one.kind for one in (*base, *excepted)}
    # "Radiotherapy except for skin cancer" tells what it was given for; which is "the current cancer"?
    reason, same = len(kinds) > 1, any(_of_kind(one, other, scope) for one in base for other in excepted)
    if len(alike) != 1 or reason or same or not (_only_things(asked) and _only_things(exception)):
        return _unclear(clause, "there is another than what is excepted", scope)
    spell = scope.knowledge.lexicon.spell
    names = (f" {spell('or', 'or')} ".join(one.phrase for one in things) for things in (base, excepted))
    return msgspec.structs.replace(
        base[0], concept=None, phrase=f" {spell('unless', 'except')} ".join(names), definition=None,
        members=(), defined_here=False, last=False, beside=_beside(base, excepted), span=clause.span,
    )  # fmt: skip


def _beside(base: tuple[Present, ...], excepted: tuple[Present, ...]) -> tuple[str, ...]:
    """The concept that is asked for and those that are excepted, where all are known."""
    named = [one.concept for one in (*base, *excepted) if one.concept is not None]
    return tuple(named) if len(base) == 1 and len(named) == 1 + len(excepted) else ()


def _may_be_of_kind(one: Bound, other: Bound, clause: Unless, scope: Scope) -> bool:
    """Whether both are things to be found, of which the one may be a kind of the other as the words go.

    "Unless" lets in who has what is excepted, so that where something is wanted it is no kind of that.
    """
    found, base = ({thing.kind for thing in _things(rule)} for rule in (one, other))
    same = found == base and found <= {"condition", "treatment"}
    return bool(found and base) and (clause.said != "unless" or (same and scope.excluding))


def _things(rule: Bound) -> tuple[Present, ...]:
    """What a rule asks for where it asks whether something, or one of several, is there."""
    match rule:
        case Present():
            return (rule,)
        case Narrowed():
            return _things(rule.whole)
        case All() | Any() | Readings():
            return tuple(thing for operand in rule.operands for thing in _things(operand))
        case _:
            return ()


def _only_things(rule: Bound) -> bool:
    """Whether a rule asks for nothing else, so that their names say all of it."""
    whole = rule.whole if isinstance(rule, Narrowed) else rule
    return isinstance(whole, Present) or (
        isinstance(whole, All | Any) and all(_only_things(operand) for operand in whole.operands)
    )


def _of_kind(one: Bound, other: Bound, scope: Scope) -> bool:
    """Whether what one asks for is a kind of what the other does."""
    if not (isinstance(one, Present) and isinstance(other, Present)):
        return False
    if one.concept is None or other.concept is None:
        return False
    return other.concept in scope.knowledge.concepts.classes(one.concept)


def _unclear(clause: Unless, asked: str, scope: Scope) -> Related:
    """A question to a person; ``asked`` says what of the exception it is about."""
    text = f"{asked}: {in_words(clause, scope.knowledge.lexicon)}"
    return Related(text=text, parts=(), why=LET_IN_OR_OUT, reason="ambiguous_text", span=clause.span)
