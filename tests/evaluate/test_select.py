"""Which values are asked: method, specimen, window, and the latest or those that may be."""

from __future__ import annotations

import pytest

from eligibility.bind.nodes import Compare
from eligibility.core.dates import parse_date
from eligibility.core.interval import Interval
from eligibility.evaluate.context import Scope
from eligibility.evaluate.select import Choice, choose, latest
from eligibility.evaluate.windows import Frame
from eligibility.knowledge.load import knowledge
from tests.evaluate.builders import at_least, lab, record, setting, truth
from tests.patient.profiles import grounded, with_

RULE = at_least("ejection_fraction", 50, "%", method="muga")


def chosen(*facts: object, frame: Frame | None = None, every: bool = False, rule: object = RULE) -> Choice:
    held, under = record(*facts), setting()
    return choose(rule, Scope(held, under.index(held), under, "requires"), frame, every)


def heart(date: str | None, method: str | None = "muga") -> object:
    return lab("ejection_fraction", 60, date, method=method)


def test_the_latest_of_the_right_method() -> None:
    old, new, other = heart("2026-01-01"), heart("2026-02-01"), heart("2026-02-20", "echocardiography")
    choice = chosen(old, new, other)
    assert [fact for fact, _ in choice.facts] == [new]
    assert choice.passed_over == (other,)


def test_every_value_for_a_history() -> None:
    assert len(chosen(heart("2020-01-01"), heart("2026-02-01"), heart(None), every=True).facts) == 3


def test_in_a_window_the_latest_inside_it_and_undated_ones_only_named() -> None:
    span = Frame(parse_date("2026-01-01"), parse_date("2026-01-31"))
    inside, outside, undated = heart("2026-01-10"), heart("2026-02-10"), heart(None)
    choice = chosen(inside, outside, undated, frame=span)
    assert ([fact for fact, _ in choice.facts], choice.undated) == ([inside], (undated,))
    assert chosen(outside, undated, frame=span).undated == (undated,)


def test_a_value_known_to_the_month_is_not_beaten_by_one_inside_it() -> None:
    month, day, old = heart("2026-02"), heart("2026-02-10"), heart("2026-01-10")
    assert latest([month, day, old]) == [month, day]


@pytest.mark.parametrize(
    ("quantity", "specimen", "spoken"),
    [
        ("creatinine", "serum", True),
        ("creatinine", "Plasma", True),
        ("creatinine", "arterial blood", True),
        ("creatinine", "serum or plasma", True),
        ("creatinine", "pleural fluid", False),
        ("sodium", "urine", False),
        ("sodium", "24 hour urine", False),
        ("ldh", "ascites", False),
        ("white_blood_cells", "CSF", False),
        ("white_blood_cells", "cord blood", False),
        ("arterial_ph", "venous blood", False),
        ("arterial_ph", "arterial", True),
        ("csf_white_cells", "CSF", True),
        ("csf_white_cells", "blood", False),
        ("creatinine", "drops", False),
    ],
)
def test_a_value_from_another_specimen_does_not_speak(quantity: str, specimen: str, spoken: bool) -> None:
    known = knowledge().quantities.by_id[quantity]
    low, high = known.plausible.low or 0.0, known.plausible.high or 10.0
    told = {"code": quantity, "value": (low + high) / 2, "unit": known.unit, "specimen": specimen}
    held = grounded(with_(measurements=[{**told, "date": "2026-02-26"}]))
    rule = Compare(quantity=quantity, phrase="", bounds=Interval(low=low), unit=known.unit)
    assert (truth(rule, *held.measured) == "true") is spoken
