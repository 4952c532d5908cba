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

from collections.abc import Callable

import msgspec

from eligibility.bind.dated import times_behind
from eligibility.bind.grounding import ground
from eligibility.bind.nodes import All, Any, Bound, Readings, Unparsed
from eligibility.bind.scope import Scope
from eligibility.core.span import hull
from eligibility.syntax.nodes import And, Clause, Mixed, Occurrence, Or, Series, Threshold

BindClause = Callable[[Clause, Scope], Bound]

CONTINUED = "a name after 'of', 'to', a time or a method: whether that goes on is not said"
BEGINNING = "a list whose first words may be about all of it: 'intolerance to A or B'"
PLACE = "a place or a purpose behind a list: it may be that of the last alone, or of each"
TIME = "a time after a list: it may be that of the last alone, or of each"


def bind_listed(operands: tuple[Clause, ...], scope: Scope, bind: BindClause) -> tuple[Bound, ...]:
    """Each operand of a list, as it stands or in its readings."""
    bound: list[Bound] = []
    leading: Occurrence | None = None
    opening: Clause | None = None
    for operand, times in zip(operands, times_behind(operands), strict=True):
        if not isinstance(operand, Occurrence):
            bound.append(bind(operand, scope))
            opening = operand
            continue
        names = [operand]
        reasons: list[str] = []
        if operand.continues and opening is not None:
            reasons.append(CONTINUED)
            names += continuations(opening, operand, scope)
        if times:
            reasons.append(TIME)
            names += [msgspec.structs.replace(name, times=times) for name in names if not name.times]
        read = [bind(name, scope) for name in names]
        if len(read) == 1 and reasons:
            read.append(Unparsed(text="", why=reasons[0], reason="ambiguous_text", span=operand.span))
        if leading is not None and not operand.continues and _bare(operand):
            reasons.append(BEGINNING)
            narrowed = bind(_with_beginning(leading, names[-1]), scope)
            # What is narrower is nothing where the wider is not.
            read.append(All(operands=(read[-1], narrowed), span=operand.span))
        if place := _place_behind(operand, operands, scope):
            reasons.append(PLACE)
            narrowed = bind(_with_place(names[-1], place), scope)
            read.append(All(operands=(read[-1], narrowed), span=operand.span))
        why = "; ".join(reasons)
        bound.append(Readings(operands=tuple(read), why=why, span=operand.span) if reasons else read[0])
        if _leads(operand, scope):
            leading = operand
        if not operand.continues:
            opening = operand
    return tuple(bound)


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


def _place_behind(operand: Occurrence, operands: tuple[Clause, ...], scope: Scope) -> str:
    """The place or purpose in the name that ends a list, which may be that of a name before it too."""
    last = operands[-1]
    plain = operand is not last and isinstance(last, Occurrence) and not (last.carrier or last.verb)
    if not plain or _tail(operand, scope) or operand.verb:
        return ""
    assert isinstance(last, Occurrence)
    return _tail(last, scope)


def _tail(operand: Occurrence, scope: Scope) -> str:
    """The words of a name from its first preposition on; of a known name there are none."""
    words = operand.phrase.words.split(" ")
    if ground(operand.phrase.words, scope.knowledge) is not None:
        return ""
    for at in range(1, len(words) - 1):
        if scope.knowledge.lexicon.value("preposition", words[at]) is not None:
            return " ".join(words[at:])
    return ""


def _with_place(operand: Occurrence, place: str) -> Occurrence:
    phrase = msgspec.structs.replace(operand.phrase, words=f"{operand.phrase.words} {place}")
    return msgspec.structs.replace(operand, phrase=phrase)


def _leads(operand: Occurrence, scope: Scope) -> bool:
    """Whether the first words of a name may be about the names behind it too: it names nothing known."""
    words = operand.phrase.words
    return " " in words and ground(words, scope.knowledge) is None


def _bare(operand: Occurrence) -> bool:
    """Whether an operand is a name that no word before it makes a statement of its own."""
    return not operand.continues and operand == Occurrence(
        phrase=operand.phrase, asides=operand.asides, times=operand.times, manners=operand.manners,
        span=operand.span,
    )  # fmt: skip


def _with_beginning(leading: Occurrence, operand: Occurrence) -> Occurrence:
    """A name with the words that an earlier one of its list begins with, and what is said of that."""
    begun = leading.phrase.words.rpartition(" ")[0]
    phrase = msgspec.structs.replace(operand.phrase, words=f"{begun} {operand.phrase.words}")
    return msgspec.structs.replace(
        leading, phrase=phrase, times=operand.times or leading.times, manners=operand.manners,
        asides=operand.asides, span=operand.span,
    )  # fmt: skip
