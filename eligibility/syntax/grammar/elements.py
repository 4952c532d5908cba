"""What the clause grammar is made of: pyparsing elements that give concrete trees, and try little in vain.

What comes in are patterns over a kind-string and other elements; what goes out of a
parse are ``Cst`` nodes.  To try a rule in vain costs many times as much as to match
the signs that it needs, so that a rule says first where it may apply.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import msgspec
import pyparsing as pp

MAX_LIST = 60
"""The longest list that one rule reads; a longer one is not parsed."""


class Cst(msgspec.Struct, frozen=True):
    """One application of a grammar rule: its name, the signs it covers, the rules below."""

    rule: str
    start: int
    end: int
    parts: tuple[Cst, ...] = ()

    def of(self, *names: str) -> tuple[Cst, ...]:
        """The direct parts of these rules, in order."""
        return tuple(part for part in self.parts if part.rule in names)

    def one(self, *names: str) -> Cst | None:
        """The first direct part of these rules."""
        return next((part for part in self.parts if part.rule in names), None)


class Sign(pp.Token):
    """A run of signs as one leaf."""

    def __init__(self, rule: str, pattern: str) -> None:
        super().__init__()
        self.rule = rule
        self.skipWhitespace = False
        self.match = re.compile(pattern).match

    def _generateDefaultName(self) -> str:  # noqa: N802
        return self.rule

    def parseImpl(self, instring: str, loc: int, do_actions: bool = True) -> Any:  # noqa: ANN401, N802
        """The leaf that stands here."""
        found = self.match(instring, loc)
        if found is None:
            raise pp.ParseException(instring, loc, self.rule, self)
        return found.end(), [Cst(self.rule, loc, found.end())]


class Rule(pp.ParseElementEnhance):
    """A rule whose parts are those of its body."""

    def __init__(self, rule: str, body: pp.ParserElement) -> None:
        super().__init__(body)
        self.skipWhitespace = False
        self.rule = rule

    def parseImpl(self, instring: str, loc: int, do_actions: bool = True) -> Any:  # noqa: ANN401, N802
        """The node of the rule here."""
        assert self.expr is not None
        after, tokens = self.expr._parse(instring, loc, do_actions)
        parts = tuple(tokens)
        end = max([part.end for part in parts], default=loc)
        return after, [Cst(self.rule, loc, end, parts)]


class Where(pp.ParseElementEnhance):
    """An element that is tried only where a pattern says that it may apply; the pattern takes nothing."""

    def __init__(self, pattern: str, body: pp.ParserElement) -> None:
        super().__init__(body)
        self.skipWhitespace = False
        self.may_apply = re.compile(pattern).match

    def parseImpl(self, instring: str, loc: int, do_actions: bool = True) -> Any:  # noqa: ANN401, N802
        """What the element reads here."""
        if self.may_apply(instring, loc) is None:
            raise pp.ParseException(instring, loc, "does not apply", self)
        assert self.expr is not None
        return self.expr._parse(instring, loc, do_actions)


MayApply = Callable[[str, int], object]
_ALWAYS = re.compile("").match


def _gated(element: pp.ParserElement) -> tuple[MayApply, pp.ParserElement]:
    """Whether an element may apply at a place, and what is read if so."""
    if isinstance(element, Where):
        assert element.expr is not None
        return element.may_apply, element.expr
    return (_ALWAYS if not isinstance(element, Sign) else element.match), element


class First(pp.ParseExpression):
    """The first of several elements that reads; those that cannot apply are passed over."""

    def __init__(self, *exprs: pp.ParserElement) -> None:
        super().__init__(exprs)
        self.skipWhitespace = False
        self._each = [_gated(element) for element in exprs]

    def parseImpl(self, instring: str, loc: int, do_actions: bool = True) -> Any:  # noqa: ANN401, N802
        """What the first of the elements reads here."""
        for may_apply, element in self._each:
            if may_apply(instring, loc) is None:
                continue
            try:
                return element._parse(instring, loc, do_actions)
            except pp.ParseException:
                continue
        raise pp.ParseException(instring, loc, "none applies", self)


class Many(pp.ParseElementEnhance):
    """An element as often as it stands in a row, up to ``MAX_LIST`` times."""

    def __init__(self, body: pp.ParserElement, least: int = 0) -> None:
        super().__init__(body)
        self.skipWhitespace = False
        self._least = least
        self._may_apply, self._element = _gated(body)

    def parseImpl(self, instring: str, loc: int, do_actions: bool = True) -> Any:  # noqa: ANN401, N802
        """What the elements read here."""
        found: list[Any] = []
        count = 0
        while count < MAX_LIST and self._may_apply(instring, loc) is not None:
            try:
                loc, tokens = self._element._parse(instring, loc, do_actions)
            except pp.ParseException:
                break
            found.extend(tokens)
            count += 1
        if count < self._least:
            raise pp.ParseException(instring, loc, "too few", self)
        return loc, found
