"""Turns the concrete tree of a clause into syntax nodes.

What comes in are the symbols and the concrete tree over them; what goes out is
a clause.  A rule application that is refused becomes ``Unparsed``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import pairwise
from typing import Literal, get_args

import msgspec

from eligibility.syntax.grammar.clause import Cst
from eligibility.syntax.grammar.coordinate import coordinate, in_part
from eligibility.syntax.grammar.heads import joins_of
from eligibility.syntax.grammar.islands import AGE_NAMED, either_side
from eligibility.syntax.grammar.leaves import Tails, checked
from eligibility.syntax.grammar.lists import HAD, Lists
from eligibility.syntax.grammar.reach import bare, levelled
from eligibility.syntax.grammar.symbols import COLON, GROUP, Excepted, RefusedError, Symbol, plain
from eligibility.syntax.linking import NARROWING
from eligibility.syntax.nodes import (
    AgeIs,
    And,
    Aside,
    Citation,
    Clause,
    Defines,
    Heading,
    Mixed,
    Not,
    Occurrence,
    Or,
    OtherLength,
    People,
    Permission,
    Reference,
    Restated,
    Series,
    Subject,
    Threshold,
    Unless,
    Unparsed,
)
from eligibility.syntax.terms import Comparison, Length, Phrase, Time
from eligibility.syntax.walk import parts_of

PER = "per"
"""The word before a standard, and before what a rate counts by."""

TESTED = frozenset({"positive", "negative"})
"""Results that may stand before what they are of."""

PLACING = frozenset({"of", "in", "for", "on", NARROWING})
"""Prepositions that begin what someone is or has: on dialysis, in remission, requiring insulin."""

GROUPED = "group"
"""The rule of a bracket as a whole operand."""

LENGTHS = frozenset(get_args(Length))
_COUNTED = frozenset({"before", "after"})

InParts = Callable[[tuple[Symbol, ...]], Clause | None]
"""Reads the parts of what no rule reads as a whole."""


class Builder(Lists):
    """Builds the nodes of one clause from its symbols."""

    def __init__(self, symbols: tuple[Symbol, ...], refused: InParts | None = None) -> None:
        """``refused`` reads in its parts what a rule refuses."""
        super().__init__(symbols)
        self._refused = refused

    def build(self, cst: Cst) -> Clause:
        """The node of one rule application."""
        try:
            built = _BUILT[cst.rule](self, cst)
        except RefusedError as refusal:
            built = Unparsed(words=plain(self.words(cst)), why=str(refusal), span=self.span(cst))
        if self._refused is None or not (isinstance(built, Unparsed) and built.why):
            return built
        return self._refused(self.symbols[cst.start : cst.end]) or built

    def _only(self, cst: Cst) -> Clause:
        return self.build(cst.parts[0])

    def _unless(self, cst: Cst) -> Clause:
        base = self.build(cst.parts[0])
        if len(cst.parts) == 1:
            return base
        said, exception = self.symbols[cst.parts[1].end - 1].lexeme.value, self.build(cst.parts[2])
        listed = isinstance(base, And | Or | Series | Mixed) and not self._in_brackets(cst.parts[0])
        return Unless(base=base, exception=exception, said=said, loose=listed, span=self.span(cst))  # type: ignore[arg-type]

    def _in_brackets(self, cst: Cst) -> bool:
        """Whether a rule application is a bracket and nothing else."""
        return self.signs(cst) == GROUP

    def _expression(self, cst: Cst) -> Clause:
        parts = tuple(part for part in cst.parts if part.rule not in {"conjunction", "both"})
        operands = tuple(self.build(part) for part in parts)
        joins = tuple(self.signs(part) for part in cst.of("conjunction"))
        both = cst.one("both") is not None
        if both and not joins:
            raise RefusedError("'both' or 'combined' before a single name")
        if not joins:
            return operands[0]
        grouped = frozenset(index for index, part in enumerate(parts) if part.rule == GROUPED)
        if not in_part(operands, joins, grouped):
            raise RefusedError("a list whose first or last part is not understood")
        if any(part.one("other_bounds") for part in parts) and any(join[0] in "&+" for join in joins):
            raise RefusedError("'or' between two limits beside 'and': which goes first is not said")
        if any(self._placed(part) for part in parts) and any(join.startswith(",") for join in joins):
            raise RefusedError("a place, a purpose or a time before a comma may be of all that follows")
        for part, after in zip(parts, operands[1:], strict=False):
            if part.rule == "tested" and bare(after):
                raise RefusedError("a result before a list: whether it is of all of it is not said")
        operands = self._all_at_level(parts, operands)
        if self._shares_level(parts, operands):
            raise RefusedError("a level beside a list: whether it is of all of it is not said")
        linked = frozenset(index for index, part in enumerate(parts) if self._links(part))
        return coordinate(
            operands, joins, strict=both, words=plain(self.words(cst)), grouped=grouped, linked=linked
        )

    def _all_at_level(self, parts: tuple[Cst, ...], operands: tuple[Clause, ...]) -> tuple[Clause, ...]:
        """Measures of which the last has a level, which is then that of each: AST or ALT of grade 2."""
        *others, last = operands
        named = all(part.rule == "occurrence" and self.signs(part) == "Q" for part in parts[:-1])
        measured = parts[-1].rule == "occurrence" and self.signs(parts[-1])[:1] == "Q"
        if not (named and measured and isinstance(last, Occurrence) and last.level is not None):
            return operands
        each = (one for one in others if isinstance(one, Occurrence))
        return (*(msgspec.structs.replace(one, level=last.level) for one in each), last)

    def _shares_level(self, parts: tuple[Cst, ...], operands: tuple[Clause, ...]) -> bool:
        """Whether a name with a level stands in a list beside one without, which may share it."""
        alone = [None if part.rule == GROUPED else one for part, one in zip(parts, operands, strict=True)]
        pairs = (pair for one, other in pairwise(alone) for pair in ((one, other), (other, one)))
        return any(levelled(one) and bare(other) for one, other in pairs)

    def _placed(self, cst: Cst) -> bool:
        """Whether an operand begins with a preposition, behind people or not."""
        return cst.rule == "placed" or (cst.rule == "statement" and self._placed(cst.parts[-1]))

    def _permission(self, cst: Cst) -> Clause:
        subject, permitted, *rest = cst.parts
        if self._parted_by_comma(subject):
            raise RefusedError("a permission behind a comma: what stands before that may be no part of it")
        proviso = self.build(rest[1]) if rest else None
        said = self.value(permitted)
        return Permission(
            subject=self.build(subject), allowed=said != "no", proviso=proviso, admits=said == "eligible",
            span=self.span(cst),
        )  # fmt: skip

    def _parted_by_comma(self, cst: Cst) -> bool:
        """Whether a comma alone parts a list behind the word that ends it: A, B or C, D."""
        joins = [self.signs(part) for part in cst.of("conjunction")]
        return bool(joins) and joins[-1] == "," and any(join != "," for join in joins)

    def _definition(self, cst: Cst) -> Clause:
        term, _, body = cst.parts
        return Defines(term=self.phrase(term), body=self.build(body), span=self.span(cst))

    def _heading(self, cst: Cst) -> Clause:
        words = self.words(cst).removesuffix(":").rstrip()
        joins = joins_of(self.symbols[cst.start : cst.end - 1])
        return Heading(words=words, joins=joins, span=self.span(cst))

    def _denial(self, cst: Cst) -> Clause:
        return Not(operand=self.build(cst.parts[1]), span=self.span(cst))

    def _statement(self, cst: Cst) -> Clause:
        people = self._people(cst.parts[0])
        rest = cst.parts[-1]
        if rest.rule == "people":
            return people
        body = self.build(rest)
        if not people.sexes:
            return body
        if len(people.sexes) == 1:
            return self._of_one_sex(people, rest, body, cst)
        others = body.operands if isinstance(body, And) and not body.strict else (body,)
        return And(operands=(people, *others), span=self.span(cst))

    def _of_one_sex(self, people: People, rest: Cst, body: Clause, cst: Cst) -> Clause:
        """What is said of women or of men alone: a list may leave them at its second part."""
        joins = "".join(self.signs(part) for part in rest.of("conjunction"))
        if any(isinstance(node, Unparsed) for node in parts_of(body)):
            raise RefusedError("what is said of women or men alone is not all read")
        if (joins and not set(joins) <= {",", "&"}) or rest.one("statement") is not None:
            raise RefusedError("a list after women or men: whether it is of them to its end is not said")
        return And(operands=(people, body), strict=True, span=self.span(cst))

    def _folded(self, cst: Cst) -> Clause:
        payload = self.symbols[cst.start].payload
        assert payload is not None and not isinstance(
            payload, Aside | Citation | Time | Comparison | Excepted
        )
        return payload

    def _group(self, cst: Cst) -> Clause:
        payload = self.symbols[cst.start].payload
        if isinstance(payload, Aside) and payload.kind == "bare":
            if isinstance(payload.body, OtherLength | Restated):
                raise RefusedError("a length or a limit in brackets, behind words that give none")
            return payload.body
        if isinstance(payload, Citation):
            return payload
        raise RefusedError("a bracket that explains nothing")

    def _restated(self, cst: Cst) -> Clause:
        comparison = self.symbols[cst.end - 1].payload
        assert isinstance(comparison, Comparison)
        return Restated(comparison=comparison, span=self.span(cst))

    def _reference(self, cst: Cst) -> Clause:
        return Reference(words=self.name(cst), span=self.span(cst))

    def _unread(self, cst: Cst) -> Clause:
        return Unparsed(words=plain(self.words(cst)), span=self.span(cst))

    def _threshold(self, cst: Cst) -> Clause:
        bounds, of = cst.one("bounds"), cst.one("of")
        assert bounds is not None
        comparison = self.symbols[bounds.start].payload
        assert isinstance(comparison, Comparison)
        if of is not None and self.signs(of) != COLON and self.value(of) != "of":
            raise RefusedError("a limit that the words before it do not measure")
        before, after = (tuple(p for p in cst.parts if p.rule in {"phrase", "subject"} and
                               (p.start < bounds.start) is early) for early in (True, False))  # fmt: skip
        subjects = tuple(self._subject(part) for part in before or after)
        if (of_some := cst.one("guard")) is not None:
            if any(subject.guard is not None for subject in subjects):
                raise RefusedError("some of the candidates before a limit and behind it")
            whom = self._guard(of_some)
            subjects = tuple(msgspec.structs.replace(subject, guard=whom) for subject in subjects)
        if before and after:
            if len(before) > 1 or of is None or self.signs(of) == COLON:
                raise RefusedError("words on both sides of a limit: those after it may be a unit")
            subjects = (self._around(subjects[0], of, after[0]),)
        slashed = any("/" in self.signs(part) for part in cst.of("conjunction"))
        if slashed and comparison.unit is None and comparison.reference == "absolute":
            raise RefusedError("a slash between two measures: their ratio, or each of them")
        if self.tails(cst).levels:
            raise RefusedError("a level behind a limit")
        own = Tails(asides=tuple(self.aside(group) for part in before for group in part.of("group")))
        tails = own + self.tails(cst)
        if after and any(manner.kind == PER for manner in tails.manners):
            raise RefusedError("so many per something: a rate, not a standard")
        measured = bounds.start > 0 and self.symbols[bounds.start - 1].sign == "Q"
        if comparison.unit in LENGTHS and not measured and any(t.relation in _COUNTED for t in tails.times):
            raise RefusedError("a length before a time: it may count from there, or last until then")
        whole = Threshold(
            subjects=subjects, comparison=comparison, joint=self._joint(cst), span=self.span(cst),
            times=tails.times, manners=tails.manners, asides=tails.asides,
        )  # fmt: skip
        other = cst.one("other_bounds")
        limited = whole if other is None else self._on_either_side(whole, self.symbols[other.end - 1])
        return self.excepted(limited, tails)

    def _on_either_side(self, low: Threshold, symbol: Symbol) -> Or:
        """Two limits on one measure, of which either holds: < 3 or > 11."""
        high = symbol.payload
        assert isinstance(high, Comparison)
        pair = either_side(low.comparison, high)
        if len(low.subjects) > 1 or pair is None:
            raise RefusedError("two limits joined by 'or' that are not those of what lies outside a range")
        sides = tuple(msgspec.structs.replace(low, comparison=one) for one in pair)
        return Or(operands=sides, span=low.span)

    def _around(self, subject: Subject, of: Cst | None, after: Cst) -> Subject:
        """One subject whose words stand on both sides of its bounds."""
        between = f" {self.words(of)} " if of else " "
        span = subject.phrase.span.join(self.span(after))
        named = Phrase(words=checked(subject.phrase.words + between + self.words(after)), span=span)
        return Subject(phrase=named, guard=subject.guard, span=span)

    def _aged(self, cst: Cst) -> Clause:
        """An age at a time: that of the candidate on that day."""
        age, tails = self._folded(cst.parts[0]), self.tails(cst)
        assert isinstance(age, AgeIs)
        named = Phrase(words=AGE_NAMED, span=age.span)
        whole = Threshold(
            subjects=(Subject(phrase=named, span=age.span),),
            comparison=Comparison(bounds=age.bounds, unit=age.unit, span=age.span), span=self.span(cst),
            times=tails.times, manners=tails.manners, asides=tails.asides,
        )  # fmt: skip
        return self.excepted(whole, tails)

    def _staged(self, cst: Cst) -> Clause:
        """A level at a time, without a name of what it is of."""
        level = self.level(cst.parts[0])
        rest = msgspec.structs.replace(cst, parts=cst.parts[1:])
        name = Phrase(words=level.scale, span=level.span)
        whole = Occurrence(phrase=name, level=level, span=self.span(cst))
        return self._with(whole, self.tails(rest))

    def _joint(self, cst: Cst) -> Literal["and", "or", "list"]:
        joins = "".join(self.signs(part) for part in cst.of("conjunction"))
        if "&" in joins:
            return "and"
        if "|" in joins or "n" in joins:
            return "or"
        return "list" if joins else "and"

    def _subject(self, cst: Cst) -> Subject:
        if cst.rule == "phrase":
            return Subject(phrase=self.phrase(cst), span=self.span(cst))
        guard = cst.one("guard")
        phrase = cst.parts[0]
        clause = None if guard is None else self._guard(guard)
        return Subject(phrase=self.phrase(phrase), guard=clause, span=self.span(cst))

    def _guard(self, cst: Cst) -> AgeIs | People | Occurrence:
        age, phrase, people = cst.one("age"), cst.one("phrase"), cst.one("people")
        assert people is not None
        if age is not None:
            folded = self.symbols[age.start].payload
            assert isinstance(folded, AgeIs)
            return folded
        if phrase is not None:
            return Occurrence(phrase=self.phrase(phrase), span=self.span(phrase))
        return self._people(people)

    def _occurrence(self, cst: Cst) -> Clause:
        bearer, result = cst.one("bearer"), cst.one("result")
        core = self.core(cst)
        if result is not None:
            named = None if bearer is None else self.phrase(bearer.parts[0])
            core = msgspec.structs.replace(core, result=self.value(result), bearer=named)
        tails = self.tails(cst)
        said = tuple(
            self._with(core, tails + self.tails(part), self.value(part.parts[0]))
            for part in cst.of("predicate")
        )
        if len(said) > 1:
            return coordinate(said, ("|",) * (len(said) - 1), strict=False, words=plain(self.words(cst)))
        return said[0] if said else self._with(core, tails)

    def _tested(self, cst: Cst) -> Clause:
        """A name with its result before it."""
        result = self.value(cst.one("result"))
        if result not in TESTED:
            raise RefusedError("'present' or 'absent' before a name")
        return self._with(msgspec.structs.replace(self.core(cst), result=result), self.tails(cst))

    def _placed_in(self, cst: Cst) -> Clause:
        """A name with the preposition before it: on dialysis."""
        if self.symbols[cst.start].lexeme.value not in PLACING:
            raise RefusedError("a comparison, a direction or a purpose before a name, and nothing else")
        return self._with(self.core(cst), self.tails(cst))

    def _verbal(self, cst: Cst) -> Clause:
        return self._with(self.core(cst), self.tails(cst), self.value(cst.parts[0]))

    def _having(self, cst: Cst) -> Clause:
        """A limit or a denial after "have", which adds nothing to it."""
        verb, rest = cst.parts
        if self.value(verb) != HAD:
            raise RefusedError("a verb before what it does not govern")
        return self.build(rest)



_BUILT: Mapping[str, Callable[[Builder, Cst], Clause]] = {
    "clause": Builder._only, "unless": Builder._unless, "expression": Builder._expression,
    "permission": Builder._permission, "definition": Builder._definition, "heading": Builder._heading,
    "denial": Builder._denial, "statement": Builder._statement, "threshold": Builder._threshold,
    "occurrence": Builder._occurrence, "carried": Builder._carried, "alternatives": Builder._alternatives,
    "governed": Builder._governed, "described": Builder._described, "verbal": Builder._verbal,
    "having": Builder._having, "tested": Builder._tested, "placed": Builder._placed_in,
    "age": Builder._folded, "aged": Builder._aged, "level": Builder._folded, "group": Builder._group,
    "reference": Builder._reference, "unread": Builder._unread, "since": Builder.since,
    "other_length": Builder.other_length, "restated": Builder._restated, "staged": Builder._staged,
    "sexed": Builder.sexed,
}  # fmt: skip
"""How the node of each rule is built."""
