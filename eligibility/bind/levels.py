"""Binds levels of scales: NYHA class III or IV, neuropathy of grade 2 or more, stage IIIB disease.

What comes in is a level with what it is said of; what goes out is a ``Scale`` of the
candidate, or the thing itself with the levels that its grade or stage may have.  Which
scale a grade, class or stage without a name is of, what it is said of tells.  A grade of
a laboratory value is a comparison.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from eligibility.bind.graded import names_criteria
from eligibility.bind.grounding import ground
from eligibility.bind.narrowing import wider
from eligibility.bind.nodes import (
    All,
    Any,
    Bound,
    Compare,
    Narrowed,
    Not,
    Note,
    Present,
    Ranked,
    Readings,
    Scale,
    Unparsed,
)
from eligibility.bind.related import in_words
from eligibility.bind.scope import BindClause, Scope
from eligibility.bind.times import window
from eligibility.core.interval import Interval
from eligibility.formulas.grades import grades
from eligibility.knowledge.concepts import Concept
from eligibility.knowledge.quantities import Quantity
from eligibility.knowledge.ranks import RANK, of_whom, words_of
from eligibility.knowledge.scales import CANDIDATE, Level
from eligibility.syntax.nodes import Aside, Citation, Occurrence
from eligibility.syntax.terms import LevelIs, Manner

TOXICITY = "toxicity_grade"
"""The scale of the grades of adverse events."""

FIELDS: dict[str, Literal["grade", "stage"]] = {"grade": "grade", "stage": "stage", "class": "stage"}
"""Where a record holds a level of a condition, by the word for it."""

ELSE = "else"
"""What an owner of levels stands for whose grades of laboratory values are not those of the CTCAE."""

UNTOLD = "a level, and of which scale is not said"
NO_LEVEL = "no level of the scale that it is said to be of"
WITHOUT = "a limit on how severe something is: who does not have it at all may be meant too"


def bind_level(node: LevelIs, scope: Scope) -> Bound:
    """A level of a scale without a subject of its own."""
    if not node.scale:
        return _alone(node, scope)
    named = words_of(node.scale, scope.knowledge.lexicon)[0]
    scale = _scale(node, None, scope) if named else None
    if scale is None or scale == TOXICITY:
        return Unparsed(text=_written(node, scope), why=UNTOLD, reason="ambiguous_text", span=node.span)
    return _of_candidate(node, scale, scope)


def _alone(node: LevelIs, scope: Scope) -> Bound:
    """A level that tells its scale itself: M2."""
    known = [scope.knowledge.scales.alone(text) for text in node.levels]
    levels = tuple(level for level in known if level is not None)
    if len(levels) < len(known):
        return Unparsed(text=" ".join(node.levels), why="a level of no scale in rules/scales", span=node.span)
    wanted = scope.knowledge.scales.wanted(node.comparator, levels)
    return Scale(scale=levels[0].scale, phrase=node.levels[0], levels=wanted, span=node.span)


def _of_candidate(node: LevelIs, scale: str, scope: Scope) -> Bound:
    """The candidate is at one of the levels."""
    levels = _levels(node, scale, scope)
    if levels is None:
        return Unparsed(text=_written(node, scope), why=NO_LEVEL, reason="ambiguous_text", span=node.span)
    wanted = scope.knowledge.scales.wanted(node.comparator, levels)
    return Scale(scale=scale, phrase=_written(node, scope), levels=wanted, span=node.span)


def bind_ranked(node: Occurrence, scope: Scope, bind: BindClause) -> Bound | None:
    """Something with a level beside it or in brackets behind it; ``None`` where there is none."""
    plain, levels, criteria = _apart(node, scope)
    if not levels:
        return None
    level = levels[0]
    unread = Unparsed(text=in_words(node, scope.knowledge.lexicon), why=UNTOLD, reason="ambiguous_text",
                      span=node.span)  # fmt: skip
    if any(other != level for other in levels[1:]):
        return unread
    if plain.phrase.words == level.scale:
        return _at_a_time(plain, level, scope) or unread
    named = _as_one_name(plain, level, scope)
    if named is not None:
        return bind(named, scope)
    plain, level = _with_scale(plain, level, scope)
    quantity = scope.knowledge.quantities.named(plain.phrase.words)
    if quantity is not None:
        return _of_value(plain, level, quantity, criteria, scope) or unread
    concept = ground(plain.phrase.words, scope.knowledge)
    if concept is None and (studied := _studied(plain, scope)) is not None:
        concept, plain = studied
    kind = None if concept is not None else wider(plain, scope.knowledge)
    scale = _scale(level, concept or (None if kind is None else kind[1]), scope)
    if scale is None and (whole := _whole_name(plain, level)) is not None:
        return bind(whole, scope)
    if scale is None or _levels(level, scale, scope) is None:
        return unread
    body = bind(plain, scope)
    if scope.knowledge.scales.by_id[scale].of == CANDIDATE:
        return _rated(node, level, scale, body, scope)
    return _of_condition(node, level, scale, body, concept, scope) or unread


def _rated(node: Occurrence, level: LevelIs, scale: str, body: Bound, scope: Scope) -> Bound:
    """Something that the candidate has, and the candidate at one of the levels."""
    wanted, above = _sides(level, scale, scope)
    phrase = _written(level, scope)
    rated = All(
        operands=(body, Scale(scale=scale, phrase=phrase, levels=wanted, span=level.span)),
        rated=True, span=node.span,
    )  # fmt: skip
    if not above:
        return rated
    beyond = Scale(scale=scale, phrase=f"above {phrase}", levels=above, span=level.span)
    worse = All(operands=(body, beyond), rated=True, span=node.span)
    return Readings(operands=(rated, Not(operand=worse, span=node.span)), why=WITHOUT, span=node.span)


def _at_a_time(plain: Occurrence, level: LevelIs, scope: Scope) -> Bound | None:
    """A level of the candidate at a milestone of the trial, which is the present one; else ``None``."""
    at = [window(time, scope) for time in plain.times]
    now = all(one.relation == "at" and one.event.edge == "anchor" for one in at)
    return bind_level(level, scope) if now and not (plain.asides or plain.manners) else None


def _apart(node: Occurrence, scope: Scope) -> tuple[Occurrence, tuple[LevelIs, ...], str | None]:
    """An occurrence without its levels; these; and the criteria by which a grade is told, if said."""
    inside = [one for one in node.asides if _level_in(one, scope) is not None]
    levels = tuple(level for one in inside if (level := _level_in(one, scope)) is not None)
    if node.level is not None:
        levels = (node.level, *levels)
    if not levels:
        return node, (), None
    standards = [one for one in node.manners if names_criteria(one.words, scope)]
    editions = [one for one in node.asides if _edition(one, scope)]
    said = [one.words for one in standards] + [_edition(one, scope) for one in editions]
    plain = msgspec.structs.replace(
        node, level=None, asides=tuple(one for one in node.asides if one not in [*inside, *editions]),
        manners=tuple(one for one in node.manners if one not in standards),
    )  # fmt: skip
    return plain, levels, " ".join([level.scale for level in levels] + said)


def _level_in(aside: Aside | Citation, scope: Scope) -> LevelIs | None:
    """The level that a bracket holds, with the criteria by which it is told or without."""
    match aside:
        case Aside(kind="example"):
            return None
        case Aside(body=LevelIs() as level):
            return level
        case Aside(body=Occurrence(level=LevelIs() as level) as body):
            left = msgspec.structs.replace(body, level=None)
            if left.plain and names_criteria(body.phrase.words, scope):
                return msgspec.structs.replace(level, scale=f"{body.phrase.words} {level.scale}")
    return None


def _edition(aside: Aside | Citation, scope: Scope) -> str:
    """The words of a bracket that names the criteria of grades and nothing else; empty for any other."""
    body = aside.body if isinstance(aside, Aside) else None
    words = body.phrase.words if isinstance(body, Occurrence) else ""
    return words if words and names_criteria(words, scope) else ""


def _studied(plain: Occurrence, scope: Scope) -> tuple[Concept, Occurrence] | None:
    """The trial's own disease, where the words say no more than that it is one: stage IV disease."""
    bare = scope.knowledge.lexicon.value("disease_word", plain.phrase.words) is not None
    if not bare or len(scope.diseases) != 1:
        return None
    concept = scope.knowledge.concepts.by_id[scope.diseases[0]]
    phrase = msgspec.structs.replace(plain.phrase, words=concept.names[0])
    return concept, msgspec.structs.replace(plain, phrase=phrase)


def _as_one_name(plain: Occurrence, level: LevelIs, scope: Scope) -> Occurrence | None:
    """A level that is a part of a name: class III obesity."""
    whole = _whole_name(plain, level)
    return None if whole is None or ground(whole.phrase.words, scope.knowledge) is None else whole


def _whole_name(plain: Occurrence, level: LevelIs) -> Occurrence | None:
    """A name with its one level before it; ``None`` for a limit, or several levels."""
    if level.comparator != "=" or len(level.levels) > 1:
        return None
    words = f"{level.scale} {level.levels[0]} {plain.phrase.words}"
    return msgspec.structs.replace(plain, phrase=msgspec.structs.replace(plain.phrase, words=words))


def _with_scale(plain: Occurrence, level: LevelIs, scope: Scope) -> tuple[Occurrence, LevelIs]:
    """A level whose scale is named elsewhere, with that name: class II NYHA heart failure; by NYHA."""
    lexicon, scales = scope.knowledge.lexicon, scope.knowledge.scales
    if words_of(level.scale, lexicon)[0]:
        return plain, level
    for beside in (*plain.manners, *plain.asides):
        name = words_of(_said_by(beside), lexicon)[0]
        if scales.named(name) is not None:
            named = msgspec.structs.replace(level, scale=f"{name} {level.scale}")
            return msgspec.structs.replace(
                plain, manners=tuple(one for one in plain.manners if one is not beside),
                asides=tuple(one for one in plain.asides if one is not beside),
            ), named  # fmt: skip
    words = plain.phrase.words.split(" ")
    for end in range(len(words) - 1, 0, -1):
        name = " ".join(words[:end])
        if scales.named(name) is not None:
            rest = msgspec.structs.replace(plain.phrase, words=" ".join(words[end:]))
            named = msgspec.structs.replace(level, scale=f"{name} {level.scale}")
            return msgspec.structs.replace(plain, phrase=rest), named
    return plain, level


def _said_by(beside: Manner | Aside | Citation) -> str:
    """The words of a standard, or of a bracket that is no more than a name."""
    match beside:
        case Manner(words=words):
            return words
        case Aside(body=Occurrence() as body) if body.plain:
            return body.phrase.words
        case _:
            return ""


def _scale(level: LevelIs, concept: Concept | None, scope: Scope) -> str | None:
    """The scale of a level: that which is named, else that which such a word is of for such a thing."""
    name, rank = words_of(level.scale, scope.knowledge.lexicon)
    if name:
        named = scope.knowledge.scales.named(name)
        return None if named is None else named.id
    word = scope.knowledge.lexicon.value(RANK, rank) or ""
    depths = scope.knowledge.concepts.depths(None if concept is None else concept.id)
    return scope.knowledge.scales.usual(word, depths)


def _levels(node: LevelIs, scale: str, scope: Scope) -> tuple[Level, ...] | None:
    """The levels as those of a scale; ``None`` where one is none of it."""
    known = [scope.knowledge.scales.level(scale, text) for text in node.levels]
    found = tuple(level for level in known if level is not None)
    backward = node.comparator == "to" and len(found) > 1 and found[0].rank > found[-1].rank
    return found if len(found) == len(known) and not backward else None


def _of_condition(
    node: Occurrence, level: LevelIs, scale: str, body: Bound, concept: Concept | None, scope: Scope
) -> Bound | None:
    """A condition at one of the levels; ``None`` where what is bound is none."""
    wanted, above = _sides(level, scale, scope)
    here = _ranked(body, level, scale, wanted, concept, scope)
    if here is None or not above:
        return here
    worse = _ranked(body, level, scale, above, concept, scope)
    assert worse is not None
    without = Not(operand=worse, span=node.span)
    if scale == TOXICITY and concept is not None and not scope.excluding:
        # Who has no neuropathy has none above grade 1.
        return without
    readings = [here, without]
    if scope.excluding and NONE in wanted and len(wanted) > 1:
        # Who has a mild one may be meant, and not who has none.
        mild = _ranked(body, level, scale, tuple(one for one in wanted if one != NONE), concept, scope)
        assert mild is not None
        readings.append(mild)
    return Readings(operands=tuple(readings), why=WITHOUT, span=node.span)


def _sides(level: LevelIs, scale: str, scope: Scope) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The levels that are let in and, where these begin at the lowest, those above them: <= grade 1; 0-1."""
    scales, levels = scope.knowledge.scales, _levels(level, scale, scope)
    assert levels is not None
    wanted = scales.wanted(level.comparator, levels)
    limited = level.comparator in {"<", "<="} or (scale == TOXICITY and NONE in wanted)
    above = tuple(one.level for one in scales.levels(scale) if one.level not in wanted) if limited else ()
    return wanted, above


NONE = "0"
"""The grade of a toxicity that is not there."""


def _ranked(
    body: Bound, level: LevelIs, scale: str, kept: tuple[str, ...], concept: Concept | None, scope: Scope
) -> Bound | None:
    """A condition at some levels; where a laboratory value tells it, that value's grade too."""
    as_said = kept == _sides(level, scale, scope)[0]
    said = _written(level, scope) if as_said else f"{level.scale} {' or '.join(kept)}"
    ranked = _with_rank(body, Ranked(scale, _field(level, scope), kept, said))
    if ranked is None or scale != TOXICITY or concept is None or not isinstance(body, Present):
        return ranked
    value = _measured(body, level, kept, concept, scope)
    return ranked if value is None else Any(operands=(ranked, value), same=True, span=body.span)


def _measured(
    body: Present, level: LevelIs, kept: tuple[str, ...], concept: Concept, scope: Scope
) -> Compare | None:
    """The laboratory value that tells the grade of a condition now: platelets, of thrombocytopenia."""
    graded = grades(scope.knowledge.folder)
    known = scope.knowledge.definitions.measures(concept.id)
    measures = [quantity for quantity, how in known.items() if how.graded]
    if len(measures) != 1 or not graded.grades(measures[0]) or body.window is not None:
        return None
    numbers = [int(one) for one in kept]
    if body.status not in {"unsaid", "current"} or numbers != list(range(numbers[0], numbers[-1] + 1)):
        return None
    return Compare(
        quantity=measures[0], phrase=f"{body.phrase} {_written(level, scope)}", unit=None, reference="grade",
        bounds=Interval(float(numbers[0]), float(numbers[-1])), criteria=level.scale, span=body.span,
    )  # fmt: skip


def _with_rank(body: Bound, ranked: Ranked) -> Bound | None:
    """A rule whose conditions are at a level; ``None`` where it asks for something that has none."""
    match body:
        case Present():
            asks = body.kind in {"condition", "any"} and body.definition is None
            return msgspec.structs.replace(body, ranked=ranked) if asks else None
        case Narrowed():
            whole, wider = _with_rank(body.whole, ranked), _with_rank(body.wider, ranked)
            if whole is None or wider is None:
                return None
            return msgspec.structs.replace(body, whole=whole, wider=wider)
        case All() | Any() | Readings():
            parts = tuple(one if isinstance(one, Note) else _with_rank(one, ranked) for one in body.operands)
            kept = tuple(one for one in parts if one is not None)
            return None if len(kept) < len(parts) else msgspec.structs.replace(body, operands=kept)
        case _:
            return None


def _field(level: LevelIs, scope: Scope) -> Literal["grade", "stage"]:
    _, rank = words_of(level.scale, scope.knowledge.lexicon)
    return FIELDS.get(scope.knowledge.lexicon.value(RANK, rank) or "", "stage")


def _of_value(
    node: Occurrence, level: LevelIs, quantity: Quantity, criteria: str | None, scope: Scope
) -> Bound | None:
    """A laboratory value of a grade, or a score; ``None`` where it has no grades, or more is said of it."""
    bounds = _bounds(level, scope)
    left = msgspec.structs.replace(node, times=(), level=None, span=node.span)
    told = Occurrence(phrase=node.phrase, statuses=_now(node), span=node.span)
    if bounds is None or _scale(level, None, scope) != TOXICITY or left != told or len(node.times) > 1:
        return None
    if of_whom(level.scale, scope.knowledge.lexicon) == ELSE:
        return None
    graded = grades(scope.knowledge.folder).grades(quantity.id)
    if not graded and quantity.step != 1:
        return None
    said = f"{node.phrase.words} {_written(level, scope)}" if graded else node.phrase.words
    at = window(node.times[0], scope) if node.times else None
    return Compare(
        quantity=quantity.id, phrase=said, bounds=bounds, unit=None, window=at,
        reference="grade" if graded else "absolute", criteria=criteria if graded else None, span=node.span,
    )  # fmt: skip


def _now(node: Occurrence) -> tuple[str, ...]:
    """The words for what is so now, which a laboratory value is anyway."""
    return node.statuses if set(node.statuses) <= {"current", "ongoing", "active"} else ()


def _bounds(level: LevelIs, scope: Scope) -> Interval | None:
    """The grades as numbers."""
    levels = _levels(level, TOXICITY, scope)
    if levels is None:
        return None
    numbers = sorted(float(one.rank) for one in levels)
    low, high = numbers[0], numbers[-1]
    match level.comparator:
        case ">=" | ">":
            return Interval(low=low, low_open=level.comparator == ">")
        case "<=" | "<":
            return Interval(high=high, high_open=level.comparator == "<")
        case "=" if high - low != len(numbers) - 1:
            return None
    return Interval(low, high)


def _written(node: LevelIs, scope: Scope) -> str:
    """A level in words: grade 3 or 4."""
    return in_words(node, scope.knowledge.lexicon)
