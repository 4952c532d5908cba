"""Binds occurrences: a condition, a treatment, an allergy, an alteration ... with what is said of it.

What comes in is an occurrence as written; what goes out is ``Present``,
``Molecular`` or ``Elapsed`` nodes.  A phrase that names no concept stays open with its words.
"""

from __future__ import annotations

import msgspec

from eligibility.bind.asides import Explained, explain, read_ways
from eligibility.bind.doubt import beside, in_doubt
from eligibility.bind.grounding import (
    MOLECULAR,
    NO_FACTS,
    OF_THEIR_OWN,
    SITE,
    THERAPY,
    Segment,
    ground,
    segments,
)
from eligibility.bind.levels import bind_ranked
from eligibility.bind.marked import RESULTS, marked, of_alteration, with_sign
from eligibility.bind.narrowing import wider
from eligibility.bind.nodes import (
    All,
    Any,
    Bound,
    CrossReference,
    Elapsed,
    Event,
    FactKind,
    Judgement,
    Molecular,
    Narrowed,
    Not,
    Note,
    Present,
    Readings,
    Related,
    Status,
    Unparsed,
)
from eligibility.bind.prefixed import denied_by_prefix
from eligibility.bind.related import in_words
from eligibility.bind.scope import BindClause, Scope
from eligibility.bind.strung import strung
from eligibility.bind.times import UNITS, event, from_history, window
from eligibility.knowledge.concepts import Concept, Relation
from eligibility.syntax.nodes import Not as Denial
from eligibility.syntax.nodes import Occurrence
from eligibility.syntax.terms import DENYING, Manner, Phrase, Time

_CURRENT = frozenset({"ongoing", "current", "active"})
_EVER = frozenset({"history", "prior"})
_OF_SUBSTANCES = frozenset({"allergy", "treatment"})
_STATES = frozenset({"condition", "disease_state"})
_SHOWN = frozenset({"documented", "confirmed"})


def bind_occurrence(node: Occurrence, scope: Scope, bind: BindClause) -> Bound:
    """What an occurrence asks of the candidate."""
    if scope.knowledge.lexicon.names_nothing(node.phrase.words):
        why = f"'{node.phrase.words}' names nothing by itself"
        return Unparsed(text=node.phrase.words, why=why, reason="ambiguous_text", span=node.span)
    node = with_sign(node, scope.knowledge)
    ranked = bind_ranked(node, scope, bind)
    if ranked is not None:
        return ranked
    denied = denied_by_prefix(node, scope)
    if denied is not None:
        return bind(Denial(operand=denied, span=node.span), scope)
    concept = marked(node, scope.knowledge)
    parts = None if concept else segments(node.phrase.words, scope.defined, scope.knowledge)
    if (no_fact := _not_asked(node, concept, parts or (), scope)) is not None:
        why = f"'{node.phrase.words}' {no_fact}"
        return Unparsed(text=node.phrase.words, why=why, reason="ambiguous_text", span=node.span)
    if parts is not None and any(part.concept for part in parts):
        return strung(node, parts, scope, bind)
    if node.bearer is not None and (concept is None or concept.kind not in MOLECULAR):
        return _borne(node, scope, bind)
    explained = explain(node, concept, scope, bind)
    if explained.instead is not None:
        core = explained.instead
    else:
        concept = explained.concept or concept
        core = _of_a_kind(node, _timed(node, concept, explained, scope), concept, scope)
        core = _or_members(node, core, concept, explained, scope)
        if explained.times:
            core = _behind_examples(node, core, concept, explained, scope)
        core = read_ways(core, explained, node.span)
    core = _by_method(node, core, scope)
    remarks = (*explained.remarks, *_remarks(node, concept, scope))
    if node.certainty in _SUSPECTED:
        text = in_words(msgspec.structs.replace(node, certainty="suspected"), scope.knowledge.lexicon)
        asked = Related(text=text, parts=(core,), why=SUSPECTED, span=node.span)
        core = asked if node.certainty == "suspected" else Any(operands=(core, asked), span=node.span)
    return beside(core, remarks, in_words(node, scope.knowledge.lexicon), node.span) if remarks else core


def _not_asked(
    node: Occurrence, concept: Concept | None, parts: tuple[Segment, ...], scope: Scope
) -> str | None:
    """Why a name is nothing that a candidate has or is given, or not as it is said; ``None`` if it may be."""
    named = (concept, *(part.concept for part in parts))
    if any(one is not None and one.kind in NO_FACTS for one in named):
        return "names, or holds, a moment of the trial, a specimen or a method"
    if concept is not None and concept.kind == SITE:
        return "is a part of the body, and of what there is not said"
    if concept is None and node.result is None and _names_a_test(node.phrase.words, scope):
        return "is a test, and the result that is wanted is not said"
    _, more, last = node.phrase.words.rpartition(" ")
    if node.carrier == "allergy" and more and scope.knowledge.lexicon.value("noun", last) == "treatment":
        return "is a treatment behind an allergy, and may be asked for itself"
    return None


def _borne(node: Occurrence, scope: Scope, bind: BindClause) -> Bound:
    """A thing with a result of its own, smear-positive tuberculosis: in these words, else none."""
    assert node.bearer is not None
    words = f"{node.phrase.words} {node.result} {node.bearer.words}"
    whole = msgspec.structs.replace(
        node, phrase=_phrase(node, words), result=None, bearer=None, asides=(), manners=()
    )  # fmt: skip
    named = bind_occurrence(whole, scope, bind)
    thing = Occurrence(phrase=node.bearer, span=node.span)
    concept = ground(node.bearer.words, scope.knowledge)
    if concept is not None and isinstance(named, Present):
        named = Narrowed(whole=named, wider=_core(thing, concept, Explained(), None, scope), span=node.span)
    others = (*node.asides, *node.manners)
    if not others:
        return named
    left = Unparsed(text="", why="words behind a thing with a result of its own", span=node.span)
    return All(operands=(named, left), remainder=True, span=node.span)


def _or_members(
    node: Occurrence, core: Bound, concept: Concept | None, explained: Explained, scope: Scope
) -> Bound:
    """What the text names as an example and no rule knows as a kind: a pacemaker, as a disorder of the heart.

    It may count by itself, or only in the sense of what it is an example of: hypersensitivity (eg to a drug).
    """
    found: list[Bound] = []
    for name in explained.members:
        member = ground(name, scope.knowledge) if name else None
        if member is None or member.kind not in OF_THEIR_OWN:
            continue
        if concept is not None and not _is_other(member, concept, scope):
            continue
        plain = Occurrence(
            phrase=_phrase(node, name), statuses=node.statuses, times=node.times, span=node.span
        )  # fmt: skip
        found.append(_timed(plain, member, Explained(), scope))
    if not found:
        return core
    either = Any(operands=(core, *found), span=node.span)
    return Readings(operands=(core, either), why=EXAMPLES, span=node.span)


EXAMPLES = "whether an example counts by itself, or only in the sense of what it is an example of"


def _is_other(member: Concept, concept: Concept, scope: Scope) -> bool:
    return scope.knowledge.concepts.relation(member.id, concept.id) is not Relation.IS


def _behind_examples(
    node: Occurrence, core: Bound, concept: Concept | None, explained: Explained, scope: Scope
) -> Bound:
    """What has examples with a time behind them: at any time, or at that."""
    why = "a time behind examples: it may be that of what they are examples of"
    if node.times:
        return in_doubt(core, in_words(node, scope.knowledge.lexicon), why, node.span)
    dated = msgspec.structs.replace(node, times=explained.times)
    timed = _of_a_kind(dated, _timed(dated, concept, explained, scope), concept, scope)
    return Readings(operands=(core, timed), why=why, span=node.span)


def _of_a_kind(node: Occurrence, whole: Bound, concept: Concept | None, scope: Scope) -> Bound:
    """What a phrase asks, beside the wider thing that it is a kind of; a phrase with a row stands alone."""
    found = None if concept is not None else wider(node, scope.knowledge)
    if found is None or isinstance(whole, Unparsed):
        return whole
    kind, known = found
    return Narrowed(whole=whole, wider=_timed(kind, known, Explained(), scope), span=node.span)


def _names_a_test(phrase: str, scope: Scope) -> bool:
    """Whether a phrase ends in a word for a test, which may come out either way."""
    return scope.knowledge.lexicon.value("test", phrase.rpartition(" ")[2]) is not None


def _named(node: Occurrence, words: str) -> Occurrence:
    return msgspec.structs.replace(node, phrase=_phrase(node, words))


def _phrase(node: Occurrence, words: str) -> Phrase:
    return msgspec.structs.replace(node.phrase, words=words)


def _timed(node: Occurrence, concept: Concept | None, explained: Explained, scope: Scope) -> Bound:
    """The occurrence at each of its times, which are alternatives."""
    if not node.times:
        return _core(node, concept, explained, None, scope)
    alternatives = tuple(_core(node, concept, explained, time, scope) for time in node.times)
    return alternatives[0] if len(alternatives) == 1 else Any(operands=alternatives, span=node.span)


def _core(
    node: Occurrence, concept: Concept | None, explained: Explained, time: Time | None, scope: Scope
) -> Bound:
    if concept is not None and node.carrier in _OF_SUBSTANCES and concept.kind in _STATES:
        why = f"'{node.phrase.words}' is nothing that one can be given or be allergic to"
        return Unparsed(text=node.phrase.words, why=why, reason="ambiguous_text", span=node.span)
    if concept is not None and concept.kind in MOLECULAR and node.carrier is None:
        return _molecular(node, concept, scope)
    borne = None if node.carrier or node.result or time else of_alteration(concept, scope.knowledge)
    if borne is not None:
        return borne
    if time is not None and concept is not None and concept.kind == "disease_state":
        at = event(time.moment, scope)
        if from_history(time, at):
            return _elapsed(node, concept, time, at)
    if time is not None and _may_ask_for_none(node, concept, time):
        why = "at least so long before: it may ask for one at that time, or for none since"
        return Unparsed(text=node.phrase.words, why=why, reason="ambiguous_text", span=node.span)
    if "planned" in node.statuses and len(node.statuses) > 1:
        return _past_or_planned(node, concept, explained, time, scope)
    status = _status(node, concept)
    if time is not None and time.moment is None and time.relation == "of" and status == "received":
        why = "within a time, given now or to come: whether it lies in the past or ahead is not said"
        return Unparsed(text=node.phrase.words, why=why, reason="ambiguous_text", span=node.span)
    present = Present(
        kind=fact_kind(node, concept),
        concept=None if concept is None else concept.id,
        phrase=_tested(node, scope) if concept is None else node.phrase.words,
        status=status,
        control="uncontrolled" if node.control == "uncontrolled" else None,
        ordinal=node.ordinal,
        evidence=node.evidence or ("documented" if node.certainty in _SHOWN else None),
        window=None if time is None else window(time, scope, planned=status == "planned"),
        definition=explained.definition or _known_definition(concept, scope),
        members=explained.members,
        defined_here=explained.definition is not None,
        span=node.span,
    )
    return Not(operand=present, span=node.span) if node.result in DENYING else present


def _past_or_planned(
    node: Occurrence, concept: Concept | None, explained: Explained, time: Time | None, scope: Scope
) -> Bound:
    """What was, is or is to be: each by itself, since a plan is no fact of the past."""
    others = tuple(status for status in node.statuses if status != "planned")
    each = tuple(
        _core(msgspec.structs.replace(node, statuses=statuses), concept, explained, time, scope)
        for statuses in (others, ("planned",))
    )
    return Any(operands=each, span=node.span)


def _tested(node: Occurrence, scope: Scope) -> str:
    """The words of a phrase that names nothing known: with its result, which a test may have or not."""
    if node.result not in RESULTS:
        return node.phrase.words
    return f"{node.phrase.words} {scope.knowledge.lexicon.spell('result', 'positive')}"


def _may_ask_for_none(node: Occurrence, concept: Concept | None, time: Time) -> bool:
    """Whether a time sets only how long before something was: "chemotherapy at least 28 days before".

    A diagnosis or a history is asked for; of a treatment, or of words that name nothing known, it may be
    meant that there is none since.
    """
    bounds = time.bounds
    if bounds is None or not bounds.low or bounds.high is not None or time.relation != "before":
        return False
    asked = node.carrier == "diagnosis" or bool(_EVER.intersection(node.statuses))
    return not asked and fact_kind(node, concept) in {"treatment", "any"}


def _known_definition(concept: Concept | None, scope: Scope) -> Bound | None:
    """The definition that the knowledge base has of a concept."""
    rule = None if concept is None else scope.knowledge.definitions.of(concept.id)
    return None if rule is None else msgspec.convert(rule, Bound)


def _elapsed(node: Occurrence, concept: Concept, time: Time, at: Event) -> Elapsed:
    bounds, unit = time.bounds, time.unit
    assert bounds is not None and unit is not None
    return Elapsed(
        start=at, end=Event("onset", concept.id, node.phrase.words), low=bounds.low, high=bounds.high,
        unit=UNITS[unit], low_open=bounds.low_open, high_open=bounds.high_open, span=time.span,
    )  # fmt: skip


def _molecular(node: Occurrence, concept: Concept, scope: Scope) -> Bound:
    """An alteration or antigen; its bearer is the trial's own disease or must be present too."""
    bearer = "" if node.bearer is None else node.bearer.words
    carried = Molecular(
        alteration=concept.id, phrase=node.phrase.words, identified=node.certainty == "identified",
        bearer=bearer, span=node.span,
    )  # fmt: skip
    asked: Bound = Not(operand=carried, span=node.span) if node.result in DENYING else carried
    if node.bearer is None or scope.knowledge.vocabulary.read("bearer", bearer) is not None:
        return asked
    disease = ground(bearer, scope.knowledge)
    if disease is not None and scope.studies(disease.id):
        return asked
    present = Present(
        kind="condition", concept=None if disease is None else disease.id, phrase=bearer, status="unsaid",
        span=node.bearer.span,
    )  # fmt: skip
    return All(operands=(asked, present), span=node.span)


def fact_kind(node: Occurrence, concept: Concept | None) -> FactKind:
    """In which list of facts to look: by what carries the phrase, else by what the phrase names."""
    match node.carrier:
        case "allergy":
            return "allergy"
        case "treatment":
            return "treatment"
        case "diagnosis":
            return "condition"
    if concept is None:
        return "any"
    return "treatment" if concept.kind in THERAPY else "condition"


def _status(node: Occurrence, concept: Concept | None) -> Status:
    """Whether past, present or planned ones count."""
    match node.verb:
        case "planned":
            return "planned"
        case "given" | "has received":
            return "given"
        case "receiving":
            # A time says when it counts: one that ended last week was received within 4 weeks.
            return "given" if any(time.bounds is not None for time in node.times) else "current"
        case "received":
            return "given" if _EVER.intersection(node.statuses) else "received"
    if _EVER.intersection(node.statuses):
        return "ever"
    if _CURRENT.intersection(node.statuses):
        return "current"
    if "planned" in node.statuses:
        return "planned"
    return "unsaid"


def _remarks(node: Occurrence, concept: Concept | None, scope: Scope) -> tuple[Bound, ...]:
    """What the other words amount to: a standard is a note, a pointer elsewhere is unknown."""
    remarks: list[Bound] = [_manner(one, scope) for one in node.manners if not _narrows(one, scope)]
    if node.control == "controlled":
        remarks.append(Judgement(text=f"controlled: {node.phrase.words}", span=node.span))
    return tuple(remarks)


_SUSPECTED = frozenset({"suspected", "possible"})
"""What may be there without any record of it; "possible": known or suspected."""

SUSPECTED = "whether it is suspected, no record of what is known says"


def _by_method(node: Occurrence, core: Bound, scope: Scope) -> Bound:
    """What must be shown by a method: asked about in these words, and not there where it is not at all."""
    methods = [f"{one.kind} {one.words}" for one in node.manners if _narrows(one, scope)]
    if not methods:
        return core
    said = " ".join([node.phrase.words, *([node.result] if node.result else []), *methods])
    whole = Present(kind=fact_kind(node, None), concept=None, phrase=said, status="ever", span=node.span)
    return Narrowed(whole=whole, wider=core, span=node.span)


def _narrows(manner: Manner, scope: Scope) -> bool:
    """Whether a method narrows what is asked; a standard does not, nor what points to another text."""
    return manner.kind in {"by", "using"} and not _points_elsewhere(manner, scope)


def _points_elsewhere(manner: Manner, scope: Scope) -> bool:
    return any(scope.knowledge.lexicon.value("section", word) is not None for word in manner.words.split(" "))


def _manner(manner: Manner, scope: Scope) -> Bound:
    text = f"{manner.kind} {manner.words}"
    if _points_elsewhere(manner, scope):
        return CrossReference(text=text, span=manner.span)
    return Note(text=text, why="the standard applied; no limit of its own", span=manner.span)
