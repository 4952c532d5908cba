"""A recorded value beside the formula that the protocol names, and beside what its inputs give.

A value that a laboratory has computed counts, by a convention, where it is not
known how.  One by another formula than the protocol names does not, nor one that
the named formula contradicts.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import msgspec

from eligibility.bind.nodes import Compare
from eligibility.core.reasons import Reason
from eligibility.core.truth import FALSE, TRUE, Truth
from eligibility.evaluate.context import Scope
from eligibility.evaluate.derived import Derivation, Derived
from eligibility.evaluate.speaking import finding, reason_of
from eligibility.formulas.table import Formulas, formulas
from eligibility.knowledge.quantities import Quantity
from eligibility.patient.record import Measured


class Follows(msgspec.Struct, frozen=True):
    """What formulas give beside a recorded value; ``fresh``: the day on which a value speaks."""

    derivation: Derivation
    fresh: dt.date | None


class Beside(msgspec.Struct, frozen=True):
    """What to tell of a recorded value, and why it does not decide; no reason where it does."""

    flags: tuple[str, ...] = ()
    reasons: tuple[Reason, ...] = ()


def beside_formulas(
    node: Compare, truth: Truth, mine: Sequence[Measured], quantity: Quantity, scope: Scope, follows: Follows
) -> Beside:
    """How a recorded value stands beside the formula named, and what is computed from the record."""
    told = _by_the_formula(node, mine, quantity, scope) if node.formula is not None else Beside()
    if told.reasons:
        return told
    against = [
        one
        for one in follows.derivation.values
        if one.formula.verified and _contradicts(one, node, truth, quantity, scope, follows)
    ]
    said = [
        f"{quantity.name} computed from what is on record lies on the other side of the limit: "
        f"{one.formula.name}, {one.shown}"
        for one in against
    ]
    if follows.derivation.named and any(_not_older(one.fact, mine) for one in against):
        asks = f"which {quantity.name} holds, by the formula that the protocol names"
        return Beside(told.flags, (reason_of("conflicting", said[0], asks, quantity),))
    return Beside((*told.flags, *said))


def _by_the_formula(node: Compare, mine: Sequence[Measured], quantity: Quantity, scope: Scope) -> Beside:
    """Whether recorded values were computed by the formula that the protocol names, as far as is known."""
    known = formulas(scope.knowledge.folder)
    named = known.named(node.formula or "", quantity.id)
    otherwise = [how for how in map(_method, mine) if how and not _names_formula(how, quantity, known)]
    if otherwise:
        how = " and ".join(f"'{one}'" for one in dict.fromkeys(otherwise))
        detail = f"the method of the recorded {quantity.name} is {how}; the protocol: '{node.formula}'"
        return Beside((), (_asked(detail, quantity),))
    if known.only(quantity.id) in named:
        return Beside()
    by = [known.named(_method(fact), quantity.id) for fact in mine]
    if named and by and all(by):
        if all(one in named for ones in by for one in ones):
            return Beside()
        how = " and ".join(dict.fromkeys(one.name for ones in by for one in ones))
        detail = f"the recorded {quantity.name} is by {how}; the protocol: '{node.formula}'"
        return Beside((), (_asked(detail, quantity),))
    if known.derives(quantity.id) and not named and not known.leaves_open(node.formula or ""):
        detail = f"the protocol's formula is not known here: '{node.formula}'"
        return Beside((), (_asked(detail, quantity),))
    said = f"how the recorded {quantity.name} was derived is not known; the protocol: '{node.formula}'"
    if scope.context.conventions["recorded_derived_value"] == "accept":
        return Beside((f"{said} (recorded_derived_value = accept)",))
    return Beside((), (_asked(said, quantity),))


def _method(fact: Measured) -> str:
    """How a value was come by, as it was recorded."""
    return (fact.method or "").replace("_", " ")


def _names_formula(method: str, quantity: Quantity, known: Formulas) -> bool:
    """Whether a method is a formula that is known, and nothing more: not one with the ideal body weight."""
    name = known.name_in(method, quantity.id)
    return bool(name) and known.leaves_open(" ".join(known.without(method, name)))


def _asked(detail: str, quantity: Quantity) -> Reason:
    return reason_of("formula", detail, f"{quantity.name} by the formula named", quantity)


def _contradicts(
    one: Derived, node: Compare, truth: Truth, quantity: Quantity, scope: Scope, follows: Follows
) -> bool:
    """Whether a derived value lies on the other side of the limit."""
    said = finding(node, one.fact, TRUE, quantity, scope, follows.fresh).truth
    return said is (FALSE if truth is TRUE else TRUE)


def _not_older(derived: Measured, mine: Sequence[Measured]) -> bool:
    """Whether what was derived is of the day of a recorded value, or later."""
    if derived.date is None:
        return False
    return all(fact.date is not None and derived.date.last >= fact.date.first for fact in mine)
