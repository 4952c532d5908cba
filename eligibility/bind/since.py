"""Binds how long ago the last of something was: at least 4 weeks since prior chemotherapy.

What comes in is a length since one treatment or several; what goes out asks for none of them
within that length.  It is a washout: who had it more recently is kept out until the time is over;
who had the last one on record longer ago is let in, and flagged.  Who never had it meets "since prior
surgery", which keeps out for what was done too recently and does not ask that it was done; without
"prior" ("6 months since transplantation") the text may ask for one, and that is left open.  A length
since a disease or a diagnosis may ask that it has lasted so long, and is not read.
"""

from __future__ import annotations

import msgspec

from eligibility.bind.grounding import THERAPY, ground
from eligibility.bind.nodes import (
    UNNAMED,
    All,
    Any,
    Bound,
    Event,
    Judgement,
    Not,
    Note,
    Present,
    Unparsed,
    Window,
)
from eligibility.bind.scope import Scope
from eligibility.bind.times import UNITS, event
from eligibility.core.interval import Interval
from eligibility.core.span import Span
from eligibility.knowledge.concepts import Concept
from eligibility.syntax.nodes import Aside, Citation, OtherLength, Since
from eligibility.syntax.terms import Length, Moment

_ONE_MOMENT = frozenset({"start", "onset"})


class _Length(msgspec.Struct, frozen=True):
    """A length that counts to a day.

    ``prior``: whether the text says no more than "prior" of what was.  ``lets_in``: whether one who had
    none in the time is let in.
    """

    bounds: Interval
    unit: Length
    until: Event
    prior: bool
    lets_in: bool


def bind_since(node: Since, scope: Scope) -> Bound:
    """What a length since one or several treatments asks of the candidate."""
    until = UNNAMED if node.until is None else event(node.until.moment, scope)
    why = _unread(node, until, scope)
    if why is not None:
        return _unclear(node.span, why)
    lets_in = _least(node.bounds) or scope.excluding
    asked = _Length(node.bounds, node.unit, until, node.prior, lets_in)
    single = len(node.moments) == 1
    waited = [_waited(moment, asked, scope, alone=single) for moment in node.moments]
    for aside in node.asides:
        waited += _beside(aside, asked, scope)
    core: Bound = _of(waited, node)
    said = [core]
    if node.recovered:
        names = ", ".join(moment.phrase.words for moment in node.moments)
        word = scope.knowledge.lexicon.spell("recovery", "recovered")
        said.append(Judgement(text=f"{word}: {names}", span=node.span))
    unread = any(isinstance(one, Unparsed) for one in waited)
    if len(said) == 1 and not unread:
        return core
    return All(operands=tuple(said), remainder=unread, span=node.span)


def _unread(node: Since, until: Event, scope: Scope) -> str | None:
    """Why the whole is not read; ``None`` if it is."""
    if node.bounds.low and node.bounds.high is not None:
        return "a length with two ends since something: it may ask for one in that time"
    if until.edge != "anchor":
        return "a length since something, to what is no day of the trial"
    if _least(node.bounds) and scope.excluding:
        return "a least length since something, in an exclusion: it may keep out those who waited so long"
    several = len(node.moments) > 1 and node.joint == "and"
    if not _least(node.bounds) and (node.recovered or node.asides or several):
        return "a greatest length since something, with more said of it: what holds for each is not clear"
    return None


def _least(bounds: Interval) -> bool:
    """Whether so much time at least must have passed."""
    return bounds.high is None


def _of(waited: list[Bound], node: Since) -> Bound:
    if len(waited) == 1:
        return waited[0]
    if _least(node.bounds):
        unread = any(isinstance(one, Unparsed) for one in waited)
        return All(operands=tuple(waited), remainder=unread, span=node.span)
    return Any(operands=tuple(waited), span=node.span)


def _waited(moment: Moment, asked: _Length, scope: Scope, *, alone: bool) -> Bound:
    """One treatment and the time since its last day; ``alone``: not one name of a list.

    A name of a list that is no known treatment may be no treatment at all: "and stable disease".
    """
    words = _without_last(moment.phrase.words, scope)
    concept = ground(words, scope.knowledge)
    named = scope.knowledge.lexicon.value("moment_noun", words) is not None
    if named or moment.edge in _ONE_MOMENT or (concept is not None and concept.kind not in THERAPY):
        why = "a length since what is no treatment: it may ask that it was so long ago, or for none since"
        return _unclear(moment.span, why)
    if concept is None and not alone:
        return Unparsed(text=words, why="no known treatment, in a list of them", span=moment.span)
    return _none_within(words, concept, moment, asked)


def _none_within(words: str, concept: Concept | None, moment: Moment, asked: _Length) -> Bound:
    """None in the time up to the day; or, for a greatest length, one in it."""
    bounds, unit = asked.bounds, UNITS[asked.unit]
    least = _least(bounds)
    length = bounds.low if least else bounds.high
    opened = not bounds.low_open if least else bounds.high_open
    recent = Present(
        kind="any" if concept is None and moment.edge is None else "treatment",
        concept=None if concept is None else concept.id, phrase=words, status="given",
        window=Window("before", asked.until, 0.0, length, unit, high_open=opened),
        last=asked.lets_in, span=moment.span,
    )  # fmt: skip
    if not least:
        return recent
    none = Not(operand=recent, span=moment.span)
    if asked.prior:
        return none
    window = Window("before", asked.until, bounds.low, None, unit, low_open=bounds.low_open)
    earlier = msgspec.structs.replace(recent, window=window, last=False)
    why = "a length since what the text may ask for, or may only keep out where it was too recent"
    return All(operands=(none, Any(operands=(earlier, _unclear(moment.span, why)), span=moment.span)),
               span=moment.span)  # fmt: skip


def _beside(aside: Aside | Citation, asked: _Length, scope: Scope) -> list[Bound]:
    """What a bracket adds: another length for some of it, where that is longer."""
    if isinstance(aside, Citation):
        return [Note(text=aside.words, why="literature", span=aside.span)]
    other = aside.body
    if aside.kind != "bare" or not isinstance(other, OtherLength) or not _least(asked.bounds):
        return [Unparsed(text="", why="a bracket whose part is not clear", span=aside.span)]
    assert asked.bounds.low is not None
    if other.unit != asked.unit or other.count <= asked.bounds.low:
        why = "a shorter length, or one in another unit, for some of what stands before the bracket"
        return [Unparsed(text="", why=why, span=aside.span)]
    bounds = Interval(low=other.count, low_open=asked.bounds.low_open)
    longer = msgspec.structs.replace(asked, bounds=bounds, prior=True)
    moments = tuple(Moment(phrase=phrase, edge="end", span=phrase.span) for phrase in other.phrases)
    return [_none_within(one.phrase.words, ground(one.phrase.words, scope.knowledge), one, longer)
            for one in moments]  # fmt: skip


def _without_last(words: str, scope: Scope) -> str:
    """A name without the word that says it is the last of its kind: the most recent chemotherapy."""
    for wording in sorted(scope.knowledge.lexicon.wordings("latest"), key=len, reverse=True):
        if words.lower().startswith(f"{wording} "):
            return words[len(wording) + 1 :]
    return words


def _unclear(span: Span, why: str) -> Unparsed:
    return Unparsed(text="", why=why, reason="ambiguous_text", span=span)
