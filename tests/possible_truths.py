"""Which truths a compiled rule may have of some candidate, whatever is recorded of them.

A rule that only may be unknown decides nothing; one that may be false can turn a candidate away.
What a person would have to say (a judgement, a consent, what was not understood) counts as unknown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import reduce

from eligibility.bind.nodes import (
    All,
    Any,
    AtLeast,
    Bound,
    Compare,
    Elapsed,
    Except,
    Molecular,
    Narrowed,
    Not,
    Note,
    Permit,
    Present,
    Readings,
    Scale,
    Unparsed,
    When,
)
from eligibility.core.truth import FALSE, TRUE, UNKNOWN, Truth, negation
from eligibility.knowledge.conversion import Refused
from eligibility.knowledge.load import knowledge

Truths = frozenset[Truth]
ANY: Truths = frozenset({FALSE, UNKNOWN, TRUE})
NONE: Truths = frozenset({UNKNOWN})


def possible(rule: Bound, kind: str) -> Truths:
    """The truths that the rule may have, as a criterion of its kind (inclusion, exclusion)."""
    return _truths(rule, kind != "exclusion")


def _truths(rule: Bound, required: bool) -> Truths:
    """``required``: an "and" means "and", and an exception lets in."""
    match rule:
        case All():
            return _all(rule, required)
        case Any():
            truths = _operands(rule.operands, required)
            if rule.same:
                return NONE.union(*truths)
            return _either(truths) if rule.wording_and and required else _each(max, truths)
        case AtLeast():
            return ANY if any(truths != NONE for truths in _operands(rule.operands, required)) else NONE
        case Not():
            return frozenset(negation(truth) for truth in _truths(rule.operand, not required))
        case Readings():
            truths = _operands(rule.operands, required)
            return _each(lambda one, two: one if one is two else UNKNOWN, truths)
        case Narrowed():
            return _each(_narrowed, [_truths(rule.whole, required), _truths(rule.wider, required)])
        case When():
            return _when(rule, required)
        case Except():
            return _except(rule, required)
        case Present():
            return ANY
        case Compare():
            return ANY if _comparable(rule) else NONE
        case Molecular():
            return NONE if rule.alteration is None else ANY
        case Elapsed():
            return NONE if None in (rule.start.concept, rule.end.concept) else ANY
        case Scale():
            return ANY
        case _:
            return NONE


def _operands(operands: Iterable[Bound], required: bool) -> list[Truths]:
    return [_truths(operand, required) for operand in operands if not isinstance(operand, Note | Permit)]


def _each(combine: Callable[[Truth, Truth], Truth], truths: list[Truths]) -> Truths:
    """Every outcome of combining one truth of each; of notes alone, that it passes."""
    if not truths:
        return frozenset({TRUE})
    return reduce(lambda one, two: frozenset(combine(a, b) for a in one for b in two), truths)


def _narrowed(whole: Truth, wider: Truth) -> Truth:
    if wider is FALSE:
        return UNKNOWN if whole is TRUE else FALSE
    return whole


def _all(rule: All, required: bool) -> Truths:
    if rule.remainder and any(isinstance(operand, Unparsed) for operand in rule.operands):
        return NONE
    truths = _operands(rule.operands, required)
    if rule.rated:
        return _each(min, truths) | frozenset({UNKNOWN})
    if not rule.wording_or or required:
        return _each(min, truths)
    return _either(truths)


def _either(truths: list[Truths]) -> Truths:
    """What a joining word that may be "and" or "or" gives: unknown where the two differ."""
    pairs = {(truth, truth) for truth in truths[0]} if truths else {(TRUE, TRUE)}
    for more in truths[1:]:
        pairs = {(min(low, truth), max(high, truth)) for low, high in pairs for truth in more}
    return frozenset(low if low is high else UNKNOWN for low, high in pairs)


def _when(rule: When, required: bool) -> Truths:
    guard = _truths(rule.guard, True)
    then = _truths(rule.then, required)
    passes = frozenset({TRUE if required else FALSE})
    otherwise = passes if rule.otherwise is None else _truths(rule.otherwise, required)
    found = set(then if TRUE in guard else ()) | set(otherwise if FALSE in guard else ())
    if UNKNOWN in guard:
        found |= {UNKNOWN} | (then & otherwise)
    return frozenset(found)


def _except(rule: Except, required: bool) -> Truths:
    base = _truths(rule.base, required)
    lifted = _each(max, _operands(rule.exceptions, True))
    if required:
        return _each(max, [base, lifted])
    return _each(min, [base, frozenset(negation(truth) for truth in lifted)])


def _comparable(rule: Compare) -> bool:
    """Whether some value can be held against the limit: the quantity is known, the limit in its unit."""
    known = knowledge()
    quantity = known.quantities.by_id.get(rule.quantity or "")
    if quantity is None:
        return rule.quantity == "age" and rule.unit is not None
    if rule.reference != "absolute":
        return True
    unit = rule.unit or ("1" if quantity.unit == "1" else None)
    if unit is None or rule.unit_is == "doubtful":
        return False
    return rule.quantity == "age" or not isinstance(
        known.conversions.between(quantity, unit, quantity.unit), Refused
    )
