"""The connectives: what their operands' truth makes of the whole, and which operands it rests on.

Every operand is evaluated, since the trace is the explanation.  Notes and
permissions take no part.  An unknown keeps the reasons of those operands only
that keep it unknown.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

import msgspec

from eligibility.bind.nodes import (
    All,
    Any,
    AtLeast,
    Bound,
    Compare,
    Except,
    Narrowed,
    Not,
    Note,
    Permit,
    Readings,
    Unparsed,
    When,
)
from eligibility.core.reasons import Reason
from eligibility.core.truth import (
    FALSE,
    TRUE,
    UNKNOWN,
    Truth,
    at_least,
    conjunction,
    disjunction,
    negation,
)
from eligibility.evaluate.context import Polarity, Scope
from eligibility.evaluate.trace import Trace

Run = Callable[[Bound, Scope], Trace]

TURNED: dict[Polarity, Polarity] = {
    "requires": "excludes",
    "excludes": "requires",
    "describes": "describes",
}


def passing(scope: Scope) -> Truth:
    """The truth that lets the candidate pass where a node has nothing to say."""
    return TRUE if scope.polarity == "requires" else FALSE


def all_of(node: All, scope: Scope, run: Run) -> Trace:
    """Every operand holds; a remainder that was not understood leaves the whole unknown."""
    children = tuple(run(operand, scope) for operand in node.operands)
    parts = _parts(children)
    if not parts:
        return _idle(node, children, scope)
    truth = conjunction(part.truth for part in parts)
    unread = [part for part in parts if isinstance(part.node, Unparsed)]
    if node.remainder and unread:
        return _combined(node, UNKNOWN, children, unread)
    if node.wording_or and scope.polarity == "excludes":
        return _either_way(node, scope, children, parts, AND_OR)
    if node.rated and truth is FALSE and parts[-1].truth is TRUE:
        reason = Reason("conflicting", RATED, "whether the candidate has it, and the level")
        return _combined(node, UNKNOWN, children, parts, first=(reason,))
    return _combined(node, truth, children, parts, every=truth is TRUE)


RATED = "a level of it is on record, and the record says that it is not there"
"""What is told where a record rates what it denies."""


class Ambiguity(NamedTuple):
    """Words that may mean the other: the convention that says how to take them, and what is told without one.

    ``every``: whether each operand is shown to count where both readings agree.
    """

    convention: str
    every: bool
    detail: str


AND_OR = Ambiguity(
    "and_in_exclusion",
    every=False,
    detail="some of what the exclusion joins by 'and' holds and some does not; it may mean 'or'",
)
OR_AND = Ambiguity(
    "or_of_limits",
    every=True,
    detail="some of the limits that the criterion joins by 'or' hold and some do not; it may mean 'and'",
)


def _either_way(
    node: All | Any, scope: Scope, children: tuple[Trace, ...], parts: Sequence[Trace], words: Ambiguity
) -> Trace:
    """An "and" that may mean "or", or the reverse: decided where both agree, or as the trial says."""
    every, some = conjunction(p.truth for p in parts), disjunction(p.truth for p in parts)
    reading = scope.context.conventions[words.convention]
    if reading in ("or", "and"):
        truth = some if reading == "or" else every
        flags = (f"{words.convention} = {reading}",) if every != some else ()
        shown = (truth is TRUE) == (reading == "and")
        return _combined(node, truth, children, parts, every=shown, flags=flags)
    if every == some:
        return _combined(node, every, children, parts, every=words.every)
    asks = f"whether the trial means 'and' or 'or' here (convention {words.convention})"
    reason = Reason("ambiguous_text", words.detail, asks)
    return _combined(node, UNKNOWN, children, parts, first=(reason,))


def any_of(node: Any, scope: Scope, run: Run) -> Trace:
    """At least one operand holds."""
    children = tuple(run(operand, scope) for operand in node.operands)
    parts = _parts(children)
    if not parts:
        return _idle(node, children, scope)
    if node.wording_and and scope.polarity == "requires":
        return _either_way(node, scope, children, parts, OR_AND)
    if node.same:
        return _graded(node, children, parts)
    truth = disjunction(part.truth for part in parts)
    whole = _combined(node, truth, children, parts, every=truth is FALSE)
    failed = [part for part in parts if part.truth is FALSE] if scope.polarity == "requires" else []
    return _noted(whole, failed)


def _graded(node: Any, children: tuple[Trace, ...], parts: Sequence[Trace]) -> Trace:
    """One limit on several scales: what is graded on any decides; grades that contradict each other don't."""
    known = [part for part in parts if part.truth.decided]
    truths = {part.truth for part in known}
    if len(truths) == 1:
        return _combined(node, truths.pop(), children, known, every=True)
    reason = Reason("conflicting", AT_ODDS, "which of the grades is right") if truths else None
    return _combined(node, UNKNOWN, children, parts, first=() if reason is None else (reason,))


AT_ODDS = "one limit that is told in two ways; by one of them the record meets it, by the other not"
"""What is told where ECOG and Karnofsky contradict each other, or a statement and a value."""


def count_of(node: AtLeast, scope: Scope, run: Run) -> Trace:
    """Enough operands hold; notes count neither way."""
    children = tuple(run(operand, scope) for operand in node.operands)
    parts = _parts(children)
    if not parts:
        return _idle(node, children, scope)
    return _combined(node, at_least(node.count, (part.truth for part in parts)), children, parts, every=True)


def agreed(node: Readings, scope: Scope, run: Run) -> Trace:
    """What all the readings give; else what the first asks, or, if that is known, which is meant."""
    children = tuple(run(operand, scope) for operand in node.operands)
    truths = {child.truth for child in children}
    if len(truths) == 1 and UNKNOWN not in truths:
        return _combined(node, truths.pop(), children, children, every=True)
    if children[0].truth is UNKNOWN:
        return _combined(node, UNKNOWN, children, children[:1])
    said = f"the text can be read two ways: {node.why}"
    reason = Reason("ambiguous_text", said, "what the protocol means here")
    return _combined(node, UNKNOWN, children, children, first=(reason,))


def narrowed(node: Narrowed, scope: Scope, run: Run) -> Trace:
    """The whole; where that is open, nothing of the wider kind is nothing of the narrower."""
    whole, wider = run(node.whole, scope), run(node.wider, scope)
    children = (whole, wider)
    if whole.truth is TRUE and wider.truth is FALSE:
        reason = Reason("conflicting", NONE_OF_THE_KIND, "which of the two is right")
        return _combined(node, UNKNOWN, children, children, first=(reason,))
    if whole.truth.decided:
        return _combined(node, whole.truth, children, (whole,), every=True)
    if wider.truth is FALSE:
        return _combined(node, FALSE, children, (wider,), every=True)
    return _combined(node, UNKNOWN, children, (whole,))


NONE_OF_THE_KIND = "the record says that there is one, and that there is nothing of the wider kind"


def negated(node: Not, scope: Scope, run: Run) -> Trace:
    """The operand does not hold."""
    child = run(node.operand, scope.turned(TURNED[scope.polarity]))
    if child.applies is FALSE and isinstance(child.node, Note | Permit):
        return _idle(node, (child,), scope)
    return _combined(node, negation(child.truth), (child,), (child,), every=True, applies=child.applies)


def when(node: When, scope: Scope, run: Run) -> Trace:
    """The branch that the guard chooses; without one, the candidate passes and the node does not apply."""
    guard = run(node.guard, scope.turned("describes"))
    then = run(node.then, scope)
    children: tuple[Trace, ...] = (guard, then)
    otherwise: Trace | None = None
    if node.otherwise is not None:
        otherwise = run(node.otherwise, scope)
        children = (*children, otherwise)
    if guard.truth is TRUE:
        return _combined(node, then.truth, children, (then,), every=True, applies=then.applies)
    if guard.truth is FALSE:
        if otherwise is None:
            return _combined(node, passing(scope), children, (guard,), applies=FALSE)
        return _combined(node, otherwise.truth, children, (otherwise,), every=True, applies=otherwise.applies)
    other = passing(scope) if otherwise is None else otherwise.truth
    branches = tuple(branch for branch in (then, otherwise) if branch is not None)
    applies = UNKNOWN
    if otherwise is not None and then.applies == otherwise.applies:
        applies = then.applies
    if then.truth is other and then.truth.decided:
        return _combined(node, other, children, branches, every=True, applies=applies)
    return _combined(node, UNKNOWN, children, (guard, *branches), applies=applies)


def excepted(node: Except, scope: Scope, run: Run) -> Trace:
    """The base or an exception where it is required; the base and no exception elsewhere."""
    base = run(node.base, scope)
    inner = scope if scope.polarity == "requires" else scope.turned("describes")
    exceptions = tuple(run(exception, inner) for exception in node.exceptions)
    children = (base, *exceptions)
    lifted = disjunction(part.truth for part in _parts(exceptions))
    flags: tuple[str, ...] = ()
    if lifted is TRUE:
        flags = ("the exception has no limit of its own",)
        if base.truth is UNKNOWN:
            flags = ("the exception decides alone; the rest is not known", *flags)
    if scope.polarity == "requires":
        truth = max(base.truth, lifted)
        decides = truth is FALSE
    else:
        truth = min(base.truth, negation(lifted))
        decides = truth is TRUE
    needed = children if decides or truth is UNKNOWN else _holding(base, exceptions, truth)
    if base.truth is truth:
        flags = ()
    whole = _combined(node, truth, children, needed, every=decides, flags=flags)
    return _noted(whole, [] if base.truth is passing(scope) else [base])


def _noted(whole: Trace, failed: Sequence[Trace]) -> Trace:
    """An unknown with what is known against the candidate: the notes of the operands that fail."""
    if whole.truth is not UNKNOWN or not failed:
        return whole
    notes = tuple(dict.fromkeys(note for part in failed for note in _deciding(part)))
    return msgspec.structs.replace(whole, notes=notes)


def _deciding(trace: Trace) -> Iterator[str]:
    """What the leaves below a decided node note, each in one sentence."""
    if not trace.children:
        # A single note is that the time asked about never was, which is no failure.
        never = isinstance(trace.node, Compare) and trace.node.window is not None and len(trace.notes) == 1
        if trace.notes and not never:
            yield "; ".join(trace.notes)
        return
    for child in trace.children:
        if isinstance(trace.node, Not) or child.truth is trace.truth:
            yield from _deciding(child)


def _holding(base: Trace, exceptions: tuple[Trace, ...], truth: Truth) -> tuple[Trace, ...]:
    """The operands that alone decide: the base with this outcome, and the exceptions that hold."""
    held = tuple(part for part in exceptions if part.truth is TRUE)
    return (base, *held) if base.truth is truth else held


def _parts(children: Iterable[Trace]) -> tuple[Trace, ...]:
    """The operands that take part."""
    return tuple(child for child in children if not isinstance(child.node, Note | Permit))


def _idle(node: Bound, children: tuple[Trace, ...], scope: Scope) -> Trace:
    return Trace(node, passing(scope), children, applies=FALSE)


def _combined(
    node: Bound, truth: Truth, children: tuple[Trace, ...], parts: Sequence[Trace], *,
    every: bool = False, flags: tuple[str, ...] = (), first: tuple[Reason, ...] = (),
    applies: Truth | None = None,
) -> Trace:  # fmt: skip
    """The outcome with what it rests on.

    ``every``: all of ``parts`` were needed, so a change of one changes it; else any one alone decided, and
    it is curable or rests on an anchor only if all those that decided are or do.
    """
    unknown = truth is UNKNOWN
    resting = parts if every or unknown else [part for part in parts if part.truth is truth] or parts
    reasons: tuple[Reason, ...] = ()
    if unknown:
        kept = [reason for part in parts if part.truth is UNKNOWN for reason in part.reasons]
        reasons = tuple(dict.fromkeys((*first, *kept)))
    held = [part for part in resting if part.anchored]
    anchored: tuple[tuple[str, dt.date | None], ...] = ()
    if held and (every or unknown or len(held) == len(resting)):
        anchored = tuple(dict.fromkeys(anchor for part in held for anchor in part.anchored))
    turning = [child.changes for child in children if child.changes]
    changes = tuple(sorted(set().union(*turning))) if turning else ()
    curable = [part for part in resting if part.curable]
    if applies is None:
        applies = max([part.applies for part in parts], default=FALSE)
    return Trace(
        node, truth, children, (), reasons, (), flags, changes, anchored,
        bool(curable) and not unknown and (every or len(curable) == len(resting)), applies,
    )  # fmt: skip
