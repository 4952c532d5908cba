"""How operands joined by commas, "and", "or" and slashes group.

One kind of connective joins all.  Where both occur, the one after a comma
binds looser ("a or b, and c").  Where neither comma says which, the text is
ambiguous and not read.
"""

from __future__ import annotations

from eligibility.core.span import hull
from eligibility.syntax.nodes import And, Clause, Or, Series, Unparsed

_ANDS, _ORS = frozenset("&+"), frozenset("|n/")


def coordinate(operands: tuple[Clause, ...], joins: tuple[str, ...], *, strict: bool, words: str) -> Clause:
    """The operands as one clause; ``joins`` are the signs between them, ``words`` the text of them all."""
    if len(operands) == 1:
        return operands[0]
    kinds = [_kind(join) for join in joins]
    ands, ors = kinds.count("and"), kinds.count("or")
    # "A with B and C" is never a list of alternatives.
    strict = strict or any("+" in join for join in joins)
    if not ands or not ors:
        return _join(operands, "and" if ands else "or" if ors else "list", strict)
    looser = _looser(joins, kinds)
    if looser is None:
        span = hull(operand.span for operand in operands)
        return Unparsed(words=words, why="'and' beside 'or': which goes first is not said", span=span)
    groups: list[list[Clause]] = [[operands[0]]]
    inner: list[list[str]] = [[]]
    for operand, join, kind in zip(operands[1:], joins, kinds, strict=True):
        if kind == looser and join.startswith(","):
            groups.append([operand])
            inner.append([])
        else:
            groups[-1].append(operand)
            inner[-1].append(join)
    parts = tuple(
        coordinate(tuple(group), tuple(between), strict=False, words=words)
        for group, between in zip(groups, inner, strict=True)
    )
    return _join(parts, looser, strict)


def _kind(join: str) -> str:
    if _ANDS.intersection(join):
        return "and"
    return "or" if _ORS.intersection(join) else "list"


def _looser(joins: tuple[str, ...], kinds: list[str]) -> str | None:
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
        return And(operands=_flat(operands, And) if not strict else operands, strict=strict, span=span)
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
