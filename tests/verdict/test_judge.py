"""Verdicts of rows, groups and the whole: not yet, until when, provisional, curable or lasting."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from eligibility.bind.rules import RuleSet
from eligibility.core.truth import Truth, conjunction
from eligibility.verdict.screening import Judged, Screening
from tests.bind.pages import compiled, edited, page_of
from tests.verdict.candidates import NAMES, candidate, row, screened, verdicts, with_fact, without

DAY = "2026-03-01"
LETS_IN = {"pass": Truth.TRUE, "fail": Truth.FALSE, "unknown": Truth.UNKNOWN}
LATE = {"date": "2026-02-27"}


def person(**fields: object) -> dict[str, Any]:
    return {"id": "C-1", "as_of": DAY, **fields}


def treated(text: str, start: str, end: str | None = None) -> list[dict[str, Any]]:
    """One treatment given, from one day to the next."""
    return [{"text": text, "kind": "drug", "status": "given", "start": start, "end": end or start}]


def wash_out(days: int) -> RuleSet:
    return compiled(page_of(exclusion=f"Prior therapy with InO within {days} days prior to screening"))


def with_ast(value: float, high: float = 45) -> dict[str, Any]:
    """The eligible candidate with another AST."""
    told = without(candidate(), "measurements", code="ast")
    return with_fact(
        told, "measurements", code="ast", value=value, unit="U/L", reference_range={"high": high}, **LATE
    )


def failed(screening: Screening) -> dict[str, str | None]:
    return {judged.id: judged.standing for judged in screening.criteria if judged.verdict == "fail"}


# --- the calendar


def test_too_young_is_not_yet_with_the_birthday() -> None:
    judged = row(screened(person(birth_date="2025-06-10")), "I1")
    assert (judged.truth, judged.verdict, judged.standing) == ("unknown", "unknown", None)
    assert judged.could_hold_from == dt.date(2026, 6, 10)
    assert [reason.kind for reason in judged.reasons] == ["not_yet"]
    assert "2026-06-10" in judged.reasons[0].settles


def test_too_old_is_a_lasting_fail() -> None:
    judged = row(screened(person(birth_date="2008-01-10")), "I1")
    assert (judged.verdict, judged.standing, judged.could_hold_from) == ("fail", "lasting", None)


def test_a_wash_out_that_runs_is_not_yet_with_the_day_after_it() -> None:
    told = person(treatments=treated("inotuzumab ozogamicin", "2026-02-20"))
    judged = row(screened(told, wash_out(28)), "E1")
    assert (judged.truth, judged.verdict) == ("unknown", "unknown")
    assert judged.could_hold_from == dt.date(2026, 3, 21)


def test_a_wash_out_that_is_over_passes_for_good() -> None:
    complete = [{"list": "treatments", "from": "2015-01-01", "to": DAY, "declared_by": "site"}]
    told = person(
        birth_date="2015-01-01", treatments=treated("inotuzumab ozogamicin", "2025-02-20"), complete=complete
    )
    judged = row(screened(told, wash_out(28)), "E1")
    assert (judged.verdict, judged.holds_until) == ("pass", None)


def test_a_fail_that_time_does_not_end_is_not_not_yet() -> None:
    rules = compiled(page_of(exclusion="Prior therapy with InO"))
    judged = row(screened(person(treatments=treated("InO", "2026-02-20")), rules), "E1")
    assert (judged.verdict, judged.standing, judged.could_hold_from) == ("fail", "lasting", None)


def test_a_pass_says_until_when_it_holds() -> None:
    assert row(screened(candidate()), "I1").holds_until == dt.date(2036, 6, 9)
    second_birthday = row(screened(candidate("eighteen_months")), "I3.a")
    assert second_birthday.holds_until == dt.date(2026, 8, 31)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("after", [0, 1])
def test_a_pass_holds_on_its_last_day_and_not_on_the_next(name: str, after: int) -> None:
    last = row(screened(candidate(name)), "I1").holds_until
    assert last is not None
    day = last + dt.timedelta(days=after)
    assert row(screened(candidate(name, as_of=day.isoformat())), "I1").verdict == (
        "fail" if after else "pass"
    )


def test_a_pass_by_an_anchor_ahead_is_provisional() -> None:
    ahead = row(screened(candidate()), "I3.b")
    assert (ahead.verdict, ahead.provisional) == ("pass", True)
    assert row(screened(candidate(anchors=None)), "I3.b").provisional
    assert not row(screened(candidate(anchors={"randomisation": DAY})), "I3.b").provisional


def test_what_is_not_passed_is_not_provisional() -> None:
    for name in NAMES:
        assert not [j.id for j in screened(candidate(name)).criteria if j.provisional and j.verdict != "pass"]


# --- curable and lasting


def test_a_fail_of_a_laboratory_value_is_curable() -> None:
    screening = screened(with_ast(500))
    assert failed(screening) == {"I3": "curable", "I3.b": "curable"}
    assert (screening.verdict, screening.standing) == ("ineligible", "curable")


def test_one_lasting_fail_makes_the_whole_lasting() -> None:
    found = {
        "assay": "RT-PCR",
        "target": "BCR::ABL1",
        "result": "detected",
        "disease_phase": "relapse",
        **LATE,
    }
    screening = screened(with_fact(with_ast(500), "genomics", **found))
    assert failed(screening) == {"I3": "curable", "I3.b": "curable", "E4": "lasting"}
    assert (screening.verdict, screening.standing) == ("ineligible", "lasting")


@pytest.mark.parametrize(
    ("text", "standing"),
    [
        ("ALT <= 3 x ULN or prior allo-HSCT", "curable"),
        ("ALT <= 3 x ULN and prior allo-HSCT", "lasting"),
        ("ALT <= 3 x ULN unless prior allo-HSCT", "curable"),
    ],
)
def test_a_fail_lasts_if_no_new_value_could_end_it(text: str, standing: str) -> None:
    told = person(
        measurements=[{"code": "alt", "value": 400, "unit": "U/L", "reference_range": {"high": 40}, **LATE}],
        statements=[{"concept": "allo-HSCT", "present": False, "by": "site", **LATE}],
    )
    assert row(screened(told, compiled(page_of(inclusion=text))), "I1").standing == standing


def test_an_exception_lifts_an_exclusion() -> None:
    rules = compiled(page_of(exclusion="ALT > 3 x ULN unless Gilbert's syndrome"))
    told = person(measurements=[
        {"code": "alt", "value": 400, "unit": "U/L", "reference_range": {"high": 40}, **LATE}
    ])  # fmt: skip
    none = {"concept": "Gilbert's syndrome", "present": False, "by": "site", **LATE}
    judged = row(screened({**told, "statements": [none]}, rules), "E1")
    assert (judged.verdict, judged.standing) == ("fail", "curable")
    assert row(screened({**told, "statements": [{**none, "present": True}]}, rules), "E1").verdict == "pass"


# --- groups and the whole


def below(screening: Screening, identifier: str) -> list[Judged]:
    return [judged for judged in screening.criteria if judged.row.parent == identifier]


@pytest.mark.parametrize("name", NAMES)
def test_a_group_has_the_verdict_of_its_rows(name: str) -> None:
    screening = screened(candidate(name))
    for identifier in ("I2", "I3"):
        group = row(screening, identifier)
        joined = conjunction(LETS_IN[child.verdict] for child in below(screening, identifier))
        assert LETS_IN[group.verdict] is joined
        assert bool(group.reasons) == (group.verdict == "unknown")


def test_a_group_of_exclusions_is_true_where_one_of_them_is() -> None:
    page = edited(
        "2. Prior allo-HSCT or CAR T-cell therapy.",
        "2. Any of the following:\n\n* Prior allo-HSCT\n* Prior CAR T-cell therapy",
    )
    said = [
        {"concept": name, "present": name == "CAR-T", "by": "site", **LATE} for name in ("allo-HSCT", "CAR-T")
    ]
    screening = screened(person(statements=said), page)
    group = row(screening, "E2")
    assert [child.verdict for child in below(screening, "E2")] == ["pass", "fail"]
    assert (group.truth, group.verdict, group.standing) == ("true", "fail", "lasting")


@pytest.mark.parametrize("name", NAMES)
def test_truth_and_verdict_are_opposite_in_an_exclusion_only(name: str) -> None:
    passing = {"inclusion": "true", "registry": "true", "exclusion": "false"}
    for judged in screened(candidate(name)).criteria:
        if judged.verdict == "unknown":
            assert judged.truth == "unknown"
        else:
            assert (judged.verdict == "pass") == (judged.truth == passing[judged.row.kind])


@pytest.mark.parametrize("name", NAMES)
def test_the_whole_counts_each_leaf_once(name: str) -> None:
    screening = screened(candidate(name))
    leaves = [judged for judged in screening.criteria if judged.counts]
    assert {judged.id for judged in leaves}.isdisjoint({"I2", "I3", "R.age", "R.sex"})
    said = {judged.verdict for judged in leaves}
    expected = "ineligible" if "fail" in said else "undetermined" if "unknown" in said else "eligible"
    assert screening.verdict == expected
    assert (screening.standing is None) == (expected != "ineligible")


def test_a_compared_field_takes_no_part() -> None:
    rules = edited("Maximum Eligible Age\n\n17 Years", "Maximum Eligible Age\n\n5 Years")
    screening = screened(candidate(), rules)
    assert verdicts(screening)["R.age"] == "fail"
    assert row(screening, "R.age").applicable == "no"
    assert (screening.verdict, screening.standing) == ("eligible", None)
    assert not [question for question in screening.open_questions if "R.age" in question.settles]


def test_a_field_that_no_criterion_states_takes_part() -> None:
    rules = edited("between 1 and \\<18 years of age", "")
    told = person(birth_date="2000-01-01")
    assert row(screened(told, rules), "R.age").verdict == "fail"
    assert screened(told, rules).verdict == "ineligible"


def test_a_healthy_volunteer_does_not_pass_where_none_are_accepted() -> None:
    assert row(screened(candidate()), "R.healthy").verdict == "pass"
    assert row(screened(person(birth_date="2018-01-01")), "R.healthy").verdict == "unknown"


@pytest.mark.parametrize(
    ("died", "verdict"),
    [
        (None, "eligible"), ("2026-02-28", "undetermined"), ("2026", "undetermined"),
        ("unknown", "undetermined"), ("2026-03-02", "eligible"),
    ],
)  # fmt: skip
def test_nobody_who_has_died_is_eligible(died: str | None, verdict: str) -> None:
    screening = screened(candidate(died=died))
    assert screening.verdict == verdict
    assert any(path == "died" for path, _ in screening.set_aside) == (died is not None)
