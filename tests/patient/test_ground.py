"""A profile becomes a record as of one day: what lies after it is set aside, never lost."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from eligibility.core.dates import PartialDate, parse_date
from eligibility.core.errors import InputError
from eligibility.knowledge.load import knowledge
from eligibility.patient.ground import ground
from tests.patient.profiles import DAY, good, grounded, read, with_


def test_good_profile_keeps_every_fact() -> None:
    record = grounded(good())
    assert record.as_of == DAY
    assert [fact.path for fact in record.measured] == [f"measurements[{n}]" for n in range(3)]
    assert [fact.concept for fact in record.had] == ["gilbert_syndrome", "deep_vein_thrombosis"]
    assert [fact.concept for fact in record.treated] == ["vincristine"]
    assert [fact.concept for fact in record.hypersensitive] == ["peg_asparaginase"]
    assert [fact.concept for fact in record.stated] == ["allo_hsct"]
    assert record.course is not None
    assert record.course.concept == "b_precursor_all"
    assert record.set_aside == ()


def test_day_of_the_option_comes_before_that_of_the_profile() -> None:
    assert grounded(good(), dt.date(2026, 4, 1)).as_of == dt.date(2026, 4, 1)


def test_without_a_day_nothing_is_screened() -> None:
    with pytest.raises(InputError, match="--as-of"):
        ground(read({"id": "a"}), None, knowledge())


FUTURE: list[tuple[str, dict[str, Any]]] = [
    ("measurements", {"code": "ast", "value": 1, "unit": "U/L", "date": "2026-03-02"}),
    ("conditions", {"text": "DVT", "onset": "2026-04"}),
    ("treatments", {"text": "vincristine", "status": "given", "start": "2027"}),
    ("genomics", {"assay": "x", "result": "positive", "date": "2026-03-02"}),
    ("allergies", {"text": "vincristine", "date": "2026-03-02"}),
    ("statements", {"concept": "DVT", "present": True, "by": "x", "date": "2026-03-02"}),
    ("answers", {"question": "x", "answer": "yes", "by": "x", "date": "2026-03-02"}),
    ("complete", {"list": "allergies", "from": "2026-03-02", "to": "2026-04", "declared_by": "x"}),
]


@pytest.mark.parametrize(("name", "fact"), FUTURE)
def test_fact_of_the_future_is_set_aside_and_listed(name: str, fact: dict[str, Any]) -> None:
    record = grounded(with_(**{name: [fact]}))
    assert [path for path, _ in record.set_aside] == [f"{name}[0]"]
    assert "after 2026-03-01" in record.set_aside[0][1]
    kept = (record.measured, record.had, record.treated, record.tested, record.hypersensitive, record.stated)
    assert not any((*kept, record.answered, record.complete))


def test_relapse_of_the_future_is_set_aside() -> None:
    record = grounded(
        with_(disease={"diagnosis": "ALL", "relapses": [{"date": "2026-03-02"}, {"date": "2025"}]})
    )
    assert record.course is not None
    assert [one.path for one in record.course.relapses] == ["disease.relapses[1]"]
    assert [path for path, _ in record.set_aside] == ["disease.relapses[0]"]


def test_what_may_lie_before_the_day_is_kept() -> None:
    record = grounded(
        with_(conditions=[{"text": "DVT", "onset": "2026"}, {"text": "DVT", "onset": "2026-03"}])
    )
    assert len(record.had) == 2


@pytest.mark.parametrize("status", ["planned", "declined"])
def test_planned_treatment_is_not_set_aside(status: str) -> None:
    record = grounded(with_(treatments=[{"text": "orchiectomy", "status": status, "start": "2026-05-01"}]))
    assert len(record.treated) == 1
    assert record.set_aside == ()


def test_anchor_ahead_is_kept_under_its_concept() -> None:
    record = grounded(with_(anchors={"randomization": "2026-03-06"}))
    assert record.anchors == {"randomisation": parse_date("2026-03-06")}


def test_two_days_for_one_anchor_contradict_each_other() -> None:
    with pytest.raises(InputError, match="2026-03-07"):
        grounded(with_(anchors={"randomization": "2026-03-06", "randomisation": "2026-03-07"}))


def test_end_that_lies_ahead_has_not_come() -> None:
    record = grounded(
        with_(
            conditions=[{"text": "DVT", "status": "resolved", "onset": "2026-01", "resolved": "2026-04"}],
            treatments=[
                {"text": "vincristine", "status": "given", "start": "2026-02", "end": "2026-04"},
                {"text": "entecavir", "status": "ongoing", "start": "2026-02", "end": "2026-04"},
            ],
        )
    )
    assert (record.had[0].status, record.had[0].resolved) == ("unknown", None)
    assert record.treated[0].end is None
    assert record.treated[1].end == parse_date("2026-04")
    assert [path for path, _ in record.set_aside] == ["conditions[0].resolved", "treatments[0].end"]


CONTRADICTIONS: list[tuple[str, dict[str, Any]]] = [
    ("conditions", {"text": "DVT", "status": "active", "resolved": "2026-02"}),
    ("conditions", {"text": "DVT", "status": "active", "resolved": "2026-03-01"}),
    ("treatments", {"text": "vincristine", "status": "ongoing", "end": "2026-02-28"}),
]


@pytest.mark.parametrize(("name", "fact"), CONTRADICTIONS)
def test_what_goes_on_though_it_ended_contradicts_itself(name: str, fact: dict[str, Any]) -> None:
    with pytest.raises(InputError, match="correct one of the two") as raised:
        grounded(with_(**{name: [fact]}))
    assert raised.value.place == f"{name}[0].status"


def test_what_may_still_go_on_is_taken() -> None:
    record = grounded(
        with_(
            conditions=[
                {"text": "DVT", "status": "active", "resolved": "2026"},
                {"text": "DVT", "status": "active", "resolved": "2026-04"},
            ],
            treatments=[{"text": "vincristine", "status": "ongoing", "end": "2026-03-01"}],
        )
    )
    assert [fact.status for fact in record.had] == ["active", "active"]
    assert record.treated[0].status == "ongoing"


def test_spelling_of_words_does_not_matter() -> None:
    def record(change: Callable[[str], str]) -> list[object]:
        found = grounded(
            with_(
                disease={
                    "diagnosis": change("b-precursor ALL"),
                    "relapses": [{"sites": [change("Bone marrow")]}],
                },
                measurements=[{"code": change("total bilirubin"), "value": 1, "unit": " mg/dL"}],
                conditions=[{"text": change("Gilbert's syndrome")}, {"text": change("DVT")}],
                treatments=[{"text": change("peg-asparaginase"), "status": "given"}],
                allergies=[{"text": change("Erwinia asparaginase")}],
                statements=[{"concept": change("allogeneic HSCT"), "present": False, "by": "x"}],
                genomics=[
                    {"assay": change("flow"), "target": change("CD22"), "result": change("Not detected")}
                ],
                anchors={change("informed consent"): "2026-03-05", change("First dose"): "2026-03-06"},
            )
        )
        assert found.course is not None
        return [
            found.course.concept,
            found.course.relapses[0].sites[0][0],
            [(fact.quantity, fact.value) for fact in found.measured],
            [fact.concept for fact in (*found.had, *found.treated, *found.hypersensitive, *found.stated)],
            [(fact.alterations, fact.outcome) for fact in found.tested],
            found.anchors,
        ]

    plain = record(str)
    assert None not in plain[3]  # type: ignore[operator]
    spellings: list[Callable[[str], str]] = [
        str.upper,
        str.lower,
        lambda text: f"  {text} ",
        lambda text: text.replace(" ", "  "),
        lambda text: text.replace("-", "\u2011").replace("'", "\u2019"),
    ]
    for spelling in spellings:
        assert record(spelling) == plain


def test_complete_list_reaches_to_the_day_at_most() -> None:
    record = grounded(
        with_(complete=[{"list": "allergies", "from": "2020-02", "to": "2027", "declared_by": "x"}])
    )
    assert (record.complete[0].start, record.complete[0].end) == (dt.date(2020, 2, 29), DAY)
    assert [path for path, _ in record.set_aside] == ["complete[0].to"]


def test_complete_list_from_birth_needs_a_birth() -> None:
    complete = [{"list": "allergies", "from": "birth", "to": "2026-01-31", "declared_by": "x"}]
    record = grounded(with_(birth_date="2018", complete=complete))
    assert record.complete[0].start == dt.date(2018, 1, 1)
    with pytest.raises(InputError, match="birth_date"):
        grounded(with_(complete=complete))


def test_complete_list_without_a_certain_day_is_set_aside() -> None:
    record = grounded(
        with_(complete=[{"list": "allergies", "from": "2020", "to": "2020", "declared_by": "x"}])
    )
    assert record.complete == ()
    assert "certain" in record.set_aside[0][1]


def test_values_of_a_quantity_stand_latest_first_and_undated_last() -> None:
    dates = ["2026-01-01", None, "2026-02", "2026-02-28", "2025"]
    record = grounded(
        with_(measurements=[{"code": "ast", "value": 1, "unit": "U/L", "date": d} for d in dates])
    )
    paths = [fact.path[-2] for fact in record.by_quantity["ast"]]
    assert paths == ["3", "2", "0", "4", "1"]


AGES = [
    (17, "years", "2025-06-01", "2007-06-02", "2008-06-01"),
    (0, "years", "2025-06-01", "2024-06-02", "2025-06-01"),
    (18, "months", "2026-02-28", "2024-07-29", "2024-08-28"),
    (1, "years", "2025-02-28", "2023-03-01", "2024-02-28"),
    (17, "years", "2026-03-01", "2008-03-02", "2009-03-01"),
    (3, "weeks", "2026-02-01", "2026-01-05", "2026-01-11"),
    (10, "days", "2026-02-11", "2026-02-01", "2026-02-01"),
    (17, "years", "2025", "2007-01-02", "2008-12-31"),
]


@pytest.mark.parametrize(("value", "unit", "date", "first", "last"), AGES)
def test_recorded_age_gives_the_days_of_birth(
    value: int, unit: str, date: str, first: str, last: str
) -> None:
    record = grounded(with_(age={"value": value, "unit": unit, "date": date}))
    assert record.birth == PartialDate(dt.date.fromisoformat(first), dt.date.fromisoformat(last))
    assert record.birth_problem is None
    assert date in record.birth_written


def test_birth_date_and_age_that_agree_narrow_each_other() -> None:
    record = grounded(with_(birth_date="2008", age={"value": 17, "unit": "years", "date": "2025-06-01"}))
    assert record.birth == PartialDate(dt.date(2008, 1, 1), dt.date(2008, 6, 1))


def test_birth_date_and_age_that_contradict_leave_both_open() -> None:
    record = grounded(
        with_(birth_date="2018-06-10", age={"value": 17, "unit": "years", "date": "2025-06-01"})
    )
    assert record.birth == PartialDate(dt.date(2007, 6, 2), dt.date(2018, 6, 10))
    assert record.birth_problem is not None
    assert record.birth_problem.kind == "conflicting"
    assert "2018-06-10" in record.birth_problem.detail


def test_age_of_the_future_is_set_aside() -> None:
    record = grounded(with_(age={"value": 17, "unit": "years", "date": "2026-03-02"}))
    assert record.birth is None
    assert [path for path, _ in record.set_aside] == ["age"]


def test_birth_after_the_day_of_the_option_is_refused() -> None:
    with pytest.raises(InputError, match="after the day"):
        grounded(with_(birth_date="2018-06-10"), dt.date(2018, 6, 9))


def test_birth_known_to_the_year_ends_with_the_day() -> None:
    record = grounded(with_(birth_date="2026"))
    assert record.birth == PartialDate(dt.date(2026, 1, 1), DAY)


def test_record_can_be_saved_as_json() -> None:
    assert msgspec.json.encode(grounded(good()))
