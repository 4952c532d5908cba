"""Turns the concrete tree of a clause into syntax nodes.

What comes in are the symbols and the concrete tree over them; what goes out is
a clause.  A phrase that is too long to be a name becomes ``Unparsed``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import msgspec

from eligibility.core.span import Span, hull
from eligibility.syntax.grammar.clause import Cst
from eligibility.syntax.grammar.coordinate import coordinate
from eligibility.syntax.grammar.modifiers import Modifiers, read_modifiers
from eligibility.syntax.grammar.symbols import Symbol, words
from eligibility.syntax.nodes import (
    AgeIs,
    And,
    Aside,
    Citation,
    Clause,
    Comparison,
    Defines,
    Heading,
    Manner,
    Moment,
    Not,
    Occurrence,
    People,
    Permission,
    Phrase,
    Reference,
    Subject,
    Threshold,
    Time,
    Unless,
    Unparsed,
)

MAX_PHRASE = 8
"""A run of more words is no name of anything; it is not understood."""

QUANTIFIER = "H"
PLAIN = frozenset("wQofXh&,/n|+H")
"""The signs of a heading that only names what stands below it."""

EDGES = {"diagnosis": "onset", "treatment": "start"}
ASIDES = {"that_is": "that_is", "example": "example", "defined": "defined"}


class Tails(msgspec.Struct, frozen=True):
    """What follows a phrase."""

    times: tuple[Time, ...] = ()
    manners: tuple[Manner, ...] = ()
    asides: tuple[Aside | Citation, ...] = ()

    def __add__(self, other: Tails) -> Tails:
        return Tails(self.times + other.times, self.manners + other.manners, self.asides + other.asides)


class Builder:
    """Builds the nodes of one clause from its symbols."""

    def __init__(self, symbols: tuple[Symbol, ...]) -> None:
        self.symbols = symbols
        self._rules: dict[str, Callable[[Cst], Clause]] = {
            "clause": self._only, "unless": self._unless, "expression": self._expression,
            "permission": self._permission, "definition": self._definition, "heading": self._heading,
            "denial": self._denial, "statement": self._statement, "threshold": self._threshold,
            "occurrence": self._occurrence, "carried": self._carried, "alternatives": self._alternatives,
            "verbal": self._verbal, "age": self._folded, "level": self._folded, "group": self._group,
            "reference": self._reference, "unread": self._unread,
        }  # fmt: skip

    def build(self, cst: Cst) -> Clause:
        """The node of one rule application."""
        return self._rules[cst.rule](cst)

    def _span(self, cst: Cst) -> Span:
        return hull(symbol.span for symbol in self.symbols[cst.start : cst.end])

    def _words(self, cst: Cst) -> str:
        return words(self.symbols[cst.start : cst.end])

    def _value(self, cst: Cst | None) -> str | None:
        return None if cst is None else self.symbols[cst.start].lexeme.value

    def _phrase(self, cst: Cst) -> Phrase:
        return Phrase(words=self._words(cst), span=self._span(cst))

    def _only(self, cst: Cst) -> Clause:
        return self.build(cst.parts[0])

    def _unless(self, cst: Cst) -> Clause:
        base = self.build(cst.parts[0])
        if len(cst.parts) == 1:
            return base
        return Unless(base=base, exception=self.build(cst.parts[2]), span=self._span(cst))

    def _expression(self, cst: Cst) -> Clause:
        operands = tuple(self.build(part) for part in cst.parts if part.rule not in {"conjunction", "both"})
        joins = tuple(self._signs(part) for part in cst.of("conjunction"))
        return coordinate(operands, joins, strict=cst.one("both") is not None, words=self._words(cst))

    def _signs(self, cst: Cst) -> str:
        return "".join(symbol.sign for symbol in self.symbols[cst.start : cst.end])

    def _permission(self, cst: Cst) -> Clause:
        subject, permitted, *rest = cst.parts
        proviso = self.build(rest[1]) if rest else None
        allowed = self._value(permitted) == "yes"
        return Permission(subject=self.build(subject), allowed=allowed, proviso=proviso, span=self._span(cst))

    def _definition(self, cst: Cst) -> Clause:
        term, _, body = cst.parts
        return Defines(term=self._phrase(term), body=self.build(body), span=self._span(cst))

    def _heading(self, cst: Cst) -> Clause:
        words = self._words(cst).removesuffix(":").rstrip()
        return Heading(words=words, joins=self._joins(cst), span=self._span(cst))

    def _joins(self, cst: Cst) -> Literal["plain", "all", "any", "unclear"]:
        """How a heading joins what stands below it; one that denies, dates or limits says more than that."""
        symbols = self.symbols[cst.start : cst.end - 1]
        said = {symbol.lexeme.value for symbol in symbols if symbol.sign == QUANTIFIER}
        if not PLAIN.issuperset(symbol.sign for symbol in symbols) or len(said) > 1:
            return "unclear"
        value = said.pop() if said else "plain"
        return value if value in {"plain", "all", "any"} else "unclear"  # type: ignore[return-value]

    def _denial(self, cst: Cst) -> Clause:
        return Not(operand=self.build(cst.parts[1]), span=self._span(cst))

    def _statement(self, cst: Cst) -> Clause:
        people = self._people(cst.parts[0])
        rest = cst.parts[-1]
        if rest.rule == "people":
            return people
        body = self.build(rest)
        if not people.sexes:
            return body
        others = body.operands if isinstance(body, And) and not body.strict else (body,)
        return And(operands=(people, *others), span=self._span(cst))

    def _people(self, cst: Cst) -> People:
        named = {symbol.lexeme.value for symbol in self.symbols[cst.start : cst.end] if symbol.sign == "h"}
        return People(sexes=tuple(sorted(named - {""})), span=self._span(cst))  # type: ignore[arg-type]

    def _folded(self, cst: Cst) -> Clause:
        payload = self.symbols[cst.start].payload
        assert payload is not None and not isinstance(payload, Aside | Citation | Time | Comparison)
        return payload

    def _group(self, cst: Cst) -> Clause:
        payload = self.symbols[cst.start].payload
        if isinstance(payload, Aside) and payload.kind == "bare":
            return payload.body
        if isinstance(payload, Citation):
            return payload
        return Unparsed(words=self._words(cst), why="a bracket that explains nothing", span=self._span(cst))

    def _reference(self, cst: Cst) -> Clause:
        return Reference(words=self._words(cst), span=self._span(cst))

    def _unread(self, cst: Cst) -> Clause:
        return Unparsed(words=self._words(cst)[1:-1], span=self._span(cst))

    def _threshold(self, cst: Cst) -> Clause:
        bounds = cst.one("bounds")
        assert bounds is not None
        comparison = self.symbols[bounds.start].payload
        assert isinstance(comparison, Comparison)
        before, after = (tuple(p for p in cst.parts if p.rule in {"phrase", "subject"} and
                               (p.start < bounds.start) is early) for early in (True, False))  # fmt: skip
        tails = self._tails(cst)
        subjects = tuple(self._subject(part) for part in before or after)
        if before and after:
            if len(before) > 1:
                return Unparsed(words=self._words(cst), why="subjects on both sides", span=self._span(cst))
            subjects = (self._around(subjects[0], cst.one("of"), after[0]),)
        return Threshold(
            subjects=subjects, comparison=comparison, joint=self._joint(cst), span=self._span(cst),
            times=tails.times, manners=tails.manners, asides=tails.asides,
        )  # fmt: skip

    def _around(self, subject: Subject, of: Cst | None, after: Cst) -> Subject:
        """One subject whose words stand on both sides of its bounds."""
        between = f" {self._words(of)} " if of else " "
        span = subject.phrase.span.join(self._span(after))
        named = Phrase(words=subject.phrase.words + between + self._words(after), span=span)
        return Subject(phrase=named, guard=subject.guard, span=span)

    def _joint(self, cst: Cst) -> Literal["and", "or", "list"]:
        joins = "".join(self._signs(part) for part in cst.of("conjunction"))
        if "&" in joins:
            return "and"
        if "|" in joins or "n" in joins:
            return "or"
        return "list" if joins else "and"

    def _subject(self, cst: Cst) -> Subject:
        if cst.rule == "phrase":
            return Subject(phrase=self._phrase(cst), span=self._span(cst))
        guard = cst.one("guard")
        phrase = cst.parts[0]
        clause = None if guard is None else self._guard(guard)
        return Subject(phrase=self._phrase(phrase), guard=clause, span=self._span(cst))

    def _guard(self, cst: Cst) -> Clause:
        age, phrase, people = cst.one("age"), cst.one("phrase"), cst.one("people")
        assert people is not None
        if age is not None:
            folded = self.symbols[age.start].payload
            assert isinstance(folded, AgeIs)
            return folded
        if phrase is not None:
            return Occurrence(phrase=self._phrase(phrase), span=self._span(phrase))
        return self._people(people)

    def _occurrence(self, cst: Cst) -> Clause:
        core = self._core(cst)
        bearer, result = cst.one("bearer"), cst.one("result")
        named = None if bearer is None else self._phrase(bearer.parts[0])
        core = msgspec.structs.replace(core, result=self._value(result), bearer=named)
        tails = self._tails(cst)
        said = tuple(
            self._with(core, tails + self._tails(part), self._value(part.parts[0]))
            for part in cst.of("predicate")
        )
        if len(said) > 1:
            return coordinate(said, ("|",) * (len(said) - 1), strict=False, words=self._words(cst))
        return said[0] if said else self._long(self._with(core, tails), cst)

    def _verbal(self, cst: Cst) -> Clause:
        verb = self._value(cst.parts[0])
        return self._long(self._with(self._core(cst), self._tails(cst), verb), cst)

    def _carried(self, cst: Cst) -> Clause:
        """One carrier over several phrases: an occurrence each."""
        return self._listed(cst, None)

    def _alternatives(self, cst: Cst) -> Clause:
        """Phrases joined by a slash: an occurrence each, all with the result after the last."""
        return self._listed(cst, self._value(cst.one("result")))

    def _listed(self, cst: Cst, result: str | None) -> Clause:
        tails = self._tails(cst)
        occurrences = tuple(
            self._with(msgspec.structs.replace(self._core(cst, part), result=result), tails)
            for part in cst.of("phrase")
        )
        joins = tuple(self._signs(part) for part in cst.of("conjunction"))
        return coordinate(occurrences, joins, strict=cst.one("both") is not None, words=self._words(cst))

    def _core(self, cst: Cst, phrase: Cst | None = None) -> Occurrence:
        """The phrase of an occurrence with the words that stand before it."""
        phrase = phrase or cst.one("phrase")
        assert phrase is not None
        said = Modifiers()
        for part in cst.of("modifiers"):
            said = read_modifiers(self.symbols[part.start : part.end], said)
        ordinal = self._value(cst.one("ordinal"))
        return Occurrence(
            phrase=self._phrase(phrase), statuses=said.statuses, control=said.control, any=said.any,
            certainty=said.certainty, evidence=said.evidence, carrier=self._value(cst.one("carrier")),
            ordinal=None if ordinal is None else int(ordinal), span=self._span(cst),
        )  # fmt: skip

    def _with(self, core: Occurrence, tails: Tails, verb: str | None = None) -> Occurrence:
        kept = None if verb == "had" else verb
        return msgspec.structs.replace(
            core, verb=kept, times=tails.times, manners=tails.manners, asides=tails.asides
        )

    def _long(self, occurrence: Occurrence, cst: Cst) -> Clause:
        if len(occurrence.phrase.words.split()) > MAX_PHRASE:
            return Unparsed(words=self._words(cst), why="too long to be a name", span=self._span(cst))
        return occurrence

    def _tails(self, cst: Cst) -> Tails:
        tails = Tails()
        for part in cst.parts:
            match part.rule:
                case "times":
                    tails += Tails(times=tuple(t for time in part.of("time") for t in self._time(time)))
                case "manner":
                    by, standard = part.parts
                    kind = self.symbols[by.start].lexeme.value
                    tails += Tails(
                        manners=(Manner(kind=kind, words=self._words(standard), span=self._span(part)),)
                    )
                case "group":
                    payload = self.symbols[part.start].payload
                    assert isinstance(payload, Aside | Citation)
                    tails += Tails(asides=(payload,))
                case "inline_aside":
                    tails += Tails(asides=(self._inline(part),))
        return tails

    def _inline(self, cst: Cst) -> Aside:
        marker, body = cst.parts
        kind = self.symbols[marker.end - 1].lexeme.kind
        return Aside(kind=ASIDES[kind], body=self.build(body), span=self._span(cst))  # type: ignore[arg-type]

    def _time(self, cst: Cst) -> tuple[Time, ...]:
        """One relation to one moment or several: a time each."""
        symbol = self.symbols[cst.parts[0].start]
        times = []
        for part in cst.of("moment"):
            moment, span = self._moment(part), self._span(cst)
            if isinstance(symbol.payload, Time):
                times.append(msgspec.structs.replace(symbol.payload, moment=moment, span=span))
            else:
                times.append(Time(relation=symbol.lexeme.value, moment=moment, span=span))  # type: ignore[arg-type]
        return tuple(times)

    def _moment(self, cst: Cst) -> Moment:
        phrase, edge = cst.one("phrase"), self._value(cst.one("edge"))
        assert phrase is not None
        edge = None if edge is None else EDGES.get(edge, edge)
        return Moment(phrase=self._phrase(phrase), edge=edge, span=self._span(cst))  # type: ignore[arg-type]
