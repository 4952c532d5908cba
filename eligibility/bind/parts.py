"""Splits an item's own text into its parts and names them.

What comes in is the tree of an item; what goes out are its statements and the
requirements of a definition that belongs to them, each a part with an id such
as ``timing`` or ``genetics``.  An item of one statement has no parts.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from eligibility.bind.clauses import bind_clause, bind_statement
from eligibility.bind.doubt import in_doubt
from eligibility.bind.formulas import names_of_formulas
from eligibility.bind.nodes import (
    All,
    Bound,
    Compare,
    Elapsed,
    Molecular,
    Narrowed,
    Note,
    Permit,
    Present,
    children,
)
from eligibility.bind.nodes import Unparsed as NotRead
from eligibility.bind.scope import Scope
from eligibility.core.span import Span
from eligibility.knowledge.wording import even
from eligibility.syntax.nodes import (
    And,
    Clause,
    Clauses,
    Defines,
    Heading,
    Occurrence,
    People,
    Permission,
    Related,
    Threshold,
    Unparsed,
)
from eligibility.syntax.walk import parts_of


class Part(msgspec.Struct, frozen=True):
    """One requirement of an item's own text: its rule, and where its words stand."""

    topic: str
    rule: Bound
    span: Span


def split(tree: Clause, scope: Scope) -> tuple[Part, ...]:
    """The parts of an item's text; exactly one where it is a single statement.

    A definition whose term a statement uses adds its requirements as parts of their own, and
    the term's words then need no meaning elsewhere.
    """
    clauses = tree.clauses if isinstance(tree, Clauses) else (tree,)
    statements = [clause for clause in clauses if not isinstance(clause, Defines)]
    used = [clause for clause in clauses if isinstance(clause, Defines) and _used(clause, statements, scope)]
    unused = [clause for clause in clauses if isinstance(clause, Defines) and clause not in used]
    words = frozenset(even(word) for definition in used for word in definition.term.words.split(" "))
    told = msgspec.structs.replace(scope, defined=words)
    bound = [bind_statement(statement, told) for statement in statements]
    for definition in used:
        body = definition.body
        conjuncts = body.operands if isinstance(body, And) and not body.strict else (body,)
        bound += [bind_clause(conjunct, scope) for conjunct in conjuncts]
    bound += [bind_clause(definition, scope) for definition in unused]
    doubt = _doubt(tree, bound, scope)
    return _named([_doubted(rule, doubt) for rule in bound], scope)


def _doubt(tree: Clause, rules: list[Bound], scope: Scope) -> NotRead | str:
    """What in an item may change the others, empty for nothing: words not read, or why it is not sure."""
    if isinstance(tree, Clauses) and any(map(_names_people, tree.clauses[:-1])):
        return "people named before other sentences: those may be of them alone"
    if isinstance(tree, Clauses) and any(isinstance(one, Heading) for one in tree.clauses[1:]):
        return "a sentence behind it introduces other items, and may change it"
    if len(rules) == 1 and isinstance(tree, Occurrence) and not tree.asides:
        return ""
    related = permits = False
    told: set[Clause] = set()
    for part in parts_of(tree):
        if isinstance(part, Unparsed) and part is not tree:
            return NotRead(text=part.words, why=part.why or "not read", span=part.span)
        if isinstance(part, Threshold) and part.asides:
            told |= names_of_formulas(part, scope)
        related = related or (isinstance(part, Related) and part is not tree and part not in told)
        permits = permits or isinstance(part, Permission)
    if related:
        return RELATED if len(rules) == 1 else "another sentence, read in its parts, may change it"
    if len(rules) == 1:
        return ""
    if permits:
        return "a sentence that permits something may except it from the others"
    wholes = [rule.whole if isinstance(rule, Narrowed) else rule for rule in rules]
    unnamed = [one.phrase for one in wholes if isinstance(one, Present) and one.concept is None]
    return f"'{unnamed[0]}' names nothing known and may change the others" if unnamed else ""


RELATED = "words in it, read in their parts, may reach into the rest"


def _doubted(rule: Bound, doubt: NotRead | str) -> Bound:
    """A rule beside words that may narrow, widen or reverse it; one that permits asks for nothing."""
    if not doubt or isinstance(rule, NotRead | Permit):
        return rule
    if isinstance(doubt, NotRead):
        return All(operands=(rule, doubt), remainder=True, span=rule.span)
    return in_doubt(rule, "", doubt, rule.span)


def _names_people(clause: Clause) -> bool:
    """Whether a sentence does no more than name women or men: women of childbearing potential."""
    people = clause.operands[0] if isinstance(clause, And) and clause.strict else clause
    return isinstance(people, People) and len(people.sexes) == 1


def _used(definition: Defines, statements: Sequence[Clause], scope: Scope) -> bool:
    """Whether a statement holds every word of the term."""
    term = {even(word) for word in definition.term.words.split(" ")}
    return any(term <= _said(statement, scope) for statement in statements)


def _said(statement: Clause, scope: Scope) -> set[str]:
    """The words of an occurrence, its ordinal aside: the term may name it too."""
    if not isinstance(statement, Occurrence):
        return set()
    said = {even(word) for word in statement.phrase.words.split(" ")}
    return said if statement.ordinal is None else said | {_ordinal(statement.ordinal, scope)}


def _ordinal(number: int, scope: Scope) -> str:
    return scope.knowledge.lexicon.spell("ordinal", str(number))


def _named(rules: list[Bound], scope: Scope) -> tuple[Part, ...]:
    """The rules with a topic each, no two the same."""
    taken: dict[str, int] = {}
    parts = []
    for rule in rules:
        topic = topic_of(rule, scope)
        taken[topic] = taken.get(topic, 0) + 1
        name = topic if taken[topic] == 1 else f"{topic}_{taken[topic]}"
        parts.append(Part(name, rule, rule.span))
    return tuple(parts)


def topic_of(rule: Bound, scope: Scope) -> str:
    """What a rule is about, as the last word of a part's id."""
    match rule:
        case Elapsed():
            return "timing"
        case Molecular():
            return "genetics"
        case Compare():
            return rule.quantity or "limit"
        case Present():
            named = rule.concept or even(rule.phrase).replace(" ", "_")
            return (
                named if rule.ordinal is None else f"{_ordinal(rule.ordinal, scope)}_{named.split('_')[-1]}"
            )
        case Note():
            return "note"
        case _:
            below = children(rule)
            return topic_of(below[0], scope) if below else "text"
