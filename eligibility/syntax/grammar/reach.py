"""How far the words of one operand of a list reach into the next.

What comes in are the operands of a list, and whether they are alternatives;
what goes out are those that need brackets for the list to say one thing.  The
parser does not read a list that lacks them; canonical text sets them.

    thrombosis during asparaginase or (steroids)      is it "or during steroids"?
    no infection or (AST > 5 x ULN)                   is it "or no AST > 5 x ULN"?
"""

from __future__ import annotations

import msgspec

from eligibility.syntax.nodes import And, Clause, Mixed, Not, Occurrence, Or, People, Series, Since, Threshold


class Operand(msgspec.Struct, frozen=True):
    """One operand of a list.

    ``grouped``: it stands in brackets.  ``linked``: its words hold a preposition ("intolerance to A").
    """

    clause: Clause
    grouped: bool = False
    linked: bool = False


def unclear(operands: tuple[Operand, ...], *, alternatives: bool) -> str | None:
    """Why a list may mean several things; ``None`` if it says one."""
    first, *others = operands
    if alternatives and first.grouped and _denies_all(first.clause, others):
        # Bound, it would be the same as a denial of the whole list.
        return "a denial in brackets before alternatives"
    return next(iter(in_need(operands, alternatives=alternatives).values()), None)


def in_need(operands: tuple[Operand, ...], *, alternatives: bool) -> dict[int, str]:
    """The places of operands that need brackets and have none, with the reason for each."""
    found: dict[int, str] = {}
    for index, operand in enumerate(operands):
        if operand.grouped:
            continue
        before = operands[index - 1] if index else None
        if before is not None and _may_continue(before, operand):
            found[index] = "a name after 'of', 'to', a time or a method: whether that goes on is not said"
        if before is not None and not before.grouped and _goes_on_with(before.clause, operand.clause):
            found[index] = "words behind how long ago something was: whether that goes on is not said"
        later = operands[index + 1].clause if index + 1 < len(operands) else None
        if isinstance(later, Occurrence) and later.carrier == ALLERGY and bare(operand.clause):
            found[index] = "a name before an allergy: whether it is to the same is not said"
        if alternatives and isinstance(operand.clause, People):
            found[index] = "women, men or candidates as one of several alternatives: what is said of them?"
        if isinstance(operand.clause, Not) and _denial_reaches(operands, index, alternatives=alternatives):
            found[index] = "a denial before other words of a list: how far it reaches is not said"
    return found


def continued(
    operands: tuple[Clause, ...], grouped: frozenset[int], linked: frozenset[int], *, alternatives: bool
) -> tuple[Clause, ...]:
    """The operands, those that are a name with which the words before it may go on marked so.

    Behind one of these, each further name is another; of alternatives, also those that a slash joins.
    """
    marked: list[Clause] = []
    going = False
    before: Operand | None = None
    for index, clause in enumerate(operands):
        operand = Operand(clause, index in grouped, index in linked)
        behind = before is not None and not _carries(before.clause) and _may_continue(before, operand)
        name = bare(clause) and (alternatives or not isinstance(clause, Or))
        going = name and not operand.grouped and (going or behind)
        marked.append(_marked(clause) if going else clause)
        going = (going and not isinstance(clause, Or)) or _ends_marked(marked[-1])
        before = operand
    return tuple(marked)


def _marked(clause: Clause) -> Clause:
    """A name, or the names that a slash joins, marked as such with which the words before may go on."""
    match clause:
        case Occurrence():
            return msgspec.structs.replace(clause, continues=True) if bare(clause) else clause
        case Or():
            return msgspec.structs.replace(clause, operands=tuple(map(_marked, clause.operands)))
        case _:
            return clause


def _ends_marked(clause: Clause) -> bool:
    """Whether the last of the names that a slash joins is one with which the words before it may go on."""
    last = clause.operands[-1] if isinstance(clause, Or) else None
    return isinstance(last, Occurrence) and last.continues


def _carries(clause: Clause) -> bool:
    """Whether a clause carries, governs or denies a name, or is a list: names behind it have other rules."""
    if isinstance(clause, Occurrence):
        return bool(clause.carrier or clause.verb)
    return isinstance(clause, Not | And | Or | Series | Mixed)


def _may_continue(before: Operand, operand: Operand) -> bool:
    """Whether an operand is a name with which the last words of the one before may go on."""
    return not before.grouped and not operand.grouped and _goes_on(before) and bare(operand.clause)


ALLERGY = "allergy"
"""What carries a substance that other reactions may share: intolerance or allergy to nuts."""


def _goes_on_with(before: Clause, clause: Clause) -> bool:
    """Whether a clause may name more of what a length before it is since."""
    return isinstance(before, Since) and not isinstance(clause, Since | Threshold | Not)


def _goes_on(operand: Operand) -> bool:
    """Whether a name after an operand might go on with its last words."""
    return _open(operand.clause, linked=operand.linked)


def _open(clause: Clause, *, linked: bool) -> bool:
    match clause:
        case Occurrence():
            tails = _lasting(clause) or clause.manners or clause.carrier or clause.verb
            return linked or clause.continues or bool(tails)
        case Threshold():
            return bool(_lasting(clause) or clause.manners)
        case Not():
            return _open(clause.operand, linked=linked)
        case And() | Or() | Series() | Mixed():
            return _open(clause.operands[-1], linked=linked)
        case _:
            return False


def _lasting(clause: Occurrence | Threshold) -> bool:
    """Whether a clause ends in the moment of a time, with which a name may go on."""
    return any(time.moment is not None for time in clause.times)


def bare(clause: Clause | None) -> bool:
    """Whether a clause begins with a name that nothing before or after it makes a statement of its own."""
    match clause:
        case Occurrence():
            plain = Occurrence(
                phrase=clause.phrase, times=clause.times, manners=clause.manners, asides=clause.asides,
                span=clause.span,
            )  # fmt: skip
            return clause == plain
        case And() | Or() | Series() | Mixed():
            return bare(clause.operands[0])
        case _:
            return False


def levelled(clause: Clause | None) -> bool:
    """Whether a clause is a name with a level beside it, which a name next to it in a list may share."""
    if isinstance(clause, Not):
        return levelled(clause.operand)
    return isinstance(clause, Occurrence) and clause.level is not None


def _denies_all(clause: Clause, others: list[Operand]) -> bool:
    """Whether a denial stands before names alone, so that it may be meant of them all."""
    return (
        isinstance(clause, Not)
        and isinstance(clause.operand, Occurrence)
        and all(isinstance(other.clause, Occurrence) for other in others)
    )


def _denial_reaches(operands: tuple[Operand, ...], index: int, *, alternatives: bool) -> bool:
    """Whether the denial at a place may be meant of what follows too.

    Before names alone it is: the list is denied as a whole when it is bound.
    """
    others = list(operands[index + 1 :])
    if all(isinstance(other.clause, Not) for other in others):
        return False
    if index == 0 and _denies_all(operands[0].clause, others):
        return False
    return alternatives or (isinstance(others[0].clause, Occurrence) and not others[0].grouped)
