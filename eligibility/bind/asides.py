"""What the brackets after a phrase do to it: other words for it, a definition, examples, literature.

Brackets are typed, never dropped: one whose part is not clear makes the clause unknown.
"""

from __future__ import annotations

import msgspec

from eligibility.bind.dated import dated, last_times
from eligibility.bind.nodes import (
    All,
    Any,
    Bound,
    Compare,
    Molecular,
    Note,
    Present,
    Readings,
    Unparsed,
    children,
)
from eligibility.bind.scope import BindClause, Scope
from eligibility.bind.scored import tells_the_score
from eligibility.core.span import Span
from eligibility.knowledge.concepts import Concept
from eligibility.syntax.nodes import Aside, Citation, Clause, Occurrence, Or, Series, Threshold
from eligibility.syntax.terms import Time


class Explained(msgspec.Struct, frozen=True):
    """A phrase after its brackets: a more exact concept, a definition, examples, remarks.

    ``instead``: the bracket lists exhaustively what a phrase without a row of its own means.
    ``limit``: a limit of which it is not said whether it defines the phrase, narrows it or describes what is
    normal.  ``same``: what "ie" gives for a phrase without a row.  ``beside``: other words, of which it is
    not said whether they are the same, narrow it or stand for another thing that counts too.  ``times``:
    those behind examples, which may be of what they are examples of.
    """

    concept: Concept | None = None
    definition: Bound | None = None
    instead: Bound | None = None
    limit: Bound | None = None
    same: tuple[Bound, ...] = ()
    beside: tuple[Bound, ...] = ()
    members: tuple[str, ...] = ()
    times: tuple[Time, ...] = ()
    remarks: tuple[Bound, ...] = ()


def explain(node: Occurrence, concept: Concept | None, scope: Scope, bind: BindClause) -> Explained:
    """What all brackets of an occurrence say together."""
    said = Explained()
    for aside in node.asides:
        said = _explain_one(said, node, said.concept or concept, aside, scope, bind)
    return said


def _explain_one(
    said: Explained,
    node: Occurrence,
    concept: Concept | None,
    aside: Aside | Citation,
    scope: Scope,
    bind: BindClause,
) -> Explained:
    if isinstance(aside, Citation):
        return _remark(said, Note(text=aside.words, why="literature", span=aside.span))
    inside = scope.inside()
    match aside.kind:
        case "example":
            members = tuple(_name(item) for item in _items(aside.body))
            if any(isinstance(item, Occurrence) and item.asides for item in _items(aside.body)):
                said = _remark(said, Unparsed(text="", why=WITHIN, reason="ambiguous_text", span=aside.span))
            times = last_times(aside.body) if dated(aside.body) else ()
            return msgspec.structs.replace(said, members=said.members + members, times=said.times or times)
        case "bare" if isinstance(aside.body, Threshold):
            return _limited(said, node, concept, aside.body, scope, bind)
        case _ if tells_the_score(node, concept, aside, scope):
            return _remark(said, Note(text="", why="how the result is scored", span=aside.span))
        case _:
            body = bind(_identified(aside.body, node), inside)
            return _other_words(said, concept, aside, body, scope)


def _other_words(
    said: Explained, concept: Concept | None, aside: Aside, body: Bound, scope: Scope
) -> Explained:
    """The same in other words, a definition, or an exhaustive list in place of an open phrase."""
    if concept is not None and _concepts(body) == {concept.id}:
        return _remark(said, Note(text="", why="the same in other words", span=aside.span))
    if concept is None and aside.kind == "that_is" and _all_molecular(body):
        return msgspec.structs.replace(said, instead=body)
    if concept is not None and aside.kind in {"that_is", "defined"}:
        if _sides(body, concept, scope) == {"other"}:
            return msgspec.structs.replace(said, limit=body)
        return msgspec.structs.replace(said, definition=body)
    if concept is None and aside.kind == "defined":
        return msgspec.structs.replace(said, definition=body)
    if aside.kind == "that_is":
        return msgspec.structs.replace(said, same=(*said.same, body))
    return msgspec.structs.replace(said, beside=(*said.beside, body))


WITHIN = "examples with words of their own: where the list of them ends is not said"
BESIDE = "whether the words in brackets are the same, narrow it, or name another thing that counts too"
SAME = "what is asked, in two wordings that may differ"


def read_ways(core: Bound, said: Explained, span: Span) -> Bound:
    """A phrase in each of the readings that its brackets leave open."""
    if said.limit is not None:
        core = Readings(operands=(core, said.limit), why=LIMIT, span=span)
    for body in said.same:
        core = Readings(operands=(core, body), why=SAME, span=span)
    for body in said.beside:
        both, either = All(operands=(core, body), span=span), Any(operands=(core, body), span=span)
        core = Readings(operands=(core, both, either), why=BESIDE, span=span)
    return core


def _all_molecular(body: Bound) -> bool:
    """Whether every leaf is an alteration: only then is the list surely of the phrase's own kind."""
    match body:
        case Molecular():
            return True
        case Note():
            return True
        case _:
            below = children(body)
            return bool(below) and all(_all_molecular(child) for child in below)


def _limited(
    said: Explained, node: Occurrence, concept: Concept | None, limit: Threshold, scope: Scope,
    bind: BindClause,
) -> Explained:  # fmt: skip
    """A bare limit after a phrase: part of a concept's own name, how it is measured, or not said.

    It holds at the time behind the bracket.  What is adequate is so by its limit where it is asked for.
    """
    named = _with_limit(node.phrase.words, limit, scope)
    if named is not None:
        note = Note(text="", why="part of the name", span=limit.span)
        return msgspec.structs.replace(said, concept=named, remarks=(*said.remarks, note))
    timed = limit if limit.times else msgspec.structs.replace(limit, times=node.times)
    body = bind(timed, scope.inside())
    first = node.phrase.words.partition(" ")[0]
    fit = scope.knowledge.lexicon.value("fit", first) is not None and not scope.excluding
    if fit or (concept is not None and _sides(body, concept, scope) == {"same"}):
        return msgspec.structs.replace(said, definition=body)
    return msgspec.structs.replace(said, limit=body)


LIMIT = "whether a limit in brackets defines what stands before it, narrows it or says what is normal"


def _sides(rule: Bound, concept: Concept, scope: Scope) -> set[str]:
    """Where the limits of a rule lie: on the side by which a concept is measured, the other, or neither."""
    if isinstance(rule, Compare):
        side = scope.knowledge.definitions.side(concept.id, rule.quantity or "")
        beyond = {"low": (False, True), "high": (True, False)}
        if side is None:
            return {"neither"}
        limits = (rule.bounds.low is not None, rule.bounds.high is not None)
        return {"same" if limits == beyond[side] else "other"}
    return {side for child in children(rule) for side in _sides(child, concept, scope)} or {"neither"}


def _with_limit(phrase: str, threshold: Threshold, scope: Scope) -> Concept | None:
    """The concept that a phrase names with its limit: hypodiploidy < 40 chromosomes."""
    bounds = threshold.comparison.bounds
    if len(threshold.subjects) != 1 or bounds.high is None or bounds.low is not None:
        return None
    sign = "<" if bounds.high_open else "<="
    return scope.knowledge.concepts.named(
        f"{phrase} {sign}{bounds.high:g} {threshold.subjects[0].phrase.words}"
    )


def _identified(body: Clause, node: Occurrence) -> Clause:
    """What the list stands for is "identified" if the phrase before it is."""
    if node.certainty is None:
        return body
    match body:
        case Occurrence():
            return msgspec.structs.replace(body, certainty=body.certainty or node.certainty)
        case Or() | Series():
            named = tuple(_identified(operand, node) for operand in body.operands)
            return msgspec.structs.replace(body, operands=named)
        case _:
            return body


def _items(body: Clause) -> tuple[Clause, ...]:
    return body.operands if isinstance(body, Or | Series) else (body,)


def _name(item: Clause) -> str:
    return item.phrase.words if isinstance(item, Occurrence) else ""


def _concepts(node: Bound) -> set[str | None]:
    """The concepts of the leaves; ``None`` among them where one is open."""
    match node:
        case Molecular():
            return {node.alteration}
        case Present() if node.definition is None:
            return {node.concept}
        case Any():
            return {concept for operand in node.operands for concept in _concepts(operand)}
        case Note():
            return set()
        case _:
            below = children(node)
            return {None} if not below else {c for child in below for c in _concepts(child)}


def _remark(said: Explained, remark: Bound) -> Explained:
    return msgspec.structs.replace(said, remarks=(*said.remarks, remark))
