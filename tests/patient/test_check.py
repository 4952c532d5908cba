"""Dates that do not exist, order that cannot be, facts that contradict each other."""

from __future__ import annotations

from typing import Any

import pytest

from eligibility.patient.check import DATES
from tests.patient.profiles import Json, good, read, refused, with_

PLACES: list[tuple[str, dict[str, Any]]] = [
    ("as_of", {"id": "a", "as_of": "?"}),
    ("birth_date", with_(birth_date="?")),
    ("age.date", with_(age={"value": 3, "unit": "years", "date": "?"})),
    ("disease.diagnosed", with_(disease={"diagnosis": "ALL", "diagnosed": "?"})),
    ("disease.primary_therapy_end", with_(disease={"diagnosis": "ALL", "primary_therapy_end": "?"})),
    ("disease.relapses[1].date", with_(disease={"diagnosis": "ALL", "relapses": [{}, {"date": "?"}]})),
    ("measurements[0].date", with_(measurements=[{"code": "ast", "value": 1, "date": "?"}])),
    (
        "measurements[0].specimen_date",
        with_(measurements=[{"code": "ast", "value": 1, "specimen_date": "?"}]),
    ),
    ("conditions[0].onset", with_(conditions=[{"text": "DVT", "onset": "?"}])),
    ("conditions[0].resolved", with_(conditions=[{"text": "DVT", "resolved": "?"}])),
    ("treatments[0].start", with_(treatments=[{"text": "x", "status": "given", "start": "?"}])),
    ("treatments[0].end", with_(treatments=[{"text": "x", "status": "given", "end": "?"}])),
    ("genomics[0].date", with_(genomics=[{"assay": "x", "result": "x", "date": "?"}])),
    ("allergies[0].date", with_(allergies=[{"text": "x", "date": "?"}])),
    ("statements[0].date", with_(statements=[{"concept": "x", "present": True, "by": "x", "date": "?"}])),
    ("answers[0].date", with_(answers=[{"question": "x", "answer": "no", "by": "x", "date": "?"}])),
    (
        "complete[0].from",
        with_(complete=[{"list": "allergies", "from": "?", "to": "2025", "declared_by": "x"}]),
    ),
    (
        "complete[0].to",
        with_(complete=[{"list": "allergies", "from": "2025", "to": "?", "declared_by": "x"}]),
    ),
    ("anchors.randomisation", with_(anchors={"randomisation": "?"})),
]


def _fill(value: Json, date: str) -> Json:
    match value:
        case dict():
            return {key: _fill(inner, date) for key, inner in value.items()}
        case list():
            return [_fill(inner, date) for inner in value]
        case "?":
            return date
    return value


@pytest.mark.parametrize(("path", "profile"), PLACES)
@pytest.mark.parametrize(
    "date", ["2026-02-31", "2025-13", "2025-2-1", "1.2.2025", "", "2025-02-29", "0000", "1066"]
)
def test_impossible_date_is_refused_with_its_place(path: str, profile: dict[str, Any], date: str) -> None:
    error = refused(_fill(profile, date))
    assert error.place == f"p.json: {path}"
    assert f"'{date}'" in error.message


def test_every_date_of_a_list_is_checked() -> None:
    tried = {path.replace("[0]", "") for path, _ in PLACES}
    assert {f"{name}.{date}" for name, dates in DATES.items() for date in dates} <= tried


CONTRADICTIONS: list[tuple[dict[str, Any], str, str]] = [
    (with_(birth_date="2026-03-02"), "birth_date", "2026-03-01"),
    (with_(birth_date="2026-04"), "birth_date", "2026-03-01"),
    ({"id": "a", "as_of": "2026-03"}, "as_of", "YYYY-MM-DD"),
    (
        with_(conditions=[{"text": "x", "onset": "2024-06", "resolved": "2024-05"}]),
        "conditions[0].resolved",
        "2024-06",
    ),
    (
        with_(treatments=[{"text": "x", "status": "given", "start": "2024", "end": "2023-12-31"}]),
        "treatments[0].end",
        "start 2024",
    ),
    (
        with_(complete=[{"list": "allergies", "from": "2025", "to": "2024", "declared_by": "x"}]),
        "complete[0].to",
        "from 2025",
    ),
    (
        with_(
            measurements=[{"code": "ast", "value": 1, "specimen_date": "2026-02-02", "date": "2026-02-01"}]
        ),
        "measurements[0].date",
        "specimen_date",
    ),
    (
        with_(measurements=[{"code": "ast", "value": 1, "reference_range": {"low": 40, "high": 10}}]),
        "measurements[0].reference_range",
        "40 to 10",
    ),
    (with_(measurements=[{"code": "ast", "value": 1, "precision": -1}]), "measurements[0].precision", "-1"),
    (
        with_(measurements=[{"code": "ast", "value": 1, "precision": 1, "comparator": "<"}]),
        "measurements[0].precision",
        "'<'",
    ),
    (
        with_(measurements=[{"code": "ast", "value": "M2", "comparator": "<"}]),
        "measurements[0].value",
        "'M2'",
    ),
    (with_(age={"value": -1, "unit": "years", "date": "2026"}), "age.value", "-1 years"),
    (with_(age={"value": 2000, "unit": "months", "date": "2026"}), "age.value", "2000 months"),
    (with_(age={"value": 1.5, "unit": "years", "date": "2026"}), "age.value", "smaller unit"),
    (
        with_(birth_date="2024", disease={"diagnosis": "ALL", "diagnosed": "2023"}),
        "disease.diagnosed",
        "birth",
    ),
    (
        with_(disease={"diagnosis": "ALL", "diagnosed": "2024-02", "primary_therapy_end": "2024-01"}),
        "disease.primary_therapy_end",
        "diagnosis",
    ),
    (
        with_(disease={"diagnosis": "ALL", "diagnosed": "2024-02", "relapses": [{"date": "2024-01"}]}),
        "disease.relapses[0].date",
        "diagnosis",
    ),
    (
        with_(disease={"diagnosis": "ALL", "relapses": [{"number": 1}, {"number": 1}]}),
        "disease.relapses[1].number",
        "once",
    ),
    (with_(disease={"diagnosis": "ALL", "relapses": [{"number": 0}]}), "disease.relapses[0].number", "0"),
    (with_(disease={"diagnosis": " "}), "disease.diagnosis", "empty"),
    (
        with_(disease={"diagnosis": "ALL", "relapses": [{"number": 10**30}]}),
        "disease.relapses[0].number",
        "1, 2, 3",
    ),
    (
        with_(
            disease={
                "diagnosis": "ALL",
                "relapses": [{"number": 2, "date": "2024-05"}, {"number": 1, "date": "2024-06-01"}],
            }
        ),
        "disease.relapses[0].date",
        "before relapse 1",
    ),
    (
        with_(birth_date="2024", disease={"diagnosis": "ALL", "relapses": [{"date": "2023"}]}),
        "disease.relapses[0].date",
        "the birth",
    ),
    (
        with_(birth_date="2024", measurements=[{"code": "ast", "value": 1, "date": "2023"}]),
        "measurements[0].date",
        "the birth",
    ),
    (
        with_(birth_date="2024", treatments=[{"text": "x", "status": "given", "start": "2023"}]),
        "treatments[0].start",
        "the birth",
    ),
    (with_(measurements=[{"code": "ast", "value": 1e31}]), "measurements[0].value", "1e+31"),
    (with_(measurements=[{"code": "ast", "value": -1e300}]), "measurements[0].value", "-1e+300"),
    (
        with_(measurements=[{"code": "ast", "value": 1, "precision": 1e99}]),
        "measurements[0].precision",
        "1e+99",
    ),
    (
        with_(measurements=[{"code": "ast", "value": 1, "reference_range": {"high": 1e99}}]),
        "measurements[0].reference_range.high",
        "1e+99",
    ),
    (with_(measurements=[{"code": "Age", "value": 17, "unit": "a"}]), "measurements[0].code", "'Age'"),
    (with_(birth_date="\u0662\u0660\u0662\u0660"), "birth_date", "0 to 9"),
    ({"id": "a\u200b"}, "id", "do not print"),
    ({"id": "a", "as_of": "01.03.2026"}, "as_of", "'01.03.2026' is not one day; write YYYY-MM-DD"),
    ({"id": "a", "as_of": "2026-03-\uff10\uff11"}, "as_of", "write YYYY-MM-DD"),
    (
        with_(anchors={"randomsation": "2026-03-06"}),
        "anchors.randomsation",
        "there are: baseline, consent, enrolment, first dose, randomisation, registration, screening",
    ),
    (with_(anchors={"vincristine": "2026-03-06"}), "anchors.vincristine", "no day of a trial"),
]


@pytest.mark.parametrize(("profile", "path", "says"), CONTRADICTIONS)
def test_what_cannot_be_so_is_refused(profile: dict[str, Any], path: str, says: str) -> None:
    error = refused(profile)
    assert error.place == f"p.json: {path}"
    assert says in error.message


@pytest.mark.parametrize("name", ["randomisation", "Randomization", "first dose", "study entry"])
def test_a_day_of_the_trial_has_any_of_its_names(name: str) -> None:
    assert read(with_(anchors={name: "2026-03-06"})).anchors == {name: "2026-03-06"}


def test_dates_that_may_be_in_order_are_taken() -> None:
    read(with_(conditions=[{"text": "x", "onset": "2024-06-20", "resolved": "2024"}]))
    read(with_(birth_date="2026"))
    read(
        with_(
            birth_date="2018", complete=[{"list": "allergies", "from": "birth", "to": AS, "declared_by": "x"}]
        )
    )
    read(good())


AS = "2026-03-01"
