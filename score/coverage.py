"""How much of a criterion is understood: counted in its compiled rule, not in its words.

A criterion is read if its rule holds no ``Unparsed``, and none of its phrases hides one: a phrase of
more than eight words, or one that holds a number which is no part of a name, a comparator, negation,
exception, connective or time word, counts as unread.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from eligibility.bind.nodes import (
    UNNAMED,
    Bound,
    Compare,
    Elapsed,
    Molecular,
    Present,
    Related,
    StudyParticipation,
    Unparsed,
    Window,
    children,
)
from eligibility.bind.rules import Row, RuleSet
from eligibility.core.span import Span
from eligibility.knowledge.load import Knowledge
from eligibility.syntax.lexemes import Lexeme
from eligibility.syntax.lexer import lex
from eligibility.syntax.linking import linked

MOST_WORDS = 8
HIDDEN = frozenset(
    {"comparator", "postfix", "age_postfix", "between", "within", "not", "unless", "provided",
     "and", "or", "and_or", "slash", "comma", "semicolon", "time_unit", "relation", "deferred", "number"}
)  # fmt: skip
"""Kinds of lexemes that say more than a name."""


class Unread(msgspec.Struct, frozen=True, order=True):
    """Words of a criterion that were not read, or may be read in two ways; ``words`` may be empty."""

    words: str
    reason: str
    span: Span


class Criterion(msgspec.Struct, frozen=True):
    """An item of a trial as compiled: what of it is unread, and whether all it names has a row.

    ``whole``: what its words say together is read too, and no person has to say it.
    ``typed``: of each of its leaves it is known what kind of thing that asks about.
    """

    id: str
    unread: tuple[Unread, ...]
    whole: bool
    grounded: bool
    typed: bool


def criteria(rules: RuleSet, knowledge: Knowledge) -> Iterator[Criterion]:
    """The items of a trial that ask for something; an introduction to others asks for nothing itself."""
    parts: dict[str, list[Row]] = {}
    for row in rules.rows:
        if row.kind != "registry" and row.rule is not None:
            parts.setdefault(row.parent or "" if row.role == "part" else row.id, []).append(row)
    for name, rows in parts.items():
        nodes = [node for row in rows if row.rule is not None for node in below(row.rule)]
        unread = {found for node in nodes for found in _unread(node, knowledge)}
        whole = not unread and not any(isinstance(node, Related) for node in nodes)
        named, typed = all(map(_grounded, nodes)), all(map(_typed, nodes))
        yield Criterion(name, tuple(sorted(unread)), whole, named, typed)


def below(rule: Bound) -> Iterator[Bound]:
    """A rule and every rule inside it."""
    yield rule
    for child in children(rule):
        yield from below(child)


def _unread(node: Bound, knowledge: Knowledge) -> Iterator[Unread]:
    if isinstance(node, Unparsed):
        yield Unread(node.text, node.reason, node.span)
    for phrase in phrases(node):
        if hides(phrase, knowledge):
            yield Unread(phrase, "long_phrase", node.span)


def phrases(node: Bound) -> Iterator[str]:
    """The phrases of one node: what it names, and the moments that its times count from."""
    match node:
        case Compare():
            yield from (node.phrase, *_of_window(node.window))
        case Present():
            yield from (*_names(node.phrase), *node.members, *_of_window(node.window))
        case StudyParticipation():
            yield from (node.phrase, *_of_window(node.window))
        case Molecular():
            yield from (node.phrase, node.bearer)
        case Elapsed():
            yield from (node.start.phrase, node.end.phrase)


EXCEPTED = " except "


def _names(phrase: str) -> list[str]:
    """A phrase, or the names of a thing of a kind and of those that are taken out of it: A except B or C."""
    kind, *excepted = phrase.split(EXCEPTED)
    return [kind, *(name for one in excepted for name in one.split(" or "))]


def _of_window(window: Window | None) -> tuple[str, ...]:
    return () if window is None or window.event == UNNAMED else (window.event.phrase,)


def hides(phrase: str, knowledge: Knowledge) -> bool:
    """Whether a phrase holds more than a name."""
    if len(phrase.split()) > MOST_WORDS:
        return True
    lexemes = lex(phrase, Span(0, len(phrase)), knowledge.lexicon)
    # "Type 2" is a name, and "due to" goes on with one; a denial in "not due to" stays one.
    names = linked(tuple(one for one in lexemes if one.kind != "filler"), knowledge.lexicon)
    told = [one for one in lexemes if one.kind == "not"] + [one for one in names if one.kind != "not"]
    return any(
        _says_more(lexeme, knowledge) and not _within_a_name(phrase, lexeme.span, knowledge)
        for lexeme in told
    )


def _says_more(lexeme: Lexeme, knowledge: Knowledge) -> bool:
    """Whether a lexeme is no part of a name; "at least" and "two" are words where they limit nothing."""
    spelled = ("comparator", "number") if lexeme.kind == "word" else ()
    return lexeme.kind in HIDDEN or any(knowledge.lexicon.value(kind, lexeme.text) for kind in spelled)


def _within_a_name(phrase: str, span: Span, knowledge: Knowledge) -> bool:
    """Whether a known name that stands in the phrase holds the characters at ``span``: type 2 diabetes."""
    starts = [at for at in range(span.start + 1) if at == 0 or phrase[at - 1] == " "]
    ends = [at for at in range(span.end, len(phrase) + 1) if at == len(phrase) or phrase[at] == " "]
    names = (phrase[start:end] for start in starts for end in ends)
    return any(
        knowledge.concepts.named(name) is not None or knowledge.quantities.named(name) is not None
        for name in names
    )


def _grounded(node: Bound) -> bool:
    match node:
        case Present():
            return node.concept is not None
        case Molecular():
            return node.alteration is not None
        case Compare():
            return node.quantity is not None
        case _:
            return True


def _typed(node: Bound) -> bool:
    """Whether a leaf tells what kind of thing it asks about; a node above others tells nothing itself."""
    match node:
        case Present():
            return node.kind != "any"
        case Molecular():
            return node.alteration is not None
        case Compare():
            return node.quantity is not None
        case Unparsed():
            return False
        case _:
            return True
