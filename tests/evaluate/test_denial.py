"""Denials: statements upward, refuted facts, the span of complete lists."""

from __future__ import annotations

import datetime as dt

from eligibility.evaluate.denial import covering, denials, obstacles
from eligibility.evaluate.index import Index, kin
from eligibility.knowledge.load import knowledge
from tests.evaluate.builders import AS_OF, complete, had, record, said, treated

ALLO = kin(knowledge().concepts, "allo_hsct")


def index(*facts: object) -> Index:
    return Index(record(*facts), knowledge(), AS_OF)


def test_a_class_denies_its_members() -> None:
    class_, part = said("hsct"), said("autologous_hsct")
    held = index(class_, part, said("hsct", other=True))
    found = denials(ALLO, (held.treatments,), held)
    assert (found.plain, len(found.others)) == ((class_,), 1)


def test_a_refuted_or_declined_fact_is_a_denial() -> None:
    held = index(had("hepatic_sos", verification="refuted"), treated("allo_hsct", "declined"))
    assert denials(kin(knowledge().concepts, "hepatic_sos"), (held.conditions,), held).plain
    assert denials(ALLO, (held.treatments,), held).plain


def test_spans_that_touch_are_one() -> None:
    held = index(complete("treatments", end="2020-01-01"), complete("treatments", "2020-01-02", "2026-03-01"))
    born = dt.date(2015, 6, 10)
    assert covering(held.treatments, born, AS_OF) is not None
    assert covering(held.conditions, born, AS_OF) is None
    assert covering(held.treatments, None, AS_OF) is None
    assert covering(held.treatments, dt.date(2015, 6, 9), AS_OF) is None


def test_unknown_words_and_more_general_entries_stand_in_the_way() -> None:
    general, unknown, other = treated("hsct"), treated(None, text="study arm"), treated("vincristine")
    held = index(general, unknown, other)
    assert obstacles(held.treatments, ALLO) == [unknown, general]
