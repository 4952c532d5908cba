"""The record: a profile's facts in our codes and units, ready to be asked.

What comes in is a read profile and the knowledge tables; what goes out are
facts with a concept or quantity id where the words are known, values in the
canonical unit, dates as the days they may mean.  What could not be resolved
stays in the fact as a problem: it is never dropped and never guessed.
"""

from __future__ import annotations

import datetime as dt
from typing import Literal

import msgspec

from eligibility.core.dates import PartialDate
from eligibility.core.interval import Interval
from eligibility.core.reasons import Reason
from eligibility.patient.profile import Phase


class RecordFact(msgspec.Struct, frozen=True, kw_only=True):
    """What every fact of the record knows: where it stands in the profile, and in the source record.

    ``path`` is the spot in the profile (``measurements[2]``).  ``provisional``: a preliminary result.
    """

    path: str
    source: str | None = None
    provisional: bool = False

    @property
    def begins(self) -> PartialDate | None:
        """When it happened or began; a fact that begins after the day of a screening is set aside."""
        return None


class NormalRange(msgspec.Struct, frozen=True):
    """Limits of normal, as far as there are any, and how they were given.

    Units: those of the value.
    """

    low: float | None
    high: float | None
    written: str = ""


class Measured(RecordFact, frozen=True, kw_only=True):
    """One value of a quantity.

    Units: ``value``, ``low``, ``high`` (limits of normal), ``predicted`` in ``unit``.
    ``value`` is ``None`` when ``problem`` says why it cannot be used.  ``written``, ``written_unit`` are
    as recorded; ``unit`` is that of ``value``.
    ``converted``: how the value came into the canonical unit, empty if it was in it.
    ``baseline``: the record marks it as such.
    ``others``: the ranges of normal of which the record leaves open which holds; ``range_problem`` says so.
    ``level``: a coded result ("M2").  ``method``, ``specimen``: concept ids, or the words in even spelling.
    """

    quantity: str
    written: str
    written_unit: str | None = None
    value: Interval | None
    unit: str | None = None
    converted: str = ""
    level: str | None = None
    low: float | None = None
    high: float | None = None
    range_written: str = ""
    range_problem: Reason | None = None
    others: tuple[NormalRange, ...] = ()
    predicted: float | None = None
    baseline: bool = False
    date: PartialDate | None = None
    method: str | None = None
    specimen: str | None = None
    phase: Phase | None = None
    problem: Reason | None = None

    @property
    def limits(self) -> tuple[NormalRange, ...]:
        """The ranges of normal that may hold: mostly one."""
        return self.others or (NormalRange(self.low, self.high, self.range_written),)

    @property
    def begins(self) -> PartialDate | None:
        """When it happened or began."""
        return self.date


class FactTiming(msgspec.Struct, frozen=True):
    """When a fact arose, seen from another event, grounded where the words are known."""

    relation: Literal["before", "during", "after"]
    concept: str | None
    phrase: str


class Listable(RecordFact, frozen=True, kw_only=True):
    """An entry of a list that may be complete.  ``concept`` is ``None`` for words and code without a row.

    ``beyond``: its code says more than the concept.  ``clash``: its code and its words name two things.
    """

    text: str
    concept: str | None
    beyond: bool = False
    clash: str = ""


class Had(Listable, frozen=True, kw_only=True):
    """A condition.

    ``control``: what the course on record says of it (controlled, uncontrolled), ``None`` if nothing.
    ``grade``, ``stage``: as recorded.
    """

    status: Literal["active", "resolved", "inactive", "unknown"] | None = None
    verification: Literal["confirmed", "suspected", "refuted"] | None = None
    onset: PartialDate | None = None
    resolved: PartialDate | None = None
    course: str | None = None
    control: Literal["controlled", "uncontrolled"] | None = None
    grade: str | None = None
    stage: str | None = None
    timing: tuple[FactTiming, ...] = ()

    @property
    def begins(self) -> PartialDate | None:
        """When it happened or began."""
        return self.onset


class Treated(Listable, frozen=True, kw_only=True):
    """A drug, procedure or other therapy.  ``tolerated``: the outcome on record says so."""

    status: Literal["planned", "given", "ongoing", "not given", "declined"]
    start: PartialDate | None = None
    end: PartialDate | None = None
    outcome: str | None = None
    tolerated: bool = False
    timing: FactTiming | None = None
    timing_text: str | None = None

    @property
    def begins(self) -> PartialDate | None:
        """When it happened or began."""
        return None if self.status in ("planned", "declined") else self.start


class Hypersensitive(Listable, frozen=True, kw_only=True):
    """An allergy, or its refutation."""

    status: Literal["confirmed", "suspected", "refuted"] = "confirmed"
    date: PartialDate | None = None

    @property
    def begins(self) -> PartialDate | None:
        """When it happened or began."""
        return self.date


Outcome = Literal["positive", "negative", "not tested", "unread", "possible", "silent"]
"""What a result says of its alterations; possible: it may be one; silent: it neither shows nor denies any."""


class Tested(RecordFact, frozen=True, kw_only=True):
    """A cytogenetic, molecular or immunophenotypic result.

    ``alterations``: concept ids it speaks of by its target.  ``genes``: gene names a panel covers,
    in upper case.  ``outcome`` unread: a notation or text that is not read.  ``seen``: what of a notation
    says so.  ``banded``: by the bands of chromosomes alone, which no test of the genes has confirmed.
    """

    assay: str
    target: str | None
    alterations: tuple[str, ...]
    genes: tuple[str, ...]
    outcome: Outcome
    written: str
    seen: str = ""
    copy_loss: bool = False
    banded: bool = False
    date: PartialDate | None = None
    phase: Phase | None = None

    @property
    def begins(self) -> PartialDate | None:
        """When it happened or began."""
        return self.date


class Stated(RecordFact, frozen=True, kw_only=True):
    """A statement on the candidate as a whole; ``active``: it is about what is active now only."""

    text: str
    concept: str | None
    present: bool
    other: bool
    active: bool = False
    by: str
    date: PartialDate | None = None

    @property
    def begins(self) -> PartialDate | None:
        """When it happened or began."""
        return self.date


class Relapsed(RecordFact, frozen=True, kw_only=True):
    """One relapse: its number if stated, sites as concept ids (``None``: not grounded) with their words."""

    number: int | None
    date: PartialDate | None
    sites: tuple[tuple[str | None, str], ...]
    confirmed_by: str | None
    confirmed_method: str | None

    @property
    def begins(self) -> PartialDate | None:
        """When it happened or began."""
        return self.date


class Course(RecordFact, frozen=True, kw_only=True):
    """The disease of the trial and its course.  ``concept`` is the most specific one that the words give."""

    text: str
    concept: str | None
    diagnosed: PartialDate | None
    relapses: tuple[Relapsed, ...]
    primary_therapy_end: PartialDate | None
    primary_therapy_ongoing: bool | None
    ended_as: str | None
    grade: str | None = None
    stage: str | None = None


class Complete(RecordFact, frozen=True, kw_only=True):
    """A list that its owner declares complete between two dates, inclusive."""

    list: Literal["conditions", "treatments", "allergies"]
    start: dt.date
    end: dt.date
    declared_by: str


class Answered(RecordFact, frozen=True, kw_only=True):
    """A signed answer to an open question."""

    question: str
    answer: Literal["yes", "no"]
    by: str
    date: PartialDate

    @property
    def begins(self) -> PartialDate | None:
        """When it happened or began."""
        return self.date


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """All facts of one candidate as of one day.

    ``birth``: the days on which the birth may have been; ``birth_problem``: birth date and age contradict
    each other, and ``birth`` spans both.  ``dead``: died, or may have, by the day.  ``set_aside``: facts
    dated after ``as_of`` and codes that contradict their text, with the reason; they decide nothing.
    ``by_quantity`` groups ``measured``, latest first.  ``ranges_hash``: of the site's reference ranges, if
    some were given.
    """

    id: str
    as_of: dt.date
    sex: Literal["female", "male", "other"] | None = None
    birth: PartialDate | None = None
    birth_written: str = ""
    birth_problem: Reason | None = None
    dead: bool = False
    course: Course | None = None
    measured: tuple[Measured, ...] = ()
    had: tuple[Had, ...] = ()
    treated: tuple[Treated, ...] = ()
    tested: tuple[Tested, ...] = ()
    hypersensitive: tuple[Hypersensitive, ...] = ()
    stated: tuple[Stated, ...] = ()
    complete: tuple[Complete, ...] = ()
    answered: tuple[Answered, ...] = ()
    anchors: dict[str, PartialDate] = {}
    set_aside: tuple[tuple[str, str], ...] = ()
    by_quantity: dict[str, tuple[Measured, ...]] = {}
    ranges_hash: str | None = None
