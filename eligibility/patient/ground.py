"""Grounds a profile: its facts in our codes and units, as a record.

What comes in is a profile, the day and the knowledge tables; what goes out is a
record.  Words that name nothing known stay as they are; a value that cannot be
used keeps its reason.  What is dated after the day is set aside and listed.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import TypeVar

import msgspec

from eligibility.core.dates import PartialDate
from eligibility.core.errors import InputError
from eligibility.knowledge.load import Knowledge
from eligibility.knowledge.wording import even
from eligibility.patient.check import BIRTH, UNKNOWN_DAY
from eligibility.patient.ground_birth import ground_birth
from eligibility.patient.ground_disease import Aside, ground_disease, is_later, not_later
from eligibility.patient.ground_facts import (
    ground_allergy,
    ground_condition,
    ground_statement,
    ground_treatment,
)
from eligibility.patient.ground_genomics import ground_genomic
from eligibility.patient.ground_limits import Person, with_site_limits
from eligibility.patient.ground_measurements import ground_measurement
from eligibility.patient.profile import Answer, CompleteList, Genomic, Profile
from eligibility.patient.ranges import Ranges
from eligibility.patient.record import (
    Answered,
    Complete,
    Had,
    Listable,
    Measured,
    Record,
    RecordFact,
    Tested,
    Treated,
)
from eligibility.patient.spots import line, shown
from eligibility.patient.terms import Terms, parsed, terms


def ground(
    profile: Profile, as_of: dt.date | None, knowledge: Knowledge, ranges: Ranges | None = None
) -> Record:
    """The record of a profile on a day; ``as_of`` comes before the profile's own.

    ``ranges``: the site's limits of normal, for values that have none of their own.

    Raises: InputError when neither gives a day, the birth lies after it, or two facts contradict each other.
    """
    day, told = as_of or _own_day(profile), terms(knowledge)
    aside: Aside = []
    birth = ground_birth(profile, day, aside)
    disease = profile.disease
    measured = _kept("measurements", profile.measurements, ground_measurement, day, aside, told)
    if ranges is not None:
        measured = with_site_limits(measured, ranges, Person(profile.sex, birth.days), knowledge)
    had = _kept("conditions", profile.conditions, ground_condition, day, aside, told)
    treated = _kept("treatments", profile.treatments, ground_treatment, day, aside, told)
    return Record(
        id=profile.id,
        as_of=day,
        sex=profile.sex,
        birth=birth.days,
        birth_written=birth.written,
        birth_problem=birth.problem,
        dead=_dead(profile, day, aside),
        course=None if disease is None else ground_disease("disease", disease, day, aside, told),
        measured=measured,
        had=tuple(_not_yet_resolved(fact, day, aside) for fact in had),
        treated=tuple(_not_yet_ended(fact, day, aside) for fact in treated),
        tested=_tested(profile.genomics, day, aside, told),
        hypersensitive=_kept("allergies", profile.allergies, ground_allergy, day, aside, told),
        stated=_kept("statements", profile.statements, ground_statement, day, aside, told),
        complete=_complete(profile.complete, birth.days, day, aside),
        answered=_kept("answers", profile.answers, _answer, day, aside, told),
        anchors=_anchors(profile, told),
        set_aside=tuple(aside),
        by_quantity=_by_quantity(measured),
        ranges_hash=None if ranges is None else ranges.checksum,
    )


def _dead(profile: Profile, day: dt.date, aside: Aside) -> bool:
    """Whether the candidate died by the day, or may have; it is then told."""
    if profile.died is None:
        return False
    if profile.died != UNKNOWN_DAY and not_later(profile.died, day, "died", aside) is None:
        return False
    when = "on a day that is not known" if profile.died == UNKNOWN_DAY else profile.died
    aside.append(("died", f"the record says that the candidate died ({when}); nobody who did is eligible"))
    return True


def _own_day(profile: Profile) -> dt.date:
    if profile.as_of is None:
        raise InputError("no day to screen on; give 'as_of' in the profile or --as-of YYYY-MM-DD", "as_of")
    day = parsed(profile.as_of)
    if not day.exact:
        raise InputError(f"'{profile.as_of}' is not one day; write YYYY-MM-DD", "as_of")
    return day.first


Given = TypeVar("Given")
Kept = TypeVar("Kept", bound=RecordFact)


def _kept(
    name: str,
    given: Sequence[Given],
    grounded: Callable[[str, Given, Terms], Kept],
    day: dt.date,
    aside: Aside,
    told: Terms,
) -> tuple[Kept, ...]:
    """The facts of a list that do not lie after the day; the others are listed in ``aside``.

    So is a code that contradicts its text; the fact itself stays, as one that is not understood.
    """
    facts = [grounded(f"{name}[{number}]", fact, told) for number, fact in enumerate(given)]
    kept = tuple(fact for fact in facts if not is_later(fact.begins, day, fact.path, aside))
    clashing = (fact for fact in kept if isinstance(fact, Listable) and fact.clash)
    aside.extend((f"{fact.path}.code", fact.clash) for fact in clashing)
    return kept


def _tested(given: Sequence[Genomic], day: dt.date, aside: Aside, told: Terms) -> tuple[Tested, ...]:
    """The results that do not lie after the day; one result may say something of several alterations."""
    kept: list[Tested] = []
    for number, fact in enumerate(given):
        found = ground_genomic(f"genomics[{number}]", fact, told)
        if not is_later(found[0].begins, day, found[0].path, aside):
            kept.extend(found)
    return tuple(kept)


def _answer(path: str, fact: Answer, told: Terms) -> Answered:
    return Answered(
        path=path, source=fact.source, question=fact.question, answer=fact.answer, by=fact.by,
        date=parsed(fact.date),
    )  # fmt: skip


def _not_yet_resolved(fact: Had, day: dt.date, aside: Aside) -> Had:
    """The condition as it stood on the day: an end that lies ahead has not come.

    Raises: InputError when it is active and over.
    """
    if not is_later(fact.resolved, day, f"{fact.path}.resolved", aside):
        if fact.status == "active" and fact.resolved is not None and fact.resolved.last <= day:
            message = f"'active' on {day}, but resolved {fact.resolved}; correct one of the two"
            raise InputError(message, f"{fact.path}.status")
        return fact
    status = "unknown" if fact.status in ("resolved", "inactive") else fact.status
    return msgspec.structs.replace(fact, resolved=None, status=status)


def _not_yet_ended(fact: Treated, day: dt.date, aside: Aside) -> Treated:
    """The treatment as it stood on the day; a planned or running one may have its end ahead.

    Raises: InputError when it is running and over.
    """
    if fact.status == "ongoing" and fact.end is not None and fact.end.last < day:
        message = f"'ongoing' on {day}, but ended {fact.end}; correct one of the two"
        raise InputError(message, f"{fact.path}.status")
    if fact.status != "given" or not is_later(fact.end, day, f"{fact.path}.end", aside):
        return fact
    return msgspec.structs.replace(fact, end=None)


def _complete(
    given: Sequence[CompleteList], birth: PartialDate | None, day: dt.date, aside: Aside
) -> tuple[Complete, ...]:
    """The declared lists, as far as the day; of a date known to the month, the days that are certain."""
    found = []
    for number, declared in enumerate(given):
        path = f"complete[{number}]"
        if declared.from_ == BIRTH and birth is None:
            raise InputError("'birth' needs a birth_date or an age; give one, or a date", f"{path}.from")
        start = birth.first if declared.from_ == BIRTH and birth is not None else parsed(declared.from_).last
        end = parsed(declared.to)
        if is_later(PartialDate.of(start), day, path, aside):
            continue
        last = day if is_later(end, day, f"{path}.to", aside) else min(end.first, day)
        if start > last:
            aside.append((path, f"no day is certain between {declared.from_} and {declared.to}"))
            continue
        found.append(
            Complete(path=path, list=declared.list, start=start, end=last, declared_by=declared.declared_by)
        )
    return tuple(found)


def _anchors(profile: Profile, told: Terms) -> dict[str, PartialDate]:
    """The named moments of the trial by concept id; planned ones may lie ahead."""
    found: dict[str, PartialDate] = {}
    for name, text in profile.anchors.items():
        concept = told.named(name)
        key = even(name).replace(" ", "_") if concept is None or concept.kind != "anchor" else concept.id
        date = parsed(text)
        if found.setdefault(key, date) != date:
            message = (
                f"{shown(name)} on {date}, but {key} stands there with {found[key]}; keep one of the two"
            )
            raise InputError(message, f"anchors.{line(name)}")
    return found


def _by_quantity(measured: tuple[Measured, ...]) -> dict[str, tuple[Measured, ...]]:
    """The values of each quantity, latest first, undated last."""
    grouped: dict[str, list[Measured]] = defaultdict(list)
    for fact in measured:
        grouped[fact.quantity].append(fact)
    return {quantity: tuple(sorted(grouped[quantity], key=_latest_first)) for quantity in sorted(grouped)}


def _latest_first(fact: Measured) -> tuple[int, int, int, str, str, str]:
    """The order of values.  Where dates are equal the words decide: the order of the file must not."""
    words = (fact.written, fact.written_unit or "", fact.method or "")
    if fact.date is None:
        return (1, 0, 0, *words)
    return (0, -fact.date.last.toordinal(), -fact.date.first.toordinal(), *words)
