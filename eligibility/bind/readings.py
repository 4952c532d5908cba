"""What a name in a list may mean where the list does not say how far its other words reach.

What comes in are the operands of a list; what goes out is, for each, what it
means or its readings: with and without the words before the first name, with
and without the time behind the last.

    CNS lymphoma or leukemia                        any leukemia, or that of the CNS?
    stroke or bleeding within 6 months              a stroke at any time, or within these?
"""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from eligibility.bind.dated import times_behind
from eligibility.bind.grounding import ground
from eligibility.bind.nodes import All, Bound, Readings
from eligibility.bind.scope import Scope
from eligibility.syntax.nodes import Clause, Occurrence

BindClause = Callable[[Clause, Scope], Bound]

BEGINNING = "a list whose first words may be about all of it: 'intolerance to A or B'"
TIME = "a time after a list: it may be that of the last alone, or of each"


def bind_listed(operands: tuple[Clause, ...], scope: Scope, bind: BindClause) -> tuple[Bound, ...]:
    """Each operand of a list, as it stands or in its readings."""
    bound: list[Bound] = []
    leading: Occurrence | None = None
    for operand, times in zip(operands, times_behind(operands), strict=True):
        rule = bind(operand, scope)
        if not isinstance(operand, Occurrence):
            bound.append(rule)
            continue
        why = ""
        read = [rule]
        if times:
            why = TIME
            read.append(bind(msgspec.structs.replace(operand, times=times), scope))
        if leading is not None and _bare(operand):
            why = BEGINNING if not why else f"{BEGINNING}; {TIME}"
            narrowed = bind(_with_beginning(leading, operand), scope)
            # What is narrower is nothing where the wider is not.
            read.append(All(operands=(read[-1], narrowed), span=operand.span))
        bound.append(rule if len(read) == 1 else Readings(operands=tuple(read), why=why, span=operand.span))
        if _leads(operand, scope):
            leading = operand
    return tuple(bound)


def _leads(operand: Occurrence, scope: Scope) -> bool:
    """Whether the first words of a name may be about the names behind it too: it names nothing known."""
    words = operand.phrase.words
    return " " in words and ground(words, scope.knowledge) is None


def _bare(operand: Occurrence) -> bool:
    """Whether an operand is a name that no word before it makes a statement of its own."""
    return operand == Occurrence(
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
