"""Checks what the types of a profile cannot: dates, order, sizes, contradictions.

What comes in is a decoded profile; what goes out is nothing, or an error with
the path to the spot, the value and the way out.
"""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Iterator, Sequence

from eligibility.core.dates import PartialDate, parse_date
from eligibility.core.errors import InputError
from eligibility.knowledge.load import knowledge
from eligibility.patient.profile import (
    Age,
    Allergy,
    Answer,
    Code,
    CompleteList,
    Condition,
    Disease,
    Genomic,
    Measurement,
    Profile,
    ReferenceRange,
    Relapse,
    Statement,
    Treatment,
)
from eligibility.patient.spots import identifies, line, person, shown
from eligibility.patient.terms import terms

_ONE_DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")

UNKNOWN_DAY = "unknown"
"""What ``died`` may say in place of a date."""

BIRTH = "birth"
"""What ``complete[].from`` may say in place of a date."""

EARLIEST, LATEST = 1850, 2150
"""Years outside are typing errors, and calendar arithmetic on them could leave the calendar."""

OLDEST = 150.0
"""Units: years.  No candidate is older."""

LARGEST = 1e30
"""In any unit.  No measurement is larger, and no conversion of a smaller one leaves the numbers."""

MOST_RELAPSES = 99
"""A relapse of a higher number is a typing error."""

DATES = {
    "measurements": ("date", "specimen_date"),
    "conditions": ("onset", "resolved"),
    "treatments": ("start", "end"),
    "genomics": ("date",),
    "allergies": ("date",),
    "statements": ("date",),
    "answers": ("date",),
}
"""The dates of the facts in each list."""

AFTER_BIRTH = ("measurements", "treatments")
"""The lists whose facts cannot lie before the birth; a disease may be inborn."""

WORDS = {
    "measurements": ("code", "value"),
    "conditions": ("text",),
    "treatments": ("text",),
    "genomics": ("result",),
    "allergies": ("text",),
    "statements": ("concept",),
    "answers": (),
}
"""The texts without which a fact says nothing."""

AnyFact = Measurement | Condition | Treatment | Genomic | Allergy | Statement | Answer


class _Spot:
    """Raises errors about one profile, each with its place and path."""

    def __init__(self, place: str) -> None:
        self.place = place

    def refuse(self, message: str, path: str) -> InputError:
        return InputError(message, f"{self.place}: {path}")

    def date(self, text: str | None, path: str) -> PartialDate | None:
        """The days of a date; ``None`` if there is none."""
        if text is None:
            return None
        try:
            found = _parsed(text)
        except ValueError as error:
            raise self.refuse(str(error).replace(text, line(text)), path) from None
        if not text.isascii():
            raise self.refuse(f"{shown(text)} is not in the digits 0 to 9; write YYYY-MM-DD", path)
        if not EARLIEST <= found.first.year <= LATEST:
            raise self.refuse(f"'{text}' lies outside the years {EARLIEST} to {LATEST}; check the year", path)
        return found

    def order(self, first: tuple[str | None, str], last: tuple[str | None, str], path: str) -> None:
        """Refuses two dates, each with its field name, of which the later one must have come first."""
        earlier, later = self.date(first[0], f"{path}.{first[1]}"), self.date(last[0], f"{path}.{last[1]}")
        if earlier is not None and later is not None and earlier.first > later.last:
            message = f"{first[1]} {first[0]} lies after {last[1]} {last[0]}; check the two dates"
            raise self.refuse(message, f"{path}.{last[1]}")

    def after(self, first: PartialDate | None, what: str, last: PartialDate | None, path: str) -> None:
        """Refuses a date that lies before what must have come first."""
        if first is not None and last is not None and first.first > last.last:
            raise self.refuse(f"{last} lies before {what}, {first}; check the two dates", path)


_parsed = functools.lru_cache(maxsize=1 << 14)(parse_date)


def check(profile: Profile, place: str) -> None:
    """Refuses what no reading of the profile could use.

    Raises: InputError with the path to the spot.
    """
    spot = _Spot(place)
    if not profile.id.strip():
        raise spot.refuse("the id is empty; give the candidate a code", "id")
    if not profile.id.isprintable():
        raise spot.refuse(f"{shown(profile.id)} has signs that do not print; give a plain code", "id")
    _person(profile, spot)
    _facts(profile, spot)
    if profile.disease is not None:
        _disease(profile, profile.disease, spot)
    for number, declared in enumerate(profile.complete):
        _complete(declared, f"complete[{number}]", spot)
    for name, text in profile.anchors.items():
        if identifies(name):
            raise spot.refuse(person(name), f"anchors.{line(name)}")
        spot.date(text, f"anchors.{line(name)}")
        _anchor(name, spot)


def _anchor(name: str, spot: _Spot) -> None:
    """A day of the trial has a name that criteria use; one that is misspelled would be lost."""
    concepts = knowledge().concepts
    found = terms(knowledge()).named(name)
    if found is None or found.kind != "anchor":
        known = ", ".join(sorted(one.name for one in concepts.by_id.values() if one.kind == "anchor"))
        message = f"{shown(name)} is no day of a trial that criteria speak of; there are: {known}"
        raise spot.refuse(message, f"anchors.{line(name)}")


def _person(profile: Profile, spot: _Spot) -> None:
    """The days that fix the screening: as_of is one day, and the birth is not after it."""
    if profile.as_of is not None and not _ONE_DAY.fullmatch(profile.as_of):
        raise spot.refuse(f"{shown(profile.as_of)} is not one day; write YYYY-MM-DD", "as_of")
    as_of = spot.date(profile.as_of, "as_of")
    born = spot.date(profile.birth_date, "birth_date")
    if born is not None and as_of is not None and born.first > as_of.first:
        message = f"'{profile.birth_date}' lies after as_of {profile.as_of}; check the two dates"
        raise spot.refuse(message, "birth_date")
    if profile.age is not None:
        _age(profile.age, spot)
    died = None if profile.died == UNKNOWN_DAY else spot.date(profile.died, "died")
    if died is not None and born is not None and died.last < born.first:
        raise spot.refuse(f"{shown(profile.died)} lies before the birth; check the two dates", "died")


def _age(age: Age, spot: _Spot) -> None:
    spot.date(age.date, "age.date")
    in_years = {"years": 1.0, "months": 12.0, "weeks": 52.0, "days": 365.0}[age.unit]
    if not 0 <= age.value <= OLDEST * in_years:
        message = f"{age.value:g} {age.unit} is not the age of a person; check value and unit"
        raise spot.refuse(message, "age.value")
    if age.value % 1:
        message = f"{age.value:g} {age.unit} is not whole; write completed {age.unit}, or a smaller unit"
        raise spot.refuse(message, "age.value")


def check_fact(name: str, fact: AnyFact, birth_date: str | None) -> None:
    """Refuses a fact that no profile may hold in its list ``name``, of someone born on that day.

    Raises: InputError; its place ends in the path to the field.
    """
    spot = _Spot("")
    _fact(name, fact, name, spot.date(birth_date, "birth_date"), spot)


def _facts(profile: Profile, spot: _Spot) -> None:
    born = spot.date(profile.birth_date, "birth_date")
    for name in DATES:
        for number, fact in enumerate(getattr(profile, name)):
            _fact(name, fact, f"{name}[{number}]", born, spot)


def _fact(name: str, fact: AnyFact, path: str, born: PartialDate | None, spot: _Spot) -> None:
    dates = [(field, spot.date(getattr(fact, field), f"{path}.{field}")) for field in DATES[name]]
    match fact:
        case Measurement():
            _measurement(fact, path, spot)
        case Condition():
            spot.order((fact.onset, "onset"), (fact.resolved, "resolved"), path)
        case Treatment():
            spot.order((fact.start, "start"), (fact.end, "end"), path)
    if name in AFTER_BIRTH:
        for field, day in dates:
            spot.after(born, "the birth", day, f"{path}.{field}")
    for field in WORDS[name]:
        text = getattr(fact, field)
        words = text.code if isinstance(text, Code) else text
        if isinstance(words, str) and not words.strip():
            message = "the text is empty; write what the record says, or leave the fact out"
            raise spot.refuse(message, f"{path}.{field}")


def _measurement(fact: Measurement, path: str, spot: _Spot) -> None:
    code = fact.code if isinstance(fact.code, str) else fact.code.code
    if code.strip().lower() in Profile.__struct_fields__:
        message = f"{shown(code)} is no measurement but a field of the profile; write it there"
        raise spot.refuse(message, f"{path}.code")
    spot.order((fact.specimen_date, "specimen_date"), (fact.date, "date"), path)
    numbers = {"value": fact.value, "precision": fact.precision, "predicted": fact.predicted}
    for name, limits in _ranges(fact):
        numbers |= {f"{name}.low": limits.low, f"{name}.high": limits.high}
    for name, number in numbers.items():
        if isinstance(number, float) and abs(number) > LARGEST:
            message = f"{number:g} is larger than any measurement; check the number"
            raise spot.refuse(message, f"{path}.{name}")
    if fact.precision is not None and fact.precision < 0:
        message = f"{fact.precision:g} is negative; a precision is the half width around the value"
        raise spot.refuse(message, f"{path}.precision")
    if fact.comparator is not None and fact.precision is not None:
        message = f"a value with '{fact.comparator}' has no precision; leave one of the two out"
        raise spot.refuse(message, f"{path}.precision")
    if isinstance(fact.value, str) and (fact.comparator or fact.precision is not None):
        message = f"'{fact.value}' is a text, so it has no comparator or precision; write the number"
        raise spot.refuse(message, f"{path}.value")
    for name, limits in _ranges(fact):
        if limits.low is not None and limits.high is not None and limits.low > limits.high:
            message = f"the limits run backward, {limits.low:g} to {limits.high:g}; check low and high"
            raise spot.refuse(message, f"{path}.{name}")


def _ranges(fact: Measurement) -> Iterator[tuple[str, ReferenceRange]]:
    """The ranges given with a value, each with where it stands."""
    given = fact.reference_range
    if isinstance(given, tuple):
        yield from ((f"reference_range[{number}]", one) for number, one in enumerate(given))
    elif given is not None:
        yield "reference_range", given


def _complete(declared: CompleteList, path: str, spot: _Spot) -> None:
    start = None if declared.from_ == BIRTH else declared.from_
    spot.order((start, "from"), (declared.to, "to"), path)


def _disease(profile: Profile, disease: Disease, spot: _Spot) -> None:
    """The course of the disease: what cannot have happened in this order contradicts itself."""
    if not disease.diagnosis.strip():
        raise spot.refuse("the diagnosis is empty; name the disease", "disease.diagnosis")
    born = spot.date(profile.birth_date, "birth_date")
    diagnosed = spot.date(disease.diagnosed, "disease.diagnosed")
    ended = spot.date(disease.primary_therapy_end, "disease.primary_therapy_end")
    spot.after(born, "the birth", diagnosed, "disease.diagnosed")
    spot.after(diagnosed, "the diagnosis", ended, "disease.primary_therapy_end")
    for index, relapse in enumerate(disease.relapses):
        path = f"disease.relapses[{index}].date"
        found = spot.date(relapse.date, path)
        spot.after(diagnosed or born, "the diagnosis" if diagnosed else "the birth", found, path)
    _numbers(disease.relapses, spot)


def _numbers(relapses: Sequence[Relapse], spot: _Spot) -> None:
    """Relapses are numbered 1, 2, 3 in the order of their dates."""
    numbered: list[tuple[int, PartialDate | None, str]] = []
    for index, relapse in enumerate(relapses):
        path = f"disease.relapses[{index}]"
        number = relapse.number
        if number is None:
            continue
        if not 1 <= number <= MOST_RELAPSES or any(number == other for other, _, _ in numbered):
            message = f"{line(str(number))}: relapses count 1, 2, 3, each number once; check the list"
            raise spot.refuse(message, f"{path}.number")
        numbered.append((number, spot.date(relapse.date, f"{path}.date"), path))
    for (before, first, _), (after, last, path) in itertools.combinations(sorted(numbered), 2):
        if first is not None and last is not None and first.first > last.last:
            message = f"relapse {after} on {last} lies before relapse {before} on {first}; check the two"
            raise spot.refuse(message, f"{path}.date")
