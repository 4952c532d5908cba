"""What the clause grammar is made of: pyparsing elements that read kinds of lexemes and give concrete trees.

What comes in are patterns over a kind-string and other elements; what goes out of a
parse are ``Cst`` nodes.  A kind-string has no white space and a tree no result names,
so that an element calls those inside it without what pyparsing does for these.  To
try a rule in vain costs many times as much as to match the signs that it needs: a
rule says first where it may apply.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import msgspec
import pyparsing as pp

MAX_LIST = 60
"""The longest list that one rule reads; a longer one is not parsed."""


class Cst(msgspec.Struct, frozen=True, gc=False):
    """One application of a grammar rule: its name, the signs it covers, the rules below."""

    rule: str
    start: int
    end: int
    parts: tuple[Cst, ...] = ()

    def of(self, *names: str) -> tuple[Cst, ...]:
        """The direct parts of these rules, in order."""
        return tuple([part for part in self.parts if part.rule in names])

    def one(self, *names: str) -> Cst | None:
        """The first direct part of these rules."""
        for part in self.parts:
            if part.rule in names:
                return part
        return None


Read = tuple[int, list[Cst]]
"""Where the signs that an element reads end, and their trees."""


class Element(pp.Token):
    """A part of the grammar; one after another is a ``Row``."""

    def __init__(self) -> None:
        super().__init__()
        self.skipWhitespace = False

    def _generateDefaultName(self) -> str:  # noqa: N802
        return type(self).__name__

    def parseImpl(self, instring: str, loc: int, do_actions: bool = True) -> Read:  # noqa: N802
        """What stands at a place; a ``ParseException`` where it is something else."""
        raise NotImplementedError

    def __add__(self, other: object) -> Row:
        if not isinstance(other, Element):
            raise TypeError(f"an element goes before another one, not before {other!r}")
        return Row(*(self.each if isinstance(self, Row) else (self,)), other)


class Sign(Element):
    """A run of signs as one leaf."""

    def __init__(self, rule: str, pattern: str) -> None:
        super().__init__()
        self.rule = rule
        self.match = re.compile(pattern).match

    def parseImpl(self, instring: str, loc: int, do_actions: bool = True) -> Read:  # noqa: N802
        """The leaf that stands here."""
        found = self.match(instring, loc)
        if found is None:
            raise pp.ParseException(instring, loc, self.rule)
        end = found.end()
        return end, [Cst(self.rule, loc, end)]


class Row(Element):
    """Elements one after the other."""

    def __init__(self, *each: Element) -> None:
        super().__init__()
        self.each = each

    def parseImpl(self, instring: str, loc: int, do_actions: bool = True) -> Read:  # noqa: N802
        """What its elements read, one after the other."""
        read: list[Cst] = []
        for element in self.each:
            loc, found = element.parseImpl(instring, loc)
            read += found
        return loc, read


class Rule(Element):
    """A rule whose parts are those of its body."""

    def __init__(self, rule: str, body: Element) -> None:
        super().__init__()
        self.rule = rule
        self._body = body

    def parseImpl(self, instring: str, loc: int, do_actions: bool = True) -> Read:  # noqa: N802
        """The node of the rule here."""
        after, parts = self._body.parseImpl(instring, loc)
        return after, [Cst(self.rule, loc, parts[-1].end if parts else loc, tuple(parts))]


class Later(Element):
    """An element that is set once those inside it are known."""

    def __init__(self) -> None:
        super().__init__()
        self.body: Element = self

    def parseImpl(self, instring: str, loc: int, do_actions: bool = True) -> Read:  # noqa: N802
        """What the element that was set reads here."""
        return self.body.parseImpl(instring, loc)


class Where(Element):
    """An element that is tried only where a pattern says that it may apply; the pattern takes nothing."""

    def __init__(self, pattern: str, body: Element) -> None:
        super().__init__()
        self.may_apply = re.compile(pattern).match
        self.body = body

    def parseImpl(self, instring: str, loc: int, do_actions: bool = True) -> Read:  # noqa: N802
        """What the element reads, where it may apply."""
        if self.may_apply(instring, loc) is None:
            raise pp.ParseException(instring, loc, "does not apply")
        return self.body.parseImpl(instring, loc)


class First(Element):
    """The first of several elements that reads; those that cannot apply are passed over."""

    def __init__(self, *each: Element) -> None:
        super().__init__()
        self._each = [(_gate(element), element) for element in each]

    def parseImpl(self, instring: str, loc: int, do_actions: bool = True) -> Read:  # noqa: N802
        """What the first of the elements that reads here does."""
        for may_apply, element in self._each:
            if may_apply(instring, loc) is not None:
                try:
                    return element.parseImpl(instring, loc)
                except pp.ParseException:
                    continue
        raise pp.ParseException(instring, loc, "none applies")


class Many(Element):
    """An element as often as it stands in a row, at most ``most`` times."""

    def __init__(self, body: Element, least: int = 0, most: int = MAX_LIST) -> None:
        super().__init__()
        self._may_apply, self._body = _gate(body), body
        self._least, self._most = least, most

    def parseImpl(self, instring: str, loc: int, do_actions: bool = True) -> Read:  # noqa: N802
        """What the element reads, as often as it does."""
        read: list[Cst] = []
        count = 0
        while count < self._most and self._may_apply(instring, loc) is not None:
            try:
                loc, found = self._body.parseImpl(instring, loc)
            except pp.ParseException:
                break
            read += found
            count += 1
        if count < self._least:
            raise pp.ParseException(instring, loc, "too few")
        return loc, read


class Maybe(Many):
    """An element that may be missing."""

    def __init__(self, body: Element) -> None:
        super().__init__(body, most=1)


class End(Element):
    """The end of the string."""

    def parseImpl(self, instring: str, loc: int, do_actions: bool = True) -> Read:  # noqa: N802
        """Nothing, at the end alone."""
        if loc < len(instring):
            raise pp.ParseException(instring, loc, "the end")
        return loc, []


_ALWAYS = re.compile("").match


def _gate(element: Element) -> Callable[[str, int], object]:
    """Whether an element may apply at a place, told by a pattern."""
    match element:
        case Where():
            return element.may_apply
        case Sign():
            return element.match
        case Rule() | Row():
            first = element._body if isinstance(element, Rule) else element.each[0]
            return _gate(first)
        case _:
            return _ALWAYS
