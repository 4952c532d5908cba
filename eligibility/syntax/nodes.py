"""The syntax tree: what a criterion says, as written.

Frozen nodes in one closed union; words stay words, no concept is looked up here.
Two trees are equal if they say the same: spans and surface spellings do not count.

    logic      And  Or  Series  Mixed  Not  Unless  Permission  Guarded  Defines  Clauses
    leaves     Occurrence  Threshold  Since  OtherLength  Restated  LevelIs  AgeIs
               People  Heading  Reference  Asked  Citation  Related  Unparsed
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from eligibility.core.interval import Interval, refuse_empty
from eligibility.syntax.terms import (
    HISTORY,
    MARKS,
    Comparison,
    Length,
    LevelIs,
    Manner,
    Moment,
    Node,
    Phrase,
    Time,
)

Joins = Literal["plain", "all", "any", "excludes", "admits", "examples", "unclear"]
"""How the words above a list join it."""


class Aside(Node, frozen=True):
    """Words in brackets, or after "ie" and "eg".

    ``kind`` that_is: the same in other words, or an exhaustive list; example: some of several;
    defined: a definition; bare: brackets without such a word.
    """

    kind: Literal["that_is", "example", "defined", "bare"]
    body: Clause

    def __post_init__(self) -> None:
        _inside(self.body)


class Subject(Node, frozen=True):
    """What a threshold is about, and for whom: ``eGFR in participants 1 to <2 years of age``."""

    phrase: Phrase
    guard: AgeIs | People | Occurrence | None = None

    def __post_init__(self) -> None:
        guard = self.guard
        if isinstance(guard, Occurrence) and not guard.plain:
            raise ValueError("a guard is an age, a sex or the name of a condition")


class And(Node, frozen=True):
    """Operands joined by "and", "both ... and" (``strict``) or "with"."""

    operands: tuple[Clause, ...]
    strict: bool = False

    def __post_init__(self) -> None:
        _joins(self.operands)
        if not self.strict and any(isinstance(one, And) and not one.strict for one in self.operands):
            raise ValueError("an 'and' directly inside an 'and' is one list")


class Or(Node, frozen=True):
    """Operands joined by "or", "and/or" or a slash."""

    operands: tuple[Clause, ...]

    def __post_init__(self) -> None:
        _joins(self.operands)
        if any(isinstance(one, Or) for one in self.operands):
            raise ValueError("an 'or' directly inside an 'or' is one list")


class Series(Node, frozen=True):
    """Operands joined by commas alone: the text does not say whether all or any."""

    operands: tuple[Clause, ...]

    def __post_init__(self) -> None:
        _joins(self.operands)


class Mixed(Node, frozen=True):
    """Operands joined by words of several kinds: the text does not say which are joined first."""

    operands: tuple[Clause, ...]
    joins: tuple[Literal["and", "with", "or", "list"], ...]

    def __post_init__(self) -> None:
        _joins(self.operands)
        if len(self.joins) != len(self.operands) - 1 or not mixes(self.joins):
            raise ValueError(f"words of several kinds join the operands: {self.joins}")


def mixes(joins: Sequence[str]) -> bool:
    """Whether words between operands leave it open which are joined first: A and B or C; A, B with C."""
    said = set(joins)
    return (bool(said & {"and", "with"}) and "or" in said) or {"with", "list"} <= said


class Not(Node, frozen=True):
    """A denial: ``lacking any identified abnormality``."""

    operand: Clause

    def __post_init__(self) -> None:
        _inside(self.operand)


class Unless(Node, frozen=True):
    """A statement with its exception; how it is said tells what the exception may be.

    ``loose``: the base is a list outside brackets, and the exception may be that of its last part alone.
    """

    base: Clause
    exception: Clause
    said: Literal["unless", "except", "excluding"] = "unless"
    loose: bool = False

    def __post_init__(self) -> None:
        _inside(self.base, self.exception)
        if self.loose and not isinstance(self.base, And | Or | Series | Mixed):
            raise ValueError("an exception is loose behind a list")


class Permission(Node, frozen=True):
    """``X are allowed provided Y``; ``allowed`` false: ``X are not eligible``.

    ``admits``: ``X are eligible``, which may ask for X, or only permit it.
    """

    subject: Clause
    allowed: bool
    proviso: Clause | None = None
    admits: bool = False

    def __post_init__(self) -> None:
        _inside(self.subject, *(() if self.proviso is None else (self.proviso,)))
        if self.admits and not self.allowed:
            raise ValueError("who is eligible is allowed")


class Guarded(Node, frozen=True):
    """What is asked of some candidates alone: ``if sexually active, contraception``.

    ``said`` of: the sentence begins with them and obliges them, "women with X must", and may mean that others
    are no candidates.
    """

    whom: Clause
    body: Clause
    said: Literal["if", "of"] = "if"

    def __post_init__(self) -> None:
        _inside(self.whom, self.body)


class Defines(Node, frozen=True):
    """A sentence that defines a term used elsewhere in the item."""

    term: Phrase
    body: Clause

    def __post_init__(self) -> None:
        _inside(self.body)


class Clauses(Node, frozen=True):
    """Sentences one after the other."""

    clauses: tuple[Clause, ...]

    def __post_init__(self) -> None:
        if len(self.clauses) < 2 or any(isinstance(clause, Clauses) for clause in self.clauses):
            raise ValueError("sentences are two or more, and none holds sentences of its own")


class Occurrence(Node, frozen=True):
    """Something that a candidate has, had or gets, with all that the words around it say.

    ``carrier``: what is said of the phrase (allergy, treatment, diagnosis).  ``result``: positive,
    negative, present, absent; ``bearer``: of what ("CD22-positive ALL").  ``times`` are alternatives.
    ``level``: how severe or advanced.  ``continues``: the words before it in its list may go on with it.
    """

    phrase: Phrase
    statuses: tuple[str, ...] = ()
    control: str | None = None
    certainty: str | None = None
    evidence: str | None = None
    any: bool = False
    ordinal: int | None = None
    carrier: str | None = None
    result: str | None = None
    bearer: Phrase | None = None
    verb: str | None = None
    times: tuple[Time, ...] = ()
    manners: tuple[Manner, ...] = ()
    asides: tuple[Aside | Citation, ...] = ()
    level: LevelIs | None = None
    continues: bool = False

    def __post_init__(self) -> None:
        said = self.statuses
        if said and (len(set(said)) < len(said) or HISTORY in said[1:]):
            raise ValueError(f"statuses differ, and a history stands before the others: {self.statuses}")
        if self.bearer is not None and self.result is None:
            raise ValueError("a bearer is of a result")
        if self.result is not None and self.verb is not None:
            raise ValueError("a result takes no verb")
        _dated_once(self.times)

    @property
    def plain(self) -> bool:
        """Whether it is a name and nothing more."""
        said = self.statuses or self.control or self.certainty or self.evidence or self.any or self.ordinal
        more = said or self.carrier or self.result or self.bearer or self.verb or self.times
        return not (more or self.manners or self.asides or self.level or self.continues)


class Threshold(Node, frozen=True):
    """A measured subject against bounds.

    Several subjects share them, joined by ``joint``; list: by commas or a slash alone.
    """

    subjects: tuple[Subject, ...]
    comparison: Comparison
    joint: Literal["and", "or", "list"] = "and"
    times: tuple[Time, ...] = ()
    manners: tuple[Manner, ...] = ()
    asides: tuple[Aside | Citation, ...] = ()

    def __post_init__(self) -> None:
        if not self.subjects or (len(self.subjects) == 1 and self.joint != "and"):
            raise ValueError("a threshold has a subject, and one subject is not joined")
        _dated_once(self.times)


class Since(Node, frozen=True):
    """How long ago the last of something was: ``at least 4 weeks since prior surgery and recovered``.

    ``prior``: the words do not say that there was one.  ``until``: the day that it counts to, if named.
    """

    bounds: Interval
    unit: Length
    moments: tuple[Moment, ...]
    prior: bool = False
    joint: Literal["and", "or", "list"] = "and"
    until: Time | None = None
    recovered: bool = False
    asides: tuple[Aside | Citation, ...] = ()

    def __post_init__(self) -> None:
        if not self.moments or (len(self.moments) == 1 and self.joint != "and"):
            raise ValueError("a length is since something, and one thing is not joined")


class OtherLength(Node, frozen=True):
    """In brackets behind a length, another for some of it: ``(6 weeks for nitrosoureas)``."""

    count: float
    unit: Length
    phrases: tuple[Phrase, ...]


class Restated(Node, frozen=True):
    """In brackets behind a limit, the same one in another unit: ``(>= 90 g/L)``, ``(90 g/L)``.

    A number alone says no more than which one it is.
    """

    comparison: Comparison


class AgeIs(Node, frozen=True):
    """An age between bounds: ``between 1 and < 18 years of age``."""

    bounds: Interval
    unit: Literal["day", "week", "month", "year"]

    def __post_init__(self) -> None:
        refuse_empty(self.bounds)


class People(Node, frozen=True):
    """Candidates named by their sex: ``male or female participants``."""

    sexes: tuple[Literal["female", "male"], ...]

    def __post_init__(self) -> None:
        if self.sexes != tuple(sorted(set(self.sexes))):
            raise ValueError(f"sexes are named once each, in order: {self.sexes}")


class Heading(Node, frozen=True):
    """Words that introduce the bullets below them.

    ``joins``: whether they ask for all or any of them; plain: they do not say; excludes: any of them keeps
    out; admits: all of them let in; examples: they are some of what the words name; unclear: they say more.
    """

    words: str
    joins: Joins = "plain"


class Reference(Node, frozen=True):
    """A pointer to a text that is not at hand."""

    words: str


class Asked(Node, frozen=True):
    """What only a person can say: an ability, a consent, a judgement, of whom it ``wants``.

    ``body``: what is judged, where that can be checked too.
    """

    kind: Literal["ability", "consent", "judgement"]
    wants: Literal["able", "unable", "either"]
    words: str
    body: Clause | None = None


class Citation(Node, frozen=True):
    """A literature reference."""

    words: str


class Related(Node, frozen=True):
    """Names, limits and ages that are understood, with words between them whose reach no rule tells.

    ``links`` are those words, one more than ``parts``: before each and behind the last; empty where none are.
    What all of it says together only a person can say.  ``says``: whether it begins with a denial, or holds
    the words that permit or refuse what stands before them.  ``shown``: as in the text; not compared.
    """

    parts: tuple[Clause, ...]
    links: tuple[str, ...]
    says: Literal["states", "denies", "permits", "refuses"] = "states"
    shown: str = ""

    def __post_init__(self) -> None:
        _inside(*self.parts)
        if not self.parts or any(isinstance(part, Unparsed) for part in self.parts):
            raise ValueError("parts are one or more, and understood")
        if len(self.links) != len(self.parts) + 1 or not (any(self.links) or len(self.parts) > 1):
            raise ValueError("several parts, or one with words beside it, and one more link")
        if any(link != " ".join(link.split()) or MARKS.intersection(link) for link in self.links):
            raise ValueError(f"links stand without marks and double spaces: {self.links}")


class Unparsed(Node, frozen=True):
    """Words that no rule of the grammar reads."""

    words: str
    why: str = ""

    def __post_init__(self) -> None:
        if not self.words or self.words != self.words.strip() or MARKS.intersection(self.words):
            raise ValueError(f"words that are not read stand without outer spaces and marks: '{self.words}'")


Clause = (
    And | Or | Series | Mixed | Not | Unless | Permission | Guarded | Defines | Clauses | Occurrence
    | Threshold | Since
    | OtherLength | Restated | LevelIs | AgeIs | People | Heading | Reference | Asked | Citation | Related
    | Unparsed
)  # fmt: skip


def _joins(operands: tuple[Clause, ...]) -> None:
    if len(operands) < 2:
        raise ValueError("a node that joins has two operands or more")
    _inside(*operands)


def _dated_once(times: tuple[Time, ...]) -> None:
    """Refuse alternatives to a time without a moment: they may name its own."""
    if len(times) > 1 and any(time.moment is None for time in times):
        raise ValueError("a time that counts from no named moment has no alternatives")


def _inside(*clauses: Clause) -> None:
    """Refuse whole sentences as parts of one."""
    for clause in clauses:
        if isinstance(clause, Clauses | Defines | Permission | Guarded | Heading | Asked):
            raise ValueError(f"a sentence is no part of another: {type(clause).__name__}")
