"""Syntax trees that no parser made: strategies for every node, wherever the grammar has a place for it."""

from __future__ import annotations

from typing import TypeVar

from hypothesis import reject
from hypothesis import strategies as st

from eligibility.core.interval import Interval
from eligibility.core.span import Span
from eligibility.knowledge.load import knowledge
from eligibility.syntax.grammar.related import says
from eligibility.syntax.lexemes import kinds
from eligibility.syntax.lexer import lex
from eligibility.syntax.nodes import (
    AgeIs,
    And,
    Aside,
    Asked,
    Citation,
    Clause,
    Clauses,
    Defines,
    Guarded,
    Heading,
    Mixed,
    Not,
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
    Subject,
    Threshold,
    Unless,
    Unparsed,
)
from eligibility.syntax.terms import (
    NORMAL,
    Comparison,
    HalfLives,
    LevelIs,
    Manner,
    Moment,
    Node,
    Phrase,
    Time,
)
from eligibility.syntax.walk import parts_of
from tests.syntax.texts import LEXICON

WORDS = ("brunk", "Valdor", "quim", "tresk", "mollic-9", "PXR5", "sartine", "b-vol", "hep", "orbane's")
"""Words that no rule file knows."""

JOINS = st.sampled_from(("and", "with", "or", "list"))

N = TypeVar("N", bound=Node)


def made(build: type[N], **parts: st.SearchStrategy[object]) -> st.SearchStrategy[N]:
    """The nodes of a type that can be made of these parts; what the node refuses is no tree."""

    @st.composite
    def node(draw: st.DrawFn) -> N:
        given = {name: draw(part) for name, part in parts.items()}
        try:
            return build(**given)
        except ValueError:
            reject()

    return node()


def values(kind: str, *, apart: tuple[str, ...] = ()) -> st.SearchStrategy[str]:
    """What words of a kind may stand for."""
    return st.sampled_from([value for value in LEXICON.values(kind) if value not in apart])


def maybe(strategy: st.SearchStrategy[object]) -> st.SearchStrategy[object]:
    """Often nothing."""
    return st.none() | st.none() | strategy


def some(strategy: st.SearchStrategy[object], most: int = 2) -> st.SearchStrategy[tuple[object, ...]]:
    """None, one or a few."""
    return st.lists(strategy, max_size=most).map(tuple)


def _units() -> list[str]:
    """Units that read as themselves after a number."""
    read = [(unit, lex(f"5 {unit}", Span(0, len(unit) + 2), LEXICON)) for unit in SPELLINGS]
    return [unit for unit, lexemes in read if kinds(lexemes) == "9u" and lexemes[1].value == unit]


SPELLINGS = (*knowledge().units.by_code, "x 10^9/L", "10e9 / litre", "mg per dL", "cells/mm3", "mm Hg")
UNITS = _units()
SCALES = st.sampled_from(("grade", "stage", "NYHA class", "Ann Arbor stage"))
QUANTITIES = ("AST", "total bilirubin", "eGFR", "platelets", "INR")

names = st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(" ".join)
phrases = made(Phrase, words=names | st.sampled_from(("hep of sartine", *QUANTITIES)))
measured = made(Phrase, words=st.sampled_from(QUANTITIES))
numbers = st.sampled_from([0.0, 0.5, 1.0, 2.0, 5.0, 18.0, 150000.0, 1e-7, 3e22]) | st.integers(0, 10**7).map(
    lambda thousandths: thousandths / 1000
)


@st.composite
def intervals(draw: st.DrawFn, *, counted: bool = False) -> Interval:
    """Bounds with a lower side, an upper side or both; ``counted``: from 0 upward."""
    low, high = sorted(draw(st.tuples(numbers, numbers)))
    sides = draw(st.sampled_from(("both", "low") if counted else ("both", "low", "high", "exact")))
    opened = st.booleans()
    match sides:
        case "low":
            return Interval(low=low, low_open=draw(opened))
        case "high":
            return Interval(high=high, high_open=draw(opened))
        case "exact":
            return Interval(low, low)
    if low == high:
        return Interval(low, high)
    return Interval(low, high, low_open=draw(opened), high_open=draw(opened))


ages = made(AgeIs, bounds=intervals(), unit=st.sampled_from(("day", "week", "month", "year")))
people = st.sampled_from(((), ("female",), ("male",), ("female", "male"))).map(lambda s: People(sexes=s))
sides = st.sampled_from(("<", "<=", "=", ">=", ">"))
rungs = made(
    LevelIs, comparator=sides, levels=st.tuples(st.sampled_from(("2", "III", "IIIB"))), scale=SCALES
) | made(
    LevelIs, comparator=st.just("="), levels=st.just(("1", "2", "3")) | st.just(("III", "IV")), scale=SCALES
) | made(LevelIs, comparator=st.just("to"), levels=st.just(("I", "IIIA")), scale=SCALES)  # fmt: skip
levels = rungs | made(LevelIs, comparator=sides, levels=st.tuples(values("level")))
references = st.sampled_from(("section", "section 3.2", "section 10.10.2 brunk")).map(
    lambda words: Reference(words=words)
)
statements = st.sampled_from(
    (
        Asked(kind="ability", wants="able", words="able to swallow tablets"),
        Asked(kind="ability", wants="unable", words="unwilling to comply with protocol"),
        Asked(kind="consent", wants="able", words="written informed consent"),
        Asked(kind="judgement", wants="either", words="in opinion of investigator fit"),
    )
)
citations = st.builds(
    lambda name, year: Citation(words=f"{name} et al, {year}"),
    st.sampled_from(WORDS),
    st.integers(1950, 2030),
)
odd = st.sampled_from([*WORDS, "or", "no", ">=", "5", "(", "?", "if", ";", "x.", "a\\b"])
unread = made(Unparsed, words=st.lists(odd, min_size=1).map(" ".join))
moments = made(Moment, phrase=phrases, edge=st.sampled_from((None, "start", "end", "onset")))
times = made(
    Time, relation=st.sampled_from(("before", "after", "during", "at")), moment=moments
) | made(
    Time,
    relation=st.sampled_from(("before", "after", "of")),
    moment=moments,
    bounds=intervals(counted=True),
    unit=st.sampled_from(("hour", "day", "week", "month", "year")),
) | made(
    Time,
    relation=st.sampled_from(("before", "after", "of")),
    moment=st.none(),
    bounds=st.builds(lambda high, opened: Interval(0.0, high, high_open=opened),
                     numbers.filter(bool), st.booleans()),
    unit=st.sampled_from(("hour", "day", "week", "month", "year")),
)  # fmt: skip
times = times | made(
    Time,
    relation=st.sampled_from(("before", "of")),
    moment=moments | st.none(),
    bounds=st.builds(lambda high: Interval(0.0, high), numbers.filter(bool)),
    unit=st.sampled_from(("day", "week", "month")),
    half_lives=st.builds(
        HalfLives, st.sampled_from((3.0, 5.0)), st.sampled_from(("longer", "shorter", "either"))
    ),
) | made(
    Time, relation=st.sampled_from(("before", "of")), moment=moments | st.none(),
    half_lives=st.just(HalfLives(5.0, "alone")),
)  # fmt: skip
manners = made(Manner, kind=values("manner"), words=names)
comparisons = made(Comparison, bounds=intervals(), unit=maybe(st.sampled_from(UNITS))) | made(
    Comparison, bounds=intervals(), reference=st.sampled_from(("uln", "lln"))
) | st.just(Comparison(bounds=NORMAL, reference="normal")) | st.builds(
    lambda low, more: Comparison(bounds=Interval(float(low), float(low + more)), listed=True),
    st.integers(0, 20),
    st.integers(1, 10),
)
again = comparisons.filter(lambda one: not one.listed).map(lambda one: Restated(comparison=one))
guards = ages | people | phrases.map(lambda phrase: Occurrence(phrase=phrase))


def asides(inner: st.SearchStrategy[Clause]) -> st.SearchStrategy[object]:
    """Brackets after a phrase."""
    return citations | made(
        Aside, kind=st.sampled_from(("that_is", "example", "defined", "bare")), body=inner | again
    )


def occurrences(inner: st.SearchStrategy[Clause]) -> st.SearchStrategy[Occurrence]:
    """Phrases with all that may be said of them."""
    return made(
        Occurrence,
        phrase=phrases,
        statuses=some(values("status")),
        control=maybe(values("control")),
        certainty=maybe(values("certainty")),
        evidence=maybe(values("evidence")),
        any=st.booleans(),
        ordinal=maybe(values("ordinal").map(int)),
        carrier=maybe(values("carrier")),
        result=maybe(values("result")),
        bearer=maybe(phrases),
        verb=maybe(values("verb", apart=("had",))),
        times=some(times),
        manners=some(manners),
        asides=some(asides(inner)),
        level=maybe(rungs),
    )


def thresholds(inner: st.SearchStrategy[Clause]) -> st.SearchStrategy[Threshold]:
    """One subject, or several quantities that share their bounds."""
    after = {"times": some(times), "manners": some(manners), "asides": some(asides(inner))}
    one = st.tuples(made(Subject, phrase=phrases) | made(Subject, phrase=measured, guard=maybe(guards)))
    several = st.lists(made(Subject, phrase=measured, guard=maybe(guards)), min_size=2, max_size=3).map(tuple)
    return made(Threshold, subjects=one, comparison=comparisons, **after) | made(
        Threshold,
        subjects=several,
        comparison=comparisons,
        joint=st.sampled_from(("and", "or", "list")),
        **after,
    )


other_lengths = made(
    OtherLength,
    count=numbers,
    unit=st.sampled_from(("hour", "day", "week", "month", "year")),
    phrases=st.lists(phrases, min_size=1, max_size=3).map(tuple),
)


def sinces(inner: st.SearchStrategy[Clause]) -> st.SearchStrategy[Since]:
    """How long ago the last of something was, with other lengths in brackets."""
    return made(
        Since,
        bounds=intervals(counted=True),
        unit=st.sampled_from(("hour", "day", "week", "month", "year")),
        moments=st.lists(moments, min_size=1, max_size=3).map(tuple),
        prior=st.booleans(),
        joint=st.sampled_from(("and", "or", "list")),
        until=maybe(made(Time, relation=st.sampled_from(("before", "at")), moment=moments)),
        recovered=st.booleans(),
        asides=some(asides(inner) | made(Aside, kind=st.just("bare"), body=other_lengths)),
    )


plain_leaves = phrases.map(lambda phrase: Occurrence(phrase=phrase))
leaves = st.one_of(
    plain_leaves, occurrences(plain_leaves), thresholds(plain_leaves), sinces(plain_leaves), ages, people,
    levels, references, citations, unread,
)  # fmt: skip


LINKS = ("", "who need", "despite", ", and", "with no", "are allowed if", "no", "within 4 weeks before")
"""What may stand between parts."""


@st.composite
def relateds(draw: st.DrawFn, inner: st.SearchStrategy[Clause]) -> Related:
    """Parts with words between them."""
    understood = inner.filter(lambda part: not isinstance(part, Unparsed))
    parts = tuple(draw(st.lists(understood, min_size=1, max_size=3)))
    links = tuple(draw(st.sampled_from(LINKS)) for _ in range(len(parts) + 1))
    if len(parts) == 1 and not any(links):
        links = ("despite", *links[1:])
    return Related(parts=parts, links=links, says=says(links, LEXICON))


def _joined(inner: st.SearchStrategy[Clause]) -> st.SearchStrategy[Clause]:
    several = st.lists(inner, min_size=2, max_size=4).map(tuple)
    return st.one_of(
        made(And, operands=several, strict=st.booleans()),
        made(Or, operands=several),
        made(Series, operands=several),
        made(Mixed, operands=several, joins=st.lists(JOINS, min_size=2, max_size=4).map(tuple)),
        made(Not, operand=inner),
        made(
            Unless, base=inner, exception=inner, said=st.sampled_from(["unless", "except", "excluding"]),
            loose=st.booleans(),
        ),
        occurrences(inner),
        thresholds(inner),
        sinces(inner),
        relateds(inner),
    )


expressions: st.SearchStrategy[Clause] = st.recursive(leaves, _joined, max_leaves=8)
"""Clauses that may be parts of one another."""

headings = st.sampled_from(
    (("hep sartine", "plain"), ("all of the following brunk", "all"), ("any of the following", "any"))
).map(lambda said: Heading(words=said[0], joins=said[1]))  # type: ignore[arg-type]

readable = expressions.filter(
    lambda tree: not any(isinstance(one, Unparsed | Related) for one in parts_of(tree))
)
asked_of_some = readable.filter(lambda tree: not isinstance(tree, Citation))
guards = asked_of_some.filter(lambda tree: not isinstance(tree, People) or len(tree.sexes) == 1)
"""Whom a sentence may be about, and what it may ask of them: all of it is read."""

sentences = st.one_of(
    expressions,
    made(Permission, subject=expressions, allowed=st.booleans(), proviso=maybe(expressions),
         admits=st.booleans()),
    made(Guarded, whom=guards, body=asked_of_some, said=st.sampled_from(["if", "of"])),
    made(Defines, term=phrases, body=expressions),
    headings,
    statements,
)
_trees = sentences | made(Clauses, clauses=st.lists(sentences, min_size=2, max_size=3).map(tuple))


@st.composite
def trees(draw: st.DrawFn) -> Clause:
    """A whole criterion."""
    return draw(_trees)
