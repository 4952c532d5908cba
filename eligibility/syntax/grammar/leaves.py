"""Builds the leaves of a clause: phrases with the words before and after them.

What comes in are symbols and the concrete tree over them; what goes out are
phrases, times, manners, brackets and the core of an occurrence.  What is
understood only in part is refused, and the clause builder makes it ``Unparsed``.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Literal

import msgspec

from eligibility.core.span import NOWHERE, Span
from eligibility.syntax.grammar.clause import Cst
from eligibility.syntax.grammar.modifiers import Modifiers, read_modifiers
from eligibility.syntax.grammar.symbols import GROUP, LEVEL, Excepted, RefusedError, Symbol, signs, words
from eligibility.syntax.nodes import Aside, Citation, Clause, Occurrence
from eligibility.syntax.terms import LevelIs, Manner, Moment, Phrase, Time

MAX_PHRASE = 8
"""A run of more words is no name of anything; it is not understood."""

OF = "of"
PARTING = frozenset({"to", "state"})
"""What the words stand for with which a method or a person does not go on: willing to, at risk."""

LONGEST_NAME = 400
"""A name of more characters is none either, however few its words: a line without a break."""

_ASIDES: dict[str, Literal["that_is", "example", "defined"]] = {
    "that_is": "that_is",
    "example": "example",
    "defined": "defined",
}


def checked(name: str) -> str:
    """Words that may be a name.

    Raises: RefusedError when they are too many for one.
    """
    if len(name) > LONGEST_NAME or len(name.split()) > MAX_PHRASE:
        raise RefusedError("too long to be a name")
    return name


class Tails(msgspec.Struct, frozen=True):
    """What follows a phrase."""

    times: tuple[Time, ...] = ()
    manners: tuple[Manner, ...] = ()
    asides: tuple[Aside | Citation, ...] = ()
    exceptions: tuple[Excepted, ...] = ()
    levels: tuple[LevelIs, ...] = ()

    def __add__(self, other: Tails) -> Tails:
        return Tails(
            self.times + other.times, self.manners + other.manners, self.asides + other.asides,
            self.exceptions + other.exceptions, self.levels + other.levels,
        )  # fmt: skip


class Leaves(ABC):
    """The symbols of a clause, and how its smallest parts are built."""

    def __init__(self, symbols: tuple[Symbol, ...]) -> None:
        self.symbols = symbols
        self._kinds = signs(symbols)

    @abstractmethod
    def build(self, cst: Cst) -> Clause:
        """The clause of one rule application."""

    def span(self, cst: Cst) -> Span:
        """Where a rule application stands."""
        if cst.start == cst.end:
            return NOWHERE
        first, last = self.symbols[cst.start].lexemes[0], self.symbols[cst.end - 1].lexemes[-1]
        return first.span.join(last.span)

    def words(self, cst: Cst) -> str:
        """The words of a rule application."""
        return words(self.symbols[cst.start : cst.end])

    def signs(self, cst: Cst) -> str:
        """The signs of a rule application."""
        return self._kinds[cst.start : cst.end]

    def value(self, cst: Cst | None) -> str | None:
        """What the first word of a rule application stands for."""
        return None if cst is None else self.symbols[cst.start].lexeme.value

    def name(self, cst: Cst) -> str:
        """Words that may be a name; one that the lexicon holds is a name however long it is.

        Raises: RefusedError when they are too many for one.
        """
        symbols = tuple(one for one in self.symbols[cst.start : cst.end] if one.sign != GROUP)
        known = len(symbols) == 1 and (symbols[0].sign == "Q" or symbols[0].lexeme.kind == "name")
        return words(symbols) if known else checked(words(symbols))

    def phrase(self, cst: Cst) -> Phrase:
        """A run of words between words of structure."""
        return Phrase(words=self.name(cst), span=self.span(cst))

    def inside(self, cst: Cst) -> tuple[Aside | Citation, ...]:
        """The brackets inside a phrase, read as if they stood behind it."""
        payloads = (one.payload for one in self.symbols[cst.start : cst.end] if one.sign == GROUP)
        return tuple(one for one in payloads if isinstance(one, Aside | Citation))

    def core(self, cst: Cst, phrase: Cst | None = None) -> Occurrence:
        """The phrase of an occurrence with the words that stand before it."""
        phrase = phrase or cst.one("phrase")
        assert phrase is not None
        said, carrier, ordinal = Modifiers(), cst.one("carrier"), cst.one("ordinal")
        ranked = cst.one("ranked")
        for part in cst.of("modifiers"):
            after = carrier is not None and part.start > carrier.start
            if after and said.statuses and "s" in self.signs(part):
                raise RefusedError("a status on both sides of what carries it")
            said = read_modifiers(self.symbols[part.start : part.end], said)
        name, before = self.phrase(phrase), cst.one("describing")
        if before is not None:
            name = Phrase(words=f"{self.name(before)} {name.words}", span=self.span(before).join(name.span))
        return Occurrence(
            phrase=name, statuses=said.statuses, control=said.control, any=said.any,
            certainty=said.certainty, evidence=said.evidence, carrier=self.value(carrier),
            ordinal=None if ordinal is None else int(self.value(ordinal) or 0),
            asides=self.inside(phrase), level=None if ranked is None else self.level(ranked),
            span=self.span(cst),
        )  # fmt: skip

    def tails(self, cst: Cst) -> Tails:
        """What follows a phrase, in its parts."""
        tails = Tails()
        for part in cst.parts:
            match part.rule:
                case "times":
                    tails += Tails(times=tuple(t for time in part.of("time") for t in self._time(time)))
                case "recent":
                    tails += Tails(times=(self.recent(part),))
                case "manner":
                    by, standard = part.parts
                    behind = self.symbols[standard.start : standard.end]
                    if any(one.lexeme.value in PARTING for one in behind):
                        raise RefusedError("words behind a method or a person that are no part of it")
                    manner = Manner(
                        kind=self.value(by) or "", words=self.name(standard), span=self.span(part)
                    )
                    tails += Tails(manners=(manner,))
                case "group":
                    tails += Tails(asides=(self.aside(part),))
                case "excepted":
                    tails += Tails(exceptions=(self.exception(part),))
                case "inline_aside":
                    tails += Tails(asides=(self._inline(part),))
                case "level":
                    tails += Tails(levels=(self.level(part),))
        if len(tails.times) > 1 and any(time.moment is None for time in tails.times):
            raise RefusedError("a time that counts from no named moment beside another one")
        return tails

    def level(self, cst: Cst) -> LevelIs:
        """A level, with the comma or the preposition beside it.

        Raises: RefusedError for a preposition other than "of".
        """
        for symbol in self.symbols[cst.start : cst.end]:
            if symbol.sign == "f" and symbol.lexeme.value != OF:
                raise RefusedError("a level with a preposition beside it that does not tell what it is of")
        found = next(one.payload for one in self.symbols[cst.start : cst.end] if one.sign == LEVEL)
        assert isinstance(found, LevelIs)
        return found

    def recent(self, cst: Cst) -> Time:
        """A time that names no moment, read before."""
        payload = self.symbols[cst.start].payload
        assert isinstance(payload, Time)
        return payload

    def aside(self, cst: Cst) -> Aside | Citation:
        """A bracket group, read before."""
        payload = self.symbols[cst.start].payload
        assert isinstance(payload, Aside | Citation)
        return payload

    def exception(self, cst: Cst) -> Excepted:
        """A bracket with an exception, read before."""
        payload = self.symbols[cst.start].payload
        assert isinstance(payload, Excepted)
        return payload

    def _inline(self, cst: Cst) -> Aside:
        marker, body = cst.parts
        joins = [self.signs(part) for part in body.of("conjunction")]
        if len(joins) == 1 and joins[0].startswith(","):
            raise RefusedError(
                "two things after 'ie' or 'eg', joined after a comma: where it ends is not said"
            )
        kind = self.symbols[marker.end - 1].lexeme.kind
        return Aside(kind=_ASIDES[kind], body=self.build(body), span=self.span(cst))

    def _time(self, cst: Cst) -> tuple[Time, ...]:
        """One relation to one moment or several: a time each."""
        symbol, span = self.symbols[cst.parts[0].start], self.span(cst)
        times = []
        for part in cst.of("moment"):
            if isinstance(symbol.payload, Time):
                moment = self.moment(part, symbol.payload.relation)
                times.append(msgspec.structs.replace(symbol.payload, moment=moment, span=span))
            else:
                relation = symbol.lexeme.value
                moment = self.moment(part, relation)
                times.append(Time(relation=relation, moment=moment, span=span))  # type: ignore[arg-type]
        return tuple(times)

    def moment(self, cst: Cst, relation: str) -> Moment:
        """What a time counts from."""
        phrase, edge = cst.one("phrase"), cst.one("edge")
        assert phrase is not None
        found = None if edge is None else _edge(self.symbols[edge.start], relation)
        return Moment(phrase=self.phrase(phrase), edge=found, span=self.span(cst))


def _edge(symbol: Symbol, relation: str) -> Literal["start", "end", "onset"]:
    """The edge that a moment's first word names; before a treatment is before its start."""
    match symbol.lexeme.value:
        case "start" | "end" | "onset" as edge:
            return edge
        case "diagnosis":
            return "onset"
        case "treatment" if relation == "before":
            return "start"
        case _:
            raise RefusedError("a time beside a treatment: its start or its end is not said")
