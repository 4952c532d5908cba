"""A site's reference ranges: which row holds for a value, and what is asked where several may."""

from __future__ import annotations

from typing import Any

import pytest

from eligibility.core.errors import InputError
from eligibility.knowledge.load import knowledge
from eligibility.patient.ground import ground
from eligibility.patient.ranges import Ranges, read_ranges
from eligibility.patient.read import read_profile
from eligibility.patient.record import Measured
from tests.patient.profiles import DAY, encoded

HEADER = "analyte,method,sex,age_from,age_to,low,high,unit,valid_from,valid_to,source\n"
ALT = {"code": "alt", "value": 60, "unit": "U/L", "date": "2026-02-27"}


def ranges(*rows: str) -> Ranges:
    return read_ranges((HEADER + "\n".join(rows) + "\n").encode(), "site/ranges.csv", knowledge())


def limits(site: Ranges, fact: dict[str, Any] | None = None, **person: object) -> Measured:
    told = {"id": "C-1", "as_of": DAY.isoformat(), "measurements": [fact or ALT], **person}
    return ground(read_profile(encoded(told), "c"), None, knowledge(), site).measured[0]


def test_the_row_of_the_sex_and_the_age_on_the_day_of_the_value_holds() -> None:
    site = ranges(
        "ALT,,female,18,,,35,U/L,,,Lab", "ALT,,male,18,,,50,U/L,,,Lab", "ALT,,,1,17,,40,U/L,,,Lab"
    )
    assert limits(site, sex="female", birth_date="1980-01-01").high == 35
    assert limits(site, sex="male", birth_date="1980-01-01").high == 50
    # 18 on the day of the screening, 17 on the day of the value.
    assert limits(site, sex="male", birth_date="2008-02-28").high == 40
    assert limits(site, sex="male", birth_date="2008-02-27").high == 50
    assert limits(site, sex="male", birth_date="2025-06-01").high is None


def test_what_would_tell_rows_apart_is_asked() -> None:
    site = ranges("ALT,,female,,,,35,U/L,,,", "ALT,,male,,,,50,U/L,,,")
    problem = limits(site).range_problem
    assert problem is not None
    assert (problem.kind, problem.settles) == ("missing", "the sex of the candidate")
    assert "lines 2 and 3 of ranges.csv" in problem.detail


def test_rows_that_agree_need_nothing_more() -> None:
    site = ranges("ALT,,female,,,,40,U/L,,,", "ALT,,male,,,,40,U/L,,,")
    assert limits(site).high == 40


@pytest.mark.parametrize(
    ("row", "asked"),
    [
        ("ALT,,female,,,,30,U/L,,,", "the sex of the candidate"),
        ("ALT,,,1,17,,30,U/L,,,", "the date of birth"),
        ("ALT,IFCC,,,,,30,U/L,,,", "the method of the alt"),
        ("ALT,,,,,,30,U/L,2026-02-27,2026-02-28,", "the date of the alt"),
    ],
)
def test_one_row_that_only_may_hold_is_not_used(row: str, asked: str) -> None:
    fact = limits(ranges(row), {**ALT, "date": "2026-02"})
    assert fact.high is None
    assert fact.range_problem is not None
    assert asked in fact.range_problem.settles


def test_two_rows_that_hold_and_differ_are_in_conflict() -> None:
    problem = limits(ranges("ALT,,,,,,40,U/L,,,", "ALT,,,,,,50,U/L,,,")).range_problem
    assert problem is not None
    assert problem.kind == "conflicting"


def test_a_row_holds_only_while_it_is_valid() -> None:
    site = ranges("ALT,,,,,,40,U/L,2020,2026-01-31,", "ALT,,,,,,45,U/L,2026-02-01,,")
    assert limits(site).high == 45
    assert limits(site, {**ALT, "date": "2026-01-31"}).high == 40
    assert limits(site, {**ALT, "date": "2019-05-01"}).high is None
    problem = limits(site, {**ALT, "date": "2026"}).range_problem
    assert problem is not None
    assert problem.settles == "the date of the alt"


def test_a_row_with_the_method_of_the_value_comes_first() -> None:
    fact = {"code": "ejection_fraction", "value": 55, "unit": "%", "date": "2026-02-27"}
    site = ranges("LVEF,,,,,50,,%,,,", "LVEF,MUGA,,,,45,,%,,,")
    assert limits(site, {**fact, "method": "MUGA"}).low == 45
    assert limits(site, {**fact, "method": "echo"}).low == 50
    problem = limits(site, fact).range_problem
    assert problem is not None
    assert "the method" in problem.settles


def test_limits_come_in_the_unit_of_the_value() -> None:
    fact = {"code": "creatinine", "value": 1.0, "unit": "mg/dL", "date": "2026-02-27"}
    high = limits(ranges("creatinine,,,,,,106.08,umol/L,,,"), fact).high
    assert high == pytest.approx(1.2, rel=1e-4)


def test_a_range_printed_with_the_value_comes_first() -> None:
    fact = {**ALT, "reference_range": {"high": 30}}
    assert limits(ranges("ALT,,,,,,40,U/L,,,"), fact).high == 30


def test_the_explanation_names_the_row() -> None:
    written = limits(ranges("ALT,,,18 years,,,40,U/L,2020,,Central Lab"), birth_date="1980").range_written
    assert written == "site range to 40 U/L, ranges.csv line 2: age from 18 years, from 2020, Central Lab"


def test_a_row_of_an_unknown_analyte_is_told_and_the_others_are_used() -> None:
    site = ranges("moonstone,,,,,,40,U/L,,,", "ALT,,,,,,40,U/L,,,")
    assert site.unused == ("site/ranges.csv:2: 'moonstone' is not a quantity known here",)
    assert limits(site).high == 40


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("ALT,,,,,,40,mmHg,,,", "'mmHg' is the unit of a pressure, but ALT is an enzyme activity"),
        ("ALT,,,,,,,U/L,,,", "neither a low nor a high limit"),
        ("ALT,,,,,50,40,U/L,,,", "run backward"),
        ('ALT,,,,,,"1,2",U/L,,,', "write it as 1.2"),
        ("ALT,,,,,,nan,U/L,,,", "is no number"),
        ("ALT,,woman,,,,40,U/L,,,", "'woman' is no sex"),
        ("ALT,,,adult,,,40,U/L,,,", "'adult' is no age"),
        ("ALT,,,,,,40,U/L,01/02/2024,,", "is no date; write YYYY-MM-DD"),
        ("ALT,,,,,,40,U/L", "8 cells for 11 columns"),
        ("creatinine,,,,,,1.2,umol/L,,,", "check the limits and their unit"),
        ("hemoglobin,,,,,12,16,g/L,,,", "check the limits and their unit"),
        ("ALT,,,,,-5,40,U/L,,,", "check the limits and their unit"),
        ("ALT,,,17,1,,40,U/L,,,", "the ages run backward"),
        ("ALT,,,,,,40,U/L,2026,2020,", "the dates run backward"),
        ('ALT,,,,,,40,U/L,,,"never closed', "check the quotes"),
        (f"ALT,,,,,,40,U/L,,,{'x' * 200_000}", "check the quotes"),
    ],
)
def test_a_row_that_cannot_be_read_is_refused_with_its_line(row: str, said: str) -> None:
    with pytest.raises(InputError) as caught:
        ranges("ALT,,,,,,40,U/L,,,", row)
    assert said in str(caught.value)
    assert caught.value.place == "site/ranges.csv:3"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "the column 'analyte' is missing"),
        (b"analyte,low,high\n", "the column 'unit' is missing"),
        (b"analyte;low;high;unit\n", "commas between them"),
        (b"analyte,low,high,unit,gender\n", "the column 'gender' is not known"),
        (b"analyte,low,high,unit,unit\n", "stands twice"),
        (b"\xff\xfe", "not UTF-8"),
    ],
)
def test_a_file_without_the_columns_is_refused(content: bytes, said: str) -> None:
    with pytest.raises(InputError, match=said):
        read_ranges(content, "ranges.csv", knowledge())


@pytest.mark.parametrize(
    ("kinds", "high"),
    [(["normal", "critical"], 40), (["critical", "therapeutic"], None), ([None, "other"], 40)],
)
def test_only_a_normal_range_holds_limits_of_normal(kinds: list[str | None], high: float | None) -> None:
    listed = [
        {"high": 40 * (number + 1), **({} if kind is None else {"kind": kind})}
        for number, kind in enumerate(kinds)
    ]
    fact = limits(ranges(), {**ALT, "reference_range": listed})
    assert fact.high == high


def test_two_normal_ranges_that_differ_leave_the_limit_open() -> None:
    fact = limits(ranges(), {**ALT, "reference_range": [{"high": 40}, {"high": 50}]})
    assert fact.high is None
    assert fact.range_problem is not None
    assert fact.range_problem.detail == "two ranges of normal stand with the ALT: to 40 U/L and to 50 U/L"
