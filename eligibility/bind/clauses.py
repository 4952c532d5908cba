"""Binds a clause: the logic as it is meant under its heading, and each leaf.

What comes in is a syntax tree and its scope; what goes out is a bound rule.
Polarity: a bare denial under an exclusion heading may mean either, and is ambiguous.
"""

from __future__ import annotations

from typing import assert_never

import msgspec

from eligibility.bind.asked import bind_asked, turned
from eligibility.bind.dated import open_times, time_of_exception
from eligibility.bind.doubt import as_meant, asked_in, in_doubt
from eligibility.bind.exceptions import excepted
from eligibility.bind.kindred import kindred
from eligibility.bind.levels import bind_level
from eligibility.bind.nodes import (
    All,
    Any,
    Bound,
    Compare,
    CrossReference,
    Not,
    Note,
    Present,
    Readings,
    Unparsed,
    When,
)
from eligibility.bind.occurrences import bind_occurrence
from eligibility.bind.others import of_others
from eligibility.bind.permissions import permission
from eligibility.bind.readings import bind_listed, mixed, series, with_limits_of_then
from eligibility.bind.related import bind_related, in_words
from eligibility.bind.results import with_result
from eligibility.bind.scope import Scope
from eligibility.bind.sharing import shared
from eligibility.bind.since import bind_since
from eligibility.bind.thresholds import bind_age, bind_threshold
from eligibility.bind.times import event
from eligibility.syntax.nodes import (
    AgeIs,
    And,
    Asked,
    Citation,
    Clause,
    Clauses,
    Defines,
    Guarded,
    Heading,
    Mixed,
    Occurrence,
    Or,
    OtherLength,
    People,
    Permission,
    Reference,
    Related,
    Restated,
    Series,
    Since,
    Threshold,
    Unless,
)
from eligibility.syntax.nodes import Not as Denial
from eligibility.syntax.nodes import Unparsed as Unread
from eligibility.syntax.terms import LevelIs

SEXES = ("female", "male")


def bind_statement(clause: Clause, scope: Scope) -> Bound:
    """A whole sentence under its heading: a bare denial or duty in an exclusion is ambiguous."""
    if scope.kind == "inclusion" and isinstance(clause, And) and _of_one_sex(clause):
        return _asked_of_one_sex(clause, scope)
    if isinstance(clause, Asked) and clause.body is not None:
        told = asked_in(
            bind_statement(clause.body, scope), scope.kind, in_words(clause.body, scope.knowledge.lexicon)
        )
        judged = (told, bind_asked(clause))
        return All(operands=judged, span=clause.span)
    if isinstance(clause, Asked) and (why := turned(clause, scope)):
        return in_doubt(bind_asked(clause), as_meant(scope.kind, clause.words), why, clause.span)
    if isinstance(clause, Related) and clause.says == TURNS[scope.kind]:
        return _turned(clause, scope, PERMITTED)
    if scope.kind != "exclusion" or isinstance(clause, Permission):
        return bind_clause(clause, scope)
    if _denies(clause):
        return _turned(clause, scope, DENIED)
    return _turned(clause, scope, OBLIGED) if scope.obliged else bind_clause(clause, scope)


TURNS = {"inclusion": "refuses", "exclusion": "permits", "registry": ""}
"""What words say of candidates under the heading of the other kind."""

PERMITTED = "who may enter, or may not, under the heading of the other kind"
DENIED = "a denial under an exclusion heading: it may exclude those who lack this, or those who have it"
OBLIGED = "a duty under an exclusion heading: it may exclude those who meet it, or those who do not"


def _turned(clause: Clause, scope: Scope, why: str) -> Bound:
    """A statement under what may be the heading of the other kind: a person says what the protocol means."""
    return in_doubt(bind_clause(clause, scope), "", why, clause.span)


def _of_one_sex(clause: And) -> bool:
    """Whether the sentence says something of women or of men alone: "women with ..."."""
    first = clause.operands[0]
    return clause.strict and isinstance(first, People) and len(first.sexes) == 1


def _of_each_sex(operands: tuple[Clause, ...]) -> frozenset[str]:
    """The sexes of which a list asks something each: women >= 50 years and men >= 45 years."""
    said = (one.operands[0] if isinstance(one, And) and _of_one_sex(one) else one for one in operands)
    named = (people.sexes for people in said if isinstance(people, People))
    return frozenset(sex for sexes in named if len(sexes) == 1 for sex in sexes)


def _alternatives(clause: Or | Mixed) -> tuple[Clause, ...]:
    """The operands of a list but for those that stand behind "with"."""
    if isinstance(clause, Or):
        return clause.operands
    joins = ("", *clause.joins)
    return tuple(one for one, join in zip(clause.operands, joins, strict=True) if join != "with")


def _women_or_men_alone(operands: tuple[Clause, ...]) -> bool:
    """Whether each of some alternatives is of women alone, or each of men."""
    sexed = (isinstance(one, And) and _of_one_sex(one) for one in operands)
    return all(sexed) and len(_of_each_sex(operands)) == 1


def _asked_of_one_sex(clause: And, scope: Scope, *, unsaid: bool = True) -> Bound:
    """Asked of one sex; whether the other may enter is not said ("men must use contraception").

    ``unsaid``: it is not; where each sex is asked something it is.
    """
    guard, *others = (bind_clause(operand, scope) for operand in clause.operands)
    then = others[0] if len(others) == 1 else All(operands=tuple(others), span=clause.span)
    asked = When(guard=guard, then=then, span=clause.span)
    if not unsaid:
        return asked
    why = "said of one sex: it may ask this of them only, or let no others enter"
    both = All(operands=(guard, then), span=clause.span)
    return Readings(operands=(asked, both), why=why, span=clause.span)


def _denies(clause: Clause) -> bool:
    """Whether the sentence begins with a denial, which may be of all that follows."""
    match clause:
        case Denial():
            return True
        case And() | Or() | Series() | Mixed():
            return _denies(clause.operands[0])
        case Unless():
            return _denies(clause.base)
        case Related():
            return clause.says == "denies"
        case _:
            return False


def _unclear(clause: Clause, why: str) -> Unparsed:
    return Unparsed(text="", why=why, reason="ambiguous_text", span=clause.span)


def bind_clause(clause: Clause, scope: Scope) -> Bound:
    """A clause as a bound rule."""
    match clause:
        case And() | Or() | Series() | Mixed():
            loose = _of_all_or_last(clause)
            return _coordinated(clause, scope) if loose is None else _loosely_excepted(loose, scope)
        case Denial():
            return Not(operand=bind_clause(clause.operand, scope.turned()), span=clause.span)
        case Unless() if isinstance(clause.base, Since):
            return _unclear(clause, "an exception to a length since something: what of it is excepted?")
        case Unless() if clause.loose:
            return _loosely_excepted(clause, scope)
        case Unless():
            base, exception = bind_clause(clause.base, scope), bind_clause(clause.exception, scope)
            whole = excepted(base, exception, clause, scope)
            if not time_of_exception(clause):
                return whole
            why = "a time after an exception: it may be that of the exception alone, or of all"
            return in_doubt(whole, in_words(clause, scope.knowledge.lexicon), why, clause.span)
        case Permission():
            return permission(clause, scope, bind_clause)
        case Guarded():
            return _guarded(clause, scope)
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
        case Related():
            return bind_related(clause, scope, bind_clause)
        case _:
            return _leaf(clause, scope)


def _loosely_excepted(clause: Unless, scope: Scope) -> Bound:
    """An exception behind a list: of all of it, or of its last part alone."""
    listed = clause.base
    assert isinstance(listed, And | Or | Series | Mixed)
    *others, base = shared(listed.operands, scope)
    last = Unless(base=base, exception=clause.exception, said=clause.said, span=clause.span)
    of_last = msgspec.structs.replace(listed, operands=(*others, last))
    whole = msgspec.structs.replace(clause, loose=False)
    readings = (bind_clause(whole, scope), _coordinated(of_last, scope))
    return Readings(operands=readings, why=LOOSE, span=clause.span)


def _of_all_or_last(clause: And | Or | Series | Mixed) -> Unless | None:
    """A list of names with an exception in brackets behind the last, as one behind it; else ``None``."""
    *others, last = clause.operands
    if not (isinstance(last, Unless) and isinstance(last.base, Occurrence)):
        return None
    if not all(isinstance(operand, Occurrence) for operand in others):
        return None
    listed = msgspec.structs.replace(clause, operands=(*others, last.base))
    return msgspec.structs.replace(last, base=listed, loose=True, span=clause.span)


LOOSE = "an exception after a list: it may be that of the last alone, or of all"


def _guarded(clause: Guarded, scope: Scope) -> Bound:
    """What is asked of some candidates alone; of whom the words may also say that only they may enter.

    Of women or men it is asked of them: the others are told of elsewhere.
    """
    guard, said = bind_clause(clause.whom, scope), bind_statement(clause.body, scope)
    then = asked_in(said, scope.kind, in_words(clause.body, scope.knowledge.lexicon))
    asked = When(guard=guard, then=then, span=clause.span)
    first = clause.whom.operands[0] if isinstance(clause.whom, And) else clause.whom
    if clause.said == "if" or (isinstance(first, People) and first.sexes):
        return asked
    both = All(operands=(guard, then), span=clause.span)
    return Readings(operands=(asked, both), why=WHOM, span=clause.span)


WHOM = "it may be asked of these candidates only, or say that only these may enter"


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


def _coordinated(clause: And | Or | Series | Mixed, scope: Scope) -> Bound:
    """Joined operands, with the head and the leading words that they share."""
    if (others := of_others(clause, scope)) is not None:
        return others
    denied = _denied_list(clause)
    if denied is not None:
        if isinstance(clause, And | Mixed):
            return _unclear(
                clause, "a denial before 'and': it may be of the first alone, of each, or of both together"
            )
        return Not(operand=_coordinated(denied, scope.turned()), span=clause.span)
    if isinstance(clause, Or | Mixed) and not scope.excluding and _women_or_men_alone(_alternatives(clause)):
        return _unclear(clause, "alternatives of one sex: whether the other may enter is not said")
    ways = with_result(clause, scope) or (clause,)
    read = tuple(_listed(way, scope) for way in ways)
    return read[0] if len(read) == 1 else Readings(operands=read, why=RESULT, span=clause.span)


RESULT = "a denial that ends a list: whether it is of each name, of the last, or beside all is not said"


def _listed(clause: And | Or | Series | Mixed, scope: Scope) -> Bound:
    """A list in one reading of its words."""
    operands = shared(clause.operands, scope)
    sexed = _of_each_sex(operands) if isinstance(clause, And) and not scope.excluding else frozenset()
    unsaid = len(sexed) < len(SEXES)

    def bind(operand: Clause, scope: Scope) -> Bound:
        if sexed and isinstance(operand, And) and _of_one_sex(operand):
            return _asked_of_one_sex(operand, scope, unsaid=unsaid)
        if isinstance(operand, People) and not unsaid:
            return Note(text="", why="any sex", span=operand.span)
        return bind_clause(operand, scope)

    bound = bind_listed(operands, scope, bind, clause)
    if isinstance(clause, And) and clause.strict:
        bound = with_limits_of_then(operands, bound)
    if any(event(moment, scope).edge != "anchor" for moment in open_times(operands)):
        why = "a time that names no moment before one that does: it may count from the same"
        whole = _joined(bound, clause, scope)
        return in_doubt(whole, in_words(clause, scope.knowledge.lexicon), why, clause.span)
    return _joined(bound, clause, scope)


KINDRED = "illnesses of a kind joined by 'and': patients with all of them, or with any"


def _joined(bound: tuple[Bound, ...], clause: And | Or | Series | Mixed, scope: Scope) -> Bound:
    """Bound operands under the word that joins them."""
    match clause:
        case Or() if not scope.excluding and any(map(_asked_of_some, bound)):
            # Who is none of those of whom one is asked would be let in by that one alone.
            if all(map(_asked_of_some, bound)):
                return All(operands=bound, span=clause.span)
            return _unclear(clause, OF_SOME)
        case Or():
            graded = all(isinstance(one, Compare) and one.reference == "grade" for one in bound)
            return Any(operands=bound, wording_and=graded and not scope.excluding, span=clause.span)
        case And():
            loose = scope.excluding and not clause.strict and not scope.aside
            whole = All(operands=bound, wording_or=loose, span=clause.span)
            told = any(isinstance(one, Occurrence) and one.result for one in clause.operands)
            if clause.strict or told or scope.excluding or scope.aside or not kindred(bound, scope):
                return whole
            some = Any(operands=bound, span=clause.span)
            return Readings(operands=(whole, some), why=KINDRED, span=clause.span)
        case Series():
            return series(bound, clause, scope)
        case Mixed():
            loose = scope.excluding and not scope.aside
            return mixed(bound, clause, loose=loose)
    assert_never(clause)


OF_SOME = "alternatives of which one is asked of some candidates alone"


def _asked_of_some(one: Bound) -> bool:
    return isinstance(one, When) and one.otherwise is None


def _denied_list(clause: And | Or | Series | Mixed) -> And | Or | Series | Mixed | None:
    """A list whose first operand alone carries the denial ("no A or B"), without it; else ``None``."""
    first, *others = clause.operands
    if not isinstance(first, Denial) or not isinstance(first.operand, Occurrence):
        return None
    if not all(isinstance(operand, Occurrence) for operand in others):
        return None
    return msgspec.structs.replace(clause, operands=(first.operand, *others))
