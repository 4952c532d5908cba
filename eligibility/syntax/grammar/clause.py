"""The clause grammar, over the folded kind-string: logic, negation, exceptions, conditions.

What comes in is a string of signs (``syntax/lexemes.py`` has the alphabet;
``T`` bounds, ``Y`` an age, ``W`` a window, ``S`` a level, ``0`` a bracket group
are folded); what goes out is a concrete tree of rule names and places in that
string.  ``build.py`` turns it into syntax nodes.
"""

from __future__ import annotations

import re
from functools import lru_cache
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


def _sign(name: str, pattern: str) -> pp.ParserElement:
    """A run of signs as one leaf."""

    def leaf(_: str, place: int, tokens: pp.ParseResults) -> Cst:
        return Cst(name, place, place + len(tokens[0]))

    return pp.Regex(pattern).set_parse_action(leaf)


def _rule(name: str, body: pp.ParserElement) -> pp.ParserElement:
    """A rule whose parts are those of its body."""

    def node(_: str, place: int, tokens: pp.ParseResults) -> Cst:
        parts = tuple(tokens)
        return Cst(name, place, max((part.end for part in parts), default=place), parts)

    return pp.And([body]).set_parse_action(node)


class _Where(pp.ParseElementEnhance):
    """A rule that is tried only where a pattern says that it may apply; the pattern takes nothing.

    To try a rule in vain costs many times as much as to match its first signs.
    """

    def __init__(self, pattern: str, body: pp.ParserElement) -> None:
        super().__init__(body)
        self._may_apply = re.compile(pattern).match

    def parseImpl(self, instring: str, loc: int, do_actions: bool = True) -> Any:  # noqa: ANN401, N802
        """What the rule reads here."""
        if self._may_apply(instring, loc) is None:
            raise pp.ParseException(instring, loc, "does not apply", self)
        return super().parseImpl(instring, loc, do_actions)  # type: ignore[no-untyped-call]


def _where(pattern: str, body: pp.ParserElement) -> pp.ParserElement:
    return _Where(pattern, body)


def _many(body: pp.ParserElement, least: int = 0) -> pp.ParserElement:
    repeated: pp.ParserElement = body[least, MAX_LIST]
    return repeated


def _grammar() -> dict[str, pp.ParserElement]:
    """The rules of the outside: what a whole clause or the inside of a bracket may be."""
    expression, unless = pp.Forward(), pp.Forward()
    phrase = _sign("phrase", PHRASE)
    expression <<= _rule("expression", _joined(_operands(expression)))
    unless <<= _rule("unless", expression + pp.Opt(_sign("exception_word", "E") + expression))
    proviso = _sign("provided", "P") + unless
    permission = _rule("permission", expression + _sign("permitted", "A") + pp.Opt(proviso))
    definition = _rule("definition", phrase + _sign("defined", "D") + expression)
    heading = _sign("heading", r"[^:]+:(?=$)")
    defined, permits = _where(f"{PHRASE}D", definition), _where("[^A]*A", permission)
    clause = _rule("clause", heading | defined | permits | unless)
    return {"clause": clause + pp.StringEnd(), "unless": unless + pp.StringEnd()}


def _joined(operand: pp.ParserElement) -> pp.ParserElement:
    """Operands with the words that join them."""
    both = pp.Opt(_sign("both", "B"))
    return both + operand + _many(_sign("conjunction", r",?[&|n+]|,") + operand)


def _operands(expression: pp.ParserElement) -> pp.ParserElement:
    """One operand of a coordination; longest form first."""
    operand = pp.Forward()
    tails = _tails(expression)
    age = _sign("age", "Y")
    denial = _rule("denial", _sign("not", "!(?!!)") + operand)
    threshold = _where(LIMITED, _threshold(tails))
    verbal = _rule("verbal", _sign("verb", "v") + _core() + tails)
    having = _rule("having", _sign("verb", "v") + (denial | threshold))
    verb = _where("v", having | verbal)
    belonging = (_sign("in", "f?") + age) | (_sign("with", r"\+") + expression) | verb | operand
    statement = _rule("statement", _sign("people", PEOPLE) + pp.Opt(belonging))
    folded = age | _sign("level", "S") | _sign("unread", "U") | _sign("group", "0")
    single = folded | _sign("reference", "X[wX]*")
    operand <<= (
        _where("!", denial) | threshold | _where("h", statement) | verb | _lists(tails)
        | _where("[skdeaCowQ]", _occurrence(tails)) | _where("[YSU0X]", single)
    )  # fmt: skip
    return operand


def _tails(expression: pp.ParserElement) -> pp.ParserElement:
    """What may follow a phrase: times, methods and standards, brackets, "ie" and "eg"."""
    moment = _rule("moment", pp.Opt(_sign("edge", "[zC]")) + _sign("phrase", PHRASE))
    # "during A and/or B", "before A/B": one relation, two moments.
    time = _rule("time", _sign("relation", "[WR]") + moment + _many(_sign("conjunction", "[n/]") + moment))
    times = _rule("times", time + _many(_sign("conjunction", r",?\|(?=[WR])") + time))
    manner = _rule("manner", _sign("by", "m") + _sign("standard", "[wQofX]+"))
    inline = _rule("inline_aside", _sign("marker", ",?[IGD]") + expression)
    tail = _where("[WR]", times) | _where("m", manner) | _sign("group", "0") | inline
    return _many(_where("[WRm0]|,?[IGD]", tail))


def _core() -> pp.ParserElement:
    """A phrase with the words that stand before it."""
    modifiers = pp.Opt(_sign("modifiers", MODIFIERS))
    ordinal = pp.Opt(_sign("ordinal", "o"))
    return modifiers + pp.Opt(_sign("carrier", "C")) + modifiers + ordinal + _sign("phrase", PHRASE)


def _occurrence(tails: pp.ParserElement) -> pp.ParserElement:
    result = _sign("result", "r") + pp.Opt(_rule("bearer", _sign("phrase", PHRASE)))
    predicate = _rule("predicate", _sign("verb", "v") + tails)
    predicates = predicate + _many(_sign("conjunction", r",?\|(?=v(?![wQskdeaoC]))") + predicate)
    return _rule("occurrence", _core() + pp.Opt(result) + tails + pp.Opt(predicates))


def _lists(tails: pp.ParserElement) -> pp.ParserElement:
    """Several phrases under one carrier ("allergy to both A and B"), or joined by a slash."""
    modifiers = pp.Opt(_sign("modifiers", MODIFIERS))
    item = _rule("item", _sign("phrase", PHRASE) + _many(_sign("group", "0")))
    more = _many(_sign("conjunction", LISTED) + item, 1)
    carried = _rule(
        "carried", modifiers + _sign("carrier", "C") + pp.Opt(_sign("both", "B")) + item + more + tails
    )
    slashed = _many(_sign("conjunction", "/") + item, 1) + pp.Opt(_sign("result", "r"))
    alternatives = _rule("alternatives", modifiers + item + slashed + tails)
    return _where(CARRIED, carried) | _where(SLASHED, alternatives)


def _threshold(tails: pp.ParserElement) -> pp.ParserElement:
    """Bounds with their subject: one, several that share them, or some that follow them."""
    guard = _rule(
        "guard",
        _sign("in", "f?") + _sign("people", PEOPLE)
        + pp.Opt(_sign("age", "Y") | _sign("with", r"\+") + _sign("phrase", PHRASE)),
    )  # fmt: skip
    group = _many(_sign("group", "0"))
    subject = _rule("subject", _sign("phrase", SUBJECT) + group + pp.Opt(guard))
    subjects = subject + _many(_sign("conjunction", LISTED) + subject) + pp.Opt(_sign("comma", ","))
    phrase, bounds, of = _sign("phrase", PHRASE), _sign("bounds", "T"), pp.Opt(_sign("of", "f"))
    shared = subjects + of + bounds + pp.Opt(phrase) + tails
    open_subject = _rule("subject", phrase + group) + of + bounds + pp.Opt(phrase) + tails
    return _rule("threshold", shared | open_subject | bounds + phrase + tails)


PHRASE = r"[wQ][wQo]*(?:f[wQo]+)*"
"""Words, quantity names and ordinals, with the prepositions between them."""
SUBJECT = r"w{0,3}Qw{0,3}(?:f[wQ]+)*"
"""A phrase that names a quantity."""
MODIFIERS = r"[skdea](?:,?[|&n]?[skdea])*"
PEOPLE = r"h(?:[,|&]*h)*"
LISTED = r",?[&|n]|,|/"
LIMITED = "[wQof0h,|&n/Y+]*T"
"""Bounds, and all that may stand before them in a threshold."""
CARRIED = f"(?:{MODIFIERS})?C"
SLASHED = f"(?:{MODIFIERS})?{PHRASE}0*/"

RULES = _grammar()
"""The rules by name."""

CACHED = 4096
"""How many kind-strings are kept with their trees: criteria repeat each other's shapes."""


@lru_cache(maxsize=CACHED)
def read_clause(kinds: str) -> Cst | None:
    """The concrete tree of a whole clause; ``None`` if no rule reads all of it."""
    return _read(RULES["clause"], kinds)


@lru_cache(maxsize=CACHED)
def read_expression(kinds: str) -> Cst | None:
    """The concrete tree of an expression, such as the inside of a bracket."""
    return _read(RULES["unless"], kinds)


def _read(rule: pp.ParserElement, kinds: str) -> Cst | None:
    if _FOREIGN.search(kinds) and not (rule is RULES["clause"] and kinds.endswith(":")):
        return None
    if len(_DEEPER.findall(kinds)) > MAX_DEEPER:
        return None
    try:
        tree = rule.parse_string(kinds)[0]
    except pp.ParseException:
        return None
    assert isinstance(tree, Cst)
    return tree


MAX_DEEPER = 12
"""How many words that open a clause inside a clause are read; pyparsing goes down the stack for each."""

_FOREIGN = re.compile(r"[^TYWS0wQofXh&|n/,+rv!EPADIGBskdeaCzRmU]")
"""A sign that no rule but that of headings reads: a number outside bounds, an unknown sign."""

_DEEPER = re.compile(r"[IGD+]|h!|!h")
