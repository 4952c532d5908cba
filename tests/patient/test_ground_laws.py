"""Laws of grounding: it never fails on what was read, loses nothing, and depends on no order or unit."""

from __future__ import annotations

import math
from typing import Any

import msgspec
from hypothesis import assume, given
from hypothesis import strategies as st

from eligibility.core.errors import InputError
from eligibility.core.interval import equal
from eligibility.knowledge.conversion import Conversion
from eligibility.knowledge.load import knowledge
from eligibility.patient.ground import ground
from eligibility.patient.profile import Profile
from eligibility.patient.read import read_profiles
from eligibility.patient.record import Measured, Record
from tests.patient.from_schema import facts, profiles
from tests.patient.profiles import DAY, encoded, grounded, measured, with_

LISTS = {
    "measurements": "measured",
    "conditions": "had",
    "treatments": "treated",
    "genomics": "tested",
    "allergies": "hypersensitive",
    "statements": "stated",
    "answers": "answered",
    "complete": "complete",
}


@given(profiles())
def test_every_profile_of_the_schema_is_read_or_refused(value: dict[str, Any]) -> None:
    (found,) = read_profiles(encoded(value), "p")
    assert isinstance(found, Profile | InputError)


@given(profiles())
def test_every_profile_of_the_schema_is_grounded_and_loses_no_fact(value: dict[str, Any]) -> None:
    profile = msgspec.convert(value, Profile)
    try:
        record = ground(profile, DAY, knowledge())
    except InputError as error:
        assert error.place.startswith(
            ("birth_date", "age", "anchors", "complete", "conditions", "treatments")
        )
        return
    aside = {path for path, _ in record.set_aside}
    for name, grounded_name in LISTS.items():
        kept = {fact.path for fact in getattr(record, grounded_name)}
        given_paths = {f"{name}[{number}]" for number in range(len(getattr(profile, name)))}
        assert kept | (aside & given_paths) == given_paths
        assert not kept & aside
    for fact in record.measured:
        assert fact.value is not None or fact.problem is not None
    assert sum(map(len, record.by_quantity.values())) == len(record.measured)
    msgspec.json.encode(record)


def _without_path(facts: tuple[Measured, ...]) -> list[Measured]:
    return [msgspec.structs.replace(fact, path="") for fact in facts]


DATES = st.sampled_from([None, "2026", "2026-02", "2026-02-01", "2026-02-28"])
FACTS = st.builds(
    lambda code, value, unit, date: {"code": code, "value": value, "unit": unit, "date": date},
    st.sampled_from(["ast", "alt", "creatinine"]),
    st.sampled_from([1, 2, 3]),
    st.sampled_from(["U/L", "mg/dL", None]),
    DATES,
)


@given(st.lists(FACTS, max_size=6).flatmap(lambda facts: st.tuples(st.just(facts), st.permutations(facts))))
def test_order_of_facts_does_not_matter(pair: tuple[list[dict[str, Any]], list[dict[str, Any]]]) -> None:
    records: list[Record] = [grounded(with_(measurements=facts)) for facts in pair]
    first, second = ({q: _without_path(f) for q, f in record.by_quantity.items()} for record in records)
    assert first == second


QUANTITIES = [
    (quantity, unit)
    for quantity in knowledge().quantities.by_id.values()
    for unit in quantity.units
    if len(quantity.units) > 1 and quantity.id not in Profile.__struct_fields__
]


@given(
    st.sampled_from(QUANTITIES),
    st.floats(0, 1),
    st.sampled_from(["plain", "<", ">="]),
    st.floats(0.5, 1),
)
def test_value_in_another_unit_is_the_same_value(
    pair: tuple[Any, str], share: float, how: str, limit: float
) -> None:
    quantity, unit = pair
    convert = knowledge().conversions.between(quantity, quantity.unit, unit)
    assume(isinstance(convert, Conversion))
    assert isinstance(convert, Conversion)
    least, most = quantity.plausible.low, quantity.plausible.high
    assert least is not None
    assert most is not None
    # Beyond what is plausible the unit is in doubt, and then it does matter which one was written.
    value = least + share * (most - least)
    extra = {} if how == "plain" else {"comparator": how}

    def fact(brought: Conversion, in_unit: str) -> Measured:
        limits = {"high": brought(max(limit * value, least))}
        return measured(
            code=quantity.id, value=brought(value), unit=in_unit, reference_range=limits, **extra
        )

    one, two = fact(Conversion("", ""), quantity.unit), fact(convert, unit)
    assert (one.problem is None) == (two.problem is None)
    assert _same(one.high, two.high)
    if one.value is not None and two.value is not None:
        assert _same(one.value.low, two.value.low)
        assert _same(one.value.high, two.value.high)
        assert (one.value.low_open, one.value.high_open) == (two.value.low_open, two.value.high_open)


def _same(one: float | None, two: float | None) -> bool:
    if one is None or two is None:
        return one is two
    return equal(one, two) and math.isclose(one, two, rel_tol=1e-9)


@given(st.sampled_from(["measurements", "conditions", "treatments", "genomics"]), st.data())
def test_a_fact_is_grounded_alone_as_among_others(name: str, data: st.DataObject) -> None:
    several = data.draw(facts(name))
    try:
        records = [
            ground(msgspec.convert(with_(**{name: some}), Profile), DAY, knowledge())
            for some in (several[:1], several)
        ]
    except InputError as error:
        assert error.place.endswith(".status")
        return
    first, second = (getattr(record, LISTS[name]) for record in records)
    assert first == tuple(fact for fact in second if fact.path == f"{name}[0]")
