"""Builds names that share what stands before or behind them: allergy to A or B, pregnant or lactating women.

What comes in are symbols and the concrete tree over them; what goes out is an
occurrence for each name, joined.  Where it is not said how far a word reaches, the list is refused.
"""

from __future__ import annotations

import msgspec
from msgspec.structs import replace

from eligibility.syntax.grammar.clause import LINKING, Cst
from eligibility.syntax.grammar.coordinate import coordinate
from eligibility.syntax.grammar.leaves import Tails
from eligibility.syntax.grammar.symbols import RefusedError, plain
from eligibility.syntax.grammar.waits import Waits
from eligibility.syntax.nodes import And, Aside, Clause, Occurrence, Or, People, Subject, Threshold, Unless
from eligibility.syntax.terms import DENYING, Comparison

HAD = "had"
"""The verb that says no more than the phrase itself."""

BOTH = frozenset({"female", "male"})
"""The sexes for whom a measure may have limits of their own."""

MATERNAL = "maternal"
"""The kind of words that are said of women alone."""


class Lists(Waits):
    """Builds the lists of names under one carrier, verb or result, and before people."""

    def _carried(self, cst: Cst) -> Clause:
        """One carrier over several phrases: an occurrence each."""
        return self._listed(cst, None)

    def _governed(self, cst: Cst) -> Clause:
        """One verb over several phrases: an occurrence each, with the time behind the last.

        "Has" adds nothing to any: the words before the first and those behind the last are their own until
        they are bound.
        """
        verb, items = self.value(cst.parts[0]), cst.of("item")
        if verb != HAD:
            if any(self._links(item) for item in items[:-1]):
                raise RefusedError("a name after 'of' or 'to' in a list: whether that goes on is not said")
            return self._listed(cst, None, verb)
        cores = [self.core(cst, items[0].one("phrase"))]
        cores += [self._item(item) for item in items[1:]]
        operands: list[Clause] = [
            self._with(core, Tails(asides=tuple(self.aside(group) for group in item.of("group"))))
            for core, item in zip(cores, items, strict=True)
        ]
        behind = tuple(self.aside(group) for group in items[-1].of("group"))
        tails = self.tails(cst)
        if cores[0].level is not None or tails.levels:
            raise RefusedError("a level beside a list: whether it is of all of it is not said")
        operands[-1] = self._with(cores[-1], Tails(asides=behind) + tails)
        joins = tuple(self.signs(part) for part in cst.of("conjunction"))
        linked = frozenset(index for index, item in enumerate(items) if self._links(item))
        return coordinate(tuple(operands), joins, strict=False, words=plain(self.words(cst)), linked=linked)

    def _item(self, item: Cst) -> Occurrence:
        """A further name of a list."""
        phrase = item.one("phrase")
        assert phrase is not None
        of_any = item.one("any") is not None
        asides = self.inside(phrase)
        return Occurrence(phrase=self.phrase(phrase), any=of_any, asides=asides, span=self.span(item))

    def _alternatives(self, cst: Cst) -> Clause:
        """Phrases joined by a slash: an occurrence each, all with the result after the last."""
        return self._listed(cst, self.value(cst.one("result")))

    def _described(self, cst: Cst) -> Clause:
        """What people are, an occurrence each; of one sex alone only what all of the list is of."""
        items, people = cst.of("item"), self._people(cst.parts[-1])
        body = self._listed(cst, None) if len(items) > 1 else self.core(cst, items[0].one("phrase"))
        if len(people.sexes) != 1:
            return body
        said = (symbol for item in items for symbol in self.symbols[item.start : item.end])
        if len(items) > 1 and not all(symbol.lexeme.kind == MATERNAL for symbol in said):
            raise RefusedError("a list before women or men: whether it is all of them is not said")
        return And(operands=(people, body), strict=True, span=self.span(cst))

    def _people(self, cst: Cst) -> People:
        named = {symbol.lexeme.value for symbol in self.symbols[cst.start : cst.end] if symbol.sign == "h"}
        return People(sexes=tuple(sorted(named - {""})), span=self.span(cst))  # type: ignore[arg-type]

    def _listed(self, cst: Cst, result: str | None, verb: str | None = None) -> Clause:
        tails = self.tails(cst)
        if tails.asides or tails.exceptions:
            raise RefusedError("a bracket after a list: it may be that of the last alone, or of all")
        occurrences = []
        for item in cst.of("item"):
            asides = tuple(self.aside(group) for group in item.of("group"))
            core = msgspec.structs.replace(self.core(cst, item.one("phrase")), result=result)
            if item.one("any") is not None:
                core = msgspec.structs.replace(core, any=True)
            occurrences.append(self._with(core, tails + Tails(asides=asides), verb))
        joins = tuple(self.signs(part) for part in cst.of("conjunction"))
        if cst.rule == "alternatives" and result in DENYING:
            # HIV/HBV negative: whether one of them is enough is not said.
            joins = (",",) * len(joins)
        both = cst.one("both") is not None
        linked = None
        if cst.rule == "alternatives":
            linked = frozenset(at for at, item in enumerate(cst.of("item")) if self._links(item))
        return coordinate(
            tuple(occurrences), joins, strict=both, words=plain(self.words(cst)), linked=linked
        )

    def sexed(self, cst: Cst) -> Clause:
        """Limits on one measure, each for one sex: > 450 ms in men or > 470 ms in women."""
        subject, tails = cst.parts[0], self.tails(replace(cst, parts=self._behind_limits(cst)))
        asides = tuple(self.aside(group) for group in subject.of("group"))
        named = Subject(phrase=self.phrase(subject.parts[0]), span=self.span(subject))
        bounds, whom = cst.of("bounds"), [part for part in cst.parts[1:] if part.rule in {"people", "group"}]
        limits = [self.symbols[one.start].payload for one in bounds]
        people = [self._whom(part) for part in whom[: len(bounds)]]
        if {sex for one in people for sex in one.sexes} != BOTH or any(len(one.sexes) != 1 for one in people):
            raise RefusedError("limits for some of the candidates, which are not women and men")
        unit = next((one.unit for one in limits if isinstance(one, Comparison) and one.unit), None)
        each: list[Clause] = []
        for limit, one in zip(limits, people, strict=True):
            assert isinstance(limit, Comparison)
            own = replace(limit, unit=limit.unit or unit) if limit.reference == "absolute" else limit
            measured = Threshold(
                subjects=(named,), comparison=own, times=tails.times, manners=tails.manners,
                asides=asides + tails.asides, span=self.span(cst),
            )  # fmt: skip
            each.append(And(operands=(one, measured), strict=True, span=self.span(cst)))
        return self.excepted(Or(operands=tuple(each), span=self.span(cst)), tails)

    def _behind_limits(self, cst: Cst) -> tuple[Cst, ...]:
        """The parts behind the last limit and whom it is for."""
        last = max(at for at, part in enumerate(cst.parts) if part.rule == "bounds")
        whom = (at for at, part in enumerate(cst.parts) if part.rule in {"people", "group"} and at > last)
        return cst.parts[next(whom) + 1 :]

    def _whom(self, cst: Cst) -> People:
        """The people for whom a limit is, in brackets or not.

        Raises: RefusedError where a bracket holds something else.
        """
        if cst.rule == "people":
            return self._people(cst)
        body = self.aside(cst)
        if isinstance(body, Aside) and body.kind == "bare" and isinstance(body.body, People):
            return body.body
        raise RefusedError("a bracket behind a limit that names no people")

    def excepted(self, clause: Clause, tails: Tails) -> Clause:
        """A clause with the exceptions that stand in brackets behind it."""
        if tails.exceptions and tails.manners:
            raise RefusedError("a method or a person beside an exception: of which it is told is not said")
        for one in tails.exceptions:
            clause = Unless(base=clause, exception=one.body, said=one.said, span=clause.span)
        return clause

    def _with(self, core: Occurrence, tails: Tails, verb: str | None = None) -> Clause:
        if core.result is not None and verb is not None:
            raise RefusedError("a result with a verb of its own")
        kept = None if verb == HAD else verb
        if kept is None and tails == Tails():
            return core
        levels = (*([core.level] if core.level else []), *tails.levels)
        if len(levels) > 1:
            raise RefusedError("two levels of one thing")
        whole = msgspec.structs.replace(
            core, verb=kept, times=tails.times, manners=tails.manners, asides=core.asides + tails.asides,
            level=levels[0] if levels else None,
        )  # fmt: skip
        return self.excepted(whole, tails)

    def _links(self, cst: Cst) -> bool:
        """Whether a name behind these words may go on with them."""
        return LINKING.search(self.signs(cst)) is not None
