"""What a name in a list may mean where the list does not say how far its other words reach.

What comes in are the operands of a list; what goes out is, for each, what it
means or its readings: with and without the words before the first name, with
and without the time behind the last, on its own or after what the words before
it go on with.

    CNS lymphoma or leukemia                        any leukemia, or that of the CNS?
    stroke or bleeding within 6 months              a stroke at any time, or within these?
    infection of lung or liver                      the liver, or an infection of it?
    infection or ulcer of the foot                  any infection, or one of the foot?
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import get_args

import msgspec

from eligibility.bind.dated import times_behind
from eligibility.bind.grounding import MOLECULAR
from eligibility.bind.marked import marked
from eligibility.bind.nodes import All, Any, Bound, Not, Present, Readings, Unparsed
from eligibility.bind.scope import BindClause, Scope
from eligibility.bind.sharing import leads, with_beginning, with_end
from eligibility.core.span import hull
from eligibility.syntax.nodes import AgeIs, And, Clause, Mixed, Occurrence, Or, Series, Threshold
from eligibility.syntax.terms import Length, LevelIs, Time

PAIR = 2
"""So many names are joined by one word."""

CONTINUED = "a name after 'of', 'to', a time or a method: whether that goes on is not said"
BEGINNING = "a list whose first words may be about all of it: 'intolerance to A or B'"
PLACE = "words at the end of a list: they may be of the last name alone, or of each"
TIME = "a time after a list: it may be that of the last alone, or of each"


def bind_listed(
    operands: tuple[Clause, ...], scope: Scope, bind: BindClause, clause: And | Or | Series | Mixed
) -> tuple[Bound, ...]:
    """Each operand of a list, as it stands or in its readings.

    ``clause``: the list as written.  What stands behind "with" shares no words with what stands before it.
    """
    bound: list[Bound] = []
    leading: Occurrence | None = None
    opening: Clause | None = None
    long_ago = [_long_ago(operand, scope) for operand in operands]
    told = zip(operands, clause.operands, times_behind(operands), _joins(clause), strict=True)
    for at, (operand, written, times, join) in enumerate(told):
        leading = None if join == "with" else leading
        if not isinstance(operand, Occurrence):
            bound.append(bind(operand, scope))
            opening = operand
            continue
        names, reasons = _ways(operand, opening, times, scope)
        read = [bind(name, scope) for name in names]
        if any(long_ago[at:]):
            reasons.append(TIME)
        if len(read) == 1 and reasons:
            read.append(Unparsed(text="", why=reasons[0], reason="ambiguous_text", span=operand.span))
        for why, shared in _shared(leading, names[-1], operand, operands, scope):
            reasons.append(why)
            # What is narrower is nothing where the wider is not.
            read.append(All(operands=(read[-1], bind(shared, scope)), span=operand.span))
        why = "; ".join(reasons)
        bound.append(Readings(operands=tuple(read), why=why, span=operand.span) if reasons else read[0])
        # In a definition "and" sets out what is asked for, each by itself: injury with fever and pain.
        defines = scope.aside and isinstance(clause, And)
        if leads(operand, written, scope, known=not defines):
            leading = operand
        if not operand.continues:
            opening = operand
    return tuple(bound)


def _ways(
    operand: Occurrence, opening: Clause | None, times: tuple[Time, ...], scope: Scope
) -> tuple[list[Occurrence], list[str]]:
    """A name, what it is after the words before it, and each at the time behind its list; and why."""
    names = [operand]
    reasons: list[str] = []
    if operand.continues and opening is not None and not _are_findings((opening, operand), scope):
        reasons.append(CONTINUED)
        names += continuations(opening, operand, scope)
    if times:
        reasons.append(TIME)
        names += [msgspec.structs.replace(name, times=times) for name in names if not name.times]
    return names, reasons


def _are_findings(clauses: tuple[Clause, ...], scope: Scope) -> bool:
    """Whether each name is a finding of a test by itself: a mutation in the EGFR gene or an ALK fusion."""
    found = [marked(one, scope.knowledge) for one in clauses if isinstance(one, Occurrence)]
    return len(found) == len(clauses) and all(one is not None and one.kind in MOLECULAR for one in found)


def _long_ago(last: Clause, scope: Scope) -> bool:
    """Whether a name has a length of time that is no value of anything: injury less than 3 weeks."""
    if not isinstance(last, Threshold) or last.comparison.unit not in LENGTHS:
        return False
    return all(scope.knowledge.quantities.named(one.phrase.words) is None for one in last.subjects)


LENGTHS = frozenset(get_args(Length))


def _joins(clause: And | Or | Series | Mixed) -> list[str]:
    """The word before each operand of a list, where it may be "with"."""
    if isinstance(clause, Mixed):
        return ["", *clause.joins]
    together = isinstance(clause, And) and clause.strict
    return ["with" if together else ""] * len(clause.operands)


def _shared(
    leading: Occurrence | None, name: Occurrence, operand: Occurrence, operands: tuple[Clause, ...],
    scope: Scope,
) -> Iterator[tuple[str, Occurrence]]:  # fmt: skip
    """A name with the words that the list begins or ends with, where these may be of it too."""
    if leading is not None and not operand.continues:
        begun = with_beginning(leading, name, scope, pair=len(operands) == PAIR)
        if begun is not None:
            yield BEGINNING, begun
    ended = with_end(operand, operands, scope)
    if ended is not None:
        yield PLACE, ended


PAST = frozenset({"history", "prior"})


def with_limits_of_then(operands: tuple[Clause, ...], bound: tuple[Bound, ...]) -> tuple[Bound, ...]:
    """What stands "with" a past thing, its limits left open: their values are those of then, not of today."""
    first = operands[0]
    if not isinstance(first, Occurrence) or not PAST.intersection(first.statuses):
        return bound
    why = "a limit beside something past: its value is that of then"
    return tuple(
        Unparsed(text="", why=why, reason="ambiguous_text", span=operand.span)
        if isinstance(operand, Threshold) and not any(time.moment for time in operand.times)
        else rule
        for operand, rule in zip(operands, bound, strict=True)
    )


MIXED = "'and', 'or', 'with' and commas: which of the names are joined first"


def mixed(bound: tuple[Bound, ...], clause: Mixed, *, loose: bool) -> Readings:
    """A list joined by words of several kinds, in the widest and in the narrowest of its readings.

    Every other reading lies between the two, a comma being either.  ``loose``: its "and" may mean "or".
    """
    alternatives = _grouped(bound, clause.joins, frozenset({"or", "list"}))
    conjuncts = _grouped(bound, clause.joins, frozenset({"and", "with", "list"}))
    widest = Any(operands=tuple(_one(All, group) for group in alternatives), span=clause.span)
    each = tuple(_one(Any, group) for group in conjuncts)
    narrowest = All(operands=each, wording_or=loose and "with" not in clause.joins, span=clause.span)
    return Readings(operands=(widest, narrowest), why=MIXED, span=clause.span)


def _grouped(
    bound: tuple[Bound, ...], joins: tuple[str, ...], parting: frozenset[str]
) -> list[tuple[Bound, ...]]:
    """Runs of operands between words of these kinds."""
    groups: list[tuple[Bound, ...]] = [bound[:1]]
    for operand, join in zip(bound[1:], joins, strict=True):
        if join in parting:
            groups.append((operand,))
        else:
            groups[-1] = (*groups[-1], operand)
    return groups


def _one(join: type[All] | type[Any], group: tuple[Bound, ...]) -> Bound:
    return group[0] if len(group) == 1 else join(operands=group, span=hull(one.span for one in group))


def continuations(opening: Clause, name: Occurrence, scope: Scope) -> list[Occurrence]:
    """What a name is after the words with which an operand before it goes on; empty where none is seen.

    Those words may be the moment of a time, a method, or a preposition inside its name.
    """
    match opening:
        case And() | Or() | Series() | Mixed():
            return continuations(opening.operands[-1], name, scope)
        case Occurrence():
            return [*_after_name(opening, name, scope), *_after_tails(opening, name)]
        case _:
            return []


def _after_name(opening: Occurrence, name: Occurrence, scope: Scope) -> list[Occurrence]:
    """A name behind a preposition inside the one before it."""
    found: list[Occurrence] = []
    own = msgspec.structs.replace(opening, times=name.times, manners=name.manners, asides=name.asides)
    words = opening.phrase.words.split(" ")
    for end in range(len(words) - 1, 0, -1):
        if _goes_on(words[:end], scope):
            said = " ".join([*words[:end], name.phrase.words])
            phrase = msgspec.structs.replace(name.phrase, words=said)
            found.append(msgspec.structs.replace(own, phrase=phrase))
    return found


def _goes_on(words: list[str], scope: Scope) -> bool:
    """Whether words end in one with which a name goes on: of, due to, history of, allergy to."""
    return any(
        scope.knowledge.lexicon.value(kind, " ".join(words[start:])) is not None
        for start in range(max(0, len(words) - LONGEST), len(words))
        for kind in CONTINUING
    )


CONTINUING = ("preposition", "narrowing", "to", "between", "status", "carrier", "manner")
"""Kinds of words with which a name behind them goes on."""

LONGEST = 4
"""So many words are one of them at most."""


def _after_tails(opening: Occurrence, name: Occurrence) -> list[Occurrence]:
    """What stands before a name, with that in place of the moment of its last time, or of its method."""
    found: list[Occurrence] = []
    if opening.times and (moment := opening.times[-1].moment) is not None:
        last = msgspec.structs.replace(
            opening.times[-1], moment=msgspec.structs.replace(moment, phrase=name.phrase)
        )
        found.append(msgspec.structs.replace(opening, times=(*opening.times[:-1], last)))
    if opening.manners:
        method = msgspec.structs.replace(opening.manners[-1], words=name.phrase.words)
        found.append(msgspec.structs.replace(opening, manners=(*opening.manners[:-1], method)))
    return found


def series(bound: tuple[Bound, ...], clause: Series, scope: Scope) -> Bound:
    """A list joined by commas alone: alternatives in a bracket, or names in an exclusion; else not said."""
    each, some = All(operands=bound, span=clause.span), Any(operands=bound, span=clause.span)
    limited = any(isinstance(one, Threshold | AgeIs | LevelIs) for one in clause.operands)
    limited = limited or (len(bound) == APPOSED and not _alike(bound))
    denied = [isinstance(one, Not) for one in bound]
    # Stroke, TIA, no anticoagulation: who has none of them is not meant.
    mixed_up = any(denied) and not all(denied)
    if not mixed_up and (scope.aside or (scope.excluding and not limited)):
        return some
    denials = all(denied)
    return Readings(operands=(each, some), why=NEITHER if denials else UNJOINED, span=clause.span)


UNJOINED = "a list without 'and' or 'or'"
NEITHER = "a list of what is denied: whether each of it must be absent, or one is enough, is not said"


APPOSED = 2
"""Of so many parts without "and" or "or" the second may be more of the first: heart failure, class IV."""


def _alike(bound: tuple[Bound, ...]) -> bool:
    """Whether all are known things of one kind."""
    kinds = {one.kind if isinstance(one, Present) and one.concept else None for one in bound}
    return len(kinds) == 1 and None not in kinds
