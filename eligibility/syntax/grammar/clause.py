"""The clause grammar, over the folded kind-string: logic, negation, exceptions, conditions.

What comes in is a string of signs (``syntax/lexemes.py`` has the alphabet;
``T`` bounds, ``Y`` an age, ``W`` a window, ``V`` one that names no moment, ``S`` a
level, ``M`` another length, ``0`` a bracket group are folded); what goes out is a
concrete tree of rule names and places in that string.  ``build.py`` turns it into syntax nodes.
"""

from __future__ import annotations

import re
from functools import lru_cache

import pyparsing as pp

from eligibility.syntax.grammar.elements import (
    MAX_LIST,
    Cst,
    Element,
    End,
    First,
    Later,
    Many,
    Maybe,
    Row,
    Rule,
    Sign,
    Where,
)

__all__ = ["MAX_LIST", "RULES", "Cst", "read_clause", "read_expression"]


def _grammar() -> dict[str, Element]:
    """The rules of the outside: what a whole clause or the inside of a bracket may be."""
    expression, unless = Later(), Later()
    phrase = Sign("phrase", PHRASE)
    since = _since()
    expression.body = Rule("expression", _joined(_operands(expression, since), since))
    unless.body = Rule("unless", expression + Maybe(Sign("exception_word", ",?E") + expression))
    proviso = Sign("provided", "P") + unless
    permission = Rule("permission", expression + Sign("permitted", "A") + Maybe(proviso))
    definition = Rule("definition", phrase + Sign("defined", "D") + expression)
    heading = Sign("heading", r"[^:]+:(?=$)")
    defined, permits = Where(f"{PHRASE}D", definition), Where("[^A]*A", permission)
    clause = Rule("clause", First(heading, defined, permits, unless))
    listed = phrase + Many(Sign("conjunction", LISTED) + phrase)
    other = Rule("other_length", Sign("length", "M") + Sign("for", "f") + listed)
    restated = Rule("restated", Maybe(Sign("again", r"\|")) + Sign("bounds", "T"))
    aside = First(Where("M", other), Where(r"\|?T$", restated), unless)
    return {"clause": clause + End(), "unless": unless + End(), "aside": aside + End()}


def _joined(operand: Element, since: Element) -> Element:
    """Operands with the words that join them.

    A length since something stands first, or behind another one: elsewhere it may date what is before it.
    """
    both, more = Maybe(Sign("both", "B")), Many(Sign("conjunction", r",?[&|n+]|,") + operand)
    waits = Row(since, Many(Row(Sign("conjunction", ",?&(?=W)"), since)))
    return both + First(Where("W", waits), operand) + more


def _operands(expression: Element, since: Element) -> Element:
    """One operand of a coordination; longest form first."""
    operand = Later()
    tails = _tails(expression)
    at_times = Rule("aged", Sign("age", "Y") + tails)
    age = First(Where("YR", at_times), Sign("age", "Y"))
    denial = Rule("denial", Sign("not", "!(?!!)") + operand)
    threshold = Where(LIMITED, _threshold(tails))
    verbal = Rule("verbal", Sign("verb", "v") + _core() + tails)
    carried, alternatives = _lists(tails)
    tested = Where("[skdea]*r[wQskdea]", _tested(tails))
    with_result = Where("[skdea]*[wQ]+r", _occurrence(tails))
    had = First(Where("!", denial), threshold, carried, tested, with_result)
    having = Rule("having", Sign("verb", "v") + had)
    verb = Where("v", First(having, _governed(tails), verbal))
    placed = Where("f", Rule("placed", Sign("phrase", f"f{PHRASE}") + tails))
    of_age, with_more = Sign("in", "f?") + age, Sign("with", r"\+") + expression
    belonging = First(Where("f?Y", of_age), Where(r"\+", with_more), Where("W", since), verb, operand)
    statement = Rule("statement", Sign("people", PEOPLE) + Maybe(belonging))
    staged = Where("SR", Rule("staged", Sign("level", "S") + tails))
    level, unread, group = First(staged, Sign("level", "S")), Sign("unread", "U"), Sign("group", "0")
    operand.body = First(
        Where("!", denial), threshold, Where("h", statement), verb, Where(DESCRIBED, _described()),
        carried, alternatives, tested, placed,
        Where("[skdeaCowQS]", _occurrence(tails)), age, level, unread, group, Sign("reference", "X[wX]*"),
    )  # fmt: skip
    return operand


def _tails(expression: Element) -> Element:
    """What may follow a phrase: times, methods and standards, brackets, "ie" and "eg"."""
    moment = Rule("moment", Maybe(Sign("edge", "[zC]")) + Sign("phrase", f"o?{PHRASE}"))
    # "during A and/or B", "before A/B": one relation, two moments.
    time = Rule("time", Sign("relation", "[WR]") + moment + Many(Sign("conjunction", "[n/]") + moment))
    times = Rule("times", time + Many(Sign("conjunction", r",?\|(?=[WR])") + time))
    manner = Rule("manner", Sign("by", "m") + Sign("standard", "[wQofX]+"))
    inline = Rule("inline_aside", Sign("marker", ",?[IGD]") + expression)
    recent = Sign("recent", "V")
    bracket = First(Sign("group", "0"), Sign("excepted", "K"))
    level = Sign("level", LEVEL_BEHIND)
    tail = First(Where("[WR]", times), recent, Where("m", manner), bracket, level, inline)
    return Many(Where(f"[WRVm0K]|,?[IGD]|{LEVEL_BEHIND}", tail))


def _since() -> Element:
    """A length since the last of something: ``at least 4 weeks since prior surgery and recovered``."""
    edge, phrase = Maybe(Sign("edge", "zC?|C")), Sign("phrase", f"o?{PHRASE}")
    last = Rule("last", Maybe(Sign("modifiers", MODIFIERS)) + edge + phrase)
    more = Many(Sign("conjunction", f"(?:{LISTED})(?={LAST})") + last)
    recovered = Maybe(Sign("recovered", ",?&?N"))
    moment = Rule("moment", Maybe(Sign("edge", "[zC]")) + phrase)
    until = Maybe(Where("R", Rule("until", Sign("relation", "R") + moment)))
    group = Many(Sign("group", "0"))
    return Rule("since", Sign("interval", "W") + last + more + group + recovered + group + until)


def _core() -> Row:
    """A phrase with the words that stand before it."""
    modifiers = Maybe(Sign("modifiers", MODIFIERS))
    ordinal = Maybe(Sign("ordinal", "o"))
    ranked = Maybe(Sign("describing", "w{1,2}(?=S)")) + Sign("ranked", "S")
    name = Maybe(Where(LEVEL_BEFORE, ranked)) + modifiers + Sign("phrase", BRACKETED)
    return modifiers + Maybe(Sign("carrier", "C")) + modifiers + ordinal + name


def _occurrence(tails: Element) -> Element:
    result = Sign("result", "r") + Maybe(Rule("bearer", Sign("phrase", PHRASE)))
    predicate = Rule("predicate", Sign("verb", "v") + tails)
    predicates = predicate + Many(Sign("conjunction", r",?\|(?=v(?![wQskdeaoC]))") + predicate)
    return Rule("occurrence", _core() + Maybe(result) + tails + Maybe(predicates))


def _tested(tails: Element) -> Element:
    """A name with its result before it: negative pregnancy test."""
    modifiers = Maybe(Sign("modifiers", MODIFIERS))
    return Rule("tested", modifiers + Sign("result", "r") + modifiers + Sign("phrase", PHRASE) + tails)


def _lists(tails: Element) -> tuple[Element, ...]:
    """Several phrases under one carrier ("allergy to both A and B"), or joined by a slash."""
    modifiers = Maybe(Sign("modifiers", MODIFIERS))
    item = Rule("item", Maybe(Sign("any", "a")) + Sign("phrase", BRACKETED) + Many(Sign("group", "0")))
    more = Many(Sign("conjunction", LISTED) + item, 1)
    carried = Rule(
        "carried",
        modifiers + Sign("carrier", "C") + modifiers + Maybe(Sign("both", "B")) + item + more + tails,
    )
    slashed = Many(Sign("conjunction", "/") + item, 1) + Maybe(Sign("result", "r"))
    alternatives = Rule("alternatives", modifiers + item + slashed + tails)
    return Where(CARRIED, carried), Where(SLASHED, alternatives)


def _described() -> Element:
    """People by what they are: pregnant or lactating women, HIV-infected participants."""
    item = Rule("item", Sign("phrase", QUALITY))
    more = Many(Sign("conjunction", LISTED) + item)
    return Rule("described", Maybe(Sign("modifiers", MODIFIERS)) + item + more + Sign("people", PEOPLE))


def _governed(tails: Element) -> Element:
    """Several phrases under one verb: ``received A, B or C within 4 weeks``."""
    modifiers = Maybe(Sign("modifiers", MODIFIERS))
    item = Rule("item", Maybe(Sign("any", "a")) + Sign("phrase", BRACKETED) + Many(Sign("group", "0")))
    more = Many(Sign("conjunction", LISTED) + item, 1)
    return Where(GOVERNED, Rule("governed", Sign("verb", "v") + modifiers + item + more + tails))


def _threshold(tails: Element) -> Element:
    """Bounds with their subject: one, several that share them, or some that follow them."""
    guard = Rule(
        "guard",
        Sign("in", "f?") + Sign("people", PEOPLE)
        + Maybe(First(Sign("age", "Y"), Sign("with", r"\+") + Sign("phrase", PHRASE))),
    )  # fmt: skip
    group = Many(Sign("group", "0"))
    subject = Rule("subject", Sign("phrase", SUBJECT) + group + Maybe(guard))
    subjects = subject + Many(Sign("conjunction", LISTED) + subject) + Maybe(Sign("comma", ","))
    phrase, bounds, of = Sign("phrase", PLAIN), Sign("bounds", "T"), Maybe(Sign("of", "[f:]"))
    both = bounds + Maybe(Sign("other_bounds", r",?\|T(?![wQ])"))
    by = Rule("manner", Sign("by", "m") + Sign("standard", "w(?:[wf]*w)?"))
    behind = First(Where("f?h", Maybe(Where(f"f?{PEOPLE}Y", guard))), Maybe(phrase))
    shared = subjects + Maybe(Where(BEFORE_LIMIT, by)) + of + both + behind + tails
    open_subject = Rule("subject", phrase + group) + of + both + Maybe(phrase) + tails
    whole = Rule("threshold", First(shared, open_subject, bounds + phrase + tails))
    whom = First(Row(Sign("in", "f?"), Sign("people", PEOPLE)), Sign("group", "0"))
    each = Sign("conjunction", LISTED) + bounds + whom
    plain = Rule("subject", Sign("phrase", SUBJECT) + group)
    sexed = Rule("sexed", plain + of + bounds + whom + Many(each, 1) + tails)
    return First(Where(SEXED, sexed), whole)


PHRASE = r"[wQ](?:(?:[wQofskdeaCz]|(?<=f)h)*(?:[wQo]|(?<=f)h))?"
"""Words, quantity names and ordinals, with the prepositions between them.

Words such as "prior" and "any" are of the name where they stand inside it: recovery from any prior surgery.
"""
BRACKETED = f"{PHRASE}(?:0+(?:f+)?{PHRASE})*"
"""A phrase with brackets inside it, which are read as if they stood behind it."""
LEVEL_BEFORE = "w{0,2}S[skdea]*[wQ]"
"""A level before a name, or between words that describe it and the name: acute grade III rejection."""
LEVEL_BEHIND = ",?f?S(?![wQskdeaCof])(?:,(?=[mWR]))?"
"""A level behind what it is of, and not before another name; a comma parts it from a time or a standard."""
PLAIN = r"[wQ][wQo]*(?:f[wQo]+)*"
"""A phrase without such words: beside a limit they may be of something else."""
LINKING = re.compile(r"f|[wQo][skdeaCz]")
"""Signs inside a name with which a name behind it may go on: infection of, history of."""
SUBJECT = r"w{0,3}Qw{0,3}(?:f[wQ]+)*"
"""A phrase that names a quantity."""
MODIFIERS = r"[skdea](?:,?[|&n]?[skdea])*"
PEOPLE = r"h(?:[,|&]*h)*"
LISTED = r",?[&|n]|,|/"
LAST = f"(?:{MODIFIERS})?z?C?(?>{PHRASE})(?=$|[,&|n/0KNREPA])"
"""What a length may count from, further on in a list, and nothing that makes it a statement of its own."""
BEFORE_LIMIT = "mw(?:[wf]*w)?[f:]?T"
"""A method or formula between a measure and its limit: creatinine clearance by Cockcroft-Gault >= 60."""
LIMITED = "[wQof0h,|&n/Y+m]*:?T"
"""Bounds, and all that may stand before them in a threshold."""
SEXED = rf"{SUBJECT}0*[f:]?T(?:f?{PEOPLE}|0)(?:{LISTED})T(?:f?h|0)"
"""A measure with a limit for men and another for women."""
CARRIED = f"(?:{MODIFIERS})?C"
GOVERNED = f"v(?:{MODIFIERS})?(?>{PHRASE}0*(?:(?:{LISTED})a?{PHRASE}0*)+)(?=$|[WRVm0KEAP]|,?[IGD])"
QUALITY = r"[wQ][wQo]*"
"""A phrase without prepositions: what stands right before people."""
DESCRIBED = f"(?:{MODIFIERS})?(?>{QUALITY}(?:(?:{LISTED}){QUALITY})*)h"
"""Names right before the people whom they describe."""
SLASHED = f"(?:{MODIFIERS})?{PHRASE}0*/"

RULES = _grammar()
"""The rules by name."""

CACHED = 16384
"""How many kind-strings are kept with their trees: criteria repeat each other's shapes."""


@lru_cache(maxsize=CACHED)
def read_clause(kinds: str) -> Cst | None:
    """The concrete tree of a whole clause; ``None`` if no rule reads all of it."""
    return _read(RULES["clause"], kinds)


@lru_cache(maxsize=CACHED)
def read_expression(kinds: str) -> Cst | None:
    """The concrete tree of an expression, such as a part of a clause that does not read as a whole."""
    return _read(RULES["unless"], kinds)


@lru_cache(maxsize=CACHED)
def read_aside(kinds: str) -> Cst | None:
    """The concrete tree of the inside of a bracket, which may be another length than that before it."""
    return _read(RULES["aside"], kinds)


def _read(rule: Element, kinds: str) -> Cst | None:
    if _FOREIGN.search(kinds) and not (rule is RULES["clause"] and kinds.endswith(":")):
        return None
    if len(_DEEPER.findall(kinds)) > MAX_DEEPER:
        return None
    try:
        _, (tree,) = rule.parseImpl(kinds, 0)
    except pp.ParseException:
        return None
    return tree


MAX_DEEPER = 12
"""How many words that open a clause inside a clause are read; pyparsing goes down the stack for each."""

_FOREIGN = re.compile(r"[^TYWVSMNK0wQofXh&|n/,+rv!EPADIGBskdeaCzRmU:]|:(?!T)")
"""A sign that no rule but that of headings reads: a number outside bounds, an unknown sign."""

_DEEPER = re.compile(r"[IGD+]|h!|!h")
