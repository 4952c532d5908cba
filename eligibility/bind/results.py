"""A denial in the last name of a list, which may be that of each, or beside all: HIV, HBV and HCV negative.

What comes in is a list; what goes out are the lists that it may stand for, each
name with the result where that is meant.
"""

from __future__ import annotations

import re

import msgspec

from eligibility.bind.grounding import MOLECULAR, ground
from eligibility.bind.marked import marked, with_sign
from eligibility.bind.prefixed import denied_by_prefix
from eligibility.bind.scope import Scope
from eligibility.syntax.nodes import And, Clause, Mixed, Occurrence, Or, Series
from eligibility.syntax.terms import DENYING

List = And | Or | Series | Mixed


def with_result(clause: List, scope: Scope) -> tuple[List, ...]:
    """What a list may stand for whose last name has a result or a denial; empty where that is no question.

    Words that each deny, "nonpregnant/nonlactating", are a list of which it is not said whether all count.
    """
    if isinstance(clause, And) and clause.strict:
        # A test with negative results.
        return ()
    if isinstance(clause, Or) and all(_denied_by_prefix(one, scope) for one in clause.operands):
        return (Series(operands=clause.operands, span=clause.span),)
    borne = _with_bearer(clause, scope)
    if borne:
        return borne
    ways = _spread(clause, scope)
    if len(ways) == 1 or not isinstance(clause, Or) or not _denies_beside(clause, scope):
        return ways
    *before, last = clause.operands
    others = before[0] if len(before) == 1 else Or(operands=tuple(before), span=clause.span)
    return (*(ways or (clause,)), And(operands=(others, last), span=clause.span))


def _with_bearer(clause: List, scope: Scope) -> tuple[List, ...]:
    """Results before one with its disease, which is that of each: HR positive, HER2 negative breast cancer.

    By commas alone they are stacked, and all count.  Where "or" stands among them it may join any of them.
    """
    known = scope.knowledge
    *before, last = (with_sign(one, known) if isinstance(one, Occurrence) else one for one in clause.operands)
    if not isinstance(last, Occurrence) or last.result is None or last.bearer is None:
        return ()
    tested = [one for one in before if _lacks_bearer(one)]
    if not tested:
        return ()
    shared = (*(_borne(one, last) for one in before), last)
    if isinstance(clause, And):
        return () if clause.strict else (And(operands=shared, span=clause.span),)
    all_of = And(operands=shared, span=clause.span)
    if len(tested) == len(before):
        either = msgspec.structs.replace(clause, operands=shared)
        return (all_of,) if isinstance(clause, Series) else (either,)
    return (msgspec.structs.replace(clause, operands=shared), all_of, clause)


def _lacks_bearer(one: Clause) -> bool:
    return isinstance(one, Occurrence) and one.result is not None and one.bearer is None


def _borne(one: Clause, last: Occurrence) -> Clause:
    if isinstance(one, Occurrence) and _lacks_bearer(one):
        return msgspec.structs.replace(one, bearer=last.bearer)
    return one


def _denies_beside(clause: Or, scope: Scope) -> bool:
    """Whether the last alternative alone denies itself: hypertension or diabetes, non-pregnant."""
    *before, last = clause.operands
    return _denies_itself(last, scope) and not all(_denies_itself(one, scope) for one in before)


def _denies_itself(one: Clause, scope: Scope) -> bool:
    result = isinstance(one, Occurrence) and one.result in DENYING and one.bearer is None
    return result or _denied_by_prefix(one, scope)


def _spread(clause: List, scope: Scope) -> tuple[List, ...]:
    """A list with the result of its last name on each; empty where that is no question.

    Names of one class have it all.  Of others a denial may be of the last alone; what is positive or
    present is so without the word.
    """
    *before, last = clause.operands
    if not isinstance(last, Occurrence) or last.result is None or last.bearer is not None:
        return ()
    named = [one for one in before if isinstance(one, Occurrence)]
    bare = [one for one in named if not (one.result or one.verb or one.carrier)]
    if len(bare) < len(before):
        return ()
    each = (*(msgspec.structs.replace(one, result=last.result) for one in bare), last)
    denies = last.result in DENYING
    # "HIV or HBV negative" mostly asks for neither; with "or" alone one would do.
    whole = Series(operands=each, span=clause.span) if denies and isinstance(clause, Or) else None
    spread = whole or msgspec.structs.replace(clause, operands=each)
    if _of_one_class((*bare, last), scope) or _markers((*bare, last), scope):
        return (spread,)
    return (spread, clause) if denies else ()


def _denied_by_prefix(one: Clause, scope: Scope) -> bool:
    return isinstance(one, Occurrence) and denied_by_prefix(one, scope) is not None


def _markers(names: tuple[Occurrence, ...], scope: Scope) -> bool:
    """Whether all are abbreviations of markers, or of what no row knows: ER, PR and HER2."""
    short = all(_ABBREVIATED.fullmatch(one.phrase.words) for one in names)
    result = names[-1].result
    known = [marked(msgspec.structs.replace(one, result=result), scope.knowledge) for one in names]
    return short and all(one is None or one.kind in MOLECULAR for one in known)


_ABBREVIATED = re.compile(r"[A-Za-z0-9-]*[A-Z][A-Za-z0-9-]*[A-Z0-9][A-Za-z0-9-]*")


def _of_one_class(names: tuple[Occurrence, ...], scope: Scope) -> bool:
    """Whether all names are known, and are kinds of the same thing: HIV and hepatitis B, viral infections."""
    known = [ground(one.phrase.words, scope.knowledge) for one in names]
    above = [frozenset(one.is_a) for one in known if one is not None]
    return len(above) == len(names) and bool(frozenset.intersection(*above))
