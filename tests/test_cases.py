"""Single criteria: no verdict differs from that of a careful reader, and no case was written to please."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

import msgspec
import pytest

from eligibility.bind.rules import RuleSet
from eligibility.patient.profile import Profile
from tests.cases_table import GROUPS, Case, compile_trial, load_cases, screen_case

ALL_CASES = [case for group in GROUPS for case in load_cases(group)]
SOURCED = load_cases("criteria")
SHIFTED = [case for case in load_cases("laws") if re.search(r"-after_\d+_days$", case.id)]

# The format asks for a disease wherever it has a course, and for an assay wherever there is a result.
NEUTRAL = {"disease.diagnosis": "ALL", "genomics.assay": "not stated"}
# Who says it, when, where it stands, and members of the format's own lists.
NOT_WORDS = {"by", "declared_by", "source", "date", "start", "end", "onset", "diagnosed", "from", "to",
             "primary_therapy_end", "birth_date", "code", "unit", "status", "verification", "relation",
             "disease_phase", "list", "sex"}  # fmt: skip


@pytest.fixture(scope="module")
def rules() -> RuleSet:
    return compile_trial()


@pytest.mark.parametrize("case", ALL_CASES, ids=lambda case: case.id)
def test_case_is_right(case: Case, rules: RuleSet) -> None:
    outcome = screen_case(rules, case)
    if case.reading and outcome.verdict == "unknown":
        assert set(outcome.reasons) & set(case.reasons), f"{case.says} It is unknown by {outcome.reasons}."
        return
    assert (outcome.truth, outcome.verdict) == (case.truth, case.verdict), f"{case.says} {case.why}"
    if outcome.verdict == "unknown":
        assert set(outcome.reasons) & set(case.reasons), f"{case.says} It is unknown by {outcome.reasons}."
    if case.applicable is not None:
        assert outcome.applicable == case.applicable, case.says
    if case.standing is not None:
        assert outcome.standing == case.standing, case.says


def test_every_case_of_the_source_is_there() -> None:
    assert len(SOURCED) == 104
    assert len({case.id for case in ALL_CASES}) == len(ALL_CASES)
    assert all(case.facts is not None for case in SOURCED)


@pytest.mark.parametrize("case", ALL_CASES, ids=lambda case: case.id)
def test_candidate_is_in_the_format(case: Case) -> None:
    assert isinstance(case.candidate(), Profile)


@pytest.mark.parametrize("case", SOURCED, ids=lambda case: case.id)
def test_candidate_says_only_what_its_facts_say(case: Case) -> None:
    assert unsourced(case) == []


@pytest.mark.parametrize(
    ("name", "section", "field", "told"),
    [
        ("E2-04", "treatments", "text", "CAR T-cell therapy"),
        ("I2.no_VHR-03", "genomics", "target", "KMT2A::AFF1"),
        ("E7-03", "allergies", "text", "peg_asparaginase"),
    ],
)
def test_a_criterion_phrase_or_a_concept_would_be_found(
    name: str, section: str, field: str, told: str
) -> None:
    honest = next(case for case in SOURCED if case.id == name)
    fact = {**honest.profile[section][0], field: told}
    told_case = msgspec.structs.replace(honest, profile={**honest.profile, section: [fact]})
    assert unsourced(told_case) == [f"{section}.{field}: {told}"]


@pytest.mark.parametrize("case", SHIFTED, ids=lambda case: case.id)
def test_moved_case_is_the_first_one_moved(case: Case) -> None:
    name, days = case.id.rsplit("-after_", 1)
    span = dt.timedelta(days=int(days.removesuffix("_days")))
    first = next(other for other in load_cases("laws") if other.id == f"{name}-before")
    moved = re.sub(r"\d{4}-\d\d-\d\d", lambda day: str(dt.date.fromisoformat(day[0]) + span), as_text(first))
    assert moved == as_text(case)


def unsourced(case: Case) -> list[str]:
    """The texts of the profile with a word that the facts of the case do not have."""
    known = {word for text in (*spoken(case.facts), *case.renders.values()) for word in words(text)}
    return [
        f"{place}: {text}"
        for place, text in fields(case.profile)
        if NEUTRAL.get(place) != text and not set(words(text)) <= known
    ]


def as_text(case: Case) -> str:
    """The candidate without its name."""
    return msgspec.json.encode({"as_of": case.as_of, **case.profile}).decode()


def words(text: str) -> list[str]:
    """The words of a text in even spelling; signs that carry meaning stay."""
    return re.findall(r"[a-z0-9*<>.%]+|\+", text.lower().replace("_", " "))


def spoken(facts: object) -> Iterator[str]:
    """Every key and every value of the facts as text."""
    match facts:
        case dict():
            for key, value in facts.items():
                yield key
                yield from spoken(value)
        case list():
            for value in facts:
                yield from spoken(value)
        case _:
            yield str(facts)


def fields(profile: object, place: str = "") -> Iterator[tuple[str, str]]:
    """Every text of a profile that speaks of the candidate, with its place."""
    match profile:
        case dict():
            for key, value in profile.items():
                if key not in NOT_WORDS:
                    yield from fields(value, f"{place}.{key}".lstrip("."))
        case list():
            for value in profile:
                yield from fields(value, place)
        case str():
            yield place, profile
