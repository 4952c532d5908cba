"""How operands joined by commas, "and", "or" and slashes group.

One kind of connective joins all.  Where both occur, the one after a comma
binds looser ("a or b, and c").  Where neither comma says which, the list is a mixed
one; ``reach.py`` has the wordings that are not read.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from eligibility.core.span import hull
from eligibility.syntax.grammar.reach import Operand, continued, unclear
from eligibility.syntax.nodes import (
    AgeIs,
    And,
    Clause,
    Mixed,
    Not,
    Occurrence,
    Or,
    Related,
    Series,
    Threshold,
    Unparsed,
    mixes,
)
from eligibility.syntax.terms import LevelIs

Kind = Literal["and", "or", "list"]

_ANDS, _ORS = frozenset("&+"), frozenset("|n/")


def coordinate(
    operands: tuple[Clause, ...],
    joins: tuple[str, ...],
    *,
    strict: bool,
    words: str,
    grouped: frozenset[int] = frozenset(),
    linked: frozenset[int] | None = None,
) -> Clause:
    """The operands as one clause.

    ``joins`` are the signs between them, ``words`` the text of them all, ``grouped`` the
    places of operands that stand in brackets, ``linked`` of those whose words hold a preposition; where
    that is told, a name that the words before it may go on with is marked so.
    """
    if len(operands) == 1:
        return operands[0]
    joins = before_denials(operands, joins, grouped)
    kinds = [_kind(join) for join in joins]
    told = _told(joins, kinds)
    mixed = mixes(told) and ("with" in told or _looser(joins, kinds) is None)
    nested = not mixed and {"and", "or"} <= set(kinds)
    if linked is not None and not strict and "with" not in told and not nested:
        operands = continued(operands, grouped, linked, alternatives="or" in kinds and not mixed)
    held = linked or frozenset()
    given = tuple(Operand(one, index in grouped, index in held) for index, one in enumerate(operands))
    why = _reaching(joins, kinds, strict=strict, mixed=mixed) or _unsaid(given, joins, kinds)
    span = hull(operand.span for operand in operands)
    if why is not None:
        return Unparsed(words=words, why=why, span=span)
    if mixed:
        return Mixed(operands=operands, joins=told, span=span)
    if nested:
        return _nested(operands, joins, kinds)
    kind = max(kinds, key=["list", "and", "or"].index)
    if kind == "or":
        operands = _with_limits(operands, joins, grouped)
    return _join(operands, kind, strict or all("+" in join for join in joins))


def before_denials(
    operands: tuple[Clause, ...], joins: tuple[str, ...], grouped: frozenset[int] = frozenset()
) -> tuple[str, ...]:
    """The joins, a comma between what is asked for and a denial as "and": stroke or TIA, no anticoagulation.

    Whoever has neither, and no anticoagulation, is not meant.  A denial in brackets is a name of the list.
    """
    told: list[str] = []
    asked = False
    for at, (before, join, after) in enumerate(zip(operands, joins, operands[1:], strict=False), 1):
        asked = asked or not _denies(before)
        # Of a list by commas alone it is not said what joins its other names.
        joined = not told or any(_kind(one) != "list" for one in told)
        apart = join == "," and asked and joined and _denies(after) and at not in grouped
        told.append(",&" if apart else join)
    return tuple(told)


def _denies(operand: Clause) -> bool:
    return isinstance(operand, Not) or (isinstance(operand, Or) and all(map(_denies, operand.operands)))


def _with_limits(
    operands: tuple[Clause, ...], joins: tuple[str, ...], grouped: frozenset[int]
) -> tuple[Clause, ...]:
    """Alternatives, a limit right behind a name and a comma as one with it: hypertension, SBP > 160, or gout.

    It may be another one, or say of what kind the first is.
    """
    if any(isinstance(one, Occurrence) and one.continues for one in operands):
        return operands
    told: list[Clause] = [operands[0]]
    for at, (operand, join) in enumerate(zip(operands[1:], joins, strict=True), 1):
        limits = isinstance(operand, Threshold | AgeIs | LevelIs) and at not in grouped
        if join == "," and limits and isinstance(told[-1], Occurrence) and at - 1 not in grouped:
            told[-1] = Series(operands=(told[-1], operand), span=told[-1].span.join(operand.span))
        else:
            told.append(operand)
    return tuple(told)


def in_part(
    operands: tuple[Clause, ...], joins: tuple[str, ...], grouped: frozenset[int] = frozenset()
) -> bool:
    """Whether the operands that read may be kept beside those that do not.

    An unread first part may hold words that turn or limit all that follows, an unread last part
    words that limit all before it: then nothing is kept, but for limits that stand on their own
    and, before an unread end, what "and" joins.  Words that the text itself marks as unread, and parts
    that it sets in brackets (``grouped``), end where it says.
    """
    unread = [_may_reach(operand, at in grouped) for at, operand in enumerate(operands)]
    if unread[0] and not all(isinstance(one, Threshold | AgeIs | Unparsed | Related) for one in operands):
        return False
    kinds = {_kind(join) for join in joins}
    return not unread[-1] or kinds == {"and"}


def _may_reach(operand: Clause, grouped: bool) -> bool:
    """Whether words that are not read, or between parts, may be of other operands too."""
    if isinstance(operand, Related):
        return not grouped
    return isinstance(operand, Unparsed) and bool(operand.why)


def _unsaid(operands: tuple[Operand, ...], joins: tuple[str, ...], kinds: Sequence[Kind]) -> str | None:
    """Why it is not said how far the words of one operand reach."""
    alternatives = "or" in kinds or "and" not in kinds
    return _denied_with(operands, joins) or unclear(operands, alternatives=alternatives)


def _reaching(joins: tuple[str, ...], kinds: Sequence[str], *, strict: bool, mixed: bool) -> str | None:
    """Why it is not said what "both" or "with" reaches."""
    if strict and "or" in kinds:
        return "'or' beside 'both': what is meant together is not said"
    return "'with' behind a comma: how far it reaches is not said" if mixed and ",+" in joins else None


def _denied_with(operands: tuple[Operand, ...], joins: tuple[str, ...]) -> str | None:
    """Why "no A with B" is not read as "no A, and B"."""
    for operand, join in zip(operands, joins, strict=False):
        if "+" in join and isinstance(operand.clause, Not) and not operand.grouped:
            return "'with' after a denial: it may be of both together"
    return None


def _nested(operands: tuple[Clause, ...], joins: tuple[str, ...], kinds: Sequence[str]) -> Clause:
    """Groups of what the tighter connective joins, joined by the looser one."""
    looser = _looser(joins, kinds)
    assert looser is not None
    groups: list[list[Clause]] = [[operands[0]]]
    for operand, kind in zip(operands[1:], kinds, strict=True):
        if kind == looser:
            groups.append([operand])
        else:
            groups[-1].append(operand)
    tighter = "or" if looser == "and" else "and"
    parts = tuple(group[0] if len(group) == 1 else _join(tuple(group), tighter, False) for group in groups)
    return _join(parts, looser, False)


def _told(joins: tuple[str, ...], kinds: Sequence[Kind]) -> tuple[Literal["with"] | Kind, ...]:
    """The joins by their kind, "with" told from "and"."""
    return tuple("with" if "+" in join else kind for join, kind in zip(joins, kinds, strict=True))


def _kind(join: str) -> Kind:
    if _ANDS.intersection(join):
        return "and"
    return "or" if _ORS.intersection(join) else "list"


def _looser(joins: tuple[str, ...], kinds: Sequence[str]) -> str | None:
    """The connective that always follows a comma while the other never does."""
    marked = {
        kind: [join.startswith(",") for join, k in zip(joins, kinds, strict=True) if k == kind]
        for kind in ("and", "or")
    }
    for kind, other in (("and", "or"), ("or", "and")):
        if all(marked[kind]) and not any(marked[other]) and "list" not in kinds:
            return kind
    return None


def _join(operands: tuple[Clause, ...], kind: str, strict: bool) -> Clause:
    span = hull(operand.span for operand in operands)
    if kind == "and":
        return And(operands=operands if strict else _flat(operands, And), strict=strict, span=span)
    if kind == "or":
        return Or(operands=_flat(operands, Or), span=span)
    return Series(operands=operands, span=span)


def _flat(operands: tuple[Clause, ...], kind: type[And] | type[Or]) -> tuple[Clause, ...]:
    """Operands with those of the same kind opened up, so that a list is one node."""
    flat: list[Clause] = []
    for operand in operands:
        if isinstance(operand, kind) and not (isinstance(operand, And) and operand.strict):
            flat += operand.operands
        else:
            flat.append(operand)
    return tuple(flat)
