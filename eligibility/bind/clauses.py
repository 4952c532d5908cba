"""Binds a clause: the logic as it is meant under its heading, and each leaf.

What comes in is a syntax tree and its scope; what goes out is a bound rule.
Polarity: a bare denial under an exclusion heading may mean either, and is ambiguous.
"""

from __future__ import annotations

from typing import assert_never

import msgspec

from eligibility.bind.asked import bind_asked, turned
from eligibility.bind.dated import open_times, time_of_exception
from eligibility.bind.grounding import ground, with_shared_head
from eligibility.bind.nodes import (
    All,
    Any,
    Bound,
    CrossReference,
    Except,
    Not,
    Note,
    Permit,
    Present,
    Readings,
    Unparsed,
    When,
)
from eligibility.bind.occurrences import bind_occurrence, fact_kind
from eligibility.bind.readings import bind_listed
from eligibility.bind.scope import Scope
from eligibility.bind.since import bind_since
from eligibility.bind.thresholds import bind_age, bind_level, bind_threshold
from eligibility.bind.times import event
from eligibility.syntax.nodes import (
    AgeIs,
    And,
    Asked,
    Citation,
    Clause,
    Clauses,
    Defines,
    Heading,
    LevelIs,
    Occurrence,
    Or,
    OtherLength,
    People,
    Permission,
    Reference,
    Restated,
    Series,
    Since,
    Threshold,
    Unless,
)
from eligibility.syntax.nodes import Not as Denial
from eligibility.syntax.nodes import Unparsed as Unread

SEXES = ("female", "male")


def bind_statement(clause: Clause, scope: Scope) -> Bound:
    """A whole sentence under its heading: a bare denial or duty in an exclusion is ambiguous."""
    if scope.kind == "inclusion" and isinstance(clause, And) and _of_one_sex(clause):
        return _asked_of_one_sex(clause, scope)
    if isinstance(clause, Asked) and clause.body is not None:
        judged = (bind_statement(clause.body, scope), bind_asked(clause))
        return All(operands=judged, span=clause.span)
    if isinstance(clause, Asked) and (why := turned(clause, scope)):
        return _unclear(clause, why)
    if scope.kind != "exclusion" or isinstance(clause, Permission):
        return bind_clause(clause, scope)
    if _denies(clause):
        return _unclear(
            clause,
            "a denial under an exclusion heading: it may exclude those who lack this, or those who have it",
        )
    if scope.obliged:
        return _unclear(
            clause, "a duty under an exclusion heading: it may exclude those who meet it, or those who do not"
        )
    return bind_clause(clause, scope)


def _of_one_sex(clause: And) -> bool:
    """Whether the sentence says something of women or of men alone: "women with ..."."""
    first = clause.operands[0]
    return clause.strict and isinstance(first, People) and len(first.sexes) == 1


def _of_each_sex(operands: tuple[Clause, ...]) -> frozenset[str]:
    """The sexes of which a list asks something each: women >= 50 years and men >= 45 years."""
    said = (one.operands[0] for one in operands if isinstance(one, And) and _of_one_sex(one))
    return frozenset(sex for people in said if isinstance(people, People) for sex in people.sexes)


def _asked_of_one_sex(clause: And, scope: Scope, *, unsaid: bool = True) -> Bound:
    """Asked of one sex; whether the other may enter is not said ("men must use contraception").

    ``unsaid``: it is not; where each sex is asked something it is.
    """
    guard, *others = (bind_clause(operand, scope) for operand in clause.operands)
    then = others[0] if len(others) == 1 else All(operands=tuple(others), span=clause.span)
    why = "said of one sex: it may ask this of them only, or let no others enter"
    otherwise = _unclear(clause, why) if unsaid else None
    return When(guard=guard, then=then, otherwise=otherwise, span=clause.span)


def _denies(clause: Clause) -> bool:
    """Whether the sentence begins with a denial, which may be of all that follows."""
    match clause:
        case Denial():
            return True
        case And() | Or() | Series():
            return _denies(clause.operands[0])
        case Unless():
            return _denies(clause.base)
        case _:
            return False


def _unclear(clause: Clause, why: str) -> Unparsed:
    return Unparsed(text="", why=why, reason="ambiguous_text", span=clause.span)


def bind_clause(clause: Clause, scope: Scope) -> Bound:
    """A clause as a bound rule."""
    match clause:
        case And() | Or() | Series():
            return _coordinated(clause, scope)
        case Denial():
            return Not(operand=bind_clause(clause.operand, scope.turned()), span=clause.span)
        case Unless() if isinstance(clause.base, Since):
            return _unclear(clause, "an exception to a length since something: what of it is excepted?")
        case Unless():
            base, exception = bind_clause(clause.base, scope), bind_clause(clause.exception, scope)
            whole = _excepted(base, exception, clause, scope)
            if not time_of_exception(clause):
                return whole
            why = "a time after an exception: it may be that of the exception alone, or of all"
            return All(operands=(whole, _unclear(clause, why)), remainder=True, span=clause.span)
        case Permission():
            return _permission(clause, scope)
        case Clauses():
            return All(operands=tuple(bind_clause(part, scope) for part in clause.clauses), span=clause.span)
        case Defines():
            why = "a definition of a term that no sentence of this item uses"
            return Unparsed(text=clause.term.words, why=why, span=clause.span)
        case Occurrence():
            return bind_occurrence(clause, scope, bind_clause)
        case Threshold():
            return bind_threshold(clause, scope, bind_clause)
        case Since():
            return bind_since(clause, scope)
        case _:
            return _leaf(clause, scope)


def _excepted(base: Bound, exception: Bound, clause: Unless, scope: Scope) -> Bound:
    """A statement with its exception: one that lifts it, or one of a kind that is taken out of it.

    "No cancer except skin cancer": one who has skin cancer may have another cancer too, and is left open.
    So is one whom "excluding" lets in by one reading and keeps out by the other.
    """
    asked = base.operand if isinstance(base, Not) else base
    taken_out = clause.said == "excluding" and not scope.excluding
    known = _of_kind(exception, asked, scope)
    if not (known or taken_out or _may_be_of_kind(exception, asked, clause)):
        return Except(base=base, exceptions=(exception,), span=clause.span)
    others = _another(asked, exception, clause, scope)
    if isinstance(base, Not):
        alone = All(operands=(exception, Not(operand=others, span=clause.span)), span=clause.span)
        return Any(operands=(base, alone), span=clause.span)
    counted = base
    if not (known or scope.excluding):
        let_in = All(operands=(exception, _unclear(clause, LET_IN_OR_OUT)), span=clause.span)
        counted = Any(operands=(base, let_in), span=clause.span)
    lifted = Any(operands=(Not(operand=exception, span=clause.span), others), span=clause.span)
    return All(operands=(counted, lifted), span=clause.span)


LET_IN_OR_OUT = "what is excepted may be let in, or kept out"


def _another(asked: Bound, exception: Bound, clause: Unless, scope: Scope) -> Bound:
    """Another of the kind beside the one excepted: known to whoever states or answers it in these words."""
    base, excepted = _things(asked), _things(exception)
    alike = {(one.kind, one.status, one.control, one.ordinal, one.evidence, one.window) for one in base}
    if len(alike) != 1 or not (_only_things(asked) and _only_things(exception)):
        return _unclear(clause, LET_IN_OR_OUT)
    spell = scope.knowledge.lexicon.spell
    names = (f" {spell('or', 'or')} ".join(one.phrase for one in things) for things in (base, excepted))
    return msgspec.structs.replace(
        base[0], concept=None, phrase=f" {spell('unless', 'except')} ".join(names), definition=None,
        members=(), defined_here=False, last=False, beside=_beside(base, excepted), span=clause.span,
    )  # fmt: skip


def _beside(base: tuple[Present, ...], excepted: tuple[Present, ...]) -> tuple[str, ...]:
    """The concept that is asked for and those that are excepted, where all are known."""
    named = [one.concept for one in (*base, *excepted) if one.concept is not None]
    return tuple(named) if len(base) == 1 and len(named) == 1 + len(excepted) else ()


def _may_be_of_kind(one: Bound, other: Bound, clause: Unless) -> bool:
    """Whether both are things to be found, of which the one may be a kind of the other as the words go."""
    found, base = ({thing.kind for thing in _things(rule)} for rule in (one, other))
    same = found == base and found <= {"condition", "treatment"}
    return bool(found and base) and (clause.said != "unless" or same)


def _things(rule: Bound) -> tuple[Present, ...]:
    """What a rule asks for where it asks whether something, or one of several, is there."""
    match rule:
        case Present():
            return (rule,)
        case All() | Any():
            return tuple(thing for operand in rule.operands for thing in _things(operand))
        case _:
            return ()


def _only_things(rule: Bound) -> bool:
    """Whether a rule asks for nothing else, so that their names say all of it."""
    return isinstance(rule, Present) or (
        isinstance(rule, All | Any) and all(_only_things(operand) for operand in rule.operands)
    )


def _of_kind(one: Bound, other: Bound, scope: Scope) -> bool:
    """Whether what one asks for is a kind of what the other does."""
    if not (isinstance(one, Present) and isinstance(other, Present)):
        return False
    if one.concept is None or other.concept is None:
        return False
    return other.concept in scope.knowledge.concepts.classes(one.concept)


def _leaf(
    clause: OtherLength | Restated | LevelIs | AgeIs | People | Heading | Reference | Asked | Citation
    | Unread,
    scope: Scope,
) -> Bound:
    match clause:
        case OtherLength():
            why = "another length behind words that give none"
            text = " ".join(phrase.words for phrase in clause.phrases)
            return Unparsed(text=text, why=why, span=clause.span)
        case Restated():
            return Unparsed(text="", why="a bracket whose part is not clear", span=clause.span)
        case LevelIs():
            return bind_level(clause, scope)
        case AgeIs():
            return bind_age(clause)
        case People():
            return _people(clause)
        case Heading():
            return Note(text=clause.words, why="introduces the items below it", span=clause.span)
        case Reference():
            return CrossReference(text=clause.words, span=clause.span)
        case Asked():
            return bind_asked(clause)
        case Citation():
            return Note(text=clause.words, why="literature", span=clause.span)
        case Unread():
            return Unparsed(text=clause.words, why=clause.why or "not read", span=clause.span)
    assert_never(clause)


def _people(clause: People) -> Bound:
    """Candidates named by their sex; naming both leaves no one out."""
    named = tuple(sex for sex in SEXES if sex in clause.sexes)
    if len(named) != 1:
        return Note(text="", why="any sex", span=clause.span)
    return Present(kind="person", concept=named[0], phrase=named[0], span=clause.span)


def _coordinated(clause: And | Or | Series, scope: Scope) -> Bound:
    """Joined operands, with the head and the leading words that they share."""
    denied = _denied_list(clause)
    if denied is not None:
        if isinstance(clause, And):
            return _unclear(
                clause, "a denial before 'and': it may be of the first alone, of each, or of both together"
            )
        return Not(operand=_coordinated(denied, scope.turned()), span=clause.span)
    operands = _shared(clause.operands, scope)
    sexed = _of_each_sex(operands) if isinstance(clause, And) and not scope.excluding else frozenset()
    unsaid = len(sexed) < len(SEXES)

    def bind(operand: Clause, scope: Scope) -> Bound:
        if sexed and isinstance(operand, And) and _of_one_sex(operand):
            return _asked_of_one_sex(operand, scope, unsaid=unsaid)
        return bind_clause(operand, scope)

    bound = bind_listed(operands, scope, bind)
    if any(event(moment, scope).edge != "anchor" for moment in open_times(operands)):
        why = "a time that names no moment before one that does: it may count from the same"
        return All(operands=(*bound, _unclear(clause, why)), remainder=True, span=clause.span)
    match clause:
        case Or():
            return Any(operands=bound, span=clause.span)
        case And():
            loose = scope.excluding and not clause.strict and not scope.aside
            return All(operands=bound, wording_or=loose, span=clause.span)
        case Series():
            return _series(bound, clause, scope)
    assert_never(clause)


def _denied_list(clause: And | Or | Series) -> And | Or | Series | None:
    """A list whose first operand alone carries the denial ("no A or B"), without it; else ``None``."""
    first, *others = clause.operands
    if not isinstance(first, Denial) or not isinstance(first.operand, Occurrence):
        return None
    if not all(isinstance(operand, Occurrence) for operand in others):
        return None
    return msgspec.structs.replace(clause, operands=(first.operand, *others))


def _series(bound: tuple[Bound, ...], clause: Series, scope: Scope) -> Bound:
    """A list joined by commas alone: alternatives in a bracket, or names in an exclusion; else not said."""
    each, some = All(operands=bound, span=clause.span), Any(operands=bound, span=clause.span)
    limited = any(isinstance(one, Threshold | AgeIs | LevelIs) for one in clause.operands)
    if scope.aside or (scope.excluding and not limited):
        return some
    return Readings(operands=(each, some), why="a list without 'and' or 'or'", span=clause.span)


def _shared(operands: tuple[Clause, ...], scope: Scope) -> tuple[Clause, ...]:
    """Operands with what the list says once: the head after the last, the modifiers before the first."""
    plain = [operand for operand in operands if isinstance(operand, Occurrence)]
    if len(plain) != len(operands):
        return operands
    phrases = with_shared_head(tuple(operand.phrase.words for operand in plain), scope.knowledge)
    named = [
        msgspec.structs.replace(operand, phrase=msgspec.structs.replace(operand.phrase, words=words))
        for operand, words in zip(plain, phrases, strict=True)
    ]
    return tuple(_inherit(named[0], operand, scope) for operand in named)


def _inherit(first: Occurrence, operand: Occurrence, scope: Scope) -> Occurrence:
    """An operand that says nothing of status takes over what is said before the first of its kind."""
    said = operand.statuses or operand.control or operand.certainty or operand.evidence or operand.verb
    if said or operand is first:
        return operand
    kinds = (fact_kind(one, ground(one.phrase.words, scope.knowledge)) for one in (first, operand))
    if len(set(kinds)) > 1:
        return operand
    return msgspec.structs.replace(
        operand,
        statuses=first.statuses,
        control=first.control,
        certainty=first.certainty,
        evidence=first.evidence,
    )


def _permission(clause: Permission, scope: Scope) -> Bound:
    """Who may enter, or may not: the verb decides, whatever the heading."""
    if not clause.allowed:
        if clause.proviso is not None:
            return _unclear(clause, "a proviso after 'not allowed': it may lift this or limit it")
        if scope.kind == "exclusion":
            return bind_clause(clause.subject, scope)
        return Not(operand=bind_clause(clause.subject, scope.turned()), span=clause.span)
    subject = bind_clause(clause.subject, scope)
    if clause.proviso is None:
        return Permit(body=subject, span=clause.span)
    if scope.kind == "exclusion":
        denied = Not(operand=bind_clause(clause.proviso, scope.turned()), span=clause.span)
        return All(operands=(subject, denied), span=clause.span)
    proviso = bind_clause(clause.proviso, scope)
    return When(guard=subject, then=proviso, span=clause.span)
