"""The bound rule: what a criterion means, in concepts, quantities, units and dates.

Frozen nodes in one closed union, each with the span of the words it came from.
Nothing here knows a candidate.  A rule is saved and loaded as JSON.

    logic      All  Any  Not  AtLeast  When  Except  Readings  Narrowed  Related  Permit  Note  Unparsed
    leaves     Compare  Present  Elapsed  Molecular  Scale  Judgement  Consent
               Ability  StudyParticipation  CrossReference
"""

from __future__ import annotations

from typing import Literal

import msgspec

from eligibility.core.interval import Interval
from eligibility.core.span import NOWHERE, Span

TimeUnit = Literal["hour", "day", "week", "month", "year"]
Edge = Literal["anchor", "onset", "start", "end"]
TimeRelation = Literal["before", "after", "during", "at"]
Reference = Literal["absolute", "uln", "lln", "baseline", "predicted", "grade"]
FactKind = Literal["condition", "treatment", "allergy", "person", "any"]
Status = Literal["unsaid", "ever", "current", "planned", "given", "received"]


class Event(msgspec.Struct, frozen=True):
    """A moment of a candidate's history or of the trial.

    ``edge`` anchor: a named moment of the trial (``randomisation``); onset, start, end: when the
    condition, treatment or therapy phase ``concept`` began or ended.  ``concept`` is ``None``
    where the words are not grounded; an anchor without one is ``UNNAMED``.
    """

    edge: Edge
    concept: str | None
    phrase: str


UNNAMED = Event("anchor", None, "a day that the text does not name")
"""What "within the last 6 months" counts from: screening, enrolment or another milestone of the trial."""


class HalfLives(msgspec.Struct, frozen=True):
    """So many half-lives of what was given, beside the length of a window: the longer or shorter holds.

    ``which`` either: the text does not say which; alone: the window has no other length.
    """

    count: float
    which: Literal["longer", "shorter", "either", "alone"]


class Window(msgspec.Struct, frozen=True):
    """When a fact must lie, seen from an event: ``within 4 weeks before randomisation``.

    ``alternative``: one of several times that a text joins by "or"; one that never came is none of them.

    Units: ``low`` and ``high`` in ``unit``, both inclusive unless open; ``None`` does not limit.
    """

    relation: TimeRelation
    event: Event
    low: float | None = None
    high: float | None = None
    unit: TimeUnit | None = None
    low_open: bool = False
    high_open: bool = False
    alternative: bool = False
    half_lives: HalfLives | None = None


class Node(msgspec.Struct, frozen=True, tag_field="node", tag=True, kw_only=True, gc=False):
    """Any node; ``span`` is where its words stand."""

    span: Span = NOWHERE


class All(Node, frozen=True):
    """Every operand holds.

    ``wording_or``: joined by an "and" that, in an exclusion, may mean "or".
    ``remainder``: an ``Unparsed`` operand belongs to the others' own clause, so that the whole is unknown.
    ``rated``: the last is a level of the first: where it holds and the first does not, they contradict.
    """

    operands: tuple[Bound, ...]
    wording_or: bool = False
    remainder: bool = False
    rated: bool = False

    def __post_init__(self) -> None:
        _needs_operands(self.operands)


class Any(Node, frozen=True):
    """At least one operand holds.

    ``wording_and``: limits joined by an "or" that, in a requirement, may mean "and": AST or ALT <= 3 x ULN.
    ``same``: one limit on several scales, ECOG <= 2 (Karnofsky >= 60): those known decide, if they agree.
    """

    operands: tuple[Bound, ...]
    wording_and: bool = False
    same: bool = False

    def __post_init__(self) -> None:
        _needs_operands(self.operands)


class Not(Node, frozen=True):
    """The operand does not hold."""

    operand: Bound


class AtLeast(Node, frozen=True):
    """``count`` or more of the operands hold."""

    count: int
    operands: tuple[Bound, ...]

    def __post_init__(self) -> None:
        if not 1 <= self.count <= len(self.operands):
            raise ValueError(f"at least {self.count} of {len(self.operands)} is no question")


class When(Node, frozen=True):
    """``then`` is asked only where ``guard`` holds, ``otherwise`` (nothing: not applicable) elsewhere."""

    guard: Bound
    then: Bound
    otherwise: Bound | None = None


class Except(Node, frozen=True):
    """``base`` with exceptions.

    In an inclusion an exception lets the candidate in (base or any exception);
    in an exclusion it lifts the exclusion (base and no exception).
    """

    base: Bound
    exceptions: tuple[Bound, ...]

    def __post_init__(self) -> None:
        _needs_operands(self.exceptions)


class Readings(Node, frozen=True):
    """Words that can be read in several ways: it is decided where all the readings agree.

    ``why``: what the text does not say.
    """

    operands: tuple[Bound, ...]
    why: str

    def __post_init__(self) -> None:
        _needs_operands(self.operands)


class Narrowed(Node, frozen=True):
    """Something of a kind, as the words have it in full: an infection requiring antibiotics.

    It is decided by ``whole``; where that is open, it does not hold if the ``wider`` thing does not.
    """

    whole: Bound
    wider: Bound


class Related(Node, frozen=True):
    """Things that are understood, of which only a person can say what the words make of them together.

    ``parts`` decide nothing; they are what a record may know of it.  ``why``: what no rule tells.
    ``reason`` ambiguous_text: the words can be read in several ways.
    """

    text: str
    parts: tuple[Bound, ...]
    why: str
    reason: Literal["judgement", "ambiguous_text"] = "judgement"


class Permit(Node, frozen=True):
    """Something the text allows; never blocks."""

    body: Bound


class Note(Node, frozen=True):
    """Words without a part in the verdict: a citation, a label, "per institutional guidelines"."""

    text: str
    why: str


class Unparsed(Node, frozen=True):
    """Words that were not understood, or that can be read two ways; the clause they stand in is unknown."""

    text: str
    why: str
    reason: Literal["unparsed_text", "ambiguous_text"] = "unparsed_text"


class Values(msgspec.Struct, frozen=True):
    """Which values of those in the window must lie within the bounds.

    ``which`` latest, or any, or all; times: ``count`` of them, each at least ``apart`` after the one
    before; ``consecutive``: with no other value between them, as when a repeat confirms.

    Units: ``apart`` in ``unit``.
    """

    which: Literal["latest", "any", "all", "times"] = "latest"
    count: int = 1
    apart: float | None = None
    unit: TimeUnit | None = None
    consecutive: bool = False

    def __post_init__(self) -> None:
        if self.count < 1 or (self.apart is not None and (self.apart % 1 or self.unit is None)):
            raise ValueError("values are one or more, and whole units of time apart")


LATEST = Values()


class Compare(Node, frozen=True):
    """A quantity lies within bounds.

    Units: ``bounds`` are in ``unit`` when ``reference`` is absolute (``None``: the quantity has
    no unit or the text gives none); else multiples of the limit of normal, baseline or predicted value,
    to which ``offset``, in ``unit``, is added (``ULN + 4 s``).  ``unit_is`` inferred: the text gives no
    unit, and ``unit`` is the only one that makes the limit a usual one; doubtful: the limit is far from
    usual in the unit of the text, and usual in another (1,500 neutrophils a mL).
    ``method`` and ``specimen`` are concept ids or words; ``formula`` is what the text says of one, and
    ``criteria`` of those by which a grade is told, with their version.
    """

    quantity: str | None
    phrase: str
    bounds: Interval
    unit: str | None
    reference: Reference = "absolute"
    window: Window | None = None
    method: str | None = None
    specimen: str | None = None
    formula: str | None = None
    criteria: str | None = None
    unit_is: Literal["written", "inferred", "doubtful"] = "written"
    offset: float | None = None
    values: Values = LATEST


class Ranked(msgspec.Struct, frozen=True):
    """What grade or stage (``field``) a condition must have: one of ``levels``, as ``phrase`` puts it."""

    scale: str
    field: Literal["grade", "stage"]
    levels: tuple[str, ...]
    phrase: str


class Present(Node, frozen=True):
    """The candidate has, had, was given or is to be given something.

    ``concept`` is ``None`` for a phrase without a row in ``rules/concepts``.  ``status`` unsaid: the text
    does not say whether a past one counts; ever: at any time; current: active now; planned; given:
    performed or ongoing; received: given now or planned.
    ``control`` uncontrolled: judged so.  ``ordinal`` first relapse: 1.
    ``evidence`` is how it must be shown.  ``definition`` holds where the text defines the concept
    (it is then also true when the definition is), ``defined_here`` where its own words do, not a rule
    file.  ``members`` are examples the text gives.  ``last``: the text counts from the last one, so that
    where one is on record before the window and none in it, there is none in it.
    ``beside``: of a phrase such as "malignancy except basal cell carcinoma", the concept that is asked
    for and those that are excepted.  ``ranked``: how severe or advanced it must be.
    """

    kind: FactKind
    concept: str | None
    phrase: str
    status: Status = "ever"
    control: Literal["uncontrolled"] | None = None
    ordinal: int | None = None
    evidence: str | None = None
    window: Window | None = None
    definition: Bound | None = None
    members: tuple[str, ...] = ()
    defined_here: bool = False
    last: bool = False
    beside: tuple[str, ...] = ()
    ranked: Ranked | None = None


class Elapsed(Node, frozen=True):
    """The time from one event to another lies within bounds: relapse 18 to 30 months after diagnosis.

    Units: ``low``, ``high`` in ``unit``, counted by the calendar from ``start``.
    """

    start: Event
    end: Event
    low: float | None
    high: float | None
    unit: TimeUnit
    low_open: bool = False
    high_open: bool = False


class Molecular(Node, frozen=True):
    """The disease carries an alteration or expresses an antigen.

    ``identified``: the text says "identified", so that what was never tested is a matter of convention.
    ``bearer`` is the disease in the words of the text.
    """

    alteration: str | None
    phrase: str
    identified: bool = False
    bearer: str = ""


class Scale(Node, frozen=True):
    """A score, stage or status is one of ``levels``, in the scale's own order."""

    scale: str
    phrase: str
    levels: tuple[str, ...]


class Judgement(Node, frozen=True):
    """Something that only a person can say."""

    text: str


class Consent(Node, frozen=True):
    """A consent or assent to be given."""

    text: str


class Ability(Node, frozen=True):
    """Something the candidate must be able or willing to do."""

    text: str


class StudyParticipation(Node, frozen=True):
    """Taking part in another study."""

    phrase: str
    window: Window | None = None


class CrossReference(Node, frozen=True):
    """A pointer to a text that is not at hand; what it would say is unknown."""

    text: str


Bound = (
    All | Any | Not | AtLeast | When | Except | Readings | Narrowed | Related | Permit | Note | Unparsed
    | Compare | Present | Elapsed | Molecular | Scale
    | Judgement | Consent | Ability | StudyParticipation | CrossReference
)  # fmt: skip


def _needs_operands(operands: tuple[Bound, ...]) -> None:
    if not operands:
        raise ValueError("a node that combines others needs at least one")


def children(node: Bound) -> tuple[Bound, ...]:
    """The nodes directly below one, in the order of the text."""
    match node:
        case All() | Any() | AtLeast() | Readings():
            return node.operands
        case Not():
            return (node.operand,)
        case When():
            last = () if node.otherwise is None else (node.otherwise,)
            return (node.guard, node.then, *last)
        case Except():
            return (node.base, *node.exceptions)
        case Narrowed():
            return (node.whole, node.wider)
        case Related():
            return node.parts
        case Permit():
            return (node.body,)
        case Present():
            return () if node.definition is None else (node.definition,)
        case _:
            return ()
