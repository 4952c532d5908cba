"""Criteria in readable English, drawn from a small grammar, and candidates of whom their names may be known.

A criterion is a list of names of one kind with what is said around it, or a list of limits.  Names are
ids of ``rules/concepts``, written by any name of their row.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Literal

import msgspec
from hypothesis import strategies as st

from eligibility.bind.rules import RuleSet
from eligibility.knowledge.load import knowledge
from eligibility.patient.profile import Profile
from eligibility.patient.read import read_profile
from eligibility.screen import compile_page, screen_profile
from eligibility.verdict.screening import Screening

Json = dict[str, Any]
AS_OF, BIRTH = "2026-03-01", "1970-05-17"

CONDITIONS = (
    "stroke", "ischaemic_stroke", "asthma", "severe_asthma", "seizure", "epilepsy", "gout", "hypertension",
    "thrombosis", "deep_vein_thrombosis", "pancreatitis", "type_2_diabetes", "diabetes_mellitus",
)  # fmt: skip
DRUGS = (
    "vincristine", "vinca_alkaloid", "asparaginase", "peg_asparaginase", "erwinia_asparaginase",
    "prednisone", "corticosteroid", "metformin", "allo_hsct",
)  # fmt: skip
UNRELATED = ("osteonecrosis", "down_syndrome", "mucositis")
"""Conditions that are nothing of all these."""

LIMITS = (
    "AST <= 5 x ULN", "ALT < 3 x ULN", "ANC >= 1 x 10^9/L", "hemoglobin >= 9 g/dL", "age >= 18 years",
    "total bilirubin <= 1.5 x ULN", "platelets >= 75 x 10^9/L",
)  # fmt: skip

BEFORE_CONDITION = ("", "History of ", "Prior ", "Active ", "Known ", "Current ", "Uncontrolled ",
                    "Patients with ", "Diagnosis of ")  # fmt: skip
BEFORE_DRUG = ("", "Prior ", "Treatment with ", "Prior treatment with ", "Current treatment with ",
               "Receiving ", "Allergy to ", "Planned ")  # fmt: skip
DENIED_CONDITION = ("No ", "No history of ", "No prior ", "No known ", "No active ", "Absence of ")
DENIED_DRUG = ("No ", "No prior ", "No prior treatment with ", "No allergy to ")
PAST = {"condition": ("History of ", "Prior "), "drug": ("Prior ", "Prior treatment with ")}
TIMES = (" within 6 months before randomization", " within the last 30 days", " in the past 2 years",
         " within 4 weeks before the first dose")  # fmt: skip
EXCEPTIONS = (" except {}", " unless {}", " (except {})", ", except for {}", " other than {}")

Join = Literal["or", "and"]


class Listing(msgspec.Struct, frozen=True):
    """A criterion: words before a list, names or limits, what joins them, words behind.

    ``excepted``: the name in the exception behind, if there is one.
    """

    before: str
    items: tuple[str, ...]
    join: Join = "or"
    after: str = ""
    exception: str = ""
    excepted: str = ""
    serial: bool = False

    def text(self, spelled: Mapping[str, str] | None = None) -> str:
        """The criterion as a sentence; ``spelled``: how to write some names."""
        words = [written(item, spelled) for item in self.items]
        tail = self.exception.format(written(self.excepted, spelled)) if self.excepted else ""
        whole = f"{self.before}{joined(words, self.join, serial=self.serial)}{self.after}{tail}"
        return whole[0].upper() + whole[1:] if whole[1:2].islower() else whole

    def named(self) -> tuple[str, ...]:
        """The concepts that it names."""
        every = (*self.items, self.excepted)
        return tuple(dict.fromkeys(name for name in every if name in knowledge().concepts.by_id))


def written(name: str, spelled: Mapping[str, str] | None = None) -> str:
    """A concept as a text writes it; anything else is written already."""
    if spelled and name in spelled:
        return spelled[name]
    concept = knowledge().concepts.by_id.get(name)
    return name if concept is None else concept.names[0]


def joined(words: Iterable[str], join: Join, *, serial: bool = False) -> str:
    """A list as English writes it: "A", "A or B", "A, B or C".

    >>> joined(["gout", "asthma", "stroke"], "or")
    'gout, asthma or stroke'
    """
    *first, last = words
    if not first:
        return last
    comma = "," if serial and len(first) > 1 else ""
    return f"{', '.join(first)}{comma} {join} {last}"


@st.composite
def listings(
    draw: st.DrawFn,
    *,
    least: int = 1,
    denied: bool | None = None,
    tails: bool = True,
    limits: bool = True,
    joins: tuple[Join, ...] = ("or", "and"),
    timed: bool = False,
) -> Listing:
    """Criteria.

    ``denied``: whether they begin with a denial; ``tails``: whether a time or an exception may end them;
    ``timed``: all are about the past, with a time and nothing else behind.
    """
    kinds = ("condition", "drug", "limit") if limits and not denied else ("condition", "drug")
    kind = draw(st.sampled_from(kinds))
    join, serial = draw(st.sampled_from(joins)), draw(st.booleans())
    pool = {"condition": CONDITIONS, "drug": DRUGS, "limit": LIMITS}[kind]
    items = tuple(draw(st.lists(st.sampled_from(pool), min_size=least, max_size=3, unique=True)))
    if kind == "limit":
        return Listing("", items, join, serial=serial)
    plain, denials = (
        (BEFORE_CONDITION, DENIED_CONDITION) if kind == "condition" else (BEFORE_DRUG, DENIED_DRUG)
    )
    say_no = draw(st.booleans()) if denied is None else denied
    before = draw(st.sampled_from(PAST[kind] if timed else denials if say_no else plain))
    if not tails:
        return Listing(before, items, join, serial=serial)
    after = draw(st.sampled_from(TIMES if timed else ("", "", *TIMES)))
    exception = "" if timed else draw(st.sampled_from(("", "", *EXCEPTIONS)))
    excepted = draw(st.sampled_from(pool)) if exception else ""
    return Listing(before, items, join, after, exception, excepted, serial)


# --- candidates

DAYS = ("2026-02-20", "2025-11-03", "2010-05-05")


def _conditions(name: str) -> st.SearchStrategy[tuple[str, Json]]:
    return st.fixed_dictionaries(
        {"text": st.just(written(name)),
         "status": st.sampled_from(("active", "active", "resolved", "unknown")),
         "verification": st.sampled_from(("confirmed", "confirmed", "suspected", "refuted"))},
        optional={"onset": st.sampled_from(DAYS)},
    ).map(lambda fact: ("conditions", fact))  # fmt: skip


def _treatments(name: str) -> st.SearchStrategy[tuple[str, Json]]:
    given = st.sampled_from(DAYS).flatmap(
        lambda day: st.sampled_from(
            (
                {"status": "given", "start": day, "end": day},
                {"status": "given"},
                {"status": "ongoing", "start": day},
                {"status": "planned"},
                {"status": "not given"},
            )
        )
    )
    return given.map(lambda said: ("treatments", {"text": written(name), **said}))


def _allergies(name: str) -> st.SearchStrategy[tuple[str, Json]]:
    status = st.sampled_from(("confirmed", "suspected", "refuted"))
    return status.map(lambda said: ("allergies", {"text": written(name), "status": said}))


def _statements(name: str) -> st.SearchStrategy[tuple[str, Json]]:
    return st.tuples(st.booleans(), st.sampled_from((AS_OF, *DAYS))).map(
        lambda said: (
            "statements",
            {"concept": written(name), "present": said[0], "by": "site", "date": said[1]},
        )
    )


def facts(name: str) -> st.SearchStrategy[tuple[str, Json]]:
    """A fact about a concept, with the section of the profile that it stands in."""
    if name in CONDITIONS or name in UNRELATED:
        return _conditions(name) | _statements(name)
    return _treatments(name) | _statements(name) | _allergies(name)


MEASURED = st.sampled_from(
    (
        {"code": "ast", "value": 300, "unit": "U/L", "reference_range": {"high": 40}},
        {"code": "ast", "value": 70, "unit": "U/L", "reference_range": {"high": 40}},
        {"code": "ast", "value": 70, "unit": "U/L"},
        {"code": "alt", "value": 30, "unit": "U/L", "reference_range": {"high": 40}},
        {"code": "anc", "value": 0.4, "unit": "10*9/L"},
        {"code": "anc", "value": 2, "unit": "10*9/L"},
        {"code": "haemoglobin", "value": 7.5, "unit": "g/dL"},
        {"code": "haemoglobin", "value": 120, "unit": "g/L"},
        {"code": "total_bilirubin", "value": 2.4, "unit": "mg/dL", "reference_range": {"high": 1.2}},
        {"code": "platelets", "value": 120, "unit": "10*9/L"},
        {"code": "platelets", "value": 100, "comparator": "<", "unit": "10*9/L"},
    )
).map(lambda fact: ("measurements", {**fact, "date": "2026-02-25"}))  # fmt: skip


DECLARED = [
    {"list": name, "from": BIRTH, "to": AS_OF, "declared_by": "site"}
    for name in ("conditions", "treatments", "allergies")
]
"""Lists that are complete up to today."""


@st.composite
def candidates(draw: st.DrawFn, names: tuple[str, ...], *, complete: bool = True) -> Json:
    """A candidate of whom something may be known of some of these names, and some values.

    What is not on record of a name is often denied: by a statement, or where ``complete`` by a list.
    """
    told: Json = {"id": "C", "as_of": AS_OF, "birth_date": BIRTH}
    if draw(st.booleans()):
        told["anchors"] = {"randomisation": "2026-03-10", "first_dose": "2026-03-12"}
    pool = [MEASURED, *(facts(name) for name in (*names, *names))]
    known = draw(st.lists(st.one_of(pool), max_size=6))
    for section, fact in known:
        told.setdefault(section, []).append(fact)
    rest = draw(st.sampled_from(("open", "denied", "listed") if complete else ("open", "denied")))
    if rest == "denied":
        said = {fact.get("text") or fact.get("concept") for _, fact in known}
        told.setdefault("statements", []).extend(
            {"concept": written(name), "present": False, "by": "site", "date": AS_OF}
            for name in names
            if written(name) not in said
        )
    if rest == "listed":
        told["complete"] = DECLARED
    return told


def alone(name: str, day: str, *, over: bool) -> Json:
    """A candidate who has, or is given, one thing and nothing else; ``over``: no longer."""
    if name in CONDITIONS:
        state = {"status": "resolved", "resolved": day} if over else {"status": "active"}
        section, fact = "conditions", {"onset": day, **state}
    else:
        state = {"status": "given", "end": day} if over else {"status": "ongoing"}
        section, fact = "treatments", {"start": day, **state}
    facts = [{"text": written(name), **fact}]
    return {"id": "C", "as_of": AS_OF, "birth_date": BIRTH, "complete": DECLARED, section: facts}


@st.composite
def screenings(
    draw: st.DrawFn,
    more: tuple[str, ...] = (),
    *,
    over: bool | None = None,
    complete: bool = True,
    **wanted: object,
) -> tuple[list[Listing], list[Json]]:
    """Four criteria, and candidates of whom something may be known of what they name, and of ``more``.

    ``over``: whether what a candidate had alone is over, drawn where it is not said; ``complete``:
    whether lists may be complete.
    """
    several = draw(st.lists(listings(**wanted), min_size=4, max_size=4))
    names = tuple(dict.fromkeys((*(name for one in several for name in one.named()), *more)))
    told = draw(st.lists(candidates(names, complete=complete), min_size=3, max_size=3))
    day, past = draw(st.sampled_from(DAYS)), draw(st.booleans()) if over is None else over
    one_each = [alone(name, day, over=past) for name in names]
    return several, told + [one if complete else {**one, "complete": []} for one in one_each]


def profile(told: Json) -> Profile:
    """The profile that a candidate's JSON says."""
    return read_profile(msgspec.json.encode(told), "candidate.json")


# --- screening


def page(inclusion: str, exclusion: str) -> RuleSet:
    """The rules of a trial with these criteria, one a line."""
    lists = ("\n\n".join(f"* {line}" for line in text.split("\n")) for text in (inclusion, exclusion))
    included, excluded = lists
    text = f"Inclusion Criteria:\n\n{included}\n\nExclusion Criteria:\n\n{excluded}\n"
    return compile_page(text.encode(), "page.txt")


def both(text: str) -> RuleSet:
    """The rules of a trial with the same criterion under both headings, as I1 and E1."""
    return page(text, text)


def screened(rules: RuleSet, told: Json) -> Screening:
    """The screening of a candidate."""
    return screen_profile(rules, profile(told))


def verdicts(rules: RuleSet, told: Json) -> dict[str, str]:
    """The verdict of each row."""
    return {judged.id: judged.verdict for judged in screened(rules, told).criteria}
