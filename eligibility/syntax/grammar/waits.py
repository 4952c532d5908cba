"""Builds what is said of how long ago something was: at least 4 weeks since prior surgery.

What comes in are symbols and the concrete tree over them; what goes out are ``Since``
nodes, and the other lengths in brackets behind them.  A length that does not count
forward from what was is refused.
"""

from __future__ import annotations

from typing import Literal

from eligibility.syntax.grammar.elements import Cst
from eligibility.syntax.grammar.leaves import Leaves
from eligibility.syntax.grammar.modifiers import Modifiers, read_modifiers
from eligibility.syntax.grammar.symbols import RefusedError, signs
from eligibility.syntax.nodes import OtherLength, Since
from eligibility.syntax.terms import Comparison, Moment, Time

PAST = frozenset({"prior", "history"})
"""What may be said of what a length counts from: that it was before."""

_EDGES: dict[str, Literal["start", "end", "onset"]] = {
    "start": "start", "end": "end", "onset": "onset", "diagnosis": "onset", "treatment": "end",
}  # fmt: skip
"""The edge that a word before a moment names; since treatment with something is since its end."""


class Waits(Leaves):
    """The symbols of a clause, and how its lengths since something are built."""

    def since(self, cst: Cst) -> Since:
        """How long ago the last of one or several things was."""
        length, until = self.symbols[cst.parts[0].start], cst.one("until")
        counted = length.payload
        assert isinstance(counted, Time) and counted.bounds is not None and counted.unit is not None
        first, last = length.lexemes[0], length.lexemes[-1]
        if counted.relation != "after" or not last.text[-1].isalnum():
            raise RefusedError("a length before what it does not count from")
        if first.kind == "within":
            raise RefusedError("a time within a length, and not how long ago something was")
        said = [self._last(part) for part in cst.of("last")]
        if any(prior for _, prior in said[1:]) and not said[0][1]:
            raise RefusedError("'prior' before a later name of a list alone")
        return Since(
            bounds=counted.bounds, unit=counted.unit, moments=tuple(moment for moment, _ in said),
            prior=said[0][1], joint=self._joined(cst), until=None if until is None else self._until(until),
            recovered=cst.one("recovered") is not None,
            asides=tuple(self.aside(group) for group in cst.of("group")), span=self.span(cst),
        )  # fmt: skip

    def other_length(self, cst: Cst) -> OtherLength:
        """Another length for some of what stands before the bracket."""
        length = self.symbols[cst.start].payload
        assert isinstance(length, Comparison) and length.bounds.low is not None and length.unit is not None
        phrases = tuple(self.phrase(part) for part in cst.of("phrase"))
        return OtherLength(count=length.bounds.low, unit=length.unit, phrases=phrases, span=self.span(cst))  # type: ignore[arg-type]

    def _last(self, cst: Cst) -> tuple[Moment, bool]:
        """What a length counts from, and whether it is said that it was before."""
        modifiers, edge, phrase = cst.one("modifiers"), cst.one("edge"), cst.one("phrase")
        assert phrase is not None
        said = Modifiers()
        if modifiers is not None:
            said = read_modifiers(self.symbols[modifiers.start : modifiers.end], said)
        if not PAST.issuperset(said.statuses) or said.control or said.certainty or said.evidence:
            raise RefusedError("more than that it was before, of what a length counts from")
        words = () if edge is None else self.symbols[edge.start : edge.end]
        named = {_EDGES.get(word.lexeme.value) for word in words} or None
        if named is not None and (None in named or len(named) > 1):
            raise RefusedError("a length since what is no moment")
        found = None if named is None else named.pop()
        moment = Moment(phrase=self.phrase(phrase), edge=found, span=self.span(cst))
        return moment, bool(said.statuses) or said.any

    def _until(self, cst: Cst) -> Time:
        relation, moment = cst.parts
        named = self.symbols[relation.start].lexeme.value
        if named not in {"before", "at"}:
            raise RefusedError("a length since something, to what is no day")
        return Time(relation=named, moment=self.moment(moment, named), span=self.span(cst))  # type: ignore[arg-type]

    def _joined(self, cst: Cst) -> Literal["and", "or", "list"]:
        joins = "".join(signs(self.symbols[part.start : part.end]) for part in cst.of("conjunction"))
        if "&" in joins and {"|", "n", "/"}.intersection(joins):
            raise RefusedError("'and' beside 'or': which goes first is not said")
        if {"|", "n", "/"}.intersection(joins):
            return "or"
        return "list" if joins and "&" not in joins else "and"
